package org.customerequity.examples;

import java.math.RoundingMode;
import java.util.Locale;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.metric.investment.AutomationReturn;
import org.customerequity.metric.investment.CashFlows;
import org.customerequity.metric.investment.CostKind;
import org.customerequity.metric.investment.LabourSaving;
import org.customerequity.metric.investment.TotalCostOfOwnership;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/** Does an automated service desk pay, by the hours that it frees, and by the customers whom it keeps? */
public final class AutomationReturnExample {
    private AutomationReturnExample() {}

    /** Prints what it costs, what hours bring, and what half a point of retention more would be worth. */
    public static void main(String[] args) {
        // snippet:start automation-return
        DiscountRate discount = DiscountRate.ofAnnualPercent(8);
        TotalCostOfOwnership costs = TotalCostOfOwnership.of("EUR", PeriodUnit.YEAR)
                .withCosts(CostKind.IMPLEMENTATION, 60_000)
                .withCosts(CostKind.TRAINING, 15_000, 5_000)
                .withCosts(CostKind.LICENCE, 0, 24_000, 24_000, 24_000)
                .withCosts(CostKind.SWITCH_OFF, 0, 0, 0, 8_000);
        LabourSaving hours = new LabourSaving( // freed a year, wage, on top of it, share that is really used
                3_600, CurrencyAmount.of("EUR", 24), 1.25, 0.6, PeriodUnit.YEAR);
        AutomationReturn desk = AutomationReturn.of(costs).withBenefit("hours", hours.toCashFlows(0.4, 1, 1), 0.9);

        CashFlows flows = desk.cashFlows();
        System.out.println("costs today       " + costs.presentValue(discount).toMoney(RoundingMode.HALF_EVEN));
        System.out.println(
                "hours, net        " + flows.netPresentValue(discount).toMoney(RoundingMode.HALF_EVEN));
        System.out.printf(
                Locale.ROOT,
                "internal rate     %.1f %% a year%n",
                100 * flows.internalRate().annualRate());
        System.out.println("paid back         "
                + (flows.discountedPayback(discount).isPresent() ? "within three years" : "not by hours alone"));

        PeriodicContribution margin = PeriodicContribution.of("EUR", 120, PeriodUnit.YEAR);
        LifetimeValueCalculator worth = LifetimeValueCalculator.of(discount, CashFlowTiming.IMMEDIATE_COUNTED)
                .withHorizon(Horizon.ofYears(5));
        Contribution more = worth.value(margin, RetentionRate.of(0.825, PeriodUnit.YEAR))
                .minus(worth.value(margin, RetentionRate.of(0.820, PeriodUnit.YEAR)));
        Contribution equity = more.times(40_000); // customers
        System.out.printf(
                Locale.ROOT,
                "half a point of retention is worth EUR %.0f: return %.0f %%, with the hours %.0f %%%n",
                equity.amount().value(),
                100 * desk.returnOnEquity(equity, discount).value(),
                100 * desk.totalReturn(equity, discount).value());
        // snippet:end
    }
}
