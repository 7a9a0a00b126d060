package org.customerequity.lifetime.formula;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.ValueBasis;
import org.jspecify.annotations.Nullable;

/**
 * One business, every definition of lifetime value: what each of {@link ValueDefinition} reports for the same inputs, and why they
 * differ. None is the default: who compares names the reference. Immutable.
 *
 * <p>A definition that needs an input not given, or is undefined for these inputs, is not among {@link #rows()}; why is in
 * {@link #absent()}.
 */
public final class ValueConventions implements Serializable {
    private static final long serialVersionUID = 1;

    private final PeriodicRevenue revenue;
    private final MarginRatio margin;
    private final RetentionRate retention;
    private final DiscountRate discount;
    private final Horizon horizon;
    private final double growth;
    private final @Nullable Double revenueRetention;
    private final @Nullable CurrencyAmount acquisitionCost;
    private final List<Row> rows = new ArrayList<>();
    private final EnumMap<ValueDefinition, String> absent = new EnumMap<>(ValueDefinition.class);

    private ValueConventions(
            PeriodicRevenue revenue,
            MarginRatio margin,
            RetentionRate retention,
            DiscountRate discount,
            Horizon horizon,
            double growth,
            @Nullable Double revenueRetention,
            @Nullable CurrencyAmount acquisitionCost) {
        this.revenue = revenue;
        this.margin = margin;
        this.retention = retention;
        this.discount = discount;
        this.horizon = horizon;
        this.growth = growth;
        this.revenueRetention = revenueRetention;
        this.acquisitionCost = acquisitionCost;
        for (ValueDefinition definition : ValueDefinition.values()) {
            String reason = missing(definition);
            double value = reason.isEmpty() ? value(definition) : 0;
            if (!Double.isFinite(value)) {
                reason = "is more than a double can say";
            }
            if (reason.isEmpty()) {
                rows.add(new Row(definition, new CurrencyAmount(revenue.amount().currency(), value)));
            } else {
                absent.put(definition, reason);
            }
        }
    }

    /**
     * For ever, without growth, revenue retention or acquisition cost; the {@code with} methods add them.
     *
     * @param revenue ARPA: of one customer and period
     * @param margin contribution per revenue
     * @param retention of customers, per the same period
     * @param discount for the definitions that discount
     */
    public static ValueConventions of(
            PeriodicRevenue revenue, MarginRatio margin, RetentionRate retention, DiscountRate discount) {
        Objects.requireNonNull(revenue, "revenue");
        Objects.requireNonNull(margin, "margin");
        Objects.requireNonNull(discount, "discount");
        if (Objects.requireNonNull(retention, "retention").unit() != revenue.unit()) {
            throw Require.bad(
                    "retention",
                    "must be per " + revenue.unit().noun() + ", as the revenue is",
                    "convert it with RetentionRate.per",
                    "per " + retention.unit().noun());
        }
        retention.value();
        return new ValueConventions(revenue, margin, retention, discount, Horizon.FOREVER, 0, null, null);
    }

    /** With an end, for the definitions that have one: a whole number of the revenue's periods, or for ever. */
    public ValueConventions withHorizon(Horizon newHorizon) {
        Objects.requireNonNull(newHorizon, "newHorizon");
        double n = newHorizon.lengthPer(revenue.unit());
        if (!newHorizon.isForever() && n != Math.rint(n)) {
            String noun = revenue.unit().noun();
            throw Require.bad("newHorizon", "must be a whole number of " + noun + "s", "", n + " " + noun + "s");
        }
        return new ValueConventions(
                revenue, margin, retention, discount, newHorizon, growth, revenueRetention, acquisitionCost);
    }

    /** With payments that grow by this fraction per period, for the definitions that have growth; {@code > -1}. */
    public ValueConventions withGrowth(double perPeriod) {
        Require.finite(perPeriod, "perPeriod", "0.01 means 1 %");
        if (perPeriod <= -1) {
            throw Require.bad("perPeriod", "must be > -1", "0.01 means 1 %", perPeriod);
        }
        return new ValueConventions(
                revenue, margin, retention, discount, horizon, perPeriod + 0.0, revenueRetention, acquisitionCost);
    }

