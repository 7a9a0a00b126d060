package org.customerequity.history;

import java.time.LocalDate;
import java.util.function.IntFunction;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.internal.Require;

/**
 * One customer's events sorted by moment and amount, and the purchases that they come to under the rules. Sums are taken
 * in that order, whatever the order of arrival, so that equal transactions give equal doubles.
 */
final class CustomerEvents {
    static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** Days from 1970 that a {@code long} of nanoseconds reaches, rounded down: from 1679 to 2260. */
    static final int TIMED_DAYS = 106_000;

    /** What rounding may leave, relative to the refund or the purchase it is taken from, whichever is more. */
    private static final double ROUNDING = 1e-13;

    private final boolean timed;
    private final RefundPolicy refundPolicy;
    private final boolean dropZero;
    private final IntFunction<String> ids;

    private int customer;
    private int size;
    private long[] moments = new long[16];
    private double[] amounts = new double[16];
    private int refundsLoaded;

    private int purchases;
    private long[] purchaseMoments = new long[16];
    private double[] purchaseAmounts = new double[16];

    // of the purchase as it was, and how many rows are in it; only filled while there are refunds
    private double[] gross = new double[16];
    private boolean[] refunded = new boolean[16];
    private int[] open = new int[16];

    // what the rows of this customer became, since load
    int mergedRows;
    int nettedRows;
    int emptiedPurchases;
    double unmatched;

    /**
     * @param ids of a customer loaded, for the message when something is refused
     */
    CustomerEvents(IntFunction<String> ids, boolean timed, RefundPolicy refundPolicy, boolean dropZero) {
        this.ids = ids;
        this.timed = timed;
        this.refundPolicy = refundPolicy;
        this.dropZero = dropZero;
    }

    /** Takes one customer's events, {@code from} to {@code to} of the batch, and sorts them. */
    void load(int ofCustomer, EventBatch batch, int from, int to) {
        clear(ofCustomer, to - from);
        for (int i = 0; i < size; i++) {
            moments[i] = batch.moment(from + i);
            double amount = batch.amount(from + i);
            amounts[i] = amount;
            refundsLoaded += amount < 0 ? 1 : 0;
        }
        sort();
    }

    /** Takes one customer's events, {@code from} to {@code to} of sorted columns. */
    void load(int ofCustomer, long[] sortedMoments, double[] sortedAmounts, int from, int to) {
        clear(ofCustomer, to - from);
        System.arraycopy(sortedMoments, from, moments, 0, size);
        System.arraycopy(sortedAmounts, from, amounts, 0, size);
        for (int i = 0; i < size; i++) {
            refundsLoaded += amounts[i] < 0 ? 1 : 0;
        }
    }

    private void clear(int ofCustomer, int newSize) {
        customer = ofCustomer;
        size = newSize;
        refundsLoaded = 0;
        mergedRows = 0;
        nettedRows = 0;
        emptiedPurchases = 0;
        unmatched = 0;
        if (size > moments.length) {
            moments = new long[2 * size];
            amounts = new double[2 * size];
        }
    }

    /** Writes the events loaded, in their order, from {@code at} on. */
    void copyTo(long[] intoMoments, double[] intoAmounts, int at) {
        System.arraycopy(moments, 0, intoMoments, at, size);
        System.arraycopy(amounts, 0, intoAmounts, at, size);
    }

    /** Forgets all events from number {@code newSize} on. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** Events loaded. */
    int size() {
        return size;
    }

    /** Refunds among them. */
    int refunds() {
        return refundsLoaded;
    }

