package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Quantiles;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/**
 * Lifetime value from any retention curve: what a customer earns in each period, if still there, in money of today. Immutable.
 *
 * <pre>{@code
 *   s(j) = S(t+j) / S(t)                                            t  tenure reached, 0 for a new customer
 *
 *   IMMEDIATE_COUNTED     sum j = 0..H   of pi(t+j) s(j) (1+d)^-j
 *   AFTER_FIRST           sum j = 1..H   of pi(t+j) s(j) (1+d)^-j
 *   END_OF_PERIOD         sum j = 0..H-1 of pi(t+j) s(j) (1+d)^-(j+1)
 *   JUST_BEFORE_RENEWAL   sum j = 1..H   of pi(t+j) s(j) (1+d)^-(j-1)
 *
 *   pi  margin of a period by tenure, see MarginProfile;  d  discount per period of the curve
 * }</pre>
 *
 * <p>With a constant margin this is {@code m} times {@link RetentionCurve#discountedLifetime}. A margin that grows is tied to
 * tenure: with {@code AFTER_FIRST} the first that counts is {@code pi(1)}, whereas
 * {@link org.customerequity.lifetime.LifetimeValueCalculator#withGrowth} and Gupta and Lehmann start to grow after it.
 *
 * <p>P. S. Fader and B. G. S. Hardie, Customer-Base Valuation in a Contractual Setting, Marketing Science 29(1), 2010.
 *
 * @param margins by tenure
 * @param discount the time value of money
 * @param timing when margins arrive and whether the first counts
 * @param horizon a whole number of the curve's periods, or for ever
 */
