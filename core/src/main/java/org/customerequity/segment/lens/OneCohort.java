package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.EmpiricalCurve;
import org.customerequity.value.Proportion;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Lens 3: one cohort of acquired customers over time. Who comes back, how often, and for how much? Immutable.
 *
 * <p>Active at an age is not survival: without a contract a customer may be absent in one period and back in the next, and the curve
 * may rise again.
 */
public final class OneCohort implements Serializable {
    private static final long serialVersionUID = 1;

    /** The days to a second purchase on the day of the first, where the log keeps the two apart. */
    static final double SAME_DAY = 0.5;

    private final Slice initial;
    private final List<PeriodTotals> byAge;
    private final int observed;
    private final Spells second;
    private final double[] laterRevenue;
    private final double[] laterProfit;
    private final boolean[] returned;

    OneCohort(
            Slice initial,
            List<PeriodTotals> byAge,
            int observed,
            Spells second,
            double[] laterRevenue,
            double[] laterProfit,
            boolean[] returned) {
        this.initial = initial;
        this.byAge = List.copyOf(byAge);
        this.observed = observed;
        this.second = second;
        this.laterRevenue = laterRevenue;
        this.laterProfit = laterProfit;
        this.returned = returned;
    }

    /**
     * Customers by what they brought at first, and what they brought later.
     *
     * @param band 1 brought most at first
     * @param customers how many
     * @param initialRevenue of the period of acquisition
     * @param initialProfit of the period of acquisition
     * @param returned how many bought in a later period
     * @param laterRevenue of all later periods of the audit
     * @param laterProfit of all later periods of the audit
     */
    public record InitialBand(
            int band,
            long customers,
            double initialRevenue,
            double initialProfit,
            long returned,
            double laterRevenue,
            double laterProfit)
            implements Serializable {
        public InitialBand {
            Require.positive(band, "band", "1 is the best");
            Require.nonNegative(customers, "customers", "");
            initialRevenue = Require.nonNegative(initialRevenue, "initialRevenue", "after refunds");
            initialProfit = Require.finite(initialProfit, "initialProfit", "");
            Require.nonNegative(returned, "returned", "");
            laterRevenue = Require.nonNegative(laterRevenue, "laterRevenue", "after refunds");
            laterProfit = Require.finite(laterProfit, "laterProfit", "");
            if (returned > customers) {
                throw Require.bad("returned", "must be <= customers " + customers, "of these", returned);
            }
        }

        /** The share who bought in a later period. */
        public Proportion returnRate() {
            return Proportion.of(returned, customers);
        }
    }

    /** The period of the first purchases. */
    public ReportingPeriod period() {
        return initial.period;
    }

    /** How many customers it has. */
    public long acquired() {
        return initial.size();
    }

    /** What it did at each age, from 0 in the period of acquisition to the last period of the audit, complete or not. */
    public List<PeriodTotals> byAge() {
        return byAge;
    }

    /** How many of the ages were observed to their end. */
    public int observedAges() {
        return observed;
    }

    /**
     * Customers active at an age, of those acquired.
     *
     * @throws IllegalArgumentException if the audit does not reach that age
     */
    public Proportion activeShare(int age) {
        if (age < 0 || age >= byAge.size()) {
            throw Require.bad("age", "must be >= 0 and < " + byAge.size(), "as far as the audit reaches", age);
        }
        return Proportion.of(byAge.get(age).customers(), acquired());
    }

    /** Revenue at each age per acquired customer; that of the last, beyond {@link #observedAges}, is of a part of its period. */
    public double[] revenuePerAcquired() {
        return perAcquired(Measure.REVENUE, false);
    }

    /** Revenue up to each age per acquired customer; see {@link #revenuePerAcquired}. */
    public double[] cumulativeRevenuePerAcquired() {
        return perAcquired(Measure.REVENUE, true);
    }

    /** Profit at each age per acquired customer; see {@link #revenuePerAcquired}. */
    public double[] profitPerAcquired() {
        return perAcquired(Measure.PROFIT, false);
    }

    /** Profit up to each age per acquired customer; less the acquisition cost, where the cohort has paid back. */
    public double[] cumulativeProfitPerAcquired() {
        return perAcquired(Measure.PROFIT, true);
    }

    private double[] perAcquired(Measure of, boolean cumulative) {
        if (acquired() == 0) {
            throw new UndefinedRatioException(of.name().toLowerCase(Locale.ROOT)
                    + " per acquired customer is undefined, because nobody was acquired in " + period());
        }
        double[] out = new double[byAge.size()];
        Sum sum = Sum.create();
        for (int age = 0; age < out.length; age++) {
            double value = of.of(byAge.get(age));
            out[age] = (cumulative ? sum.add(value).getAsDouble() : value) / acquired();
        }
        return out;
    }

    /**
     * How long customers take to buy again: {@code survival(t)} is the share without a second purchase t days after the first
     * (Kaplan and Meier). Who has not bought again by the end of observation counts as long as observed. A second purchase on the day
     * of the first, where the log keeps these apart, counts as after half a day.
     *
     * @throws UndefinedRatioException if nobody was acquired, or all were on the last day of observation
     */
    public EmpiricalCurve timeToSecondPurchase() {
        if (acquired() == 0) {
            throw new UndefinedRatioException(
                    "time to second purchase is undefined, because nobody was acquired in " + period());
        }
        int i = 0;
        while (i < second.size() && second.last(i) == 0) {
            i++;
        }
        if (i == second.size()) {
            throw new UndefinedRatioException("time to second purchase is undefined, because all of " + period()
                    + " were acquired on the last day of observation");
        }
        return EmpiricalCurve.of(second);
    }

    /**
     * Customers in bands of equal number by what they brought in the period of acquisition, the best first, and what each band brought
     * later. Equal values rank in the order of the log's rows.
     *
     * @param bands at most as many as customers; 10 for deciles
     */
    public List<InitialBand> initialBands(Measure by, int bands) {
        int[] band = Bands.of(initial.values(by), bands);
        List<PeriodTotals> first = initial.totals(band, bands);
        long[] back = new long[bands];
        Sum[] revenue = new Sum[bands];
        Sum[] profit = new Sum[bands];
        for (int b = 0; b < bands; b++) {
            revenue[b] = Sum.create();
            profit[b] = Sum.create();
        }
        for (int i = 0; i < band.length; i++) {
            back[band[i]] += returned[i] ? 1 : 0;
            revenue[band[i]].add(laterRevenue[i]);
            profit[band[i]].add(laterProfit[i]);
        }
        List<InitialBand> out = new ArrayList<>(bands);
        for (int b = 0; b < bands; b++) {
            PeriodTotals at = first.get(b);
            out.add(new InitialBand(
                    b + 1,
                    at.customers(),
                    at.revenue(),
                    at.profit(),
                    back[b],
                    revenue[b].getAsDouble(),
                    profit[b].getAsDouble()));
        }
        return List.copyOf(out);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof OneCohort other
                && observed == other.observed
                && initial.equals(other.initial)
                && byAge.equals(other.byAge)
                && second.equals(other.second)
                && Arrays.equals(laterRevenue, other.laterRevenue)
                && Arrays.equals(laterProfit, other.laterProfit)
                && Arrays.equals(returned, other.returned);
    }

    @Override
    public int hashCode() {
        return Objects.hash(initial, byAge, observed);
    }

    /** A summary, not the customers. */
    @Override
    public String toString() {
        return "OneCohort[" + acquired() + " customers of " + period() + ", " + byAge.size() + " ages]";
    }
}
