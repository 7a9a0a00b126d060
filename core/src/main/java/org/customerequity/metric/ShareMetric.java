package org.customerequity.metric;

import java.util.Objects;
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
    public Interval confidenceInterval(double level) {
        ratio();
        return counts.confidenceInterval(level);
    }

    /** Both together, by the rule of the definition. */
    public ShareMetric plus(ShareMetric other) {
        return new ShareMetric(definition, Merge.period(this, other), counts.plus(other.counts));
    }
}
