package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * A curve of customers who differ, the hazard of each multiplied by a number that may change with tenure: of a price, a season, a
 * channel. Immutable.
 *
 * <pre>{@code
 *   C(t) = sum over the steps up to t of h (u^c - l^c)        h  multiplier on the tenures (l, u]; c = 1 unless Weibull
 *   discrete     theta ~ Beta(alpha, beta),   S(t | theta)  = (1 - theta)^C(t),    S(t) = B(alpha, beta + C(t)) / B(alpha, beta)
 *   continuous   lambda ~ Gamma(r, scale^c),  S(t | lambda) = exp(-lambda C(t)),   S(t) = (1 + C(t) / scale^c)^-r
 * }</pre>
 *
 * <p>With h = 1 everywhere it is the base. Discrete, h multiplies {@code -ln(1 - chance to leave)} of each customer: the hazards are
 * proportional on the complementary log-log scale. A customer who has lasted under a high multiplier has shown more than one under a
 * low: what is known of the base rate of a customer depends on the multipliers from the start on.
 *
 * <p>Range: that of the base; multipliers 1e-20 to 1e20; to 1e-12 relative (1e-10 for sums and integrals).
 *
 * <p>R. L. Prentice and L. A. Gloeckler, Regression Analysis of Grouped Survival Data with Application to Breast Cancer Data,
 * Biometrics 34(1), 1978; with beta and gamma heterogeneity as the bases have it.
 */
public final class MultipliedHazard implements RetentionCurve, Serializable {
    private static final long serialVersionUID = 1;

    private final ParametricCurve base;
    /** Where each step ends, ascending; the last may be infinite. */
    private final double[] until;

    private final double[] multiplier;

    /** C at the start of each step, in units of scale^c. */
    private final double[] grown;

    private final double alpha;
    private final double beta;
    private final double c;
    private final double scale;

    private MultipliedHazard(ParametricCurve base, double[] until, double[] multiplier) {
        this.base = base;
        this.until = until;
        this.multiplier = multiplier;
        if (base instanceof ShiftedBetaGeometric sbg) {
            alpha = sbg.alpha();
            beta = sbg.beta();
            c = 1;
            scale = 1;
        } else if (base instanceof BetaDiscreteWeibull bdw) {
            alpha = bdw.alpha();
            beta = bdw.beta();
            c = bdw.c();
            scale = 1;
        } else if (base instanceof ExponentialGamma eg) {
            alpha = eg.r();
            beta = 1;
            c = 1;
            scale = eg.alpha();
        } else if (base instanceof WeibullGamma wg) {
            alpha = wg.r();
            beta = 1;
            c = wg.c();
            scale = wg.scale();
        } else {
            throw Require.bad(
                    "base",
                    "must be a ShiftedBetaGeometric, BetaDiscreteWeibull, ExponentialGamma or WeibullGamma",
                    "customers who differ, each with a hazard to multiply",
                    base.getClass().getSimpleName());
        }
        grown = new double[until.length];
        for (int k = 1; k < grown.length; k++) {
            grown[k] = grown[k - 1] + step(k - 1, start(k - 1), until[k - 1]);
        }
    }

    /**
     * One multiplier for ever.
     *
     * @param base of one of the four kinds of customers who differ
     * @param multiplier finite and {@code > 0}; 1 for the base itself
     */
    public static MultipliedHazard of(ParametricCurve base, double multiplier) {
        return of(base, new double[] {Double.POSITIVE_INFINITY}, new double[] {multiplier});
    }

