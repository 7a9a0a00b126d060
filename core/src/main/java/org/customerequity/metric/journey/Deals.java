package org.customerequity.metric.journey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.metric.RatioMetric;
import org.customerequity.metric.ShareMetric;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;

/**
 * The deals opened in one period and what became of them: win rates by count and by value, how long they take, and what the pipeline
 * brings per day. Mergeable over disjoint deals, of one period or of periods that follow each other.
 *
 * @param period when they were opened
 * @param currency of their values
 * @param times how long each took, or has been open
 * @param valueWon value won and value closed, one unit a closed deal
 * @param valuePerWin value and 1, one unit a deal won
 */
public record Deals(
        ReportingPeriod period, Currency currency, TimeInStage times, RatioOfSums valueWon, RatioOfSums valuePerWin)
        implements Serializable {
    public Deals {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(valueWon, "valueWon");
        Objects.requireNonNull(valuePerWin, "valuePerWin");
    }

    /**
     * One row a deal.
     *
     * @param days from open to decision, or to the end of observation where it is open; {@code >= 0}
     * @param outcomes what it was
     * @param values in {@code currency}, {@code >= 0}
     */
    public static Deals ofColumns(
            ReportingPeriod period, Currency currency, double[] days, Outcome[] outcomes, double[] values) {
        TimeInStage times = TimeInStage.ofColumns(days, outcomes);
        Objects.requireNonNull(values, "values");
        if (values.length != days.length) {
            throw Require.bad("values", "must have as many rows as days, " + days.length, "", values.length);
        }
        double[] won = new double[values.length];
        double[] closed = new double[values.length];
        double[] wins = new double[values.length];
        int countClosed = 0;
        int countWon = 0;
        for (int i = 0; i < values.length; i++) {
            double value = Require.nonNegative(values[i], "values[" + i + "]", "of a deal");
            if (outcomes[i] != Outcome.OPEN) {
                won[countClosed] = outcomes[i] == Outcome.WON ? value : 0;
                closed[countClosed++] = value;
            }
            if (outcomes[i] == Outcome.WON) {
                wins[countWon++] = value;
            }
        }
        double[] one = new double[countWon];
        Arrays.fill(one, 1);
        return new Deals(
                period,
                currency,
                times,
                RatioOfSums.ofColumns(
                        Arrays.copyOf(won, countClosed),
                        "value won",
                        Arrays.copyOf(closed, countClosed),
                        "value closed"),
                RatioOfSums.ofColumns(Arrays.copyOf(wins, countWon), "value won", one, "deals won"));
    }

    /**
     * Won over closed so far; open deals are in neither, so that it moves as they close. These are deals opened in the period: that of
     * the deals closed in it is {@link JourneyMetrics#winRateByCount}.
     */
    public ShareMetric cohortWinRateByCount() {
        return JourneyMetrics.during(period).cohortWinRateByCount(times.won(), times.lost());
    }

    /** Value won over value closed so far, as {@link #cohortWinRateByCount}; with a standard error over deals. */
    public RatioMetric cohortWinRateByValue() {
        return new RatioMetric(JourneyMetrics.COHORT_WIN_RATE_BY_VALUE, period, valueWon);
    }

    /** Won so far over all: too low by the wins among those still open. */
    public ShareMetric winsSoFarOfAllOpened() {
        return JourneyMetrics.during(period).winsSoFarOfAllOpened(times.won(), times.total());
    }

    /** Won over all, once all are closed; an {@link IllegalArgumentException} before. */
    public ShareMetric winRateOfAllOpened() {
        return JourneyMetrics.during(period).winRateOfAllOpened(times.won(), times.lost(), times.open());
    }

    /** The mean value of a deal won. */
    public Revenue meanWonValue() {
        return new Revenue(new CurrencyAmount(currency, valuePerWin.value()));
    }

    /**
     * {@code open opportunities x cohort win rate by count x mean won value / mean cycle of won}, per day; see {@link
     * JourneyMetrics#salesVelocity}.
     *
     * @param openOpportunities in the pipeline now
     */
    public PeriodicRevenue salesVelocity(long openOpportunities) {
        return JourneyMetrics.during(period)
                .salesVelocity(openOpportunities, cohortWinRateByCount(), meanWonValue(), times.meanCycleOfWon());
    }

    /** The deals of both, in one currency; none may be in both. */
    public Deals plus(Deals other) {
        Objects.requireNonNull(other, "other");
        CurrencyMismatchException.check(currency, other.currency);
        return new Deals(
                period.plus(other.period),
                currency,
                times.plus(other.times),
                valueWon.plus(other.valueWon),
                valuePerWin.plus(other.valuePerWin));
    }
}
