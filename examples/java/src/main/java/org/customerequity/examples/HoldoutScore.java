package org.customerequity.examples;

import java.util.Arrays;

/**
 * How well a model fitted to the calibration days forecast the purchases of each customer on the days after them.
 *
 * @param actual purchases there were
 * @param expected purchases the model expected
 * @param meanAbsoluteError over customers
 * @param rootMeanSquareError over customers
 * @param correlation over customers of expected and actual; NaN where one of them is the same for all
 */
record HoldoutScore(
        long actual, double expected, double meanAbsoluteError, double rootMeanSquareError, double correlation) {

    static HoldoutScore of(double[] expected, int[] actual) {
        int n = actual.length;
        double meanExpected = Arrays.stream(expected).sum() / n;
        double meanActual = Arrays.stream(actual).asLongStream().sum() / (double) n;
        double absolute = 0;
        double square = 0;
        double expectedSquare = 0;
        double actualSquare = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            double error = expected[i] - actual[i];
            absolute += Math.abs(error);
            square += error * error;
            double e = expected[i] - meanExpected;
            double a = actual[i] - meanActual;
            expectedSquare += e * e;
            actualSquare += a * a;
            product += e * a;
        }
        return new HoldoutScore(
                Arrays.stream(actual).asLongStream().sum(),
                meanExpected * n,
                absolute / n,
                Math.sqrt(square / n),
                product / Math.sqrt(expectedSquare * actualSquare));
    }

    /** Expected over actual, less 1: 0.05 where the model expected 5 % too many. */
    double bias() {
        return expected / actual - 1;
    }
}
