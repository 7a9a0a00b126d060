package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.testing.Cdnow;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The log of the CDNOW sample against figures of other programs (Fader, Hardie and Lee 2005, and the weekly counts). */
class CdnowPurchaseLogTest {
    private static final LocalDate END = LocalDate.of(1998, 6, 30);
    private static final LocalDate CALIBRATION_END = LocalDate.of(1997, 9, 30);

    private static PurchaseLog log() throws IOException {
        return log(MeanSpend.OF_REPEAT_PURCHASES);
    }

    private static PurchaseLog log(MeanSpend mean) throws IOException {
        Path file = Path.of(System.getProperty("customerequity.shared", "shared"), "data", "cdnow_elog_sample.csv");
        assumeTrue(
                Files.exists(file), "skipped: no reference data at customerequity.shared/data/cdnow_elog_sample.csv");
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size()).stream()
                .map(line -> line.split(","))
                .map(field -> Transaction.of(field[0], LocalDate.parse(field[1]), Double.parseDouble(field[3])))
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(END)
                        .withMeanSpend(mean)
                        .withCurrency("USD")
                        .toLog());
    }

    @Test
    void logarithmsOfIntervalsAndAmounts() throws IOException {
        PurchaseLog log = log();
        PurchaseHistories then = log.histories(CALIBRATION_END);
        double litt = 0;
        int buyers = 0;
        int transactions = 0;
        double amounts = 0;
        double logs = 0;
        for (int i = 0; i < then.size(); i++) {
            litt += then.sumOfLogIntervals(i);
            buyers += then.frequency(i) > 0 ? 1 : 0;
            transactions += then.spendCount(i);
            amounts += then.spendCount(i) * then.meanSpend(i);
            logs += then.spendCount(i) * then.meanOfLogSpend(i);
        }
        assertEquals(2909.50466858973, litt, 1e-12 * 2910);
        assertEquals(946, buyers);
        assertEquals(2457, transactions);
        assertEquals(95355.6, amounts, 1e-12 * 95356);
        assertEquals(8200.516552515515, logs, 1e-12 * 8201);

        PurchaseHistories summary = Cdnow.calibration();
        int[] holdout = log.purchasesBetween(CALIBRATION_END, END);
        int[] expected = Cdnow.holdout();
        assertEquals(summary.size(), then.size());
        for (int i = 0; i < summary.size(); i++) {
            assertEquals(summary.frequency(i), then.frequency(i));
            assertEquals(summary.recency(i), then.recency(i));
            assertEquals(summary.age(i), then.age(i));
            assertEquals(expected[i], holdout[i]);
        }
    }

    /** Log-normal spend with a customer effect at the maximum that sheet 20 E gives, from the columns alone. */
    @Test
    void theScatterIsWhatTheLogNormalModelNeeds() throws IOException {
        PurchaseHistories then = log().histories(CALIBRATION_END);
        double mu = 3.29085;
        double tau2 = 0.219950;
        double s2 = 0.316121;
        double sum = 0;
        for (int i = 0; i < then.size(); i++) {
            int n = then.spendCount(i);
            if (n > 0) {
                double v = s2 + n * tau2;
                double distance = then.meanOfLogSpend(i) - mu;
                sum += -n / 2.0 * Math.log(2 * Math.PI)
                        - (n - 1) / 2.0 * Math.log(s2)
                        - Math.log(v) / 2
                        - then.scatterOfLogSpend(i) / (2 * s2)
                        - n * distance * distance / (2 * v);
            }
        }
        // at a maximum, the six digits of the parameters cost only their square
        assertEquals(-2496.75940339, sum, 1e-5);
    }

    @Test
    void weeklyRepeatPurchases() throws IOException {
        PurchaseLog log = log();
        assertEquals(LocalDate.of(1997, 1, 1), log.firstDay().orElseThrow());
        long[] weekly = log.repeatPurchasesByPeriod();
        OracleTable expected = OracleTable.shared("oracles/cdnow_tracking.csv");
        assertEquals(78, weekly.length);
        assertEquals(78, expected.size());
        long sum = 0;
        for (int week = 0; week < weekly.length; week++) {
            sum += weekly[week];
            assertEquals((long) expected.get(week, "actual_cumulative"), sum, expected.where(week));
        }
        assertEquals(6696 - 2357, sum);
        long[] acquired = log.acquisitionsByPeriod();
        assertEquals(2357, Arrays.stream(acquired).sum());
        assertEquals(2357, Arrays.stream(acquired).limit(12).sum(), "the cohort of the first quarter");
    }

    /** Eight customers whose only purchase was free. */
    @Test
    void eightZerosHaveNoLogarithm() throws IOException {
        PurchaseLog log = log(MeanSpend.OF_ALL_PURCHASES);
        assertEquals(
                "PurchaseLog[6696 purchases of 2357 customers until 1998-06-30, unit WEEK, in USD]", log.toString());
        assertFalse(log.histories().hasLogSpend());
        assertTrue(log(MeanSpend.OF_REPEAT_PURCHASES).histories().hasLogSpend());
        assertEquals(
                "customer \"87\" on 1997-01-05: amount must be > 0 for a spend model, was 0.0 (after refunds; see"
                        + " SpendPolicy for what else to do with it)",
                assertThrows(DataException.class, () -> log.withSpendPolicy(SpendPolicy.REJECT))
                        .getMessage());
        SpendAdjustment dropped = log.withSpendPolicy(SpendPolicy.DROP_PURCHASE).spendAdjustment();
        assertEquals(8, dropped.purchasesTouched());
        assertEquals(6688, dropped.purchases());
        assertEquals(2349, dropped.customers());
        assertEquals(244091.94, dropped.amount(), 1e-9);
        PurchaseLog floored = log.withSpendPolicy(SpendPolicy.floor(0.01));
        assertEquals(0.08, floored.spendAdjustment().amountAdded(), 1e-9);
        assertTrue(floored.histories().hasLogSpend());
    }
}
