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
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/**
 * The Weibull-gamma curve in continuous time: customers differ, and the rate at which each one leaves rises or falls with tenure.
 *
 * <pre>{@code
 *   lambda ~ Gamma(shape r, rate scale^c)
 *   S(t | lambda) = exp(-lambda t^c)              c > 1: each grows more likely to leave; c < 1: less; c = 1: ExponentialGamma
 *   S(t)  = (1 + (t/scale)^c)^-r
 * }</pre>
 *
 * <p>Also known as the Burr distribution of type XII. The literature writes {@code (alpha / (alpha + t^c))^r}: its
 * {@code alpha = scale^c} is a time to the power c, which no change of unit keeps apart from c; {@link #ofAlpha} takes it.
 *
 * <p>Range: tenures 1e-6 to 1e6, r and scale 1e-4 to 1e4, c 0.1 to 10, to 1e-12 relative (1e-10 for sums and integrals), or to a few
 * units in the last place of the largest logarithm in the formula where that is more.
 *
 * <p>I. W. Burr, Cumulative Frequency Functions, Annals of Mathematical Statistics 13(2), 1942; as a mixture, S. D. Dubey, A
 * Compound Weibull Distribution, Naval Research Logistics Quarterly 15(2), 1968.
 *
 * @param r shape of the rates: the smaller, the more customers differ
 * @param scale a time in {@code unit}, at which 1 - 2^-r have left
 * @param c duration dependence of each customer
 * @param unit what tenure is counted in
 */
public record WeibullGamma(double r, double scale, double c, PeriodUnit unit) implements ParametricCurve, Serializable {
    static final List<String> NAMES = List.of("r", "scale", "c");

    public WeibullGamma {
        Require.positive(r, "r", "shape of the rates");
        Require.positive(scale, "scale", "a time in the curve's unit");
        Require.positive(c, "c", "duration dependence; 1 for none");
        Objects.requireNonNull(unit, "unit");
    }

    /** The curve {@code (alpha / (alpha + t^c))^r}. */
    public static WeibullGamma ofAlpha(double r, double alpha, double c, PeriodUnit unit) {
        Require.positive(alpha, "alpha", "a time to the power c");
        Require.positive(c, "c", "duration dependence; 1 for none");
        return new WeibullGamma(r, Math.pow(alpha, 1 / c), c, unit);
    }

