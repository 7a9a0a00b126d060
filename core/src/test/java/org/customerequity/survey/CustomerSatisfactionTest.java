package org.customerequity.survey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Satisfaction and the rating counts below it. */
@Seeded
class CustomerSatisfactionTest {
    /** Sheet 10. */
    @Test
    void numbersOfTheSheet() {
        CustomerSatisfaction csat = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 12, 18, 40, 180, 250);
        assertEquals(0.86, csat.value());
        close(4.276, csat.mean(), 1e-15);
        Interval interval = csat.confidenceInterval(0.95);
        close(0.826833135056, interval.lower(), 2e-12);
        close(0.887677339812, interval.upper(), 2e-12);
        assertEquals(Proportion.of(430, 500), csat.topTwoBox());
        // the effort question of the sheet: mean and the best three of seven points
        RatingCounts effort = RatingCounts.of(RatingScale.SEVEN_POINT, 5, 8, 15, 40, 62, 120, 150);
        close(5.765, effort.mean(), 1e-15);
        assertEquals(0.83, effort.bestBox(3).value());
    }

    /** Mean and sample variance of the answers themselves, one by one. */
    @Property
    void countsAndAnswersAgree(@ForAll @Size(min = 2, max = 60) int[] any) {
        int[] ratings = Arrays.stream(any).map(x -> 1 + Math.floorMod(x, 5)).toArray();
        RatingCounts counts = RatingCounts.ofResponses(RatingScale.FIVE_POINT, ratings);
        double mean = Arrays.stream(ratings).average().orElseThrow();
        double squares =
                Arrays.stream(ratings).mapToDouble(x -> (x - mean) * (x - mean)).sum();
        Estimate estimate = counts.meanEstimate();
        assertEquals(mean, estimate.value(), 1e-14);
        assertEquals(Math.sqrt(squares / (ratings.length - 1) / ratings.length), estimate.standardError(), 1e-13);
        assertEquals(
                Arrays.stream(ratings).filter(x -> x >= 4).count(),
                counts.bestBox(2).successes());
        assertEquals(ratings.length, counts.responses());
    }

    @Property
    void answersMerge(@ForAll @Size(5) @IntRange(max = 1000) int[] a, @ForAll @Size(5) int[] b) {
        long[] x = Arrays.stream(a).mapToLong(v -> Math.floorMod(v, 1000)).toArray();
        long[] y = Arrays.stream(b).mapToLong(v -> Math.floorMod(v, 1000)).toArray();
        long[] sum = new long[5];
        Arrays.setAll(sum, i -> x[i] + y[i]);
        CustomerSatisfaction first = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, x);
        CustomerSatisfaction second = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, y);
        assertEquals(CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, sum), first.plus(second));
        assertEquals(first.plus(second), second.plus(first));
        assertEquals(
                first.topTwoBox().plus(second.topTwoBox()), first.plus(second).topTwoBox());
    }

    /** Turning a scale round turns the counts round. */
    @Test
    void polarityDecidesWhichEndIsBest() {
        RatingScale effort = RatingScale.FIVE_POINT.lowerIsBetter();
        assertEquals(
                RatingCounts.of(RatingScale.FIVE_POINT, 5, 4, 3, 2, 1).bestBox(2),
                RatingCounts.of(effort, 1, 2, 3, 4, 5).bestBox(2));
        assertEquals(
                Proportion.of(3, 15), RatingCounts.of(effort, 1, 2, 3, 4, 5).bestBox(2));
        assertEquals(11, RatingScale.ZERO_TO_TEN.points());
    }

    @Test
    void nobodyAnswered() {
        CustomerSatisfaction none = CustomerSatisfaction.ofResponses(RatingScale.FIVE_POINT);
        assertFalse(none.isDefined());
        assertEquals(OptionalDouble.empty(), none.asOptional());
        String why = "satisfied customers per responses is undefined, because responses is 0";
        fails(UndefinedRatioException.class, why, none::value);
        fails(UndefinedRatioException.class, why, () -> none.confidenceInterval(0.95));
        fails(UndefinedRatioException.class, "mean rating is undefined, because responses is 0", none::mean);
        fails(
                UndefinedRatioException.class,
                "standard error of the mean rating is undefined, because there is one response only",
                () -> CustomerSatisfaction.ofResponses(RatingScale.FIVE_POINT, 4)
                        .meanEstimate());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "counts must have one count a point, 5, was 4 (from 1 to 5)",
                () -> CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 1, 2, 3, 4));
        rejects(
                "count of 2 must be >= 0, was -1 (how many chose that point)",
                () -> CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 1, -1, 3, 4, 5));
        rejects(
                "ratings[0] must be from 1 to 5, was 0 (leave out who did not answer)",
                () -> CustomerSatisfaction.ofResponses(RatingScale.FIVE_POINT, 0));
        RatingCounts counts = RatingCounts.of(RatingScale.FIVE_POINT, 1, 2, 3, 4, 5);
        assertEquals(3, counts.count(3));
        rejects("rating must be from 1 to 5, was 6", () -> counts.count(6));
        rejects("points must be from 1 to 4, was 5 (2 for top-2-box)", () -> counts.bestBox(5));
        rejects(
                "other must be on the scale RatingScale[lowest=1, highest=5, polarity=HIGHER_IS_BETTER], was"
                        + " RatingScale[lowest=1, highest=7, polarity=HIGHER_IS_BETTER] (recode before you combine)",
                () -> counts.plus(RatingCounts.ofResponses(RatingScale.SEVEN_POINT)));
        rejects(
                "highest must be > lowest 5 by at most 1000, was 1 (a scale such as 1 to 5)",
                () -> RatingScale.of(5, 1));
        rejects(
                "highest must be > lowest -2147483648 by at most 1000, was 2147483647 (a scale such as 1 to 5)",
                () -> RatingScale.of(Integer.MIN_VALUE, Integer.MAX_VALUE));
        rejectsNull("scale", () -> RatingCounts.of(null, 1));
        rejectsNull("ratings", () -> new CustomerSatisfaction(null));
    }

    @Test
    void theyTravel() {
        CustomerSatisfaction csat = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 12, 18, 40, 180, 250);
        travels(csat);
        travels(RatingScale.FIVE_POINT.lowerIsBetter());
        rejects("count of 4 must be >= 0, was -7 (how many chose that point)", () -> tampered(csat, 180L, -7L));
        assertEquals("ratings 1 to 5: [12, 18, 40, 180, 250]", csat.ratings().toString());
    }

    @Test
    void theCallersArrayIsCopied() {
        long[] mine = {1, 2, 3, 4, 5};
        RatingCounts counts = RatingCounts.of(RatingScale.FIVE_POINT, mine);
        mine[0] = 99;
        assertEquals(1, counts.count(1));
    }

    @Test
    void countsAreComparedByScaleAndCount() {
        RatingCounts counts = RatingCounts.of(RatingScale.FIVE_POINT, 1, 2, 3, 4, 5);
        RatingCounts others = RatingCounts.of(RatingScale.FIVE_POINT, 1, 2, 3, 4, 6);
        RatingCounts reversed = RatingCounts.of(RatingScale.FIVE_POINT.lowerIsBetter(), 1, 2, 3, 4, 5);
        assertNotEquals(counts, others);
        assertNotEquals(counts, reversed);
        assertNotEquals(counts.hashCode(), others.hashCode());
        assertEquals(RatingScale.FIVE_POINT, counts.scale());
        assertEquals(List.of(1L, 5L), List.of(counts.count(1), counts.count(5)));
        assertEquals(5, counts.bestBox(1).successes());
        assertEquals(14, counts.bestBox(4).successes());
        rejects("rating must be from 1 to 5, was 0", () -> counts.count(0));
        rejects("points must be from 1 to 4, was 0 (2 for top-2-box)", () -> counts.bestBox(0));
        assertEquals(new RatingScale(0, 1000, RatingScale.Polarity.HIGHER_IS_BETTER), RatingScale.of(0, 1000));
        rejects(
                "highest must be > lowest 0 by at most 1000, was 1001 (a scale such as 1 to 5)",
                () -> RatingScale.of(0, 1001));
        rejects(
                "highest must be > lowest 3 by at most 1000, was 3 (a scale such as 1 to 5)",
                () -> RatingScale.of(3, 3));
        assertEquals(counts.meanEstimate(), new CustomerSatisfaction(counts).meanEstimate());
    }
}
