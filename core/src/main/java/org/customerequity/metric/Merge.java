package org.customerequity.metric;

import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.value.ReportingPeriod;

/** Which figures add, and how they are written. */
final class Merge {
    private Merge() {}

    /** The period of both together. */
    static ReportingPeriod period(Metric a, Metric b) {
        Objects.requireNonNull(b, "other");
        MetricDefinition definition = a.definition();
        if (!definition.equals(b.definition())) {
            throw Require.bad("other", "must be " + definition, "only like figures add", b.definition());
        }
        if (definition.merging() == Merging.NONE) {
            throw Require.bad("other", "must not be added to " + definition.name(), "keep and add its inputs", b);
        }
        if (definition.merging() == Merging.DISTINCT_UNITS && !a.period().equals(b.period())) {
            throw Require.bad(
                    "other",
                    "must be of the period " + a.period(),
                    definition.name() + " counts each unit once a period: count anew over both",
                    b.period());
        }
        return a.period().plus(b.period());
    }

    /** One line for people: name, value and what it is made of, and the days. */
    static String text(Metric metric, String parts) {
        String value = !metric.isDefined()
                ? "undefined"
                : metric instanceof AmountMetric amount ? amount.value().toString() : String.valueOf(metric.ratio());
        return metric.definition().name() + ": " + value + " (" + parts + "), " + metric.period();
    }
}
