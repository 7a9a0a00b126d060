package org.customerequity.history;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.value.CurrencyMismatchException;
import org.jspecify.annotations.Nullable;

/**
 * What a summary read, and what became of it. Every row and every customer is accounted for once:
 *
 * <pre>{@code
 *   rowsRead      = purchases + rowsMerged + refundsNetted + sum over RowDrop of rowsDropped
 *   customersSeen = customers + sum over CustomerDrop of customersDropped
 *   amounts of the purchases in the window = amount + refundAmountNetted + amountDropped
 * }</pre>
 *
 * <p>Amounts are in the currency of the summary. The window runs from its start, if there is one, to the end of observation.
 */
public final class DataQualityReport implements Serializable {
    private static final long serialVersionUID = 1;

    /** Why a row is in no purchase. */
    public enum RowDrop {
        /** Before the window start. */
        BEFORE_WINDOW("before the window start"),
        /** After the end of observation. */
        AFTER_END("after the end of observation"),
        /** A refund, under {@link RefundPolicy#IGNORE}. */
        REFUND_IGNORED("refunds, ignored"),
        /** Of amount zero, under {@link ZeroValuePolicy#DROP}. */
        ZERO_VALUE("of amount zero"),
        /** A purchase of which refunds left nothing, under {@link ZeroValuePolicy#DROP}. */
        REFUNDED_IN_FULL("purchases refunded in full"),
        /** In the window, of a customer who was left out; see {@link CustomerDrop}. */
        CUSTOMER_DROPPED("of customers left out");

        private final String words;

        RowDrop(String words) {
            this.words = words;
        }
    }

    /** Why a customer has no history. */
    public enum CustomerDrop {
        /** First seen before the window start, under {@link EarlierCustomers#DROP}. */
        FIRST_SEEN_BEFORE_WINDOW("first seen before the window start"),
        /** First purchase after the end of the calibration. */
        FIRST_PURCHASE_AFTER_CALIBRATION("first purchase after the calibration"),
        /** All purchases in the window are of amount zero, or refunded in full, under {@link ZeroValuePolicy#DROP}. */
        ONLY_ZERO_VALUE("no purchase of any value"),
        /** Nothing but refunds in the window. */
        ONLY_REFUNDS("nothing but refunds"),
        /** No row in the window. */
        ONLY_OUTSIDE_WINDOW("no row in the window");

        private final String words;

        CustomerDrop(String words) {
            this.words = words;
        }
    }

    private final long rowsRead;
    private final long purchases;
    private final long rowsMerged;
    private final long refunds;
    private final long refundsNetted;
    private final long zeroValueRows;
    private final long[] rowsDropped;
    private final long customers;
    private final long[] customersDropped;
    private final double amount;
    private final double amountDropped;
    private final double refundAmount;
    private final double refundAmountNetted;
    private final double refundAmountUnmatched;
    private final @Nullable LocalDate firstDate;
    private final @Nullable LocalDate lastDate;
    private final RefundPolicy refundPolicy;
    private final ZeroValuePolicy zeroValuePolicy;
    private final @Nullable Currency currency;

    private DataQualityReport(Tally tally, TransactionSummarizer rules) {
        this.rowsRead = tally.rowsRead;
        this.purchases = tally.purchases;
        this.rowsMerged = tally.rowsMerged;
        this.refunds = tally.refunds;
        this.refundsNetted = tally.refundsNetted;
        this.zeroValueRows = tally.zeroValueRows;
        this.rowsDropped = tally.rowsDropped.clone();
        this.customers = tally.customers;
        this.customersDropped = tally.customersDropped.clone();
        this.amount = tally.amount.finite("amount");
        this.amountDropped = tally.amountDropped.finite("amountDropped");
        this.refundAmount = tally.refundAmount.finite("refundAmount");
        this.refundAmountNetted = tally.refundAmountNetted.finite("refundAmountNetted");
        this.refundAmountUnmatched = tally.refundAmountUnmatched.finite("refundAmountUnmatched");
        this.firstDate = tally.rowsRead == 0 ? null : LocalDate.ofEpochDay(tally.firstDay);
        this.lastDate = tally.rowsRead == 0 ? null : LocalDate.ofEpochDay(tally.lastDay);
        this.refundPolicy = rules.refundPolicy();
        this.zeroValuePolicy = rules.zeroValuePolicy();
        this.currency = rules.currency().orElse(null);
    }

    /** The currency of all amounts, if the summariser was told one. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** All transactions, in the window or not. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Purchases in the histories, first purchases included, and in the holdout where there is one. */
    public long purchases() {
        return purchases;
    }

    /** Rows that became part of another row's purchase, on the same day. */
    public long rowsMerged() {
        return rowsMerged;
    }

