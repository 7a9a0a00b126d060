package org.customerequity.model.covariate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.IncompleteBeta;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;

/**
 * The arithmetic of the Pareto/NBD whose clocks run at the speed of covariates, for the customer that its {@link PathWalk} has read:
 * R = r + x, A = alpha + A(T), D = beta + D(T). Within a period both clocks are linear in time, and every integrand is a product of
 * powers of them; panels are short enough for the rule of 4, 8 or 16 nodes that each is given to, to about 1e-15. All integrands
 * are positive.
 */
final class PathKernel {
    private static final double[] NODES_4 = halved(4);
    private static final double[] NODES_8 = halved(8);
    private static final double[] NODES_16 = halved(16);
    private static final double[] WEIGHTS_4 = share(4);
    private static final double[] WEIGHTS_8 = share(8);
    private static final double[] WEIGHTS_16 = share(16);

    /** By how much ln of the integrand may change in a panel, and by which share a clock may grow, for 4, 8 and 16 nodes. */
    private static final double FALL_4 = 0.14;

    private static final double GROWTH_4 = 0.04;
    private static final double FALL_8 = 2.5;
    private static final double GROWTH_8 = 0.3;
    static final double FALL_16 = 10;
    static final double GROWTH_16 = 1;

    /** What is left of an integral no longer counts. */
    private static final double NEGLIGIBLE = 1e-21;

    private static final int MOST_PURCHASES = 100_000_000;

    final PathWalk walk;
    final double r;
    final double alpha;
    final double s;
    final double beta;

    /** What is known of the customer: {@link #know}. */
    private int x;

    private double age;
    private double bigR;
    private double atAge;
    private double leftAtAge;

    /** D(T). */
    private double leftByAge;

    /** R ln((alpha+A(T))/(alpha+A(t_x))) + s ln((beta+D(T))/(beta+D(t_x))). */
    private double rise;

    /** The odds of having left times e^-rise. */
    private double dead;

    private double base;

    PathKernel(PathWalk walk, double r, double alpha, double s, double beta) {
        this.walk = walk;
        this.r = r;
        this.alpha = alpha;
        this.s = s;
        this.beta = beta;
    }

    /** On (0, 1). */
    private static double[] halved(int n) {
        double[] nodes = GaussLegendre.nodes(n).clone();
        for (int i = 0; i < n; i++) {
            nodes[i] = (1 + nodes[i]) / 2;
        }
        return nodes;
    }

    private static double[] share(int n) {
        double[] weights = GaussLegendre.weights(n).clone();
        for (int i = 0; i < n; i++) {
            weights[i] /= 2;
        }
        return weights;
    }

    /** How long a panel may be where ln of the integrand changes at this speed, and a clock grows by this share of itself. */
    static double panel(double fall, double growth) {
        return Math.min(FALL_16 / fall, GROWTH_16 / growth);
    }

    static double[] nodes(double fall, double growth) {
        return fall <= FALL_4 && growth <= GROWTH_4
                ? NODES_4
                : fall <= FALL_8 && growth <= GROWTH_8 ? NODES_8 : NODES_16;
    }

    static double[] weights(double[] nodes) {
        return nodes == NODES_4 ? WEIGHTS_4 : nodes == NODES_8 ? WEIGHTS_8 : WEIGHTS_16;
    }

    /** Takes up a history, in the time of the walk; the walk must have read the path as far as the age. */
    void know(int frequency, double recency, double observed) {
        x = frequency;
        age = observed;
        bigR = r + frequency;
        int first = walk.periodOf(recency);
        int last = walk.periodOf(observed);
        double a0 = walk.clockOfBuying(first, recency);
        double d0 = walk.clockOfLeaving(first, recency);
        double a1 = walk.clockOfBuying(last, observed);
        double d1 = walk.clockOfLeaving(last, observed);
        double a = alpha + a0;
        double d = beta + d0;
        atAge = alpha + a1;
        leftByAge = d1;
        leftAtAge = beta + d1;
        base = SpecialFunctions.logRising(r, frequency)
                - frequency * Math.log(a)
                - r * Math.log1p(a0 / alpha)
                - s * Math.log1p(d0 / beta)
                + walk.logSpeeds;
        rise = bigR * Math.log1p((a1 - a0) / a) + s * Math.log1p((d1 - d0) / d);
        dead = silentDeath(first, recency, observed, a, d);
    }

