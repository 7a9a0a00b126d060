package org.customerequity.history;

import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;

/**
 * Goes through the customers of a log in the order of their identifiers, those whom refunds left without a row included,
 * and settles each over any stretch of time as if nothing after it were known.
 */
final class PurchaseWalk {
    private final PurchaseLog log;
    private final OpenEvents open;
    private final CustomerEvents events;
    private int nextRow;
    private int nextOpen;

    // the customer walked to
    private int row;
    private int openCustomer;

    // the stretch settled last
    private int from;
    private int purchases;

    PurchaseWalk(PurchaseLog log, OpenEvents open, TransactionSummarizer rules) {
        this.log = log;
        this.open = open;
        this.events = new CustomerEvents(
                open.ids::get,
                rules.sameDay() == SameDay.SEPARATE,
                RefundPolicy.NET_CUSTOMER,
                rules.zeroValuePolicy() == ZeroValuePolicy.DROP);
    }

    /** Goes to the next customer, if there is one. */
    boolean next() {
        openCustomer = -1;
        row = -1;
        int openRow = nextOpen < open.size() ? open.row(nextOpen) : log.size();
        if (openRow < 0 ? ~openRow == nextRow : openRow == nextRow && nextRow < log.size()) {
            openCustomer = nextOpen++;
            open.load(openCustomer, events);
        }
        if (openCustomer < 0 || openRow >= 0) {
            if (nextRow == log.size()) {
                return false;
            }
            row = nextRow++;
        }
        return true;
    }

    /** Finds the purchases from {@code first} to before {@code end}, and answers how many. */
    int settle(long first, long end) {
        if (openCustomer >= 0) {
            events.settle(events.countBefore(first), events.countBefore(end));
            purchases = events.purchases();
        } else {
            from = log.countBefore(row, first);
            purchases = log.countBefore(row, end) - from;
            from += log.start(row);
        }
        return purchases;
    }

    long moment(int purchase) {
        return openCustomer >= 0 ? events.moment(purchase) : log.moment(from + purchase);
    }

    double amount(int purchase) {
        return openCustomer >= 0 ? events.amount(purchase) : log.amount(from + purchase);
    }

    /** Adds what is known of the customer before {@code end}. */
    void addUntil(long end, PurchaseLogBuilder builder) {
        if (openCustomer >= 0) {
            events.truncate(events.countBefore(end));
            events.settle(0, events.size());
            builder.add(open.ids, openCustomer, events);
            return;
        }
        if (settle(Long.MIN_VALUE, end) > 0) {
            builder.beginRow(log.ids(), row);
            for (int i = 0; i < purchases; i++) {
                builder.purchase(moment(i), amount(i));
            }
            builder.endRow();
        }
    }
}
