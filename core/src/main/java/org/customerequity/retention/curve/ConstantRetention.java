package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Odds;
import org.customerequity.internal.Require;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/**
 * One retention rate for everyone, at every renewal: tenure is geometric.
 *
 * <pre>{@code
 *   S(t) = r^t
 * }</pre>
 *
 * <p>The limit of all discrete curves of this package as customers become alike, and the rate that a report means when it quotes
 * one. Where customers differ it understates what old customers are worth, see {@link HeterogeneityCost}.
 *
 * <p>As a parameter it is carried by its odds, {@code renewalOdds = r / (1-r)}. The logarithm of r ends at 0, so that an interval
 * symmetric in it may promise more than 100 %; that of the odds has no end. The rate itself with its interval is
 *
 * <pre>{@code
 *   DeltaMethod.of(fit, ConstantRetention::retention, Estimate.Scale.LOGIT)
 *
 *   se(r) = sqrt(r (1-r) / due)
 * }</pre>
 *
 * @param retention r, in [0, 1]; 1 means that nobody ever leaves
 * @param unit the time between renewals
 */
public record ConstantRetention(double retention, PeriodUnit unit) implements ParametricCurve, Serializable {
    static final List<String> NAMES = List.of("renewalOdds");

    public ConstantRetention {
        retention = Require.fraction(retention, "retention", "0.90 means 90 % stay each period");
        Objects.requireNonNull(unit, "unit");
    }

    /** The curve of a retention rate. */
    public static ConstantRetention from(RetentionRate rate) {
        return new ConstantRetention(rate.value(), rate.unit());
    }

    /** {@link #fit(CohortCounts, FitOptions)} with the default options. */
    public static FitOutcome<ConstantRetention> fit(CohortCounts cohorts) {
        return fit(cohorts, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from cohorts: renewals made over renewals due, in closed form.
     *
     * <p>The report is of the odds, see above. Where nobody left, or everybody did at the first renewal, there is no maximum: the
     * outcome is not converged and its best so far has half a customer more on either side.
     */
    public static FitOutcome<ConstantRetention> fit(CohortCounts cohorts, FitOptions options) {
        return fit(RenewalTable.of(cohorts), options);
    }

    /** {@link #fit(Spells, FitOptions)} with the default options. */
    public static FitOutcome<ConstantRetention> fit(Spells spells) {
        return fit(spells, FitOptions.defaults());
    }

    /** Maximum likelihood from spells of renewals: renewals made over renewals due, in closed form. */
    public static FitOutcome<ConstantRetention> fit(Spells spells, FitOptions options) {
        return fit(RenewalTable.of(spells), options);
    }

    /**
     * What {@link #fit(CohortCounts)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     */
    public static Likelihood likelihood(CohortCounts cohorts) {
        return new GeometricLikelihood(RenewalTable.of(cohorts));
    }

    /**
     * What {@link #fit(Spells)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if the spells are of continuous time
     */
    public static Likelihood likelihood(Spells spells) {
        return new GeometricLikelihood(RenewalTable.of(spells));
    }

    private static FitOutcome<ConstantRetention> fit(RenewalTable table, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                new GeometricLikelihood(table), options, p -> new ConstantRetention(Odds.toShare(p[0]), table.unit()));
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    /**
     * {@code r / (1-r)}.
     *
     * @throws IllegalStateException if the retention is 0 or 1, as that of no fit is
     */
    @Override
    public double[] parameters() {
        return new double[] {Odds.of(retention, "retention")};
    }

    @Override
    public ConstantRetention withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        double odds = Require.positive(parameters[0], NAMES.get(0), "retention over churn, r / (1-r)");
        return new ConstantRetention(Odds.toShare(odds), unit);
    }

    @Override
    public boolean isDiscrete() {
        return true;
    }

    @Override
    public double logSurvival(double tenure) {
        double t = Math.floor(CurveDefaults.tenure(tenure));
        return t == 0 ? 0 : t * Math.log(retention);
    }

    @Override
    public double survival(double tenure) {
        return Math.pow(retention, Math.floor(CurveDefaults.tenure(tenure)));
    }

    @Override
    public double hazard(double tenure) {
        CurveDefaults.renewal(this, tenure);
        return 1 - retention;
    }

    @Override
    public double retention(double tenure) {
        CurveDefaults.renewal(this, tenure);
        return retention;
    }

    /** {@code 1 / (1 - r)}, whatever the tenure. */
    @Override
    public double expectedResidualTenure(double tenure) {
        CurveDefaults.reached(this, tenure);
        return 1 / (1 - retention);
    }

    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        return CurveDefaults.discreteTenure(this, new Sums(), tenure, discount, horizon);
    }

    /** By the closed forms that {@link CashFlowTiming} lists. */
    @Override
    public double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, new Sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, new Sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double simulateTenure(double tenure, RandomGenerator random) {
        return CurveDefaults.reached(this, tenure) + GeometricDraw.of(-Math.log(retention), random);
    }

    private final class Sums implements PaymentSums {
        @Override
        public double plain(double tenure, double d, double n) {
            return GeometricSum.of(gap(d), n);
        }

        /** {@code q (1 - n q^(n-1) + (n-1) q^n) / (1-q)^2}; term by term where that cancels. */
        @Override
        public double weighted(double tenure, double d, double n) {
            double gap = gap(d);
            double q = retention / (1 + d);
            if (n == Double.POSITIVE_INFINITY) {
                return gap == 0 ? Double.POSITIVE_INFINITY : q / (gap * gap);
            }
            if (gap == 0) {
                return n * (n - 1) / 2;
            }
            if (n <= 10_000 || n * gap < 1e-3) {
                return new StepwiseSums(ConstantRetention.this).weighted(tenure, d, n);
            }
            return (q - Math.exp(n * Math.log1p(-gap)) * (n * gap + q)) / (gap * gap);
        }

        /** 1 - r / (1+d), without first rounding the quotient. */
        private double gap(double d) {
            return ((1 - retention) + d) / (1 + d);
        }
    }
}
