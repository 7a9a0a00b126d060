package org.customerequity.model.hierarchical;

import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.IncompleteGamma;
import org.customerequity.internal.SpecialFunctions;

/**
 * What is expected of a customer of the Pareto/GGG who is alive now, given his own regularity k and purchase rate lambda, and
 * silent for w; {@link GggKernel} has the symbols. He leaves at rate mu; a purchase at time y ahead counts
 * {@code e^(-delta y)}, so that both together are one rate of decay {@code m = mu + delta}.
 *
 * <p>Purchases are a renewal process whose first wait is longer than w:
 *
 * <pre>{@code
 *   first purchase     G(y) = F (1 - Q(k, (b+m)(w+y)) / Q(k, (b+m) w)),   F = e^(m w) phi Q(k, (b+m) w) / Q(k, b w)
 *   one wait           phi = (b/(b+m))^k
 *   purchases by t     M(t) = G(t) + integral of U(t - y) dG(y) over (0, t),   U(u) = sum over n of phi^n P(n k, (b+m) u)
 *   for ever           M = F / (1 - phi)
 *   later              M(t) = F / (1 - phi) - lambda/m e^(-m t) + o(e^(-c b t)),   c = 1 - cos(2 pi / k), 1 where k <= 4
 * }</pre>
 *
 * <p>The last line is the residues of the Laplace transform {@code F(theta) / (theta (1 - phi(theta)))} at theta = 0 and -m; what
 * is left out are its other poles and its cut. It is exact for k = 1: {@code lambda/m (1 - e^(-m t))}.
 */
final class GggFuture {
    /** Where what {@code later} leaves out is below e^-20. */
    private static final double SETTLED = 20;

    /** Of the integral, which would need many nodes for the narrow steps of regular waits. */
    private static final double MOST_REGULAR = 20;

    /** Decay over the whole span below this is taken as this: the two terms of {@code later} would cancel. */
    private static final double LEAST_DECAY = 1e-7;

    /** Decay over the whole span above which what comes after it, e^-40 a purchase, is as good as none. */
    private static final double ENDED = 40;

    private static final double NEGLIGIBLE = 1e-10;

    /** How far one panel of nodes reaches, in mean waits times k. */
    private static final double PANEL = 10;

    private GggFuture() {}

    /** Whether {@link #purchases} has a formula; else the mean is to be simulated, of waits that hardly vary. */
    static boolean hasFormula(double k, double lambda, double t) {
        return k <= MOST_REGULAR || isSettled(k, k * lambda, t);
    }

    /**
     * M(t) where {@link #hasFormula}; t may be infinite where m > 0. The integral is right to about 1e-6 relative, to 1e-3 at worst;
     * it is evaluated for every customer and draw, and of these the mean is taken.
     */
    static double purchases(double k, double lambda, double m, double w, double t) {
        if (t == 0) {
            return 0;
        }
        double b = k * lambda;
        if (t == Double.POSITIVE_INFINITY || m * t > ENDED) {
            return Math.exp(logFirstEver(k, b, m, w)) / -Math.expm1(-k * Math.log1p(m / b));
        }
        double decay = Math.max(m, LEAST_DECAY / t);
        if (k == 1) {
            return lambda * -Math.expm1(-decay * t) / decay;
        }
        if (isSettled(k, b, t)) {
            double ever = Math.exp(logFirstEver(k, b, decay, w)) / -Math.expm1(-k * Math.log1p(decay / b));
            return Math.max(0, ever - lambda / decay * Math.exp(-decay * t));
        }
        return firstPurchase(k, lambda, m, w, t) + repeats(k, b, m, w, t);
    }

    /** G(t): a purchase by then, discounted where m is more than mu. */
    static double firstPurchase(double k, double lambda, double m, double w, double t) {
        double b = k * lambda;
        double here = IncompleteGamma.logUpper(k, (b + m) * w);
        double then = IncompleteGamma.logUpper(k, (b + m) * (w + t));
        return -Math.expm1(then - here) * Math.exp(logFirstEver(k, b, m, w));
    }

    /** ln F; at most 0. */
    private static double logFirstEver(double k, double b, double m, double w) {
        double log = m * w
                - k * Math.log1p(m / b)
                + IncompleteGamma.logUpper(k, (b + m) * w)
                - IncompleteGamma.logUpper(k, b * w);
        return Math.min(0, log);
    }

    private static boolean isSettled(double k, double b, double t) {
        double rate = k <= 4 ? 1 : 1 - Math.cos(2 * Math.PI / k);
        return rate * b * t > SETTLED;
    }

    /** The integral of {@code U(t - y) dG(y)}; from both ends, where broken powers of y would disturb the rule. */
    private static double repeats(double k, double b, double m, double w, double t) {
        int power = (int) Math.ceil(2 / k);
        double[] nodes = GaussLegendre.nodes(k < 1 ? 16 : 8);
        double[] weights = GaussLegendre.weights(nodes.length);
        double logScale = k * Math.log(b) - SpecialFunctions.logGamma(k) - IncompleteGamma.logUpper(k, b * w);
        double phi = Math.exp(-k * Math.log1p(m / b));
        double half = t / 2;
        int panels = (int) Math.ceil((b + m) * half / PANEL);
        double[] x = new double[2 * panels * nodes.length];
        double[] weight = new double[x.length];
        int i = 0;
        for (int p = 0; p < panels; p++) {
            for (int j = 0; j < nodes.length; j++) {
                double s = (p + 0.5 + 0.5 * nodes[j]) / panels;
                // y = half s^power from the one end, t - y = half s^power from the other
                double distance = half * (power == 1 ? s : power == 2 ? s * s : Math.pow(s, power));
                double width = weights[j] * power * distance / s / (2 * panels);
                x[i] = (b + m) * (t - distance);
                weight[i++] = width * density(k, b, m, w, distance, logScale);
                x[i] = (b + m) * distance;
                weight[i++] = width * density(k, b, m, w, t - distance, logScale);
            }
        }
        double discount = 1;
        double sum = 0;
        for (int n = 1; ; n++) {
            double logGamma = SpecialFunctions.logGamma(n * k);
            double term = 0;
            for (int j = 0; j < i; j++) {
                term += weight[j] * IncompleteGamma.lower(n * k, x[j], logGamma);
            }
            discount *= phi;
            sum += discount * term;
            if (!(discount * term > NEGLIGIBLE * sum)) {
                return sum;
            }
        }
    }

    /** Of the first purchase at y. */
    private static double density(double k, double b, double m, double w, double y, double logScale) {
        return Math.exp(logScale + (k - 1) * Math.log(w + y) - b * (w + y) - m * y);
    }
}
