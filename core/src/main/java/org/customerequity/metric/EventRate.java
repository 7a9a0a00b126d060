package org.customerequity.metric;

import java.util.Objects;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Events per exposure, where one unit may have several: defects per unit, tickets per customer and month.
 *
 * @param definition what is counted
 * @param period the days it is about
 * @param events how many, {@code >= 0}
 * @param exposure to what, finite and {@code >= 0}: units, hours, customer-months
 */
public record EventRate(MetricDefinition definition, ReportingPeriod period, long events, double exposure)
        implements Metric {
    public EventRate {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(period, "period");
        Require.nonNegative(events, definition.numerator(), "");
        exposure = Require.nonNegative(exposure, definition.denominator(), "");
    }

    @Override
    public boolean isDefined() {
        return exposure > 0;
    }

    @Override
    public double ratio() {
        return Ratio.of(events, definition.numerator(), exposure, definition.denominator())
                .value();
    }

    /** Events per unit of exposure: {@link #ratio}. */
    public double value() {
        return ratio();
    }

    /**
     * The exact interval of a Poisson rate (Garwood, Biometrika 28, 1936), which takes events to come independently.
     *
     * <pre>{@code
     *   [ chi2(2x; (1-level)/2) / 2e,  chi2(2x+2; (1+level)/2) / 2e ]        lower limit 0 at x = 0
     * }</pre>
     *
     * @throws UndefinedRatioException if the exposure is zero
     */
    public Interval confidenceInterval(double level) {
        ratio();
        double tail = (1 - Require.openFraction(level, "level", "0.95 for 95 %")) / 2;
        double lower = events == 0
                ? 0
                : ChiSquaredDistribution.of(2.0 * events).inverseCumulativeProbability(tail) / (2 * exposure);
        double upper = ChiSquaredDistribution.of(2.0 * events + 2).inverseSurvivalProbability(tail) / (2 * exposure);
        return new Interval(lower, upper, level);
    }

    /** Both together, by the rule of the definition. */
    public EventRate plus(EventRate other) {
        return new EventRate(
                definition, Merge.period(this, other), Math.addExact(events, other.events), exposure + other.exposure);
    }
}
