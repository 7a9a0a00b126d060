package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of one customer given his rates. Worked numbers: 50-digit evaluation of the formulas. */
@Seeded
class ExponentialLifeTest {
    private static final double SWEEP = Double.parseDouble(System.getProperty("customerequity.sweep", "1"));

    @ParameterizedTest
    @CsvSource({
        ".12, .03, 3, 21, 30, 0.63634074296552535, -0.5595168570852996, 22.67547837562894, 28.324423908266004,"
                + " 41.889164797957746, 2.1663759547791058, 0.78380647084335649",
        ".5, .002, 20, 10, 39, 0.00011944362733221226, 9.0325465849404576, 10.710507450138969, 14.586814361861378,"
                + " 217.33747196936619, 12.667783289277604, 0.99601379900801333",
        ".001, .2, 0, 0, 52, 2.9034882588479348e-5, 10.446983567637015, 1.7744406089579665, 11.454353795424468,"
                + " 53.783374719693662, 0.0049724171778961961, 0.0049483831726903762",
        "4, .5, 300, 5, 200, 0, 875.30277542266378, 5.0792610986530516, 5.511685576220899, 200.71334988787746,"
                + " 7.9999819173647442, 0.88888888888888889"
    })
    void isAsWorkedOut(
            double lambda,
            double mu,
            int x,
            double recency,
            double age,
            double alive,
            double logOdds,
            double left3,
            double left9,
            double leaves3,
            double purchases,
            double active) {
        double wait = age - recency;
        assertEquals(alive, ExponentialLife.probabilityAlive(lambda, mu, wait), 1e-13 * alive);
        assertEquals(logOdds, ExponentialLife.logOddsOfHavingLeft(lambda, mu, wait), 1e-13 * Math.abs(logOdds));
        assertEquals(left3, recency + ExponentialLife.leftAfter(lambda, mu, wait, 0.3), 1e-14 * left3);
        assertEquals(left9, recency + ExponentialLife.leftAfter(lambda, mu, wait, 0.9), 1e-14 * left9);
        // the sampler draws the exponential itself
        assertEquals(leaves3, age - Math.log1p(-0.3) / mu, 1e-14 * leaves3);
        assertEquals(purchases, ExponentialLife.purchases(lambda, mu, 0, 26), 1e-13 * purchases);
        assertEquals(active, ExponentialLife.activity(lambda, mu, 0, 26), 1e-13 * active);
    }

    @Test
    void marginalLikelihoodIsAsWorkedOut() {
        assertEquals(-10.419857175811127, ExponentialLife.logLikelihood(-2.1, -3.5, 3, 21, 9), 1e-13 * 10.4);
    }

    @Test
    void marginalLikelihoodStaysFiniteWhereItsTermsUnderflow() {
        // all left: ln(mu/(lambda+mu)) with mu e^-680; and all stayed, with nobody leaving
        assertEquals(-680, ExponentialLife.logLikelihood(0, -680, 0, 0, 1e4), 1e-9);
        assertEquals(-1, ExponentialLife.logLikelihood(0, -800, 0, 0, 1), 1e-12);
        assertEquals(-900, ExponentialLife.logLikelihood(0, -1200, 0, 0, 900), 1e-9);
        assertEquals(0, ExponentialLife.logLikelihood(-900, -1200, 0, 0, 900), 1e-12);
    }

    /** The integral over the moment of leaving, plus the chance of staying, by another road. */
    @Property
    void marginalLikelihoodIsTheIntegralOverTheMomentOfLeaving(
            @ForAll @DoubleRange(min = -6, max = 1) double logLambda,
            @ForAll @DoubleRange(min = -6, max = 1) double logMu,
            @ForAll @IntRange(max = 20) int x,
            @ForAll @DoubleRange(max = 40) double recency,
            @ForAll @DoubleRange(max = 10) double wait) {
        double lambda = Math.exp(logLambda);
        double mu = Math.exp(logMu);
        double left = 0;
        double[] nodes = GaussLegendre.nodes(16);
        double half = wait / 24;
        for (int panel = 0; panel < 12; panel++) {
            for (int j = 0; j < 16; j++) {
                double u = half * (2 * panel + 1 + nodes[j]);
                left += half * GaussLegendre.weights(16)[j] * mu * Math.exp(-(lambda + mu) * u);
            }
        }
        double stayed = Math.exp(-(lambda + mu) * wait);
        double expected = x * logLambda - (lambda + mu) * recency + Math.log(left + stayed);
        assertEquals(
                expected,
                ExponentialLife.logLikelihood(logLambda, logMu, x, recency, wait),
                1e-11 * Math.max(1, Math.abs(expected)));
        assertEquals(stayed / (left + stayed), ExponentialLife.probabilityAlive(lambda, mu, wait), 1e-11);
    }

