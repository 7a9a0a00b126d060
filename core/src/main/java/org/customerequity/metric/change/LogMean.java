package org.customerequity.metric.change;

/** The logarithmic mean and its slopes, without cancellation where both numbers are nearly equal. */
final class LogMean {
    /** Below it the slopes are read off their series, whose first term left out is of the order 1e-19. */
    private static final double SMALL = 0.02;

    private LogMean() {}

    /** {@code (a - b) / ln(a / b)}, and a where both are equal; both finite and {@code > 0}. */
    static double of(double a, double b) {
        return a == b ? a : (a - b) / logRatio(a, b);
    }

    /** {@code ln(a / b)}; the difference of near numbers is exact, so that nothing is lost. */
    static double logRatio(double a, double b) {
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        double excess = (high - low) / low;
        double u = excess < Double.POSITIVE_INFINITY ? Math.log1p(excess) : Math.log(high) - Math.log(low);
        return a < b ? -u : u;
    }

    /** The slope of {@code of(a, b)} in a: {@code (u - 1 + exp(-u)) / u^2} with {@code u = ln(a / b)}. */
    static double slope(double a, double b) {
        double u = logRatio(a, b);
        if (Math.abs(u) < SMALL) {
            // sum over k of (-u)^k / (k+2)!
            double sum = 0;
            double term = 0.5;
            for (int k = 0; k < 9; k++) {
                sum += term;
                term *= -u / (k + 3);
            }
            return sum;
        }
        return (1 + Math.expm1(-u) / u) / u;
    }
}
