package org.customerequity.examples;

import java.math.RoundingMode;
import java.util.Locale;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.acquisition.UnitEconomics;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/** Did March keep its customers, what did a new one cost, and does that pay? */
public final class RetentionAndCacExample {
    private RetentionAndCacExample() {}

    /** Prints retention with its interval, cost per customer, and lifetime value to cost. */
    public static void main(String[] args) {
        RetentionRate march = RetentionRate.ofCounts(200, 230, 50, PeriodUnit.MONTH); // at start, at end, acquired
        Interval interval = march.confidenceInterval(0.95);
        System.out.printf(
                Locale.ROOT,
                "retention   %.1f %% a month [%.1f, %.1f], %.1f %% a year%n",
                100 * march.value(),
                100 * interval.lower(),
                100 * interval.upper(),
                100 * march.per(PeriodUnit.YEAR).value());

        AcquisitionCost cost = AcquisitionCost.of(CurrencyAmount.of("USD", 500), 50);
        System.out.println("CAC         " + cost.perCustomer().toMoney(RoundingMode.HALF_EVEN));

        PeriodicContribution margin = PeriodicContribution.of("USD", 3, PeriodUnit.MONTH);
        UnitEconomics business = UnitEconomics.of(margin, march.toChurn(), cost);
        System.out.println("LTV         " + business.lifetimeValue().amount().toMoney(RoundingMode.HALF_EVEN));
        System.out.printf(
                Locale.ROOT, "LTV:CAC     %.2f%n", business.valueToCost().value());
        System.out.printf(
                Locale.ROOT,
                "payback     %.1f months%n",
                business.payback().orElseThrow().periods());
    }
}
