package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverEquityTest {
    @TempDir
    Path folder;

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = DriverEquity.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Progress.silent());
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<String> section(Run run, String heading) {
        assertEquals(0, run.status(), run::err);
        List<String> lines = run.out().lines().toList();
        int from = 0;
        while (!lines.get(from).startsWith(heading)) {
            from++;
        }
        int to = from;
        while (to < lines.size() && !lines.get(to).isEmpty()) {
            to++;
        }
        return lines.subList(from, to);
    }

    @Test
    void theBundledSurveyIsWhatTheGeneratorMakes() throws IOException {
        try (InputStream in = new SampleSurvey().open()) {
            assertEquals(SurveyGenerator.csv(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        BrandSurvey survey = SampleSurvey.read();
        assertEquals(600, survey.size());
        assertEquals(6, survey.brands().size());
        assertEquals(11, survey.subDrivers().size());
    }

    @Test
    void reportsOnTheBundledSurvey() {
        Run run = run();
        assertTrue(
                run.out()
                        .startsWith("DRIVERS OF CUSTOMER EQUITY in a BUNDLED SYNTHETIC SURVEY"
                                + " (no real customers, no real airlines)\n"),
                run.out());
        assertEquals("", run.err());
        assertTrue(
                section(run, "DRIVERS of choice").get(3).matches("  quality +VALUE +0\\.4352 +0\\.0598 .*"), run::out);
        List<String> equity = section(run, "EQUITY of every brand");
        assertTrue(
                equity.get(2).matches("  Meridian +190\\.9   178\\.6 to 203\\.1 +23\\.1 %   21\\.7 to 24\\.6 .*"),
                run::out);
        assertEquals(3 + 6 + 1, equity.size(), run::out);
        assertTrue(section(run, "SWITCHING").get(2).startsWith("  Meridian   52.6 %"), run::out);
        assertEquals(
                2 + 11, section(run, "IMPORTANCE AND PERFORMANCE of Meridian").size());
        assertEquals(2 + 11 + 2, section(run, "WHAT IF Meridian").size(), run::out);
        assertTrue(section(run, "RETURN on improving convenience").get(6).contains("it pays with"), run::out);
        assertTrue(section(run, "CONVENTIONS").get(1).endsWith("[assumed; --customers]"), run::out);
    }

    @Test
    void sharesOfAllBrandsAndSwitchingRatesAddUp() {
        Run run = run("--focal", "Hopper", "--by", "1", "--first-purchase", "now");
        double shares = 0;
        for (String row : section(run, "EQUITY of every brand").subList(2, 8)) {
            shares += Double.parseDouble(row.replaceAll("^.{48}", "").trim().split(" ")[0]);
        }
        assertEquals(100, shares, 0.31);
        for (String row : section(run, "SWITCHING").subList(2, 8)) {
            double sum = 0;
            for (String rate : row.substring(10).split("%")) {
                sum += rate.isBlank() ? 0 : Double.parseDouble(rate.trim());
            }
            assertEquals(100, sum, 0.31, row);
        }
    }

    @Test
    void asksForOneImprovementAndOtherTreatments() {
        Run run = run("--improve", "trust", "--treatment", "components:0.9", "--inertia", "by-brand", "--intercepts");
        assertTrue(section(run, "RETURN on improving trust of Meridian").size() > 6, run::out);
        assertTrue(run.out().contains("inertia of Hopper"), run::out);
        assertTrue(run.out().contains("intercept of Skylark"), run::out);
        assertEquals(0, run("--treatment", "ridge:2").status());
    }

    @Test
    void readsWhatEachBrandEarnsFromAFile() throws IOException {
        Path survey = Files.writeString(folder.resolve("survey.csv"), SurveyGenerator.csv());
        Path market = Files.writeString(folder.resolve("market.csv"), """
                brand,contribution,discount_annual,segment
                Northair,0.20,0.10,
                Meridian,0.40,0.10,
                Skylark,0.20,,
                Bluewing,0.20,,
                Atlantis,0.20,,
                Hopper,0.20,,
                Hopper,0.30,,business
                """);
        Run plain = run("--survey", survey.toString(), "--focal", "Meridian");
        Run other = run("--survey", survey.toString(), "--focal", "Meridian", "--market", market.toString());
        double before = meridian(plain);
        assertEquals(190.9, before, 0.051);
        assertEquals(2 * before, meridian(other), 0.11);
    }

    private static double meridian(Run run) {
        return Double.parseDouble(section(run, "EQUITY of every brand").stream()
                .filter(row -> row.startsWith("  Meridian"))
                .findFirst()
                .orElseThrow()
                .trim()
                .split(" +")[1]);
    }

    @Test
    void aMarketFileThatDoesNotFit() throws IOException {
        Path market = folder.resolve("market.csv");
        Files.writeString(market, "brand,contribution\nNorthair,0.2\n");
        Run missing = run("--market", market.toString());
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("must have terms for every brand of the survey"), missing::err);
        Files.writeString(market, "brand,contribution\nNorthair,much\n");
        assertEquals(
                new Run(
                        1,
                        "",
                        "driver-equity: " + market
                                + " line 2, column contribution: must be a decimal number such as 0.20, was \"much\"\n"),
                run("--market", market.toString()));
        Files.writeString(market, "brand,contribution,segment\nNorthair,0.2,business\n");
        assertEquals(
                new Run(
                        1,
                        "",
                        "driver-equity: " + market
                                + ": must have a row without segment for brand \"Northair\", has none\n"),
                run("--market", market.toString()));
    }

    @Test
    void aSurveyThatDoesNotSayEnough() throws IOException {
        Path survey = folder.resolve("survey.csv");
        // everybody buys the brand with the better rating: complete separation
        StringBuilder csv = new StringBuilder("respondent,brand,last,next,value:quality\n");
        for (int i = 0; i < 20; i++) {
            csv.append("r" + i + ",A," + i % 2 + ",1,5\nr" + i + ",B," + (1 - i % 2) + ",0,2\n");
        }
        Files.writeString(survey, csv);
        Run run = run("--survey", survey.toString());
        assertEquals(1, run.status(), run::out);
        assertEquals("", run.out());
        assertTrue(
                run.err().startsWith("driver-equity: " + survey + ": the driver model cannot be fitted: "), run::err);
        Files.writeString(survey, "respondent,brand,last,value:quality\na,A,1,4\na,B,0,3\n");
        Run noChoice = run("--survey", survey.toString());
        assertEquals(1, noChoice.status(), noChoice::out);
        assertTrue(noChoice.err().contains("cannot be fitted"), noChoice::err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--focal Nobody | --focal must be one of Meridian, Skylark, Bluewing, Atlantis, Northair, Hopper, was \"Nobody\"",
                "--improve speed | --improve must be one of quality, price, convenience, awareness, image, ethics, loyalty"
                        + " programme, recognition, community, knowledge, trust, was \"speed\"",
                "--by 0 | --by must be a number of points other than 0, was \"0\"",
                "--spend 5,-1 | --spend must be amounts that are not negative, as 400000,300000, was \"5,-1\"",
                "--spend 0,0 | --spend must not be 0 in all years, was \"0,0\"",
                "--scale 5-1 | --scale must end above its beginning, by at most 1000, was \"5-1\"",
                "--scale five | --scale must be two whole numbers, as 1-5, was \"five\"",
                "--treatment components:2 | --treatment must be direct, components:SHARE or ridge:LAMBDA, was"
                        + " \"components:2\" (components:0.95 keeps 95 % of the variance)",
                "--customers 0 | --customers must be from 1 to 10000000000, was \"0\"",
                "--inertia some | --inertia must be one of none, common, by-brand, was \"some\"",
                "--missing ignore | --missing must be one of reject, drop-respondent, brand-mean, was \"ignore\"",
                "--currency EURO | --currency must be an ISO 4217 code such as USD or EUR, was \"EURO\"",
                "--nothing | \"--nothing\" is not an option (--help lists them)",
            })
    void badArguments(String args, String message) {
        Run run = run(args.split(" "));
        assertEquals(2, run.status(), run::err);
        assertEquals("driver-equity: " + message + "\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void helpSaysWhatTheFileMustHold() {
        Run run = run("--help");
        assertEquals(0, run.status());
        assertTrue(run.out().contains("--first-purchase WHEN"), run::out);
        assertTrue(run.out().contains("value:NAME, brand:NAME, relationship:NAME"), run::out);
        assertFalse(run.out().contains("null"), run::out);
    }
}
