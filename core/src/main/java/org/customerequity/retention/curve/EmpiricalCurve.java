package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * The curve that the data draw themselves: Kaplan and Meier's estimate, for cohorts also known as the life table. Immutable.
 *
 * <pre>{@code
 *   S(t) = product over t(j) <= t of 1 - d(j) / n(j)
 *
 *   d(j)  customers who left at tenure t(j)
 *   n(j)  customers at risk there: first observed before t(j), last seen at t(j) or later
 * }</pre>
 *
 * <p>It says nothing beyond {@link #supportedTo}, the last tenure at which anybody was observed: asked there, it throws, unless
 * {@link #withTail} joins a fitted curve to it.
 *
 * <p>E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical
 * Association 53, 1958; its variance after M. Greenwood, 1926.
 */
public final class EmpiricalCurve implements RetentionCurve, Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodUnit unit;
    private final boolean discrete;
    private final double[] tenure;
    private final double[] atRisk;
    private final double[] lapses;
    /** After each step. */
    private final double[] survival;
    /** Sum of d / (n (n - d)) up to each step; infinite where all left. */
    private final double[] greenwood;

    private final double supportedTo;
    /** The smallest number at risk up to the first step, or to the end where there is none. */
    private final double watched;

    private final @Nullable RetentionCurve tail;

    private EmpiricalCurve(
            PeriodUnit unit,
            boolean discrete,
            double[] tenure,
            double[] atRisk,
            double[] lapses,
            double supportedTo,
            double watched,
            @Nullable RetentionCurve tail) {
        this.unit = unit;
        this.discrete = discrete;
        this.tenure = tenure;
        this.atRisk = atRisk;
        this.lapses = lapses;
        this.supportedTo = supportedTo;
        this.watched = watched;
        this.tail = tail;
        survival = new double[tenure.length];
        greenwood = new double[tenure.length];
        double s = 1;
        double g = 0;
        for (int j = 0; j < tenure.length; j++) {
            double n = atRisk[j];
            double stay = n - lapses[j];
            s *= stay / n;
            g += lapses[j] / n / stay;
            survival[j] = s;
            greenwood[j] = g;
        }
    }

    /**
     * One step of the curve.
     *
     * @param tenure at which customers left, finite and {@code > 0}
     * @param atRisk customers who could have, {@code > 0}
     * @param lapses those who did, {@code >= 0} and at most {@code atRisk}
     * @param survival share that is left after it, in [0, 1]
     */
    public record Step(double tenure, double atRisk, double lapses, double survival) implements Serializable {
        public Step {
            Require.positive(tenure, "tenure", "customers left at it");
            Require.positive(atRisk, "atRisk", "customers who could have left");
            lapses = Require.nonNegative(lapses, "lapses", "customers who left");
            if (lapses > atRisk) {
                throw Require.bad("lapses", "must be <= atRisk " + atRisk, "of those who could have left", lapses);
            }
            survival = Require.fraction(survival, "survival", "the share that is left");
        }
    }

    /**
     * From cohorts: each tenure by all cohorts that have reached it.
     *
     * @throws IllegalArgumentException if no renewal has fallen due
     */
    public static EmpiricalCurve of(CohortCounts cohorts) {
        RenewalTable table = RenewalTable.of(cohorts);
        Steps steps = new Steps();
        int last = 0;
        double watched = Double.POSITIVE_INFINITY;
        while (last < table.longest() && table.due(last + 1) > 0) {
            last++;
            watched = steps.isEmpty() ? Math.min(watched, table.due(last)) : watched;
            steps.add(last, table.due(last), table.left(last));
        }
        // of a renewal that nobody was left to make, the curve says nothing
        return steps.toCurve(table.unit(), true, last, watched);
    }

    /**
     * From single customers, still active or seen only from some tenure on.
     *
     * @throws IllegalArgumentException if nobody was seen from the start; or if, at some tenure, all left who were then observed
     *     although others were seen later, so that the estimate would be 0 there for ever
     */
    public static EmpiricalCurve of(Spells spells) {
        int n = Objects.requireNonNull(spells, "spells").size();
        Require.notEmpty(n, "spells", "must have a row", "one customer each");
        double[] entries = new double[n];
        double[] exits = new double[n];
        double[] events = new double[spells.lapses()];
        int k = 0;
        for (int i = 0; i < n; i++) {
            entries[i] = spells.entry(i);
            exits[i] = spells.last(i);
            if (spells.lapsed(i)) {
                events[k++] = spells.last(i);
            }
        }
        Arrays.sort(entries);
        Arrays.sort(exits);
        Arrays.sort(events);
        if (entries[0] > 0) {
            throw Require.bad("entry", "must be 0 in some row", "nothing is known of the first tenures", entries[0]);
        }
        double supported = supported(entries, exits);
        Steps steps = new Steps();
        for (int i = 0; i < events.length && events[i] <= supported; ) {
            double t = events[i];
            int first = i;
            while (i < events.length && events[i] == t) {
                i++;
            }
            // at risk: entered before t, not gone before t
            double risk = below(entries, t) - below(exits, t);
            if (risk == i - first && t < exits[n - 1]) {
                throw Require.bad(
                        "spells",
                        "must not lose everybody observed at a tenure before the last",
                        "the estimate would be 0 for ever; fit a curve such as WeibullGamma",
                        "all " + (long) risk + " at " + t);
            }
            steps.add(t, risk, i - first);
        }
        double quiet = events.length == 0 ? supported : Math.min(events[0], supported);
        return steps.toCurve(spells.unit(), spells.isDiscrete(), supported, leastAtRisk(entries, exits, quiet));
    }

    /** The smallest number at risk at any tenure in (0, t]: exits make it fall, so that it is least where somebody enters, or at t. */
    private static double leastAtRisk(double[] entries, double[] exits, double t) {
        double least = below(entries, t) - below(exits, t);
        int gone = 0;
        for (int in = 0; in < entries.length && entries[in] < t; in++) {
            if (entries[in] > 0) {
                while (exits[gone] < entries[in]) {
                    gone++;
                }
                // of equal entries the first counts none of them
                least = Math.min(least, in - gone);
            }
        }
        return least;
    }

    /** The tenure up to which somebody was under observation without a gap. */
    private static double supported(double[] entries, double[] exits) {
        int gone = 0;
        for (int in = 1; in < entries.length; in++) {
            while (gone < in && exits[gone] < entries[in]) {
                gone++;
            }
            if (gone == in) {
                return exits[in - 1];
            }
        }
        return exits[exits.length - 1];
    }

    /** How many of the sorted values are below t. */
    private static int below(double[] sorted, double t) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < t) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static final class Steps {
        private final List<double[]> rows = new ArrayList<>();

        boolean isEmpty() {
            return rows.isEmpty();
        }

        void add(double tenure, double atRisk, double lapses) {
            if (lapses > 0) {
                rows.add(new double[] {tenure, atRisk, lapses});
            }
        }

        EmpiricalCurve toCurve(PeriodUnit unit, boolean discrete, double supportedTo, double watched) {
            if (!(supportedTo > 0)) {
                throw Require.bad("supportedTo", "must be > 0", "nobody was observed for any period", supportedTo);
            }
            return new EmpiricalCurve(unit, discrete, column(0), column(1), column(2), supportedTo, watched, null);
        }

        private double[] column(int k) {
            return rows.stream().mapToDouble(row -> row[k]).toArray();
        }
    }

    /**
     * This curve continued by a fitted one, scaled to meet it at {@link #supportedTo}: {@code S(t) = S(e) tail(t) / tail(e)} beyond
     * the end e.
     *
     * @param newTail of the same unit and kind, such as a curve fitted to the same data
     */
    public EmpiricalCurve withTail(RetentionCurve newTail) {
        if (Objects.requireNonNull(newTail, "newTail").unit() != unit || newTail.isDiscrete() != discrete) {
            throw Require.bad(
                    "newTail",
                    "must be " + (discrete ? "discrete" : "continuous") + " and per " + unit.noun(),
                    "as this curve is",
                    newTail);
        }
        return new EmpiricalCurve(unit, discrete, tenure, atRisk, lapses, supportedTo, watched, newTail);
    }

    /**
     * This curve cut off earlier, as where later tenures were reached by too few; without a tail.
     *
     * @param last tenure to keep, at most {@link #supportedTo}
     */
    public EmpiricalCurve upTo(double last) {
        if (!(last > 0 && last <= supportedTo)) {
            throw Require.bad("last", "must be in (0, " + supportedTo + "]", "the tenures that were observed", last);
        }
        double end = discrete ? CurveDefaults.renewal(this, last) : last;
        int n = steps(end);
        return new EmpiricalCurve(
                unit,
                discrete,
                Arrays.copyOf(tenure, n),
                Arrays.copyOf(atRisk, n),
                Arrays.copyOf(lapses, n),
                end,
                watched,
                null);
    }

    /** The last tenure at which anybody was observed. */
    public double supportedTo() {
        return supportedTo;
    }

    /** The steps of the curve, in order of tenure. */
    public List<Step> steps() {
        List<Step> out = new ArrayList<>(tenure.length);
        for (int j = 0; j < tenure.length; j++) {
            out.add(new Step(tenure[j], atRisk[j], lapses[j], survival[j]));
        }
        return List.copyOf(out);
    }

    /** Steps at this tenure or before. */
    private int steps(double t) {
        int at = Arrays.binarySearch(tenure, t);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private double after(int steps) {
        return steps == 0 ? 1 : survival[steps - 1];
    }

    @Override
    public PeriodUnit unit() {
        return unit;
    }

    @Override
    public boolean isDiscrete() {
        return discrete;
    }

    /** @throws IllegalArgumentException beyond {@link #supportedTo} where there is no tail and somebody is left */
    @Override
    public double survival(double at) {
        double t = discrete ? Math.floor(CurveDefaults.tenure(at)) : CurveDefaults.tenure(at);
        double s = after(steps(t));
        return t <= supportedTo || s == 0 ? s : s * Math.exp(logTail(t));
    }

    /** @throws IllegalArgumentException beyond {@link #supportedTo} where there is no tail and somebody is left */
    @Override
    public double logSurvival(double at) {
        double t = discrete ? Math.floor(CurveDefaults.tenure(at)) : CurveDefaults.tenure(at);
        double log = Math.log(after(steps(t)));
        return t <= supportedTo || log == Double.NEGATIVE_INFINITY ? log : log + logTail(t);
    }

    private double logTail(double t) {
        RetentionCurve joined = tail(t);
        return joined.logSurvival(t) - joined.logSurvival(supportedTo);
    }

    private RetentionCurve tail(double t) {
        if (tail == null) {
            throw Require.bad(
                    "tenure",
                    "must be <= " + supportedTo + ", the last that was observed",
                    "withTail joins a fitted curve",
                    t);
        }
        return tail;
    }

    /**
     * Discrete: {@code d / n} at that renewal. Continuous: each fall of ln S spread evenly over the time since the fall before it.
     */
    @Override
    public double hazard(double at) {
        double t = discrete ? CurveDefaults.renewal(this, at) : CurveDefaults.tenure(at);
        if (t > supportedTo && after(tenure.length) > 0) {
            return tail(t).hazard(t);
        }
        int j = Arrays.binarySearch(tenure, t);
        if (discrete) {
            if (after(steps(t - 1)) == 0) {
                throw CurveDefaults.nobody(t - 1);
            }
            return j < 0 ? 0 : lapses[j] / atRisk[j];
        }
        int next = j < 0 ? -j - 1 : j;
        if (next == tenure.length) {
            return after(next) == 0 ? Double.POSITIVE_INFINITY : 0;
        }
        double before = next == 0 ? 0 : tenure[next - 1];
        return -Math.log(1 - lapses[next] / atRisk[next]) / (tenure[next] - before);
    }

    /** Nelson and Aalen's estimate of the cumulative hazard: the sum of d / n up to this tenure, at most {@link #supportedTo}. */
    public double cumulativeHazard(double at) {
        int n = steps(supported(at));
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += lapses[j] / atRisk[j];
        }
        return sum;
    }

    private double supported(double at) {
        double t = CurveDefaults.tenure(at);
        if (t > supportedTo) {
            throw Require.bad("tenure", "must be <= " + supportedTo + ", the last that was observed", "", at);
        }
        return discrete ? Math.floor(t) : t;
    }

    /** Greenwood's standard error of S(t); 0 before the first lapse and after the last customer has left. */
    public double standardError(double at) {
        int n = steps(supported(at));
        return n == 0 || survival[n - 1] == 0 ? 0 : survival[n - 1] * Math.sqrt(greenwood[n - 1]);
    }

    /**
     * An interval for S(t), symmetric in ln(-ln S), so that it stays in [0, 1].
     *
     * <pre>{@code
     *   S^exp(-+ z theta),   theta = sqrt(sum of d / (n (n - d))) / ln S
     * }</pre>
     *
     * <p>Before the first lapse that says nothing: then from what n customers without a lapse exclude, {@code ((1-level)/2)^(1/n)}, to
     * 1, with n the smallest number at risk up to the first lapse, or to the end where there is none. After the last customer has left, from 0 to the upper limit of the step before.
     *
     * @param at tenure, at most {@link #supportedTo}
     * @param level in (0, 1); {@code 0.95} for 95 %
     */
    public Interval confidenceInterval(double at, double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        int n = steps(supported(at));
        if (n == 0) {
            return new Interval(Math.pow((1 - level) / 2, 1 / watched), 1, level);
        }
        if (survival[n - 1] == 0) {
            double upper = n == 1 ? 1 : logLog(n - 2, level).upper();
            return new Interval(0, upper, level);
        }
        return logLog(n - 1, level);
    }

    /**
     * The restricted mean tenure with its standard error: periods that a customer stays of the first {@code until}, the area under
     * the curve. Where the curve counts renewals, periods paid for at their start.
     *
     * <pre>{@code
     *   mu = integral of S(u) over 0 <= u <= tau
     *   Var = sum over t(j) <= tau of A(j)^2 d / (n (n - d)),   A(j) = integral of S(u) over t(j) <= u <= tau
     * }</pre>
     *
     * <p>P. Meier (1975) and J. P. Klein and M. L. Moeschberger, Survival Analysis, 2nd edition, 2003, section 4.5. Value and error
     * of what was observed; a tail plays no part.
     *
     * @param until tau, {@code > 0} and at most {@link #supportedTo}; once all have left, any later one
     */
    public Estimate restrictedMeanEstimate(double until) {
        double tau = Require.positive(until, "until", "periods over which the mean is taken");
        if (tau > supportedTo && after(tenure.length) > 0) {
            throw Require.bad("until", "must be <= " + supportedTo + ", the last that was observed", "", until);
        }
        int n = steps(tau);
        double area = 0;
        double variance = 0;
        double to = tau;
        for (int j = n - 1; j >= 0; j--) {
            area += survival[j] * (to - tenure[j]);
            to = tenure[j];
            // once all have left, no time remains to be uncertain of
            variance += area == 0 ? 0 : area * area * (lapses[j] / atRisk[j] / (atRisk[j] - lapses[j]));
        }
        return Estimate.of(area + to, Math.sqrt(variance));
    }

    /**
     * How much longer customers of this curve stay, of the first {@code until} periods, than those of another, observed
     * independently: the difference of the restricted means; errors add as squares. It needs no proportional hazards, which a
     * log-rank test does to be at its best.
     *
     * @param other of the same unit and kind
     * @param until at most the {@link #supportedTo} of both; where all of one have left, that of the other
     */
    public Estimate restrictedMeanDifferenceEstimate(EmpiricalCurve other, double until) {
        if (Objects.requireNonNull(other, "other").unit != unit || other.discrete != discrete) {
            throw Require.bad(
                    "other",
                    "must be " + (discrete ? "discrete" : "continuous") + " and per " + unit.noun(),
                    "as this is",
                    other);
        }
        Estimate here = restrictedMeanEstimate(until);
        Estimate there = other.restrictedMeanEstimate(until);
        return Estimate.of(here.value() - there.value(), Math.hypot(here.standardError(), there.standardError()));
    }

    private Interval logLog(int j, double level) {
        double z = NormalQuantile.ofLevel(level);
        double logS = Math.log(survival[j]);
        double half = z * Math.sqrt(greenwood[j]) / -logS;
        return new Interval(Math.exp(logS * Math.exp(half)), Math.exp(logS * Math.exp(-half)), level);
    }

    // --- tenure

    @Override
    public double tenureQuantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        for (int j = 0; j < tenure.length; j++) {
            // to what rounding leaves in a product of so many steps, so that a step that should reach p does
            if (survival[j] <= (1 - p) * (1 + (j + 1) * 0x1p-51)) {
                return tenure[j];
            }
        }
        RetentionCurve joined = tail(supportedTo + 1);
        double left = (1 - p) / after(tenure.length) * joined.survival(supportedTo);
        return joined.tenureQuantile(1 - left);
    }

    @Override
    public double simulateTenure(double reached, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        double t = CurveDefaults.reached(this, reached);
        double start = survival(t);
        if (start == 0) {
            throw CurveDefaults.nobody(t);
        }
        double target = start * Math.exp(-random.nextExponential());
        for (int j = steps(t); j < tenure.length; j++) {
            if (survival[j] <= target) {
                return tenure[j];
            }
        }
        return tail(supportedTo + 1).simulateTenure(Math.max(t, supportedTo), random);
    }

    @Override
    public double expectedResidualTenure(double reached) {
        return discrete
                ? new Sums().plain(CurveDefaults.reached(this, reached), 0, Double.POSITIVE_INFINITY)
                : discountedTenure(reached, DiscountRate.NONE, Horizon.FOREVER);
    }

    /** Exact under the steps, and the tail's own beyond them. Without discount, over a horizon: the restricted mean tenure. */
    @Override
    public double discountedTenure(double reached, DiscountRate discount, Horizon horizon) {
        if (discrete) {
            return CurveDefaults.discreteTenure(this, new Sums(), reached, discount, horizon);
        }
        double t = CurveDefaults.tenure(reached);
        double start = survival(t);
        if (start == 0) {
            throw CurveDefaults.nobody(t);
        }
        double delta = discount.continuousPer(unit);
        double length = horizon.lengthPer(unit);
        double until = Math.min(t + length, Math.max(t, supportedTo));
        double value = 0;
        double from = t;
        for (int j = steps(t); from < until; j++) {
            double to = j < tenure.length ? Math.min(tenure[j], until) : until;
            value += after(j) / start * flow(delta, from - t, to - t);
            from = to;
        }
        if (t + length > until && after(tenure.length) > 0) {
            double rest = horizon.isForever() ? Double.POSITIVE_INFINITY : t + length - until;
            double beyond = tail(t + length).discountedTenure(until, discount, new Horizon(rest, unit));
            value += survival(until) / start * Math.exp(-delta * (until - t)) * beyond;
        }
        return value;
    }

    /** The value of a flow of 1 from u to w. */
    private static double flow(double delta, double u, double w) {
        return delta == 0 ? w - u : Math.exp(-delta * u) * -Math.expm1(-delta * (w - u)) / delta;
    }

    @Override
    public double discountedLifetime(double reached, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.lifetime(this, new Sums(), reached, discount, timing, horizon);
    }

    @Override
    public double retentionElasticity(double reached, DiscountRate discount, CashFlowTiming timing, Horizon horizon) {
        return CurveDefaults.elasticity(this, new Sums(), reached, discount, timing, horizon);
    }

    /** Term by term to the end of the steps, and by the tail's own sums from there. */
    private final class Sums implements PaymentSums {
        @Override
        public double plain(double t, double d, double n) {
            return sum(t, d, n, false);
        }

        @Override
        public double weighted(double t, double d, double n) {
            return sum(t, d, n, true);
        }

        private double sum(double t, double d, double n, boolean weighted) {
            double start = survival(t);
            if (start == 0) {
                throw CurveDefaults.nobody(t);
            }
            double rate = Math.log1p(d);
            double total = 0;
            double j = 0;
            for (; j < n && t + j <= supportedTo; j++) {
                double term = survival(t + j) / start * Math.exp(-rate * j);
                total += weighted ? j * term : term;
            }
            if (j == n || after(tenure.length) == 0) {
                return total;
            }
            RetentionCurve joined = tail(t + j);
            double term = survival(t + j) / start * Math.exp(-rate * j);
            double plain = payments(joined, t + j, d, n - j);
            if (!weighted || plain == Double.POSITIVE_INFINITY) {
                return total + term * plain;
            }
            double later = n - j == 1
                    ? 0
                    : plain
                            * joined.retentionElasticity(
                                    t + j,
                                    DiscountRate.ofPerPeriod(d, unit),
                                    CashFlowTiming.IMMEDIATE_COUNTED,
                                    new Horizon(n - j - 1, unit));
            return total + term * (j * plain + later);
        }

        private double payments(RetentionCurve joined, double t, double d, double n) {
            if (n == 1) {
                return 1;
            }
            if (d == 0 && n == Double.POSITIVE_INFINITY && discrete) {
                return joined.expectedResidualTenure(t);
            }
            return joined.discountedLifetime(
                    t, DiscountRate.ofPerPeriod(d, unit), CashFlowTiming.IMMEDIATE_COUNTED, new Horizon(n - 1, unit));
        }
    }

    /** Equal in every step, the support and the tail. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EmpiricalCurve other
                && unit == other.unit
                && discrete == other.discrete
                && supportedTo == other.supportedTo
                && watched == other.watched
                && Arrays.equals(tenure, other.tenure)
                && Arrays.equals(atRisk, other.atRisk)
                && Arrays.equals(lapses, other.lapses)
                && Objects.equals(tail, other.tail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, supportedTo, Arrays.hashCode(tenure), Arrays.hashCode(atRisk));
    }

    /** {@code 7 steps to 7.0 years, 0.491 left}. */
    @Override
    public String toString() {
        return tenure.length + " steps to " + supportedTo + " " + unit.noun() + "s, " + after(tenure.length) + " left"
                + (tail == null ? "" : ", then " + tail);
    }
}
