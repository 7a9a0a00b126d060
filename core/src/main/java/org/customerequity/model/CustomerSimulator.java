package org.customerequity.model;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.Transaction;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Draws customers from a purchase model and a spend model: the transactions a business would have seen, or the histories a
 * model reads. For samples, studies and tests of whatever reads transactions. Immutable.
 *
 * <pre>{@code
 *   CustomerSimulator shop = CustomerSimulator.of(buying, spending, Currency.getInstance("USD"))
 *           .acquiredBetween(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 3, 31))
 *           .until(LocalDate.of(2025, 12, 31))
 *           .roundedToCurrency();
 *   List<Transaction> transactions = shop.simulate(1_000, new SplittableRandom(1));
 * }</pre>
 *
 * <p>A customer's first purchase falls on a day between two dates, all days alike, at any time of that day; repeat purchases
 * follow as the purchase model draws them for a new customer, until the end of the last day, and may fall on the day of the
 * one before. All amounts of a customer, the first included, come from one draw of his own mean.
 *
 * <p>One number of the generator that is passed in becomes the seed of all customers, each of whom has a stream of his own:
 * the same seed gives the same customers, of whom the first hundred do not depend on how many follow, in parallel too; and
 * transactions and histories of one seed are of the same customers.
 */
public final class CustomerSimulator implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double NANOS_PER_DAY = 86_400e9;

    /** What customers do; serializable where the models are, as ours are. */
    private record Models(PurchaseModel buying, SpendModel spending) implements Serializable {
        Models {
            Objects.requireNonNull(buying, "buying");
            Objects.requireNonNull(spending, "spending");
        }
    }

    private final Models models;
    private final Currency currency;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final @Nullable LocalDate end;
    private final boolean rounded;

    private CustomerSimulator(
            Models models,
            Currency currency,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate end,
            boolean rounded) {
        this.models = models;
        this.currency = Objects.requireNonNull(currency, "currency");
        this.from = from;
        this.to = to;
        this.end = end;
        this.rounded = rounded;
        if (from != null && to != null && to.isBefore(from)) {
            throw Require.bad("to", "must not be before from " + from, "days of the first purchase", to);
        }
        if (to != null && end != null && end.isBefore(to)) {
            throw Require.bad("end", "must not be before the last acquisition " + to, "last day of observation", end);
        }
    }

    /**
     * Customers who buy and spend as these models say.
     *
     * @param currency of the amounts the spend model was fitted to
     */
    public static CustomerSimulator of(PurchaseModel buying, SpendModel spending, Currency currency) {
        return new CustomerSimulator(new Models(buying, spending), currency, null, null, null, false);
    }

    /** First purchases on days from {@code first} to {@code last}, both included. */
    public CustomerSimulator acquiredBetween(LocalDate first, LocalDate last) {
        return new CustomerSimulator(
                models,
                currency,
                Objects.requireNonNull(first, "first"),
                Objects.requireNonNull(last, "last"),
                end,
                rounded);
    }

    /** Purchases up to {@code lastDay}, included: the end of observation. */
    public CustomerSimulator until(LocalDate lastDay) {
        return new CustomerSimulator(models, currency, from, to, Objects.requireNonNull(lastDay, "lastDay"), rounded);
    }

    /** Amounts rounded to the currency's decimals, and at least one of its smallest coins. */
    public CustomerSimulator roundedToCurrency() {
        if (currency.getDefaultFractionDigits() < 0) {
            throw Require.bad("currency", "must have decimals to round to", "", currency);
        }
        return new CustomerSimulator(models, currency, from, to, end, true);
    }

    /** All transactions of {@code customers} customers: customer by customer, each in order of time. */
    public List<Transaction> simulate(int customers, RandomGenerator random) {
        return transactions(customers, random).toList();
    }

    /** All transactions of customers acquired on the given days, one a customer. */
    public List<Transaction> simulate(List<LocalDate> acquisitions, RandomGenerator random) {
        return transactions(acquisitions, random).toList();
    }

    /** {@link #simulate(int, RandomGenerator)} one customer at a time, for more transactions than fit in memory. */
    public Stream<Transaction> transactions(int customers, RandomGenerator random) {
        return customers(customers, random).flatMap(this::toTransactions);
    }

    /** {@link #simulate(List, RandomGenerator)} one customer at a time. */
    public Stream<Transaction> transactions(List<LocalDate> acquisitions, RandomGenerator random) {
        return customers(acquisitions, random).flatMap(this::toTransactions);
    }

    /**
     * The histories of {@code customers} customers with exact times, identifiers, and the mean spend of repeat purchases, in
     * the unit of the purchase model: what a summary of their transactions would be without whole days and same-day merges. The
     * logarithms of the amounts and of the times between purchases are there too, the one unless an amount was drawn below the
     * smallest double, the other unless two purchases of a customer were drawn at one moment.
     */
    public PurchaseHistories simulateHistories(int customers, RandomGenerator random) {
        return toHistories(customers(customers, random), customers);
    }

    /** {@link #simulateHistories(int, RandomGenerator)} of customers acquired on the given days, one a customer. */
    public PurchaseHistories simulateHistories(List<LocalDate> acquisitions, RandomGenerator random) {
        return toHistories(customers(acquisitions, random), acquisitions.size());
    }

    /** One customer: the first purchase, repeat purchases in periods after it, the age at the end, and all amounts. */
    private record Customer(String id, LocalDateTime first, double age, double[] repeats, double[] amounts) {}

    private Stream<Customer> customers(int customers, RandomGenerator random) {
        Require.nonNegative(customers, "customers", "how many to simulate");
        if (from == null || to == null) {
            throw new IllegalStateException("days of acquisition must be given (CustomerSimulator.acquiredBetween)");
        }
        LocalDate earliest = from;
        int days = Math.toIntExact(ChronoUnit.DAYS.between(from, to) + 1);
        return customers(customers, random, (draws, i) -> earliest.plusDays(draws.nextInt(days)));
    }

    private Stream<Customer> customers(List<LocalDate> acquisitions, RandomGenerator random) {
        List<LocalDate> days = List.copyOf(acquisitions);
        LocalDate last = end();
        for (LocalDate day : days) {
            if (day.isAfter(last)) {
                throw Require.bad("acquisitions", "must not be after the end of observation " + last, "", day);
            }
        }
        return customers(days.size(), random, (draws, i) -> days.get(i));
    }

    /** The day on which customer {@code i} comes. */
    private interface Acquisition {
        LocalDate day(RandomGenerator draws, int i);
    }

    private Stream<Customer> customers(int customers, RandomGenerator random, Acquisition acquisition) {
        LocalDate last = end();
        long seed = Objects.requireNonNull(random, "random").nextLong();
        String digits = "C%0" + Math.max(6, Integer.toString(customers).length()) + "d";
        IntFunction<Customer> draw = i -> {
            RandomGenerator draws = RandomDraws.stream(seed, i);
            LocalDate day = acquisition.day(draws, i);
            double timeOfDay = draws.nextDouble();
            double age = (ChronoUnit.DAYS.between(day, last) + 1 - timeOfDay)
                    / models.buying.unit().days();
            double[] repeats =
                    models.buying.simulatePurchases(PurchaseHistory.newCustomer(models.buying.unit()), age, draws);
            double[] amounts = models.spending.simulateSpend(SpendSummary.none(), 1 + repeats.length, draws);
            if (rounded) {
                round(amounts);
            }
            LocalDateTime first = day.atStartOfDay().plusNanos((long) (timeOfDay * NANOS_PER_DAY));
            return new Customer(String.format(Locale.ROOT, digits, i + 1), first, age, repeats, amounts);
        };
        return IntStream.range(0, customers).mapToObj(draw);
    }

    private LocalDate end() {
        if (end == null) {
            throw new IllegalStateException("end of observation must be given (CustomerSimulator.until)");
        }
        return end;
    }

    private void round(double[] amounts) {
        double coins = Math.pow(10, currency.getDefaultFractionDigits());
        for (int j = 0; j < amounts.length; j++) {
            double rounded = Math.max(1, Math.rint(amounts[j] * coins)) / coins;
            amounts[j] = Double.isFinite(rounded) ? rounded : amounts[j];
        }
    }

    private Stream<Transaction> toTransactions(Customer customer) {
        LocalDateTime closing = end().plusDays(1).atStartOfDay().minusNanos(1);
        PeriodUnit unit = models.buying.unit();
        return IntStream.range(0, customer.amounts.length).mapToObj(j -> {
            LocalDateTime time = j == 0
                    ? customer.first
                    : customer.first.plusNanos((long) (customer.repeats[j - 1] * unit.days() * NANOS_PER_DAY));
            // a purchase in the last nanosecond
            return new Transaction(customer.id, time.isAfter(closing) ? closing : time, customer.amounts[j]);
        });
    }

    private PurchaseHistories toHistories(Stream<Customer> customers, int size) {
        int[] x = new int[size];
        double[] tx = new double[size];
        double[] age = new double[size];
        double[] mean = new double[size];
        double[] meanOfLogs = new double[size];
        double[] scatterOfLogs = new double[size];
        boolean[] someIsZero = {false};
        double[] sumOfLogIntervals = new double[size];
        String[] ids = new String[size];
        int[] row = {0};
        customers.forEachOrdered(customer -> {
            int i = row[0]++;
            x[i] = customer.repeats.length;
            tx[i] = x[i] == 0 ? 0 : customer.repeats[x[i] - 1];
            age[i] = customer.age;
            ids[i] = customer.id;
            sumOfLogIntervals[i] = sumOfLogIntervals(customer.repeats);
            double sum = 0;
            for (int j = 1; j <= x[i]; j++) {
                sum += customer.amounts[j];
            }
            mean[i] = x[i] == 0 ? 0 : sum / x[i];
            double[] repeat = Arrays.copyOfRange(customer.amounts, 1, x[i] + 1);
            if (Arrays.stream(repeat).allMatch(amount -> amount > 0)) {
                SpendSummary spend = SpendSummary.ofAmounts(repeat);
                meanOfLogs[i] = spend.meanOfLogs();
                scatterOfLogs[i] = spend.scatterOfLogs();
            } else {
                someIsZero[0] = true;
            }
        });
        PurchaseHistories histories = PurchaseHistories.ofColumns(x, tx, age, models.buying.unit())
                .withSpend(x, mean, currency)
                .withIds(CustomerIds.of(List.of(ids)));
        if (!someIsZero[0]) {
            histories = histories.withLogSpend(meanOfLogs, scatterOfLogs);
        }
        boolean known = Arrays.stream(sumOfLogIntervals).allMatch(Double::isFinite);
        return known ? histories.withLogIntervals(sumOfLogIntervals) : histories;
    }

    /** Minus infinity where two purchases are at one moment. */
    private static double sumOfLogIntervals(double[] times) {
        double sum = 0;
        double before = 0;
        for (double time : times) {
            sum += Math.log(time - before);
            before = time;
        }
        return sum;
    }

    /** Equal models, currency, days and rounding. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerSimulator other
                && models.equals(other.models)
                && currency.equals(other.currency)
                && Objects.equals(from, other.from)
                && Objects.equals(to, other.to)
                && Objects.equals(end, other.end)
                && rounded == other.rounded;
    }

    @Override
    public int hashCode() {
        return Objects.hash(models, currency, from, to, end, rounded);
    }

    /** The models and the days. */
    @Override
    public String toString() {
        return "CustomerSimulator[" + models.buying + ", " + models.spending + " in " + currency
                + (from == null ? "" : ", acquired " + from + " to " + to) + (end == null ? "" : ", until " + end)
                + "]";
    }
}
