package org.customerequity.survey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.metric.change.MeanChange;
import org.customerequity.survey.EngagementIndex.Behaviour;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.ProportionDifference;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Effort, boxes of any scale, changes between waves, and engagement. */
@Seeded
class ScoreChangeTest {
    private static final CustomerEffortScore SHEET =
            CustomerEffortScore.ofCounts(CustomerEffortScore.AGREEMENT, 5, 8, 15, 40, 62, 120, 150);

    /** Sheet 10. */
    @Test
    void effortOfTheSheet() {
        assertEquals(5.765, SHEET.mean());
        assertEquals(0.83, SHEET.easy().value());
        assertTrue(SHEET.easyConfidenceInterval(0.95).contains(0.83));
        assertEquals(SHEET.easy().confidenceInterval(0.95), SHEET.easyConfidenceInterval(0.95));
        assertEquals(5.765, SHEET.meanEstimate().value());
        assertEquals(5.765, SHEET.asOptional().orElseThrow());
        assertEquals(800, SHEET.plus(SHEET).ratings().responses());
        CustomerEffortScore nobody = CustomerEffortScore.ofResponses(CustomerEffortScore.AGREEMENT);
        assertFalse(nobody.isDefined());
        assertTrue(nobody.asOptional().isEmpty());
        fails(
                UndefinedRatioException.class,
                "easy answers per responses is undefined, because responses is 0",
                () -> nobody.easyConfidenceInterval(0.95));
        travels(SHEET);
        rejectsNull("ratings", () -> new CustomerEffortScore(null));
    }

    /** The old question is the new one upside down: the same share finds it easy, and the sign of the mean turns. */
    @Property
    void effortMirrorsAgreement(@ForAll @Size(5) byte[] any) {
        long[] counts = IntStream.range(0, 5)
                .mapToLong(i -> 1 + Math.floorMod(any[i], 50))
                .toArray();
        long[] mirrored = {counts[4], counts[3], counts[2], counts[1], counts[0]};
        CustomerEffortScore agreement = CustomerEffortScore.ofCounts(RatingScale.FIVE_POINT, counts);
        CustomerEffortScore effort = CustomerEffortScore.ofCounts(CustomerEffortScore.EFFORT, mirrored);
        assertEquals(agreement.easy(), effort.easy());
        close(6 - agreement.mean(), effort.mean(), 1e-14);
        CustomerEffortScore even = CustomerEffortScore.ofCounts(CustomerEffortScore.EFFORT, 7, 7, 7, 7, 7);
        CustomerEffortScore evenAgreement = CustomerEffortScore.ofCounts(RatingScale.FIVE_POINT, 7, 7, 7, 7, 7);
        assertEquals(
                agreement.meanMinus(evenAgreement).value(),
                -effort.meanMinus(even).value(),
                1e-14);
        assertEquals(
                agreement.easyMinus(evenAgreement).value(),
                effort.easyMinus(even).value());
        assertEquals(
                -agreement.easyMinus(evenAgreement).value(),
                evenAgreement.easyMinus(agreement).value(),
                1e-15);
    }

    @Test
    void scalesDoNotMeet() {
        CustomerEffortScore old = CustomerEffortScore.ofCounts(CustomerEffortScore.EFFORT, 1, 2, 3, 4, 5);
        String why = "other must be on the scale " + CustomerEffortScore.AGREEMENT + ", was "
                + CustomerEffortScore.EFFORT + " (recode before you combine)";
        rejects(why, () -> SHEET.plus(old));
        rejects(why, () -> SHEET.meanMinus(old));
        rejects(why, () -> SHEET.easyMinus(old));
    }

    /** The net promoter score is the net box of the best two and the worst seven points. */
    @Property
    void netBoxOfElevenPointsIsTheNetPromoterScore(@ForAll @Size(11) byte[] any) {
        long[] counts = new long[11];
        for (int i = 0; i < 11; i++) {
            counts[i] = 1 + Math.abs(any[i]);
        }
        RatingCounts ratings = RatingCounts.of(RatingScale.ZERO_TO_TEN, counts);
        Estimate net = ratings.netBoxEstimate(2, 7);
        NetPromoterScore nps = NetPromoterScore.from(ratings);
        assertEquals(nps.value(), 100 * net.value(), 1e-12);
        close(nps.standardError(), 100 * net.standardError(), 1e-14);
        assertEquals(
                ratings.responses(),
                ratings.bestBox(4).successes() + ratings.worstBox(7).successes());
        RatingCounts turned = RatingCounts.of(RatingScale.ZERO_TO_TEN.lowerIsBetter(), counts);
        assertEquals(ratings.bestBox(3), turned.worstBox(3));
    }

