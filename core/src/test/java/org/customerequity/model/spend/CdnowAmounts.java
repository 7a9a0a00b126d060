package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.testing.Cdnow;
import org.junit.jupiter.api.Assumptions;

/** The single amounts of the CDNOW sample: customer-days to 30 September 1997, the first purchase excluded. */
final class CdnowAmounts {
    private CdnowAmounts() {}

    /** {@link Cdnow#calibration()} with the logarithms of single amounts. */
    static PurchaseHistories calibration() {
        PurchaseHistories means = Cdnow.calibration();
        Path path = Path.of(System.getProperty("customerequity.shared", "shared"), "data/cdnow_elog_sample.csv");
        Assumptions.assumeTrue(Files.exists(path), () -> "skipped: no reference data at " + path.getFileName());
        List<TreeMap<String, Double>> days =
                means.asList().stream().map(c -> new TreeMap<String, Double>()).toList();
        try {
            for (String line : Files.readAllLines(path)) {
                String[] cells = line.split(",");
                if (!cells[0].equals("customer") && cells[1].compareTo("1997-09-30") <= 0) {
                    days.get(Integer.parseInt(cells[0]) - 1).merge(cells[1], Double.valueOf(cells[3]), Double::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double[] meanOfLogs = new double[means.size()];
        double[] scatter = new double[means.size()];
        double[] mean = new double[means.size()];
        int[] count = new int[means.size()];
        for (int i = 0; i < meanOfLogs.length; i++) {
            SpendSummary spend = SpendSummary.ofAmounts(days.get(i).values().stream()
                    .skip(1)
                    .mapToDouble(Double::doubleValue)
                    .toArray());
            assertEquals(means.spendCount(i), spend.count(), "customer " + (i + 1));
            assertEquals(means.meanSpend(i), spend.mean(), 1e-9 * spend.mean(), "customer " + (i + 1));
            count[i] = spend.count();
            mean[i] = spend.mean();
            meanOfLogs[i] = spend.meanOfLogs();
            scatter[i] = spend.scatterOfLogs();
        }
        return means.withSpend(count, mean, means.currency().orElseThrow()).withLogSpend(meanOfLogs, scatter);
    }
}
