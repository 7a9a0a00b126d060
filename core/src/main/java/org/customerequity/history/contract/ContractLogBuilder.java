package org.customerequity.history.contract;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.IdTable;
import org.customerequity.internal.Require;

/**
 * Takes contracts in any order, alone or with other builders of the same rules, and makes a {@link ContractLog} of them: the same
 * log, to the last bit, whatever the order and however they were split. 21 bytes a contract and, a customer, the identifier and
 * some 20 bytes. Serializable, so that the partitions of a cluster can fill one each. Not for use by several threads at once.
 */
public final class ContractLogBuilder implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Ending[] ENDINGS = Ending.values();

    private final ContractRules rules;
    private final IdTable customers = new IdTable();
    private int size;
    private int[] customer = new int[16];
    private int[] start = new int[16];
    private int[] end = new int[16];
    private double[] price = new double[16];
    private byte[] ending = new byte[16];
    private long read;
    private long free;
    private long withoutDays;

    ContractLogBuilder(ContractRules rules) {
        this.rules = rules;
    }

    /**
     * Adds a contract that runs on, for all that is known.
     *
     * @param price per billing period; finite and {@code >= 0}
     */
    public ContractLogBuilder add(String customer, LocalDate start, double price) {
        return add(Contract.active(customer, start, price));
    }

    /**
     * Adds a contract of which the end is known.
     *
     * @param end the first day without it, not before {@code start}; {@link Contract#NO_END} for none
     * @param price per billing period; finite and {@code >= 0}
     * @param ending why it ended
     */
    public ContractLogBuilder add(String customer, LocalDate start, LocalDate end, double price, Ending ending) {
        return add(new Contract(customer, start, end, price, ending));
    }

    /**
     * Adds one contract.
     *
     * @throws IllegalArgumentException if it is free and the rules refuse that; nothing was added then
     */
    public ContractLogBuilder add(Contract contract) {
        Objects.requireNonNull(contract, "contract");
        boolean isFree = contract.price() == 0;
        if (isFree && rules.free() == FreeContracts.REJECT) {
            throw Require.bad(
                    "price", "must be > 0", "of \"" + contract.customer() + "\"; see ContractRules.withFree", 0.0);
        }
        read++;
        boolean empty = contract.start().equals(contract.end());
        withoutDays += empty ? 1 : 0;
        free += isFree && !empty ? 1 : 0;
        if (!empty && !(isFree && rules.free() == FreeContracts.DROP)) {
            append(
                    customers.intern(contract.customer()),
                    (int) contract.start().toEpochDay(),
                    Days.ofEnd(contract.end(), contract.start()),
                    contract.price(),
                    (byte) contract.ending().ordinal());
        }
        return this;
    }

    private void append(int of, int from, int to, double amount, byte why) {
        if (size == customer.length) {
            int larger = size > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : 2 * size;
            customer = Arrays.copyOf(customer, larger);
            start = Arrays.copyOf(start, larger);
            end = Arrays.copyOf(end, larger);
            price = Arrays.copyOf(price, larger);
            ending = Arrays.copyOf(ending, larger);
        }
        customer[size] = of;
        start[size] = from;
        end[size] = to;
        price[size] = amount;
        ending[size] = why;
        size++;
    }

    /**
     * Adds all contracts of another builder under equal rules; the other stays as it is.
     *
     * @throws IllegalArgumentException if the rules differ, or {@code other} is this one
     */
    public ContractLogBuilder combine(ContractLogBuilder other) {
        Objects.requireNonNull(other, "other");
        if (other == this) {
            throw new IllegalArgumentException(
                    "other must be another builder, was this one (its contracts would count twice)");
        }
        if (!rules.equals(other.rules)) {
            throw Require.bad("other", "must have the same rules", "these are " + rules, other.rules.toString());
        }
        int[] ours = new int[other.customers.size()];
        Arrays.setAll(ours, i -> customers.intern(other.customers, i));
        for (int i = 0; i < other.size; i++) {
            append(ours[other.customer[i]], other.start[i], other.end[i], other.price[i], other.ending[i]);
        }
        read += other.read;
        free += other.free;
        withoutDays += other.withoutDays;
        return this;
    }

    /**
     * The log of all contracts so far.
     *
     * @throws IllegalArgumentException if contracts agree in everything and the rules refuse that, or prices of a customer add up to
     *     more than a double holds
     */
    public ContractLog build() {
        int[] order = customers.sorted();
        int[] rowOf = new int[order.length];
        for (int row = 0; row < order.length; row++) {
            rowOf[order[row]] = row;
        }
        int[] first = new int[order.length + 1];
        for (int i = 0; i < size; i++) {
            first[rowOf[customer[i]] + 1]++;
        }
        for (int row = 0; row < order.length; row++) {
            first[row + 1] += first[row];
        }
        int[] next = first.clone();
        int[] sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[next[rowOf[customer[i]]]++] = i;
        }
        CustomerIds ids = CustomerIds.of(customers.ids(order));
        int[] starts = new int[size];
        int[] ends = new int[size];
        double[] prices = new double[size];
        byte[] endings = new byte[size];
        int[] begin = new int[order.length + 1];
        long duplicates = 0;
        int kept = 0;
        for (int row = 0; row < order.length; row++) {
            sort(sorted, first[row], first[row + 1]);
            double sum = 0;
            for (int k = first[row]; k < first[row + 1]; k++) {
                int i = sorted[k];
                if (k > first[row] && compare(sorted[k - 1], i) == 0) {
                    duplicates++;
                    if (rules.duplicates() == DuplicateContracts.REJECT) {
                        throw Require.bad(
                                "contracts",
                                "must differ in customer, days, price or ending",
                                "see ContractRules.withDuplicates",
                                describe(i, ids.get(row)) + " twice");
                    }
                    if (rules.duplicates() == DuplicateContracts.COLLAPSE) {
                        continue;
                    }
                }
                starts[kept] = start[i];
                ends[kept] = end[i];
                prices[kept] = price[i];
                endings[kept] = ending[i];
                sum += price[i];
                kept++;
            }
            if (!(sum < Double.POSITIVE_INFINITY)) {
                throw Require.bad(
                        "prices", "must add up to a finite number", "of customer \"" + ids.get(row) + '"', sum);
            }
            begin[row + 1] = kept;
        }
        return new ContractLog(
                rules,
                ids,
                begin,
                Arrays.copyOf(starts, kept),
                Arrays.copyOf(ends, kept),
                Arrays.copyOf(prices, kept),
                Arrays.copyOf(endings, kept),
                new long[] {read, duplicates, free, withoutDays});
    }

    private String describe(int i, String id) {
        return new Contract(id, LocalDate.ofEpochDay(start[i]), Days.toEnd(end[i]), price[i], ENDINGS[ending[i]])
                .toString();
    }

    private int compare(int a, int b) {
        if (start[a] != start[b]) {
            return Integer.compare(start[a], start[b]);
        }
        if (end[a] != end[b]) {
            return Integer.compare(end[a], end[b]);
        }
        return price[a] != price[b] ? Double.compare(price[a], price[b]) : Byte.compare(ending[a], ending[b]);
    }

    /** By insertion where there are few, which is nearly always; else by merging halves. */
    private void sort(int[] a, int from, int to) {
        if (to - from > 32) {
            int middle = (from + to) >>> 1;
            sort(a, from, middle);
            sort(a, middle, to);
            int[] left = Arrays.copyOfRange(a, from, middle);
            int i = 0;
            int j = middle;
            int k = from;
            while (i < left.length) {
                a[k++] = j < to && compare(a[j], left[i]) < 0 ? a[j++] : left[i++];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int moved = a[i];
            int j = i;
            for (; j > from && compare(a[j - 1], moved) > 0; j--) {
                a[j] = a[j - 1];
            }
            a[j] = moved;
        }
    }

    /** How many contracts were added. */
    public long contractsRead() {
        return read;
    }

    /** A summary, not the contracts. */
    @Override
    public String toString() {
        return "ContractLogBuilder[" + read + " contracts of " + customers.size() + " customers, per "
                + rules.unit().noun() + "]";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        boolean sound = size >= 0 && size <= customer.length && size <= start.length && size <= end.length;
        sound = sound && size <= price.length && size <= ending.length;
        for (int i = 0; sound && i < size; i++) {
            sound = customer[i] >= 0 && customer[i] < customers.size() && ending[i] >= 0 && ending[i] < ENDINGS.length;
            sound = sound && start[i] < end[i] && price[i] >= 0 && price[i] < Double.POSITIVE_INFINITY;
        }
        if (!sound) {
            throw new InvalidObjectException("contracts must be as they were written");
        }
    }
}
