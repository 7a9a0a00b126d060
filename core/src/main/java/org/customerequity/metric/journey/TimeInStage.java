package org.customerequity.metric.journey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How long a deal or anybody in a stage takes to be won or lost, with those still open counted rightly.
 *
 * <p>Winning and losing are competing risks: who is lost cannot be won any more. At each day u on which something was decided, with
 * n_u still undecided and under observation just before:
 *
 * <pre>{@code
 *   S(t)      = prod u <= t of (1 - d_u / n_u)                     still open
 *   F_won(t)  = sum u <= t of S(u-) won_u / n_u                    won by t; F_lost likewise
 *   F_won + F_lost + S = 1
 * }</pre>
 *
 * <p>Wins so far over all opened is too low while deals are open, and the mean cycle of those won is too short, because long cycles
 * are the ones still open. One minus a Kaplan-Meier curve of wins, with losses censored, is too high.
 *
 * <p>Cumulative incidence after Aalen and Johansen, Scandinavian Journal of Statistics 5, 1978; its variance by the delta method
 * from multinomial hazards (Marubini and Valsecchi, Analysing Survival Data, 1995, section 10.2), which without open cases is that
 * of a proportion. It takes open cases to be no different from those decided: older, not worse.
 *
 * <p>Mergeable: counts by day are kept. Compared by value; immutable.
 */
public final class TimeInStage implements Serializable {
    private static final long serialVersionUID = 1;

    /** Distinct, ascending, with how many had which outcome then. */
    private final double[] days;

    private final long[] won;
    private final long[] lost;
    private final long[] open;

    private TimeInStage(double[] days, long[] won, long[] lost, long[] open) {
        this.days = days;
        this.won = won;
        this.lost = lost;
        this.open = open;
    }

    /** Nobody yet: what a stream or a partition starts from. */
    public static TimeInStage none() {
        return new TimeInStage(new double[0], new long[0], new long[0], new long[0]);
    }

    /**
     * One row a deal.
     *
     * @param days from its begin to its decision, or to the end of observation where it is open; finite and {@code >= 0}
     * @param outcomes what it was, as many
     */
    public static TimeInStage ofColumns(double[] days, Outcome[] outcomes) {
        Objects.requireNonNull(days, "days");
        Objects.requireNonNull(outcomes, "outcomes");
        int n = days.length;
        if (outcomes.length != n) {
            throw Require.bad("outcomes", "must have as many rows as days, " + n, "", outcomes.length);
        }
        double[] sorted = new double[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = Require.nonNegative(days[i], "days[" + i + "]", "from begin to decision");
        }
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || sorted[i] != sorted[distinct - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        double[] times = Arrays.copyOf(sorted, distinct);
        long[] won = new long[distinct];
        long[] lost = new long[distinct];
        long[] open = new long[distinct];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(times, days[i] + 0.0);
            switch (Objects.requireNonNull(outcomes[i], "outcomes[" + i + "]")) {
                case WON -> won[at]++;
                case LOST -> lost[at]++;
                case OPEN -> open[at]++;
            }
        }
        return new TimeInStage(times, won, lost, open);
    }

    /** The deals of both; none may be in both. */
    public TimeInStage plus(TimeInStage other) {
        Objects.requireNonNull(other, "other");
        int most = days.length + other.days.length;
        double[] times = new double[most];
        long[] bothWon = new long[most];
        long[] bothLost = new long[most];
        long[] bothOpen = new long[most];
        int at = 0;
        for (int i = 0, j = 0; i < days.length || j < other.days.length; at++) {
            double mine = i < days.length ? days[i] : Double.POSITIVE_INFINITY;
            double theirs = j < other.days.length ? other.days[j] : Double.POSITIVE_INFINITY;
            times[at] = Math.min(mine, theirs);
            if (mine <= theirs) {
                bothWon[at] += won[i];
                bothLost[at] += lost[i];
                bothOpen[at] += open[i];
                i++;
            }
            if (theirs <= mine) {
                bothWon[at] += other.won[j];
                bothLost[at] += other.lost[j];
                bothOpen[at] += other.open[j];
                j++;
            }
        }
        return new TimeInStage(
                Arrays.copyOf(times, at),
                Arrays.copyOf(bothWon, at),
                Arrays.copyOf(bothLost, at),
                Arrays.copyOf(bothOpen, at));
    }

