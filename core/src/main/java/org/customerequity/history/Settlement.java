package org.customerequity.history;

import java.time.LocalDate;
import java.util.Arrays;
import org.customerequity.history.DataQualityReport.CustomerDrop;
import org.customerequity.history.DataQualityReport.RowDrop;
import org.customerequity.history.DataQualityReport.Tally;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/** Goes through the customers of a log once, in the order of their identifiers, and turns their events into columns. */
final class Settlement {
    private final TransactionSummarizer rules;
    private final EventLog log;
    private final CustomerEvents events;
    private final @Nullable PurchaseLogBuilder purchaseLog;
    private final boolean split;
    private final boolean timed;
    private final boolean dropEarlier;
    private final boolean spendWithoutZeros;
    private final int firstInMean;

    /** The first moment after the histories: of the day after their end. */
    private final long historiesEnd;

    /** What age is counted to: the day itself where days are whole. */
    private final long observationEnd;

    private final double momentsPerUnit;

    private final Tally tally = new Tally();
    private final CustomerIds.Builder ids;
    private int kept;
    private int[] frequency;
    private double[] recency;
    private double[] age;
    private int[] spendCount;
    private double[] meanSpend;
    private int[] holdoutPurchases;
    private double[] holdoutSpend;

    /**
     * @param end last day of the histories
     * @param holdoutEnd last day of the holdout; null for none
     * @param purchaseLog takes the purchases of all who have a row, if there is no holdout; null for none
     */
    Settlement(
            TransactionSummarizer rules,
            EventLog log,
            LocalDate end,
            @Nullable LocalDate holdoutEnd,
            @Nullable PurchaseLogBuilder purchaseLog) {
        this.rules = rules;
        this.log = log;
        this.purchaseLog = purchaseLog;
        this.split = holdoutEnd != null;
        this.timed = rules.sameDay() == SameDay.SEPARATE;
        this.dropEarlier = rules.earlierCustomers() == EarlierCustomers.DROP;
        this.spendWithoutZeros = rules.zeroValuePolicy() == ZeroValuePolicy.COUNT_WITHOUT_SPEND;
        this.firstInMean = rules.meanSpend() == MeanSpend.OF_ALL_PURCHASES ? 0 : 1;
        PeriodUnit unit = rules.unit();
        long day = end.toEpochDay();
        if (timed) {
            historiesEnd = (day + 1) * CustomerEvents.NANOS_PER_DAY;
            observationEnd = historiesEnd;
            momentsPerUnit = unit.days() * CustomerEvents.NANOS_PER_DAY;
        } else {
            historiesEnd = day + 1;
            observationEnd = day;
            momentsPerUnit = unit.days();
        }
        boolean dropZero = rules.zeroValuePolicy() == ZeroValuePolicy.DROP;
        events = new CustomerEvents(log::id, timed, rules.refundPolicy(), dropZero);

        log.dropTable();
        int[] customers = log.sortedCustomers();
        int n = customers.length;
        frequency = new int[n];
        recency = new double[n];
        age = new double[n];
        // where all repeat purchases are in the mean, their number is the frequency: one column serves for both
        spendCount = firstInMean == 1 && !spendWithoutZeros ? frequency : new int[n];
        meanSpend = new double[n];
        holdoutPurchases = new int[split ? n : 0];
        holdoutSpend = new double[split ? n : 0];
        ids = new CustomerIds.Builder(n);
        EventBatch batch = new EventBatch(log, timed);
        for (int from = 0; from < n; from += batch.size()) {
            int to = Math.min(n, from + batch.size());
            batch.load(customers, from, to);
            for (int i = 0; i < to - from; i++) {
                events.load(customers[from + i], batch, batch.start(i), batch.start(i + 1));
                settle(customers[from + i]);
            }
        }
        tally.customers = kept;
        trim();
    }

