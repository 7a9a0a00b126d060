package org.customerequity.retention.curve;

/** Payment sums of any curve, term by term. */
final class StepwiseSums implements PaymentSums {
    /** So many terms that more would keep a caller waiting for seconds. */
    private static final long MOST_TERMS = 20_000_000;

    private final RetentionCurve curve;

    StepwiseSums(RetentionCurve curve) {
        this.curve = curve;
    }

    @Override
    public double plain(double tenure, double d, double n) {
        return sum(tenure, d, n, false);
    }

    @Override
    public double weighted(double tenure, double d, double n) {
        return sum(tenure, d, n, true);
    }

    private double sum(double tenure, double d, double n, boolean weighted) {
        double start = curve.logSurvival(tenure);
        double rate = Math.log1p(d);
        double total = 0;
        double lost = 0;
        for (long j = 0; j < n; j++) {
            if (j > MOST_TERMS) {
                throw new ArithmeticException(
                        "the payments do not add up within " + MOST_TERMS + " periods at a discount of " + d
                                + " per period (set a nearer horizon, or override the method in " + curve + ")");
            }
            double logStay = curve.logSurvival(tenure + j) - start;
            double term = Math.exp(logStay - rate * j);
            // with the rounding errors of the sum so far, so that many terms lose nothing
            double add = (weighted ? j * term : term) - lost;
            double next = total + add;
            lost = (next - total) - add;
            total = next;
            // what is left is at most term times a geometric sum, as survival does not rise
            double rest = weighted ? term / d * (j + 1 + (1 + d) / d) : term / d;
            if (term == 0 || logStay < -690 || d > 0 && rest < 1e-16 * total) {
                return total;
            }
        }
        return total;
    }
}
