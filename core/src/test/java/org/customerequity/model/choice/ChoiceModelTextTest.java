package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.customerequity.Checks;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Parametric;
import org.customerequity.model.ModelText;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** Models of choice and their fits survive as text to the bit, and nothing else is read. */
@Seeded
class ChoiceModelTextTest {
    private static final List<String> BRANDS = List.of("Alpha", "Beta");
    private static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.relationship("trust"));
    private static final DriverModel COMMON =
            DriverModel.of(BRANDS, DRIVERS, true, Inertia.COMMON, new double[] {-0.2, 0.849, 0.441, -0.1});
    private static final DriverModel OTHER = COMMON.withParameters(0.3, 0, 1e-300, -0.0);
    private static final LatentClassModel LATENT = LatentClassModel.of(new double[] {0.7, 0.3}, List.of(COMMON, OTHER));
    private static final SegmentedDriverModel SEGMENTED = SegmentedDriverModel.of(
            List.of("business", "leisure"), List.of(COMMON, DriverModel.of(BRANDS, DRIVERS, 0.5, 1, 2)));

    private static final String GOOD = "{\"customer-equity\": 1, \"model\": \"driver model\","
            + " \"brands\": [\"Alpha\", \"Beta\"],"
            + " \"subDrivers\": [{\"name\": \"quality\", \"driver\": \"VALUE\"},"
            + " {\"name\": \"trust\", \"driver\": \"RELATIONSHIP\"}], \"inertia\": \"COMMON\","
            + " \"parameters\": {\"intercepts\": [-0.2], \"inertia\": [0.849], \"subDrivers\": [0.441, -0.1]}}";

    private static <M extends ChoiceModel> void comesBack(FitOutcome<M> fit, Class<M> type) {
        String text = ModelText.write(fit);
        FitOutcome<M> read = ModelText.readFit(text, type);
        assertEquals(fit, read);
        assertEquals(text, ModelText.write(read));
        assertEquals(fit.report().quasiReason(), read.report().quasiReason());
        if (fit.isConverged()) {
            assertEquals(fit.orThrow(), ModelText.read(text, ChoiceModel.class));
            assertArrayEquals(fit.report().standardErrors(), read.report().standardErrors(), 0);
        } else {
            assertThrows(FitException.class, () -> ModelText.read(text, ChoiceModel.class));
        }
    }

    // --- round trips

    @Test
    void theTextOfAModel() {
        assertEquals(GOOD, ModelText.write(COMMON));
        assertEquals(COMMON, ModelText.read(GOOD, DriverModel.class));
        String head = "{\"customer-equity\": 1, \"model\": \"%s\", \"brands\": [\"A\", \"B\"],"
                + " \"subDrivers\": [{\"name\": \"q\", \"driver\": \"BRAND\"}], ";
        List<SubDriver> one = List.of(SubDriver.brand("q"));
        DriverModel bare = DriverModel.of(List.of("A", "B"), one, false, Inertia.NONE, new double[] {2});
        DriverModel rich =
                DriverModel.of(List.of("A", "B"), one, true, Inertia.BY_BRAND, new double[] {0.1, 0.2, 0.3, 0.4});
        assertEquals(
                head.formatted("segmented driver model")
                        + "\"segments\": [{\"name\": \"x\", \"inertia\": \"NONE\","
                        + " \"parameters\": {\"inertia\": [], \"subDrivers\": [2.0]}},"
                        + " {\"name\": \"y\", \"inertia\": \"BY_BRAND\","
                        + " \"parameters\": {\"intercepts\": [0.1], \"inertia\": [0.2, 0.3], \"subDrivers\": [0.4]}}]}",
                ModelText.write(SegmentedDriverModel.of(List.of("x", "y"), List.of(bare, rich))));
        assertEquals(
                head.formatted("latent-class logit")
                        + "\"logSharesOverFirst\": [-1.5], \"classes\": [{\"inertia\": \"NONE\","
                        + " \"parameters\": {\"inertia\": [], \"subDrivers\": [2.0]}},"
                        + " {\"inertia\": \"NONE\", \"parameters\": {\"inertia\": [], \"subDrivers\": [3.0]}}]}",
                ModelText.write(LatentClassModel.of(new double[] {0.5, 0.5}, List.of(bare, bare))
                        .withParameters(-1.5, 2, 3)));
    }

    /** Names that parameters share, as of a sub-driver called inertia, do not matter; nor do brands of which there is one. */
    @Test
    void parametersOfTheSameNameAreToldApart() {
        DriverModel same = DriverModel.of(
                List.of("A", "A"),
                List.of(SubDriver.value("inertia"), SubDriver.brand("inertia of A")),
                true,
                Inertia.COMMON,
                new double[] {1, 2, 3, 4});
        assertEquals(same, ModelText.read(ModelText.write(same), DriverModel.class));
        for (boolean intercepts : new boolean[] {true, false}) {
            for (Inertia inertia : new Inertia[] {Inertia.COMMON, Inertia.BY_BRAND}) {
                DriverModel alone =
                        DriverModel.of(List.of("A"), List.of(), intercepts, inertia, new double[] {Double.MIN_VALUE});
                assertEquals(alone, ModelText.read(ModelText.write(alone), DriverModel.class));
            }
        }
        LatentClassModel oneClass = LatentClassModel.of(new double[] {1}, List.of(COMMON));
        assertEquals(oneClass, ModelText.read(ModelText.write(oneClass), ChoiceModel.class));
        SegmentedDriverModel mixed = SegmentedDriverModel.of(
                List.of("a", "a: b"), List.of(COMMON, DriverModel.of(BRANDS, DRIVERS, 1, 2, 3)));
        assertEquals(mixed, ModelText.read(ModelText.write(mixed), Parametric.class));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.strings().ofMaxLength(12)),
                        Tuple.of(
                                3,
                                Arbitraries.strings()
                                        .withChars(
                                                "\"\\/äöüß€\u0000\u0007\b\f\n\r\t\u001f\u007f\u0085\u2028\ud83d\ude00 {}[]:,")
                                        .ofMaxLength(12)))
                .map(name -> name + "x");
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
    }

    /** Whatever users call their brands, sub-drivers and segments, and whatever the doubles are. */
    @Property(tries = 2000)
    void anyNamesAndNumbers(
            @ForAll("names") String brand,
            @ForAll("names") String subDriver,
            @ForAll("names") String segment,
            @ForAll EquityDriver driver,
            @ForAll Inertia inertia,
            @ForAll boolean intercepts,
            @ForAll("numbers") double number,
            @ForAll("numbers") double logShare) {
        List<String> brands = List.of(brand, brand + "2", "3" + brand);
        List<SubDriver> drivers = List.of(new SubDriver(subDriver, driver), SubDriver.brand(segment));
        int count = DriverModel.names(brands, drivers, intercepts, inertia).size();
        double[] parameters =
                IntStream.range(0, count).mapToDouble(i -> number / (1 + i)).toArray();
        DriverModel common = DriverModel.of(brands, drivers, intercepts, inertia, parameters);
        assertEquals(common, ModelText.read(ModelText.write(common), DriverModel.class));
        SegmentedDriverModel segmented =
                SegmentedDriverModel.of(List.of(segment, segment + " "), List.of(common, common));
        assertEquals(segmented, ModelText.read(ModelText.write(segmented), SegmentedDriverModel.class));
        LatentClassModel equal = LatentClassModel.of(new double[] {0.5, 0.5}, List.of(common, common));
        double[] all = equal.parameters();
        all[0] = logShare;
        LatentClassModel latent = equal.withParameters(all);
        assertEquals(latent, ModelText.read(ModelText.write(latent), LatentClassModel.class));
        FitOutcome<DriverModel> stopped = new FitOutcome.NotConverged<>(
                common,
                FitReport.ofCoefficients(
                                FitVerdict.BOUNDARY,
                                common.parameterNames(),
                                parameters,
                                new double[0][],
                                -7,
                                0.5,
                                3,
                                20,
                                List.of(segment))
                        .asQuasiLikelihood(subDriver),
                brand);
        assertEquals(stopped, ModelText.readFit(ModelText.write(stopped), DriverModel.class));
    }

    // --- fits

    @Test
    void fitsComeBackWithTheirUncertainty() {
        BrandSurvey survey = TinyMarket.survey(1, 300);
        ChoiceSpecification defaults = ChoiceSpecification.defaults();
        comesBack(DriverModel.fit(survey), DriverModel.class);
        comesBack(DriverModel.fit(survey, defaults.withIntercepts().withInertia(Inertia.BY_BRAND)), DriverModel.class);
        FitOutcome<DriverModel> ridge = DriverModel.fit(survey, Ridge.of(5));
        assertFalse(ridge.report().isLikelihood());
        comesBack(ridge, DriverModel.class);
        comesBack(
                SegmentedDriverModel.fit(SegmentedDriverModelTest.survey(
                                300, SegmentedDriverModelTest.LEISURE, SegmentedDriverModelTest.BUSINESS)
                        .build()),
                SegmentedDriverModel.class);
        FitOutcome<LatentClassModel> latent =
                LatentClassModel.fit(SixTasks.panel(), 2, defaults, new SplittableRandom(23));
        comesBack(latent, LatentClassModel.class);
        LatentClassModel read = ModelText.read(ModelText.write(latent), LatentClassModel.class);
        assertArrayEquals(
                latent.orThrow().knowing(SixTasks.panel()).membership(SixTasks.panel())[3],
                read.knowing(SixTasks.panel()).membership(SixTasks.panel())[3],
                0);
    }

    @Test
    void fitsThatDidNotConvergeStayThat() {
        ChoiceSpecification oneStep = ChoiceSpecification.defaults().withOptions(new FitOptions(1));
        FitOutcome<DriverModel> stopped = DriverModel.fit(TinyMarket.survey(1, 300), oneStep);
        assertInstanceOf(FitOutcome.NotConverged.class, stopped);
        comesBack(stopped, DriverModel.class);
        FitOutcome<SegmentedDriverModel> segments = SegmentedDriverModel.fit(
                SegmentedDriverModelTest.survey(90, SegmentedDriverModelTest.LEISURE, SegmentedDriverModelTest.BUSINESS)
                        .build(),
                oneStep);
        assertInstanceOf(FitOutcome.NotConverged.class, segments);
        comesBack(segments, SegmentedDriverModel.class);
        FitOutcome<LatentClassModel> latent = LatentClassModel.fit(
                SixTasks.panel(SixTasks.CHOICES.subList(0, 4)),
                3,
                ChoiceSpecification.defaults(),
                new SplittableRandom(1));
        assertInstanceOf(FitOutcome.NotConverged.class, latent);
        comesBack(latent, LatentClassModel.class);
    }

    // --- what is refused

    /** A panel is the purchases of persons. */
    @Test
    void aModelThatKnowsAPanelIsNotWritten() {
        LatentClassModel model = LatentClassModel.of(
                new double[] {0.5, 0.5},
                List.of(
                        DriverModel.of(SixTasks.BRANDS, SixTasks.DRIVERS, 0.4, 1, 0.3),
                        DriverModel.of(SixTasks.BRANDS, SixTasks.DRIVERS, 1.6, 0.2, 1.4)));
        assertEquals(model, ModelText.read(ModelText.write(model), LatentClassModel.class));
        LatentClassModel knowing = model.knowing(SixTasks.panel());
        assertEquals(SixTasks.panel(), knowing.knownPanel().orElseThrow());
        assertTrue(model.knownPanel().isEmpty());
        Checks.rejects(
                "model must not know a panel, whose purchases have no text form, was one that knows 30 persons (store the"
                        + " model as it was before knowing(panel), and call that again on what is read)",
                () -> ModelText.write(knowing));
    }

    private static void refuses(String good, String found, String replacement, String at, String rule) {
        assertTrue(good.contains(found), good);
        String text = good.replace(found, replacement);
        String message = assertThrows(IllegalArgumentException.class, () -> ModelText.read(text, Parametric.class))
                .getMessage();
        assertEquals(
                at.isEmpty() ? "text: " + rule : "text at line 1, column " + (text.indexOf(at) + 1) + ": " + rule,
                message);
    }

    @Test
    void damagedDriverModelsAreRefused() {
        refuses(
                GOOD,
                "\"inertia\": \"COMMON\", ",
                "",
                "{\"customer",
                "a driver model must have the field inertia, was without it");
        refuses(
                GOOD,
                "\"inertia\": \"COMMON\"",
                "\"inertia\": \"SOME\"",
                "\"SOME\"",
                "inertia must be one of [NONE, COMMON, BY_BRAND], was \"SOME\"");
        refuses(GOOD, "\"inertia\": \"COMMON\"", "\"inertia\": 1", "1, \"param", "inertia must be a string, was 1");
        refuses(GOOD, "\"COMMON\"", "\"BY_BRAND\"", "[0.849]", "inertia must be 2 numbers, was 1");
        refuses(GOOD, "[-0.2]", "[-0.2, 1]", "[-0.2, 1]", "intercepts must be 1 numbers, was 2");
        refuses(GOOD, "[0.441, -0.1]", "[0.441]", "[0.441]", "subDrivers must be 2 numbers, was 1");
        refuses(GOOD, "[0.441, -0.1]", "[0.441, \"x\"]", "\"x\"", "subDrivers[1] must be a number, was \"x\"");
        refuses(GOOD, "\"Alpha\"", "1", "1, \"Beta\"", "a brand must be a string, was 1");
        refuses(GOOD, "[\"Alpha\", \"Beta\"]", "\"Alpha\"", "\"Alpha\"", "brands must be a list, was \"Alpha\"");
        refuses(
                GOOD,
                "\"VALUE\"",
                "\"value\"",
                "\"value\"",
                "driver must be one of [VALUE, BRAND, RELATIONSHIP], was \"value\"");
        refuses(
                GOOD,
                "\"driver\": \"VALUE\"",
                "\"driver\": \"VALUE\", \"note\": 1",
                "1}, {",
                "a sub-driver must have no field but name, driver, was \"note\"");
        refuses(
                GOOD,
                "\"intercepts\": [",
                "\"ratings\": [",
                "[-0.2]",
                "parameters must have no field but inertia, subDrivers, intercepts, was \"ratings\"");
        refuses(
                GOOD,
                "\"quality\"",
                "\" \"",
                "",
                "name must not be blank, was \" \" (what customers rate, such as \"quality\")");
        refuses(
                GOOD,
                "\"inertia\": \"COMMON\"",
                "\"unit\": \"WEEK\", \"inertia\": \"COMMON\"",
                "\"WEEK\"",
                "a driver model must have no field but customer-equity, model, brands, subDrivers, inertia, parameters, fit,"
                        + " was \"unit\"");
        assertEquals(
                "text at line 1, column 33: model must be a SegmentedDriverModel, was driver model",
                assertThrows(IllegalArgumentException.class, () -> ModelText.read(GOOD, SegmentedDriverModel.class))
                        .getMessage());
    }

    @Test
    void damagedClassesAndSegmentsAreRefused() {
        String latent = ModelText.write(LATENT);
        String first = latent.substring(latent.indexOf("[{\"inertia\"") + 1, latent.indexOf("}}, {\"inertia\"") + 2);
        refuses(latent, first + ", ", "", "[-0.8", "logSharesOverFirst must be 0 numbers, was 1");
        refuses(
                latent,
                first,
                first.replace("COMMON", "BY_BRAND").replace("[0.849]", "[0.849, 0]"),
                "",
                "classes must have the same brands, sub-drivers, intercepts and inertia, was [intercept of Beta, inertia of"
                        + " Alpha, inertia of Beta, quality, trust] and [intercept of Beta, inertia, quality, trust] (they"
                        + " differ in coefficients only)");
        refuses(
                latent,
                first,
                first.replaceFirst("\\{", "{\"name\": \"x\", "),
                "\"x\"",
                "a class must have no field but inertia, parameters, was \"name\"");
        String empty = latent.substring(0, latent.indexOf("\"logShares"));
        refuses(
                empty + "\"logSharesOverFirst\": [], \"classes\": [-]}",
                "[-]",
                "[]",
                "",
                "classes must not be empty, was empty (one DriverModel a class)");
        String segmented = ModelText.write(SEGMENTED);
        refuses(segmented, "\"leisure\"", "\"business\"", "", "segments must differ, was [business, business]");
        refuses(segmented, "\"business\"", "null", "null", "must be an object, a list, a string or a number, was 'n'");
        refuses(
                segmented,
                "\"name\": \"leisure\", ",
                "",
                "{\"inertia\": \"COMMON\", \"parameters\": {\"inertia\": [0.5]",
                "a segment must have the field name, was without it");
    }

    @Test
    void aFitOfCoefficientsIsRefusedWhereItIsNone() {
        FitReport report = FitReport.ofCoefficients(
                FitVerdict.CONVERGED,
                COMMON.parameterNames(),
                COMMON.parameters(),
                new double[][] {{1, 0, 0, -0.0}, {0, 2, 0, 0}, {0, 0, 3, 0.5}, {-0.0, 0, 0.5, 4}},
                -7,
                0,
                3,
                20,
                List.of());
        comesBack(new FitOutcome.Converged<>(COMMON, report), DriverModel.class);
        String text = ModelText.write(new FitOutcome.Converged<>(COMMON, report.asQuasiLikelihood("w")));
        assertEquals(
                GOOD.substring(0, GOOD.length() - 1)
                        + ", \"fit\": {\"verdict\": \"CONVERGED\", \"logLikelihood\": -7.0, \"gradientNorm\": 0.0,"
                        + " \"iterations\": 3, \"observations\": 20, \"estimates\": [-0.2, 0.849, 0.441, -0.1],"
                        + " \"covariance\": [[1.0, 0.0, 0.0, -0.0], [0.0, 2.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.5], [-0.0, 0.0,"
                        + " 0.5, 4.0]], \"warnings\": [], \"noLikelihoodBecause\": \"w\"}}",
                text);
        refuses(
                text,
                "\"covariance\"",
                "\"logCovariance\"",
                "[[1.0",
                "fit must have no field but verdict, logLikelihood, gradientNorm, iterations, observations, estimates,"
                        + " warnings, covariance, reason, currency, noLikelihoodBecause, was \"logCovariance\"");
        refuses(text, "[[1.0", "[[-1.0", "", "covariance[0][0] must be finite and > 0, was -1.0 (a variance)");
        refuses(text, "\"w\"", "\"\"", "", "reason must not be blank, was \"\" (choices are weighted)");
        refuses(text, "\"w\"", "7", "7}}", "noLikelihoodBecause must be a string, was 7");
    }
}
