package org.customerequity.segment;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.customerequity.segment.MigrationMatrix.NOT_IN_BASE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.CustomerIds;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Moves between segments. */
@Seeded
class MigrationMatrixTest {
    private static final List<String> TIERS = List.of("gold", "silver", "iron");
    private static final long[][] COUNTS = {{80, 15, 5, 10}, {20, 60, 20, 15}, {2, 18, 100, 60}, {9, 20, 71, 0}};
    private static final MigrationMatrix YEAR = MigrationMatrix.ofCounts(TIERS, COUNTS);
    private static final MigrationMatrix OTHER = MigrationMatrix.ofCounts(
            TIERS, new long[][] {{70, 20, 10, 12}, {15, 70, 15, 20}, {5, 10, 110, 40}, {1, 2, 3, 0}});

    private static Segmentation of(Map<String, Integer> segments, long seed) {
        List<String> ids = new ArrayList<>(segments.keySet());
        Collections.shuffle(ids, new Random(seed));
        return Segmentation.ofIndexes(
                        TIERS, ids.stream().mapToInt(segments::get).toArray())
                .withIds(CustomerIds.of(ids));
    }

    @Test
    void sharesByHand() {
        assertEquals(20, YEAR.count("silver", "gold"));
        assertEquals(60, YEAR.count("iron", NOT_IN_BASE));
        assertEquals(20, YEAR.count(NOT_IN_BASE, "silver"));
        assertEquals(Proportion.of(80, 110), YEAR.share("gold", "gold"));
        assertEquals(Proportion.of(60, 180), YEAR.share("iron", NOT_IN_BASE));
        assertEquals(Proportion.of(71, 100), YEAR.share(NOT_IN_BASE, "iron"));
        assertEquals(Proportion.of(240, 320), YEAR.unchangedOfThoseInBoth());
        assertEquals(Proportion.of(240, 405), YEAR.unchangedOfThoseBefore());
        assertEquals(Proportion.of(85, 405), YEAR.disappearedShare());
        assertEquals(Proportion.of(100, 420), YEAR.appearedShare());
        assertEquals(Proportion.of(40, 320), YEAR.movedUp());
        assertEquals(Proportion.of(40, 320), YEAR.movedDown());
        assertEquals(
                "MigrationMatrix[3 segments, 505 customers: 240 unchanged, 100 appeared, 85 disappeared]",
                YEAR.toString());
    }

