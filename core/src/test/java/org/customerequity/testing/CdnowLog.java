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
import org.junit.jupiter.api.Assumptions;

/** The days on which the customers of the CDNOW sample bought; a test that asks for them is skipped where they are absent. */
public final class CdnowLog {
    private CdnowLog() {}

    /**
     * For each customer of {@link Cdnow}, in the same order, the times between consecutive purchases in weeks, purchases of one
     * day counting as one.
     */
    public static List<double[]> intervals(LocalDate until) {
        Path path = Path.of(System.getProperty("customerequity.shared", "shared"), "data/cdnow_elog_sample.csv");
        Assumptions.assumeTrue(Files.exists(path), () -> "skipped: no reference data at customerequity.shared/" + path);
        TreeMap<Integer, SortedSet<LocalDate>> days = new TreeMap<>();
        try (Stream<String> lines = Files.lines(path)) {
            lines.skip(1).map(line -> line.split(",")).forEach(row -> {
                LocalDate date = LocalDate.parse(row[1]);
                if (!date.isAfter(until)) {
                    days.computeIfAbsent(Integer.valueOf(row[0]), id -> new TreeSet<>())
                            .add(date);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
