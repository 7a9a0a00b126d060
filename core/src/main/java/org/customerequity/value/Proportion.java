package org.customerequity.value;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;

/**
 * How many of how many: a share of counted units, mergeable, with an interval.
 *
 * @param successes {@code >= 0} and at most {@code trials}
 * @param trials {@code >= 0}; zero leaves the share undefined
 */
public record Proportion(long successes, long trials) implements Serializable {
    public Proportion {
        Require.nonNegative(successes, "successes", "");
        Require.nonNegative(trials, "trials", "");
        if (successes > trials) {
            throw Require.bad("successes", "must be <= trials " + trials, "", successes);
        }
    }

    /** {@code Proportion.of(180, 200)} is 90 %. */
    public static Proportion of(long successes, long trials) {
        return new Proportion(successes, trials);
    }

    /** Whether there was any trial. */
    public boolean isDefined() {
        return trials > 0;
    }

    /**
     * The share, in [0, 1].
     *
     * @throws UndefinedRatioException if there were no trials
     */
    public double value() {
        return toRatio().value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    /** Successes over trials as a ratio. */
    public Ratio toRatio() {
        return toRatio("successes", "trials");
    }

    /** As a ratio that says what is counted: {@code toRatio("customers retained", "customers at start")}. */
    public Ratio toRatio(String successesName, String trialsName) {
        return Ratio.of(successes, successesName, trials, trialsName);
    }

    /**
     * The score interval of Wilson (1927), which stays inside [0, 1] and keeps its coverage for small counts.
     *
     * <pre>{@code
     *   (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
     * }</pre>
     *
     * @throws UndefinedRatioException if there were no trials
     */
    public Interval confidenceInterval(double level) {
        double p = value();
        double n = trials;
        double z = NormalQuantile.ofLevel(level);
        double centre = p + z * z / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        double lower = successes == 0 ? 0 : Math.max(0, (centre - half) / scale);
        double upper = successes == trials ? 1 : Math.min(1, (centre + half) / scale);
        return new Interval(lower, upper, level);
    }

    /** The rest: {@code trials - successes} of {@code trials}. */
    public Proportion complement() {
        return new Proportion(trials - successes, trials);
    }

    /** This share less that of an independent sample, with its interval and tests. */
    public ProportionDifference minus(Proportion other) {
        return new ProportionDifference(this, other);
    }

    /** Both together: successes added, trials added. */
    public Proportion plus(Proportion other) {
        return new Proportion(Math.addExact(successes, other.successes), Math.addExact(trials, other.trials));
    }
}
