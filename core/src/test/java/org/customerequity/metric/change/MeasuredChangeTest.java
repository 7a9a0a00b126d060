package org.customerequity.metric.change;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Before and after. */
@Seeded
class MeasuredChangeTest {
    private static final double[] BEFORE = {34, 41, 28, 55, 39, 47, 31, 44};
    private static final double[] AFTER = {30, 35, 29, 46, 36, 40, 30, 37};

    /** Sheet 22, section 6; its figures have 12 digits. */
    @Test
    void meansOfTheSheet() {
        MeanChange paired = MeanChange.paired(BEFORE, AFTER);
        assertEquals(-4.5, paired.change());
        close(1.19522860933, paired.standardError(), 1e-11);
        assertEquals(7, paired.degreesOfFreedom());
        close(-7.32626655583, paired.confidenceInterval(0.95).lower(), 1e-11);
        close(-1.67373344417, paired.confidenceInterval(0.95).upper(), 1e-11);
        close(0.00702901896486, paired.pValue(), 1e-11);
        MeanChange unpaired = MeanChange.unpaired(BEFORE, AFTER);
        close(-12.6730350241, unpaired.confidenceInterval(0.95).lower(), 1e-11);
        close(3.67303502414, unpaired.confidenceInterval(0.95).upper(), 1e-11);
        assertEquals(paired.standardError(), paired.changeEstimate().standardError());
        travels(unpaired);
    }

    @Test
    void proportionsOfTheSheet() {
        PairedProportionChange change = PairedProportionChange.of(60, 8, 20, 32);
        assertEquals(0.1, change.change());
        Interval interval = change.confidenceInterval(0.95);
        close(0.0136253766902, interval.lower(), 1e-10);
        close(0.183095934785, interval.upper(), 1e-11);
        close(0.0356981381774, change.pValue(), 1e-11);
        assertEquals(120, change.size());
        travels(change);
    }

