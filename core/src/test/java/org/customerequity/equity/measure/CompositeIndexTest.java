package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.equity.measure.CompositeIndex.Score;
import org.customerequity.survey.ItemAnswers;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** One figure from several ratings. */
@Seeded
class CompositeIndexTest {
    private static final AttributeWeights WEIGHTS =
            AttributeWeights.of(List.of("value", "brand", "relationship"), 0.5, 0.3, 0.2);
    private static final CompositeIndex INDEX = CompositeIndex.of(WEIGHTS, RatingScale.FIVE_POINT);
    private static final CompositeIndex LENIENT = INDEX.withLeastAnswered(0.5);
    private static final double NONE = Double.NaN;
    private static final List<RatedBrand> FIRMS = List.of(
            RatedBrand.of("one", 4.1, 3.6, 3.0),
            RatedBrand.of("two", 3.5, 4.2, 2.6),
            RatedBrand.of("three", 3.9, 3.1, 3.8));

    /** Sheet 12, composite equity index. */
    @Test
    void theSheet() {
        double[] expected = {68.25, 63.25, 66};
        for (int i = 0; i < 3; i++) {
            close(expected[i], INDEX.score(FIRMS.get(i)).value(), 1e-14);
        }
        assertArrayEquals(
                expected,
                INDEX.scores(new double[] {4.1, 3.5, 3.9}, new double[] {3.6, 4.2, 3.1}, new double[] {3.0, 2.6, 3.8}),
                1e-13);
    }

    /** By hand: 4.1, 3.5, 3.9 have mean 23/6 and squares 0.56/3 about it; and so on. */
    @Test
    void relativeScoresByHand() {
        double[][] parts = {{4.1, 3.5, 3.9}, {3.6, 4.2, 3.1}, {3.0, 2.6, 3.8}};
        double[] expected = new double[3];
        for (int k = 0; k < 3; k++) {
            double mean = Arrays.stream(parts[k]).sum() / 3;
            double variance = (Arrays.stream(parts[k]).map(x -> x * x).sum() - 3 * mean * mean) / 2;
            for (int i = 0; i < 3; i++) {
                expected[i] += WEIGHTS.shares().get(k) * (parts[k][i] - mean) / Math.sqrt(variance);
            }
        }
        assertArrayEquals(expected, INDEX.relativeScores(FIRMS), 1e-12);
        // two brands always stand at -+ 1/sqrt(2) a part
        assertArrayEquals(
                new double[] {0.5 / Math.sqrt(2) - 0.5 / Math.sqrt(2) + 0.0, 0},
                INDEX.relativeScores(List.of(RatedBrand.of("a", 5, 1, 1), RatedBrand.of("b", 1, 2, 2))),
                1e-15);
    }

    @Property
    void lawsOfAnIndex(
            @ForAll @Size(3) List<@Scale(3) @DoubleRange(min = 1, max = 5) Double> ratings,
            @ForAll @Scale(3) @DoubleRange(min = 0, max = 1) double step) {
        double[] x = ratings.stream().mapToDouble(r -> r).toArray();
        double index = INDEX.score(x).value();
        assertTrue(index >= 0 && index <= 100);
        double[] better = x.clone();
        better[1] = Math.min(5, better[1] + step);
        assertEquals(index + 0.3 * 25 * (better[1] - x[1]), INDEX.score(better).value(), 1e-12);
        // the same answers on 0 to 100, and on a scale that is turned round
        double[] hundred = Arrays.stream(x).map(r -> 25 * (r - 1)).toArray();
        assertEquals(
                index,
                CompositeIndex.of(WEIGHTS, RatingScale.of(0, 100))
                        .score(hundred)
                        .value(),
                1e-12);
        double[] turned = Arrays.stream(x).map(r -> 6 - r).toArray();
        CompositeIndex reversed = CompositeIndex.of(WEIGHTS, RatingScale.FIVE_POINT.lowerIsBetter());
        assertEquals(index, reversed.score(turned).value(), 1e-12);
        assertEquals(100 - index, reversed.score(x).value(), 1e-12);
    }

