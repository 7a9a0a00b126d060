package org.customerequity.model.purchase;

import org.customerequity.internal.BetaMean;
import org.customerequity.internal.Quadrature.BetaIntegrand;
import org.jspecify.annotations.Nullable;

/**
 * Means over p ~ Beta(a, b) of functions such as {@code (1 + p z)^-n}: the trapezoidal rule in y = ln(p / (1-p)), whose
 * nodes and weights serve every function of one (a, b).
 *
 * <p>With respect to y the density is {@code p^a (1-p)^b} up to a constant, analytic for {@code |Im y| < pi} and falling
 * exponentially, so that the rule with step h errs by about {@code exp(-2 pi d / h)}, where d >= pi/2 is how far from the
 * real line the function stays tame, and for a narrow density of deviation s by {@code exp(-2 (pi s / h)^2)}: below 1e-16
 * at the h = min(0.2, 0.35 s) taken. Checked at each use: the rules over every other node must agree to 1e-7, so that the
 * rule over all of them errs by the square of that, and the first and last terms must not count. Where the check fails,
 * or a is so small that the nodes would be too many, {@link BetaMean#logOf} takes over.
 */
final class BetaNodes {
    private static final int MOST = 1000;
    private static final double REACH = 42;
    private static final double AGREEMENT = 1e-7;
    private static final double NEGLIGIBLE = 1e-16;

    private final double a;
    private final double b;
    private final double reach;
    private final double @Nullable [] p;
    private final double @Nullable [] q;
    private final double @Nullable [] weight;

    BetaNodes(double a, double b) {
        this(a, b, REACH);
    }

    /** Nodes to where the density has fallen by {@code exp(-reach)}, for functions that rise that much less. */
    BetaNodes(double a, double b, double reach) {
        this.a = a;
        this.b = b;
        this.reach = reach;
        double h = Math.min(0.2, 0.35 * Math.sqrt(1 / a + 1 / b));
        int below = steps(h, -1);
        int above = below > MOST ? MOST : steps(h, 1);
        int n = below + above + 1;
        if (n > MOST) {
            p = null;
            q = null;
            weight = null;
            return;
        }
        double[] share = new double[n];
        double[] rest = new double[n];
        double[] w = new double[n];
        double sum = 0;
        double p0 = a / (a + b);
        double q0 = b / (a + b);
        for (int i = 0; i < n; i++) {
            double y = (i - below) * h;
            double e = Math.exp(-Math.abs(y));
            double d = y < 0 ? p0 * e + q0 : p0 + q0 * e;
            share[i] = y < 0 ? p0 * e / d : p0 / d;
            rest[i] = y < 0 ? q0 / d : q0 * e / d;
            w[i] = Math.exp(logWeight(y));
            sum += w[i];
        }
        for (int i = 0; i < n; i++) {
            w[i] /= sum;
        }
        p = share;
        q = rest;
        weight = w;
    }

    /** How many steps lead to where the density is {@code exp(-reach)} of its maximum: it is log-concave. */
    private int steps(double h, int side) {
        int low = 0;
        int high = 1;
        while (high <= MOST && logWeight(side * high * h) > -reach) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int mid = (low + high) >>> 1;
            if (logWeight(side * mid * h) > -reach) {
                low = mid;
            } else {
                high = mid;
            }
        }
        return high;
    }

    /** ln of the density with respect to the log-odds, y from those of the mean, less its maximum. */
    private double logWeight(double y) {
        return a <= b
                ? a * y - (a + b) * Math.log1p(a / (a + b) * Math.expm1(y))
                : -b * y - (a + b) * Math.log1p(b / (a + b) * Math.expm1(-y));
    }

    /** The mean of g, which is positive. */
    double mean(BetaIntegrand g) {
        double fast = sum(g);
        return fast > 0 ? fast : BetaMean.of(a, b, g);
    }

    /** ln of the mean of exp(logG), also where all of it would underflow. */
    double logMean(BetaIntegrand logG) {
        double fast = sum((p, q) -> Math.exp(logG.at(p, q)));
        return fast > 0 ? Math.log(fast) : BetaMean.logOf(a, b, logG);
    }

    /** The mean, or -1 where this rule does not vouch for it. */
    private double sum(BetaIntegrand g) {
        if (p == null || q == null || weight == null) {
            return -1;
        }
        int n = p.length;
        double first = weight[0] * g.at(p[0], q[0]);
        double even = first;
        double odd = 0;
        double last = first;
        for (int i = 1; i < n; i++) {
            last = weight[i] * g.at(p[i], q[i]);
            if ((i & 1) == 0) {
                even += last;
            } else {
                odd += last;
            }
        }
        double sum = even + odd;
        boolean agree = Math.abs(even - odd) <= AGREEMENT * sum;
        return agree && first + last <= NEGLIGIBLE * sum && sum > 1e-290 && sum < Double.POSITIVE_INFINITY ? sum : -1;
    }
}