    /** 2 P(X <= k) for a fair coin, in whole numbers. */
    @Property
    void mcNemarInWholeNumbers(@ForAll @IntRange(max = 60) int a, @ForAll @IntRange(max = 60) int b) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger choose = BigInteger.ONE;
        int m = a + b;
        for (int k = 0; k <= Math.min(a, b); k++) {
            sum = sum.add(choose);
            choose = choose.multiply(BigInteger.valueOf(m - k)).divide(BigInteger.valueOf(k + 1));
        }
        double exact = Math.min(1, 2 * sum.doubleValue() / Math.pow(2, m));
        PairedProportionChange change = PairedProportionChange.of(3, a, b, 4);
        assertEquals(exact, change.pValue(), 1e-13);
        // the other way round the sign turns, and the interval with it
        PairedProportionChange back = PairedProportionChange.of(4, b, a, 3);
        assertEquals(0.0 - change.change(), back.change() + 0.0);
        assertEquals(change.pValue(), back.pValue());
        assertEquals(
                -change.confidenceInterval(0.9).lower(),
                back.confidenceInterval(0.9).upper(),
                1e-15);
        assertTrue(change.confidenceInterval(0.9).lower() >= -1);
    }

    @Property
    void columnsAreCounts(@ForAll boolean[] before, @ForAll long seed) {
        Random random = new Random(seed);
        boolean[] after = new boolean[before.length];
        long[][] counts = new long[2][2];
        for (int i = 0; i < after.length; i++) {
            after[i] = random.nextBoolean();
            counts[before[i] ? 1 : 0][after[i] ? 1 : 0]++;
        }
        if (before.length > 0) {
            assertEquals(
                    PairedProportionChange.of(counts[1][1], counts[1][0], counts[0][1], counts[0][0]),
                    PairedProportionChange.ofColumns(before, after));
        }
    }

    /** Formulas of the text books, sums of squares and all, and Student's t of few degrees by its closed form. */
    @Property
    void studentByItsClosedForm(@ForAll long seed) {
        Random random = new Random(seed);
        double[] a = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        double[] b = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        MeanChange change = MeanChange.paired(a, b);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            sum += b[i] - a[i];
            squares += (b[i] - a[i]) * (b[i] - a[i]);
        }
        double se = Math.sqrt((squares - sum * sum / 3) / 2 / 3);
        assertEquals(sum / 3, change.change(), 1e-14);
        assertEquals(se, change.standardError(), 1e-7);
        // two degrees of freedom: P(|T| > t) = 1 - t / sqrt(2 + t^2)
        double t = Math.abs(change.change()) / change.standardError();
        assertEquals(1 - t / Math.sqrt(2 + t * t), change.pValue(), 1e-12);
        // an interval ends at 0 where its level is 1 - p
        Interval interval = change.confidenceInterval(1 - change.pValue());
        double end = Math.min(Math.abs(interval.lower()), Math.abs(interval.upper()));
        assertEquals(0, end, 1e-9 * (Math.abs(change.change()) + 1e-3));
        // shifting or scaling both does what it should
        double[] shifted = {a[0] + 5, a[1] + 5, a[2] + 5};
        assertEquals(change.change() - 5, MeanChange.paired(shifted, b).change(), 1e-13);
        assertEquals(change.standardError(), MeanChange.paired(shifted, b).standardError(), 1e-13);
        MeanChange welch = MeanChange.unpaired(a, b);
        assertEquals(change.change(), welch.change(), 1e-13);
        assertTrue(welch.degreesOfFreedom() >= 2 - 1e-12 && welch.degreesOfFreedom() <= 4 + 1e-12);
    }

    /** Where every denominator is 1 a ratio of sums is a mean, and its change that of the mean. */
    @Property
    void ratiosOfOnesAreMeans(@ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] y0 = random.doubles(n, 0, 100).toArray();
        double[] y1 = random.doubles(n, 0, 100).toArray();
        double[] one = new double[n];
        java.util.Arrays.fill(one, 1);
        RatioChange paired = RatioChange.paired(y0, one, y1, one);
        MeanChange mean = MeanChange.paired(y0, y1);
        assertEquals(mean.change(), paired.change(), 1e-12);
        assertEquals(mean.standardError(), paired.standardError(), 1e-11);
        RatioChange unpaired = RatioChange.unpaired(
                RatioOfSums.ofColumns(y0, "y", one, "x"), RatioOfSums.ofColumns(y1, "y", one, "x"));
        assertEquals(MeanChange.unpaired(y0, y1).standardError(), unpaired.standardError(), 1e-11);
        // covariance by itself: se^2 paired = se^2 unpaired - 2 cov / n
        double m0 = java.util.Arrays.stream(y0).average().orElseThrow();
        double m1 = java.util.Arrays.stream(y1).average().orElseThrow();
        double cov = 0;
        for (int i = 0; i < n; i++) {
            cov += (y0[i] - m0) * (y1[i] - m1) / (n - 1);
        }
        double expected = unpaired.standardError() * unpaired.standardError() - 2 * cov / n;
        assertEquals(expected, paired.standardError() * paired.standardError(), 1e-10 * (1 + expected));
    }

    /** The delta-method error of a paired ratio against the scatter of many samples. */
    @Test
    void pairedRatiosScatterAsTheirErrorSays() {
        int samples = 1500 * Integer.getInteger("customerequity.sweep", 1);
        Random random = new Random(20261123);
        double sum = 0;
        double squares = 0;
        double errors = 0;
        int n = 200;
        for (int s = 0; s < samples; s++) {
            double[][] c = new double[4][n];
            for (int i = 0; i < n; i++) {
                double taste = 20 + 10 * random.nextDouble();
                c[1][i] = 1 + random.nextInt(5);
                c[3][i] = random.nextInt(6);
                c[0][i] = c[1][i] * taste * (0.8 + 0.4 * random.nextDouble());
                c[2][i] = c[3][i] * taste * (0.9 + 0.4 * random.nextDouble());
            }
            RatioChange change = RatioChange.paired(c[0], c[1], c[2], c[3]);
            sum += change.change();
            squares += change.change() * change.change();
            errors += change.standardError() / samples;
        }
        double scatter = Math.sqrt((squares - sum * sum / samples) / (samples - 1));
        // a standard deviation of 1500 draws is known to 1 / sqrt(3000)
        assertEquals(1, errors / scatter, 4 / Math.sqrt(2.0 * samples));
    }

    @Test
    void evidenceIsAssociationUnlessADesignIsGiven() {
        MeasuredChange change = PairedProportionChange.of(60, 8, 20, 32);
        assertEquals(Evidence.ASSOCIATION, change.evidence());
        assertTrue(change.evidence().isAssociation());
        Evidence trial = Evidence.of(Evidence.Design.RANDOMIZED_EXPERIMENT, "trial 12");
        MeasuredChange tried = change.withEvidence(trial);
        assertFalse(tried.evidence().isAssociation());
        assertEquals(trial, tried.evidence());
        assertEquals(change.pValue(), tried.pValue());
        assertEquals(trial, MeanChange.paired(BEFORE, AFTER).withEvidence(trial).evidence());
        assertEquals(
                trial,
                new RatioChange(1, 2, 3, Evidence.ASSOCIATION)
                        .withEvidence(trial)
                        .evidence());
        travels(tried);
    }

    /** In whatever unit it is measured, down to squares that vanish and up to squares that overflow. */
    @Property
    void changesHaveAUnit(@ForAll @IntRange(min = -900, max = 900) int exponent, @ForAll long seed) {
        Random random = new Random(seed);
        double[] before = random.doubles(7, 1, 2).toArray();
        double[] after = random.doubles(7, 1, 2).toArray();
        double[] smallBefore =
                Arrays.stream(before).map(v -> Math.scalb(v, exponent)).toArray();
        double[] smallAfter =
                Arrays.stream(after).map(v -> Math.scalb(v, exponent)).toArray();
        for (boolean paired : new boolean[] {true, false}) {
            MeanChange large = paired ? MeanChange.paired(before, after) : MeanChange.unpaired(before, after);
            MeanChange small =
                    paired ? MeanChange.paired(smallBefore, smallAfter) : MeanChange.unpaired(smallBefore, smallAfter);
            assertEquals(Math.scalb(large.standardError(), exponent), small.standardError());
            assertEquals(large.degreesOfFreedom(), small.degreesOfFreedom());
            assertEquals(large.pValue(), small.pValue());
        }
        if (Math.abs(exponent) < 490) {
            double[] ones = {1, 2, 1, 1, 3, 1, 1};
            assertEquals(
                    Math.scalb(RatioChange.paired(before, ones, after, ones).standardError(), exponent),
                    RatioChange.paired(smallBefore, ones, smallAfter, ones).standardError());
        }
    }

    /** What is added to all takes no digit off their difference: 1e12 leaves four behind the point, and a mean needs more. */
    @Property
    void anOffsetDoesNotMatter(
            @ForAll @IntRange(min = 2, max = 30) int n, @ForAll @IntRange(min = 2, max = 30) int m, @ForAll long seed) {
        Random random = new Random(seed);
        double[] before = random.ints(n, 0, 100).asDoubleStream().toArray();
        double[] after = random.ints(m, 0, 100).asDoubleStream().toArray();
        before[0] = 101;
        double[] highBefore = Arrays.stream(before).map(v -> v + 1e12).toArray();
        double[] highAfter = Arrays.stream(after).map(v -> v + 1e12).toArray();
        MeanChange low = MeanChange.unpaired(before, after);
        MeanChange high = MeanChange.unpaired(highBefore, highAfter);
        assertEquals(low.change(), high.change(), 1e-12);
        close(low.standardError(), high.standardError(), 1e-13);
        close(low.degreesOfFreedom(), high.degreesOfFreedom(), 1e-12);
    }

    /** Differences of 1 and 5 have the standard error 2; below 1e-160 their squares vanish, and it must not. */
    @Test
    void aTinyRatioStillVaries() {
        double[] one = {1, 1};
        close(
                2e-200,
                RatioChange.paired(new double[] {1e-200, 3e-200}, one, new double[] {2e-200, 8e-200}, one)
                        .standardError(),
                1e-12);
    }

    @Test
    void whatIsWrongIsSaid() {
        rejects(
                "before must have at least two rows, was 1 (one has no error)",
                () -> MeanChange.paired(new double[1], AFTER));
        rejects(
                "after must have as many rows as before, 8, was 2 (the same units)",
                () -> MeanChange.paired(BEFORE, new double[2]));
        rejects("after[1] must be finite, was NaN", () -> MeanChange.unpaired(BEFORE, new double[] {1, Double.NaN}));
        MeanChange same = MeanChange.paired(new double[] {1, 2}, new double[] {3, 4});
        assertEquals(2, same.change());
        fails(
                UndefinedRatioException.class,
                "error of the change is undefined, because nothing varies between units",
                () -> same.confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                "error of the change is undefined, because nothing varies between units",
                () -> MeanChange.unpaired(new double[2], new double[3]).pValue());
        // differences that only rounding tells apart
        MeanChange tenth = MeanChange.paired(new double[] {0.1, 0.2, 0.7}, new double[] {0.2, 0.3, 0.8});
        assertEquals(0, tenth.standardError());
        double[] one = {1, 1, 1};
        assertEquals(
                0,
                RatioChange.paired(new double[] {0.1, 0.2, 0.7}, one, new double[] {0.2, 0.3, 0.8}, one)
                        .standardError());
        rejects(
                "onlyBefore + onlyAfter must be <= 2147483647, was 2147483648 (the exact test reaches so far)",
                () -> PairedProportionChange.of(0, 1L << 30, 1L << 30, 0));
        rejects(
                "both + onlyBefore + onlyAfter + neither must be > 0, was 0 (units asked twice)",
                () -> PairedProportionChange.of(0, 0, 0, 0));
        assertEquals(1, PairedProportionChange.of(5, 0, 0, 5).pValue());
        rejects(
                "after must be y per x, was y per z (only like ratios compare)",
                () -> RatioChange.unpaired(
                        RatioOfSums.ofColumns(BEFORE, "y", AFTER, "x"),
                        RatioOfSums.ofColumns(BEFORE, "y", AFTER, "z")));
        rejects(
                "numeratorsAfter must have as many rows as before, 8, was 0 (the same units)",
                () -> RatioChange.paired(BEFORE, AFTER, new double[0], new double[0]));
        rejectsNull("evidence", () -> MeanChange.paired(BEFORE, AFTER).withEvidence(null));
        rejectsNull("before", () -> MeanChange.paired(null, AFTER));
    }
}
