package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverEquityTest {
    @TempDir
    Path folder;

    private static Run run(String... args) {
        return Run.of(DriverEquity::run, args);
    }

    private static List<String> section(Run run, String heading) {
        return run.section(heading);
    }

    @Test
    void theBundledSurveyIsWhatTheGeneratorMakes() throws IOException {
        try (InputStream in = SampleSurvey.SOURCE.open()) {
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
                equity.get(2).matches("  Meridian +190\\.9  178\\.6 to 203\\.1 +23\\.1 %  21\\.7 to 24\\.6 % .*"),
                run::out);
        assertEquals(3 + 6 + 1, equity.size(), run::out);
        assertTrue(section(run, "SWITCHING").get(2).startsWith("  Meridian    52.6 %"), run::out);
        assertEquals(
                2 + 11 + 2,
                section(run, "IMPORTANCE AND PERFORMANCE of Meridian").size());
        assertEquals(2 + 11 + 2, section(run, "WHAT IF Meridian").size(), run::out);
        assertTrue(
                section(run, "RETURN on Meridian rated 0.20 points higher on convenience")
                        .get(5)
                        .contains("it pays with"),
                run::out);
        assertTrue(section(run, "CONVENTIONS").get(1).endsWith("[assumed; --customers]"), run::out);
    }

    @Test
    void sharesOfAllBrandsAndSwitchingRatesAddUp() {
        Run run = run("--focal", "Hopper", "--by", "1", "--first-purchase", "now");
        double shares = 0;
        for (String row : section(run, "EQUITY of every brand").subList(2, 8)) {
            shares += Double.parseDouble(row.trim().split("  +")[3].replace(" %", ""));
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
        assertTrue(
                section(run, "RETURN on Meridian rated 0.20 points higher on trust")
                                .size()
                        == 13,
                run::out);
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
        assertTrue(
                missing.err().contains("must have a row for every brand of the survey, has none for \"Meridian\""),
                missing::err);
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
        assertTrue(noChoice.err().contains("must say in a column next which brand is bought next"), noChoice::err);
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

    private Run onSurvey(String csv, String... more) throws IOException {
        Path survey = Files.writeString(folder.resolve("survey.csv"), csv);
        List<String> args = new ArrayList<>(List.of("--survey", survey.toString()));
        args.addAll(List.of(more));
        return run(args.toArray(new String[0]));
    }

    @Test
    void whatTheReportTakesForGrantedOfOnesOwnSurveyIsNoSpend() throws IOException {
        Run run = onSurvey(SurveyGenerator.csv());
        assertEquals(
                "  sub-driver         equity  95 % interval",
                section(run, "WHAT IF Meridian").get(1));
        assertTrue(
                section(run, "EFFECT of Meridian rated 0.20 points higher on convenience")
                        .get(1)
                        .matches("  change of equity  USD 10\\.09 million, 95 % interval 7\\.56 to 12\\.61"),
                run::out);
        assertFalse(run.out().contains("it pays"), run::out);
        assertTrue(run.out().contains("(--spend gives the return on a spend)"), run::out);
    }

    @Test
    void otherScalesMoveByATwentiethOfTheirLength() throws IOException {
        StringBuilder csv = new StringBuilder();
        SurveyGenerator.csv().lines().forEach(line -> {
            String[] fields = line.split(",", -1);
            for (int i = 7; i < fields.length && !line.startsWith("respondent"); i++) {
                fields[i] = Integer.toString(25 * (Integer.parseInt(fields[i]) - 1));
            }
            csv.append(String.join(",", fields)).append('\n');
        });
        Run run = onSurvey(csv.toString(), "--scale", "0-100");
        // the same answers on a longer scale: the same equities, and the same effect of a step as long
        assertTrue(
                section(run, "EFFECT of Meridian rated 5.00 points higher on convenience")
                        .get(1)
                        .startsWith("  change of equity  USD 10.09 million"),
                run::out);
        assertTrue(section(run, "CONVENTIONS").contains("  scale           0 to 100, high is good"), run::out);
    }

    @Test
    void longAndForeignNamesKeepTheColumnsStraight() throws IOException {
        String longName = "N".repeat(60);
        String csv = SurveyGenerator.csv()
                .replace("Meridian", "\"M\u00fcller, S\u00f6hne & Cie \"\"Luft\"\"\"")
                .replace("Northair", longName)
                .replace("Skylark", "\u30b9\u30ab\u30a4");
        Run run = onSurvey(csv, "--focal", "Hopper");
        List<String> switching = section(run, "SWITCHING");
        assertEquals(
                "  last                                   (1)     (2)     (3)     (4)     (5)     (6)",
                switching.get(1));
        assertTrue(switching.get(2).startsWith("  (1) M\u00fcller, S\u00f6hne & Cie \"Luft\" "), run::out);
        assertTrue(switching.get(6).startsWith("  (5) " + "N".repeat(27) + "...  "), run::out);
        for (String row : switching.subList(1, 8)) {
            assertEquals(
                    Text.width(switching.get(1)),
                    Text.width(row.replaceAll("%$", "").stripTrailing()) + (row.endsWith("%") ? 2 : 0),
                    row);
        }
        assertTrue(run.out().contains(longName + " 423"), run::out);
    }

    @Test
    void amountsOfEverySizeHaveAUnit() throws IOException {
        Run rupiah = run("--currency", "IDR", "--contribution", "3200", "--customers", "200000000");
        assertEquals(
                "EQUITY of every brand in the market, in trillion IDR",
                section(rupiah, "EQUITY").get(0));
        assertTrue(section(rupiah, "RETURN").get(2).endsWith("IDR 8.38 million in present value"), rupiah::out);
        assertTrue(section(rupiah, "RETURN").get(5).endsWith("probability >0.999"), rupiah::out);
        Run few = run("--customers", "1", "--contribution", "0.0001", "--spend", "0.01");
        assertTrue(section(few, "EQUITY").get(2).contains(" 0.095427 "), few::out);
    }

    @Test
    void brandsThatLoseMoney() throws IOException {
        Path market = folder.resolve("market.csv");
        StringBuilder csv = new StringBuilder("brand,contribution\n");
        for (String brand : SampleSurvey.read().brands()) {
            csv.append(brand).append(",-0.2\n");
        }
        Files.writeString(market, csv + "Ghost,1\n");
        Run run = run("--market", market.toString());
        List<String> equity = section(run, "EQUITY");
        assertTrue(equity.get(2).matches("  Meridian  -190\\.9 .* - +- +-190\\.85  22\\.1 %"), run::out);
        assertEquals(
                "  no shares, because all brands together are not worth more than 0", equity.get(equity.size() - 1));
        assertTrue(run.out().contains("not in the survey and left out: Ghost"), run::out);
        Files.writeString(market, csv.toString().replace("-0.2", "0"));
        assertEquals(0, run("--market", market.toString()).status());
        Files.writeString(
                market,
                csv.toString().replace("\n", ",\n").replace("contribution,", "contribution,segment")
                        + "Hopper,1,students\n");
        assertEquals(
                "driver-equity: " + market + ": segment must be one of leisure, business, was \"students\"\n",
                run("--market", market.toString()).err());
    }

    @Test
    void aBrandNobodyBoughtLastHasNoRateOfItsOwn() throws IOException {
        StringBuilder csv = new StringBuilder();
        String gone = SurveyGenerator.csv()
                .lines()
                .filter(line -> line.contains(",Hopper,1,"))
                .map(line -> "," + line.substring(0, line.indexOf(',')) + ",")
                .collect(Collectors.joining());
        SurveyGenerator.csv()
                .lines()
                .filter(line -> !gone.contains("," + line.substring(0, line.indexOf(',')) + ","))
                .forEach(line -> csv.append(line).append('\n'));
        Run run = onSurvey(csv.toString());
        assertTrue(section(run, "SWITCHING").get(7).matches("  Hopper( +-){6}"), run::out);
    }

    @Test
    void whatTheSurveyLacksIsSaid() throws IOException {
        String csv = SurveyGenerator.csv();
        Run unasked = onSurvey(csv.replace("frequency", "how often").replace("volume", "how much"));
        assertTrue(
                section(unasked, "DATA")
                        .contains("  600 respondents without frequency, for whom 1 purchase a year is assumed"),
                unasked::out);
        assertTrue(
                section(unasked, "DATA")
                        .contains("  600 respondents without volume, for whom 1 unit a purchase is assumed"),
                unasked::out);
        Run noNext = onSurvey(csv.replace(",next,", ",then,"));
        assertEquals(
                "driver-equity: " + folder.resolve("survey.csv")
                        + ": must say in a column next which brand is bought next, says it of nobody\n",
                noNext.err());
        Run five = onSurvey(csv.lines().limit(20).collect(Collectors.joining("\n")));
        assertEquals(1, five.status());
        assertTrue(five.err().endsWith("; --treatment offers components:0.95 and ridge:2\n"), five::err);
    }

    @Test
    void rowsMayComeInAnyOrderWithABomAndWindowsLineEnds() throws IOException {
        List<String> lines = new ArrayList<>(SurveyGenerator.csv().lines().toList());
        Collections.shuffle(lines.subList(1, lines.size()), new Random(1));
        Run run = onSurvey("\uFEFF" + String.join("\r\n", lines), "--focal", "Meridian");
        assertEquals(190.9, meridian(run), 0.051);
        Run semicolons = onSurvey(SurveyGenerator.csv().replace(',', ';'));
        assertTrue(semicolons.err().endsWith("(fields must be separated by commas)\n"), semicolons::err);
    }

    @Test
    void aCommandMayBeWrittenOnSeveralLines() {
        Run run = run("--focal", "Hopper\n", " --by", "1\n");
        assertTrue(section(run, "WHAT IF Hopper were rated 1.00 points higher").size() > 11, run::out);
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
