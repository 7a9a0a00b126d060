package org.customerequity.metric.journey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.RatioMetric;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * How often each stage was reached in one period, by the date of the event and whoever's it was: March's wins beside March's leads,
 * many of which came in February.
 *
 * <p>A ratio of two such counts is a <em>flow ratio</em>. It is not a share: it exceeds 1 when many entered before, falls when
 * entries surge, and has no Wilson interval. What became of the people who entered is a {@link Funnel}. Merges over disjoint
 * people and over periods that follow each other.
 *
 * <p>Compared by value; immutable.
 */
public final class FunnelFlow implements Serializable {
    private static final long serialVersionUID = 1;

    private final FunnelStages stages;
    private final ReportingPeriod period;
    private final long[] events;

    private FunnelFlow(FunnelStages stages, ReportingPeriod period, long[] events) {
        this.stages = stages;
        this.period = period;
        this.events = events;
    }

    /**
     * From counts.
     *
     * @param events one a stage: how often it was reached in the period, {@code >= 0}; they may rise
     */
    public static FunnelFlow of(FunnelStages stages, ReportingPeriod period, long... events) {
        Objects.requireNonNull(stages, "stages");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(events, "events");
        if (events.length != stages.size()) {
            throw Require.bad("events", "must be " + stages.size() + " counts", "one a stage", events.length);
        }
        for (int s = 0; s < events.length; s++) {
            Require.nonNegative(events[s], "events[" + s + "]", stages.names().get(s));
        }
        return new FunnelFlow(stages, period, events.clone());
    }

    /** The stages, first to last. */
    public FunnelStages stages() {
        return stages;
    }

    /** When the events were. */
    public ReportingPeriod period() {
        return period;
    }

    /** How often a stage was reached. */
    public long events(int stage) {
        return events[Objects.checkIndex(stage, events.length)];
    }

    /**
     * Events of the next stage over events of this one; may exceed 1.
     *
     * @param step 0 is from the first stage to the second
     */
    public RatioMetric flowRatio(int step) {
        stages.requireStep(step);
        return flowRatio(step, step + 1);
    }

    /** Events of one stage over events of another before it; may exceed 1. */
    public RatioMetric flowRatio(String from, String to) {
        int first = stages.indexOf(from);
        int last = stages.indexOf(to);
        stages.requireForward(first, last);
        return flowRatio(first, last);
    }

    private RatioMetric flowRatio(int first, int last) {
        String from = stages.names().get(first);
        String to = stages.names().get(last);
        return RatioMetric.ofTotals(
                MetricDefinition.of(from + " to " + to + " flow ratio", to, from, "events of the period"),
                period,
                events[last],
                events[first]);
    }

    /** The events of both; of one period, or of two that follow each other; no event may be in both. */
    public FunnelFlow plus(FunnelFlow other) {
        Objects.requireNonNull(other, "other");
        stages.requireSame(other.stages);
        long[] both = new long[events.length];
        for (int s = 0; s < both.length; s++) {
            both[s] = Math.addExact(events[s], other.events[s]);
        }
        return new FunnelFlow(stages, period.plus(other.period), both);
    }

    static String text(FunnelStages stages, long[] counts) {
        StringBuilder text = new StringBuilder();
        for (int s = 0; s < counts.length; s++) {
            text.append(s == 0 ? "" : ", ")
                    .append(stages.names().get(s))
                    .append(' ')
                    .append(counts[s]);
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FunnelFlow other
                && stages.equals(other.stages)
                && period.equals(other.period)
                && Arrays.equals(events, other.events);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(stages, period) + Arrays.hashCode(events);
    }

    /** {@code visitor 12000, lead 960, win 48 in 2026-03-01 to 2026-03-31}. */
    @Override
    public String toString() {
        return text(stages, events) + " in " + period;
    }
}
