package org.customerequity.metric;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.customerequity.value.Interval;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/** A key figure of one period, which knows its definition: a share, a ratio of sums, an amount per unit, or a rate of events. */
public sealed interface Metric extends Serializable permits ShareMetric, RatioMetric, AmountMetric, EventRate {
    /** What is counted. */
    MetricDefinition definition();

    /** The days it is about. */
    ReportingPeriod period();

    /** Whether the denominator is not zero. */
    boolean isDefined();

    /**
     * Numerator over denominator; of an {@link AmountMetric}, in its currency.
     *
     * @throws UndefinedRatioException if the denominator is zero
     */
    double ratio();

    /**
     * Where the ratio of the population lies, by the method that the kind of figure has.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if the denominator is zero, or there is no measure of error, as only totals are known
     */
    Interval confidenceInterval(double level);

    /** The ratio, or empty where it is undefined. */
    default OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(ratio()) : OptionalDouble.empty();
    }
}
