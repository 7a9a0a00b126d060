package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;
import org.customerequity.internal.Restriction;
import org.customerequity.value.PeriodUnit;

/**
 * Do several cohorts share one shifted beta-geometric curve, or has each its own? And if they differ, how much of the difference is
 * chance?
 *
 * <pre>{@code
 *   likelihood ratio = 2 (sum of the separate maxima - the pooled maximum)     chi-square if one curve holds for all
 * }</pre>
 *
 * @param pooled one curve for all cohorts
 * @param separate one curve for each, in the order of the cohorts; a cohort of one renewal does not identify one, and says so
 * @param likelihoodRatio {@code >= 0}
 * @param degreesOfFreedom parameters that the separate curves have more: each has two, one where only one renewal was observed
 */
public record CohortFits(
        FitOutcome<ShiftedBetaGeometric> pooled,
        List<FitOutcome<ShiftedBetaGeometric>> separate,
        double likelihoodRatio,
        int degreesOfFreedom)
        implements Serializable {
    public CohortFits {
        Objects.requireNonNull(pooled, "pooled");
        separate = List.copyOf(separate);
        likelihoodRatio = Require.nonNegative(likelihoodRatio, "likelihoodRatio", "");
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "two cohorts with two renewals have 2");
    }

    /**
     * Fits all together and each alone.
     *
     * @param cohorts at least two of at least one renewal, one of them of more
     */
    public static CohortFits of(CohortCounts cohorts) {
        FitOutcome<ShiftedBetaGeometric> pooled = ShiftedBetaGeometric.fit(cohorts);
        List<FitOutcome<ShiftedBetaGeometric>> separate = new ArrayList<>();
        double best = 0;
        int parameters = 0;
        for (int c = 0; c < cohorts.size(); c++) {
            RenewalTable table = RenewalTable.of(cohorts.cohort(c));
            FitOutcome<ShiftedBetaGeometric> outcome = ShiftedBetaGeometric.fit(table, FitOptions.defaults());
            separate.add(outcome);
            // one rate for all is a limit of the curve, and where there is an obstacle to a fit, its supremum
            best += Math.max(
                    table.geometricMaximum(),
                    table.obstacle().isPresent()
                            ? Double.NEGATIVE_INFINITY
                            : outcome.report().logLikelihood());
            parameters += Math.min(2, table.distinctRenewals());
        }
        if (parameters < 3) {
            throw Require.bad(
                    "cohorts",
                    "must have more renewals than one curve has parameters",
                    "there is nothing to compare",
                    cohorts);
        }
        double ratio = Math.max(0, 2 * (best - pooled.report().logLikelihood()));
        return new CohortFits(pooled, separate, ratio, parameters - 2);
    }

    /** The probability of so large a likelihood ratio if all cohorts share one curve. */
    public double pValue() {
        return ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(likelihoodRatio);
    }

    /**
     * Curves of their own that are drawn towards each other, so that a small or young cohort borrows from the rest.
     *
     * <pre>{@code
     *   maximise  sum over c of [ ln L_c(eta_c) - |eta_c - m|^2 / (2 tau^2) ],     eta = (ln alpha, ln beta), m free
     * }</pre>
     *
     * <p>As tau goes to 0 this is the pooled fit, as it grows the separate ones. At the maximum m is the mean of the eta_c. Where
     * tau is to be estimated, or the curve is another one, {@link org.customerequity.fit.pooling.PoolingEstimator} does it.
     *
     * @param tau how far cohorts differ, in logarithms; 0.3 is a mild choice
     * @return the curves; the report is that of the centre m, and its log-likelihood is the value of the objective
     */
    public static FitOutcome<PartialPooling> partiallyPooled(CohortCounts cohorts, double tau) {
        Require.positive(tau, "tau", "how far cohorts differ in ln alpha and ln beta; 0.3 is a mild choice");
        Centre centre = new Centre(cohorts, tau);
        return MaximumLikelihood.fit(centre, FitOptions.defaults(), p -> centre.at(p, cohorts.unit()));
    }

    /**
     * Curves that borrow from each other.
     *
     * @param centre the curve at the mean of their log-parameters
     * @param curves one for each cohort, in their order
     * @param tau how far they were let differ
     */
    public record PartialPooling(ShiftedBetaGeometric centre, List<ShiftedBetaGeometric> curves, double tau)
            implements Serializable {
        public PartialPooling {
            Objects.requireNonNull(centre, "centre");
            curves = List.copyOf(curves);
            Require.positive(tau, "tau", "");
        }
    }

    /** The objective as a function of m, maximised over the cohorts' own parameters: two dimensions, whatever the cohorts. */
    private static final class Centre implements Likelihood, NewtonMaximizer.Objective {
        private final RenewalTable all;
        private final double precision;
        private final List<Penalized> cohorts = new ArrayList<>();
        private final ShiftedBetaGeometricLikelihood pooled;
        private double[] best = new double[2];
        private double highest = Double.NEGATIVE_INFINITY;

        Centre(CohortCounts counts, double tau) {
            all = RenewalTable.of(counts);
            pooled = new ShiftedBetaGeometricLikelihood(all);
            precision = 1 / (tau * tau);
            for (int c = 0; c < counts.size(); c++) {
                RenewalTable table = RenewalTable.of(counts.cohort(c));
                cohorts.add(new Penalized(new ShiftedBetaGeometricLikelihood(table), precision));
            }
        }

        @Override
        public List<String> names() {
            return ShiftedBetaGeometric.NAMES;
        }

        @Override
        public double[] start() {
            return pooled.start();
        }

        @Override
        public long observations() {
            return pooled.observations();
        }

        @Override
        public Optional<String> obstacle() {
            return pooled.obstacle();
        }

        @Override
        public List<String> warnings() {
            return pooled.warnings();
        }

        @Override
        public String limitReached(int j, boolean upwards) {
            return pooled.limitReached(j, upwards);
        }

        @Override
        public List<Limit> limits() {
            double far = Restriction.FAR;
            double[] from = {far + best[0] - best[1], far};
            return List.of(new Limit(
                    "all customers of a cohort leave at one common rate",
                    () -> Restriction.maximum(this, 2 * far, from, 1).value()));
        }

        @Override
        public double value(double[] m) {
            double total = 0;
            for (Penalized cohort : cohorts) {
                total += cohort.best(m).value();
            }
            return note(m, total);
        }

        private double note(double[] m, double value) {
            if (value > highest) {
                highest = value;
                best = m.clone();
            }
            return value;
        }

        /** By the envelope theorem the slope is that of the penalty alone; the curvature has the response of each cohort. */
        @Override
        public double evaluate(double[] m, double[] gradient, double[][] hessian) {
            Arrays.fill(gradient, 0);
            for (double[] row : hessian) {
                Arrays.fill(row, 0);
            }
            double total = 0;
            for (Penalized cohort : cohorts) {
                NewtonMaximizer.Result own = cohort.best(m);
                total += own.value();
                double[][] response = Curvature.covariance(own.hessian());
                for (int i = 0; i < 2; i++) {
                    gradient[i] += precision * (own.point()[i] - m[i]);
                    for (int j = 0; j < 2; j++) {
                        hessian[i][j] += precision * (precision * response[i][j] - (i == j ? 1 : 0));
                    }
                }
            }
            return note(m, total);
        }

        PartialPooling at(double[] centre, PeriodUnit unit) {
            double[] m = Arrays.stream(centre).map(Math::log).toArray();
            List<ShiftedBetaGeometric> curves = new ArrayList<>();
            for (Penalized cohort : cohorts) {
                double[] u = cohort.best(m).point();
                curves.add(new ShiftedBetaGeometric(Math.exp(u[0]), Math.exp(u[1]), unit));
            }
            return new PartialPooling(
                    new ShiftedBetaGeometric(centre[0], centre[1], unit), curves, 1 / Math.sqrt(precision));
        }
    }

    /** One cohort's log-likelihood, drawn towards m. */
    private static final class Penalized implements NewtonMaximizer.Objective {
        private static final double BOX = 2 * Restriction.FAR;

        private final Likelihood likelihood;
        private final double precision;
        private double[] centre = new double[2];

        Penalized(Likelihood likelihood, double precision) {
            this.likelihood = likelihood;
            this.precision = precision;
        }

        NewtonMaximizer.Result best(double[] m) {
            centre = m.clone();
            return NewtonMaximizer.within(BOX).maximize(this, m);
        }

        @Override
        public double value(double[] u) {
            return likelihood.value(u) - penalty(u);
        }

        private double penalty(double[] u) {
            double sum = 0;
            for (int i = 0; i < u.length; i++) {
                sum += (u[i] - centre[i]) * (u[i] - centre[i]);
            }
            return 0.5 * precision * sum;
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double value = likelihood.evaluate(u, gradient, hessian);
            for (int i = 0; i < u.length; i++) {
                gradient[i] -= precision * (u[i] - centre[i]);
                hessian[i][i] -= precision;
            }
            return value - penalty(u);
        }
    }
}