    @Test
    void boxesDoNotOverlap() {
        RatingCounts ratings = RatingCounts.of(RatingScale.FIVE_POINT, 1, 2, 3, 4, 5);
        assertEquals(9 / 15.0 - 3 / 15.0, ratings.netBoxEstimate(2, 2).value());
        rejects("best + worst must be <= 5, was 6 (no point is both good and bad)", () -> ratings.netBoxEstimate(3, 3));
        rejects("points must be from 1 to 4, was 5 (2 for bottom-2-box)", () -> ratings.worstBox(5));
        fails(
                UndefinedRatioException.class,
                "best answers per responses is undefined, because responses is 0",
                () -> RatingCounts.of(RatingScale.FIVE_POINT, 0, 0, 0, 0, 0).netBoxEstimate(1, 1));
    }

    /** Sheet 13: 260 of 2000 against 210 of 2000, Newcombe's interval and the pooled test. */
    @Test
    void changeOfSatisfactionOfTheSheet() {
        CustomerSatisfaction now = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 740, 500, 500, 100, 160);
        CustomerSatisfaction before = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 790, 500, 500, 110, 100);
        ProportionDifference change = now.minus(before);
        close(0.025, change.value(), 1e-13);
        Interval newcombe = change.confidenceInterval(0.95);
        close(0.00503572194986, newcombe.lower(), 1e-11);
        close(0.0449919687203, newcombe.upper(), 1e-11);
        close(2.45506908938, change.zScore(), 1e-11);
        close(0.0140857513735, change.pValue(), 1e-11);
        assertEquals(now.topTwoBox().minus(before.topTwoBox()), now.ratings().bestBoxMinus(before.ratings(), 2));
        assertEquals(now.mean() - before.mean(), now.meanMinus(before).value(), 1e-15);
        close(
                Math.hypot(
                        now.meanEstimate().standardError(),
                        before.meanEstimate().standardError()),
                now.meanMinus(before).estimate().standardError(),
                1e-15);
    }

    /** Five answers that are all alike do not prove that nothing changed, nor that everything did. */
    @Test
    void fewAnswersProveLittle() {
        CustomerSatisfaction good = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 0, 0, 0, 0, 5);
        CustomerSatisfaction bad = CustomerSatisfaction.ofCounts(RatingScale.FIVE_POINT, 5, 0, 0, 0, 0);
        Interval none = good.minus(good).confidenceInterval(0.95);
        assertTrue(none.lower() < -0.4 && none.upper() > 0.4, none::toString);
        Interval all = good.minus(bad).confidenceInterval(0.95);
        assertTrue(all.lower() < 0.5 && all.upper() == 1, all::toString);
    }

    /** Intervals end where scores do. */
    @Property
    void intervalsStayOnTheScale(@ForAll @Size(5) byte[] any, @ForAll @IntRange(min = 50, max = 99) int level) {
        long[] counts =
                IntStream.range(0, 5).mapToLong(i -> Math.max(0, any[i] - 90)).toArray();
        counts[any[0] > 0 ? 4 : 0] += 2;
        RatingCounts ratings = RatingCounts.of(RatingScale.FIVE_POINT, counts);
        Interval mean = ratings.meanConfidenceInterval(level / 100.0);
        assertTrue(mean.lower() >= 1 && mean.upper() <= 5 && mean.contains(ratings.mean()));
        assertEquals(mean, new CustomerSatisfaction(ratings).meanConfidenceInterval(level / 100.0));
        assertEquals(mean, new CustomerEffortScore(ratings).meanConfidenceInterval(level / 100.0));
        Interval net = ratings.netBoxConfidenceInterval(2, 2, level / 100.0);
        assertTrue(net.lower() >= -1 && net.upper() <= 1);
        assertTrue(net.contains(ratings.netBoxEstimate(2, 2).value()));
    }

    @Test
    void anIntervalThatWouldLeaveTheScale() {
        Interval mean = RatingCounts.of(RatingScale.FIVE_POINT, 0, 0, 0, 1, 9).meanConfidenceInterval(0.95);
        // t with 9 degrees of freedom: 2.26215716279820
        close(4.9 - 0.226215716279820, mean.lower(), 1e-13);
        assertEquals(5, mean.upper());
        Interval net = RatingCounts.of(RatingScale.FIVE_POINT, 0, 0, 1, 1, 9).netBoxConfidenceInterval(2, 2, 0.95);
        assertEquals(1, net.upper());
    }

    /** Wave that overlaps fully is paired, one that does not at all is independent; between them, between. */
    @Property
    void overlapRunsFromIndependentToPaired(@ForAll int seed, @ForAll @IntRange(min = 3, max = 60) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] first = new double[n];
        double[] second = new double[n];
        for (int i = 0; i < n; i++) {
            first[i] = random.nextInt(1, 6) + random.nextDouble();
            second[i] = 0.7 * first[i] + random.nextDouble();
        }
        Estimate a = mean(first);
        Estimate b = mean(second);
        double correlation = correlation(first, second);
        ScoreDifference paired = ScoreDifference.ofPaired(first, second);
        ScoreDifference full = ScoreDifference.ofOverlapping(a, n, b, n, n, correlation);
        assertEquals(paired.value(), full.value(), 1e-12);
        close(paired.estimate().standardError(), full.estimate().standardError(), 1e-9);
        ScoreDifference none = ScoreDifference.ofOverlapping(a, n, b, n, 0, correlation);
        ScoreDifference independent = ScoreDifference.ofIndependent(a, b);
        close(independent.estimate().standardError(), none.estimate().standardError(), 1e-14);
        ScoreDifference half = ScoreDifference.ofOverlapping(a, n, b, n, n / 2, correlation);
        assertTrue((half.estimate().standardError() - full.estimate().standardError()) * correlation >= 0);
    }

    private static Estimate mean(double[] x) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return WeightedMean.of(x, ones).estimate();
    }

    private static double correlation(double[] x, double[] y) {
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
    }

    /** Sheet 22: eight paired values, mean -4.5, se 1.19522860933. */
    @Test
    void pairedOfTheSheet() {
        ScoreDifference change = ScoreDifference.ofPaired(
                new double[] {30, 35, 29, 46, 36, 40, 30, 37}, new double[] {34, 41, 28, 55, 39, 47, 31, 44});
        assertEquals(-4.5, change.value());
        close(1.19522860933, change.estimate().standardError(), 1e-11);
        assertEquals(7, change.degreesOfFreedom());
        close(-7.32626655583, change.confidenceInterval(0.95).lower(), 1e-11);
        close(-1.67373344417, change.confidenceInterval(0.95).upper(), 1e-11);
        close(0.00702901896486, change.pValue(), 1e-10);
    }

    /** Two ways to say the change of a mean agree: by counted ratings, and by the ratings themselves. */
    @Property
    void meansDifferByWelchsTest(
            @ForAll @Size(min = 2, max = 9) byte[] one, @ForAll @Size(min = 2, max = 9) byte[] other) {
        int[] first = ratings(one);
        int[] second = ratings(other);
        ScoreDifference counted = RatingCounts.ofResponses(RatingScale.FIVE_POINT, first)
                .meanMinus(RatingCounts.ofResponses(RatingScale.FIVE_POINT, second));
        MeanChange plain = MeanChange.unpaired(
                Arrays.stream(second).asDoubleStream().toArray(),
                Arrays.stream(first).asDoubleStream().toArray());
        assertEquals(plain.change(), counted.value(), 1e-14);
        close(plain.degreesOfFreedom(), counted.degreesOfFreedom(), 1e-12);
        if (plain.standardError() > 0) {
            close(plain.pValue(), counted.pValue(), 1e-12);
            Interval expected = plain.confidenceInterval(0.9);
            assertEquals(expected.lower(), counted.confidenceInterval(0.9).lower(), 1e-12);
            assertEquals(expected.upper(), counted.confidenceInterval(0.9).upper(), 1e-12);
        }
    }

    private static int[] ratings(byte[] any) {
        return IntStream.range(0, any.length)
                .map(i -> 1 + Math.floorMod(any[i], 5))
                .toArray();
    }

    /** Nineteen of twenty intervals cover the true change, of five people too: the normal one would miss every eighth. */
    @Test
    void fewPeopleAskedTwice() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        int tries = 20_000;
        for (int k = 0; k < tries; k++) {
            double[] first = IntStream.range(0, 5)
                    .mapToDouble(i -> random.nextGaussian())
                    .toArray();
            covered += ScoreDifference.ofPaired(first, new double[5])
                            .confidenceInterval(0.95)
                            .contains(0)
                    ? 1
                    : 0;
        }
        // 0.95 with a standard error of 0.0015
        assertEquals(0.95, covered / (double) tries, 0.006);
    }

    @Test
    void badDifferences() {
        Estimate score = Estimate.of(30, 2);
        rejects(
                "second must be as many as first, 2, was 1 (the same people)",
                () -> ScoreDifference.ofPaired(new double[2], new double[1]));
        rejects(
                "second[1] must be finite, was NaN (leave out who did not answer twice)",
                () -> ScoreDifference.ofPaired(new double[2], new double[] {1, Double.NaN}));
        fails(
                UndefinedRatioException.class,
                "standard error of the paired difference is undefined, because responses is 1",
                () -> ScoreDifference.ofPaired(new double[1], new double[1]));
        rejects(
                "shared must be <= 5, was 6 (who answered in both waves)",
                () -> ScoreDifference.ofOverlapping(score, 5, score, 9, 6, 0.5));
        rejects(
                "correlation must be in [-1, 1], was NaN (between the two answers of a person)",
                () -> ScoreDifference.ofOverlapping(score, 5, score, 9, 5, Double.NaN));
        rejects("firstResponses must be > 0, was 0", () -> ScoreDifference.ofOverlapping(score, 0, score, 9, 0, 0));
        rejectsNull("first", () -> ScoreDifference.ofPaired(null, new double[1]));
        rejects(
                "degreesOfFreedom must be > 0, was NaN (positive infinity for normal)",
                () -> new ScoreDifference(score, Double.NaN));
    }

    @Test
    void engagement() {
        EngagementIndex index =
                EngagementIndex.of(new Behaviour("visits", 0, 20, 2), new Behaviour("days since login", 30, 0, 1));
        assertEquals((2 * 0.5 + 0.9) / 3, index.score(10, 3), 1e-15);
        // beyond a bound counts as the bound
        assertEquals(2 / 3.0, index.score(100, 90), 1e-15);
        assertEquals(1, index.score(20, 0));
        assertEquals(0, index.score(0, 30));
        double[] scores = index.scores(new double[] {10, 100}, new double[] {3, 90});
        assertEquals(index.score(10, 3), scores[0]);
        assertEquals(index.score(100, 90), scores[1]);
        rejects("visits must be finite, was NaN (leave out who was not observed)", () -> index.score(Double.NaN, 1));
        rejects(
                "visits[1] must be finite, was NaN (leave out who was not observed)",
                () -> index.scores(new double[] {1, Double.NaN}, new double[2]));
        rejects("values must be one a behaviour, 2, was 1", () -> index.score(1));
        rejects("columns must be one a behaviour, 2, was 1", () -> index.scores(new double[1]));
        rejects(
                "days since login must have as many rows as visits, 1, was 2",
                () -> index.scores(new double[1], new double[2]));
        rejects(
                "best must not be worst, was 1.0 (bounds of visits declare its scale)",
                () -> new Behaviour("visits", 1, 1, 1));
        rejects(
                "sum of weights must be finite and > 0, was 0.0 (somebody must count)",
                () -> EngagementIndex.of(new Behaviour("visits", 0, 1, 0)));
        rejects(
                "behaviours must have names that differ, was [a, a]",
                () -> EngagementIndex.of(new Behaviour("a", 0, 1, 1), new Behaviour("a", 0, 2, 1)));
        rejects("behaviours must have at least one, was empty", EngagementIndex::of);
        travels(index);
    }

    /** In [0, 1], rising in what is good; a change of unit of both value and bounds changes nothing. */
    @Property
    void engagementIsAScale(
            @ForAll @IntRange(max = 100) int x,
            @ForAll @IntRange(max = 100) int more,
            @ForAll @IntRange(min = 1, max = 50) int best,
            @ForAll @IntRange(min = -5, max = 5) int power) {
        double unit = Math.pow(2, power);
        EngagementIndex index = EngagementIndex.of(new Behaviour("a", 10, 10 + best, 3), new Behaviour("b", 0, 1, 1));
        EngagementIndex scaled =
                EngagementIndex.of(new Behaviour("a", 10 * unit, (10 + best) * unit, 6), new Behaviour("b", 0, 1, 2));
        double score = index.score(x, 0.5);
        assertTrue(score >= 0 && score <= 1);
        assertTrue(index.score(x + more, 0.5) >= score);
        close(score, scaled.score(x * unit, 0.5), 1e-14);
        assertEquals(score, index.scores(new double[] {1, x}, new double[] {1, 0.5})[1]);
    }
}
