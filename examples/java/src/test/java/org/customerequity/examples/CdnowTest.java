package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.model.diagnosis.ConditionalExpectations;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quick start on the CDNOW 1/10 sample (Fader, Hardie and Lee 2005), held against the maxima and holdout figures that
 * lifetimes, BTYD, CLVTools and a 40-digit recomputation agree on.
 */
class CdnowTest {
    private static final String SAMPLE = "cdnow_elog_sample.csv";
    private static final String MASTER = "cdnow_elog_master.csv";

    @TempDir
    Path folder;

    private static String[] args(String file, String... more) {
        String shared = System.getProperty("customerequity.shared", "");
        Path data = Path.of(shared, "data", file);
        assumeTrue(!shared.isEmpty() && Files.exists(data), "skipped: " + file + " is not committed and not here");
        List<String> args = new ArrayList<>(List.of(
                "--transactions",
                data.toString(),
                "--columns",
                "customer=customer,date=date,amount=spend",
                "--unit",
                "WEEK",
                "--until",
                "1998-06-30",
                "--calibrate-until",
                "1997-09-30",
                "--currency",
                "USD",
                "--margin",
                "0.30",
                "--discount-annual",
                "0.15",
                "--horizon-years",
                "3"));
        args.addAll(Arrays.asList(more));
        return args.toArray(new String[0]);
    }

    @Test
    void holdoutFiguresAreThoseOfTheOracles() {
        Arguments arguments = Arguments.parse(args(SAMPLE));
        Source source = Source.ofFile(arguments.transactions().orElseThrow());
        Transactions transactions = Transactions.read(source, arguments, Progress.silent());
        ForecastCheck check = ForecastCheck.of(
                transactions.split().orElseThrow(),
                FittedModel.buying(
                        arguments.models(), transactions.split().orElseThrow().calibration()));

        assertEquals(39, check.split().holdout().length(), 1e-12);
        assertEquals(-9582.4292066739, check.all().get(0).logLikelihood(), 1e-6);
        assertEquals(-9594.9761789395, check.all().get(1).logLikelihood(), 1e-6);
        assertScore(
                1653.408698, 0.78545424, 1.60798201, 0.625647, check.scores().get(0));
        assertScore(
                1665.513107, 0.75452338, 1.60284800, 0.630223, check.scores().get(1));

        double[][] byFrequency = {
            // customers, actual, BG/NBD, Pareto/NBD
            {1411, 0.236712, 0.225087, 0.138447},
            {439, 0.697039, 0.523131, 0.599471},
            {214, 1.392523, 1.044134, 1.195837},
            {100, 1.560000, 1.520280, 1.713843},
            {62, 2.532258, 2.163866, 2.398308},
            {38, 2.947368, 2.653846, 2.907208},
            {29, 3.862069, 3.504042, 3.818559},
            {64, 6.359375, 6.157191, 6.403067},
        };
        for (int m = 0; m < 2; m++) {
            List<ConditionalExpectations.Group> groups =
                    check.byFrequency().get(m).groups();
            assertEquals(byFrequency.length, groups.size());
            for (int x = 0; x < byFrequency.length; x++) {
                assertEquals(x == 7 ? "7+" : String.valueOf(x), ForecastCheck.label(groups.get(x)));
                assertEquals(byFrequency[x][0], groups.get(x).customers());
                assertEquals(byFrequency[x][1], groups.get(x).meanActual(), 1e-6);
                assertEquals(byFrequency[x][2 + m], groups.get(x).meanPredicted(), 2e-6);
            }
        }
    }

    /** To half a unit in the last digit that the oracles print, and what peers' parameters differ by. */
    private static void assertScore(double total, double mae, double rmse, double correlation, HoldoutScores score) {
        assertEquals(1882, score.actual());
        assertEquals(total, score.predicted(), 1e-5);
        assertEquals(mae, score.meanAbsoluteError(), 1e-8);
        assertEquals(rmse, score.rootMeanSquareError(), 1e-8);
        assertEquals(correlation, score.correlation().orElseThrow(), 1e-6);
    }

    @Test
    void theReportShowsThem() {
        Run run = Run.of(args(SAMPLE, "--acquisition-cost", "12.50"));
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertLine(run, "  6,919 transactions of 2,357 customers, 1997-01-01 to 1998-06-30");
        assertLine(run, "  BG/NBD      converged, log-likelihood -9,582.4292, * iterations, 2,357 customers");
        assertLine(run, "  Pareto/NBD  converged, log-likelihood -9,594.9762, * iterations, 2,357 customers");
        assertLine(run, "              r 0.2426 (0.0126)  alpha 4.414 (0.378)  a 0.7929 (0.186)  b 2.426 (0.705)");
        assertLine(run, "              r 0.5533 (0.0476)  alpha 10.58 (0.843)  s 0.6062 (0.187)  beta 11.67 (6.21)");
        assertLine(run, "  actual              1,882");
        assertLine(run, "  BG/NBD            1,653.4   -12.1 %    0.7855    1.6080       0.6256");
        assertLine(run, "  Pareto/NBD        1,665.5   -11.5 %    0.7545    1.6028       0.6302");
        assertLine(run, "  and costs USD 12.50 to acquire: LTV:CAC *");
    }

