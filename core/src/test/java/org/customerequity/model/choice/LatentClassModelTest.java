package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Formula sheet 23, section 5; and the same by other routes. */
class LatentClassModelTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final BrandPanel PANEL = SixTasks.panel();

    private static FitOutcome<LatentClassModel> fit(BrandPanel panel, int classes) {
        return LatentClassModel.fit(panel, classes, DEFAULTS, new SplittableRandom(23));
    }

    @Test
    void oneClassIsTheCommonModel() {
        FitOutcome<LatentClassModel> outcome = fit(PANEL, 1);
        LatentClassModel model = outcome.orThrow();
        assertArrayEquals(new double[] {-0.0062283956436, 0.611738039818, 0.558673473162}, model.parameters(), 1e-10);
        FitReport report = outcome.report();
        assertEquals(-170.4685323, report.logLikelihood(), 1e-7);
        assertEquals(346.937064599, report.aic(), 1e-8);
        assertEquals(351.140656744, report.bic(), 1e-8);
        assertEquals(List.of("class 1: inertia", "class 1: quality", "class 1: price appeal"), report.parameterNames());
        assertEquals(1.0, model.share(0));

        PanelDesign design = PanelDesign.of(PANEL, false, Inertia.COMMON);
        double[] ones = IntStream.range(0, 30).mapToDouble(i -> 1).toArray();
        LogitFit common = new LogitFitter(design.rows).maximize(ones, new double[3], new double[3], 200);
        assertArrayEquals(common.coefficients, model.parameters(), 1e-12);
        assertEquals(common.logLikelihood, report.logLikelihood(), 1e-10);

        FitOutcome<DriverModel> driver = DriverModel.fit(PANEL, DEFAULTS);
        assertEquals(model.driverModel(0), driver.orThrow());
        assertEquals(
                List.of("inertia", "quality", "price appeal"), driver.report().parameterNames());
        assertArrayEquals(report.standardErrors(), driver.report().standardErrors(), 0.0);
    }

    /** Ten persons who buy what has the best quality, always. */
    @Test
    void separatedChoicesHaveNoMaximum() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(
                SixTasks.panel(Collections.nCopies(10, "322123")),
                ChoiceSpecification.defaults().withInertia(Inertia.NONE));
        FitOutcome.NotConverged<DriverModel> not = (FitOutcome.NotConverged<DriverModel>) outcome;
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict());
        assertEquals(
                "the choices are separated: quality grows without bound; for no respondent does that speak for another"
                        + " brand than the one chosen (leave it out, or observe more purchases)",
                not.reason());
    }

    @Test
    void twoClassesOfTheSheet() {
        FitOutcome<LatentClassModel> outcome = fit(PANEL, 2);
        LatentClassModel model = outcome.orThrow();
        // the reference is the end of an EM run, which stops some 1e-7 before the maximum
        assertEquals(0.572664390312, model.share(0), 1e-6);
        assertEquals(0.427335609688, model.share(1), 1e-6);
        assertArrayEquals(
                new double[] {
                    Math.log(0.427335609688 / 0.572664390312),
                    0.44109852,
                    1.225584,
                    0.36934934,
                    1.691799,
                    0.17748464,
                    1.5175384
                },
                model.parameters(),
                1e-6);
        FitReport report = outcome.report();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(-133.248259584, report.logLikelihood(), 1e-9);
        assertEquals(280.496519168, report.aic(), 1e-8);
        assertEquals(290.304900839, report.bic(), 1e-8);
        assertEquals(30, report.observations());
        // five digits are printed, and the reference differentiated numerically
        assertArrayEquals(
                new double[] {0.37468, 0.33163, 0.21886, 0.17204, 0.58625, 0.20868, 0.30564},
                report.standardErrors(),
                1.5e-5);
        assertTrue(report.gradientNorm() < 1e-9, () -> "gradient " + report.gradientNorm());
        assertEquals(List.of(), report.warnings());
        double[] first = {0.001450436, 0.002874024, 4.714318e-05, 1.657173e-05};
        double[][] q = model.membership(PANEL);
        for (int i = 0; i < first.length; i++) {
            assertEquals(first[i], q[i][0], 5e-6 * first[i]);
            assertEquals(1, q[i][0] + q[i][1], 1e-15);
        }
    }

    @Test
    void twelveOfTwelveStartsReachTheMaximum() {
        LatentClassSearch search = search(PANEL, 2);
        for (int s = 0; s < 12; s++) {
            assertEquals(-133.248259584, search.climb(search.start(7, s)).value, 1e-9, "start " + s);
        }
        LatentClassSearch.End end = search.search(7, 12);
        assertEquals(12, end.reached());
    }

    @Test
    void startsDoNotDependOnEachOther() {
        LatentClassSearch search = search(PANEL, 3);
        double[] fifth = search.start(11, 5);
        search.start(11, 0);
        search.climb(search.start(11, 1));
        assertArrayEquals(fifth, search.start(11, 5), 0.0);
        assertFalse(Arrays.equals(fifth, search.start(12, 5)));
    }

    @Test
    void sameSeedSameFit() {
        FitOutcome<LatentClassModel> one = fit(PANEL, 2);
        assertEquals(one, fit(PANEL, 2));
        LatentClassModel other = LatentClassModel.fit(PANEL, 2, DEFAULTS, new SplittableRandom(5), 20)
                .orThrow();
        assertArrayEquals(one.orThrow().parameters(), other.parameters(), 1e-9);
    }

    static LatentClassSearch search(BrandPanel panel, int classes) {
        PanelDesign design = PanelDesign.of(panel, false, Inertia.COMMON);
        return new LatentClassSearch(new LogitFitter(design.rows), classes, FitOptions.defaults());
    }

    /** The EM algorithm alone ends where Newton steps on the mixture end that begin far away. */
    @Test
    void emEndsAtTheMaximumOfTheMixture() {
        LatentClassSearch search = search(PANEL, 2);
        double em = search.climb(search.start(3, 0)).value;
        double[] far = {0.2, 0, 1, 0, 0, 0, 1};
        double direct =
                NewtonMaximizer.within(40).maximize(search.mixture(), far).value();
        assertEquals(direct, em, 1e-9);
    }

    @Test
    void orderOfPersonsDoesNotMatter() {
        List<String> mixed = new ArrayList<>(SixTasks.CHOICES);
        Collections.shuffle(mixed, new Random(4));
        FitOutcome<LatentClassModel> one = fit(PANEL, 2);
        FitOutcome<LatentClassModel> other = fit(SixTasks.panel(mixed), 2);
        assertArrayEquals(one.orThrow().parameters(), other.orThrow().parameters(), 1e-10);
        assertEquals(one.report().logLikelihood(), other.report().logLikelihood(), 1e-10);
        assertArrayEquals(one.report().standardErrors(), other.report().standardErrors(), 1e-9);
    }

    @Test
    void relabelledClassesAreTheSameMixture() {
        LogitMixture mixture = new LogitMixture(PanelDesign.of(PANEL, false, Inertia.COMMON).rows, 2);
        double[] theta = {-0.3, 0.4, 1.2, 0.3, 1.7, 0.2, 1.5};
        double[] swapped = {0.3, 1.7, 0.2, 1.5, 0.4, 1.2, 0.3};
        assertEquals(mixture.value(theta), mixture.value(swapped), 1e-12);
        double[][] q = mixture.posterior(theta);
        double[][] r = mixture.posterior(swapped);
        for (int i = 0; i < q.length; i++) {
            assertEquals(q[i][0], r[i][1], 1e-15);
        }
    }

    @Test
    void threeClassesAreOneTooMany() {
        FitOutcome<LatentClassModel> outcome = fit(PANEL, 3);
        // a seventh of the persons apart gains 1.25 for 4 parameters; two equal classes gain nothing
        assertTrue(
                outcome.report().logLikelihood() >= -131.9964634904,
                () -> outcome.report().toString());
        assertTrue(outcome.report().bic() > 290.304900839);
        assertEquals(FitVerdict.CONVERGED_FLAT, outcome.report().verdict());
        List<String> warnings = outcome.report().warnings();
        assertEquals(
                "The data do not tell 3 classes from one class less: its log-likelihood is lower by only 1.25.",
                warnings.get(warnings.size() - 1));
        assertEquals("Class 3 has about 5.17 persons for 3 coefficients: too few to rely on.", warnings.get(0));
    }

    @Test
    void equalClassesAreNoMaximum() {
        // two sequences bear two classes
        List<String> choices = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0 ? "322123" : "213221")
                .toList();
        FitOutcome<LatentClassModel> outcome = fit(SixTasks.panel(choices), 4);
        String reason = notConverged(outcome).reason();
        assertTrue(reason.contains("fewer classes"), reason);
    }

    private static FitOutcome.NotConverged<LatentClassModel> notConverged(FitOutcome<LatentClassModel> outcome) {
        assertFalse(outcome.isConverged(), () -> outcome.report().toString());
        return (FitOutcome.NotConverged<LatentClassModel>) outcome;
    }

    @Test
    void moreParametersThanPersonsAreNotTried() {
        FitOutcome<LatentClassModel> outcome = fit(SixTasks.panel(SixTasks.CHOICES.subList(0, 6)), 2);
        assertEquals(
                "7 parameters are more than can be told from 6 persons: fewer classes",
                notConverged(outcome).reason());
        assertEquals(0, outcome.report().iterations());
        // twelve choices of two persons bear the common model, but not robust errors
        BrandPanel two = PANEL.rows(0, 4);
        assertEquals(2, DriverModel.fit(two, DEFAULTS).report().observations());
        assertTrue(DriverModel.fit(two, DEFAULTS).isConverged());
        FitOutcome<DriverModel> robust = DriverModel.fit(two, DEFAULTS.withErrors(CoefficientErrors.robust()));
        assertEquals(
                "fit not tried: 3 parameters are more than can be told from 2 persons",
                assertThrows(FitException.class, robust::orThrow).getMessage());
    }

    @Test
    void aSmallClassIsWarnedOf() {
        double[][] q = fit(PANEL, 2).orThrow().membership(PANEL);
        int[] many = IntStream.range(0, 30).filter(i -> i < 4 || q[i][0] > 0.5).toArray();
        FitOutcome<LatentClassModel> outcome = fit(PANEL.rows(many), 2);
        assertEquals(
                List.of("Class 2 has about 3.99 persons for 3 coefficients: too few to rely on."),
                outcome.report().warnings(),
                () -> outcome.toString());
    }

    @Test
    void twoClassesOfOneKindOfPersonAreFlat() {
        BrandPanel alike = fit(PANEL, 1).orThrow().simulate(PANEL, new SplittableRandom(6));
        FitOutcome<LatentClassModel> outcome = fit(alike, 2);
        assertEquals(FitVerdict.CONVERGED_FLAT, outcome.report().verdict());
        double loss = outcome.report().logLikelihood() - fit(alike, 1).report().logLikelihood();
        assertTrue(loss > 0 && loss < 1.92, () -> "gain " + loss);
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "The data do not tell 2 classes from one class less: its log-likelihood is lower by only %.3g.",
                        loss),
                outcome.report().warnings().get(outcome.report().warnings().size() - 1));
    }

    @Test
    void weightsMakeNoLikelihoodAndRobustErrors() {
        BrandPanel.Builder weighted = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS);
        BrandPanel.Builder repeated = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS);
        for (int i = 0; i < 30; i++) {
            String choices = SixTasks.CHOICES.get(i);
            weighted.add(SixTasks.person("p" + i, choices).withWeight(1 + i % 3));
            for (int r = 0; r <= i % 3; r++) {
                repeated.add(SixTasks.person("p" + i + "-" + r, choices));
            }
        }
        FitOutcome<LatentClassModel> outcome = fit(weighted.build(), 2);
        FitOutcome<LatentClassModel> copies = fit(repeated.build(), 2);
        assertArrayEquals(copies.orThrow().parameters(), outcome.orThrow().parameters(), 1e-9);
        assertEquals(copies.report().logLikelihood(), outcome.report().logLikelihood(), 1e-9);
        assertFalse(outcome.report().isLikelihood());
        assertThrows(IllegalStateException.class, () -> outcome.report().bic());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> LatentClassModel.fit(
                        weighted.build(),
                        2,
                        DEFAULTS.withErrors(CoefficientErrors.modelBased()),
                        new SplittableRandom(1)));
        assertEquals(
                "errors must be robust, or automatic, was MODEL_BASED (weights and shares make no likelihood)",
                e.getMessage());
    }

    /** H^-1 (sum of squared scores) H^-1, with scores by differences of each person's log-likelihood. */
    @Test
    void robustErrorsFromScoresByDifferences() {
        FitOutcome<LatentClassModel> plain = fit(PANEL, 2);
        FitOutcome<LatentClassModel> robust = LatentClassModel.fit(
                PANEL, 2, DEFAULTS.withErrors(CoefficientErrors.robust()), new SplittableRandom(23));
        double[] theta = plain.orThrow().parameters();
        int k = theta.length;
        double[][] meat = new double[k][k];
        double[][] score = new double[30][k];
        for (int j = 0; j < k; j++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[j] += 1e-5;
            down[j] -= 1e-5;
            double[] plus = personLogLikelihoods(up);
            double[] minus = personLogLikelihoods(down);
            for (int i = 0; i < 30; i++) {
                score[i][j] = (plus[i] - minus[i]) / 2e-5;
            }
        }
        for (double[] s : score) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    meat[i][j] += s[i] * s[j];
                }
            }
        }
        double[][] v = plain.report().covariance();
        double[] expected = new double[k];
        for (int a = 0; a < k; a++) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    expected[a] += v[a][i] * meat[i][j] * v[j][a];
                }
            }
            expected[a] = Math.sqrt(expected[a]);
        }
        assertArrayEquals(expected, robust.report().standardErrors(), 1e-7);
    }

    /** ln L of every person of the sheet's panel, written out: products of probabilities, not sums of logarithms. */
    private static double[] personLogLikelihoods(double[] theta) {
        double pi2 = 1 / (1 + Math.exp(-theta[0]));
        double[] out = new double[30];
        for (int i = 0; i < 30; i++) {
            out[i] = Math.log((1 - pi2) * sequence(i, theta, 1) + pi2 * sequence(i, theta, 4));
        }
        return out;
    }

    private static double sequence(int i, double[] b, int from) {
        double product = 1;
        for (int t = 0; t < 6; t++) {
            double[] e = new double[3];
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                boolean last = t > 0 && SixTasks.CHOICES.get(i).charAt(t - 1) - '1' == k;
                List<Double> x = SixTasks.TASKS.get(t).ratings().get(SixTasks.BRANDS.get(k));
                e[k] = Math.exp((last ? b[from] : 0) + b[from + 1] * x.get(0) + b[from + 2] * x.get(1));
                sum += e[k];
            }
            product *= e[SixTasks.CHOICES.get(i).charAt(t) - '1'] / sum;
        }
        return product;
    }

    @Test
    void likelihoodWrittenOut() {
        LatentClassModel model = fit(PANEL, 2).orThrow();
        double sum = 0;
        for (double x : personLogLikelihoods(model.parameters())) {
            sum += x;
        }
        assertEquals(-133.248259584, sum, 1e-9);
    }

    @Test
    void aPanelsSurveyIsValuedByWhatWasBought() {
        LatentClassModel model = fit(PANEL, 2).orThrow();
        BrandSurvey survey = PANEL.toSurvey();
        double[][] blind = model.membership(survey);
        double[][] known = model.knowing(PANEL).membership(survey);
        double[][] q = model.membership(PANEL);
        for (int i = 0; i < 30; i++) {
            assertArrayEquals(new double[] {model.share(0), model.share(1)}, blind[i], 1e-15);
            assertArrayEquals(q[i], known[i], 1e-15);
        }
        // the panel is remembered where parameters are drawn
        LatentClassModel drawn = model.knowing(PANEL).withParameters(0, 0.4, 1, 0.3, 1.6, 0.2, 1.4);
        assertArrayEquals(
                model.withParameters(0, 0.4, 1, 0.3, 1.6, 0.2, 1.4).membership(PANEL)[0],
                drawn.membership(survey)[0],
                1e-15);
    }

    @Test
    void membershipOfASurveyIsBayesRule() {
        LatentClassModel model = LatentClassModel.of(
                new double[] {0.6, 0.4},
                List.of(
                        DriverModel.of(SixTasks.BRANDS, SixTasks.DRIVERS, 0.5, 1, 0),
                        DriverModel.of(SixTasks.BRANDS, SixTasks.DRIVERS, 2, 0, 1)));
        BrandAnswer answer = BrandAnswer.of("a", "one")
                .withRating("one", "quality", 3)
                .withRating("one", "price appeal", 2)
                .withRating("two", "quality", 4)
                .withRating("two", "price appeal", 1);
        BrandSurvey survey = BrandSurvey.of(SixTasks.DRIVERS, SixTasks.BRANDS)
                .add(answer.withNext("two"))
                .build();
        double one = 0.6 * Math.exp(4) / (Math.exp(3.5) + Math.exp(4));
        double two = 0.4 * Math.exp(1) / (Math.exp(4) + Math.exp(1));
        assertArrayEquals(new double[] {one / (one + two), two / (one + two)}, model.membership(survey)[0], 1e-14);
    }

    /** Of all sequences of three purchases, after a known one: brute force. */
    @Test
    void sequencesOfAllPurchasesHaveProbabilityOne() {
        LatentClassModel model = fit(PANEL, 2).orThrow();
        double sum = 0;
        for (int a = 1; a <= 3; a++) {
            for (int b = 1; b <= 3; b++) {
                for (int c = 1; c <= 3; c++) {
                    BrandPanel one = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS)
                            .add(BrandPurchases.of("x")
                                    .withBefore("two")
                                    .withPurchases(
                                            SixTasks.TASKS.subList(0, 3),
                                            List.of(
                                                    SixTasks.BRANDS.get(a - 1),
                                                    SixTasks.BRANDS.get(b - 1),
                                                    SixTasks.BRANDS.get(c - 1))))
                            .build();
                    LogitMixture mixture = new LogitMixture(PanelDesign.of(one, false, Inertia.COMMON).rows, 2);
                    sum += Math.exp(mixture.value(model.parameters()));
                }
            }
        }
        assertEquals(1, sum, 1e-13);
    }

    @Test
    void parametersThereAndBack() {
        LatentClassModel model = fit(PANEL, 2).orThrow();
        assertEquals(
                List.of(
                        "log share of class 2 over class 1",
                        "class 1: inertia",
                        "class 1: quality",
                        "class 1: price appeal",
                        "class 2: inertia",
                        "class 2: quality",
                        "class 2: price appeal"),
                model.parameterNames());
        assertEquals(model, model.withParameters(model.parameters()));
    }

    @Test
    void badInput() {
        DriverModel one = DriverModel.of(SixTasks.BRANDS, SixTasks.DRIVERS, 0.5, 1, 0);
        message("shares must sum to 1, was 0.9", () -> LatentClassModel.of(new double[] {0.5, 0.4}, List.of(one, one)));
        message(
                "shares[1] must be finite and > 0, was 0.0 (leave out a class without customers)",
                () -> LatentClassModel.of(new double[] {1, 0}, List.of(one, one)));
        message("classes must be > 0, was 0 (1 is the common model)", () -> fit(PANEL, 0));
        message(
                "starts must be >= 10, was 9 (the likelihood of a mixture has several maxima)",
                () -> LatentClassModel.fit(PANEL, 2, DEFAULTS, new SplittableRandom(1), 9));
        Ridge ridge = Ridge.of(1);
        message(
                "treatment must be direct, was " + ridge + " (of a panel, and of latent classes)",
                () -> LatentClassModel.fit(PANEL, 2, DEFAULTS.withTreatment(ridge), new SplittableRandom(1)));
        message(
                "errors must not be clustered, was BY_SEGMENT (robust ones are by person already)",
                () -> LatentClassModel.fit(
                        PANEL, 2, DEFAULTS.withErrors(CoefficientErrors.bySegment()), new SplittableRandom(1)));
        LatentClassModel model = LatentClassModel.of(new double[] {1}, List.of(one));
        message("ofClass must be from 0 to 0, was 1", () -> model.coefficients(1));
        message(
                "id must be of one person only, was \"p1\" (a person is found by name)",
                () -> model.knowing(PANEL.rows(0, 0)));
        BrandPanel others = BrandPanel.of(SixTasks.DRIVERS, List.of("one", "two"))
                .add(BrandPurchases.of("x")
                        .withPurchase(BrandOffer.of("one", 1, 1).withBrand("two", 1, 2), "one"))
                .build();
        message(
                "brands of panel must be those of the model, [one, two, three], was [one, two]",
                () -> model.membership(others));
    }

    private static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
