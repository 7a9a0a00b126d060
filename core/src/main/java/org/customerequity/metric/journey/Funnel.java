package org.customerequity.metric.journey;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.MetricDefinition.OpenCases;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Of those who entered in one period, how many reached each stage: the funnel by the cohort clock. Events of one period against
 * each other, whoever's they are, are a {@link FunnelFlow}.
 *
 * <pre>{@code
 *   Funnel march = Funnel.of(FunnelStages.lead("2026-01"), ReportingPeriod.ofMonth(2026, 3), 12_000, 960, 384, 192, 48);
 *   march.stepRate(0).value();      0.08, of visitors who became leads
 *   march.overall().value();        0.004
 * }</pre>
 *
 * <p>Who reached a stage has reached all before it: stages may be skipped, and counts never rise. Step rates multiply to the
 * overall rate. Rates of a cohort that is not yet old enough are too low; give all cohorts the same time ({@link #followed}), or read
 * {@link TimeInStage}. Merges over disjoint people, of one period or of periods that follow each other.
 *
 * <p>Compared by value; immutable.
 */
public final class Funnel implements Serializable {
    /** In a column of days: the stage was not reached. */
    public static final int NOT_REACHED = Integer.MIN_VALUE;

    private static final long serialVersionUID = 1;

    private final FunnelStages stages;
    private final ReportingPeriod period;
    private final long[] reached;

    /** Days of follow-up; -1 where none was stated. */
    private final long followed;

    private Funnel(FunnelStages stages, ReportingPeriod period, long[] reached, long followed) {
        this.stages = stages;
        this.period = period;
        this.reached = reached;
        this.followed = followed;
    }

    /**
     * From counts.
     *
     * @param reached one a stage: who reached it or any later one; each at most the one before
     */
    public static Funnel of(FunnelStages stages, ReportingPeriod period, long... reached) {
        Objects.requireNonNull(stages, "stages");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(reached, "reached");
        if (reached.length != stages.size()) {
            throw Require.bad("reached", "must be " + stages.size() + " counts", "one a stage", reached.length);
        }
        for (int s = 0; s < reached.length; s++) {
            Require.nonNegative(reached[s], "reached[" + s + "]", stages.names().get(s));
            if (s > 0 && reached[s] > reached[s - 1]) {
                throw Require.bad(
                        "reached[" + s + "]",
                        "must be <= reached[" + (s - 1) + "] " + reached[s - 1],
                        "who reached a stage counts in all before; events of one period are a FunnelFlow",
                        reached[s]);
            }
        }
        return new Funnel(stages, period, reached.clone(), -1);
    }

    /**
     * From people: how far each came.
     *
     * @param furthest one a person who entered in the period: the index of the furthest stage reached, from 0
     */
    public static Funnel ofFurthest(FunnelStages stages, ReportingPeriod period, int[] furthest) {
        Objects.requireNonNull(stages, "stages");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(furthest, "furthest");
        long[] reached = new long[stages.size()];
        for (int i = 0; i < furthest.length; i++) {
            if (furthest[i] < 0 || furthest[i] >= reached.length) {
                throw Require.bad(
                        "furthest[" + i + "]", "must be 0 to " + (reached.length - 1), "index of a stage", furthest[i]);
            }
            reached[furthest[i]]++;
        }
        return cumulated(stages, period, reached, -1);
    }

    /**
     * From dates, with the same time for everybody: of those whose first date lies in the period, who reached which stage within
     * {@code days} days of it.
     *
     * @param days of follow-up, {@code >= 0}
     * @param asOf the last day of observation; everybody must have been followed by then
     * @param reachedOn {@code reachedOn[stage][person]}: the day the stage was reached, as {@link LocalDate#toEpochDay()}, or {@link
     *     #NOT_REACHED}; later than {@code asOf} counts as not reached
     * @throws IllegalArgumentException if the cohort is too young
     */
    public static Funnel followed(
            FunnelStages stages, ReportingPeriod period, int days, LocalDate asOf, int[][] reachedOn) {
        Objects.requireNonNull(stages, "stages");
        Objects.requireNonNull(period, "period");
        Require.nonNegative(days, "days", "of follow-up");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(reachedOn, "reachedOn");
        if (period.lastDay().plusDays(days).isAfter(asOf)) {
            throw Require.bad(
                    "asOf",
                    "must not be before " + period.lastDay().plusDays(days),
                    "the last to enter must have had " + days + " days; for younger cohorts see TimeInStage",
                    asOf);
        }
        if (reachedOn.length != stages.size()) {
            throw Require.bad("reachedOn", "must be " + stages.size() + " columns", "one a stage", reachedOn.length);
        }
        int people = Objects.requireNonNull(reachedOn[0], "reachedOn[0]").length;
        for (int s = 1; s < reachedOn.length; s++) {
            if (Objects.requireNonNull(reachedOn[s], "reachedOn[" + s + "]").length != people) {
                throw Require.bad(
                        "reachedOn[" + s + "]",
                        "must have as many rows as the first, " + people,
                        "",
                        reachedOn[s].length);
            }
        }
        long from = period.from().toEpochDay();
        long to = period.to().toEpochDay();
        long[] reached = new long[stages.size()];
        for (int i = 0; i < people; i++) {
            long entered = Long.MAX_VALUE;
            for (int[] column : reachedOn) {
                if (column[i] != NOT_REACHED) {
                    entered = Math.min(entered, column[i]);
                }
            }
            if (entered >= from && entered < to) {
                int furthest = 0;
                for (int s = 0; s < reachedOn.length; s++) {
                    if (reachedOn[s][i] != NOT_REACHED && reachedOn[s][i] <= entered + days) {
                        furthest = s;
                    }
                }
                reached[furthest]++;
            }
        }
        return cumulated(stages, period, reached, days);
    }

    private static Funnel cumulated(FunnelStages stages, ReportingPeriod period, long[] furthest, long followed) {
        for (int s = furthest.length - 2; s >= 0; s--) {
            furthest[s] += furthest[s + 1];
        }
        return new Funnel(stages, period, furthest, followed);
    }

    /** The stages, first to last. */
    public FunnelStages stages() {
        return stages;
    }

    /** When they entered. */
    public ReportingPeriod period() {
        return period;
    }

    /** For how many days each was followed; empty where it was not said. */
    public OptionalLong followedDays() {
        return followed < 0 ? OptionalLong.empty() : OptionalLong.of(followed);
    }

    /** How many reached this stage or a later one. */
    public long reached(int stage) {
        return reached[Objects.checkIndex(stage, reached.length)];
    }

    /** How many reached this stage or a later one. */
    public long reached(String stage) {
        return reached[stages.indexOf(stage)];
    }

    /** How many entered. */
    public long entered() {
        return reached[0];
    }

    /**
     * Of those who reached a stage, the share that reached the next or a later one, with Wilson's interval.
     *
     * @param step 0 is from the first stage to the second
     */
    public ShareMetric stepRate(int step) {
        stages.requireStep(step);
        return rate(step, step + 1);
    }

    /** Of those who reached one stage, the share that reached another after it. */
    public ShareMetric rate(String from, String to) {
        int first = stages.indexOf(from);
        int last = stages.indexOf(to);
        stages.requireForward(first, last);
        return rate(first, last);
    }

    /** Of those who entered, the share that reached the last stage: the product of the step rates. */
    public ShareMetric overall() {
        return rate(0, reached.length - 1);
    }

    /**
     * Of those who reached a stage, the share that went no further: {@code 1 - stepRate}.
     *
     * @param step 0 is from the first stage to the second
     */
    public ShareMetric dropOff(int step) {
        stages.requireStep(step);
        String at = stages.names().get(step);
        return ShareMetric.of(
                definition(at + " drop-off", "went no further", at).withPolarity(Polarity.LOWER_IS_BETTER),
                period,
                reached[step] - reached[step + 1],
                reached[step]);
    }

    private ShareMetric rate(int first, int last) {
        String from = stages.names().get(first);
        String to = stages.names().get(last);
        return ShareMetric.of(
                definition(from + " to " + to + " rate", to, from), period, reached[last], reached[first]);
    }

    private MetricDefinition definition(String name, String numerator, String denominator) {
        String time = followed < 0 ? "" : ", each followed for " + followed + " days";
        return MetricDefinition.of(name, numerator, denominator, "entrants of the period" + time)
                .withClock(Clock.COHORT)
                .withOpenCases(OpenCases.COUNTED);
    }

    /** The people of both; of one period, or of two that follow each other; nobody may be in both. */
    public Funnel plus(Funnel other) {
        Objects.requireNonNull(other, "other");
        stages.requireSame(other.stages);
        if (followed != other.followed) {
            throw Require.bad(
                    "other",
                    "must be followed as long, " + followedText(),
                    "cohorts of different age do not add",
                    other.followedText());
        }
        long[] both = new long[reached.length];
        for (int s = 0; s < both.length; s++) {
            both[s] = Math.addExact(reached[s], other.reached[s]);
        }
        return new Funnel(stages, period.plus(other.period), both, followed);
    }

    private String followedText() {
        return followed < 0 ? "for a time not stated" : followed + " days";
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Funnel other
                && stages.equals(other.stages)
                && period.equals(other.period)
                && Arrays.equals(reached, other.reached)
                && followed == other.followed;
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(stages, period, followed) + Arrays.hashCode(reached);
    }

    /** {@code visitor 12000, lead 960, win 48 of 2026-03-01 to 2026-03-31}. */
    @Override
    public String toString() {
        return FunnelFlow.text(stages, reached) + " of " + period;
    }
}
