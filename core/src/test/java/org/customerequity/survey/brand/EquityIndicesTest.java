package org.customerequity.survey.brand;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.survey.brand.EquityDriver.BRAND;
import static org.customerequity.survey.brand.EquityDriver.RELATIONSHIP;
import static org.customerequity.survey.brand.EquityDriver.VALUE;
import static org.customerequity.survey.brand.Surveys.BRANDS;
import static org.customerequity.survey.brand.Surveys.DRIVERS;
import static org.customerequity.survey.brand.Surveys.answer;
import static org.customerequity.survey.brand.Surveys.builder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.survey.CronbachAlpha;
import org.customerequity.survey.ItemAnswers;
import org.customerequity.survey.WeightedMean;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class EquityIndicesTest {
    /** Sheet 12, composite equity index. */
    @Test
    void indexOfTheSheet() {
        List<SubDriver> one = List.of(SubDriver.value("v"), SubDriver.brand("b"), SubDriver.relationship("r"));
        EquityIndices indices = BrandSurvey.of(one, BRANDS)
                .add(BrandAnswer.of("all", "one")
                        .withRatings("one", one, 4.1, 3.6, 3.0)
                        .withRatings("two", one, 3.5, 4.2, 2.6)
                        .withRatings("three", one, 3.9, 3.1, 3.8))
                .build()
                .indices()
                .withDriverWeights(Map.of(VALUE, 0.5, BRAND, 0.3, RELATIONSHIP, 0.2));
        close(68.25, indices.overall("one").value(), 1e-15);
        close(63.25, indices.overall("two").value(), 1e-15);
        close(66, indices.overall("three").value(), 1e-15);
        close(77.5, indices.index("one", VALUE).value(), 1e-15);
        assertEquals("""
                one: VALUE 77.5, BRAND 65.0, RELATIONSHIP 50.0, overall 68.3
                two: VALUE 62.5, BRAND 80.0, RELATIONSHIP 40.0, overall 63.3
                three: VALUE 72.5, BRAND 52.5, RELATIONSHIP 70.0, overall 66.0""", indices.toString());
    }

    /** Sheet 12, value equity: importances 40, 35 and 25. */
    @Test
    void valueOfTheSheet() {
        List<SubDriver> value =
                List.of(SubDriver.value("quality"), SubDriver.value("price"), SubDriver.value("convenience"));
        EquityIndices indices = BrandSurvey.of(value, BRANDS)
                .add(BrandAnswer.of("all", "one").withRatings("one", value, 4.2, 3.6, 4.0))
                .build()
                .indices();
        EquityIndices weighted =
                indices.withSubDriverWeights(Map.of("quality", 40.0, "price", 35.0, "convenience", 25.0));
        close(73.5, weighted.index("one", VALUE).value(), 1e-15);
        close(73.5, weighted.overall("one").value(), 1e-15);
        close(0.35, weighted.weight("price"), 1e-15);
        assertEquals(1, weighted.weight(VALUE));
        assertEquals(0, weighted.weight(BRAND));
        // equal weights
        close(100 * (3.2 + 2.6 + 3.0) / 12, indices.index("one", VALUE).value(), 1e-15);
        assertFalse(indices.index("two", VALUE).isDefined());
        assertTrue(indices.toString().endsWith("three: VALUE unknown, overall unknown"));
        fails(
                UndefinedRatioException.class,
                "weighted mean is undefined, because responses is 0",
                () -> indices.index("two", VALUE).value());
        rejects("driver must have a sub-driver in the survey, was BRAND", () -> indices.index("one", BRAND));
    }

    /** By hand: indices 75, 25 and 50 with weights 1, 1 and 2; effective size 16 / 6. */
    @Test
    void errorsAreOfTheEffectiveSize() {
        BrandSurvey survey = builder()
                .add(answer("a", 4, 1, 2, 2))
                .add(answer("b", 2, 1, 2, 2))
                .add(answer("c", 3, 1, 1, 2).withWeight(2))
                .add(answer("d", 5, 5, 5, 5).withWeight(0))
                .build();
        WeightedMean index = survey.indices().index("one", VALUE);
        close(50, index.value(), 1e-15);
        assertEquals(3, index.responses());
        double n = 16 / 6.0;
        close(n, index.effectiveSize(), 1e-15);
        // weighted variance (625 + 625) / 4
        close(Math.sqrt(1250 / 4.0 * n / (n - 1) / n), index.estimate().standardError(), 1e-14);
        // leads 50, 0 and 50, paired
        close(37.5, survey.indices().lead("one", "two", VALUE).value(), 1e-15);
        close(
                survey.indices().overall("one").value()
                        - survey.indices().overall("two").value(),
                survey.indices().overallLead("one", "two").value(),
                1e-14);
    }

    @Test
    void coefficientsWeighByWhatTheyMove() {
        // by hand: all ratings on quality 1 to 4, variance 5/3; on image 1, 1, 1, 5, variance 4
        BrandSurvey survey = builder()
                .add(answer("a", 1, 1, 2, 1))
                .add(answer("b", 3, 1, 4, 5))
                .build();
        EquityIndices indices = survey.indices().withCoefficients(0.6, 0.3);
        double quality = 0.6 * Math.sqrt(5 / 3.0);
        double image = 0.3 * 2;
        close(quality / (quality + image), indices.weight("quality"), 1e-15);
        close(image / (quality + image), indices.weight(BRAND), 1e-15);
        close(25, indices.index("one", VALUE).value(), 1e-15);
        rejects(
                "coefficients must be one a sub-driver, 2, was 1",
                () -> survey.indices().withCoefficients(1));
        rejects(
                "coefficient of image must be finite and >= 0, was -0.1 (a better rating does no harm)",
                () -> survey.indices().withCoefficients(1, -0.1));
        rejects(
                "sum of weights of VALUE must be finite and > 0, was 0.0 (not all of them 0)",
                () -> survey.indices().withCoefficients(0, 1));
    }

    @Test
    void refusesWeightsThatCannotBe() {
        EquityIndices indices = builder().add(answer("a", 1, 2, 3, 4)).build().indices();
        rejects(
                "weight of image must be finite and >= 0, was NaN (relative to the same driver's others)",
                () -> indices.withSubDriverWeights(Map.of("image", Double.NaN)));
        rejects(
                "weights must be of every sub-driver, was of 1 of 2 (0 for what shall not count)",
                () -> indices.withSubDriverWeights(Map.of("image", 1.0)));
        rejects(
                "name must be one of [quality, image], was \"price\" (a sub-driver)",
                () -> indices.withSubDriverWeights(Map.of("price", 1.0)));
        rejects(
                "sum of weights of BRAND must be finite and > 0, was 0.0 (not all of them 0)",
                () -> indices.withSubDriverWeights(Map.of("image", 0.0, "quality", 1.0)));
        rejects(
                "driver must have a sub-driver in the survey, was RELATIONSHIP",
                () -> indices.withDriverWeights(Map.of(RELATIONSHIP, 1.0)));
        rejects(
                "weights must be of every driver that has sub-drivers, was without BRAND (0 for what shall not count)",
                () -> indices.withDriverWeights(Map.of(VALUE, 1.0)));
        rejects(
                "weight of VALUE must be finite and >= 0, was -1.0 (relative to the others)",
                () -> indices.withDriverWeights(Map.of(VALUE, -1.0)));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> indices.withDriverWeights(Map.of(VALUE, 0.0, BRAND, 0.0)));
        rejects(
                "rating of one on quality by a must be from 1 to 5, was 6.0 (an index is of ratings on the scale)",
                () -> builder()
                        .add(answer("a", 1, 2, 3, 4))
                        .build()
                        .mapRatings((i, brand, subDriver, rating) -> rating + 5)
                        .indices());
        nullsAreNamed(indices);
    }

    @SuppressWarnings("NullAway") // which is the point
    private static void nullsAreNamed(EquityIndices indices) {
        rejectsNull("survey", () -> EquityIndices.of(null));
        rejectsNull("weights", () -> indices.withSubDriverWeights(null));
        rejectsNull("weights", () -> indices.withDriverWeights(null));
        rejectsNull("coefficients", () -> indices.withCoefficients((double[]) null));
        rejectsNull("brand", () -> indices.overall(null));
        rejectsNull("driver", () -> indices.index("one", null));
        rejectsNull("driver", () -> indices.weight((EquityDriver) null));
        rejectsNull("over", () -> indices.overallLead("one", null));
    }

    /** The long way: the mean of the composite is the composite of the means. */
    @Property(tries = 200)
    void indicesAreCompositesOfMeans(
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @DoubleRange(min = 0.01, max = 1) double value,
            @ForAll long seed) {
        BrandSurvey survey = builder()
                .addAll(Surveys.random(n, seed))
                .add(answer("all", 3, 3, 3, 3))
                .build();
        EquityIndices indices = survey.indices().withDriverWeights(Map.of(VALUE, value, BRAND, 1 - value));
        for (int b = 0; b < 2; b++) {
            double[] mean = new double[2];
            double weights = 0;
            for (int i = 0; i < survey.size(); i++) {
                if (survey.considers(i, b)) {
                    weights += survey.weight(i);
                    for (int s = 0; s < 2; s++) {
                        mean[s] += survey.weight(i) * survey.rating(i, b, s);
                    }
                }
            }
            String brand = BRANDS.get(b);
            for (int s = 0; s < 2; s++) {
                mean[s] = 25 * (mean[s] / weights - 1);
                double index = indices.index(brand, DRIVERS.get(s).driver()).value();
                assertEquals(mean[s], index, 1e-12);
                assertTrue(index >= 0 && index <= 100);
            }
            assertEquals(
                    value * mean[0] + (1 - value) * mean[1],
                    indices.overall(brand).value(),
                    1e-12);
            assertEquals(0, indices.overallLead(brand, brand).value());
        }
        assertEquals(1, indices.weight("quality") + indices.weight("image"), 1e-15);
        // a whole step up the scale is 25 points, whatever the weights
        BrandSurvey low = survey.mapRatings((i, brand, subDriver, rating) -> 1 + (rating - 1) / 2);
        BrandSurvey up = low.mapRatings((i, brand, subDriver, rating) -> rating + 1);
        assertEquals(
                low.indices().overall("one").value() + 25,
                up.indices().overall("one").value(),
                1e-12);
        travels(indices);
    }

    @Test
    void itemsGoToReliability() {
        List<SubDriver> drivers =
                List.of(SubDriver.value("quality"), SubDriver.brand("image"), SubDriver.value("price"));
        BrandSurvey survey = BrandSurvey.of(drivers, BRANDS)
                .withMissing(MissingRatings.BRAND_MEAN)
                .add(BrandAnswer.of("a", "one").withRatings("one", drivers, 1, 5, 2))
                .add(BrandAnswer.of("b", "one").withRatings("one", drivers, 3, 5, 3))
                .add(BrandAnswer.of("c", "one").withRatings("one", drivers, 4, 5, 5))
                .add(BrandAnswer.of("d", "one").withRatings("one", drivers, 4, 5, Double.NaN))
                .add(BrandAnswer.of("e", "two").withRatings("two", drivers, 1, 1, 1))
                .build();
        ItemAnswers items = survey.itemRatings("one", VALUE);
        assertEquals(List.of("quality", "price"), items.itemNames());
        assertEquals(survey.scale(), items.scale().orElseThrow());
        assertEquals("[1.0, 3.0, 4.0, 4.0]", Arrays.toString(items.answers("quality")));
        assertEquals("[2.0, 3.0, 5.0, NaN]", Arrays.toString(items.answers("price")));
        // by hand: variances 7/3 and 7/3, of the sums 3, 6, 9: 9
        close(2 * (1 - 14 / 27.0), CronbachAlpha.of(items.withoutIncomplete()).value(), 1e-14);
        assertEquals(0, survey.itemRatings("three", VALUE).respondents());
        rejects(
                "driver must have a sub-driver in the survey, was RELATIONSHIP",
                () -> survey.itemRatings("one", RELATIONSHIP));
        itemNulls(survey);
    }

    @SuppressWarnings("NullAway") // which is the point
    private static void itemNulls(BrandSurvey survey) {
        rejectsNull("brand", () -> survey.itemRatings(null, VALUE));
        rejectsNull("driver", () -> survey.itemRatings("one", null));
    }
}
