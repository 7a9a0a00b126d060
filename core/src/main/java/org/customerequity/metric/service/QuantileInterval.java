package org.customerequity.metric.service;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;

/**
 * The interval of a quantile between two order statistics, which asks nothing of the distribution but that cases are independent:
 *
 * <pre>{@code
 *   P(x_(l) <= q <= x_(u)) >= P(l <= B <= u - 1),   B binomial (n, p);   equal where the distribution is continuous
 *
 *   l = the largest rank with P(B <  l) <= (1 - level) / 2
 *   u = the smallest rank with P(B >= u) <= (1 - level) / 2
 * }</pre>
 *
 * <p>Few cases have no such rank on one side: the interval then reaches down to 0 ({@code lowerRank} 0) or up without limit ({@code
 * upperRank} n + 1). Hahn and Meeker, Statistical Intervals, 1991, section 5.2.
 *
 * @param lowerRank l, counted from 1; 0 for none
 * @param upperRank u, counted from 1; n + 1 for none
 * @param coverage {@code P(l <= B <= u - 1)}, at least the level asked for
 * @param limits the durations, with the level asked for
 */
public record QuantileInterval(long lowerRank, long upperRank, double coverage, Interval limits)
        implements Serializable {
    public QuantileInterval {
        Require.nonNegative(lowerRank, "lowerRank", "0 for none");
        if (upperRank <= lowerRank) {
            throw Require.bad("upperRank", "must be > lowerRank " + lowerRank, "", upperRank);
        }
        coverage = Require.fraction(coverage, "coverage", "");
        Objects.requireNonNull(limits, "limits");
    }

    /** Ranks and coverage; the limits are looked up by whoever has the order statistics. */
    record Ranks(long lower, long upper, double coverage) {
        static Ranks of(long n, double p, double level) {
            Require.openFraction(p, "p", "0.95 is the 95th percentile");
            Require.openFraction(level, "level", "0.95 means 95 %");
            double tail = (1 - level) / 2;
            long lower = greatest(n, k -> below(k, n, p) <= tail);
            long upper = n + 1 - greatest(n, k -> below(k, n, 1 - p) <= tail);
            return new Ranks(lower, upper, 1 - below(lower, n, p) - below(n + 1 - upper, n, 1 - p));
        }

        /** P(B < k): none below rank 0. P(B >= u) is the same of n + 1 - u and 1 - p. */
        private static double below(long k, long n, double p) {
            return k <= 0 ? 0 : RegularizedBeta.value(1 - p, n - k + 1.0, k);
        }

        /** The greatest k in [0, n] for which the condition, which holds at 0 and then fails for good, holds. */
        private static long greatest(long n, LongPredicate condition) {
            long holds = 0;
            long fails = n + 1;
            while (fails - holds > 1) {
                long k = (holds + fails) >>> 1;
                if (condition.test(k)) {
                    holds = k;
                } else {
                    fails = k;
                }
            }
            return holds;
        }
    }

    /** The nearest rank, {@code ceil(n p)}, at least 1; p as it is written, so that 7 % of 100 are 7. */
    static long nearestRank(long n, double p) {
        Require.fraction(p, "p", "0.95 is the 95th percentile");
        return Math.max(
                1,
                BigDecimal.valueOf(p)
                        .multiply(BigDecimal.valueOf(n))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact());
    }
}
