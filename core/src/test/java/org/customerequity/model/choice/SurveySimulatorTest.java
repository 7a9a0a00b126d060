package org.customerequity.model.choice;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class SurveySimulatorTest {
    private static final List<String> BRANDS = List.of("one", "two", "three");
    private static final List<SubDriver> DRIVERS =
            List.of(SubDriver.value("value"), SubDriver.brand("brand"), SubDriver.relationship("relationship"));
    private static final DriverModel MODEL = DriverModel.of(BRANDS, DRIVERS, 0.849, 0.60, 0.35, 0.25);

    /** The market of sheet 23, section 15. */
    private static final double[][] QUALITY = {{0.3, 0, 0.2}, {0, 0.3, 0}, {-0.2, -0.1, 0}};

    private static final double[] SHARES = {0.4, 0.35, 0.25};
    private static final SurveySimulator SHEET = SurveySimulator.of(MODEL)
            .withQuality("one", QUALITY[0])
            .withQuality("two", QUALITY[1])
            .withQuality("three", QUALITY[2])
            .withMarketShares(Map.of("one", 0.4, "two", 0.35, "three", 0.25));

    /**
     * Sheet 23: standard errors times the root of the number of respondents, there from 400,000 draws of another program; here from the
     * information that these surveys hold, summed the long way.
     */
    @Test
    void holdsTheInformationOfTheSheet() {
        BrandSurvey survey = SHEET.simulate(40_000, new SplittableRandom(23));
        double[][] information = new double[4][4];
        for (int i = 0; i < survey.size(); i++) {
            double[] p = probabilities(MODEL.coefficients(), survey, i);
            double[][] z = new double[3][4];
            double[] mean = new double[4];
            for (int b = 0; b < 3; b++) {
                z[b][0] = b == survey.lastBrand(i) ? 1 : 0;
                for (int s = 0; s < 3; s++) {
                    z[b][1 + s] = survey.rating(i, b, s);
                }
                for (int c = 0; c < 4; c++) {
                    mean[c] += p[b] * z[b][c];
                }
            }
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 4; c++) {
                    for (int e = 0; e < 4; e++) {
                        information[c][e] += p[b] * (z[b][c] - mean[c]) * (z[b][e] - mean[e]) / survey.size();
                    }
                }
            }
        }
        double[] published = {2.2, 1.58, 1.51, 1.51};
        double[] variance = inverseDiagonal(information);
        for (int c = 0; c < 4; c++) {
            // the sheet has three digits, and sampling adds some parts in a thousand
            assertEquals(published[c], Math.sqrt(variance[c]), 0.015);
        }
    }

    /** Gauss and Jordan. */
    private static double[] inverseDiagonal(double[][] a) {
        int n = a.length;
        double[][] rest = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a[i], 0, rest[i], 0, n);
            rest[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            double pivot = rest[c][c];
            for (int j = 0; j < 2 * n; j++) {
                rest[c][j] /= pivot;
            }
            for (int i = 0; i < n; i++) {
                double factor = i == c ? 0 : rest[i][c];
                for (int j = 0; j < 2 * n; j++) {
                    rest[i][j] -= factor * rest[c][j];
                }
            }
        }
        return IntStream.range(0, n).mapToDouble(i -> rest[i][n + i]).toArray();
    }

    /** By the definition, as a quotient of exponentials. */
    private static double[] probabilities(ChoiceCoefficients coefficients, BrandSurvey survey, int i) {
        double[] p = new double[survey.brands().size()];
        double sum = 0;
        for (int b = 0; b < p.length; b++) {
            double inertia = b == survey.lastBrand(i) ? coefficients.inertia(b) : 0;
            p[b] = survey.considers(i, b) ? Math.exp(coefficients.utility(survey, i, b) + inertia) : 0;
            sum += p[b];
        }
        for (int b = 0; b < p.length; b++) {
            p[b] /= sum;
        }
        return p;
    }

    @Test
    void ratingsAreRoundedNormals() {
        int n = 40_000;
        BrandSurvey survey = SHEET.simulate(n, new SplittableRandom(1));
        NormalDistribution normal = NormalDistribution.of(0, Math.sqrt(0.5 * 0.5 + 0.9 * 0.9));
        for (int b = 0; b < 3; b++) {
            for (int s = 0; s < 3; s++) {
                int[] counts = new int[6];
                for (int i = 0; i < n; i++) {
                    counts[(int) survey.rating(i, b, s)]++;
                }
                double middle = 3 + QUALITY[b][s];
                for (int point = 1; point <= 5; point++) {
                    double upTo = point == 5 ? 1 : normal.cumulativeProbability(point + 0.5 - middle);
                    double below = point == 1 ? 0 : normal.cumulativeProbability(point - 0.5 - middle);
                    likely(counts[point], n, upTo - below);
                }
            }
        }
        // the halo is common to a respondent: covariance of two brands' ratings, which rounding and ends make a little
        // smaller
        double covariance = 0;
        double mean0 = 0;
        double mean1 = 0;
        for (int i = 0; i < n; i++) {
            mean0 += survey.rating(i, 0, 0) / n;
            mean1 += survey.rating(i, 1, 1) / n;
        }
        for (int i = 0; i < n; i++) {
            covariance += (survey.rating(i, 0, 0) - mean0) * (survey.rating(i, 1, 1) - mean1) / n;
        }
        assertTrue(covariance > 0.2 && covariance < 0.25, "covariance " + covariance);
    }

    @Test
    void lastBrandsHaveTheSharesOfTheMarket() {
        int n = 40_000;
        BrandSurvey survey = SHEET.simulate(n, new SplittableRandom(2));
        int[] counts = new int[3];
        for (int i = 0; i < n; i++) {
            counts[survey.lastBrand(i)]++;
        }
        for (int b = 0; b < 3; b++) {
            likely(counts[b], n, SHARES[b]);
        }
    }

    /** A count within 4.5 standard deviations of what is expected: one in 150,000 is further off. */
    private static void likely(int count, int n, double probability) {
        double sd = Math.sqrt(n * probability * (1 - probability));
        assertTrue(Math.abs(count - n * probability) < 4.5 * sd, count + " of " + n + ", expected " + n * probability);
    }

    @Test
    void nextBrandsAreChosenByTheModel() {
        DriverModel model = DriverModel.of(
                BRANDS, DRIVERS, true, Inertia.BY_BRAND, new double[] {0.4, -0.3, 0.8, 1.2, 0.2, 0.6, 0.35, 0.25});
        BrandSurvey survey = SurveySimulator.of(model)
                .withQuality("one", QUALITY[0])
                .withConsideration(0.7)
                .simulate(40_000, new SplittableRandom(3));
        for (int last = 0; last < 3; last++) {
            for (int next = 0; next < 3; next++) {
                double expected = 0;
                double variance = 0;
                int count = 0;
                int considered = 0;
                int customers = 0;
                for (int i = 0; i < survey.size(); i++) {
                    if (survey.lastBrand(i) == last) {
                        double p = probabilities(model.coefficients(), survey, i)[next];
                        expected += p;
                        variance += p * (1 - p);
                        count += survey.choiceShare(i, next) == 1 ? 1 : 0;
                        considered += survey.considers(i, next) ? 1 : 0;
                        customers++;
                    }
                }
                assertTrue(Math.abs(count - expected) < 4.5 * Math.sqrt(variance), count + ", expected " + expected);
                if (next != last) {
                    likely(considered, customers, 0.7);
                } else {
                    assertEquals(customers, considered);
                }
            }
        }
    }

    @Test
    void segmentsBuyAsOftenAndAsMuchAsTold() {
        int n = 40_000;
        BrandSurvey survey = SHEET.withSegment("leisure", 3, 2, 250)
                .withSegment("business", 1, 10, 400)
                .withVariation(0.5)
                .simulate(n, new SplittableRandom(4));
        for (String name : survey.segments()) {
            BrandSurvey own = survey.inSegment(name);
            boolean leisure = name.equals("leisure");
            likely(own.size(), n, leisure ? 0.75 : 0.25);
            double frequency = 0;
            double volume = 0;
            for (int i = 0; i < own.size(); i++) {
                frequency += own.frequency(i) / own.size();
                volume += own.volume(i) / own.size();
            }
            // a log-normal of mean 1 and sd sqrt(e^0.25 - 1) = 0.53
            double tolerance = 4.5 * 0.533 / Math.sqrt(own.size());
            close(leisure ? 2 : 10, frequency, tolerance);
            close(leisure ? 250 : 400, volume, tolerance);
        }
        BrandSurvey even = SHEET.withSegment("all", 1, 3, 7).simulate(100, new SplittableRandom(5));
        assertEquals(List.of("all"), even.segments());
        assertEquals(3, even.frequency(57));
        assertEquals(7, even.volume(57));
        assertEquals(
                List.of("everybody"), SHEET.simulate(3, new SplittableRandom(5)).segments());
    }

    /** Two kinds of respondents, one of whom buys what was bought before, whatever it is. */
    @Test
    void classesAreDrawnByMembership() {
        int n = 40_000;
        DriverModel habitual = DriverModel.of(BRANDS, DRIVERS, 40, 0, 0, 0);
        BrandSurvey survey =
                SurveySimulator.of(new TwoKinds(MODEL, habitual, 0.3)).simulate(n, new SplittableRandom(6));
        double expected = 0;
        double variance = 0;
        int again = 0;
        for (int i = 0; i < n; i++) {
            double p = 0.7 + 0.3 * probabilities(MODEL.coefficients(), survey, i)[survey.lastBrand(i)];
            expected += p;
            variance += p * (1 - p);
            again += survey.choiceShare(i, survey.lastBrand(i)) == 1 ? 1 : 0;
        }
        assertTrue(Math.abs(again - expected) < 4.5 * Math.sqrt(variance), again + ", expected " + expected);
    }

    private record TwoKinds(DriverModel first, DriverModel second, double shareOfFirst) implements ChoiceModel {
        @Override
        public List<String> brands() {
            return first.brands();
        }

        @Override
        public List<SubDriver> subDrivers() {
            return first.subDrivers();
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public ChoiceCoefficients coefficients(int ofClass) {
            return (ofClass == 0 ? first : second).coefficients();
        }

        @Override
        public double[][] membership(BrandSurvey survey) {
            double[][] all = new double[survey.size()][];
            java.util.Arrays.setAll(all, i -> new double[] {shareOfFirst, 1 - shareOfFirst});
            return all;
        }

        @Override
        public List<String> parameterNames() {
            return first.parameterNames();
        }

        @Override
        public double[] parameters() {
            return first.parameters();
        }

        @Override
        public ChoiceModel withParameters(double... parameters) {
            return new TwoKinds(first.withParameters(parameters), second, shareOfFirst);
        }
    }

    @Property(tries = 50)
    void aLargerSampleBeginsWithTheSmallerOne(
            @ForAll @IntRange(min = 1, max = 100) int n,
            @ForAll @IntRange(min = 1, max = 100) int more,
            @ForAll long seed) {
        SurveySimulator market = SurveySimulator.airlines();
        BrandSurvey small = market.simulate(n, new SplittableRandom(seed));
        BrandSurvey large = market.simulate(n + more, new SplittableRandom(seed));
        BrandSurvey head = large.rows(IntStream.range(0, n).toArray());
        for (int i = 0; i < n; i++) {
            assertEquals(small.id(i), head.id(i));
            assertEquals(small.lastBrand(i), head.lastBrand(i));
            assertEquals(small.frequency(i), head.frequency(i));
            assertEquals(small.volume(i), head.volume(i));
            assertEquals(small.segments().get(small.segment(i)), head.segments().get(head.segment(i)));
            for (int b = 0; b < 6; b++) {
                assertEquals(small.choiceShare(i, b), head.choiceShare(i, b));
                for (int s = 0; s < 11; s++) {
                    assertEquals(small.rating(i, b, s), head.rating(i, b, s));
                }
            }
        }
        assertEquals(small, market.simulate(n, new SplittableRandom(seed)));
        assertNotEquals(large, market.simulate(n + more, new SplittableRandom(seed + 1)));
    }

    @Property(tries = 100)
    void anySurveyIsSound(
            @ForAll @DoubleRange(max = 1) double consideration,
            @ForAll @DoubleRange(max = 20) double halo,
            @ForAll @DoubleRange(max = 20) double noise,
            @ForAll @DoubleRange(min = -20, max = 20) double offset,
            @ForAll long seed) {
        BrandSurvey survey = SHEET.withConsideration(consideration)
                .withHaloAndNoise(halo, noise)
                .withQuality("two", offset, -offset, 0)
                .withScale(RatingScale.ZERO_TO_TEN)
                .simulate(50, new SplittableRandom(seed));
        assertEquals(50, survey.quality().choices());
        assertEquals(0, survey.quality().sharedChoices());
        for (int i = 0; i < 50; i++) {
            for (int b = 0; b < 3; b++) {
                assertTrue(survey.considers(i, b) || survey.choiceShare(i, b) == 0 && survey.lastBrand(i) != b);
                for (int s = 0; s < 3; s++) {
                    double x = survey.rating(i, b, s);
                    assertTrue(!survey.considers(i, b) || x >= 0 && x <= 10 && x == Math.rint(x));
                }
            }
        }
    }

    @Test
    void anEdgeOfTheMarketIsKept() {
        BrandSurvey survey = SHEET.withMarketShares(Map.of("one", 0.0, "two", 1.0, "three", 0.0))
                .withConsideration(0)
                .simulate(500, new SplittableRandom(7));
        assertEquals(Map.of("one", 0, "two", 500, "three", 0), survey.quality().considered());
        assertEquals(500, survey.quality().oneBrandOnly().size());
        BrandSurvey plain = SHEET.withHaloAndNoise(0, 0).simulate(10, new SplittableRandom(8));
        assertEquals(3, plain.rating(3, 0, 0));
        assertEquals(3, plain.rating(7, 2, 0));
    }

    /** Sheet 04 proposes to centre ratings as a check of halo: in a logit there is nothing to see. */
    @Test
    void centringRatingsWithinRespondentsChangesNoChoice() {
        BrandSurvey survey = SHEET.withConsideration(0.7).simulate(300, new SplittableRandom(10));
        BrandSurvey centred = survey.mapRatings((i, brand, subDriver, rating) -> {
            double sum = 0;
            int brands = 0;
            for (int b = 0; b < 3; b++) {
                if (survey.considers(i, b)) {
                    sum += survey.rating(i, b, subDriver);
                    brands++;
                }
            }
            return rating - sum / brands;
        });
        assertNotEquals(survey, centred);
        for (int i = 0; i < 300; i++) {
            double[] before = probabilities(MODEL.coefficients(), survey, i);
            double[] after = probabilities(MODEL.coefficients(), centred, i);
            for (int b = 0; b < 3; b++) {
                assertEquals(before[b], after[b], 1e-14);
            }
        }
    }

    @Test
    void theAirlinesAreAMarketToShow() {
        SurveySimulator airlines = SurveySimulator.airlines();
        assertEquals(
                "surveys of 6 brands and 11 sub-drivers on 1 to 5, segments [leisure, business]", airlines.toString());
        BrandSurvey survey = airlines.simulate(2_000, new SplittableRandom(9));
        assertEquals(2_000, survey.quality().choices());
        assertEquals(List.of(), survey.quality().neverCompared());
        assertEquals(List.of(), survey.quality().withoutVariation());
        travels(airlines);
        rejects(
                "probability must be in [0, 1], was 7.0 (of a brand that was not bought last)",
                () -> tampered(airlines, 0.6, 7.0));
        assertEquals("surveys of 3 brands and 3 sub-drivers on 1 to 5", SHEET.toString());
        assertEquals(MODEL, SHEET.model());
    }

    @Test
    void refusesAMarketThatCannotBe() {
        rejects(
                "respondents must be > 0, was 0 (how many to simulate)",
                () -> SHEET.simulate(0, new SplittableRandom()));
        rejects("brand must be one of [one, two, three], was \"four\"", () -> SHEET.withQuality("four", 1, 1, 1));
        rejects(
                "offsets must be one a sub-driver, 3, was 1 (in points of the scale)",
                () -> SHEET.withQuality("one", 1));
        rejects(
                "offset of brand must be finite, was NaN (in points of the scale)",
                () -> SHEET.withQuality("one", 1, Double.NaN, 1));
        rejects(
                "shares must have one for every brand, [one, two, three], was [one]",
                () -> SHEET.withMarketShares(Map.of("one", 1.0)));
        rejects(
                "shares must sum to 1, was 0.5 (of the customers, bought last)",
                () -> SHEET.withMarketShares(Map.of("one", 0.5, "two", 0.0, "three", 0.0)));
        rejects(
                "share of one must be finite and >= 0, was -0.5 (0.25 means 25 %)",
                () -> SHEET.withMarketShares(Map.of("one", -0.5)));
        rejects(
                "newHalo must be finite and >= 0, was -1.0 (a standard deviation, in points of the scale)",
                () -> SHEET.withHaloAndNoise(-1, 1));
        rejects(
                "newNoise must be finite and >= 0, was NaN (a standard deviation, in points of the scale)",
                () -> SHEET.withHaloAndNoise(1, Double.NaN));
        rejects(
                "probability must be in [0, 1], was 1.5 (of a brand that was not bought last)",
                () -> SHEET.withConsideration(1.5));
        rejects(
                "newVariation must be in [0, 5], was 6.0 (standard deviation of a logarithm)",
                () -> SHEET.withVariation(6));
        rejects(
                "purchasesPerYear must be finite and > 0, was 0.0 (of all brands)",
                () -> SHEET.withSegment("a", 1, 0, 1));
        rejects(
                "perPurchase must be finite and > 0, was 0.0 (units or money of one purchase)",
                () -> SHEET.withSegment("a", 1, 1, 0));
        rejects(
                "size must be finite and > 0, was NaN (relative to other segments)",
                () -> SHEET.withSegment("a", Double.NaN, 1, 1));
        rejects(
                "name must be of one segment only, was \"a\"",
                () -> SHEET.withSegment("a", 1, 1, 1).withSegment("a", 1, 1, 1));
        rejects(
                "newScale must be one of which the high end is good, was RatingScale[lowest=1, highest=5,"
                        + " polarity=LOWER_IS_BETTER]",
                () -> SHEET.withScale(RatingScale.FIVE_POINT.lowerIsBetter()));
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("model", () -> SurveySimulator.of(null));
        rejectsNull("brand", () -> SHEET.withQuality(null, 1, 1, 1));
        rejectsNull("offsets", () -> SHEET.withQuality("one", (double[]) null));
        rejectsNull("shares", () -> SHEET.withMarketShares(null));
        rejectsNull("newScale", () -> SHEET.withScale(null));
        rejectsNull("name", () -> SHEET.withSegment(null, 1, 1, 1));
        rejectsNull("random", () -> SHEET.simulate(1, null));
    }
}
