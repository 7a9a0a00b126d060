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
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/**
 * The exponential-gamma curve in continuous time: each customer leaves at a rate of their own that never changes, and customers
 * differ. The Pareto distribution of the second kind.
 *
 * <pre>{@code
 *   lambda ~ Gamma(shape r, rate alpha)           rate of leaving
 *   S(t)  = (alpha / (alpha + t))^r
 * }</pre>
 *
 * <p>Range: tenures 1e-6 to 1e6, parameters 1e-4 to 1e4, to 1e-12 relative (1e-10 for sums and integrals), or to a few units in the
 * last place of the largest logarithm in the formula where that is more.
 *
 * <p>D. G. Morrison and D. C. Schmittlein, Jobs, Strikes, and Wars: Probability Models for Duration, Organizational Behavior and
 * Human Performance 25(2), 1980.
 *
 * @param r shape of the rates: the smaller, the more customers differ
 * @param alpha rate of the rates, a time in {@code unit}: r / alpha is their mean
 * @param unit what tenure is counted in
 */
public record ExponentialGamma(double r, double alpha, PeriodUnit unit) implements ParametricCurve, Serializable {
    static final List<String> NAMES = List.of("r", "alpha");

    /** Beyond it {@code e^z E_r(z)} is {@code 1 / (z + r)} to the last digit. */
    private static final double LARGE = 1e12;

    public ExponentialGamma {
        Require.positive(r, "r", "shape of the rates");
        Require.positive(alpha, "alpha", "rate of the rates, a time in the curve's unit");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(CohortCounts, FitOptions)} with the default options. */
    public static FitOutcome<ExponentialGamma> fit(CohortCounts cohorts) {
        return fit(cohorts, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from the survivors of one or several cohorts, which share the parameters, as
     * {@link WeibullGamma#fit(CohortCounts, FitOptions)} does it.
     */
    public static FitOutcome<ExponentialGamma> fit(CohortCounts cohorts, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                likelihood(cohorts), options, p -> new ExponentialGamma(p[0], p[1], cohorts.unit()));
    }

    /**
     * What {@link #fit(CohortCounts)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     */
    public static Likelihood likelihood(CohortCounts cohorts) {
        return new WeibullGammaCountsLikelihood(RenewalTable.of(cohorts), false);
    }

    /** ln of the probability of these survivors under this curve. */
    public double logLikelihood(CohortCounts cohorts) {
        RenewalTable table = RenewalTable.of(cohorts);
        table.requireUnit(unit);
        return new WeibullGammaCountsLikelihood(table, false).at(r, alpha, 1);
    }

    /** {@link #fit(Spells, FitOptions)} with the default options. */
    public static FitOutcome<ExponentialGamma> fit(Spells spells) {
        return fit(spells, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from single customers, still active or seen only from some tenure on, as
     * {@link WeibullGamma#fit(Spells, FitOptions)} does it.
     *
     * @throws IllegalArgumentException if the spells are counted in renewals
     */
    public static FitOutcome<ExponentialGamma> fit(Spells spells, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                WeibullGammaLikelihood.of(spells, false),
                options,
                p -> new ExponentialGamma(p[0], p[1], spells.unit()));
    }

    /**
     * What {@link #fit(Spells)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if the spells are counted in renewals
     */
    public static Likelihood likelihood(Spells spells) {
        return WeibullGammaLikelihood.of(spells, false);
    }

    /** ln of the density of these spells under this curve. */
    public double logLikelihood(Spells spells) {
        return WeibullGammaLikelihood.of(spells, false).at(unit, r, alpha, 1);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha};
    }

    @Override
    public ExponentialGamma withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new ExponentialGamma(parameters[0], parameters[1], unit);
    }

    @Override
    public boolean isDiscrete() {
        return false;
    }

    /** What the own rate of leaving of a customer of this tenure may be: {@code Gamma(r, alpha + tenure)}. */
    public Distribution ownRate(double tenure) {
        return Distribution.gamma(r, alpha + CurveDefaults.tenure(tenure));
    }

    @Override
    public double logSurvival(double tenure) {
        return logStay(0, CurveDefaults.tenure(tenure));
    }

    /** {@code ln(S(t+u) / S(t))}. */
    private double logStay(double t, double u) {
        return -r * Math.log1p(u / (alpha + t));
    }

    /** {@code r / (alpha + t)}. */
    @Override
    public double hazard(double tenure) {
        return r / (alpha + CurveDefaults.tenure(tenure));
    }

    /** {@code ((alpha + t - 1) / (alpha + t))^r}. */
    @Override
    public double retention(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return Math.exp(logStay(t - 1, 1));
    }

    /** {@code alpha ((1-p)^(-1/r) - 1)}. */
    @Override
    public double tenureQuantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        return alpha * Math.expm1(-Math.log1p(-p) / r);
    }

    /** {@code (alpha + t) / (r - 1)} for r above 1, else infinite. */
    @Override
    public double expectedResidualTenure(double tenure) {
        double t = CurveDefaults.tenure(tenure);
        return r > 1 ? (alpha + t) / (r - 1) : Double.POSITIVE_INFINITY;
    }

    /** For ever {@code (alpha+t) e^z E_r(z), z = delta (alpha+t)}, with the exponential integral of real order; else by quadrature. */
    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        double t = CurveDefaults.tenure(tenure);
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(unit);
        if (!horizon.isForever()) {
            return CurveDefaults.continuousTenure(this, tenure, discount, horizon);
        }
        double z = delta * (alpha + t);
        return delta == 0
                ? expectedResidualTenure(t)
                : z > LARGE ? (alpha + t) / (z + r) : (alpha + t) * SpecialFunctions.scaledExpIntegral(r, z);
    }

    @Override
    public double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double simulateTenure(double tenure, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double t = CurveDefaults.tenure(tenure);
        double lambda = RandomDraws.gamma(r, alpha + t, random);
        return Math.max(Math.nextUp(t), t + random.nextExponential() / lambda);
    }

    private PaymentSums sums() {
        return new SmoothSums(this::logStay, 1, r, 1e17 * (r + 1) * alpha);
    }
}
