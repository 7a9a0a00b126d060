package org.customerequity.internal;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class ShapleyTest {
    /** Random values, the same for the same set. */
    private static double[] game(int players, long seed) {
        return new SplittableRandom(seed).doubles(1L << players, -1000, 1000).toArray();
    }

    private static double[] phi(double[] game) {
        int players = Integer.numberOfTrailingZeros(game.length);
        return Shapley.exact(players, set -> game[set]);
    }

    @Test
    void threePlayersOfABook() {
        // one left glove (player 0), two right gloves: a pair is worth 1; the parts are 2/3, 1/6, 1/6
        double[] phi = Shapley.exact(3, set -> (set & 1) == 1 && set > 1 ? 1 : 0);
        assertArrayEquals(new double[] {2.0 / 3, 1.0 / 6, 1.0 / 6}, phi, 2e-16);
    }

    @Test
    void changeOfEquityOfTheSheet() {
        // formula sheet 05: N 10000 -> 11200, m 60 -> 58, r .80 -> .82, d .10 -> .11
        double[] from = {10000, 60, 0.80, 0.10};
        double[] to = {11200, 58, 0.82, 0.11};
        IntToDoubleFunction equity = set -> {
            double[] x = new double[4];
            for (int k = 0; k < 4; k++) {
                x[k] = (set >> k & 1) == 1 ? to[k] : from[k];
            }
            return x[0] * x[1] * x[2] / (1 + x[3] - x[2]);
        };
        double[] phi = Shapley.exact(4, equity);
        assertArrayEquals(new double[] {194640.939668, -58324.1361654, 159003.349401, -58520.1529036}, phi, 0.6e-6);
        assertEquals(236800, Sum.of(phi).getAsDouble(), 1e-8);
    }

    @Property(tries = 200)
    void isTheMeanOverAllOrders(@ForAll @IntRange(min = 1, max = 7) int players, @ForAll long seed) {
        double[] game = game(players, seed);
        double[] sum = new double[players];
        int[] order = IntStream.range(0, players).toArray();
        int orders = 0;
        do {
            int set = 0;
            for (int k : order) {
                sum[k] += game[set | 1 << k] - game[set];
                set |= 1 << k;
            }
            orders++;
        } while (advance(order));
        double[] phi = phi(game);
        for (int k = 0; k < players; k++) {
            assertEquals(sum[k] / orders, phi[k], 1e-10);
        }
    }

    /** The next order in the dictionary, false after the last. */
    private static boolean advance(int[] order) {
        int i = order.length - 2;
        while (i >= 0 && order[i] > order[i + 1]) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        int j = order.length - 1;
        while (order[j] < order[i]) {
            j--;
        }
        swap(order, i, j);
        for (int a = i + 1, b = order.length - 1; a < b; a++, b--) {
            swap(order, a, b);
        }
        return true;
    }

    private static void swap(int[] order, int i, int j) {
        int held = order[i];
        order[i] = order[j];
        order[j] = held;
    }

    @Property
    void partsAddUpToTheLastPlaceOfTheLargest(
            @ForAll @IntRange(min = 1, max = 12) int players,
            @ForAll long seed,
            @ForAll @LongRange(min = -12, max = 12) long scale) {
        double[] game = Arrays.stream(game(players, seed))
                .map(x -> 1e6 + x * Math.pow(10, scale))
                .toArray();
        double[] phi = phi(game);
        double left = Sum.of(phi).add(game[0]).add(-game[game.length - 1]).getAsDouble();
        double largest = Arrays.stream(phi).map(Math::abs).max().orElseThrow();
        assertTrue(Math.abs(left) <= Math.ulp(largest) / 2, () -> left + " left over of " + Arrays.toString(phi));
    }

    @Property
    void whoChangesNothingHasNothing(
            @ForAll @IntRange(min = 1, max = 10) int players, @ForAll @IntRange(max = 9) int who, @ForAll long seed) {
        int dummy = who % players;
        double[] game = game(players, seed);
        double[] phi = Shapley.exact(players, set -> game[set & ~(1 << dummy)]);
        assertEquals(0, phi[dummy], 0);
    }

    @Property
    void whoChangesTheSameHasTheSame(@ForAll @IntRange(min = 2, max = 10) int players, @ForAll long seed) {
        // players 0 and 1 interchangeable: the value depends on how many of the two are in
        double[] game = game(players + 1, seed);
        double[] phi = Shapley.exact(players, set -> game[4 * (set >> 2) + Integer.bitCount(set & 3)]);
        assertEquals(phi[0], phi[1], 1e-12);
    }

    @Property
    void namesDoNotMatter(@ForAll @IntRange(min = 2, max = 10) int players, @ForAll long seed) {
        double[] game = game(players, seed);
        double[] phi = phi(game);
        // player k is called players - 1 - k
        double[] renamed = Shapley.exact(players, set -> game[Integer.reverse(set) >>> Integer.SIZE - players]);
        for (int k = 0; k < players; k++) {
            assertEquals(phi[k], renamed[players - 1 - k], 1e-12);
        }
    }

    @Property
    void partsOfASumOfGamesAreSumsOfParts(
            @ForAll @IntRange(min = 1, max = 10) int players, @ForAll long one, @ForAll long other) {
        double[] a = game(players, one);
        double[] b = game(players, other);
        double[] both = Shapley.exact(players, set -> a[set] + b[set]);
        for (int k = 0; k < players; k++) {
            assertEquals(phi(a)[k] + phi(b)[k], both[k], 1e-11);
        }
    }

    @Property
    void additivePlayersHaveWhatTheyBring(@ForAll @IntRange(min = 1, max = 12) int players, @ForAll long seed) {
        double[] brings = new SplittableRandom(seed).doubles(players, -1, 1).toArray();
        double[] phi = Shapley.exact(players, set -> {
            double sum = 7;
            for (int k = 0; k < players; k++) {
                sum += (set >> k & 1) * brings[k];
            }
            return sum;
        });
        assertArrayEquals(brings, phi, 1e-14);
    }

    @Property(tries = 100)
    void columnsAreSingleGames(@ForAll @IntRange(min = 1, max = 8) int players, @ForAll long one, @ForAll long other) {
        double[] a = game(players, one);
        double[] b = game(players, other);
        double[][] phi = Shapley.exactColumns(players, set -> new double[] {a[set], b[set]});
        assertArrayEquals(phi(a), phi[0], 0);
        assertArrayEquals(phi(b), phi[1], 0);
    }

    @Test
    void everySetIsValuedOnceInOrder() {
        List<Integer> asked = new ArrayList<>();
        Shapley.exact(5, set -> {
            asked.add(set);
            return set;
        });
        assertEquals(IntStream.range(0, 32).boxed().toList(), asked);
    }

    @Test
    void sampledOrdersAgreeWithAllSets() {
        double[] game = game(10, 5);
        double[] exact = phi(game);
        Shapley.Sampled sampled = Shapley.sampled(
                10, set -> new double[] {game[(int) set], 2 * game[(int) set]}, 4000, new SplittableRandom(1));
        assertEquals(2 + 2 * 4000 * 9, sampled.evaluations());
        for (int k = 0; k < 10; k++) {
            double z = (sampled.phi()[0][k] - exact[k]) / sampled.standardErrors()[0][k];
            assertTrue(Math.abs(z) < 4, "player " + k + " is off by " + z + " standard errors");
            close(2 * sampled.phi()[0][k], sampled.phi()[1][k], 1e-12);
            close(2 * sampled.standardErrors()[0][k], sampled.standardErrors()[1][k], 1e-12);
        }
        assertEquals(game[1023] - game[0], Sum.of(sampled.phi()[0]).getAsDouble(), 1e-12);
    }

    @Test
    void standardErrorsOfSamplingAreThoseOfRepetition() {
        double[] game = game(6, 9);
        int repetitions = 400;
        SplittableRandom random = new SplittableRandom(3);
        double sum = 0;
        double squares = 0;
        double claimed = 0;
        for (int i = 0; i < repetitions; i++) {
            Shapley.Sampled sampled = Shapley.sampled(6, set -> new double[] {game[(int) set]}, 50, random);
            double phi = sampled.phi()[0][2];
            sum += phi;
            squares += phi * phi;
            claimed += Math.pow(sampled.standardErrors()[0][2], 2);
        }
        double variance = (squares - sum * sum / repetitions) / (repetitions - 1);
        // the variance of 400 draws is known to 7 %
        assertEquals(1, claimed / repetitions / variance, 0.25);
    }

    @Test
    void aPairOfOrdersIsExactWhereOnlyPairsInteract() {
        // v = sum of products of two: an order and its reverse have each pair both ways round
        double[] weight = new SplittableRandom(8).doubles(30, 0, 1).toArray();
        Shapley.Sampled sampled = Shapley.sampled(
                30,
                set -> {
                    double sum = 0;
                    for (int k = 0; k < 30; k++) {
                        sum += (set >> k & 1) * weight[k];
                    }
                    return new double[] {sum * sum};
                },
                2,
                new SplittableRandom(4));
        double all = Arrays.stream(weight).sum();
        for (int k = 0; k < 30; k++) {
            close(weight[k] * all, sampled.phi()[0][k], 1e-12);
            assertEquals(0, sampled.standardErrors()[0][k], 1e-12);
        }
    }

    @Test
    void sixtyThreePlayersFit() {
        Shapley.Sampled sampled =
                Shapley.sampled(63, set -> new double[] {Long.bitCount(set)}, 2, new SplittableRandom(4));
        for (double phi : sampled.phi()[0]) {
            assertEquals(1, phi, 1e-15);
        }
    }

    @Test
    void badInputIsNamed() {
        rejects("players must be from 1 to 12, was 0 (for more, sample orders)", () -> Shapley.exact(0, set -> 1));
        rejects("players must be from 1 to 12, was 13 (for more, sample orders)", () -> Shapley.exact(13, set -> 1));
        rejects(
                "players must be from 1 to 63, was 64",
                () -> Shapley.sampled(64, set -> new double[1], 2, new SplittableRandom(1)));
        rejects(
                "pairs must be >= 2, was 1 (a standard error needs two)",
                () -> Shapley.sampled(3, set -> new double[1], 1, new SplittableRandom(1)));
        fails(
                ArithmeticException.class,
                "value of set 101 must be finite, was NaN",
                () -> Shapley.exact(3, set -> set == 5 ? Double.NaN : 0));
        fails(
                ArithmeticException.class,
                "value of set 111 must be finite, was Infinity",
                () -> Shapley.sampled(
                        3, set -> new double[] {set == 7 ? Double.POSITIVE_INFINITY : 0}, 2, new SplittableRandom(1)));
        rejects(
                "values of set 2 must be 2, was 1 (as of set 0)",
                () -> Shapley.exactColumns(2, set -> new double[set == 2 ? 1 : 2]));
        fails(
                ArithmeticException.class,
                "values must be so small that their differences are finite, were -1.7E308 of nobody and 1.7E308 of all",
                () -> Shapley.exact(1, set -> set == 0 ? -1.7e308 : 1.7e308));
    }
}
