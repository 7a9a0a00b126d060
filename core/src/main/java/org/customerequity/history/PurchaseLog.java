package org.customerequity.history;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.SpendPolicy;
import org.customerequity.history.policy.SpendPolicy.Treatment;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every purchase of every customer, after the policies of a {@link TransactionSummarizer}: days merged, refunds netted,
 * earlier customers left out.
 *
 * <pre>{@code
 *   PurchaseLog log = transactions.stream().collect(
 *       TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(1998, 6, 30)).toLog());
 *   PurchaseHistories then = log.histories(LocalDate.of(1997, 9, 30));
 *   int[] after = log.purchasesBetween(LocalDate.of(1997, 9, 30), LocalDate.of(1998, 6, 30));
 * }</pre>
 *
 * <p>It answers what a summary has forgotten: the times between purchases and single amounts, for models that need them;
 * what was known on any earlier day, to judge a forecast made then; how many purchases there were, period by period.
 *
 * <p>As of an earlier day means that no later transaction matters: neither customers first seen later, nor purchases, nor a
 * refund given later for a purchase made before, for which the events of customers with such refunds are kept. It is, to the
 * last bit, the log of the same transactions under {@code TransactionSummarizer.until} of that day.
 *
 * <p>Rows are in the order of the identifiers, and purchases in the order of time, from 0, the first. Immutable; 12 bytes a
 * purchase, 20 where {@link SameDay#SEPARATE} keeps the time of day.
 */
public final class PurchaseLog implements Serializable {
    private static final long serialVersionUID = 1;

    private final TransactionSummarizer rules;
    private final CustomerIds ids;

    /** Of the purchases of each row, and where the last ones end. */
    private final int[] start;

    private final int[] day;
    private final long @Nullable [] nanoOfDay;
    private final double[] amount;
    private final OpenEvents open;

    /** The log before {@link #withSpendPolicy}, and what that did; null where it was not asked for. */
    private final @Nullable PurchaseLog untreated;

    private final @Nullable SpendAdjustment adjustment;

    PurchaseLog(
            TransactionSummarizer rules,
            CustomerIds ids,
            int[] start,
            int[] day,
            long @Nullable [] nanoOfDay,
            double[] amount,
            OpenEvents open) {
        this.rules = rules;
        this.ids = ids;
        this.start = start;
        this.day = day;
        this.nanoOfDay = nanoOfDay;
        this.amount = amount;
        this.open = open;
        this.untreated = null;
        this.adjustment = null;
    }

    /** {@code columns} as made from {@code untreated} by a policy. */
    private PurchaseLog(PurchaseLog columns, double[] amount, PurchaseLog untreated, SpendAdjustment adjustment) {
        this.rules = columns.rules;
        this.ids = columns.ids;
        this.start = columns.start;
        this.day = columns.day;
        this.nanoOfDay = columns.nanoOfDay;
        this.amount = amount;
        this.open = columns.open;
        this.untreated = untreated;
        this.adjustment = adjustment;
    }

    /** How many customers. */
    public int size() {
        return start.length - 1;
    }

    /** All purchases of all customers, their first ones included. */
    public int totalPurchases() {
        return day.length;
    }

    /** The identifiers, in the order of the rows. */
    public CustomerIds ids() {
        return ids;
    }

    /** What times are counted in. */
    public PeriodUnit unit() {
        return rules.unit();
    }

    /** The currency of all amounts, if one was named. */
    public Optional<Currency> currency() {
        return rules.currency();
    }

    /** The first day of the window if one was set, else that of the earliest purchase; empty if there is neither. */
    public Optional<LocalDate> firstDay() {
        if (rules.firstDay().isPresent() || size() == 0) {
            return rules.firstDay();
        }
        int first = Integer.MAX_VALUE;
        for (int i = 0; i < size(); i++) {
            first = Math.min(first, day[start[i]]);
        }
        return Optional.of(LocalDate.ofEpochDay(first));
    }

    /** The last day of observation. */
    public LocalDate lastDay() {
        return rules.lastDay();
    }

    /** Purchases of row {@code i}, the first included: its frequency and one. */
    public int purchases(int i) {
        Objects.checkIndex(i, size());
        return start[i + 1] - start[i];
    }

    /** The day of purchase {@code purchase} of row {@code i}; 0 is the first. */
    public LocalDate day(int i, int purchase) {
        int count = purchases(i);
        return LocalDate.ofEpochDay(day[start[i] + Objects.checkIndex(purchase, count)]);
    }

    /** The day of the first purchase of row {@code i}. */
    public LocalDate firstDay(int i) {
        return LocalDate.ofEpochDay(day[start[Objects.checkIndex(i, size())]]);
    }

    /** The days of the purchases of row {@code i}, as {@link LocalDate#toEpochDay()}. */
    public int[] epochDays(int i) {
        return Arrays.copyOfRange(day, start[Objects.checkIndex(i, size())], start[i + 1]);
    }

    /** The day of purchase {@code purchase} of row {@code i}, as {@link LocalDate#toEpochDay()}; 0 is the first. */
    public int epochDay(int i, int purchase) {
        return day[start[i] + Objects.checkIndex(purchase, purchases(i))];
    }

    /** What purchase {@code purchase} of row {@code i} came to, {@code >= 0}; 0 is the first. */
    public double amount(int i, int purchase) {
        return amount[start[i] + Objects.checkIndex(purchase, purchases(i))];
    }

    /** The times of the purchases of row {@code i} since its first, in the unit: 0, and then one for each repeat purchase. */
    public double[] times(int i) {
        double[] times = new double[purchases(i)];
        long first = moment(start[i]);
        for (int j = 0; j < times.length; j++) {
            times[j] = (moment(start[i] + j) - first) / momentsPerUnit();
        }
        return times;
    }

    /**
     * The times between consecutive purchases of row {@code i}, in the unit: one for each repeat purchase, and above 0
     * unless {@link SameDay#SEPARATE} has two at one moment.
     */
    public double[] intervals(int i) {
        double[] intervals = new double[purchases(i) - 1];
        for (int j = 0; j < intervals.length; j++) {
            int purchase = start[i] + j;
            intervals[j] = (moment(purchase + 1) - moment(purchase)) / momentsPerUnit();
        }
        return intervals;
    }

    /** What the purchases of row {@code i} came to, each {@code >= 0}. */
    public double[] amounts(int i) {
        return Arrays.copyOfRange(amount, start[Objects.checkIndex(i, size())], start[i + 1]);
    }

    /**
     * The histories that a summary gives, with what models of single events need besides.
     *
     * <p>Frequency, recency, age and mean spend are to the last bit those of {@link PartialSummary#toHistories()}, unless
     * {@link #withSpendPolicy} changed them. Beyond these, {@link PurchaseHistories#hasIntervals()} unless a customer has two
     * purchases at one moment, and {@link PurchaseHistories#hasLogSpend()} unless a purchase in some mean came to nothing:
     * what has no logarithm is neither made up nor left out unasked.
     *
     * @throws DataException if a customer's amounts add up to more than a double holds
     */
    public PurchaseHistories histories() {
        return new LogSummary(this, firstInMean(), leavesZerosOut(), timed()).histories();
    }

    /**
     * The histories as of the end of the day {@code until}, of the customers acquired by then: those of {@code
     * until(until).histories()}.
     *
     * @param until in the window
     */
    public PurchaseHistories histories(LocalDate until) {
        return until(until).histories();
    }

    /**
     * This log as it was at the end of an earlier day, under the same {@link SpendPolicy}, if any. Refunds given later for
     * purchases made before are not taken from them.
     *
     * @param until the new end of observation, in the window: not after {@link #lastDay()}
     * @throws IllegalArgumentException if it is not
     */
    public PurchaseLog until(LocalDate until) {
        if (untreated != null && adjustment != null) {
            return untreated.until(until).withSpendPolicy(adjustment.policy());
        }
        requireInWindow(until, "until");
        TransactionSummarizer then = rules.until(until);
        PurchaseLogBuilder builder =
                new PurchaseLogBuilder(then, size() + open.size(), (long) day.length + open.events());
        long end = endOf(until);
        for (PurchaseWalk walk = walk(); walk.next(); ) {
            walk.addUntil(end, builder);
        }
        return builder.build();
    }

    /**
     * This log with amounts that every spend model can read; what was done is {@link #spendAdjustment()}. It is applied to
     * the log as it was before any earlier call of this method.
     *
     * @throws DataException if {@link SpendPolicy#REJECT} finds a purchase of amount zero in a customer's spend
     */
    public PurchaseLog withSpendPolicy(SpendPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        if (untreated != null) {
            return untreated.withSpendPolicy(policy);
        }
        return switch (policy.treatment()) {
            case REJECT -> {
                requirePositive();
                yield new PurchaseLog(this, amount, this, adjustment(policy, 0, 0, this, amount));
            }
            case DROP_FROM_SPEND -> {
                long zeros = leavesZerosOut() ? 0 : zerosInSpend();
                yield new PurchaseLog(this, amount, this, adjustment(policy, zeros, 0, this, amount));
            }
            case DROP_PURCHASE -> {
                PurchaseLog kept = withoutZeros();
                int dropped = totalPurchases() - kept.totalPurchases();
                yield new PurchaseLog(kept, kept.amount, this, adjustment(policy, dropped, 0, kept, kept.amount));
            }
            case FLOOR -> {
                double[] raised = amount.clone();
                long touched = 0;
                CustomerEvents.CompensatedSum before = new CustomerEvents.CompensatedSum();
                for (int p = 0; p < raised.length; p++) {
                    if (raised[p] < policy.minimum()) {
                        before.add(raised[p]);
                        raised[p] = policy.minimum();
                        touched++;
                    }
                }
                yield new PurchaseLog(this, raised, this, adjustment(policy, touched, before.value(), this, raised));
            }
        };
    }

    /**
     * What {@link #withSpendPolicy} did.
     *
     * @throws IllegalStateException if no policy was set
     */
    public SpendAdjustment spendAdjustment() {
        if (adjustment == null) {
            throw new IllegalStateException("log must have a spend policy (PurchaseLog.withSpendPolicy)");
        }
        return adjustment;
    }

    private SpendAdjustment adjustment(
            SpendPolicy policy, long touched, double amountTouched, PurchaseLog after, double[] amountAfter) {
        return new SpendAdjustment(
                policy,
                touched,
                amountTouched,
                totalPurchases(),
                after.totalPurchases(),
                size(),
                after.size(),
                sum(amount),
                sum(amountAfter));
    }

    private static double sum(double[] amounts) {
        CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
        for (double one : amounts) {
            sum.add(one);
        }
        return sum.finite("amount");
    }

    private void requirePositive() {
        for (int i = 0; !leavesZerosOut() && i < size(); i++) {
            for (int p = start[i] + firstInMean(); p < start[i + 1]; p++) {
                if (!(amount[p] > 0)) {
                    throw DataException.of(
                            ids.get(i),
                            LocalDate.ofEpochDay(day[p]),
                            "amount",
                            "must be > 0 for a spend model",
                            "after refunds; see SpendPolicy for what else to do with it",
                            amount[p]);
                }
            }
        }
    }

    private long zerosInSpend() {
        long zeros = 0;
        for (int i = 0; i < size(); i++) {
            for (int p = start[i] + firstInMean(); p < start[i + 1]; p++) {
                zeros += amount[p] > 0 ? 0 : 1;
            }
        }
        return zeros;
    }

    private PurchaseLog withoutZeros() {
        PurchaseLogBuilder builder = new PurchaseLogBuilder(rules, size(), day.length);
        for (int i = 0; i < size(); i++) {
            boolean begun = false;
            for (int p = start[i]; p < start[i + 1]; p++) {
                if (amount[p] > 0) {
                    if (!begun) {
                        builder.beginRow(ids, i);
                        begun = true;
                    }
                    builder.purchase(moment(p), amount[p]);
                }
            }
            if (begun) {
                builder.endRow();
            }
        }
        return builder.build();
    }

    /**
     * Purchases after the day {@code fromExclusive} up to and with the day {@code toInclusive}, of the customers acquired by
     * {@code fromExclusive}: one number for each row of {@link #histories(LocalDate) histories(fromExclusive)}, in its order.
     * All of them are repeat purchases; those of customers acquired later are not counted.
     *
     * <p>As in a {@link CalibrationSplit}, refunds of these days are netted among the purchases of these days, and later
     * ones are not known.
     *
     * @param fromExclusive in the window
     * @param toInclusive in the window, not before {@code fromExclusive}
     */
    public int[] purchasesBetween(LocalDate fromExclusive, LocalDate toInclusive) {
        return between(fromExclusive, toInclusive).purchases;
    }

    /** What the purchases of {@link #purchasesBetween} came to, in the order of the same rows; 0 without a purchase. */
    public double[] spendBetween(LocalDate fromExclusive, LocalDate toInclusive) {
        return between(fromExclusive, toInclusive).spend;
    }

    private static final class Between {
        private final int[] purchases;
        private final double[] spend;

        private Between(int[] purchases, double[] spend) {
            this.purchases = purchases;
            this.spend = spend;
        }
    }

    private Between between(LocalDate fromExclusive, LocalDate toInclusive) {
        requireInWindow(fromExclusive, "fromExclusive");
        requireInWindow(toInclusive, "toInclusive");
        if (toInclusive.isBefore(fromExclusive)) {
            throw Require.bad(
                    "toInclusive", "must not be before " + fromExclusive, "the period runs forward", toInclusive);
        }
        PurchaseLog all = untreated == null ? this : untreated;
        boolean dropZeros = treatment() == Treatment.DROP_PURCHASE;
        double minimum = adjustment == null ? 0 : adjustment.policy().minimum();
        long from = endOf(fromExclusive);
        long to = endOf(toInclusive);
        int[] purchases = new int[all.size() + all.open.size()];
        double[] spend = new double[purchases.length];
        int rows = 0;
        for (PurchaseWalk walk = all.walk(); walk.next(); ) {
            if (count(walk, walk.settle(Long.MIN_VALUE, from), dropZeros) == 0) {
                continue;
            }
            int n = walk.settle(from, to);
            CustomerEvents.CompensatedSum sum = new CustomerEvents.CompensatedSum();
            for (int i = 0; i < n; i++) {
                sum.add(Math.max(minimum, walk.amount(i)));
            }
            purchases[rows] = count(walk, n, dropZeros);
            spend[rows] = sum.finite("spend");
            rows++;
        }
        return new Between(Arrays.copyOf(purchases, rows), Arrays.copyOf(spend, rows));
    }

    private static int count(PurchaseWalk walk, int purchases, boolean dropZeros) {
        int n = purchases;
        for (int i = 0; dropZeros && i < purchases; i++) {
            n -= walk.amount(i) > 0 ? 0 : 1;
        }
        return n;
    }

    /**
     * Repeat purchases of everybody in each period of one unit, counted from {@link #firstDay()} through {@link #lastDay()}:
     * what a model's expected purchases are tracked against. In weeks, periods are of seven days; in months, of the average
     * length of a month, not those of the calendar. The last one may be cut short by the end of observation.
     */
    public long[] repeatPurchasesByPeriod() {
        return byPeriod(1);
    }

    /** First purchases in each of the periods of {@link #repeatPurchasesByPeriod()}; they add up to {@link #size()}. */
    public long[] acquisitionsByPeriod() {
        return byPeriod(0);
    }

    /** Only first purchases for {@code first} 0, only later ones for 1. */
    private long[] byPeriod(int first) {
        Optional<LocalDate> firstDay = firstDay();
        if (firstDay.isEmpty()) {
            return new long[0];
        }
        long origin = firstDay.get().toEpochDay();
        double days = lastDay().toEpochDay() - origin + 1.0;
        long[] counts = new long[(int) Math.ceil(days / unit().days())];
        long originMoment = timed() ? origin * CustomerEvents.NANOS_PER_DAY : origin;
        for (int i = 0; i < size(); i++) {
            int end = first == 0 ? start[i] + 1 : start[i + 1];
            for (int p = start[i] + first; p < end; p++) {
                counts[(int) ((moment(p) - originMoment) / momentsPerUnit())]++;
            }
        }
        return counts;
    }

    private boolean timed() {
        return nanoOfDay != null;
    }

    private double momentsPerUnit() {
        return timed() ? unit().days() * CustomerEvents.NANOS_PER_DAY : unit().days();
    }

    /** The first moment after a day. */
    private long endOf(LocalDate date) {
        long next = date.toEpochDay() + 1;
        return timed() ? next * CustomerEvents.NANOS_PER_DAY : next;
    }

    private void requireInWindow(LocalDate date, String name) {
        Objects.requireNonNull(date, name);
        if (date.isAfter(rules.lastDay())) {
            throw Require.bad(
                    name, "must not be after the end of observation " + lastDay(), "what came then is not known", date);
        }
        Optional<LocalDate> first = rules.firstDay();
        if (first.isPresent() && date.isBefore(first.get())) {
            throw Require.bad(name, "must not be before the start " + first.get(), "the window begins there", date);
        }
        if (timed() && date.toEpochDay() < -CustomerEvents.TIMED_DAYS) {
            throw Require.bad(name, "must be in the years 1680 to 2259", "SameDay.SEPARATE counts nanoseconds", date);
        }
    }

    private int firstInMean() {
        return rules.meanSpend() == MeanSpend.OF_ALL_PURCHASES ? 0 : 1;
    }

    private boolean leavesZerosOut() {
        return rules.zeroValuePolicy() == ZeroValuePolicy.COUNT_WITHOUT_SPEND
                || treatment() == Treatment.DROP_FROM_SPEND;
    }

    private @Nullable Treatment treatment() {
        return adjustment == null ? null : adjustment.policy().treatment();
    }

    private PurchaseWalk walk() {
        return new PurchaseWalk(this, open, rules);
    }

    /** When the first purchase of a row was. */
    LocalDateTime firstPurchase(int row) {
        int p = start[row];
        return LocalDate.ofEpochDay(day[p]).atStartOfDay().plusNanos(nanoOfDay == null ? 0 : nanoOfDay[p]);
    }

    /** The times of the repeat purchases of a row since the first, as {@link #times} has them. */
    double[] repeatTimes(int row) {
        double[] times = times(row);
        return Arrays.copyOfRange(times, 1, times.length);
    }

    int start(int row) {
        return start[row];
    }

    /** When purchase {@code p} of all was, in days or, where times are kept, nanoseconds since 1970. */
    long moment(int p) {
        return nanoOfDay == null ? day[p] : day[p] * CustomerEvents.NANOS_PER_DAY + nanoOfDay[p];
    }

    double amount(int p) {
        return amount[p];
    }

    /** Purchases of a row before {@code moment}. */
    int countBefore(int row, long moment) {
        int low = start[row];
        int high = start[row + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (moment(middle) < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - start[row];
    }

    /** Equal rules, identifiers, purchases and spend policy. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PurchaseLog other
                && rules.equals(other.rules)
                && Arrays.equals(start, other.start)
                && Arrays.equals(day, other.day)
                && Arrays.equals(nanoOfDay, other.nanoOfDay)
                && Arrays.equals(amount, other.amount)
                && ids.equals(other.ids)
                && open.equals(other.open)
                && Objects.equals(untreated, other.untreated)
                && Objects.equals(adjustment, other.adjustment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rules, Arrays.hashCode(start), Arrays.hashCode(day), Arrays.hashCode(amount), adjustment);
    }

    /** A summary, not the purchases. */
    @Override
    public String toString() {
        return "PurchaseLog[" + totalPurchases() + " purchases of " + size() + " customers until " + lastDay()
                + ", unit " + unit() + currency().map(c -> ", in " + c).orElse("")
                + (adjustment == null ? "" : ", " + adjustment.policy()) + "]";
    }
}
