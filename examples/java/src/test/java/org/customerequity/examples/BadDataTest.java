package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that may be wrong with a file: one line, status 1, and nothing in the folder of results. */
class BadDataTest {
    private static final String HEADER = "customer,date,amount\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // dates
                "a,1997/01/18,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"1997/01/18\"",
                "a,18.01.1997,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"18.01.1997\"",
                "a,,5 | line 2, column date: must be a date as yyyy-MM-dd, was empty",
                "a,1997-01-1,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"1997-01-1\"",
                "a,1997-01-18 noon,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"1997-01-18 noon\"",
                "a,1997-02-29,5 | line 2, column date: must be a day that exists, was \"1997-02-29\"",
                "a,1997-01-18T25:00,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"1997-01-18T25:00\"",
                "a,1997-01-18 10:61,5 | line 2, column date: must be a date as yyyy-MM-dd, was \"1997-01-18 10:61\"",
                "a,0001-01-01,5 | line 2, column date: must be from 1900-01-01 to 2199-12-31, was \"0001-01-01\"",
                "a,9999-12-31,5 | line 2, column date: must be from 1900-01-01 to 2199-12-31, was \"9999-12-31\"",
                "a,2025-07-01,5 | line 2, column date: must not be after --until 2025-06-30, was \"2025-07-01\"",
                // amounts
                "a,1997-01-18,five | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was \"five\"",
                "a,1997-01-18,$5 | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was \"$5\"",
                "a,1997-01-18,1e3 | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was \"1e3\"",
                "a,1997-01-18,NaN | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was \"NaN\"",
                "a,1997-01-18, | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was empty",
                "a,1997-01-18,\"12,50\" | line 2, column amount: must be a decimal number such as 12.50 or -3"
                        + " (no currency sign, no comma), was \"12,50\"",
                "a,1997-01-18,-5 | line 2, column amount: must not be negative (--refunds says what to do with refunds),"
                        + " was \"-5\"",
                // rows
                ",1997-01-18,5 | line 2, column customer: must not be blank, was empty",
                "a,1997-01-18 | line 2: must have 3 fields as the header has, had 2",
                "a,1997-01-18,5,6 | line 2: must have 3 fields as the header has, had 4",
            })
    void aRowThatCannotBeUsed(String row, String message) throws IOException {
        assertRefused(HEADER + row + "\n", "FILE " + message, "--until", "2025-06-30");
    }

    @Test
    void theLineIsThatOfTheRowAlsoAfterQuotedLineBreaksAndEmptyLines() throws IOException {
        assertRefused(
                "customer,note,date,amount\r\n\r\na,\"two\r\nlines\",1997-01-01,5\r\nb,x,1997-01-01,?\r\n",
                "FILE line 5, column amount: must be a decimal number such as 12.50 or -3 (no currency sign, no comma),"
                        + " was \"?\"");
    }

    @Test
    void aFileThatIsNone() {
        Path missing = folder.resolve("missing.csv");
        assertEquals(
                new Run(1, "", "quickstart: " + missing + ": must be a file, there is none of this name\n"),
                Run.of("--transactions", missing.toString()));
        assertEquals(
                new Run(1, "", "quickstart: " + folder + ": must be a file, was a folder\n"),
                Run.of("--transactions", folder.toString()));
    }

    @Test
    void anEmptyFile() throws IOException {
        assertRefused("", "FILE: must begin with a header that names the columns customer, date, amount, was empty");
        assertRefused(
                "\n\n", "FILE: must begin with a header that names the columns customer, date, amount, was empty");
    }

    @Test
    void aHeaderOnly() throws IOException {
        assertRefused(HEADER, "FILE: must have rows after its header, had none");
    }

    @Test
    void aColumnThatIsMissing() throws IOException {
        assertRefused(
                "customer,day,amount\na,1997-01-18,5\n",
                "FILE line 1: must have a column date, has \"customer\", \"day\", \"amount\" (--columns says which is which)");
        assertRefused(
                "customer;date;amount\na;1997-01-18;5\n",
                "FILE line 1: must have a column customer, has \"customer;date;amount\" (fields must be separated by commas)");
        assertRefused(
                HEADER + "a,1997-01-18,5\n",
                "FILE line 1: must have a column spend, has \"customer\", \"date\", \"amount\" (--columns says which is which)",
                "--columns",
                "amount=spend");
    }

    @Test
    void aColumnThatIsThereTwice() throws IOException {
        assertRefused(
                "customer,date,amount,date\na,1997-01-18,5,1997-01-18\n",
                "FILE line 1: must have one column date, has 2");
    }

    @Test
    void oneCustomer() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,5\na,1997-02-18,5\n",
                "FILE: must have at least 2 customers, had 1 (the models describe how customers differ)");
    }

    @Test
    void nobodyWhoCameBack() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,5\nb,1997-02-18,5\nb,1997-02-18,7\n",
                "FILE: must have customers who bought on more than one day, had none (the models learn from repeat purchases)");
    }

    @Test
    void nobodyWhoCameBackInTheCalibration() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,5\nb,1997-01-18,5\nb,1997-02-18,7\n",
                "FILE: must have customers who bought on more than one day until 1997-02-01, had none"
                        + " (the models learn from repeat purchases)",
                "--calibrate-until",
                "1997-02-01");
    }

    @Test
    void aCalibrationThatLeavesNothingToCheck() throws IOException {
        Run run = run(
                (HEADER + "a,1997-01-18,5\nb,1997-01-18,5\n").getBytes(StandardCharsets.UTF_8),
                "--calibrate-until",
                "1997-01-18");
        assertEquals(2, run.status());
        assertEquals(
                "quickstart: --calibrate-until must be before the end of observation 1997-01-18, was 1997-01-18",
                run.err().lines().findFirst().orElseThrow());
    }

    @Test
    void aDayWithMoreRefundsThanPurchases() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,10\nb,1997-01-18,9\na,1997-01-18,-15\na,1997-03-18,4\n",
                "FILE line 4: refunds of customer \"a\" on 1997-01-18 must be at most the purchases of that day, 10.00,"
                        + " were 15.00 (--refunds net-customer takes them from earlier days too, ignore leaves them out)",
                "--refunds",
                "net-day");
    }

    @Test
    void amountsThatAddUpToMoreThanADoubleHolds() throws IOException {
        String most = "9" + "0".repeat(307);
        String rows = "a,1997-01-18,5\na,1997-01-19," + most + "\na,1997-01-20," + most + "\nb,1997-01-20,4\n";
        for (String policy : new String[] {"reject", "net-day", "net-customer", "ignore"}) {
            Run run = run((HEADER + rows).getBytes(StandardCharsets.UTF_8), "--refunds", policy);
            assertEquals(1, run.status());
            assertEquals("", run.out());
            assertTrue(
                    run.err().startsWith("quickstart: FILE: customer \"a\" on 1997-01-20: spend must be finite"),
                    run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }

    @Test
    void aCurrencyColumnThatSaysOtherwise() throws IOException {
        String rows = "customer,date,amount,Currency\na,1997-01-18,5,USD\nb,1997-01-18,5,EUR\n";
        assertRefused(
                rows, "FILE line 3, column currency: must be USD on every row (--currency says which), was \"EUR\"");
        assertRefused(
                rows,
                "FILE line 2, column currency: must be EUR on every row (--currency says which), was \"USD\"",
                "--currency",
                "EUR");
    }

    @Test
    void aHeaderOfManyColumnsIsNotListedInFull() throws IOException {
        assertRefused(
                "x,".repeat(50) + "y\n",
                "FILE line 1: must have a column customer, has " + "\"x\", ".repeat(11)
                        + "\"x\" and 39 more (--columns says which is which)");
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        assertRefused(
                (HEADER + "René,1997-01-18,5\n").getBytes(StandardCharsets.ISO_8859_1),
                "FILE line 2, column customer: must be UTF-8, was \"Ren\uFFFD\"");
    }

    @Test
    void quotesThatNeverClose() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,5\n\"b,1997-01-18,5\nc,1997-01-18,5\n",
                "FILE line 3: must be CSV, was broken: Unclosed quoted field at end of input");
    }

    @Test
    void aLongOrStrangeValueStaysOnOneLine() throws IOException {
        assertRefused(
                HEADER + "a,\"x\ny" + "z".repeat(100) + "\",5\n",
                "FILE line 2, column date: must be a date as yyyy-MM-dd, was \"x\\u000ay" + "z".repeat(37) + "...\"");
    }

    @Test
    void badRowsCanBeSkippedButNotAllOfThem() throws IOException {
        assertRefused(
                HEADER + "a,1997-01-18,x\nb,1997-02-30,5\n",
                "FILE: must have rows after its header, had none that can be used; the first: FILE line 2, column amount:"
                        + " must be a decimal number such as 12.50 or -3 (no currency sign, no comma), was \"x\"",
                "--skip-bad-rows");
    }

    private void assertRefused(String content, String message, String... more) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.UTF_8), message, more);
    }

    private void assertRefused(byte[] content, String message, String... more) throws IOException {
        Run run = run(content, more);
        assertEquals("quickstart: " + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(1, run.status());
        assertFalse(Files.exists(folder.resolve("out")), "nothing may be left behind");
    }

    /** With the path of the file as FILE in what it says. */
    private Run run(byte[] content, String... more) throws IOException {
        Path file = folder.resolve("bad.csv");
        Files.write(file, content);
        List<String> args = new ArrayList<>(List.of(
                "--transactions",
                file.toString(),
                "--out",
                folder.resolve("out").toString()));
        args.addAll(Arrays.asList(more));
        Run run = Run.of(args.toArray(new String[0]));
        return new Run(run.status(), run.out(), run.err().replace(file.toString(), "FILE"));
    }
}
