package org.customerequity.history.contract;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntPredicate;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every contract of every customer, and what it says of any day: who was active, at which recurring revenue, who had been a customer
 * before.
 *
 * <pre>{@code
 *   ContractLog log = ContractLog.per(PeriodUnit.MONTH).withCurrency("USD").builder()
 *           .add("A-12", LocalDate.of(2026, 1, 10), 49)
 *           .add("B-07", LocalDate.of(2026, 2, 1), LocalDate.of(2026, 5, 1), 99, Ending.VOLUNTARY)
 *           .build();
 *   double[] atTheEndOfApril = log.recurringRevenueOn(LocalDate.of(2026, 4, 30));
 * }</pre>
 *
 * <p>A customer may have several contracts at once, which are several products, or one after the other. A customer has a contract
 * on its first day and no more on its end. Where one contract ends on the day that the next starts, as with a new price, there is
 * no interruption; where days lie between, the customer lapsed and came back.
 *
 * <p>Columns have one row a customer, in the order of {@link #ids()}: shorter identifiers before longer and then as strings sort.
 * Immutable; 17 bytes a contract.
 */
public final class ContractLog implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Ending[] ENDINGS = Ending.values();

    private final ContractRules rules;
    private final CustomerIds ids;

    /** Of the contracts of each row, and where the last ones end. */
    private final int[] begin;

    // contract after contract, of each row by start, end, price and ending
    private final int[] start;
    private final int[] end;
    private final double[] price;
    private final byte[] ending;

    /** Contracts read, duplicates, free ones, ones without days. */
    private final long[] counts;

    ContractLog(
            ContractRules rules,
            CustomerIds ids,
            int[] begin,
            int[] start,
            int[] end,
            double[] price,
            byte[] ending,
            long[] counts) {
        this.rules = rules;
        this.ids = ids;
        this.begin = begin;
        this.start = start;
        this.end = end;
        this.price = price;
        this.ending = ending;
        this.counts = counts;
    }

    /**
     * Says what prices are per: {@code ContractLog.per(PeriodUnit.MONTH)} for monthly recurring revenue. A contract billed otherwise
     * is added at its price per this unit: 1200 a year is 100 a month.
     */
    public static ContractRules per(PeriodUnit billing) {
        return new ContractRules(
                Objects.requireNonNull(billing, "billing"), null, DuplicateContracts.REJECT, FreeContracts.KEEP);
    }

    /** How many customers, and rows. */
    public int size() {
        return ids.size();
    }

    /** Who they are. */
    public CustomerIds ids() {
        return ids;
    }

    /** What prices are per. */
    public PeriodUnit unit() {
        return rules.unit();
    }

    /** The currency of all prices, if one was named. */
    public Optional<Currency> currency() {
        return rules.currency();
    }

    /** What it was made under. */
    public ContractRules rules() {
        return rules;
    }

    /** The contracts of one customer, by their start; a view that makes each when it is asked for. */
    public List<Contract> contracts(int row) {
        Objects.checkIndex(row, size());
        return new View(row);
    }

    /**
     * The log of the rows that {@code choice} takes by their index, as if no other contract had been added:
     * {@code log.filter(row -> log.firstStart(row).getYear() == 2025)}. Its report knows nothing of what this log left out.
     */
    public ContractLog filter(IntPredicate choice) {
        Objects.requireNonNull(choice, "choice");
        ContractLogBuilder chosen = rules.builder();
        for (int row = 0; row < size(); row++) {
            if (choice.test(row)) {
                contracts(row).forEach(chosen::add);
            }
        }
        return chosen.build();
    }

    /** The first day of the customer's first contract. */
    public LocalDate firstStart(int row) {
        return LocalDate.ofEpochDay(start[begin[Objects.checkIndex(row, size())]]);
    }

    /** What it was made of, and what was left out. */
    public ContractReport report() {
        long overlaps = 0;
        long interruptions = 0;
        for (int row = 0; row < size(); row++) {
            int until = end[begin[row]];
            for (int k = begin[row] + 1; k < begin[row + 1]; k++) {
                overlaps += start[k] < until ? 1 : 0;
                interruptions += start[k] > until ? 1 : 0;
                until = Math.max(until, end[k]);
            }
        }
        return new ContractReport(
                counts[0], start.length, size(), counts[1], counts[2], counts[3], overlaps, interruptions);
    }

    /** The sum of the prices of the contracts that each customer has on a day; 0 for who has none. */
    public double[] recurringRevenueOn(LocalDate day) {
        int on = Days.asked(day, "day");
        double[] out = new double[size()];
        for (int row = 0; row < out.length; row++) {
            double sum = 0;
            double lost = 0;
            for (int k = begin[row]; k < begin[row + 1] && start[k] <= on; k++) {
                if (on < end[k]) {
                    // Neumaier's sum: ten contracts at 0.1 are 1
                    double t = sum + price[k];
                    lost += sum >= price[k] ? sum - t + price[k] : price[k] - t + sum;
                    sum = t;
                }
            }
            out[row] = sum + lost;
        }
        return out;
    }

    /** Whether each customer has any contract on a day. */
    public boolean[] activeOn(LocalDate day) {
        int on = Days.asked(day, "day");
        boolean[] out = new boolean[size()];
        for (int row = 0; row < out.length; row++) {
            out[row] = isActive(row, on);
        }
        return out;
    }

    /** How many customers have any contract on a day. */
    public int countActiveOn(LocalDate day) {
        int on = Days.asked(day, "day");
        int count = 0;
        for (int row = 0; row < size(); row++) {
            count += isActive(row, on) ? 1 : 0;
        }
        return count;
    }

    private boolean isActive(int row, int on) {
        for (int k = begin[row]; k < begin[row + 1] && start[k] <= on; k++) {
            if (on < end[k]) {
                return true;
            }
        }
        return false;
    }

    /** Whether each customer had any contract on any day before this one: tells who comes back from who is new. */
    public boolean[] customerBefore(LocalDate day) {
        int before = Days.asked(day, "day");
        boolean[] out = new boolean[size()];
        for (int row = 0; row < out.length; row++) {
            out[row] = start[begin[row]] < before;
        }
        return out;
    }

    /**
     * Whether each customer was active on {@code earlier} and not on {@code later}, and left for this reason. Over the three endings
     * each who left counts once.
     *
     * <p>The reason is that of the contract that ended last, on {@code later} at the latest. Of several that ended that day,
     * {@link Ending#VOLUNTARY} goes before {@link Ending#INVOLUNTARY} and that before {@link Ending#UNKNOWN}.
     *
     * <p>Who leaves in March leaves between 28 February and 31 March.
     *
     * @param later not before {@code earlier}
     */
    public boolean[] leftBetween(LocalDate earlier, LocalDate later, Ending why) {
        Objects.requireNonNull(why, "why");
        int from = Days.asked(earlier, "earlier");
        int to = Days.asked(later, "later");
        if (to < from) {
            throw Require.bad("later", "must not be before earlier " + earlier, "the period runs forward", later);
        }
        boolean[] out = new boolean[size()];
        for (int row = 0; row < out.length; row++) {
            out[row] = isActive(row, from) && !isActive(row, to) && lastEnding(row, to) == why.ordinal();
        }
        return out;
    }

    /** Of a row without a contract on {@code day} and with one before. */
    private int lastEnding(int row, int day) {
        int latest = Integer.MIN_VALUE;
        int why = 0;
        for (int k = begin[row]; k < begin[row + 1] && start[k] <= day; k++) {
            if (end[k] > latest || (end[k] == latest && ending[k] < why)) {
                latest = end[k];
                why = ending[k];
            }
        }
        return why;
    }

    /**
     * The renewals that each customer has made by a day, in the run of contracts that they are in: one on the same day of every
     * calendar month (or other unit), that of the day itself included; -1 for who has no contract on it.
     *
     * @param graceDays an interruption of so many days or fewer does not begin a new run, see {@link SpellsBuilder#spellsOf}
     */
    public int[] renewalsOn(LocalDate day, int graceDays) {
        int on = Days.asked(day, "day");
        Require.nonNegative(graceDays, "graceDays", "0 for none");
        int[] out = new int[size()];
        for (int row = 0; row < out.length; row++) {
            int from = runStart(row, on, graceDays);
            out[row] = from == Days.NONE
                    ? -1
                    : SpellsBuilder.renewals(LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(on), unit());
        }
        return out;
    }

    /** The first day of the run of contracts in which the customer is on a day; {@link Days#NONE} without a contract on it. */
    private int runStart(int row, int on, int graceDays) {
        if (!isActive(row, on)) {
            return Days.NONE;
        }
        int from = start[begin[row]];
        int until = end[begin[row]];
        for (int k = begin[row] + 1; k < begin[row + 1] && start[k] <= on; k++) {
            if (until != Days.NONE && start[k] - (long) until > graceDays) {
                from = start[k];
            }
            until = Math.max(until, end[k]);
        }
        return from;
    }

    /** Adds runs without an interruption of more than {@code graceDays}: the first of each customer, or all. */
    void addRuns(SpellsBuilder into, int graceDays, boolean onlyFirst) {
        for (int row = 0; row < size(); row++) {
            int last = begin[row + 1];
            for (int k = begin[row]; k < last; ) {
                int from = start[k];
                long until = end[k];
                for (k++; k < last && (until == Days.NONE || start[k] - until <= graceDays); k++) {
                    until = Math.max(until, end[k]);
                }
                into.addDays(from, (int) until);
                if (onlyFirst) {
                    break;
                }
            }
        }
    }

    /** Equal rules, identifiers, contracts and counts of what was left out. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ContractLog other
                && rules.equals(other.rules)
                && Arrays.equals(begin, other.begin)
                && Arrays.equals(start, other.start)
                && Arrays.equals(end, other.end)
                && Arrays.equals(price, other.price)
                && Arrays.equals(ending, other.ending)
                && Arrays.equals(counts, other.counts)
                && ids.equals(other.ids);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rules, Arrays.hashCode(start), Arrays.hashCode(end), Arrays.hashCode(price));
    }

    /** A summary, not the contracts. */
    @Override
    public String toString() {
        return "ContractLog[" + start.length + " contracts of " + size() + " customers, per " + unit().noun()
                + currency().map(c -> " in " + c).orElse("") + "]";
    }

    private Contract contract(int k, String id) {
        return new Contract(id, LocalDate.ofEpochDay(start[k]), Days.toEnd(end[k]), price[k], ENDINGS[ending[k]]);
    }

    private final class View extends AbstractList<Contract> implements RandomAccess {
        private final int row;

        private View(int row) {
            this.row = row;
        }

        @Override
        public Contract get(int i) {
            return contract(begin[row] + Objects.checkIndex(i, size()), ids.get(row));
        }

        @Override
        public int size() {
            return begin[row + 1] - begin[row];
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int n = start.length;
        boolean sound = begin.length == ids.size() + 1 && begin[0] == 0 && begin[ids.size()] == n;
        sound = sound && end.length == n && price.length == n && ending.length == n && counts.length == 4;
        for (int row = 0; sound && row < ids.size(); row++) {
            sound = begin[row] < begin[row + 1] && begin[row + 1] <= n;
            for (int k = begin[row]; sound && k < begin[row + 1]; k++) {
                sound = start[k] < end[k] && price[k] >= 0 && price[k] < Double.POSITIVE_INFINITY;
                sound = sound && ending[k] >= 0 && ending[k] < ENDINGS.length;
                sound = sound && (k == begin[row] || start[k - 1] <= start[k]);
            }
        }
        if (!sound) {
            throw new InvalidObjectException("contracts must be as they were written");
        }
    }
}