    /**
     * The integral from t_x to T of {@code s d(u) ((alpha+A(t_x))/(alpha+A(u)))^R ((beta+D(t_x))/(beta+D(u)))^s du/(beta+D(u))}.
     */
    private double silentDeath(int first, double from, double to, double aFrom, double dFrom) {
        double sum = 0;
        double a = aFrom;
        double d = dFrom;
        double log = 0;
        double u = from;
        for (int k = first; u < to; k++) {
            double end = Math.min(walk.start[k + 1], to);
            while (u < end) {
                double speedA = walk.a[k] / a;
                double speedD = walk.d[k] / d;
                double fall = bigR * speedA + (s + 1) * speedD;
                double growth = Math.max(speedA, speedD);
                double h = Math.min(end - u, panel(fall, growth));
                double[] nodes = nodes(fall * h, growth * h);
                double[] weights = weights(nodes);
                double va = speedA * h;
                double vd = speedD * h;
                double part = 0;
                for (int i = 0; i < nodes.length; i++) {
                    double v = nodes[i];
                    part += weights[i]
                            * Math.exp(-bigR * Elementary.log1p(va * v) - (s + 1) * Elementary.log1p(vd * v));
                }
                sum += Math.exp(log) * (s * vd) * part;
                log -= bigR * Elementary.log1p(va) + s * Elementary.log1p(vd);
                if (Math.exp(log) <= NEGLIGIBLE * sum) {
                    return sum;
                }
                a += walk.a[k] * h;
                d += walk.d[k] * h;
                u = h == end - u ? end : u + h;
            }
        }
        return sum;
    }

    /** ln of the density of the purchase times. */
    double logLikelihood() {
        if (dead == 0) {
            return base - rise;
        }
        return rise < 0.5
                ? base + Math.log1p(Math.expm1(-rise) + dead)
                : base + SpecialFunctions.logSumExp(-rise, Math.log(dead));
    }

    /** Minus infinity where recency is age. */
    double logOddsOfHavingLeft() {
        return rise + Math.log(dead);
    }

    double alive() {
        double logOdds = logOddsOfHavingLeft();
        return logOdds < 700 ? 1 / (1 + Math.exp(logOdds)) : Math.exp(-logOdds);
    }

    /** 1 - P(alive), to full relative precision. */
    double left() {
        return 1 / (1 + Math.exp(-logOddsOfHavingLeft()));
    }

    /** The mean of lambda if alive. */
    double rate() {
        return bigR / atAge;
    }

    double shape() {
        return bigR;
    }

    double clockOfBuying() {
        return atAge;
    }

    double clockOfLeaving() {
        return leftAtAge;
    }

    /** ln of the probability that who is alive at T is alive at {@code u}, since the first purchase. */
    double logSurvival(double u) {
        return logSurvival(walk.periodOf(u), u);
    }

    /** The expected growth of the clock of buying in (from, to] while alive, of who is alive at T; times since the first purchase. */
    double timeAlive(double from, double to) {
        double sum = 0;
        double u = from;
        for (int k = walk.periodOf(from); u < to; k++) {
            double end = Math.min(walk.start[k + 1], to);
            double d = beta + walk.clockOfLeaving(k, u);
            double length = Math.log1p(walk.d[k] * (end - u) / d);
            double z = (1 - s) * length;
            double part = z == 0 ? length : Math.expm1(z) / (1 - s);
            // d ((D + beta)/d)^s, over the speed of leaving
            sum += walk.a[k] / walk.d[k] * d * Math.exp(logSurvival(u)) * part;
            u = end;
        }
        return sum;
    }

    /** What is integrated over the time ahead. */
    interface Ahead {
        /**
         * @param u since the first purchase
         * @param grown growth of the clock of buying since the start of the span
         * @param logAlive ln of the probability of being alive, for who is alive at T
         */
        double at(double u, double grown, double logAlive);
    }

