package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.customerequity.history.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTransactionsTest {
    @TempDir
    Path folder;

    private static String bundled() throws IOException {
        try (InputStream in = SampleTransactions.SOURCE.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theGeneratorMakesTheBundledSampleByteForByte() throws IOException {
        String sample = bundled();
        assertEquals(sample, SampleGenerator.csv());
        assertTrue(sample.length() < 300_000, "the sample must stay small, was " + sample.length());
    }

    @Test
    void theListHoldsEveryRow() throws IOException {
        List<Transaction> list = SampleTransactions.list();
        assertEquals(bundled().lines().count() - 1, list.size());
        assertEquals(Transaction.of("C000536", LocalDate.of(2023, 1, 1), 33.01), list.get(0));
        assertEquals(SampleTransactions.UNTIL, list.get(list.size() - 1).date());
    }

    /** To accept a change, copy what the failing test prints. */
    @Test
    void theReportWithoutArgumentsIsTheOneCheckedIn() throws IOException {
        Run run = Run.of();
        assertEquals("", run.err());
        assertEquals(0, run.status());
        try (InputStream in = SampleTransactionsTest.class.getResourceAsStream("sample-report.txt")) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), run.out());
        }
    }

    @Test
    void theReportIsOneScreenAndAHalfOfPlainText() {
        Run run = Run.of("--acquisition-cost", "25");
        assertTrue(run.out().lines().count() <= 85, () -> run.out().lines().count() + " lines");
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
        assertTrue(run.out().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), run.out());
    }

    @Test
    void theSampleReadAsAFileGivesTheSameValues() throws IOException {
        Path file = Files.writeString(folder.resolve("copy.csv"), bundled());
        Run asFile = Run.of(
                "--transactions",
                file.toString(),
                "--until",
                SampleTransactions.UNTIL.toString(),
                "--calibrate-until",
                "2024-12-31");
        String title = "CUSTOMER EQUITY of " + file;
        assertEquals(title, asFile.out().lines().findFirst().orElseThrow());
        assertEquals(
                Run.of().out().lines().skip(1).toList(),
                asFile.out().lines().skip(1).toList());
    }

    /** Customers who bought before the window are left out, and what is left is what their file alone would give. */
    @Test
    void observationMayBeginLater() throws IOException {
        Run from = Run.of("--from", "2023-04-01");
        assertEquals(0, from.status(), from.err());
        assertTrue(
                from.out().contains("  observed from   2023-04-01; customers who bought before are left out\n"),
                from.out());
        Set<String> early = SampleTransactions.list().stream()
                .filter(t -> t.date().isBefore(LocalDate.of(2023, 4, 1)))
                .map(Transaction::customer)
                .collect(Collectors.toSet());
        String later = bundled()
                .lines()
                .filter(line -> !early.contains(line.substring(0, line.indexOf(','))))
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("later.csv"), later);
        List<String> alone = Run.of(
                        "--transactions",
                        file.toString(),
                        "--until",
                        SampleTransactions.UNTIL.toString(),
                        "--calibrate-until",
                        "2024-12-31")
                .out()
                .lines()
                .toList();
        List<String> cut = from.out().lines().toList();
        assertEquals(
                alone.subList(
                        alone.indexOf("MODELS OF BUYING, parameters with standard errors"),
                        alone.indexOf("CONVENTIONS")),
                cut.subList(
                        cut.indexOf("MODELS OF BUYING, parameters with standard errors"), cut.indexOf("CONVENTIONS")));
    }

    @Test
    void skippedRowsAreCountedAndListed() throws IOException {
        Path file = Files.writeString(folder.resolve("dirty.csv"), bundled() + "C1,2025-13-01,5\nC2,2025-12-01,?\n");
        Run run = Run.of("--transactions", file.toString(), "--skip-bad-rows");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains("  2 rows skipped because they could not be used:\n"
                                + "    " + file
                                + " line 6564, column date: must be a day that exists, was \"2025-13-01\"\n"
                                + "    " + file
                                + " line 6565, column amount: must be a decimal number such as 12.50 or -3"
                                + " (no currency sign, no comma), was \"?\"\n"),
                run.out());
        assertTrue(
                run.out().contains("  OBSERVATION IS TAKEN TO END ON 2025-12-31, the last date in the file."),
                run.out());
    }

    @Test
    void refundsAreTakenAsTold() throws IOException {
        String refund = "C000277,2025-12-31,-20\n";
        Path file = Files.writeString(folder.resolve("refund.csv"), bundled() + refund);
        String[] policies = {"net-customer", "ignore"};
        String[] lines = {
            "  1 refund of USD 20.00, netted against the customer's purchases before them",
            "  1 refund of USD 20.00, ignored",
        };
        for (int i = 0; i < policies.length; i++) {
            Run run = Run.of("--transactions", file.toString(), "--refunds", policies[i]);
            assertEquals(0, run.status(), run.err());
            String line = lines[i];
            assertTrue(run.out().lines().anyMatch(line::equals), run.out());
        }
        assertEquals(
                "quickstart: " + file
                        + " line 6564, column amount: must not be negative (--refunds says what to do with"
                        + " refunds), was \"-20\"\n",
                Run.of("--transactions", file.toString()).err());
    }

    @Test
    void valuesForEverHaveNoEndButAYearOfPurchases() {
        Run run = Run.of("--horizon-years", "forever", "--top", "1");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\n  horizon         for ever\n"), run.out());
        assertTrue(run.out().contains("purchases in 1 year"), run.out());
    }

    @Test
    void equityDoesNotDependOnTheUnit() {
        String weeks = equity(Run.of());
        assertTrue(weeks.startsWith("  USD "), weeks);
        assertEquals(weeks, equity(Run.of("--unit", "DAY")));
        assertEquals(weeks, equity(Run.of("--unit", "YEAR")));
    }

    private static String equity(Run run) {
        return run.out()
                .lines()
                .filter(line -> line.contains(" in all: "))
                .findFirst()
                .orElse(run.toString());
    }

    @Test
    void theReportStaysNarrowWhateverTheUnitAndHorizon() {
        String[][] choices = {
            {"--unit", "MONTH"},
            {"--unit", "QUARTER", "--horizon-years", "0.33333333"},
            {"--unit", "DAY", "--horizon-years", "100", "--margin", "1"},
        };
        for (String[] choice : choices) {
            Run run = Run.of(choice);
            assertEquals(0, run.status(), run.err());
            assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
        }
    }

    @Test
    void theReportStaysNarrowInACurrencyOfLargeAmounts() throws IOException {
        String rupiah = bundled().replaceAll("\\.([0-9]{2})\n", "$1000\n");
        Path file = Files.writeString(folder.resolve("idr.csv"), rupiah);
        Run run = Run.of("--transactions", file.toString(), "--currency", "IDR", "--until", "2025-12-31");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().skip(1).allMatch(line -> line.length() <= 100), run.out());
    }

    @Test
    void hugeAmountsAreShownInPowersOfTen() throws IOException {
        String huge = bundled().replaceAll("\\.([0-9]{2})\n", "$1000000000000\n");
        Path file = Files.writeString(folder.resolve("huge.csv"), huge);
        Run run = Run.of("--transactions", file.toString(), "--until", "2025-12-31");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().skip(1).allMatch(line -> line.length() <= 100), run.out());
        assertTrue(
                run.out().contains("  10^9 USD 5,639,240,324 in all: 1,500 customers, 10^9 USD 3,759,494 each\n"),
                run.out());
        assertTrue(run.out().contains("USD, all amounts; values in 10^9 USD  [assumed; --currency]\n"), run.out());
    }

    @Test
    void aCalibrationTooShortForAnyModelIsNoReasonToStop() {
        Run run = Run.of("--calibrate-until", "2023-01-15");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains("  no model could be fitted to what was known then: there is no forecast to check\n"
                                + "\nCHOSEN: Pareto/NBD\n"),
                run.out());
    }

    /** One of 28 customers had bought again: the curvature of the BG/CNBD-k has an eigenvalue that is rounding noise. */
    @Test
    void aComparisonOnHardlyAnyDataDoesNotBreak() {
        Run run = Run.of("--calibrate-until", "2023-01-08", "--model", "auto");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains(
                                "\n  BG/CNBD-k                  -            -          -         -        -        -  not fitted\n"),
                run.out());
    }

    @Test
    void resultsOfAnEarlierRunAreNotReplaced() throws IOException {
        String out = folder.resolve("out").toString();
        assertEquals(0, Run.of("--out", out).status());
        byte[] before = Files.readAllBytes(folder.resolve("out/customers.csv"));
        Run again = Run.of("--out", out, "--margin", "0.5");
        assertEquals(
                new Run(
                        1,
                        "",
                        "quickstart: --out " + out
                                + ": must not hold customers.csv, results are never replaced (remove it"
                                + " or name another folder)\n"),
                again);
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(folder.resolve("out/customers.csv"))));
    }

    /** Gamma-gamma has no maximum where customers do not differ: the price is taken as it is. */
    @Test
    void aPriceThatIsAlwaysTheSameIsTheMeanSpend() throws IOException {
        String fixedPrice = bundled().replaceAll(",[0-9.]+\n", ",9.99\n");
        Path file = Files.writeString(folder.resolve("fixed.csv"), fixedPrice);
        Path out = folder.resolve("out");
        String[] arguments = {
            "--transactions", file.toString(), "--until", SampleTransactions.UNTIL.toString(), "--out", out.toString()
        };
        Run run = Run.of(arguments);
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains("MODEL OF SPENDING\n"
                                + "  constant    every order has the same amount, USD 9.99, and orders of one day are one"
                                + " purchase\n"
                                + "              mean spend of a purchase USD 10.08, in revenue\n"),
                run.out());
        Map<?, ?> summary = (Map<?, ?>) StrictJson.parse(Files.readString(out.resolve("summary.json")));
        Map<?, ?> amount =
                (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) summary.get("spend_model")).get("parameters")).get("amount");
        assertEquals(10.08, (double) amount.get("value"), 0.005);

        Run gammaGamma = Run.of("--transactions", file.toString(), "--spend", "gamma-gamma");
        assertEquals(1, gammaGamma.status());
        assertEquals(
                "quickstart: no model of spending can be fitted to these amounts: gamma-gamma: p grows without bound: all"
                        + " transactions of a customer are the same amount (--spend constant values every purchase at the"
                        + " mean)\n",
                gammaGamma.err());
    }

    @Test
    void theModelOfSpendingMayBeNamed() {
        Run logNormal = Run.of("--spend", "log-normal");
        assertTrue(logNormal.out().contains("\n  log-normal  converged, log-likelihood "), logNormal.out());
        assertTrue(logNormal.out().contains("  median 47.10 ("), logNormal.out());
        Run constant = Run.of("--spend", "constant", "--model", "pareto-nbd");
        assertTrue(
                constant.out()
                        .contains("  constant    as --spend asks: the mean of all purchases, for everyone and taken as"
                                + " certain\n"),
                constant.out());
        assertEquals(
                Run.of("--spend", "gamma-gamma").out(), Run.of().out(), "auto is gamma-gamma where amounts differ");
    }

    /** What is left is what the file without these rows gives. */
    @Test
    void ordersOfAmountZeroMayBeDropped() throws IOException {
        List<String> rows = bundled().lines().toList();
        StringBuilder zeros = new StringBuilder();
        StringBuilder without = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            boolean free = i > 0 && i % 5 == 0;
            zeros.append(free ? rows.get(i).replaceAll(",[0-9.]+$", ",0") : rows.get(i))
                    .append('\n');
            without.append(free ? "" : rows.get(i) + '\n');
        }
        Path file = Files.writeString(folder.resolve("zeros.csv"), zeros);
        Path shorter = Files.writeString(folder.resolve("without.csv"), without);
        String until = SampleTransactions.UNTIL.toString();
        Run dropped = Run.of("--transactions", file.toString(), "--until", until, "--zero-values", "drop");
        assertEquals(0, dropped.status(), dropped.err());
        assertTrue(dropped.out().contains("\n  zero amounts    are no purchases\n"), dropped.out());
        assertEquals(equity(Run.of("--transactions", shorter.toString(), "--until", until)), equity(dropped));
    }

    /** As the report without arguments: one line a model, and the parameters of the one that values. */
    @Test
    void aComparisonIsATableOfAllModels() {
        Run run = Run.of("--model", "auto");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().count() <= 85, () -> run.out().lines().count() + " lines");
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
        assertTrue(
                run.out()
                        .contains(
                                "\n  MBG/NBD           -13,376.53    26,761.05    1,503.9    -0.5 %   0.7479   1.6169\n"),
                run.out());
        assertTrue(run.out().contains("\nCHOSEN: MBG/NBD\n"), run.out());
    }

    @Test
    void anOutcomeWithoutVarianceIsSimulated() throws IOException {
        StringBuilder text = new StringBuilder("customer,date,amount\n");
        for (Transaction t : SampleTransactions.list()) {
            // own means with a tail of index 1.4: a mean, but no variance
            double rank = Integer.parseInt(t.customer().substring(1)) / 1501.0;
            double amount = t.amount() * Math.pow(rank, -1 / 1.4);
            text.append(t.customer())
                    .append(',')
                    .append(t.date())
                    .append(',')
                    .append(Math.rint(amount * 100) / 100)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("heavy.csv"), text);
        Path out = folder.resolve("out");
        Run run = Run.of(
                "--transactions",
                file.toString(),
                "--until",
                SampleTransactions.UNTIL.toString(),
                "--top",
                "1",
                "--out",
                out.toString());
        assertEquals(0, run.status(), run.err());
        Map<?, ?> summary = (Map<?, ?>) StrictJson.parse(Files.readString(out.resolve("summary.json")));
        Map<?, ?> interval = (Map<?, ?>) ((Map<?, ?>) summary.get("customer_equity")).get("prediction_interval");
        String written = Text.number((double) interval.get("lower"), 0) + " to "
                + Text.number((double) interval.get("upper"), 0);
        assertTrue(run.out().contains(written + ", and from chance (simulated: infinite variance)"), run.out());
    }
}
