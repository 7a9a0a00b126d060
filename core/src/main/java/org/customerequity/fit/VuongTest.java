package org.customerequity.fit;

import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.Require;

/**
 * Which of two models that do not contain one another is nearer to the truth.
 *
 * <pre>{@code
 *   m_i = l1_i - l2_i                     difference of a customer's log-likelihoods
 *   z   = sqrt(n) mean(m) / sd(m)         normal if both are as near; sd with divisor n
 *   corrected: mean(m) - (k1 - k2) ln(n) / (2n) in place of mean(m)
 * }</pre>
 *
 * <p>Observations are customers, not transactions. A positive z speaks for the first model; between -1.96 and 1.96 the data
 * do not decide at 5 %, and a holdout should.
 *
 * <p>Q. H. Vuong, Likelihood Ratio Tests for Model Selection and Non-Nested Hypotheses, Econometrica 57(2), 1989, 307-333,
 * section 5.
 *
 * @param meanDifference mean of m
 * @param deviation standard deviation of m with divisor n, {@code > 0}
 * @param observations n, customers that carry likelihood, at least 2
 * @param moreParameters k1 - k2
 */
public record VuongTest(double meanDifference, double deviation, long observations, int moreParameters)
        implements Serializable {
    /** Below this share of the differences' size, their deviation is rounding. */
    private static final double NO_DEVIATION = 1e-12;

    public VuongTest {
        meanDifference = Require.finite(meanDifference, "meanDifference", "");
        Require.positive(deviation, "deviation", "two models that say the same of every customer cannot be compared");
        if (observations < 2) {
            throw Require.bad("observations", "must be >= 2", "customers that carry likelihood", observations);
        }
    }

    /**
     * From the log-likelihoods of every customer that both fits were made of:
     * {@code VuongTest.of(bgNbd.logLikelihood(histories), 4, paretoNbd.logLikelihood(histories), 4)}. Both must be densities of
     * the same data in the same units. Leave out customers that carry no likelihood, such as those without a transaction for a
     * model of spending ({@code PurchaseHistories.filter}): they would count in n.
     *
     * @param first log-likelihoods of the first model, one a customer, finite
     * @param firstParameters how many were fitted
     * @param second log-likelihoods of the second model, of the same customers
     * @param secondParameters how many were fitted
     * @throws IllegalArgumentException if the columns differ in length, a row is not finite, or the models do not differ
     */
    public static VuongTest of(double[] first, int firstParameters, double[] second, int secondParameters) {
        Require.nonNegative(firstParameters, "firstParameters", "");
        Require.nonNegative(secondParameters, "secondParameters", "");
        int n = Objects.requireNonNull(first, "first").length;
        if (Objects.requireNonNull(second, "second").length != n) {
            throw Require.bad("second", "must have as many customers as first, " + n, "", second.length);
        }
        double mean = 0;
        double squares = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            Require.finite(first[i], "first[" + i + "]", "leave out customers that carry no likelihood");
            Require.finite(second[i], "second[" + i + "]", "leave out customers that carry no likelihood");
            double m = first[i] - second[i];
            double away = m - mean;
            mean += away / (i + 1);
            squares += away * (m - mean);
            size = Math.max(size, Math.max(Math.abs(first[i]), Math.abs(second[i])));
        }
        double deviation = n == 0 ? 0 : Math.sqrt(squares / n);
        return new VuongTest(
                mean, deviation > NO_DEVIATION * size ? deviation : 0, n, firstParameters - secondParameters);
    }

    /** z: positive where the first model is nearer. */
    public double statistic() {
        return Math.sqrt(observations) * meanDifference / deviation;
    }

    /** The two-sided probability of a z this far from 0 if both models are as near. */
    public double pValue() {
        return twoSided(statistic());
    }

    /** z after each model has paid for its parameters as Schwarz's criterion asks. */
    public double correctedStatistic() {
        double price = moreParameters * Math.log(observations) / (2.0 * observations);
        return Math.sqrt(observations) * (meanDifference - price) / deviation;
    }

    /** {@link #pValue} of {@link #correctedStatistic}. */
    public double correctedPValue() {
        return twoSided(correctedStatistic());
    }

    private static double twoSided(double z) {
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z)));
    }
}
