package org.customerequity.model.spend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Assumptions;

/** The single amounts of the CDNOW sample: customer-days to 30 September 1997, the first purchase excluded. */
final class CdnowAmounts {
    private CdnowAmounts() {}

    /** The calibration period with the logarithms of single amounts, as a user gets them from transactions. */
    static PurchaseHistories calibration() {
        Path file = Path.of(System.getProperty("customerequity.shared", "shared"), "data", "cdnow_elog_sample.csv");
        Assumptions.assumeTrue(
                Files.exists(file), "skipped: no reference data at customerequity.shared/data/cdnow_elog_sample.csv");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(1, lines.size()).stream()
                    .map(line -> line.split(","))
                    .map(field -> Transaction.of(field[0], LocalDate.parse(field[1]), Double.parseDouble(field[3])))
                    .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                            .until(LocalDate.of(1997, 9, 30))
                            .withCurrency("USD")
                            .toLog())
                    .histories();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