    /** How many were won. */
    public long won() {
        return Arrays.stream(won).sum();
    }

    /** How many were lost. */
    public long lost() {
        return Arrays.stream(lost).sum();
    }

    /** How many are still open. */
    public long open() {
        return Arrays.stream(open).sum();
    }

    /** How many there are. */
    public long total() {
        return won() + lost() + open();
    }

    /**
     * The probability of being won within {@code t} days.
     *
     * @throws IllegalArgumentException if {@code t} is beyond what was observed
     * @throws UndefinedRatioException if there are no deals
     */
    public double wonBy(double t) {
        return incidence(t, won).value;
    }

    /** The probability of being lost within {@code t} days, under the same rules as {@link #wonBy}. */
    public double lostBy(double t) {
        return incidence(t, lost).value;
    }

    /** The probability of being still open after {@code t} days, under the same rules as {@link #wonBy}. */
    public double openAfter(double t) {
        return incidence(t, won).open;
    }

    /** {@link #wonBy} with its standard error. */
    public Estimate wonByEstimate(double t) {
        return incidence(t, won).estimate();
    }

    /** {@link #lostBy} with its standard error. */
    public Estimate lostByEstimate(double t) {
        return incidence(t, lost).estimate();
    }

    /**
     * The interval of {@link #wonBy}, symmetric in {@code ln(-ln F)}, so that it stays in [0, 1].
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nobody, or everybody, was won by then: counts without a variance have no such interval
     */
    public Interval wonByConfidenceInterval(double t, double level) {
        return incidence(t, won).interval(level, "won", t);
    }

    /** The interval of {@link #lostBy}, as that of {@link #wonByConfidenceInterval}. */
    public Interval lostByConfidenceInterval(double t, double level) {
        return incidence(t, lost).interval(level, "lost", t);
    }

    /**
     * The median time to a decision, whichever it is: the first day by which half are decided. Empty where more than half are open
     * at the end of what was observed.
     */
    public OptionalDouble medianDaysToDecision() {
        long atRisk = total();
        double survival = 1;
        for (int i = 0; i < days.length; i++) {
            long decided = won[i] + lost[i];
            if (decided > 0) {
                survival *= (atRisk - decided) / (double) atRisk;
                // half is half, whatever the products round to
                if (survival <= 0.5 * (1 + 1e-12)) {
                    return OptionalDouble.of(days[i]);
                }
            }
            atRisk -= decided + open[i];
        }
        return OptionalDouble.empty();
    }

    /**
     * The mean number of days open within the first {@code tau} days: the area under S.
     *
     * @param tau {@code >= 0}, within what was observed
     */
    public double meanDaysOpen(double tau) {
        return meanDaysOpenEstimate(tau).value();
    }

    /** {@link #meanDaysOpen} with its standard error, by Greenwood's formula for a restricted mean. */
    public Estimate meanDaysOpenEstimate(double tau) {
        requireObserved(tau, "tau");
        int end = firstAfter(tau);
        // backwards: the area from each day on is what a decision then takes away
        double[] survival = new double[end + 1];
        survival[0] = 1;
        long atRisk = total();
        long[] risk = new long[end];
        for (int i = 0; i < end; i++) {
            risk[i] = atRisk;
            long decided = won[i] + lost[i];
            survival[i + 1] = survival[i] * (atRisk - decided) / atRisk;
            atRisk -= decided + open[i];
        }
        double area = 0;
        double variance = 0;
        double until = tau;
        for (int i = end - 1; i >= 0; i--) {
            area += survival[i + 1] * (until - days[i]);
            until = days[i];
            double decided = won[i] + lost[i];
            if (decided > 0 && decided < risk[i]) {
                variance += area * area * decided / (risk[i] * (risk[i] - decided));
            }
        }
        return Estimate.of(area + until, Math.sqrt(variance));
    }

    /**
     * The mean days to the win among those won: the "sales cycle" of most reports. Biased: too short while deals are open, because
     * the long ones are those. Compare with {@link #medianDaysToDecision} and {@link #meanDaysOpen}.
     *
     * @throws UndefinedRatioException if none was won
     */
    public double meanCycleOfWon() {
        double sum = 0;
        for (int i = 0; i < days.length; i++) {
            sum += won[i] * days[i];
        }
        return sum / requireWon();
    }

