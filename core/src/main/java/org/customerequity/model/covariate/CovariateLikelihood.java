package org.customerequity.model.covariate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Restriction;
import org.customerequity.value.Estimate;

/** The likelihood of a specification, in time scaled to a mean age of ten; less a penalty, where there is one. */
final class CovariateLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final double MEAN_AGE = 10;
    private static final double BOX = Math.log(1e6);
    /** A start is kept this far inside the box. */
    private static final double START = Math.log(1e3);

    /** A base of more rows is climbed by way of a part of this size, or of this share. */
    private static final int PART = 4000;

    private static final int SHARE = 12;

    /** A log-parameter that stands for infinity; minus it, for zero. */
    private static final double FAR = Restriction.FAR;

    private static final String COMMON_DROPOUT = "customers of equal covariates leave with one common chance";

    private final DesignLayout layout;
    private final int k;
    private final Likelihood plain;
    private final DesignRows rows;
    private final CovariateObjective objective;
    private final double scale;
    private final double purchases;
    private final long customers;
    private final long repeaters;
    /** Precision of the coefficients; no rows where nothing is penalised. */
    private double[][] precision = new double[0][];
    /** The best point evaluated so far. */
    private double[] best = new double[0];

    private double highest = Double.NEGATIVE_INFINITY;

    CovariateLikelihood(DesignLayout layout, int k, PurchaseHistories histories, Designs designs) {
        this.layout = layout;
        this.k = k;
        plain = layout.base.likelihood(histories, k);
        customers = histories.size();
        double ages = 0;
        double bought = 0;
        long again = 0;
        for (int i = 0; i < histories.size(); i++) {
            ages += histories.age(i);
            bought += histories.frequency(i);
            again += histories.frequency(i) > 0 ? 1 : 0;
        }
        purchases = bought;
        repeaters = again;
        scale = ages > 0 && !layout.base.hasOpportunities() ? MEAN_AGE * customers / ages : 1;
        rows = DesignRows.of(histories, scale, layout.base.isRegular() && k > 1, designs);
        objective = new CovariateObjective(layout, designs, rows, k);
    }

    /** From here on the log-likelihood is less {@code u' precision u / 2}. */
    void penalise(double[][] newPrecision) {
        precision = newPrecision;
    }

    boolean isPenalised() {
        return precision.length > 0;
    }

    /** What the penalty takes away at {@code u}. */
    double penalty(double[] u) {
        double sum = 0;
        for (int i = 0; i < precision.length; i++) {
            for (int j = 0; j < precision.length; j++) {
                sum += u[i] * precision[i][j] * u[j];
            }
        }
        return sum / 2;
    }

    Likelihood plain() {
        return plain;
    }

    long repeaters() {
        return repeaters;
    }

    /** The search point of a plain model: its baselines, and coefficients of 0. */
    double[] withoutEffects(double[] plainParameters) {
        double[] v = Arrays.stream(plainParameters).map(Math::log).toArray();
        double[] theta = Arrays.copyOf(layout.baselines(v), layout.parameters());
        return searchPoint(theta);
    }

    @Override
    public List<String> names() {
        return layout.names;
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public double[] units() {
        double[] units = new double[layout.parameters()];
        Arrays.fill(units, 1);
        if (!layout.base.hasOpportunities()) {
            units[1] = 1 / scale;
        }
        if (layout.base == BaseFamily.PARETO_NBD) {
            units[3] = 1 / scale;
        } else if (layout.base == BaseFamily.GGOMPERTZ_NBD) {
            units[2] = scale;
        }
        return units;
    }

    /** A density of x times, each counted in another unit. */
    @Override
    public double offset() {
        return purchases * Math.log(scale);
    }

    @Override
    public long observations() {
        return customers;
    }

    @Override
    public double value(double[] u) {
        return objective.value(u) - penalty(u);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double value = penalised(objective.evaluate(u, gradient, hessian), 1, u, gradient, hessian);
        if (value > highest) {
            highest = value;
            best = u.clone();
        }
        return value;
    }

    private double penalised(double value, double share, double[] u, double[] gradient, double[][] hessian) {
        for (int i = 0; i < precision.length; i++) {
            for (int j = 0; j < precision.length; j++) {
                gradient[i] -= share * precision[i][j] * u[j];
                hessian[i][j] -= share * precision[i][j];
            }
        }
        return value - share * penalty(u);
    }

    @Override
    public Optional<String> obstacle() {
        return plain.obstacle();
    }

    @Override
    public List<String> warnings() {
        int parameters = layout.parameters();
        return repeaters >= 5L * parameters
                ? List.of()
                : List.of("Only " + repeaters + " of " + customers + " customers bought again: " + parameters
                        + " parameters deserve " + 5 * parameters + " or more.");
    }

    /** Baselines where the plain search begins and coefficients of 0; for a large base, the maximum for a part of it. */
    @Override
    public double[] start() {
        double[] start = withoutEffects(plain.parametersAt(plain.start()));
        for (int j = 0; j < start.length; j++) {
            start[j] = Math.max(-START, Math.min(START, start[j]));
        }
        int step = Math.min(rows.size / PART, SHARE);
        if (step < 2 || repeaters == 0) {
            return start;
        }
        CovariateObjective part = objective.every(step, k);
        double[] end = NewtonMaximizer.within(BOX)
                .withMaxIterations(30)
                .maximize(
                        new NewtonMaximizer.Objective() {
                            @Override
                            public double value(double[] u) {
                                return part.value(u) - penalty(u);
                            }

                            @Override
                            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                                return penalised(part.evaluate(u, gradient, hessian), 1, u, gradient, hessian);
                            }
                        },
                        start)
                .point();
        // customers outside the part may be further off than any in it
        return Arrays.stream(end).allMatch(x -> Math.abs(x) < START) && objective.isWithin(end) ? end : start;
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        if (j >= layout.baselines) {
            return "the effect is as large as can be: the column tells apart customers of whom some never buy again or never leave";
        }
        return switch (layout.names.get(j)) {
            case "ln phi" -> upwards ? COMMON_DROPOUT : "customers leave at once or never";
            case "logit q", "logit theta" -> upwards ? "everybody leaves at once" : "nobody leaves";
            case "ln(alpha+beta)" ->
                upwards ? "customers of equal covariates buy with one common chance" : "customers buy always or never";
            case "ln(gamma+delta)" -> upwards ? COMMON_DROPOUT : "customers leave at once or never";
            case "logit p" -> upwards ? "everybody buys whenever he can" : "hardly anybody buys";
            default -> plain.limitReached(j, upwards);
        };
    }

    /** The simpler models that are near the best point: the standard error of what has to run off is large. */
    @Override
    public List<Likelihood.Limit> limits() {
        int p = layout.parameters();
        double[] u = best.clone();
        double[][] hessian = new double[p][p];
        evaluate(u, new double[p], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        List<Likelihood.Limit> near = new ArrayList<>();
        boolean opportunities = layout.base.hasOpportunities();
        if (isNear(covariance, 0, 1, 0)) {
            double[] at = u.clone();
            if (!opportunities) {
                at[0] = FAR + u[0] - u[1];
            }
            at[opportunities ? 0 : 1] = FAR;
            near.add(limit(
                    opportunities
                            ? "customers of equal covariates have one common chance to buy"
                            : "customers of equal covariates buy at one common rate",
                    at,
                    opportunities ? 0 : 1));
        }
        int last = layout.baselines - 1;
        int first = last - 1;
        if (layout.form == DropoutForm.MEAN) {
            if (isNear(covariance, first, 1, 0)) {
                double[] at = u.clone();
                at[first] = FAR;
                near.add(limit(COMMON_DROPOUT, at, first));
            }
            if (isNear(covariance, first, 0, 1)) {
                double[] at = u.clone();
                at[last] = -FAR;
                near.add(nobodyLeaves(at, first, last));
            }
        } else if (layout.form == DropoutForm.RATE) {
            boolean vague = isNear(covariance, first, 1, 0);
            if (vague || isNear(covariance, first, 1, -1)) {
                double[] at = u.clone();
                at[first] = -FAR;
                at[last] = 0;
                near.add(nobodyLeaves(at, IntStream.rangeClosed(2, last).toArray()));
            }
            if (vague) {
                double[] at = u.clone();
                at[first] = FAR + u[first] - u[last];
                at[last] = FAR;
                near.add(limit("customers of equal covariates have one common hazard of leaving", at, last));
            }
        } else {
            double share = 1 / (1 + Math.exp(u[last] - u[first]));
            if (isNear(covariance, first, share, 1 - share)) {
                double[] at = u.clone();
                at[first] = FAR + u[first] - u[last];
                at[last] = FAR;
                near.add(
                        layout.form == DropoutForm.ONE_INDEX
                                ? limit(COMMON_DROPOUT, at, alsoDropout(at, last))
                                : limit(COMMON_DROPOUT, at, last));
            }
            if (isNear(covariance, first, 1, 0) || isNear(covariance, first, 1 - share, share - 1)) {
                double[] at = u.clone();
                at[first] = -FAR;
                at[last] = 0;
                near.add(nobodyLeaves(at, first, last));
            }
        }
        return near;
    }

    /** Of a combination of two baselines. */
    private boolean isNear(double[][] covariance, int from, double one, double two) {
        double[] direction = new double[layout.parameters()];
        direction[from] = one;
        direction[from + 1] = two;
        return Curvature.isNear(covariance, direction);
    }

    private Likelihood.Limit nobodyLeaves(double[] at, int... held) {
        return limit("nobody leaves", at, alsoDropout(at, held));
    }

    private Likelihood.Limit limit(String sentence, double[] at, int... held) {
        return new Likelihood.Limit(
                sentence, () -> Restriction.maximum(this, 2 * FAR, at, held).value());
    }

    /** With the coefficients of leaving, which say nothing there, held at 0; those of buying too stay free. */
    private int[] alsoDropout(double[] at, int... held) {
        Set<Integer> all = new LinkedHashSet<>();
        Arrays.stream(held).forEach(all::add);
        for (int i = 0; i < layout.slots(); i++) {
            if (layout.slotFree(i) >= 0) {
                all.add(layout.slotFree(i));
            }
        }
        for (int i = 0; i < layout.slots(); i++) {
            if (layout.slotIndex(i) == 1) {
                all.remove(layout.slotFree(i));
            }
        }
        all.stream().filter(j -> j >= layout.baselines).forEach(j -> at[j] = 0);
        return all.stream().mapToInt(j -> j).toArray();
    }
}
