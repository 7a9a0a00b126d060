package org.customerequity.segment;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How unequally a total is spread over customers: the share of the top few, Lorenz curve, Gini and Herfindahl index.
 *
 * <p>With v_(1) &lt;= ... &lt;= v_(n) the values in ascending order:
 *
 * <pre>{@code
 *   Lorenz     L(k/n) = (v_(1) + ... + v_(k)) / total, linear in between
 *   top share  1 - L(1 - q): the best q n customers, of the last one in part where q n is no whole number
 *   Gini       sum of (2 i - n - 1) v_(i) / (n total)              small sample: times n / (n - 1)
 *   HHI        sum of (v_(i) / total)^2
 * }</pre>
 *
 * <p>Gini, Variabilita e mutabilita, 1912; Lorenz, Methods of measuring the concentration of wealth, 1905; Herfindahl,
 * Concentration in the steel industry, 1950. Results depend on the values only, not on their order, and equal values are
 * interchangeable, so ties need no rule.
 *
 * <p>Where a value is negative or all are zero these measures mean nothing, and every one of them says so by
 * {@link UndefinedRatioException}. Sorting takes O(n log n) once, on a copy; then a share costs the customers it adds up.
 */
public final class Concentration implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] ascending;
    private final double total;

    private Concentration(double[] values) {
        ascending = SortedValues.ascending(values);
        total = SortedValues.total(ascending);
    }

    /** One value a customer, such as its revenue, contribution or lifetime value. The array is copied. */
    public static Concentration of(double[] values) {
        return new Concentration(values);
    }

    /** How many customers. */
    public int size() {
        return ascending.length;
    }

    /** The sum over all customers. */
    public double total() {
        return total;
    }

    /**
     * The share of the total that sits with the best {@code fraction} of customers.
     *
     * @param fraction in [0, 1]; {@code 0.10} for the top tenth
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public double topShare(double fraction) {
        Require.fraction(fraction, "fraction", "0.10 means the top 10 %");
        requireShares("share of the top customers");
        int n = ascending.length;
        double customers = fraction * n;
        int whole = (int) customers;
        Sum sum = Sum.create();
        for (int i = n - 1; i >= n - whole; i--) {
            sum.add(ascending[i]);
        }
        if (whole < n) {
            sum.add((customers - whole) * ascending[n - 1 - whole]);
        }
        return Math.min(1, sum.getAsDouble() / total);
    }

    /**
     * The smallest number of customers who together hold at least {@code share} of the total.
     *
     * @param share in [0, 1]; {@code 0.80} for 80 % of the total
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public int customersForShare(double share) {
        Require.fraction(share, "share", "0.80 means 80 % of the total");
        requireShares("number of customers for a share");
        return SortedValues.bestForShare(ascending, share, total);
    }

    /**
     * The Gini coefficient, from 0 (all equal) to (n - 1) / n (one customer holds all).
     *
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public double gini() {
        requireShares("Gini coefficient");
        // pairs from both ends: (n + 1 - 2 i) (v_(n+1-i) - v_(i)) is never negative, so nothing cancels
        int n = ascending.length;
        // a power of two, exact, where products with n would overflow
        double unit = total > 0x1p900 ? 0x1p-100 : 1;
        Sum sum = Sum.create();
        for (int i = 0; i < n / 2; i++) {
            sum.addProduct(n - 1.0 - 2.0 * i, unit * (ascending[n - 1 - i] - ascending[i]));
        }
        return sum.getAsDouble() / (n * (unit * total));
    }

    /**
     * The Gini coefficient times n / (n - 1), from 0 to 1, which does not shrink with the sample.
     *
     * @throws UndefinedRatioException if there is one customer only, a value is negative or all are zero
     */
    public double giniSmallSample() {
        int n = ascending.length;
        if (n < 2) {
            throw new UndefinedRatioException(
                    "small-sample Gini coefficient is undefined, because there is one customer only");
        }
        return gini() * n / (n - 1.0);
    }

    /**
     * The Gini coefficient with its standard error by the jackknife: from the n coefficients that leave one customer out.
     *
     * <pre>{@code
     *   se^2 = (n - 1) / n * sum of (G_(-i) - mean)^2
     * }</pre>
     *
     * <p>All n of them take one pass over the sorted values: Yitzhaki, Calculating Jackknife Variance Estimators for Parameters
     * of the Gini Method, Journal of Business and Economic Statistics 9(2), 1991. The interval is symmetric on the logit scale, so that
     * it stays in (0, 1); that of equal values is 0 to 0.
     *
     * @throws UndefinedRatioException if a value is negative, fewer than two are above zero, or there are two customers only: one
     *     alone has a coefficient of 0, which says nothing of their spread
     */
    public Estimate giniEstimate() {
        double gini = gini();
        int n = ascending.length;
        if (n < 3) {
            throw new UndefinedRatioException(
                    "standard error of the Gini coefficient is undefined, because there are fewer than three customers");
        }
        if (ascending[n - 2] == 0) {
            throw new UndefinedRatioException("standard error of the Gini coefficient is undefined, because without one"
                    + " customer nothing is left");
        }
        // what lies below and above each customer is added up apart, so that nothing cancels where one holds nearly
        // all; in shares of the total, so that no product overflows
        double[] below = new double[n];
        double[] without = new double[n];
        Sum rest = Sum.create();
        Sum weighted = Sum.create();
        for (int i = 1; i <= n; i++) {
            below[i - 1] = rest.getAsDouble();
            without[i - 1] = weighted.getAsDouble();
            double share = ascending[i - 1] / total;
            rest.add(share);
            weighted.addProduct(2.0 * i - n, share);
        }
        rest = Sum.create();
        weighted = Sum.create();
        Sum sum = Sum.create();
        for (int i = n; i >= 1; i--) {
            without[i - 1] =
                    (without[i - 1] + weighted.getAsDouble()) / ((n - 1.0) * (below[i - 1] + rest.getAsDouble()));
            sum.add(without[i - 1]);
            double share = ascending[i - 1] / total;
            rest.add(share);
            weighted.addProduct(2.0 * i - n - 2, share);
        }
        double mean = sum.getAsDouble() / n;
        double squares = 0;
        for (double g : without) {
            squares += (g - mean) * (g - mean);
        }
        double error = Math.sqrt((n - 1.0) / n * squares);
        return gini > 0 ? new Estimate(gini, error, Estimate.Scale.LOGIT) : Estimate.of(0, 0);
    }

    /**
     * The Lorenz curve: entry k - 1 is the share of the total held by the k customers of least value; the last is 1.
     *
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public double[] lorenzOrdinates() {
        requireShares("Lorenz curve");
        double[] out = new double[ascending.length];
        Sum sum = Sum.create();
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(1, sum.add(ascending[i]).getAsDouble() / total);
        }
        out[out.length - 1] = 1;
        return out;
    }

    /**
     * The Herfindahl-Hirschman index, from 1 / n (all equal) to 1 (one customer holds all); 1 over it is the number of equal
     * customers that would be as concentrated.
     *
     * @throws UndefinedRatioException if a value is negative or all are zero
     */
    public double herfindahl() {
        requireShares("Herfindahl index");
        Sum sum = Sum.create();
        for (double v : ascending) {
            double share = v / total;
            sum.addProduct(share, share);
        }
        return Math.min(1, sum.getAsDouble());
    }

    private void requireShares(String what) {
        if (ascending[0] < 0) {
            throw new UndefinedRatioException(what + " is undefined, because there is a negative value, " + ascending[0]
                    + " (set customers who lose money apart)");
        }
        if (total == 0) {
            throw new UndefinedRatioException(what + " is undefined, because all values are 0");
        }
    }

    /** Equal values in any order. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Concentration other && Arrays.equals(ascending, other.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    /** A summary, not the values. */
    @Override
    public String toString() {
        return "Concentration[" + ascending.length + " customers, total " + total + "]";
    }

    // runs the checks again on what came from a stream
    private Object readResolve() {
        return new Concentration(ascending);
    }
}
