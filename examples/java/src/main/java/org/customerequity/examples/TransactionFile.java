package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A CSV file with one transaction a row, read as a stream; a row that cannot be used is an error that says where it is. */
final class TransactionFile {
    private static final Pattern TIME =
            Pattern.compile("[T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.,]\\d+)?)? ?(Z|UTC|[+-]\\d{2}(:?\\d{2})?)?");
    private static final Pattern LINE = Pattern.compile("(.*) \\(record starting at line (\\d+)\\)");
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final int ROWS_PER_PROGRESS = 8192;
    private static final int SKIPPED_TO_LIST = 3;
    private static final int NAMES_TO_LIST = 12;

    /** A column of this name, in whatever case, is held against the one currency of all amounts. */
    private static final String CURRENCY = "currency";

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    /** Dates far from any business stand for "unknown" or "never" in the systems that files come from. */
    static final String PLAUSIBLE = "must be from " + EARLIEST + " to " + LATEST;

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

    private final Source source;
    private final Columns columns;
    private final boolean skipBadRows;
    private final Progress progress;

    TransactionFile(Source source, Columns columns, boolean skipBadRows, Progress progress) {
        this.source = source;
        this.columns = columns;
        this.skipBadRows = skipBadRows;
        this.progress = progress;
    }

    /**
     * Hands every usable row to {@code sink}.
     *
     * @throws Refusal if the file cannot be read, or a row cannot be used and bad rows are not to be skipped
     */
    Rows read(Limits limits, Sink sink) {
        try (Counted bytes = new Counted(source.open());
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .detectBomHeader(true)
                        .ofCsvRecord(bytes, StandardCharsets.UTF_8)) {
            return read(csv.iterator(), limits, sink, bytes);
        } catch (CsvParseException e) {
            throw brokenCsv(e);
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.ofData(source.name() + ": must be readable, was not (" + e.getMessage() + ")");
        }
    }

