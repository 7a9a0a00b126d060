package org.customerequity.history;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.IdTable;
import org.customerequity.internal.Require;

/**
 * Purchase histories that are kept up to date: a few sums a customer instead of every transaction, fed in the order of time, day
 * after day, for years.
 *
 * <pre>{@code
 *   RunningSummary running = TransactionSummarizer.per(PeriodUnit.WEEK).until(yesterday).running();
 *   // ... the transactions until yesterday
 *   running.continueUntil(today);
 *   // ... the transactions of today
 *   PurchaseHistories histories = running.toHistories();
 * }</pre>
 *
 * <p>The histories are those that the {@link TransactionSummarizer} makes of the same transactions at once, to the last bit. Takes
 * some 45 bytes and the identifier a customer, and 12 bytes for each but one of the transactions of a customer's latest day, which
 * may still grow: however many transactions came before.
 *
 * <p>The price is order. The days of one customer must not go back; in what order different customers come, and the rows of one
 * day, is free. A cluster splits the customers, not the days: {@link #combine} refuses two parts that hold purchases of the same
 * customer. Where rows come late or in any order, use {@link PartialSummary}, which keeps them all. Supported are all policies but
 * {@link SameDay#SEPARATE} and refunds that are netted, {@link RefundPolicy#NET_DAY} and {@link RefundPolicy#NET_CUSTOMER}, which
 * change what was bought before. Serializable. Not for use by several threads at once.
 */