    /** All models that the field uses, and the one that the holdout prefers among those the calibration cannot tell apart. */
    @Test
    void autoComparesAllModels() {
        Run run = Run.of(args(SAMPLE, "--model", "auto"));
        assertEquals("", run.err());
        assertLine(run, "CHOSEN: Pareto/NBD");
        assertLine(run, "  actual                                         1,882");
        assertLine(run, "  NBD                -9,763.66    19,531.32    2,929.8   +55.7 %   1.0410   1.8595");
        assertLine(run, "  MBG/NBD            -9,582.14    19,172.27    1,576.7   -16.2 %   0.7648   1.6072");
        assertLine(run, "  MBG/CNBD-k         -9,582.14    19,174.27    1,576.7   -16.2 %   0.7648   1.6072  k 1");
        assertLine(
                run, "  GGompertz/NBD              -            -          -         -        -        -  not fitted");
        // of the models that are told apart by the calibration no means by frequency
        assertLine(
                run,
                "  MBG/NBD            0.185     0.551     1.049     1.493     2.104     2.564     3.361     5.849");
        assertTrue(run.out().lines().noneMatch(line -> line.startsWith("  NBD                0.")), run.out());
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("CHOSEN: Pareto/NBD MBG/NBD has the lowest AIC, 19172.27;"), words);
        assertTrue(words.contains("Of these Pareto/NBD forecast the holdout best and is chosen:"), words);
        assertTrue(run.out().lines().count() <= 90, () -> run.out().lines().count() + " lines");
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());

        // customers are valued the same whichever way the model came to be chosen
        String values = "CUSTOMER EQUITY of the current base";
        Run pareto = Run.of(args(SAMPLE, "--model", "pareto-nbd"));
        assertEquals(
                run.out().substring(run.out().indexOf(values)),
                pareto.out().substring(pareto.out().indexOf(values)));
    }

    @Test
    void aModelAskedForIsTheOneThatValues() {
        Run asked = Run.of(args(SAMPLE, "--model", "mbg-nbd"));
        assertEquals(0, asked.status(), asked.err());
        assertLine(asked, "CHOSEN: MBG/NBD");
        assertLine(asked, "  as --model asks");
        assertTrue(asked.out().lines().noneMatch(line -> line.contains("Pareto/NBD")), asked.out());
    }

    @Test
    void theFilesHoldEveryCustomerAndAddUp() throws IOException {
        Run run = Run.of(args(SAMPLE, "--out", folder.resolve("out").toString()));
        assertEquals(0, run.status(), run.err());

        double sum = 0;
        int customers = 0;
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(folder.resolve("out/customers.csv"), StandardCharsets.UTF_8)) {
            for (NamedCsvRecord row : csv) {
                sum += Double.parseDouble(row.getField("lifetime_value"));
                customers++;
            }
        }
        Map<?, ?> summary = (Map<?, ?>) StrictJson.parse(Files.readString(folder.resolve("out/summary.json")));
        Map<?, ?> equity = (Map<?, ?>) summary.get("customer_equity");
        assertEquals(2357, customers);
        assertEquals(2357.0, equity.get("customers"));
        assertEquals((double) equity.get("total"), sum, 1e-9 * sum);

        Map<?, ?> check = (Map<?, ?>) summary.get("forecast_check");
        List<?> table = (List<?>) check.get("mean_purchases_by_repeat_purchases_before");
        Map<?, ?> most = (Map<?, ?>) table.get(ForecastCheck.LAST_FREQUENCY);
        assertEquals("7+", most.get("repeat_purchases"));
        assertEquals(64.0, most.get("customers"));
        assertEquals(6.359375, most.get("actual"));
        assertEquals(6.403067, (double) ((Map<?, ?>) most.get("expected")).get("Pareto/NBD"), 2e-6);
        assertEquals(6919.0, ((Map<?, ?>) summary.get("data_counts")).get("transactions"));
    }

    @Test
    void theWholeCohortIsReadWithItsOrdersOfZero() {
        Run run = Run.of(args(MASTER));
        assertEquals(0, run.status(), run.err());
        assertLine(run, "  69,659 transactions of 23,570 customers, 1997-01-01 to 1998-06-30");
        assertLine(run, "  80 rows of amount zero, counted as purchases but not in the mean spend");
    }

    @Test
    void theValuesAreMarginTimesSpendTimesPurchases() {
        Arguments arguments = Arguments.parse(args(SAMPLE));
        Transactions transactions =
                Transactions.read(Source.ofFile(arguments.transactions().orElseThrow()), arguments, Progress.silent());
        LifetimeValues values =
                Analysis.of(transactions, arguments, Progress.silent()).values();
        for (int i = 0; i < values.size(); i++) {
            double product = 0.30 * values.discountedPurchases(i) * values.meanSpend(i);
            assertEquals(product, values.value(i), 1e-12 * product);
        }
    }

    /** A line of the report, in which a {@code *} stands for anything. */
    private static void assertLine(Run run, String expected) {
        String[] parts = expected.split("\\*", -1);
        assertTrue(
                run.out().lines().anyMatch(line -> line.startsWith(parts[0]) && line.endsWith(parts[parts.length - 1])),
                () -> "no line \"" + expected + "\" in\n" + run.out());
    }
}
