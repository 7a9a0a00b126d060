package org.customerequity.model.purchase;

import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the opportunities k = 1, 2, ... ahead of a customer who is alive now and leaves before each of them with the
 * chance theta ~ Beta(g, d): what the BG/BB needs of its dropout.
 *
 * <pre>{@code
 *   S(k) = E[(1-theta)^k] = B(g, d + k) / B(g, d)          alive at opportunity k
 * }</pre>
 *
 * <p>Each sum has positive terms and is taken as it stands for up to {@link #DIRECT} of them. What is longer is the closed
 * form where it does not subtract, or else a mean over theta of sums of powers of 1 - theta; nothing divides by g - 1.
 *
 * <p>Not for use by several threads at once.
 */
final class OpportunitySums {
    private static final int DIRECT = 2000;
    private static final double NEGLIGIBLE = 1e-17;

    private final double g;
    private final double d;
    private @Nullable BetaNodes nodes;

    OpportunitySums(double g, double d) {
        this.g = g;
        this.d = d;
    }

    private BetaNodes overTheta() {
        BetaNodes made = nodes;
        if (made == null) {
            made = new BetaNodes(g, d);
            nodes = made;
        }
        return made;
    }

    /** ln S(k). */
    double logSurvival(double k) {
        return SpecialFunctions.logBetaRatio(d, g, k);
    }

    /** S(k). */
    double survival(double k) {
        return Math.exp(logSurvival(k));
    }

    /** 1 - S(k), with all its digits: the sum of S(j-1) - S(j). */
    double gone(double k) {
        if (k > DIRECT) {
            return -Math.expm1(logSurvival(k));
        }
        double alive = 1;
        double sum = 0;
        for (int j = 0; j < k; j++) {
            sum += alive * (g / (g + d + j));
            alive *= (d + j) / (g + d + j);
        }
        return Math.min(1, sum);
    }

    /**
     * {@code S(from+1) + ... + S(to)}.
     *
     * <pre>{@code
     *   S(from) (d + from) (1 - R) / (g - 1),   R = G(y+m) G(y+g-1) / (G(y) G(y+m+g-1)),   y = d + from + 1,  m = to - from
     *   S(from) (d + from) (psi(y+m) - psi(y))                                            g = 1
     * }</pre>
     */
    double expected(double from, double to) {
        double m = to - from;
        double alive = survival(from);
        if (m <= DIRECT) {
            double sum = 0;
            for (int k = 0; k < m; k++) {
                alive *= (d + from + k) / (g + d + from + k);
                sum += alive;
            }
            return sum;
        }
        double y = d + from + 1;
        double e = g - 1;
        if (Math.abs(e) > 0.5) {
            double log = e > 0 ? SpecialFunctions.logBetaRatio(y, e, m) : -SpecialFunctions.logBetaRatio(y + e, -e, m);
            return alive * (d + from) * (-Math.expm1(log) / e);
        }
        // -ln R / e, the mean slope of ln G(y+s+m)/G(y+s) over s from 0 to e
        double[] x = GaussLegendre.nodes(16);
        double[] w = GaussLegendre.weights(16);
        double slope = 0;
        for (int i = 0; i < x.length; i++) {
            slope += 0.5 * w[i] * SpecialFunctions.digammaDifference(y + e * (0.5 + 0.5 * x[i]), m);
        }
        double log = e * slope;
        return alive * (d + from) * slope * (log == 0 ? 1 : -Math.expm1(-log) / log);
    }

    /**
     * {@code z S(1) + z^2 S(2) + ... + z^to S(to)} with {@code z = exp(-rate)}.
     *
     * @param rate {@code >= 0}, and {@code > 0} where {@code to} is infinite
     */
    double discounted(double rate, double to) {
        if (to == 0) {
            return 0;
        }
        if (rate == 0) {
            return expected(0, to);
        }
        double z = Math.exp(-rate);
        double gap = -Math.expm1(-rate);
        double alive = 1;
        double sum = 0;
        for (int k = 0; k < DIRECT; k++) {
            alive *= z * ((d + k) / (g + d + k));
            sum += alive;
            if (k + 1 >= to || alive * z <= NEGLIGIBLE * gap * sum) {
                return sum;
            }
        }
        return overTheta().mean((p, q) -> q * z * GeometricSum.of(gap + z * p, to));
    }

    /**
     * {@code sum over from < k < l <= to of z^(k+l-2 from) S(l)} with {@code z = exp(-rate)}: what pairs of purchases weigh.
     *
     * @param rate {@code >= 0}, and {@code > 0} where {@code to} is infinite
     */
    double pairs(double from, double to, double rate) {
        double m = to - from;
        double z = Math.exp(-rate);
        double gap = -Math.expm1(-rate);
        double alive = survival(from);
        double worth = 1;
        double earlier = 0;
        double sum = 0;
        for (int k = 0; k < DIRECT; k++) {
            if (k >= m) {
                return sum;
            }
            alive *= z * ((d + from + k) / (g + d + from + k));
            sum += alive * earlier;
            worth *= z;
            earlier += worth;
            if (alive * z * z <= NEGLIGIBLE * gap * gap * sum) {
                return sum;
            }
        }
        return overTheta().mean((p, q) -> {
            if (q == 0) {
                return 0; // left before the first
            }
            double stay = p < 0.5 ? Math.log1p(-p) : Math.log(q);
            return Math.exp(from * stay) * pairsGiven(gap + z * p, q * z, stay - rate, gap, z, rate, m);
        });
    }

    /**
     * {@code sum over 0 < k < l <= m of z^k y^l}, from the same sum over half of the opportunities, and so on.
     *
     * @param rest 1 - y
     * @param y z (1 - theta)
     * @param logY ln y
     * @param gap 1 - z
     */
    private static double pairsGiven(double rest, double y, double logY, double gap, double z, double rate, double m) {
        if (m * -logY > 80) {
            return y / rest * (z * y / (gap + z * rest));
        }
        double pairs = 0;
        double h = 1;
        for (int bit = 62 - Long.numberOfLeadingZeros((long) m); bit >= 0; bit--) {
            double step = Math.exp(h * logY);
            double ones = z * GeometricSum.of(gap, h);
            pairs = pairs * (1 + Math.exp(-h * rate) * step) + ones * (step * y * GeometricSum.of(rest, h));
            h *= 2;
            if (((long) m >>> bit & 1) == 1) {
                pairs += z * GeometricSum.of(gap, h) * Math.exp((h + 1) * logY);
                h += 1;
            }
        }
        return pairs;
    }
}