    private Rows read(Iterator<CsvRecord> records, Limits limits, Sink sink, Counted bytes) {
        if (!records.hasNext()) {
            throw Refusal.ofData(source.name() + ": must begin with a header that names the columns "
                    + String.join(", ", columns.names()) + ", was empty");
        }
        Header header = header(records.next());
        long used = 0;
        long skipped = 0;
        List<String> firstSkipped = new ArrayList<>();
        LocalDate last = LocalDate.MIN;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            try {
                last = later(last, readRow(row, header, limits, sink));
                used++;
            } catch (Refusal bad) {
                if (!skipBadRows) {
                    throw bad;
                }
                skipped++;
                if (firstSkipped.size() < SKIPPED_TO_LIST) {
                    firstSkipped.add(bad.getMessage());
                }
            }
            if ((used + skipped) % ROWS_PER_PROGRESS == 0) {
                progress.report("reading " + source.name(), bytes.count, source.size());
            }
        }
        if (used == 0) {
            throw Refusal.ofData(source.name() + ": must have rows after its header, had "
                    + (skipped == 0 ? "none" : "none that can be used; the first: " + firstSkipped.get(0)));
        }
        return new Rows(used, skipped, List.copyOf(firstSkipped), last);
    }

    static boolean isPlausible(LocalDate date) {
        return !date.isBefore(EARLIEST) && !date.isAfter(LATEST);
    }

    /** Hands one row on, and answers its date. */
    private LocalDate readRow(CsvRecord row, Header header, Limits limits, Sink sink) {
        checkFieldCount(row, header);
        String customer = field(row, header.customer, columns.customer());
        if (customer.isEmpty()) {
            throw bad(row, columns.customer(), "must not be blank", customer);
        }
        String day = field(row, header.date, columns.date());
        LocalDate date = date(row, day);
        if (date.isAfter(limits.until)) {
            throw bad(row, columns.date(), "must not be after --until " + limits.until, day);
        }
        String sum = field(row, header.amount, columns.amount());
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
            throw Refusal.ofData(source.name() + " line " + row.getStartingLineNumber() + ": " + e.getMessage());
        }
        return date;
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private void checkCurrency(CsvRecord row, Header header, String currency) {
        String code = field(row, header.currency, CURRENCY);
        if (!code.equalsIgnoreCase(currency)) {
            throw bad(row, CURRENCY, "must be " + currency + " on every row (--currency says which)", code);
        }
    }

    /** Where the columns are; {@code currency} is -1 where there is none. */
    private record Header(int customer, int date, int amount, int currency, int size) {}

    private Header header(CsvRecord first) {
        List<String> found = first.getFields().stream().map(String::strip).toList();
        return new Header(
                column(columns.customer(), found),
                column(columns.date(), found),
                column(columns.amount(), found),
                currencyColumn(found),
                found.size());
    }

    private int currencyColumn(List<String> found) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).equalsIgnoreCase(CURRENCY) && !columns.names().contains(found.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private int column(String name, List<String> found) {
        int i = found.indexOf(name);
        if (i < 0) {
            String only = found.get(0);
            boolean otherSeparator = found.size() == 1 && (only.indexOf(';') >= 0 || only.indexOf('\t') >= 0);
            throw Refusal.ofData(source.name() + " line 1: must have a column " + name + ", has "
                    + String.join(
                            ", ",
                            found.stream().limit(NAMES_TO_LIST).map(Text::quote).toList())
                    + (found.size() > NAMES_TO_LIST ? " and " + Text.count(found.size() - NAMES_TO_LIST) + " more" : "")
                    + (otherSeparator ? " (fields must be separated by commas)" : " (--columns says which is which)"));
        }
        if (Collections.frequency(found, name) > 1) {
            throw Refusal.ofData(source.name() + " line 1: must have one column " + name + ", has "
                    + Collections.frequency(found, name));
        }
        return i;
    }

    private void checkFieldCount(CsvRecord row, Header header) {
        if (row.getFieldCount() != header.size) {
            throw Refusal.ofData(source.name() + " line " + row.getStartingLineNumber() + ": must have "
                    + Text.count(header.size, "field") + " as the header has, had " + row.getFieldCount());
        }
    }

    private String field(CsvRecord row, int column, String name) {
        String text = row.getField(column);
        if (text.indexOf(NOT_UTF_8) >= 0) {
            throw bad(row, name, "must be UTF-8", text);
        }
        return text.strip();
    }

    private LocalDate date(CsvRecord row, String text) {
        String rule = "must be a date as yyyy-MM-dd";
        if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw bad(row, columns.date(), rule, text);
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 0 || month < 0 || day < 0 || (text.length() > 10 && !isTime(text))) {
            throw bad(row, columns.date(), rule, text);
        }
        LocalDate date;
        try {
            date = LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw bad(row, columns.date(), "must be a day that exists", text);
        }
        if (!isPlausible(date)) {
            throw bad(row, columns.date(), PLAUSIBLE, text);
        }
        return date;
    }

    private static boolean isTime(String text) {
        Matcher time = TIME.matcher(text).region(10, text.length());
        return time.matches();
    }

    /** The digits from {@code from} to before {@code to} as a number, -1 if one of them is none. */
    private static int digits(String text, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            n = 10 * n + c - '0';
        }
        return n;
    }

    private double amount(CsvRecord row, String text) {
        if (!Text.isDecimal(text)) {
            throw bad(
                    row,
                    columns.amount(),
                    "must be a decimal number such as 12.50 or -3 (no currency sign, no comma)",
                    text);
        }
        double amount = Double.parseDouble(text);
        if (!Double.isFinite(amount)) {
            throw bad(row, columns.amount(), "must be a finite number", text);
        }
        return amount;
    }

    private Refusal bad(CsvRecord row, String column, String rule, String text) {
        return Refusal.ofData(source.name() + " line " + row.getStartingLineNumber() + ", column " + column + ": "
                + rule + ", was " + Text.quote(text));
    }

    /** After broken quoting nobody knows where the next row begins, so that there is nothing to skip. */
    private Refusal brokenCsv(CsvParseException e) {
        Matcher m = LINE.matcher(String.valueOf(e.getMessage()));
        return Refusal.ofData(
                m.matches()
                        ? source.name() + " line " + m.group(2) + ": must be CSV, was broken: " + m.group(1)
                        : source.name() + ": must be CSV, was broken: " + e.getMessage());
    }

    /** Counts the bytes that went by. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(n, 0);
            return n;
        }
    }
}
