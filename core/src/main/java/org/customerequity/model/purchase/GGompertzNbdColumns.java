package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.FrequencyTables;
import org.customerequity.internal.GompertzGrowth;
import org.customerequity.model.purchase.ParetoNbdKernel.AliveMoments;

/**
 * The GGompertz/NBD by column. What depends on frequency and one time, or on the age alone, is interpolated by
 * {@link FrequencyTables}; what is left per row is elementary.
 *
 * <pre>{@code
 *   1/P(alive) = 1 - H_x(T) + H_x(t_x) (A/(alpha+t_x))^R (G(T)/G(t_x))^s
 *   H_x(y) = probability, alive at y, of silence until leaving:  integral of (1 + u/(alpha+y))^-R f(y+u) du / S(y)
 * }</pre>
 *
 * <p>That is at least 1, so that the difference costs no digits of P(alive) itself.
 */
final class GGompertzNbdColumns {
    private final double r;
    private final double alpha;
    private final double b;
    private final double s;
    private final double beta;
    private final GompertzLife life;
    private final double shift;
    private final int n;
    private final int[] x;
    private final double[] tx;
    private final double[] age;

    GGompertzNbdColumns(GGompertzNbd model, PurchaseHistories histories) {
        r = model.r();
        alpha = model.alpha();
        b = model.b();
        s = model.s();
        beta = model.beta();
        life = GompertzLife.ofNew(b, s, beta);
        shift = Math.min(alpha, life.scale());
        n = histories.size();
        x = histories.frequencies();
        tx = histories.recencies();
        age = histories.ages();
    }

    /** Not interpolated, so that it stays equal to the single form: only rows that are alike share an integral. */
    double[] logLikelihood() {
        int[] alike = DistinctRows.firstAlike(x, tx, age);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = alike[i] < i ? out[alike[i]] : LifetimeKernel.logLikelihood(r, alpha, life, x[i], tx[i], age[i]);
        }
        return out;
    }

    double[] probabilityAlive() {
        double[] out = new double[n];
        double[] atAge = new double[n];
        FrequencyTables.fill(x, tx, shift, this::silentDeath, out);
        FrequencyTables.fill(x, age, shift, this::silentDeath, atAge);
        for (int i = 0; i < n; i++) {
            double w = age[i] - tx[i];
            double rise = (r + x[i]) * Elementary.log1p(w / (alpha + tx[i])) + s * growth(tx[i], w);
            double later = out[i];
            out[i] = Math.min(1, 1 / ((1 - atAge[i]) + later * Math.exp(rise)));
            if (out[i] == 0) {
                out[i] = Math.exp(-rise - Math.log(later));
            }
        }
        return out;
    }

    private DoubleUnaryOperator silentDeath(int count) {
        double bigR = r + count;
        return y -> Math.exp(LifetimeKernel.logSilentDeath(bigR, alpha + y, life.after(y), Double.POSITIVE_INFINITY));
    }

    /** ln(G(t + w)/G(t)). */
    private double growth(double t, double w) {
        double bt = b * t;
        double weight = 1;
        if (bt < GompertzGrowth.LARGE) {
            double back = Math.exp(-bt);
            weight = (beta + Elementary.expm1(bt)) * back;
        }
        return GompertzGrowth.logGrowth(weight, b * w);
    }

    double[] probabilityAlive(double later) {
        double[] out = probabilityAlive();
        for (int i = 0; later > 0 && i < n; i++) {
            out[i] *= Math.exp(-s * growth(age[i], later));
        }
        return out;
    }

    double[] expectedPurchases(double t1, double t2) {
        return ofTimeAlive(then -> LifetimeKernel.timeAlive(then, t1, t2));
    }

    double[] discountedPurchases(double delta, double end) {
        return ofTimeAlive(then -> LifetimeKernel.discountedTimeAlive(then, delta, end));
    }

    private double[] ofTimeAlive(ToDoubleFunction<GompertzLife> timeAlive) {
        double[] out = probabilityAlive();
        double[] time = ofAge(timeAlive);
        for (int i = 0; i < n; i++) {
            out[i] *= (r + x[i]) / (alpha + age[i]) * time[i];
        }
        return out;
    }

    double[] varianceOfPurchases(double t1, double t2) {
        return t1 == t2
                ? new double[n]
                : variance(
                        then -> LifetimeKernel.timeAlive(then, t1, t2),
                        then -> LifetimeKernel.aliveMoments(then, 0, t1, t2));
    }

    double[] varianceOfDiscountedPurchases(double delta, double end) {
        return variance(
                then -> LifetimeKernel.discountedTimeAlive(then, 2 * delta, end),
                then -> LifetimeKernel.aliveMoments(then, delta, 0, end));
    }

    /** The moments of the time alive of who is as old. */
    private interface Moments {
        AliveMoments of(GompertzLife then);
    }

    private double[] variance(ToDoubleFunction<GompertzLife> chances, Moments moments) {
        double[] out = probabilityAlive();
        double[] chance = ofAge(chances);
        double[] mean = ofAge(then -> moments.of(then).mean());
        double[] square = ofAge(then -> moments.of(then).meanSquare());
        double[] spread = ofAge(then -> moments.of(then).variance());
        for (int i = 0; i < n; i++) {
            double bigR = r + x[i];
            double a = alpha + age[i];
            double rates = square[i] + bigR * (spread[i] + mean[i] * mean[i] * (1 - out[i]));
            out[i] *= bigR / a * (chance[i] + rates / a);
        }
        return out;
    }

    /** A function of the age alone, by table. */
    private double[] ofAge(ToDoubleFunction<GompertzLife> f) {
        double[] out = new double[n];
        FrequencyTables.fill(new int[n], age, life.scale(), any -> y -> f.applyAsDouble(life.after(y)), out);
        return out;
    }
}
