package org.customerequity.history;

import java.util.Arrays;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.jspecify.annotations.Nullable;

/** Takes the settled purchases of customers one after the other, and those events that an earlier day settles otherwise. */
final class PurchaseLogBuilder {
    /** Longest array that every virtual machine allocates. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final TransactionSummarizer rules;
    private final boolean timed;
    private final boolean refundsReachBack;

    private final CustomerIds.Builder ids;
    private int rows;
    private int purchases;
    private int[] start;
    private int[] day;
    private long @Nullable [] nanoOfDay;
    private double[] amount;

    private final CustomerIds.Builder openIds;
    private int open;
    private int openEvents;
    private int[] openRow = new int[16];
    private int[] openStart = new int[17];
    private long[] openMoment = new long[16];
    private double[] openAmount = new double[16];

    /** For {@code mostCustomers} and {@code mostPurchases} at most. */
    PurchaseLogBuilder(TransactionSummarizer rules, int mostCustomers, long mostPurchases) {
        if (mostPurchases > MOST) {
            throw new IllegalStateException("transactions of one log must be at most " + MOST + ", were "
                    + mostPurchases + " (make a log of fewer customers at a time)");
        }
        this.rules = rules;
        timed = rules.sameDay() == SameDay.SEPARATE;
        refundsReachBack = rules.refundPolicy() == RefundPolicy.NET_CUSTOMER;
        ids = new CustomerIds.Builder(mostCustomers);
        openIds = new CustomerIds.Builder(refundsReachBack ? mostCustomers : 0);
        start = new int[mostCustomers + 1];
        day = new int[(int) mostPurchases];
        nanoOfDay = timed ? new long[day.length] : null;
        amount = new double[day.length];
    }

    /** Adds the customer whose events were settled last, unless nothing came of them. */
    void add(byte[] idBytes, int idFrom, int idLength, CustomerEvents events) {
        if (isOpen(events)) {
            openIds.add(idBytes, idFrom, idLength);
            open(events);
        }
        if (events.purchases() > 0) {
            ids.add(idBytes, idFrom, idLength);
            addPurchases(events);
        }
    }

    /** The same of a customer whose identifier is that of {@code row}. */
    void add(CustomerIds from, int row, CustomerEvents events) {
        if (isOpen(events)) {
            openIds.add(from, row);
            open(events);
        }
        if (events.purchases() > 0) {
            ids.add(from, row);
            addPurchases(events);
        }
    }

    private boolean isOpen(CustomerEvents events) {
        return refundsReachBack && events.nettedRows > 0;
    }

    private void addPurchases(CustomerEvents events) {
        for (int i = 0; i < events.purchases(); i++) {
            purchase(events.moment(i), events.amount(i));
        }
        endRow();
    }

    /** Begins a row with the identifier of another; its purchases follow, and then {@link #endRow}. */
    void beginRow(CustomerIds from, int row) {
        ids.add(from, row);
    }

    void purchase(long moment, double of) {
        if (nanoOfDay != null) {
            day[purchases] = (int) Math.floorDiv(moment, CustomerEvents.NANOS_PER_DAY);
            nanoOfDay[purchases] = Math.floorMod(moment, CustomerEvents.NANOS_PER_DAY);
        } else {
            day[purchases] = (int) moment;
        }
        amount[purchases] = of;
        purchases++;
    }

    void endRow() {
        start[++rows] = purchases;
    }

    private void open(CustomerEvents events) {
        int size = events.size();
        if (open == openRow.length) {
            openRow = Arrays.copyOf(openRow, 2 * open);
            openStart = Arrays.copyOf(openStart, 2 * open + 1);
        }
        if (openEvents + size > openMoment.length) {
            int capacity = (int) Math.min(MOST, Math.max(2L * openMoment.length, (long) openEvents + size));
            openMoment = Arrays.copyOf(openMoment, capacity);
            openAmount = Arrays.copyOf(openAmount, capacity);
        }
        events.copyTo(openMoment, openAmount, openEvents);
        openEvents += size;
        openRow[open] = events.purchases() > 0 ? rows : ~rows;
        openStart[++open] = openEvents;
    }

    PurchaseLog build() {
        if (purchases < day.length) {
            day = Arrays.copyOf(day, purchases);
            nanoOfDay = nanoOfDay == null ? null : Arrays.copyOf(nanoOfDay, purchases);
            amount = Arrays.copyOf(amount, purchases);
        }
        start = rows + 1 == start.length ? start : Arrays.copyOf(start, rows + 1);
        OpenEvents openEventsOfAll = new OpenEvents(
                openIds.build(),
                Arrays.copyOf(openRow, open),
                Arrays.copyOf(openStart, open + 1),
                Arrays.copyOf(openMoment, openEvents),
                Arrays.copyOf(openAmount, openEvents));
        return new PurchaseLog(rules, ids.build(), start, day, nanoOfDay, amount, openEventsOfAll);
    }
}
