package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.history.contract.SpellsBuilder;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.junit.jupiter.api.Test;

/** What a user would copy, with what it prints. */
class HistorySnippetsTest {
    @Test
    void contracts() {
        // snippet:start contract-log
        ContractLog log = ContractLog.per(PeriodUnit.MONTH)
                .withCurrency("USD")
                .builder()
                .add("A", LocalDate.of(2026, 1, 10), LocalDate.of(2026, 3, 15), 49, Ending.UNKNOWN)
                .add("A", LocalDate.of(2026, 3, 15), 59) // a new price: no gap, nobody left
                .add("B", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 3, 20), 99, Ending.VOLUNTARY)
                .add("C", LocalDate.of(2026, 3, 5), 20)
                .build();
        double[] opening = log.recurringRevenueOn(LocalDate.of(2026, 2, 28)); // [49.0, 99.0, 0.0]
        double[] closing = log.recurringRevenueOn(LocalDate.of(2026, 3, 31)); // [59.0, 0.0, 20.0]
        boolean[] gaveNotice = log.leftBetween(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31), Ending.VOLUNTARY);
        CohortCounts cohorts = SpellsBuilder.per(PeriodUnit.MONTH)
                .until(LocalDate.of(2026, 4, 30))
                .firstSpellsOf(log, 7) // up to seven days without a contract are no lapse
                .toCohorts(); // 2 cohorts per month, 3 acquired, 1 lapsed
        // snippet:end
        assertEquals("[49.0, 99.0, 0.0]", Arrays.toString(opening));
        assertEquals("[59.0, 0.0, 20.0]", Arrays.toString(closing));
        assertEquals("[false, true, false]", Arrays.toString(gaveNotice));
        assertEquals("2 cohorts per month, 3 acquired, 1 lapsed", cohorts.toString());
    }

    @Test
    void activity() {
        // snippet:start activity-log
        ZoneId zone = ZoneId.of("Europe/Berlin");
        ActivityLog log = ActivityLog.builder()
                .add("A", Instant.parse("2026-03-28T23:30:00Z"), zone) // 29 March in Berlin
                .add("A", Instant.parse("2026-03-29T09:00:00Z"), zone) // the same day
                .add("A", LocalDate.of(2026, 3, 30))
                .add("B", LocalDate.of(2026, 3, 31))
                .build();
        ReportingPeriod march = ReportingPeriod.ofMonth(2026, 3);
        int active = log.countActiveIn(march); // 2
        int[] daysEach = log.activeDaysIn(march); // [2, 1]
        double stickiness = log.meanDailyActives(march) / active; // 3 active days / 31 days / 2 = 0.0484
        // snippet:end
        assertEquals(2, active);
        assertEquals("[2, 1]", Arrays.toString(daysEach));
        assertEquals(3 / 31.0 / 2, stickiness, 1e-16);
    }

    @Test
    void running() {
        // snippet:start running-summary
        TransactionSummarizer weekly =
                TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(2026, 3, 9));
        RunningSummary running = weekly.running(); // sums, not rows: kept for years
        running.add("A", LocalDate.of(2026, 2, 2), 40);
        running.add("A", LocalDate.of(2026, 3, 9), 25);

        running.continueUntil(LocalDate.of(2026, 3, 16)); // a week later
        running.add("A", LocalDate.of(2026, 3, 16), 35);
        PurchaseHistories histories = running.toHistories();
        PurchaseHistory a = histories.row(0); // frequency 2, recency 6 weeks, age 6 weeks, mean spend 30
        // snippet:end
        assertEquals(2, a.frequency());
        assertEquals(6, a.recency());
        assertEquals(6, a.age());
        assertEquals(30, histories.meanSpend(0));
    }
}
