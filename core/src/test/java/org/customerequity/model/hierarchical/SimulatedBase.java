package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.RandomDraws;
import org.customerequity.value.PeriodUnit;

/** Customers who buy at random until they leave, simulated purchase by purchase. */
final class SimulatedBase {
    private SimulatedBase() {}

    static double sweep() {
        return Double.parseDouble(System.getProperty("customerequity.sweep", "1"));
    }

    /** Ages run evenly from 20 to 40 weeks. */
    static PurchaseHistories of(double[] lambda, double[] mu, RandomGenerator random) {
        int n = lambda.length;
        int[] x = new int[n];
        double[] recency = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 20 + 20.0 * i / n;
            double end = Math.min(age[i], random.nextExponential() / mu[i]);
            for (double t = random.nextExponential() / lambda[i]; t < end; t += random.nextExponential() / lambda[i]) {
                x[i]++;
                recency[i] = t;
            }
        }
        return PurchaseHistories.ofColumns(x, recency, age, PeriodUnit.WEEK);
    }

    static double[] gamma(int n, double shape, double rate, RandomGenerator random) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = Math.max(RandomDraws.gamma(shape, rate, random), 1e-12);
        }
        return out;
    }
}
