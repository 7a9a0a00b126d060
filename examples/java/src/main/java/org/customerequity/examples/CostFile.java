package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.customerequity.acquisition.AcquisitionExpense;
import org.customerequity.acquisition.AcquisitionLedger;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** A CSV file of what acquisition cost: month, channel, kind and amount, one expense a row. */
final class CostFile {
    private static final List<String> NEEDED = List.of("month", "channel", "kind", "amount");
    private static final String SHARED = "shared";

    /**
     * What was read.
     *
     * @param ledger with all expenses booked, and nobody won yet
     * @param rows how many, and what was left out
     */
    record Costs(AcquisitionLedger.Builder ledger, CsvFile.Rows rows) {}

    private final CsvFile file;
    private final Currency currency;
    private final AcquisitionLedger.Builder ledger;
    private List<String> header = List.of();

    CostFile(Source source, Currency currency, boolean skipBadRows, Progress progress) {
        this.file = new CsvFile(source, skipBadRows, progress);
        this.currency = currency;
        this.ledger = AcquisitionLedger.builder(currency, PeriodUnit.MONTH);
    }

    /**
     * All usable rows.
     *
     * @throws Refusal if the file cannot be read, or a row cannot be used and bad rows are not to be skipped
     */
    Costs read() {
        CsvFile.Rows rows = file.read(NEEDED, this::header, this::row);
        return new Costs(ledger, rows);
    }

    private void header(List<String> found) {
        NEEDED.forEach(name -> file.column(name, found, ""));
        header = found;
    }

    private String field(CsvRecord row, String name) {
        return file.field(row, header.indexOf(name), name);
    }

    private void row(CsvRecord row) {
        ReportingPeriod month = ReportingPeriod.containing(month(row), PeriodUnit.MONTH);
        String channel = field(row, "channel");
        if (channel.isEmpty()) {
            throw file.bad(row, "channel", "must not be blank (shared is for all of them)", channel);
        }
        AcquisitionExpense kind = kind(row);
        String text = field(row, "amount");
        double amount = file.decimal(row, "amount", "must be a decimal number such as 1250.00", text);
        if (amount < 0) {
            throw file.bad(row, "amount", "must not be negative", text);
        }
        CurrencyAmount spend = new CurrencyAmount(currency, amount);
        if (channel.equalsIgnoreCase(SHARED)) {
            ledger.sharedSpend(month, kind, spend);
        } else {
            ledger.spend(channel, month, kind, spend);
        }
    }

    private LocalDate month(CsvRecord row) {
        String text = field(row, "month");
        LocalDate day;
        try {
            day = YearMonth.parse(text).atDay(1);
        } catch (DateTimeParseException e) {
            throw file.bad(row, "month", "must be a month as yyyy-MM", text);
        }
        if (!CsvFile.isPlausible(day)) {
            throw file.bad(row, "month", CsvFile.PLAUSIBLE, text);
        }
        return day;
    }

    private AcquisitionExpense kind(CsvRecord row) {
        String text = field(row, "kind");
        Optional<AcquisitionExpense> kind = Arrays.stream(AcquisitionExpense.values())
                .filter(one -> CommandLine.spelling(one).equalsIgnoreCase(text))
                .findFirst();
        return kind.orElseThrow(() -> file.bad(
                row,
                "kind",
                "must be one of "
                        + Arrays.stream(AcquisitionExpense.values())
                                .map(CommandLine::spelling)
                                .collect(Collectors.joining(", ")),
                text));
    }
}
