package org.customerequity.model.hierarchical;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.RandomDraws;
import org.customerequity.value.PeriodUnit;

/** Customers drawn from a Pareto/GGG, observed for {@code age} weeks, and what they do in the {@code ahead} weeks after. */
record GggShop(PurchaseHistories histories, double[] k, double[] lambda, double[] mu, boolean[] alive, int[] ahead) {
    /** @param p t, gamma, r, alpha, s, beta */
    static GggShop of(int customers, double[] p, double age, double ahead, RandomGenerator random) {
        double[] k = new double[customers];
        double[] lambda = new double[customers];
        double[] mu = new double[customers];
        for (int i = 0; i < customers; i++) {
            k[i] = Math.min(Math.max(RandomDraws.gamma(p[0], p[1], random), 0.1), 1000);
            lambda[i] = RandomDraws.gamma(p[2], p[3], random);
            mu[i] = RandomDraws.gamma(p[4], p[5], random);
        }
        return of(k, lambda, mu, age, ahead, random);
    }

    private static GggShop of(
            double[] k, double[] lambda, double[] mu, double age, double ahead, RandomGenerator random) {
        int n = k.length;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] ages = new double[n];
        double[] logs = new double[n];
        boolean[] alive = new boolean[n];
        int[] later = new int[n];
        Arrays.fill(ages, age);
        for (int i = 0; i < n; i++) {
            double life = random.nextExponential() / mu[i];
            alive[i] = life > age;
            double time = 0;
            while (true) {
                double wait = RandomDraws.gamma(k[i], k[i] * lambda[i], random);
                time += wait;
                if (time > Math.min(life, age + ahead)) {
                    break;
                }
                if (time > age) {
                    later[i]++;
                } else {
                    x[i]++;
                    tx[i] = time;
                    logs[i] += Math.log(wait);
                }
            }
            // to the last digit at most that of equal waits
            logs[i] = x[i] == 0 ? 0 : Math.min(logs[i], x[i] * Math.log(tx[i] / x[i]));
            logs[i] = x[i] == 1 ? Math.log(tx[i]) : logs[i];
        }
        return new GggShop(
                PurchaseHistories.ofColumns(x, tx, ages, PeriodUnit.WEEK).withLogIntervals(logs),
                k,
                lambda,
                mu,
                alive,
                later);
    }
}
