package org.customerequity.survey.design;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.RatingCounts;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.ScoreDifference;
import org.customerequity.survey.WeightedMean;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class SurveyWeightsTest {
    private static final Map<String, Integer> HALVES = Map.of("a", 50, "b", 50);

    private static PopulationMargin margin(String name, SplittableRandom random, int n, double shareOfFirst) {
        String[] groups = new String[n];
        for (int i = 0; i < n; i++) {
            groups[i] = i < 2 ? "x" : i < 4 ? "y" : random.nextDouble() < shareOfFirst ? "x" : "y";
        }
        return PopulationMargin.of(name, Map.of("x", 3, "y", 7), groups);
    }

    /** 8 of a population of 10 are basic, of 4 respondents 1 is. */
    @Test
    void postStratification() {
        PopulationMargin plan = PopulationMargin.of(
                "plan", Map.of("basic", 8_000, "premium", 2_000), "premium", "basic", "premium", "premium");
        assertEquals(
                plan,
                PopulationMargin.of(
                        "plan",
                        Map.of("basic", 8_000, "premium", 2_000),
                        List.of("premium", "basic", "premium", "premium")));
        SurveyWeights weights = SurveyWeights.postStratified(plan);
        // 0.8 x 4 / 1 and 0.2 x 4 / 3
        assertArrayEquals(new double[] {0.8 / 3, 3.2, 0.8 / 3, 0.8 / 3}, weights.toArray(), 1e-15);
        close(0.8 * 9 + 0.2 * 5, weights.mean(4, 9, 5, 6).value(), 1e-15);
        close(16 / (3.2 * 3.2 + 3 * 0.8 / 3 * 0.8 / 3), weights.effectiveSize(), 1e-14);
        close(4 / weights.effectiveSize(), weights.designEffect(), 1e-15);
        assertEquals(0, weights.largestGap(plan), 1e-15);
        assertEquals(List.of("basic", "premium"), plan.groups());
        assertEquals(0.8, plan.share("basic"));
        assertEquals(3, plan.respondents("premium"));
        assertEquals("plan: 2 groups, 4 respondents", plan.toString());
        assertEquals("weights of 4 respondents, design effect " + weights.designEffect(), weights.toString());
        travels(plan);
        travels(weights);
        rejects("weights[1] must be finite and > 0, was -3.2", () -> tampered(weights, weights.weight(1), -3.2));
        rejects("population of plan basic must be finite and > 0, was -0.8", () -> tampered(plan, 0.8, -0.8));
    }

    /** Raking by one cut is post-stratification. */
    @Property
    void oneCutIsPostStratification(@ForAll int seed, @ForAll @IntRange(min = 4, max = 60) int n) {
        PopulationMargin cut = margin("cut", new SplittableRandom(seed), n, 0.5);
        assertArrayEquals(
                SurveyWeights.postStratified(cut).toArray(),
                SurveyWeights.raked(cut).orThrow().toArray(),
                1e-12);
    }

    /**
     * What makes raking raking: margins are met, and weights are a product of factors of the cuts, so that the cross-product
     * ratio of weights of the four cells is 1. There is one such solution only.
     */
    @Property
    void rakedWeightsMeetMarginsAndAreProducts(@ForAll int seed, @ForAll @IntRange(min = 30, max = 200) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] region = new String[n];
        String[] age = new String[n];
        for (int i = 0; i < n; i++) {
            region[i] = i % 2 == 0 ? "north" : "south";
            age[i] = i < 4 ? (i < 2 ? "old" : "young") : random.nextInt(3) == 0 ? "old" : "young";
        }
        PopulationMargin regions = PopulationMargin.of("region", Map.of("north", 0.7, "south", 0.3), region);
        PopulationMargin ages = PopulationMargin.of("age", Map.of("old", 0.6, "young", 0.4), age);
        Raking raking = SurveyWeights.raked(regions, ages);
        assertTrue(raking.converged());
        SurveyWeights weights = raking.orThrow();
        assertTrue(weights.largestGap(regions) <= 1e-10 && weights.largestGap(ages) <= 1e-10);
        double[][] cell = new double[2][2];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            cell[region[i].equals("north") ? 0 : 1][age[i].equals("old") ? 0 : 1] = weights.weight(i);
            sum += weights.weight(i);
        }
        close(n, sum, 1e-12);
        close(cell[0][0] * cell[1][1], cell[0][1] * cell[1][0], 1e-9);
        // the order of cuts does not matter
        assertArrayEquals(
                weights.toArray(), SurveyWeights.raked(ages, regions).orThrow().toArray(), 1e-7);
    }

    @Test
    void marginsThatContradictEachOtherAreNotMet() {
        PopulationMargin half = PopulationMargin.of("first", HALVES, "a", "a", "b", "b");
        PopulationMargin third = PopulationMargin.of("second", Map.of("a", 1, "b", 2), "a", "a", "b", "b");
        Raking raking = SurveyWeights.raked(List.of(half, third), 1e-9, 50);
        assertFalse(raking.converged());
        assertEquals(50, raking.rounds());
        fails(
                IllegalStateException.class,
                "raking must meet the margins, but after 50 rounds the largest gap was " + raking.largestGap()
                        + " (margins may contradict each other: merge groups that overlap fully)",
                raking::orThrow);
        close(1 / 6.0, raking.largestGap(), 1e-12);
        // here weights of one cell die away; the search ends before they are lost
        PopulationMargin few = PopulationMargin.of("third", Map.of("a", 1, "b", 9), "a", "a", "b");
        PopulationMargin most = PopulationMargin.of("fourth", Map.of("a", 9, "b", 1), "a", "b", "b");
        Raking dying = SurveyWeights.raked(few, most);
        assertFalse(dying.converged());
        assertTrue(dying.rounds() < 1_000);
        assertTrue(dying.best().weight(1) > 0);
        travels(dying);
    }

    /** None above the cap, all the rest as they were to each other, the mean still 1. */
    @Property
    void trimming(@ForAll int seed, @ForAll @Scale(2) @DoubleRange(min = 1.05, max = 6) double cap) {
        double[] any = new SplittableRandom(seed)
                .doubles(40)
                .map(u -> Math.exp(8 * u * u * u))
                .toArray();
        SurveyWeights weights = SurveyWeights.of(any);
        SurveyWeights cut = weights.trimmed(cap);
        assertTrue(cut.largest() <= cap * (1 + 1e-12));
        close(40, Arrays.stream(cut.toArray()).sum(), 1e-12);
        assertTrue(cut.designEffect() <= weights.designEffect() + 1e-12);
        double factor = Double.NaN;
        for (int i = 0; i < 40; i++) {
            if (cut.weight(i) < cap * (1 - 1e-12)) {
                factor = Double.isNaN(factor) ? cut.weight(i) / weights.weight(i) : factor;
                close(factor, cut.weight(i) / weights.weight(i), 1e-10);
            }
        }
        assertTrue(factor >= 1 - 1e-12);
        assertArrayEquals(
                weights.toArray(), weights.trimmed(weights.largest() * 1.01).toArray(), 1e-12);
    }

    /** With equal weights, the scores without weights. */
    @Property
    void equalWeightsAreNoWeights(@ForAll int seed, @ForAll @IntRange(min = 2, max = 60) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ones = new double[n];
        Arrays.fill(ones, 17);
        SurveyWeights weights = SurveyWeights.of(ones);
        int[] ratings = random.ints(n, 0, 11).toArray();
        NetPromoterScore nps = NetPromoterScore.ofResponses(ratings);
        WeightedMean weighted = weights.netPromoterScore(ratings);
        assertEquals(nps.value(), weighted.value(), 1e-12);
        assertEquals(nps.sampleStandardError(), weighted.estimate().standardError(), 1e-11);
        for (RatingScale scale : List.of(RatingScale.ZERO_TO_TEN, RatingScale.ZERO_TO_TEN.lowerIsBetter())) {
            assertEquals(
                    RatingCounts.ofResponses(scale, ratings).bestBox(3).value(),
                    weights.bestBox(scale, 3, ratings).value(),
                    1e-14);
        }
        double[] answers = Arrays.stream(ratings).asDoubleStream().toArray();
        assertEquals(
                RatingCounts.ofResponses(RatingScale.ZERO_TO_TEN, ratings)
                        .meanEstimate()
                        .standardError(),
                weights.linearisedMeanEstimate(answers).standardError(),
                1e-13);
        close(1, weights.designEffect(), 1e-14);
    }

    /** The linearised error is that of the ratio of sum w x to sum w. */
    @Property
    void linearisedIsTheErrorOfARatio(@ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] w = random.doubles(25, 0.2, 5).toArray();
        double[] x = random.doubles(25, 1, 7).toArray();
        SurveyWeights weights = SurveyWeights.of(w);
        double[] product = new double[25];
        Arrays.setAll(product, i -> weights.weight(i) * x[i]);
        RatioOfSums ratio = RatioOfSums.ofColumns(product, "wx", weights.toArray(), "w");
        Estimate estimate = weights.linearisedMeanEstimate(x);
        close(ratio.value(), estimate.value(), 1e-13);
        close(ratio.standardError(), estimate.standardError(), 1e-10);
    }

    /** The post-stratified error by simulation: two groups far apart, of which one is asked too often. */
    @Test
    void postStratifiedErrorBySimulation() {
        SplittableRandom random = new SplittableRandom(20261123);
        String[] group = new String[60];
        Arrays.fill(group, 0, 45, "a");
        Arrays.fill(group, 45, 60, "b");
        PopulationMargin cut = PopulationMargin.of("cut", HALVES, group);
        SurveyWeights weights = SurveyWeights.postStratified(cut);
        int runs = 20_000;
        double sum = 0;
        double squares = 0;
        double claimed = 0;
        double kish = 0;
        for (int r = 0; r < runs; r++) {
            double[] x = new double[60];
            for (int i = 0; i < 60; i++) {
                x[i] = (i < 45 ? 3 : 8) + random.nextGaussian();
            }
            Estimate estimate = cut.meanEstimate(x);
            sum += estimate.value() - 5.5;
            squares += (estimate.value() - 5.5) * (estimate.value() - 5.5);
            claimed += estimate.standardError() * estimate.standardError();
            if (r < 20) {
                close(weights.mean(x).value(), estimate.value(), 1e-13);
                kish += weights.mean(x).estimate().standardError() / 20;
            }
        }
        double variance = squares / runs;
        assertEquals(0, sum / runs, 4 * Math.sqrt(variance / runs));
        assertEquals(variance, claimed / runs, 4 * variance * Math.sqrt(2.0 / runs));
        // what is known of the groups is no longer chance; Kish's error does not know it
        assertTrue(kish > 2 * Math.sqrt(variance));
    }

    /** The error is that of the answers, whatever large number is common to all of them. */
    @Test
    void aLargeNumberCommonToAllAnswers() {
        int n = 100_000;
        String[] groups = new String[n];
        double[] plain = new double[n];
        double[] moved = new double[n];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < n; i++) {
            groups[i] = i % 2 == 0 ? "a" : "b";
            plain[i] = random.nextInt(11);
            moved[i] = plain[i] + 1e12;
        }
        PopulationMargin margin = PopulationMargin.of("half", Map.of("a", 1, "b", 3), groups);
        close(
                margin.meanEstimate(plain).standardError(),
                margin.meanEstimate(moved).standardError(),
                1e-9);
        close(
                margin.meanEstimate(plain).value() + 1e12,
                margin.meanEstimate(moved).value(),
                1e-15);
        SurveyWeights uneven = SurveyWeights.of(3e5, 2, 1);
        close(
                uneven.linearisedMeanEstimate(6, 0, 3).standardError(),
                uneven.linearisedMeanEstimate(1e12 + 6, 1e12, 1e12 + 3).standardError(),
                1e-12);
        double[] zeros = new double[n];
        close(
                ScoreDifference.ofPaired(plain, zeros).estimate().standardError(),
                ScoreDifference.ofPaired(moved, zeros).estimate().standardError(),
                1e-9);
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "groupOfRespondent must have a respondent in each group of plan, was none in [b] (merge the group with a"
                        + " neighbour, or leave it out of the population)",
                () -> PopulationMargin.of("plan", HALVES, "a", "a"));
        rejects(
                "groupOfRespondent[1] must be one of [a, b], was \"c\" (the population of plan)",
                () -> PopulationMargin.of("plan", HALVES, "a", "c"));
        rejects(
                "population of plan a must be finite and > 0, was 0.0 (leave out what is empty)",
                () -> PopulationMargin.of("plan", Map.of("a", 0), "a"));
        rejects("population must have at least one group, was empty", () -> PopulationMargin.of("plan", Map.of(), "a"));
        PopulationMargin two = PopulationMargin.of("plan", HALVES, "a", "b");
        fails(
                UndefinedRatioException.class,
                "standard error of the post-stratified mean is undefined, because plan a has one respondent only",
                () -> two.meanEstimate(1, 2));
        rejects("answers must be one a respondent of plan, 2, was 1", () -> two.meanEstimate(1));
        SurveyWeights weights = SurveyWeights.postStratified(two);
        rejects("ratings must be one a respondent, 2, was 1", () -> weights.netPromoterScore(9));
        rejects(
                "ratings[1] must be from 0 to 10, was 11 (leave out who did not answer)",
                () -> weights.netPromoterScore(9, 11));
        rejects("cap must be finite and > 1, was 1.0 (a multiple of the mean weight)", () -> weights.trimmed(1));
        rejects(
                "weights[0] must be finite and > 0, was 0.0 (leave out who does not count)",
                () -> SurveyWeights.of(0, 1));
        rejects(
                "other must be of the respondents of plan, 2, was 3",
                () -> SurveyWeights.raked(two, PopulationMargin.of("other", HALVES, "a", "b", "b")));
        rejects("margins must have at least one, was empty", SurveyWeights::raked);
        rejects("rounds must be > 0, was 0", () -> SurveyWeights.raked(List.of(two), 0.1, 0));
        rejectsNull("groupOfRespondent[0]", () -> PopulationMargin.of("plan", HALVES, (String) null));
    }
}
