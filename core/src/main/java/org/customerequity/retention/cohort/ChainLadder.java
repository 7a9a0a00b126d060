package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How a measure of cohorts develops from column to column, and what their rows will become if they go on as the older ones did.
 * Immutable.
 *
 * <pre>{@code
 *   f(k) = sum C(i, k) / sum C(i, k-1)                                      over the rows observed to k
 *   level(k) = f(1) f(2) ... f(k)
 *   projected C(i, k) = C(i, last observed) f(last + 1) ... f(k)
 *
 *   sigma2(k) = 1 / (m - 1) sum C(i, k-1) (C(i, k) / C(i, k-1) - f(k))^2    over the m of them with C(i, k-1) > 0
 *   se(f(k)) = sqrt(sigma2(k) / S(k)),  S(k) = sum C(i, k-1)
 * }</pre>
 *
 * <p>Errors are those of Mack, from how cohorts differ: they suppose that cohorts are independent, and that what a cell is expected
 * to be is f times the one before, whatever came earlier. They need no single customers and hold for activity that rises again; but
 * the curve is then no survival: it says how many are active, not who stayed. Where only one cohort reaches a column, its sigma2 is
 * taken as the least of the two before it and of what their geometric decline goes on to, as Mack does; without two before it there
 * is no error.
 *
 * <p>T. Mack, Distribution-free Calculation of the Standard Error of Chain Ladder Reserve Estimates, ASTIN Bulletin 23(2), 1993,
 * 213-225: equations 3 to 5, the theorem and its corollary.
 */