public record CurveLifetimeValue(MarginProfile margins, DiscountRate discount, CashFlowTiming timing, Horizon horizon)
        implements Serializable {
    public CurveLifetimeValue {
        Objects.requireNonNull(margins, "margins");
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(horizon, "horizon");
    }

    /** A constant margin, for ever; see {@link #withHorizon}. */
    public static CurveLifetimeValue of(PeriodicContribution margin, DiscountRate discount, CashFlowTiming timing) {
        return of(MarginProfile.constant(margin), discount, timing);
    }

    /** A margin by tenure, for ever; see {@link #withHorizon}. */
    public static CurveLifetimeValue of(MarginProfile margins, DiscountRate discount, CashFlowTiming timing) {
        return new CurveLifetimeValue(margins, discount, timing, Horizon.FOREVER);
    }

    /** The same over another horizon. */
    public CurveLifetimeValue withHorizon(Horizon newHorizon) {
        return new CurveLifetimeValue(margins, discount, timing, newHorizon);
    }

    /** The value of a new customer: {@link #residualValue} at tenure 0. */
    public Contribution value(RetentionCurve curve) {
        return residualValue(curve, 0);
    }

    /**
     * The value still to come of a customer who has reached a tenure.
     *
     * @param curve in the unit of the margins
     * @param tenure reached: renewals made (discrete curves) or time since the start
     * @throws IllegalArgumentException if the units differ, the horizon is not a whole number of periods, or the sum diverges; for
     *     ever and with a growth above the discount, on any curve but {@link ConstantRetention}
     */
    public Contribution residualValue(RetentionCurve curve, double tenure) {
        return new Contribution(new CurrencyAmount(margins.currency(), amount(curve, tenure)));
    }

    /**
     * {@link #residualValue} of many customers, one a row, in the currency of the margins; each distinct number of renewals is
     * computed once.
     *
     * @param renewals made so far by each customer, at most ten million
     */
    public double[] residualValues(RetentionCurve curve, int[] renewals) {
        Objects.requireNonNull(curve, "curve");
        int last = -1;
        for (int n : Objects.requireNonNull(renewals, "renewals")) {
            last = Math.max(last, Require.nonNegative(n, "renewals", "made so far"));
        }
        if (last > 10_000_000) {
            throw Require.bad("renewals", "must be <= 10000000", "made so far", last);
        }
        double[] byRenewals = new double[last + 1];
        Arrays.fill(byRenewals, Double.NaN);
        double[] out = new double[renewals.length];
        for (int i = 0; i < out.length; i++) {
            int n = renewals[i];
            if (Double.isNaN(byRenewals[n])) {
                byRenewals[n] = amount(curve, n);
            }
            out[i] = byRenewals[n];
        }
        return out;
    }

    /** {@link #residualValueEstimate} at tenure 0. */
    public <C extends ParametricCurve> Estimate valueEstimate(FitOutcome<C> fit) {
        return residualValueEstimate(fit, 0);
    }

    /**
     * The value still to come from a fitted curve, in the currency of the margins, with its standard error by the delta method: that
     * of the expectation, from the uncertainty of the curve alone. Symmetric in the logarithm where the value is positive.
     *
     * @throws org.customerequity.fit.FitException if the fit did not converge
     */
    public <C extends ParametricCurve> Estimate residualValueEstimate(FitOutcome<C> fit, double tenure) {
        double value = amount(Objects.requireNonNull(fit, "fit").orThrow(), tenure);
        return DeltaMethod.of(
                fit, curve -> amount(curve, tenure), value > 0 ? Estimate.Scale.LOG : Estimate.Scale.LINEAR);
    }

    /**
     * What customers of this tenure turn out to be worth: one draw a customer, of the tenure at which the customer leaves. Their mean
     * is {@link #residualValue}.
     *
     * @param draws how many, {@code > 0}
     */
    public double[] simulateOutcomes(RetentionCurve curve, double tenure, int draws, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        Require.positive(draws, "draws", "customers to simulate");
        // refuses whatever the expectation refuses
        amount(curve, tenure);
        long first = first();
        double last = last(curve);
        double[] out = new double[draws];
        for (int i = 0; i < draws; i++) {
            double left = Math.ceil(curve.simulateTenure(tenure, random) - tenure) - 1;
            out[i] = shift(curve) * paid(curve.unit(), tenure, first, Math.min(last, left));
        }
        return out;
    }

    /**
     * The middle {@code level} of {@link #simulateOutcomes}: where the outcome of one customer lies, the curve taken as certain.
     *
     * @param draws at least 100
     */
    public Interval predictionInterval(
            RetentionCurve curve, double tenure, double level, int draws, RandomGenerator random) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        if (draws < 100) {
            throw Require.bad("draws", "must be >= 100", "2,000 give limits within a few per cent", draws);
        }
        double[] outcomes = simulateOutcomes(curve, tenure, draws, random);
        Arrays.sort(outcomes);
        return new Interval(
                Quantiles.ofSorted(outcomes, (1 - level) / 2), Quantiles.ofSorted(outcomes, (1 + level) / 2), level);
    }

    private double amount(RetentionCurve curve, double tenure) {
        if (Objects.requireNonNull(curve, "curve").unit() != margins.unit()) {
            throw Require.bad(
                    "curve",
                    "must be per " + margins.unit().noun() + ", as the margins are",
                    "fit it in that unit",
                    "per " + curve.unit().noun());
        }
        Require.nonNegative(tenure, "tenure", "reached");
        if (curve.isDiscrete() && tenure != Math.rint(tenure)) {
            throw Require.bad("tenure", "must be a whole number", "the curve counts renewals", tenure);
        }
        double sum;
        if (curve instanceof ConstantRetention constant && outgrow(curve) && horizon.isForever()) {
            return outgrowing(constant, tenure);
        }
        if (Double.isNaN(margins.growth())) {
            sum = anyProfile(curve, tenure);
        } else if (!outgrow(curve)) {
            sum = exponential(curve, tenure);
        } else {
            sum = termByTerm(curve, tenure, last(curve));
        }
        return shift(curve) * sum;
    }

    private boolean outgrow(RetentionCurve curve) {
        return margins.growth() > discount.perPeriod(curve.unit());
    }

    /** For ever, with margins that outgrow the discount: the sum is finite where retention holds it down. */
    private double outgrowing(ConstantRetention curve, double tenure) {
        return margins.at(tenure + first())
                * LifetimeValueCalculator.of(discount, timing)
                        .withGrowth(margins.growth(), curve.unit())
                        .marginMultiple(RetentionRate.of(curve.retention(), curve.unit()));
    }

    /** Growth only lowers the discount: {@code 1 + d' = (1 + d) / (1 + g)}. */
    private double exponential(RetentionCurve curve, double tenure) {
        double g = margins.growth();
        DiscountRate net = discount;
        if (g != 0) {
            double d = discount.perPeriod(curve.unit());
            net = DiscountRate.ofPerPeriod((d - g) / (1 + g), curve.unit());
        }
        return margins.at(tenure) * payments(curve, tenure, net, first(), last(curve));
    }

    private double anyProfile(RetentionCurve curve, double tenure) {
        double last = last(curve);
        double settled = Math.max(first(), Math.ceil(margins.settledFrom() - tenure));
        if (!(settled < last)) {
            return termByTerm(curve, tenure, last);
        }
        double sum = termByTerm(curve, tenure, settled - 1);
        double weight =
                stay(curve, tenure, curve.logSurvival(tenure), settled) * discount.factor(settled, curve.unit());
        if (weight == 0) {
            return sum;
        }
        double left = last - settled;
        return sum + weight * margins.at(tenure + settled) * payments(curve, tenure + settled, discount, 0, left);
    }

    /** {@code sum j = first..last of s(j) (1+d)^-j}, first being 0 or 1. */
    private static double payments(RetentionCurve curve, double tenure, DiscountRate rate, long first, double last) {
        if (last == 0) {
            return 1;
        }
        CashFlowTiming form = first == 0 ? CashFlowTiming.IMMEDIATE_COUNTED : CashFlowTiming.AFTER_FIRST;
        return curve.discountedLifetime(tenure, rate, form, new Horizon(last, curve.unit()));
    }

    private double termByTerm(RetentionCurve curve, double tenure, double last) {
        if (last == Double.POSITIVE_INFINITY) {
            throw Require.bad(
                    "horizon",
                    "must end where margins outgrow the discount, or are a function of which no limit is known",
                    "such as Horizon.of(120, PeriodUnit." + curve.unit() + ")",
                    horizon);
        }
        double start = curve.logSurvival(tenure);
        double delta = discount.continuousPer(curve.unit());
        double sum = 0;
        for (long j = first(); j <= last; j++) {
            double weight = stay(curve, tenure, start, j) * Math.exp(-delta * j);
            if (weight == 0) {
                break;
            }
            sum += margins.at(tenure + j) * weight;
        }
        return sum;
    }

    /** s(j); where S(t) is 0, by the retention of each period, which a constant rate has there too and other curves refuse. */
    private static double stay(RetentionCurve curve, double tenure, double start, double j) {
        if (start > Double.NEGATIVE_INFINITY) {
            return Math.exp(curve.logSurvival(tenure + j) - start);
        }
        double stay = 1;
        for (double k = 1; k <= j && stay > 0; k++) {
            stay *= curve.retention(tenure + k);
        }
        return stay;
    }

    /** The payments of a customer who stays for certain, from {@code first} to {@code last}. */
    private double paid(PeriodUnit unit, double tenure, long first, double last) {
        if (last < first) {
            return 0;
        }
        double d = discount.perPeriod(unit);
        double g = margins.growth();
        double settled = Math.max(first, Math.ceil(margins.settledFrom() - tenure));
        double sum = 0;
        double value;
        if (Double.isNaN(g)) {
            double delta = discount.continuousPer(unit);
            for (long j = first; j <= last && j < settled; j++) {
                sum += margins.at(tenure + j) * Math.exp(-delta * j);
            }
            value = last < settled
                    ? sum
                    : sum
                            + margins.at(tenure + settled)
                                    * discount.factor(settled, unit)
                                    * GeometricSum.of(d / (1 + d), last - settled + 1);
        } else {
            value = margins.at(tenure + first)
                    * discount.factor(first, unit)
                    * GeometricSum.of((d - g) / (1 + d), last - first + 1);
        }
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("a customer who never leaves is worth " + value + " without a discount");
        }
        return value;
    }

    private long first() {
        return switch (timing) {
            case IMMEDIATE_COUNTED, END_OF_PERIOD -> 0;
            case AFTER_FIRST, JUST_BEFORE_RENEWAL -> 1;
        };
    }

    private double last(RetentionCurve curve) {
        double n = horizon.lengthPer(curve.unit());
        if (!horizon.isForever() && n != Math.rint(n)) {
            String noun = curve.unit().noun();
            throw Require.bad(
                    "horizon",
                    "must be a whole number of " + noun + "s",
                    "such as Horizon.of(" + (long) Math.max(1, Math.rint(n)) + ", PeriodUnit." + curve.unit() + ")",
                    n + " " + noun + "s");
        }
        return timing == CashFlowTiming.END_OF_PERIOD ? n - 1 : n;
    }

    private double shift(RetentionCurve curve) {
        return switch (timing) {
            case IMMEDIATE_COUNTED, AFTER_FIRST -> 1;
            case END_OF_PERIOD -> 1 / (1 + discount.perPeriod(curve.unit()));
            case JUST_BEFORE_RENEWAL -> 1 + discount.perPeriod(curve.unit());
        };
    }
}
