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
 * The beta-discrete-Weibull curve: customers differ, and each one's own chance to leave rises or falls with tenure.
 *
 * <pre>{@code
 *   theta ~ Beta(alpha, beta)                     chance to leave at the first renewal
 *   S(t | theta) = (1 - theta)^(t^c)              c > 1: each grows more likely to leave; c < 1: less; c = 1: ShiftedBetaGeometric
 *   S(t)  = B(alpha, beta+t^c) / B(alpha, beta)
 * }</pre>
 *
 * <p>Retention over all customers can fall before it rises. Range: tenures to 1e6, alpha and beta 1e-4 to 1e4, c 0.1 to 10,
 * discounts of 1e-9 and more, to 1e-12 relative (1e-10 for sums), or to a few units in the last place of the largest logarithm in
 * the formula where that is more.
 *
 * <p>P. S. Fader, B. G. S. Hardie, Y. Liu, J. Davin and T. Steenburgh, "How to Project Customer Retention" Revisited: The Role of
 * Duration Dependence, Journal of Interactive Marketing 43, 2018, 1-16.
 *
 * @param alpha first shape of the chances to leave at the first renewal
 * @param beta second shape
 * @param c duration dependence of each customer
 * @param unit the time between renewals
 */
public record BetaDiscreteWeibull(double alpha, double beta, double c, PeriodUnit unit)
        implements ParametricCurve, Serializable {
    static final List<String> NAMES = List.of("alpha", "beta", "c");

    public BetaDiscreteWeibull {
        Require.positive(alpha, "alpha", "first shape of the chances to leave");
        Require.positive(beta, "beta", "second shape of the chances to leave");
        Require.positive(c, "c", "duration dependence; 1 for none");
        Objects.requireNonNull(unit, "unit");
    }

    /** {@link #fit(CohortCounts, FitOptions)} with the default options. */
    public static FitOutcome<BetaDiscreteWeibull> fit(CohortCounts cohorts) {
        return fit(cohorts, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from the survivors of one or several cohorts, as {@link ShiftedBetaGeometric#fit(CohortCounts, FitOptions)}
     * does it.
     */
    public static FitOutcome<BetaDiscreteWeibull> fit(CohortCounts cohorts, FitOptions options) {
        return fit(RenewalTable.of(cohorts), options);
    }

    /** {@link #fit(Spells, FitOptions)} with the default options. */
    public static FitOutcome<BetaDiscreteWeibull> fit(Spells spells) {
        return fit(spells, FitOptions.defaults());
    }

    /**
     * Maximum likelihood from single customers, still active or seen only from some tenure on.
     *
     * @throws IllegalArgumentException if the spells are of continuous time
     */
    public static FitOutcome<BetaDiscreteWeibull> fit(Spells spells, FitOptions options) {
        return fit(RenewalTable.of(spells), options);
    }

    /**
     * What {@link #fit(CohortCounts)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     */
    public static Likelihood likelihood(CohortCounts cohorts) {
        return new BetaDiscreteWeibullLikelihood(RenewalTable.of(cohorts));
    }

    /**
     * What {@link #fit(Spells)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if the spells are of continuous time
     */
    public static Likelihood likelihood(Spells spells) {
        return new BetaDiscreteWeibullLikelihood(RenewalTable.of(spells));
    }

    private static FitOutcome<BetaDiscreteWeibull> fit(RenewalTable table, FitOptions options) {
        Objects.requireNonNull(options, "options");
        return MaximumLikelihood.fit(
                new BetaDiscreteWeibullLikelihood(table),
                options,
                p -> new BetaDiscreteWeibull(p[0], p[1], p[2], table.unit()));
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
        return new BetaDiscreteWeibullLikelihood(table)
                .value(new double[] {Math.log(alpha), Math.log(beta), Math.log(c)});
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {alpha, beta, c};
    }

    @Override
    public BetaDiscreteWeibull withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new BetaDiscreteWeibull(parameters[0], parameters[1], parameters[2], unit);
    }

    @Override
    public boolean isDiscrete() {
        return true;
    }

    /**
     * What the own theta of a customer who has made these renewals may be, the chance to leave that the customer had at the first:
     * {@code Beta(alpha, beta + renewals^c)}.
     *
     * @param renewals made so far; 0 for a new customer
     */
    public Distribution ownFirstChurn(int renewals) {
        int n = Require.nonNegative(renewals, "renewals", "made so far");
        return Distribution.beta(alpha, beta + Math.pow(n, c));
    }

    @Override
    public double logSurvival(double tenure) {
        return logStay(0, Math.floor(CurveDefaults.tenure(tenure)));
    }

    /** {@code ln(S(t+u) / S(t))} at real tenures. */
    private double logStay(double t, double u) {
        return SpecialFunctions.logBetaRatio(beta + Math.pow(t, c), alpha, SpecialFunctions.powerStep(t, u, c));
    }

    /** {@code 1 - r(t)}, without the subtraction. */
    @Override
    public double hazard(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return -Math.expm1(logRetention(alpha, beta, c, t));
    }

    /** {@code B(alpha, beta+t^c) / B(alpha, beta+(t-1)^c)}. */
    @Override
    public double retention(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return Math.exp(logRetention(alpha, beta, c, t));
    }

    /** ln r(t) to full relative precision also where it is close to 0. */
    static double logRetention(double alpha, double beta, double c, double t) {
        double step = SpecialFunctions.powerStep(t - 1, 1, c);
        return SpecialFunctions.logBetaStep(beta + Math.pow(t - 1, c), alpha, step);
    }

    /** Finite for alpha c above 1, else infinite. */
    @Override
    public double expectedResidualTenure(double tenure) {
        return sums().plain(CurveDefaults.reached(this, tenure), 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        return CurveDefaults.discreteTenure(this, sums(), tenure, discount, horizon);
    }

    @Override
    public double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, sums(), tenure, discount, timing, horizon);
    }

    /** The first renewal t with {@code t^c >= tenure^c + E / -ln(1 - theta)}, E exponential. */
    @Override
    public double simulateTenure(double tenure, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double t = CurveDefaults.reached(this, tenure);
        double past = Math.pow(t, c);
        double theta = RandomDraws.beta(alpha, beta + past, random);
        double passed = past + random.nextExponential() / -Math.log1p(-theta);
        return Math.max(t + 1, Math.ceil(Math.pow(passed, 1 / c)));
    }

    private PaymentSums sums() {
        double settled = Math.pow(1e17 * (alpha + 1) * (alpha + beta + 1), 1 / c);
        return new SmoothSums(this::logStay, c, alpha * c, settled);
    }
}