    /**
     * The integral over (from, to) of f(u) a(u) e^(-delta (u - from)), for an f that varies no faster than the clocks; to may be
     * infinite if delta is above 0, and the path without end.
     */
    double integral(double from, double to, double delta, Ahead f) {
        double sum = 0;
        double u = from;
        double grown = 0;
        for (int k = walk.periodOf(from); u < to; k++) {
            double end = Math.min(walk.start[k + 1], to);
            while (u < end) {
                double a = alpha + walk.clockOfBuying(k, u);
                double d = beta + walk.clockOfLeaving(k, u);
                double speedA = walk.a[k] / a;
                double speedD = walk.d[k] / d;
                double fall = (bigR + 1) * speedA + (s + 1) * speedD + delta;
                double growth = Math.max(speedA, speedD);
                double h = Math.min(end - u, panel(fall, growth));
                double part = 0;
                for (int i = 0; i < NODES_16.length; i++) {
                    double v = h * NODES_16[i];
                    double at = u + v;
                    part += WEIGHTS_16[i]
                            * f.at(at, grown + walk.a[k] * v, logSurvival(k, at))
                            * Math.exp(-delta * (at - from));
                }
                double added = part * walk.a[k] * h;
                sum += added;
                grown += walk.a[k] * h;
                u = h == end - u ? end : u + h;
                if (delta * (u - from) > 80 && added <= 1e-18 * sum) {
                    return sum;
                }
            }
        }
        return sum;
    }

    private double logSurvival(int k, double u) {
        double more = walk.clockOfLeaving(k, u) - leftByAge;
        return -s * Math.log1p(Math.max(0, more) / leftAtAge);
    }

    /** Expected growth of the clock of buying in (T, T + end] while alive, each part discounted. */
    double discountedTimeAlive(double delta, double end) {
        return integral(age, age + end, delta, (u, grown, logAlive) -> Math.exp(logAlive));
    }

    /**
     * The variance of purchases in (from, to], or of discounted ones.
     *
     * <pre>{@code
     *   P(alive) R/A { E[W2] + (E[W^2] + R Var(W) + R E[W]^2 (1 - P(alive))) / A }
     *
     *   W   growth of the clock of buying while alive, each part discounted by e^(-delta u);  W2 by e^(-2 delta u)
     * }</pre>
     */
    double variance(double from, double to, double delta) {
        Ahead alive = (u, grown, logAlive) -> Math.exp(logAlive);
        double chance = integral(from, to, 2 * delta, alive);
        double mean = integral(from, to, delta, alive);
        double all = integral(from, to, delta, (u, grown, logAlive) -> 1);
        // W^2 = 2 * integral of W(u) dW(u), and the same of what leaving early costs
        double square = 2 * double2(from, to, delta, false);
        double variance;
        if (mean < 0.5 * all) {
            variance = square - mean * mean;
        } else {
            double lost = integral(from, to, delta, (u, grown, logAlive) -> -Math.expm1(logAlive));
            variance = 2 * double2(from, to, delta, true) - lost * lost;
        }
        double rates = square + bigR * (Math.max(0, variance) + mean * mean * left());
        return alive() * rate() * (chance + rates / atAge);
    }

    /** The integral of e^(-delta u) a(u) W(u) P(alive at u), W(u) discounted; or of what is after u, and of having left. */
    private double double2(double from, double to, double delta, boolean lost) {
        if (delta == 0) {
            double all = integral(from, to, 0, (u, grown, logAlive) -> 1);
            return integral(
                    from,
                    to,
                    0,
                    (u, grown, logAlive) -> lost ? (all - grown) * -Math.expm1(logAlive) : grown * Math.exp(logAlive));
        }
        return integral(
                from,
                to,
                delta,
                (u, grown, logAlive) -> lost
                        ? discounted(from, u, to, delta) * -Math.expm1(logAlive)
                        : discounted(from, from, u, delta) * Math.exp(logAlive));
    }

    /** The integral of a(v) e^(-delta (v - origin)) over (low, high), in closed form. */
    private double discounted(double origin, double low, double high, double delta) {
        double sum = 0;
        double u = low;
        for (int k = walk.periodOf(low); u < high; k++) {
            double end = Math.min(walk.start[k + 1], high);
            sum += walk.a[k] * Math.exp(-delta * (u - origin)) * -Math.expm1(-delta * (end - u)) / delta;
            u = end;
        }
        return sum;
    }

