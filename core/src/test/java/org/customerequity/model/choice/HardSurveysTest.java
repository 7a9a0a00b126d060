package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

/** Surveys that are hard to fit, or that have no fit: collinear, light, rare, nearly separated. */
class HardSurveysTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final List<String> BRANDS = List.of("one", "two", "three");
    private static final List<SubDriver> TWO = List.of(SubDriver.value("quality"), SubDriver.brand("image"));

    private static int draw(SplittableRandom random, double... utilities) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < utilities.length; b++) {
            double u = utilities[b] - Math.log(-Math.log(random.nextDouble()));
            best = u > most ? b : best;
            most = Math.max(most, u);
        }
        return best;
    }

    /** Image is quality plus {@code gap} times something else; ratings of the two as {@code second} gives them. */
    private static BrandSurvey halo(double gap, boolean apart) {
        SplittableRandom random = new SplittableRandom(11);
        BrandSurvey.Builder builder = BrandSurvey.of(TWO, BRANDS).withScale(RatingScale.of(-10, 10));
        for (int i = 0; i < 120; i++) {
            int last = random.nextInt(3);
            BrandAnswer answer = BrandAnswer.of("r" + i, BRANDS.get(last));
            double[] u = new double[3];
            for (int b = 0; b < 3; b++) {
                double quality = Math.rint(1024 * (1 + 3 * random.nextDouble())) / 1024;
                double other = Math.rint(1024 * (2 * random.nextDouble() - 1)) / 1024;
                u[b] = 0.5 * quality + 0.9 * other + (b == last ? 0.8 : 0);
                answer = answer.withRatings(BRANDS.get(b), TWO, quality, apart ? other : quality + gap * other);
            }
            builder.add(answer.withNext(BRANDS.get(draw(random, u))));
        }
        return builder.build();
    }

    /** A condition number of 30,000: the coefficients are thousands a standard deviation, the probabilities what they were. */
    @Test
    void ratingsThatAreNearlyTheSameHaveTheMaximumOfThoseApart() {
        double gap = 0x1p-14;
        BrandSurvey near = halo(gap, false);
        assertTrue(RatingComponents.of(near).conditionNumber() > 2e4);
        double[] apart = DriverModel.fit(halo(gap, true)).orThrow().parameters();
        FitOutcome<DriverModel> outcome = DriverModel.fit(near);
        double[] b = outcome.orThrow().parameters();
        assertEquals(apart[0], b[0], 1e-9 * Math.abs(apart[0]));
        assertEquals(apart[2] / gap, b[2], 1e-7 * Math.abs(b[2]));
        assertEquals(apart[1] - apart[2] / gap, b[1], 1e-7 * Math.abs(b[1]));
        assertEquals(
                DriverModel.fit(halo(gap, true)).report().logLikelihood(),
                outcome.report().logLikelihood(),
                1e-9);
        assertEquals(FitVerdict.CONVERGED_FLAT, outcome.report().verdict());
        // and by the panel that says the same
        FitOutcome<DriverModel> panel = DriverModel.fit(panel(near), DEFAULTS);
        assertArrayEquals(b, panel.orThrow().parameters(), 1e-7 * Math.abs(b[2]));
    }

    /** Beside collinear ratings, which curve little anywhere, an inertia that runs off is still seen. */
    @Test
    void collinearRatingsHideNoSeparation() {
        BrandSurvey near = halo(0x1p-12, false);
        BrandSurvey.Builder builder = BrandSurvey.of(TWO, BRANDS).withScale(RatingScale.of(-10, 10));
        for (int i = 0; i < near.size(); i++) {
            boolean repeats = near.lastBrand(i) == 1 && near.choiceShare(i, 1) == 1;
            builder.add(copy(near, i, repeats ? "three" : next(near, i)));
        }
        FitOutcome<DriverModel> outcome = DriverModel.fit(builder.build(), DEFAULTS.withInertia(Inertia.BY_BRAND));
        assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), outcome::toString);
        assertTrue(
                reason(outcome).startsWith("the choices are separated: inertia of two falls without bound, as none"));
    }

    private static String next(BrandSurvey survey, int i) {
        for (int b = 0; b < survey.brands().size(); b++) {
            if (survey.choiceShare(i, b) == 1) {
                return survey.brands().get(b);
            }
        }
        throw new AssertionError("no choice");
    }

    private static BrandAnswer copy(BrandSurvey survey, int i, String next) {
        BrandAnswer answer = BrandAnswer.of(survey.id(i), survey.brands().get(survey.lastBrand(i)));
        for (int b = 0; b < survey.brands().size(); b++) {
            answer = answer.withRatings(survey.brands().get(b), survey.subDrivers(), ratings(survey, i, b));
        }
        return answer.withNext(next);
    }

    private static double[] ratings(BrandSurvey survey, int i, int b) {
        double[] out = new double[survey.subDrivers().size()];
        Arrays.setAll(out, s -> survey.rating(i, b, s));
        return out;
    }

    private static BrandPanel panel(BrandSurvey survey) {
        BrandPanel.Builder builder =
                BrandPanel.of(survey.subDrivers(), survey.brands()).withScale(survey.scale());
        for (int i = 0; i < survey.size(); i++) {
            BrandOffer offer = BrandOffer.of(survey.brands().get(0), ratings(survey, i, 0));
            for (int b = 1; b < survey.brands().size(); b++) {
                offer = offer.withBrand(survey.brands().get(b), ratings(survey, i, b));
            }
            builder.add(BrandPurchases.of(survey.id(i))
                    .withBefore(survey.brands().get(survey.lastBrand(i)))
                    .withPurchase(offer, next(survey, i)));
        }
        return builder.build();
    }

    private static String reason(FitOutcome<?> outcome) {
        return ((FitOutcome.NotConverged<?>) outcome).reason();
    }

    /** A rating that differs for two respondents only, both of whom choose by it. */
    @Test
    void aRareRatingThatSeparatesIsNamedInASurveyAndInAPanel() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            BrandSurvey.Builder builder = BrandSurvey.of(TWO, BRANDS);
            for (int i = 0; i < 60 + 7 * seed; i++) {
                int chosen = random.nextInt(3);
                BrandAnswer answer = BrandAnswer.of("r" + i, BRANDS.get(random.nextInt(3)));
                for (int b = 0; b < 3; b++) {
                    answer =
                            answer.withRatings(BRANDS.get(b), TWO, i < 2 && b == chosen ? 5 : 3, 1 + random.nextInt(5));
                }
                builder.add(answer.withNext(BRANDS.get(chosen)));
            }
            BrandSurvey survey = builder.build();
            for (FitOutcome<DriverModel> outcome :
                    List.of(DriverModel.fit(survey), DriverModel.fit(panel(survey), DEFAULTS))) {
                assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), outcome::toString);
                assertTrue(
                        reason(outcome)
                                .startsWith(
                                        "the choices are separated: quality grows without bound; for no respondent"),
                        reason(outcome));
            }
        }
    }

    /** Coefficients nearly as many as respondents: most are separated, in several directions at once. None throws. */
    @Test
    void fewRespondentsHaveAVerdict() {
        int separated = 0;
        for (int seed = 0; seed < 300; seed++) {
            BrandSurvey survey = few(seed);
            for (CoefficientErrors errors : List.of(CoefficientErrors.automatic(), CoefficientErrors.robust())) {
                FitOutcome<DriverModel> outcome = DriverModel.fit(
                        survey,
                        DEFAULTS.withIntercepts().withInertia(Inertia.BY_BRAND).withErrors(errors));
                if (outcome.report().verdict() == FitVerdict.CONVERGED) {
                    // where there is a maximum, a ridge next to nothing moves it next to nothing
                    double[] b = outcome.orThrow().parameters();
                    double[] pulled = DriverModel.fit(
                                    survey,
                                    DEFAULTS.withIntercepts()
                                            .withInertia(Inertia.BY_BRAND)
                                            .withTreatment(Ridge.of(1e-10).ofAllCoefficients()))
                            .orThrow()
                            .parameters();
                    Arrays.setAll(pulled, j -> pulled[j] - b[j]);
                    DriverModel moved = outcome.orThrow().withParameters(pulled);
                    assertTrue(widest(moved.coefficients(), survey) < 0.1, outcome::toString);
                } else {
                    separated += outcome.report().verdict() == FitVerdict.BOUNDARY ? 1 : 0;
                }
            }
        }
        assertTrue(separated > 100, "separated " + separated);
    }

    /** Two ways to run off at once, beside what nearly does: a linear program finds a separating direction in each. */
    @Test
    void whatRunsOffBesideWhatNearlyDoes() {
        for (int seed : new int[] {516, 616, 3064, 3457, 3822}) {
            FitOutcome<DriverModel> outcome = DriverModel.fit(
                    few(seed),
                    DEFAULTS.withIntercepts().withInertia(Inertia.BY_BRAND).withErrors(CoefficientErrors.robust()));
            assertEquals(FitVerdict.BOUNDARY, outcome.report().verdict(), outcome::toString);
        }
    }

    private static BrandSurvey few(int seed) {
        Random random = new Random(seed);
        int k = 3 + seed % 3;
        List<String> brands = new ArrayList<>();
        for (int b = 0; b < k; b++) {
            brands.add("b" + b);
        }
        List<SubDriver> drivers = new ArrayList<>(TWO);
        drivers.add(SubDriver.value("price"));
        BrandSurvey.Builder builder = BrandSurvey.of(drivers, brands).withScale(RatingScale.of(0, 1000));
        for (int i = 0; i < 3 * k + 8; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + i, brands.get(random.nextInt(k)));
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int b = 0; b < k; b++) {
                double[] x = {random.nextInt(1001), random.nextInt(1001), random.nextInt(1001)};
                answer = answer.withRatings(brands.get(b), drivers, x);
                double u = 0.004 * x[0] - 0.002 * x[1] - Math.log(-Math.log(random.nextDouble()));
                best = u > most ? b : best;
                most = Math.max(most, u);
            }
            builder.add(answer.withNext(brands.get(best)));
        }
        return builder.build();
    }

    private static double widest(ChoiceCoefficients of, BrandSurvey survey) {
        double widest = 0;
        for (int i = 0; i < survey.size(); i++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int b = 0; b < survey.brands().size(); b++) {
                double u = of.utility(survey, i, b) + (survey.lastBrand(i) == b ? of.inertia(b) : 0);
                low = Math.min(low, u);
                high = Math.max(high, u);
            }
            widest = Math.max(widest, high - low);
        }
        return widest;
    }

    /** The unit of weights is nobody's business. */
    @Test
    void weightsOfAnyUnitGiveTheSameCoefficients() {
        BrandSurvey survey = ThirtyRespondents.sharesAndWeights();
        double[] weights = new double[30];
        Arrays.setAll(weights, survey::weight);
        FitOutcome<DriverModel> one = DriverModel.fit(survey);
        for (double unit : new double[] {1e-100, 1e-20, 1e-15, 1e-9, 1e9, 1e100}) {
            double[] scaled = Arrays.stream(weights).map(w -> unit * w).toArray();
            FitOutcome<DriverModel> other = DriverModel.fit(survey.withWeights(scaled));
            assertArrayEquals(one.orThrow().parameters(), other.orThrow().parameters(), 1e-13, () -> "unit " + unit);
            assertArrayEquals(
                    one.report().standardErrors(), other.report().standardErrors(), 1e-12, () -> "unit " + unit);
            assertEquals(
                    unit * one.report().logLikelihood(),
                    other.report().logLikelihood(),
                    1e-13 * unit * Math.abs(one.report().logLikelihood()));
        }
    }

    /** A balanced design of a conjoint study: ratings without correlation, so that a factor kept is one sub-driver alone. */
    @Test
    void aSubDriverWithNoPartInTheFactorsIsNamed() {
        BrandSurvey.Builder builder = BrandSurvey.of(TWO, List.of("A", "B"));
        for (int i = 0; i < 16; i++) {
            builder.add(BrandAnswer.of("r" + i, i % 2 == 0 ? "A" : "B")
                    .withRatings("A", TWO, i / 2 % 2 == 0 ? 1 : 5, i / 4 % 2 == 0 ? 1 : 5)
                    .withRatings("B", TWO, i / 2 % 2 == 0 ? 5 : 1, i / 4 % 2 == 0 ? 5 : 1)
                    .withNext(i % 3 == 0 ? "A" : "B"));
        }
        FitOutcome<DriverModel> outcome = DriverModel.fit(builder.build(), PrincipalComponents.factors(1));
        assertEquals(FitVerdict.NOT_CONVERGED, outcome.report().verdict());
        assertTrue(
                reason(outcome)
                        .endsWith(" has no part in the factors kept, which give it the coefficient 0 without an error"
                                + " (keep more factors)"),
                reason(outcome));
    }

    /** Of two brands, the last brand and the intercept say all there is: no treatment of ratings helps. */
    @Test
    void interceptsAndInertiaByBrandOfTwoBrands() {
        SplittableRandom random = new SplittableRandom(2);
        BrandSurvey.Builder two = BrandSurvey.of(TWO, List.of("A", "B"));
        BrandSurvey.Builder noFirst = BrandSurvey.of(TWO, BRANDS);
        for (int i = 0; i < 40; i++) {
            BrandAnswer answer = BrandAnswer.of("r" + i, random.nextBoolean() ? "A" : "B");
            BrandAnswer without = BrandAnswer.of("r" + i, random.nextBoolean() ? "two" : "three");
            for (int b = 0; b < 2; b++) {
                int quality = 1 + random.nextInt(5);
                int image = 1 + random.nextInt(5);
                answer = answer.withRatings(b == 0 ? "A" : "B", TWO, quality, image);
                without = without.withRatings(BRANDS.get(1 + b), TWO, quality, image);
            }
            two.add(answer.withNext(random.nextBoolean() ? "A" : "B"));
            noFirst.add(without.withNext(random.nextBoolean() ? "two" : "three"));
        }
        assertEquals(
                "inertia of B is not identified: within every respondent it is a combination of intercept of B, inertia"
                        + " of A (use Inertia.COMMON, or leave out intercepts)",
                reason(DriverModel.fit(two.build(), DEFAULTS.withIntercepts().withInertia(Inertia.BY_BRAND))));
        assertEquals(
                "intercept of three is not identified: within every respondent it is a combination of intercept of two"
                        + " (leave out intercepts, or brands that are never considered beside the others)",
                reason(DriverModel.fit(noFirst.build(), DEFAULTS.withIntercepts())));
    }

    /** Few persons who buy often tell coefficients well enough; only errors by person need many. */
    @Test
    void fewPersonsOfManyPurchases() {
        SplittableRandom random = new SplittableRandom(8);
        BrandPanel.Builder builder = BrandPanel.of(TWO, BRANDS);
        for (int i = 0; i < 3; i++) {
            BrandPurchases person = BrandPurchases.of("p" + i);
            for (int t = 0; t < 200; t++) {
                double[] u = new double[3];
                BrandOffer offer = null;
                for (int b = 0; b < 3; b++) {
                    int quality = 1 + random.nextInt(5);
                    int image = 1 + random.nextInt(5);
                    u[b] = 0.6 * quality + 0.3 * image;
                    offer = offer == null
                            ? BrandOffer.of(BRANDS.get(b), quality, image)
                            : offer.withBrand(BRANDS.get(b), quality, image);
                }
                person = person.withPurchase(offer, BRANDS.get(draw(random, u)));
            }
            builder.add(person);
        }
        BrandPanel panel = builder.build();
        DriverModel model = DriverModel.fit(panel, DEFAULTS).orThrow();
        assertEquals(0.6, model.coefficients().driver(0), 0.15);
        assertEquals(0.3, model.coefficients().driver(1), 0.15);
        assertEquals(
                "3 parameters are more than can be told from 3 persons",
                reason(DriverModel.fit(panel, DEFAULTS.withErrors(CoefficientErrors.robust()))));
    }

    /** Coefficients of collinear ratings are large in a class too, and yet have a maximum. */
    @Test
    void classesWithLargeCoefficientsHaveAMaximum() {
        double gap = 0x1p-5;
        SplittableRandom random = new SplittableRandom(21);
        BrandPanel.Builder near = BrandPanel.of(TWO, BRANDS).withScale(RatingScale.of(-10, 10));
        BrandPanel.Builder apart = BrandPanel.of(TWO, BRANDS).withScale(RatingScale.of(-10, 10));
        for (int i = 0; i < 60; i++) {
            BrandPurchases personNear = BrandPurchases.of("p" + i);
            BrandPurchases personApart = BrandPurchases.of("p" + i);
            for (int t = 0; t < 15; t++) {
                double[] u = new double[3];
                double[][] x = new double[3][2];
                for (int b = 0; b < 3; b++) {
                    x[b][0] = random.nextInt(257) / 64.0;
                    x[b][1] = random.nextInt(257) / 128.0 - 1;
                    u[b] = i % 2 == 0 ? 1.2 * x[b][0] + 0.5 * x[b][1] : 0.2 * x[b][0] - 2 * x[b][1];
                }
                String bought = BRANDS.get(draw(random, u));
                BrandOffer offerNear = BrandOffer.of(BRANDS.get(0), x[0][0], x[0][0] + gap * x[0][1]);
                BrandOffer offerApart = BrandOffer.of(BRANDS.get(0), x[0]);
                for (int b = 1; b < 3; b++) {
                    offerNear = offerNear.withBrand(BRANDS.get(b), x[b][0], x[b][0] + gap * x[b][1]);
                    offerApart = offerApart.withBrand(BRANDS.get(b), x[b]);
                }
                personNear = personNear.withPurchase(offerNear, bought);
                personApart = personApart.withPurchase(offerApart, bought);
            }
            near.add(personNear);
            apart.add(personApart);
        }
        ChoiceSpecification none = DEFAULTS.withInertia(Inertia.NONE);
        FitOutcome<LatentClassModel> a = LatentClassModel.fit(apart.build(), 2, none, new SplittableRandom(1));
        FitOutcome<LatentClassModel> n = LatentClassModel.fit(near.build(), 2, none, new SplittableRandom(1));
        assertEquals(a.report().logLikelihood(), n.report().logLikelihood(), 1e-7);
        for (int c = 0; c < 2; c++) {
            assertEquals(
                    a.orThrow().coefficients(c).driver(1) / gap,
                    n.orThrow().coefficients(c).driver(1),
                    1e-3);
        }
        assertTrue(
                n.report().warnings().stream().anyMatch(w -> w.startsWith("A coefficient is large, image of class ")),
                () -> n.report().warnings().toString());
    }

    @Test
    void clustersOfASurveyAreTakenToItsSegments() {
        SplittableRandom random = new SplittableRandom(3);
        BrandSurvey market = TinyMarket.survey(4, 400);
        BrandSurvey.Builder builder = BrandSurvey.of(market.subDrivers(), market.brands());
        int[] clusters = new int[400];
        for (int i = 0; i < 400; i++) {
            builder.add(copy(market, i, next(market, i)).withSegment(i % 3 == 0 ? "a" : "b"));
            clusters[i] = i % 3 == 0 ? random.nextInt(40) : 40 + random.nextInt(60);
        }
        BrandSurvey survey = builder.build();
        ChoiceSpecification clustered = DEFAULTS.withErrors(CoefficientErrors.clustered(clusters));
        FitOutcome<SegmentedDriverModel> outcome = SegmentedDriverModel.fit(survey, clustered);
        int[] ofA = IntStream.range(0, 400)
                .filter(i -> i % 3 == 0)
                .map(i -> clusters[i])
                .toArray();
        double[] own = DriverModel.fit(survey.inSegment("a"), DEFAULTS.withErrors(CoefficientErrors.clustered(ofA)))
                .report()
                .standardErrors();
        assertArrayEquals(own, Arrays.copyOf(outcome.report().standardErrors(), own.length), 0.0);
        assertEquals(List.of(), outcome.report().warnings());
        clusters[0] = 41;
        assertEquals(
                List.of("Some clusters have respondents of several segments: the covariance between segments, which is"
                        + " taken as 0, is not."),
                SegmentedDriverModel.fit(survey, DEFAULTS.withErrors(CoefficientErrors.clustered(clusters)))
                        .report()
                        .warnings());
    }
}
