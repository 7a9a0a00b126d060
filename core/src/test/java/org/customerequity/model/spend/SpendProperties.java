package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.SpendSummary;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Distribution;
import org.customerequity.value.Interval;

/** Laws of the spend models over the whole stated range. More draws of the sweep: {@code -Dcustomerequity.sweep=100000}. */
@Seeded
class SpendProperties {
    /** Parameters of tails so heavy or so light that a quantile is beyond double are left to the sweep of moments. */
    @Property(tries = 300)
    void quantilesAreWhereTheProbabilityIs(
            @ForAll @DoubleRange(min = -2, max = 4) double logP,
            @ForAll @DoubleRange(min = -1, max = 4) double logQ,
            @ForAll @DoubleRange(min = -6, max = 6) double logMean,
            @ForAll @IntRange(min = 0, max = 200) int n,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
        GammaGamma gamma = new GammaGamma(Math.exp(logP), Math.exp(logQ), 30);
        LogNormalSpend normal = new LogNormalSpend(30, Math.exp(logP - 3), Math.exp(logQ - 4));
        double mean = n == 0 ? 0 : Math.exp(logMean);
        double excess = n < 2 ? 0 : 0.5;
        SpendSummary spend = SpendSummary.of(n, mean).withLogs(n == 0 ? 0 : Math.log(mean) - excess, excess);
        for (TransactionSpendModel model : new TransactionSpendModel[] {gamma, normal}) {
            for (Distribution d : new Distribution[] {model.nextSpend(spend), model.meanSpend(spend)}) {
                assertEquals(p, d.probabilityBelow(d.quantile(p)), 1e-9, () -> model + " of " + spend);
            }
            Interval own = model.meanSpendCredibleInterval(spend, 0.8);
            Interval next = model.nextSpendPredictionInterval(spend, 0.8);
            assertTrue(own.lower() < own.upper() && next.lower() < next.upper(), () -> own + " and " + next);
        }
        // the sum of m amounts: the mean is m times that of one, and its share of spread is less
        if (gamma.p() * n + gamma.q() > 2.1) {
            Distribution one = gamma.nextSpend(spend);
            Distribution five = gamma.sumOfNextSpends(spend, 5);
            assertEquals(5 * one.mean(), five.mean(), 1e-12 * five.mean());
            assertTrue(five.standardDeviation() <= 5 * one.standardDeviation() * (1 + 1e-12));
        }
    }

    /** No result is NaN or out of its law, and shrinkage lies between what is known of the customer and of all. */
    @Example
    void sweepOfTheWholeRange() {
        int draws = Integer.getInteger("customerequity.sweep", 20_000);
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < draws; i++) {
            int n = (int) Math.exp(random.nextDouble(0, Math.log(100_001))) - (random.nextInt(4) == 0 ? 1 : 0);
            double y = random.nextDouble(-13, 13);
            double excess = n < 2 ? 0 : Math.exp(random.nextDouble(-20, 2));
            double scatter = n < 2 ? 0 : 2 * n * excess;
            SpendSummary spend = n == 0
                    ? SpendSummary.none()
                    : SpendSummary.of(n, Math.exp(n == 1 ? y : y + excess)).withLogs(y, scatter);
            GammaGamma gamma =
                    new GammaGamma(wide(random, 1e-4, 1e4), wide(random, 1e-4, 1e4), wide(random, 1e-4, 1e4));
            LogNormalSpend normal =
                    new LogNormalSpend(wide(random, 1e-6, 1e12), wide(random, 1e-8, 100), wide(random, 1e-8, 100));
            check(gamma, spend, gamma.p() * n + gamma.q());
            check(normal, spend, Double.POSITIVE_INFINITY);
            double level = Math.log(normal.medianSpend(spend));
            double low = n == 0 ? normal.mu() : Math.min(normal.mu(), y);
            double high = n == 0 ? normal.mu() : Math.max(normal.mu(), y);
            assertTrue(
                    level >= low - 1e-12 * (1 + Math.abs(low)) && level <= high + 1e-12 * (1 + Math.abs(high)),
                    () -> normal + " of " + spend + ": " + level);
        }
    }

    private static void check(TransactionSpendModel model, SpendSummary spend, double shape) {
        double likelihood = model.logLikelihoodOfTransactions(spend);
        assertTrue(Double.isFinite(likelihood), () -> "likelihood " + likelihood + " of " + spend + " in " + model);
        if (shape > 1) {
            double mean = model.expectedSpend(spend);
            double variance = model.varianceOfMeanSpend(spend);
            double square = model.expectedSquareOfTransaction(spend);
            assertTrue(mean > 0 && mean < Double.POSITIVE_INFINITY, () -> mean + " of " + spend + " in " + model);
            assertTrue(variance >= 0, () -> variance + " of " + spend + " in " + model);
            assertTrue(
                    square >= (variance + mean * mean) * (1 - 1e-12),
                    () -> square + " of " + spend + " in " + model + " with " + variance + ", " + mean);
            assertEquals(shape > 2, variance < Double.POSITIVE_INFINITY, () -> spend + " in " + model);
        }
        double below = model.nextSpend(spend).probabilityBelow(30);
        double meanBelow = model.meanSpend(spend).probabilityBelow(30);
        assertTrue(below >= 0 && below <= 1, () -> below + " of " + spend + " in " + model);
        assertTrue(meanBelow >= 0 && meanBelow <= 1, () -> meanBelow + " of " + spend + " in " + model);
    }

    private static double wide(SplittableRandom random, double low, double high) {
        return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
    }
}
