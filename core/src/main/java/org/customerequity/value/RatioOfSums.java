package org.customerequity.value;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;

/**
 * A ratio of two sums over customers (or other independent units), with the standard error that their differences give it:
 * revenue per order, orders per buyer. It keeps sums and centred second moments, so that it merges.
 *
 * <p>The unit is what varies independently: many orders of one customer are one unit.
 *
 * <pre>{@code
 *   R  = sum y / sum x
 *   se = sqrt( n / (n - 1) * sum (y_i - R x_i)^2 ) / sum x       over the n units
 * }</pre>
 *
 * <p>The standard error is the linearised (delta method) one of survey sampling: Cochran, Sampling Techniques, 3rd edition,
 * 1977, section 6.4, without the finite population correction.
 *
 * <p>Where only the totals are known ({@link #ofTotals}) the ratio merges and divides as well, but has no standard error.
 *
 * @param ratio the sums
 * @param units how many units the moments describe; 0 where only totals are known, or where there is nothing yet
 * @param numeratorSquares sum of squares of y about its mean
 * @param crossProducts sum of products of y and x about their means
 * @param denominatorSquares sum of squares of x about its mean
 */
public record RatioOfSums(
        Ratio ratio, long units, double numeratorSquares, double crossProducts, double denominatorSquares)
        implements Serializable {
    public RatioOfSums {
        Objects.requireNonNull(ratio, "ratio");
        Require.nonNegative(units, "units", "");
        numeratorSquares = Require.nonNegative(numeratorSquares, "numeratorSquares", "");
        crossProducts = Require.finite(crossProducts, "crossProducts", "");
        denominatorSquares = Require.nonNegative(denominatorSquares, "denominatorSquares", "");
    }

    /** Only the totals, without what is needed for a standard error. */
    public static RatioOfSums ofTotals(
            double numerator, String numeratorName, double denominator, String denominatorName) {
        return new RatioOfSums(Ratio.of(numerator, numeratorName, denominator, denominatorName), 0, 0, 0, 0);
    }

    /** Nothing yet: what a stream or a partition starts from. */
    public static RatioOfSums empty(String numeratorName, String denominatorName) {
        return ofTotals(0, numeratorName, 0, denominatorName);
    }

    /**
     * One row a unit.
     *
     * @param numerators finite
     * @param denominators finite and {@code >= 0}, as many
     */
    public static RatioOfSums ofColumns(
            double[] numerators, String numeratorName, double[] denominators, String denominatorName) {
        int n = numerators.length;
        if (denominators.length != n) {
            throw Require.bad(
                    denominatorName, "must have as many rows as " + numeratorName + ", " + n, "", denominators.length);
        }
        Sum totalY = Sum.create();
        Sum totalX = Sum.create();
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(numerators[i])) {
                throw Require.bad(numeratorName + "[" + i + "]", "must be finite", "", numerators[i]);
            }
            if (!(denominators[i] >= 0 && denominators[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad(denominatorName + "[" + i + "]", "must be finite and >= 0", "", denominators[i]);
            }
            totalY.add(numerators[i]);
            totalX.add(denominators[i]);
        }
        double sumY = totalY.getAsDouble();
        double sumX = totalX.getAsDouble();
        double meanY = n == 0 ? 0 : sumY / n;
        double meanX = n == 0 ? 0 : sumX / n;
        Sum yy = Sum.create();
        Sum xy = Sum.create();
        Sum xx = Sum.create();
        for (int i = 0; i < n; i++) {
            double y = numerators[i] - meanY;
            double x = denominators[i] - meanX;
            yy.addProduct(y, y);
            xy.addProduct(y, x);
            xx.addProduct(x, x);
        }
        return new RatioOfSums(
                Ratio.of(sumY, numeratorName, sumX, denominatorName),
                n,
                yy.getAsDouble(),
                xy.getAsDouble(),
                xx.getAsDouble());
    }

    /** With one more unit. */
    public RatioOfSums plusUnit(double numerator, double denominator) {
        return plus(new RatioOfSums(
                Ratio.of(numerator, ratio.numeratorName(), denominator, ratio.denominatorName()), 1, 0, 0, 0));
    }

    /**
     * Both together; the units must be disjoint. Moments are combined by the pairwise update of Chan, Golub and LeVeque
     * (1979); where either side knows only its totals, so does the result.
     */
    public RatioOfSums plus(RatioOfSums other) {
        Objects.requireNonNull(other, "other");
        Ratio both = ratio.plus(other.ratio);
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        if (units == 0 || other.units == 0) {
            return new RatioOfSums(both, 0, 0, 0, 0);
        }
        double m = units;
        double n = other.units;
        double y = other.ratio.numerator() / n - ratio.numerator() / m;
        double x = other.ratio.denominator() / n - ratio.denominator() / m;
        double weight = m * n / (m + n);
        return new RatioOfSums(
                both,
                Math.addExact(units, other.units),
                numeratorSquares + other.numeratorSquares + y * y * weight,
                crossProducts + other.crossProducts + x * y * weight,
                denominatorSquares + other.denominatorSquares + x * x * weight);
    }

    /** Whether the denominators add up to more than zero. */
    public boolean isDefined() {
        return ratio.isDefined();
    }

    /**
     * Sum over sum.
     *
     * @throws UndefinedRatioException if the denominators add up to zero
     */
    public double value() {
        return ratio.value();
    }

    /** The value, or empty where it is undefined. */
    public OptionalDouble asOptional() {
        return ratio.asOptional();
    }

    /**
     * The standard error over units; 0 where each numerator is the same multiple of its denominator, up to rounding.
     *
     * @throws UndefinedRatioException if the ratio is undefined, there are fewer than two units, or only totals are known
     */
    public double standardError() {
        double r = value();
        if (units < 2) {
            throw new UndefinedRatioException("standard error of " + ratio.numeratorName() + " per "
                    + ratio.denominatorName() + " is undefined, because "
                    + (units == 0 ? "only totals are known (give one row a customer)" : "there is one unit only"));
        }
        double squares = numeratorSquares + r * r * denominatorSquares;
        double residual = squares - 2 * r * crossProducts;
        // what rounding alone leaves of a sum of squares that is zero is none; more of it where more was merged
        double noise = 0x1p-51 * Math.max(4, Math.sqrt(units)) * squares;
        double scatter = residual <= noise && Double.isFinite(squares) ? 0 : units / (units - 1.0) * residual;
        return Require.finite(
                Math.sqrt(scatter) / ratio.denominator(), "standard error", "squares overflow: take a larger unit");
    }

    /** Value and standard error; {@link #standardError} says when there is none. */
    public Estimate estimate() {
        return Estimate.of(value(), standardError());
    }

    /**
     * The normal interval of {@link #estimate()}.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double level) {
        return estimate().confidenceInterval(level);
    }

    private boolean isEmpty() {
        return units == 0 && ratio.numerator() == 0 && ratio.denominator() == 0;
    }
}
