package org.customerequity.value;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;

/**
 * The difference of two shares of independent samples, with its interval and the tests of whether it is more than chance: the
 * retention of two cohorts, the conversion of two pages. The same customers before and after are not two samples.
 *
 * @param first the share that is lessened
 * @param second the share that is taken from it
 */
public record ProportionDifference(Proportion first, Proportion second) implements Serializable {
    /** Two tables are equally likely within this, as rounding has it. */
    private static final double SAME = 1 + 1e-7;

    /** What is smaller adds nothing to a sum of doubles. */
    private static final double NOTHING = 1e-20;

    private static final double LARGE = 0x1p800;

    /** Above, a double cannot count one by one. */
    private static final double MOST_TRIALS = 0x1p53;

    public ProportionDifference {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }

    /** Whether both shares are defined. */
    public boolean isDefined() {
        return first.isDefined() && second.isDefined();
    }

    /**
     * First share less second, in [-1, 1]: {@code (x1 n2 - x2 n1) / (n1 n2)} in whole numbers, so that two shares near 1 keep the digits
     * in which they differ.
     *
     * @throws UndefinedRatioException if either had no trials
     */
    public double value() {
        first.value();
        second.value();
        BigInteger n1 = BigInteger.valueOf(first.trials());
        BigInteger n2 = BigInteger.valueOf(second.trials());
        BigInteger difference = BigInteger.valueOf(first.successes())
                .multiply(n2)
                .subtract(BigInteger.valueOf(second.successes()).multiply(n1));
        return difference.doubleValue() / n1.multiply(n2).doubleValue();
    }

    /**
     * Newcombe's hybrid score interval, which stays inside [-1, 1] and keeps its coverage for small counts.
     *
     * <pre>{@code
     *   d - sqrt((p1 - l1)^2 + (u2 - p2)^2)   to   d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
     *
     *   l, u  limits of the shares by Wilson (Proportion.confidenceInterval)
     * }</pre>
     *
     * <p>R. G. Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine 17, 1998,
     * 873-890, method 10.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if either had no trials
     */
    public Interval confidenceInterval(double level) {
        double p1 = first.value();
        double p2 = second.value();
        Interval one = first.confidenceInterval(level);
        Interval two = second.confidenceInterval(level);
        double d = value();
        double lower = d - Math.hypot(p1 - one.lower(), two.upper() - p2);
        double upper = d + Math.hypot(one.upper() - p1, p2 - two.lower());
        return new Interval(Math.max(-1, lower), Math.min(1, upper), level);
    }

    /**
     * The difference in standard errors, under the hypothesis that there is none.
     *
     * <pre>{@code
     *   z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2))          p = (x1 + x2) / (n1 + n2)
     * }</pre>
     *
     * @throws UndefinedRatioException if either had no trials, or all trials of both ended alike
     */
    public double zScore() {
        double d = value();
        double n1 = first.trials();
        double n2 = second.trials();
        double x = (double) first.successes() + second.successes();
        double failures = (n1 - first.successes()) + (n2 - second.successes());
        if (x == 0 || failures == 0) {
            throw new UndefinedRatioException(
                    "z of the difference is undefined, because all trials of both ended alike");
        }
        double p = x / (n1 + n2);
        return d / Math.sqrt(p * (failures / (n1 + n2)) * (1 / n1 + 1 / n2));
    }

    /**
     * The two-sided p value of {@link #zScore}: how often chance alone would give a difference at least as large. For large
     * counts; with fewer than about five expected successes or failures in a sample, see {@link #exactPValue}.
     *
     * @throws UndefinedRatioException if either had no trials, or all trials of both ended alike
     */
    public double pValue() {
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(zScore())));
    }

    /**
     * The two-sided p value of Fisher's exact test: given all successes of both together, the probability of every division of
     * them that is no more likely than this one.
     *
     * <pre>{@code
     *   w(k) = C(n1, k) C(n2, x - k)            x = x1 + x2
     *   p    = sum of w(k) over w(k) <= w(x1)  /  sum of w(k)
     * }</pre>
     *
     * <p>It is never below the size it is tested at, and so cautious. The time grows with the smaller sample: a millisecond at
     * 100,000 trials. A p value below 1e-300 is correct in order only.
     *
     * @return in [0, 1]; 1 if all trials of both ended alike
     * @throws UndefinedRatioException if either had no trials
     * @throws IllegalArgumentException if there are more than 2^53 trials
     */
    public double exactPValue() {
        value();
        double trials = (double) first.trials() + second.trials();
        if (trials > MOST_TRIALS) {
            throw Require.bad("trials", "must be at most 2^53 for the exact test", "use pValue", trials);
        }
        Hypergeometric tables = new Hypergeometric(first, second);
        tables.walk(tables.isBelowMode() ? -1 : 1);
        tables.walk(tables.isBelowMode() ? 1 : -1);
        return Math.min(1, tables.extreme / tables.total);
    }

    /** The divisions of all successes between the samples, by their weight relative to the one that was seen. */
    private static final class Hypergeometric {
        private final double seen;
        private final double n1;
        private final double n2;
        private final double successes;

        /** Of the one that was seen; becomes smaller where others would overflow. */
        private double reference = 1;

        private double total = 1;
        private double extreme = 1;

        private Hypergeometric(Proportion first, Proportion second) {
            seen = first.successes();
            n1 = first.trials();
            n2 = second.trials();
            successes = seen + second.successes();
        }

        /** w(k + 1) / w(k). */
        private double up(double k) {
            return (n1 - k) * (successes - k) / ((k + 1) * (n2 - successes + k + 1));
        }

        private boolean isBelowMode() {
            return up(seen) > 1;
        }

        private void walk(int step) {
            double last = step < 0 ? Math.max(0, successes - n2) : Math.min(n1, successes);
            double weight = reference;
            for (double k = seen; k != last; k += step) {
                double ratio = step < 0 ? 1 / up(k - 1) : up(k);
                weight *= ratio;
                if (weight > LARGE) {
                    weight /= LARGE;
                    reference /= LARGE;
                    total /= LARGE;
                    extreme /= LARGE;
                }
                total += weight;
                if (weight <= reference * SAME) {
                    extreme += weight;
                    if (ratio < 1 && weight < NOTHING * extreme) {
                        return;
                    }
                }
            }
        }
    }
}