    private void settle(int customer) {
        int flags = log.flags(customer);
        tally.refunds += events.refunds();
        tally.refundAmount.add(events.refundAmount());
        if (rules.refundPolicy() == RefundPolicy.IGNORE) {
            tally.drop(RowDrop.REFUND_IGNORED, events.refunds());
        }
        if (dropEarlier && (flags & PartialSummary.SEEN_BEFORE_WINDOW) != 0) {
            dropCustomer(CustomerDrop.FIRST_SEEN_BEFORE_WINDOW);
            return;
        }
        int size = events.size();
        int inHistory = split ? events.countBefore(historiesEnd) : size;
        events.settle(0, inHistory);
        int purchases = events.purchases();
        double amount = 0;
        if (purchases > 0) {
            amount = addRow(customer, purchases);
        }
        if (purchaseLog != null) {
            purchaseLog.add(log.chunk(customer), log.idOffset(customer), log.idLength(customer), events);
        }
        if (inHistory < size) {
            events.settle(inHistory, size);
            int later = events.purchases();
            if (purchases == 0 && later > 0) {
                dropCustomer(CustomerDrop.FIRST_PURCHASE_AFTER_CALIBRATION);
                return;
            }
            if (later > 0) {
                double spend = sum(0, later);
                holdoutPurchases[kept - 1] = later;
                holdoutSpend[kept - 1] = finite(customer, spend, later - 1);
                tally.amount.add(spend);
                tally.purchases += later;
            }
        }
        if (purchases == 0) {
            boolean worthless = size > events.refunds() || (flags & PartialSummary.ZERO_VALUE_DROPPED) != 0;
            tally.drop(
                    worthless
                            ? CustomerDrop.ONLY_ZERO_VALUE
                            : size > 0 ? CustomerDrop.ONLY_REFUNDS : CustomerDrop.ONLY_OUTSIDE_WINDOW);
        }
        tally.amount.add(amount);
        tally.purchases += purchases;
        tally.rowsMerged += events.mergedRows;
        tally.refundsNetted += events.nettedRows;
        tally.drop(RowDrop.REFUNDED_IN_FULL, events.emptiedPurchases);
        if (events.nettedRows > 0) {
            tally.refundAmountUnmatched.add(events.unmatched);
            tally.refundAmountNetted.add(events.refundAmount() - events.unmatched);
        }
    }

    /** Writes the row of a customer with purchases, and answers what they come to. */
    private double addRow(int customer, int purchases) {
        long first = events.moment(0);
        int row = kept++;
        ids.add(log.chunk(customer), log.idOffset(customer), log.idLength(customer));
        frequency[row] = purchases - 1;
        recency[row] = (events.moment(purchases - 1) - first) / momentsPerUnit;
        age[row] = (observationEnd - first) / momentsPerUnit;
        int count = purchases - firstInMean;
        if (spendWithoutZeros) {
            for (int i = firstInMean; i < purchases; i++) {
                count -= events.amount(i) == 0 ? 1 : 0;
            }
        }
        spendCount[row] = count;
        double spend = sum(firstInMean, purchases);
        if (count > 0) {
            meanSpend[row] = finite(customer, spend, purchases - 1) / count;
        }
        return firstInMean == 0 ? spend : spend + events.amount(0);
    }

    private double sum(int from, int to) {
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        for (int i = from; i < to; i++) {
            sum.add(events.amount(i));
        }
        return sum.value();
    }

    private double finite(int customer, double spend, int lastPurchase) {
        if (!Double.isFinite(spend)) {
            long moment = events.moment(lastPurchase);
            long day = timed ? Math.floorDiv(moment, CustomerEvents.NANOS_PER_DAY) : moment;
            throw DataException.of(
                    log.id(customer),
                    LocalDate.ofEpochDay(day),
                    "spend",
                    "must be finite",
                    "amounts add up to more than a double holds",
                    spend);
        }
        return spend;
    }

    private void dropCustomer(CustomerDrop why) {
        tally.drop(why);
        int ignored = rules.refundPolicy() == RefundPolicy.IGNORE ? events.refunds() : 0;
        tally.drop(RowDrop.CUSTOMER_DROPPED, events.size() - ignored);
        tally.amountDropped.add(events.grossAmount());
    }

    private void trim() {
        if (kept == frequency.length) {
            return;
        }
        boolean shared = spendCount == frequency;
        frequency = Arrays.copyOf(frequency, kept);
        recency = Arrays.copyOf(recency, kept);
        age = Arrays.copyOf(age, kept);
        spendCount = shared ? frequency : Arrays.copyOf(spendCount, kept);
        meanSpend = Arrays.copyOf(meanSpend, kept);
        holdoutPurchases = split ? Arrays.copyOf(holdoutPurchases, kept) : holdoutPurchases;
        holdoutSpend = split ? Arrays.copyOf(holdoutSpend, kept) : holdoutSpend;
    }

    PurchaseHistories histories() {
        return PurchaseHistories.trusted(
                frequency,
                recency,
                age,
                rules.unit(),
                spendCount,
                meanSpend,
                rules.currency().orElse(null),
                ids.build());
    }

    int[] holdoutPurchases() {
        return holdoutPurchases;
    }

    double[] holdoutSpend() {
        return holdoutSpend;
    }

    Tally tally() {
        return tally;
    }
}
