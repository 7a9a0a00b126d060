package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.customerequity.value.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * Lens 1: one period. How different are the customers who bought in it?
 *
 * <pre>{@code
 *   profit of a customer = orders x average order value x margin
 * }</pre>
 *
 * <p>each with its distribution over customers, not only its mean. Immutable.
 */
public final class OnePeriod implements Serializable {
    private static final long serialVersionUID = 1;

    private final Slice slice;

    OnePeriod(Slice slice) {
        this.slice = slice;
    }

    /** Customers, orders, revenue and profit, and their ratios. */
    public PeriodTotals totals() {
        return slice.totals();
    }

    /** The share of customers with one order only. */
    public Proportion oneOrderShare() {
        long one = 0;
        for (int orders : slice.orders) {
            one += orders == 1 ? 1 : 0;
        }
        return Proportion.of(one, slice.size());
    }

    /** Orders of each customer. */
    public CustomerDistribution orders() {
        return new CustomerDistribution("orders", slice.values(Measure.ORDERS));
    }

    /** Revenue of each customer. */
    public CustomerDistribution revenue() {
        return new CustomerDistribution("revenue", slice.values(Measure.REVENUE));
    }

    /** Profit of each customer. */
    public CustomerDistribution profit() {
        return new CustomerDistribution("profit", slice.values(Measure.PROFIT));
    }

    /** Revenue per order of each customer. */
    public CustomerDistribution averageOrderValue() {
        double[] out = new double[slice.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = slice.revenue[i] / slice.orders[i];
        }
        return new CustomerDistribution("order value", out);
    }

    /** Profit per unit of revenue of each customer; of those with revenue, as the others have none. */
    public CustomerDistribution margin() {
        double[] out = new double[slice.size()];
        int n = 0;
        for (int i = 0; i < out.length; i++) {
            if (slice.revenue[i] > 0) {
                out[n++] = slice.profit[i] / slice.revenue[i];
            }
        }
        return new CustomerDistribution("margin", Arrays.copyOf(out, n));
    }

    /** {@code bands(PROFIT, 10)}: customers by profit, the best first, in ten parts of equal number. */
    public List<ValueBand> decilesByProfit() {
        return bands(Measure.PROFIT, 10);
    }

    /**
     * Customers in bands of equal number, the best first: that of rank i of n, from 0, is in band {@code floor(i bands / n)}. Equal
     * values rank in the order of the log's rows.
     *
     * @param by what they are ranked by
     * @param bands at most as many as customers
     */
    public List<ValueBand> bands(Measure by, int bands) {
        int[] band = Bands.of(slice.values(by), bands);
        PeriodTotals all = totals();
        List<ValueBand> out = new ArrayList<>(bands);
        for (PeriodTotals totals : slice.totals(band, bands)) {
            out.add(new ValueBand(out.size() + 1, totals, all));
        }
        return List.copyOf(out);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof OnePeriod other && slice.equals(other.slice);
    }

    @Override
    public int hashCode() {
        return slice.hashCode();
    }

    /** Its totals. */
    @Override
    public String toString() {
        return "OnePeriod[" + totals() + "]";
    }
}