    /** Rows in the window with a negative amount, whatever was done with them. */
    public long refunds() {
        return refunds;
    }

    /** Refunds that were taken from purchases, as far as there were any to take them from. */
    public long refundsNetted() {
        return refundsNetted;
    }

    /** What the summary did with refunds. */
    public RefundPolicy refundPolicy() {
        return refundPolicy;
    }

    /** Sum of all refunds in the window, {@code >= 0}. */
    public double refundAmount() {
        return refundAmount;
    }

    /** What refunds took from purchases, {@code >= 0}; not of customers all of whose rows were left out. */
    public double refundAmountNetted() {
        return refundAmountNetted;
    }

    /**
     * What refunds were more than the customer's purchases in the window up to them, {@code >= 0}; not of customers all of
     * whose rows were left out.
     */
    public double refundAmountUnmatched() {
        return refundAmountUnmatched;
    }

    /** Rows in the window of amount zero, whatever was done with them. */
    public long zeroValueRows() {
        return zeroValueRows;
    }

    /** Rows left out for one reason. */
    public long rowsDropped(RowDrop why) {
        return rowsDropped[why.ordinal()];
    }

    /** Rows left out, by reason; reasons that did not occur are left out too. */
    public Map<RowDrop, Long> rowsDropped() {
        return nonZero(RowDrop.class, RowDrop.values(), rowsDropped);
    }

    /** Customers with a history. */
    public long customers() {
        return customers;
    }

    /** Different identifiers read. */
    public long customersSeen() {
        return customers + Arrays.stream(customersDropped).sum();
    }

    /** Customers left out for one reason. */
    public long customersDropped(CustomerDrop why) {
        return customersDropped[why.ordinal()];
    }

    /** Customers left out, by reason; reasons that did not occur are left out too. */
    public Map<CustomerDrop, Long> customersDropped() {
        return nonZero(CustomerDrop.class, CustomerDrop.values(), customersDropped);
    }

    /** Sum of the purchases, after refunds. */
    public double amount() {
        return amount;
    }

    /** Sum of the purchases in the window of customers left out, before refunds. */
    public double amountDropped() {
        return amountDropped;
    }

    /** The earliest date of any row; empty if there was none. */
    public Optional<LocalDate> firstDate() {
        return Optional.ofNullable(firstDate);
    }

    /** The latest date of any row, which may lie after the end of observation; empty if there was none. */
    public Optional<LocalDate> lastDate() {
        return Optional.ofNullable(lastDate);
    }

    /** The report of this and of another summary of different customers under the same rules: of two partitions by customer. */
    public DataQualityReport plus(DataQualityReport other) {
        if (currency != null && other.currency != null && !currency.equals(other.currency)) {
            throw new CurrencyMismatchException(currency, other.currency);
        }
        if (refundPolicy != other.refundPolicy
                || zeroValuePolicy != other.zeroValuePolicy
                || !Objects.equals(currency, other.currency)) {
            throw new IllegalArgumentException("other must be a report under the same rules, was " + other.rules()
                    + " (these are " + rules() + ")");
        }
        return new DataQualityReport(this, other);
    }

    private DataQualityReport(DataQualityReport a, DataQualityReport b) {
        rowsRead = a.rowsRead + b.rowsRead;
        purchases = a.purchases + b.purchases;
        rowsMerged = a.rowsMerged + b.rowsMerged;
        refunds = a.refunds + b.refunds;
        refundsNetted = a.refundsNetted + b.refundsNetted;
        zeroValueRows = a.zeroValueRows + b.zeroValueRows;
        rowsDropped = sum(a.rowsDropped, b.rowsDropped);
        customers = a.customers + b.customers;
        customersDropped = sum(a.customersDropped, b.customersDropped);
        amount = a.amount + b.amount;
        amountDropped = a.amountDropped + b.amountDropped;
        refundAmount = a.refundAmount + b.refundAmount;
        refundAmountNetted = a.refundAmountNetted + b.refundAmountNetted;
        refundAmountUnmatched = a.refundAmountUnmatched + b.refundAmountUnmatched;
        LocalDate first = a.firstDate;
        LocalDate last = a.lastDate;
        firstDate = first == null || (b.firstDate != null && b.firstDate.isBefore(first)) ? b.firstDate : first;
        lastDate = last == null || (b.lastDate != null && b.lastDate.isAfter(last)) ? b.lastDate : last;
        refundPolicy = a.refundPolicy;
        zeroValuePolicy = a.zeroValuePolicy;
        currency = a.currency;
    }

    private String rules() {
        return "refunds " + refundPolicy + ", zero values " + zeroValuePolicy + ", currency "
                + (currency == null ? "none" : currency.getCurrencyCode());
    }

