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
 * The shifted beta-geometric curve: at each renewal a customer leaves with a chance of their own that never changes, and
 * customers differ.
 *
 * <pre>{@code
 *   theta ~ Beta(alpha, beta)                     chance to leave at a renewal
 *   S(t)  = B(alpha, beta+t) / B(alpha, beta)
 *   r(t)  = (beta+t-1) / (alpha+beta+t-1)         rises with t, as those likely to leave do so first
 * }</pre>
 *
 * <p>Range: tenures to 1e6, parameters 1e-4 to 1e4, discounts of 1e-9 and more, to 1e-12 relative (1e-10 where a hypergeometric
 * function is involved), or to a few units in the last place of the largest logarithm in the formula where that is more.
 *
 * <p>P. S. Fader and B. G. S. Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1), 2007, 76-90.
 *
 * @param alpha first shape of the chances to leave
 * @param beta second shape: alpha / (alpha + beta) is their mean, 1 / (alpha + beta + 1) their polarisation
 * @param unit the time between renewals
 */
public record ShiftedBetaGeometric(double alpha, double beta, PeriodUnit unit)
        implements ParametricCurve, Serializable {
    static final List<String> NAMES = List.of("alpha", "beta");

    private static final int SHORT_PRODUCT = 32;

    public ShiftedBetaGeometric {
        Require.positive(alpha, "alpha", "first shape of the chances to leave");
        Require.positive(beta, "beta", "second shape of the chances to leave");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(CohortCounts, FitOptions)} with the default options. */
    public static FitOutcome<ShiftedBetaGeometric> fit(CohortCounts cohorts) {
        return fit(cohorts, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from the survivors of one or several cohorts, which share alpha and beta; see {@link CohortFits} for
     * cohorts that may differ.
     *
     * <pre>{@code
     *   ln L = sum t of (N(t-1) - N(t)) ln P(T = t) + N(K) ln S(K)
     * }</pre>
     *
     * <p>Newton's method on the logarithms of the parameters with both derivatives in closed form. The cost grows with the longest
     * tenure, not with the customers. Where nobody left, or everybody did at the first renewal, the outcome is not converged and
     * says so; where one rate for all fits as well, it says that.
     */
    public static FitOutcome<ShiftedBetaGeometric> fit(CohortCounts cohorts, FitOptions options) {
        return fit(RenewalTable.of(cohorts), options);
    }

    /** {@link #fit(Spells, FitOptions)} with the default options. */
    public static FitOutcome<ShiftedBetaGeometric> fit(Spells spells) {
        return fit(spells, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from single customers, still active or seen only from some tenure on.
     *
     * <pre>{@code
     *   ln L = sum of (lapsed ? ln P(T = t) : ln S(t)) - ln S(e)     e  renewals made when first observed
     * }</pre>
     *
     * @throws IllegalArgumentException if the spells are of continuous time
     */
    public static FitOutcome<ShiftedBetaGeometric> fit(Spells spells, FitOptions options) {
        return fit(RenewalTable.of(spells), options);
    }

    /**
     * What {@link #fit(CohortCounts)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     */
    public static Likelihood likelihood(CohortCounts cohorts) {
        return new ShiftedBetaGeometricLikelihood(RenewalTable.of(cohorts));
    }

    /**
     * What {@link #fit(Spells)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if the spells are of continuous time
     */
    public static Likelihood likelihood(Spells spells) {
        return new ShiftedBetaGeometricLikelihood(RenewalTable.of(spells));
    }

    static FitOutcome<ShiftedBetaGeometric> fit(RenewalTable table, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                new ShiftedBetaGeometricLikelihood(table),
                options,
                p -> new ShiftedBetaGeometric(p[0], p[1], table.unit()));
    }

    /** ln of the probability of these survivors under this curve. */
    public double logLikelihood(CohortCounts cohorts) {
        return logLikelihood(RenewalTable.of(cohorts));
    }

    /** ln of the probability of these spells under this curve. */
    public double logLikelihood(Spells spells) {
        return logLikelihood(RenewalTable.of(spells));
    }

    private double logLikelihood(RenewalTable table) {
        table.requireUnit(unit);
        return new ShiftedBetaGeometricLikelihood(table).value(new double[] {Math.log(alpha), Math.log(beta)});
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {alpha, beta};
    }

    @Override
    public ShiftedBetaGeometric withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new ShiftedBetaGeometric(parameters[0], parameters[1], unit);
    }

    @Override
    public boolean isDiscrete() {
        return true;
    }

    /** The chance to leave at the first renewal, {@code alpha / (alpha + beta)}. */
    public double meanChurn() {
        return alpha / (alpha + beta);
    }

    /**
     * How far customers differ, {@code 1 / (alpha + beta + 1)} in (0, 1): near 0 all are alike, near 1 each is nearly sure to leave at
     * once or to stay for ever.
     */
    public double polarisation() {
        return 1 / (alpha + beta + 1);
    }

    /**
     * What the own chance to leave of a customer who has made these renewals may be: {@code Beta(alpha, beta + renewals)}.
     *
     * @param renewals made so far; 0 for a new customer
     */
    public Distribution ownChurn(int renewals) {
        return Distribution.beta(alpha, beta + Require.nonNegative(renewals, "renewals", "made so far"));
    }

    @Override
    public double logSurvival(double tenure) {
        double t = Math.floor(CurveDefaults.tenure(tenure));
        return SpecialFunctions.logBetaRatio(beta, alpha, t);
    }

    @Override
    public double survival(double tenure) {
        double t = Math.floor(CurveDefaults.tenure(tenure));
        if (t > SHORT_PRODUCT) {
            return Math.exp(logSurvival(t));
        }
        double product = 1;
        for (int j = 0; j < t; j++) {
            product *= (beta + j) / (alpha + beta + j);
        }
        return product;
    }

    /** By recursion, {@code S(t) = S(t-1) r(t)}. */
    @Override
    public double[] survivals(int periods) {
        double[] out = new double[CurveDefaults.periods(periods) + 1];
        out[0] = 1;
        for (int t = 1; t < out.length; t++) {
            out[t] = out[t - 1] * ((beta + (t - 1)) / (alpha + beta + (t - 1)));
        }
        return out;
    }

    /** {@code alpha / (alpha + beta + t - 1)}. */
    @Override
    public double hazard(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return alpha / (alpha + beta + (t - 1));
    }

    /** {@code (beta + t - 1) / (alpha + beta + t - 1)}. */
    @Override
    public double retention(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return (beta + (t - 1)) / (alpha + beta + (t - 1));
    }

    /** {@code (alpha + beta + t - 1) / (alpha - 1)} for alpha above 1, else infinite. */
    @Override
    public double expectedResidualTenure(double tenure) {
        return sums().plain(CurveDefaults.reached(this, tenure), 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        return CurveDefaults.discreteTenure(this, sums(), tenure, discount, horizon);
    }

    /**
     * The expected payments, from hypergeometric functions that are computed as means over the customer's chance to leave.
     *
     * <pre>{@code
     *   DEL  = 2F1(1, beta; alpha+beta; 1/(1+d))
     *   DERL = (beta+n-1)/(alpha+beta+n-1) 2F1(1, beta+n; alpha+beta+n; 1/(1+d))       n  renewals + 1
     * }</pre>
     *
     * <p>Fader and Hardie, Marketing Science 29(1), 2010, eq. 6.
     */
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
        double t = CurveDefaults.reached(this, tenure);
        double theta = RandomDraws.beta(alpha, beta + t, random);
        return t + GeometricDraw.of(-Math.log1p(-theta), random);
    }

    private PaymentSums sums() {
        return new BetaGeometricSums(this, alpha, beta);
    }
}
