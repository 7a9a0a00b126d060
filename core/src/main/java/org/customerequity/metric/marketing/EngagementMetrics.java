package org.customerequity.metric.marketing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.internal.Require;
import org.customerequity.metric.MetricDefinition;
import org.customerequity.metric.MetricDefinition.Merging;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.ReportingPeriod;

/**
 * How engaged people are in one period. People are counted once a period, so that two months are not the sum of both.
 *
 * @param period the days they are about
 */
public record EngagementMetrics(ReportingPeriod period) implements Serializable {
    /** Mean daily active users over active users of the month. */
    public static final MetricDefinition STICKINESS_DAU_MAU = MetricDefinition.of(
                    "stickiness (DAU/MAU)", "mean daily active users", "monthly active users", "users of the month")
            .withMerging(Merging.DISTINCT_UNITS);

    /** Mean daily active users over active users of the week. */
    public static final MetricDefinition STICKINESS_DAU_WAU = MetricDefinition.of(
                    "stickiness (DAU/WAU)", "mean daily active users", "weekly active users", "users of the week")
            .withMerging(Merging.DISTINCT_UNITS);

    public EngagementMetrics {
        Objects.requireNonNull(period, "period");
    }

    /** The figures of these days. */
    public static EngagementMetrics during(ReportingPeriod period) {
        return new EngagementMetrics(period);
    }

    /**
     * Of an audience, the share that did something at least once.
     *
     * @param action what counts: {@code commented}
     * @param engaged people who did it, each once
     * @param exposed people in the audience
     */
    public ShareMetric engagementRate(String action, Audience audience, long engaged, long exposed) {
        Require.nonBlank(action, "action", "what counts as engaged");
        Objects.requireNonNull(audience, "audience");
        return ShareMetric.of(
                MetricDefinition.of(
                                "engagement rate",
                                "people who " + action,
                                audience.noun(),
                                audience.noun() + " of the period")
                        .withMerging(Merging.DISTINCT_UNITS),
                period,
                engaged,
                exposed);
    }

    /**
     * Stickiness: the mean of daily active users over the active users of the whole month, in (0, 1]: the share of the month's days
     * on which a user of the month comes.
     *
     * @param daily active users of each day, or of a sample of days; each at most {@code monthly}
     * @param monthly users active at least once in the month, each counted once
     * @throws IllegalArgumentException if the period has not 28 to 31 days
     */
    public RatioMetric stickinessDauMau(long[] daily, long monthly) {
        requireMonth();
        return stickiness(STICKINESS_DAU_MAU, daily, monthly, "monthly");
    }

    /**
     * Stickiness over a week: see {@link #stickinessDauMau}.
     *
     * @param daily active users of each day, or of a sample of days; each at most {@code weekly}
     * @param weekly users active at least once in the week, each counted once
     * @throws IllegalArgumentException if the period has not 7 days
     */
    public RatioMetric stickinessDauWau(long[] daily, long weekly) {
        requireWeek();
        return stickiness(STICKINESS_DAU_WAU, daily, weekly, "weekly");
    }

    private void requireMonth() {
        if (period.days() < 28 || period.days() > 31) {
            throw Require.bad("period", "must be a month, of 28 to 31 days", "MAU are those of a month", period);
        }
    }

    private void requireWeek() {
        if (period.days() != 7) {
            throw Require.bad("period", "must be a week, of 7 days", "WAU are those of a week", period);
        }
    }

    private RatioMetric stickiness(MetricDefinition definition, long[] daily, long users, String usersName) {
        Objects.requireNonNull(daily, "daily");
        Require.notEmpty(daily.length, "daily", "must have at least one day", "");
        if (daily.length > period.days()) {
            throw Require.bad("daily", "must have at most " + period.days() + " days", "of " + period, daily.length);
        }
        double sum = 0;
        for (int i = 0; i < daily.length; i++) {
            Require.nonNegative(daily[i], "daily[" + i + "]", "");
            if (daily[i] > users) {
                throw Require.bad(
                        "daily[" + i + "]", "must be <= " + usersName + " " + users, "they are among them", daily[i]);
            }
            sum += daily[i];
        }
        return RatioMetric.ofTotals(definition, period, sum / daily.length, users);
    }

    /**
     * Stickiness of the whole period, of every user who was active in it, with a standard error over users.
     *
     * @throws IllegalArgumentException if the period is no month: a calendar month, or the 28 or 30 days that the business calls one
     */
    public RatioMetric stickinessDauMau(ActivityLog log) {
        requireMonth();
        return stickiness(STICKINESS_DAU_MAU, log);
    }

    /**
     * Stickiness of a week: see {@link #stickinessDauMau(ActivityLog)}.
     *
     * @throws IllegalArgumentException if the period has not 7 days
     */
    public RatioMetric stickinessDauWau(ActivityLog log) {
        requireWeek();
        return stickiness(STICKINESS_DAU_WAU, log);
    }

    private RatioMetric stickiness(MetricDefinition definition, ActivityLog log) {
        int[] activeDays = activeDays(log);
        double[] shares = new double[activeDays.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = activeDays[i] / (double) period.days();
        }
        return RatioMetric.ofColumns(definition, period, shares, ones(shares.length));
    }

    /** Of the users active at least once in the period. */
    private int[] activeDays(ActivityLog log) {
        return Arrays.stream(Objects.requireNonNull(log, "log").activeDaysIn(period))
                .filter(days -> days > 0)
                .toArray();
    }

    private static double[] ones(int n) {
        double[] one = new double[n];
        Arrays.fill(one, 1);
        return one;
    }

    /** L7, L28 of every user who was active in the period: see {@link #meanActiveDays(int[])}. */
    public RatioMetric meanActiveDays(ActivityLog log) {
        return meanActiveDays(activeDays(log));
    }

    /**
     * The mean number of days on which an active user was active: L7 in a period of 7 days, L28 in one of 28. With a standard error
     * over users. Over the length of the period it is the stickiness of the period.
     *
     * @param activeDays one an active user: on how many days of the period, at least 1
     */
    public RatioMetric meanActiveDays(int[] activeDays) {
        Objects.requireNonNull(activeDays, "activeDays");
        long most = period.days();
        double[] days = new double[activeDays.length];
        for (int i = 0; i < days.length; i++) {
            if (activeDays[i] < 1 || activeDays[i] > most) {
                throw Require.bad(
                        "activeDays[" + i + "]",
                        "must be 1 to " + most,
                        "days of the period; leave out who was not active",
                        activeDays[i]);
            }
            days[i] = activeDays[i];
        }
        return RatioMetric.ofColumns(
                MetricDefinition.of("L" + most, "active days", "active users", "users active in the period")
                        .withMerging(Merging.DISTINCT_UNITS),
                period,
                days,
                ones(days.length));
    }
}
