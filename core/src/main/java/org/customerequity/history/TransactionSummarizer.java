package org.customerequity.history;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collector;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Turns transactions, in any order, into {@link PurchaseHistories}.
 *
 * <pre>{@code
 *   PurchaseHistories histories = transactions.stream().collect(
 *       TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(1998, 6, 30)).toHistories());
 * }</pre>
 *
 * <p>For each customer, with days of purchases merged ({@link SameDay#MERGE}, the default) and times in days divided by
 * {@code unit.days()}:
 *
 * <pre>{@code
 *   frequency   days with a purchase, after the first such day
 *   recency     last day - first day
 *   age         last day of observation - first day
 *   mean spend  mean of the totals of the days after the first
 * }</pre>
 *
 * <p>as in Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005. What is a fact of
 * life and has no one right treatment is a policy with a default and a {@code with} method: purchases of one day, refunds,
 * orders of amount zero, customers first seen before the window, transactions after its end. {@link #toSummary()} also
 * tells how often each occurred.
 *
 * <p>Immutable. To build piecewise, in a batch job, a stream or on a cluster, see {@link #partial()}. The result does not
 * depend on the order of the transactions nor on how they were split into partials, to the last bit: rows are in the order
 * of the identifiers, shorter before longer and then as strings sort (so 2 comes before 10), and sums are taken in the
 * order of time. Only refused data may be refused for another row first.
 */
public final class TransactionSummarizer implements Serializable {
    private static final long serialVersionUID = 1;

    /** All rules, so that they are copied, compared and printed together. */
    private record Rules(
            PeriodUnit unit,
            @Nullable LocalDate first,
            LocalDate last,
            Policies policies,
            @Nullable Currency currency) implements Serializable {
        Rules {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(last, "end");
            Objects.requireNonNull(policies, "policies");
            requireDay(last, "end");
            if (first != null) {
                requireDay(first, "start");
                if (last.isBefore(first)) {
                    throw Require.bad("end", "must not be before the start " + first, "the window runs forward", last);
                }
            }
            if (policies.sameDay == SameDay.SEPARATE && Math.abs(last.toEpochDay()) > CustomerEvents.TIMED_DAYS) {
                throw Require.bad(
                        "end", "must be in the years 1680 to 2259", "SameDay.SEPARATE counts nanoseconds", last);
            }
        }

        private static void requireDay(LocalDate day, String name) {
            if ((int) day.toEpochDay() != day.toEpochDay()) {
                throw Require.bad(name, "must be within 5.8 million years of 1970", "", day);
            }
        }
    }

    private record Policies(
            SameDay sameDay,
            RefundPolicy refunds,
            ZeroValuePolicy zeroValues,
            EarlierCustomers earlierCustomers,
            LateTransactions lateTransactions,
            MeanSpend meanSpend)
            implements Serializable {
        static final Policies DEFAULT = new Policies(
                SameDay.MERGE,
                RefundPolicy.REJECT,
                ZeroValuePolicy.COUNT,
                EarlierCustomers.DROP,
                LateTransactions.DROP,
                MeanSpend.OF_REPEAT_PURCHASES);

        Policies {
            Objects.requireNonNull(sameDay, "sameDay");
            Objects.requireNonNull(refunds, "refunds");
            Objects.requireNonNull(zeroValues, "zeroValues");
            Objects.requireNonNull(earlierCustomers, "earlierCustomers");
            Objects.requireNonNull(lateTransactions, "lateTransactions");
            Objects.requireNonNull(meanSpend, "meanSpend");
        }
    }

    private final Rules rules;

    private TransactionSummarizer(Rules rules) {
        this.rules = rules;
    }

    /** Begins a summariser whose times are counted in {@code unit}; {@link Unbounded#until} completes it. */
    public static Unbounded per(PeriodUnit unit) {
        return new Unbounded(unit, null);
    }

    /**
     * A summariser that still has to be told when observation ended, which the last transaction does not tell: a customer
     * base that fell silent a month ago is a month older than its last purchase.
     */
    public static final class Unbounded implements Serializable {
        private static final long serialVersionUID = 1;

        private final PeriodUnit unit;
        private final @Nullable LocalDate start;

        private Unbounded(PeriodUnit unit, @Nullable LocalDate start) {
            this.unit = Objects.requireNonNull(unit, "unit");
            this.start = start;
        }

        /** See {@link TransactionSummarizer#from}. */
        public Unbounded from(LocalDate newStart) {
            return new Unbounded(unit, Objects.requireNonNull(newStart, "start"));
        }

        /**
         * Observation ends with the day {@code end}, which still belongs to it.
         *
         * @throws IllegalArgumentException if {@code end} is before the start of the window
         */
        public TransactionSummarizer until(LocalDate end) {
            return new TransactionSummarizer(new Rules(unit, start, end, Policies.DEFAULT, null));
        }
    }

    /**
     * Observation begins with the day {@code start}. Transactions before it are left out, and so are the customers they
     * belong to, unless {@link #withEarlierCustomers} says otherwise. Without a start nothing is too early.
     *
     * @throws IllegalArgumentException if {@code start} is after the end of observation
     */
    public TransactionSummarizer from(LocalDate start) {
        return new TransactionSummarizer(new Rules(
                rules.unit, Objects.requireNonNull(start, "start"), rules.last, rules.policies, rules.currency));
    }

    /** This summariser with another end of observation. */
    public TransactionSummarizer until(LocalDate end) {
        return new TransactionSummarizer(new Rules(rules.unit, rules.first, end, rules.policies, rules.currency));
    }

    /** What several purchases on one day are; {@link SameDay#MERGE} unless set. */
    public TransactionSummarizer withSameDay(SameDay sameDay) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(sameDay, p.refunds, p.zeroValues, p.earlierCustomers, p.lateTransactions, p.meanSpend));
    }

    /** What negative amounts do; {@link RefundPolicy#REJECT} unless set. */
    public TransactionSummarizer withRefunds(RefundPolicy refunds) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(p.sameDay, refunds, p.zeroValues, p.earlierCustomers, p.lateTransactions, p.meanSpend));
    }

    /** What purchases of amount zero are; {@link ZeroValuePolicy#COUNT} unless set. */
    public TransactionSummarizer withZeroValues(ZeroValuePolicy zeroValues) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(p.sameDay, p.refunds, zeroValues, p.earlierCustomers, p.lateTransactions, p.meanSpend));
    }

    /** What happens to customers seen before the start; {@link EarlierCustomers#DROP} unless set. */
    public TransactionSummarizer withEarlierCustomers(EarlierCustomers earlierCustomers) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(p.sameDay, p.refunds, p.zeroValues, earlierCustomers, p.lateTransactions, p.meanSpend));
    }

    /** What happens to transactions after the end; {@link LateTransactions#DROP} unless set. */
    public TransactionSummarizer withLateTransactions(LateTransactions lateTransactions) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(p.sameDay, p.refunds, p.zeroValues, p.earlierCustomers, lateTransactions, p.meanSpend));
    }

    /** Which purchases the mean spend is of; {@link MeanSpend#OF_REPEAT_PURCHASES} unless set. */
    public TransactionSummarizer withMeanSpend(MeanSpend meanSpend) {
        Policies p = rules.policies;
        return withPolicies(
                new Policies(p.sameDay, p.refunds, p.zeroValues, p.earlierCustomers, p.lateTransactions, meanSpend));
    }

    /** The currency of all amounts; none unless set. */
    public TransactionSummarizer withCurrency(Currency currency) {
        return new TransactionSummarizer(new Rules(
                rules.unit, rules.first, rules.last, rules.policies, Objects.requireNonNull(currency, "currency")));
    }

    /** The currency of all amounts by its ISO 4217 code: {@code withCurrency("USD")}. */
    public TransactionSummarizer withCurrency(String currencyCode) {
        return withCurrency(Currencies.of(currencyCode));
    }

    private TransactionSummarizer withPolicies(Policies policies) {
        return new TransactionSummarizer(new Rules(rules.unit, rules.first, rules.last, policies, rules.currency));
    }

    /** What times are counted in. */
    public PeriodUnit unit() {
        return rules.unit;
    }

    /** The first day of the window; empty if nothing is too early. */
    public Optional<LocalDate> firstDay() {
        return Optional.ofNullable(rules.first);
    }

    /** The last day of observation. */
    public LocalDate lastDay() {
        return rules.last;
    }

    /** The currency of all amounts, if one was named. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(rules.currency);
    }

    /** See {@link #withRefunds}. */
    public RefundPolicy refundPolicy() {
        return rules.policies.refunds;
    }

    /** See {@link #withZeroValues}. */
    public ZeroValuePolicy zeroValuePolicy() {
        return rules.policies.zeroValues;
    }

    /** See {@link #withSameDay}. */
    public SameDay sameDay() {
        return rules.policies.sameDay;
    }

    MeanSpend meanSpend() {
        return rules.policies.meanSpend;
    }

    EarlierCustomers earlierCustomers() {
        return rules.policies.earlierCustomers;
    }

    /**
     * Collects transactions, of a parallel stream too, into histories. No transactions give histories of size 0, which no
     * model can be fitted on.
     */
    public Collector<Transaction, ?, PurchaseHistories> toHistories() {
        return collector(Partial::toHistories);
    }

    /** Collects transactions into histories with a report of what was read and left out. */
    public Collector<Transaction, ?, HistorySummary> toSummary() {
        return collector(Partial::toSummary);
    }

    /**
     * Ends the calibration with the day {@code calibrationEnd}, which still belongs to it; the holdout is the rest of the
     * window. What comes out is a {@link CalibrationSplit}.
     *
     * @throws IllegalArgumentException if {@code calibrationEnd} is before the start of the window, or not before its end
     */
    public Calibration calibrateUntil(LocalDate calibrationEnd) {
        requireCalibrationEnd(calibrationEnd);
        return new Calibration(this, calibrationEnd);
    }

    /** A summariser that splits what it reads at the end of a calibration. */
    public static final class Calibration implements Serializable {
        private static final long serialVersionUID = 1;

        private final TransactionSummarizer summarizer;
        private final LocalDate calibrationEnd;

        private Calibration(TransactionSummarizer summarizer, LocalDate calibrationEnd) {
            this.summarizer = summarizer;
            this.calibrationEnd = calibrationEnd;
        }

        /** Collects transactions into histories of the calibration and purchases of the holdout. */
        public Collector<Transaction, ?, CalibrationSplit> toSplit() {
            return summarizer.collector(partial -> partial.toSplit(calibrationEnd));
        }
    }

    /** An empty accumulator of transactions under these rules. */
    public Partial partial() {
        return new Partial(this);
    }

    private <R> Collector<Transaction, ?, R> collector(Function<Partial, R> finisher) {
        return Collector.of(
                this::partial, Partial::add, Partial::combine, finisher, Collector.Characteristics.UNORDERED);
    }

    private void requireCalibrationEnd(LocalDate calibrationEnd) {
        Objects.requireNonNull(calibrationEnd, "calibrationEnd");
        if (!calibrationEnd.isBefore(rules.last)) {
            throw Require.bad(
                    "calibrationEnd",
                    "must be before the end of observation " + rules.last,
                    "the holdout lies between them",
                    calibrationEnd);
        }
        if (rules.first != null && calibrationEnd.isBefore(rules.first)) {
            throw Require.bad(
                    "calibrationEnd",
                    "must not be before the start " + rules.first,
                    "the calibration lies between them",
                    calibrationEnd);
        }
    }

    /** Equal rules. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TransactionSummarizer other && rules.equals(other.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** All rules, in words. */
    @Override
    public String toString() {
        Policies p = rules.policies;
        return "TransactionSummarizer[per " + rules.unit + (rules.first == null ? "" : " from " + rules.first)
                + " until "
                + rules.last + ", same day " + p.sameDay + ", refunds " + p.refunds + ", zero values "
                + p.zeroValues + ", earlier customers " + p.earlierCustomers + ", late transactions "
                + p.lateTransactions + ", mean spend " + p.meanSpend
                + (rules.currency == null ? "" : ", currency " + rules.currency) + "]";
    }

    /**
     * Transactions read so far, ready to take more, to be combined with others and to be summed up at any moment. Holds 16
     * bytes a transaction and, a customer, the identifier and some 20 bytes; no object for either. Serializable, so that
     * the partitions of a cluster can fill one each. Not for use by several threads at once.
     */
    public static final class Partial implements Serializable {
        private static final long serialVersionUID = 1;

        /** Flags of a customer in the log. */
        static final int SEEN_BEFORE_WINDOW = 1;

        static final int ZERO_VALUE_DROPPED = 2;

        private final TransactionSummarizer summarizer;
        private final EventLog log;
        private long rowsRead;
        private long rowsBeforeWindow;
        private long rowsAfterEnd;
        private long zeroValueRows;
        private long zeroValueRowsDropped;
        private int firstDate = Integer.MAX_VALUE;
        private int lastDate = Integer.MIN_VALUE;

        // the rules that every row asks for
        private transient int windowFirst;
        private transient int windowLast;
        private transient boolean timed;
        private transient boolean rejectRefunds;
        private transient boolean dropZero;

        private Partial(TransactionSummarizer summarizer) {
            this.summarizer = summarizer;
            this.log = new EventLog(summarizer.rules.policies.sameDay == SameDay.SEPARATE);
            cacheRules();
        }

        private void cacheRules() {
            Rules rules = summarizer.rules;
            windowFirst = rules.first == null ? Integer.MIN_VALUE : (int) rules.first.toEpochDay();
            windowLast = (int) rules.last.toEpochDay();
            timed = rules.policies.sameDay == SameDay.SEPARATE;
            rejectRefunds = rules.policies.refunds == RefundPolicy.REJECT;
            dropZero = rules.policies.zeroValues == ZeroValuePolicy.DROP;
        }

        /**
         * Adds one transaction.
         *
         * @throws DataException if the rules refuse it; nothing was added then
         */
        public void add(Transaction transaction) {
            Objects.requireNonNull(transaction, "transaction");
            long day = transaction.time().toLocalDate().toEpochDay();
            add(
                    transaction.customer(),
                    inRange(transaction.customer(), day),
                    timed ? transaction.time().toLocalTime().toNanoOfDay() : 0,
                    transaction.amount());
        }

        /**
         * Adds one transaction of which the day is known, without an object for it.
         *
         * @param customer an opaque identifier, not blank, at most 65535 bytes
         * @param amount finite; negative for a refund
         * @throws DataException if the rules refuse it; nothing was added then
         */
        public void add(String customer, LocalDate day, double amount) {
            Objects.requireNonNull(customer, "customer");
            Objects.requireNonNull(day, "day");
            add(customer, inRange(customer, day.toEpochDay()), 0, amount);
        }

        /**
         * Adds one transaction of which the day is known: the fast way for columns and files.
         *
         * @param customer an opaque identifier, not blank, at most 65535 bytes
         * @param epochDay days from 1970-01-01, as of {@link LocalDate#toEpochDay()}
         * @param amount finite; negative for a refund
         * @throws DataException if the rules refuse it; nothing was added then
         */
        public void add(String customer, int epochDay, double amount) {
            add(customer, epochDay, 0, amount);
        }

        private void add(String customer, int day, long nanoOfDay, double amount) {
            Objects.requireNonNull(customer, "customer");
            if (customer.isEmpty() || customer.charAt(0) <= ' ' || customer.charAt(0) >= 0x80) {
                Require.nonBlank(customer, "customer", "an identifier");
            }
            if (!(Math.abs(amount) < Double.POSITIVE_INFINITY)) {
                throw refused(customer, day, "amount", "must be finite", "negative for a refund", amount);
            }
            if (day > windowLast || day < windowFirst) {
                addOutside(customer, day);
                return;
            }
            if (amount < 0 && rejectRefunds) {
                throw refused(
                        customer,
                        day,
                        "amount",
                        "must be >= 0",
                        "a refund; see TransactionSummarizer.withRefunds for what to do with it",
                        amount);
            }
            if (timed && day < -CustomerEvents.TIMED_DAYS) {
                throw refused(
                        customer,
                        day,
                        "time",
                        "must be in the years 1680 to 2259",
                        "SameDay.SEPARATE counts nanoseconds",
                        LocalDate.ofEpochDay(day));
            }
            if (amount == 0 && dropZero) {
                log.addFlags(log.intern(customer), ZERO_VALUE_DROPPED);
                zeroValueRowsDropped++;
            } else {
                log.add(customer, day, nanoOfDay, amount + 0.0);
            }
            zeroValueRows += amount == 0 ? 1 : 0;
            read(day);
        }

        private void addOutside(String customer, int day) {
            if (day > windowLast) {
                if (summarizer.rules.policies.lateTransactions == LateTransactions.REJECT) {
                    throw refused(
                            customer,
                            day,
                            "date",
                            "must not be after the end of observation " + summarizer.rules.last,
                            "see TransactionSummarizer.withLateTransactions to leave it out",
                            LocalDate.ofEpochDay(day));
                }
                log.intern(customer);
                rowsAfterEnd++;
            } else {
                log.addFlags(log.intern(customer), SEEN_BEFORE_WINDOW);
                rowsBeforeWindow++;
            }
            read(day);
        }

        private void read(int day) {
            rowsRead++;
            firstDate = Math.min(firstDate, day);
            lastDate = Math.max(lastDate, day);
        }

        private static int inRange(String customer, long day) {
            if ((int) day != day) {
                LocalDate date = LocalDate.ofEpochDay(day);
                throw DataException.of(customer, date, "date", "must be within 5.8 million years of 1970", "", date);
            }
            return (int) day;
        }

        private static DataException refused(
                String customer, int day, String name, String rule, String hint, Object value) {
            return DataException.of(customer, LocalDate.ofEpochDay(day), name, rule, hint, value);
        }

        /**
         * Adds all transactions of another partial under equal rules; the other stays as it is.
         *
         * @return this partial
         * @throws IllegalArgumentException if the rules differ, or {@code other} is this one
         */
        public Partial combine(Partial other) {
            Objects.requireNonNull(other, "other");
            if (other == this) {
                throw new IllegalArgumentException(
                        "other must be another partial, was this one (its transactions would count twice)");
            }
            if (!summarizer.equals(other.summarizer)) {
                throw Require.bad(
                        "other", "must have the same rules", "these are " + summarizer, other.summarizer.toString());
            }
            log.addAll(other.log);
            rowsRead += other.rowsRead;
            rowsBeforeWindow += other.rowsBeforeWindow;
            rowsAfterEnd += other.rowsAfterEnd;
            zeroValueRows += other.zeroValueRows;
            zeroValueRowsDropped += other.zeroValueRowsDropped;
            firstDate = Math.min(firstDate, other.firstDate);
            lastDate = Math.max(lastDate, other.lastDate);
            return this;
        }

        /** The histories of all customers so far. */
        public PurchaseHistories toHistories() {
            return toSummary().histories();
        }

        /**
         * The histories of all customers so far, with a report.
         *
         * @throws DataException if refunds come to more than the rules allow
         */
        public HistorySummary toSummary() {
            Settlement settlement = new Settlement(summarizer, log, summarizer.rules.last, null);
            DataQualityReport report = report(settlement);
            return new HistorySummary(settlement.histories(), report);
        }

        /**
         * The histories of the customers acquired until {@code calibrationEnd}, and their purchases in the rest of the
         * window.
         *
         * @param calibrationEnd the last day of the calibration: in the window, before its end
         * @throws DataException if refunds come to more than the rules allow
         */
        public CalibrationSplit toSplit(LocalDate calibrationEnd) {
            summarizer.requireCalibrationEnd(calibrationEnd);
            Rules rules = summarizer.rules;
            Settlement settlement = new Settlement(summarizer, log, calibrationEnd, rules.last);
            long days = rules.last.toEpochDay() - calibrationEnd.toEpochDay();
            return new CalibrationSplit(
                    settlement.histories(),
                    Span.first(days / rules.unit.days(), rules.unit),
                    settlement.holdoutPurchases(),
                    settlement.holdoutSpend(),
                    report(settlement));
        }

        private DataQualityReport report(Settlement settlement) {
            DataQualityReport.Tally tally = settlement.tally();
            tally.rowsRead = rowsRead;
            tally.zeroValueRows = zeroValueRows;
            tally.drop(DataQualityReport.RowDrop.BEFORE_WINDOW, rowsBeforeWindow);
            tally.drop(DataQualityReport.RowDrop.AFTER_END, rowsAfterEnd);
            tally.drop(DataQualityReport.RowDrop.ZERO_VALUE, zeroValueRowsDropped);
            tally.firstDay = firstDate;
            tally.lastDay = lastDate;
            return tally.report(summarizer);
        }

        /** How many transactions were added. */
        public long rowsRead() {
            return rowsRead;
        }

        /** A summary, not the rows. */
        @Override
        public String toString() {
            return "Partial[" + rowsRead + " transactions of " + log.customers() + " customers]";
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (summarizer == null || log == null) {
                throw new InvalidObjectException("a partial must have rules and transactions");
            }
            cacheRules();
        }
    }
}
