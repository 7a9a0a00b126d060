package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.lifetime.formula.ValueConventions;
import org.customerequity.lifetime.formula.ValueDefinition;
import org.customerequity.retention.RetentionRate;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicRevenue;

/** Our vendor reports a lifetime value of 1,250 EUR, finance one of 584: same business, so which definitions are these? */
public final class LifetimeConventionsExample {
    private LifetimeConventionsExample() {}

    /** Prints every definition, those that were reported, and what they leave out. */
    public static void main(String[] args) {
        // snippet:start lifetime-conventions
        ValueConventions conventions = ValueConventions.of(
                        PeriodicRevenue.of("EUR", 50, PeriodUnit.MONTH),
                        MarginRatio.ofPercent(70),
                        RetentionRate.of(0.96, PeriodUnit.MONTH),
                        DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(3))
                .withRevenueRetention(0.975)
                .withAcquisitionCost(CurrencyAmount.of("EUR", 180));
        for (double reported : new double[] {1_250, 584}) {
            for (ValueConventions.Row row : conventions.rows()) {
                if (Math.abs(row.value().value() - reported) < 0.5) {
                    System.out.printf(
                            Locale.ROOT,
                            "%.0f is %s; it leaves out %s%n",
                            reported,
                            row.definition().title(),
                            row.definition().leavesOut());
                }
            }
        }
        System.out.println();
        for (ValueConventions.Difference line : conventions.against(ValueDefinition.IMMEDIATE_COUNTED)) {
            System.out.printf(
                    Locale.ROOT,
                    "%-43s %8.2f %+8.2f%n",
                    line.row().definition().title(),
                    line.row().value().value(),
                    line.difference().value());
        }
        // snippet:end
        conventions.absent().forEach((definition, reason) -> System.out.println(definition.title() + ": " + reason));
    }
}
