package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

class SegmentedDriverModelTest {
    private static final List<String> BRANDS = List.of("A", "B", "C");
    private static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.brand("image"));
    static final DriverModel LEISURE = DriverModel.of(BRANDS, DRIVERS, 0.3, 1, 0.2);
    static final DriverModel BUSINESS = DriverModel.of(BRANDS, DRIVERS, 1.5, 0.1, 0.9);

    /** Simulated; of every three respondents two are of the first segment. */
    static BrandSurvey.Builder survey(int n, DriverModel first, DriverModel second) {
        SplittableRandom random = new SplittableRandom(42);
        BrandSurvey.Builder builder = BrandSurvey.of(DRIVERS, BRANDS);
        for (int i = 0; i < n; i++) {
            ChoiceCoefficients of = (i % 3 == 2 ? second : first).coefficients();
            int last = random.nextInt(3);
            BrandAnswer answer =
                    BrandAnswer.of("r" + i, BRANDS.get(last)).withSegment(i % 3 == 2 ? "business" : "leisure");
            double[] p = new double[3];
            double sum = 0;
            for (int b = 0; b < 3; b++) {
                int quality = 1 + random.nextInt(5);
                int image = 1 + random.nextInt(5);
                answer = answer.withRating(BRANDS.get(b), "quality", quality).withRating(BRANDS.get(b), "image", image);
                p[b] = Math.exp(of.driver(0) * quality + of.driver(1) * image + (b == last ? of.inertia(b) : 0));
                sum += p[b];
            }
            double left = random.nextDouble() * sum;
            int next = 0;
            while (next < 2 && left >= p[next]) {
                left -= p[next++];
            }
            builder.add(answer.withNext(BRANDS.get(next)));
        }
        return builder;
    }

    @Test
    void eachSegmentIsFittedAlone() {
        BrandSurvey survey = survey(600, LEISURE, BUSINESS).build();
        FitOutcome<SegmentedDriverModel> outcome = SegmentedDriverModel.fit(survey);
        SegmentedDriverModel model = outcome.orThrow();
        assertEquals(List.of("leisure", "business"), model.segments());
        FitReport report = outcome.report();
        double sum = 0;
        int from = 0;
        double[][] covariance = report.covariance();
        for (String segment : model.segments()) {
            int[] rows = IntStream.range(0, 600)
                    .filter(i -> survey.segments().get(survey.segment(i)).equals(segment))
                    .toArray();
            FitOutcome<DriverModel> own = DriverModel.fit(survey.rows(rows));
            assertEquals(own.orThrow(), model.driverModel(segment));
            sum += own.report().logLikelihood();
            double[][] block = own.report().covariance();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 6; j++) {
                    double expected = j >= from && j < from + 3 ? block[i][j - from] : 0;
                    assertEquals(expected, covariance[from + i][j], 0.0);
                }
            }
            from += 3;
        }
        assertEquals(sum, report.logLikelihood(), 1e-9);
        assertEquals(600, report.observations());
        assertEquals(
                List.of(
                        "leisure: inertia",
                        "leisure: quality",
                        "leisure: image",
                        "business: inertia",
                        "business: quality",
                        "business: image"),
                report.parameterNames());
        double[] truth = {0.3, 1, 0.2, 1.5, 0.1, 0.9};
        double[] se = report.standardErrors();
        for (int i = 0; i < 6; i++) {
            assertEquals(
                    truth[i],
                    report.estimates()[i],
                    4 * se[i],
                    report.parameterNames().get(i));
        }
    }

    @Test
    void poolingIsTested() {
        BrandSurvey differ = survey(600, LEISURE, BUSINESS).build();
        LikelihoodRatioTest test = LikelihoodRatioTest.of(
                DriverModel.fit(differ).report(),
                SegmentedDriverModel.fit(differ).report());
        assertEquals(3, test.degreesOfFreedom());
        assertTrue(test.pValue() < 1e-6, test::toString);
        BrandSurvey alike = survey(600, LEISURE, LEISURE).build();
        LikelihoodRatioTest none = LikelihoodRatioTest.of(
                DriverModel.fit(alike).report(), SegmentedDriverModel.fit(alike).report());
        assertTrue(none.pValue() > 0.01, none::toString);
    }

    @Test
    void membershipIsTheSegment() {
        SegmentedDriverModel model =
                SegmentedDriverModel.of(List.of("leisure", "business"), List.of(LEISURE, BUSINESS));
        BrandSurvey survey = survey(3, LEISURE, BUSINESS).build();
        double[][] q = model.membership(survey);
        assertArrayEquals(new double[] {1, 0}, q[1]);
        assertArrayEquals(new double[] {0, 1}, q[2]);
        assertEquals(BUSINESS.coefficients(), model.coefficients(1));
        assertEquals(model, model.withParameters(model.parameters()));
        BrandSurvey stranger = BrandSurvey.of(DRIVERS, BRANDS)
                .add(BrandAnswer.of("s", "A")
                        .withSegment("crew")
                        .withRating("A", "quality", 1)
                        .withRating("A", "image", 1))
                .build();
        message(
                "segment of s must be one of [leisure, business], was \"crew\" (see fit)",
                () -> model.membership(stranger));
        message(
                "segments must differ, was [a, a]",
                () -> SegmentedDriverModel.of(List.of("a", "a"), List.of(LEISURE, LEISURE)));
        message("models must be one a segment, 1, was 0", () -> SegmentedDriverModel.of(List.of("a"), List.of()));
    }

    @Test
    void aSegmentThatCannotBeFittedIsNamed() {
        BrandSurvey.Builder builder = survey(300, LEISURE, BUSINESS);
        for (int i = 0; i < 5; i++) {
            // always the brand bought last
            builder.add(BrandAnswer.of("c" + i, "A")
                    .withSegment("crew")
                    .withRating("A", "quality", 1 + i)
                    .withRating("A", "image", 5 - i % 2)
                    .withRating("B", "quality", 3)
                    .withRating("B", "image", 1 + i % 3)
                    .withNext("A"));
        }
        builder.add(BrandAnswer.of("m", "A")
                .withSegment("mute")
                .withRating("A", "quality", 1)
                .withRating("A", "image", 5));
        FitOutcome<SegmentedDriverModel> outcome = SegmentedDriverModel.fit(builder.build());
        FitOutcome.NotConverged<SegmentedDriverModel> not = (FitOutcome.NotConverged<SegmentedDriverModel>) outcome;
        assertTrue(not.reason().startsWith("segment crew: the choices are separated"), not::reason);
        assertTrue(
                not.reason().endsWith("segment mute: nobody of some weight considers two brands and chooses the next"),
                not::reason);
        assertEquals(4, not.bestSoFar().classes());
    }

    private static void message(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