    @Property
    void columnsAreTheSingleFormToTheBit(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 5) Integer> codes) {
        int n = codes.size();
        double[][] parts = new double[3][n];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < n; i++) {
                int code = (codes.get(i) + k * codes.get((i + 1) % n)) % 6;
                parts[k][i] = code == 0 ? NONE : code;
            }
        }
        for (CompositeIndex index : List.of(INDEX, LENIENT)) {
            double[] column = index.scores(parts);
            for (int i = 0; i < n; i++) {
                OptionalDouble one =
                        index.score(parts[0][i], parts[1][i], parts[2][i]).asOptional();
                assertEquals(one.orElse(NONE), column[i]);
            }
        }
    }

    @Test
    void missingPartsAreNeverSilent() {
        Score strict = INDEX.score(4, NONE, 3);
        assertFalse(strict.isDefined());
        assertEquals(OptionalDouble.empty(), strict.asOptional());
        fails(
                UndefinedRatioException.class,
                "index is undefined, because 2 of 3 parts were answered, less than the share 1.0",
                strict::value);
        Score lenient = LENIENT.score(4, NONE, 3);
        assertEquals(2, lenient.answered());
        // (0.5 * 75 + 0.2 * 50) / 0.7
        close(47.5 / 0.7, lenient.value(), 1e-14);
        fails(
                UndefinedRatioException.class,
                "index is undefined, because 1 of 3 parts were answered, less than the share 0.5",
                () -> LENIENT.score(NONE, 4, NONE).value());
        // exactly half is enough
        CompositeIndex two = CompositeIndex.of(AttributeWeights.of(List.of("a", "b"), 1, 0), RatingScale.FIVE_POINT)
                .withLeastAnswered(0.5);
        close(75, two.score(4, NONE).value(), 1e-15);
        fails(
                UndefinedRatioException.class,
                "index is undefined, because the answered parts have no weight",
                () -> two.score(NONE, 4).value());
        assertArrayEquals(
                new double[] {NONE, 75, NONE}, two.scores(new double[] {NONE, 4, NONE}, new double[] {4, NONE, NONE}));
        assertEquals(1, INDEX.leastAnswered());
        assertTrue(new Score(500, 1, 11, 20, 0.55).isDefined());
        assertFalse(new Score(500, 1, 10, 20, 0.55).isDefined());
    }

    /** Item to part to index: sheet 12's survey structure, with one item and one part not answered. */
    @Test
    void fromItemsToTheIndex() {
        ItemAnswers quality = ItemAnswers.ofColumns(
                List.of("works", "lasts"), new double[] {5, 4, NONE}, new double[] {4, NONE, NONE});
        ItemAnswers image = ItemAnswers.ofColumns(List.of("liked"), new double[] {3, 2, 5});
        CompositeIndex index =
                CompositeIndex.of(AttributeWeights.of(List.of("quality", "image"), 0.75, 0.25), RatingScale.FIVE_POINT);
        double[][] parts = {quality.respondentMeans(0.5), image.respondentMeans(0.5)};
        assertArrayEquals(
                new double[] {0.75 * 87.5 + 0.25 * 50, 0.75 * 75 + 0.25 * 25, NONE}, index.scores(parts), 1e-12);
        assertEquals(100, index.withLeastAnswered(0.5).scores(parts)[2]);
    }

    /** A brand more changes nobody's absolute score, but the relative ones. */
    @Test
    void theAbsoluteFormDoesNotDependOnTheSample() {
        double[] three = INDEX.relativeScores(FIRMS);
        double[] two = INDEX.relativeScores(FIRMS.subList(0, 2));
        assertEquals(0, Arrays.stream(three).sum(), 1e-14);
        assertEquals(0, Arrays.stream(two).sum(), 1e-14);
        assertTrue(Math.abs(three[0] - two[0]) > 0.01);
        // a part that is better low counts the other way
        CompositeIndex effort = CompositeIndex.of(
                AttributeWeights.of(List.of("quality", "effort"), 0.5, 0.5),
                List.of(RatingScale.FIVE_POINT, RatingScale.SEVEN_POINT.lowerIsBetter()));
        double[] scores = effort.relativeScores(List.of(RatedBrand.of("easy", 4, 2), RatedBrand.of("hard", 3.5, 6)));
        close(1 / Math.sqrt(2), scores[0], 1e-14);
        close(100 * (0.5 * 0.75 + 0.5 * 5 / 6), effort.score(4, 2).value(), 1e-14);
    }

    @Test
    void badInputIsNamed() {
        rejects("ratings must be 3, was 2 (one a part)", () -> INDEX.score(1, 2));
        rejects("brand must be from 1 to 5, was 0.0 (NaN where it was not answered)", () -> INDEX.score(1, 0, 3));
        rejects(
                "brand[1] must be from 1 to 5, was 99.0 (NaN where it was not answered)",
                () -> INDEX.scores(new double[] {1, 1}, new double[] {1, 99}, new double[] {1, 1}));
        rejects("parts must be 3, was 1 (a column a part)", () -> INDEX.scores(new double[2]));
        rejects(
                "parts[1] must have 1 rows, was 2 (as the first part)",
                () -> INDEX.scores(new double[] {1}, new double[] {1, 2}, new double[] {1}));
        rejects(
                "scales must be 3, was 1 (one a part)",
                () -> CompositeIndex.of(WEIGHTS, List.of(RatingScale.FIVE_POINT)));
        rejects(
                "brands must be at least 2, was 1 (to be compared with each other)",
                () -> INDEX.relativeScores(FIRMS.subList(0, 1)));
        rejects(
                "brands[0] must have 3 ratings, was 1 (one a part)",
                () -> INDEX.relativeScores(List.of(RatedBrand.of("a", 1), RatedBrand.of("b", 2))));
        rejects(
                "part value must differ between brands, was 3.3 for all (leave it out: it ranks nobody)",
                () -> INDEX.relativeScores(List.of(
                        RatedBrand.of("a", 3.3, 1, 1), RatedBrand.of("b", 3.3, 2, 2), RatedBrand.of("c", 3.3, 2, 2))));
        rejects("leastAnswered must be in (0, 1], was 0.0 (0.5 means at least half)", () -> INDEX.withLeastAnswered(0));
        rejects(
                "leastAnswered must be in (0, 1], was 50.0 (0.5 means at least half)",
                () -> INDEX.withLeastAnswered(50));
        rejects("answered must be <= parts 3, was 4", () -> new Score(1, 1, 4, 3, 1));
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("weights", () -> CompositeIndex.of(null, RatingScale.FIVE_POINT));
        rejectsNull("scale", () -> CompositeIndex.of(WEIGHTS, (RatingScale) null));
        rejectsNull("scales", () -> CompositeIndex.of(WEIGHTS, (List<RatingScale>) null));
        rejectsNull("scales[0]", () -> CompositeIndex.of(WEIGHTS, Arrays.asList(null, null, null)));
        rejectsNull("ratings", () -> INDEX.score((double[]) null));
        rejectsNull("brand", () -> INDEX.score((RatedBrand) null));
        rejectsNull("parts", () -> INDEX.scores((double[][]) null));
        rejectsNull("parts[1]", () -> INDEX.scores(new double[0], null, new double[0]));
        rejectsNull("brands", () -> INDEX.relativeScores(null));
        rejectsNull("brands[1]", () -> INDEX.relativeScores(Arrays.asList(FIRMS.get(0), null)));
    }

    @Test
    void travel() {
        assertEquals(LENIENT.score(4, NONE, 3), travels(LENIENT).score(4, NONE, 3));
        travels(LENIENT.score(4, NONE, 3));
    }
}