public final class ChainLadder implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[][] rows;
    private final int columns;
    /** Indexed by column; the first is not used. */
    private final double[] above;

    private final double[] below;
    /** NaN where there is none. */
    private final double[] sigma2;

    private ChainLadder(double[][] rows) {
        this.rows = rows;
        int longest = 0;
        for (double[] row : rows) {
            longest = Math.max(longest, row.length);
        }
        columns = longest;
        above = new double[columns];
        below = new double[columns];
        sigma2 = new double[columns];
        for (int k = 1; k < columns; k++) {
            for (double[] row : rows) {
                if (k < row.length) {
                    above[k] += row[k];
                    below[k] += row[k - 1];
                }
            }
            sigma2[k] = sigma2(k);
        }
    }

    private double sigma2(int k) {
        double f = above[k] / below[k];
        int m = 0;
        double sum = 0;
        for (double[] row : rows) {
            if (k < row.length && row[k - 1] > 0) {
                double off = row[k] / row[k - 1] - f;
                sum += row[k - 1] * off * off;
                m++;
            }
        }
        if (m > 1) {
            return sum / (m - 1);
        }
        if (m == 0 || k < 3 || Double.isNaN(sigma2[k - 1])) {
            return Double.NaN;
        }
        double one = sigma2[k - 1];
        double two = sigma2[k - 2];
        return two == 0 ? 0 : Math.min(one * one / two, Math.min(one, two));
    }

    /**
     * Of any triangle.
     *
     * @param rows for each cohort what was observed, from the first column on, each {@code >= 0}; of different length, empty where
     *     nothing was
     */
    public static ChainLadder of(double[]... rows) {
        double[][] copy = new double[Objects.requireNonNull(rows, "rows").length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = Objects.requireNonNull(rows[i], "rows[" + i + "]").clone();
            for (int k = 0; k < copy[i].length; k++) {
                copy[i][k] = Require.nonNegative(copy[i][k], "rows[" + i + "][" + k + "]", "a cell of a cohort");
            }
        }
        return new ChainLadder(copy);
    }

    /** How many rows. */
    public int size() {
        return rows.length;
    }

    /** How many columns the longest row has; the first is 0. */
    public int columns() {
        return columns;
    }

    private int column(int k) {
        if (k < 0 || k >= columns) {
            throw Require.bad("column", "must be in 0 to " + (columns - 1), "as far as a cohort is observed", k);
        }
        return k;
    }

    /**
     * The factor to a column from the one before; undefined where all before it is 0.
     *
     * @param column from 1
     */
    public Ratio factor(int column) {
        Require.positive(column(column), "column", "a factor leads from the column before");
        return Ratio.of(above[column], "column " + column, below[column], "column " + (column - 1));
    }

    /** The factor with its standard error. */
    public Estimate factorEstimate(int column) {
        return Estimate.of(factor(column).value(), Math.sqrt(sigma2Of(column) / below[column]));
    }

    /** Mack's sigma squared: the variance of a cell per unit of the cell before it. */
    private double sigma2Of(int k) {
        if (Double.isNaN(sigma2[k])) {
            throw new UndefinedRatioException("standard error of column " + k + " is undefined, because "
                    + "one cohort only was observed to it, and not two or more to the two columns before");
        }
        return sigma2[k];
    }

    /**
     * What is left in a column of one unit in the first: the product of the factors.
     *
     * @throws UndefinedRatioException if a factor is undefined
     */
    public double level(int column) {
        double product = 1;
        for (int k = 1; k <= column(column); k++) {
            product *= factor(k).value();
        }
        return product;
    }

    /**
     * The level with its standard error: {@code level sqrt(sum of sigma2(k) / f(k)^2 / S(k))}, since estimated factors are uncorrelated
     * (Mack 1993, theorem 2).
     *
     * @throws UndefinedRatioException if a factor is undefined or a column has no error
     */
    public Estimate levelEstimate(int column) {
        double level = level(column);
        return Estimate.of(level, level * Math.sqrt(relativeVariance(1, column)));
    }

    /** Of the product of factors; 0 where one of them is, for nothing is left to vary. */
    private double relativeVariance(int from, int to) {
        double sum = 0;
        for (int k = from; k <= to; k++) {
            double f = factor(k).value();
            sum += f == 0 ? 0 : sigma2Of(k) / (f * f) / below[k];
        }
        return sum;
    }

    /** Whether the cell was observed; otherwise {@link #value} projects it. */
    public boolean isObserved(int row, int column) {
        return column(column) < rows[Objects.checkIndex(row, rows.length)].length;
    }

    /**
     * The cell as observed or projected, see {@link #isObserved}.
     *
     * @throws UndefinedRatioException if nothing of the row was observed, or a factor is undefined
     */
    public double value(int row, int column) {
        double[] observed = rows[Objects.checkIndex(row, rows.length)];
        if (column(column) < observed.length) {
            return observed[column];
        }
        if (observed.length == 0) {
            throw new UndefinedRatioException(
                    "cell of row " + row + " is undefined, because nothing of the row was observed (leave it out)");
        }
        double value = observed[observed.length - 1];
        for (int k = observed.length; k <= column; k++) {
            value *= factor(k).value();
        }
        return value;
    }

    /**
     * A cell with the error of its prediction: how a cohort varies, and how uncertain the factors are. An observed cell has none.
     *
     * <pre>{@code
     *   C^2 sum over k of sigma2(k) / f(k)^2 (1 / projected C(i, k-1) + 1 / S(k))
     * }</pre>
     *
     * @throws UndefinedRatioException if it cannot be projected, or a column has no error
     */
    public Estimate valueEstimate(int row, int column) {
        return Estimate.of(value(row, column), Math.sqrt(predictionVariance(row, column)));
    }

    private double predictionVariance(int row, int column) {
        double value = value(row, column);
        double sum = 0;
        double cell = value(row, Math.max(0, Math.min(column, rows[row].length - 1)));
        for (int k = rows[row].length; k <= column && value > 0; k++) {
            double f = factor(k).value();
            sum += sigma2Of(k) / (f * f) * (1 / cell + 1 / below[k]);
            cell *= f;
        }
        return value * value * sum;
    }

    /**
     * All rows together in a column, observed or projected.
     *
     * @throws UndefinedRatioException if a row cannot be projected; leave cohorts out of which nothing was observed
     *     ({@link CohortTable#select})
     */
    public double total(int column) {
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            total += value(i, column);
        }
        return total;
    }

    /**
     * The {@link #total} with the error of the prediction; the same uncertain factors project many
     * rows, so that their errors add up to more than if they were independent (Mack 1993, corollary).
     *
     * @throws UndefinedRatioException if a row cannot be projected, or a column has no error
     */
    public Estimate totalEstimate(int column) {
        double variance = 0;
        for (int i = 0; i < rows.length; i++) {
            double value = value(i, column);
            variance += predictionVariance(i, column);
            for (int j = 0; j < i; j++) {
                int from = Math.max(rows[i].length, rows[j].length);
                double both = value * value(j, column);
                variance += both == 0 || from > column ? 0 : 2 * both * relativeVariance(from, column);
            }
        }
        return Estimate.of(total(column), Math.sqrt(variance));
    }

    /** Equal in every observed cell. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChainLadder other && Arrays.deepEquals(rows, other.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(rows);
    }

    /** {@code ChainLadder[10 rows, 10 columns]}. */
    @Override
    public String toString() {
        return "ChainLadder[" + rows.length + " rows, " + columns + " columns]";
    }
}