    /**
     * With the net retention of revenue per period, for the definitions that divide by churn of revenue: revenue at the end of a
     * period from those who were customers at its start, over revenue at its start. May exceed 1, where those are undefined.
     */
    public ValueConventions withRevenueRetention(double netPerPeriod) {
        double n = Require.nonNegative(netPerPeriod, "netPerPeriod", "0.98 means 98 % of revenue a period");
        return new ValueConventions(revenue, margin, retention, discount, horizon, growth, n, acquisitionCost);
    }

    /** With what it costs to acquire a customer, for the definition net of it. */
    public ValueConventions withAcquisitionCost(CurrencyAmount cost) {
        CurrencyMismatchException.check(revenue.amount().currency(), cost.currency());
        Require.nonNegative(cost.value(), "cost", "of one customer");
        return new ValueConventions(revenue, margin, retention, discount, horizon, growth, revenueRetention, cost);
    }

    /** The definitions that are defined here, with their values, in the order of {@link ValueDefinition}. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /**
     * The row of a definition.
     *
     * @throws IllegalArgumentException if it is {@link #absent()}, with the reason
     */
    public Row row(ValueDefinition definition) {
        Objects.requireNonNull(definition, "definition");
        for (Row row : rows) {
            if (row.definition == definition) {
                return row;
            }
        }
        throw Require.bad("definition", "must be defined here", absent.getOrDefault(definition, ""), definition);
    }

    /** The definitions that have no value here, and why. */
    public Map<ValueDefinition, String> absent() {
        return Map.copyOf(absent);
    }

    /** Every row beside the one named as the reference: how much it differs, and why in words. */
    public List<Difference> against(ValueDefinition reference) {
        Row from = row(reference);
        return rows.stream()
                .map(row -> new Difference(row, row.value.minus(from.value), reason(row.definition, reference)))
                .toList();
    }

    private String missing(ValueDefinition definition) {
        double r = retention.value();
        double d = discount.perPeriod(retention.unit());
        boolean forever = horizon.isForever();
        return switch (definition) {
            case REVENUE_TO_HORIZON -> forever ? "needs a finite horizon: withHorizon" : "";
            case REVENUE_OF_EXPECTED_LIFETIME -> forever && r == 1 ? "churn is 0, and the horizon for ever" : "";
            case REVENUE_OVER_CHURN, BAREMETRICS, CHARTMOGUL, CONTRIBUTION_OVER_CHURN -> r == 1 ? "churn is 0" : "";
            case PROFITWELL, CONTRIBUTION_OVER_REVENUE_CHURN ->
                revenueRetention == null
                        ? "needs the net retention of revenue: withRevenueRetention"
                        : revenueRetention < 1 ? "" : "net churn of revenue is not above 0";
            case UNDISCOUNTED_CONTRIBUTION -> forever ? diverges(r, 0, growth) : "";
            case IMMEDIATE_COUNTED, AFTER_FIRST, END_OF_PERIOD, JUST_BEFORE_RENEWAL ->
                forever ? diverges(r, d, growth) : "";
            case GUPTA_LEHMANN -> diverges(r, d, 0);
            case GUPTA_LEHMANN_WITH_GROWTH -> diverges(r, d, growth);
            case NET_OF_ACQUISITION_COST ->
                acquisitionCost == null
                        ? "needs the acquisition cost: withAcquisitionCost"
                        : forever ? diverges(r, d, growth) : "";
        };
    }

    private static String diverges(double r, double d, double g) {
        return (1 - r) + d - r * g > 0 ? "" : "diverges: retention x (1 + growth) is not below 1 + discount";
    }

