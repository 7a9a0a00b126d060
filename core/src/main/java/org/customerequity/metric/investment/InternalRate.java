package org.customerequity.metric.investment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The internal rates of return of cash flows: every d above -1 at which their value now is zero, and what can be said of them.
 *
 * <p>There may be none, one or several; {@link #rate()} answers only where there is one. By the rule of Descartes there are at most as
 * many as the flows change sign. Where the cumulated flows change sign once and do not end at zero, exactly one is positive (C. J.
 * Norstrom, Journal of Financial and Quantitative Analysis 7, 1972).
 *
 * <p>All roots are found, between the extremes of the value, which are the roots of a sum with one flow less. Where the value touches
 * zero without crossing it, to within 1e-13 of the flows, that is one root. Flows that change sign once, however many, cost one
 * search; n flows with s changes cost about n^2 s sums in all. Do not compare projects of different size by their internal
 * rates: compare their values.
 */
public final class InternalRate implements Serializable {
    private static final long serialVersionUID = 1;

    /** Against the sum of the flows' absolute values, at the rate in question. */
    private static final double TOUCHES = 1e-13;

    private final double[] rates;
    private final int signChanges;
    private final boolean norstrom;
    private final PeriodUnit unit;

    private InternalRate(double[] rates, int signChanges, boolean norstrom, PeriodUnit unit) {
        this.rates = rates;
        this.signChanges = signChanges;
        this.norstrom = norstrom;
        this.unit = unit;
    }

    /** How many rates there are, and whether one can be chosen. */
    public enum Verdict {
        /** Flows of one sign, or none: no rate is defined. */
        NO_SIGN_CHANGE,
        /** The flows change sign, and yet their value is zero at no rate. */
        NO_RATE,
        /** There is one rate. */
        UNIQUE,
        /** There are several, of which one is positive by Norstrom's criterion; see {@link InternalRate#positiveRate()}. */
        ONE_POSITIVE,
        /** There are several, and none has a claim to be the one. Compare values at the discount rate that applies. */
        SEVERAL
    }

    static InternalRate of(CashFlows flows) {
        double[] t = flows.moments();
        double[] a = flows.amounts();
        double largest = Arrays.stream(a).map(Math::abs).max().orElse(0);
        // a power of two, which changes no digit: so that amounts times times stay finite
        int unit = Math.max(0, Math.getExponent(largest) - 900);
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.scalb(a[i], -unit);
            if (a[i] != 0) {
                t[n] = t[i];
                a[n++] = a[i];
            }
        }
        t = Arrays.copyOf(t, n);
        a = Arrays.copyOf(a, n);
        double[] x = roots(t, a);
        double[] rates = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            // flows that add up to nothing but rounding have the rate 0, and not one of either sign beside it
            boolean zero = Math.abs(x[i]) * (t[n - 1] - t[0]) <= TOUCHES && sign(t, a, 0) == 0;
            rates[i] = zero ? 0 : Math.expm1(x[i]);
        }
        return new InternalRate(rates, signChanges(a), isNorstrom(a), flows.unit());
    }

    private static boolean isNorstrom(double[] amounts) {
        double[] cumulated = new double[amounts.length];
        double sum = 0;
        double gross = 0;
        for (int i = 0; i < amounts.length; i++) {
            cumulated[i] = sum += amounts[i];
            gross += Math.abs(amounts[i]);
        }
        return Math.abs(sum) > TOUCHES * gross && signChanges(cumulated) == 1;
    }

    private static int signChanges(double[] a) {
        int changes = 0;
        double last = 0;
        for (double x : a) {
            if (x != 0) {
                changes += last * Math.signum(x) < 0 ? 1 : 0;
                last = Math.signum(x);
            }
        }
        return changes;
    }

    /** Rising x at which {@code f(x) = sum of a(i) exp(-x t(i))} is zero; t rising, no a zero. */
    private static double[] roots(double[] t, double[] a) {
        int changes = signChanges(a);
        if (changes == 0) {
            return new double[0];
        }
        double[] extremes = new double[0];
        if (changes > 1) {
            // f(x) exp(x t(0)) rises and falls with a sum that lacks the first flow
            double[] times = Arrays.copyOfRange(t, 1, t.length);
            double[] slope = new double[times.length];
            double largest = 0;
            for (int i = 0; i < slope.length; i++) {
                slope[i] = a[i + 1] * (times[i] - t[0]);
                largest = Math.max(largest, Math.abs(slope[i]));
            }
            for (int i = 0; i < slope.length; i++) {
                slope[i] /= largest;
            }
            extremes = roots(times, slope);
        }
        double[] out = new double[changes];
        int n = 0;
        double low = Double.NEGATIVE_INFINITY;
        int before = (int) Math.signum(a[a.length - 1]);
        for (int k = 0; k <= extremes.length; k++) {
            boolean end = k == extremes.length;
            double high = end ? Double.POSITIVE_INFINITY : extremes[k];
            int after = end ? (int) Math.signum(a[0]) : sign(t, a, high);
            if (before * after < 0 && n < changes) {
                out[n++] = bracket(t, a, low, high, before);
            }
            if (after == 0 && n < changes) {
                out[n++] = high;
            }
            low = high;
            before = after;
        }
        return Arrays.copyOf(out, n);
    }

    /** The one root between low and high, either of which may be infinite. */
    private static double bracket(double[] t, double[] a, double low, double high, int signLow) {
        double span = t[t.length - 1] - t[0];
        double step = 1 / span;
        double from = low;
        double to = high;
        if (from == Double.NEGATIVE_INFINITY) {
            from = to == Double.POSITIVE_INFINITY ? 0 : to;
            for (double h = step; Math.signum(f(t, a, from)) != signLow; h *= 2) {
                to = from < to ? from : to;
                from -= h;
            }
        }
        if (to == Double.POSITIVE_INFINITY) {
            to = from;
            for (double h = step; Math.signum(f(t, a, to)) != -signLow; h *= 2) {
                from = to;
                to += h;
            }
        }
        return newton(t, a, from, to, signLow);
    }

    /** Newton's steps where they stay inside and halve, the middle where they do not. */
    private static double newton(double[] t, double[] a, double low, double high, int signLow) {
        double from = low;
        double to = high;
        double x = from + (to - from) / 2;
        double step = to - from;
        while (true) {
            double top = x >= 0 ? t[0] : t[t.length - 1];
            double y = 0;
            double slope = 0;
            for (int i = 0; i < t.length; i++) {
                double term = a[i] * Math.exp(-x * (t[i] - top));
                y += term;
                slope -= (t[i] - top) * term;
            }
            if (y == 0) {
                return x;
            }
            if (y > 0 == signLow > 0) {
                from = x;
            } else {
                to = x;
            }
            double next = x - y / slope;
            if (!(next > from && next < to && Math.abs(next - x) < step / 2)) {
                next = from + (to - from) / 2;
            }
            step = Math.abs(next - x);
            if (step <= Math.ulp(x) || !(next > from && next < to)) {
                return next;
            }
            x = next;
        }
    }

    private static int sign(double[] t, double[] a, double x) {
        double scale = 0;
        double top = x >= 0 ? t[0] : t[t.length - 1];
        for (int i = 0; i < t.length; i++) {
            scale += Math.abs(a[i]) * Math.exp(-x * (t[i] - top));
        }
        double y = f(t, a, x);
        return Math.abs(y) <= TOUCHES * scale ? 0 : (int) Math.signum(y);
    }

    /** f(x) times a positive number that keeps it in range. */
    private static double f(double[] t, double[] a, double x) {
        double top = x >= 0 ? t[0] : t[t.length - 1];
        double sum = 0;
        for (int i = 0; i < t.length; i++) {
            sum += a[i] * Math.exp(-x * (t[i] - top));
        }
        return sum;
    }

    /** What can be said of the rates. */
    public Verdict verdict() {
        if (rates.length == 1) {
            return Verdict.UNIQUE;
        }
        if (rates.length == 0) {
            return signChanges == 0 ? Verdict.NO_SIGN_CHANGE : Verdict.NO_RATE;
        }
        return norstrom ? Verdict.ONE_POSITIVE : Verdict.SEVERAL;
    }

    /**
     * All rates per period, rising; 0.24 means 24 %. A rate beyond what a {@code double} can say, as of money that grows tenfold in a
     * day by the year, is positive infinity; one that near to -1 is -1.
     */
    public double[] rates() {
        return rates.clone();
    }

    /** How often the flows change sign: at most so many rates. */
    public int signChanges() {
        return signChanges;
    }

    /** The period of the rates. */
    public PeriodUnit unit() {
        return unit;
    }

    /**
     * The rate per period, where there is one.
     *
     * @throws IllegalStateException if there is none, or there are several; the message says which
     */
    public double rate() {
        if (rates.length != 1) {
            throw new IllegalStateException("the internal rate of return must be unique, was " + this
                    + " (compare net present values at the rate that applies)");
        }
        return rates[0];
    }

    /** {@link #rate()} as an effective annual rate. */
    public double annualRate() {
        return Math.expm1(Math.log1p(rate()) / unit.years());
    }

    /** The rate, or empty where there is none or there are several. */
    public OptionalDouble asOptional() {
        return rates.length == 1 ? OptionalDouble.of(rates[0]) : OptionalDouble.empty();
    }

    /** The one positive rate, where there is exactly one; negative rates may exist beside it. */
    public OptionalDouble positiveRate() {
        double[] positive = Arrays.stream(rates).filter(d -> d > 0).toArray();
        return positive.length == 1 ? OptionalDouble.of(positive[0]) : OptionalDouble.empty();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof InternalRate other
                && signChanges == other.signChanges
                && norstrom == other.norstrom
                && unit == other.unit
                && Arrays.equals(rates, other.rates);
    }

    @Override
    public int hashCode() {
        return Objects.hash(signChanges, norstrom, unit, Arrays.hashCode(rates));
    }

    /** {@code SEVERAL [0.1, 0.2] per year}. */
    @Override
    public String toString() {
        return verdict() + " " + Arrays.toString(rates) + " per " + unit.noun();
    }
}