    /** Sum of the amounts loaded that are not refunds. */
    double grossAmount() {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < size; i++) {
            sum.add(Math.max(0, amounts[i]));
        }
        return sum.value();
    }

    /** Sum of the refunds loaded, positive. */
    double refundAmount() {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; refundsLoaded > 0 && i < size; i++) {
            sum.add(Math.max(0, -amounts[i]));
        }
        return sum.value();
    }

    /** How many events lie before {@code moment}. */
    int countBefore(long moment) {
        int n = size;
        while (n > 0 && moments[n - 1] >= moment) {
            n--;
        }
        return n;
    }

    /** Purchases found by {@link #settle}. */
    int purchases() {
        return purchases;
    }

    long moment(int purchase) {
        return purchaseMoments[purchase];
    }

    double amount(int purchase) {
        return purchaseAmounts[purchase];
    }

    /** Turns events {@code from} to {@code to} into purchases. */
    void settle(int from, int to) {
        purchases = 0;
        if (purchaseMoments.length < to - from) {
            int capacity = moments.length;
            purchaseMoments = new long[capacity];
            purchaseAmounts = new double[capacity];
            gross = new double[capacity];
            refunded = new boolean[capacity];
            open = new int[capacity];
        }
        if (refundsLoaded > 0) {
            settleWithRefunds(from, to);
            return;
        }
        for (int i = from; i < to; ) {
            i = addPurchases(i, to);
        }
    }

    /** Adds the purchases at the moment of event {@code i}, which is none of a refund; the first event after it. */
    private int addPurchases(int i, int to) {
        long moment = moments[i];
        double amount = amounts[i];
        int next = i + 1;
        if (!timed && next < to && moments[next] == moment) {
            CompensatedSum sum = new CompensatedSum();
            sum.add(amount);
            for (; next < to && moments[next] == moment; next++) {
                sum.add(amounts[next]);
            }
            amount = sum.value();
            mergedRows += next - i - 1;
        }
        purchaseMoments[purchases] = moment;
        purchaseAmounts[purchases] = amount;
        purchases++;
        return next;
    }

    private void settleWithRefunds(int from, int to) {
        int openPurchases = 0;
        long openDay = Long.MIN_VALUE;
        for (int i = from; i < to; ) {
            long moment = moments[i];
            CompensatedSum refund = new CompensatedSum();
            for (; i < to && moments[i] == moment && amounts[i] < 0; i++) {
                refund.add(-amounts[i]);
                nettedRows += refundPolicy == RefundPolicy.IGNORE ? 0 : 1;
            }
            if (refundPolicy == RefundPolicy.NET_DAY && day(moment) != openDay) {
                openPurchases = 0;
                openDay = day(moment);
            }
            while (i < to && moments[i] == moment) {
                int purchase = purchases;
                i = addPurchases(i, to);
                gross[purchase] = purchaseAmounts[purchase];
                refunded[purchase] = false;
                open[openPurchases++] = purchase;
            }
            if (refundPolicy != RefundPolicy.IGNORE && refund.value() > 0) {
                openPurchases = net(refund.value(), openPurchases, moment);
            }
        }
        if (dropZero) {
            dropEmptied();
        }
    }

    /** Takes a refund from the open purchases, latest first, and answers how many are still open. */
    private int net(double refund, int openPurchases, long moment) {
        CompensatedSum rest = new CompensatedSum();
        rest.add(refund);
        double left = refund;
        int n = openPurchases;
        while (left > 0 && n > 0) {
            int purchase = open[n - 1];
            double worth = purchaseAmounts[purchase];
            double rounding = ROUNDING * Math.max(gross[purchase], refund);
            refunded[purchase] = true;
            if (worth - left > rounding) {
                purchaseAmounts[purchase] = worth - left;
                return n;
            }
            purchaseAmounts[purchase] = 0;
            n--;
            rest.add(-worth);
            left = rest.value() > rounding ? rest.value() : 0;
        }
        if (left > 0) {
            if (refundPolicy == RefundPolicy.NET_DAY) {
                LocalDate date = LocalDate.ofEpochDay(day(moment));
                throw DataException.of(
                        ids.apply(customer),
                        date,
                        "refunds",
                        "must be at most the day's purchases",
                        "see RefundPolicy: NET_CUSTOMER takes them from earlier days, IGNORE leaves them out",
                        refund + ", " + left + " too much");
            }
            unmatched += left;
        }
        return n;
    }

    private void dropEmptied() {
        int kept = 0;
        for (int i = 0; i < purchases; i++) {
            if (refunded[i] && purchaseAmounts[i] == 0) {
                emptiedPurchases++;
            } else {
                purchaseMoments[kept] = purchaseMoments[i];
                purchaseAmounts[kept] = purchaseAmounts[i];
                kept++;
            }
        }
        purchases = kept;
    }

    private long day(long moment) {
        return timed ? Math.floorDiv(moment, NANOS_PER_DAY) : moment;
    }

    /** By insertion, which is one pass over the usual: rows that came in the order of time. By heap if that gets long. */
    private void sort() {
        long budget = 16L * size + 1024;
        for (int i = 1; i < size; i++) {
            long moment = moments[i];
            double amount = amounts[i];
            int j = i;
            while (j > 0 && isBefore(moment, amount, j - 1)) {
                moments[j] = moments[j - 1];
                amounts[j] = amounts[j - 1];
                j--;
            }
            moments[j] = moment;
            amounts[j] = amount;
            budget -= i - j;
            if (budget < 0) {
                heapSort();
                return;
            }
        }
    }

    private boolean isBefore(long moment, double amount, int i) {
        return moment < moments[i] || (moment == moments[i] && amount < amounts[i]);
    }

    private void heapSort() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i, size);
        }
        for (int end = size - 1; end > 0; end--) {
            long moment = moments[0];
            double amount = amounts[0];
            moments[0] = moments[end];
            amounts[0] = amounts[end];
            moments[end] = moment;
            amounts[end] = amount;
            siftDown(0, end);
        }
    }

    private void siftDown(int root, int end) {
        long moment = moments[root];
        double amount = amounts[root];
        int at = root;
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && isBefore(moments[child], amounts[child], child + 1)) {
                child++;
            }
            if (!isBefore(moment, amount, child)) {
                break;
            }
            moments[at] = moments[child];
            amounts[at] = amounts[child];
            at = child;
        }
        moments[at] = moment;
        amounts[at] = amount;
    }

    /** A sum that is right to the last digit but for the rarest cases (Neumaier 1974). */
    static final class CompensatedSum {
        private double sum;
        private double lost;

        void add(double x) {
            double t = sum + x;
            lost += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum;
            sum = t;
        }

        double value() {
            return sum + lost;
        }

        /** The value, finite. */
        double finite(String name) {
            return Require.finite(value(), name, "amounts add up to more than a double holds");
        }
    }
}
