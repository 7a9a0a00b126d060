package org.customerequity.lifetime.formula;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;

/** Pfeifer and Carraway's chains. */
@Seeded
class MarkovLifetimeValueTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;

    /** Pfeifer and Carraway (2000): margin 40, promotion 4, 20 %, recency 1 to 4. Sheet 02. */
    private static final MarkovLifetimeValue PAPER = MarkovLifetimeValue.alwaysAShare(
            Contribution.of("USD", 40),
            CurrencyAmount.of("USD", 4),
            new double[] {0.3, 0.2, 0.15, 0.05},
            DiscountRate.ofAnnual(0.20),
            YEAR);

    private static void all(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            close(expected[i], actual[i], tolerance);
        }
    }

    @Test
    void thePaper() {
        all(new double[] {52.3196094386, 5.55378356387, 1.25077298617, -1.82001627339, 0}, PAPER.values(), 1e-11);
        all(new double[] {50.1149691358, 4.21990740741, 0.592110339506, -1.98013117284, 0}, PAPER.values(4), 1e-11);
        all(new double[] {788.273590638, 627.647106687, 411.091183058, 117.664862703, 0}, PAPER.variances(), 1e-11);
        all(new double[] {2.21141088014, 1.5479876161, 1.23839009288, 1.05263157895}, PAPER.expectedVisits()[0], 1e-11);
        assertArrayEquals(new int[] {0, 1, 2, 3}, PAPER.transientStates());
        close(52.3196094386, PAPER.value(0).amount().value(), 1e-11);
        assertArrayEquals(new double[] {36, -4, -4, -4, 0}, PAPER.rewards());
        assertEquals("5 states per year in USD", PAPER.toString());
    }

    @Test
    void whenToStop() {
        MarkovLifetimeValue.StoppingRule rule = PAPER.bestStopping();
        assertArrayEquals(new int[] {3, 4}, rule.stops());
        assertTrue(rule.stopsIn(3));
        assertFalse(rule.stopsIn(2));
        all(
                new double[] {53.1494252874, 6.62068965517, 2.64367816092, 0, 0},
                rule.chain().values(),
                1e-11);
        all(
                new double[] {48, 51.5744680851, 53.1494252874, 52.3196094386, 52.3196094386},
                PAPER.valuesByCutOff(),
                1e-11);
        assertEquals("ends in 2 of 5 states", rule.toString());
        assertTrue(rule.rounds() >= 1 && rule.rounds() <= PAPER.states());
        assertEquals(rule.chain(), PAPER.stoppedIn(3, 4));
    }

    /** Sheet 02: migration between value segments, and a base of customers. */
    @Test
    void segmentsAndTheBase() {
        MarkovLifetimeValue chain = MarkovLifetimeValue.of(
                new double[][] {{0.7, 0.2, 0.1}, {0.1, 0.6, 0.3}, {0, 0, 1}},
                new double[] {200, 50, 0},
                USD,
                DiscountRate.ofAnnual(0.1),
                YEAR);
        all(new double[] {672.222222222, 244.444444444, 0}, chain.values(), 1e-11);
        close(1405555.55556, chain.equity(1000, 3000, 0).amount().value(), 1e-11);
    }

    private static MarkovLifetimeValue random(SplittableRandom random, int n, double discount, boolean signed) {
        double[][] p = new double[n][n];
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                p[i][j] = random.nextDouble() < 0.4 ? 0 : random.nextDouble();
                sum += p[i][j];
            }
            if (sum == 0) {
                p[i][i] = sum = 1;
            }
            for (int j = 0; j < n; j++) {
                p[i][j] /= sum;
            }
            r[i] = random.nextDouble() * 100 - (signed ? 50 : 0);
        }
        return MarkovLifetimeValue.of(p, r, USD, DiscountRate.ofAnnual(discount), YEAR);
    }

    /** The inverse beside the sum of powers, and the fixed point. */
    @Property(tries = 500)
    void theInverseIsTheSumOfPowers(
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @Scale(4) @DoubleRange(min = 0.05, max = 1) double discount,
            @ForAll long seed) {
        MarkovLifetimeValue chain = random(new SplittableRandom(seed), n, discount, false);
        double c = 1 / (1 + chain.discount().perPeriod(YEAR));
        double[] sum = chain.values(800);
        all(chain.values(), sum, 1e-13);
        // Pfeifer and Carraway's variance by second moments
        double[][] p = chain.transitions();
        double[] second = new double[n];
        for (int t = 0; t < 1000; t++) {
            double[] next = new double[n];
            for (int i = 0; i < n; i++) {
                double reward = chain.rewards()[i];
                next[i] = reward * reward;
                for (int j = 0; j < n; j++) {
                    next[i] += p[i][j] * (2 * c * reward * chain.values()[j] + c * c * second[j]);
                }
            }
            second = next;
        }
        for (int i = 0; i < n; i++) {
            double v = chain.values()[i];
            assertEquals(second[i] - v * v, chain.variances()[i], 1e-12 * (1 + second[i]));
        }
    }

    /** Next to no discount the sum is near reward / d: no digit is lost to a subtraction. */
    @Property
    void aTinyDiscountKeepsItsDigits(@ForAll @DoubleRange(min = 1e-12, max = 1e-6) @Scale(18) double d) {
        MarkovLifetimeValue chain = MarkovLifetimeValue.of(
                new double[][] {{0.5, 0.5}, {0.25, 0.75}}, new double[] {3, 3}, USD, DiscountRate.ofAnnual(d), YEAR);
        double rate = chain.discount().perPeriod(YEAR);
        close(3 * (1 + rate) / rate, chain.values()[0], 1e-14);
        close(3 * (1 + rate) / rate, chain.values()[1], 1e-14);
    }

    /**
     * Two states that earn 1 or 0 and are drawn anew each period: V differs by 1 however large it is, and the variance from either
     * is that of a discounted sum of independent halves, {@code c^2 / 4 / (1 - c^2)}.
     */
    @Property
    void aVarianceKeepsItsDigits(@ForAll @DoubleRange(min = 1e-12, max = 0.5) @Scale(18) double d) {
        MarkovLifetimeValue chain = MarkovLifetimeValue.of(
                new double[][] {{0.5, 0.5}, {0.5, 0.5}}, new double[] {1, 0}, USD, DiscountRate.ofAnnual(d), YEAR);
        double rate = chain.discount().perPeriod(YEAR);
        // c^2 / (1 - c^2) = 1 / (d (2 + d))
        close(0.25 / (rate * (2 + rate)), chain.variances()[0], 1e-14);
        close(0.25 / (rate * (2 + rate)), chain.variances()[1], 1e-14);
        // behind a state that is left for good, and beside another class: the same digits
        MarkovLifetimeValue behind = MarkovLifetimeValue.of(
                new double[][] {{0.2, 0.8, 0, 0}, {0, 1, 0, 0}, {0, 0, 0.5, 0.5}, {0, 0, 0.5, 0.5}},
                new double[] {3, 7, 1, 0},
                USD,
                DiscountRate.ofAnnual(d),
                YEAR);
        close(0.25 / (rate * (2 + rate)), behind.variances()[2], 1e-14);
        // V = 7 (1 + d) / d - 4 x: the periods spent in state 0, of which x counts the discount, are geometric
        double c = 1 / (1 + rate);
        double x = 1 / (1 - 0.2 * c);
        close(0.16 * 16 * c * c * x * x / (1 - 0.2 * c * c), behind.variances()[0], 1e-13);
    }

    /** Every set of states to stop in, tried one by one, is no better than the best rule. */
    @Property(tries = 300)
    void noRuleIsBetterThanTheBest(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @Scale(4) @DoubleRange(min = 0.01, max = 0.5) double discount,
            @ForAll long seed) {
        MarkovLifetimeValue chain = random(new SplittableRandom(seed), n, discount, true);
        double[] best = chain.bestStopping().chain().values();
        for (int set = 0; set < 1 << n; set++) {
            int mask = set;
            int[] states =
                    IntStream.range(0, n).filter(i -> (mask >> i & 1) == 1).toArray();
            double[] values = chain.stoppedIn(states).values();
            for (int i = 0; i < n; i++) {
                assertTrue(values[i] <= best[i] + 1e-9, () -> "better to stop in " + Arrays.toString(states));
            }
        }
        for (double v : best) {
            assertTrue(v >= 0);
        }
    }

    /** The mean and the variance of simulated paths, within four of their standard errors. */
    @Test
    void simulatedPaths() {
        SplittableRandom random = new SplittableRandom(5);
        int draws = 40_000 * Integer.getInteger("customerequity.sweep", 1);
        double[][] p = PAPER.transitions();
        double[] r = PAPER.rewards();
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        double mean = PAPER.values()[0];
        for (int i = 0; i < draws; i++) {
            double value = 0;
            double weight = 1;
            for (int state = 0; state != 4; weight /= 1.2) {
                value += weight * r[state];
                double u = random.nextDouble();
                int next = 0;
                while (u >= p[state][next]) {
                    u -= p[state][next++];
                }
                state = next;
            }
            sum += value;
            squares += (value - mean) * (value - mean);
            fourth += Math.pow(value - mean, 4);
        }
        double variance = PAPER.variances()[0];
        assertEquals(mean, sum / draws, 4 * Math.sqrt(variance / draws));
        double spread = fourth / draws - variance * variance;
        assertEquals(variance, squares / draws, 4 * Math.sqrt(spread / draws));
    }

    /** Dwyer's customer who is lost for good has a closed form, with and without discount. */
    @Property
    void lostForGood(
            @ForAll @Scale(6) @DoubleRange(max = 0.999) double r, @ForAll @Scale(6) @DoubleRange(max = 0.5) double d) {
        DiscountRate discount = DiscountRate.ofAnnual(d);
        MarkovLifetimeValue chain = MarkovLifetimeValue.lostForGood(Contribution.of("USD", 100), r, discount, YEAR);
        double expected = LifetimeValueCalculator.of(discount, CashFlowTiming.IMMEDIATE_COUNTED)
                .value(PeriodicContribution.of("USD", 100, YEAR), RetentionRate.of(r, YEAR))
                .amount()
                .value();
        close(expected, chain.value(0).amount().value(), 1e-13);
        assertEquals(0, chain.value(1).amount().value());
        close(1 / (1 - r), chain.expectedVisits()[0][0], 1e-13);
    }

    /** Berger and Nasr's fifth case counts the same buyers; here the promotion comes half a period earlier, and from now on. */
    @Test
    void bergerAndNasrsMigration() {
        double[] p = {0.3, 0.2, 0.15, 0.05};
        double buyersOnly = MarkovLifetimeValue.alwaysAShare(
                        Contribution.of("USD", 40), CurrencyAmount.of("USD", 0), p, DiscountRate.ofAnnual(0.2), YEAR)
                .values(4)[0];
        close(
                buyersOnly,
                BergerNasr.of(Contribution.of("USD", 40), CurrencyAmount.of("USD", 0), DiscountRate.ofAnnual(0.2))
                        .migration(p, 4, YEAR)
                        .value()
                        .amount()
                        .value(),
                1e-14);
    }

    @Test
    void withoutDiscountWhereAllIsLeftForGood() {
        MarkovLifetimeValue chain = MarkovLifetimeValue.of(
                new double[][] {{0.5, 0.25, 0.25}, {0, 0.5, 0.5}, {0, 0, 1}},
                new double[] {10, 4, 0},
                USD,
                DiscountRate.NONE,
                YEAR);
        all(new double[] {24, 8, 0}, chain.values(), 1e-15);
        rejects(
                "discount must be > 0 where a state with a reward is never left for good, was 0.0 "
                        + "(state 2 earns 1.0 for ever: the sum diverges)",
                () -> MarkovLifetimeValue.of(
                        new double[][] {{0.5, 0.25, 0.25}, {0, 0.5, 0.5}, {0, 0, 1}},
                        new double[] {10, 4, 1},
                        USD,
                        DiscountRate.NONE,
                        YEAR));
        // nobody is ever lost, and nothing is transient
        MarkovLifetimeValue round = MarkovLifetimeValue.of(
                new double[][] {{0, 1}, {1, 0}}, new double[] {1, 0}, USD, DiscountRate.ofAnnual(0.25), YEAR);
        assertEquals(0, round.expectedVisits().length);
        close(1 / (1 - 0.64), round.values()[0], 1e-15);
    }

    @Test
    void badInput() {
        rejects(
                "promotion must be finite and >= 0, was -4.0 (a cost; 0 for none)",
                () -> MarkovLifetimeValue.alwaysAShare(
                        Contribution.of("USD", 40),
                        CurrencyAmount.of("USD", -4),
                        new double[] {0.3},
                        DiscountRate.ofAnnual(0.1),
                        PeriodUnit.YEAR));
        double[][] p = {{0.5, 0.4}, {0, 1}};
        DiscountRate d = DiscountRate.ofAnnual(0.1);
        rejects(
                "transitions[0] must sum to 1, was 0.9 (add a state for lost customers if one is missing)",
                () -> MarkovLifetimeValue.of(p, new double[2], USD, d, YEAR));
        rejects(
                "transitions must have 3 rows, was 2 (one for each reward)",
                () -> MarkovLifetimeValue.of(p, new double[3], USD, d, YEAR));
        rejects(
                "transitions[0] must have 1 probabilities, was 2 (one for each state)",
                () -> MarkovLifetimeValue.of(new double[][] {{0.5, 0.5}}, new double[1], USD, d, YEAR));
        rejects(
                "transitions[0][1] must be in [0, 1], was -0.5 (the probability of a move)",
                () -> MarkovLifetimeValue.of(new double[][] {{1.0, -0.5}, {0, 1}}, new double[2], USD, d, YEAR));
        rejects(
                "rewards[1] must be finite, was NaN (contribution of a period in the state)",
                () -> MarkovLifetimeValue.of(
                        new double[][] {{0.5, 0.5}, {0, 1}}, new double[] {1, Double.NaN}, USD, d, YEAR));
        rejects(
                "rewards must have a state, was empty (one reward each)",
                () -> MarkovLifetimeValue.of(new double[0][], new double[0], USD, d, YEAR));
        rejects("state must be in 0..4, was 5 (states are numbered from 0)", () -> PAPER.value(5));
        rejects("customers must have 5 counts, was 1 (one for each state)", () -> PAPER.equity(1));
        rejects(
                "customers[1] must be finite and >= 0, was -1.0 (customers in the state)",
                () -> PAPER.equity(1, -1, 0, 0, 0));
        rejects("periods must be >= 0, was -1 (the first period is period 0)", () -> PAPER.values(-1));
        rejectsNull("transitions", () -> MarkovLifetimeValue.of(null, new double[1], USD, d, YEAR));
        rejectsNull(
                "purchaseProbabilities",
                () -> MarkovLifetimeValue.alwaysAShare(
                        Contribution.of("USD", 40), CurrencyAmount.of("USD", 4), null, d, YEAR));
    }

    @Test
    void travelsAndCopies() {
        travels(PAPER);
        travels(PAPER.bestStopping());
        PAPER.transitions()[0][0] = 9;
        PAPER.values()[0] = 9;
        close(52.3196094386, PAPER.values()[0], 1e-11);
    }
}
