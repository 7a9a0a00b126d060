package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file with one transaction a row, read as a stream; a row that cannot be used is an error that says where it is. */
final class TransactionFile {
    private static final String HINT = "--columns says which is which";

    /** A column of this name, in whatever case, is held against the one currency of all amounts. */
    private static final String CURRENCY = "currency";

    /** Takes the transactions, one by one. */
    interface Sink {
        void accept(long line, String customer, LocalDate date, double amount);
    }

    /**
     * What a transaction must be beyond readable.
     *
     * @param until the last day a date may be
     * @param refunds whether amounts may be negative
     * @param currency code of all amounts; null where it does not matter
     */
    record Limits(
            LocalDate until, boolean refunds, @Nullable String currency) {
        static final Limits NONE = new Limits(LocalDate.MAX, true, null);
    }

    /**
     * What was read.
     *
     * @param used rows that were handed on
     * @param skipped rows that were left out because they could not be used
     * @param firstSkipped why, for the first few
     * @param lastDate of the rows used
     */
    record Rows(long used, long skipped, List<String> firstSkipped, LocalDate lastDate) {}

    private final CsvFile file;
    private final Columns columns;

    TransactionFile(Source source, Columns columns, boolean skipBadRows, Progress progress) {
        this.file = new CsvFile(source, skipBadRows, progress);
        this.columns = columns;
    }

    /**
     * Hands every usable row to {@code sink}.
     *
     * @throws Refusal if the file cannot be read, or a row cannot be used and bad rows are not to be skipped
     */
    Rows read(Limits limits, Sink sink) {
        Header header = new Header();
        CsvFile.Rows rows = file.read(columns.names(), header::read, row -> readRow(row, header, limits, sink));
        return new Rows(rows.used(), rows.skipped(), rows.firstSkipped(), header.lastDate);
    }

    /** Hands one row on. */
    private void readRow(CsvRecord row, Header header, Limits limits, Sink sink) {
        String customer = file.field(row, header.customer, columns.customer());
        if (customer.isEmpty()) {
            throw bad(row, columns.customer(), "must not be blank", customer);
        }
        String day = file.field(row, header.date, columns.date());
        LocalDate date = file.date(row, columns.date(), day);
        if (date.isAfter(limits.until)) {
            throw bad(row, columns.date(), "must not be after --until " + limits.until, day);
        }
        String sum = file.field(row, header.amount, columns.amount());
        double amount = amount(row, sum);
        if (amount < 0 && !limits.refunds) {
            throw bad(row, columns.amount(), "must not be negative (--refunds says what to do with refunds)", sum);
        }
        if (limits.currency != null && header.currency >= 0) {
            checkCurrency(row, header, limits.currency);
        }
        try {
            sink.accept(row.getStartingLineNumber(), customer, date, amount);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofData(file.name() + " line " + row.getStartingLineNumber() + ": " + e.getMessage());
        }
        header.lastDate = date.isAfter(header.lastDate) ? date : header.lastDate;
    }

    private void checkCurrency(CsvRecord row, Header header, String currency) {
        String code = file.field(row, header.currency, CURRENCY);
        if (!code.equalsIgnoreCase(currency)) {
            throw bad(row, CURRENCY, "must be " + currency + " on every row (--currency says which)", code);
        }
    }

    /** Where the columns are, {@code currency} -1 where there is none; and the last date seen below them. */
    private final class Header {
        private int customer;
        private int date;
        private int amount;
        private int currency;
        private LocalDate lastDate = LocalDate.MIN;

        void read(List<String> found) {
            customer = file.column(columns.customer(), found, HINT);
            date = file.column(columns.date(), found, HINT);
            amount = file.column(columns.amount(), found, HINT);
            currency = currencyColumn(found);
        }
    }

    private int currencyColumn(List<String> found) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).equalsIgnoreCase(CURRENCY) && !columns.names().contains(found.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private double amount(CsvRecord row, String text) {
        return file.decimal(
                row,
                columns.amount(),
                "must be a decimal number such as 12.50 or -3 (no currency sign, no comma)",
                text);
    }

    private Refusal bad(CsvRecord row, String column, String rule, String text) {
        return file.bad(row, column, rule, text);
    }
}
