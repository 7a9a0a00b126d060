package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionReportTest {
    private static final String HEADER = "customer,start,end,price,reason,channel\n";

    @TempDir
    Path folder;

    private static Run run(String... args) {
        return Run.of(SubscriptionReport::run, args);
    }

    private Run on(String contracts, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("contracts.csv"), contracts);
        List<String> args = new ArrayList<>(List.of("--contracts", file.toString(), "--until", "2025-12-31"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", "").replace(" %", "").trim());
    }

    @Test
    void theBundledFilesAreWhatTheGeneratorMakes() throws IOException {
        try (InputStream contracts = SampleContracts.CONTRACTS.open();
                InputStream costs = SampleContracts.COSTS.open()) {
            assertEquals(ContractGenerator.contracts(), new String(contracts.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(ContractGenerator.costs(), new String(costs.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyMonthAddsUpAndFollowsTheOneBefore() {
        Run run = run("--months", "36");
        assertEquals("", run.err());
        double before = 0;
        for (String row : run.section("MONTHLY RECURRING REVENUE").subList(2, 38)) {
            String[] x = row.trim().split("  +");
            double start = number(x[1]);
            double end = number(x[7]);
            double sum = start + number(x[2]) + number(x[3]) + number(x[4]) + number(x[5]) + number(x[6]);
            assertEquals(end, sum, 3.5, row);
            assertEquals(before, start, 0.0, row);
            before = end;
        }
        double active = 0;
        for (String row : ContractGenerator.contracts().lines().skip(1).toList()) {
            String[] x = row.split(",", -1);
            active += x[2].isEmpty() || LocalDate.parse(x[2]).isAfter(SampleContracts.UNTIL) ? number(x[3]) : 0;
        }
        assertEquals(active, before, 0.5);
    }

    @Test
    void channelsAddUpToTheTotalAndToTheFiles() {
        List<String> rows = run().section("NEW CUSTOMERS of 2025-01-01 to 2025-12-31");
        double customers = 0;
        double spend = 0;
        for (String row : rows.subList(2, 7)) {
            String[] x = row.trim().split("  +");
            customers += number(x[1]);
            spend += number(x[2]);
            assertEquals(number(x[2]) / number(x[1]), number(x[3]), 0.01, row);
            assertEquals(number(x[4]) / number(x[3]), number(x[5]), 0.06, row);
        }
        String[] total = rows.get(7).trim().split("  +");
        assertEquals(customers, number(total[1]));
        double booked = 0;
        for (String row : ContractGenerator.costs().lines().skip(1).toList()) {
            booked += row.startsWith("2025") ? number(row.split(",")[3]) : 0;
        }
        assertEquals(booked, number(total[2]), 0.5);
        assertEquals(booked, spend, 3);
        long first2025 = ContractGenerator.contracts()
                .lines()
                .skip(1)
                .map(row -> row.split(",", -1))
                .collect(java.util.stream.Collectors.toMap(x -> x[0], x -> x[1], (a, b) -> a.compareTo(b) < 0 ? a : b))
                .values()
                .stream()
                .filter(start -> start.startsWith("2025"))
                .count();
        assertEquals(first2025, (long) customers);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() throws IOException {
        List<String> rows =
                new ArrayList<>(ContractGenerator.contracts().lines().skip(1).toList());
        Run sorted = on(HEADER + String.join("\n", rows));
        Collections.shuffle(rows, new Random(3));
        Run shuffled = on(HEADER + String.join("\n", rows));
        assertEquals(0, sorted.status(), sorted.err());
        assertEquals(sorted.out(), shuffled.out());
        assertFalse(sorted.out().contains("NEW CUSTOMERS"), "nothing is known of costs");
    }

    /** Margin and prices scale values, and nothing else moves them. */
    @Test
    void equityIsProportionalToTheMargin() {
        double full = equity(run("--margin", "1"));
        double half = equity(run("--margin", "0.5"));
        assertEquals(full / 2, half, 1);
        assertTrue(equity(run("--timing", "after-first")) < equity(run("--timing", "just-before-renewal")));
        assertTrue(equity(run("--horizon-years", "1")) < equity(run("--horizon-years", "10")));
        assertTrue(equity(run("--curve", "constant")) != equity(run("--curve", "sbg")));
    }

    private static double equity(Run run) {
        return number(run.section("CUSTOMER EQUITY").get(1).split(" ")[3]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A,2025-01-01,,x,,|line 2, column price: must be a decimal number such as 29.00, was \"x\"",
                "A,2025-01-01,,-3,,|line 2, column price: must not be negative, was \"-3\"",
                "A,2026-01-01,,3,,|line 2, column start: must not be after --until 2025-12-31, was \"2026-01-01\"",
                "A,2025-02-01,2025-01-01,3,,|line 2, column end: must be after the start, the first day without the"
                        + " contract, was \"2025-01-01\"",
                "A,2025-02-30,,3,,|line 2, column start: must be a day that exists, was \"2025-02-30\"",
                "A,2025-01-01,2025-03-01,3,bored,|line 2, column reason: must be voluntary, involuntary or empty, was"
                        + " \"bored\"",
                "' ,2025-01-01,,3,,'|line 2, column customer: must not be blank, was empty",
            })
    void refusesWhatItCannotUse(String row, String message) throws IOException {
        Run run = on(HEADER + row + "\n");
        assertEquals(1, run.status());
        assertTrue(run.err().trim().endsWith(message), run.err());
        assertEquals("", run.out());
    }

    @Test
    void saysWhichOptionsBelongTogether() throws IOException {
        Path file = Files.writeString(folder.resolve("c.csv"), HEADER);
        Run without = run("--contracts", file.toString());
        assertEquals(2, without.status());
        assertTrue(without.err().startsWith("subscription-report: --until must come with --contracts"), without.err());
        Run costs = run("--costs", file.toString());
        assertEquals(2, costs.status());
        assertTrue(costs.err().contains("--costs must come with --contracts"), costs.err());
        assertEquals(2, run("--months", "1.5").status());
        assertTrue(run("--help").out().contains("the costs file"));
    }

    @Test
    void readsCostsOfOnesOwn() throws IOException {
        Path costs = Files.writeString(
                folder.resolve("costs.csv"),
                "month,channel,kind,amount\n2025-06,search,media,1000\n2025-07,shared,tools,500\n");
        Run run = on(ContractGenerator.contracts(), "--costs", costs.toString());
        assertTrue(
                run.section("NEW CUSTOMERS").stream().anyMatch(row -> row.matches("  total +703 +1,500 .*")), run::out);
        Path bad = Files.writeString(folder.resolve("bad.csv"), "month,channel,kind,amount\n2025-06,search,mdia,1\n");
        Run refused = on(ContractGenerator.contracts(), "--costs", bad.toString());
        assertEquals(1, refused.status());
        assertTrue(
                refused.err()
                        .trim()
                        .endsWith(
                                "line 2, column kind: must be one of media, salaries, tools, onboarding, overhead, was"
                                        + " \"mdia\""),
                refused.err());
    }

    @Test
    void aBusinessThatNobodyHasLeftSeesItsRevenueAndWhyThereIsNoEquity() throws IOException {
        Run one = on(HEADER + "A,2025-11-01,,3,,\n");
        assertTrue(
                one.section("MONTHLY RECURRING REVENUE").get(7).matches("  2025-12 +3 .* 3 +100.0 % +100.0 %"),
                one::out);
        List<String> curves = one.section("HOW LONG CUSTOMERS STAY");
        assertTrue(curves.get(1).matches("  constant +not fitted: nobody has left.*"), one::out);
        assertTrue(curves.get(4).contains("no lifetime value, no equity yet"), one::out);
        assertFalse(one.out().contains("CUSTOMER EQUITY"), one::out);
        assertEquals(0, on(HEADER + "A,2025-12-31,,3,,\n").status());
    }

    /** Two stay and two leave; nobody came in July 2025, and nobody ever through the channel tv. */
    private static final String FEW = HEADER + """
            ann,2024-01-15,,30,,web
            bob,2024-02-01,2024-08-01,20,voluntary,web
            cleo,2025-03-03,2025-05-01,30,involuntary,
            eve,2025-05-01,,45,,web
            """;

    private Run withCosts(String costs, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("costs.csv"), "month,channel,kind,amount\n" + costs);
        List<String> args = new ArrayList<>(List.of("--costs", file.toString()));
        args.addAll(List.of(more));
        return on(FEW, args.toArray(String[]::new));
    }

    @Test
    void whatWasSpentOnNobodyIsInTheTotal() throws IOException {
        Run run = withCosts("2025-03,web,media,100\n2025-06,tv,media,5000\n2025-07,Shared,salaries,50\n");
        assertEquals(0, run.status(), run.err());
        List<String> rows = run.section("NEW CUSTOMERS");
        assertTrue(rows.stream().anyMatch(row -> row.matches("  tv +0 +5,000 +- +- +0.0 +-")), run::out);
        assertTrue(rows.stream().anyMatch(row -> row.matches("  web +1 +125 +125.00 .*")), run::out);
        assertTrue(rows.stream().anyMatch(row -> row.matches("  total +2 +5,150 +2,575.00 .*")), run::out);
    }

    @Test
    void saysWhereCostsAndCustomersDoNotMeet() throws IOException {
        assertTrue(withCosts("2020-03,web,media,100\n")
                .section("NEW CUSTOMERS")
                .contains("  the costs file has nothing for these months"));
        Run nobody = run(
                "--contracts",
                Files.writeString(folder.resolve("old.csv"), FEW.replace("2025", "2024"))
                        .toString(),
                "--until",
                "2025-12-31",
                "--costs",
                Files.writeString(folder.resolve("shared.csv"), "month,channel,kind,amount\n2025-07,shared,tools,50\n")
                        .toString());
        assertTrue(nobody.section("NEW CUSTOMERS").contains("  USD 50 spent, and nobody came"), nobody::out);
    }

    @Test
    void countsTheCostsItSkips() throws IOException {
        Run run = withCosts("2025-03,web,media,100\n2025-03,web,media,x\n", "--skip-bad-rows");
        List<String> rows = run.section("DATA");
        int i = rows.indexOf("  1 row skipped because they could not be used:");
        assertTrue(i > 0 && rows.get(i + 1).contains("costs.csv line 3, column amount: must be a decimal"), run::out);
    }

    @Test
    void refusesTheSameContractTwice() throws IOException {
        Run run = on(HEADER + "A,2025-01-01,,3,,\nA,2025-01-01,,3,,\n");
        assertEquals(1, run.status());
        assertTrue(
                run.err().trim().endsWith("line 3, column customer: must not have the same contract twice, was \"A\""),
                run.err());
    }

    @Test
    void aBaseWithoutCustomersIsWorthNothingAndSaysSo() throws IOException {
        Run run = on(HEADER + "A,2024-01-01,2024-05-01,3,,\nB,2024-01-01,2024-09-01,3,,\n");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.section("CUSTOMER EQUITY").contains("  nobody has a contract on 2025-12-31"), run::out);
    }

    @Test
    void saysWhyRevenueLeft() throws IOException {
        String contracts = HEADER + """
                a,2024-01-01,,40,,
                b,2024-01-01,2025-04-01,30,involuntary,
                c,2024-01-01,2025-06-01,20,voluntary,
                d,2024-01-01,2025-07-01,10,,
                """;
        String row = "    lost with those who left   20.0 % by choice, 30.0 % not, 10.0 % unknown";
        assertTrue(on(contracts).section("MONTHLY RECURRING REVENUE").contains(row), on(contracts)::out);
        String silent = contracts.replace("involuntary", "").replace("voluntary", "");
        assertFalse(on(silent).out().contains("lost with those who left"));
    }

    @Test
    void nobodyIsSureOfRetentionBecauseNobodyHasLeftYet() throws IOException {
        Run run = on(HEADER + "a,2024-01-01,,40,,\nb,2024-01-01,,30,,\nc,2024-01-01,2024-06-01,20,,\n");
        assertTrue(
                run.section("MONTHLY RECURRING REVENUE").contains("    net revenue retention      100.0 %"), run::out);
    }
}
