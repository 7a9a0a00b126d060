package org.customerequity.examples;

import java.util.Locale;
import java.util.Map;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.retention.cohort.ChainLadder;
import org.customerequity.retention.cohort.CohortClock;
import org.customerequity.retention.cohort.CohortMeasure;
import org.customerequity.retention.cohort.CohortRules;
import org.customerequity.retention.cohort.CohortTable;
import org.customerequity.retention.cohort.RetentionDefinition;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;

/** Who came in the same quarter: how many still buy, how many still subscribe, and what will the youngest spend? */
public final class CohortRetentionExample {
    private CohortRetentionExample() {}

    /** Prints cohorts of a shop by quarters, and of subscribers by months and by channel. */
    public static void main(String[] args) {
        // snippet:start cohort-retention
        PurchaseLog shop = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        CohortTable quarters = CohortRules.per(PeriodUnit.QUARTER, CohortClock.TENURE)
                .withCohortsPer(PeriodUnit.QUARTER)
                .tableOf(shop);
        for (int age : new int[] {1, 4, 8}) {
            System.out.printf(
                    Locale.ROOT,
                    "age %d quarters: bought in that quarter %.3f, in that or a later one %.3f%n",
                    age,
                    quarters.pooledRetention(RetentionDefinition.N_DAY, age).value(),
                    quarters.pooledRetention(RetentionDefinition.UNBOUNDED, age).value());
        }
        ChainLadder spend = quarters.chainLadder(CohortMeasure.CUMULATIVE_REVENUE);
        int youngest = quarters.size() - 1;
        Estimate expected = spend.valueEstimate(youngest, 10);
        System.out.printf(
                Locale.ROOT,
                "%s has spent %.0f after 8 quarters, and will have spent %.0f after 11, give or take %.0f%n",
                quarters.cohort(youngest).name(),
                spend.value(youngest, 7),
                expected.value(),
                expected.standardError());
        // snippet:end

        ContractLog subscribers = SampleContracts.log();
        Map<String, String> channels = SampleContracts.channels();
        CohortTable byChannel = CohortRules.per(PeriodUnit.MONTH, CohortClock.TENURE)
                .withCohortsPer(PeriodUnit.QUARTER)
                .tableOf(subscribers, SampleContracts.UNTIL, channels::get);
        for (String channel : new String[] {"referral", "search", "social"}) {
            CohortTable one = byChannel.select(cohort -> cohort.label().equals(channel));
            Interval year = one.pooledRetention(RetentionDefinition.N_DAY, 12).confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  after a year %.3f [%.3f, %.3f] have a contract%n",
                    channel,
                    one.pooledRetention(RetentionDefinition.N_DAY, 12).value(),
                    year.lower(),
                    year.upper());
        }
    }
}
