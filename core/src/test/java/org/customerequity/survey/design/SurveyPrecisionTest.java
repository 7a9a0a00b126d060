package org.customerequity.survey.design;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.RatingCounts;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class SurveyPrecisionTest {
    /** The numbers every table of sample sizes has: 5 points at 95 %, of very many and of 1,000. */
    @Test
    void wellKnownSampleSizes() {
        SurveyPrecision worst = SurveyPrecision.ofProportion(0.5);
        assertEquals(385, worst.responsesFor(0.05, 0.95));
        assertEquals(1_068, worst.responsesFor(0.03, 0.95));
        assertEquals(278, worst.responsesInPopulationFor(0.05, 0.95, 1_000));
        assertEquals(577, worst.withDesignEffect(1.5).responsesFor(0.05, 0.95));
    }

    /** Sheet 13: 3840.84748244 per group. */
    @Test
    void sharesOfTheSheet() {
        assertEquals(3_841, SurveyPrecision.responsesPerWaveForShares(0.10, 0.12, 0.95, 0.8));
        assertEquals(3_841, SurveyPrecision.responsesPerWaveForShares(0.12, 0.10, 0.95, 0.8));
    }

    /** Sheet 10: 520 promoters, 280 passives, 200 detractors. */
    @Test
    void halfWidthIsThatOfTheScore() {
        NetPromoterScore pilot = NetPromoterScore.ofCounts(520, 280, 200);
        SurveyPrecision precision = SurveyPrecision.ofNetPromoterScore(pilot);
        close((36.8708161202 - 27.1291838798) / 2, precision.halfWidth(1_000, 0.95), 1e-11);
        close(
                precision.deviation(),
                SurveyPrecision.ofNetPromoterScore(0.52, 0.20).deviation(),
                1e-14);
        RatingCounts ratings = RatingCounts.of(RatingScale.FIVE_POINT, 12, 18, 40, 180, 250);
        close(
                ratings.meanEstimate().standardError(),
                SurveyPrecision.ofMean(ratings).halfWidth(500, 0.95) / 1.959963984540054,
                1e-13);
        travels(precision);
    }

    /** The number is the smallest that does it; all of a population leave no error. */
    @Property
    void theSmallestNumberThatDoesIt(
            @ForAll @Scale(2) @DoubleRange(min = 0.1, max = 100) double deviation,
            @ForAll @Scale(3) @DoubleRange(min = 0.01, max = 1) double share,
            @ForAll @Scale(2) @DoubleRange(min = 0.55, max = 0.95) double power,
            @ForAll @IntRange(min = 2, max = 100_000) int population) {
        SurveyPrecision precision = new SurveyPrecision(deviation, 1.3);
        double goal = share * deviation;
        double slack = 1 + 1e-10;
        long n = precision.responsesFor(goal, 0.95);
        assertTrue(precision.halfWidth(n, 0.95) <= goal * slack);
        assertTrue(n == 1 || precision.halfWidth(n - 1, 0.95) > goal);
        long fewer = precision.responsesInPopulationFor(goal, 0.95, population);
        assertTrue(fewer <= Math.min(n, population));
        assertTrue(precision.halfWidthInPopulation(fewer, 0.95, population) <= goal * slack);
        assertTrue(fewer == 1 || precision.halfWidthInPopulation(fewer - 1, 0.95, population) > goal);
        assertEquals(0, precision.halfWidthInPopulation(population, 0.95, population));
        long each = precision.responsesPerWaveFor(goal, 0.95, power);
        assertTrue(precision.detectableChange(each, each, 0.95, power) <= goal * slack);
        assertTrue(each == 1 || precision.detectableChange(each - 1, each - 1, 0.95, power) > goal);
        // a change that is seen half the time is the half-width of the difference; more power needs more
        assertTrue(precision.responsesPerWaveFor(goal, 0.95, (1 + power) / 2) >= each);
    }

    /** Two waves of 3,841 find 10 against 12 per cent about four times in five. */
    @Test
    void powerBySimulation() {
        SplittableRandom random = new SplittableRandom(20261123);
        int runs = 2_000;
        int found = 0;
        for (int r = 0; r < runs; r++) {
            double p = share(random, 3_841, 0.10);
            double q = share(random, 3_841, 0.12);
            double pooled = (p + q) / 2;
            found += Math.abs(p - q) > 1.959963984540054 * Math.sqrt(pooled * (1 - pooled) * 2 / 3_841) ? 1 : 0;
        }
        assertEquals(0.8, found / (double) runs, 4 * Math.sqrt(0.16 / runs));
    }

    private static double share(SplittableRandom random, int n, double p) {
        int hits = 0;
        for (int i = 0; i < n; i++) {
            hits += random.nextDouble() < p ? 1 : 0;
        }
        return hits / (double) n;
    }

    /** More precision than a census gives asks for a census, not for an error. */
    @Test
    void atMostEverybody() {
        assertEquals(1000, SurveyPrecision.ofProportion(0.5).responsesInPopulationFor(1e-10, 0.95, 1000));
        assertEquals(1000, SurveyPrecision.ofProportion(0.5).responsesInPopulationFor(1e-200, 0.95, 1000));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        SurveyPrecision precision = SurveyPrecision.ofMean(1.2);
        rejects("p must be in (0, 1), was 1.0 (0.5 is the worst case)", () -> SurveyPrecision.ofProportion(1));
        rejects(
                "deviation must be finite and > 0, was 0.0 (of one answer; answers that are all alike need no survey)",
                () -> SurveyPrecision.ofMean(0));
        rejects(
                "promoters + detractors must be <= 1, was 1.5 (shares of one whole)",
                () -> SurveyPrecision.ofNetPromoterScore(0.75, 0.75));
        rejects(
                "designEffect must be finite and >= 1, was 0.5 (1 without weights)",
                () -> precision.withDesignEffect(0.5));
        rejects(
                "halfWidth must be finite and > 0, was 0.0 (in the unit of the score)",
                () -> precision.responsesFor(0, 0.95));
        rejects("level must be in (0, 1), was 95.0 (0.95 means 95 %)", () -> precision.responsesFor(1, 95));
        rejects(
                "power must be in (0.5, 1), was 80.0 (0.8 finds a true change four times in five)",
                () -> precision.responsesPerWaveFor(1, 0.95, 80));
        rejects(
                "population must be >= 2, was 1 (all people there are)",
                () -> precision.responsesInPopulationFor(1, 0.95, 1));
        rejects("responses must be <= population 5, was 6", () -> precision.halfWidthInPopulation(6, 0.95, 5));
        rejects(
                "second must not be first, was 0.1 (no change needs no survey)",
                () -> SurveyPrecision.responsesPerWaveForShares(0.1, 0.1, 0.95, 0.8));
        rejects("responses must be > 0, was 0", () -> precision.halfWidth(0, 0.95));
        fails(
                UndefinedRatioException.class,
                "number of responses is undefined, because it would be Infinity",
                () -> precision.responsesFor(1e-200, 0.95));
    }
}
