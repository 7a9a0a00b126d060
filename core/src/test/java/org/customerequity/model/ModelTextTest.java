package org.customerequity.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.Checks;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.model.spend.ZeroInflatedLogNormal;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.Models;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Models and fits survive as text to the bit, and nothing else is read. */
@Seeded
class ModelTextTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static final List<Parametric> ALL = Models.ONE_OF_EACH;

    // --- round trips

    @Test
    void theTextOfAModel() {
        assertEquals(
                "{\"customer-equity\": 1, \"model\": \"BG/NBD\", \"unit\": \"WEEK\", \"parameters\":"
                        + " {\"r\": 0.243, \"alpha\": 4.414, \"a\": 0.793, \"b\": 2.426}}",
                ModelText.write(new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK)));
        assertEquals(
                "{\"customer-equity\": 1, \"model\": \"MBG/CNBD-k\", \"unit\": \"DAY\", \"k\": 3, \"parameters\":"
                        + " {\"r\": 1.0E-4, \"alpha\": 12345.678, \"a\": 1.0, \"b\": 2.0}}",
                ModelText.write(new MbgCnbd(3, 1e-4, 12345.678, 1, 2, PeriodUnit.DAY)));
        assertEquals(
                "{\"customer-equity\": 1, \"model\": \"gamma-gamma\", \"parameters\":"
                        + " {\"p\": 6.25, \"q\": 3.74, \"gamma\": 15.44}}",
                ModelText.write(new GammaGamma(6.25, 3.74, 15.44)));
    }

    @Test
    void everyModelComesBack() {
        for (Parametric model : ALL) {
            String text = ModelText.write(model);
            assertEquals(model, ModelText.read(text, model.getClass()));
            assertEquals(model, ModelText.read(text, Parametric.class));
            assertEquals(text, ModelText.write(ModelText.read(text, Parametric.class)));
            RecordComponent[] parts = model.getClass().getRecordComponents();
            for (RecordComponent part : parts == null ? new RecordComponent[0] : parts) {
                assertTrue(text.contains("\"" + part.getName() + "\": "), text);
            }
        }
        assertEquals(ALL.get(1), ModelText.read(ModelText.write(ALL.get(1)), PurchaseModel.class));
        assertEquals(ALL.get(9), ModelText.read(ModelText.write(ALL.get(9)), SpendModel.class));
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR);
        assertEquals(curve, ModelText.read(ModelText.write(curve), ParametricCurve.class));
    }

    /** A share is kept as it is, also where its odds are not a number, or would come back a last place away. */
    @Test
    void sharesAreWrittenAsThemselves() {
        assertEquals(
                "{\"customer-equity\": 1, \"model\": \"constant retention\", \"unit\": \"MONTH\", \"parameters\":"
                        + " {\"retention\": 0.3}}",
                ModelText.write(new ConstantRetention(0.3, PeriodUnit.MONTH)));
        for (double share : new double[] {0, 1e-300, 0.1, 0.3, 1 / 3.0, 0.7, Math.nextDown(1.0), 1}) {
            ConstantRetention curve = new ConstantRetention(share, PeriodUnit.MONTH);
            assertEquals(curve, ModelText.read(ModelText.write(curve), ConstantRetention.class));
            if (share > 0) {
                ZeroInflatedLogNormal values = new ZeroInflatedLogNormal(share, 3, 0.5);
                assertEquals(values, ModelText.read(ModelText.write(values), ZeroInflatedLogNormal.class));
            }
        }
    }

    @Provide
    Arbitrary<Double> positive() {
        return Arbitraries.longs()
                .between(1, Double.doubleToRawLongBits(Double.MAX_VALUE))
                .map(Double::longBitsToDouble);
    }

    /** Whatever the doubles are, the smallest and the largest included. */
    @Property(tries = 3000)
    void toTheBit(@ForAll("positive") double p, @ForAll("positive") double q, @ForAll("positive") double gamma) {
        GammaGamma model = new GammaGamma(p, q, gamma);
        GammaGamma read = ModelText.read(ModelText.write(model), GammaGamma.class);
        assertArrayEquals(model.parameters(), read.parameters(), 0.0);
    }

    /** However a tool lays it out. */
    @Test
    void spaceAndOrderDoNotMatter() {
        String text = "\n{ \"parameters\" :{\"b\":2.426,\"a\":793e-3,\t\"alpha\":4414.0E-3,\"r\":0.243} ,\r\n"
                + "\"unit\":\"\\u0057EEK\",\"model\":\"BG\\/NBD\", \"customer-equity\":1 }  ";
        assertEquals(new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK), ModelText.read(text, BgNbd.class));
    }

    // --- fits

    private static PurchaseHistories histories() {
        SplittableRandom random = new SplittableRandom(5);
        BgBb truth = new BgBb(1.2, 0.75, 0.66, 2.8, PeriodUnit.YEAR);
        int[] x = new int[2000];
        double[] t = new double[2000];
        double[] n = new double[2000];
        for (int i = 0; i < x.length; i++) {
            n[i] = 8;
            double[] times = truth.simulatePurchases(PurchaseHistory.newCustomer(PeriodUnit.YEAR), 8, random);
            x[i] = times.length;
            t[i] = times.length == 0 ? 0 : times[times.length - 1];
        }
        return PurchaseHistories.ofColumns(x, t, n, PeriodUnit.YEAR);
    }

    @Test
    void aFitComesBackWithItsUncertainty() {
        FitOutcome<BgBb> fit = BgBb.fit(histories());
        String text = ModelText.write(fit);
        assertTrue(text.length() < 2000, () -> text.length() + " characters");
        FitOutcome<BgBb> read = ModelText.readFit(text, BgBb.class);
        assertEquals(fit, read);
        assertArrayEquals(fit.report().standardErrors(), read.report().standardErrors(), 0.0);
        assertEquals(fit.report().parameter("alpha"), read.report().parameter("alpha"));
        assertEquals(fit.orThrow(), ModelText.read(text, PurchaseModel.class));
        assertEquals(text, ModelText.write(read));
    }

    @Test
    void aFitThatDidNotConvergeStaysOne() {
        FitOutcome<BgBb> stopped = BgBb.fit(histories(), new FitOptions(1));
        assertEquals(FitVerdict.NOT_CONVERGED, stopped.report().verdict());
        String text = ModelText.write(stopped);
        FitOutcome<BgBb> read = ModelText.readFit(text, BgBb.class);
        assertEquals(stopped, assertInstanceOf(FitOutcome.NotConverged.class, read));
        String message = assertThrows(FitException.class, () -> ModelText.read(text, BgBb.class))
                .getMessage();
        assertTrue(message.startsWith("fit stopped after 1 iterations"), message);
        FitOutcome<BgBb> unknown =
                new FitOutcome.NotConverged<>(stopped.fold(m -> m, no -> no.bestSoFar()), stopped.report(), "");
        assertEquals(unknown, ModelText.readFit(ModelText.write(unknown), BgBb.class));
    }

    @Test
    void fitsOfCurvesAndFirstValuesComeBack() {
        CohortCounts cohorts = CohortCounts.of(PeriodUnit.YEAR, new long[] {1000, 869, 743, 653, 593, 551, 517, 491});
        FitOutcome<ConstantRetention> one = ConstantRetention.fit(cohorts);
        assertEquals(one, ModelText.readFit(ModelText.write(one), ConstantRetention.class));
        FitOutcome<BetaDiscreteWeibull> many = BetaDiscreteWeibull.fit(cohorts);
        assertEquals(many, ModelText.readFit(ModelText.write(many), BetaDiscreteWeibull.class));
        FitOutcome<ConstantRetention> nobodyLeft =
                ConstantRetention.fit(CohortCounts.of(PeriodUnit.YEAR, new long[] {5, 5}));
        assertEquals(nobodyLeft, ModelText.readFit(ModelText.write(nobodyLeft), ConstantRetention.class));
        FitOutcome<ZeroInflatedLogNormal> values = ZeroInflatedLogNormal.fit(0, 3, 0, 5, 8, 0, 0);
        assertEquals(values, ModelText.readFit(ModelText.write(values), ZeroInflatedLogNormal.class));
        FitOutcome<ZeroInflatedLogNormal> allPay = ZeroInflatedLogNormal.fit(3, 5, 8);
        assertEquals(allPay, ModelText.readFit(ModelText.write(allPay), ZeroInflatedLogNormal.class));
    }

    @Test
    void warningsAndCurrencyComeBack() {
        FitReport report = FitReport.ofMaximum(
                        List.of("p", "q", "gamma"),
                        new double[] {6, 4, 15},
                        new double[][] {{0.1, 0.01, 0}, {0.01, 0.2, 1e-300}, {0, 1e-300, 0.3}},
                        -12.5,
                        9_000_000_000L)
                .withWarning("Quotation \" and \\ and \n and \t and \r and \u0001 and \u00e9 and \ud83d\ude00.")
                .withWarning("Half a pair \ude00 and \ud83d")
                .withWarning("")
                .inCurrency(Currency.getInstance("CHF"));
        FitOutcome<GammaGamma> fit = new FitOutcome.Converged<>(new GammaGamma(6, 4, 15), report);
        assertEquals(fit, ModelText.readFit(ModelText.write(fit), GammaGamma.class));
        assertTrue(ModelText.write(fit).contains("Half a pair \\ude00 and \\ud83d"));
        FitOutcome<GammaGamma> weighted = new FitOutcome.Converged<>(
                new GammaGamma(6, 4, 15), report.asQuasiLikelihood("customers are weighted"));
        assertEquals(weighted, ModelText.readFit(ModelText.write(weighted), GammaGamma.class));
        FitOutcome<ConstantSpend> certain = new FitOutcome.Converged<>(
                new ConstantSpend(5), FitReport.ofCertain(List.of("amount"), new double[] {5}, 12));
        assertEquals(certain, ModelText.readFit(ModelText.write(certain), ConstantSpend.class));
    }

    /** As it was written before there were models of choice: what a release writes, all later ones read. */
    @Test
    void textsOfEarlierDaysAreRead() {
        String text = "{\"customer-equity\": 1, \"model\": \"NBD\", \"unit\": \"WEEK\", \"parameters\": {\"r\": 0.5,"
                + " \"alpha\": 4.0}, \"fit\": {\"verdict\": \"CONVERGED\", \"logLikelihood\": -7.25, \"gradientNorm\": 0.0,"
                + " \"iterations\": 0, \"observations\": 3, \"estimates\": [0.5, 4.0], \"logCovariance\": [[1.0, 0.5], [0.5,"
                + " 1.0]], \"warnings\": [\"w\"], \"currency\": \"EUR\"}}";
        FitReport report = FitReport.ofMaximum(
                        List.of("r", "alpha"), new double[] {0.5, 4}, new double[][] {{1, 0.5}, {0.5, 1}}, -7.25, 3)
                .withWarning("w")
                .inCurrency(Currency.getInstance("EUR"));
        FitOutcome<Nbd> fit = new FitOutcome.Converged<>(new Nbd(0.5, 4, WEEK), report);
        assertEquals(fit, ModelText.readFit(text, Nbd.class));
        assertEquals(text, ModelText.write(fit));
    }

    // --- what is refused

    private static final String GOOD =
            "{\"customer-equity\": 1, \"model\": \"NBD\", \"unit\": \"WEEK\", \"parameters\":"
                    + " {\"r\": 0.5, \"alpha\": 4.0}}";

    private static void refuses(String at, String rule, String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ModelText.read(text, Parametric.class))
                .getMessage();
        assertEquals("text at " + at + ": " + rule, message);
    }

    @Test
    void otherVersionsAndModelsAreRefused() {
        refuses(
                "line 1, column 21",
                "customer-equity must be version 1 of the text form, which this release reads, was 2",
                GOOD.replace("\"customer-equity\": 1", "\"customer-equity\": 2"));
        refuses(
                "line 1, column 21",
                "customer-equity must be a whole number from 0 to 9223372036854775807, was 1.5",
                GOOD.replace("\"customer-equity\": 1", "\"customer-equity\": 1.5"));
        refuses("line 1, column 1", "a model must have the field customer-equity, was without it", "{}");
        refuses(
                "line 1, column 33",
                "model must be one of NBD, BG/NBD, MBG/NBD, BG/CNBD-k, MBG/CNBD-k, Pareto/NBD,"
                        + " correlated Pareto/NBD, GGompertz/NBD, BG/BB, gamma-gamma,"
                        + " log-normal spend, constant spend, zero-inflated log-normal, constant retention, shifted"
                        + " beta-geometric, beta-discrete-Weibull, exponential-gamma, Weibull-gamma, driver model, segmented driver"
                        + " model, latent-class logit, retention by score, static covariates, retention with covariates,"
                        + " time-varying Pareto/NBD, was \"BG/NBX\"",
                GOOD.replace("\"NBD\"", "\"BG/NBX\""));
        String message = assertThrows(IllegalArgumentException.class, () -> ModelText.read(GOOD, SpendModel.class))
                .getMessage();
        assertEquals("text at line 1, column 33: model must be a SpendModel, was NBD", message);
        refuses(
                "line 1, column 48",
                "unit must be one of [DAY, WEEK, MONTH, QUARTER, YEAR], was \"FORTNIGHT\"",
                GOOD.replace("WEEK", "FORTNIGHT"));
    }

    @Test
    void fieldsAreThoseOfTheModel() {
        refuses(
                "line 1, column 1",
                "a NBD must have the field unit, was without it",
                GOOD.replace("\"unit\": \"WEEK\", ", ""));
        refuses(
                "line 1, column 10",
                "a NBD must have no field but customer-equity, model, unit, parameters, fit, was \"note\"",
                GOOD.replace("{\"customer-equity\"", "{\"note\": \"mine\", \"customer-equity\""));
        refuses("line 1, column 81", "must name each field once, was \"r\" again", GOOD.replace("\"alpha\"", "\"r\""));
        refuses(
                "line 1, column 70",
                "parameters must have the field alpha, was without it",
                GOOD.replace(", \"alpha\": 4.0", ""));
        refuses("line 1, column 76", "r must be a number, was \"0.5\"", GOOD.replace("0.5", "\"0.5\""));
        refuses("line 1, column 76", "r must be within the range of a double, was 5e999", GOOD.replace("0.5", "5e999"));
        assertEquals(
                "text: r must be finite and > 0, was -0.5 (shape of the purchase rates)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ModelText.read(GOOD.replace("0.5", "-0.5"), Nbd.class))
                        .getMessage());
        refuses(
                "line 1, column 70",
                "parameters must be an object, was a list",
                GOOD.replace("{\"r\": 0.5, \"alpha\": 4.0}", "[0.5, 4.0]"));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertEquals(new Nbd(0.5, 4, WEEK), ModelText.read(GOOD, Nbd.class));
        refuses("line 1, column 1", "must be an object, a list, a string or a number, was its end", "");
        refuses("line 2, column 3", "must end after its one value, was 'x'", GOOD + "\n  x");
        refuses(
                "line 1, column 76",
                "must be an object, a list, a string or a number, was 'N'",
                GOOD.replace("0.5", "NaN"));
        refuses("line 1, column 77", "must be a digit, was 'I'", GOOD.replace("0.5", "-Infinity"));
        refuses("line 1, column 76", "must not begin with a zero, was 00", GOOD.replace("0.5", "00.5"));
        refuses("line 1, column 78", "must be a digit, was ','", GOOD.replace("0.5", "0."));
        refuses("line 1, column 78", "must be a digit, was ','", GOOD.replace("0.5", "5e"));
        refuses(
                "line 1, column 76",
                "must be an object, a list, a string or a number, was 't'",
                GOOD.replace("0.5", "true"));
        refuses(
                "line 1, column 94",
                "must be a comma or the end of the object, was its end",
                GOOD.substring(0, GOOD.length() - 1));
        refuses(
                "line 1, column 75",
                "must be a colon after the name of a field, was '0'",
                GOOD.replace("\"r\": 0.5", "\"r\" 0.5"));
        refuses("line 1, column 2", "must be the name of a field in quotation marks, was '1'", "{1: 2}");
        refuses("line 1, column 4", "must be a comma or the end of the list, was '2'", "[1 2]");
        refuses("line 1, column 5", "must be a quotation mark at the end of a string, was its end", "\"abc");
        refuses("line 1, column 2", "must be an escape of JSON, was '\\x'", "\"\\x\"");
        refuses("line 1, column 5", "must be a hexadecimal digit, was 'g'", "\"\\u0g00\"");
        refuses("line 1, column 2", "must not be a control character in a string, was character 9", "\"\t\"");
        refuses("line 1, column 10", "must not be nested deeper than 8, was '['", "[".repeat(20));
    }

    @Test
    void aFitMustBeOne() {
        String text = ModelText.write(new FitOutcome.Converged<>(
                new Nbd(0.5, 4, WEEK),
                FitReport.ofMaximum(
                        List.of("r", "alpha"), new double[] {0.5, 4}, new double[][] {{1, 0.5}, {0.5, 1}}, -7, 3)));
        assertEquals(new Nbd(0.5, 4, WEEK), ModelText.read(text, Nbd.class));
        String message = assertThrows(IllegalArgumentException.class, () -> ModelText.readFit(GOOD, Nbd.class))
                .getMessage();
        assertEquals("text at line 1, column 1: a fit must have the field fit, was without it", message);
        refuses(
                "line 1, column 103",
                "fit must have a reason where, and only where, it did not converge, was BOUNDARY without one",
                text.replace("CONVERGED", "BOUNDARY"));
        Checks.rejects(
                "text: alpha must be finite and > 0, was -4.0 (an estimate of a positive parameter)",
                () -> ModelText.readFit(text.replace("[0.5, 4.0]", "[0.5, -4.0]"), Nbd.class));
        Checks.rejects(
                "text: logCovariance[0][0] must be finite and > 0, was -1.0 (a variance)",
                () -> ModelText.readFit(text.replace("[[1.0", "[[-1.0"), Nbd.class));
        refuses(
                "line 1, column " + (text.indexOf("[0.5, 4.0]") + 1),
                "estimates must be 2 numbers, was 1",
                text.replace("[0.5, 4.0]", "[0.5]"));
        refuses(
                "line 1, column " + (text.indexOf("[[1.0") + 1),
                "logCovariance must be 2 rows, was 1",
                text.replace(", [0.5, 1.0]]", "]"));
        refuses(
                "line 1, column 115",
                "verdict must be one of [CONVERGED, CONVERGED_FLAT, BOUNDARY, NOT_CONVERGED], was \"FINE\"",
                text.replace("\"CONVERGED\"", "\"FINE\""));
        refuses(
                "line 1, column 103",
                "fit must have the field warnings, was without it",
                text.replace(", \"warnings\": []", ""));
    }

    /** A report is read with the names and the scale of its model. */
    @Test
    void aReportOfAnotherModelIsNotWritten() {
        Nbd model = new Nbd(0.5, 4, WEEK);
        double[] two = {0.5, 4};
        FitReport names = FitReport.ofCertain(List.of("r", "beta"), two, 3);
        Checks.rejects(
                "names of report must be those of the model, [r, alpha], was [r, beta] (a report of this model's fit)",
                () -> ModelText.write(new FitOutcome.Converged<>(model, names)));
        FitReport scale = FitReport.ofCoefficients(
                FitVerdict.CONVERGED, List.of("r", "alpha"), two, new double[0][], -7, 0, 1, 3, List.of());
        Checks.rejects(
                "scale of report must be that of the model, LOG, was LINEAR (see FitReport.ofCoefficients and"
                        + " FitReport.ofMaximum)",
                () -> ModelText.write(new FitOutcome.Converged<>(model, scale)));
    }

    @Test
    void otherModelsAndNumbersAreNotWritten() {
        record Mine() implements Parametric {
            @Override
            public List<String> parameterNames() {
                return List.of();
            }

            @Override
            public double[] parameters() {
                return new double[0];
            }

            @Override
            public Parametric withParameters(double... parameters) {
                return this;
            }
        }

        Checks.rejects(
                "model must be one of NBD, BG/NBD, MBG/NBD, BG/CNBD-k, MBG/CNBD-k, Pareto/NBD,"
                        + " correlated Pareto/NBD, GGompertz/NBD, BG/BB, gamma-gamma,"
                        + " log-normal spend, constant spend, zero-inflated log-normal, constant retention, shifted"
                        + " beta-geometric, beta-discrete-Weibull, exponential-gamma, Weibull-gamma, driver model, segmented driver"
                        + " model, latent-class logit, retention by score, static covariates, retention with covariates,"
                        + " time-varying Pareto/NBD, was "
                        + Mine.class.getName()
                        + " (store Parametric.parameters() of a model of your own)",
                () -> ModelText.write(new Mine()));
        Checks.rejectsNull("model", () -> ModelText.write((Parametric) null));
        Checks.rejectsNull("text", () -> ModelText.read(null, Nbd.class));
    }
}