    /** The report as text to read, a fact a line; what did not occur is left out. In English, in every locale. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(counted(rowsRead, "transaction") + " of " + counted(customersSeen(), "customer")
                + (firstDate == null ? "" : ", " + firstDate + " to " + lastDate));
        lines.add(counted(purchases, "purchase") + " of " + counted(customers, "customer") + " kept, " + money(amount));
        if (rowsMerged > 0) {
            lines.add(counted(rowsMerged, "row") + " merged into another purchase of the same day");
        }
        if (refunds > 0) {
            lines.add(counted(refunds, "refund") + " of " + money(refundAmount) + ", " + treatment());
        }
        if (zeroValueRows > 0) {
            lines.add(counted(zeroValueRows, "row") + " of amount zero, "
                    + switch (zeroValuePolicy) {
                        case COUNT -> "counted as purchases";
                        case COUNT_WITHOUT_SPEND -> "counted as purchases but not in the mean spend";
                        case DROP -> "left out";
                    });
        }
        rowsDropped().forEach((why, n) -> lines.add(counted(n, "row") + " left out: " + why.words));
        customersDropped().forEach((why, n) -> lines.add(counted(n, "customer") + " left out: " + why.words));
        if (amountDropped > 0) {
            lines.add("purchases of customers left out: " + money(amountDropped));
        }
        return List.copyOf(lines);
    }

    private String treatment() {
        return switch (refundPolicy) {
            case REJECT -> "rejected";
            case IGNORE -> "ignored";
            case NET_DAY -> "netted against purchases of the same day";
            case NET_CUSTOMER ->
                "netted against the customer's purchases before them"
                        + (refundAmountUnmatched > 0
                                ? ", " + money(refundAmountUnmatched) + " of it unmatched by any purchase in the window"
                                : "");
        };
    }

    private String money(double value) {
        return (currency == null ? "amount" : currency.getCurrencyCode()) + " "
                + String.format(Locale.ROOT, "%,.2f", value);
    }

    private static String counted(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static <E extends Enum<E>> Map<E, Long> nonZero(Class<E> type, E[] reasons, long[] counts) {
        EnumMap<E, Long> map = new EnumMap<>(type);
        for (E reason : reasons) {
            if (counts[reason.ordinal()] > 0) {
                map.put(reason, counts[reason.ordinal()]);
            }
        }
        return java.util.Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DataQualityReport other
                && Arrays.equals(counts(), other.counts())
                && Arrays.equals(amounts(), other.amounts())
                && Objects.equals(firstDate, other.firstDate)
                && Objects.equals(lastDate, other.lastDate)
                && refundPolicy == other.refundPolicy
                && zeroValuePolicy == other.zeroValuePolicy
                && Objects.equals(currency, other.currency);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(counts()), Arrays.hashCode(amounts()), firstDate, lastDate);
    }

    private long[] counts() {
        long[] own = {rowsRead, purchases, rowsMerged, refunds, refundsNetted, zeroValueRows, customers};
        long[] all = Arrays.copyOf(own, own.length + rowsDropped.length + customersDropped.length);
        System.arraycopy(rowsDropped, 0, all, own.length, rowsDropped.length);
        System.arraycopy(customersDropped, 0, all, own.length + rowsDropped.length, customersDropped.length);
        return all;
    }

    private double[] amounts() {
        return new double[] {amount, amountDropped, refundAmount, refundAmountNetted, refundAmountUnmatched};
    }

    /** {@link #lines()}, as one text. */
    @Override
    public String toString() {
        return "DataQualityReport[" + String.join("; ", lines()) + "]";
    }

    /** The figures while they are being counted. */
    static final class Tally {
        long rowsRead;
        long purchases;
        long rowsMerged;
        long refunds;
        long refundsNetted;
        long zeroValueRows;
        final long[] rowsDropped = new long[RowDrop.values().length];
        long customers;
        final long[] customersDropped = new long[CustomerDrop.values().length];
        final CustomerEvents.CompensatedSum amount = new CustomerEvents.CompensatedSum();
        final CustomerEvents.CompensatedSum amountDropped = new CustomerEvents.CompensatedSum();
        final CustomerEvents.CompensatedSum refundAmount = new CustomerEvents.CompensatedSum();
        final CustomerEvents.CompensatedSum refundAmountNetted = new CustomerEvents.CompensatedSum();
        final CustomerEvents.CompensatedSum refundAmountUnmatched = new CustomerEvents.CompensatedSum();
        int firstDay;
        int lastDay;

        void drop(RowDrop why, long rows) {
            rowsDropped[why.ordinal()] += rows;
        }

        void drop(CustomerDrop why) {
            customersDropped[why.ordinal()]++;
        }

        DataQualityReport report(TransactionSummarizer rules) {
            return new DataQualityReport(this, rules);
        }
    }
}
