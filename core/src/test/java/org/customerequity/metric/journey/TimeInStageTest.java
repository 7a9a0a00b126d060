package org.customerequity.metric.journey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.metric.journey.Outcome.LOST;
import static org.customerequity.metric.journey.Outcome.OPEN;
import static org.customerequity.metric.journey.Outcome.WON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.ShareMetric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Competing risks of winning and losing, deals, carts. */
@Seeded
class TimeInStageTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final JourneyMetrics METRICS = JourneyMetrics.during(MARCH);

    private static final double[] DAYS = {12, 20, 25, 25, 31, 38, 40, 44, 52, 60, 71, 90};
    private static final Outcome[] STATE = {WON, LOST, WON, OPEN, WON, LOST, WON, OPEN, LOST, WON, OPEN, OPEN};
    private static final double[] VALUE = {10, 4, 8, 6, 12, 5, 9, 20, 7, 15, 11, 30};

    private static TimeInStage twelve() {
        return TimeInStage.ofColumns(DAYS, STATE);
    }

    private static Deals deals() {
        return Deals.ofColumns(MARCH, EUR, DAYS, STATE, VALUE);
    }

    /** Sheet 22, section 3. */
    @Test
    void numbersOfTheSheet() {
        TimeInStage times = twelve();
        double[][] expected = {
            {25, 0.166666666667, 0.0833333333333, 0.75},
            {40, 0.354166666667, 0.177083333333, 0.46875},
            {60, 0.471354166667, 0.294270833333, 0.234375}
        };
        for (double[] row : expected) {
            close(row[1], times.wonBy(row[0]), 3e-12);
            close(row[2], times.lostBy(row[0]), 3e-12);
            close(row[3], times.openAfter(row[0]), 3e-12);
        }
        assertEquals(OptionalDouble.of(40), times.medianDaysToDecision());
        close(42.15625, times.meanDaysOpen(60), 1e-15);
        close(33.6, times.meanCycleOfWon(), 1e-15);
        assertEquals(31, times.medianCycleOfWon());
        assertEquals(12, times.total());
        assertEquals(4, times.open());
        assertEquals(90, times.observedDays());
        assertEquals("TimeInStage of 12: 5 won, 3 lost, 4 open after up to 90.0 days", times.toString());

        Deals deals = deals();
        assertEquals(0.625, deals.cohortWinRateByCount().value());
        Interval wilson = deals.cohortWinRateByCount().confidenceInterval(0.95);
        close(0.305742394603, wilson.lower(), 2e-12);
        close(0.863155714176, wilson.upper(), 2e-12);
        close(0.771428571429, deals.cohortWinRateByValue().value(), 1e-12);
        close(0.416666666667, deals.winsSoFarOfAllOpened().value(), 1e-12);
        assertEquals(CurrencyAmount.of("EUR", 10.8), deals.meanWonValue().amount());
        close(8.03571428571, deals.salesVelocity(40).amount().value(), 1e-12);
        assertEquals(PeriodUnit.DAY, deals.salesVelocity(40).unit());

        assertEquals(0.76, METRICS.cartAbandonmentRate(312, 1300).value());
        Interval carts = METRICS.cartAbandonmentRate(312, 1300).confidenceInterval(0.95);
        close(0.736039467591, carts.lower(), 2e-12);
        close(0.782428476059, carts.upper(), 2e-12);
    }

    /** Without a loss and without an open deal the last win is the last of all: exactly 1, which has no interval. */
    @Test
    void everybodyWonIsOne() {
        for (int n = 1; n <= 400; n++) {
            double[] days = new double[n];
            Outcome[] outcomes = new Outcome[n];
            Arrays.fill(outcomes, WON);
            for (int i = 0; i < n; i++) {
                days[i] = i;
            }
            TimeInStage times = TimeInStage.ofColumns(days, outcomes);
            assertEquals(1, times.wonBy(n));
            assertEquals(0, times.lostBy(n));
            assertEquals(0, times.openAfter(n));
            int last = n;
            assertThrows(UndefinedRatioException.class, () -> times.wonByConfidenceInterval(last, 0.95));
        }
    }

    /** Wins so far over all are too few, one minus Kaplan-Meier of wins too many. */
    @Test
    void betweenTheTwoWrongAnswers() {
        TimeInStage times = twelve();
        double survival = 1;
        for (int i = 0, atRisk = 12; i < 12; i++, atRisk--) {
            survival *= STATE[i] == WON ? 1 - 1.0 / atRisk : 1;
        }
        assertTrue(times.wonBy(60) < 1 - survival);
        assertTrue(times.wonBy(60) > deals().winsSoFarOfAllOpened().value());
        // the cycle of the won is shorter than the mean time open
        assertTrue(times.meanCycleOfWon() < times.meanDaysOpen(60));
    }

    /** The recursion as it is written in the textbooks, on unsorted rows, and the identity; steps are closed on the right. */
    @Property
    void incidencesAndOpenAddUpToOne(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = 1, max = 60) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] days = new double[n];
        Outcome[] state = new Outcome[n];
        for (int i = 0; i < n; i++) {
            days[i] = random.nextInt(20);
            state[i] = Outcome.values()[random.nextInt(3)];
        }
        TimeInStage times = TimeInStage.ofColumns(days, state);
        double survival = 1;
        double won = 0;
        double lost = 0;
        double before = 0;
        double area = 0;
        double medianAt = -1;
        for (int day = 0; day <= times.observedDays(); day++) {
            area += day == 0 ? 0 : survival;
            double atRisk = 0;
            double wins = 0;
            double losses = 0;
            for (int i = 0; i < n; i++) {
                atRisk += days[i] >= day ? 1 : 0;
                wins += days[i] == day && state[i] == WON ? 1 : 0;
                losses += days[i] == day && state[i] == LOST ? 1 : 0;
            }
            won += survival * wins / atRisk;
            lost += survival * losses / atRisk;
            survival *= 1 - (wins + losses) / atRisk;
            if (medianAt < 0 && survival <= 0.5 + 1e-12) {
                medianAt = day;
            }
            assertEquals(won, times.wonBy(day), 1e-12);
            assertEquals(lost, times.lostBy(day), 1e-12);
            assertEquals(survival, times.openAfter(day), 1e-12);
            assertEquals(1, times.wonBy(day) + times.lostBy(day) + times.openAfter(day), 1e-12);
            assertTrue(times.wonBy(day) >= before - 1e-15);
            if (day < times.observedDays()) {
                assertEquals(times.wonBy(day), times.wonBy(day + 0.5));
            }
            before = times.wonBy(day);
            assertEquals(area, times.meanDaysOpen(day), 1e-9);
        }
        assertEquals(medianAt < 0 ? OptionalDouble.empty() : OptionalDouble.of(medianAt), times.medianDaysToDecision());
    }

    /** Without open cases it is a share, with the variance of one. */
    @Property
    void withoutOpenCasesItIsAProportion(
            @ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(min = 2, max = 80) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] days = random.ints(n, 1, 12).asDoubleStream().toArray();
        Outcome[] state = new Outcome[n];
        Arrays.setAll(state, i -> random.nextBoolean() ? WON : LOST);
        TimeInStage times = TimeInStage.ofColumns(days, state);
        for (int day = 0; day < 14; day++) {
            int until = day;
            double share = 0;
            double meanOpen = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                share += days[i] <= until && state[i] == WON ? 1.0 / n : 0;
                meanOpen += Math.min(days[i], until) / n;
                squares += Math.min(days[i], until) * Math.min(days[i], until) / n;
            }
            assertEquals(share, times.wonBy(day), 1e-12);
            assertEquals(
                    share * (1 - share) / n, Math.pow(times.wonByEstimate(day).standardError(), 2), 1e-12);
            assertEquals(meanOpen, times.meanDaysOpen(day), 1e-11);
            // Greenwood's variance of a restricted mean is then that of a mean, with divisor n
            assertEquals(
                    (squares - meanOpen * meanOpen) / n,
                    Math.pow(times.meanDaysOpenEstimate(day).standardError(), 2),
                    1e-11);
        }
    }

    /** With one kind of decision only, the variance is Greenwood's. */
    @Test
    void withOneRiskItIsGreenwood() {
        Outcome[] state = STATE.clone();
        Arrays.setAll(state, i -> STATE[i] == LOST ? OPEN : STATE[i]);
        TimeInStage times = TimeInStage.ofColumns(DAYS, state);
        double survival = 1;
        double sum = 0;
        for (int i = 0, atRisk = 12; i < 12; i++, atRisk--) {
            if (state[i] == WON) {
                survival *= 1 - 1.0 / atRisk;
                sum += 1.0 / (atRisk * (atRisk - 1.0));
            }
        }
        close(survival * Math.sqrt(sum), times.wonByEstimate(60).standardError(), 1e-13);
        assertEquals(0, times.lostBy(60));
    }

    /** Exponential risks of 0.03 and 0.02 a day, observed for 10 to 60 days: known answers, and errors as stated. */
    @Test
    void simulatedDealsAreRecovered() {
        SplittableRandom random = new SplittableRandom(20261123);
        int runs = 2_000 * SWEEP;
        int n = 200;
        double sum = 0;
        double squares = 0;
        double stated = 0;
        int covered = 0;
        double areaSum = 0;
        double areaSquares = 0;
        double areaStated = 0;
        double truth = 0.6 * -Math.expm1(-0.05 * 30);
        double area = -Math.expm1(-0.05 * 30) / 0.05;
        double[] days = new double[n];
        Outcome[] state = new Outcome[n];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < n; i++) {
                double decision = -Math.log1p(-random.nextDouble()) / 0.05;
                double observed = 10 + 50 * random.nextDouble();
                days[i] = Math.min(decision, observed);
                state[i] = observed < decision ? OPEN : random.nextDouble() < 0.6 ? WON : LOST;
            }
            TimeInStage times = TimeInStage.ofColumns(days, state);
            double won = times.wonBy(30);
            sum += won;
            squares += (won - truth) * (won - truth);
            stated += Math.pow(times.wonByEstimate(30).standardError(), 2);
            covered += times.wonByConfidenceInterval(30, 0.95).contains(truth) ? 1 : 0;
            double open = times.meanDaysOpen(30);
            areaSum += open;
            areaSquares += (open - area) * (open - area);
            areaStated += Math.pow(times.meanDaysOpenEstimate(30).standardError(), 2);
        }
        double sd = Math.sqrt(squares / runs);
        assertEquals(truth, sum / runs, 4 * sd / Math.sqrt(runs));
        // the spread of 2,000 runs is itself known to 1.6 %
        assertEquals(1, Math.sqrt(stated / runs) / sd, 0.06);
        assertEquals(0.95, covered / (double) runs, 0.02);
        double areaSd = Math.sqrt(areaSquares / runs);
        assertEquals(area, areaSum / runs, 4 * areaSd / Math.sqrt(runs));
        assertEquals(1, Math.sqrt(areaStated / runs) / areaSd, 0.06);
    }

    @Property
    void mergedInAnyOrder(@ForAll @LongRange(max = 1_000_000) long seed, @ForAll @IntRange(max = 12) int at) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] days = random.ints(12, 0, 9).asDoubleStream().toArray();
        TimeInStage whole = TimeInStage.ofColumns(days, STATE);
        TimeInStage left = TimeInStage.ofColumns(Arrays.copyOf(days, at), Arrays.copyOf(STATE, at));
        TimeInStage right = TimeInStage.ofColumns(Arrays.copyOfRange(days, at, 12), Arrays.copyOfRange(STATE, at, 12));
        assertEquals(whole, left.plus(right));
        assertEquals(whole, right.plus(left));
        assertEquals(whole, whole.plus(TimeInStage.none()));
        assertEquals(whole.hashCode(), right.plus(left).hashCode());
        Deals deals = Deals.ofColumns(MARCH, EUR, days, STATE, VALUE);
        Deals merged = Deals.ofColumns(
                        MARCH, EUR, Arrays.copyOf(days, at), Arrays.copyOf(STATE, at), Arrays.copyOf(VALUE, at))
                .plus(Deals.ofColumns(
                        MARCH,
                        EUR,
                        Arrays.copyOfRange(days, at, 12),
                        Arrays.copyOfRange(STATE, at, 12),
                        Arrays.copyOfRange(VALUE, at, 12)));
        assertEquals(deals.times(), merged.times());
        assertEquals(
                deals.cohortWinRateByValue().value(),
                merged.cohortWinRateByValue().value());
        close(
                deals.cohortWinRateByValue().sums().standardError(),
                merged.cohortWinRateByValue().sums().standardError(),
                1e-12);
        assertEquals(deals.meanWonValue(), merged.meanWonValue());
    }

    @Test
    void intervalsStayInside() {
        TimeInStage times = twelve();
        Interval won = times.wonByConfidenceInterval(40, 0.95);
        assertTrue(won.lower() > 0 && won.upper() < 1 && won.contains(times.wonBy(40)));
        // symmetric in ln(-ln F)
        double middle = Math.log(-Math.log(times.wonBy(40)));
        close(Math.log(-Math.log(won.lower())) - middle, middle - Math.log(-Math.log(won.upper())), 1e-12);
        assertTrue(times.lostByConfidenceInterval(40, 0.95).contains(times.lostBy(40)));
        assertTrue(times.lostByEstimate(40).standardError() > 0);
        fails(
                UndefinedRatioException.class,
                "interval of won by day 11.0 is undefined, because nobody was won by then",
                () -> times.wonByConfidenceInterval(11, 0.95));
        fails(
                UndefinedRatioException.class,
                "interval of lost by day 12.0 is undefined, because nobody was lost by then",
                () -> times.lostByConfidenceInterval(12, 0.95));
        TimeInStage all = TimeInStage.ofColumns(new double[] {1, 2}, new Outcome[] {WON, WON});
        fails(
                UndefinedRatioException.class,
                "interval of won by day 2.0 is undefined, because everybody was won by then",
                () -> all.wonByConfidenceInterval(2, 0.95));
        // nothing is open, so that nothing more can come
        assertEquals(1, all.wonBy(1000));
        assertEquals(1.5, all.meanDaysOpen(1000));
        assertEquals(OptionalDouble.of(1), all.medianDaysToDecision());
    }

    @Test
    void beyondWhatWasObservedNothingIsSaid() {
        rejects(
                "t must be <= 90.0, was 91.0 (the longest that anybody was observed; some are still open)",
                () -> twelve().wonBy(91));
        rejects(
                "tau must be <= 90.0, was 120.0 (the longest that anybody was observed; some are still open)",
                () -> twelve().meanDaysOpen(120));
        rejects("t must be finite and >= 0, was NaN (days from the begin)", () -> twelve().openAfter(Double.NaN));
        fails(
                UndefinedRatioException.class,
                "time in stage is undefined, because there are no deals",
                () -> TimeInStage.none().wonBy(1));
        assertEquals(OptionalDouble.empty(), TimeInStage.none().medianDaysToDecision());
        TimeInStage open = TimeInStage.ofColumns(new double[] {3, 9, 9}, new Outcome[] {LOST, OPEN, OPEN});
        assertEquals(OptionalDouble.empty(), open.medianDaysToDecision());
        fails(UndefinedRatioException.class, "cycle of won is undefined, because none was won", open::meanCycleOfWon);
        fails(UndefinedRatioException.class, "cycle of won is undefined, because none was won", open::medianCycleOfWon);
        assertEquals(0, open.wonBy(9));
        rejects(
                "days[0] must be finite and >= 0, was -1.0 (from begin to decision)",
                () -> TimeInStage.ofColumns(new double[] {-1}, new Outcome[] {WON}));
        rejects(
                "outcomes must have as many rows as days, 1, was 2",
                () -> TimeInStage.ofColumns(new double[] {1}, new Outcome[] {WON, LOST}));
        rejectsNull("outcomes[0]", () -> TimeInStage.ofColumns(new double[] {1}, new Outcome[1]));
        rejectsNull("days", () -> TimeInStage.ofColumns(null, STATE));
        rejectsNull("other", () -> twelve().plus(null));
        travels(twelve());
        assertEquals(
                TimeInStage.ofColumns(new double[] {0.0}, new Outcome[] {WON}),
                TimeInStage.ofColumns(new double[] {-0.0}, new Outcome[] {WON}));
    }

    @Test
    void winRates() {
        assertEquals(0.6, METRICS.winRateByCount(3, 2).value());
        assertEquals(
                0.75,
                METRICS.winRateByValue(Revenue.of("EUR", 30), Revenue.of("EUR", 10))
                        .value());
        assertEquals(0.6, METRICS.winRateOfAllOpened(3, 2, 0).value());
        assertEquals(0.05, METRICS.leadConversionRate(48, 960).value());
        assertEquals(METRICS.cohortWinRateByCount(5, 3), deals().cohortWinRateByCount());
        // of the same name and size, and yet not the same deals
        ShareMetric closedInMarch = METRICS.winRateByCount(5, 3);
        assertEquals(Clock.EVENT, closedInMarch.definition().clock());
        assertEquals(Clock.COHORT, deals().cohortWinRateByCount().definition().clock());
        assertEquals(Clock.COHORT, deals().cohortWinRateByValue().definition().clock());
        assertThrows(IllegalArgumentException.class, () -> closedInMarch.plus(deals().cohortWinRateByCount()));
        rejects(
                "open must be 0, was 4 (wait until all are closed, or see TimeInStage and winsSoFarOfAllOpened)",
                () -> deals().winRateOfAllOpened());
        rejects("won must be >= 0, was -1", () -> METRICS.winRateByCount(-1, 2));
        rejects("lost must be >= 0, was -1", () -> METRICS.winRateByCount(1, -1));
        rejects(
                "won must be finite and >= 0, was -1.0 (value of deals)",
                () -> METRICS.winRateByValue(Revenue.of("EUR", -1), Revenue.of("EUR", 1)));
        rejects(
                "leads who became customers must be <= leads 3, was 4 (a part of them)",
                () -> METRICS.leadConversionRate(4, 3));
        rejects(
                "orders must be <= cartsClosed 3, was 4 (each order closes one)",
                () -> METRICS.cartAbandonmentRate(4, 3));
        rejects(
                "orders must be <= checkoutsClosed 3, was 4 (each order closes one)",
                () -> METRICS.checkoutAbandonmentRate(4, 3));
        assertEquals(
                PeriodicRevenue.of("EUR", 2.5, PeriodUnit.DAY),
                METRICS.salesVelocity(10, METRICS.winRateByCount(1, 1), Revenue.of("EUR", 5), 10));
        rejects(
                "cycleDays must be finite and > 0, was 0.0 (from open to win)",
                () -> METRICS.salesVelocity(10, METRICS.winRateByCount(1, 1), Revenue.of("EUR", 5), 0));
        rejects(
                "winRate must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (of the same deals)",
                () -> METRICS.salesVelocity(
                        10,
                        JourneyMetrics.during(ReportingPeriod.ofMonth(2026, 4)).winRateByCount(1, 1),
                        Revenue.of("EUR", 5),
                        3));
        rejects(
                "values must have as many rows as days, 12, was 1",
                () -> Deals.ofColumns(MARCH, EUR, DAYS, STATE, new double[1]));
        rejectsNull("values", () -> Deals.ofColumns(MARCH, EUR, DAYS, STATE, null));
        rejectsNull("winRate", () -> METRICS.salesVelocity(10, null, Revenue.of("EUR", 5), 3));
        travels(deals());
        travels(METRICS);
    }

    @Test
    void cartsByTheIdleRule() {
        Instant now = Instant.parse("2026-03-31T22:00:00Z");
        long at = now.getEpochSecond();
        Duration idle = Duration.ofMinutes(30);
        CartOutcomes carts = CartOutcomes.ofColumns(
                MARCH,
                idle,
                new long[] {at - 1_000_000, at - 60, at - 1799, at - 1800, at, at - 5},
                new boolean[] {false, false, false, false, true, true},
                now);
        assertEquals(new CartOutcomes(MARCH, idle, 2, 2, 2), travels(carts));
        assertEquals(0.5, carts.abandonmentRate().value());
        assertEquals(4, carts.closed());
        assertEquals(
                JourneyMetrics.CHECKOUT_ABANDONMENT_RATE,
                carts.checkoutAbandonmentRate().definition());
        assertEquals(new CartOutcomes(MARCH, idle, 4, 4, 4), carts.plus(carts));
        rejects(
                "other must be by the idle rule PT30M, was PT1H (carts by two rules do not add)",
                () -> carts.plus(new CartOutcomes(MARCH, Duration.ofHours(1), 1, 1, 1)));
        rejects(
                "idle must be > 0, was PT0S (such as Duration.ofMinutes(30))",
                () -> new CartOutcomes(MARCH, Duration.ZERO, 1, 1, 1));
        rejects(
                "lastActivity[0] must not be after 2026-03-31T22:00:00Z, was 2026-03-31T22:00:01Z",
                () -> CartOutcomes.ofColumns(MARCH, idle, new long[] {at + 1}, new boolean[] {true}, now));
        rejects(
                "ordered must have as many rows as lastActivity, 1, was 2",
                () -> CartOutcomes.ofColumns(MARCH, idle, new long[] {at}, new boolean[2], now));
        // half a second more than idle for 1,800.5 s is asked for
        Duration half = idle.plusMillis(500);
        long[] row = {at - 1800};
        assertEquals(
                1, CartOutcomes.ofColumns(MARCH, half, row, new boolean[1], now).stillOpen());
        assertEquals(
                1,
                CartOutcomes.ofColumns(MARCH, half, row, new boolean[1], now.plusMillis(500))
                        .abandoned());
        rejectsNull("asOf", () -> CartOutcomes.ofColumns(MARCH, idle, new long[0], new boolean[0], null));
        rejectsNull("other", () -> carts.plus(null));
    }
}