    /** The probability that who is alive at T buys in (T, T + u]. */
    double probabilityWithin(double u) {
        double start = atAge;
        return Math.min(
                1,
                rate()
                        * integral(
                                age,
                                age + u,
                                0,
                                (at, grown, logAlive) -> Math.exp(logAlive - (bigR + 1) * Math.log1p(grown / start))));
    }

    /** The probability that who is alive at T buys again, on a path without end: its last period is a plain model's. */
    double probabilityEver(PeriodUnit unit) {
        int last = walk.periods - 1;
        double from = Math.max(age, walk.start[last]);
        double a = alpha + walk.clockOfBuying(last, from);
        double d = beta + walk.clockOfLeaving(last, from);
        double silent = logSurvival(last, from) - bigR * Math.log(a / atAge);
        double rest = new ParetoNbd(bigR, a / walk.a[last], s, d / walk.d[last], unit)
                .nextPurchase(PurchaseHistory.newCustomer(unit))
                .probabilityEver();
        double before = from == age ? 0 : probabilityWithin(from - age);
        return Math.min(1, before + Math.exp(silent) * rest);
    }

    /** Purchases after T of who is alive, leaves when the clock of leaving has gone on by {@code life}, and looks ahead for length. */
    double[] purchases(double lambda, double life, double length, RandomGenerator random) {
        int k = walk.periodOf(age);
        double start = walk.clockOfBuying(k, age);
        double left = walk.clockOfLeaving(k, age);
        double[] times = new double[16];
        int n = 0;
        double clock = start;
        while (true) {
            clock += lambda == 0 ? Double.POSITIVE_INFINITY : random.nextExponential() / lambda;
            while (k < walk.periods && walk.bigA[k + 1] < clock) {
                k++;
            }
            if (k == walk.periods) {
                break;
            }
            double u = walk.start[k] + (clock - walk.bigA[k]) / walk.a[k];
            double time = u - age;
            if (!(time <= length) || walk.clockOfLeaving(k, u) - left > life) {
                break;
            }
            if (n == MOST_PURCHASES) {
                throw Require.bad(
                        "length", "must lead to at most 1e8 purchases", "rate " + lambda + " where z = 0", length);
            }
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = Math.max(0, time);
        }
        return Arrays.copyOf(times, n);
    }

    /** ln of Gamma(R+n)/(Gamma(R) n!) (A/(A+y))^R (y/(A+y))^n. */
    private double logNegativeBinomial(int n, double y) {
        if (n == 0) {
            return -bigR * Math.log1p(y / atAge);
        }
        return IncompleteBeta.logPower(y / (atAge + y), atAge / (atAge + y), n, bigR) - Math.log(n);
    }

    /**
     * ln of the probability of n purchases in (from, to], not empty; times since the first purchase.
     *
     * <pre>{@code
     *   P(alive) { NB(n; A(to) - A(from)) S(to) + integral of s d(u)/(beta+D(u)) S(u) NB(n; A(u) - A(from)) du }
     *     + [n = 0] { 1 - P(alive) S(from) }
     * }</pre>
     */
    double logProbability(int n, double from, double to) {
        int k0 = walk.periodOf(from);
        double origin = walk.clockOfBuying(k0, from);
        double all = walk.clockOfBuying(walk.periodOf(to), to) - origin;
        double stays = logNegativeBinomial(n, all) + logSurvival(to);
        double logIfAlive = SpecialFunctions.logSumExp(stays, logLeavesMeanwhile(n, from, to, k0, origin));
        double logOdds = logOddsOfHavingLeft();
        double logAlive = logOdds < 0 ? -Math.log1p(Math.exp(logOdds)) : -logOdds - Math.log1p(Math.exp(-logOdds));
        if (n > 0) {
            return Math.min(0, logAlive + logIfAlive);
        }
        double leaves = left() + alive() * -Math.expm1(logSurvival(from));
        return Math.min(0, Math.log(leaves + Math.exp(logAlive + logIfAlive)));
    }

