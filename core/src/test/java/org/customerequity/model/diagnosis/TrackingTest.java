package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.SameDay;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

@Seeded
class TrackingTest {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    /**
     * All 78 weeks of CDNOW, actual and under three models, against other programs. They count a customer's time from the
     * start of the first day, which a log does where times of day are used.
     */
    @Test
    void cdnow() {
        OracleTable weeks = OracleTable.shared("oracles/cdnow_tracking.csv");
        PurchaseLog merged = CdnowLog.log();
        PurchaseLog fromMidnight = CdnowLog.transactions()
                .collect(CdnowLog.rules().withSameDay(SameDay.SEPARATE).toLog());
        List<PurchaseModel> models = List.of(CdnowLog.BG_NBD, CdnowLog.MBG_NBD, CdnowLog.PARETO_NBD);
        List<String> names = List.of("bgnbd", "mbgnbd", "paretonbd");
        for (int m = 0; m < models.size(); m++) {
            Tracking tracking = Tracking.of(models.get(m), merged);
            assertEquals(78, tracking.periods());
            long[] actual = tracking.cumulativeActual();
            double[] expected = Tracking.of(models.get(m), fromMidnight).cumulativeExpected();
            for (int k = 0; k < 78; k++) {
                assertEquals(k + 1, weeks.get(k, "week"));
                assertEquals(weeks.get(k, "actual_cumulative"), actual[k], weeks.where(k));
                double oracle = weeks.get(k, names.get(m));
                // hypergeometric functions: 1e-10 relative
                assertEquals(oracle, expected[k], 1e-10 * oracle, weeks.where(k));
            }
            assertEquals(LocalDate.of(1998, 6, 30), tracking.lastDay(77));
            assertEquals(LocalDate.of(1997, 1, 7), tracking.lastDay(0));
        }
    }

    /** Where days are merged, a customer's time is the age that the model was fitted to: day s of the year has t - s / 7. */
    @Test
    void atTheEndOfTheCalibrationAgesAreThoseOfTheFit() {
        double[] ages = Cdnow.calibration().ages();
        double sum = Arrays.stream(ages)
                .map(age -> CdnowLog.BG_NBD.expectedPurchases(
                        PurchaseHistory.newCustomer(PeriodUnit.WEEK), Span.ofWeeks(0, age)))
                .sum();
        Tracking tracking = Tracking.of(CdnowLog.BG_NBD, CdnowLog.log());
        assertEquals(CdnowLog.CALIBRATION_END, tracking.lastDay(38));
        assertEquals(sum, tracking.cumulativeExpected()[38], 1e-10 * sum);
        assertEquals(2457, tracking.cumulativeActual()[38]);
    }

    @Test
    void periodsAreThoseOfTheLog() {
        PurchaseLog log = CdnowLog.log();
        Tracking all = Tracking.of(CdnowLog.BG_NBD, log);
        assertArrayEquals(log.repeatPurchasesByPeriod(), all.actual());
        assertEquals(all.actual(11), all.cumulativeActual()[11] - all.cumulativeActual()[10]);
        assertEquals(all.expected(11), all.cumulativeExpected()[11] - all.cumulativeExpected()[10], 1e-9);

        // all customers of CDNOW came in the first twelve weeks
        assertEquals(all, Tracking.of(CdnowLog.BG_NBD, log, CdnowLog.CALIBRATION_END));
        Tracking january = Tracking.of(CdnowLog.BG_NBD, log, LocalDate.of(1997, 1, 31));
        Tracking later = Tracking.of(
                CdnowLog.BG_NBD,
                CdnowLog.transactions()
                        .filter(t -> !firstMonth(log).contains(t.customer()))
                        .collect(CdnowLog.rules().from(LocalDate.of(1997, 1, 1)).toLog()));
        for (int k = 0; k < 78; k++) {
            assertEquals(all.actual(k), january.actual(k) + later.actual(k));
            assertEquals(all.expected(k), january.expected(k) + later.expected(k), 1e-9 * (1 + all.expected(k)));
        }
    }

    private static List<String> firstMonth(PurchaseLog log) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (!log.firstDay(i).isAfter(LocalDate.of(1997, 1, 31))) {
                ids.add(log.ids().get(i));
            }
        }
        return ids;
    }

    /** By months, and with times of day: one customer after the other, from the histories as of the last day of each period. */
    @Property(tries = 60)
    void isTheSumOverCustomersAsOfEachDay(
            @ForAll @IntRange(min = 40, max = 200) int days,
            @ForAll PeriodUnit unit,
            @ForAll boolean timed,
            @ForAll Random random) {
        List<Transaction> transactions = new ArrayList<>();
        transactions.add(Transaction.of("c0", START, 1));
        for (int i = 0; i < 12; i++) {
            int birth = random.nextInt(days);
            for (int p = 0; p < 3; p++) {
                int day = birth + random.nextInt(days - birth);
                transactions.add(
                        timed
                                ? new Transaction(
                                        "c" + i,
                                        LocalDateTime.of(
                                                START.plusDays(day),
                                                LocalTime.of(random.nextInt(24), random.nextInt(60))),
                                        1)
                                : Transaction.of("c" + i, START.plusDays(day), 1));
            }
        }
        TransactionSummarizer rules = TransactionSummarizer.per(unit).until(START.plusDays(days));
        PurchaseLog log = transactions.stream().collect((timed ? rules.withSameDay(SameDay.SEPARATE) : rules).toLog());
        PurchaseModel model = new ParetoNbd(0.55, 10.6, 0.6, 11.7, unit);
        Tracking tracking = Tracking.of(model, log);
        double[] cumulative = tracking.cumulativeExpected();
        for (int k = 0; k < tracking.periods(); k++) {
            double[] ages = log.histories(tracking.lastDay(k)).ages();
            double sum = Arrays.stream(ages)
                    .map(age -> model.expectedPurchases(PurchaseHistory.newCustomer(unit), Span.first(age, unit)))
                    .sum();
            assertEquals(sum, cumulative[k], 1e-9 * (1e-6 + sum));
        }
        assertEquals(
                log.totalPurchases() - log.size(),
                Arrays.stream(tracking.actual()).sum());
    }

    @Test
    void badArgumentsAreNamed() {
        PurchaseLog log = Stream.of(Transaction.of("a", START, 1))
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(START.plusDays(9))
                        .toLog());
        IllegalArgumentException unit =
                assertThrows(IllegalArgumentException.class, () -> Tracking.of(CdnowLog.BG_NBD, log));
        assertEquals("log must be in the model's unit WEEK, was DAY (build it per that unit)", unit.getMessage());
        IllegalArgumentException nobody = assertThrows(
                IllegalArgumentException.class,
                () -> Tracking.of(
                        CdnowLog.BG_NBD,
                        Stream.of(Transaction.of("a", START, 1))
                                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                                        .until(START.plusDays(9))
                                        .toLog()),
                        START.minusDays(1)));
        assertEquals(
                "log must have customers acquired by 2023-12-31, was empty (there is nobody to track)",
                nobody.getMessage());
    }
}
