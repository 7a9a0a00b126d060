package org.customerequity.retention.revenue;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.history.contract.Contract;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What each customer paid per month on the day before a period and on its last day: from which all movements are counted. Immutable.
 *
 * <pre>{@code
 *   RevenueBook march = RevenueBook.from(contracts, ReportingPeriod.ofMonth(2026, 3), Pauses.asChurn());
 *   RevenueMovements moved = march.netByCustomer();
 * }</pre>
 *
 * <p>Amounts are recurring revenue per month in one currency; {@link RevenueMovements#convertedTo} brings books of several currencies
 * together at the rates of the start. A period of twelve months gives the trailing retention of the customers of a year ago.
 */
public final class RevenueBook implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Ending[] ENDINGS = Ending.values();
    private static final byte UNKNOWN = (byte) Ending.UNKNOWN.ordinal();

    // flags of a customer
    private static final int BEFORE = 1;
    private static final int PAUSED_AT_START = 2;
    private static final int PAUSED_AT_END = 4;

    private final ReportingPeriod period;
    private final Currency currency;

    // a row a customer
    private final double[] start;
    private final double[] end;
    private final byte[] flags;
    private final byte[] ending;

    /** Of each customer; empty where not told apart. */
    private final double[] priceRise;

    /** Growth and shrinking of each customer, product by product; null where there are no products. */
    private final @Nullable ProductLines products;

    /** A row a product of a customer. */
    private record ProductLines(int[] customer, double[] start, double[] end) implements Serializable {
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof ProductLines other
                    && Arrays.equals(customer, other.customer)
                    && Arrays.equals(start, other.start)
                    && Arrays.equals(end, other.end);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(customer), Arrays.hashCode(start), Arrays.hashCode(end));
        }

        /** What a customer gained in some products; less than 0 has no part in it. */
        double[] changes(int customers, double sign) {
            double[] sums = new double[customers];
            for (int row = 0; row < customer.length; row++) {
                sums[customer[row]] += Math.max(0, sign * (end[row] - start[row]));
            }
            return sums;
        }
    }

    private RevenueBook(
            ReportingPeriod period,
            Currency currency,
            double[] start,
            double[] end,
            byte[] flags,
            byte[] ending,
            double[] priceRise,
            @Nullable ProductLines products) {
        this.period = Objects.requireNonNull(period, "period");
        this.currency = Objects.requireNonNull(currency, "currency");
        this.start = start;
        this.end = end;
        this.flags = flags;
        this.ending = ending;
        this.priceRise = priceRise;
        this.products = products;
    }

    /**
     * A row a customer.
     *
     * @param atStart recurring revenue on the day before the period, finite and {@code >= 0}; 0 for who was no customer
     * @param atEnd recurring revenue on its last day
     * @param before whether ever a paying customer before the period; read only where {@code atStart} is 0
     */
    public static RevenueBook of(
            ReportingPeriod period, Currency currency, double[] atStart, double[] atEnd, boolean[] before) {
        Objects.requireNonNull(atStart, "atStart");
        return new RevenueBook(
                period,
                currency,
                checked(atStart, "atStart", atStart.length),
                checked(atEnd, "atEnd", atStart.length),
                flags(before, "before", BEFORE, new byte[atStart.length]),
                unknown(atStart.length),
                new double[0],
                null);
    }

    /**
     * A row a product of a customer, so that {@link #grossByProductLine} can tell what one product gained from what another lost.
     *
     * @param customer to whom each row belongs, from 0 to {@code before.length - 1}
     * @param atStart recurring revenue of the row on the day before the period
     * @param atEnd recurring revenue of the row on the last day
     * @param before one value a customer: whether ever a paying customer before the period
     */
    public static RevenueBook ofProductLines(
            ReportingPeriod period,
            Currency currency,
            int[] customer,
            double[] atStart,
            double[] atEnd,
            boolean[] before) {
        Objects.requireNonNull(before, "before");
        ProductLines lines = new ProductLines(
                Objects.requireNonNull(customer, "customer").clone(),
                checked(atStart, "atStart", customer.length),
                checked(atEnd, "atEnd", customer.length));
        Sum[] starts = sums(before.length);
        Sum[] ends = sums(before.length);
        for (int row = 0; row < customer.length; row++) {
            int at = lines.customer[row];
            if (at < 0 || at >= before.length) {
                throw Require.bad(
                        "customer[" + row + "]", "must be in 0 to " + (before.length - 1), "a row of before", at);
            }
            starts[at].add(lines.start[row]);
            ends[at].add(lines.end[row]);
        }
        // to the last digit, or products in another order would be expansion
        RevenueBook sums = of(period, currency, values(starts), values(ends), before);
        return new RevenueBook(period, currency, sums.start, sums.end, sums.flags, sums.ending, sums.priceRise, lines);
    }

    /**
     * From contracts: what the contracts on the day before the period and on its last day cost per month, and why who left did.
     *
     * <p>Revenue leaves on the first day without the contract, which is the end of the term that was paid for. To have it leave on the
     * day of the notice, build the log with that day as the end. Who falls back to a free contract churns, for a reason unknown; who
     * had only free ones is new with the first that is paid.
     *
     * @throws IllegalArgumentException if the log has no currency
     */
    public static RevenueBook from(ContractLog log, ReportingPeriod period, Pauses pauses) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(pauses, "pauses");
        Currency currency = log.currency()
                .orElseThrow(() -> Require.bad(
                        "log", "must have a currency", "ContractLog.per(MONTH).withCurrency(\"USD\")", log));
        LocalDate opening = period.from().minusDays(1);
        LocalDate closing = period.lastDay();
        double[] start = perMonth(log, opening);
        double[] end = perMonth(log, closing);
        byte[] flags = new byte[start.length];
        for (int i = 0; i < flags.length; i++) {
            if (start[i] == 0 && end[i] > 0 && hasPaidBefore(log.contracts(i), period.from())) {
                flags[i] |= BEFORE;
            }
            if (start[i] == 0 && pauses.isPaused(log.contracts(i), opening)) {
                flags[i] |= PAUSED_AT_START;
            }
            if (end[i] == 0 && pauses.isPaused(log.contracts(i), closing)) {
                flags[i] |= PAUSED_AT_END;
            }
        }
        byte[] ending = unknown(start.length);
        for (Ending why : ENDINGS) {
            boolean[] left = log.leftBetween(opening, closing, why);
            for (int i = 0; i < left.length; i++) {
                ending[i] = left[i] ? (byte) why.ordinal() : ending[i];
            }
        }
        return new RevenueBook(period, currency, start, end, flags, ending, new double[0], null);
    }

    static double[] perMonth(ContractLog log, LocalDate day) {
        double[] revenue = log.recurringRevenueOn(day);
        if (log.unit() != PeriodUnit.MONTH) {
            double perMonth = log.unit().from(1, PeriodUnit.MONTH);
            for (int i = 0; i < revenue.length; i++) {
                revenue[i] *= perMonth;
            }
        }
        return revenue;
    }

    private static boolean hasPaidBefore(List<Contract> contracts, LocalDate day) {
        for (Contract contract : contracts) {
            if (contract.price() > 0 && contract.start().isBefore(day)) {
                return true;
            }
        }
        return false;
    }

    private static double[] checked(double[] column, String name, int rows) {
        if (Objects.requireNonNull(column, name).length != rows) {
            throw Require.bad(name, "must have " + rows + " rows", "one value a row", column.length);
        }
        double[] copy = column.clone();
        for (int i = 0; i < rows; i++) {
            if (!(copy[i] >= 0 && copy[i] < Double.POSITIVE_INFINITY)) {
                throw Require.bad(name + "[" + i + "]", "must be finite and >= 0", "recurring revenue", copy[i]);
            }
            copy[i] += 0.0;
        }
        return copy;
    }

    private static byte[] flags(boolean[] column, String name, int flag, byte[] into) {
        if (Objects.requireNonNull(column, name).length != into.length) {
            throw Require.bad(name, "must have " + into.length + " rows", "one value a customer", column.length);
        }
        for (int i = 0; i < column.length; i++) {
            into[i] |= (byte) (column[i] ? flag : 0);
        }
        return into;
    }

    private static byte[] unknown(int rows) {
        byte[] ending = new byte[rows];
        Arrays.fill(ending, UNKNOWN);
        return ending;
    }

    /**
     * With the part of what customers pay more that is due to higher prices, as a line of its own; otherwise it is expansion.
     *
     * @param rises one value a customer, in [0, revenue at the end], and 0 for who did not pay on both days
     */
    public RevenueBook withPriceRises(double[] rises) {
        double[] checked = checked(rises, "rises", size());
        for (int i = 0; i < checked.length; i++) {
            double most = start[i] > 0 ? end[i] : 0;
            if (checked[i] > most) {
                throw Require.bad(
                        "rises[" + i + "]",
                        "must be <= " + most,
                        "a part of the revenue at the end, of who paid on both days",
                        checked[i]);
            }
        }
        if (products != null) {
            throw new IllegalStateException(
                    "price rises must be told apart by product line or not at all, was a book of"
                            + " product lines (use RevenueBook.of)");
        }
        return new RevenueBook(period, currency, start, end, flags, ending, checked, null);
    }

    /**
     * With the reason why each left, read only of those who did.
     *
     * @param why one value a customer
     */
    public RevenueBook withEndings(Ending[] why) {
        if (Objects.requireNonNull(why, "why").length != size()) {
            throw Require.bad("why", "must have " + size() + " rows", "one value a customer", why.length);
        }
        byte[] endings = new byte[size()];
        for (int i = 0; i < endings.length; i++) {
            endings[i] = (byte) Objects.requireNonNull(why[i], "why").ordinal();
        }
        return new RevenueBook(period, currency, start, end, flags, endings, priceRise, products);
    }

    /**
     * With customers who pause: they pay nothing, and have not left. What they paid is contraction, and expansion when it comes back.
     *
     * @param atStart one value a customer, read only where the revenue at the start is 0
     * @param atEnd one value a customer, read only where the revenue at the end is 0
     */
    public RevenueBook withPaused(boolean[] atStart, boolean[] atEnd) {
        byte[] marked = flags.clone();
        for (int i = 0; i < marked.length; i++) {
            marked[i] &= BEFORE;
        }
        flags(atStart, "atStart", PAUSED_AT_START, marked);
        flags(atEnd, "atEnd", PAUSED_AT_END, marked);
        return new RevenueBook(period, currency, start, end, marked, ending, priceRise, products);
    }

    /** How many customers, with those who pay on neither day. */
    public int size() {
        return start.length;
    }

    /** The days it is about. */
    public ReportingPeriod period() {
        return period;
    }

    /** Of all amounts. */
    public Currency currency() {
        return currency;
    }

    /**
     * The movements, each customer in one line: what one product gained and another lost meet first.
     *
     * <pre>{@code
     *   s = 0, e > 0   acquired, or reactivated: e          s > 0, e > s   expansion: e - s
     *   s > 0, e = 0   churn: s                             0 < e < s      contraction: s - e
     * }</pre>
     */
    public RevenueMovements netByCustomer() {
        return movements(null, null, null);
    }

    /**
     * The movements, each product in its line: a customer who takes one product more and another less has both expanded and contracted.
     * Who leaves, comes or comes back does so as a customer, as in {@link #netByCustomer}. Gross retention is lower by this, net
     * retention the same.
     *
     * @throws IllegalStateException if there are no product lines
     */
    public RevenueMovements grossByProductLine() {
        if (products == null) {
            throw new IllegalStateException("product lines must be known (use RevenueBook.ofProductLines)");
        }
        return movements(null, products.changes(size(), 1), products.changes(size(), -1));
    }

    /**
     * The movements, net by customer, of customers drawn again and again: for intervals of any ratio where a few customers weigh most.
     *
     * <pre>{@code
     *   book.bootstrap(Bootstrap.ofResamples(2000), random)
     *           .percentileInterval(m -> m.netRevenueRetention().value(), 0.95)
     * }</pre>
     */
    public BootstrapDraws<RevenueMovements> bootstrap(Bootstrap plan, RandomGenerator random) {
        return Objects.requireNonNull(plan, "plan").cases(size(), taken -> movements(taken, null, null), random);
    }

    /** Of these rows, or of all; {@code up} and {@code down} are what customers gained and lost, where it is not the net of both. */
    private RevenueMovements movements(int @Nullable [] taken, double @Nullable [] up, double @Nullable [] down) {
        int n = taken == null ? start.length : taken.length;
        Sum starts = new Sum();
        Sum ends = new Sum();
        Sum acquired = new Sum();
        Sum back = new Sum();
        Sum grown = new Sum();
        Sum prices = new Sum();
        Sum shrunk = new Sum();
        Sum[] left = {new Sum(), new Sum(), new Sum()};
        Sum stayed = new Sum();
        Sum keeps = new Sum();
        long starters = 0;
        long kept = 0;
        long backs = 0;
        for (int k = 0; k < n; k++) {
            int i = taken == null ? k : taken[k];
            double s = start[i];
            double e = end[i];
            starts.add(s);
            ends.add(e);
            if (isAtStart(i)) {
                starters++;
                if (isAtEnd(i)) {
                    kept++;
                    double rise = priceRise.length == 0 ? 0 : priceRise[i];
                    prices.add(rise);
                    stayed.add(e);
                    keeps.add(held(i, down));
                    grown.add(up == null ? Math.max(0, e - rise - s) : up[i]);
                    shrunk.add(down == null ? Math.max(0, s - (e - rise)) : down[i]);
                } else {
                    left[ending[i]].add(s);
                }
            } else if ((flags[i] & BEFORE) == 0) {
                acquired.add(e);
            } else if (e > 0) {
                back.add(e);
                backs++;
            }
        }
        RevenueMovements.Lines lines = new RevenueMovements.Lines(
                starts.value(),
                acquired.value(),
                back.value(),
                grown.value(),
                prices.value(),
                shrunk.value(),
                left[Ending.VOLUNTARY.ordinal()].value(),
                left[Ending.INVOLUNTARY.ordinal()].value(),
                left[UNKNOWN].value(),
                ends.value());
        // start less contraction and churn, without the digits which that loses where little is left
        double held = Math.min(keeps.value(), lines.start());
        double meanStart = lines.start() / Math.max(1, starters);
        double meanHeld = held / Math.max(1, starters);
        double meanStayed = stayed.value() / Math.max(1, starters);
        double meanBack = lines.reactivated() / Math.max(1, backs);
        double ss = 0;
        double hh = 0;
        double sh = 0;
        double ee = 0;
        double se = 0;
        double bb = 0;
        for (int k = 0; k < n; k++) {
            int i = taken == null ? k : taken[k];
            if (isAtStart(i)) {
                boolean stays = isAtEnd(i);
                double h = stays ? held(i, down) : 0;
                double ds = start[i] - meanStart;
                double dh = h - meanHeld;
                double de = (stays ? end[i] : 0) - meanStayed;
                ss += ds * ds;
                hh += dh * dh;
                sh += ds * dh;
                ee += de * de;
                se += ds * de;
            } else if ((flags[i] & BEFORE) != 0 && end[i] > 0) {
                bb += (end[i] - meanBack) * (end[i] - meanBack);
            }
        }
        return new RevenueMovements(
                period,
                currency,
                lines,
                new RatioOfSums(ratio(held, lines.start()), starters, hh, sh, ss),
                new RatioOfSums(ratio(stayed.value(), lines.start()), starters, ee, se, ss),
                new RatioOfSums(ratio(lines.reactivated(), 0), backs, bb, 0, 0),
                Proportion.of(kept, starters));
    }

    /** What a customer who stays still pays of what was paid at the start, at its prices. */
    private double held(int i, double @Nullable [] down) {
        double rise = priceRise.length == 0 ? 0 : priceRise[i];
        return down == null ? Math.min(start[i], end[i] - rise) : Math.max(0, start[i] - down[i]);
    }

    private static Ratio ratio(double kept, double start) {
        return Ratio.of(kept, RevenueMovements.KEPT, start, RevenueMovements.AT_START);
    }

    private boolean isAtStart(int i) {
        return start[i] > 0 || (flags[i] & PAUSED_AT_START) != 0;
    }

    private boolean isAtEnd(int i) {
        return end[i] > 0 || (flags[i] & PAUSED_AT_END) != 0;
    }

    private static Sum[] sums(int size) {
        Sum[] sums = new Sum[size];
        Arrays.setAll(sums, i -> new Sum());
        return sums;
    }

    private static double[] values(Sum[] sums) {
        return Arrays.stream(sums).mapToDouble(Sum::value).toArray();
    }

    /** A sum to the last digit: what each addition rounds off is kept (Knuth's two-sum). */
    private static final class Sum {
        private double high;
        private double low;

        private void add(double x) {
            double sum = high + x;
            double part = sum - high;
            low += (high - (sum - part)) + (x - part);
            high = sum;
        }

        private double value() {
            return high + low;
        }
    }

    /** Equal period, currency and rows. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RevenueBook other
                && period.equals(other.period)
                && currency.equals(other.currency)
                && Arrays.equals(start, other.start)
                && Arrays.equals(end, other.end)
                && Arrays.equals(flags, other.flags)
                && Arrays.equals(ending, other.ending)
                && Arrays.equals(priceRise, other.priceRise)
                && Objects.equals(products, other.products);
    }

    @Override
    public int hashCode() {
        return Objects.hash(period, currency, Arrays.hashCode(start), Arrays.hashCode(end));
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "RevenueBook[" + size() + " customers, " + period + ", in " + currency + "]";
    }
}
