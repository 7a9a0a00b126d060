package org.customerequity.acquisition;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.customerequity.acquisition.AcquisitionCost.Definition;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What was spent on winning customers and how many were won, by channel, calendar period and kind of expense. Every acquisition
 * cost is read off it: narrow the ledger to a channel or to some periods, then ask for the cost.
 *
 * <pre>{@code
 *   ledger.cost(FULLY_LOADED)                               all of it
 *   ledger.channel("search").during(quarter).cost(PAID)     one channel in one quarter
 *   ledger.costs(BLENDED)                                   period by period
 *   ledger.laggedCost(FULLY_LOADED, quarter, 1)             spend of the period before over customers of the period
 * }</pre>
 *
 * <p>Ledgers of two departments, files or partitions are added with {@link #plus}. Sums are exact inside, so that the order of
 * entries and of merging changes nothing, not even the last digit. Immutable, built by {@link #builder}; its size is that of the
 * table channels by periods, however many entries were booked.
 *
 * <p>Spend that serves all channels is booked as shared. It is in every figure of the whole ledger, in no channel, and moves into
 * the channels by {@link #allocated}, by a key that somebody has to name.
 */
public final class AcquisitionLedger implements Serializable {
    private static final long serialVersionUID = 1;

    /** The channel of what is shared: no name of a real one, since those are not blank. */
    private static final String SHARED = "";

    private final Currency currency;
    private final PeriodUnit unit;
    private final TreeMap<Key, Cell> cells;

    /** Earlier periods first, then by channel. */
    private record Key(LocalDate from, String channel) implements Comparable<Key>, Serializable {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::from).thenComparing(Key::channel);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** What was booked for one channel in one period; amounts above 0 in the shortest form, so that equal sums are equal. */
    private record Cell(Map<AcquisitionExpense, BigDecimal> amounts, AcquiredCustomers customers)
            implements Serializable {
        Cell {
            EnumMap<AcquisitionExpense, BigDecimal> copy = new EnumMap<>(AcquisitionExpense.class);
            amounts.forEach((kind, amount) -> {
                if (amount.signum() < 0) {
                    throw Require.bad("amount of " + kind, "must be >= 0", "", amount);
                }
                if (amount.signum() > 0) {
                    copy.put(kind, amount.stripTrailingZeros());
                }
            });
            amounts = Collections.unmodifiableMap(copy);
        }

        Cell plus(Cell other) {
            EnumMap<AcquisitionExpense, BigDecimal> sum = new EnumMap<>(AcquisitionExpense.class);
            sum.putAll(amounts);
            other.amounts.forEach((kind, amount) -> sum.merge(kind, amount, BigDecimal::add));
            return new Cell(sum, customers.plus(other.customers));
        }

        double amount(AcquisitionExpense kind) {
            return amounts.getOrDefault(kind, BigDecimal.ZERO).doubleValue();
        }
    }

    private AcquisitionLedger(Currency currency, PeriodUnit unit, TreeMap<Key, Cell> cells) {
        this.currency = currency;
        this.unit = unit;
        this.cells = cells;
    }

    /**
     * A ledger to be filled.
     *
     * @param currencyCode of all amounts, such as {@code USD}
     * @param unit the calendar periods in which it is kept: {@link PeriodUnit#MONTH} for calendar months
     */
    public static Builder builder(String currencyCode, PeriodUnit unit) {
        return builder(Currencies.of(currencyCode), unit);
    }

    /** {@link #builder(String, PeriodUnit)} in a currency that is at hand. */
    public static Builder builder(Currency currency, PeriodUnit unit) {
        return new Builder(Objects.requireNonNull(currency, "currency"), Objects.requireNonNull(unit, "unit"));
    }

    /** Takes entries in any order. Not for use by several threads at once: give each its own, and add the ledgers. */
    public static final class Builder {
        private final Currency currency;
        private final PeriodUnit unit;
        private final Map<Key, Booking> bookings = new HashMap<>();

        private Builder(Currency currency, PeriodUnit unit) {
            this.currency = currency;
            this.unit = unit;
        }

        /**
         * Spend of one channel, added to what is booked.
         *
         * @param channel not blank
         * @param period a calendar period of the ledger's unit; {@link ReportingPeriod#containing} gives that of a day
         * @param amount {@code >= 0}
         */
        public Builder spend(String channel, ReportingPeriod period, AcquisitionExpense kind, CurrencyAmount amount) {
            return book(named(channel), period, kind, amount);
        }

        /** Spend that serves all channels. */
        public Builder sharedSpend(ReportingPeriod period, AcquisitionExpense kind, CurrencyAmount amount) {
            return book(SHARED, period, kind, amount);
        }

        /** Customers won by one channel, added to those booked. Those who came by themselves are organic, in a channel too. */
        public Builder won(String channel, ReportingPeriod period, AcquiredCustomers customers) {
            Objects.requireNonNull(customers, "customers");
            Booking booking = booking(named(channel), period);
            booking.paid = Math.addExact(booking.paid, customers.paid());
            booking.organic = Math.addExact(booking.organic, customers.organic());
            return this;
        }

        /** What was booked so far. */
        public AcquisitionLedger build() {
            TreeMap<Key, Cell> cells = new TreeMap<>();
            bookings.forEach((key, booking) -> cells.put(key, booking.toCell()));
            return new AcquisitionLedger(currency, unit, cells);
        }

        private static String named(String channel) {
            return Require.nonBlank(channel, "channel", "sharedSpend is for what serves all channels");
        }

        private Builder book(String channel, ReportingPeriod period, AcquisitionExpense kind, CurrencyAmount amount) {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(amount, "amount");
            CurrencyMismatchException.check(currency, amount.currency());
            Require.nonNegative(amount.value(), "amount", "book a credit against what it reduces");
            booking(channel, period).amounts.merge(kind, new BigDecimal(amount.value()), BigDecimal::add);
            return this;
        }

        private Booking booking(String channel, ReportingPeriod period) {
            Objects.requireNonNull(period, "period");
            if (!period.equals(ReportingPeriod.containing(period.from(), unit))) {
                throw Require.bad(
                        "period",
                        "must be a calendar " + unit.noun(),
                        "ReportingPeriod.containing(day, PeriodUnit." + unit + ")",
                        period);
            }
            return bookings.computeIfAbsent(new Key(period.from(), channel), key -> new Booking());
        }
    }

    /** A cell while it is being filled. */
    private static final class Booking {
        private final EnumMap<AcquisitionExpense, BigDecimal> amounts = new EnumMap<>(AcquisitionExpense.class);
        private long paid;
        private long organic;

        Cell toCell() {
            return new Cell(amounts, AcquiredCustomers.of(paid, organic));
        }
    }

    /** The currency of all amounts. */
    public Currency currency() {
        return currency;
    }

    /** The calendar periods in which it is kept. */
    public PeriodUnit unit() {
        return unit;
    }

    /** The channels that have entries, in the order of their names. */
    public List<String> channels() {
        TreeSet<String> names = new TreeSet<>();
        cells.keySet().forEach(key -> names.add(key.channel));
        names.remove(SHARED);
        return List.copyOf(names);
    }

    /** The calendar periods from the first to the last that has an entry, with those between that have none; empty where empty. */
    public List<ReportingPeriod> periods() {
        return cells.isEmpty()
                ? List.of()
                : new ReportingPeriod(
                                cells.firstKey().from,
                                calendar(cells.lastKey().from).to())
                        .split(unit);
    }

    private ReportingPeriod calendar(LocalDate day) {
        return ReportingPeriod.containing(day, unit);
    }

    /**
     * Only what is booked for one channel; nothing of what is shared.
     *
     * @throws IllegalArgumentException if it has no entry
     */
    public AcquisitionLedger channel(String name) {
        Require.indexOf(name, channels(), "name", "a channel of the ledger");
        return only(key -> key.channel.equals(name));
    }

    /** Only what is booked as shared. */
    public AcquisitionLedger shared() {
        return only(key -> key.channel.equals(SHARED));
    }

    /**
     * Only what falls into a period.
     *
     * @param period whole calendar periods of the ledger's unit
     */
    public AcquisitionLedger during(ReportingPeriod period) {
        requireWhole(period, "period");
        return new AcquisitionLedger(
                currency,
                unit,
                new TreeMap<>(cells.subMap(new Key(period.from(), SHARED), new Key(period.to(), SHARED))));
    }

    private AcquisitionLedger only(Predicate<Key> wanted) {
        TreeMap<Key, Cell> some = new TreeMap<>();
        cells.forEach((key, cell) -> {
            if (wanted.test(key)) {
                some.put(key, cell);
            }
        });
        return new AcquisitionLedger(currency, unit, some);
    }

    private void requireWhole(ReportingPeriod period, String name) {
        Objects.requireNonNull(period, name);
        if (!calendar(period.from()).from().equals(period.from())
                || !calendar(period.lastDay()).to().equals(period.to())) {
            throw Require.bad(
                    name, "must be whole calendar " + unit.noun() + "s", "the ledger is not kept by day", period);
        }
    }

    /** All spend, by kind. */
    public AcquisitionSpend spend() {
        EnumMap<AcquisitionExpense, BigDecimal> sum = new EnumMap<>(AcquisitionExpense.class);
        for (Cell cell : cells.values()) {
            cell.amounts.forEach((kind, amount) -> sum.merge(kind, amount, BigDecimal::add));
        }
        return spend(sum);
    }

    private AcquisitionSpend spend(Map<AcquisitionExpense, BigDecimal> sum) {
        AcquisitionSpend spend = AcquisitionSpend.of(AcquisitionExpense.MEDIA, amount(0));
        for (Map.Entry<AcquisitionExpense, BigDecimal> entry : sum.entrySet()) {
            spend = spend.plus(entry.getKey(), amount(entry.getValue().doubleValue()));
        }
        return spend;
    }

    private CurrencyAmount amount(double value) {
        return new CurrencyAmount(currency, value);
    }

    /** All customers won. */
    public AcquiredCustomers customers() {
        AcquiredCustomers sum = AcquiredCustomers.of(0, 0);
        for (Cell cell : cells.values()) {
            sum = sum.plus(cell.customers);
        }
        return sum;
    }

    /**
     * The acquisition cost of all that is in this ledger.
     *
     * @param definition any but {@link Definition#STATED}; undefined where nobody is won
     */
    public AcquisitionCost cost(Definition definition) {
        return cost(spend(), customers(), definition);
    }

    private static AcquisitionCost cost(AcquisitionSpend spend, AcquiredCustomers won, Definition definition) {
        return switch (definition) {
            case SIMPLE -> AcquisitionCost.simple(spend, won.total());
            case FULLY_LOADED -> AcquisitionCost.fullyLoaded(spend, won.total());
            case BLENDED -> AcquisitionCost.blended(spend, won);
            case PAID -> AcquisitionCost.paid(spend, won);
            case PAID_FULLY_LOADED -> AcquisitionCost.paidFullyLoaded(spend, won);
            case STATED ->
                throw Require.bad("definition", "must be a rule", "AcquisitionCost.of states both", definition);
        };
    }

    /** The cost of each period in order, from the first to the last; undefined in a period in which nobody was won. */
    public Map<ReportingPeriod, AcquisitionCost> costs(Definition definition) {
        Objects.requireNonNull(definition, "definition");
        Map<ReportingPeriod, AcquisitionCost> costs = new LinkedHashMap<>();
        for (ReportingPeriod period : periods()) {
            costs.put(period, during(period).cost(definition));
        }
        return Collections.unmodifiableMap(costs);
    }

    /**
     * The cost of each channel, in the order of their names.
     *
     * @throws IllegalStateException if the definition counts spend that is shared and not yet allocated: channels without it
     *     would look too cheap
     */
    public Map<String, AcquisitionCost> costsByChannel(Definition definition) {
        AcquisitionCost shared = shared().cost(definition);
        if (shared.spend().value() > 0) {
            throw new IllegalStateException("spend must all belong to channels, but " + shared.spend()
                    + " is shared (allocate it with AcquisitionLedger.allocated)");
        }
        TreeMap<String, TreeMap<Key, Cell>> byChannel = new TreeMap<>();
        cells.forEach((key, cell) ->
                byChannel.computeIfAbsent(key.channel, name -> new TreeMap<>()).put(key, cell));
        byChannel.remove(SHARED);
        Map<String, AcquisitionCost> costs = new LinkedHashMap<>();
        byChannel.forEach(
                (channel, its) -> costs.put(channel, new AcquisitionLedger(currency, unit, its).cost(definition)));
        return Collections.unmodifiableMap(costs);
    }

    /**
     * What customers cost where spend works later: that of {@code lag} periods earlier over the customers of {@code window}.
     *
     * <pre>{@code
     *   sum over t in window of S_(t-L)  /  sum over t in window of N_t
     * }</pre>
     *
     * @param window whole calendar periods, which count the customers
     * @param lag L in periods of the ledger, {@code >= 0}; 0 is no lag
     * @return by the same definition; add only costs of one lag
     * @throws IllegalArgumentException if the ledger begins after the first spend that counts, or ends before the window does
     */
    public AcquisitionCost laggedCost(Definition definition, ReportingPeriod window, int lag) {
        Require.nonNegative(lag, "lag", "periods from spend to customer");
        if (lag > 10_000) {
            throw Require.bad("lag", "must be <= 10000", "periods from spend to customer", lag);
        }
        double[] weights = new double[lag + 1];
        weights[lag] = 1;
        return distributedLagCost(definition, window, weights);
    }

    /**
     * The same where the effect of spend is spread over the periods after it.
     *
     * <pre>{@code
     *   sum over t in window of sum l = 0..L of w_l S_(t-l)  /  sum over t in window of N_t
     * }</pre>
     *
     * @param weights w_0, w_1, ... w_L: the share of spend that works in its own period, in the next, ...; each {@code >= 0},
     *     together 1
     */
    public AcquisitionCost distributedLagCost(Definition definition, ReportingPeriod window, double... weights) {
        requireWhole(window, "window");
        requireWeights(weights);
        List<ReportingPeriod> counted = window.split(unit);
        List<ReportingPeriod> known = periods();
        int first = known.indexOf(counted.get(0));
        if (first < weights.length - 1 || !known.contains(counted.get(counted.size() - 1))) {
            throw Require.bad(
                    "window",
                    "must be inside the ledger with " + (weights.length - 1) + " " + unit.noun() + "s before it",
                    "spend before the ledger begins would be missing",
                    window + " of "
                            + (known.isEmpty()
                                    ? "no periods"
                                    : known.get(0).from() + " to "
                                            + known.get(known.size() - 1).lastDay()));
        }
        EnumMap<AcquisitionExpense, BigDecimal> sum = new EnumMap<>(AcquisitionExpense.class);
        for (int t = first - weights.length + 1; t < first + counted.size(); t++) {
            // the share of the spend of period t that works inside the window
            double share = 0;
            for (int l = 0; l < weights.length; l++) {
                share += t + l >= first && t + l < first + counted.size() ? weights[l] : 0;
            }
            BigDecimal works = new BigDecimal(share);
            for (Cell cell : during(known.get(t)).cells.values()) {
                cell.amounts.forEach((kind, amount) -> sum.merge(kind, amount.multiply(works), BigDecimal::add));
            }
        }
        return cost(spend(sum), during(window).customers(), definition);
    }

    private static void requireWeights(double[] weights) {
        Require.notEmpty(Objects.requireNonNull(weights, "weights").length, "weights", "must not be empty", "");
        double sum = 0;
        for (int l = 0; l < weights.length; l++) {
            sum += Require.nonNegative(weights[l], "weights[" + l + "]", "share of spend that works " + l + " later");
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad("weights", "must add up to 1", "all spend works some time", sum);
        }
    }

    /**
     * What one more customer cost from each period to the next, under the later period. Between two periods more than spend may
     * have changed; season alone can make this large or negative.
     */
    public Map<ReportingPeriod, MarginalCost> marginalCosts(Definition definition) {
        Map<ReportingPeriod, MarginalCost> marginal = new LinkedHashMap<>();
        AcquisitionCost before = null;
        for (Map.Entry<ReportingPeriod, AcquisitionCost> entry :
                costs(definition).entrySet()) {
            if (before != null) {
                marginal.put(entry.getKey(), MarginalCost.between(before, entry.getValue()));
            }
            before = entry.getValue();
        }
        return Collections.unmodifiableMap(marginal);
    }

    /**
     * This ledger with the shared spend of each period moved into the channels. The total of each period and kind stays what it
     * was, to the last digit.
     *
     * @param key by what it is shared out
     * @throws IllegalArgumentException if in a period with shared spend no channel has any of what the key goes by
     */
    public AcquisitionLedger allocated(SharedCostKey key) {
        Objects.requireNonNull(key, "key");
        TreeMap<Key, Cell> result = new TreeMap<>(cells);
        for (Map.Entry<Key, Cell> shared : shared().cells.entrySet()) {
            result.remove(shared.getKey());
            ReportingPeriod period = calendar(shared.getKey().from);
            Map<String, Double> shares = shares(key, period);
            shared.getValue()
                    .amounts
                    .forEach((kind, amount) -> split(amount, shares)
                            .forEach((channel, part) -> result.merge(
                                    new Key(period.from(), channel),
                                    new Cell(Map.of(kind, part), AcquiredCustomers.of(0, 0)),
                                    Cell::plus)));
        }
        return new AcquisitionLedger(currency, unit, result);
    }

    private Map<String, Double> shares(SharedCostKey key, ReportingPeriod period) {
        AcquisitionLedger now = during(period);
        Map<String, Double> sizes = new TreeMap<>();
        for (String channel :
                key.weights().isEmpty() ? now.channels() : key.weights().keySet()) {
            Cell cell = now.cells.get(new Key(period.from(), channel));
            sizes.put(
                    channel,
                    switch (key.basis()) {
                        case MEDIA_SPEND -> cell == null ? 0 : cell.amount(AcquisitionExpense.MEDIA);
                        case CUSTOMERS -> cell == null ? 0.0 : cell.customers.total();
                        case STATED_WEIGHTS ->
                            Objects.requireNonNull(key.weights().get(channel));
                    });
        }
        double total = sizes.values().stream().mapToDouble(x -> x).sum();
        if (!(total > 0)) {
            throw Require.bad(
                    "key",
                    "must have something to go by in " + period,
                    "use another key, or book the spend to a channel",
                    key.basis());
        }
        sizes.replaceAll((channel, size) -> size / total);
        return sizes;
    }

    /** Parts that add up exactly: rounding goes to the channel with the largest. */
    private static Map<String, BigDecimal> split(BigDecimal amount, Map<String, Double> shares) {
        Map<String, BigDecimal> parts = new TreeMap<>();
        BigDecimal rest = amount;
        String largest =
                Collections.max(shares.entrySet(), Map.Entry.comparingByValue()).getKey();
        for (Map.Entry<String, Double> entry : shares.entrySet()) {
            if (!entry.getKey().equals(largest)) {
                BigDecimal part = new BigDecimal(amount.doubleValue() * entry.getValue()).min(rest);
                if (part.signum() > 0) {
                    parts.put(entry.getKey(), part);
                    rest = rest.subtract(part);
                }
            }
        }
        parts.put(largest, rest);
        return parts;
    }

    /** Both together: other entries, kept in the same currency and calendar periods. */
    public AcquisitionLedger plus(AcquisitionLedger other) {
        CurrencyMismatchException.check(currency, other.currency);
        if (other.unit != unit) {
            throw Require.bad(
                    "other", "must be kept by " + unit.noun(), "book its entries anew", "by " + other.unit.noun());
        }
        TreeMap<Key, Cell> both = new TreeMap<>(cells);
        other.cells.forEach((key, cell) -> both.merge(key, cell, Cell::plus));
        return new AcquisitionLedger(currency, unit, both);
    }

    /** Equal sums in every cell. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof AcquisitionLedger other
                && currency.equals(other.currency)
                && unit == other.unit
                && cells.equals(other.cells);
    }

    @Override
    public int hashCode() {
        // not of the cells: the hash of an enum is another in each process
        return Objects.hash(currency.getCurrencyCode(), unit.name(), customers(), channels());
    }

    /** {@code acquisition ledger of 2 channels, 3 months: USD 150000.0 spent, 600 customers won}. */
    @Override
    public String toString() {
        return "acquisition ledger of " + channels().size() + " channels, "
                + periods().size() + " " + unit.noun() + "s: " + spend().total() + " spent, "
                + customers().total() + " customers won";
    }
}
