package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * How near forecasts came to what each customer then did. Immutable.
 *
 * <pre>{@code
 *   m_i  predicted purchases of customer i        y_i  purchases there were        e_i = m_i - y_i
 *
 *   bias        sum e_i                           ratio  sum m_i / sum y_i
 *   MAE, RMSE   mean |e_i|, sqrt(mean e_i^2)
 *   deviance    2 sum [y_i ln(y_i / m_i) - (y_i - m_i)],     y ln y = 0 at y = 0
 *   skill       1 - deviance / deviance of m_i = mean y
 *   Gini        G(m) / G(y),  G(s) = 2 A - 1 with A the area under (share of customers, share of purchases),
 *               customers in descending order of s, those with equal s joined by a straight line
 * }</pre>
 *
 * <p>The median of a customer's purchases is mostly 0, and the mean absolute error rewards forecasting it: rank models by the
 * deviance, or by {@link PredictiveScores#crps()}. The order of the rows matters to nothing but customers with equal forecasts
 * at the edge of a group of {@link #groups}.
 *
 * <p>Deviance: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd edition, 1989, section 2.3.
 */
public final class HoldoutScores implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] predicted;
    private final int[] actual;
    private final double totalPredicted;
    private final long totalActual;
    private final double meanAbsoluteError;
    private final double rootMeanSquareError;
    private final @Nullable Double correlation;
    private final double deviance;
    private final double devianceOfMean;
    private final @Nullable Double gini;

    private HoldoutScores(double[] predicted, int[] actual) {
        requireColumns(predicted, actual);
        int n = Require.notEmpty(actual.length, "actual", "must have at least one customer", "nobody to forecast");
        double sum = 0;
        long count = 0;
        double absolute = 0;
        double square = 0;
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double error = predicted[i] - actual[i];
            sum += predicted[i];
            count += actual[i];
            absolute += Math.abs(error);
            square += error * error;
            loss += deviance(predicted[i], actual[i]);
        }
        this.predicted = predicted;
        this.actual = actual;
        this.totalPredicted = sum;
        this.totalActual = count;
        this.meanAbsoluteError = absolute / n;
        this.rootMeanSquareError = Math.sqrt(square / n);
        this.deviance = loss;
        double mean = (double) count / n;
        this.devianceOfMean =
                Arrays.stream(actual).mapToDouble(y -> deviance(mean, y)).sum();
        this.correlation = pearson(predicted, sum / n, actual, mean);
        double most =
                count == 0 ? 0 : gini(Arrays.stream(actual).asDoubleStream().toArray(), actual, count);
        this.gini = most > 0 ? gini(predicted, actual, count) / most : null;
    }

    /** Refuses columns of different length, forecasts that are not finite or negative, and negative counts. */
    static void requireColumns(double[] predicted, int[] actual) {
        int n = actual.length;
        if (predicted.length != n) {
            throw Require.bad(
                    "predicted", "must have as many customers as actual, " + n, "in the same order", predicted.length);
        }
        for (int i = 0; i < n; i++) {
            if (!(predicted[i] >= 0 && predicted[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad(
                        "predicted[" + i + "]", "must be finite and >= 0", "expected purchases", predicted[i]);
            }
            if (actual[i] < 0) {
                throw Require.bad("actual[" + i + "]", "must be >= 0", "purchases", actual[i]);
            }
        }
    }

    /**
     * Of forecasts and what came.
     *
     * @param predicted expected purchases of each customer, finite and {@code >= 0}
     * @param actual purchases of the same customers, {@code >= 0}
     */
    public static HoldoutScores of(double[] predicted, int[] actual) {
        return new HoldoutScores(predicted.clone(), actual.clone());
    }

    /** Of what a model fitted on the calibration expects of the holdout. */
    public static HoldoutScores of(PurchaseModel model, CalibrationSplit split) {
        return new HoldoutScores(
                model.expectedPurchases(split.calibration(), split.holdout()), split.holdoutPurchases());
    }

    /** A customer's share in the deviance: 0 where the forecast is what came, infinite where 0 was predicted and something came. */
    static double deviance(double m, int y) {
        if (y == 0) {
            return 2 * m;
        }
        // y ln(y/m) - (y - m) with ln1p near m = y, where both parts cancel
        double d = (m - y) / y;
        return 2 * y * (Math.abs(d) < 1e-3 ? square(d) : d - Math.log1p(d));
    }

    /** {@code d - ln(1 + d)} for small d. */
    private static double square(double d) {
        return d * d * (0.5 - d * (1.0 / 3 - d * (0.25 - d * (0.2 - d * (1.0 / 6 - d / 7)))));
    }

    private static @Nullable Double pearson(double[] x, double meanX, int[] y, double meanY) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        boolean differs = false;
        for (int i = 0; i < x.length; i++) {
            differs |= x[i] != x[0];
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        double r = xy / Math.sqrt(xx) / Math.sqrt(yy);
        return differs && Double.isFinite(r) ? (Double) Math.max(-1, Math.min(1, r)) : null;
    }

    /** Rows in descending order of a score, equal ones in the order of the rows. */
    private static int[] descending(double[] score) {
        int n = score.length;
        double[] ascending = score.clone();
        Arrays.sort(ascending);
        int[] order = new int[n];
        int[] placed = new int[n];
        for (int i = 0; i < n; i++) {
            int greater = n - countUpTo(score[i], ascending);
            order[greater + placed[greater]++] = i;
        }
        return order;
    }

    /** How many are at most {@code x}. */
    private static int countUpTo(double x, double[] ascending) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double gini(double[] score, int[] actual, long total) {
        int[] order = descending(score);
        double area = 0;
        long before = 0;
        int from = 0;
        while (from < order.length) {
            long after = before;
            int to = from;
            while (to < order.length && score[order[to]] == score[order[from]]) {
                after += actual[order[to]];
                to++;
            }
            area += (to - from) * ((double) before + after);
            before = after;
            from = to;
        }
        return area / order.length / total - 1;
    }

    /** How many customers. */
    public int customers() {
        return actual.length;
    }

    /** Purchases there were. */
    public long actual() {
        return totalActual;
    }

    /** Purchases predicted. */
    public double predicted() {
        return totalPredicted;
    }

    /** Predicted less actual purchases of all: negative where the forecast was too low. */
    public double bias() {
        return totalPredicted - totalActual;
    }

    /** Predicted over actual purchases: 1.05 where 5 % too many were predicted; undefined where nobody bought. */
    public Ratio biasRatio() {
        return Ratio.of(totalPredicted, "predicted purchases", totalActual, "actual purchases");
    }

    /** Mean absolute error of a customer, in purchases. */
    public double meanAbsoluteError() {
        return meanAbsoluteError;
    }

    /** Root of the mean squared error of a customer, in purchases. */
    public double rootMeanSquareError() {
        return rootMeanSquareError;
    }

    /** Pearson's correlation over customers, in [-1, 1]; empty where forecasts or purchases are the same for all. */
    public OptionalDouble correlation() {
        return optional(correlation);
    }

    /** The Poisson deviance: 0 for a perfect forecast, infinite where a customer bought of whom 0 was predicted. */
    public double poissonDeviance() {
        return deviance;
    }

    /** The Poisson deviance of predicting the mean of what came for everybody. */
    public double poissonDevianceOfMean() {
        return devianceOfMean;
    }

    /**
     * The share of the deviance of the mean that the forecast explains: 1 is perfect, 0 no better than knowing the mean, below 0
     * worse. Empty where all bought equally often, so that there is nothing to explain.
     */
    public OptionalDouble skill() {
        return devianceOfMean > 0 ? OptionalDouble.of(1 - deviance / devianceOfMean) : OptionalDouble.empty();
    }

    /**
     * How well the forecasts rank customers: 1 for the order of what came, 0 for chance, -1 for the reverse. Does not depend on
     * the order of the rows. Empty where all bought equally often.
     */
    public OptionalDouble normalizedGini() {
        return optional(gini);
    }

    /** The ten {@link #groups(int) groups} of equal size, those of the highest forecasts first. */
    public List<RankedGroup> deciles() {
        return groups(10);
    }

    /**
     * Customers in descending order of their forecasts, cut into groups whose sizes differ by at most one: the d-th ends at
     * customer {@code floor(d n / groups)}. Equal forecasts stay in the order of the rows.
     *
     * @param groups from 1 to the number of customers
     */
    public List<RankedGroup> groups(int groups) {
        int n = customers();
        if (groups < 1 || groups > n) {
            throw Require.bad("groups", "must be from 1 to the number of customers, " + n, "", groups);
        }
        int[] order = descending(predicted);
        List<RankedGroup> out = new ArrayList<>(groups);
        long upTo = 0;
        int i = 0;
        for (int g = 1; g <= groups; g++) {
            int from = i;
            double sum = 0;
            long came = 0;
            for (int end = (int) ((long) g * n / groups); i < end; i++) {
                sum += predicted[order[i]];
                came += actual[order[i]];
            }
            upTo += came;
            out.add(new RankedGroup(g, i - from, sum, came, upTo, n, totalActual));
        }
        return out;
    }

    /** Prediction of row {@code i}. */
    public double predicted(int i) {
        return predicted[i];
    }

    /** Purchases of row {@code i}. */
    public int actual(int i) {
        return actual[i];
    }

    private static OptionalDouble optional(@Nullable Double x) {
        return x == null ? OptionalDouble.empty() : OptionalDouble.of(x);
    }

    /** Equal forecasts and purchases, row by row. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof HoldoutScores other
                && Arrays.equals(predicted, other.predicted)
                && Arrays.equals(actual, other.actual);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(predicted) + Arrays.hashCode(actual);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "HoldoutScores[" + totalPredicted + " of " + totalActual + " purchases of " + customers()
                + " customers, MAE " + meanAbsoluteError + ", RMSE " + rootMeanSquareError + ", deviance " + deviance
                + "]";
    }
}
