package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.internal.row.ErlangStates;

/**
 * The log-likelihood of the BG/CNBD-k (m = 0) and the MBG/CNBD-k (m = 1) over many customers, with gradient and Hessian in
 * u = (ln r, ln(alpha / scale), ln a, ln b), where {@code scale} is the time by which the mean age is 10.
 *
 * <pre>{@code
 *   LL_i = (k-1) litt - x lnG(k)                                      the same for all parameters: in the offset
 *          + lnG(r+kx)/G(r) + ln B(a,b+x+m)/B(a,b) - kx ln alpha
 *          - n ln(1 + T/alpha) + S + [x+m>0] ln(1 + e^d)
 *   n    = r + kx
 *   S    = ln sum over j < k of G(n+j)/(G(n) j!) v^j,   v = (T-t_x)/(alpha+T)
 *   d    = ln a - ln(b+x+m-1) + n ln((alpha+T)/(alpha+t_x)) - S,   the log-odds of having left
 * }</pre>
 *
 * <p>The derivatives of S are moments of j, and of the sums of 1/(n+i) over i < j, under the weights of its terms.
 */
final class CnbdLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final String COMMON_RATE = "all customers buy at one common rate, r / (k alpha)";
    private static final String COMMON_DROPOUT = "all customers have one common chance to leave, a / (a + b)";
    private static final String NO_DROPOUT = "nobody ever leaves: regular timing without dropout";

    /** A log-parameter that stands for infinity; minus it, for zero. */
    private static final double FAR = Math.log(1e8);

    private final int k;
    private final int m;
    private final DistinctRows rows;
    private final double scale;
    private final double constant;
    private final double customers;
    private final double repeaters;
    private final double[] start;

    private double[] best = new double[4];
    private double highest = Double.NEGATIVE_INFINITY;

    /** Weights of the terms of S, and the first two derivatives of their logarithms in n. */
    private final double[] c;

    private final double[] psi;
    private final double[] psi2;

    /**
     * Of histories that have been summed up.
     *
     * @param sumOfLogs of the intervals of all customers; not read where k is 1
     */
    CnbdLikelihood(DistinctRows rows, double sumOfLogs, int k, int m) {
        this.k = k;
        this.m = m;
        this.rows = rows;
        c = new double[k];
        psi = new double[k];
        psi2 = new double[k];
        BgNbdLikelihood random = new BgNbdLikelihood(rows, m);
        scale = random.units()[1];
        customers = random.observations();
        double purchases = 0;
        double again = 0;
        for (int i = 0; i < rows.size(); i++) {
            purchases += rows.weight(i) * rows.frequency(i);
            again += rows.frequency(i) > 0 ? rows.weight(i) : 0;
        }
        repeaters = again;
        constant = k == 1
                ? -purchases * Math.log(scale)
                : (k - 1) * sumOfLogs - purchases * (k * Math.log(scale) + SpecialFunctions.logGamma(k));
        // as if purchases came at random; the hidden events are k times as frequent
        start = random.start();
        start[1] -= Math.log(k);
    }

    @Override
    public List<String> names() {
        return BgNbd.NAMES;
    }

    @Override
    public double[] start() {
        return start.clone();
    }

    @Override
    public double[] units() {
        return new double[] {1, scale, 1, 1};
    }

    @Override
    public double offset() {
        return constant;
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
        return ModelChecks.warnings(observations(), Math.round(repeaters), BgNbd.NAMES.size());
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return switch (j) {
            case 0 -> upwards ? COMMON_RATE : "almost all who buy again are the same few customers";
            case 1 -> upwards ? COMMON_RATE : "purchases follow at once or never";
            case 2 -> upwards ? COMMON_DROPOUT : NO_DROPOUT;
            default ->
                upwards
                        ? COMMON_DROPOUT + ", or " + NO_DROPOUT
                        : "almost everybody leaves after the first " + (m == 0 ? "repeat purchase" : "purchase");
        };
    }

    @Override
    public List<Likelihood.Limit> limits() {
        double[] u = best.clone();
        double[][] hessian = new double[4][4];
        evaluate(u, new double[4], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        double share = 1 / (1 + Math.exp(u[3] - u[2]));
        List<Likelihood.Limit> near = new ArrayList<>();
        if (Curvature.isNear(covariance, 1, 0, 0, 0)) {
            near.add(limit(COMMON_RATE, new double[] {FAR, FAR + u[1] - u[0], u[2], u[3]}, 0));
        }
        if (Curvature.isNear(covariance, 0, 0, share, 1 - share)) {
            near.add(limit(COMMON_DROPOUT, new double[] {u[0], u[1], FAR + u[2] - u[3], FAR}, 3));
        }
        if (Curvature.isNear(covariance, 0, 0, 1, 0) || Curvature.isNear(covariance, 0, 0, 1 - share, share - 1)) {
            near.add(limit(NO_DROPOUT, new double[] {u[0], u[1], -FAR, 0}, 2, 3));
        }
        return near;
    }

    private Likelihood.Limit limit(String sentence, double[] from, int... held) {
        return new Likelihood.Limit(sentence, () -> RestrictedMaximum.of(this, 2 * FAR, from, held));
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[0], new double[0][], false);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        return evaluate(u, gradient, hessian, true);
    }

    private double evaluate(double[] u, double[] g, double[][] h, boolean derivatives) {
        double r = Math.exp(u[0]);
        double alpha = Math.exp(u[1]);
        double a = Math.exp(u[2]);
        double b = Math.exp(u[3]);
        if (derivatives) {
            Arrays.fill(g, 0);
            for (double[] row : h) {
                Arrays.fill(row, 0);
            }
        }
        double total = 0;
        int size = rows.size();
        int from = 0;
        while (from < size) {
            int x = rows.frequency(from);
            int to = from;
            double weight = 0;
            for (; to < size && rows.frequency(to) == x; to++) {
                weight += rows.weight(to);
            }
            double events = (double) k * x;
            total += weight
                    * (SpecialFunctions.logRising(r, events)
                            + SpecialFunctions.logBetaRatio(b, a, x + m)
                            - events * u[1]);
            if (derivatives) {
                addCount(g, h, weight, r, a, b, x);
            }
            total += sumRows(g, h, from, to, r, alpha, u[2], b, derivatives);
            from = to;
        }
        if (derivatives) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < i; j++) {
                    h[i][j] = h[j][i];
                }
            }
        }
        if (total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    /** What depends on x alone, but for the part of alpha, which {@link #sumRows} joins with its opposite. */
    private void addCount(double[] g, double[][] h, double w, double r, double a, double b, int x) {
        double events = (double) k * x;
        double fr = w * r * SpecialFunctions.digammaDifference(r, events);
        g[0] += fr;
        h[0][0] += fr + w * r * r * SpecialFunctions.trigammaDifference(r, events);
        int stays = x + m;
        double both = SpecialFunctions.digammaDifference(a + b, stays);
        double both2 = SpecialFunctions.trigammaDifference(a + b, stays);
        double fa = -w * a * both;
        double fb = w * b * (SpecialFunctions.digammaDifference(b, stays) - both);
        g[2] += fa;
        g[3] += fb;
        h[2][2] += fa - w * a * a * both2;
        h[2][3] -= w * a * b * both2;
        h[3][3] += fb + w * b * b * (SpecialFunctions.trigammaDifference(b, stays) - both2);
    }

    /** The rows of one count; writes the upper triangle of the Hessian. */
    private double sumRows(
            double[] g,
            double[][] h,
            int from,
            int to,
            double r,
            double alpha,
            double logA,
            double b,
            boolean derivatives) {
        int x = rows.frequency(from);
        double n = r + (double) k * x;
        boolean mayHaveLeft = x + m > 0;
        double odds = mayHaveLeft ? logA - Math.log(b + (x + m - 1)) : Double.NEGATIVE_INFINITY;
        double beta = mayHaveLeft ? -b / (b + (x + m - 1)) : 0;
        prepare(n);
        double total = 0;
        for (int i = from; i < to; i++) {
            double weight = rows.weight(i);
            double age = rows.age(i) / scale;
            double recency = rows.recency(i) / scale;
            double inverse = 1 / (alpha + age);
            double inverseX = 1 / (alpha + recency);
            double pause = age - recency;
            double logAge = BgNbdLikelihood.log1p(age / alpha);
            double gap = BgNbdLikelihood.log1p(pause * inverseX);
            double fewer = ErlangStates.of(k, n, pause * inverse, c);
            double d = odds + n * gap - fewer;
            double e = Math.exp(-Math.abs(d));
            double softplus = mayHaveLeft ? Math.max(d, 0) + BgNbdLikelihood.log1p(e) : 0;
            total += weight * (fewer - n * logAge + softplus);
            if (!derivatives) {
                continue;
            }
            double small = e / (1 + e);
            double left = d >= 0 ? 1 - small : small;
            double stays = weight * (1 - left);
            double leaves = weight * left;
            double either = weight * small * (1 - small);

            double s = alpha * inverse;
            double ss = s * (age * inverse);
            // n ln((alpha+T)/(alpha+t_x)) by ln r and ln alpha
            double gapR = r * gap;
            double gapA = -n * alpha * pause * inverse * inverseX;
            double gapRa = -r * alpha * pause * inverse * inverseX;
            double gapAa = n * (ss - alpha * inverseX * (recency * inverseX));

            double mean = 0;
            double square = 0;
            double sum = 0;
            double sum2 = 0;
            double cross = 0;
            for (int j = 1; j < k; j++) {
                mean += c[j] * j;
                square += c[j] * j * j;
                sum += c[j] * psi[j];
                sum2 += c[j] * (psi[j] * psi[j] - psi2[j]);
                cross += c[j] * psi[j] * j;
            }
            double variance = square - mean * mean;
            double sR = r * sum;
            double sRr = sR + r * r * (sum2 - sum * sum);
            double sA = -s * mean;
            double sAa = s * s * variance - ss * mean;
            double sRa = -r * s * (cross - sum * mean);

            double dR = gapR - sR;
            double dA = gapA - sA;
            double aged = age * inverse;
            g[0] += -weight * r * logAge + stays * sR + leaves * gapR;
            g[1] += weight * (r * aged - (double) k * x * s) + stays * sA + leaves * gapA;
            h[0][0] += -weight * r * logAge + stays * sRr + leaves * gapR + either * dR * dR;
            h[0][1] += weight * r * aged + stays * sRa + leaves * gapRa + either * dR * dA;
            h[1][1] += -weight * n * ss + stays * sAa + leaves * gapAa + either * dA * dA;
            if (mayHaveLeft) {
                g[2] += leaves;
                g[3] += beta * leaves;
                h[0][2] += either * dR;
                h[0][3] += either * dR * beta;
                h[1][2] += either * dA;
                h[1][3] += either * dA * beta;
                h[2][2] += either;
                h[2][3] += either * beta;
                h[3][3] += either * beta * beta + leaves * beta * (1 + beta);
            }
        }
        return total;
    }

    /** The derivatives of ln G(n+j)/G(n) in n, the second with its sign turned. */
    private void prepare(double n) {
        for (int j = 1; j < k; j++) {
            double inverse = 1 / (n + (j - 1));
            psi[j] = psi[j - 1] + inverse;
            psi2[j] = psi2[j - 1] + inverse * inverse;
        }
    }
}
