package org.customerequity.retention.curve;

import org.customerequity.internal.BetaMean;
import org.customerequity.internal.SpecialFunctions;

/**
 * Payment sums where the chance to leave is theta ~ Beta(alpha, beta + tenure): means over theta of sums of
 * {@code q^j, q = (1-theta) / (1+d)}.
 *
 * <pre>{@code
 *   sum for ever            E[(1+d) / (d+theta)] = (1+d)/d 2F1(1, alpha; alpha+beta+t; -1/d)
 *                                                = 2F1(1, beta+t; alpha+beta+t; 1/(1+d))
 *   times j                 E[(1+d) (1-theta) / (d+theta)^2]
 * }</pre>
 *
 * <p>The first by the continued fraction of Gauss, all of whose terms are positive, in about 9 / sqrt(d) steps; by quadrature where
 * that is many.
 */
final class BetaGeometricSums implements PaymentSums {
    /** Below this discount the continued fraction takes longer than the quadrature. */
    private static final double SMALL_DISCOUNT = 1e-4;

    private static final double FEW = 1000;

    private final RetentionCurve curve;
    private final double alpha;
    private final double beta;

    BetaGeometricSums(RetentionCurve curve, double alpha, double beta) {
        this.curve = curve;
        this.alpha = alpha;
        this.beta = beta;
    }

    @Override
    public double plain(double tenure, double d, double n) {
        double b = beta + tenure;
        if (n == Double.POSITIVE_INFINITY) {
            return forever(b, d);
        }
        if (n <= FEW) {
            return stepwise(b, d, (long) n, false);
        }
        double left = d == 0
                ? Double.POSITIVE_INFINITY
                : Math.exp(SpecialFunctions.logBetaRatio(b, alpha, n) - n * Math.log1p(d));
        if (left < 0.5) {
            return forever(b, d) - left * forever(b + n, d);
        }
        double rate = Math.log1p(d);
        return (1 + d) * BetaMean.of(alpha, b, (p, q) -> -Math.expm1(n * (logOf(p, q) - rate)) / (d + p));
    }

    /** ln q where q = 1 - p. */
    private static double logOf(double p, double q) {
        return p < 0.5 ? Math.log1p(-p) : Math.log(q);
    }

    private double forever(double b, double d) {
        if (d == 0) {
            return alpha > 1 ? (alpha + b - 1) / (alpha - 1) : Double.POSITIVE_INFINITY;
        }
        return (1 + d) * (d < SMALL_DISCOUNT ? BetaMean.of(alpha, b, (p, q) -> 1 / (d + p)) : fraction(alpha, b, d));
    }

    /**
     * E[1 / (d + theta)], theta ~ Beta(a, b): {@code 1/(d + g1/(1 + k2/(d + k3/(1 + ...))))}, evaluated forwards by the method
     * of Lentz as modified by Thompson and Barnett.
     */
    private static double fraction(double a, double b, double d) {
        double c = a + b;
        double value = d;
        double up = d;
        double down = 0;
        for (int i = 1; i < 20_000; i++) {
            // coefficients of the S-fraction of 2F1(1, a; c; -x), DLMF 15.7.1 with a numerator parameter of 1
            int m = i / 2;
            double k = (i & 1) == 1
                    ? (a + m) / (c + 2 * m) * (m == 0 ? 1 : (c - 1 + m) / (c + 2 * m - 1))
                    : m / (c + 2 * m - 1) * ((b + m - 1) / (c + 2 * m - 2));
            double partial = (i & 1) == 1 ? 1 : d;
            down = 1 / (partial + k * down);
            up = partial + k / up;
            double factor = up * down;
            value *= factor;
            if (Math.abs(factor - 1) < 3e-16) {
                return 1 / value;
            }
        }
        throw new ArithmeticException("continued fraction did not converge at a = " + a + ", b = " + b + ", d = " + d);
    }

    private double stepwise(double b, double d, long n, boolean weighted) {
        double term = 1;
        double total = weighted ? 0 : 1;
        double c = alpha + b;
        double v = 1 / (1 + d);
        for (long j = 1; j < n && term > 0; j++) {
            term *= (b + (j - 1)) / (c + (j - 1)) * v;
            total += weighted ? j * term : term;
        }
        return total;
    }

    @Override
    public double weighted(double tenure, double d, double n) {
        double b = beta + tenure;
        if (n <= FEW) {
            return stepwise(b, d, (long) n, true);
        }
        if (n < Double.POSITIVE_INFINITY) {
            return new StepwiseSums(curve).weighted(tenure, d, n);
        }
        if (d == 0) {
            return alpha > 2 ? b / (alpha - 2) * ((alpha + b - 1) / (alpha - 1)) : Double.POSITIVE_INFINITY;
        }
        return (1 + d) * BetaMean.of(alpha, b, (p, q) -> q / (d + p) / (d + p));
    }
}
