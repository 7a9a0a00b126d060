package org.customerequity.history.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.SameDay;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Day 1 is 2021-03-01, a Monday. */
class CovariatePathsTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static LocalDate day(int day) {
        return LocalDate.of(2021, 2, 28).plusDays(day);
    }

    private static Transaction buys(String customer, int day) {
        return Transaction.of(customer, day(day), 10);
    }

    /** Ann buys on days 3, 8 and 15, Bob on 10; the observation ends with day 20. */
    private static final PurchaseLog LOG = Stream.of(buys("ann", 3), buys("ann", 15), buys("bob", 10), buys("ann", 8))
            .collect(TransactionSummarizer.per(WEEK).until(day(20)).toLog());

    private static CovariatePathsBuilder weeks() {
        return CovariatePaths.builder("promotion", "price")
                .addForAll(day(8), day(15), 1, 7)
                .addForAll(day(1), day(8), 0, 9)
                .addForAll(day(15), day(22), 0, 8);
    }

    private static void assertMessage(String expected, Executable code) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, code).getMessage());
    }

    /** The first period is partial; a purchase on the day a period starts belongs to it. */
    @Test
    void cutsTheCalendarAtTheFirstPurchase() {
        PurchaseHistories histories = LOG.histories().withPaths(weeks().build(), LOG);
        CovariatePath ann = histories.row("ann").path();
        assertEquals(3, ann.periods());
        assertEquals(5 / 7.0, ann.end(0), 0.0);
        assertEquals(12 / 7.0, ann.end(1), 0.0);
        assertEquals(19 / 7.0, ann.reach(), 0.0);
        assertEquals(12 / 7.0, ann.start(2), 0.0);
        assertArrayEquals(new int[] {0, 1, 1}, new int[] {ann.purchases(0), ann.purchases(1), ann.purchases(2)});
        assertEquals(7, ann.value(1, 1), 0.0);
        assertEquals(1, ann.value(1, ann.indexOf("promotion")), 0.0);
        assertEquals(Optional.of("ann"), ann.customer());
        assertEquals(Optional.of(day(3)), ann.firstDay());
        CovariatePath bob = histories.path(1);
        assertEquals(2, bob.periods());
        assertEquals(5 / 7.0, bob.end(0), 0.0);
        assertEquals(0, bob.purchases());
        assertTrue(histories.hasPaths());
        assertTrue(histories.toString().endsWith(", with paths]"), histories.toString());
        assertEquals(ann, histories.select(1, 0).path(1));
        assertEquals(histories, LOG.histories().withPaths(weeks().build(), LOG));
        assertNotEquals(histories, LOG.histories());
        assertEquals(histories.withIds(histories.ids()).row(0), histories.row(0));
    }

    @Test
    void keepsTheTimeOfDay() {
        PurchaseLog log = Stream.of(
                        new Transaction("ann", LocalDateTime.of(2021, 3, 3, 12, 0), 10),
                        new Transaction("ann", LocalDateTime.of(2021, 3, 8, 0, 0), 10))
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(day(20))
                        .withSameDay(SameDay.SEPARATE)
                        .toLog());
        CovariatePath ann = log.histories().withPaths(weeks().build(), log).path(0);
        assertEquals(4.5, ann.end(0), 0.0);
        assertEquals(1, ann.purchases(1));
    }

    @Test
    void ownRowsStandBeforeThoseOfEverybody() {
        CovariatePaths paths = weeks().add("bob", day(5), day(30), 1, 5).build();
        CovariatePath bob = paths.path("bob", day(10), WEEK);
        assertEquals(1, bob.periods());
        assertEquals(20 / 7.0, bob.reach(), 0.0);
        assertEquals(5, bob.value(0, 1), 0.0);
        assertEquals(Set.of("bob"), paths.customers());
        assertEquals(3, paths.path("ann", day(3), WEEK).periods());
        assertEquals(
                "CovariatePaths[[promotion, price], 1 customers, everybody from 2021-03-01 to 2021-03-22]",
                paths.toString());
    }

    @Test
    void constantsStandBesideWhatChanges() {
        CovariateTable table =
                CovariateTable.of(CustomerIds.of(List.of("bob", "ann"))).withNumbers("age", 50, 30);
        CovariatePaths paths = weeks().build().withConstants(table);
        assertEquals(List.of("promotion", "price", "age"), paths.names());
        CovariatePath ann = paths.path("ann", day(3), WEEK);
        for (int k = 0; k < ann.periods(); k++) {
            assertEquals(30, ann.value(k, 2), 0.0);
        }
        assertEquals(7, ann.value(1, 1), 0.0);
        assertMessage(
                "names must differ from each other, was [promotion, price, price] (each covariate once)",
                () -> weeks().build()
                        .withConstants(CovariateTable.of(CustomerIds.of(List.of("ann")))
                                .withNumbers("price", 3)));
        assertMessage(
                "table must be of numbers, was \"channel\" (CovariateTable.withFlags makes them of a category)",
                () -> weeks().build()
                        .withConstants(CovariateTable.of(CustomerIds.of(List.of("ann")))
                                .withCategories("channel", List.of("ads"))));
    }

    @Test
    void theLastPeriodHoldsForEverOnlyWhereThatWasSaid() {
        assertEquals(19 / 7.0, weeks().build().path("ann", day(3), WEEK).reach(), 0.0);
        CovariatePath open = weeks().lastHoldsForEver().build().path("ann", day(3), WEEK);
        assertEquals(Double.POSITIVE_INFINITY, open.reach());
        assertEquals(2, open.periodAt(1e9));
        assertEquals(
                1,
                weeks().lastHoldsForEver().build().path("late", day(400), WEEK).periods());
        assertEquals(open, open.requireReach(Double.POSITIVE_INFINITY, "why not"));
    }

    @Test
    void namesCustomersAndDatesOfWhatIsWrong() {
        assertMessage(
                "periods of customer \"bob\" must follow one another without a gap, was nothing from 2021-03-05 to 2021-03-07"
                        + " (what is not known needs a value and a flag beside it)",
                () -> CovariatePaths.builder("x")
                        .add("bob", day(7), day(9), 1)
                        .add("bob", day(1), day(5), 1)
                        .build());
        assertMessage(
                "periods of customer \"bob\" must not overlap, was [2021-03-04, 2021-03-09) beside [2021-03-01, 2021-03-05)"
                        + " (a period includes its first day, not its last)",
                () -> CovariatePaths.builder("x").add("bob", day(1), day(5), 1).add("bob", day(4), day(9), 1));
        assertMessage(
                "periods of everybody must not overlap, was [2021-03-01, 2021-03-05) beside [2021-03-04, 2021-03-09)"
                        + " (a period includes its first day, not its last)",
                () -> CovariatePaths.builder("x").addForAll(day(4), day(9), 1).addForAll(day(1), day(5), 1));
        assertMessage(
                "x of customer \"bob\" from 2021-03-01 to 2021-03-05 must be finite, was NaN"
                        + " (what is not known needs a value and a flag beside it)",
                () -> CovariatePaths.builder("x").add("bob", day(1), day(5), Double.NaN));
        assertMessage(
                "period of customer \"bob\" must end after it starts on 2021-03-05, was 2021-03-05"
                        + " (to is the first day after it)",
                () -> CovariatePaths.builder("x").add("bob", day(5), day(5), 1));
        assertMessage(
                "covariates must be one for each of [x], was 2",
                () -> CovariatePaths.builder("x").add("bob", day(5), day(6), 1, 2));
        assertMessage(
                "paths must have a row, was empty (CovariatePathsBuilder.add, addForAll)",
                () -> CovariatePaths.builder("x").build());
        assertMessage("names must have at least one, was empty (of the covariates)", CovariatePaths::builder);
        PurchaseHistories histories = LOG.histories();
        assertMessage(
                "paths must be there for every customer of the histories, was none for \"bob\""
                        + " (CovariatePathsBuilder.add, or addForAll for what is the same for everybody)",
                () -> histories.withPaths(
                        CovariatePaths.builder("x")
                                .add("ann", day(1), day(40), 1)
                                .build(),
                        LOG));
        CovariatePaths strangers = weeks().add("eve", day(1), day(2), 1, 1)
                .add("joe", day(1), day(2), 1, 1)
                .build();
        assertMessage(
                "paths must be of customers of the histories, was \"eve\", \"joe\" (CovariatePaths.knownAmong drops others)",
                () -> histories.withPaths(strangers, LOG));
        assertEquals(
                histories.withPaths(weeks().build(), LOG),
                histories.withPaths(strangers.knownAmong(histories.ids()), LOG));
        assertMessage(
                "path of customer \"ann\" must cover the first purchase on 2021-03-03, was from 2021-03-08 to 2021-03-15"
                        + " (periods include their first day, not their last)",
                () -> histories.withPaths(
                        CovariatePaths.builder("x")
                                .addForAll(day(8), day(15), 1)
                                .build(),
                        LOG));
        assertMessage(
                "path of customer \"ann\" must go beyond 1.7142857142857142 weeks after the first purchase (2021-03-15),"
                        + " since a purchase was made then, reached 1.7142857142857142 weeks after the first purchase"
                        + " (2021-03-15) (give the covariates of the periods to come, or declare that the last ones hold for"
                        + " ever)",
                () -> histories.withPaths(
                        CovariatePaths.builder("x")
                                .addForAll(day(1), day(15), 1)
                                .build(),
                        LOG));
        assertMessage(
                "row 0: path of customer \"ann\" must reach 2.4285714285714284 weeks after the first purchase (2021-03-20),"
                        + " since the observation ends then, reached 2.2857142857142856 weeks after the first purchase"
                        + " (2021-03-19) (give the covariates of the periods to come, or declare that the last ones hold for"
                        + " ever)",
                () -> histories.withPaths(
                        CovariatePaths.builder("x")
                                .addForAll(day(1), day(19), 1)
                                .build(),
                        LOG));
    }

    @Test
    void aPathHoldsThePurchasesOfItsHistory() {
        CovariatePath path = CovariatePath.of(WEEK, "x").until(2, 0).until(4, 1).until(9, 0);
        PurchaseHistory h = PurchaseHistory.of(2, 2, 5, WEEK);
        PurchaseHistory known = h.withPath(path.withPurchases(1.5, 2));
        assertEquals(known, h.withPath(path.withPurchaseCounts(1, 1, 0)));
        assertEquals(CovariatePath.none(), h.path());
        assertTrue(h.path().isNone());
        assertMessage(
                "path.purchases must be the frequency 2, was 1"
                        + " (CovariatePath.withPurchases; the first purchase is not counted)",
                () -> h.withPath(path.withPurchases(2)));
        assertMessage(
                "path.purchases must have its last in the period of recency 2.0, was in the period from 0.0 to 2.0"
                        + " (a purchase on a boundary belongs to the period that starts there)",
                () -> h.withPath(path.withPurchases(1, 1.5)));
        assertMessage(
                "path.unit must be that of the history, WEEK, was DAY",
                () -> h.withPath(CovariatePath.of(PeriodUnit.DAY, "x").forEver(1)));
        assertMessage(
                "path must reach 10.0 weeks after the first purchase, since the observation ends then, reached 9.0 weeks"
                        + " after the first purchase (give the covariates of the periods to come, or declare that the last"
                        + " ones hold for ever)",
                () -> PurchaseHistory.of(0, 0, 10, WEEK).withPath(path));
        assertMessage(
                "row 0: path.purchases must be the frequency 2, was 0"
                        + " (CovariatePath.withPurchases; the first purchase is not counted)",
                () -> PurchaseHistories.ofColumns(new int[] {2}, new double[] {2}, new double[] {5}, WEEK)
                        .withPaths(List.of(path)));
        assertMessage(
                "newPaths must have as many rows as the other columns, 1, was 0",
                () -> PurchaseHistories.ofColumns(new int[] {2}, new double[] {2}, new double[] {5}, WEEK)
                        .withPaths(List.of()));
        assertMessage(
                "end must be after the end so far, 9.0, was 9.0 (periods follow one another)", () -> path.until(9, 1));
        assertMessage(
                "x must be finite, was Infinity (what is not known needs a value and a flag beside it)",
                () -> path.forEver(Double.POSITIVE_INFINITY));
        assertMessage("covariates must be one for each of [x], was 2", () -> path.until(10, 1, 2));
        assertMessage(
                "names must differ from each other, was [a, a] (each covariate once)",
                () -> CovariatePath.of(WEEK, "a", "a"));
        assertMessage("counts must be one for each of the periods, 3, was 1", () -> path.withPurchaseCounts(1));
        assertEquals("CovariatePath[[x], 3 periods, until 9.0 weeks, 0 purchases]", path.toString());
        assertEquals(0, path.periodAt(1.999));
        assertEquals(1, path.periodAt(2));
        assertEquals(3, path.periodAt(9));
    }

    /** A boundary and a purchase, or the end of observation, meet to the bit whatever the time of day of the first purchase. */
    @Test
    void midnightIsTheSameByPathAndByPurchases() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            LocalDateTime first = day(3).atStartOfDay().plusNanos(random.nextLong(86_400_000_000_000L));
            int boundary = 4 + random.nextInt(600);
            PurchaseLog log = Stream.of(
                            new Transaction("ann", first, 10),
                            new Transaction("ann", day(boundary).atStartOfDay(), 10))
                    .collect(TransactionSummarizer.per(WEEK)
                            .until(day(700))
                            .withSameDay(SameDay.SEPARATE)
                            .toLog());
            CovariatePaths paths = CovariatePaths.builder("x")
                    .addForAll(day(1), day(boundary), 1)
                    .addForAll(day(boundary), day(701), 0)
                    .build();
            CovariatePath ann = log.histories().withPaths(paths, log).path(0);
            assertEquals(0, ann.purchases(0), () -> first + " and day " + boundary);
            assertEquals(1, ann.purchases(1));
        }
    }

    @Test
    void datesThatMeetReachEachOther() {
        CovariatePaths paths = CovariatePaths.builder("x")
                .addForAll(day(1), day(2000 + 52 * 7), 1)
                .build();
        for (int first = 1; first < 2000; first++) {
            CovariatePath path = paths.path("c", day(first), WEEK);
            double ahead = (2000 - first) / 7.0 + 52;
            assertEquals(path, path.requireReach(ahead, "the forecast goes as far"));
            assertThrows(IllegalArgumentException.class, () -> path.requireReach(ahead + 1e-6, "of more"));
        }
    }

    @Test
    void farDaysAndEmptyPathsAreRefusedByName() {
        CovariatePath ann = weeks().build().path("ann", day(3), WEEK);
        assertMessage(
                "path of customer \"ann\" must reach 1.0E15 weeks after the first purchase, since you ask, reached"
                        + " 2.7142857142857144 weeks after the first purchase (2021-03-22) (give the covariates of the"
                        + " periods to come, or declare that the last ones hold for ever)",
                () -> ann.requireReach(1e15, "you ask"));
        assertMessage(
                "day after the last of everybody must be in the years 0 to 9999, was +999999999-12-31"
                        + " (CovariatePathsBuilder.lastHoldsForEver for no end)",
                () -> CovariatePaths.builder("x").addForAll(day(1), LocalDate.MAX, 1));
        assertMessage(
                "path must have a period, was empty (CovariatePath.until, forEver)",
                () -> PurchaseHistory.newCustomer(WEEK).withPath(CovariatePath.of(WEEK, "x")));
    }
}