    /** How far from the peak of NB, in its widths, panels grow no longer than; and the largest power that a rule takes as it is. */
    private static final int MILD = 12;

    private double logLeavesMeanwhile(int n, double from, double to, int k0, double origin) {
        double all = walk.clockOfBuying(walk.periodOf(to), to) - origin;
        // NB(n; y) rises up to n A/R, and bends there over a width of
        double peak = n * (atAge / bigR);
        double width = n == 0 ? Double.POSITIVE_INFINITY : peak * Math.sqrt((bigR + n) / (bigR * n));
        // the sum is in units of e^highest: nothing of it is beyond the smallest double
        double highest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double u = from;
        for (int k = k0; u < to; k++) {
            double end = Math.min(walk.start[k + 1], to);
            while (u < end) {
                double d = beta + walk.clockOfLeaving(k, u);
                double y = walk.clockOfBuying(k, u) - origin;
                double speedA = walk.a[k] / (atAge + y);
                double speedD = walk.d[k] / d;
                double fall = bigR * speedA + (s + 1) * speedD;
                double h = Math.min(end - u, panel(fall, Math.max(speedA, speedD)));
                if (n > 0) {
                    // no longer than it takes y to move by its distance from the peak, or by the width there
                    double reach = Math.max(width, Math.abs(peak - y) / 4);
                    if (n > MILD) {
                        reach = Math.min(reach, Math.max(y, peak / (4.0 * n)));
                    }
                    h = Math.min(h, reach / walk.a[k]);
                }
                for (int i = 0; i < NODES_16.length; i++) {
                    double v = h * NODES_16[i];
                    double dAt = d + walk.d[k] * v;
                    double log = logNegativeBinomial(n, y + walk.a[k] * v)
                            + logSurvival(k, u + v)
                            + Math.log(s * walk.d[k] / dAt);
                    if (log > highest) {
                        sum *= Math.exp(highest - log);
                        highest = log;
                    }
                    sum += WEIGHTS_16[i] * h * Math.exp(log - highest);
                }
                u = h == end - u ? end : u + h;
            }
        }
        return highest + Math.log(sum);
    }

    /** Takes the moments at which the customer may have left, and what they weigh. */
    interface Atoms {
        /**
         * @param weight relative to being alive at t_x, as {@link #eachAtom} says
         * @param a alpha + A(u)
         * @param d beta + D(u)
         */
        void add(double weight, double a, double d);
    }

    /** The nodes of the integral over when the customer left. Weights add up to {@link #deadWeight}; {@link #aliveWeight} is that of alive. */
    void eachAtom(double recency, Atoms atoms) {
        double log = 0;
        double u = recency;
        int first = walk.periodOf(recency);
        double a = alpha + walk.clockOfBuying(first, recency);
        double d = beta + walk.clockOfLeaving(first, recency);
        for (int k = first; u < age; k++) {
            double end = Math.min(walk.start[k + 1], age);
            while (u < end) {
                double speedA = walk.a[k] / a;
                double speedD = walk.d[k] / d;
                double fall = bigR * speedA + (s + 1) * speedD;
                double growth = Math.max(speedA, speedD);
                double h = Math.min(end - u, panel(fall, growth));
                double[] nodes = nodes(fall * h, growth * h);
                double[] weights = weights(nodes);
                double scale = Math.exp(log) * s * speedD * h;
                for (int i = 0; i < nodes.length; i++) {
                    double va = speedA * h * nodes[i];
                    double vd = speedD * h * nodes[i];
                    double weight =
                            weights[i] * Math.exp(-bigR * Elementary.log1p(va) - (s + 1) * Elementary.log1p(vd));
                    atoms.add(scale * weight, a * (1 + va), d * (1 + vd));
                }
                log -= bigR * Elementary.log1p(speedA * h) + s * Elementary.log1p(speedD * h);
                if (Math.exp(log) <= NEGLIGIBLE * dead) {
                    return;
                }
                a += walk.a[k] * h;
                d += walk.d[k] * h;
                u = h == end - u ? end : u + h;
            }
        }
    }

    double deadWeight() {
        return dead;
    }

    double aliveWeight() {
        return Math.exp(-rise);
    }
}
