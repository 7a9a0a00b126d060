package org.customerequity.equity.driver;

import java.util.Arrays;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.survey.brand.BrandSurvey;

/**
 * The switching matrix of one respondent after another, in arrays that are used again. But for its diagonal and one row it has
 * rank one, so that a purchase costs as many operations as there are brands, not their square.
 *
 * <pre>{@code
 *   M_jk = exp(U_k + b_j 1{j = k} - L_j),    L_j = ln(sum over considered k of exp(U_k + b_j 1{j = k}))
 *        = leave_j pull_k                    j != k, j != top
 *        = stay_j                            j = k,  j != top
 *        = topRow_k                          j = top, the brand of the highest utility
 *
 *   pull_k = exp(U_k - U_top),   leave_j = exp(U_top - L_j),   both at most 1
 * }</pre>
 *
 * <p>The row of the top brand stands alone because only there {@code exp(U_top - L_j)} may overflow, where its inertia is very
 * negative. Nothing is subtracted, so that also a probability of 1e-300 is right to its last digits. Columns of brands that are not
 * considered are 0; their rows, which nobody starts from, are the choice without inertia.
 *
 * <p>Mutable, for one thread.
 */
final class SwitchingChain {
    private final int brands;
    private final int subDrivers;
    private final double[] intercept;
    private final double[] inertia;
    private final double[] driver;

    private final double[] rating;
    private final double[] utility;
    private final double[] pull;
    private final double[] leave;
    private final double[] stay;
    private final double[] topRow;
    private final double[] before;
    private int top;
    /** L of the top brand, less its utility. */
    private double logSumOfTop;

    SwitchingChain(ChoiceCoefficients coefficients) {
        brands = coefficients.brands();
        subDrivers = coefficients.subDrivers();
        intercept = new double[brands];
        inertia = new double[brands];
        driver = new double[subDrivers];
        Arrays.setAll(intercept, coefficients::intercept);
        Arrays.setAll(inertia, coefficients::inertia);
        Arrays.setAll(driver, coefficients::driver);
        rating = new double[brands * subDrivers];
        utility = new double[brands];
        pull = new double[brands];
        leave = new double[brands];
        stay = new double[brands];
        topRow = new double[brands];
        before = new double[brands];
    }

    int brands() {
        return brands;
    }

    int subDrivers() {
        return subDrivers;
    }

    /** Ratings of the respondent, brands times sub-drivers, 0 for brands not considered; not to be written to. */
    double[] ratings() {
        return rating;
    }

    boolean considers(int brand) {
        return utility[brand] > Double.NEGATIVE_INFINITY;
    }

    /** Takes up respondent {@code i}. */
    void load(BrandSurvey survey, int i) {
        Arrays.fill(rating, 0);
        top = -1;
        for (int k = 0; k < brands; k++) {
            double u = Double.NEGATIVE_INFINITY;
            if (survey.considers(i, k)) {
                u = intercept[k];
                for (int s = 0, at = k * subDrivers; s < subDrivers; s++, at++) {
                    rating[at] = survey.rating(i, k, s);
                    u += driver[s] * rating[at];
                }
                if (!Double.isFinite(u)) {
                    throw new ArithmeticException(
                            "utility of " + survey.brands().get(k) + " for respondent " + survey.id(i)
                                    + " must be finite, was " + u + " (the coefficients are too large)");
                }
                top = top < 0 || u > utility[top] ? k : top;
            }
            utility[k] = u;
        }
        // the others' sum without subtraction: what comes before a brand, then what comes after it
        double sum = 0;
        for (int k = 0; k < brands; k++) {
            pull[k] = Math.exp(utility[k] - utility[top]);
            before[k] = sum;
            sum += pull[k];
        }
        double after = 0;
        for (int k = brands - 1; k >= 0; k--) {
            double others = before[k] + after;
            after += pull[k];
            double own = Math.exp(utility[k] - utility[top] + inertia[k]);
            double all = others + own;
            leave[k] = 1 / all;
            stay[k] = own < Double.POSITIVE_INFINITY ? own / all : 1;
        }
        leave[top] = 0;
        stay[top] = 0;
        loadTopRow();
    }

    private void loadTopRow() {
        double own = utility[top] + inertia[top];
        double highest = own;
        for (int k = 0; k < brands; k++) {
            highest = k == top ? highest : Math.max(highest, utility[k]);
        }
        double sum = 0;
        for (int k = 0; k < brands; k++) {
            topRow[k] = Math.exp((k == top ? own : utility[k]) - highest);
            sum += topRow[k];
        }
        for (int k = 0; k < brands; k++) {
            topRow[k] /= sum;
        }
        logSumOfTop = highest - utility[top] + Math.log(sum);
    }

    /** The probability that {@code to} is bought after {@code from}. */
    double probability(int from, int to) {
        return from == top ? topRow[to] : from == to ? stay[from] : leave[from] * pull[to];
    }

    /** Replaces the probabilities of the brand bought by those of the brand bought next: {@code x = x M}. */
    void advance(double[] x) {
        double atTop = x[top];
        double sum = 0;
        for (int k = 0; k < brands; k++) {
            before[k] = sum;
            sum += x[k] * leave[k];
        }
        double after = 0;
        for (int k = brands - 1; k >= 0; k--) {
            double next = pull[k] * (before[k] + after) + stay[k] * x[k] + atTop * topRow[k];
            after += x[k] * leave[k];
            x[k] = next;
        }
    }

    /** Replaces what is paid on each brand by what is expected after each brand: {@code y = M y}. */
    void expect(double[] y) {
        double afterTop = 0;
        double sum = 0;
        for (int k = 0; k < brands; k++) {
            afterTop += topRow[k] * y[k];
            before[k] = sum;
            sum += pull[k] * y[k];
        }
        double after = 0;
        for (int k = brands - 1; k >= 0; k--) {
            double pulled = pull[k] * y[k];
            y[k] = leave[k] * (before[k] + after) + stay[k] * y[k];
            after += pulled;
        }
        y[top] = afterTop;
    }

    /**
     * The shares in which the brands are bought in the long run, {@code pi_j} in proportion to {@code exp(U_j + L_j)}: purchases of j
     * followed by k are then as many as those of k followed by j.
     */
    void longRun(double[] share) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < brands; j++) {
            double beyondTop = utility[j] - utility[top];
            double logSum = j == top ? logSumOfTop : leave[j] > 0 ? -Math.log(leave[j]) : beyondTop + inertia[j];
            share[j] = beyondTop + logSum;
            highest = Math.max(highest, share[j]);
        }
        double sum = 0;
        for (int j = 0; j < brands; j++) {
            share[j] = Math.exp(share[j] - highest);
            sum += share[j];
        }
        for (int j = 0; j < brands; j++) {
            share[j] /= sum;
        }
    }
}
