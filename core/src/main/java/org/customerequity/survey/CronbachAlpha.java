package org.customerequity.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.FDistribution;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Whether several questions measure one thing: Cronbach's alpha, its interval, and what each item adds to it. Immutable.
 *
 * <pre>{@code
 *   alpha        = k / (k - 1) (1 - sum of s_j^2 / s_T^2)
 *   standardized = k rbar / (1 + (k - 1) rbar)
 *   interval     = 1 - (1 - alpha) F,   F a quantile of F(n - 1, (n - 1)(k - 1))
 *
 *   k    items                             s_T^2  variance of the respondents' sums over the items
 *   n    respondents                       rbar   mean correlation of two items
 *   s_j^2  variance of item j, n - 1 below the line
 * }</pre>
 *
 * <p>At most 1. It may be negative: then items contradict each other, and mostly one was to be reversed
 * ({@link ItemAnswers#reversed}). It rises with the number of items, and a value near 1 may mean that one question was asked
 * several times. It is a lower bound of reliability where errors are uncorrelated, and says nothing of validity.
 *
 * <p>Alpha is for reflective scales, whose items all show one cause. Where items make up the index, as price and quality make
 * up value (a formative index), they need not agree, and alpha is no criterion.
 *
 * <p>Results are right to 1e-13 or so of the variances in them, whatever number is added to all answers, and however small they
 * are. Sources: Cronbach, Coefficient Alpha and the Internal Structure of Tests, Psychometrika 16(3), 1951, equation 2; Feldt,
 * The Approximate Sampling Distribution of Kuder-Richardson Reliability Coefficient Twenty, Psychometrika 30(3), 1965, which takes
 * respondents and errors as normal.
 */
public final class CronbachAlpha implements Serializable {
    private static final long serialVersionUID = 1;

    /** A sum of deviations, relative to what was summed, below which it is rounding. */
    private static final double ROUNDING = 0x1p-49;

    private final double alpha;
    private final double standardized;
    private final int respondents;
    private final int leftOut;
    private final List<String> names;
    private final double[] means;
    private final double[] deviations;
    private final double[] itemRest;
    private final double[] withoutItem;

    private CronbachAlpha(
            double alpha,
            double standardized,
            int respondents,
            int leftOut,
            List<String> names,
            double[] means,
            double[] deviations,
            double[] itemRest,
            double[] withoutItem) {
        this.alpha = alpha;
        this.standardized = standardized;
        this.respondents = respondents;
        this.leftOut = leftOut;
        this.names = names;
        this.means = means;
        this.deviations = deviations;
        this.itemRest = itemRest;
        this.withoutItem = withoutItem;
    }

    /**
     * Of complete answers.
     *
     * @throws IllegalArgumentException if there are fewer than two items or two respondents, a question was left unanswered, or
     *     all respondents have the same sum
     */
    public static CronbachAlpha of(ItemAnswers answers) {
        double[][] columns = complete(answers);
        int k = columns.length;
        int n = answers.respondents();
        // in units of a power of two near the largest answer, which is exact, no square is too small for a double
        int unit = Math.getExponent(largest(columns));
        double[][] centred = new double[k][];
        double[] means = new double[k];
        double[] squares = new double[k];
        // and each item again in a unit of its own, for what does not depend on units
        double[][] own = new double[k][];
        double[] ownSquares = new double[k];
        double[] deviations = new double[k];
        for (int j = 0; j < k; j++) {
            centred[j] = scaled(columns[j], -unit);
            means[j] = Math.scalb(centre(centred[j]), unit);
            int ownUnit = Math.getExponent(largest(centred[j]));
            own[j] = scaled(centred[j], -ownUnit);
            ownSquares[j] = squares(own[j]);
            squares[j] = Math.scalb(ownSquares[j], 2 * ownUnit);
            deviations[j] = Math.scalb(Math.sqrt(ownSquares[j] / (n - 1)), ownUnit + unit);
        }
        double[] total = sums(centred, n);
        double totalSquares = squares(total);
        double sum = Arrays.stream(squares).sum();
        // what rounding the answers to doubles may add to any sum over items
        double noise = (double) n * k * Math.pow(0x1p-53 * Math.scalb(largest(columns), -unit), 2);
        if (isRounding(totalSquares, noise, sum, k)) {
            throw Require.bad(
                    "answers",
                    "must differ in their sum between respondents",
                    "with no variance of the sum there is nothing to explain",
                    "the sum of item means, " + Arrays.stream(means).sum() + ", for everybody");
        }
        double[] itemRest = new double[k];
        double[] withoutItem = new double[k];
        double[] rest = new double[n];
        for (int j = 0; j < k; j++) {
            double product = 0;
            for (int i = 0; i < n; i++) {
                rest[i] = total[i] - centred[j][i];
                product += rest[i] * own[j][i];
            }
            double restSquares = squares(rest);
            boolean constant = isRounding(restSquares, noise, totalSquares + squares[j], 2);
            itemRest[j] = constant || ownSquares[j] == 0
                    ? Double.NaN
                    : Math.max(-1, Math.min(1, product / Math.sqrt(restSquares) / Math.sqrt(ownSquares[j])));
            withoutItem[j] = constant || k == 2 ? Double.NaN : alpha(k - 1, sum - squares[j], restSquares);
        }
        return new CronbachAlpha(
                alpha(k, sum, totalSquares),
                standardized(own, ownSquares, n),
                n,
                answers.leftOut(),
                answers.itemNames(),
                means,
                deviations,
                itemRest,
                withoutItem);
    }

    private static double[][] complete(ItemAnswers answers) {
        Objects.requireNonNull(answers, "answers");
        int k = answers.itemNames().size();
        if (k < 2) {
            throw Require.bad("items", "must be at least 2", "one question has no consistency to measure", k);
        }
        int incomplete = answers.incomplete();
        if (incomplete > 0) {
            throw Require.bad(
                    "answers",
                    "must be complete",
                    "ItemAnswers.withoutIncomplete leaves them out",
                    "incomplete for " + incomplete + " of " + answers.respondents() + " respondents");
        }
        if (answers.respondents() < 2) {
            throw Require.bad(
                    "respondents",
                    "must be at least 2",
                    answers.leftOut() == 0
                            ? "a variance is needed"
                            : answers.leftOut() + " were left out as incomplete",
                    answers.respondents());
        }
        return answers.columns();
    }

    private static double[] scaled(double[] column, int powerOfTwo) {
        double[] out = new double[column.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.scalb(column[i], powerOfTwo);
        }
        return out;
    }

    /** Subtracts the mean, and returns it: from a first guess, so that a large number common to all answers does no harm. */
    private static double centre(double[] column) {
        double guess = column[0];
        double sum = 0;
        for (int i = 0; i < column.length; i++) {
            column[i] -= guess;
            sum += column[i];
        }
        double shift = sum / column.length;
        double left = 0;
        for (int i = 0; i < column.length; i++) {
            column[i] -= shift;
            left += column[i];
        }
        return guess + (shift + left / column.length);
    }

    /** The sum of squared distances from the mean, for numbers whose mean is zero but for rounding. */
    private static double squares(double[] centred) {
        double sum = 0;
        double squares = 0;
        for (double x : centred) {
            sum += x;
            squares += x * x;
        }
        return Math.max(0, squares - sum * sum / centred.length);
    }

    private static double[] sums(double[][] centred, int n) {
        double[] total = new double[n];
        for (double[] column : centred) {
            for (int i = 0; i < n; i++) {
                total[i] += column[i];
            }
        }
        return total;
    }

    /** Whether a sum of squares is zero but for noise, and the rounding of {@code terms} deviations with such squares. */
    private static boolean isRounding(double squares, double noise, double ofTerms, int terms) {
        return !(squares > noise + terms * terms * ROUNDING * ROUNDING * ofTerms);
    }

    private static double largest(double[]... columns) {
        double largest = 0;
        for (double[] column : columns) {
            for (double x : column) {
                largest = Math.max(largest, Math.abs(x));
            }
        }
        return largest;
    }

    private static double alpha(int k, double itemSquares, double totalSquares) {
        return k / (k - 1.0) * ((totalSquares - itemSquares) / totalSquares);
    }

    /** Alpha of the answers in units of their standard deviations; NaN where an item has none, or these sums do not differ. */
    private static double standardized(double[][] centred, double[] squares, int n) {
        int k = centred.length;
        double[] total = new double[n];
        for (int j = 0; j < k; j++) {
            if (squares[j] == 0) {
                return Double.NaN;
            }
            double deviation = Math.sqrt(squares[j]);
            for (int i = 0; i < n; i++) {
                total[i] += centred[j][i] / deviation;
            }
        }
        double totalSquares = squares(total);
        return isRounding(totalSquares, 0, k, k) ? Double.NaN : alpha(k, k, totalSquares);
    }

    /** Alpha: at most 1, and without a lower limit. */
    public double value() {
        return alpha;
    }

    /**
     * Alpha of items brought to one standard deviation: where items are on different scales.
     *
     * @throws UndefinedRatioException if an item was answered alike by all, or the standardised sum does not vary
     */
    public double standardized() {
        if (Double.isNaN(standardized)) {
            throw new UndefinedRatioException("standardized alpha is undefined, because an item, or the sum of the"
                    + " standardized items, is the same for all respondents");
        }
        return standardized;
    }

    /**
     * Feldt's interval of {@link #value()}, exact for normal answers whose items have one variance and one covariance; it has
     * no width where alpha is 1.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        double tail = (1 - Require.openFraction(level, "level", "0.95 means 95 %")) / 2;
        double n = respondents - 1.0;
        FDistribution f = FDistribution.of(n, n * (names.size() - 1));
        return new Interval(
                1 - (1 - alpha) * f.inverseSurvivalProbability(tail),
                1 - (1 - alpha) * f.inverseCumulativeProbability(tail),
                level);
    }

    /** Respondents in these figures. */
    public int respondents() {
        return respondents;
    }

    /** Respondents who left a question unanswered and were left out before ({@link ItemAnswers#withoutIncomplete}). */
    public int leftOut() {
        return leftOut;
    }

    /** Names of the items, in the order of the columns below. */
    public List<String> itemNames() {
        return names;
    }

    /** The mean answer to every item. */
    public double[] itemMeans() {
        return means.clone();
    }

    /** The standard deviation of the answers to every item, n - 1 below the line. */
    public double[] itemStandardDeviations() {
        return deviations.clone();
    }

    /**
     * The correlation of every item with the sum of the others, in [-1, 1]; {@code NaN} where one of the two does not vary. A
     * negative one asks for {@link ItemAnswers#reversed}.
     */
    public double[] itemRestCorrelations() {
        return itemRest.clone();
    }

    /**
     * Alpha of the other items, for every item: an item without which alpha is higher does not belong. {@code NaN} where there
     * are two items only, or where the sum of the others does not vary.
     */
    public double[] alphaIfItemDeleted() {
        return withoutItem.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CronbachAlpha other
                && Double.compare(alpha, other.alpha) == 0
                && Double.compare(standardized, other.standardized) == 0
                && respondents == other.respondents
                && leftOut == other.leftOut
                && names.equals(other.names)
                && Arrays.equals(means, other.means)
                && Arrays.equals(deviations, other.deviations)
                && Arrays.equals(itemRest, other.itemRest)
                && Arrays.equals(withoutItem, other.withoutItem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(alpha, respondents, names, Arrays.hashCode(means), Arrays.hashCode(deviations));
    }

    /** {@code alpha 0.952 of 4 items, 10 respondents}, with all digits. */
    @Override
    public String toString() {
        return "alpha " + alpha + " of " + names.size() + " items, " + respondents + " respondents";
    }
}
