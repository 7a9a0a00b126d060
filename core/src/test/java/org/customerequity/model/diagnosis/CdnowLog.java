package org.customerequity.model.diagnosis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;

/** The CDNOW sample as transactions; tests that ask for it are skipped where it is absent. */
final class CdnowLog {
    static final LocalDate CALIBRATION_END = LocalDate.of(1997, 9, 30);
    static final LocalDate END = LocalDate.of(1998, 6, 30);

    /** The exact maxima that the oracles of CDNOW were computed at. */
    static final BgNbd BG_NBD = new BgNbd(0.2425945224, 4.413602019, 0.7929220172, 2.425906777, PeriodUnit.WEEK);

    static final MbgNbd MBG_NBD = new MbgNbd(0.5248431591, 6.18308528, 0.8913593907, 1.61400224, PeriodUnit.WEEK);
    static final ParetoNbd PARETO_NBD =
            new ParetoNbd(0.5532770469, 10.57768346, 0.6062399891, 11.66873529, PeriodUnit.WEEK);

    private CdnowLog() {}

    static Stream<Transaction> transactions() {
        Path file = Path.of(System.getProperty("customerequity.shared", "shared"), "data", "cdnow_elog_sample.csv");
        assumeTrue(
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

    static TransactionSummarizer rules() {
        return TransactionSummarizer.per(PeriodUnit.WEEK).until(END);
    }

    static PurchaseLog log() {
        return transactions().collect(rules().toLog());
    }
}