    private double value(ValueDefinition definition) {
        double arpa = revenue.amount().value();
        double m = revenue.times(margin).amount().value();
        double churn = 1 - retention.value();
        double n = horizon.lengthPer(revenue.unit());
        return switch (definition) {
            case REVENUE_TO_HORIZON -> arpa * n;
            case REVENUE_OF_EXPECTED_LIFETIME -> arpa * GeometricSum.of(churn, n);
            case REVENUE_OVER_CHURN, BAREMETRICS, CHARTMOGUL -> arpa / churn;
            case PROFITWELL -> arpa / revenueChurn();
            case CONTRIBUTION_OVER_CHURN -> m / churn;
            case CONTRIBUTION_OVER_REVENUE_CHURN -> m / revenueChurn();
            case UNDISCOUNTED_CONTRIBUTION ->
                m * multiple(CashFlowTiming.END_OF_PERIOD, DiscountRate.NONE, growth, horizon);
            case IMMEDIATE_COUNTED -> m * multiple(CashFlowTiming.IMMEDIATE_COUNTED, discount, growth, horizon);
            case AFTER_FIRST -> m * multiple(CashFlowTiming.AFTER_FIRST, discount, growth, horizon);
            case END_OF_PERIOD -> m * multiple(CashFlowTiming.END_OF_PERIOD, discount, growth, horizon);
            case JUST_BEFORE_RENEWAL -> m * multiple(CashFlowTiming.JUST_BEFORE_RENEWAL, discount, growth, horizon);
            case GUPTA_LEHMANN -> m * multiple(CashFlowTiming.AFTER_FIRST, discount, 0, Horizon.FOREVER);
            case GUPTA_LEHMANN_WITH_GROWTH ->
                m * multiple(CashFlowTiming.AFTER_FIRST, discount, growth, Horizon.FOREVER);
            case NET_OF_ACQUISITION_COST ->
                m * multiple(CashFlowTiming.IMMEDIATE_COUNTED, discount, growth, horizon)
                        - Objects.requireNonNull(acquisitionCost).value();
        };
    }

    private double revenueChurn() {
        return 1 - Objects.requireNonNull(revenueRetention);
    }

    private double multiple(CashFlowTiming timing, DiscountRate rate, double g, Horizon to) {
        return LifetimeValueCalculator.of(rate, timing)
                .withHorizon(to)
                .withGrowth(g, retention.unit())
                .marginMultiple(retention);
    }

    private String reason(ValueDefinition row, ValueDefinition reference) {
        if (row == reference) {
            return "the reference";
        }
        List<String> why = new ArrayList<>();
        if (row.basis() != reference.basis()) {
            why.add(
                    row.basis() == ValueBasis.REVENUE
                            ? "counts revenue, so that the cost of serving is still in it"
                            : "counts contribution, not revenue");
        }
        if (row.discounted() != reference.discounted()) {
            why.add(row.discounted() ? "discounts" : "does not discount");
        }
        if (row.firstPaymentCounted() != reference.firstPaymentCounted()) {
            why.add(row.firstPaymentCounted() ? "counts the first payment" : "leaves out the first payment");
        }
        if (row.horizonCounted() != reference.horizonCounted() && !horizon.isForever()) {
            why.add(row.horizonCounted() ? "ends at the horizon" : "goes on for ever");
        }
        if ((row == ValueDefinition.REVENUE_TO_HORIZON) != (reference == ValueDefinition.REVENUE_TO_HORIZON)) {
            why.add(row == ValueDefinition.REVENUE_TO_HORIZON ? "lets nobody leave" : "lets customers leave");
        }
        if (row.byRevenueChurn() != reference.byRevenueChurn()) {
            why.add(
                    row.byRevenueChurn()
                            ? "divides by net churn of revenue, in which expansion offsets customers lost"
                            : "lets customers leave by churn of customers");
        } else if (row.growthCounted() != reference.growthCounted() && growth != 0) {
            why.add(row.growthCounted() ? "lets payments grow" : "keeps payments constant");
        }
        if (row.discounted() && reference.discounted() && timing(row) != timing(reference)) {
            why.add(
                    switch (timing(row)) {
                        case IMMEDIATE_COUNTED -> "is paid at the start of periods";
                        case AFTER_FIRST -> "is paid one period from now at the earliest";
                        case END_OF_PERIOD -> "is paid at the end of periods";
                        case JUST_BEFORE_RENEWAL -> "is paid now, if renewed";
                    });
        }
        if ((row == ValueDefinition.NET_OF_ACQUISITION_COST)
                != (reference == ValueDefinition.NET_OF_ACQUISITION_COST)) {
            why.add(
                    row == ValueDefinition.NET_OF_ACQUISITION_COST
                            ? "is net of the acquisition cost"
                            : "is before the acquisition cost");
        }
        if (reference.horizonCounted()
                && row.horizonCounted()
                && row.firstPaymentCounted() == reference.firstPaymentCounted()
                && !horizon.isForever()
                && terms(row) != terms(reference)) {
            why.add(terms(row) > terms(reference) ? "has a payment more" : "has a payment less");
        }
        return why.isEmpty() ? "the same here under another name" : String.join("; ", why);
    }

