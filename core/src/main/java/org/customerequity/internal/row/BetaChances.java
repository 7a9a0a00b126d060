package org.customerequity.internal.row;

import java.util.Arrays;
import org.customerequity.internal.SpecialFunctions;

/**
 * What a customer's chances to leave add to a likelihood, p ~ Beta(a, b), with both derivatives of its logarithm in ln a and ln b.
 *
 * <pre>{@code
 *   stayed  B(a, b+c)/B(a, b) = product over j < c of (b+j)/(a+b+j)      c chances survived
 *   odds    a/(b+c-1)                                                   left at the last of them, not survived it
 * }</pre>
 *
 * <p>Answers are remembered for the (a, b, c) asked last: rows of one count and of few groups of customers ask for the same over
 * and over. Not for use by several threads at once.
 */
final class BetaChances {
    /** Up to so many chances the sums are taken as they stand, beyond by differences of digamma and trigamma. */
    private static final int FEW = 16;

    /** Below it the probability of having stayed is told by its logarithm alone. */
    private static final double LEAST = -600;

    private static final int SLOTS_BITS = 6;
    private static final int STRIDE = 12;
    private static final int LOG_A = 0;
    private static final int LOG_B = 1;
    private static final int CHANCES = 2;

    /** Where an answer has the probability of having stayed; 0 where that is too small. */
    static final int STAYED = 3;

    /** Where it has ln of that, if it is 0. */
    static final int LOG_STAYED = 4;

    /** And the derivatives of ln of that. */
    static final int STAYED_A = 5;

    static final int STAYED_B = 6;
    static final int STAYED_AA = 7;
    static final int STAYED_AB = 8;
    static final int STAYED_BB = 9;

    /** Where it has the odds, whose logarithm has the derivatives 1 in ln a, and this in ln b. */
    static final int ODDS = 10;

    static final int ODDS_B = 11;

    /** What is remembered; an answer begins where {@link #find} says. */
    final double[] answers = new double[STRIDE << SLOTS_BITS];

    BetaChances() {
        Arrays.fill(answers, Double.NaN);
    }

    /** Where the answer is, of at least one chance. */
    int find(double logA, double logB, int chances) {
        long hash = Double.doubleToRawLongBits(logA) * 0x9E3779B97F4A7C15L
                + Double.doubleToRawLongBits(logB) * 0xC2B2AE3D27D4EB4FL
                + chances * 0x165667B19E3779F9L;
        int at = STRIDE * (int) (hash >>> (64 - SLOTS_BITS));
        double[] known = answers;
        if (!(known[at + LOG_A] == logA && known[at + LOG_B] == logB && known[at + CHANCES] == chances)) {
            known[at + LOG_A] = logA;
            known[at + LOG_B] = logB;
            known[at + CHANCES] = chances;
            double a = Math.exp(logA);
            double b = Math.exp(logB);
            if (chances <= FEW) {
                few(at, a, b, chances);
            } else {
                many(at, a, b, chances);
            }
            double last = 1 / (b + (chances - 1));
            known[at + ODDS] = a * last;
            known[at + ODDS_B] = -b * last;
        }
        return at;
    }

    private void few(int at, double a, double b, int chances) {
        double product = 1;
        double sum = 0;
        double sum2 = 0;
        double gap = 0;
        double gap2 = 0;
        for (int j = 0; j < chances; j++) {
            double both = 1 / ((b + j) * (a + b + j));
            double stay = (a + b + j) * both;
            double all = (b + j) * both;
            product *= (b + j) * all;
            sum += all;
            sum2 += all * all;
            // differences of 1/(b+j) and 1/(a+b+j), and of their squares, but for the factor a
            gap += both;
            gap2 += both * (stay + all);
        }
        answers[at + STAYED] = product;
        write(at, a, b, sum, sum2, a * gap, a * gap2);
    }

    private void many(int at, double a, double b, int chances) {
        double sum = SpecialFunctions.digammaDifference(a + b, chances);
        double sum2 = -SpecialFunctions.trigammaDifference(a + b, chances);
        double log = SpecialFunctions.logBetaRatio(b, a, chances);
        answers[at + STAYED] = log < LEAST ? 0 : Math.exp(log);
        answers[at + LOG_STAYED] = log;
        write(
                at,
                a,
                b,
                sum,
                sum2,
                SpecialFunctions.digammaDifference(b, chances) - sum,
                -SpecialFunctions.trigammaDifference(b, chances) - sum2);
    }

    /**
     * From sums over j.
     *
     * @param sum of 1/(a+b+j), and {@code sum2} of their squares
     * @param gap how much larger the sum of 1/(b+j) is, and {@code gap2} that of their squares
     */
    private void write(int at, double a, double b, double sum, double sum2, double gap, double gap2) {
        double byA = -a * sum;
        double byB = b * gap;
        answers[at + STAYED_A] = byA;
        answers[at + STAYED_B] = byB;
        answers[at + STAYED_AA] = byA + a * a * sum2;
        answers[at + STAYED_AB] = a * b * sum2;
        answers[at + STAYED_BB] = byB - b * b * gap2;
    }
}
