package org.customerequity.metric;

import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * A share of counted units: 312 of 1,300 carts.
 *
 * @param definition what is counted
 * @param period the days it is about
 * @param counts how many of how many
 */
public record ShareMetric(MetricDefinition definition, ReportingPeriod period, Proportion counts) implements Metric {
    public ShareMetric {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(counts, "counts");
    }

    /**
     * How many of how many, checked under the names of the definition.
     *
     * @param part {@code >= 0}, at most {@code whole}
     * @param whole {@code >= 0}; zero leaves the share undefined
     */
    public static ShareMetric of(MetricDefinition definition, ReportingPeriod period, long part, long whole) {
        Objects.requireNonNull(definition, "definition");
        Require.nonNegative(part, definition.numerator(), "");
        Require.nonNegative(whole, definition.denominator(), "");
        if (part > whole) {
            throw Require.bad(
                    definition.numerator(),
                    "must be <= " + definition.denominator() + " " + whole,
                    "a part of them",
                    part);
        }
        return new ShareMetric(definition, period, Proportion.of(part, whole));
    }

    @Override
    public boolean isDefined() {
        return counts.isDefined();
    }

    @Override
    public double ratio() {
        return counts.toRatio(definition.numerator(), definition.denominator()).value();
    }

    /** The share, in [0, 1]: {@link #ratio}. */
    public double value() {
        return ratio();
    }

    /**
     * The score interval of Wilson (1927), see {@link Proportion#confidenceInterval}. It takes units to be independent.
     *
     * @throws UndefinedRatioException if the denominator is zero
     */
    @Override
    public Interval confidenceInterval(double level) {
        ratio();
        return counts.confidenceInterval(level);
    }

    /** Both together, by the rule of the definition. */
    public ShareMetric plus(ShareMetric other) {
        return new ShareMetric(definition, Merge.period(this, other), counts.plus(other.counts));
    }

    /** {@code escalation rate: 0.24 (312 / 1300), 2026-03-01 to 2026-03-31}, or {@code undefined}. */
    @Override
    public String toString() {
        return Merge.text(this, counts.successes() + " / " + counts.trials());
    }
}
