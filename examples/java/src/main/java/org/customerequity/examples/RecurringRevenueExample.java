package org.customerequity.examples;

import java.math.RoundingMode;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.fit.Bootstrap;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.retention.CustomerMovements;
import org.customerequity.retention.revenue.Pauses;
import org.customerequity.retention.revenue.RecurringRevenue;
import org.customerequity.retention.revenue.RevenueBook;
import org.customerequity.retention.revenue.RevenueMovements;
import org.customerequity.retention.revenue.RevenueWaterfall;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** Where did this year's recurring revenue come from, where did it go, and how sure is the retention of revenue? */
public final class RecurringRevenueExample {
    private RecurringRevenueExample() {}

    /** Prints movements by quarter, retention of the year, and what churn is of customers and of revenue. */
    public static void main(String[] args) {
        ContractLog contracts = SampleContracts.log();
        ReportingPeriod year = ReportingPeriod.ofYear(2025);

        // snippet:start recurring-revenue
        RevenueWaterfall quarters = RevenueWaterfall.from(contracts, year, PeriodUnit.QUARTER, Pauses.asChurn());
        System.out.println("from         start     new    back    more    less    lost     end");
        for (RevenueMovements quarter : quarters.steps()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %7.0f %+7.0f %+7.0f %+7.0f %+7.0f %+7.0f %7.0f%n",
                    quarter.period().from(),
                    quarter.start().value(),
                    quarter.acquired().value(),
                    quarter.reactivated().value(),
                    quarter.expansion().value(),
                    -quarter.contraction().value(),
                    -quarter.churn().value(),
                    quarter.end().value());
        }
        RevenueBook book = RevenueBook.from(contracts, year, Pauses.asChurn());
        RevenueMovements all = book.netByCustomer();
        Interval net = book.bootstrap(Bootstrap.ofResamples(500), new SplittableRandom(1))
                .percentileInterval(movements -> movements.netRevenueRetention().value(), 0.95);
        System.out.printf(
                Locale.ROOT,
                "of the revenue of a year ago %.3f is left, %.3f [%.3f, %.3f] with what grew%n",
                all.grossRevenueRetention().value(),
                all.netRevenueRetention().value(),
                net.lower(),
                net.upper());
        System.out.printf(
                Locale.ROOT, "the product of the quarters says %.3f%n", quarters.productOfNetRevenueRetention());
        // snippet:end

        CustomerMovements customers = CustomerMovements.from(contracts, year);
        System.out.printf(
                Locale.ROOT,
                "customers left: %.3f of those at the start, %.3f of them for want of a payment; logos kept %.3f%n",
                customers.churnRate(PeriodUnit.YEAR).value(),
                customers.churnShare(Ending.INVOLUNTARY).value(),
                all.logoRetention().value());
        RecurringRevenue now = RecurringRevenue.from(contracts, SampleContracts.UNTIL);
        System.out.printf(
                Locale.ROOT,
                "%s a month at the end, %s a year at this rate%n",
                now.monthly().toMoney(RoundingMode.HALF_EVEN),
                now.annualRunRate().toMoney(RoundingMode.HALF_EVEN));
    }
}
