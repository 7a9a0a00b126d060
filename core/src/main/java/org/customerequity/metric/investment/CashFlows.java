package org.customerequity.metric.investment;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.customerequity.internal.Amounts;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of money in one currency, each at its time: outflows negative, inflows positive. Immutable.
 *
 * <p>When the flows of a period are taken to arrive is the choice of the factory, since no two conventions agree:
 * {@link #firstNow}, {@link #firstAfterOnePeriod}, {@link #firstNowThenMidPeriods}, {@link #ofDates}. Time 0 is now, and everything
 * is valued now.
 *
 * <pre>{@code
 *   NPV(d)  = sum of a(i) (1+d)^-t(i)                          t in periods, d per period
 *   MIRR    = (FV of inflows / PV of outflows)^(1/n) - 1        n  time of the last flow
 *   equivalent annuity = NPV d / (1 - (1+d)^-n)
 * }</pre>
 */
public final class CashFlows implements Serializable {
    private static final long serialVersionUID = 1;

    private final Currency currency;
    private final PeriodUnit unit;
    /** Rising, each once. */
    private final double[] times;

    private final double[] amounts;

    private CashFlows(Currency currency, PeriodUnit unit, double[] times, double[] amounts) {
        this.currency = currency;
        this.unit = unit;
        this.times = times;
        this.amounts = amounts;
        double gross = 0;
        for (double amount : amounts) {
            gross += Math.abs(amount);
        }
        if (!(gross < Double.POSITIVE_INFINITY)) {
            throw Require.bad("amounts", "must add up to a finite sum", "inflows and outflows together", gross);
        }
    }

    /** The first amount now, each later one a period after the one before: the convention of textbooks. */
    public static CashFlows firstNow(Currency currency, PeriodUnit unit, double... amounts) {
        return ofTimes(currency, unit, t -> t, amounts);
    }

    /** The first amount one period from now, as spreadsheets' NPV function counts. */
    public static CashFlows firstAfterOnePeriod(Currency currency, PeriodUnit unit, double... amounts) {
        return ofTimes(currency, unit, t -> t + 1.0, amounts);
    }

    /** The first amount now, the others in the middle of periods 1, 2, ...: an outlay, then money that comes all year round. */
    public static CashFlows firstNowThenMidPeriods(Currency currency, PeriodUnit unit, double... amounts) {
        return ofTimes(currency, unit, t -> t == 0 ? 0 : t - 0.5, amounts);
    }

    /**
     * Amounts by date, in any order; those of one day are added. Time is counted in years of 365.25 days (ACT/365.25), as everywhere
     * in this library. Spreadsheets' XIRR counts years of 365 days: its rate is {@code (1 + rate)^(365/365.25) - 1} of ours.
     *
     * @param today time 0
     * @param dates one for each amount, none before {@code today}
     */
    public static CashFlows ofDates(Currency currency, LocalDate today, List<LocalDate> dates, double... amounts) {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(today, "today");
        Objects.requireNonNull(dates, "dates");
        Objects.requireNonNull(amounts, "amounts");
        if (dates.size() != amounts.length) {
            throw Require.bad("dates", "must be " + amounts.length, "one for each amount", dates.size());
        }
        TreeMap<Double, Double> flows = new TreeMap<>();
        for (int i = 0; i < amounts.length; i++) {
            LocalDate date = Objects.requireNonNull(dates.get(i), "dates[" + i + "]");
            long days = ChronoUnit.DAYS.between(today, date);
            if (days < 0) {
                throw Require.bad(
                        "dates[" + i + "]", "must not be before today " + today, "leave out what is past", date);
            }
            flows.merge(days / 365.25, amount(amounts, i), Double::sum);
        }
        return of(currency, PeriodUnit.YEAR, flows);
    }

    /** No flows: what {@link #plus} leaves as it is. */
    public static CashFlows none(Currency currency, PeriodUnit unit) {
        return firstNow(currency, unit);
    }

    private static CashFlows ofTimes(Currency currency, PeriodUnit unit, IntToDoubleFunction time, double[] amounts) {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(amounts, "amounts");
        double[] times = new double[amounts.length];
        double[] copy = new double[amounts.length];
        for (int t = 0; t < times.length; t++) {
            times[t] = time.applyAsDouble(t);
            copy[t] = amount(amounts, t);
        }
        return new CashFlows(currency, unit, times, copy);
    }

    private static double amount(double[] amounts, int i) {
        return Require.finite(amounts[i], "amounts[" + i + "]", "outflows are negative");
    }

    private static CashFlows of(Currency currency, PeriodUnit unit, TreeMap<Double, Double> flows) {
        double[] times = new double[flows.size()];
        double[] amounts = new double[flows.size()];
        int i = 0;
        for (Map.Entry<Double, Double> flow : flows.entrySet()) {
            times[i] = flow.getKey();
            amounts[i++] = flow.getValue();
        }
        return new CashFlows(currency, unit, times, amounts);
    }

    /** The currency of all amounts. */
    public Currency currency() {
        return currency;
    }

    /** What time is counted in. */
    public PeriodUnit unit() {
        return unit;
    }

    /** When, in {@link #unit()}s from now: rising, each once. */
    public double[] moments() {
        return times.clone();
    }

    /** How much at each of {@link #moments()}. */
    public double[] amounts() {
        return amounts.clone();
    }

    /** Both together: amounts of the same time are added. */
    public CashFlows plus(CashFlows other) {
        Objects.requireNonNull(other, "other");
        CurrencyMismatchException.check(currency, other.currency);
        if (unit != other.unit) {
            throw Require.bad("other", "must be by " + unit.noun(), "make both in one unit", "by " + other.unit.noun());
        }
        TreeMap<Double, Double> flows = new TreeMap<>();
        for (int i = 0; i < times.length; i++) {
            flows.put(times[i], amounts[i]);
        }
        for (int i = 0; i < other.times.length; i++) {
            flows.merge(other.times[i], other.amounts[i], Double::sum);
        }
        return of(currency, unit, flows);
    }

    /** Each amount times a finite number: a share that is certain, or -1 to turn costs into outflows. */
    public CashFlows times(double factor) {
        Require.finite(factor, "factor", "");
        double[] scaled = new double[amounts.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Require.finite(amounts[i] * factor, "amount times factor", "");
        }
        return new CashFlows(currency, unit, times, scaled);
    }

    /** All inflows, undiscounted. */
    public CurrencyAmount inflows() {
        return money(present(0, 1));
    }

    /** All outflows, undiscounted, as a positive amount. */
    public CurrencyAmount outflows() {
        return money(present(0, -1));
    }

    /** Inflows less outflows, undiscounted. */
    public CurrencyAmount total() {
        return money(present(0, 1) - present(0, -1));
    }

    /** The value now: NPV. */
    public CurrencyAmount netPresentValue(DiscountRate discount) {
        double delta = delta(discount);
        double sum = 0;
        for (int i = 0; i < times.length; i++) {
            sum += amounts[i] * Math.exp(-delta * times[i]);
        }
        return money(sum);
    }

    /** All rates at which the value now is zero, with a verdict; see {@link InternalRate}. */
    public InternalRate internalRate() {
        return InternalRate.of(this);
    }

    /**
     * The modified internal rate per period: outflows are financed at one rate and inflows reinvested at another, so that there is
     * one answer. Empty where there is no outflow, no inflow, or nothing after now.
     */
    public OptionalDouble modifiedInternalRate(DiscountRate finance, DiscountRate reinvestment) {
        double paid = present(delta(finance), -1);
        double rate = delta(reinvestment);
        double received = present(rate, 1);
        double n = last();
        return paid > 0 && received > 0 && n > 0
                ? OptionalDouble.of(Math.expm1(Math.log(received / paid) / n + rate))
                : OptionalDouble.empty();
    }

    /**
     * The time, in {@link #unit()}s, at which the flows so far, once below zero, first add up to zero or more; linear between two
     * flows. 0 where they are never below; empty where they never come back. Later outflows may undo it: see {@link
     * #finalPayback()}. What is short by less than 1e-12 of the outflows so far is rounding, and paid back.
     */
    public OptionalDouble payback() {
        return payback(0, true);
    }

    /** {@link #payback()} of the flows in money of today. */
    public OptionalDouble discountedPayback(DiscountRate discount) {
        return payback(delta(discount), true);
    }

    /** The time from which on the flows so far add up to zero or more for good. Empty where they end below. */
    public OptionalDouble finalPayback() {
        return payback(0, false);
    }

    /** {@link #finalPayback()} of the flows in money of today. */
    public OptionalDouble discountedFinalPayback(DiscountRate discount) {
        return payback(delta(discount), false);
    }

    private OptionalDouble payback(double delta, boolean first) {
        double in = 0;
        double out = 0;
        boolean covered = true;
        double at = 0;
        for (int i = 0; i < times.length; i++) {
            double flow = amounts[i] * Math.exp(-delta * times[i]);
            double owed = out - in;
            in += Math.max(0, flow);
            out += Math.max(0, -flow);
            boolean before = covered;
            covered = Amounts.reach(in, out);
            if (covered && !before) {
                // where the sum crosses zero between two flows, spread evenly between both
                at = times[i - 1] + (times[i] - times[i - 1]) * Math.min(1, owed / flow);
                if (first) {
                    break;
                }
            }
        }
        return covered ? OptionalDouble.of(at) : OptionalDouble.empty();
    }

    /** Inflows per outflow, undiscounted: the multiple on invested capital. Undefined without outflows. */
    public Ratio multipleOnInvestedCapital() {
        return Ratio.of(present(0, 1), "inflows", present(0, -1), "outflows");
    }

    /** (Inflows - outflows) per outflow, undiscounted: a multiple of 1.7 is a return of 70 %. Undefined without outflows. */
    public Ratio returnOnInvestment() {
        return Ratio.of(present(0, 1) - present(0, -1), "inflows less outflows", present(0, -1), "outflows");
    }

    /** Present value of inflows per present value of outflows; above 1 where the NPV is positive. */
    public Ratio profitabilityIndex(DiscountRate discount) {
        double delta = delta(discount);
        return Ratio.of(present(delta, 1), "present value of inflows", present(delta, -1), "present value of outflows");
    }

    /**
     * Present value of all later flows, of either sign, per what is paid now: the other definition of a profitability index, {@code 1 +
     * NPV / outlay}. It is the first one where nothing is paid later.
     */
    public Ratio profitabilityIndexOfInitialOutlay(DiscountRate discount) {
        double delta = delta(discount);
        double now = 0;
        double later = 0;
        for (int i = 0; i < times.length; i++) {
            if (times[i] == 0) {
                now = amounts[i];
            } else {
                later += amounts[i] * Math.exp(-delta * times[i]);
            }
        }
        return Ratio.of(later, "present value of later flows", Math.max(0, -now), "outlay now");
    }

    /**
     * The amount which, paid at the end of each period up to the last flow, is worth as much; the annual equivalent where the
     * unit is a year. It compares projects of different length that can be repeated.
     *
     * @throws IllegalStateException if there is no flow after now
     */
    public CurrencyAmount equivalentAnnuity(DiscountRate discount) {
        double n = last();
        if (!(n > 0)) {
            throw new IllegalStateException("an equivalent annuity needs a flow after now, and there is none");
        }
        double delta = delta(discount);
        double perOne = delta == 0 ? n : -Math.expm1(-delta * n) / Math.expm1(delta);
        return money(netPresentValue(discount).value() / perOne);
    }

    private double delta(DiscountRate discount) {
        return Objects.requireNonNull(discount, "discount").continuousPer(unit);
    }

    /** The flows of one sign, as a positive sum. */
    private double present(double delta, int sign) {
        double sum = 0;
        for (int i = 0; i < times.length; i++) {
            if (amounts[i] * sign > 0) {
                sum += amounts[i] * sign * Math.exp(-delta * times[i]);
            }
        }
        return sum;
    }

    private double last() {
        return times.length == 0 ? 0 : times[times.length - 1];
    }

    private CurrencyAmount money(double value) {
        return new CurrencyAmount(currency, value);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CashFlows other
                && unit == other.unit
                && currency.equals(other.currency)
                && Arrays.equals(times, other.times)
                && Arrays.equals(amounts, other.amounts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(currency, unit, Arrays.hashCode(times), Arrays.hashCode(amounts));
    }

    /** {@code 5 flows in EUR over 4.0 years}. */
    @Override
    public String toString() {
        return times.length + " flows in " + currency.getCurrencyCode() + " over " + last() + " " + unit.noun() + "s";
    }
}
