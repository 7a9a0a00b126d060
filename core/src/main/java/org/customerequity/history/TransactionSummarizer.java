package org.customerequity.history;

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

    private final SummaryRules rules;

    private TransactionSummarizer(SummaryRules rules) {
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
            return new TransactionSummarizer(new SummaryRules(unit, start, end, SummaryRules.Policies.DEFAULT, null));
        }
    }

    /**
     * Observation begins with the day {@code start}. Transactions before it are left out, and so are the customers they
     * belong to, unless {@link #withEarlierCustomers} says otherwise. Without a start nothing is too early.
     *
     * @throws IllegalArgumentException if {@code start} is after the end of observation
     */
    public TransactionSummarizer from(LocalDate start) {
        return new TransactionSummarizer(rules.withFirst(Objects.requireNonNull(start, "start")));
    }

    /** This summariser with another end of observation. */
    public TransactionSummarizer until(LocalDate end) {
        return new TransactionSummarizer(rules.withLast(end));
    }

    /** What several purchases on one day are; {@link SameDay#MERGE} unless set. */
    public TransactionSummarizer withSameDay(SameDay sameDay) {
        return withPolicies(rules.policies().withSameDay(sameDay));
    }

    /** What negative amounts do; {@link RefundPolicy#REJECT} unless set. */
    public TransactionSummarizer withRefunds(RefundPolicy refunds) {
        return withPolicies(rules.policies().withRefunds(refunds));
    }

    /** What purchases of amount zero are; {@link ZeroValuePolicy#COUNT} unless set. */
    public TransactionSummarizer withZeroValues(ZeroValuePolicy zeroValues) {
        return withPolicies(rules.policies().withZeroValues(zeroValues));
    }

    /** What happens to customers seen before the start; {@link EarlierCustomers#DROP} unless set. */
    public TransactionSummarizer withEarlierCustomers(EarlierCustomers earlierCustomers) {
        return withPolicies(rules.policies().withEarlierCustomers(earlierCustomers));
    }

    /** What happens to transactions after the end; {@link LateTransactions#DROP} unless set. */
    public TransactionSummarizer withLateTransactions(LateTransactions lateTransactions) {
        return withPolicies(rules.policies().withLateTransactions(lateTransactions));
    }

    /** Which purchases the mean spend is of; {@link MeanSpend#OF_REPEAT_PURCHASES} unless set. */
    public TransactionSummarizer withMeanSpend(MeanSpend meanSpend) {
        return withPolicies(rules.policies().withMeanSpend(meanSpend));
    }

    /** The currency of all amounts; none unless set. */
    public TransactionSummarizer withCurrency(Currency currency) {
        return new TransactionSummarizer(rules.withCurrency(Objects.requireNonNull(currency, "currency")));
    }

    /** The currency of all amounts by its ISO 4217 code: {@code withCurrency("USD")}. */
    public TransactionSummarizer withCurrency(String currencyCode) {
        return withCurrency(Currencies.of(currencyCode));
    }

    private TransactionSummarizer withPolicies(SummaryRules.Policies policies) {
        return new TransactionSummarizer(rules.withPolicies(policies));
    }

    /** What times are counted in. */
    public PeriodUnit unit() {
        return rules.unit();
    }

    /** The first day of the window; empty if nothing is too early. */
    public Optional<LocalDate> firstDay() {
        return Optional.ofNullable(rules.first());
    }

    /** The last day of observation. */
    public LocalDate lastDay() {
        return rules.last();
    }

    /** The currency of all amounts, if one was named. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(rules.currency());
    }

    /** See {@link #withRefunds}. */
    public RefundPolicy refundPolicy() {
        return rules.policies().refunds();
    }

    /** See {@link #withZeroValues}. */
    public ZeroValuePolicy zeroValuePolicy() {
        return rules.policies().zeroValues();
    }

    /** See {@link #withSameDay}. */
    public SameDay sameDay() {
        return rules.policies().sameDay();
    }

    MeanSpend meanSpend() {
        return rules.policies().meanSpend();
    }

    EarlierCustomers earlierCustomers() {
        return rules.policies().earlierCustomers();
    }

    /**
     * Collects transactions, of a parallel stream too, into histories. No transactions give histories of size 0, which no
     * model can be fitted on.
     */
    public Collector<Transaction, ?, PurchaseHistories> toHistories() {
        return collector(PartialSummary::toHistories);
    }

    /** Collects transactions into histories with a report of what was read and left out. */
    public Collector<Transaction, ?, HistorySummary> toSummary() {
        return collector(PartialSummary::toSummary);
    }

    /** Collects transactions into a log of every purchase, from which histories as of any day are made. */
    public Collector<Transaction, ?, PurchaseLog> toLog() {
        return collector(PartialSummary::toLog);
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
    public PartialSummary partial() {
        return new PartialSummary(this);
    }

    /**
     * An empty summary that forgets transactions as it goes, for those that come in the order of time.
     *
     * @throws IllegalArgumentException if the rules are among those that a {@link RunningSummary} does not support
     */
    public RunningSummary running() {
        return new RunningSummary(this);
    }

    private <R> Collector<Transaction, ?, R> collector(Function<PartialSummary, R> finisher) {
        return Collector.of(
                this::partial,
                PartialSummary::add,
                PartialSummary::combine,
                finisher,
                Collector.Characteristics.UNORDERED);
    }

    void requireCalibrationEnd(LocalDate calibrationEnd) {
        Objects.requireNonNull(calibrationEnd, "calibrationEnd");
        if (!calibrationEnd.isBefore(rules.last())) {
            throw Require.bad(
                    "calibrationEnd",
                    "must be before the end of observation " + rules.last(),
                    "the holdout lies between them",
                    calibrationEnd);
        }
        if (rules.first() != null && calibrationEnd.isBefore(rules.first())) {
            throw Require.bad(
                    "calibrationEnd",
                    "must not be before the start " + rules.first(),
                    "the calibration lies between them",
                    calibrationEnd);
        }
    }

    SummaryRules rules() {
        return rules;
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
        SummaryRules.Policies p = rules.policies();
        return "TransactionSummarizer[per " + rules.unit() + (rules.first() == null ? "" : " from " + rules.first())
                + " until "
                + rules.last() + ", same day " + p.sameDay() + ", refunds " + p.refunds() + ", zero values "
                + p.zeroValues() + ", earlier customers " + p.earlierCustomers() + ", late transactions "
                + p.lateTransactions() + ", mean spend " + p.meanSpend()
                + (rules.currency() == null ? "" : ", currency " + rules.currency()) + "]";
    }
}
