package org.customerequity.lifetime;

import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;

/**
 * How far the discounted payments of one customer with a contract scatter about their expectation. The formulas are in the comment
 * of {@link SubscriptionValueModel}.
 */
record PaymentVariance(RetentionCurve curve, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
    /** Up to so many periods the variance is added up renewal by renewal. */
    private static final int MOST_STEPS = 1200;

    /** A second moment times the rate that is smaller than this times the first has lost half its digits in the difference. */
    private static final double CANCELLED = 1e-8;

    static PaymentVariance of(RetentionCurve curve, SubscriptionValueModel model) {
        return new PaymentVariance(curve, model.discount(), model.timing(), model.horizon());
    }

    /**
     * Var(D) of a customer of this tenure, renewal by renewal over a near horizon, else by the two rates of the comment on
     * {@link SubscriptionValueModel}; positive infinity where it does not exist. The timings differ from payments after each
     * renewal by a certain payment, by a factor or by a period, none of which adds variance of its own.
     */
    double of(double reached, double expected) {
        double d = discount.perPeriod(curve.unit());
        double v = 1 / (1 + d);
        double periods = horizon.lengthPer(curve.unit());
        double factor = 1;
        if (timing == CashFlowTiming.END_OF_PERIOD) {
            periods -= 1;
            factor = v * v;
        } else if (timing == CashFlowTiming.JUST_BEFORE_RENEWAL) {
            factor = 1 / (v * v);
        }
        if (periods <= 0 || expected == 0) {
            return 0;
        }
        if (periods <= MOST_STEPS) {
            return factor * stepwiseVariance(reached, v, (int) Math.rint(periods));
        }
        Horizon ahead = new Horizon(periods, curve.unit());
        double once = after(reached, d, ahead);
        double twice = after(reached, d * (2 + d), ahead);
        double square = d == 0 ? 0 : 2 * (once - twice * (1 + d)) / d + twice;
        if (!(square * d > CANCELLED * once)) {
            try {
                square = squareAtSmallRate(reached, d, ahead, twice);
            } catch (IllegalArgumentException divergent) {
                if (d > 0) {
                    throw divergent;
                }
                // of heavy tails the mean may exist, and is there already, where the variance does not
                return Double.POSITIVE_INFINITY;
            }
        }
        return factor * Math.max(0, square - once * once);
    }

    /**
     * From the last payment back: what is not known a renewal ahead is whether it is made, at the value of all that hangs on it.
     * Nothing is subtracted.
     *
     * <pre>{@code
     *   L(k-1) = v r (1 + L(k))        V(k-1) = v^2 r (V(k) + (1 - r) (1 + L(k))^2)        r = r(t+k)
     * }</pre>
     */
    private double stepwiseVariance(double reached, double v, int periods) {
        double ahead = 0;
        double variance = 0;
        double before = curve.logSurvival(reached + periods);
        for (int k = periods; k >= 1; k--) {
            double after = before;
            before = curve.logSurvival(reached + k - 1);
            if (before == Double.NEGATIVE_INFINITY) {
                continue;
            }
            double stays = curve.isDiscrete() ? curve.retention(reached + k) : Math.exp(after - before);
            double left = curve.isDiscrete() ? curve.hazard(reached + k) : -Math.expm1(after - before);
            variance = v * v * stays * (variance + left * (1 + ahead) * (1 + ahead));
            ahead = v * stays * (1 + ahead);
        }
        return variance;
    }

    /**
     * E[D^2] where the rate is small beside the tenure, and the difference of two sums would lose its digits: with the geometric sum
     * between payments taken at its middle, {@code 2 sum of (k-1) s(k) v^(3k/2) + sum of s(k) v^(2k)}, right to (d k)^2 / 12.
     */
    private double squareAtSmallRate(double reached, double d, Horizon ahead, double twice) {
        double between = Math.expm1(1.5 * Math.log1p(d));
        double middle = after(reached, between, ahead);
        double renewals = curve.retentionElasticity(
                reached, DiscountRate.ofPerPeriod(between, curve.unit()), CashFlowTiming.AFTER_FIRST, ahead);
        return 2 * middle * (renewals - 1) + twice;
    }

    private double after(double reached, double perPeriod, Horizon ahead) {
        return curve.discountedLifetime(
                reached, DiscountRate.ofPerPeriod(perPeriod, curve.unit()), CashFlowTiming.AFTER_FIRST, ahead);
    }
}
