package org.customerequity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Assumptions;

/** What the customers of the CDNOW sample bought, day by day; a test that asks for it is skipped where it is absent. */
public final class CdnowLog {
    private CdnowLog() {}

    /** All transactions, to 30 June 1998. */
    public static Stream<Transaction> transactions() {
        Path file = Path.of(System.getProperty("customerequity.shared", "shared"), "data", "cdnow_elog_sample.csv");
        Assumptions.assumeTrue(
                Files.exists(file), "skipped: no reference data at customerequity.shared/data/cdnow_elog_sample.csv");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(1, lines.size()).stream()
                    .map(line -> line.split(","))
                    .map(field -> Transaction.of(field[0], LocalDate.parse(field[1]), Double.parseDouble(field[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link Cdnow#calibration()} as a user gets it from transactions: with what is known of single amounts and times. */
    public static PurchaseHistories calibration() {
        return transactions()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(LocalDate.of(1997, 9, 30))
                        .withCurrency("USD")
                        .toLog())
                .histories();
    }

    /**
     * For each customer of {@link Cdnow}, in the same order, the times between consecutive purchases in weeks, purchases of one
     * day counting as one.
     */
    public static List<double[]> intervals(LocalDate until) {
        TreeMap<Integer, SortedSet<LocalDate>> days = new TreeMap<>();
        transactions()
                .filter(transaction -> !transaction.date().isAfter(until))
                .forEach(transaction -> days.computeIfAbsent(
                                Integer.valueOf(transaction.customer()), id -> new TreeSet<>())
                        .add(transaction.date()));
        return days.values().stream().map(CdnowLog::between).toList();
    }

    private static double[] between(SortedSet<LocalDate> days) {
        double[] all = days.stream().mapToDouble(LocalDate::toEpochDay).toArray();
        double[] out = new double[all.length - 1];
        for (int i = 0; i < out.length; i++) {
            out[i] = (all[i + 1] - all[i]) / 7;
        }
        return out;
    }
}
