package org.customerequity.survey.brand;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.customerequity.survey.brand.Surveys.BRANDS;
import static org.customerequity.survey.brand.Surveys.DRIVERS;
import static org.customerequity.survey.brand.Surveys.answer;
import static org.customerequity.survey.brand.Surveys.builder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class SurveyQualityTest {
    private static final double NONE = Double.NaN;

    @Test
    void reportsWhatIsNoteworthy() {
        BrandSurvey survey = builder()
                .withMissing(MissingRatings.BRAND_MEAN)
                .add(answer("varied", 4, 3, 4, 5).withNext("one").withWeight(2))
                .add(answer("flat", 3, 3, 3, 3).withNextPoints(Map.of("one", 60.0, "two", 40.0)))
                .add(answer("halo", 4, 4, 4, 4)
                        .withRatings("two", DRIVERS, 4, 4)
                        .withSegment("business"))
                .add(answer("halo2", 5, 5, 5, 2).withRatings("two", DRIVERS, 2, 2))
                .add(answer("alike", 4, 2, 4, 2))
                .add(answer("gap", 4, NONE, 4, 1))
                .add(BrandAnswer.of("loyal", "three").withRatings("three", DRIVERS, 5, 4))
                .build();
        SurveyQuality quality = survey.quality();
        assertEquals(7, quality.respondents());
        assertEquals(List.of(), quality.leftOut());
        assertEquals(Map.of("one", Map.of("image", 1)), quality.imputed());
        assertEquals(1, quality.imputedRatings());
        assertEquals(8, quality.weightSum());
        assertEquals(1, quality.leastWeight());
        assertEquals(2, quality.largestWeight());
        close(6.4, quality.effectiveSize(), 1e-15);
        assertEquals(Map.of("one", 6, "two", 6, "three", 1), quality.considered());
        assertEquals(BRANDS, List.copyOf(quality.considered().keySet()));
        assertEquals(Map.of("one", 6, "two", 0, "three", 1), quality.boughtLast());
        close(13 / 7.0, quality.meanConsidered(), 1e-15);
        assertEquals(25, quality.ratingsGiven());
        assertEquals(42, quality.ratingsPossible());
        assertEquals(2, quality.choices());
        assertEquals(1, quality.sharedChoices());
        // halo2 rates brand two 2 on quality, so quality varies
        assertEquals(List.of(), quality.withoutVariation());
        assertEquals(
                List.of(new SurveyQuality.Pair("one", "three"), new SurveyQuality.Pair("two", "three")),
                quality.neverCompared());
        assertEquals(List.of("flat", "halo"), quality.sameEverywhere());
        assertEquals(List.of("halo2"), quality.sameWithinBrands());
        assertEquals(List.of("alike", "gap"), quality.sameAcrossBrands());
        assertEquals(List.of("loyal"), quality.oneBrandOnly());
        assertEquals(Map.of("everybody", 6, "business", 1), quality.segments());
        assertEquals("""
                7 respondents, 2 next choices, 1 of them split over brands
                1.86 of 3 brands considered on average: one 6, two 6, three 1
                bought last: one 6, two 0, three 1
                25 of 42 possible ratings given
                weights from 1.000 to 2.000, sum 8.00000, effective size 6.4
                segments: everybody 6, business 1
                ratings of one filled in: image 1
                2 pairs of brands never considered by one respondent: one and three; two and three
                1 respondent with one brand only: loyal
                2 respondents with one rating everywhere: flat; halo
                1 respondent with one rating for each brand: halo2
                2 respondents with the same ratings for all brands: alike; gap""", quality.toString());
        travels(quality);
        assertNotEquals(quality, survey.rows(0, 1).quality());
    }

    @Test
    void aSubDriverWithoutVariationIsNamed() {
        SurveyQuality quality = builder()
                .withMissing(MissingRatings.DROP_RESPONDENT)
                .add(answer("a", 4, 3, 4, 5))
                .add(answer("b", 2, 1, 2, 4))
                .add(answer("c", 2, 1, NONE, 4))
                .build()
                .quality();
        assertEquals(List.of("quality"), quality.withoutVariation());
        assertEquals("""
                2 respondents, 0 next choices
                2.00 of 3 brands considered on average: one 2, two 2, three 0
                bought last: one 2, two 0, three 0
                8 of 12 possible ratings given
                1 respondent left out for gaps: c: no rating of two on quality
                1 sub-driver on which nobody rates two brands differently: quality
                2 pairs of brands never considered by one respondent: one and three; two and three""", quality.toString());
    }

    @Test
    void aLongListIsCutShort() {
        BrandSurvey.Builder builder = builder();
        for (int i = 0; i < 1234; i++) {
            builder.add(BrandAnswer.of("r" + i, "one").withRatings("one", DRIVERS, 1, 2));
        }
        SurveyQuality quality = builder.build().quality();
        assertEquals(1234, quality.oneBrandOnly().size());
        assertTrue(quality.lines().contains("1,234 respondents with one brand only: r0; r1; r2; r3; r4; ..."));
    }

    @Test
    void whatWasFilledInIsNoStraightLine() {
        BrandSurvey survey = builder()
                .withMissing(MissingRatings.BRAND_MEAN)
                .add(answer("a", 5, 1, 5, 2))
                .add(answer("b", 3, NONE, NONE, 3))
                .add(BrandAnswer.of("c", "one").withRating("two", "image", 3))
                .build();
        BrandSurvey apart = builder()
                .withMissing(MissingRatings.BRAND_MEAN)
                .add(answer("a", 5, 1, 5, 2))
                .add(answer("b", 4, NONE, NONE, 3))
                .build();
        // b answered nothing for both brands
        assertEquals(List.of(), apart.quality().sameAcrossBrands());
        // b answered 3 twice; c answered once, which is no line
        assertEquals(List.of("b"), survey.quality().sameEverywhere());
        assertEquals(List.of(), survey.quality().sameWithinBrands());
        assertEquals(List.of(), survey.quality().sameAcrossBrands());
    }

    @Test
    void partsAreChecked() {
        rejects(
                "gaps must be > 0, was 0 (who has none is not left out)",
                () -> new SurveyQuality.LeftOut("a", "one", "image", 0));
        rejects(
                "id must not be blank, was \"\" (of the respondent)",
                () -> new SurveyQuality.LeftOut("", "one", "image", 1));
        rejects("second must not be blank, was \" \" (a brand)", () -> new SurveyQuality.Pair("one", " "));
    }

    /** Against counts made the long way, from the survey. */
    @Property(tries = 300)
    void countsAddUp(@ForAll @IntRange(min = 1, max = 80) int n, @ForAll long seed) {
        List<BrandAnswer> answers = Surveys.random(n, seed, 0.1);
        BrandAnswer all = BrandAnswer.of("all", "one");
        for (String brand : BRANDS) {
            all = all.withRatings(brand, DRIVERS, 3, 4);
        }
        answers.add(all);
        BrandSurvey survey =
                builder().withMissing(MissingRatings.BRAND_MEAN).addAll(answers).build();
        SurveyQuality quality = survey.quality();
        long given = answers.stream()
                .flatMap(a -> a.ratings().values().stream())
                .mapToLong(Map::size)
                .sum();
        assertEquals(given, quality.ratingsGiven());
        long considered = answers.stream()
                .mapToLong(a -> {
                    Set<String> own = new HashSet<>(a.ratings().keySet());
                    own.add(a.lastBrand());
                    return own.size();
                })
                .sum();
        assertEquals(
                considered,
                quality.considered().values().stream().mapToInt(i -> i).sum());
        assertEquals(considered * 2, given + quality.imputedRatings());
        assertEquals(
                n + 1, quality.boughtLast().values().stream().mapToInt(i -> i).sum());
        assertEquals(
                n + 1, quality.segments().values().stream().mapToInt(i -> i).sum());
        assertEquals(answers.stream().filter(a -> !a.nextShares().isEmpty()).count(), quality.choices());
        List<String> flat = answers.stream()
                .filter(a -> a.ratings().values().stream().mapToInt(Map::size).sum() > 1)
                .filter(a -> a.ratings().values().stream()
                                .flatMap(own -> own.values().stream())
                                .distinct()
                                .count()
                        == 1)
                .map(BrandAnswer::id)
                .toList();
        assertEquals(flat, quality.sameEverywhere());
        List<String> within = answers.stream()
                .filter(a -> !flat.contains(a.id()) && a.ratings().size() > 1)
                .filter(a -> a.ratings().values().stream()
                        .allMatch(own -> own.values().stream().distinct().count() == 1))
                .filter(a -> a.ratings().values().stream().anyMatch(own -> own.size() > 1))
                .map(BrandAnswer::id)
                .toList();
        assertEquals(within, quality.sameWithinBrands());
        List<String> one = IntStream.range(0, survey.size())
                .filter(i -> IntStream.range(0, 3)
                                .filter(b -> survey.considers(i, b))
                                .count()
                        == 1)
                .mapToObj(survey::id)
                .toList();
        assertEquals(one, quality.oneBrandOnly());
        travels(quality);
    }
}
