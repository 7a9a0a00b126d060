package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Locale;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.metric.change.GrowthDecomposition;
import org.customerequity.metric.change.GrowthEffect;
import org.customerequity.metric.change.MeanChange;
import org.customerequity.metric.change.TargetProgress;
import org.customerequity.segment.lens.CustomerBaseAudit;
import org.customerequity.segment.lens.TwoPeriods;
import org.customerequity.value.Interval;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/** Revenue fell: for want of customers, of orders or of larger ones, and by more than chance? */
public final class GrowthExample {
    private GrowthExample() {}

    /** Prints what the change is put down to by two methods, and the change of spend a customer with its interval. */
    public static void main(String[] args) {
        // snippet:start growth
        PurchaseLog log = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        TwoPeriods years = CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.ofPercent(30))
                .twoPeriods(ReportingPeriod.ofYear(2024), ReportingPeriod.ofYear(2025));
        for (GrowthDecomposition.Method method : GrowthDecomposition.Method.values()) {
            GrowthDecomposition growth = years.revenueGrowth(method);
            System.out.printf(
                    Locale.ROOT, "%s: %.0f to %.0f, %+.0f%n", method, growth.before(), growth.after(), growth.change());
            for (GrowthEffect effect : growth.effects()) {
                System.out.printf(Locale.ROOT, "  %-22s %+7.0f%n", effect.factor(), effect.amount());
            }
        }
        MeanChange perCustomer = MeanChange.paired(
                log.spendBetween(LocalDate.of(2023, 12, 31), LocalDate.of(2024, 12, 31)),
                log.spendBetween(LocalDate.of(2024, 12, 31), LocalDate.of(2025, 12, 31)));
        Interval interval = perCustomer.confidenceInterval(0.95);
        System.out.printf(
                Locale.ROOT,
                "a customer spent %+.2f [%.2f, %.2f], %s%n",
                perCustomer.change(),
                interval.lower(),
                interval.upper(),
                perCustomer.evidence().isAssociation() ? "whatever the cause" : "by " + perCustomer.evidence());
        TargetProgress target = TargetProgress.of(40.0, 50.0, 43.5); // second orders, percent: baseline, target, now
        System.out.printf(
                Locale.ROOT,
                "%.0f %% of the way; on pace in September: %s%n",
                100 * target.progress(),
                target.isOnPace(ReportingPeriod.ofYear(2026), LocalDate.of(2026, 9, 30)));
        // snippet:end
    }
}
