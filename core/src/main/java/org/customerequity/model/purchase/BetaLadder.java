package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * One of the distributions Beta(a, b), Beta(a, b + 1), ..., Beta(a, b + m), each with its weight: a chance that is known up to
 * how many times it failed.
 *
 * <pre>{@code
 *   I_z(a, b+1) = I_z(a, b) + z^a (1-z)^b / (b B(a, b))
 * }</pre>
 *
 * <p>so that the distribution function, from the lowest step upwards, and its complement, from the highest downwards, cost one
 * incomplete beta function and sums of positive terms.
 */
final class BetaLadder implements Distribution, Serializable {
    private static final long serialVersionUID = 1;

    /** Below this a step between two distribution functions is carried as a logarithm: it may grow. */
    private static final double TINY = 1e-290;

    private final double a;
    private final double b;
    private final double[] weights;

    private BetaLadder(double a, double b, double[] weights) {
        this.a = a;
        this.b = b;
        this.weights = weights;
    }

    /**
     * The mixture; Beta(a, b) itself where there is but one weight.
     *
     * @param weights of a sum of 1, the last one positive; kept
     */
    static Distribution of(double a, double b, double[] weights) {
        return weights.length == 1 ? Distribution.beta(a, b) : new BetaLadder(a, b, weights);
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (a / (a + b + i));
        }
        return sum;
    }

    @Override
    public double variance() {
        double mean = mean();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double s = a + b + i;
            double step = a / s;
            sum += weights[i] * (step * ((b + i) / s) / (s + 1) + (step - mean) * (step - mean));
        }
        return sum;
    }

    @Override
    public double density(double x) {
        Require.number(x, "x");
        if (!(x > 0 && x < 1)) {
            // at the ends, where each step is 0, finite or infinite
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] == 0
                        ? 0
                        : weights[i] * Distribution.beta(a, b + i).density(x);
            }
            return sum;
        }
        double power = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - SpecialFunctions.logBeta(a, b));
        if (power < 1e-280) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * Distribution.beta(a, b + i).density(x);
            }
            return sum;
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * power;
            power *= (1 - x) * ((a + b + i) / (b + i));
        }
        return sum;
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") <= 0 ? 0 : x >= 1 ? 1 : below(x);
    }

    private double below(double z) {
        double one = IncompleteBeta.regularized(z, a, b);
        double logStep = a * Math.log(z) + b * Math.log1p(-z) - Math.log(b) - SpecialFunctions.logBeta(a, b);
        double step = Math.exp(logStep);
        boolean tiny = step < TINY;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * one;
            one += step;
            double factor = (1 - z) * ((a + b + i) / (b + i + 1));
            if (tiny) {
                logStep += Math.log(factor);
                step = Math.exp(logStep);
                tiny = step < TINY;
            } else {
                step *= factor;
            }
        }
        return Math.min(1, sum);
    }

    private double above(double z) {
        int top = weights.length - 1;
        double high = b + top;
        double one = IncompleteBeta.regularized(1 - z, z, high, a);
        double logStep = a * Math.log(z)
                + (high - 1) * Math.log1p(-z)
                - Math.log(high - 1)
                - SpecialFunctions.logBeta(a, high - 1);
        double step = Math.exp(logStep);
        boolean tiny = step < TINY;
        double sum = weights[top] * one;
        for (int i = top - 1; i >= 0; i--) {
            one += step;
            sum += weights[i] * one;
            double factor = (b + i) / (a + b + i - 1) / (1 - z);
            if (tiny && i > 0) {
                logStep += Math.log(factor);
                step = Math.exp(logStep);
                tiny = step < TINY;
            } else {
                step *= factor;
            }
        }
        return Math.min(1, sum);
    }

    /** Between the quantiles of the highest and of the lowest step, to the nearest {@code double}. */
    @Override
    public double quantile(double p) {
        double low = Distribution.beta(a, b + (weights.length - 1)).quantile(p);
        double high = Distribution.beta(a, b).quantile(p);
        // positive doubles are in the order of their bits
        long from = Double.doubleToRawLongBits(low) - 2;
        long to = Double.doubleToRawLongBits(Math.min(high, Math.nextDown(1.0))) + 2;
        from = Math.max(from, 0);
        to = Math.min(to, Double.doubleToRawLongBits(1));
        while (to - from > 1) {
            long middle = from + (to - from) / 2;
            double z = Double.longBitsToDouble(middle);
            if (p <= 0.5 ? below(z) < p : above(z) > 1 - p) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return Double.longBitsToDouble(to);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BetaLadder other && a == other.a && b == other.b && Arrays.equals(weights, other.weights);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(a) + 17 * Double.hashCode(b) + Arrays.hashCode(weights);
    }

    /** {@code BetaLadder[a=2.0, b=3.0 to 7.0, mean 0.31]}. */
    @Override
    public String toString() {
        return "BetaLadder[a=" + a + ", b=" + b + " to " + (b + weights.length - 1) + ", mean " + mean() + "]";
    }
}
