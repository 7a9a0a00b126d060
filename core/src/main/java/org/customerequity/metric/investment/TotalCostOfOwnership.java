package org.customerequity.metric.investment;

import java.io.Serializable;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a system costs from the decision to its end, by period and kind of cost. Costs are positive. Immutable.
 *
 * <p>Period 0 is now; the costs of period t are taken to fall due t periods from now ({@link CashFlows#firstNow}). The undiscounted
 * total and the present value have a name each.
 */
public final class TotalCostOfOwnership implements Serializable {
    private static final long serialVersionUID = 1;

    private final CashFlows none;
    private final EnumMap<CostKind, CashFlows> costs;

    private TotalCostOfOwnership(CashFlows none, EnumMap<CostKind, CashFlows> costs) {
        this.none = none;
        this.costs = costs;
    }

    /** Nothing yet; see {@link #withCosts}. */
    public static TotalCostOfOwnership of(String currencyCode, PeriodUnit unit) {
        return of(Currencies.of(currencyCode), unit);
    }

    /** {@link #of(String, PeriodUnit)} in a currency that is at hand. */
    public static TotalCostOfOwnership of(Currency currency, PeriodUnit unit) {
        return new TotalCostOfOwnership(CashFlows.none(currency, unit), new EnumMap<>(CostKind.class));
    }

    /**
     * With more costs; those of a kind that is there already are added.
     *
     * @param byPeriod costs of periods 0 (now), 1, 2, ...; each finite and {@code >= 0}
     */
    public TotalCostOfOwnership withCosts(CostKind kind, double... byPeriod) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(byPeriod, "byPeriod");
        double[] checked = byPeriod.clone();
        for (int t = 0; t < checked.length; t++) {
            checked[t] = Require.nonNegative(checked[t], "byPeriod[" + t + "]", "costs are positive");
        }
        return withCosts(kind, CashFlows.firstNow(none.currency(), none.unit(), checked));
    }

    private TotalCostOfOwnership withCosts(CostKind kind, CashFlows more) {
        EnumMap<CostKind, CashFlows> all = new EnumMap<>(costs);
        all.merge(kind, more, CashFlows::plus);
        return new TotalCostOfOwnership(none, all);
    }

    /** Both together: two systems, or two parts of one. */
    public TotalCostOfOwnership plus(TotalCostOfOwnership other) {
        // checks currency and unit where there is no cost, too
        none.plus(Objects.requireNonNull(other, "other").none);
        TotalCostOfOwnership sum = this;
        for (Map.Entry<CostKind, CashFlows> cost : other.costs.entrySet()) {
            sum = sum.withCosts(cost.getKey(), cost.getValue());
        }
        return sum;
    }

    /** Costs of one kind by period, positive. */
    public CashFlows costs(CostKind kind) {
        return costs.getOrDefault(Objects.requireNonNull(kind, "kind"), none);
    }

    /** Costs of all kinds by period, positive. */
    public CashFlows costs() {
        CashFlows sum = none;
        for (CashFlows kind : costs.values()) {
            sum = sum.plus(kind);
        }
        return sum;
    }

    /** All costs as outflows: negative. */
    public CashFlows toOutflows() {
        return costs().times(-1);
    }

    /** All costs added up, undiscounted. */
    public CurrencyAmount undiscounted() {
        return costs().total();
    }

    /** All costs in money of today. */
    public CurrencyAmount presentValue(DiscountRate discount) {
        return costs().netPresentValue(discount);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TotalCostOfOwnership other && none.equals(other.none) && costs.equals(other.costs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(none, costs);
    }

    /** {@code EUR 122000.0 undiscounted, [LICENCE, MAINTENANCE]}. */
    @Override
    public String toString() {
        return undiscounted() + " undiscounted, " + costs.keySet();
    }
}
