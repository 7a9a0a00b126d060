package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * How a customer moves between brands from one purchase to the next: row j holds the probabilities of the next brand after brand j.
 * What follows in the long run and on the way, in purchases and in years.
 *
 * <pre>{@code
 *   M_jk = exp(U_jk) / sum over considered k' of exp(U_jk'),     pi M = pi, sum pi = 1
 * }</pre>
 *
 * <p>Of a respondent, brands that are not considered are never bought: their columns are 0. Their rows are the choice of a respondent
 * who bought none of the considered brands last, that is without inertia.
 *
 * <p>One customer, not a market: a mean of matrices is not the matrix of a market, because those who stayed longest are those most
 * likely to stay. For the market see {@link BrandSwitching}.
 *
 * <p>J. G. Kemeny and J. L. Snell, Finite Markov Chains, 1960, chapter 4; elimination without subtraction of W. K. Grassmann,
 * M. I. Taksar and D. P. Heyman, Regenerative Analysis and Steady State Distributions for Markov Chains, Operations Research 33(5),
 * 1985, so that results are right to their last digits also where brands are hardly ever left. Immutable.
 */
public final class SwitchingMatrix implements Serializable {
    private static final long serialVersionUID = 1;

    /** A chance below this is none: its reciprocal would leave the range of numbers. */
    private static final double NEVER = 1e-290;

    private final List<String> brands;
    private final double[][] rows;
    private final double purchasesPerYear;

    private SwitchingMatrix(List<String> brands, double[][] rows, double purchasesPerYear) {
        this.brands = brands;
        this.rows = rows;
        this.purchasesPerYear = purchasesPerYear;
    }

    /**
     * A matrix of given probabilities.
     *
     * @param brands at least one, all different
     * @param rows one a brand, of as many probabilities, summing to 1 within 1e-9
     * @param purchasesPerYear of all brands, {@code > 0}
     */
    public static SwitchingMatrix of(List<String> brands, double[][] rows, double purchasesPerYear) {
        List<String> names = List.copyOf(Objects.requireNonNull(brands, "brands"));
        int k = Require.notEmpty(names.size(), "brands", "must not be empty", "in the order of the rows");
        if (new HashSet<>(names).size() < k) {
            throw Require.bad("brands", "must differ", "", names);
        }
        if (Objects.requireNonNull(rows, "rows").length != k) {
            throw Require.bad("rows", "must be one a brand, " + k, "", rows.length);
        }
        double[][] copy = new double[k][];
        for (int j = 0; j < k; j++) {
            String name = "rows[" + j + "]";
            copy[j] = Objects.requireNonNull(rows[j], name).clone();
            if (copy[j].length != k) {
                throw Require.bad(name, "must have one probability a brand, " + k, "", copy[j].length);
            }
            double sum = 0;
            for (int l = 0; l < k; l++) {
                sum += Require.fraction(copy[j][l], name + "[" + l + "]", "a probability");
            }
            if (!(Math.abs(sum - 1) <= 1e-9)) {
                throw Require.bad("sum of " + name, "must be 1", "the next brand after " + names.get(j), sum);
            }
        }
        return new SwitchingMatrix(
                names, copy, Require.positive(purchasesPerYear, "purchasesPerYear", "of all brands"));
    }

    /**
     * The matrix of a respondent.
     *
     * @param respondent from 0
     * @throws IllegalArgumentException if the respondent may belong to more than one class of the model: see {@link #ofClass}
     */
    public static SwitchingMatrix of(ChoiceModel model, BrandSurvey survey, int respondent) {
        Objects.requireNonNull(model, "model");
        Objects.checkIndex(respondent, Objects.requireNonNull(survey, "survey").size());
        double[] membership = model.membership(Sums.alone(survey, respondent))[0];
        for (int c = 0; c < membership.length; c++) {
            if (membership[c] == 1) {
                return ofClass(model, c, survey, respondent);
            }
        }
        throw Require.bad(
                "respondent " + survey.id(respondent),
                "must belong to one class for certain",
                "a mixture of chains is none: see ofClass",
                Arrays.toString(membership));
    }

