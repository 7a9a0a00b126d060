package org.customerequity.history;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of customers whose refunds were taken from earlier days: as of a day before the refund, their purchases were
 * worth more. In the order of the rows, as ragged columns, each customer's by moment and amount.
 *
 * @see PurchaseLogBuilder
 */
final class OpenEvents implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of all of them, those without a row included. */
    final CustomerIds ids;

    private final int[] row;
    private final int[] start;
    private final long[] moment;
    private final double[] amount;

    /**
     * @param row of each customer in the log; {@code ~row} of the row he would be in front of, if refunds left him none
     */
    OpenEvents(CustomerIds ids, int[] row, int[] start, long[] moment, double[] amount) {
        this.ids = ids;
        this.row = row;
        this.start = start;
        this.moment = moment;
        this.amount = amount;
    }

    int size() {
        return row.length;
    }

    /** Row in the log, or {@code ~row} of the one he would be in front of. */
    int row(int i) {
        return row[i];
    }

    int events() {
        return moment.length;
    }

    void load(int i, CustomerEvents into) {
        into.load(i, moment, amount, start[i], start[i + 1]);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof OpenEvents other
                && Arrays.equals(row, other.row)
                && Arrays.equals(start, other.start)
                && Arrays.equals(moment, other.moment)
                && Arrays.equals(amount, other.amount)
                && ids.equals(other.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(moment);
    }
}
