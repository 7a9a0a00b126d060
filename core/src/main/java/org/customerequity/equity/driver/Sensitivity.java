package org.customerequity.equity.driver;

import org.customerequity.model.choice.ChoiceCoefficients;

/** Derivatives of sums over respondents, by group and brand j, in whatever moves the utility or inertia of a brand m. */
final class Sensitivity {
    private final int brands;
    private final int subDrivers;
    /** Groups, j, m. */
    private final double[] inUtility;

    private final double[] inInertia;
    /** Groups, j, m, sub-drivers: the derivative in utility times the rating. */
    private final double[] timesRating;

    Sensitivity(int groups, ChoiceCoefficients coefficients) {
        this.brands = coefficients.brands();
        this.subDrivers = coefficients.subDrivers();
        this.inUtility = new double[groups * brands * brands];
        this.inInertia = new double[groups * brands * brands];
        this.timesRating = new double[groups * brands * brands * subDrivers];
    }

    /** Adds a respondent. */
    void add(int group, double weight, double[] ownInUtility, double[] ownInInertia, SwitchingChain chain) {
        double[] ratings = chain.ratings();
        int from = group * brands * brands;
        for (int jm = 0; jm < brands * brands; jm++) {
            double slope = weight * ownInUtility[jm];
            inUtility[from + jm] += slope;
            inInertia[from + jm] += weight * ownInInertia[jm];
            int at = (from + jm) * subDrivers;
            int rated = jm % brands * subDrivers;
            for (int s = 0; s < subDrivers; s++) {
                timesRating[at + s] += slope * ratings[rated + s];
            }
        }
    }

    /** The derivative of brand {@code j} in the utility of brand {@code m} for every respondent. */
    double inUtility(int group, int j, int m) {
        return inUtility[(group * brands + j) * brands + m];
    }

    /** The derivative of brand {@code j} in the inertia of brand {@code m}. */
    double inInertia(int group, int j, int m) {
        return inInertia[(group * brands + j) * brands + m];
    }

    /** The sum of derivatives of brand {@code j} in the utility of {@code m}, times the rating of {@code m} on a sub-driver. */
    double timesRating(int group, int j, int m, int subDriver) {
        return timesRating[((group * brands + j) * brands + m) * subDrivers + subDriver];
    }

    /**
     * Adds to {@code gradient[group][brand][column]} the derivative as the coefficients move in a direction.
     *
     * @param direction of intercepts, inertia and drivers
     */
    void addAlong(double[] direction, int column, double[][][] gradient) {
        for (int g = 0; g < gradient.length; g++) {
            for (int j = 0; j < brands; j++) {
                double sum = 0;
                for (int m = 0; m < brands; m++) {
                    sum += direction[m] * inUtility(g, j, m) + direction[brands + m] * inInertia(g, j, m);
                    for (int s = 0; s < subDrivers; s++) {
                        double along = direction[2 * brands + s];
                        sum += along == 0 ? 0 : along * timesRating(g, j, m, s);
                    }
                }
                gradient[g][j][column] += sum;
            }
        }
    }
}
