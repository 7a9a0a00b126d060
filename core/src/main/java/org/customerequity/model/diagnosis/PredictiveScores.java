package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.Arrays;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * How well the whole distribution that a model gives for each customer's purchases, not only its mean, agrees with what came.
 *
 * <pre>{@code
 *   CRPS_i     = sum over k >= 0 of (F_i(k) - 1{y_i <= k})^2         F_i  the model's distribution of purchases
 *              = E|Y - y_i| - 1/2 E|Y - Y'|                           Y, Y'  independent draws from it
 *   interval   = [q(a), q(1-a)],  q(p) = min{k : F_i(k) >= p},  a = (1 - level) / 2
 *   coverage   = share of customers with y_i in their interval
 *   nominal    = mean of F_i(q(1-a)) - F_i(q(a) - 1)
 * }</pre>
 *
 * <p>The continuous ranked probability score is in purchases, as the mean absolute error is, and lower is better; unlike that
 * it is lowest in expectation for the true distribution. Counts are discrete, so that intervals hold more than {@code level}:
 * compare the coverage with the nominal one. Costs as many probabilities as a customer has likely counts, a dozen or so.
 *
 * <p>T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, Journal of the American
 * Statistical Association 102(477), 2007, 359-378, section 4.2; for counts C. Czado, T. Gneiting and L. Held, Predictive Model
 * Assessment for Count Data, Biometrics 65(4), 2009, 1254-1261.
 */
public final class PredictiveScores implements Serializable {
    private static final long serialVersionUID = 1;

    /** Mass of the tail beyond which nothing is summed; it counts squared. */
    private static final double TAIL = 1e-10;

    private final double level;
    private final double[] crps;
    private final int[] lower;
    private final int[] upper;
    private final int covered;
    private final double nominal;

    private PredictiveScores(PurchaseModel model, PurchaseHistories histories, Span ahead, int[] actual, double level) {
        this.level = Require.openFraction(level, "level", "0.90 means 90 %");
        int n = Require.notEmpty(
                histories.size(), "histories", "must have at least one customer", "nobody to forecast");
        if (actual.length != n) {
            throw Require.bad("actual", "must have as many customers as histories, " + n, "", actual.length);
        }
        double[] mean = model.expectedPurchases(histories, ahead);
        this.crps = new double[n];
        this.lower = new int[n];
        this.upper = new int[n];
        double least = (1 - level) / 2;
        int inside = 0;
        double mass = 0;
        for (int i = 0; i < n; i++) {
            int y = Require.nonNegative(actual[i], "actual[" + i + "]", "purchases");
            PurchaseHistory history = histories.row(i);
            double below = 0;
            boolean begun = false;
            boolean ended = false;
            double sum = 0;
            double f = 0;
            double p = 1;
            // beyond the mean the probabilities fall, so that a tiny one ends the sum even if rounding left the rest
            // above TAIL
            for (int k = 0; k <= y || (f < 1 - TAIL && (k <= mean[i] || p > 1e-16)); k++) {
                p = model.probabilityOfPurchases(history, k, ahead);
                double before = f;
                f = Math.min(1, f + p);
                if (!begun && f >= least) {
                    begun = true;
                    lower[i] = k;
                    below = before;
                }
                if (!ended && f >= 1 - least) {
                    ended = true;
                    upper[i] = k;
                    mass += f - below;
                }
                double miss = y <= k ? 1 - f : f;
                sum += miss * miss;
            }
            if (!ended || f < 1 - 1e-6) {
                throw new ArithmeticException("probabilities of purchases must add up to 1, came to " + f + " for row "
                        + i + ", " + history + " under " + model);
            }
            crps[i] = sum;
            inside += y >= lower[i] && y <= upper[i] ? 1 : 0;
        }
        this.covered = inside;
        this.nominal = mass / n;
    }

    /**
     * Of a model and what came.
     *
     * @param histories what was known when the forecast was made
     * @param ahead the time forecast, counted from the end of the histories
     * @param actual purchases of each customer in that time, {@code >= 0}
     * @param level of the intervals, in (0, 1); {@code 0.90} for 90 %
     * @throws ArithmeticException if the probabilities of the model do not add up to 1
     */
    public static PredictiveScores of(
            PurchaseModel model, PurchaseHistories histories, Span ahead, int[] actual, double level) {
        return new PredictiveScores(model, histories, ahead, actual, level);
    }

    /** Of a model fitted on the calibration, for the holdout. */
    public static PredictiveScores of(PurchaseModel model, CalibrationSplit split, double level) {
        return new PredictiveScores(model, split.calibration(), split.holdout(), split.holdoutPurchases(), level);
    }

    /** How many customers. */
    public int customers() {
        return crps.length;
    }

    /** The mean continuous ranked probability score, in purchases: 0 is perfect. */
    public double crps() {
        return Arrays.stream(crps).sum() / crps.length;
    }

    /** The continuous ranked probability score of row {@code i}. */
    public double crps(int i) {
        return crps[i];
    }

    /** A copy of the scores of all rows. */
    public double[] crpsOfCustomers() {
        return crps.clone();
    }

    /** The level of the intervals. */
    public double level() {
        return level;
    }

    /** The least count in the interval of row {@code i}. */
    public int lower(int i) {
        return lower[i];
    }

    /** The greatest count in the interval of row {@code i}. */
    public int upper(int i) {
        return upper[i];
    }

    /** The share of customers whose purchases lie in their interval, in [0, 1]. */
    public double coverage() {
        return (double) covered / crps.length;
    }

    /** The share that the model itself expects there, at least the level: intervals of counts cannot hold less. */
    public double nominalCoverage() {
        return nominal;
    }

    /** Equal scores and intervals, row by row. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PredictiveScores other
                && level == other.level
                && covered == other.covered
                && nominal == other.nominal
                && Arrays.equals(crps, other.crps)
                && Arrays.equals(lower, other.lower)
                && Arrays.equals(upper, other.upper);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(level) + Arrays.hashCode(crps);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "PredictiveScores[CRPS " + crps() + ", " + coverage() + " of " + customers()
                + " customers in intervals of " + level + ", nominal " + nominal + "]";
    }
}
