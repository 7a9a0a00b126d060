package org.customerequity.model.purchase;

import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of the NBD over many customers, with gradient and Hessian in u = (ln r, ln(alpha / scale)), where
 * {@code scale} is the time by which the mean age is 10.
 *
 * <pre>{@code
 *   LL_i = lnG(r+x)/G(r) - (r+x) ln(1 + T/alpha) - x ln alpha
 * }</pre>
 *
 * <p>Arranged so that nothing cancels as r and alpha grow together, towards Poisson purchases at one common rate. The gamma
 * functions are computed once for each x; a row of distinct (x, T) costs one logarithm.
 */
final class NbdLikelihood implements Likelihood {
    private static final String COMMON_RATE = "all customers buy at one common rate, r / alpha";

    private final double scale;
    private final int[] count;
    private final double[] age;
    private final double[] weight;

    private final double customers;
    private final double repeaters;
    private final double purchases;
    private final double time;

    NbdLikelihood(DistinctRows rows) {
        int n = rows.size();
        count = new int[n];
        age = new double[n];
        weight = new double[n];
        double sumWeight = 0;
        double sumRepeaters = 0;
        double sumCount = 0;
        double sumAge = 0;
        for (int i = 0; i < n; i++) {
            double w = rows.weight(i);
            sumWeight += w;
            sumRepeaters += rows.frequency(i) > 0 ? w : 0;
            sumCount += w * rows.frequency(i);
            sumAge += w * rows.age(i);
        }
        scale = sumAge > 0 ? sumAge / sumWeight / 10 : 1;
        for (int i = 0; i < n; i++) {
            count[i] = rows.frequency(i);
            age[i] = rows.age(i) / scale;
            weight[i] = rows.weight(i);
        }
        customers = sumWeight;
        repeaters = sumRepeaters;
        purchases = sumCount;
        time = sumAge / scale;
    }

    @Override
    public List<String> names() {
        return Nbd.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, scale};
    }

    /** A density of x times per unit of time. */
    @Override
    public double offset() {
        return -purchases * Math.log(scale);
    }

    @Override
    public long observations() {
        return Math.round(customers);
    }

    @Override
    public Optional<String> obstacle() {
        return ModelChecks.obstacle(observations(), Math.round(repeaters));
    }

    @Override
    public List<String> warnings() {
        return ModelChecks.warnings(observations(), Math.round(repeaters), Nbd.NAMES.size());
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return upwards
                ? COMMON_RATE
                : j == 0 ? "almost all who buy again are the same few customers" : "purchases follow at once or never";
    }

    /** Poisson purchases at one rate, whose maximum is purchases / time. */
    @Override
    public List<Limit> limits() {
        return List.of(new Limit(COMMON_RATE, () -> purchases * (Math.log(purchases / time) - 1)));
    }

    /** The mean rate, and the shape by which the counts vary as much as they do. */
    @Override
    public double[] start() {
        double mean = purchases / customers;
        double square = 0;
        for (int i = 0; i < count.length; i++) {
            square += weight[i] * count[i] * count[i];
        }
        double excess = square / customers - mean * mean - mean;
        double r = excess > 0 ? Math.min(20, Math.max(0.05, mean * mean / excess)) : 20;
        double rate = Math.min(1e4, Math.max(1e-4, purchases / Math.max(time, 1e-3 * customers)));
        return new double[] {Math.log(r), Math.log(r / rate)};
    }

    @Override
    public double value(double[] u) {
        double r = Math.exp(u[0]);
        double alpha = Math.exp(u[1]);
        double total = -purchases * u[1];
        double rising = 0;
        for (int i = 0; i < count.length; i++) {
            int x = count[i];
            if (i == 0 || x != count[i - 1]) {
                rising = SpecialFunctions.logRising(r, x);
            }
            total += weight[i] * (rising - (r + x) * BgNbdLikelihood.log1p(age[i] / alpha));
        }
        return total;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double r = Math.exp(u[0]);
        double alpha = Math.exp(u[1]);
        double total = -purchases * u[1];
        double rising = 0;
        double first = 0;
        double second = 0;
        double g0 = 0;
        double g1 = 0;
        double h00 = 0;
        double h01 = 0;
        double h11 = 0;
        for (int i = 0; i < count.length; i++) {
            int x = count[i];
            if (i == 0 || x != count[i - 1]) {
                rising = SpecialFunctions.logRising(r, x);
                first = SpecialFunctions.digammaDifference(r, x);
                second = SpecialFunctions.trigammaDifference(r, x);
            }
            double w = weight[i];
            double logAge = BgNbdLikelihood.log1p(age[i] / alpha);
            double rest = alpha / (alpha + age[i]);
            double aged = age[i] / (alpha + age[i]);
            total += w * (rising - (r + x) * logAge);
            g0 += w * (first - logAge);
            g1 += w * (r * aged - x * rest);
            h00 += w * second;
            h01 += w * aged;
            h11 -= w * (r + x) * aged * rest;
        }
        gradient[0] = r * g0;
        gradient[1] = g1;
        hessian[0][0] = r * g0 + r * r * h00;
        hessian[0][1] = r * h01;
        hessian[1][0] = r * h01;
        hessian[1][1] = h11;
        return total;
    }
}