    @Test
    void asAMarkovChain() {
        double[][] p = YEAR.transitionProbabilities();
        assertArrayEquals(new double[] {80 / 110.0, 15 / 110.0, 5 / 110.0, 10 / 110.0}, p[0]);
        assertArrayEquals(new double[] {0, 0, 0, 1}, p[3]);
        // two steps by the square of the matrix
        double[] now = {100, 50, 10};
        double[] twice = new double[3];
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < 3; i++) {
                for (int via = 0; via < 4; via++) {
                    twice[j] += now[i] * p[i][via] * p[via][j];
                }
            }
        }
        assertArrayEquals(twice, YEAR.project(now, 2), 1e-12);
        assertArrayEquals(now, YEAR.project(now, 0));
        fails(
                UndefinedRatioException.class,
                "transition probabilities from B are undefined, because nobody was in it (merge it with another segment)",
                () -> MigrationMatrix.ofCounts(List.of("A", "B"), new long[][] {{1, 0, 0}, {0, 0, 0}, {0, 1, 0}})
                        .transitionProbabilities());
    }

    /** Computed with mpmath at 30 digits. */
    @Test
    void tests() {
        ChiSquareTest alike = YEAR.homogeneityTest(OTHER);
        close(13.42810717107724, alike.statistic(), 1e-13);
        assertEquals(9, alike.degreesOfFreedom());
        close(0.1441722006780172, alike.pValue(), 1e-12);
        assertEquals(0, YEAR.homogeneityTest(YEAR).statistic(), 1e-13);
        ChiSquareTest symmetric = YEAR.symmetryTest();
        close(2.105263157894737, symmetric.statistic(), 1e-13);
        assertEquals(3, symmetric.degreesOfFreedom());
        close(0.5508487247279776, symmetric.pValue(), 1e-12);
        assertEquals(3.5, symmetric.smallestExpected());
        fails(
                UndefinedRatioException.class,
                "symmetry test is undefined, because nothing is left to compare",
                () -> MigrationMatrix.ofCounts(List.of("A"), new long[][] {{1, 1}, {1, 0}})
                        .symmetryTest());
    }

    /** Against a map from customer to segments, in any order of rows, at once or in two parts. */
    @Property(tries = 300)
    void countsAreThoseOfAMap(@ForAll @IntRange(max = 60) int n, @ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Integer> before = new HashMap<>();
        Map<String, Integer> after = new HashMap<>();
        List<Map<String, Integer>> parts = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        long[][] expected = new long[4][4];
        for (int i = 0; i < n; i++) {
            int from = random.nextInt(4);
            int to = random.nextInt(4);
            String id = "c" + i;
            int part = random.nextInt(2);
            if (from < 3) {
                before.put(id, from);
                parts.get(part).put(id, from);
            }
            if (to < 3) {
                after.put(id, to);
                parts.get(2 + part).put(id, to);
            }
            expected[from][to] += from < 3 || to < 3 ? 1 : 0;
        }
        MigrationMatrix matrix = MigrationMatrix.of(of(before, seed), of(after, ~seed));
        assertArrayEquals(expected, matrix.counts());
        MigrationMatrix first = MigrationMatrix.of(of(parts.get(0), 1), of(parts.get(2), 2));
        MigrationMatrix second = MigrationMatrix.of(of(parts.get(1), 3), of(parts.get(3), 4));
        assertEquals(matrix, first.plus(second));
        assertEquals(matrix, second.plus(first));
        for (String tier : TIERS) {
            double sum = 0;
            if (matrix.share(tier, tier).isDefined()) {
                for (String to : List.of("gold", "silver", "iron", NOT_IN_BASE)) {
                    sum += matrix.share(tier, to).value();
                }
                assertEquals(1, sum, 1e-14);
            }
        }
    }

    @Test
    void aProjectionIsTheMeanOfManyWalks() {
        double[][] p = YEAR.transitionProbabilities();
        Random random = new Random(7);
        int walks = 40_000;
        int[] end = new int[4];
        for (int w = 0; w < walks; w++) {
            int state = 0;
            for (int step = 0; step < 3; step++) {
                double u = random.nextDouble();
                int to = 0;
                while (to < 3 && u >= p[state][to]) {
                    u -= p[state][to++];
                }
                state = to;
            }
            end[state]++;
        }
        double[] expected = YEAR.project(new double[] {1, 0, 0}, 3);
        for (int j = 0; j < 3; j++) {
            double se = Math.sqrt(expected[j] * (1 - expected[j]) / walks);
            assertEquals(expected[j], (double) end[j] / walks, 4 * se);
        }
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "counts must have 4 rows, was 2 (the last: who appeared)",
                () -> MigrationMatrix.ofCounts(TIERS, new long[2][4]));
        rejects(
                "counts[0] must have 4 columns, was 3 (the last: who disappeared)",
                () -> MigrationMatrix.ofCounts(TIERS, new long[4][3]));
        rejects(
                "counts must have 0 in the last row and column, was 1 (who was never a customer is not counted)",
                () -> MigrationMatrix.ofCounts(List.of("A"), new long[][] {{1, 1}, {1, 1}}));
        rejects(
                "counts[0][0] must be >= 0, was -1",
                () -> MigrationMatrix.ofCounts(List.of("A"), new long[][] {{-1, 1}, {1, 0}}));
        rejects(
                "names must not contain not in base, was [not in base] (it is added)",
                () -> MigrationMatrix.ofCounts(List.of(NOT_IN_BASE), new long[2][2]));
        rejects(
                "from must be one of [gold, silver, iron, not in base], was \"lead\"",
                () -> YEAR.count("lead", "gold"));
        MigrationMatrix single = MigrationMatrix.ofCounts(List.of("A"), new long[2][2]);
        rejects("other must have the segments [gold, silver, iron], was [A]", () -> YEAR.plus(single));
        rejects(
                "after must have the segments [A], was [B] (of before)",
                () -> MigrationMatrix.of(Segmentation.ofLabels(List.of("A")), Segmentation.ofLabels(List.of("B"))));
        fails(
                IllegalStateException.class,
                "segmentation must have identifiers (Segmentation.withIds)",
                () -> MigrationMatrix.of(Segmentation.ofLabels(List.of("A")), Segmentation.ofLabels(List.of("A"))));
        rejects("customers must be one a segment, 3, was 1", () -> YEAR.project(new double[1], 1));
        rejects("steps must be >= 0, was -1", () -> YEAR.project(new double[3], -1));
        rejectsNull("before", () -> MigrationMatrix.of(null, null));
        rejectsNull("counts", () -> MigrationMatrix.ofCounts(TIERS, null));
        rejectsNull("customers", () -> YEAR.project(null, 1));
        rejectsNull("other", () -> YEAR.plus(null));
        travels(YEAR);
        rejects("counts[0][0] must be >= 0, was -80", () -> tampered(YEAR, 80L, -80L));
        long[][] mine = Arrays.stream(COUNTS).map(long[]::clone).toArray(long[][]::new);
        MigrationMatrix copied = MigrationMatrix.ofCounts(TIERS, mine);
        mine[0][0] = 0;
        copied.counts()[0][1] = 0;
        assertEquals(YEAR, copied);
    }

    /** Counts past the largest long turned negative, and the symmetry test left the pair out. */
    @Test
    void countsThatOverflowAreRefused() {
        String why = "sum of counts must be at most 9223372036854775807, was ";
        rejects(
                why + "1 + 9223372036854775807",
                () -> MigrationMatrix.ofCounts(List.of("A", "B"), new long[][] {
                    {1, Long.MAX_VALUE, 0}, {5, 1, 0}, {0, 0, 0}
                }));
        MigrationMatrix half = MigrationMatrix.ofCounts(List.of("A"), new long[][] {{Long.MAX_VALUE / 2, 3}, {0, 0}});
        rejects(why + "9223372036854775806 + 6", () -> half.plus(half));
    }
}
