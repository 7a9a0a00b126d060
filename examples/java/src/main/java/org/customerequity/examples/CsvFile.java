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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A CSV file with a header, read as a stream; a row that cannot be used is an error that says where it is. */
final class CsvFile {
    private static final Pattern LINE = Pattern.compile("(.*) \\(record starting at line (\\d+)\\)");
    private static final Pattern TIME =
            Pattern.compile("[T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.,]\\d+)?)? ?(Z|UTC|[+-]\\d{2}(:?\\d{2})?)?");
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    /** Dates far from any business stand for "unknown" or "never" in the systems that files come from. */
    static final String PLAUSIBLE = "must be from " + EARLIEST + " to " + LATEST;

    private static final int ROWS_PER_PROGRESS = 8192;
    private static final int SKIPPED_TO_LIST = 3;
    private static final int NAMES_TO_LIST = 12;

    /**
     * What was read.
     *
     * @param used rows that were handed on
     * @param skipped rows that were left out because they could not be used
     * @param firstSkipped why, for the first few
     */
    record Rows(long used, long skipped, List<String> firstSkipped) {}

    private final Source source;
    private final boolean skipBadRows;
    private final Progress progress;
    private int fields;

    CsvFile(Source source, boolean skipBadRows, Progress progress) {
        this.source = source;
        this.skipBadRows = skipBadRows;
        this.progress = progress;
    }

    String name() {
        return source.name();
    }

    /**
     * Hands the header to {@code header} and every row to {@code row}, which refuses those it cannot use.
     *
     * @param names that the header must have, for the message where there is none
     * @throws Refusal if the file cannot be read, or a row cannot be used and bad rows are not to be skipped
     */
    Rows read(List<String> names, Consumer<List<String>> header, Consumer<CsvRecord> row) {
        try (Counted bytes = new Counted(source.open());
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .detectBomHeader(true)
                        .ofCsvRecord(bytes, StandardCharsets.UTF_8)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw Refusal.ofData(source.name() + ": must begin with a header that names the columns "
                        + String.join(", ", names) + ", was empty");
            }
            List<String> found =
                    records.next().getFields().stream().map(String::strip).toList();
            fields = found.size();
            header.accept(found);
            return read(records, row, bytes);
        } catch (CsvParseException e) {
            throw brokenCsv(e);
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.ofData(source.name() + ": must be readable, was not (" + e.getMessage() + ")");
        }
    }

    private Rows read(Iterator<CsvRecord> records, Consumer<CsvRecord> sink, Counted bytes) {
        long used = 0;
        long skipped = 0;
        List<String> firstSkipped = new ArrayList<>();
        while (records.hasNext()) {
            CsvRecord row = records.next();
            try {
                checkFieldCount(row);
                sink.accept(row);
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
        return new Rows(used, skipped, List.copyOf(firstSkipped));
    }

    /**
     * Where the column of this name is.
     *
     * @param hint where there is none, which option says which is which; may be empty
     */
    int column(String name, List<String> found, String hint) {
        int i = found.indexOf(name);
        if (i < 0) {
            String only = found.get(0);
            boolean otherSeparator = found.size() == 1 && (only.indexOf(';') >= 0 || only.indexOf('\t') >= 0);
            String more = otherSeparator ? "fields must be separated by commas" : hint;
            throw Refusal.ofData(source.name() + " line 1: must have a column " + name + ", has "
                    + String.join(
                            ", ",
                            found.stream().limit(NAMES_TO_LIST).map(Text::quote).toList())
                    + (found.size() > NAMES_TO_LIST ? " and " + Text.count(found.size() - NAMES_TO_LIST) + " more" : "")
                    + (more.isEmpty() ? "" : " (" + more + ")"));
        }
        requireOnce(name, found);
        return i;
    }

    void requireOnce(String name, List<String> found) {
        if (Collections.frequency(found, name) > 1) {
            throw Refusal.ofData(source.name() + " line 1: must have one column " + name + ", has "
                    + Collections.frequency(found, name));
        }
    }

    private void checkFieldCount(CsvRecord row) {
        if (row.getFieldCount() != fields) {
            throw Refusal.ofData(source.name() + " line " + row.getStartingLineNumber() + ": must have "
                    + Text.count(fields, "field") + " as the header has, had " + row.getFieldCount());
        }
    }

    /** What stands in a column, without blanks around it. */
    String field(CsvRecord row, int column, String name) {
        String text = row.getField(column);
        if (text.indexOf(NOT_UTF_8) >= 0) {
            throw bad(row, name, "must be UTF-8", text);
        }
        return text.strip();
    }

    /** A finite number in plain decimals. */
    double decimal(CsvRecord row, String column, String rule, String text) {
        if (!Text.isDecimal(text)) {
            throw bad(row, column, rule, text);
        }
        double x = Double.parseDouble(text);
        if (!Double.isFinite(x)) {
            throw bad(row, column, "must be a finite number", text);
        }
        return x;
    }

    /** A day as yyyy-MM-dd; a time of day and a zone after it do not count. */
    LocalDate date(CsvRecord row, String column, String text) {
        String rule = "must be a date as yyyy-MM-dd";
        if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw bad(row, column, rule, text);
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 0 || month < 0 || day < 0 || (text.length() > 10 && !isTime(text))) {
            throw bad(row, column, rule, text);
        }
        LocalDate date;
        try {
            date = LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw bad(row, column, "must be a day that exists", text);
        }
        if (!isPlausible(date)) {
            throw bad(row, column, PLAUSIBLE, text);
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

    static boolean isPlausible(LocalDate date) {
        return !date.isBefore(EARLIEST) && !date.isAfter(LATEST);
    }

    Refusal bad(CsvRecord row, String column, String rule, String text) {
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
