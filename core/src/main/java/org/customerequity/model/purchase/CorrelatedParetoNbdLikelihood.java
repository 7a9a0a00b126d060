package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Restriction;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;

/**
 * The likelihood of the correlated Pareto/NBD, in time scaled to a mean age of ten. Its search begins at the maximum without
 * correlation. The best point on a bound of m is approached through ever larger odds ratios, on which the likelihood is smooth:
 * the bound itself has a corner, where such points like to lie.
 */
final class CorrelatedParetoNbdLikelihood implements Likelihood {
    private static final int Z = 4;
    private static final double BOX = Math.log(1e6);
    private static final double FAR_OUT = Math.log(1e4);

    /** Odds ratios on the way to a bound, as logarithms. */
    private static final double[] TOWARDS_BOUND = {8, 16, 24, 32, 40};

    /** So little is left to the bound: in a corner of the bounds, after twice as long a way. */
    private static final double AT_BOUND = 1e-8;

    /** Enough of them to know the log-likelihood at the bound to about 1e-3. */
    private static final double[] CLOSE_TO_BOUND = {8, 16};

    /** Rows on which a bound, or a simpler model, is tried. */
    private static final int COARSE_LIMIT = 400;

    /** More than a log-likelihood on so few rows is wrong by. */
    private static final double COARSE_ERROR = 20;

    private final PeriodUnit unit;
    private final ParetoNbdLikelihood margins;
    private final ParetoNbdRows rows;
    private final double scale;
    private final CorrelatedParetoNbdObjective objective;
    private final double[] best = new double[5];
    private double bestValue = Double.NEGATIVE_INFINITY;

    CorrelatedParetoNbdLikelihood(PurchaseHistories histories) {
        unit = histories.unit();
        margins = new ParetoNbdLikelihood(histories);
        scale = 1 / margins.units()[1];
        rows = ParetoNbdRows.of(histories, scale);
        objective = new CorrelatedParetoNbdObjective(rows, scale);
    }

    @Override
    public List<String> names() {
        return CorrelatedParetoNbd.NAMES;
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public double[] units() {
        return new double[] {1, 1 / scale, 1, 1 / scale, 1};
    }

    @Override
    public double offset() {
        return margins.offset();
    }

    @Override
    public long observations() {
        return margins.observations();
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
        return margins.obstacle();
    }

    @Override
    public List<String> warnings() {
        return margins.warnings();
    }

    @Override
    public double[] start() {
        double[] start = margins.start();
        double[] end = margins.obstacle().isPresent()
                ? start
                : NewtonMaximizer.within(BOX).maximize(margins, start).point();
        return new double[] {end[0], end[1], end[2], end[3], 0};
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return j == Z
                ? "the correlation of purchase and dropout is at the "
                        + (upwards ? "highest" : "lowest")
                        + " that these margins allow"
                : margins.limitReached(j, upwards);
    }

    /** The models without one of the parts, and the bounds of the correlation. */
    @Override
    public List<Likelihood.Limit> limits() {
        double[][] hessian = new double[5][5];
        objective.evaluate(best, new double[5], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        List<Likelihood.Limit> limits = new ArrayList<>();
        if (Curvature.isNear(covariance, 0, 0, 0, 0, 1)) {
            limits.add(new Likelihood.Limit(
                    "purchase and dropout are as closely correlated as these margins allow",
                    () -> coarseBound(Math.copySign(1, best[Z]))));
        }
        if (Curvature.isNear(covariance, 0, 0, 1, 0, 0) || Curvature.isNear(covariance, 0, 0, 1, -1, 0)) {
            // where nobody leaves, nothing can be correlated with it
            limits.add(new Likelihood.Limit("nobody leaves (s = 0, the NBD)", this::nobodyLeaves));
        }
        return limits;
    }

    private double nobodyLeaves() {
        double[] at = best.clone();
        at[2] = Math.log(1e-9);
        at[3] = 0;
        at[Z] = 0;
        return coarse(at, BOX, 2, 3, Z);
    }

    private double coarseBound(double sign) {
        CorrelatedParetoNbdObjective rough = rough();
        Restriction.Maximum end = onBound(rough, best, sign, CLOSE_TO_BOUND);
        double value = end.value() + bestValue - rough.value(best);
        return bestValue - value > COARSE_ERROR || rough == objective
                ? value
                : onBound(objective, end.point(), sign, CLOSE_TO_BOUND).value();
    }

    private double coarse(double[] from, double bound, int... held) {
        return RestrictedMaximum.of(objective, rough(), best, bestValue, bound, from, held);
    }

    private CorrelatedParetoNbdObjective rough() {
        ParetoNbdRows few = rows.coarse(COARSE_LIMIT);
        return few == rows ? objective : new CorrelatedParetoNbdObjective(few, scale);
    }

    /** The best margins with m closer and closer to a bound. */
    private static Restriction.Maximum onBound(
            CorrelatedParetoNbdObjective of, double[] from, double sign, double[] path) {
        double[] at = from.clone();
        Restriction.Maximum end = new Restriction.Maximum(at, Double.NEGATIVE_INFINITY);
        for (double z : path) {
            at[Z] = sign * z;
            end = Restriction.maximum(of, BOX, at, Z);
            at = end.point();
            if (of.smallestCorner(at) < AT_BOUND) {
                break;
            }
        }
        return end;
    }

    FitOutcome<CorrelatedParetoNbd> fit(FitOptions options) {
        FitOutcome<CorrelatedParetoNbd> outcome =
                MaximumLikelihood.fit(this, options, p -> CorrelatedParetoNbd.of(p, unit));
        FitReport report = outcome.report();
        if (report.verdict() != FitVerdict.BOUNDARY || report.iterations() == 0) {
            return outcome;
        }
        double z = report.estimates()[Z];
        double[] u = searchPoint(report.estimates());
        for (int j = 0; j < Z; j++) {
            if (Math.abs(u[j]) > FAR_OUT) {
                return outcome;
            }
        }
        Restriction.Maximum end = onBound(objective, u, Math.signum(z), TOWARDS_BOUND);
        double[] parameters = parametersAt(end.point());
        CorrelatedParetoNbd model = CorrelatedParetoNbd.of(parameters, unit);
        double[] gradient = new double[5];
        double value = objective.evaluate(end.point(), gradient, new double[5][5]);
        double norm = 0;
        for (int j = 0; j < Z; j++) {
            norm = Math.max(norm, Math.abs(gradient[j]));
        }
        FitReport atBound = FitReport.ofStored(
                Estimate.Scale.LINEAR,
                FitVerdict.BOUNDARY,
                names(),
                parameters,
                new double[0][],
                value + offset(),
                norm,
                report.iterations(),
                report.observations(),
                report.warnings());
        return new FitOutcome.NotConverged<>(model, atBound, reason(model, z > 0));
    }

    private String reason(CorrelatedParetoNbd model, boolean highest) {
        CorrelatedParetoNbd.Bounds bounds = model.bounds();
        return String.format(
                Locale.ROOT,
                "the likelihood rises up to the %s bound of m, %.6g, where the correlation of the purchase rate and the dropout"
                        + " rate per %s is %.3g: more than this form allows, so that standard errors and the likelihood-ratio"
                        + " test against m = 0 do not hold",
                highest ? "upper" : "lower",
                highest ? bounds.highest() : bounds.lowest(),
                unit.noun(),
                highest ? bounds.highestCorrelation() : bounds.lowestCorrelation());
    }
}
