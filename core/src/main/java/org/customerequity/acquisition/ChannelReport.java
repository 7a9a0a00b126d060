package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.retention.curve.RetentionCurve;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * What each channel costs and what its customers are worth, side by side. Rows hold sums, so that the total is that of all
 * customers over that of all spend; ratios are never averaged.
 *
 * <p>Averages of channels: whether to spend more in one of them is for {@link MarginalCost}. A channel is credited with the
 * customers that attribution gives it, some of whom would have come anyway.
 *
 * @param rows one a channel, by name; at least one, all by one definition of cost and in one currency
 */
public record ChannelReport(List<Row> rows) implements Serializable {
    public ChannelReport {
        TreeMap<String, Row> sorted = new TreeMap<>();
        for (Row row : Objects.requireNonNull(rows, "rows")) {
            if (sorted.put(row.channel, row) != null) {
                throw Require.bad("rows", "must have one row a channel", "", '"' + row.channel + "\" twice");
            }
        }
        Require.notEmpty(sorted.size(), "rows", "must have at least one channel", "");
        rows = List.copyOf(sorted.values());
        sum(rows);
    }

    /**
     * From the cost of each channel and the value of one customer of each.
     *
     * @param costs by channel, best {@link AcquisitionLedger#costsByChannel}
     * @param lifetimeValues expected contribution of one customer acquired, by channel
     * @throws IllegalArgumentException if a channel has a cost and no value, or the other way round
     */
    public static ChannelReport of(Map<String, AcquisitionCost> costs, Map<String, Contribution> lifetimeValues) {
        if (!costs.keySet().equals(lifetimeValues.keySet())) {
            throw Require.bad(
                    "lifetimeValues",
                    "must be of the channels " + List.copyOf(new TreeMap<>(costs).keySet()),
                    "one value a channel",
                    List.copyOf(new TreeMap<>(lifetimeValues).keySet()));
        }
        List<Row> rows = new ArrayList<>();
        costs.forEach((channel, cost) -> rows.add(new Row(
                channel,
                cost,
                Objects.requireNonNull(lifetimeValues.get(channel), "lifetimeValues")
                        .times(cost.customers()))));
        return new ChannelReport(rows);
    }

    /**
     * From the cost of each channel and the values of a group of customers of each, as {@code LifetimeValues.totals} gives them:
     * the mean of the group is taken for every customer acquired. Values of known customers are residual, from the end of
     * observation on; what those customers have brought before is not in them.
     *
     * @param costs by channel
     * @param totals by channel, of at least one customer each
     * @throws IllegalArgumentException if a channel has a cost and no value, or the other way round
     * @throws IllegalStateException if the totals are revenue
     */
    public static ChannelReport ofTotals(Map<String, AcquisitionCost> costs, Map<String, ValueTotal> totals) {
        Map<String, Contribution> means = new TreeMap<>();
        totals.forEach((channel, total) -> {
            CurrencyAmount sum = total.contribution().amount();
            means.put(
                    channel,
                    new Contribution(sum.times(
                            1.0 / Require.positive(total.customers(), "customers of " + channel, "a mean needs one"))));
        });
        return of(costs, means);
    }

    /**
     * One channel, or all of them together.
     *
     * @param channel its name
     * @param cost spend and customers
     * @param totalValue lifetime value of all those customers together
     */
    public record Row(String channel, AcquisitionCost cost, Contribution totalValue) implements Serializable {
        public Row {
            Require.nonBlank(channel, "channel", "");
            Objects.requireNonNull(cost, "cost");
            Objects.requireNonNull(totalValue, "totalValue");
            CurrencyMismatchException.check(
                    cost.spend().currency(), totalValue.amount().currency());
        }

        /**
         * The mean lifetime value of a customer of the channel.
         *
         * @throws UndefinedRatioException if nobody was acquired
         */
        public Contribution valuePerCustomer() {
            double value = Ratio.of(
                            totalValue.amount().value(), "lifetime value", cost.customers(), "customers acquired")
                    .value();
            return new Contribution(new CurrencyAmount(totalValue.amount().currency(), value));
        }

        /** LTV:CAC: value of the customers over the spend; undefined where nothing was spent. */
        public Ratio valueToCost() {
            return Ratio.of(
                    totalValue.amount().value(),
                    "lifetime value of customers acquired",
                    cost.spend().value(),
                    "acquisition spend");
        }

        /** Value of the customers less the spend: what ranks channels that exclude each other. */
        public CurrencyAmount netValue() {
            return totalValue.amount().minus(cost.spend());
        }

        /** {@code (CLV - CAC) / CAC}; undefined where nothing was spent. {@code 2} means 3 back for 1 spent. */
        public Ratio returnOnSpend() {
            return Ratio.of(netValue().value(), "net value", cost.spend().value(), "acquisition spend");
        }

        /**
         * When a customer of the channel has paid back its cost, by {@link PaybackPeriod#onCurve}.
         *
         * @param margin of a customer of the channel per period
         * @param curve of its customers; of the total, one of all customers
         * @throws UndefinedRatioException if nobody was acquired
         */
        public Optional<PaybackPeriod> payback(
                PeriodicContribution margin, RetentionCurve curve, DiscountRate discount, Horizon limit) {
            return PaybackPeriod.onCurve(cost, margin, curve, discount, limit);
        }

        /** Both together, under this row's name. */
        Row plus(Row other) {
            return new Row(channel, cost.plus(other.cost), totalValue.plus(other.totalValue));
        }
    }

    /** The row of a channel. */
    public Row row(String channel) {
        List<String> names = rows.stream().map(Row::channel).toList();
        return rows.get(Require.indexOf(channel, names, "channel", "a channel of the report"));
    }

    /** All channels together, named {@code total}. */
    public Row total() {
        return sum(rows);
    }

    private static Row sum(List<Row> rows) {
        Row first = rows.get(0);
        Row sum = new Row("total", first.cost, first.totalValue);
        for (Row row : rows.subList(1, rows.size())) {
            sum = sum.plus(row);
        }
        return sum;
    }

    /** Spend of the channel over all spend; undefined where nothing was spent. */
    public Ratio shareOfSpend(String channel) {
        return Ratio.of(
                row(channel).cost.spend().value(),
                "spend of the channel",
                total().cost.spend().value(),
                "spend of all channels");
    }

    /** Customers of the channel over all customers; undefined where nobody was acquired. */
    public Ratio shareOfCustomers(String channel) {
        return Ratio.of(
                row(channel).cost.customers(),
                "customers of the channel",
                total().cost.customers(),
                "customers of all channels");
    }

    /**
     * Value of the channel's customers over that of all. Above 1 or below 0 where a channel has a negative value.
     *
     * @throws UndefinedRatioException if all together are worth less than nothing
     */
    public Ratio shareOfValue(String channel) {
        double all = total().totalValue.amount().value();
        if (all < 0) {
            throw new UndefinedRatioException(
                    "share of value is undefined, because the value of all channels is " + all);
        }
        return Ratio.of(row(channel).totalValue.amount().value(), "value of the channel", all, "value of all channels");
    }

    /** Both together: other customers, won by the same channels or others. */
    public ChannelReport plus(ChannelReport other) {
        TreeMap<String, Row> both = new TreeMap<>();
        rows.forEach(row -> both.put(row.channel, row));
        other.rows.forEach(row -> both.merge(row.channel, row, Row::plus));
        return new ChannelReport(List.copyOf(both.values()));
    }
}
