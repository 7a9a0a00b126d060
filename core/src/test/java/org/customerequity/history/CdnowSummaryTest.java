package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.customerequity.testing.OracleTable;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The 6,919 transactions of the CDNOW sample against the summary that goes with them (Fader, Hardie and Lee 2005). */
class CdnowSummaryTest {
    @Test
    void theSummaryOfTheSample() throws IOException {
        Path log = Path.of(System.getProperty("customerequity.shared", "shared"), "data", "cdnow_elog_sample.csv");
        assumeTrue(Files.exists(log), "skipped: no reference data at customerequity.shared/data/cdnow_elog_sample.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(log).subList(1, 6920));
        Collections.shuffle(lines, new Random(1));
        TransactionSummarizer summarizer = TransactionSummarizer.per(PeriodUnit.WEEK)
                .until(LocalDate.of(1998, 6, 30))
                .withCurrency("USD");
        CalibrationSplit split = lines.stream()
                .map(line -> line.split(","))
                .map(field -> Transaction.of(field[0], LocalDate.parse(field[1]), Double.parseDouble(field[3])))
                .collect(summarizer.calibrateUntil(LocalDate.of(1997, 9, 30)).toSplit());

        OracleTable expected = OracleTable.shared("data/cdnow_summary.csv");
        assertEquals(2357, split.size());
        PurchaseHistories histories = split.calibration();
        for (int i = 0; i < split.size(); i++) {
            // identifiers are numbers, and so in their numeric order
            assertEquals(
                    (int) expected.get(i, "id"),
                    Integer.parseInt(histories.ids().get(i)));
            assertEquals((int) expected.get(i, "x"), histories.frequency(i));
            assertEquals(expected.get(i, "t_x_days") / 7, histories.recency(i));
            assertEquals(expected.get(i, "T_days") / 7, histories.age(i));
            assertEquals((int) expected.get(i, "x"), histories.spendCount(i));
            assertEquals(expected.get(i, "m_x"), histories.meanSpend(i), 1e-12 * histories.meanSpend(i));
            assertEquals((int) expected.get(i, "x_star"), split.holdoutPurchases(i));
        }
        assertEquals(1882, split.totalHoldoutPurchases());
        assertEquals(39.0, split.holdout().length());
        DataQualityReport report = split.report();
        assertEquals(6919, report.rowsRead());
        assertEquals(6696, report.purchases());
        assertEquals(223, report.rowsMerged());
        assertEquals(8, report.zeroValueRows());
        assertEquals(2357, report.customersSeen());
        assertEquals(
                List.of(
                        "6,919 transactions of 2,357 customers, 1997-01-01 to 1998-06-30",
                        "6,696 purchases of 2,357 customers kept, USD 244,091.94",
                        "223 rows merged into another purchase of the same day",
                        "8 rows of amount zero, counted as purchases"),
                report.lines());
    }
}
