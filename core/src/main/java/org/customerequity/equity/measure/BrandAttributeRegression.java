package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * The regression of brand intercepts on objective attributes of the products: what attributes explain is the tangible value of
 * a brand, the rest its intangible value. Immutable; in units of utility, which {@link ChoiceBasedBrandValue#moneyFor} turns
 * into money.
 *
 * <pre>{@code
 *   a_k = c_0 + sum_j c_j x_kj + e_k                ordinary least squares
 *   tangible    c_0 + sum_j c_j x_kj
 *   intangible  e_k                                 sums to 0 over the brands
 * }</pre>
 *
 * <p>A constant added to all intercepts goes to c_0 and leaves the intangible values as they are. Brands are few: with nearly as
 * many attributes as brands the attributes explain everything, whatever they are.
 *
 * <p>W. A. Kamakura and G. J. Russell, Measuring Brand Value with Scanner Data, International Journal of Research in Marketing
 * 10(1), 1993. Least squares by orthogonalisation after Å. Björck, Solving Linear Least Squares Problems by Gram-Schmidt
 * Orthogonalization, BIT 7, 1967.
 */
public final class BrandAttributeRegression implements Serializable {
    private static final long serialVersionUID = 1;

    /** What must be left of a column's variation after the columns before it: the rest is rounding error. */
    private static final double RANK_TOLERANCE = 1e-10;

    /** Relative to the values of a column: a spread below it is their rounding. */
    private static final double ROUNDING = 0x1p-50;

    /** Beyond this, sums and products are not finite. */
    private static final double LARGEST = 1e100;

    private final List<String> brands;
    private final List<String> attributes;
    private final double[] intercepts;
    /** An attribute a row. */
    private final double[][] columns;

    private final transient double constant;
    private final transient double[] coefficients;
    private final transient double[] residuals;

    /**
     * Fits the regression, with a constant.
     *
     * @param brands distinct names
     * @param intercepts as many, within +-1e100, of a logit model of choice
     * @param attributes distinct names, at least one and at most brands - 2, so that something is left to explain
     * @param values a row a brand with a value an attribute, within +-1e100: horse power, litres, grams of sugar
     * @throws IllegalArgumentException if an attribute is constant, or a linear combination of those before it
     */
    public static BrandAttributeRegression of(
            List<String> brands, double[] intercepts, List<String> attributes, double[][] values) {
        List<String> rows = names(brands, "brands");
        List<String> columns = names(attributes, "attributes");
        int n = rows.size();
        int p = columns.size();
        double[] y = Objects.requireNonNull(intercepts, "intercepts").clone();
        if (y.length != n) {
            throw Require.bad("intercepts", "must be " + n, "one a brand", y.length);
        }
        for (int i = 0; i < n; i++) {
            y[i] = number(y[i], "intercepts[" + i + "]");
        }
        Require.notEmpty(p, "attributes", "must have a name", "without attributes all value is intangible");
        if (n < p + 2) {
            throw Require.bad(
                    "brands",
                    "must be at least attributes + 2, " + (p + 2),
                    "with fewer the regression fits exactly and nothing is intangible",
                    n);
        }
        return new BrandAttributeRegression(rows, columns, y, columns(values, n, p));
    }

    /** Takes over its arguments, which must be checked. */
    private BrandAttributeRegression(
            List<String> brands, List<String> attributes, double[] intercepts, double[][] columns) {
        this.brands = brands;
        this.attributes = attributes;
        this.intercepts = intercepts;
        this.columns = columns;
        int n = brands.size();
        int p = attributes.size();
        double[][] x = Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
        // columns about their means, so that the constant is orthogonal to them
        double[] means = new double[p];
        double[] noise = new double[p];
        for (int j = 0; j < p; j++) {
            double size = 0;
            for (double value : x[j]) {
                size = Math.max(size, Math.abs(value));
            }
            means[j] = centre(x[j]);
            double spread = norm(x[j]);
            double rounding = ROUNDING * Math.sqrt(n) * size;
            noise[j] = Math.max(RANK_TOLERANCE * spread, rounding);
            if (!(spread > rounding)) {
                throw Require.bad(
                        "attribute " + attributes.get(j),
                        "must differ between brands",
                        "leave it out: it cannot explain a difference",
                        means[j] + " for all");
            }
        }
        residuals = intercepts.clone();
        double mean = centre(residuals);
        // modified Gram-Schmidt, the intercepts as the last column
        double[][] r = new double[p][p];
        double[] projections = new double[p];
        for (int j = 0; j < p; j++) {
            double norm = norm(x[j]);
            if (!(norm > noise[j])) {
                throw Require.bad(
                        "attribute " + attributes.get(j),
                        "must not be a linear combination of the attributes before it",
                        "leave one of them out",
                        "one of " + String.join(", ", attributes.subList(0, j)));
            }
            r[j][j] = norm;
            for (int i = 0; i < n; i++) {
                x[j][i] /= norm;
            }
            for (int l = j + 1; l < p; l++) {
                r[j][l] = project(x[j], x[l]);
            }
            projections[j] = project(x[j], residuals);
        }
        coefficients = new double[p];
        for (int j = p - 1; j >= 0; j--) {
            double sum = projections[j];
            for (int l = j + 1; l < p; l++) {
                sum -= r[j][l] * coefficients[l];
            }
            coefficients[j] = sum / r[j][j];
            mean -= coefficients[j] * means[j];
        }
        constant = Require.finite(mean, "constant", "attributes that hardly differ: give them in another unit");
    }

    /** Subtracts the mean and returns it; once more for what rounding left of it. */
    private static double centre(double[] column) {
        double mean = subtractMean(column);
        return mean + subtractMean(column);
    }

    private static double subtractMean(double[] column) {
        double sum = 0;
        for (double value : column) {
            sum += value;
        }
        double mean = sum / column.length;
        for (int i = 0; i < column.length; i++) {
            column[i] -= mean;
        }
        return mean;
    }

    /** Takes the part along a unit vector out of a column, and returns its length. */
    private static double project(double[] unit, double[] column) {
        double dot = 0;
        for (int i = 0; i < unit.length; i++) {
            dot += unit[i] * column[i];
        }
        for (int i = 0; i < unit.length; i++) {
            column[i] -= dot * unit[i];
        }
        return dot;
    }

    /** Scaled, so that no square overflows or vanishes. */
    private static double norm(double[] column) {
        double largest = 0;
        for (double value : column) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (double value : column) {
            sum += (value / largest) * (value / largest);
        }
        return largest * Math.sqrt(sum);
    }

    /** The table turned, so that an attribute is a row. */
    private static double[][] columns(double[][] values, int n, int p) {
        if (Objects.requireNonNull(values, "values").length != n) {
            throw Require.bad("values", "must have " + n + " rows", "one a brand", values.length);
        }
        double[][] x = new double[p][n];
        for (int i = 0; i < n; i++) {
            String name = "values[" + i + "]";
            if (Objects.requireNonNull(values[i], name).length != p) {
                throw Require.bad(name, "must have " + p + " values", "one an attribute", values[i].length);
            }
            for (int j = 0; j < p; j++) {
                x[j][i] = number(values[i][j], name + "[" + j + "]");
            }
        }
        return x;
    }

    private static double number(double x, String name) {
        Require.finite(x, name, "");
        if (Math.abs(x) > LARGEST) {
            throw Require.bad(name, "must be within +-" + LARGEST, "", x);
        }
        return x;
    }

    private static List<String> names(List<String> names, String name) {
        Objects.requireNonNull(names, name);
        for (int i = 0; i < names.size(); i++) {
            Require.nonBlank(names.get(i), name + "[" + i + "]", "");
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw Require.bad(name, "must be distinct", "", names);
        }
        return List.copyOf(names);
    }

    /** The brands, in the order given. */
    public List<String> brands() {
        return brands;
    }

    /** The attributes, in the order given. */
    public List<String> attributes() {
        return attributes;
    }

    /** c_0: the value of a product without any of the attributes, relative to the base brand of the fit. */
    public double constant() {
        return constant;
    }

    /** Utility of one unit of an attribute. */
    public double coefficient(String attribute) {
        return coefficients[index(attributes, attribute, "attribute")];
    }

    /** The part of the brand's intercept that its attributes explain. */
    public double tangible(String brand) {
        int i = index(brands, brand, "brand");
        return intercepts[i] - residuals[i];
    }

    /** The part of the brand's intercept that its attributes do not explain: against a brand with the same attributes. */
    public double intangible(String brand) {
        return residuals[index(brands, brand, "brand")];
    }

    /**
     * The share of the variance of the intercepts that the attributes explain, in [0, 1].
     *
     * @throws UndefinedRatioException if all intercepts are equal
     */
    public double rSquared() {
        double[] about = intercepts.clone();
        centre(about);
        double total = norm(about);
        if (total == 0) {
            throw new UndefinedRatioException("explained share is undefined, because all intercepts are equal");
        }
        double left = norm(residuals) / total;
        return Math.max(0, 1 - left * left);
    }

    private static int index(List<String> names, String wanted, String name) {
        int i = names.indexOf(Objects.requireNonNull(wanted, name));
        if (i < 0) {
            throw Require.bad(name, "must be one of the " + name + "s", String.join(", ", names), wanted);
        }
        return i;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandAttributeRegression other
                && brands.equals(other.brands)
                && attributes.equals(other.attributes)
                && Arrays.equals(intercepts, other.intercepts)
                && Arrays.deepEquals(columns, other.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, attributes, Arrays.hashCode(intercepts), Arrays.deepHashCode(columns));
    }

    /** {@code intercepts of 5 brands on acceleration, comfort}. */
    @Override
    public String toString() {
        return "intercepts of " + brands.size() + " brands on " + String.join(", ", attributes);
    }

    /** What was read is fitted again, and so checked again. */
    private Object readResolve() {
        double[][] values = new double[intercepts.length][columns.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                values[i][j] = columns[j][i];
            }
        }
        return of(brands, intercepts, attributes, values);
    }
}