    /**
     * The matrix of a respondent, were the respondent of this class.
     *
     * @param ofClass of the model, from 0
     * @param respondent from 0
     */
    public static SwitchingMatrix ofClass(ChoiceModel model, int ofClass, BrandSurvey survey, int respondent) {
        Objects.checkIndex(ofClass, Objects.requireNonNull(model, "model").classes());
        Objects.checkIndex(respondent, Objects.requireNonNull(survey, "survey").size());
        if (!survey.brands().equals(model.brands())) {
            throw Require.bad("brands of survey", "must be those of the model, " + model.brands(), "", survey.brands());
        }
        SwitchingChain chain = new SwitchingChain(model.coefficients(ofClass));
        chain.load(survey, respondent);
        int k = survey.brands().size();
        double[][] rows = new double[k][k];
        for (int from = 0; from < k; from++) {
            for (int to = 0; to < k; to++) {
                rows[from][to] = chain.probability(from, to);
            }
        }
        return new SwitchingMatrix(survey.brands(), rows, survey.frequency(respondent));
    }

    /** The brands, in the order of rows and columns. */
    public List<String> brands() {
        return brands;
    }

    /** Purchases a year, of all brands. */
    public double purchasesPerYear() {
        return purchasesPerYear;
    }

    /** The probability that {@code to} is bought next after {@code from}. */
    public double probability(String from, String to) {
        return rows[index(from)][index(to)];
    }

    /** The probability that a brand is bought again at the next purchase. */
    public double repurchase(String brand) {
        return probability(brand, brand);
    }

    /** A copy of the rows. */
    public double[][] rows() {
        return copy(rows);
    }

    /**
     * The share of purchases that a brand has in the long run, wherever the customer started: 0 for a brand that is not considered.
     *
     * @throws IllegalStateException if the long run depends on the start, because some brands, once bought, are never left
     */
    public double longRunShare(String brand) {
        return longRunShares()[index(brand)];
    }

