package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionFileTest {
    /** A source in memory. */
    private record Bytes(byte[] content) implements Source {
        static Bytes of(String text) {
            return new Bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public long size() {
            return content.length;
        }
    }

    private final List<String> seen = new ArrayList<>();

    private TransactionFile.Rows read(String text) {
        return read(text, false);
    }

    private TransactionFile.Rows read(String text, boolean skip) {
        seen.clear();
        return new TransactionFile(Bytes.of(text), Columns.DEFAULT, skip, Progress.silent())
                .read(
                        TransactionFile.Limits.NONE,
                        (line, customer, date, amount) -> seen.add(line + " " + customer + " " + date + " " + amount));
    }

    @Test
    void readsRowsInAnyOrderOfColumnsAndDates() {
        TransactionFile.Rows rows = read("note,amount,date,customer\nx,12.50,1997-03-01,b\ny,-3,1997-01-01,a\n");
        assertEquals(List.of("2 b 1997-03-01 12.5", "3 a 1997-01-01 -3.0"), seen);
        assertEquals(new TransactionFile.Rows(2, 0, List.of(), LocalDate.of(1997, 3, 1)), rows);
    }

    @Test
    void readsQuotesLineEndsMarksAndSpaces() {
        read("\uFEFFcustomer , date,\"amount\"\r\n\"Smith, \"\"Jo\"\"\",1997-01-01, +5. \r\n\r\nZoë,\"1997-01-02\",.5");
        assertEquals(List.of("2 Smith, \"Jo\" 1997-01-01 5.0", "4 Zoë 1997-01-02 0.5"), seen);
    }

    @Test
    void readsUtf16ThatSaysSo() {
        byte[] content = "\uFEFFcustomer,date,amount\nŽ,1997-01-01,5\n".getBytes(StandardCharsets.UTF_16LE);
        new TransactionFile(new Bytes(content), Columns.DEFAULT, false, Progress.silent())
                .read(TransactionFile.Limits.NONE, (line, customer, date, amount) -> seen.add(customer));
        assertEquals(List.of("Ž"), seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1997-01-18",
                "1997-01-18T10:30",
                "1997-01-18 10:30:59",
                "1997-01-18T23:59:59.999Z",
                "1997-01-18 00:00:00 UTC",
                "1997-01-18T23:30:00-08:00",
                "1997-01-18 23:30:00+0100",
            })
    void theDayIsTheDayAsWritten(String date) {
        read("customer,date,amount\na," + date + ",5\n");
        assertEquals(List.of("2 a 1997-01-18 5.0"), seen);
    }

    @Test
    void skipsBadRowsCountsThemAndRemembersTheFirstThree() {
        StringBuilder text = new StringBuilder("customer,date,amount\na,1997-01-01,5\n");
        for (int i = 0; i < 5; i++) {
            text.append("a,1997-01-0").append(i + 1).append(",x").append(i).append('\n');
        }
        TransactionFile.Rows rows = read(text + "a,1997-01-09,7\n", true);
        assertEquals(List.of("2 a 1997-01-01 5.0", "8 a 1997-01-09 7.0"), seen);
        assertEquals(2, rows.used());
        assertEquals(5, rows.skipped());
        assertEquals(3, rows.firstSkipped().size());
        assertEquals(
                "memory line 4, column amount: must be a decimal number such as 12.50 or -3 (no currency sign, no comma),"
                        + " was \"x1\"",
                rows.firstSkipped().get(1));
    }

    @Test
    void saysHowFarItIsAndThenCleansUp() throws IOException {
        StringBuilder text = new StringBuilder("customer,date,amount\n");
        for (int i = 0; i < 40_000; i++) {
            text.append(i).append(",1997-01-01,5\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = Progress.on(new PrintStream(out, true, StandardCharsets.UTF_8), 0);
        new TransactionFile(Bytes.of(text.toString()), Columns.DEFAULT, false, progress)
                .read(TransactionFile.Limits.NONE, (line, customer, date, amount) -> {});
        String shown = out.toString(StandardCharsets.UTF_8);
        assertEquals(4, shown.split("\r\\d+ % reading memory", -1).length - 1, shown);
        out.reset();
        progress.clear();
        assertEquals("\r" + " ".repeat(60) + "\r", out.toString(StandardCharsets.UTF_8));
        out.reset();
        progress.clear();
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }
}
