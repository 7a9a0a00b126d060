package org.customerequity.metric.investment;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * What an automation returns: its costs against its benefits, each benefit weighted with how certain it is. Immutable.
 *
 * <pre>{@code
 *   flows = - costs + sum over benefits of certainty x flows of the benefit
 *   return on cost    = (PV of benefits - E) / E           E  present value of the costs
 *   return on equity  = (dCE - E) / E                      dCE  change of customer equity, on contribution
 * }</pre>
 *
 * <p>The change of customer equity is what customers are worth more because service got better; it is estimated elsewhere and
 * given. Savings and customer equity are two benefits only where no saving is already in the contribution of the customers.
 */
public final class AutomationReturn implements Serializable {
    private static final long serialVersionUID = 1;

    private final TotalCostOfOwnership costs;
    private final LinkedHashMap<String, CashFlows> benefits;

    private AutomationReturn(TotalCostOfOwnership costs, LinkedHashMap<String, CashFlows> benefits) {
        this.costs = costs;
        this.benefits = benefits;
    }

    /** Costs, and no benefit yet. */
    public static AutomationReturn of(TotalCostOfOwnership costs) {
        return new AutomationReturn(Objects.requireNonNull(costs, "costs"), new LinkedHashMap<>());
    }

    /**
     * With one more benefit.
     *
     * @param name of the line, once
     * @param flows if all goes well, in the currency and unit of the costs
     * @param certainty the share to be counted on, in [0, 1]
     */
    public AutomationReturn withBenefit(String name, CashFlows flows, double certainty) {
        Require.nonBlank(name, "name", "such as hours saved");
        Objects.requireNonNull(flows, "flows");
        Require.fraction(certainty, "certainty", "0.8 counts 80 % of the benefit");
        if (benefits.containsKey(name)) {
            throw Require.bad("name", "must be new", "one line a benefit", '"' + name + '"');
        }
        // checks currency and unit
        costs.costs().plus(flows);
        LinkedHashMap<String, CashFlows> all = new LinkedHashMap<>(benefits);
        all.put(name, flows.times(certainty));
        return new AutomationReturn(costs, all);
    }

    /** What it costs. */
    public TotalCostOfOwnership costs() {
        return costs;
    }

    /** The benefits by line, each times its certainty, in the order given. */
    public Map<String, CashFlows> benefits() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(benefits));
    }

    /** Benefits less costs: its NPV, internal rate and payback are those of the automation. */
    public CashFlows cashFlows() {
        CashFlows sum = costs.toOutflows();
        for (CashFlows line : benefits.values()) {
            sum = sum.plus(line);
        }
        return sum;
    }

    /** {@code (PV of benefits - E) / E}: the return through benefits in cash. Undefined without costs. */
    public Ratio returnOnCost(DiscountRate discount) {
        return Ratio.of(
                cashFlows().netPresentValue(discount).value(),
                "benefits less cost",
                cost(discount),
                "present value of cost");
    }

    /**
     * {@code (dCE - E) / E}: the return through what customers are worth, without the benefits in cash. Undefined without costs.
     *
     * @param changeOfEquity dCE, in the currency of the costs
     */
    public Ratio returnOnEquity(Contribution changeOfEquity, DiscountRate discount) {
        double cost = cost(discount);
        return Ratio.of(change(changeOfEquity) - cost, "change of equity less cost", cost, "present value of cost");
    }

    /**
     * {@code (dCE + PV of benefits - E) / E}: both together, where no benefit is in dCE already. Undefined without costs.
     *
     * @param changeOfEquity dCE, in the currency of the costs
     */
    public Ratio totalReturn(Contribution changeOfEquity, DiscountRate discount) {
        return Ratio.of(
                change(changeOfEquity) + cashFlows().netPresentValue(discount).value(),
                "change of equity and benefits less cost",
                cost(discount),
                "present value of cost");
    }

    /**
     * {@link #returnOnEquity} of an estimated change; the cost is taken as known.
     *
     * @param changeOfEquity dCE with its standard error, in the currency of the costs
     * @throws org.customerequity.value.UndefinedRatioException if there are no costs
     */
    public Estimate returnOnEquityEstimate(Estimate changeOfEquity, DiscountRate discount) {
        Objects.requireNonNull(changeOfEquity, "changeOfEquity");
        double cost = cost(discount);
        double value = Ratio.of(
                        changeOfEquity.value() - cost, "change of equity less cost", cost, "present value of cost")
                .value();
        return Estimate.of(value, changeOfEquity.standardError() / cost);
    }

    private double change(Contribution changeOfEquity) {
        CurrencyAmount change =
                Objects.requireNonNull(changeOfEquity, "changeOfEquity").amount();
        CurrencyMismatchException.check(costs.costs().currency(), change.currency());
        return change.value();
    }

    private double cost(DiscountRate discount) {
        return costs.presentValue(discount).value();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof AutomationReturn other && costs.equals(other.costs) && benefits.equals(other.benefits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(costs, benefits);
    }

    /** {@code costs EUR 122000.0 undiscounted, [LICENCE]; benefits [hours saved]}. */
    @Override
    public String toString() {
        return "costs " + costs + "; benefits " + benefits.keySet();
    }
}