    @Property
    void oddsAndProbabilityAreOneNumber(
            @ForAll @DoubleRange(min = -10, max = 5) double logLambda,
            @ForAll @DoubleRange(min = -10, max = 5) double logMu,
            @ForAll @DoubleRange(max = 1e4) double wait) {
        double lambda = Math.exp(logLambda);
        double mu = Math.exp(logMu);
        double alive = ExponentialLife.probabilityAlive(lambda, mu, wait);
        assertTrue(alive >= 0 && alive <= 1, () -> "was " + alive);
        double odds = ExponentialLife.logOddsOfHavingLeft(lambda, mu, wait);
        assertEquals(1 / (1 + Math.exp(odds)), alive, 1e-12 * alive * Math.max(1, Math.abs(odds)));
    }

    @Property
    void whoLeftDidSoDuringTheWait(
            @ForAll @DoubleRange(min = -690, max = 5) double logLambda,
            @ForAll @DoubleRange(min = -690, max = 5) double logMu,
            @ForAll @DoubleRange(max = 1e6) double wait,
            @ForAll @IntRange(max = 999_999) int millionths) {
        double lambda = Math.exp(logLambda);
        double mu = Math.exp(logMu);
        double u = millionths / 1e6;
        double left = ExponentialLife.leftAfter(lambda, mu, wait, u);
        assertTrue(left >= 0 && left <= wait, () -> "was " + left);
        // the distribution function gives the uniform back
        double both = lambda + mu;
        if (both * wait > 1e-12 && both * wait < 30) {
            assertEquals(u, Math.expm1(-both * left) / Math.expm1(-both * wait), 1e-9);
        }
    }

    @Property
    void countsGrowWithTheSpanAndExceedTheChanceOfAny(
            @ForAll @DoubleRange(min = -8, max = 3) double logLambda,
            @ForAll @DoubleRange(min = -8, max = 3) double logMu,
            @ForAll @DoubleRange(max = 100) double from,
            @ForAll @DoubleRange(max = 100) double length) {
        double lambda = Math.exp(logLambda);
        double mu = Math.exp(logMu);
        double count = ExponentialLife.purchases(lambda, mu, from, from + length);
        double active = ExponentialLife.activity(lambda, mu, from, from + length);
        assertTrue(active >= 0 && active <= 1 && active <= count * (1 + 1e-12), () -> active + " and " + count);
        double split = ExponentialLife.purchases(lambda, mu, from, from + length / 3)
                + ExponentialLife.purchases(lambda, mu, from + length / 3, from + length);
        assertEquals(count, split, 1e-10 * count + 1e-300);
        // no discount: the present value of a purchase is a purchase
        assertEquals(
                ExponentialLife.purchases(lambda, mu, 0, from + length),
                ExponentialLife.discountedPurchases(lambda, mu, 0, from + length),
                1e-12 * lambda * (from + length) + 1e-300);
    }

    /** Purchases after a death, counted one by one. */
    @Test
    void figuresAreThoseOfASimulatedLife() {
        SplittableRandom random = new SplittableRandom(18);
        double lambda = 0.7;
        double mu = 0.2;
        double delta = 0.05;
        int n = (int) (40_000 * SWEEP);
        double bought = 0;
        double active = 0;
        double present = 0;
        for (int i = 0; i < n; i++) {
            double life = random.nextExponential() / mu;
            int count = 0;
            for (double t = random.nextExponential() / lambda; t < life; t += random.nextExponential() / lambda) {
                count += t > 2 && t <= 9 ? 1 : 0;
                present += t <= 9 ? Math.exp(-delta * t) : 0;
            }
            bought += count;
            active += count > 0 ? 1 : 0;
        }
        double se = 4 / Math.sqrt(n);
        assertEquals(bought / n, ExponentialLife.purchases(lambda, mu, 2, 9), 2.5 * se);
        assertEquals(active / n, ExponentialLife.activity(lambda, mu, 2, 9), 0.5 * se);
        assertEquals(present / n, ExponentialLife.discountedPurchases(lambda, mu, delta, 9), 2.5 * se);
    }
}