    /** Payments of a horizon of T: T + 1 where one is now and one at its end. */
    private static int terms(ValueDefinition definition) {
        return definition == ValueDefinition.IMMEDIATE_COUNTED || definition == ValueDefinition.NET_OF_ACQUISITION_COST
                ? 1
                : 0;
    }

    private static CashFlowTiming timing(ValueDefinition definition) {
        return switch (definition) {
            case AFTER_FIRST, GUPTA_LEHMANN, GUPTA_LEHMANN_WITH_GROWTH -> CashFlowTiming.AFTER_FIRST;
            case END_OF_PERIOD -> CashFlowTiming.END_OF_PERIOD;
            case JUST_BEFORE_RENEWAL -> CashFlowTiming.JUST_BEFORE_RENEWAL;
            default -> CashFlowTiming.IMMEDIATE_COUNTED;
        };
    }

    /**
     * What one definition reports.
     *
     * @param definition with its basis and what it leaves out
     * @param value of one customer
     */
    public record Row(ValueDefinition definition, CurrencyAmount value) implements Serializable {
        public Row {
            Objects.requireNonNull(definition, "definition");
            Objects.requireNonNull(value, "value");
        }

        /**
         * How many times the value covers an acquisition cost.
         *
         * @param cost {@code > 0}, in the currency of the value
         * @throws IllegalStateException if the definition counts revenue, which is not there to pay for anything, or is net of the
         *     acquisition cost already
         */
        public double perAcquisitionCost(CurrencyAmount cost) {
            if (definition == ValueDefinition.NET_OF_ACQUISITION_COST) {
                throw new IllegalStateException("a ratio to acquisition cost needs a value before that cost, and "
                        + definition.title() + " would count it twice (use IMMEDIATE_COUNTED)");
            }
            if (definition.basis() == ValueBasis.REVENUE) {
                throw new IllegalStateException("a ratio to acquisition cost needs contribution, and "
                        + definition.title() + " counts revenue (use a definition whose basis is CONTRIBUTION)");
            }
            return value.per(cost).value();
        }

        /** {@code Gupta-Lehmann: USD 266.67 (contribution)}. */
        @Override
        public String toString() {
            return definition.title() + ": " + value + " ("
                    + definition.basis().name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    /**
     * A row beside the reference.
     *
     * @param row what it reports
     * @param difference its value less that of the reference
     * @param reason why they differ, in words
     */
    public record Difference(Row row, CurrencyAmount difference, String reason) implements Serializable {
        public Difference {
            Objects.requireNonNull(row, "row");
            Objects.requireNonNull(difference, "difference");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Equal inputs. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ValueConventions other
                && revenue.equals(other.revenue)
                && margin.equals(other.margin)
                && retention.equals(other.retention)
                && discount.equals(other.discount)
                && horizon.equals(other.horizon)
                && growth == other.growth
                && Objects.equals(revenueRetention, other.revenueRetention)
                && Objects.equals(acquisitionCost, other.acquisitionCost);
    }

    @Override
    public int hashCode() {
        return Objects.hash(revenue, margin, retention, discount, horizon, growth, revenueRetention, acquisitionCost);
    }

    /** One line a row: title, value, basis. */
    @Override
    public String toString() {
        return String.join("\n", rows.stream().map(Row::toString).toList());
    }
}
