package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers' rates given the population, against the exact posterior of the Pareto/NBD and against quadrature. */
class IntegratedRatesTest {
    /** Kolmogorov's distance to the distribution function by the trapezium rule. */
    @ParameterizedTest
    @CsvSource({
        // x, t_x, T, r, alpha, s, beta
        "3, 21, 30, 0.55, 10.6, 0.6, 11.7",
        "0, 0, 39, 0.55, 10.6, 0.6, 11.7",
        "0, 0, 39, 0.2, 0.01, 0.6, 50",
        "0, 0, 5000, 0.05, 0.01, 0.1, 1e4",
        "0, 0, 39, 3, 8, 3, 8",
        "2, 1, 39, 5, 90, 0.3, 0.5",
        "40, 30, 39, 2, 60, 0.8, 4",
        "300, 5, 200, 0.5, 10, 0.6, 12"
    })
    void momentOfLeavingFollowsItsDensity(
            int x, double recency, double age, double r, double alpha, double s, double beta) {
        IntegratedRates rates = new IntegratedRates(
                PurchaseHistories.ofColumns(new int[0], new double[0], new double[0], PeriodUnit.WEEK));
        SplittableRandom random = new SplittableRandom(x + 1);
        int n = (int) (4000 * SimulatedBase.sweep());
        double[] draws = new double[n];
        Arrays.setAll(draws, i -> rates.leftAt(r + x, alpha, s, beta, recency, age, random));
        Arrays.sort(draws);
        assertTrue(draws[0] >= recency && draws[n - 1] <= age, () -> draws[0] + " to " + draws[n - 1]);
        // in ln(min + u), fine enough for the steepest of these
        double least = Math.min(alpha, beta);
        double low = Math.log(least + recency);
        int steps = 200_000;
        double h = (Math.log(least + age) - low) / steps;
        double[] below = new double[steps + 1];
        double last = density(recency, least, r + x, alpha, s, beta, recency);
        for (int k = 1; k <= steps; k++) {
            double next = density(Math.exp(low + k * h) - least, least, r + x, alpha, s, beta, recency);
            below[k] = below[k - 1] + 0.5 * (last + next);
            last = next;
        }
        double worst = 0;
        for (int i = 0; i < n; i++) {
            double at = Math.min(steps, Math.max(0, (Math.log(least + draws[i]) - low) / h));
            int k = Math.min((int) at, steps - 1);
            double p = (below[k] + (at - k) * (below[k + 1] - below[k])) / below[steps];
            worst = Math.max(worst, Math.max(p - (double) i / n, (i + 1.0) / n - p));
        }
        assertTrue(worst * Math.sqrt(n) < 2.2, "distance " + worst);
    }

    private static double density(
            double u, double least, double shape, double alpha, double s, double beta, double recency) {
        return (least + u)
                * Math.exp(-shape * Math.log((alpha + u) / (alpha + recency))
                        - (s + 1) * Math.log((beta + u) / (beta + recency)));
    }

    @Test
    void meansAreThoseOfTheExactPosterior() {
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                new int[] {3, 0, 20, 1, 0},
                new double[] {21, 0, 10, 1.7, 0},
                new double[] {30, 39, 39, 38.9, 0},
                PeriodUnit.WEEK);
        ParetoNbd population = new ParetoNbd(0.55, 10.6, 1.6, 31.7, PeriodUnit.WEEK);
        IntegratedRates rates = new IntegratedRates(histories);
        SplittableRandom random = new SplittableRandom(2);
        int n = (int) (20_000 * SimulatedBase.sweep());
        double[] lambda = new double[5];
        double[] mu = new double[5];
        double[] meanLambda = new double[5];
        double[] meanMu = new double[5];
        double[] alive = new double[5];
        for (int d = 0; d < n; d++) {
            rates.draw(population, lambda, mu, random);
            for (int i = 0; i < 5; i++) {
                meanLambda[i] += lambda[i] / n;
                meanMu[i] += mu[i] / n;
                alive[i] +=
                        ExponentialLife.probabilityAlive(lambda[i], mu[i], histories.age(i) - histories.recency(i)) / n;
            }
        }
        for (int i = 0; i < 5; i++) {
            CustomerRates exact = population.rates(histories.row(i));
            double sdLambda = Math.sqrt(exact.purchaseRate().variance() / n);
            assertEquals(exact.purchaseRate().mean(), meanLambda[i], 4.5 * sdLambda, "lambda of " + i);
            double sdMu = Math.sqrt(exact.dropout().orElseThrow().variance() / n);
            assertEquals(exact.dropout().orElseThrow().mean(), meanMu[i], 4.5 * sdMu, "mu of " + i);
            assertEquals(population.probabilityAlive(histories.row(i)), alive[i], 4.5 * 0.5 / Math.sqrt(n));
        }
    }
}
