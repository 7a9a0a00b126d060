package org.customerequity.segment.cluster;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.CustomerIds;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.Segmentation;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** k-means, silhouettes and the number of clusters. */
@Seeded
class KMeansTest {
    /** Two pairs on a line, whose silhouettes can be had by hand. */
    private static final CustomerFeatures LINE = CustomerFeatures.of("x", new double[] {0, 1, 4, 6});

    private static final Segmentation PAIRS = Segmentation.ofIndexes(List.of("low", "high"), new int[] {0, 0, 1, 1});

    /** Normal clouds of these centres, in turn. */
    private static CustomerFeatures clouds(double[][] centres, int n, double spread, long seed) {
        Random random = new Random(seed);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double[] centre = centres[i % centres.length];
            x[i] = centre[0] + spread * random.nextGaussian();
            y[i] = centre[1] + spread * random.nextGaussian();
        }
        return CustomerFeatures.of("x", x).plus("y", y);
    }

    private static CustomerFeatures threeClouds(int n) {
        return clouds(new double[][] {{0, 0}, {10, 0}, {5, 9}}, n, 1, 5);
    }

    private static SplittableRandom seed(long seed) {
        return new SplittableRandom(seed);
    }

    /** The least sum of squares of all partitions into k clusters. */
    private static double leastOfAllPartitions(double[] x, int n, int d, int k) {
        double least = Double.POSITIVE_INFINITY;
        int all = (int) Math.pow(k, n);
        for (int code = 0; code < all; code++) {
            double[] sums = new double[k * d];
            int[] size = new int[k];
            int rest = code;
            for (int i = 0; i < n; i++, rest /= k) {
                size[rest % k]++;
                for (int c = 0; c < d; c++) {
                    sums[rest % k * d + c] += x[i * d + c];
                }
            }
            double within = 0;
            rest = code;
            for (int i = 0; i < n; i++, rest /= k) {
                for (int c = 0; c < d; c++) {
                    double difference = x[i * d + c] - sums[rest % k * d + c] / size[rest % k];
                    within += difference * difference;
                }
            }
            least = Math.min(least, within);
        }
        return least;
    }

    @Property(tries = 150)
    void manyStartsFindTheBestOfAllPartitions(
            @ForAll @IntRange(min = 4, max = 8) int n, @ForAll @IntRange(min = 1, max = 3) int k, @ForAll long seed) {
        CustomerFeatures features = clouds(new double[][] {{0, 0}, {2, 1}, {1, 3}}, n, 1, seed);
        ScaledRows rows = new ScaledRows(features, FeatureScaling.Z_SCORE);
        Clusters clusters =
                KMeans.of(k, FeatureScaling.Z_SCORE).withRestarts(60).fit(features, seed(seed));
        double best = leastOfAllPartitions(rows.x, n, 2, k);
        assertEquals(best, clusters.withinSumOfSquares(), 1e-12 * (1 + best));
        assertTrue(clusters.converged());
        assertEquals(2.0 * (n - 1), clusters.totalSumOfSquares(), 1e-12 * n);
    }

    /** The same without bounds: all distances in every iteration. */
    private static int[] plainLloyd(ScaledRows rows, int k, double[] centres) {
        int[] cluster = new int[rows.n];
        Arrays.fill(cluster, -1);
        while (true) {
            int[] next = new int[rows.n];
            double[] sums = new double[k * rows.d];
            int[] size = new int[k];
            for (int i = 0; i < rows.n; i++) {
                next[i] = ScaledRows.nearest(rows.x, i * rows.d, centres, k, rows.d);
                size[next[i]]++;
                for (int c = 0; c < rows.d; c++) {
                    sums[next[i] * rows.d + c] += rows.x[i * rows.d + c];
                }
            }
            if (Arrays.equals(cluster, next) || Arrays.stream(size).anyMatch(s -> s == 0)) {
                return Arrays.stream(size).anyMatch(s -> s == 0) ? new int[0] : next;
            }
            cluster = next;
            for (int j = 0; j < sums.length; j++) {
                centres[j] = sums[j] / size[j / rows.d];
            }
        }
    }

    @Property(tries = 200)
    void boundsChangeNothing(
            @ForAll @IntRange(min = 10, max = 400) int n,
            @ForAll @IntRange(min = 1, max = 9) int k,
            @ForAll long seed) {
        ScaledRows rows =
                new ScaledRows(clouds(new double[][] {{0, 0}, {2, 1}, {1, 3}}, n, 1, seed), FeatureScaling.NONE);
        double[] start = LloydRun.seeds(rows, k, seed(seed));
        int[] plain = plainLloyd(rows, k, start.clone());
        LloydRun run = new LloydRun(rows, k, start.clone()).run(1000);
        if (plain.length > 0) {
            assertArrayEquals(plain, run.cluster);
        }
        assertTrue(run.converged);
        // every iteration makes the sum smaller
        double before = Double.POSITIVE_INFINITY;
        for (int most = 1; most <= run.iterations; most++) {
            double within =
                    KMeans.sum(new LloydRun(rows, k, start.clone()).run(most).withinSumOfSquares());
            assertTrue(within <= before * (1 + 1e-12));
            before = within;
        }
        assertEquals(before, KMeans.sum(run.withinSumOfSquares()), 1e-12 * before);
        int[] size = new int[k];
        Arrays.stream(run.cluster).forEach(c -> size[c]++);
        assertArrayEquals(size, run.sizes());
    }

    @Property(tries = 100)
    void aClusterThatLosesEverybodyTakesTheFarthest(
            @ForAll @IntRange(min = 2, max = 6) int k, @ForAll @IntRange(min = 6, max = 60) int n, @ForAll long seed) {
        ScaledRows rows = new ScaledRows(clouds(new double[][] {{0, 0}, {2, 1}}, n, 1, seed), FeatureScaling.NONE);
        // all centres on one place far away: the first takes all
        double[] start = new double[2 * k];
        Arrays.fill(start, 1000);
        LloydRun run = new LloydRun(rows, k, start).run(1000);
        assertTrue(run.converged);
        for (int size : run.sizes()) {
            assertTrue(size > 0);
        }
        for (int i = 0; i < n; i++) {
            assertEquals(ScaledRows.nearest(rows.x, 2 * i, run.centres, k, 2), run.cluster[i]);
        }
    }

    @Property(tries = 50)
    void unitsAndOrderOfRowsDoNotMatter(@ForAll long seed, @ForAll @IntRange(min = 30, max = 90) int n) {
        CustomerFeatures features = clouds(new double[][] {{0, 0}, {10, 0}, {5, 9}}, n, 1, seed);
        KMeans three = KMeans.of(3, FeatureScaling.Z_SCORE);
        Clusters clusters = three.fit(features, seed(seed));
        for (int i = 0; i < n; i++) {
            assertEquals(
                    clusters.segmentation().label(i % 3),
                    clusters.segmentation().label(i));
        }
        CustomerFeatures otherUnits = CustomerFeatures.of(
                        "x",
                        Arrays.stream(features.column("x"))
                                .map(v -> 1000 * v - 7)
                                .toArray())
                .plus(
                        "y",
                        Arrays.stream(features.column("y")).map(v -> v / 30 + 4).toArray());
        Clusters inOther = three.fit(otherUnits, seed(seed));
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Clusters shuffled = three.fit(
                CustomerFeatures.of(
                                "x",
                                order.stream()
                                        .mapToDouble(i -> features.value(i, "x"))
                                        .toArray())
                        .plus(
                                "y",
                                order.stream()
                                        .mapToDouble(i -> features.value(i, "y"))
                                        .toArray()),
                seed(~seed));
        for (int i = 0; i < n; i++) {
            assertEquals(
                    clusters.segmentation().label(i), inOther.segmentation().label(i));
            assertEquals(
                    clusters.segmentation().label(order.get(i)),
                    shuffled.segmentation().label(i));
        }
        assertEquals(clusters, three.fit(features, seed(seed)));
        // centres in the features' own units are the means of their customers
        for (String name : clusters.segmentation().names()) {
            int[] rows = clusters.segmentation().rows(name);
            double[] x = features.column("x");
            assertEquals(
                    Arrays.stream(rows).mapToDouble(i -> x[i]).average().orElseThrow(),
                    clusters.centre(name)[0],
                    1e-12);
            assertEquals(1000 * clusters.centre(name)[0] - 7, inOther.centre(name)[0], 1e-8);
        }
        assertArrayEquals(
                clusters.segmentation().segments(), clusters.assign(features).segments());
    }

    @Test
    void byHand() {
        Clusters clusters = KMeans.of(2, FeatureScaling.NONE).fit(LINE, seed(1));
        assertArrayEquals(new int[] {0, 0, 1, 1}, clusters.segmentation().segments());
        assertArrayEquals(new double[] {0.5}, clusters.centre("cluster 1"));
        assertArrayEquals(new double[] {5}, clusters.centre("cluster 2"));
        assertEquals(0.5, clusters.withinSumOfSquares("cluster 1"));
        assertEquals(2, clusters.withinSumOfSquares("cluster 2"));
        assertEquals(22.75, clusters.totalSumOfSquares());
        // ((22.75 - 2.5) / 1) / (2.5 / 2)
        close(16.2, clusters.calinskiHarabasz(), 1e-15);
        CustomerFeatures others = CustomerFeatures.of("y", new double[] {0, 0, 0})
                .plus("x", new double[] {-50, 2.7, 2.8})
                .withIds(CustomerIds.of(List.of("a", "b", "c")));
        Segmentation assigned = clusters.assign(others);
        assertArrayEquals(new int[] {0, 0, 1}, assigned.segments());
        assertEquals("cluster 2", assigned.label("c"));
        assertEquals("Clusters[2 of 4 customers by x]", clusters.toString());
        assertEquals(List.of("x"), clusters.features());
        travels(clusters);
        travels(KMeans.of(2, FeatureScaling.ROBUST));
    }

    @Test
    void silhouettesByHand() {
        Silhouette exact = Silhouette.exact(LINE, FeatureScaling.NONE, PAIRS);
        // (b - a) / max: 4 / 5, 3 / 4, 1.5 / 3.5, 3.5 / 5.5
        close((0.8 + 0.75 + 1.5 / 3.5 + 3.5 / 5.5) / 4, exact.mean(), 1e-14);
        close(0.775, exact.bySegment().get("low"), 1e-14);
        assertEquals(Silhouette.Method.EXACT, exact.method());
        Silhouette simplified = Silhouette.simplified(LINE, FeatureScaling.NONE, PAIRS);
        close((0.9 + 0.875 + 2.5 / 3.5 + 4.5 / 5.5) / 4, simplified.mean(), 1e-14);
        // alone in a segment is 0: 0 of the three others, (b - a) / max of two
        Silhouette alone = Silhouette.exact(
                LINE, FeatureScaling.NONE, Segmentation.ofIndexes(List.of("A", "none", "B"), new int[] {0, 2, 2, 2}));
        assertEquals(0, alone.bySegment().get("A"));
        assertEquals(List.of("A", "B"), List.copyOf(alone.bySegment().keySet()));
        assertEquals(4, alone.customers());
        // 1: a = (3 + 5) / 2, b = 1; 4: a = (3 + 2) / 2, b = 4; 6: a = (5 + 2) / 2, b = 6
        close((-0.75 + 1.5 / 4 + 2.5 / 6) / 3, alone.bySegment().get("B"), 1e-13);
        travels(exact);
        fails(
                UndefinedRatioException.class,
                "silhouette is undefined, because fewer than two segments hold a customer",
                () -> Silhouette.simplified(
                        LINE, FeatureScaling.NONE, Segmentation.ofIndexes(List.of("A", "B"), new int[4])));
        rejects(
                "segmentation must be of as many customers as features, 4, was 1",
                () -> Silhouette.exact(
                        LINE, FeatureScaling.NONE, Segmentation.ofIndexes(List.of("A", "B"), new int[1])));
    }

    @Test
    void aSampleOfSilhouettes() {
        CustomerFeatures features = threeClouds(3000);
        Segmentation clusters =
                KMeans.of(4, FeatureScaling.Z_SCORE).fit(features, seed(2)).segmentation();
        Silhouette exact = Silhouette.exact(features, FeatureScaling.Z_SCORE, clusters);
        Silhouette all = Silhouette.sampled(features, FeatureScaling.Z_SCORE, clusters, 5000, seed(3));
        assertEquals(exact.mean(), all.mean());
        assertEquals(exact.bySegment(), all.bySegment());
        double sum = 0;
        for (int s = 0; s < 40; s++) {
            Silhouette sampled = Silhouette.sampled(features, FeatureScaling.Z_SCORE, clusters, 100, seed(s));
            assertEquals(100, sampled.customers());
            sum += sampled.mean();
        }
        // silhouettes have a standard deviation of at most 0.4 here: 0.04 a sample, 0.0063 of the mean of 40
        assertEquals(exact.mean(), sum / 40, 0.02);
        rejects(
                "features must be at most 20000 customers, was 20001 (take Silhouette.sampled or simplified)",
                () -> Silhouette.exact(
                        threeClouds(20_001),
                        FeatureScaling.NONE,
                        Segmentation.ofIndexes(List.of("A"), new int[20_001])));
    }

    @Test
    void criteriaFindThreeClouds() {
        CustomerFeatures features = threeClouds(150);
        ClusterChoice choice = ClusterChoice.upTo(6, KMeans.of(1, FeatureScaling.Z_SCORE), 20, features, seed(1));
        assertEquals(3, choice.bySilhouette());
        assertEquals(3, choice.byCalinskiHarabasz());
        assertEquals(3, choice.byGap());
        assertEquals(6, choice.most());
        assertEquals(3, choice.clusters(3).size());
        assertTrue(choice.silhouette(3).mean() > 0.7);
        for (int k = 2; k <= 6; k++) {
            assertTrue(choice.clusters(k).withinSumOfSquares()
                    < choice.clusters(k - 1).withinSumOfSquares());
            assertTrue(choice.gapError(k) > 0);
            assertEquals(choice.clusters(k).calinskiHarabasz(), choice.calinskiHarabasz(k));
        }
        assertEquals(choice, ClusterChoice.upTo(6, KMeans.of(1, FeatureScaling.Z_SCORE), 20, features, seed(1)));
        travels(choice);
        rejects("k must be in [2, 6], was 1 (clusters looked at)", () -> choice.silhouette(1));
        rejects("k must be in [1, 6], was 7 (clusters looked at)", () -> choice.gap(7));
        // only the gap can say that there is one
        CustomerFeatures one = clouds(new double[][] {{3, 3}}, 150, 1, 8);
        assertEquals(
                1,
                ClusterChoice.upTo(4, KMeans.of(1, FeatureScaling.Z_SCORE), 20, one, seed(1))
                        .byGap());
    }

    /** For one cluster of uniform data the expected sum of squares is known: the gap of such data is nearly 0. */
    @Test
    void theGapOfUniformDataIsSmall() {
        SplittableRandom random = seed(4);
        CustomerFeatures uniform = CustomerFeatures.of(
                "x",
                IntStream.range(0, 2000).mapToDouble(i -> random.nextDouble()).toArray());
        ClusterChoice choice = ClusterChoice.upTo(2, KMeans.of(1, FeatureScaling.NONE), 10, uniform, seed(5));
        // ln of a variance of 2000 uniform values has a standard deviation of sqrt(0.8 / 2000) = 0.02
        assertEquals(0, choice.gap(1), 0.08);
        assertEquals(2000 / 12.0, choice.clusters(1).withinSumOfSquares(), 0.08 * 2000 / 12);
        // in two halves a quarter is left
        assertEquals(
                0.25,
                choice.clusters(2).withinSumOfSquares() / choice.clusters(1).withinSumOfSquares(),
                0.01);
        assertEquals(1, choice.byGap());
    }

    @Test
    void scales() {
        double[] x = {1, 2, 3, 4, 100};
        assertArrayEquals(new double[] {3, 1.482602218505602}, FeatureScaling.ROBUST.locationAndScale("x", x), 1e-15);
        double[] z = FeatureScaling.Z_SCORE.locationAndScale("x", x);
        assertEquals(22, z[0]);
        // squares 441 + 400 + 361 + 324 + 6084 over 4
        close(Math.sqrt(7610 / 4.0), z[1], 1e-15);
        assertArrayEquals(new double[] {0, 1}, FeatureScaling.NONE.locationAndScale("x", x));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        KMeans two = KMeans.of(2, FeatureScaling.Z_SCORE);
        rejects(
                "age must differ between customers, was spread 0.0 (leave it out: it cannot tell customers apart)",
                () -> two.fit(LINE.plus("age", new double[] {30, 30, 30, 30}), seed(1)));
        rejects(
                "x must differ for more than half of the customers, was spread 0.0 (take Z_SCORE, or leave it out)",
                () -> KMeans.of(2, FeatureScaling.ROBUST)
                        .fit(CustomerFeatures.of("x", new double[] {0, 0, 0, 4, 5}), seed(1)));
        rejects(
                "clusters must be at most the number of different customers, 2, was 3",
                () -> KMeans.of(3, FeatureScaling.NONE)
                        .fit(CustomerFeatures.of("x", new double[] {1, 2, 1, 2}), seed(1)));
        rejects(
                "features must not be empty, was empty (one row a customer)",
                () -> two.fit(CustomerFeatures.of("x", new double[0]), seed(1)));
        rejects(
                "x[1] must be at most 1e100 after scaling, was 1.0E101",
                () -> KMeans.of(2, FeatureScaling.NONE)
                        .fit(CustomerFeatures.of("x", new double[] {1, 1e101}), seed(1)));
        rejects(
                "x must have a finite spread, was spread Infinity (scale the values down)",
                () -> two.fit(CustomerFeatures.of("x", new double[] {1e200, -1e200}), seed(1)));
        rejects("clusters must be > 0, was 0", () -> KMeans.of(0, FeatureScaling.NONE));
        rejects("restarts must be > 0, was 0 (10 is usual)", () -> two.withRestarts(0));
        rejects("maxIterations must be > 0, was 0 (300 is usual)", () -> two.withMaxIterations(0));
        rejects(
                "most must be >= 2, was 1 (one cluster is always looked at)",
                () -> ClusterChoice.upTo(1, two, 10, LINE, seed(1)));
        rejects("references must be >= 2, was 1 (50 is usual)", () -> ClusterChoice.upTo(2, two, 1, LINE, seed(1)));
        rejects(
                "most must leave some distance inside the clusters, < 4, was 4 (one a customer is no group)",
                () -> ClusterChoice.upTo(4, two, 2, LINE, seed(1)));
        rejects(
                "mean must be in [-1, 1], was NaN",
                () -> new Silhouette(Silhouette.Method.EXACT, 1, Double.NaN, Map.of()));
        fails(
                UndefinedRatioException.class,
                "Calinski-Harabasz index is undefined, because there is one cluster only",
                () -> KMeans.of(1, FeatureScaling.NONE).fit(LINE, seed(1)).calinskiHarabasz());
        rejectsNull("random", () -> two.fit(LINE, null));
        rejectsNull("features", () -> two.fit(null, seed(1)));
        rejectsNull("scaling", () -> KMeans.of(2, null));
        Clusters early = KMeans.of(5, FeatureScaling.Z_SCORE)
                .withRestarts(1)
                .withMaxIterations(1)
                .fit(clouds(new double[][] {{0, 0}}, 500, 1, 3), seed(3));
        assertFalse(early.converged());
        assertEquals("Clusters[5 of 500 customers by x, y, not converged]", early.toString());
        assertEquals(1, early.iterations());
    }

    /** Half a cent apart at a million millions is little, but not nothing. */
    @Test
    void smallDifferencesOfLargeNumbersTellApart() {
        double[] x = {1e12, 1e12 + 0.005, 1e12, 1e12 + 0.005};
        Segmentation two = KMeans.of(2, FeatureScaling.Z_SCORE)
                .fit(CustomerFeatures.of("x", x), seed(1))
                .segmentation();
        assertEquals(two.segment(0), two.segment(2));
        assertEquals(two.segment(1), two.segment(3));
        assertNotEquals(two.segment(0), two.segment(1));
        // the mean of equal numbers may round, and so leave a spread
        double[] equal = new double[49];
        Arrays.fill(equal, 0.1);
        rejects(
                "x must differ between customers, was spread 0.0 (leave it out: it cannot tell customers apart)",
                () -> KMeans.of(2, FeatureScaling.Z_SCORE).fit(CustomerFeatures.of("x", equal), seed(1)));
    }

    @Test
    void aSilhouetteIsInItsRangeInEverySegment() {
        rejects(
                "bySegment of B must be in [-1, 1], was NaN",
                () -> new Silhouette(Silhouette.Method.EXACT, 2, 0.5, Map.of("B", Double.NaN)));
    }
}
