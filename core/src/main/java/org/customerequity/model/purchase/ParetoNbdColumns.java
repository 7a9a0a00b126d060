package org.customerequity.model.purchase;

import java.util.function.DoubleUnaryOperator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.FrequencyTables;

/**
 * The Pareto/NBD by column. What depends on frequency and one time, or on the age alone, is interpolated by
 * {@link FrequencyTables}; what is left per row is two logarithms and an exponential.
 *
 * <pre>{@code
 *   1/P(alive) = 1 - H_x(T) + H_x(t_x) (A/(alpha+t_x))^R (D/(beta+t_x))^s      H_x: ParetoNbdKernel.tail
 * }</pre>
 *
 * <p>That is at least 1, so that the difference costs no digits of P(alive) itself.
 */
final class ParetoNbdColumns {
    /**
     * Beyond this ratio of alpha and beta the continued fraction of the tail is slow, and loses digits as the ratio grows:
     * rows are then integrated.
     */
    private static final double RATIO_LIMIT = 1e3;

    /** Fewer rows are not worth a table. */
    private static final int FEW = 256;

    /** 1/(k+1)!: 14 terms leave 1e-16 at 1/2. */
    private static final double[] SERIES = new double[14];

    static {
        double factorial = 1;
        for (int k = 0; k < SERIES.length; k++) {
            factorial *= k + 1;
            SERIES[k] = 1 / factorial;
        }
    }

    private final double r;
    private final double alpha;
    private final double s;
    private final double beta;
    private final int n;
    private final int[] x;
    private final double[] tx;
    private final double[] age;

    ParetoNbdColumns(ParetoNbd model, PurchaseHistories histories) {
        r = model.r();
        alpha = model.alpha();
        s = model.s();
        beta = model.beta();
        n = histories.size();
        x = histories.frequencies();
        tx = histories.recencies();
        age = histories.ages();
    }

    /** Whether there are rows enough; for fewer, the single forms do. */
    static boolean pay(PurchaseHistories histories) {
        return histories.size() >= FEW;
    }

    double[] probabilityAlive() {
        double[] out = new double[n];
        if (Math.max(alpha / beta, beta / alpha) > RATIO_LIMIT) {
            for (int i = 0; i < n; i++) {
                out[i] = ParetoNbdKernel.probabilityAlive(r, alpha, s, beta, x[i], tx[i], age[i]);
            }
            return out;
        }
        double[] atAge = new double[n];
        double shift = Math.min(alpha, beta);
        FrequencyTables.fill(x, tx, shift, this::tail, out);
        FrequencyTables.fill(x, age, shift, this::tail, atAge);
        for (int i = 0; i < n; i++) {
            double rise = rise(x[i], tx[i], age[i]);
            double later = out[i];
            out[i] = Math.min(1, 1 / ((1 - atAge[i]) + later * Math.exp(rise)));
            if (out[i] == 0) {
                out[i] = Math.exp(-rise - Math.log(later));
            }
        }
        return out;
    }

    private double rise(int count, double recency, double end) {
        double w = end - recency;
        return (r + count) * log1p(w / (alpha + recency)) + s * log1p(w / (beta + recency));
    }

    private DoubleUnaryOperator tail(int count) {
        double bigR = r + count;
        return y -> ParetoNbdKernel.tail(bigR, alpha + y, s, beta + y);
    }

    /** ln(1 + v) for v >= 0 to an ulp or two, by way of the logarithm that the virtual machine does in a few cycles. */
    private static double log1p(double v) {
        double u = 1 + v;
        return Math.log(u) + (v - (u - 1)) / u;
    }

    double[] probabilityAlive(double later) {
        double[] out = probabilityAlive();
        if (later > 0) {
            for (int i = 0; i < n; i++) {
                out[i] *= Math.exp(-s * log1p(later / (beta + age[i])));
            }
        }
        return out;
    }

    double[] expectedPurchases(double t1, double t2) {
        double[] out = probabilityAlive();
        double c = 1 - s;
        for (int i = 0; i < n; i++) {
            double d = beta + age[i];
            double from = d + t1;
            double length = log1p((t2 - t1) / from);
            double time = from * length * expm1Ratio(c * length);
            if (t1 > 0) {
                time *= Math.exp(-s * log1p(t1 / d));
            }
            out[i] *= (r + x[i]) / (alpha + age[i]) * time;
        }
        return out;
    }

    /** (e^z - 1)/z, 1 at 0; near there by its power series. */
    private static double expm1Ratio(double z) {
        if (Math.abs(z) > 0.5) {
            return (Math.exp(z) - 1) / z;
        }
        double sum = SERIES[SERIES.length - 1];
        for (int k = SERIES.length - 2; k >= 0; k--) {
            sum = SERIES[k] + z * sum;
        }
        return sum;
    }

    double[] discountedPurchases(double delta, double end) {
        double[] out = probabilityAlive();
        double[] time = ofAge(y -> ParetoNbdKernel.discountedTimeAlive(s, beta + y, delta, end));
        for (int i = 0; i < n; i++) {
            out[i] *= (r + x[i]) / (alpha + age[i]) * time[i];
        }
        return out;
    }

    double[] varianceOfPurchases(double t1, double t2) {
        if (t1 == t2) {
            return new double[n];
        }
        return variance(
                ofAge(y -> ParetoNbdKernel.timeAlive(s, beta + y, t1, t2)),
                y -> ParetoNbdKernel.aliveMoments(s, beta + y, 0, t1, t2));
    }

    double[] varianceOfDiscountedPurchases(double delta, double end) {
        return variance(
                ofAge(y -> ParetoNbdKernel.discountedTimeAlive(s, beta + y, 2 * delta, end)),
                y -> ParetoNbdKernel.aliveMoments(s, beta + y, delta, 0, end));
    }

    /** The moments of the time alive as functions of the age. */
    private interface Moments {
        ParetoNbdKernel.AliveMoments at(double age);
    }

    private double[] variance(double[] chance, Moments moments) {
        double[] out = probabilityAlive();
        double[] mean = ofAge(y -> moments.at(y).mean());
        double[] square = ofAge(y -> moments.at(y).meanSquare());
        double[] spread = ofAge(y -> moments.at(y).variance());
        for (int i = 0; i < n; i++) {
            double bigR = r + x[i];
            double a = alpha + age[i];
            double rates = square[i] + bigR * (spread[i] + mean[i] * mean[i] * (1 - out[i]));
            out[i] *= bigR / a * (chance[i] + rates / a);
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
