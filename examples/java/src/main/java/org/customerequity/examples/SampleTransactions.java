package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.customerequity.history.Transaction;

/** The bundled synthetic sample as transactions, for examples that need some; in US dollars. */
public final class SampleTransactions {
    /** The last day on which the sample was observed. */
    public static final LocalDate UNTIL = LocalDate.parse(Sample.UNTIL);

    private SampleTransactions() {}

    /** All of them, in order of time. */
    public static List<Transaction> list() {
        try (Reader reader = new InputStreamReader(new Sample().open(), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(reader)) {
            return rows.stream()
                    .map(row -> Transaction.of(
                            row.getField("customer"),
                            LocalDate.parse(row.getField("date")),
                            Double.parseDouble(row.getField("amount"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
