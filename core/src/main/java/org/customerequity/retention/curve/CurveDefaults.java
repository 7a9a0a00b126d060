package org.customerequity.retention.curve;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.Require;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/** The general answers of {@link RetentionCurve}, and the checks that all curves share. */
final class CurveDefaults {
    private static final double TOLERANCE = 1e-13;

    private CurveDefaults() {}

    // --- checks

    /** A tenure at which survival is asked: any. */
    static double tenure(double tenure) {
        return Require.nonNegative(tenure, "tenure", "periods since the start of the first contract");
    }

    /** A tenure that was reached: whole where the curve counts renewals. */
    static double reached(RetentionCurve curve, double tenure) {
        double t = tenure(tenure);
        if (curve.isDiscrete() && t != Math.rint(t)) {
            throw Require.bad("tenure", "must be a whole number", "the curve counts renewals", tenure);
        }
        return t;
    }

    /** The end of a period: at least 1, and whole where the curve counts renewals. */
    static double renewal(RetentionCurve curve, double tenure) {
        double t = reached(curve, tenure);
        if (!(t >= 1)) {
            throw Require.bad("tenure", "must be >= 1", "the first renewal is at 1", tenure);
        }
        return t;
    }

    static int periods(int periods) {
        return Require.nonNegative(periods, "periods", "how far to follow the curve");
    }

    /** Discount per period of the curve. */
    static double perPeriod(DiscountRate discount, PeriodUnit unit) {
        return Objects.requireNonNull(discount, "discount").perPeriod(unit);
    }

    private static double payments(Horizon horizon, PeriodUnit unit) {
        double n = Objects.requireNonNull(horizon, "horizon").lengthPer(unit);
        if (!horizon.isForever() && n != Math.rint(n)) {
            throw Require.bad(
                    "horizon",
                    "must be a whole number of " + unit.noun() + "s",
                    "such as Horizon.of(" + (long) Math.max(1, Math.rint(n)) + ", PeriodUnit." + unit + ")",
                    n + " " + unit.noun() + "s");
        }
        return n;
    }

    private static IllegalArgumentException diverges(DiscountRate discount, String what) {
        return Require.bad(
                "discount",
                "must be > 0 where " + what + " is infinite",
                "or set a finite horizon",
                discount.effectiveAnnual());
    }

    // --- the curve itself

    static double[] survivals(RetentionCurve curve, int periods) {
        double[] out = new double[periods(periods) + 1];
        Arrays.setAll(out, curve::survival);
        return out;
    }

    static double retention(RetentionCurve curve, double tenure) {
        double t = renewal(curve, tenure);
        double before = curve.logSurvival(t - 1);
        if (before == Double.NEGATIVE_INFINITY) {
            throw nobody(t - 1);
        }
        return Math.exp(curve.logSurvival(t) - before);
    }

    static IllegalArgumentException nobody(double tenure) {
        return Require.bad("tenure", "must be one that somebody reaches", "survival is 0 there", tenure);
    }

    static double logDensity(RetentionCurve curve, double tenure) {
        if (curve.isDiscrete()) {
            double t = renewal(curve, tenure);
            double before = curve.logSurvival(t - 1);
            return before == Double.NEGATIVE_INFINITY ? before : before + Math.log(curve.hazard(t));
        }
        double t = tenure(tenure);
        return curve.logSurvival(t) + Math.log(curve.hazard(t));
    }

    // --- tenure

    static double quantile(RetentionCurve curve, double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        return firstBelow(curve, 0, Math.log1p(-p));
    }

    static double simulate(RetentionCurve curve, double tenure, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double t = reached(curve, tenure);
        double start = curve.logSurvival(t);
        if (start == Double.NEGATIVE_INFINITY) {
            throw nobody(t);
        }
        return firstBelow(curve, t, start - random.nextExponential());
    }

