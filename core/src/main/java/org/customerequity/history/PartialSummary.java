package org.customerequity.history;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.Require;
import org.customerequity.value.Span;

/**
 * Transactions read so far, ready to take more, to be combined with others and to be summed up at any moment. Holds 16
 * bytes a transaction and, a customer, the identifier and some 20 bytes; no object for either. Serializable, so that
 * the partitions of a cluster can fill one each. Not for use by several threads at once.
 */
public final class PartialSummary implements Serializable {
    private static final long serialVersionUID = 1;

    /** Flags of a customer in the log. */
    static final int SEEN_BEFORE_WINDOW = 1;

    static final int ZERO_VALUE_DROPPED = 2;

    private TransactionSummarizer summarizer;
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

    PartialSummary(TransactionSummarizer summarizer) {
        this.summarizer = summarizer;
        this.log = new EventLog(summarizer.rules().policies().sameDay() == SameDay.SEPARATE);
        cacheRules();
    }

    private void cacheRules() {
        SummaryRules rules = summarizer.rules();
        windowFirst =
                rules.first() == null ? Integer.MIN_VALUE : (int) rules.first().toEpochDay();
        windowLast = (int) rules.last().toEpochDay();
        timed = rules.policies().sameDay() == SameDay.SEPARATE;
        rejectRefunds = rules.policies().refunds() == RefundPolicy.REJECT;
        dropZero = rules.policies().zeroValues() == ZeroValuePolicy.DROP;
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
            throw refund(customer, day, amount);
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
            if (summarizer.rules().policies().lateTransactions() == LateTransactions.REJECT) {
                throw afterEnd(customer, day, summarizer);
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

    static int inRange(String customer, long day) {
        if ((int) day != day) {
            LocalDate date = LocalDate.ofEpochDay(day);
            throw DataException.of(customer, date, "date", "must be within 5.8 million years of 1970", "", date);
        }
        return (int) day;
    }

    static DataException refund(String customer, int day, double amount) {
        return refused(
                customer,
                day,
                "amount",
                "must be >= 0",
                "a refund; see TransactionSummarizer.withRefunds for what to do with it",
                amount);
    }

    static DataException afterEnd(String customer, int day, TransactionSummarizer summarizer) {
        return refused(
                customer,
                day,
                "date",
                "must not be after the end of observation " + summarizer.lastDay(),
                "see TransactionSummarizer.withLateTransactions to leave it out",
                LocalDate.ofEpochDay(day));
    }

    static DataException refused(String customer, int day, String name, String rule, String hint, Object value) {
        return DataException.of(customer, LocalDate.ofEpochDay(day), name, rule, hint, value);
    }

    /**
     * Adds all transactions of another partial under equal rules; the other stays as it is.
     *
     * @return this partial
     * @throws IllegalArgumentException if the rules differ, or {@code other} is this one
     */
    public PartialSummary combine(PartialSummary other) {
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

    /**
     * Observation goes on until a later day, which belongs to it; from here on transactions until then are taken. Yesterday's
     * partial, continued, with the transactions of today, is the partial of both, exactly: also where they come late.
     *
     * @param end not before the end so far
     * @return this partial
     * @throws IllegalArgumentException if {@code end} is before the end so far
     * @throws IllegalStateException if transactions after the end so far were left out, which are now missing
     */
    public PartialSummary continueUntil(LocalDate end) {
        summarizer = continued(summarizer, end, rowsAfterEnd);
        cacheRules();
        return this;
    }

    static TransactionSummarizer continued(TransactionSummarizer summarizer, LocalDate end, long rowsAfterEnd) {
        Objects.requireNonNull(end, "end");
        LocalDate last = summarizer.lastDay();
        if (end.isBefore(last)) {
            throw Require.bad("end", "must not be before the end so far " + last, "observation goes on", end);
        }
        if (rowsAfterEnd > 0 && end.isAfter(last)) {
            throw new IllegalStateException(
                    "transactions after the end so far " + last + " must not have been left out, " + rowsAfterEnd
                            + " were (add them after continueUntil; LateTransactions.REJECT finds them)");
        }
        return summarizer.until(end);
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
        Settlement settlement =
                new Settlement(summarizer, log, summarizer.rules().last(), null, null);
        DataQualityReport report = report(settlement);
        return new HistorySummary(settlement.histories(), report);
    }

    /**
     * Every purchase of all customers so far, which takes 12 bytes a purchase and a copy of them while it is made.
     *
     * @throws DataException if refunds come to more than the rules allow
     */
    public PurchaseLog toLog() {
        PurchaseLogBuilder builder = new PurchaseLogBuilder(summarizer, log.customers(), log.events());
        new Settlement(summarizer, log, summarizer.rules().last(), null, builder);
        return builder.build();
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
        SummaryRules rules = summarizer.rules();
        Settlement settlement = new Settlement(summarizer, log, calibrationEnd, rules.last(), null);
        long days = rules.last().toEpochDay() - calibrationEnd.toEpochDay();
        return new CalibrationSplit(
                settlement.histories(),
                Span.first(days / rules.unit().days(), rules.unit()),
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
        return "PartialSummary[" + rowsRead + " transactions of " + log.customers() + " customers]";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        if (summarizer == null || log == null) {
            throw new InvalidObjectException("a partial must have rules and transactions");
        }
        cacheRules();
    }
}
