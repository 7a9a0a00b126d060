package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.fit.RobustErrors;
import org.customerequity.internal.Curvature;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Estimate;
import org.junit.jupiter.api.Test;

/** Every number of formula sheet 04 on the choice model, and of sheet 23, sections 1 to 4. */
class DriverModelFitTest {
    private static final BrandSurvey SURVEY = ThirtyRespondents.survey();
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();

    /** The sheets print twelve digits. */
    private static void assertDigits(double[] expected, double... actual) {
        assertEquals(expected.length, actual.length);
        for (int j = 0; j < expected.length; j++) {
            assertEquals(expected[j], actual[j], 5e-12 * Math.max(0.1, Math.abs(expected[j])), "number " + j);
        }
    }

    private static void assertDigit(double expected, double actual) {
        assertEquals(expected, actual, 1e-11 * Math.abs(expected));
    }

    private static double[] errors(FitOutcome<DriverModel> outcome) {
        return outcome.report().standardErrors();
    }

    @Test
    void direct() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY);
        double[] b = {2.22218422583, 1.74564782074, -0.0625674782349, 0.786571711855};
        assertDigits(b, outcome.orThrow().parameters());
        assertDigits(b, outcome.report().estimates());
        assertDigits(new double[] {0.83186900927, 0.582663163498, 0.428949829281, 0.403897303233}, errors(outcome));
        FitReport report = outcome.report();
        assertDigit(-17.0099394124, report.logLikelihood());
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(30, report.observations());
        assertEquals(List.of("inertia", "value", "brand", "relationship"), report.parameterNames());
        assertEquals(List.of(), report.warnings());
        assertTrue(report.isLikelihood());
        assertTrue(report.iterations() < 10, () -> "iterations " + report.iterations());
        assertTrue(report.gradientNorm() < 1e-9);
        assertEquals(Estimate.Scale.LINEAR, report.parameter("brand").scale());
        DriverTable table = DriverTable.of(outcome);
        assertDigit(2.67131507613, table.others().get(0).z());
        assertDigits(
                new double[] {2.99598109182, -0.145861995888, 1.94745472564},
                table.subDrivers().stream()
                        .mapToDouble(DriverTable.SubDriverCoefficient::z)
                        .toArray());
    }

    @Test
    void statistics() {
        ChoiceStatistics statistics = ChoiceStatistics.of(DriverModel.fit(SURVEY), SURVEY);
        assertDigit(-17.0099394124, statistics.logLikelihood());
        assertDigit(-32.95836866, statistics.logLikelihoodOfEqualShares());
        assertDigit(0.483896196808, statistics.mcFadden());
        assertDigit(0.362530966591, statistics.adjustedMcFadden());
        assertDigit(31.8968584952, statistics.likelihoodRatio().statistic());
        assertEquals(4, statistics.likelihoodRatio().degreesOfFreedom());
        // respondent 30 rates brands two and three alike: half a hit, where the sheet counts the first of them
        assertDigit(0.766666666667, statistics.hitRate() + 0.5 / 30);
        assertEquals(30, statistics.effectiveRespondents(), 0.0);
        assertEquals(15 / 30.0, statistics.repeatRate(), 1e-15, "respondents 2 5 6 7 8 11 12 15 18 19 20 23 24 26 29");
        assertEquals(
                "30 respondents, log-likelihood -17.01 (equal shares -32.96), McFadden 0.484, hit rate 75.0 % (last"
                        + " brand 50.0 %)",
                statistics.toString());
    }

    @Test
    void robust() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, DEFAULTS.withErrors(CoefficientErrors.robust()));
        assertDigits(new double[] {0.69534531717, 0.525095218683, 0.453689798955, 0.421093703601}, errors(outcome));
        assertTrue(outcome.report().isLikelihood(), "single choices of equal weight have one");
    }

    @Test
    void clustered() {
        CoefficientErrors byThree = CoefficientErrors.clustered(
                IntStream.range(0, 30).map(i -> i / 3).toArray());
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, DEFAULTS.withErrors(byThree));
        assertDigits(new double[] {0.793855525024, 0.611841938388, 0.518132842297, 0.348597995671}, errors(outcome));
        assertDigits(
                new double[] {0.836797197395, 0.644938031107, 0.546159970731, 0.367454551363},
                errors(DriverModel.fit(SURVEY, DEFAULTS.withErrors(byThree.withSmallSampleFactor()))));
        assertEquals(
                List.of(
                        "Clusters are few, 10: clustered errors are then too small (resample clusters instead, or take t"
                                + " with 9 degrees of freedom)."),
                outcome.report().warnings());
        assertEquals(
                "what was maximised is no likelihood, because respondents within a cluster resemble each other: compare"
                        + " by a holdout score instead (see FitReport.isLikelihood)",
                assertThrows(IllegalStateException.class, () -> outcome.report().aic())
                        .getMessage());
    }

    @Test
    void segmentsAreClusters() {
        int[] segment = IntStream.range(0, 30).map(i -> (i * i) % 11).toArray();
        BrandSurvey.Builder builder = BrandSurvey.of(ThirtyRespondents.DRIVERS, ThirtyRespondents.BRANDS);
        for (int i = 0; i < 30; i++) {
            builder.add(ThirtyRespondents.answer(i).withSegment("s" + segment[i]));
        }
        assertArrayEquals(
                errors(DriverModel.fit(SURVEY, DEFAULTS.withErrors(CoefficientErrors.clustered(segment)))),
                errors(DriverModel.fit(builder.build(), DEFAULTS.withErrors(CoefficientErrors.bySegment()))),
                1e-15);
    }

    /** The other route: scores by differences of the respondents' log-likelihoods. */
    @Test
    void sandwichesOfTheGeneralKind() {
        for (BrandSurvey survey : List.of(SURVEY, ThirtyRespondents.sharesAndWeights())) {
            FitOutcome<DriverModel> robust = DriverModel.fit(survey, DEFAULTS.withErrors(CoefficientErrors.robust()));
            // H^-1, in which the general sandwich is wrapped: that of a likelihood with these weights
            FitOutcome<DriverModel> curved = new FitOutcome.Converged<>(
                    robust.orThrow(),
                    FitReport.ofCoefficients(
                            FitVerdict.CONVERGED,
                            robust.report().parameterNames(),
                            robust.report().estimates(),
                            curvature(survey, robust.orThrow()),
                            robust.report().logLikelihood(),
                            0,
                            1,
                            30,
                            List.of()));
            assertArrayEquals(
                    RobustErrors.of(curved, model -> model.logLikelihood(survey))
                            .report()
                            .standardErrors(),
                    errors(robust),
                    1e-8);
            int[] clusters = IntStream.range(0, 30).map(i -> i % 7).toArray();
            assertArrayEquals(
                    RobustErrors.ofClusters(curved, model -> model.logLikelihood(survey), clusters)
                            .report()
                            .standardErrors(),
                    errors(DriverModel.fit(survey, DEFAULTS.withErrors(CoefficientErrors.clustered(clusters)))),
                    1e-8);
        }
    }

    private static double[][] curvature(BrandSurvey survey, DriverModel model) {
        SurveyDesign design = SurveyDesign.of(survey, false, Inertia.COMMON);
        double[][] hessian = new double[4][4];
        LogitKernel.evaluate(design.rows, design.ones(), model.parameters(), new double[4], hessian);
        return Curvature.covariance(hessian);
    }

    /** The sheet has eight digits. */
    @Test
    void deletingOneClusterAtATime() {
        double[][] b = new double[10][];
        double[] mean = new double[4];
        for (int g = 0; g < 10; g++) {
            int left = g;
            b[g] = DriverModel.fit(SURVEY.rows(
                            IntStream.range(0, 30).filter(i -> i / 3 != left).toArray()))
                    .orThrow()
                    .parameters();
            for (int j = 0; j < 4; j++) {
                mean[j] += b[g][j] / 10;
            }
        }
        double[] errors = new double[4];
        for (int j = 0; j < 4; j++) {
            for (double[] without : b) {
                errors[j] += (without[j] - mean[j]) * (without[j] - mean[j]) * 9 / 10;
            }
            errors[j] = Math.sqrt(errors[j]);
        }
        assertArrayEquals(new double[] {1.2722016, 0.87274678, 0.76898689, 0.59198347}, errors, 6e-8);
    }

    @Test
    void intercepts() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, DEFAULTS.withIntercepts());
        assertDigits(
                new double[] {
                    -0.0106605644841, 0.184718279625, 2.1836824552, 1.78070562437, -0.0943517095546, 0.776714864241
                },
                outcome.orThrow().parameters());
        assertDigits(
                new double[] {
                    0.794261755739, 0.776693514184, 0.833858259249, 0.59943457274, 0.458531281966, 0.416368698512
                },
                errors(outcome));
        assertDigit(-16.9455776207, outcome.report().logLikelihood());
        assertEquals(
                List.of("intercept of two", "intercept of three", "inertia", "value", "brand", "relationship"),
                outcome.report().parameterNames());
        LikelihoodRatioTest test =
                LikelihoodRatioTest.of(DriverModel.fit(SURVEY).report(), outcome.report());
        assertEquals(0.128723583485, test.statistic(), 1e-11);
        assertEquals(2, test.degreesOfFreedom());
        assertEquals(0.93766569845, test.pValue(), 1e-11);
    }

    @Test
    void inertiaByBrand() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, DEFAULTS.withInertia(Inertia.BY_BRAND));
        assertDigits(
                new double[] {2.29492237343, 1.65574522518, 2.3872012309, 1.74738669779, -0.09416797099, 0.806939620049
                },
                outcome.orThrow().parameters());
        assertDigits(
                new double[] {
                    1.21308402369, 1.25756593281, 0.946227573025, 0.590848159784, 0.440491755055, 0.416786446534
                },
                errors(outcome));
        assertDigit(-16.8369336525, outcome.report().logLikelihood());
        LikelihoodRatioTest test =
                LikelihoodRatioTest.of(DriverModel.fit(SURVEY).report(), outcome.report());
        assertEquals(0.346011519836, test.statistic(), 1e-11);
        assertEquals(0.841132769975, test.pValue(), 1e-11);
    }

    @Test
    void interceptsAndInertiaByBrand() {
        FitOutcome<DriverModel> outcome =
                DriverModel.fit(SURVEY, DEFAULTS.withIntercepts().withInertia(Inertia.BY_BRAND));
        assertDigits(
                new double[] {
                    0.442765288219,
                    0.274123516547,
                    2.55469571045,
                    1.32369753245,
                    2.33906694959,
                    1.68820340831,
                    -0.149995525279,
                    0.80426978111
                },
                outcome.orThrow().parameters());
        assertDigits(
                new double[] {
                    1.25659187562,
                    1.46325159268,
                    1.56311143474,
                    1.7001437583,
                    1.37909562449,
                    0.610569638971,
                    0.47594361244,
                    0.41862348162
                },
                errors(outcome));
        assertDigit(-16.7701280017, outcome.report().logLikelihood());
        LikelihoodRatioTest test =
                LikelihoodRatioTest.of(DriverModel.fit(SURVEY).report(), outcome.report());
        assertEquals(0.479622821551, test.statistic(), 1e-11);
        assertEquals(0.975454140979, test.pValue(), 1e-11);
    }

    @Test
    void sharesAndWeights() {
        BrandSurvey survey = ThirtyRespondents.sharesAndWeights();
        FitOutcome<DriverModel> outcome = DriverModel.fit(survey);
        assertDigits(
                new double[] {2.66102636411, 1.30715275426, -0.0451739097718, 0.417861709406},
                outcome.orThrow().parameters());
        assertDigits(new double[] {0.560078049144, 0.40268387764, 0.237710674346, 0.235506462713}, errors(outcome));
        assertDigit(-26.6289212953, outcome.report().logLikelihood());
        assertFalse(outcome.report().isLikelihood());
        ChoiceStatistics statistics = ChoiceStatistics.of(outcome, survey);
        assertDigit(27.9310344828, statistics.effectiveRespondents());
        String reason =
                "what was maximised is no likelihood, because respondents differ in weight, or split their choice"
                        + " into shares: compare by a holdout score instead (see FitReport.isLikelihood)";
        assertEquals(
                reason,
                assertThrows(IllegalStateException.class, statistics::likelihoodRatio)
                        .getMessage());
        assertEquals(
                reason,
                assertThrows(IllegalStateException.class, statistics::adjustedMcFadden)
                        .getMessage());
        assertEquals(
                "errors must not be model-based where weights differ or choices are shares, was MODEL_BASED (see"
                        + " CoefficientErrors.robust)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DriverModel.fit(survey, DEFAULTS.withErrors(CoefficientErrors.modelBased())))
                        .getMessage());
    }

    @Test
    void components() {
        RatingComponents components = RatingComponents.of(SURVEY);
        double[][] figures = {
            {2.81111111111, 1.09024731185, 1.92771964207, 0.608891586642, -0.00202207785421, 1.58018775288},
            {2.7, 1.1655157512, 0.618885374968, 0.560725841943, 0.708439873302, 1.37921874232},
            {2.86666666667, 0.996623513151, 0.45339498296, 0.561103881554, -0.705768274377, 1.38073164585}
        };
        for (int s = 0; s < 3; s++) {
            assertDigits(
                    figures[s],
                    components.mean(s),
                    components.standardDeviation(s),
                    components.eigenvalue(s),
                    components.loading(s, 0),
                    components.loading(s, 1),
                    components.varianceInflation(s));
        }
        assertDigit(2.06197588186, components.conditionNumber());
        assertEquals(1, components.varianceShare(3), 0.0);
        assertEquals(0, components.varianceShare(0), 0.0);
        assertEquals(1.92771964207 / 3, components.varianceShare(1), 1e-11);
        assertEquals(
                "3 sub-drivers, eigenvalues 1.928 0.619 0.453, condition number 2.06; variance inflation value 1.58,"
                        + " brand 1.38, relationship 1.38",
                components.toString());
        assertEquals(2, PrincipalComponents.withEigenvaluesAbove(0.5).factorsOf(components));
        assertEquals(1, PrincipalComponents.withEigenvaluesAbove(1).factorsOf(components));
        assertEquals(2, PrincipalComponents.keeping(0.8).factorsOf(components));
        assertEquals(3, PrincipalComponents.keeping(0.95).factorsOf(components));
        assertEquals(3, PrincipalComponents.keeping(1).factorsOf(components));
        assertEquals(1, PrincipalComponents.keeping(0.01).factorsOf(components));
    }

    @Test
    void twoFactors() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, PrincipalComponents.withEigenvaluesAbove(0.5));
        assertDigits(
                new double[] {1.77636134268, 0.742030783464, 0.515398243076, 0.891512487541},
                outcome.orThrow().parameters());
        assertDigits(new double[] {0.703069031134, 0.261458681494, 0.368659993412, 0.370049194386}, errors(outcome));
        assertDigit(-19.8976921751, outcome.report().logLikelihood());
        RatingComponents components = RatingComponents.of(SURVEY);
        assertDigits(
                new double[] {1.32796428929, -0.203149383826},
                components.factorCoefficients(outcome, 2).stream()
                        .mapToDouble(Estimate::value)
                        .toArray());
        assertDigits(
                new double[] {0.261578552798, 0.343816849177, 0.401333969036},
                components.withIndependentFactors(outcome, 2).stream()
                        .mapToDouble(Estimate::standardError)
                        .toArray());
        assertEquals(
                List.of("Of 3 factors of the ratings, 2 were kept, with 84.9 % of the variance."),
                outcome.report().warnings());
        assertFalse(outcome.report().isLikelihood(), "a criterion would count coefficients that are not free");
    }

    @Test
    void oneFactor() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(SURVEY, PrincipalComponents.factors(1));
        double[] b = outcome.orThrow().parameters();
        assertDigits(new double[] {0.765278935014, 0.659230413186, 0.771466290763}, b[1], b[2], b[3]);
        double[] e = errors(outcome);
        assertDigits(new double[] {0.261696476368, 0.225431889409, 0.263812318218}, e[1], e[2], e[3]);
        assertDigit(-20.0100817239, outcome.report().logLikelihood());
    }

    @Test
    void ridge() {
        FitOutcome<DriverModel> one = DriverModel.fit(SURVEY, Ridge.of(1));
        assertDigits(
                new double[] {1.764661017, 1.29473190915, 0.0213572455274, 0.626434819753},
                one.orThrow().parameters());
        assertDigits(new double[] {0.627376385113, 0.371273449652, 0.321934315483, 0.312317029458}, errors(one));
        assertDigit(-17.3754841689, one.report().logLikelihood());
        assertDigit(3.50862658558, Ridge.of(1).effectiveParameters(one.orThrow(), SURVEY));
        FitOutcome<DriverModel> five = DriverModel.fit(SURVEY, Ridge.of(5));
        assertDigits(
                new double[] {1.26601421986, 0.777220167168, 0.0980911603825, 0.442764099988},
                five.orThrow().parameters());
        assertDigit(2.81116208695, Ridge.of(5).effectiveParameters(five.orThrow(), SURVEY));
        assertDigit(-19.1012689541, five.report().logLikelihood());
        assertEquals(
                List.of("A ridge with lambda 5.0 pulls the coefficients towards 0: they are biased, standard errors are"
                        + " of their variance alone, and of 4 coefficients 2.81 are free."),
                five.report().warnings());
        assertThrows(IllegalStateException.class, () -> five.report().bic());
    }

    @Test
    void lambdaByLeavingOneOut() {
        Ridge.Choice choice = Ridge.choose(SURVEY, new double[] {0, 0.5, 1, 2, 5}, 30);
        assertDigits(
                new double[] {-24.2832463996, -22.1229342876, -21.4262248641, -21.0467941881, -21.397655693},
                choice.scores());
        assertEquals(Ridge.of(2), choice.best());
        assertEquals(
                "lambda 2.0 of [0.0, 0.5, 1.0, 2.0, 5.0], scores -24.283 -22.123 -21.426 -21.047 -21.398",
                choice.toString());
    }
}
