package org.customerequity.segment;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;

/**
 * A chi-square test of counts.
 *
 * @param statistic {@code >= 0}
 * @param degreesOfFreedom {@code >= 1}
 * @param smallestExpected the least count expected in any cell; the test is an approximation that wants about 5
 */
public record ChiSquareTest(double statistic, int degreesOfFreedom, double smallestExpected) implements Serializable {
    public ChiSquareTest {
        statistic = Require.nonNegative(statistic, "statistic", "");
        Require.positive(degreesOfFreedom, "degreesOfFreedom", "");
        smallestExpected = Require.nonNegative(smallestExpected, "smallestExpected", "");
    }

    /** The probability of a statistic at least as large, were there no difference. */
    public double pValue() {
        return statistic > 0 ? ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic) : 1;
    }

    /**
     * Whether the rows of a table of counts have one distribution over its columns (Pearson, 1900).
     *
     * <pre>{@code
     *   sum (n_ij - e_ij)^2 / e_ij,  e_ij = n_i. n_.j / n        (rows - 1) (columns - 1) degrees of freedom
     * }</pre>
     *
     * <p>Rows and columns without any count are left out of the table and of the degrees of freedom.
     *
     * @param counts {@code >= 0}, rows of equal length
     * @throws UndefinedRatioException if fewer than two rows or two columns hold a count
     */
    public static ChiSquareTest ofTable(long[][] counts) {
        Partial sum = new Partial();
        sum.add(counts);
        return sum.toTest("chi-square test of the table");
    }

    /** Independent tables added up: statistics and degrees of freedom add. */
    static final class Partial {
        private double statistic;
        private int degrees;
        private double smallest = Double.POSITIVE_INFINITY;

        void add(long[][] counts) {
            Require.notEmpty(Objects.requireNonNull(counts, "counts").length, "counts", "must not be empty", "");
            int columns = counts[0].length;
            double[] rowSums = new double[counts.length];
            double[] columnSums = new double[columns];
            double all = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i].length != columns) {
                    throw Require.bad(
                            "counts[" + i + "]",
                            "must have as many columns as the first row, " + columns,
                            "",
                            counts[i].length);
                }
                for (int j = 0; j < columns; j++) {
                    Require.nonNegative(counts[i][j], "counts[" + i + "][" + j + "]", "");
                    rowSums[i] += counts[i][j];
                    columnSums[j] += counts[i][j];
                    all += counts[i][j];
                }
            }
            int usedRows = positive(rowSums);
            int usedColumns = positive(columnSums);
            if (usedRows < 2 || usedColumns < 2) {
                return;
            }
            for (int i = 0; i < counts.length; i++) {
                for (int j = 0; j < columns; j++) {
                    double expected = rowSums[i] * columnSums[j] / all;
                    if (expected > 0) {
                        add(counts[i][j] - expected, expected);
                    }
                }
            }
            degrees += (usedRows - 1) * (usedColumns - 1);
        }

        private void add(double difference, double expected) {
            statistic += difference * difference / expected;
            smallest = Math.min(smallest, expected);
        }

        /** One cell against its opposite, expected half of both. */
        void addPair(long a, long b) {
            if (a + b > 0) {
                double half = (a + b) / 2.0;
                add(a - half, half);
                add(b - half, half);
                degrees++;
            }
        }

        ChiSquareTest toTest(String what) {
            if (degrees == 0) {
                throw new UndefinedRatioException(what + " is undefined, because nothing is left to compare");
            }
            return new ChiSquareTest(statistic, degrees, smallest);
        }

        private static int positive(double[] sums) {
            int count = 0;
            for (double sum : sums) {
                count += sum > 0 ? 1 : 0;
            }
            return count;
        }
    }
}
