package org.customerequity.retention.cohort;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.Contract;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.internal.Require;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CohortTable} of any activity, one customer at a time: purchases, visits, days of use. Memory is that of the table,
 * however many customers it is given.
 *
 * <p>Built piecewise, as by the threads of a parallel stream or on a cluster, builders of the same rules {@link #combine}; each
 * customer must be in one piece only. In any order and division it is the same table, revenue to rounding. Not for use by several
 * threads at once.
 */
public final class CohortTableBuilder implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double[] NO_AMOUNTS = {};

    private final CohortRules rules;
    private final int lastDay;
    /** Empty where every age is a column. */
    private final int[] edges;

    /** Made at first use. */
    private transient @Nullable CohortCalendar calendar;

    private final Map<String, HashMap<Integer, Row>> rows = new HashMap<>();
    private @Nullable Currency currency;
    private boolean anyCurrency;
    /** What the customers so far came with; null while there is none. */
    private @Nullable Kind kind;

    CohortTableBuilder(CohortRules rules, LocalDate lastDay) {
        this.rules = rules;
        this.lastDay = CohortCalendar.epochDay(Objects.requireNonNull(lastDay, "lastDay"), "lastDay");
        edges = rules.edges().stream().mapToInt(Integer::intValue).toArray();
    }

    /** What is counted: events without or with amounts, or contracts in force on one day of each age. */
    private enum Kind {
        EVENTS,
        AMOUNTS,
        CONTRACTS
    }

    /** One cohort while it grows; columns as long as any activity reaches. */
    private static final class Row implements Serializable {
        private static final long serialVersionUID = 1;
        /** A first day in the period. */
        private final int someDay;

        private int youngest = Integer.MIN_VALUE;
        private long size;
        private long[] active = new long[8];
        private long[] both = new long[8];
        /** Customers by the column of their last activity; after the last bracket in the column behind it. */
        private long[] last = new long[8];

        private long[] orders = new long[8];
        private double[] revenue = new double[8];
        private double[] squares = new double[8];
        private double[] products = new double[8];

        private Row(int someDay) {
            this.someDay = someDay;
        }

        private void ensure(int columns) {
            if (columns > active.length) {
                int grown = Math.max(columns, 2 * active.length);
                active = Arrays.copyOf(active, grown);
                both = Arrays.copyOf(both, grown);
                last = Arrays.copyOf(last, grown);
                orders = Arrays.copyOf(orders, grown);
                revenue = Arrays.copyOf(revenue, grown);
                squares = Arrays.copyOf(squares, grown);
                products = Arrays.copyOf(products, grown);
            }
        }

        private void close(int column, boolean afterPrevious, long count, double amount, double amountOfFirst) {
            active[column]++;
            both[column] += afterPrevious ? 1 : 0;
            orders[column] += count;
            revenue[column] += amount;
            squares[column] += amount * amount;
            products[column] += amount * amountOfFirst;
        }

        private void add(Row other) {
            ensure(other.active.length);
            youngest = Math.max(youngest, other.youngest);
            size += other.size;
            for (int k = 0; k < other.active.length; k++) {
                active[k] += other.active[k];
                both[k] += other.both[k];
                last[k] += other.last[k];
                orders[k] += other.orders[k];
                revenue[k] += other.revenue[k];
                squares[k] += other.squares[k];
                products[k] += other.products[k];
            }
        }
    }

    /**
     * A customer without amounts.
     *
     * @param label divides cohorts, such as a channel; empty for none
     * @param first the day on which the customer came, not after the last day
     * @param epochDays the days of activity as {@link LocalDate#toEpochDay()}, ascending, from {@code first} to the last day; a day
     *     given twice is two orders. Empty where the customer was never active
     */
    public CohortTableBuilder add(String label, LocalDate first, int[] epochDays) {
        return add(label, first, epochDays, NO_AMOUNTS, false);
    }

    /**
     * A customer with what each activity brought.
     *
     * @param amounts one for each of {@code epochDays}, finite; negative where more was refunded than bought
     */
    public CohortTableBuilder add(String label, LocalDate first, int[] epochDays, double[] amounts) {
        Objects.requireNonNull(amounts, "amounts");
        Objects.requireNonNull(epochDays, "epochDays");
        if (amounts.length != epochDays.length) {
            throw Require.bad("amounts", "must be one for each day, " + epochDays.length, "", amounts.length);
        }
        for (int i = 0; i < amounts.length; i++) {
            Require.finite(amounts[i], "amounts[" + i + "]", "what an activity brought");
        }
        return add(label, first, epochDays, amounts, true);
    }

    private CohortTableBuilder add(
            String label, LocalDate first, int[] epochDays, double[] brought, boolean hasAmounts) {
        Objects.requireNonNull(label, "label");
        int start = CohortCalendar.epochDay(Objects.requireNonNull(first, "first"), "first");
        Objects.requireNonNull(epochDays, "epochDays");
        if (start > lastDay) {
            throw Require.bad("first", "must not be after the last day " + LocalDate.ofEpochDay(lastDay), "", first);
        }
        int before = start;
        for (int i = 0; i < epochDays.length; i++) {
            int day = epochDays[i];
            if (day < before || day > lastDay) {
                throw Require.bad(
                        "epochDays[" + i + "]",
                        "must be in " + LocalDate.ofEpochDay(before) + " to " + LocalDate.ofEpochDay(lastDay),
                        "ascending, from the first day to the last observed",
                        LocalDate.ofEpochDay(day));
            }
            before = day;
        }
        require(hasAmounts ? Kind.AMOUNTS : Kind.EVENTS);
        customer(row(label, start), start, epochDays, brought, epochDays.length);
        return this;
    }

    private void require(Kind given) {
        if (kind != null && kind != given) {
            throw Require.bad("customers", "must all come as " + described(kind), "as those before", described(given));
        }
        kind = given;
    }

    private static String described(Kind kind) {
        return switch (kind) {
            case EVENTS -> "activity without amounts";
            case AMOUNTS -> "activity with amounts";
            case CONTRACTS -> "contracts";
        };
    }

    private void requireCurrency(@Nullable Currency other) {
        if (anyCurrency && !Objects.equals(currency, other)) {
            throw Require.bad("currency", "must be " + currency, "as of the customers before", String.valueOf(other));
        }
        currency = other;
        anyCurrency = true;
    }

    /** Every customer of a log, whose purchases are the activity. */
    public CohortTableBuilder addAll(PurchaseLog log) {
        return take(log, null);
    }

    /**
     * Every customer of a log, labelled.
     *
     * @param log observed to the same last day
     * @param label of a customer's identifier
     */
    public CohortTableBuilder addAll(PurchaseLog log, Function<String, String> label) {
        return take(log, Objects.requireNonNull(label, "label"));
    }

    private CohortTableBuilder take(PurchaseLog log, @Nullable Function<String, String> label) {
        Objects.requireNonNull(log, "log");
        if (log.lastDay().toEpochDay() != lastDay) {
            throw Require.bad(
                    "log",
                    "must be observed to the end of " + LocalDate.ofEpochDay(lastDay),
                    "see PurchaseLog.until",
                    log.lastDay());
        }
        require(Kind.AMOUNTS);
        requireCurrency(log.currency().orElse(null));
        int[] days = new int[16];
        double[] brought = new double[16];
        for (int i = 0; i < log.size(); i++) {
            int n = log.purchases(i);
            if (n > days.length) {
                days = new int[2 * n];
                brought = new double[2 * n];
            }
            for (int j = 0; j < n; j++) {
                days[j] = log.epochDay(i, j);
                brought[j] = log.amount(i, j);
            }
            String key = label == null ? "" : label(label, log.ids().get(i));
            customer(row(key, days[0]), days[0], days, brought, n);
        }
        return this;
    }

    /**
     * Every customer of an activity log as it was at the end of the last day: later days, and who was first seen on one, are left out.
     * A customer came on the first active day; where they signed up before, {@link #add} takes that day.
     */
    public CohortTableBuilder addAll(ActivityLog log) {
        return take(log, null);
    }

    /**
     * The customers of an activity log, labelled.
     *
     * @param label of a customer's identifier
     */
    public CohortTableBuilder addAll(ActivityLog log, Function<String, String> label) {
        return take(log, Objects.requireNonNull(label, "label"));
    }

    private CohortTableBuilder take(ActivityLog log, @Nullable Function<String, String> label) {
        Objects.requireNonNull(log, "log");
        require(Kind.EVENTS);
        for (int i = 0; i < log.size(); i++) {
            int[] days = log.epochDays(i);
            if (days[0] <= lastDay) {
                int n = days.length;
                while (days[n - 1] > lastDay) {
                    n--;
                }
                String key = label == null ? "" : label(label, log.ids().get(i));
                customer(row(key, days[0]), days[0], days, NO_AMOUNTS, n);
            }
        }
        return this;
    }

    /**
     * Every customer of a contract log who came by the last day: active at an age are those with a contract in force, and revenue is
     * their recurring revenue, both on one day of each age. On the {@link CohortClock#TENURE} clock that is its first, the day of the
     * renewal, so that age k is known as soon as renewal k is due; on that of the calendar its last, as in reports by month.
     */
    public CohortTableBuilder addAll(ContractLog log) {
        return take(log, null);
    }

    /**
     * The customers of a contract log, labelled.
     *
     * @param label of a customer's identifier
     */
    public CohortTableBuilder addAll(ContractLog log, Function<String, String> label) {
        return take(log, Objects.requireNonNull(label, "label"));
    }

    private CohortTableBuilder take(ContractLog log, @Nullable Function<String, String> label) {
        Objects.requireNonNull(log, "log");
        require(Kind.CONTRACTS);
        requireCurrency(log.currency().orElse(null));
        int[] days = new int[64];
        double[] prices = new double[64];
        for (int i = 0; i < log.size(); i++) {
            LocalDate start = log.firstStart(i);
            int first = (int) start.toEpochDay();
            if (first > lastDay) {
                continue;
            }
            List<Contract> contracts = log.contracts(i);
            int n = 0;
            for (int k = 0; ; k++) {
                LocalDate day = rules.clock() == CohortClock.TENURE
                        ? plus(start, k)
                        : plus(
                                        ReportingPeriod.containing(start, rules.ageUnit())
                                                .from(),
                                        k + 1)
                                .minusDays(1);
                if (day.toEpochDay() > lastDay) {
                    break;
                }
                boolean any = false;
                double price = 0;
                for (Contract contract : contracts) {
                    if (contract.isActiveOn(day)) {
                        any = true;
                        price += contract.price();
                    }
                }
                if (any) {
                    if (n == days.length) {
                        days = Arrays.copyOf(days, 2 * n);
                        prices = Arrays.copyOf(prices, 2 * n);
                    }
                    days[n] = (int) day.toEpochDay();
                    prices[n++] = price;
                }
            }
            String key = label == null ? "" : label(label, log.ids().get(i));
            customer(row(key, first), first, days, prices, n);
        }
        return this;
    }

    private LocalDate plus(LocalDate day, long ages) {
        return switch (rules.ageUnit()) {
            case DAY -> day.plusDays(ages);
            case WEEK -> day.plusWeeks(ages);
            case MONTH -> day.plusMonths(ages);
            case QUARTER -> day.plusMonths(3 * ages);
            case YEAR -> day.plusYears(ages);
        };
    }

    private static String label(Function<String, String> label, String id) {
        @Nullable String key = label.apply(id);
        if (key == null) {
            throw Require.bad("label", "must be known of every customer", "of an identifier", "none of \"" + id + '"');
        }
        return key;
    }

    private Row row(String label, int first) {
        HashMap<Integer, Row> labelled = rows.get(label);
        if (labelled == null) {
            labelled = new HashMap<>();
            rows.put(label, labelled);
        }
        Integer period = CohortCalendar.period(first, rules.cohortUnit());
        Row row = labelled.get(period);
        if (row == null) {
            row = new Row(first);
            labelled.put(period, row);
        }
        return row;
    }

    /** The one kernel: distinct columns of ascending days. Without amounts, all of them 0. */
    private void customer(Row row, int first, int[] days, double[] brought, int n) {
        CohortCalendar ages = calendar;
        if (ages == null) {
            ages = new CohortCalendar(rules.ageUnit(), rules.clock(), lastDay);
            calendar = ages;
        }
        int start = ages.code(first);
        row.size++;
        row.youngest = Math.max(row.youngest, first);
        boolean priced = brought.length > 0;
        int column = -1;
        int previous = -2;
        long count = 0;
        double amount = 0;
        double amountOfFirst = 0;
        for (int i = 0; i < n; i++) {
            int next = column(ages.age(start, ages.code(days[i])));
            if (next != column) {
                if (count > 0) {
                    amountOfFirst = column == 0 ? amount : amountOfFirst;
                    row.close(column, previous == column - 1, count, amount, amountOfFirst);
                    previous = column;
                }
                column = next;
                count = 0;
                amount = 0;
                row.ensure(column + 1);
            }
            if (column >= 0) {
                count++;
                amount += priced ? brought[i] : 0;
            }
        }
        if (column >= 0) {
            amountOfFirst = column == 0 ? amount : amountOfFirst;
            row.close(column, previous == column - 1, count, amount, amountOfFirst);
            row.last[column]++;
        }
    }

    /** The column of an age: -1 before the first bracket, and one behind the last after it. */
    private int column(int age) {
        if (edges.length == 0) {
            return age;
        }
        int at = Arrays.binarySearch(edges, age);
        return at >= 0 ? at : -at - 2;
    }

    /** Takes over what another builder of the same rules and last day has, of other customers. */
    public CohortTableBuilder combine(CohortTableBuilder other) {
        if (!Objects.requireNonNull(other, "other").rules.equals(rules) || other.lastDay != lastDay) {
            throw Require.bad(
                    "other",
                    "must have the same rules and last day",
                    rules + " to " + LocalDate.ofEpochDay(lastDay),
                    other.rules + " to " + LocalDate.ofEpochDay(other.lastDay));
        }
        if (other.kind != null) {
            require(other.kind);
        }
        if (other.anyCurrency) {
            requireCurrency(other.currency);
        }
        other.rows.forEach((label, periods) ->
                periods.values().forEach(row -> row(label, row.someDay).add(row)));
        return this;
    }

    /** The table of all customers so far. */
    public CohortTable toTable() {
        boolean priced = kind == Kind.AMOUNTS || kind == Kind.CONTRACTS;
        TreeMap<Cohort, CohortRow> sorted = new TreeMap<>();
        rows.forEach((label, periods) -> periods.values().forEach(row -> {
            String start = CohortCalendar.name(row.someDay, rules.cohortUnit());
            sorted.put(new Cohort(label, start), cut(row, priced));
        }));
        return new CohortTable(rules, LocalDate.ofEpochDay(lastDay), priced ? currency : null, sorted);
    }

    /** What every member has been observed through. */
    private CohortRow cut(Row row, boolean priced) {
        // an age is over when the day after the last one lies behind it; of contracts in force its first day is enough
        int ages = kind == Kind.CONTRACTS && rules.clock() == CohortClock.TENURE
                ? CohortCalendar.ageOn(lastDay, row.youngest, rules.ageUnit(), rules.clock()) + 1
                : CohortCalendar.ageOn(lastDay + 1, row.youngest, rules.ageUnit(), rules.clock());
        int columns = ages;
        if (edges.length > 0) {
            columns = 0;
            while (columns + 1 < edges.length && edges[columns + 1] <= ages) {
                columns++;
            }
        }
        long[] later = new long[columns];
        long sum = 0;
        for (int k = row.last.length - 1; k >= 0; k--) {
            sum += row.last[k];
            if (k < columns) {
                later[k] = sum;
            }
        }
        return new CohortRow(
                row.size,
                Arrays.copyOf(row.active, columns),
                later,
                Arrays.copyOf(row.both, columns),
                Arrays.copyOf(row.orders, columns),
                priced ? Arrays.copyOf(row.revenue, columns) : null,
                priced ? Arrays.copyOf(row.squares, columns) : null,
                priced ? Arrays.copyOf(row.products, columns) : null);
    }
}