    /**
     * Multipliers that change with tenure.
     *
     * @param base of one of the four kinds of customers who differ
     * @param until where each step ends, ascending and above 0, the end belonging to it; infinite for the last, or else the curve is
     *     known so far only and refuses later tenures
     * @param multipliers one a step, finite and {@code > 0}
     */
    public static MultipliedHazard of(ParametricCurve base, double[] until, double[] multipliers) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(multipliers, "multipliers");
        Require.notEmpty(until.length, "until", "must have a step", "infinity for one that never ends");
        if (multipliers.length != until.length) {
            throw Require.bad("multipliers", "must be one a step, " + until.length, "", multipliers.length);
        }
        double before = 0;
        for (int k = 0; k < until.length; k++) {
            if (!(until[k] > before)) {
                throw Require.bad("until[" + k + "]", "must be > " + before, "steps follow each other", until[k]);
            }
            before = until[k];
            Require.positive(multipliers[k], "multipliers[" + k + "]", "1 for the base");
        }
        return new MultipliedHazard(base, until.clone(), multipliers.clone());
    }

    /** The curve that is multiplied. */
    public ParametricCurve base() {
        return base;
    }

    /** The last tenure that is known; infinite where the last multiplier holds for ever. */
    public double end() {
        return until[until.length - 1];
    }

    /** The multiplier at a tenure {@code > 0}; the end of a step belongs to it. */
    public double multiplier(double tenure) {
        return multiplier[stepAt(Require.positive(tenure, "tenure", "periods since the start of the first contract"))];
    }

    /**
     * What the base rate of a customer of this tenure may be: discrete, theta, the chance to leave at the first renewal were h = 1;
     * continuous, lambda.
     *
     * <pre>{@code
     *   Beta(alpha, beta + C(t))        Gamma(r, scale^c + C(t))
     * }</pre>
     *
     * @param tenure reached: renewals made, or time since the start
     */
    public Distribution ownBaseRate(double tenure) {
        double grownSoFar = grown(CurveDefaults.reached(this, tenure));
        return isDiscrete()
                ? Distribution.beta(alpha, beta + grownSoFar)
                : Distribution.gamma(alpha, Math.pow(scale, c) * (1 + grownSoFar));
    }

    @Override
    public PeriodUnit unit() {
        return base.unit();
    }

    @Override
    public boolean isDiscrete() {
        return base.isDiscrete();
    }

    // --- C

    private double start(int step) {
        return step == 0 ? 0 : until[step - 1];
    }

    /** What C gains from one tenure to another within a step. */
    private double step(int k, double from, double to) {
        return stepOf(k, from, to - from);
    }

    private double stepOf(int k, double from, double width) {
        return multiplier[k] * SpecialFunctions.powerStep(from / scale, width / scale, c);
    }

    private int stepAt(double tenure) {
        if (isBeyond(tenure)) {
            throw Require.bad(
                    "tenure", "must be <= " + end() + ", where the multipliers end", "say what holds later", tenure);
        }
        int at = Arrays.binarySearch(until, tenure);
        return at >= 0 ? at : Math.min(-at - 1, until.length - 1);
    }

    /** To rounding: a tenure and a horizon may add up to the end and a bit. */
    private boolean isBeyond(double tenure) {
        return tenure > end() * (1 + 1e-14);
    }

    private double grown(double tenure) {
        int k = stepAt(tenure);
        return grown[k] + step(k, start(k), tenure);
    }

    /** C(from + width) - C(from), without the subtraction: a width may be far smaller than the tenure. */
    private double growth(double from, double width) {
        double to = from + width;
        int last = stepAt(to);
        int k = stepAt(from);
        if (k < last && from == until[k]) {
            k++;
        }
        if (k == last) {
            return stepOf(k, from, width);
        }
        double sum = step(k, from, until[k]);
        for (k++; k < last; k++) {
            sum += step(k, until[k - 1], until[k]);
        }
        return sum + stepOf(last, until[last - 1], Math.max(0, width - (until[last - 1] - from)));
    }

    // --- the curve

    @Override
    public double logSurvival(double tenure) {
        double t = CurveDefaults.tenure(tenure);
        return logStay(0, isDiscrete() ? Math.floor(t) : t);
    }

    /** {@code ln(S(t+u) / S(t))}. */
    private double logStay(double t, double u) {
        double more = growth(t, u);
        double b = beta + grown(t);
        return isDiscrete() ? SpecialFunctions.logBetaRatio(b, alpha, more) : -alpha * Math.log1p(more / b);
    }

    @Override
    public double retention(double tenure) {
        double t = CurveDefaults.renewal(this, tenure);
        return Math.exp(isDiscrete() ? logRenewal(t) : logStay(t - 1, 1));
    }

    private double logRenewal(double t) {
        return SpecialFunctions.logBetaStep(beta + grown(t - 1), alpha, growth(t - 1, 1));
    }

    /** Discrete {@code 1 - r(t)}; continuous {@code r h c t^(c-1) / (scale^c + C(t))}, at a change that of the step that ends. */
    @Override
    public double hazard(double tenure) {
        if (isDiscrete()) {
            return -Math.expm1(logRenewal(CurveDefaults.renewal(this, tenure)));
        }
        double t = CurveDefaults.tenure(tenure);
        double x = t / scale;
        int k = t == 0 ? 0 : stepAt(t);
        return alpha * c / scale * multiplier[k] * (Math.pow(x, c - 1) / (1 + grown(t)));
    }

    @Override
    public double expectedResidualTenure(double tenure) {
        return isDiscrete()
                ? sums().plain(CurveDefaults.reached(this, tenure), 0, Double.POSITIVE_INFINITY)
                : discountedTenure(tenure, DiscountRate.NONE, Horizon.FOREVER);
    }

    /** Over the steps one by one, and the last as its own curve. */
    @Override
    public double discountedTenure(double tenure, DiscountRate discount, Horizon horizon) {
        if (isDiscrete()) {
            return CurveDefaults.discreteTenure(this, sums(), tenure, discount, horizon);
        }
        double t = CurveDefaults.tenure(tenure);
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(unit());
        double length = Objects.requireNonNull(horizon, "horizon").lengthPer(unit());
        requireKnown(t, length);
        double total = 0;
        for (int k = stepAt(t); k < until.length; k++) {
            double from = Math.max(t, start(k));
            double ahead = from - t;
            if (ahead >= length) {
                break;
            }
            double reached = Math.exp(logStay(t, ahead) - delta * ahead);
            double width = Math.min(until[k] - from, length - ahead);
            if (reached == 0) {
                break;
            }
            total += width == 0 ? 0 : reached * within(from, width, delta);
        }
        return total;
    }

    /** The discounted time of a customer who has reached the start of a stretch within one step. */
    private double within(double from, double width, double delta) {
        if (width == Double.POSITIVE_INFINITY) {
            if (delta == 0 && !(alpha * c > 1)) {
                return Double.POSITIVE_INFINITY;
            }
            DoubleUnaryOperator forEver = u -> logStay(from, u) - delta * u;
            double end = 1;
            while (end < 1e15 && forEver.applyAsDouble(end) > -0.7) {
                end *= 16;
            }
            DoubleUnaryOperator share = u -> Math.exp(forEver.applyAsDouble(u));
            double half = half(forEver, end);
            return delta == 0
                    ? Quadrature.halfLine(share, half, 1e-12)
                    : CurveDefaults.graded(share, 745 / delta, half);
        }
        DoubleUnaryOperator log = u -> logStay(from, Math.min(width, u)) - delta * u;
        return CurveDefaults.graded(u -> Math.exp(log.applyAsDouble(u)), width, half(log, width));
    }

    /** Where a falling function that begins at 0 has lost ln 2, or the end. */
    private static double half(DoubleUnaryOperator log, double end) {
        double low = 0;
        double high = end;
        if (log.applyAsDouble(end) < -0.7) {
            for (int i = 0; i < 100 && high - low > 0.1 * high; i++) {
                double middle = low == 0 ? high / 4 : (low + high) / 2;
                if (log.applyAsDouble(middle) < -0.7) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
        }
        return high;
    }

    private void requireKnown(double tenure, double length) {
        if (isBeyond(tenure + length)) {
            throw Require.bad(
                    "horizon",
                    "must not go beyond tenure " + end() + ", where the multipliers end",
                    "say what holds later",
                    length + " from tenure " + tenure);
        }
    }

    @Override
    public double discountedLifetime(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, sums(), tenure, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double tenure, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, sums(), tenure, discount, timing, horizon);
    }

    /** The first tenure at which C is {@code C(tenure) + E / base hazard}, E exponential. */
    @Override
    public double simulateTenure(double tenure, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double t = CurveDefaults.reached(this, tenure);
        double past = grown(t);
        double hazard = isDiscrete()
                ? -Math.log1p(-RandomDraws.beta(alpha, beta + past, random))
                : RandomDraws.gamma(alpha, 1 + past, random);
        double passed = past + random.nextExponential() / hazard;
        int k = 0;
        while (k < until.length - 1 && grown[k + 1] < passed) {
            k++;
        }
        double left = scale * Math.pow(Math.pow(start(k) / scale, c) + (passed - grown[k]) / multiplier[k], 1 / c);
        if (left > end()) {
            stepAt(left);
        }
        return isDiscrete() ? Math.max(t + 1, Math.ceil(left)) : Math.max(Math.nextUp(t), left);
    }

    // --- payments

    private PaymentSums sums() {
        return new Sums();
    }

    /** Up to the last change one by one, then those of a smooth curve. */
    private final class Sums implements PaymentSums {
        private final PaymentSums single = new StepwiseSums(MultipliedHazard.this);
        private final double lastChange = start(until.length - 1);

        @Override
        public double plain(double tenure, double d, double n) {
            double first = before(tenure, n);
            double total = first == 0 ? 0 : single.plain(tenure, d, first);
            double ahead = first == n ? 0 : ahead(tenure, d, first);
            return ahead == 0 ? total : total + ahead * smooth().plain(tenure + first, d, n - first);
        }

        @Override
        public double weighted(double tenure, double d, double n) {
            double first = before(tenure, n);
            double total = first == 0 ? 0 : single.weighted(tenure, d, first);
            double ahead = first == n ? 0 : ahead(tenure, d, first);
            if (ahead == 0) {
                return total;
            }
            PaymentSums rest = smooth();
            double from = tenure + first;
            return total
                    + ahead
                            * (rest.weighted(from, d, n - first)
                                    + (first == 0 ? 0 : first * rest.plain(from, d, n - first)));
        }

        /** The terms to be added up before the last step begins: all of them, where the curve is not known for ever. */
        private double before(double tenure, double n) {
            if (end() < Double.POSITIVE_INFINITY) {
                requireKnown(tenure, n - 1);
                return n;
            }
            return Math.min(n, Math.max(0, Math.ceil(lastChange - tenure)));
        }

        private double ahead(double tenure, double d, double terms) {
            return Math.exp(logStay(tenure, terms) - terms * Math.log1p(d));
        }

        private PaymentSums smooth() {
            int last = until.length - 1;
            double past = beta + grown[last] + multiplier[last] * Math.pow(lastChange / scale, c);
            double settled = scale * Math.pow(1e17 * (alpha + 1) * (alpha + past + 1) / multiplier[last], 1 / c);
            return new SmoothSums(MultipliedHazard.this::logStay, c, alpha * c, settled);
        }
    }

    /** Equal bases and steps. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MultipliedHazard other
                && base.equals(other.base)
                && Arrays.equals(until, other.until)
                && Arrays.equals(multiplier, other.multiplier);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, Arrays.hashCode(until), Arrays.hashCode(multiplier));
    }

    /** The base, and the multiplier or how many there are. */
    @Override
    public String toString() {
        String by = multiplier.length == 1 && end() == Double.POSITIVE_INFINITY
                ? "hazard=" + multiplier[0]
                : multiplier.length + " hazards to tenure " + end();
        return "MultipliedHazard[" + base + ", " + by + "]";
    }
}
