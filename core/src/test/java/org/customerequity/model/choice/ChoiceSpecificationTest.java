package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

/** What a fit may be asked for, and what is refused. */
class ChoiceSpecificationTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final BrandSurvey SURVEY = ThirtyRespondents.survey();

    private static void refused(String message, Supplier<?> call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::get).getMessage());
    }

    private static void named(String argument, Supplier<?> call) {
        assertEquals(
                argument, assertThrows(NullPointerException.class, call::get).getMessage());
    }

    @Test
    void everyPartChangesAlone() {
        ChoiceSpecification all = DEFAULTS.withIntercepts()
                .withInertia(Inertia.BY_BRAND)
                .withTreatment(PrincipalComponents.factors(2))
                .withErrors(CoefficientErrors.bySegment().withSmallSampleFactor())
                .withOptions(new FitOptions(50));
        assertTrue(all.hasIntercepts());
        assertEquals(Inertia.BY_BRAND, all.inertia());
        assertEquals(PrincipalComponents.factors(2), all.treatment());
        assertEquals(CoefficientErrors.Kind.BY_SEGMENT, all.errors().kind());
        assertTrue(all.errors().hasSmallSampleFactor());
        assertEquals(50, all.options().maxIterations());
        assertFalse(DEFAULTS.hasIntercepts());
        assertEquals(
                "intercepts, inertia BY_BRAND, PrincipalComponents[rule=NUMBER, threshold=2.0], errors BY_SEGMENT with"
                        + " G / (G - 1)",
                all.toString());
        assertEquals("no intercepts, inertia COMMON, Direct[], errors AUTOMATIC", DEFAULTS.toString());
        for (ChoiceSpecification other : List.of(
                DEFAULTS.withIntercepts(),
                DEFAULTS.withInertia(Inertia.NONE),
                DEFAULTS.withTreatment(Ridge.of(1)),
                DEFAULTS.withErrors(CoefficientErrors.clustered(1, 2, 3)),
                DEFAULTS.withOptions(new FitOptions(7)))) {
            assertNotEquals(DEFAULTS, other);
        }
        assertEquals(
                DEFAULTS.withErrors(CoefficientErrors.clustered(1, 2)),
                DEFAULTS.withErrors(CoefficientErrors.clustered(1, 2)));
        assertEquals(
                DEFAULTS.withTreatment(Ridge.of(2)).hashCode(),
                DEFAULTS.withTreatment(Ridge.of(2)).hashCode());
    }

    @Test
    void badNumbers() {
        refused(
                "share must be in (0, 1], was 0.0 (0.95 keeps 95 % of the variance)",
                () -> PrincipalComponents.keeping(0));
        refused(
                "share must be in (0, 1], was NaN (0.95 keeps 95 % of the variance)",
                () -> PrincipalComponents.keeping(Double.NaN));
        refused(
                "eigenvalue must be finite and > 0, was -1.0 (an average factor has 1)",
                () -> PrincipalComponents.withEigenvaluesAbove(-1));
        refused(
                "factors must be a whole number >= 1, was 0.0 (how many are kept)",
                () -> PrincipalComponents.factors(0));
        refused(
                "lambda must be finite and >= 0, was -0.5 (how strongly coefficients are pulled towards 0)",
                () -> Ridge.of(-0.5));
        refused("clusters must not be empty, was empty (one number a respondent)", CoefficientErrors::clustered);
        refused(
                "clusters must be one a respondent, 30, was 3",
                () -> DriverModel.fit(SURVEY, DEFAULTS.withErrors(CoefficientErrors.clustered(1, 2, 3))));
        refused(
                "factors must be at most those with any variance, 3, was 4 (see RatingComponents)",
                () -> DriverModel.fit(SURVEY, PrincipalComponents.factors(4)));
        String largest = RatingComponents.of(SURVEY).eigenvalue(0) + "";
        refused(
                "eigenvalue must be below the largest, " + largest + ", was 2.5",
                () -> DriverModel.fit(SURVEY, PrincipalComponents.withEigenvaluesAbove(2.5)));
        assertEquals(
                "errors must be clustered to take the factor G / (G - 1), were ROBUST",
                assertThrows(
                                IllegalStateException.class,
                                () -> CoefficientErrors.robust().withSmallSampleFactor())
                        .getMessage());
        RatingComponents components = RatingComponents.of(SURVEY);
        refused("factors must be from 0 to 3, was 4", () -> components.varianceShare(4));
        FitOutcome<DriverModel> fit = DriverModel.fit(SURVEY);
        refused("factors must be from 1 to 3, was 0", () -> components.factorCoefficients(fit, 0));
        BrandSurvey others = BrandSurvey.of(List.of(SubDriver.value("price")), ThirtyRespondents.BRANDS)
                .addAll(List.of())
                .add(org.customerequity.survey.brand.BrandAnswer.of("a", "one")
                        .withNext("two")
                        .withRating("one", "price", 1)
                        .withRating("two", "price", 2))
                .build();
        refused(
                "sub-drivers of the fit must be " + others.subDrivers() + ", was " + SURVEY.subDrivers(),
                () -> RatingComponents.of(others).factorCoefficients(fit, 1));
        refused(
                "sub-drivers of survey must be those of the model, " + SURVEY.subDrivers() + ", was "
                        + others.subDrivers(),
                () -> fit.orThrow().logLikelihood(others));
    }

    @Test
    void badSearches() {
        double[] grid = {0, 1};
        refused(
                "grid must not be empty, was empty (such as 0, 0.5, 1, 2, 5)",
                () -> Ridge.choose(SURVEY, new double[0], 5));
        refused("grid must ascend, was [1.0, 1.0]", () -> Ridge.choose(SURVEY, new double[] {1, 1}, 5));
        refused("folds must be from 2 to the respondents fitted, 30, was 31", () -> Ridge.choose(SURVEY, grid, 31));
        refused("folds must be from 2 to the respondents fitted, 30, was 1", () -> Ridge.choose(SURVEY, grid, 1));
    }

    @Test
    void statisticsAreOfTheSurveyFitted() {
        FitOutcome<DriverModel> fit = DriverModel.fit(SURVEY);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ChoiceStatistics.of(fit, ThirtyRespondents.sharesAndWeights()))
                .getMessage();
        assertTrue(
                message.startsWith("survey must be the one fitted, with log-likelihood -17.0")
                        && message.endsWith("(of 30 respondents)"),
                message);
    }

    @Test
    void nulls() {
        FitOutcome<DriverModel> fit = DriverModel.fit(SURVEY);
        named("survey", () -> DriverModel.fit(null));
        named("newTreatment", () -> DriverModel.fit(SURVEY, (Collinearity) null));
        named("specification", () -> DriverModel.fit(SURVEY, (ChoiceSpecification) null));
        named("newInertia", () -> DEFAULTS.withInertia(null));
        named("newErrors", () -> DEFAULTS.withErrors(null));
        named("newOptions", () -> DEFAULTS.withOptions(null));
        named("clusters", () -> CoefficientErrors.clustered((int[]) null));
        named("rule", () -> new PrincipalComponents(null, 1));
        named("survey", () -> RatingComponents.of(null));
        named("components", () -> PrincipalComponents.factors(1).factorsOf(null));
        named("outcome", () -> RatingComponents.of(SURVEY).factorCoefficients(null, 1));
        named("survey", () -> Ridge.choose(null, new double[] {1}, 5));
        named("grid", () -> Ridge.choose(SURVEY, null, 5));
        named("model", () -> Ridge.of(1).effectiveParameters(null, SURVEY));
        named("survey", () -> Ridge.of(1).effectiveParameters(fit.orThrow(), null));
        named("survey", () -> fit.orThrow().logLikelihood(null));
        named("outcome", () -> ChoiceStatistics.of(null, SURVEY));
        named("survey", () -> ChoiceStatistics.of(fit, null));
        named("survey", () -> BrandRatings.of(null, "one"));
        named("brand", () -> BrandRatings.of(SURVEY, null));
        named("ratings", () -> DriverTable.of(fit).toText(null));
    }

    /** In groups of three, with a ridge on everything, as by hand. */
    @Test
    void foldsGoRound() {
        ChoiceSpecification specification =
                DEFAULTS.withIntercepts().withTreatment(Ridge.of(9).ofAllCoefficients());
        Ridge.Choice choice = Ridge.choose(SURVEY, specification, new double[] {0.5, 3}, 10);
        assertEquals(true, choice.best().all());
        SurveyDesign design = SurveyDesign.of(SURVEY, true, Inertia.COMMON);
        double[] scores = new double[2];
        for (int g = 0; g < 2; g++) {
            double[] penalty = new Ridge(choice.grid()[g], true).penalty(design);
            for (int fold = 0; fold < 10; fold++) {
                double[] weight = design.ones();
                for (int o = fold; o < 30; o += 10) {
                    weight[o] = 0;
                }
                double[] b = new LogitFitter(design.rows).maximize(weight, new double[6], penalty, 200).coefficients;
                double[] rest = weight.clone();
                java.util.Arrays.setAll(rest, i -> 1 - weight[i]);
                scores[g] += LogitKernel.value(design.rows, rest, b);
            }
        }
        assertArrayEquals(scores, choice.scores(), 1e-9);
    }

    @Test
    void everythingTravels() throws IOException, ClassNotFoundException {
        FitOutcome<DriverModel> fit = DriverModel.fit(SURVEY, PrincipalComponents.factors(2));
        for (Object value : List.of(
                fit,
                DEFAULTS.withErrors(CoefficientErrors.clustered(1, 2).withSmallSampleFactor()),
                RatingComponents.of(SURVEY),
                Ridge.choose(SURVEY, new double[] {1, 2}, 5),
                ChoiceStatistics.of(fit, SURVEY),
                DriverTable.of(fit),
                BrandRatings.of(SURVEY, "one"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                Object again = in.readObject();
                assertEquals(value, again);
                assertEquals(value.hashCode(), again.hashCode());
            }
        }
    }
}