    /** The median days to the win among those won, midway between the two in the middle; biased as {@link #meanCycleOfWon} is. */
    public double medianCycleOfWon() {
        long wins = requireWon();
        return (dayOfWin((wins - 1) / 2) + dayOfWin(wins / 2)) / 2;
    }

    private long requireWon() {
        long wins = won();
        if (wins == 0) {
            throw new UndefinedRatioException("cycle of won is undefined, because none was won");
        }
        return wins;
    }

    private double dayOfWin(long rank) {
        long before = 0;
        int i = -1;
        while (before <= rank) {
            before += won[++i];
        }
        return days[i];
    }

    /** The longest time that anybody was observed; 0 where there is nobody. */
    public double observedDays() {
        return days.length == 0 ? 0 : days[days.length - 1];
    }

    /** How many of the days are at most t. */
    private int firstAfter(double t) {
        int at = Arrays.binarySearch(days, t + 0.0);
        return at < 0 ? -at - 1 : at + 1;
    }

    private void requireObserved(double t, String name) {
        Require.nonNegative(t, name, "days from the begin");
        if (days.length == 0) {
            throw new UndefinedRatioException("time in stage is undefined, because there are no deals");
        }
        boolean allDecided = open[days.length - 1] == 0;
        if (t > observedDays() && !allDecided) {
            throw Require.bad(
                    name,
                    "must be <= " + observedDays(),
                    "the longest that anybody was observed; some are still open",
                    t);
        }
    }

    /** One curve at one time. */
    private static final class Incidence {
        private final double value;
        private final double open;
        private final double variance;

        private Incidence(double value, double open, double variance) {
            this.value = value;
            this.open = open;
            this.variance = variance;
        }

        private Estimate estimate() {
            return Estimate.of(value, Math.sqrt(variance));
        }

        private Interval interval(double level, String what, double t) {
            double z = NormalQuantile.ofLevel(level);
            double log = Math.log(value);
            if (!(log < 0) || variance == 0 || value == 0) {
                throw new UndefinedRatioException("interval of " + what + " by day " + t + " is undefined, because "
                        + (value == 0 ? "nobody" : "everybody") + " was " + what + " by then");
            }
            double factor = Math.exp(z * Math.sqrt(variance) / -(value * log));
            return new Interval(Math.exp(log * factor), Math.exp(log / factor), level);
        }
    }

    private Incidence incidence(double t, long[] cause) {
        requireObserved(t, "t");
        int end = firstAfter(t);
        double value = 0;
        double survival = 1;
        long ofOthers = 0;
        long atRisk = total();
        for (int i = 0; i < end; i++) {
            long decided = won[i] + lost[i];
            value += survival * cause[i] / atRisk;
            ofOthers += decided - cause[i];
            survival *= (atRisk - decided) / (double) atRisk;
            atRisk -= decided + open[i];
        }
        // all of one kind is all, and more there cannot be, whatever the products round to
        value = survival == 0 && ofOthers == 0 ? 1 : Math.min(1, value);
        double variance = 0;
        double soFar = 0;
        survival = 1;
        atRisk = total();
        for (int i = 0; i < end; i++) {
            long decided = won[i] + lost[i];
            if (decided > 0) {
                double mine = cause[i] / (double) atRisk;
                double any = decided / (double) atRisk;
                soFar += survival * mine;
                // what a higher hazard of any kind now takes from the rest of the curve
                double rest = decided == atRisk ? 0 : Math.max(0, value - soFar) / (1 - any);
                variance += (survival * survival * mine * (1 - mine)
                                - 2 * survival * rest * mine * (1 - any)
                                + rest * rest * any * (1 - any))
                        / atRisk;
                survival *= (atRisk - decided) / (double) atRisk;
            }
            atRisk -= decided + open[i];
        }
        return new Incidence(value, survival, Math.max(0, variance));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TimeInStage other
                && Arrays.equals(days, other.days)
                && Arrays.equals(won, other.won)
                && Arrays.equals(lost, other.lost)
                && Arrays.equals(open, other.open);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * Arrays.hashCode(days) + Arrays.hashCode(won)) + Arrays.hashCode(lost))
                + Arrays.hashCode(open);
    }

    /** {@code TimeInStage of 12: 5 won, 3 lost, 4 open after up to 90.0 days}. */
    @Override
    public String toString() {
        return "TimeInStage of " + total() + ": " + won() + " won, " + lost() + " lost, " + open()
                + " open after up to " + observedDays() + " days";
    }
}
