package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.segment.lens.CohortComparison;
import org.customerequity.segment.lens.CustomerBaseAudit;
import org.customerequity.segment.lens.Measure;
import org.customerequity.segment.lens.OneCohort;
import org.customerequity.segment.lens.OnePeriod;
import org.customerequity.segment.lens.TwoPeriods;
import org.customerequity.segment.lens.ValueBand;
import org.customerequity.segment.lens.ValueBridge;
import org.customerequity.segment.lens.WholeBase;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** How healthy is this customer base, before any model is fitted? */
public final class CustomerBaseAuditExample {
    private CustomerBaseAuditExample() {}

    /** Prints the five lenses of the customer-base audit. */
    public static void main(String[] args) {
        // snippet:start customer-base-audit
        PurchaseLog log = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        CustomerBaseAudit audit = CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.ofPercent(30));
        ReportingPeriod first = ReportingPeriod.ofYear(2023);
        ReportingPeriod lastYear = ReportingPeriod.ofYear(2024);
        ReportingPeriod year = ReportingPeriod.ofYear(2025);

        OnePeriod one = audit.onePeriod(year);
        ValueBand best = one.decilesByProfit().get(0);
        System.out.printf(
                Locale.ROOT,
                "1 one year     %d customers, %.2f orders of %.2f each; %.0f %% ordered once; best tenth %.0f %% of profit%n",
                one.totals().customers(),
                one.totals().ordersPerCustomer().value(),
                one.totals().averageOrderValue().value(),
                100 * one.oneOrderShare().value(),
                100 * best.share(Measure.PROFIT));

        TwoPeriods two = audit.twoPeriods(lastYear, year);
        ValueBridge bridge = two.revenueBridge();
        System.out.printf(
                Locale.ROOT,
                "2 two years    %.0f - %.0f lapsed + %.0f back + %.0f up - %.0f down = %.0f; %.0f %% bought again%n",
                bridge.opening(),
                Math.abs(bridge.fromLapsed()),
                bridge.fromReactivated(),
                bridge.up(),
                Math.abs(bridge.down()),
                bridge.closing(),
                100 * two.repeatRate().value());

        OneCohort cohort = audit.cohort(first);
        System.out.printf(
                Locale.ROOT,
                "3 one cohort   of %d, active %.2f then %.2f; %.2f have bought twice within half a year%n",
                cohort.acquired(),
                cohort.activeShare(1).value(),
                cohort.activeShare(2).value(),
                1 - cohort.timeToSecondPurchase().survival(182));

        CustomerBaseAudit byQuarter = CustomerBaseAudit.of(log, PeriodUnit.QUARTER, MarginRatio.ofPercent(30));
        CohortComparison cohorts = byQuarter.cohorts();
        for (int quarter : new int[] {1, 4}) {
            System.out.printf(
                    Locale.ROOT,
                    "4 cohorts      of quarter %d: %.2f of profit a customer in their first four quarters%n",
                    quarter,
                    cohorts.value(
                            CohortComparison.Figure.CUMULATIVE_PROFIT_PER_ACQUIRED,
                            ReportingPeriod.ofQuarter(2023, quarter),
                            3));
        }

        WholeBase base = byQuarter.wholeBase();
        for (int quarter : new int[] {2, 4}) {
            ReportingPeriod now = ReportingPeriod.ofQuarter(2023, quarter);
            System.out.printf(
                    Locale.ROOT,
                    "5 whole base   revenue of quarter %d %.0f, %.0f %% of it from customers of earlier quarters%n",
                    quarter,
                    base.totals(now).revenue(),
                    100 * base.shareOfEarlierCohorts(Measure.REVENUE, now));
        }
        // snippet:end
    }
}
