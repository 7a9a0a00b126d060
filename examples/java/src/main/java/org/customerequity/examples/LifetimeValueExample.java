package org.customerequity.examples;

import java.math.RoundingMode;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.Revenue;

/** What is a subscriber worth who pays 40 EUR a month, 30 % of it margin, and stays with 95 % probability each month? */
public final class LifetimeValueExample {
    private LifetimeValueExample() {}

    /** Prints the value for ever and over three years. */
    public static void main(String[] args) {
        PeriodicContribution margin =
                Revenue.of("EUR", 40).perPeriod(PeriodUnit.MONTH).times(MarginRatio.ofPercent(30));
        RetentionRate stays = RetentionRate.of(0.95, PeriodUnit.MONTH);

        LifetimeValueCalculator calculator =
                LifetimeValueCalculator.of(DiscountRate.ofAnnualPercent(10), CashFlowTiming.IMMEDIATE_COUNTED);
        Contribution forever = calculator.value(margin, stays);
        Contribution threeYears = calculator.withHorizon(Horizon.ofYears(3)).value(margin, stays);

        System.out.println("for ever      " + forever.amount().toMoney(RoundingMode.HALF_EVEN));
        System.out.println("three years   " + threeYears.amount().toMoney(RoundingMode.HALF_EVEN));
    }
}
