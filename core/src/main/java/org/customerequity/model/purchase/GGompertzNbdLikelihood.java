package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;

/**
 * The GGompertz/NBD likelihood of a customer base, in time scaled to a mean age of ten; {@link GGompertzNbdSearch} says where
 * its search begins.
 */
final class GGompertzNbdLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final int R = 0;
    private static final int ALPHA = 1;
    private static final int B = 2;
    private static final int S = 3;
    private static final int BETA = 4;

    private static final double MEAN_AGE = 10;
    private static final double BOX = Math.log(1e6);
    /** Where a parameter counts as infinite, and as zero, when a simpler model is fitted. */
    private static final double INFINITE = Math.log(1e5);

    private static final double ZERO = Math.log(1e-9);

    /** Below exp of its negative, a parameter counts as zero in a verdict. */
    private static final double LITTLE = Math.log(1e4);

    private final ParetoNbdRows rows;
    private final GGompertzNbdObjective objective;
    private final double scale;
    private final long customers;
    private final long repeaters;
    private final double purchases;
    private final double oldest;
    private final double[] best = new double[5];
    private double bestValue = Double.NEGATIVE_INFINITY;

    GGompertzNbdLikelihood(PurchaseHistories histories) {
        customers = histories.size();
        double ages = 0;
        double most = 0;
        double bought = 0;
        long again = 0;
        for (int i = 0; i < histories.size(); i++) {
            ages += histories.age(i);
            most = Math.max(most, histories.age(i));
            bought += histories.frequency(i);
            again += histories.frequency(i) > 0 ? 1 : 0;
        }
        repeaters = again;
        purchases = bought;
        scale = ages > 0 ? MEAN_AGE * customers / ages : 1;
        oldest = most > 0 ? most * scale : MEAN_AGE;
        rows = ParetoNbdRows.of(histories, scale);
        objective = new GGompertzNbdObjective(rows);
    }

    @Override
    public List<String> names() {
        return GGompertzNbd.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, 1 / scale, scale, 1, 1};
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
        return objective.value(u);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double value = objective.evaluate(u, gradient, hessian);
        if (value > bestValue) {
            bestValue = value;
            System.arraycopy(u, 0, best, 0, best.length);
        }
        return value;
    }

    @Override
    public Optional<String> obstacle() {
        return ModelChecks.obstacle(customers, repeaters);
    }

    @Override
    public List<String> warnings() {
        return ModelChecks.warnings(customers, repeaters, names().size());
    }

    @Override
    public double[] start() {
        return repeaters == 0
                ? GGompertzNbdSearch.withoutRepeatPurchases(rows, oldest)
                : new GGompertzNbdSearch(rows, objective, oldest).start();
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        switch (j) {
            case R:
                return upwards
                        ? "all customers buy at one common rate"
                        : "the purchases come from hardly any customers";
            case ALPHA:
                return upwards
                        ? "all customers buy at one common rate, or hardly anybody buys"
                        : "purchase rates spread over all orders of magnitude";
            case B:
                return upwards ? "customers leave at the first purchase or never" : noGrowth(BETA);
            case S:
                return upwards
                        ? "all customers have one common frailty, or leave at once"
                        : "nobody leaves, and the NBD without dropout describes these data";
            default:
                return upwards ? "all customers have one common frailty, or nobody leaves" : noGrowth(B);
        }
    }

    /** What it says that b or beta goes to zero: the Pareto/NBD if the other goes along. */
    private String noGrowth(int other) {
        if (best[other] > -LITTLE) {
            return other == B
                    ? "many customers leave at the first purchase"
                    : "the hazard of leaving does not change with time";
        }
        double ratio = Math.exp(best[BETA] - best[B]) / scale;
        return String.format(
                Locale.ROOT,
                "the hazard of leaving does not rise, and the Pareto/NBD with beta = %.4g, the limit of beta/b, describes"
                        + " these data",
                ratio);
    }

    /** The simpler models that are near the best point. */
    @Override
    public List<Likelihood.Limit> limits() {
        double[][] hessian = new double[5][5];
        objective.evaluate(best, new double[5], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        List<Likelihood.Limit> limits = new ArrayList<>();
        if (Curvature.isNear(covariance, 0, 0, 1, 0, 0)) {
            limits.add(new Likelihood.Limit(
                    "the hazard of leaving of a customer is constant (b and beta to zero, the Pareto/NBD)",
                    this::pareto));
        }
        if (Curvature.isNear(covariance, 0, 0, 0, 1, 0) || Curvature.isNear(covariance, 0, 0, 1, 1, -1)) {
            limits.add(new Likelihood.Limit("nobody leaves (s = 0, the NBD)", () -> {
                double[] at = best.clone();
                at[S] = ZERO;
                return simpler(at, B, S, BETA);
            }));
        }
        if (Curvature.isNear(covariance, 0, 0, 0, 1, 0)) {
            limits.add(new Likelihood.Limit(
                    "all customers have one common frailty (s and beta infinite, Gompertz lives)", () -> {
                        double[] at = best.clone();
                        at[S] += INFINITE - at[BETA];
                        at[BETA] = INFINITE;
                        return simpler(at, BETA);
                    }));
        }
        if (Curvature.isNear(covariance, 1, 0, 0, 0, 0)) {
            limits.add(new Likelihood.Limit("all customers buy at one common rate (r and alpha infinite)", () -> {
                double[] at = best.clone();
                at[R] += INFINITE - at[ALPHA];
                at[ALPHA] = INFINITE;
                return simpler(at, ALPHA);
            }));
        }
        return limits;
    }

    /** The maximum of the Pareto/NBD. */
    private double pareto() {
        double[] start = {best[R], best[ALPHA], best[S], best[BETA] - best[B]};
        for (int j = 0; j < start.length; j++) {
            start[j] = Math.max(-BOX, Math.min(BOX, start[j]));
        }
        return NewtonMaximizer.within(BOX)
                .maximize(new ParetoNbdObjective(rows), start)
                .value();
    }

    private double simpler(double[] at, int... held) {
        GGompertzNbdObjective rough = GGompertzNbdObjective.rough(rows.coarse(GGompertzNbdSearch.COARSEST));
        return RestrictedMaximum.of(objective, rough, best, bestValue, BOX, at, held);
    }
}
