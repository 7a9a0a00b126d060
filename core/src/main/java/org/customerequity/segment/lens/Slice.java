package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/** The active customers of one period, in the order of the log's rows. */
final class Slice implements Serializable {
    private static final long serialVersionUID = 1;

    final ReportingPeriod period;
    final int[] row;
    final int[] orders;
    final double[] revenue;
    final double[] profit;
    final String currencyCode;

    Slice(ReportingPeriod period, int[] row, int[] orders, double[] revenue, double[] profit, String currencyCode) {
        this.period = period;
        this.row = row;
        this.orders = orders;
        this.revenue = revenue;
        this.profit = profit;
        this.currencyCode = currencyCode;
    }

    int size() {
        return row.length;
    }

    /** A copy of one column. */
    double[] values(Measure by) {
        return switch (Objects.requireNonNull(by, "by")) {
            case REVENUE -> revenue.clone();
            case PROFIT -> profit.clone();
            case ORDERS -> {
                double[] out = new double[orders.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = orders[i];
                }
                yield out;
            }
        };
    }

    PeriodTotals totals() {
        long count = 0;
        for (int one : orders) {
            count += one;
        }
        return new PeriodTotals(
                period,
                row.length,
                count,
                Sum.of(revenue).getAsDouble(),
                Sum.of(profit).getAsDouble(),
                currencyCode);
    }

    /** Totals by band. */
    List<PeriodTotals> totals(int[] band, int bands) {
        long[] customers = new long[bands];
        long[] count = new long[bands];
        Sum[] ofRevenue = new Sum[bands];
        Sum[] ofProfit = new Sum[bands];
        for (int b = 0; b < bands; b++) {
            ofRevenue[b] = Sum.create();
            ofProfit[b] = Sum.create();
        }
        for (int i = 0; i < row.length; i++) {
            int b = band[i];
            customers[b]++;
            count[b] += orders[i];
            ofRevenue[b].add(revenue[i]);
            ofProfit[b].add(profit[i]);
        }
        List<PeriodTotals> out = new ArrayList<>(bands);
        for (int b = 0; b < bands; b++) {
            out.add(new PeriodTotals(
                    period,
                    customers[b],
                    count[b],
                    ofRevenue[b].getAsDouble(),
                    ofProfit[b].getAsDouble(),
                    currencyCode));
        }
        return out;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Slice other
                && period.equals(other.period)
                && currencyCode.equals(other.currencyCode)
                && Arrays.equals(row, other.row)
                && Arrays.equals(orders, other.orders)
                && Arrays.equals(revenue, other.revenue)
                && Arrays.equals(profit, other.profit);
    }

    @Override
    public int hashCode() {
        return 31 * period.hashCode() + Arrays.hashCode(revenue);
    }
}