    /** {@link #fit(CohortCounts, FitOptions)} with the default options. */
    public static FitOutcome<WeibullGamma> fit(CohortCounts cohorts) {
        return fit(cohorts, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from the survivors of one or several cohorts, which share the parameters. When a customer left is known to
     * lie between two renewals, no nearer.
     *
     * <pre>{@code
     *   ln L = sum t of (N(t-1) - N(t)) ln(S(t-1) - S(t)) + N(K) ln S(K)
     * }</pre>
     *
     * <p>The same customers by the times at which they left are {@link #fit(Spells)}, which knows more. Newton's method on the
     * logarithms of the parameters with both derivatives in closed form; the cost grows with the longest tenure, not with the
     * customers. Where nobody left, or everybody did at the first renewal, or fewer renewals fell due than there are parameters, the
     * outcome is not converged and says so.
     */
    public static FitOutcome<WeibullGamma> fit(CohortCounts cohorts, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                likelihood(cohorts), options, p -> new WeibullGamma(p[0], p[1], p[2], cohorts.unit()));
    }

    /**
     * What {@link #fit(CohortCounts)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     */
    public static Likelihood likelihood(CohortCounts cohorts) {
        return new WeibullGammaCountsLikelihood(RenewalTable.of(cohorts), true);
    }

    /** ln of the probability of these survivors under this curve. */
    public double logLikelihood(CohortCounts cohorts) {
        RenewalTable table = RenewalTable.of(cohorts);
        table.requireUnit(unit);
        return new WeibullGammaCountsLikelihood(table, true).at(r, scale, c);
    }

    /** {@link #fit(Spells, FitOptions)} with the default options. */
    public static FitOutcome<WeibullGamma> fit(Spells spells) {
        return fit(spells, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from single customers, still active or seen only from some tenure on.
     *
     * <pre>{@code
     *   ln L = sum of (lapsed ? ln f(t) : ln S(t)) - ln S(e)     e  tenure when first observed
     * }</pre>
     *
     * <p>Newton's method on the logarithms of the parameters with both derivatives in closed form; the cost grows with the number of
     * distinct spells, and the fit does not depend on the unit of time but for that of the scale.
     *
     * @throws IllegalArgumentException if the spells are counted in renewals
     */
    public static FitOutcome<WeibullGamma> fit(Spells spells, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                WeibullGammaLikelihood.of(spells, true),
                options,
                p -> new WeibullGamma(p[0], p[1], p[2], spells.unit()));
    }

    /**
     * What {@link #fit(Spells)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if the spells are counted in renewals
     */
    public static Likelihood likelihood(Spells spells) {
        return WeibullGammaLikelihood.of(spells, true);
    }

    /** ln of the density of these spells under this curve. */
    public double logLikelihood(Spells spells) {
        return WeibullGammaLikelihood.of(spells, true).at(unit, r, scale, c);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {r, scale, c};
    }

    @Override
    public WeibullGamma withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new WeibullGamma(parameters[0], parameters[1], parameters[2], unit);
    }

    /** {@code scale^c}, the alpha of the literature. */
    public double alpha() {
        return Math.pow(scale, c);
    }

    @Override
    public boolean isDiscrete() {
        return false;
    }

    /**
     * What the own lambda of a customer of this tenure may be: {@code Gamma(r, alpha + tenure^c)}. The customer leaves at the rate
     * {@code lambda c t^(c-1)}.
     */
    public Distribution ownRate(double tenure) {
        return Distribution.gamma(r, alpha() + Math.pow(CurveDefaults.tenure(tenure), c));
    }

    @Override
    public double logSurvival(double tenure) {
        return logStay(0, CurveDefaults.tenure(tenure));
    }

    /** {@code ln(S(t+u) / S(t))}. */
    private double logStay(double t, double u) {
        double past = Math.pow(t / scale, c);
        return -r * Math.log1p(SpecialFunctions.powerStep(t / scale, u / scale, c) / (1 + past));
    }

    @Override
    public double retention(double tenure) {
        return Math.exp(logStay(CurveDefaults.renewal(this, tenure) - 1, 1));
    }

    /** {@code r c t^(c-1) / (scale^c + t^c)}. */
    @Override
    public double hazard(double tenure) {
        double t = CurveDefaults.tenure(tenure) / scale;
        return r * c / scale * (Math.pow(t, c - 1) / (1 + Math.pow(t, c)));
    }

    /** {@code ln S + ln(r c) + (c-1) ln t - ln(alpha + t^c)}. */
    @Override
    public double logDensity(double tenure) {
        double t = CurveDefaults.tenure(tenure);
        return logSurvival(t) + Math.log(hazard(t));
    }

    /** {@code scale ((1-p)^(-1/r) - 1)^(1/c)}. */
    @Override
    public double tenureQuantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        return scale * Math.pow(Math.expm1(-Math.log1p(-p) / r), 1 / c);
    }

    /**
     * Finite for r c above 1, else infinite.
     *
     * <pre>{@code
     *   E[T]          = scale G(1+1/c) G(r-1/c) / G(r)
     *   E[T-t | T>t]  = scale/c B(r-1/c, 1/c) I(u; r-1/c, 1/c) / u^r,     u = 1 / (1 + (t/scale)^c)
     * }</pre>
     */
    @Override
    public double expectedResidualTenure(double tenure) {
        double t = CurveDefaults.tenure(tenure);
        double shape = r - 1 / c;
        if (!(shape > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double z = Math.pow(t / scale, c);
        double u = 1 / (1 + z);
        double log = SpecialFunctions.logBeta(shape, 1 / c)
                + IncompleteBeta.logRegularized(u, z / (1 + z), shape, 1 / c)
                + r * Math.log1p(z);
        return scale / c * Math.exp(log);
    }

    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        return horizon.isForever() && discount.effectiveAnnual() == 0
                ? expectedResidualTenure(tenure)
                : CurveDefaults.continuousTenure(this, tenure, discount, horizon);
    }

    @Override
    public double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, sums(), tenure, discount, timing, horizon);
    }

    /** {@code (tenure^c + E / lambda)^(1/c)}, E exponential. */
    @Override
    public double simulateTenure(double tenure, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double past = Math.pow(CurveDefaults.tenure(tenure) / scale, c);
        double lambda = RandomDraws.gamma(r, 1 + past, random);
        double passed = past + random.nextExponential() / lambda;
        return Math.max(Math.nextUp(tenure), scale * Math.pow(passed, 1 / c));
    }

    private PaymentSums sums() {
        return new SmoothSums(this::logStay, c, r * c, scale * Math.pow(1e17 * (r + 1), 1 / c));
    }
}