public final class RunningSummary implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int WIDTH = 5;
    private static final int DAYS = 0;
    private static final int COUNTS = 1;
    private static final int SUM = 2;
    private static final int LOST = 3;
    private static final int AMOUNT = 4;

    private TransactionSummarizer summarizer;
    private final IdTable customers = new IdTable();
    private long rowsRead;
    private long rowsAfterEnd;

    /**
     * By number of the customer, {@link #WIDTH} each, so that what is read together lies together: first and latest day; purchases
     * and where in the pool the latest day goes on, 0 for nowhere; compensated sum of the purchases in the mean, the latest day
     * aside, and what it lost; the latest day's first amount. Zeros where there is no purchase.
     */
    private long[] state = new long[16 * WIDTH];

    private boolean[] seenBefore = new boolean[16];

    /** Purchases of amount zero among those in the mean, the latest day aside; filled only where they do not count in it. */
    private int[] zeros = new int[0];

    // pool of further amounts of latest days, in lists; 0 is in none
    private double[] pool = new double[16];
    private int[] next = new int[16];
    private int poolUsed = 1;
    private int free;

    // the rules that every row asks for
    private transient int windowFirst;
    private transient int windowLast;
    private transient boolean ignoreRefunds;
    private transient boolean dropZero;
    private transient boolean leaveZerosOut;
    private transient int firstInMean;

    private transient double[] ofDay = new double[16];

    RunningSummary(TransactionSummarizer summarizer) {
        this.summarizer = summarizer;
        if (summarizer.sameDay() != SameDay.MERGE) {
            throw Require.bad(
                    "sameDay",
                    "must be MERGE for a running summary",
                    "PartialSummary keeps times of day",
                    summarizer.sameDay());
        }
        RefundPolicy refunds = summarizer.refundPolicy();
        if (refunds != RefundPolicy.REJECT && refunds != RefundPolicy.IGNORE) {
            throw Require.bad(
                    "refunds",
                    "must be REJECT or IGNORE for a running summary",
                    "PartialSummary keeps the purchases that they are taken from",
                    refunds);
        }
        cacheRules();
    }

    private void cacheRules() {
        SummaryRules rules = summarizer.rules();
        windowFirst =
                rules.first() == null ? Integer.MIN_VALUE : (int) rules.first().toEpochDay();
        windowLast = (int) rules.last().toEpochDay();
        ignoreRefunds = rules.policies().refunds() == RefundPolicy.IGNORE;
        dropZero = rules.policies().zeroValues() == ZeroValuePolicy.DROP;
        leaveZerosOut = rules.policies().zeroValues() == ZeroValuePolicy.COUNT_WITHOUT_SPEND;
        firstInMean = rules.policies().meanSpend() == MeanSpend.OF_ALL_PURCHASES ? 0 : 1;
    }

    /**
     * Adds one transaction.
     *
     * @throws DataException if the rules refuse it, or it is earlier than the customer's latest; nothing was added then
     */
    public void add(Transaction transaction) {
        Objects.requireNonNull(transaction, "transaction");
        add(transaction.customer(), transaction.date(), transaction.amount());
    }

    /**
     * Adds one transaction of which the day is known, without an object for it.
     *
     * @param customer an opaque identifier, not blank, at most 65535 bytes
     * @param amount finite; negative for a refund
     * @throws DataException if the rules refuse it, or it is earlier than the customer's latest; nothing was added then
     */
    public void add(String customer, LocalDate day, double amount) {
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(day, "day");
        add(customer, PartialSummary.inRange(customer, day.toEpochDay()), amount);
    }

    /**
     * Adds one transaction of which the day is known: the fast way for columns and files.
     *
     * @param customer an opaque identifier, not blank, at most 65535 bytes
     * @param epochDay days from 1970-01-01, as of {@link LocalDate#toEpochDay()}
     * @param amount finite; negative for a refund
     * @throws DataException if the rules refuse it, or it is earlier than the customer's latest; nothing was added then
     */
    public void add(String customer, int epochDay, double amount) {
        Objects.requireNonNull(customer, "customer");
        if (!(Math.abs(amount) < Double.POSITIVE_INFINITY)) {
            throw PartialSummary.refused(
                    customer, epochDay, "amount", "must be finite", "negative for a refund", amount);
        }
        if (epochDay > windowLast && summarizer.rules().policies().lateTransactions() == LateTransactions.REJECT) {
            throw PartialSummary.afterEnd(customer, epochDay, summarizer);
        }
        boolean inWindow = epochDay >= windowFirst && epochDay <= windowLast;
        if (amount < 0 && inWindow && !ignoreRefunds) {
            throw PartialSummary.refund(customer, epochDay, amount);
        }
        int number = customers.intern(customer);
        ensure(number);
        if (!inWindow) {
            seenBefore[number] |= epochDay < windowFirst;
            rowsAfterEnd += epochDay > windowLast ? 1 : 0;
        } else if (amount > 0 || (amount == 0 && !dropZero)) {
            addPurchase(number, epochDay, amount + 0.0);
        }
        rowsRead++;
    }

    private void addPurchase(int number, int day, double paid) {
        int at = number * WIDTH;
        long counts = state[at + COUNTS];
        int latest = (int) state[at + DAYS];
        if (counts == 0) {
            state[at + DAYS] = pair(day, day);
        } else if (day > latest) {
            close(number, at);
            counts = state[at + COUNTS];
            state[at + DAYS] = pair((int) (state[at + DAYS] >> 32), day);
        } else if (day == latest) {
            state[at + COUNTS] = pair((int) (counts >> 32), prepend(paid, (int) counts));
            return;
        } else {
            throw PartialSummary.refused(
                    customers.id(number),
                    day,
                    "date",
                    "must not be before the customer's latest " + LocalDate.ofEpochDay(latest),
                    "a running summary is fed in the order of time; PartialSummary takes any order",
                    LocalDate.ofEpochDay(day));
        }
        state[at + COUNTS] = counts + (1L << 32);
        state[at + AMOUNT] = Double.doubleToRawLongBits(paid);
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low & 0xFFFF_FFFFL;
    }

    private int purchases(int number) {
        return (int) (state[number * WIDTH + COUNTS] >> 32);
    }

    private int firstDay(int number) {
        return (int) (state[number * WIDTH + DAYS] >> 32);
    }

    private int latestDay(int number) {
        return (int) state[number * WIDTH + DAYS];
    }

    private double number(int at) {
        return Double.longBitsToDouble(state[at]);
    }

    /** The latest day is over: what was bought on it goes into the sum. */
    private void close(int number, int at) {
        if (purchases(number) > firstInMean) {
            double total = ofLatestDay(at);
            double sum = number(at + SUM);
            double t = sum + total;
            double lost = number(at + LOST) + (sum >= total ? sum - t + total : total - t + sum);
            state[at + SUM] = Double.doubleToRawLongBits(t);
            state[at + LOST] = Double.doubleToRawLongBits(lost);
            if (leaveZerosOut && total == 0) {
                zeros[number]++;
            }
        }
        int others = (int) state[at + COUNTS];
        if (others != 0) {
            release(others);
            state[at + COUNTS] = pair(purchases(number), 0);
        }
    }

    /** What was bought on the latest day: added up as the summariser does, by amount. */
    private double ofLatestDay(int at) {
        int others = (int) state[at + COUNTS];
        if (others == 0) {
            return number(at + AMOUNT);
        }
        int n = 0;
        ofDay[n++] = number(at + AMOUNT);
        for (int i = others; i != 0; i = next[i]) {
            if (n == ofDay.length) {
                ofDay = Arrays.copyOf(ofDay, 2 * n);
            }
            ofDay[n++] = pool[i];
        }
        Arrays.sort(ofDay, 0, n);
        CustomerEvents.CompensatedSum total = new CustomerEvents.CompensatedSum();
        for (int i = 0; i < n; i++) {
            total.add(ofDay[i]);
        }
        return total.value();
    }

    private int prepend(double paid, int list) {
        int at = free;
        if (at == 0) {
            if (poolUsed == pool.length) {
                int larger = larger(poolUsed);
                pool = Arrays.copyOf(pool, larger);
                next = Arrays.copyOf(next, larger);
            }
            at = poolUsed++;
        } else {
            free = next[at];
        }
        pool[at] = paid;
        next[at] = list;
        return at;
    }

    private void release(int list) {
        for (int at = list; at != 0; ) {
            int following = next[at];
            next[at] = free;
            free = at;
            at = following;
        }
    }

    private void ensure(int number) {
        if (number >= seenBefore.length) {
            int larger = Math.min(Integer.MAX_VALUE / WIDTH - 8, larger(number));
            if (number >= larger) {
                throw new IllegalStateException("customers must be at most 429 million (split them over several)");
            }
            seenBefore = Arrays.copyOf(seenBefore, larger);
            state = Arrays.copyOf(state, larger * WIDTH);
        }
        if (leaveZerosOut && zeros.length < seenBefore.length) {
            zeros = Arrays.copyOf(zeros, seenBefore.length);
        }
    }

    private static int larger(int used) {
        return (int) Math.min(Integer.MAX_VALUE - 8, used + (used >>> 1) + 16L);
    }

    /**
     * Observation goes on until a later day, which belongs to it; from here on transactions until then are taken.
     *
     * @param end not before the end so far
     * @return this summary
     * @throws IllegalArgumentException if {@code end} is before the end so far
     * @throws IllegalStateException if transactions after the end so far were left out, which are now missing
     */
    public RunningSummary continueUntil(LocalDate end) {
        summarizer = PartialSummary.continued(summarizer, end, rowsAfterEnd);
        cacheRules();
        return this;
    }

    /**
     * Adds the customers of another running summary under equal rules; the other stays as it is.
     *
     * @return this summary
     * @throws IllegalArgumentException if the rules differ, {@code other} is this one, or a customer has purchases in both; nothing
     *     was added then
     */
    public RunningSummary combine(RunningSummary other) {
        Objects.requireNonNull(other, "other");
        if (other == this) {
            throw new IllegalArgumentException(
                    "other must be another running summary, was this one (its transactions would count twice)");
        }
        if (!summarizer.equals(other.summarizer)) {
            throw Require.bad(
                    "other", "must have the same rules", "these are " + summarizer, other.summarizer.toString());
        }
        int n = other.customers.size();
        int[] ours = new int[n];
        for (int theirs = 0; theirs < n; theirs++) {
            ours[theirs] = customers.intern(other.customers, theirs);
            ensure(ours[theirs]);
            if (purchases(ours[theirs]) > 0 && other.purchases(theirs) > 0) {
                throw Require.bad(
                        "other",
                        "must hold purchases of other customers",
                        "split the customers, not the days; PartialSummary combines in any way",
                        "one with purchases of \"" + other.customers.id(theirs) + "\" too");
            }
        }
        for (int theirs = 0; theirs < n; theirs++) {
            int number = ours[theirs];
            seenBefore[number] |= other.seenBefore[theirs];
            if (other.purchases(theirs) > 0) {
                int at = number * WIDTH;
                System.arraycopy(other.state, theirs * WIDTH, state, at, WIDTH);
                int others = 0;
                for (int i = (int) state[at + COUNTS]; i != 0; i = other.next[i]) {
                    others = prepend(other.pool[i], others);
                }
                state[at + COUNTS] = pair(other.purchases(theirs), others);
                if (leaveZerosOut) {
                    zeros[number] = other.zeros[theirs];
                }
            }
        }
        rowsRead += other.rowsRead;
        rowsAfterEnd += other.rowsAfterEnd;
        return this;
    }

    /**
     * The histories of all customers so far, as of the end of observation.
     *
     * @throws DataException if amounts of a customer add up to more than a double holds
     */
    public PurchaseHistories toHistories() {
        int[] order = customers.sorted();
        boolean dropEarlier = summarizer.earlierCustomers() == EarlierCustomers.DROP;
        int n = 0;
        for (int number : order) {
            if (purchases(number) > 0 && !(dropEarlier && seenBefore[number])) {
                order[n++] = number;
            }
        }
        order = Arrays.copyOf(order, n);
        double unitDays = summarizer.unit().days();
        int[] frequency = new int[n];
        double[] recency = new double[n];
        double[] age = new double[n];
        int[] spendCount = firstInMean == 1 && !leaveZerosOut ? frequency : new int[n];
        double[] meanSpend = new double[n];
        for (int row = 0; row < n; row++) {
            int number = order[row];
            int count = purchases(number) - firstInMean;
            frequency[row] = purchases(number) - 1;
            recency[row] = ((long) latestDay(number) - firstDay(number)) / unitDays;
            age[row] = ((long) windowLast - firstDay(number)) / unitDays;
            if (count > 0) {
                double last = ofLatestDay(number * WIDTH);
                if (leaveZerosOut) {
                    count -= zeros[number] + (last == 0 ? 1 : 0);
                }
                spendCount[row] = count;
                meanSpend[row] = count == 0 ? 0 : finite(number, total(number * WIDTH, last)) / count;
            }
        }
        return PurchaseHistories.trusted(
                frequency,
                recency,
                age,
                summarizer.unit(),
                spendCount,
                meanSpend,
                summarizer.currency().orElse(null),
                CustomerIds.of(customers.ids(order)));
    }

    /** The sum with the latest day in it. */
    private double total(int at, double last) {
        double sum = number(at + SUM);
        double t = sum + last;
        return t + (number(at + LOST) + (sum >= last ? sum - t + last : last - t + sum));
    }

    private double finite(int number, double spend) {
        if (!Double.isFinite(spend)) {
            throw PartialSummary.refused(
                    customers.id(number),
                    latestDay(number),
                    "spend",
                    "must be finite",
                    "amounts add up to more than a double holds",
                    spend);
        }
        return spend;
    }

    /** The last day of observation so far. */
    public LocalDate lastDay() {
        return summarizer.lastDay();
    }

    /** How many transactions were added. */
    public long rowsRead() {
        return rowsRead;
    }

    /** A summary, not the customers. */
    @Override
    public String toString() {
        return "RunningSummary[" + rowsRead + " transactions of " + customers.size() + " customers until " + lastDay()
                + "]";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        ofDay = new double[16];
        int n = customers.size();
        boolean sound = seenBefore.length >= n && state.length == seenBefore.length * WIDTH;
        sound = sound && pool.length == next.length && poolUsed > 0 && poolUsed <= pool.length;
        if (sound) {
            cacheRules();
            sound = !leaveZerosOut || zeros.length >= n;
        }
        for (int i = 0; sound && i < n; i++) {
            int others = (int) state[i * WIDTH + COUNTS];
            sound = purchases(i) >= 0 && firstDay(i) <= latestDay(i) && others >= 0 && others < poolUsed;
            sound = sound && number(i * WIDTH + AMOUNT) >= 0;
        }
        for (int at = 0; sound && at < poolUsed; at++) {
            sound = next[at] >= 0 && next[at] < poolUsed && pool[at] >= 0;
        }
        if (!sound || free < 0 || free >= poolUsed) {
            throw new InvalidObjectException("a running summary must be as it was written");
        }
    }
}
