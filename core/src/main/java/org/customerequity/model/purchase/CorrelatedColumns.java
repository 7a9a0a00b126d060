package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.FrequencyTables;

/**
 * The correlated Pareto/NBD by column: P(alive) from that of four Pareto/NBDs, each with tables of its own, and what depends on
 * the age alone by {@link FrequencyTables}.
 *
 * <pre>{@code
 *   P(alive) = f(T) / sum of w_ij a_ij / P_ij(alive)            f(T) = sum of w_ij a_ij, see CorrelatedKernel
 *
 *   w   1 + k, -k, -k, k for 00, 10, 01, 11, with k = m c1 c2
 *   a   what of the likelihood of (r, alpha+i, s, beta+j) is of a customer who is alive
 * }</pre>
 *
 * <p>The lower sum loses digits where the four nearly cancel; a row that would lose more than {@link #LOSS} of them is
 * integrated.
 */
final class CorrelatedColumns {
    private static final double LOSS = 1.0 / 4096;

    private final CorrelatedParetoNbd model;
    private final SarmanovTilt tilt;
    private final double r;
    private final double alpha;
    private final double s;
    private final double beta;
    private final int n;
    private final int[] x;
    private final double[] tx;
    private final double[] age;
    private final PurchaseHistories histories;

    CorrelatedColumns(CorrelatedParetoNbd model, PurchaseHistories histories) {
        this.model = model;
        this.tilt = model.tilt();
        this.histories = histories;
        r = model.r();
        alpha = model.alpha();
        s = model.s();
        beta = model.beta();
        n = histories.size();
        x = histories.frequencies();
        tx = histories.recencies();
        age = histories.ages();
    }

    double[] probabilityAlive() {
        double[] out = part(0, 0);
        double[] p10 = part(1, 0);
        double[] p01 = part(0, 1);
        double[] p11 = part(1, 1);
        double k = model.k();
        double growth1 = r * Math.log1p(1 / alpha);
        double growth2 = s * Math.log1p(1 / beta);
        for (int i = 0; i < n; i++) {
            double w10 = k * Math.exp(growth1 + SarmanovTilt.logSlow(r + x[i], alpha + age[i]));
            double e01 = Math.exp(growth2 + SarmanovTilt.logSlow(s, beta + age[i]));
            double w01 = k * e01;
            double w11 = w10 * e01;
            double b00 = (1 + k) / out[i];
            double b10 = w10 / p10[i];
            double b01 = w01 / p01[i];
            double b11 = w11 / p11[i];
            double below = b00 - b10 - b01 + b11;
            double above = tilt.mean(r + x[i], alpha + age[i], s, beta + age[i]);
            double size = Math.abs(b00) + Math.abs(b10) + Math.abs(b01) + Math.abs(b11);
            out[i] = below > LOSS * size
                    ? Math.min(1, above / below)
                    : ParetoNbdKernel.aliveFromLogOdds(
                            CorrelatedKernel.logOddsOfHavingLeft(tilt, r, alpha, s, beta, x[i], tx[i], age[i]));
        }
        return out;
    }

    private double[] part(int i, int j) {
        return new ParetoNbdColumns(new ParetoNbd(r, alpha + i, s, beta + j, model.unit()), histories)
                .probabilityAlive();
    }

    double[] probabilityAlive(double later) {
        double[] out = probabilityAlive();
        if (later > 0) {
            for (int i = 0; i < n; i++) {
                double d = beta + age[i];
                double bigR = r + x[i];
                double a = alpha + age[i];
                out[i] *= Math.exp(ParetoNbdKernel.logSurvival(s, d, later))
                        * (tilt.mean(bigR, a, s, d + later) / tilt.mean(bigR, a, s, d));
            }
        }
        return out;
    }

    /** Expected purchases, discounted from t1. */
    double[] purchases(double delta, double t1, double length) {
        double[] out = probabilityAlive();
        if (length == 0) {
            return new double[n];
        }
        double[] staying = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, delta, t1, length, 1, 0));
        double[] leaving = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, delta, t1, length, 0, 1));
        for (int i = 0; i < n; i++) {
            out[i] *= mean(i, staying[i], leaving[i]);
        }
        return out;
    }

    /** E[lambda W | alive] from the moments of W on either side. */
    private double mean(int i, double staying, double leaving) {
        double bigR = r + x[i];
        double a = alpha + age[i];
        double weighed = tilt.ofStaying(bigR + 1, a) * staying + tilt.ofLeaving(bigR + 1, a) * leaving;
        return bigR / a * weighed / tilt.mean(bigR, a, s, beta + age[i]);
    }

    double[] variance(double delta, double t1, double length) {
        if (length == 0) {
            return new double[n];
        }
        double[] out = probabilityAlive();
        double[] staying = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, delta, t1, length, 1, 0));
        double[] leaving = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, delta, t1, length, 0, 1));
        double[] staying1 = staying;
        double[] leaving1 = leaving;
        if (delta > 0) {
            staying1 = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, 2 * delta, t1, length, 1, 0));
            leaving1 = ofAge(y -> CorrelatedKernel.timeAlive(s, beta + y, 2 * delta, t1, length, 0, 1));
        }
        double[] staying2 = ofAge(y -> CorrelatedKernel.squareOfTimeAlive(s, beta + y, delta, t1, length, 1, 0));
        double[] leaving2 = ofAge(y -> CorrelatedKernel.squareOfTimeAlive(s, beta + y, delta, t1, length, 0, 1));
        for (int i = 0; i < n; i++) {
            double bigR = r + x[i];
            double a = alpha + age[i];
            double mean = out[i] * mean(i, staying[i], leaving[i]);
            double chance = out[i] * mean(i, staying1[i], leaving1[i]);
            double weighed = tilt.ofStaying(bigR + 2, a) * staying2[i] + tilt.ofLeaving(bigR + 2, a) * leaving2[i];
            double square = out[i] * (bigR / a) * ((bigR + 1) / a) * weighed / tilt.mean(bigR, a, s, beta + age[i]);
            out[i] = Math.max(0, chance + square - mean * mean);
        }
        return out;
    }

    /** A function of the age alone, analytic for Re(beta + age) > 0, by table. */
    private double[] ofAge(DoubleUnaryOperator f) {
        double[] out = new double[n];
        FrequencyTables.fill(new int[n], age, beta, any -> f, out);
        return out;
    }
}