    /** The first tenure above {@code from}, whole for a discrete curve, at which ln S is at most {@code log}. */
    private static double firstBelow(RetentionCurve curve, double from, double log) {
        double low = from;
        double step = 1;
        while (curve.logSurvival(low + step) > log) {
            low += step;
            step *= 2;
            if (step > 1e15) {
                return Double.POSITIVE_INFINITY;
            }
        }
        double high = low + step;
        while (true) {
            double middle = curve.isDiscrete() ? Math.floor(low + (high - low) / 2) : low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (curve.logSurvival(middle) > log) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    static double discountedTenure(RetentionCurve curve, double tenure, DiscountRate discount, Horizon horizon) {
        return curve.isDiscrete()
                ? discreteTenure(curve, new StepwiseSums(curve), tenure, discount, horizon)
                : continuousTenure(curve, tenure, discount, horizon);
    }

    /** The integral over a step function: whole periods, and a part of one at the end. */
    static double discreteTenure(
            RetentionCurve curve, PaymentSums sums, double tenure, DiscountRate discount, Horizon horizon) {
        double t = reached(curve, tenure);
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(curve.unit());
        double length = Objects.requireNonNull(horizon, "horizon").lengthPer(curve.unit());
        double whole = Math.floor(length);
        double step = delta == 0 ? 1 : -Math.expm1(-delta) / delta;
        double value = whole == 0 ? 0 : step * sums.plain(t, Math.expm1(delta), whole);
        double part = length - whole;
        if (part > 0) {
            double start = curve.logSurvival(t);
            double width = delta == 0 ? part : -Math.expm1(-delta * part) / delta;
            value += width * Math.exp(curve.logSurvival(t + whole) - start - delta * whole);
        }
        return value;
    }

    static double continuousTenure(RetentionCurve curve, double tenure, DiscountRate discount, Horizon horizon) {
        double t = tenure(tenure);
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(curve.unit());
        double length = Objects.requireNonNull(horizon, "horizon").lengthPer(curve.unit());
        double start = curve.logSurvival(t);
        if (start == Double.NEGATIVE_INFINITY) {
            throw nobody(t);
        }
        DoubleUnaryOperator value = u -> Math.exp(curve.logSurvival(t + u) - start - delta * u);
        double half = Math.min(1e15, firstBelow(curve, t, start - 0.7) - t);
        if (length == Double.POSITIVE_INFINITY && delta == 0) {
            return Quadrature.halfLine(value, half, 1e-12);
        }
        return graded(value, Math.min(length, 745 / delta), half);
    }

    /** The integral of a falling function over (0, end), on the scale of {@code half}, where it has fallen by half. */
    static double graded(DoubleUnaryOperator f, double end, double half) {
        double scale = Math.min(half, end);
        // u = scale (e^y - 1)
        return Quadrature.adaptive(
                y -> f.applyAsDouble(scale * Math.expm1(y)) * scale * Math.exp(y),
                0,
                Math.log1p(end / scale),
                TOLERANCE);
    }

    // --- payments

    static double lifetime(
            RetentionCurve curve,
            PaymentSums sums,
            double tenure,
            DiscountRate discount,
            CashFlowTiming timing,
            Horizon horizon) {
        double t = reached(curve, tenure);
        double d = perPeriod(discount, curve.unit());
        double n = payments(horizon, curve.unit());
        double value = value(curve, sums, t, d, Objects.requireNonNull(timing, "timing"), n);
        if (value == Double.POSITIVE_INFINITY) {
            throw diverges(discount, "the mean tenure");
        }
        return value;
    }

    private static double value(
            RetentionCurve curve, PaymentSums sums, double t, double d, CashFlowTiming timing, double n) {
        return switch (timing) {
            case IMMEDIATE_COUNTED -> sums.plain(t, d, n + 1);
            case END_OF_PERIOD -> sums.plain(t, d, n) / (1 + d);
            case JUST_BEFORE_RENEWAL -> renewed(curve, sums, t, d, n);
            case AFTER_FIRST -> renewed(curve, sums, t, d, n) / (1 + d);
        };
    }

    private static double renewed(RetentionCurve curve, PaymentSums sums, double t, double d, double n) {
        double retention = curve.retention(t + 1);
        return retention == 0 ? 0 : retention * sums.plain(t + 1, d, n);
    }

    static double elasticity(
            RetentionCurve curve,
            PaymentSums sums,
            double tenure,
            DiscountRate discount,
            CashFlowTiming timing,
            Horizon horizon) {
        double value = lifetime(curve, sums, tenure, discount, timing, horizon);
        if (value == 0) {
            throw new ArithmeticException(
                    "the elasticity of a value of 0 is undefined: nobody of tenure " + tenure + " is retained");
        }
        double d = perPeriod(discount, curve.unit());
        double n = payments(horizon, curve.unit());
        double weighted = switch (timing) {
            case IMMEDIATE_COUNTED, AFTER_FIRST -> sums.weighted(tenure, d, n + 1);
            case END_OF_PERIOD -> sums.weighted(tenure, d, n) / (1 + d);
            case JUST_BEFORE_RENEWAL -> sums.weighted(tenure, d, n + 1) * (1 + d);
        };
        if (weighted == Double.POSITIVE_INFINITY) {
            throw diverges(discount, "the variance of the tenure");
        }
        return weighted / value;
    }

    /**
     * From the oldest down, A(t) = 1 + r(t+1) A(t+1) / (1+d) with A the sum of all payments from now: each step makes errors
     * smaller.
     */
    static double[] residualLifetimes(RetentionCurve curve, int[] renewals, DiscountRate discount) {
        double[] out = new double[renewals.length];
        if (out.length == 0) {
            return out;
        }
        int last = 0;
        for (int k : renewals) {
            last = Math.max(last, Require.nonNegative(k, "renewals", "made so far"));
        }
        double v = 1 / (1 + perPeriod(discount, curve.unit()));
        double[] byRenewals = new double[last + 1];
        byRenewals[last] = curve.discountedResidualLifetime(last, discount);
        for (int k = last - 1; k >= 0; k--) {
            byRenewals[k] = curve.retention(k + 1) * (1 + v * byRenewals[k + 1]);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = byRenewals[renewals[i]];
        }
        return out;
    }
}