    /**
     * {@link #longRunShare} of every brand, summing to 1.
     *
     * @throws IllegalStateException if the long run depends on the start
     */
    public double[] longRunShares() {
        int[] lasting = lasting();
        int n = lasting.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = rows[lasting[i]][lasting[j]];
            }
        }
        // leave out one brand after the other, its visits given to where they go next
        for (int m = n - 1; m > 0; m--) {
            double out = 0;
            for (int j = 0; j < m; j++) {
                out += a[m][j];
            }
            for (int i = 0; i < m; i++) {
                a[i][m] /= out;
                for (int j = 0; j < m; j++) {
                    a[i][j] += a[i][m] * a[m][j];
                }
            }
        }
        double[] visits = new double[n];
        visits[0] = 1;
        double sum = 1;
        for (int m = 1; m < n; m++) {
            for (int i = 0; i < m; i++) {
                visits[m] += visits[i] * a[i][m];
            }
            sum += visits[m];
        }
        if (!(sum < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException("long-run shares are beyond the range of numbers: " + this);
        }
        double[] share = new double[rows.length];
        for (int m = 0; m < n; m++) {
            share[lasting[m]] = visits[m] / sum;
        }
        return share;
    }

    /**
     * How many purchases it takes on average, from one of {@code from}, to come to buy {@code to}: 1 where it is bought next for
     * certain. From a brand to itself, the mean return: 1 over its long-run share.
     *
     * <pre>{@code
     *   m_ij = 1 + sum over k != j of  M_ik m_kj
     * }</pre>
     *
     * @throws IllegalStateException if it may never be bought
     */
    public double purchasesUntil(String from, String to) {
        return purchasesUntil(index(to))[index(from)];
    }

    /** {@link #purchasesUntil} in years. */
    public double yearsUntil(String from, String to) {
        return purchasesUntil(from, to) / purchasesPerYear;
    }

    /** Mean purchases from each brand until brand {@code to}, by elimination without subtraction. */
    private double[] purchasesUntil(int to) {
        int[] lasting = lasting();
        if (Arrays.stream(lasting).noneMatch(j -> j == to)) {
            throw new IllegalStateException("purchases until " + brands.get(to)
                    + " have no mean, because it is not bought in the long run (see longRunShare)");
        }
        int k = rows.length;
        int[] other = new int[k - 1];
        for (int j = 0, at = 0; j < k; j++) {
            if (j != to) {
                other[at++] = j;
            }
        }
        int n = other.length;
        double[][] a = new double[n][n + 1];
        double[] steps = new double[n];
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = rows[other[i]][other[j]];
            }
            a[i][n] = rows[other[i]][to];
            steps[i] = 1;
        }
        for (int m = n - 1; m >= 0; m--) {
            out[m] = a[m][n];
            for (int j = 0; j < m; j++) {
                out[m] += a[m][j];
            }
            for (int i = 0; i < m; i++) {
                double through = a[i][m] / out[m];
                steps[i] += through * steps[m];
                a[i][n] += through * a[m][n];
                for (int j = 0; j < m; j++) {
                    a[i][j] += through * a[m][j];
                }
            }
        }
        double[] mean = new double[k];
        mean[to] = 1;
        for (int m = 0; m < n; m++) {
            double sum = steps[m];
            for (int j = 0; j < m; j++) {
                sum += a[m][j] * mean[other[j]];
            }
            mean[other[m]] = sum / out[m];
            if (!(mean[other[m]] < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("purchases until " + brands.get(to) + " are beyond the range of numbers");
            }
        }
        for (int j : other) {
            mean[to] += rows[to][j] * mean[j];
        }
        return mean;
    }

    /**
     * How many purchases, counting the last, it takes on average to come to a brand drawn by its long-run share: the same from wherever
     * the customer starts, and the smaller, the sooner the past is forgotten.
     *
     * <pre>{@code
     *   1 + sum over j != i of  pi_j m_ij  =  trace of the fundamental matrix, where all brands are considered
     * }</pre>
     *
     * @throws IllegalStateException if the long run depends on the start
     */
    public double kemenyConstant() {
        double[] share = longRunShares();
        int[] lasting = lasting();
        double sum = 1;
        for (int j : lasting) {
            sum += j == lasting[0] ? 0 : share[j] * purchasesUntil(j)[lasting[0]];
        }
        return sum;
    }

    /**
     * The fundamental matrix: by how many purchases of a column's brand a start at a row's brand differs, in the end, from a start in
     * the long run, plus the long-run share.
     *
     * <pre>{@code
     *   Z = (I - M + 1 pi')^-1,      m_ij = (Z_jj - Z_ij) / pi_j for i != j
     * }</pre>
     *
     * @throws IllegalStateException if the long run depends on the start
     */
    public double[][] fundamentalMatrix() {
        double[] share = longRunShares();
        int k = rows.length;
        double[][] a = new double[k][2 * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                a[i][j] = (i == j ? 1 : 0) - rows[i][j] + share[j];
            }
            a[i][k + i] = 1;
        }
        for (int c = 0; c < k; c++) {
            int pivot = c;
            for (int i = c + 1; i < k; i++) {
                pivot = Math.abs(a[i][c]) > Math.abs(a[pivot][c]) ? i : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[c];
            a[c] = row;
            if (!(Math.abs(row[c]) > 0x1p-50)) {
                throw new ArithmeticException("brands are left too rarely for a fundamental matrix: " + this);
            }
            for (int i = 0; i < k; i++) {
                double times = i == c ? 0 : a[i][c] / row[c];
                for (int j = c; times != 0 && j < 2 * k; j++) {
                    a[i][j] -= times * row[j];
                }
            }
        }
        double[][] inverse = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                inverse[i][j] = a[i][k + j] / a[i][i];
            }
        }
        return inverse;
    }

    /**
     * The probability that {@code to} is bought at least once within the next purchases, after one of {@code from}: of winning a
     * customer back from a rival.
     *
     * <pre>{@code
     *   1 - Q^h 1,   Q = M without row and column of the brand
     * }</pre>
     *
     * @param purchases h, {@code >= 0}
     */
    public double winBack(String from, String to, int purchases) {
        int i = index(from);
        int j = index(to);
        Require.nonNegative(purchases, "purchases", "how many the customer makes");
        int k = rows.length;
        double[][] missed = copy(rows);
        double[] hit = new double[k];
        for (int a = 0; a < k; a++) {
            hit[a] = rows[a][j];
            missed[a][j] = 0;
        }
        // hit within 1, 2, 4, ... purchases, put together by the digits of their number: nothing is subtracted
        double[] won = new double[k];
        for (int left = purchases; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                won = hitFirstOr(hit, missed, won);
            }
            hit = hitFirstOr(hit, missed, hit);
            double[][] twice = new double[k][k];
            for (int a = 0; a < k; a++) {
                for (int via = 0; via < k; via++) {
                    for (int b = 0; b < k; b++) {
                        twice[a][b] += missed[a][via] * missed[via][b];
                    }
                }
            }
            missed = twice;
        }
        return won[i];
    }

    /** Within some purchases, or else within those that come after. */
    private static double[] hitFirstOr(double[] hit, double[][] missed, double[] after) {
        double[] either = new double[hit.length];
        for (int a = 0; a < hit.length; a++) {
            double sum = hit[a];
            for (int b = 0; b < hit.length; b++) {
                sum += missed[a][b] * after[b];
            }
            either[a] = Math.min(1, sum);
        }
        return either;
    }

    /**
     * {@link #winBack} within the purchases that fall into some years: {@code floor(years f + 1e-9)}.
     *
     * @param years finite and {@code >= 0}
     */
    public double winBackWithinYears(String from, String to, double years) {
        Require.nonNegative(years, "years", "from the last purchase");
        double purchases = Math.floor(years * purchasesPerYear + 1e-9);
        return winBack(from, to, (int) Math.min(Integer.MAX_VALUE, purchases));
    }

    /**
     * The second largest absolute eigenvalue, in [0, 1]: by this factor the influence of the last brand shrinks at each purchase, in the
     * end. To about 1e-15.
     *
     * <pre>{@code
     *   lim |(M - 1 pi')^n|^(1/n),  by squaring n up to 2^50 (Gelfand's formula)
     * }</pre>
     *
     * @throws IllegalStateException if the long run depends on the start
     */
    public double secondEigenvalue() {
        double[] share = longRunShares();
        int k = rows.length;
        double[][] a = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                a[i][j] = rows[i][j] - share[j];
            }
        }
        double log = 0;
        double scale = 1;
        for (int doubling = 0; doubling <= 50; doubling++) {
            double size = 0;
            for (double[] row : a) {
                size = Math.max(size, Arrays.stream(row).map(Math::abs).sum());
            }
            if (size == 0) {
                return 0;
            }
            log += scale * Math.log(size);
            scale /= 2;
            double[][] square = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int l = 0; l < k; l++) {
                    double x = a[i][l] / size;
                    for (int j = 0; j < k; j++) {
                        square[i][j] += x * (a[l][j] / size);
                    }
                }
            }
            a = square;
        }
        return Math.min(1, Math.exp(log));
    }

    /** The brands among which a customer moves in the long run, in ascending order. */
    private int[] lasting() {
        int k = rows.length;
        boolean[][] leads = new boolean[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                leads[i][j] = i == j || rows[i][j] > NEVER;
            }
        }
        for (int via = 0; via < k; via++) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    leads[i][j] |= leads[i][via] && leads[via][j];
                }
            }
        }
        // a brand lasts if it is come back to from wherever it leads; all lasting brands must lead to each other
        List<Integer> lasting = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            boolean returns = true;
            for (int j = 0; j < k; j++) {
                returns &= !leads[i][j] || leads[j][i];
            }
            if (returns) {
                lasting.add(i);
            }
        }
        int first = lasting.get(0);
        for (int i : lasting) {
            if (!leads[first][i]) {
                throw new IllegalStateException("the long run depends on the start: who buys " + brands.get(first)
                        + " never comes to buy " + brands.get(i) + ", nor the other way round");
            }
        }
        return lasting.stream().mapToInt(Integer::intValue).toArray();
    }

    private int index(String brand) {
        return Require.indexOf(brand, brands, "brand", "");
    }

    private static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }

    /** Equal brands, probabilities and frequency. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SwitchingMatrix other
                && brands.equals(other.brands)
                && Arrays.deepEquals(rows, other.rows)
                && purchasesPerYear == other.purchasesPerYear;
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, Arrays.deepHashCode(rows), purchasesPerYear);
    }

    /** {@code brands [one, two], rows [[0.8, 0.2], [0.3, 0.7]], 4.0 purchases a year}. */
    @Override
    public String toString() {
        return "brands " + brands + ", rows " + Arrays.deepToString(rows) + ", " + purchasesPerYear
                + " purchases a year";
    }
}
