package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The test of groups on Freireich's patients, against a plain route and permutations, and its laws. */
@Seeded
class LogRankTestTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** Remission of 21 patients under 6-MP; negative where censored. */
    private static final int[] TREATED = {
        6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
    };

    private static final int[] PLACEBO = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};

    private static Spells weeks(int... times) {
        return Spells.ofTimes(
                IntStream.of(times)
                        .mapToObj(t -> new Spell(0, Math.abs(t), t > 0))
                        .toList(),
                WEEK);
    }

    /**
     * E. J. Freireich and others, Blood 21, 1963, as in Kalbfleisch and Prentice; statistics 16.79 (log-rank) and 13.46 (Gehan) stand in
     * many textbooks, further digits by a script of the formulas in another language.
     */
    @Test
    void freireich() {
        Spells treated = weeks(TREATED);
        Spells placebo = weeks(PLACEBO);
        LogRankTest test = LogRankTest.of(treated, placebo);
        assertEquals(16.79294098922, test.statistic(), 1e-11);
        assertEquals(1, test.degreesOfFreedom());
        assertEquals(4.17e-5, test.pValue(), 0.005e-5);
        assertEquals(9, test.groups().get(0).observed(), 0.0);
        assertEquals(21, test.groups().get(1).observed(), 0.0);
        assertEquals(19.25050094803, test.groups().get(0).expected(), 1e-10);
        assertEquals(30 - 19.25050094803, test.groups().get(1).expected(), 1e-10);
        assertEquals(21, test.groups().get(1).customers());
        statistic(13.45785204963, LogRankWeights.GEHAN_BRESLOW, treated, placebo);
        statistic(15.12357530187, LogRankWeights.TARONE_WARE, treated, placebo);
        statistic(14.08413986686, LogRankWeights.PETO_PETO, treated, placebo);
        statistic(14.45715081872, LogRankWeights.flemingHarrington(1, 0), treated, placebo);
        statistic(13.04844862402, LogRankWeights.flemingHarrington(0, 1), treated, placebo);
        statistic(13.7800195675, LogRankWeights.flemingHarrington(0.5, 0.5), treated, placebo);
        assertEquals(
                test.statistic(),
                LogRankTest.weighted(LogRankWeights.flemingHarrington(0, 0), treated, placebo)
                        .statistic(),
                1e-13);
    }

    private static void statistic(double expected, LogRankWeights weights, Spells... groups) {
        LogRankTest test = LogRankTest.weighted(weights, groups);
        assertEquals(expected, test.statistic(), 1e-9);
        assertEquals(weights, test.weights());
    }

    /** The large-sample p is close to the share of all assignments to the groups that differ as much. */
    @Test
    void exactPermutations() {
        int[] times = {1, 2, 4, -5, 6, 7, 9, 10, -11, 13, 14, 16};
        int chosen = 0b100010111011; // six of twelve
        double own = split(times, chosen).statistic();
        int all = 0;
        int asMuch = 0;
        for (int set = 0; set < 1 << 12; set++) {
            if (Integer.bitCount(set) == Integer.bitCount(chosen)) {
                all++;
                asMuch += split(times, set).statistic() >= own - 1e-12 ? 1 : 0;
            }
        }
        assertEquals((double) asMuch / all, split(times, chosen).pValue(), 0.03);
    }

    private static LogRankTest split(int[] times, int set) {
        int[] first = IntStream.range(0, 12)
                .filter(i -> (set >> i & 1) == 1)
                .map(i -> times[i])
                .toArray();
        int[] second = IntStream.range(0, 12)
                .filter(i -> (set >> i & 1) == 0)
                .map(i -> times[i])
                .toArray();
        return LogRankTest.of(weeks(first), weeks(second));
    }

    /** Under no difference p is uniform: 4,000 draws of three groups, censored and entered late. */
    @Test
    void pIsUniformWhereNothingDiffers() {
        SplittableRandom random = new SplittableRandom(5);
        int below5 = 0;
        int below50 = 0;
        int draws = 4000;
        for (int i = 0; i < draws; i++) {
            double p = LogRankTest.of(draw(random, 40), draw(random, 30), draw(random, 50))
                    .pValue();
            below5 += p < 0.05 ? 1 : 0;
            below50 += p < 0.5 ? 1 : 0;
        }
        // four standard errors, and what 120 customers lack of many
        assertEquals(0.05, below5 / (double) draws, 0.02);
        assertEquals(0.5, below50 / (double) draws, 0.04);
    }

    private static Spells draw(SplittableRandom random, int n) {
        List<Spell> rows = new ArrayList<>();
        while (rows.size() < n) {
            double life = 10 * random.nextExponential();
            double entry = random.nextInt(3) == 0 ? 3 * random.nextDouble() : 0;
            double watched = 5 + 15 * random.nextDouble();
            if (life > entry) {
                rows.add(new Spell(entry, Math.min(life, watched), life <= watched));
            }
        }
        return Spells.ofTimes(rows, WEEK);
    }

    /** The textbook's form: a group left out, the rest by a Cholesky factor. */
    @Property
    void theGeneralisedInverseLeavesAGroupOut(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Spells[] groups = {draw(random, 12), draw(random, 9), draw(random, 15)};
        double[] difference = new double[3];
        double[][] v = new double[2][2];
        List<Double> tenures = new ArrayList<>();
        for (Spells g : groups) {
            for (int i = 0; i < g.size(); i++) {
                if (g.lapsed(i)) {
                    tenures.add(g.last(i));
                }
            }
        }
        for (double t : tenures) {
            double[] n = new double[3];
            double[] d = new double[3];
            for (int g = 0; g < 3; g++) {
                for (int i = 0; i < groups[g].size(); i++) {
                    n[g] += groups[g].entry(i) < t && groups[g].last(i) >= t ? 1 : 0;
                    d[g] += groups[g].lapsed(i) && groups[g].last(i) == t ? 1 : 0;
                }
            }
            double all = n[0] + n[1] + n[2];
            for (int g = 0; g < 3; g++) {
                difference[g] += d[g] - n[g] / all;
            }
            for (int g = 0; g < 2 && all > 1; g++) {
                for (int h = 0; h < 2; h++) {
                    v[g][h] += n[g] / all * ((g == h ? 1 : 0) - n[h] / all);
                }
            }
        }
        double[] solved = SymmetricMatrix.solve(v, new double[] {difference[0], difference[1]});
        double expected = solved[0] * difference[0] + solved[1] * difference[1];
        LogRankTest test = LogRankTest.of(groups);
        assertEquals(expected, test.statistic(), 1e-9 * (1 + expected));
        assertEquals(2, test.degreesOfFreedom());
    }

    @Property
    void symmetricInGroupsAndBlindToTheScaleOfTime(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Spells> groups = new ArrayList<>(List.of(draw(random, 12), draw(random, 9), draw(random, 15)));
        for (LogRankWeights weights : List.of(
                LogRankWeights.LOG_RANK,
                LogRankWeights.GEHAN_BRESLOW,
                LogRankWeights.TARONE_WARE,
                LogRankWeights.PETO_PETO,
                LogRankWeights.flemingHarrington(1, 0.5))) {
            LogRankTest test = LogRankTest.weighted(weights, groups.toArray(Spells[]::new));
            List<Spells> other = new ArrayList<>(groups);
            Collections.shuffle(other, new Random(seed));
            LogRankTest shuffled = LogRankTest.weighted(weights, other.toArray(Spells[]::new));
            assertEquals(test.statistic(), shuffled.statistic(), 1e-10 * (1 + test.statistic()));
            LogRankTest later = LogRankTest.weighted(
                    weights, groups.stream().map(g -> map(g, t -> t * t + t)).toArray(Spells[]::new));
            assertEquals(test, later);
            double o = 0;
            double e = 0;
            for (LogRankTest.Group group : test.groups()) {
                o += group.observed();
                e += group.expected();
            }
            assertEquals(o, e, 1e-10 * (1 + o));
            assertTrue(test.pValue() >= 0 && test.pValue() <= 1);
        }
        // a stratum on its own is the plain test, and the same stratum twice counts twice
        LogRankTest once = LogRankTest.of(groups.get(0), groups.get(1));
        LogRankTest twice =
                LogRankTest.stratified(LogRankWeights.LOG_RANK, List.of(groups.subList(0, 2), groups.subList(0, 2)));
        assertEquals(2 * once.statistic(), twice.statistic(), 1e-10 * (1 + twice.statistic()));
    }

    private static Spells map(Spells spells, DoubleUnaryOperator clock) {
        return Spells.ofTimes(
                IntStream.range(0, spells.size())
                        .mapToObj(i -> new Spell(
                                clock.applyAsDouble(spells.entry(i)),
                                clock.applyAsDouble(spells.last(i)),
                                spells.lapsed(i)))
                        .toList(),
                WEEK);
    }

    @Test
    void equalGroupsDoNotDiffer() {
        LogRankTest test = LogRankTest.of(weeks(TREATED), weeks(TREATED), weeks(TREATED));
        assertEquals(0, test.statistic(), 1e-25);
        assertEquals(1, test.pValue(), 1e-12);
        assertEquals(2, test.degreesOfFreedom());
    }

    /** Between strata the groups differ only by their mixture, which a plain test takes for a difference. */
    @Test
    void strataTakeAMixtureOut() {
        SplittableRandom random = new SplittableRandom(8);
        Spells shortA = map(draw(random, 30), t -> t / 20);
        Spells shortB = map(draw(random, 150), t -> t / 20);
        Spells longA = draw(random, 150);
        Spells longB = draw(random, 30);
        assertTrue(LogRankTest.of(join(shortA, longA), join(shortB, longB)).pValue() < 1e-9);
        LogRankTest within = LogRankTest.stratified(
                LogRankWeights.LOG_RANK, List.of(List.of(shortA, shortB), List.of(longA, longB)));
        assertTrue(within.pValue() > 0.01, within::toString);
        assertEquals(180, within.groups().get(0).customers());
    }

    private static Spells join(Spells a, Spells b) {
        List<Spell> rows = new ArrayList<>();
        IntStream.range(0, a.size()).forEach(i -> rows.add(a.row(i)));
        IntStream.range(0, b.size()).forEach(i -> rows.add(b.row(i)));
        return Spells.ofTimes(rows, WEEK);
    }

    /** Who was never at risk with others adds no degree of freedom. */
    @Test
    void aGroupThatIsNeverAtRiskDoesNotCount() {
        LogRankTest two = LogRankTest.of(weeks(TREATED), weeks(PLACEBO));
        LogRankTest three = LogRankTest.of(weeks(TREATED), weeks(PLACEBO), weeks());
        assertEquals(two.statistic(), three.statistic(), 1e-12);
        assertEquals(1, three.degreesOfFreedom());
    }

    @Test
    void badInput() {
        Spells some = weeks(PLACEBO);
        message("groups must be at least 2, was 1 (a test compares)", () -> LogRankTest.of(some));
        message(
                "groups must all be times per week, was renewals per week (as the first group is)",
                () -> LogRankTest.of(some, Spells.ofRenewals(List.of(Spell.lapsedAt(2)), WEEK)));
        message(
                "strata[1] must have 2 groups, was 1 (as the first stratum has)",
                () -> LogRankTest.stratified(LogRankWeights.LOG_RANK, List.of(List.of(some, some), List.of(some))));
        message(
                "strata must have a stratum, was empty (its groups in a list)",
                () -> LogRankTest.stratified(LogRankWeights.LOG_RANK, List.of()));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LogRankTest.of(weeks(-3, -4), weeks(-5)))
                .getMessage()
                .startsWith("groups must have customers of two groups at risk when one leaves and others stay, was "));
        message(
                "p and q must be 0 for LOG_RANK, was 1.0 and 0.0 (use flemingHarrington(p, q))",
                () -> new LogRankWeights(LogRankWeights.Family.LOG_RANK, 1, 0));
        message(
                "p must be finite and >= 0, was -1.0 (the weight of early departures)",
                () -> LogRankWeights.flemingHarrington(-1, 0));
    }

    private static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
