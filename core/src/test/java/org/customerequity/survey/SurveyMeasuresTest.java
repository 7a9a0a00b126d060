package org.customerequity.survey;

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
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Reliability from loadings, and weighted means. */
@Seeded
class SurveyMeasuresTest {
    private static final double[] WEIGHTS = {1.2, .8, 1, 1, 1.5, .7, .9, 1.1, 1, .8};
    private static final FactorReliability SHEET = FactorReliability.ofLoadings(.82, .76, .88, .71);

    /** Sheet 10. */
    @Test
    void loadingsOfTheSheet() {
        close(0.872270060067, SHEET.compositeReliability(), 1e-12);
        close(0.632125, SHEET.averageVarianceExtracted(), 1e-15);
    }

    @Test
    void factorsThatMeasureDifferentThings() {
        FactorReliability weak = FactorReliability.ofLoadings(.5, .6);
        // root of the smaller average variance extracted, 0.305
        assertTrue(SHEET.isDistinctFrom(weak, 0.552));
        assertFalse(SHEET.isDistinctFrom(weak, -0.553));
        assertFalse(weak.isDistinctFrom(SHEET, 0.553));
        assertFalse(SHEET.isDistinctFrom(SHEET, 1));
    }

    /** Of items with loadings l and errors of variance 1 - l^2, by simulation of the sum: share of the factor in it. */
    @Test
    void compositeReliabilityIsTheShareOfTheFactorInTheSum() {
        SplittableRandom random = new SplittableRandom(20261123);
        int n = 200_000;
        double product = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double factor = random.nextGaussian();
            double sum = 0;
            for (double l : SHEET.loadings()) {
                sum += l * factor + Math.sqrt(1 - l * l) * random.nextGaussian();
            }
            product += sum * factor;
            squares += sum * sum;
        }
        double correlation = product / Math.sqrt(squares * n);
        assertEquals(SHEET.compositeReliability(), correlation * correlation, 4 * 2 * 0.13 / Math.sqrt(n));
    }

    /** With equal loadings, composite reliability is standardised alpha at correlations of l^2 (Spearman and Brown). */
    @Property
    void equalLoadingsAreSpearmanAndBrown(
            @ForAll @IntRange(min = 2, max = 30) int items, @ForAll @IntRange(max = 100) int percent) {
        double[] loadings = new double[items];
        Arrays.fill(loadings, percent / 100.0);
        FactorReliability same = FactorReliability.ofLoadings(loadings);
        double r = loadings[0] * loadings[0];
        assertEquals(items * r / (1 + (items - 1) * r), same.compositeReliability(), 1e-14);
        assertEquals(r, same.averageVarianceExtracted(), 1e-15);
    }

    @Test
    void badLoadings() {
        rejects("loadings must be of at least 2 items, was 1", () -> FactorReliability.ofLoadings(0.5));
        rejects(
                "loadings[1] must be in [-1, 1], was NaN (a standardised loading is a correlation; beyond 1 the factor"
                        + " model is not proper)",
                () -> FactorReliability.ofLoadings(0.5, Double.NaN));
        rejects("correlation must be in [-1, 1], was 1.1 (of the two factors)", () -> SHEET.isDistinctFrom(SHEET, 1.1));
        fails(
                UndefinedRatioException.class,
                "composite reliability is undefined, because the sum of the items has no variance",
                () -> FactorReliability.ofLoadings(1, -1).compositeReliability());
        rejectsNull("loadings", () -> FactorReliability.ofLoadings((double[]) null));
        travels(SHEET);
        rejects(
                "loadings[1] must be in [-1, 1], was 7.6 (a standardised loading is a correlation; beyond 1 the factor"
                        + " model is not proper)",
                () -> tampered(SHEET, .76, 7.6));
        assertEquals("loadings [0.82, 0.76, 0.88, 0.71]", SHEET.toString());
    }

    /** Sheet 10, means of its ten respondents; digits by mpmath. */
    @Test
    void weightedMeanOfTheSheet() {
        WeightedMean mean = WeightedMean.of(CronbachAlphaTest.SHEET.respondentMeans(1), WEIGHTS);
        close(4.6675, mean.value(), 1e-15);
        close(9.5419847328244274809, mean.effectiveSize(), 1e-15);
        close(0.44873868136755937407, mean.estimate().standardError(), 1e-15);
        close(10 / 9.5419847328244274809, mean.designEffect(), 1e-15);
        assertEquals(10, mean.responses());
        assertEquals("weighted mean " + mean.value() + " of 10 responses", mean.toString());
    }

    /** With equal weights, the mean of the counts and its standard error; however large the number added to all answers. */
    @Property
    void equalWeightsAreNoWeights(
            @ForAll @IntRange(max = 12) int powerOfOffset,
            @ForAll @IntRange(min = 2, max = 50) int n,
            @ForAll @IntRange(min = -30, max = 30) int powerOfWeight,
            @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ratings = random.ints(n, 1, 6).toArray();
        double offset = Math.pow(10, powerOfOffset);
        double[] answers = Arrays.stream(ratings).mapToDouble(r -> offset + r).toArray();
        double[] weights = new double[n];
        Arrays.fill(weights, Math.pow(10, powerOfWeight));
        WeightedMean mean = WeightedMean.of(answers, weights);
        RatingCounts counts = RatingCounts.ofResponses(RatingScale.FIVE_POINT, ratings);
        close(offset + counts.mean(), mean.value(), 1e-15);
        close(n, mean.effectiveSize(), 1e-14);
        assertEquals(counts.meanEstimate().standardError(), mean.estimate().standardError(), 1e-14);
    }

    /** Whole weights are as many equal answers, for the mean; merging is counting together; order does not matter. */
    @Property
    void partsMerge(@ForAll @IntRange(max = 40) int cut, @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles(40, -5, 5).toArray();
        double[] w = random.ints(40, 1, 4).asDoubleStream().toArray();
        WeightedMean whole = WeightedMean.of(x, w);
        WeightedMean first = WeightedMean.of(Arrays.copyOf(x, cut), Arrays.copyOf(w, cut));
        WeightedMean rest = WeightedMean.of(Arrays.copyOfRange(x, cut, 40), Arrays.copyOfRange(w, cut, 40));
        for (WeightedMean both : new WeightedMean[] {first.plus(rest), rest.plus(first)}) {
            assertEquals(whole.value(), both.value(), 1e-14);
            close(whole.effectiveSize(), both.effectiveSize(), 1e-14);
            close(whole.estimate().standardError(), both.estimate().standardError(), 1e-13);
            assertEquals(40, both.responses());
        }
        double[] repeated = new double[(int) Arrays.stream(w).sum()];
        int at = 0;
        for (int i = 0; i < 40; i++) {
            Arrays.fill(repeated, at, at += (int) w[i], x[i]);
        }
        assertEquals(Arrays.stream(repeated).average().orElseThrow(), whole.value(), 1e-14);
    }

    /**
     * Of two answers with weights 1 and w: n_eff - 1 = 2 w / (1 + w^2), and so the standard error is
     * |x - y| sqrt((1 + w^2) / 2) / (1 + w), also where n_eff is 1 to the last digit.
     */
    @Property
    void oneWeightMayBeNearlyAll(
            @ForAll @IntRange(min = -90, max = 90) int power, @ForAll @IntRange(min = -90, max = 0) int scale) {
        double w = Math.pow(10, power);
        double unit = Math.pow(10, power > 0 ? scale : 0);
        double expected = 3 * (Math.hypot(1, w) / Math.sqrt(2)) / (1 + w);
        WeightedMean both = WeightedMean.of(new double[] {5, 2}, new double[] {unit, w * unit});
        close(expected, both.estimate().standardError(), 2e-15);
        WeightedMean merged = WeightedMean.of(new double[] {5}, new double[] {unit})
                .plus(WeightedMean.of(new double[] {2}, new double[] {w * unit}));
        close(expected, merged.estimate().standardError(), 2e-15);
    }

    @Test
    void nobodyIsUndefinedButMerges() {
        WeightedMean nobody = WeightedMean.of(new double[0], new double[0]);
        assertFalse(nobody.isDefined());
        assertEquals("weighted mean undefined of 0 responses", nobody.toString());
        fails(UndefinedRatioException.class, "weighted mean is undefined, because responses is 0", nobody::value);
        fails(UndefinedRatioException.class, "weighted mean is undefined, because responses is 0", nobody::estimate);
        WeightedMean one = WeightedMean.of(new double[] {3, 100}, new double[] {2, 0});
        assertEquals(3, one.value());
        assertEquals(1, one.responses());
        assertEquals(1, one.effectiveSize());
        fails(
                UndefinedRatioException.class,
                "standard error of the weighted mean is undefined, because responses is 1",
                one::estimate);
        assertEquals(one, one.plus(nobody));
        assertEquals(one, nobody.plus(one));
        travels(nobody);
        travels(one);
        assertEquals(WeightedMean.none(), nobody);
        assertArrayEquals(
                new double[] {3, 3},
                new double[] {one.plus(one).value(), one.plus(one).plus(nobody).value()});
    }

    @Test
    void badWeights() {
        double[] x = {1, 2};
        rejects("weights must be as many as answers, 2, was 1", () -> WeightedMean.of(x, new double[1]));
        rejects("weights must not all be 0, was 0 for all of 2", () -> WeightedMean.of(x, new double[2]));
        rejects("weights[1] must be finite and >= 0, was -1.0", () -> WeightedMean.of(x, new double[] {1, -1}));
        rejects(
                "answers[0] must be finite, was NaN (leave out who did not answer)",
                () -> WeightedMean.of(new double[] {Double.NaN}, new double[] {1}));
        rejects(
                "weights[0] must be 0 or from 1e-100 to 1e100, was 1.0E-200 (rescale them: only their ratios count)",
                () -> WeightedMean.of(x, new double[] {1e-200, 1e-200}));
        rejects(
                "weights[1] must be 0 or from 1e-100 to 1e100, was 1.0E200 (rescale them: only their ratios count)",
                () -> WeightedMean.of(x, new double[] {1, 1e200}));
        rejectsNull("other", () -> SHEET.isDistinctFrom(null, 0));
        rejectsNull("other", () -> WeightedMean.none().plus(null));
        rejectsNull("other", () -> WeightedMean.of(x, x).plus(null));
        rejectsNull("answers", () -> WeightedMean.of(null, x));
        rejectsNull("weights", () -> WeightedMean.of(x, null));
        rejects(
                "sum of weights must be finite and > 0, was -1.0",
                () -> tampered(WeightedMean.of(x, new double[] {1.25, 2.5}), 3.75, -1.0));
    }
}
