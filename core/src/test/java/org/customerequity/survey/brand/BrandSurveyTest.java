package org.customerequity.survey.brand;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.customerequity.survey.brand.Surveys.BRANDS;
import static org.customerequity.survey.brand.Surveys.DRIVERS;
import static org.customerequity.survey.brand.Surveys.answer;
import static org.customerequity.survey.brand.Surveys.builder;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class BrandSurveyTest {
    private static final double NONE = Double.NaN;

    @Test
    void holdsWhatWasAnswered() {
        BrandSurvey survey = builder()
                .add(answer("a", 4, 3, 2, 5)
                        .withNextPoints(Map.of("one", 75.0, "two", 25.0))
                        .withFrequency(4)
                        .withVolume(300)
                        .withWeight(0.5)
                        .withSegment("business"))
                .add(BrandAnswer.of("b", "three").withRatings("three", DRIVERS, 1, 2.5))
                .build();
        assertEquals("2 respondents, 3 brands, 2 sub-drivers on 1 to 5", survey.toString());
        assertEquals(BRANDS, survey.brands());
        assertEquals(DRIVERS, survey.subDrivers());
        assertEquals(0, survey.lastBrand(0));
        assertEquals(5, survey.rating(0, 1, 1));
        assertEquals(2.5, survey.rating(1, 2, 1));
        assertTrue(survey.considers(0, 1));
        assertFalse(survey.considers(0, 2));
        assertTrue(Double.isNaN(survey.rating(0, 2, 0)));
        assertEquals(0.75, survey.choiceShare(0, 0));
        assertTrue(survey.hasChoice(0));
        assertFalse(survey.hasChoice(1));
        assertEquals(4, survey.frequency(0));
        assertEquals(300, survey.volume(0));
        assertEquals(0.5, survey.weight(0));
        assertEquals(List.of("business", "everybody"), survey.segments());
        assertEquals(1, survey.segment(1));
        assertEquals(1, survey.indexOf("b"));
        assertTrue(survey.contains("a"));
        assertFalse(survey.contains("c"));
        assertEquals(1, survey.subDriverIndex("image"));
        rejects(
                "id must be a respondent of this survey, was \"c\" (see BrandSurvey.contains)",
                () -> survey.indexOf("c"));
        rejects("brand must be one of [one, two, three], was \"four\"", () -> survey.brandIndex("four"));
        rejects(
                "name must be one of [quality, image], was \"price\" (a sub-driver)",
                () -> survey.subDriverIndex("price"));
        travels(survey);
    }

    @Test
    void aGapIsRejected() {
        String message = "rating of two on image by a must be given, was missing"
                + " (a considered brand is rated on every sub-driver; see withMissing)";
        rejects(message, () -> builder().add(answer("a", 4, 3, 2, NONE)).build());
        // the last brand is considered without any rating
        rejects(
                message.replace("two on image", "three on quality"),
                () -> builder().add(BrandAnswer.of("a", "three")).build());
    }

    @Test
    void whoHasGapsMayBeLeftOut() {
        BrandSurvey survey = builder()
                .withMissing(MissingRatings.DROP_RESPONDENT)
                .add(answer("a", NONE, NONE, 2, NONE).withSegment("gone"))
                .add(answer("b", 1, 2, 3, 4).withSegment("kept"))
                .add(BrandAnswer.of("c", "three"))
                .build();
        assertEquals(1, survey.size());
        assertEquals("b", survey.id(0));
        assertEquals(List.of("kept"), survey.segments());
        assertEquals(0, survey.segment(0));
        assertEquals(
                List.of(
                        new SurveyQuality.LeftOut("a", "one", "quality", 3),
                        new SurveyQuality.LeftOut("c", "three", "quality", 2)),
                survey.quality().leftOut());
        assertEquals(
                "a: no rating of one on quality, 3 gaps",
                survey.quality().leftOut().get(0).toString());
        assertEquals(List.of(), survey.rows(0).quality().leftOut());
        travels(survey);
        rejects(
                "answers must be complete for at least one respondent, was incomplete for all of 1"
                        + " (every considered brand is rated on every sub-driver; see withMissing)",
                () -> builder()
                        .withMissing(MissingRatings.DROP_RESPONDENT)
                        .add(BrandAnswer.of("c", "three"))
                        .build());
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> builder()
                        .withMissing(MissingRatings.DROP_RESPONDENT)
                        .add(BrandAnswer.of("a", "three"))
                        .add(answer("b", 1, 2, 3, 4).withWeight(0))
                        .build());
    }

    @Test
    void aGapMayTakeTheWeightedMeanOfTheBrand() {
        BrandSurvey survey = builder()
                .withMissing(MissingRatings.BRAND_MEAN)
                .add(answer("a", 4, 3, 2, 5).withWeight(3))
                .add(answer("b", 2, NONE, 5, 4).withWeight(1))
                .add(answer("c", NONE, 2, NONE, NONE).withWeight(7).withNext("one"))
                .build();
        // c has not rated brand two at all, so does not consider it
        assertFalse(survey.considers(2, 1));
        close((3 * 4 + 2) / 4.0, survey.rating(2, 0, 0), 1e-15);
        close((3 * 3 + 7 * 2) / 10.0, survey.rating(1, 0, 1), 1e-15);
        assertTrue(survey.isImputed(1, 0, 1));
        assertTrue(survey.isImputed(2, 0, 0));
        assertFalse(survey.isImputed(0, 0, 0));
        assertEquals(
                Map.of("one", Map.of("quality", 1, "image", 1)),
                survey.quality().imputed());
        assertEquals(2, survey.quality().imputedRatings());
        BrandSurvey twice = survey.rows(2, 0, 2);
        assertTrue(twice.isImputed(0, 0, 0) && twice.isImputed(2, 0, 0));
        assertFalse(twice.isImputed(1, 0, 0));
        assertEquals(2, twice.quality().imputedRatings());
        travels(survey);
        rejects(
                "ratings of three on quality must be given by a respondent with a weight, was missing for all"
                        + " (their mean is to fill the gap of d)",
                () -> builder()
                        .withMissing(MissingRatings.BRAND_MEAN)
                        .add(answer("a", 4, 3, 2, 5))
                        .add(BrandAnswer.of("e", "three")
                                .withRatings("three", DRIVERS, 3, 3)
                                .withWeight(0))
                        .add(BrandAnswer.of("d", "three"))
                        .build());
    }

    @Test
    void refusesWhatCannotBe() {
        rejects(
                "brands must be at least 2, was 1 (a choice is between brands)",
                () -> BrandSurvey.of(DRIVERS, List.of("one")));
        rejects("brands must differ, was \"one\"", () -> BrandSurvey.of(DRIVERS, List.of("one", "two", "one")));
        rejects("brand must not be blank, was \" \" (a name)", () -> BrandSurvey.of(DRIVERS, List.of("one", " ")));
        rejects(
                "subDrivers must not be empty, was empty (what every brand is rated on)",
                () -> BrandSurvey.of(List.of(), BRANDS));
        rejects(
                "subDrivers must have different names, was \"image\"",
                () -> BrandSurvey.of(List.of(SubDriver.brand("image"), SubDriver.value("image")), BRANDS));
        rejects(
                "newScale must be one of which the high end is good, was RatingScale[lowest=1, highest=5,"
                        + " polarity=LOWER_IS_BETTER] (recode as lowest + highest - rating)",
                () -> builder().withScale(RatingScale.FIVE_POINT.lowerIsBetter()));
        rejects(
                "answers must not be empty, was empty (one BrandAnswer a respondent)",
                () -> builder().build());
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> builder().add(answer("a", 1, 2, 3, 4).withWeight(0)).build());
        rejects(
                "rating of two on image by a must be from 1 to 5, was 5.5 (see withScale)",
                () -> builder().add(answer("a", 1, 2, 3, 5.5)).build());
        rejects(
                "rating of one on quality by a must be from 1 to 5, was 0.0 (see withScale)",
                () -> builder().add(answer("a", 0, 2, 3, 5)).build());
        assertEquals(
                0,
                builder()
                        .add(answer("a", 0, 2, 3, 5.5))
                        .withScale(RatingScale.ZERO_TO_TEN)
                        .build()
                        .rating(0, 0, 0));
        rejects(
                "next brand of a must be among the brands considered, which are those rated and the last, was \"three\""
                        + " (rate it, or leave the choice out)",
                () -> builder().add(answer("a", 1, 2, 3, 4).withNext("three")));
        rejects(
                "last brand of a must be one of [one, two, three], was \"four\"",
                () -> builder().add(BrandAnswer.of("a", "four")));
        rejects(
                "next brand of a must be one of [one, two, three], was \"four\"",
                () -> builder().add(answer("a", 1, 2, 3, 4).withNext("four")));
        rejects(
                "brand rated by a must be one of [one, two, three], was \"four\"",
                () -> builder().add(answer("a", 1, 2, 3, 4).withRating("four", "image", 3)));
        rejects(
                "sub-driver rated by a must be one of [quality, image], was \"price\"",
                () -> builder().add(answer("a", 1, 2, 3, 4).withRating("one", "price", 3)));
        rejects(
                "id must be of one respondent only, was \"a\"",
                () -> builder().add(answer("a", 1, 2, 3, 4)).add(answer("a", 1, 2, 3, 4)));
        BrandSurvey survey = builder().add(answer("a", 1, 2, 3, 4)).build();
        rejects(
                "changed rating must be finite, was NaN (one by a)",
                () -> survey.mapRatings((i, brand, subDriver, rating) -> NONE));
        rejects("respondents must not be empty, was empty (indices from 0)", survey::rows);
        rejects("respondents[1] must be from 0 to 0, was 1", () -> survey.rows(0, 1));
        rejects("name must be one of [everybody], was \"business\" (a segment)", () -> survey.inSegment("business"));
    }

    @Test
    void anAnswerIsRefusedWhereItIsGiven() {
        BrandAnswer a = answer("a", 1, 2, 3, 4);
        rejects("id must not be blank, was \"\" (of the respondent)", () -> BrandAnswer.of("", "one"));
        rejects("lastBrand must not be blank, was \" \" (the brand bought last)", () -> BrandAnswer.of("a", " "));
        rejects(
                "purchasesPerYear must be finite and > 0, was 0.0 (of all brands; leave out who does not buy)",
                () -> a.withFrequency(0));
        rejects("perPurchase must be finite and > 0, was 0.0 (units or money of one purchase)", () -> a.withVolume(0));
        rejects("newWeight must be finite and >= 0, was NaN (relative to other respondents)", () -> a.withWeight(NONE));
        rejects(
                "rating of one on image must be finite, was NaN (leave out what was not answered)",
                () -> a.withRating("one", "image", NONE));
        rejects(
                "shares must sum to 1, was 0.75 (withNextPoints divides by the sum)",
                () -> a.withNextShares(Map.of("one", 0.75)));
        rejects(
                "share of one must be finite and >= 0, was -1.0 (how likely it is bought next)",
                () -> a.withNextShares(Map.of("one", -1.0)));
        rejects(
                "sum of points must be finite and > 0, was 0.0 (at least one brand has a point)",
                () -> a.withNextPoints(Map.of("one", 0.0)));
        rejects("points must be one a sub-driver, 2, was 1", () -> a.withRatings("one", DRIVERS, 3));
        rejects("newSegment must not be blank, was \"\" (such as \"business\")", () -> a.withSegment(""));
        assertEquals("two", a.withNext("two").next().orElseThrow());
        assertTrue(a.withNextPoints(Map.of("one", 60.0, "two", 40.0)).next().isEmpty());
        travels(a.withNextPoints(Map.of("one", 60.0, "two", 40.0)).withWeight(2));
        rejects(
                "purchasesPerYear must be finite and > 0, was -7.0 (of all brands; leave out who does not buy)",
                () -> tampered(a.withFrequency(7), 7.0, -7.0));
    }

    @Test
    void columnsAreRefusedByRespondent() {
        List<String> ids = List.of("a", "b");
        int[] last = {0, 1};
        double[] ratings = {1, 2, 3, 4, NONE, NONE, 1, 2, 3, 4, NONE, NONE};
        SurveyColumns columns = SurveyColumns.of(ids, last, ratings);
        rejects(
                "frequency of b must be finite and > 0, was 0.0 (purchases a year; leave out who does not buy)",
                () -> builder().addColumns(columns.withFrequency(1, 0)));
        rejects(
                "volume of a must be finite and > 0, was 0.0 (units or money of one purchase)",
                () -> builder().addColumns(columns.withVolume(0, 1)));
        rejects(
                "weight of a must be finite and >= 0, was NaN (relative to other respondents)",
                () -> builder().addColumns(columns.withWeights(NONE, 1)));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> builder().addColumns(columns.withWeights(0, 0)).build());
        rejects(
                "next brand of b must be among the brands considered, which are those rated and the last, was \"three\""
                        + " (rate it, or leave the choice out)",
                () -> builder().addColumns(columns.withNext(-1, 2)));
        rejects(
                "next brand of b must be from 0 to 2, was 3 (-1 where it was not asked)",
                () -> builder().addColumns(columns.withNext(-1, 3)));
        rejects(
                "next shares of a must sum to 1, was 0.5 (or all be 0 where it was not asked)",
                () -> builder().addColumns(columns.withNextShares(new double[] {0.5, 0, 0, 0, 0, 0})));
        rejects(
                "next share of two by a must be finite and >= 0, was NaN",
                () -> builder().addColumns(columns.withNextShares(new double[] {0.5, NONE, 0, 0, 0, 0})));
        rejects(
                "shares must have 6 entries, was 3 (respondents times brands)",
                () -> builder().addColumns(columns.withNextShares(new double[3])));
        rejects(
                "ratings must have 12 entries, was 6 (respondents times brands times sub-drivers)",
                () -> builder().addColumns(SurveyColumns.of(ids, last, new double[6])));
        rejects(
                "last brand of a must be from 0 to 2, was -1 (in the order of the brands)",
                () -> builder().addColumns(SurveyColumns.of(ids, new int[] {-1, 0}, ratings)));
        rejects(
                "rating of one on image by b must be from 1 to 5, was Infinity (see withScale)",
                () -> builder()
                        .addColumns(SurveyColumns.of(
                                ids, last, new double[] {1, 2, 3, 4, NONE, NONE, 1, 1 / 0.0, 3, 4, NONE, NONE}))
                        .build());
        rejects(
                "lastBrand must have one entry a respondent, 2, was 1",
                () -> SurveyColumns.of(ids, new int[1], ratings));
        rejects(
                "ids[1] must not be blank, was \" \" (of the respondent)",
                () -> SurveyColumns.of(List.of("a", " "), last, ratings));
        rejects("brand must have one entry a respondent, 2, was 3", () -> columns.withNext(1, 1, 1));
        rejects("newWeights must have one entry a respondent, 2, was 1", () -> columns.withWeights(1));
        rejects("newSegments must have one entry a respondent, 2, was 0", () -> columns.withSegments(List.of()));
        assertEquals("columns of 2 respondents", columns.toString());
        travels(columns.withNext(0, 1).withSegments(List.of("x", "y")).withFrequency(1, 2));
    }

    @Test
    void aRefusedAnswerLeavesTheBuilderAsItWas() {
        BrandSurvey.Builder builder = builder().add(answer("a", 1, 2, 3, 4));
        BrandSurvey before = builder.build();
        SurveyColumns bad = SurveyColumns.of(
                        List.of("b", "c"), new int[] {0, 0}, new double[] {1, 2, 3, 4, 5, 1, 1, 2, 3, 4, 5, 1})
                .withSegments(List.of("new", "newer"))
                .withFrequency(1, NONE);
        assertThrows(IllegalArgumentException.class, () -> builder.addColumns(bad));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.add(answer("b", 1, 2, 3, 4).withNext("three")));
        assertThrows(
                IllegalArgumentException.class, () -> builder.combine(builder().add(answer("a", 1, 2, 3, 4))));
        assertEquals(before, builder.build());
        // what was refused may come again, corrected
        BrandSurvey after = builder.addColumns(bad.withFrequency(1, 2)).build();
        assertEquals(3, after.size());
        assertEquals(List.of("everybody", "new", "newer"), after.segments());
    }

    @Test
    void buildersOfOneSurveyCombine() {
        rejects(
                "other must have the brands, sub-drivers, scale and policy [[one, two, three], " + DRIVERS + ", "
                        + RatingScale.FIVE_POINT + ", REJECT], was [[one, two, three], " + DRIVERS + ", "
                        + RatingScale.FIVE_POINT + ", BRAND_MEAN]",
                () -> builder().combine(builder().withMissing(MissingRatings.BRAND_MEAN)));
        rejects(
                "id must be of one respondent only, was \"a\"",
                () -> builder().add(answer("a", 1, 2, 3, 4)).combine(builder().add(answer("a", 5, 5, 5, 5))));
        fails(
                IllegalStateException.class,
                "a builder must be empty to collect a stream, had 1 answers (use add, or a new one)",
                () -> builder().add(answer("a", 1, 2, 3, 4)).toSurvey());
    }

    @Test
    void aBuilderTravelsAndIsCheckedOnArrival() throws IOException, ClassNotFoundException {
        BrandSurvey.Builder builder = builder().addAll(Surveys.random(30, 9));
        BrandSurvey.Builder arrived = (BrandSurvey.Builder) read(written(builder));
        assertEquals(builder.build(), arrived.build());
        assertEquals(31, arrived.add(answer("one more", 1, 2, 3, 4)).build().size());
        rejects(
                "id must be of one respondent only, was \"r3\"",
                () -> arrived.add(Surveys.random(30, 9).get(3)));
        byte[] bytes = written(builder().add(answer("a", 1, 2, 3, 4).withVolume(77)));
        byte[] volume = ByteBuffer.allocate(8).putDouble(77).array();
        for (int at = 0; ; at++) {
            if (Arrays.equals(bytes, at, at + 8, volume, 0, 8)) {
                bytes[at] |= (byte) 0x80;
                break;
            }
        }
        InvalidObjectException refused = assertThrows(InvalidObjectException.class, () -> read(bytes));
        assertEquals("answers must be as they were written", refused.getMessage());
        assertEquals(
                "volume of a must be finite and > 0, was -77.0 (units or money of one purchase)",
                refused.getCause().getMessage());
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @Property(tries = 200)
    void combineIsOneBuilder(
            @ForAll @IntRange(min = 1, max = 200) int n, @ForAll @IntRange(max = 200) int cut, @ForAll long seed) {
        List<BrandAnswer> answers = Surveys.random(n, seed);
        int at = Math.min(cut, n);
        BrandSurvey whole = builder().addAll(answers).build();
        assertEquals(
                whole,
                builder()
                        .addAll(answers.subList(0, at))
                        .combine(builder().addAll(answers.subList(at, n)))
                        .build());
        assertEquals(whole, answers.parallelStream().collect(builder().toSurvey()));
        assertEquals(whole, builder().addColumns(Surveys.columns(answers)).build());
        assertEquals(
                whole,
                builder()
                        .addColumns(Surveys.columns(answers.subList(0, at)))
                        .addAll(answers.subList(at, n))
                        .build());
        travels(whole);
    }

    @Property(tries = 200)
    void orderOfAnswersPermutesRowsOnly(@ForAll @IntRange(min = 1, max = 60) int n, @ForAll long seed) {
        List<BrandAnswer> answers = Surveys.random(n, seed, 0.1);
        List<BrandAnswer> shuffled = new ArrayList<>(answers);
        Collections.shuffle(shuffled, new Random(seed));
        // three who rate everything, so that every mean exists
        for (List<BrandAnswer> list : List.of(answers, shuffled)) {
            BrandAnswer all = BrandAnswer.of("all", "one");
            for (String brand : BRANDS) {
                all = all.withRatings(brand, DRIVERS, 3, 4);
            }
            list.add(all);
        }
        BrandSurvey a =
                builder().withMissing(MissingRatings.BRAND_MEAN).addAll(answers).build();
        BrandSurvey b = builder()
                .withMissing(MissingRatings.BRAND_MEAN)
                .addAll(shuffled)
                .build();
        for (int i = 0; i < a.size(); i++) {
            int j = b.indexOf(a.id(i));
            assertEquals(a.lastBrand(i), b.lastBrand(j));
            assertEquals(a.weight(i), b.weight(j));
            assertEquals(a.segments().get(a.segment(i)), b.segments().get(b.segment(j)));
            for (int brand = 0; brand < 3; brand++) {
                assertEquals(a.choiceShare(i, brand), b.choiceShare(j, brand));
                assertEquals(a.considers(i, brand), b.considers(j, brand));
                for (int s = 0; s < 2; s++) {
                    // sums of means are taken in another order
                    assertEquals(a.rating(i, brand, s), b.rating(j, brand, s), 1e-14 * 5);
                    assertEquals(a.isImputed(i, brand, s), b.isImputed(j, brand, s));
                }
            }
        }
    }

    @Property(tries = 200)
    void gapsAreSettledOneWayOrTheOther(@ForAll @IntRange(min = 1, max = 60) int n, @ForAll long seed) {
        List<BrandAnswer> answers = Surveys.random(n, seed, 0.2);
        BrandAnswer all = BrandAnswer.of("all", "two");
        for (String brand : BRANDS) {
            all = all.withRatings(brand, DRIVERS, 2, 5);
        }
        answers.add(all);
        BrandSurvey filled =
                builder().withMissing(MissingRatings.BRAND_MEAN).addAll(answers).build();
        BrandSurvey kept = builder()
                .withMissing(MissingRatings.DROP_RESPONDENT)
                .addAll(answers)
                .build();
        assertEquals(answers.size(), kept.size() + kept.quality().leftOut().size());
        assertEquals(
                filled.quality().imputedRatings(),
                kept.quality().leftOut().stream()
                        .mapToInt(SurveyQuality.LeftOut::gaps)
                        .sum());
        for (SurveyQuality.LeftOut out : kept.quality().leftOut()) {
            int i = filled.indexOf(out.id());
            assertTrue(filled.isImputed(i, filled.brandIndex(out.brand()), filled.subDriverIndex(out.subDriver())));
        }
        for (int i = 0; i < filled.size(); i++) {
            for (int b = 0; b < 3; b++) {
                for (int s = 0; s < 2; s++) {
                    double x = filled.rating(i, b, s);
                    assertEquals(filled.considers(i, b), x >= 1 && x <= 5);
                    assertTrue(kept.contains(filled.id(i)) || !filled.isImputed(i, b, s) || filled.considers(i, b));
                }
            }
        }
        List<BrandAnswer> complete =
                answers.stream().filter(a -> kept.contains(a.id())).toList();
        BrandSurvey again = builder().addAll(complete).build();
        int[] everybody = IntStream.range(0, kept.size()).toArray();
        // but for who was left out, as if they had never come
        assertEquals(again, kept.rows(everybody));
    }

    @Test
    void mappingNothingChangesNothing() {
        BrandSurvey survey = builder().addAll(Surveys.random(100, 5)).build();
        assertEquals(survey, survey.mapRatings((i, brand, subDriver, rating) -> rating));
        BrandSurvey better = survey.mapRatings((i, brand, subDriver, rating) -> brand == 1 ? rating + 0.2 : rating);
        assertNotEquals(survey, better);
        for (int i = 0; i < survey.size(); i++) {
            assertEquals(survey.rating(i, 0, 1), better.rating(i, 0, 1));
            assertEquals(survey.rating(i, 1, 1) + 0.2, better.rating(i, 1, 1));
        }
        // off the scale, and still sound
        travels(survey.mapRatings((i, brand, subDriver, rating) -> rating - 3));
    }

    @Test
    void rowsMayRepeat() {
        BrandSurvey survey = builder().addAll(Surveys.random(20, 6)).build();
        BrandSurvey drawn = survey.rows(3, 3, 7);
        assertEquals(3, drawn.size());
        assertEquals("r3", drawn.id(1));
        assertEquals(0, drawn.indexOf("r3"));
        travels(drawn);
        assertEquals(survey, survey.rows(IntStream.range(0, 20).toArray()));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> survey.withWeights(
                                IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray())
                        .rows(0, 2));
    }

    @Test
    void segmentsPartitionTheSurvey() {
        BrandSurvey survey = builder().addAll(Surveys.random(200, 7)).build();
        int size = 0;
        for (String name : survey.segments()) {
            BrandSurvey part = survey.inSegment(name);
            size += part.size();
            assertEquals(survey.segments(), part.segments());
            for (int i = 0; i < part.size(); i++) {
                assertEquals(name, part.segments().get(part.segment(i)));
            }
            assertEquals(part.size(), survey.quality().segments().get(name));
        }
        assertEquals(200, size);
        String other = survey.segments().get(1);
        rejects(
                "respondents of " + other + " must not be empty, was empty (see quality().segments())",
                () -> survey.inSegment(survey.segments().get(0)).inSegment(other));
    }

    @Test
    void weightsAreReplaced() {
        BrandSurvey survey = builder().addAll(Surveys.random(4, 8)).build();
        BrandSurvey weighted = survey.withWeights(1, 0, 2, 5);
        assertEquals(5, weighted.weight(3));
        // 64 / 30, by hand
        close(64 / 30.0, weighted.effectiveSize(), 1e-15);
        close(64 / 30.0, survey.withWeights(1e-200, 0, 2e-200, 5e-200).effectiveSize(), 1e-15);
        assertEquals(4, survey.withWeights(3, 3, 3, 3).effectiveSize());
        rejects("newWeights must be one a respondent, 4, was 1", () -> survey.withWeights(1));
        rejects(
                "newWeights[2] must be finite and >= 0, was -1.0 (relative to other respondents)",
                () -> survey.withWeights(1, 1, -1, 1));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> survey.withWeights(0, 0, 0, 0));
    }

    @Test
    void sharesOfTheMarketAreMet() {
        // bought last: one 1, one 1, two 2, three 4; by hand
        BrandSurvey survey = builder()
                .add(answer("a", 1, 2, 3, 4))
                .add(answer("b", 1, 2, 3, 4))
                .add(BrandAnswer.of("c", "two")
                        .withRatings("two", DRIVERS, 3, 3)
                        .withWeight(2))
                .add(BrandAnswer.of("d", "three")
                        .withRatings("three", DRIVERS, 3, 3)
                        .withWeight(4))
                .build();
        BrandSurvey market = survey.weightedTo(Map.of("one", 0.5, "two", 0.25, "three", 0.25));
        assertArrayEquals(
                new double[] {2, 2, 2, 2},
                IntStream.range(0, 4).mapToDouble(market::weight).toArray());
        assertEquals(4, market.effectiveSize());
        rejects(
                "marketShares must sum to 1, was 0.75 (of the customers, bought last)",
                () -> survey.weightedTo(Map.of("one", 0.5, "two", 0.25, "three", 0.0)));
        rejects(
                "marketShares must have a share for every brand, [one, two, three], was [one]",
                () -> survey.weightedTo(Map.of("one", 1.0)));
        rejects(
                "brand must be one of [one, two, three], was \"four\"",
                () -> survey.weightedTo(Map.of("one", 0.5, "two", 0.25, "four", 0.25)));
        rejects(
                "share of two must be 0, was 0.25 (nobody in the survey bought it last; share it out among the others)",
                () -> survey.rows(0, 1, 3).weightedTo(Map.of("one", 0.5, "two", 0.25, "three", 0.25)));
        assertEquals(
                0,
                survey.weightedTo(Map.of("one", 0.0, "two", 0.5, "three", 0.5)).weight(0));
    }

    @Property(tries = 200)
    void weightingToSharesKeepsTheSumAndItsResult(
            @ForAll @IntRange(min = 30, max = 100) int n,
            @ForAll @IntRange(min = 1, max = 9) int first,
            @ForAll @IntRange(min = 1, max = 9) int second,
            @ForAll long seed) {
        BrandSurvey survey = builder().addAll(Surveys.random(n, seed)).build();
        double[] shares = {first / 20.0, second / 20.0, (20 - first - second) / 20.0};
        Map<String, Double> market = Map.of("one", shares[0], "two", shares[1], "three", shares[2]);
        BrandSurvey weighted = survey.weightedTo(market);
        double[] bought = new double[3];
        double before = 0;
        for (int i = 0; i < n; i++) {
            bought[weighted.lastBrand(i)] += weighted.weight(i);
            before += survey.weight(i);
        }
        double after = Arrays.stream(bought).sum();
        close(before, after, 1e-13);
        for (int b = 0; b < 3; b++) {
            close(shares[b], bought[b] / after, 1e-13);
        }
        BrandSurvey again = weighted.weightedTo(market);
        for (int i = 0; i < n; i++) {
            close(weighted.weight(i), again.weight(i), 1e-13);
        }
        assertTrue(weighted.effectiveSize() >= 1 && weighted.effectiveSize() <= n * (1 + 1e-14));
    }

    @Test
    void aTamperedStreamIsRefused() {
        BrandSurvey survey = builder()
                .add(answer("a", 1, 2, 3, 4).withFrequency(77).withVolume(88).withWeight(99))
                .build();
        rejects(
                "frequency of a must be finite and > 0, was -77.0 (purchases a year; leave out who does not buy)",
                () -> tampered(survey, 77.0, -77.0));
        rejects(
                "volume of a must be finite and > 0, was NaN (units or money of one purchase)",
                () -> tampered(survey, 88.0, NONE));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> tampered(survey, 99.0, 0.0));
        rejects("rating of one on image by a must be finite, was NaN (considered)", () -> tampered(survey, 2.0, NONE));
    }

    /** 10,000 respondents, 6 brands, 20 sub-drivers: the ratings are 9.6 MB in a survey, and up to half as much more in a builder. */
    @Test
    void aLargeSurveyIsSmall() throws IllegalAccessException {
        List<String> brands = List.of("1", "2", "3", "4", "5", "6");
        List<SubDriver> drivers =
                IntStream.range(0, 20).mapToObj(s -> SubDriver.value("s" + s)).toList();
        int n = 10_000;
        AnswerTable table = new AnswerTable(drivers, brands);
        double[] ratings = new double[120];
        Arrays.fill(ratings, 3);
        for (int i = 0; i < n; i++) {
            table.add(SurveyColumns.of(List.of("r" + i), new int[1], ratings));
        }
        long whileBuilt = bytesOfArrays(table);
        assertTrue(whileBuilt < 1.5 * 10.5e6, () -> "builder " + whileBuilt);
        double[] all = new double[n * 120];
        Arrays.fill(all, 3);
        List<String> ids = IntStream.range(0, n).mapToObj(i -> "r" + i).toList();
        long built = bytesOfArrays(BrandSurvey.of(drivers, brands)
                .addColumns(SurveyColumns.of(ids, new int[n], all))
                .build());
        assertTrue(built > 9.6e6 && built < 10.5e6, () -> "survey " + built);
    }

    private static long bytesOfArrays(Object o) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : o.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(o) instanceof double[] numbers) {
                bytes += 8L * numbers.length;
            } else if (field.get(o) instanceof int[] counts) {
                bytes += 4L * counts.length;
            } else if (field.get(o) instanceof Object[] references) {
                bytes += 8L * references.length;
            }
        }
        return bytes;
    }

    @Test
    void nullsAreNamed() {
        BrandSurvey survey = builder().add(answer("a", 1, 2, 3, 4)).build();
        nullArguments(survey);
    }

    @SuppressWarnings("NullAway") // which is the point
    private static void nullArguments(BrandSurvey survey) {
        rejectsNull("shares", () -> answer("a", 1, 2, 3, 4).withNextShares(null));
        rejectsNull("points", () -> answer("a", 1, 2, 3, 4).withNextPoints(null));
        rejectsNull("subDrivers", () -> answer("a", 1, 2, 3, 4).withRatings("one", null, 1));
        rejectsNull("subDrivers", () -> BrandSurvey.of(null, BRANDS));
        rejectsNull("brands", () -> BrandSurvey.of(DRIVERS, null));
        rejectsNull("newScale", () -> builder().withScale(null));
        rejectsNull("policy", () -> builder().withMissing(null));
        rejectsNull("answer", () -> builder().add(null));
        rejectsNull("answers", () -> builder().addAll(null));
        rejectsNull("columns", () -> builder().addColumns(null));
        rejectsNull("other", () -> builder().combine(null));
        rejectsNull("ids", () -> SurveyColumns.of(null, new int[0], new double[0]));
        rejectsNull("lastBrand", () -> SurveyColumns.of(List.of(), null, new double[0]));
        rejectsNull("ratings", () -> SurveyColumns.of(List.of(), new int[0], null));
        rejectsNull("brand", () -> survey.brandIndex(null));
        rejectsNull("name", () -> survey.subDriverIndex(null));
        rejectsNull("name", () -> survey.inSegment(null));
        rejectsNull("id", () -> survey.indexOf(null));
        rejectsNull("change", () -> survey.mapRatings(null));
        rejectsNull("respondents", () -> survey.rows((int[]) null));
        rejectsNull("newWeights", () -> survey.withWeights((double[]) null));
        rejectsNull("marketShares", () -> survey.weightedTo(null));
    }
}
