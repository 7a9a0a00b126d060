package org.customerequity.metric.order;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.metric.AmountMetric;
import org.customerequity.metric.MetricDefinition.Clock;
import org.customerequity.metric.ShareMetric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Order figures of a reporting period, market shares and seasons. */
@Seeded
class PeriodOrdersTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final OrderMetrics METRICS = OrderMetrics.during(MARCH);

    /** The ten customers of sheet 22, section 1. */
    private static final double[] REVENUE = {120, 45, 300, 60, 15, 220, 90, 75, 410, 30};

    private static final int[] ORDERS = {2, 1, 4, 1, 1, 3, 2, 1, 5, 1};

    private static PeriodOrders march() {
        return PeriodOrders.ofColumns(MARCH, USD, REVENUE, ORDERS);
    }

    @Test
    void numbersOfTheSheet() {
        PeriodOrders march = march();
        assertEquals(CurrencyAmount.of("USD", 65), march.averageOrderValue().value());
        close(6.22902122868, march.averageOrderValue().sums().standardError(), 2e-12);
        close(56.0333333333, march.customerMeanOrderValue().value().value(), 1e-12);
        assertEquals(2.1, march.purchaseFrequency().value());
        close(0.458257569496, march.purchaseFrequency().sums().standardError(), 2e-12);
        assertEquals(0.5, march.repeatPurchaseRate().value());
        Interval repeat = march.repeatPurchaseRate().confidenceInterval(0.95);
        close(0.236593090513, repeat.lower(), 2e-12);
        close(0.763406909487, repeat.upper(), 2e-12);
        assertEquals(136.5, march.revenuePerBuyer().value().value());
        assertEquals(136.5, march.revenuePerUser(10).value().value());
        close(41.5066929007, march.revenuePerUser(10).sums().standardError(), 2e-12);
        close(0.18, METRICS.penetration(180, 1000).value(), 1e-15);
        assertEquals(0.01, march.penetration(1000).value());
    }

    /** Sheet 01: 54,000 of revenue, 900 orders, 400 customers, 150 of them again; and the figures of customers, from totals. */
    @Test
    void figuresOfTotals() {
        AmountMetric value = METRICS.averageOrderValue(Revenue.of("USD", 54_000), 900);
        assertEquals(CurrencyAmount.of("USD", 60), value.value());
        assertEquals(2.25, METRICS.purchaseFrequency(900, 400).value());
        assertEquals(0.375, METRICS.repeatPurchaseRate(150, 400).value());
        PeriodOrders march = march();
        assertEquals(march.repeatPurchaseRate(), METRICS.repeatPurchaseRate(5, 10));
        assertEquals(
                march.averageOrderValue().definition(),
                METRICS.averageOrderValue(Revenue.of("USD", 1365), 21).definition());
        assertEquals(
                march.purchaseFrequency().sums().ratio(),
                METRICS.purchaseFrequency(21, 10).sums().ratio());
        rejects("orders must be at least one a customer, was 9 (10 customers)", () -> METRICS.purchaseFrequency(9, 10));
        rejects("orders must be at least one a customer, was 1 (0 customers)", () -> METRICS.purchaseFrequency(1, 0));
        rejects("orders must be >= 0, was -1", () -> METRICS.averageOrderValue(Revenue.of("USD", 1), -1));
        assertFalse(METRICS.purchaseFrequency(0, 0).isDefined());
    }

    /** The jackknife over customers, which the sheet gives too: 6.76297. */
    @Test
    void jackknifeAgreesWithTheStandardError() {
        double jackknife = jackknife(PeriodOrdersTest::orderValue);
        assertEquals(6.76297, jackknife, 5e-6);
        assertEquals(jackknife, march().averageOrderValue().sums().standardError(), 0.1 * jackknife);
        // of a mean they are the same number
        close(
                jackknife(orders -> orders.purchaseFrequency().value()),
                march().purchaseFrequency().sums().standardError(),
                1e-12);
        close(
                jackknife(orders -> orders.customerMeanOrderValue().ratio()),
                march().customerMeanOrderValue().sums().standardError(),
                1e-12);
    }

    private static double orderValue(PeriodOrders orders) {
        return orders.averageOrderValue().ratio();
    }

    private static double jackknife(ToDoubleFunction<PeriodOrders> figure) {
        double[] without = new double[10];
        for (int out = 0; out < 10; out++) {
            double[] revenue = new double[9];
            int[] orders = new int[9];
            for (int i = 0, j = 0; i < 10; i++) {
                if (i != out) {
                    revenue[j] = REVENUE[i];
                    orders[j++] = ORDERS[i];
                }
            }
            without[out] = figure.applyAsDouble(PeriodOrders.ofColumns(MARCH, USD, revenue, orders));
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        return Math.sqrt(
                0.9 * Arrays.stream(without).map(x -> (x - mean) * (x - mean)).sum());
    }

    @Test
    void othersCountWithNothing() {
        PeriodOrders march = march();
        assertEquals(1.05, march.purchaseFrequencyPerActiveCustomer(20).value());
        assertEquals(0.21, march.purchaseFrequencyPerKnownCustomer(100).value(), 1e-15);
        // the standard error of a mean of 10 counts and 10 zeros
        double squares = 0;
        for (int i = 0; i < 20; i++) {
            double x = i < 10 ? ORDERS[i] : 0;
            squares += (x - 1.05) * (x - 1.05);
        }
        close(
                Math.sqrt(squares / 19 / 20),
                march.purchaseFrequencyPerActiveCustomer(20).sums().standardError(),
                1e-13);
        assertEquals(
                march.purchaseFrequency().sums().standardError(),
                march.purchaseFrequencyPerActiveCustomer(10).sums().standardError());
        rejects(
                "knownCustomers must be >= customers with an order 10, was 9 (they are among them)",
                () -> march.purchaseFrequencyPerKnownCustomer(9));
        rejects(
                "activeCustomers must be >= customers with an order 10, was 9 (they are among them)",
                () -> march.purchaseFrequencyPerActiveCustomer(9));
        rejects(
                "users must be >= customers with an order 10, was -1 (they are among them)",
                () -> march.revenuePerUser(-1));
        rejects("buyers must be <= population 5, was 10 (a part of them)", () -> march.penetration(5));
    }

    @Test
    void grossIsAnotherFigure() {
        double[] gross = REVENUE.clone();
        gross[2] += 210;
        PeriodOrders march = PeriodOrders.ofColumns(MARCH, USD, REVENUE, gross, ORDERS);
        assertEquals(CurrencyAmount.of("USD", 65), march.averageOrderValue().value());
        assertEquals(
                CurrencyAmount.of("USD", 75), march.grossAverageOrderValue().value());
        assertTrue(march.grossAverageOrderValue().sums().standardError() > 0);
        assertEquals(
                march.grossAverageOrderValue().value(),
                METRICS.grossAverageOrderValue(Revenue.of("USD", 1575), 21).value());
        fails(
                UndefinedRatioException.class,
                "gross average order value is undefined, because gross revenue is not known (give its column)",
                () -> march().grossAverageOrderValue());
        rejects(
                "other must have gross revenue, was without (known of all customers or of none)",
                () -> march.plus(march()));
        rejects(
                "other must not have gross revenue, was with (known of all customers or of none)",
                () -> march().plus(march));
        PeriodOrders none = PeriodOrders.ofColumns(MARCH, USD, new double[0], new int[0]);
        assertEquals(march, march.plus(none));
        assertEquals(march, none.plus(march));
        rejects(
                "grossRevenue[0] must be finite and >= 0, was -1.0 (before refunds)",
                () -> PeriodOrders.ofColumns(MARCH, USD, new double[] {1}, new double[] {-1}, new int[] {1}));
        rejects(
                "grossRevenue must have as many rows as revenue, 1, was 2",
                () -> PeriodOrders.ofColumns(MARCH, USD, new double[] {1}, new double[] {1, 2}, new int[] {1}));
        // the two columns the wrong way round
        rejects(
                "grossRevenue[2] must be >= revenue[2] 510.0, was 300.0 (net revenue first, and then what it was before"
                        + " refunds)",
                () -> PeriodOrders.ofColumns(MARCH, USD, gross, REVENUE, ORDERS));
        rejects(
                "grossRevenue must be finite and >= 0, was -1.0 (before refunds)",
                () -> METRICS.grossAverageOrderValue(Revenue.of("USD", -1), 2));
    }

    @Property
    void piecesMergeToTheWhole(@ForAll @IntRange(max = 10) int at) {
        PeriodOrders left = PeriodOrders.ofColumns(MARCH, USD, Arrays.copyOf(REVENUE, at), Arrays.copyOf(ORDERS, at));
        PeriodOrders right = PeriodOrders.ofColumns(
                MARCH, USD, Arrays.copyOfRange(REVENUE, at, 10), Arrays.copyOfRange(ORDERS, at, 10));
        for (PeriodOrders whole : List.of(left.plus(right), right.plus(left))) {
            assertEquals(10, whole.customers());
            assertEquals(65, whole.averageOrderValue().ratio());
            close(6.22902122868, whole.averageOrderValue().sums().standardError(), 2e-12);
            close(56.0333333333, whole.customerMeanOrderValue().ratio(), 1e-12);
            close(41.5066929007, whole.revenuePerBuyer().sums().standardError(), 2e-12);
            assertEquals(0.5, whole.repeatPurchaseRate().value());
        }
    }

    /** Order value x frequency is revenue per buyer; the mean of own averages lies between the least and the greatest. */
    @Property
    void laws(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 500) Double> revenue,
            @ForAll @LongRange(max = 1000) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] money = revenue.stream().mapToDouble(x -> x).toArray();
        int[] orders = random.ints(money.length, 1, 9).toArray();
        PeriodOrders all = PeriodOrders.ofColumns(MARCH, USD, money, orders);
        assertEquals(
                all.revenuePerBuyer().ratio(),
                all.averageOrderValue().ratio() * all.purchaseFrequency().ratio(),
                1e-9);
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (int i = 0; i < money.length; i++) {
            least = Math.min(least, money[i] / orders[i]);
            greatest = Math.max(greatest, money[i] / orders[i]);
        }
        assertTrue(all.customerMeanOrderValue().ratio() >= least - 1e-9);
        assertTrue(all.customerMeanOrderValue().ratio() <= greatest + 1e-9);
        assertTrue(all.averageOrderValue().ratio() >= least - 1e-9);
        assertTrue(all.averageOrderValue().ratio() <= greatest + 1e-9);
        assertTrue(all.purchaseFrequency().value() >= 1);
    }

    /** From a log: counted by hand over the transactions. */
    @Property(tries = 200)
    void ofALog(@ForAll @LongRange(max = 100_000) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Transaction> transactions = new ArrayList<>();
        Map<String, Map<LocalDate, Double>> days = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            String customer = "C" + random.nextInt(9);
            LocalDate day = LocalDate.of(2026, 2, 20).plusDays(random.nextInt(60));
            double amount = 1 + random.nextInt(100);
            transactions.add(Transaction.of(customer, day, amount));
            if (MARCH.contains(day)) {
                days.computeIfAbsent(customer, c -> new TreeMap<>()).merge(day, amount, Double::sum);
            }
        }
        PurchaseLog log = transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(LocalDate.of(2026, 5, 1))
                        .withCurrency("USD")
                        .toLog());
        PeriodOrders march = PeriodOrders.of(log, MARCH);
        double revenue = 0;
        long orders = 0;
        double own = 0;
        long repeaters = 0;
        for (Map<LocalDate, Double> one : days.values()) {
            double sum = one.values().stream().mapToDouble(x -> x).sum();
            revenue += sum;
            orders += one.size();
            own += sum / one.size();
            repeaters += one.size() > 1 ? 1 : 0;
        }
        assertEquals(days.size(), march.customers());
        assertEquals(revenue, march.revenuePerOrder().ratio().numerator());
        assertEquals(orders, march.revenuePerOrder().ratio().denominator());
        assertEquals(own / days.size(), march.customerMeanOrderValue().ratio(), 1e-9);
        assertEquals(repeaters, march.repeaters().successes());
        long known = transactions.stream()
                .filter(t -> t.date().isBefore(MARCH.to()))
                .map(Transaction::customer)
                .distinct()
                .count();
        assertEquals(known, PeriodOrders.knownCustomers(log, MARCH));
        assertEquals(
                orders / (double) known,
                march.purchaseFrequencyPerKnownCustomer(known).value(),
                1e-12);
        // first buyers of March who came back within ten days
        Map<String, List<LocalDate>> visits = new TreeMap<>();
        transactions.forEach(t ->
                visits.computeIfAbsent(t.customer(), c -> new ArrayList<>()).add(t.date()));
        long firstBuyers = 0;
        long again = 0;
        for (List<LocalDate> dates : visits.values()) {
            List<LocalDate> distinct = dates.stream().distinct().sorted().toList();
            if (MARCH.contains(distinct.get(0))) {
                firstBuyers++;
                again += distinct.size() > 1
                                && !distinct.get(1).isAfter(distinct.get(0).plusDays(10))
                        ? 1
                        : 0;
            }
        }
        ShareMetric cohort = METRICS.cohortRepeatPurchaseRate(log, 10);
        assertEquals(firstBuyers, cohort.counts().trials());
        assertEquals(again, cohort.counts().successes());
        assertEquals(
                "first buyers of the period, within 10 days",
                cohort.definition().population());
        assertEquals(Clock.COHORT, cohort.definition().clock());
        // two halves hold what the month holds
        ReportingPeriod first = ReportingPeriod.of(MARCH.from(), LocalDate.of(2026, 3, 16));
        ReportingPeriod second = ReportingPeriod.of(LocalDate.of(2026, 3, 16), MARCH.to());
        assertEquals(
                orders,
                PeriodOrders.of(log, first).ordersPerCustomer().ratio().numerator()
                        + PeriodOrders.of(log, second)
                                .ordersPerCustomer()
                                .ratio()
                                .numerator());
    }

    @Test
    void aLogMustReachAndHaveACurrency() {
        TransactionSummarizer rules = TransactionSummarizer.per(PeriodUnit.WEEK).until(LocalDate.of(2026, 3, 30));
        List<Transaction> one = List.of(Transaction.of("A", LocalDate.of(2026, 3, 1), 5));
        fails(
                IllegalStateException.class,
                "log must name a currency (see TransactionSummarizer.withCurrency)",
                () -> PeriodOrders.of(one.stream().collect(rules.toLog()), MARCH));
        PurchaseLog log = one.stream().collect(rules.withCurrency(USD).toLog());
        rejects(
                "period must end by the last day of the log, 2026-03-30, was 2026-03-01 to 2026-03-31 (what is later is"
                        + " not known)",
                () -> PeriodOrders.of(log, MARCH));
        PeriodOrders until = PeriodOrders.of(log, ReportingPeriod.of(MARCH.from(), LocalDate.of(2026, 3, 31)));
        assertEquals(5, until.averageOrderValue().ratio());
        assertFalse(PeriodOrders.of(log, ReportingPeriod.ofMonth(2026, 2))
                .averageOrderValue()
                .isDefined());
        rejectsNull("log", () -> PeriodOrders.of(null, MARCH));
        rejects(
                "days must have passed for all by the last day of the log, 2026-03-30, was 10 (an older period, or fewer"
                        + " days)",
                () -> METRICS.cohortRepeatPurchaseRate(log, 10));
        rejects("days must be > 0, was 0 (to buy again in)", () -> METRICS.cohortRepeatPurchaseRate(log, 0));
        rejectsNull("log", () -> METRICS.cohortRepeatPurchaseRate(null, 10));
        rejectsNull("period", () -> PeriodOrders.of(log, null));
    }

    @Test
    void perUnitForUnitEconomics() {
        CustomerOrders month = march().toCustomerOrders(PeriodUnit.MONTH);
        assertEquals(CustomerOrders.ofColumns(REVENUE, ORDERS, USD, PeriodUnit.MONTH), month);
        rejects(
                "unit must be the length of 2026-03-01 to 2026-03-31, was WEEK (a calendar week here)",
                () -> march().toCustomerOrders(PeriodUnit.WEEK));
        PeriodOrders sevenDays = PeriodOrders.ofColumns(
                ReportingPeriod.of(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 10)), USD, REVENUE, ORDERS);
        assertEquals(
                PeriodUnit.WEEK, sevenDays.toCustomerOrders(PeriodUnit.WEEK).unit());
    }

    @Test
    void revenuePerUserByItsTwoAverages() {
        Revenue revenue = Revenue.of("USD", 27_000);
        assertEquals(
                CurrencyAmount.of("USD", 30),
                METRICS.averageRevenuePerUser(revenue, 800, 1000).value());
        long[] daily = new long[31];
        Arrays.fill(daily, 800);
        daily[30] = 800 + 31 * 200;
        AmountMetric byDay = METRICS.averageRevenuePerDailyUser(revenue, daily);
        assertEquals(CurrencyAmount.of("USD", 27), byDay.value());
        assertTrue(METRICS.averageRevenuePerAccount(revenue, 300, 500).ratio()
                >= METRICS.averageRevenuePerUser(revenue, 800, 1000).ratio());
        assertEquals(27, METRICS.averageRevenuePerDailyAccount(revenue, daily).ratio());
        assertFalse(METRICS.averageRevenuePerUser(revenue, 0, 0).isDefined());
        rejects(
                "dailyUsers must have one row a day, 31, was 30 (of 2026-03-01 to 2026-03-31)",
                () -> METRICS.averageRevenuePerDailyUser(revenue, new long[30]));
        daily[3] = -1;
        rejects("dailyAccounts[3] must be >= 0, was -1", () -> METRICS.averageRevenuePerDailyAccount(revenue, daily));
        rejects(
                "begin must be >= 0, was -1 (active at the begin of the period)",
                () -> METRICS.averageRevenuePerUser(revenue, -1, 2));
        rejects("end must be >= 0, was -2 (active at its end)", () -> METRICS.averageRevenuePerAccount(revenue, 1, -2));
    }

    @Test
    void marketShares() {
        close(0.0756, METRICS.marketShareByUnits(378, 5000).value(), 1e-15);
        close(
                0.25,
                METRICS.marketShareByValue(Revenue.of("USD", 5), Revenue.of("USD", 20))
                        .value(),
                1e-15);
        assertEquals(1.5, METRICS.relativeShareByUnits(300, 200).value());
        assertEquals(
                0.5,
                METRICS.relativeShareByValue(Revenue.of("USD", 5), Revenue.of("USD", 10))
                        .value());
        rejects(
                "ownUnits must be <= categoryUnits 4.0, was 5.0 (the category has them too)",
                () -> METRICS.marketShareByUnits(5, 4));
        rejects(
                "own must be <= category USD 4.0, was USD 5.0 (the category has it too)",
                () -> METRICS.marketShareByValue(Revenue.of("USD", 5), Revenue.of("USD", 4)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> METRICS.relativeShareByValue(Revenue.of("USD", 5), Revenue.of("EUR", 4)));
        rejects(
                "own must be finite and >= 0, was -5.0",
                () -> METRICS.relativeShareByValue(Revenue.of("USD", -5), Revenue.of("USD", 4)));
        rejects("largestRivalUnits must be finite and >= 0, was -1.0", () -> METRICS.relativeShareByUnits(5, -1));
        rejectsNull("category", () -> METRICS.marketShareByValue(Revenue.of("USD", 5), null));
    }

    /** Sheet 22, section 1: .18 x .35 x 1.2. */
    @Test
    void decompositionOfTheSheet() {
        MarketShareDecomposition share = travels(new MarketShareDecomposition(180, 1000, 378, 1080, 5000));
        assertEquals(0.18, share.penetration().value());
        assertEquals(0.35, share.shareOfRequirements().value());
        close(1.2, share.usageIndex(), 1e-15);
        close(0.0756, share.marketShare().value(), 1e-15);
    }

    @Property
    void decompositionIsExactAndMerges(
            @ForAll @LongRange(min = 1, max = 500) long own,
            @ForAll @LongRange(max = 500) long others,
            @ForAll @DoubleRange(min = 0.5, max = 1000) double ours,
            @ForAll @DoubleRange(max = 1000) double theirs,
            @ForAll @DoubleRange(max = 1000) double elsewhere) {
        MarketShareDecomposition share =
                new MarketShareDecomposition(own, own + others, ours, ours + theirs, ours + theirs + elsewhere);
        close(
                share.marketShare().value(),
                share.penetration().value() * share.shareOfRequirements().value() * share.usageIndex(),
                1e-14);
        MarketShareDecomposition twice = share.plus(share);
        close(share.marketShare().value(), twice.marketShare().value(), 1e-15);
        close(share.usageIndex(), twice.usageIndex(), 1e-15);
    }

    @Test
    void decompositionSaysWhatIsWrong() {
        rejects(
                "ownBuyers must be <= categoryBuyers 4, was 5 (they buy the category)",
                () -> new MarketShareDecomposition(5, 4, 1, 2, 3));
        rejects(
                "ownPurchases must be <= categoryPurchasesOfOwnBuyers 1.0, was 2.0 (they are in the category)",
                () -> new MarketShareDecomposition(1, 4, 2, 1, 3));
        rejects(
                "categoryPurchasesOfOwnBuyers must be <= categoryPurchases 1.5, was 2.0 (own buyers are among the buyers of"
                        + " the category)",
                () -> new MarketShareDecomposition(1, 4, 2, 2, 1.5));
        rejects(
                "categoryPurchases must be finite, was NaN",
                () -> new MarketShareDecomposition(1, 4, 2, 2, Double.NaN));
        fails(
                UndefinedRatioException.class,
                "category purchases of own buyers per own buyers is undefined, because own buyers is 0",
                () -> new MarketShareDecomposition(0, 4, 0, 0, 3).usageIndex());
        rejects(
                "ownBuyers must be > 0, was 0 (somebody made categoryPurchasesOfOwnBuyers 2.0)",
                () -> new MarketShareDecomposition(0, 4, 1, 2, 3));
        rejects(
                "categoryBuyers must be > 0, was 0 (somebody made categoryPurchases 3.0)",
                () -> new MarketShareDecomposition(0, 0, 0, 0, 3));
        rejectsNull("other", () -> new MarketShareDecomposition(0, 4, 0, 0, 3).plus(null));
    }

    private static final double[] QUARTERS = {82, 100, 95, 140, 90, 108, 104, 155, 97, 118, 113, 166, 106, 127, 121, 181
    };

    /** Sheet 22, section 1. */
    @Test
    void seasonsOfTheSheet() {
        SeasonalIndex index = travels(SeasonalIndex.of(QUARTERS, 4));
        double[] expected = {0.8188758074, 0.963911275353, 0.904673976006, 1.31253894124};
        assertEquals(4, index.seasons());
        for (int s = 0; s < 4; s++) {
            close(expected[s], index.index(s), 2e-12);
        }
        double[] lastYear = index.deseasonalised(Arrays.copyOfRange(QUARTERS, 12, 16), 0);
        double[] deseasonalised = {129.445758492, 131.754865046, 133.749840505, 137.900670458};
        for (int s = 0; s < 4; s++) {
            close(deseasonalised[s], lastYear[s], 5e-12);
        }
        assertEquals(lastYear[2], index.deseasonalised(new double[] {127, 121}, 1)[1]);
        assertArrayEquals(index.indices(), SeasonalIndex.of(QUARTERS, 4).indices());
    }

    /** Of a constant level times a pattern, the pattern; the unit of the series does not matter. */
    @Property
    void aPurePatternIsFound(
            @ForAll @Size(min = 2, max = 13) List<@DoubleRange(min = 0.2, max = 3) Double> pattern,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double level) {
        int m = pattern.size();
        double mean = pattern.stream().mapToDouble(x -> x).average().orElseThrow();
        double[] series = new double[3 * m + 1];
        Arrays.setAll(series, t -> level * pattern.get(t % m) / mean);
        SeasonalIndex index = SeasonalIndex.of(series, m);
        double sum = 0;
        for (int s = 0; s < m; s++) {
            close(pattern.get(s) / mean, index.index(s), 1e-12);
            sum += index.index(s);
        }
        assertEquals(m, sum, 1e-12);
        for (double flat : index.deseasonalised(series, 0)) {
            close(level, flat, 1e-12);
        }
    }

    /** Up to where a window of four would overflow, and down to where its halves would be rounded. */
    @Test
    void seasonsHaveNoUnit() {
        for (int exponent : new int[] {-1050, -1000, 1015}) {
            double[] scaled =
                    Arrays.stream(QUARTERS).map(y -> Math.scalb(y, exponent)).toArray();
            assertEquals(SeasonalIndex.of(QUARTERS, 4), SeasonalIndex.of(scaled, 4));
        }
    }

    @Test
    void seasonsSayWhatIsWrong() {
        rejects(
                "series must have at least 12 values, was 11 (two averages of each season, and half a cycle at either end)",
                () -> SeasonalIndex.of(Arrays.copyOf(QUARTERS, 11), 4));
        assertEquals(3, SeasonalIndex.of(Arrays.copyOf(QUARTERS, 8), 3).seasons());
        rejects(
                "series must have at least 8 values, was 7 (two averages of each season, and half a cycle at either end)",
                () -> SeasonalIndex.of(Arrays.copyOf(QUARTERS, 7), 3));
        rejects("seasons must be >= 2, was 1 (4 for quarters, 12 for months)", () -> SeasonalIndex.of(QUARTERS, 1));
        double[] zero = QUARTERS.clone();
        zero[5] = 0;
        rejects(
                "series[5] must be finite and > 0, was 0.0 (ratios need positive values)",
                () -> SeasonalIndex.of(zero, 4));
        rejects(
                "series[0] must be finite, was NaN",
                () -> SeasonalIndex.of(QUARTERS, 4).deseasonalised(new double[] {Double.NaN}, 0));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> SeasonalIndex.of(QUARTERS, 4).index(4));
        rejectsNull("series", () -> SeasonalIndex.of(null, 4));
        double[] days = new double[45];
        Arrays.fill(days, 2);
        assertEquals("SeasonalIndex[1.0, 1.0]", SeasonalIndex.of(days, 2).toString());
        assertEquals(
                "SeasonalIndex of 15 seasons from [1.0, 1.0, 1.0]",
                SeasonalIndex.of(days, 15).toString());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "orders[1] must be >= 1, was 0 (leave out customers without an order)",
                () -> PeriodOrders.ofColumns(MARCH, USD, new double[] {1, 2}, new int[] {1, 0}));
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (who ordered in both"
                        + " would count twice: count anew over both)",
                () -> march().plus(PeriodOrders.ofColumns(ReportingPeriod.ofMonth(2026, 4), USD, REVENUE, ORDERS)));
        rejects(
                "revenue[0] must be finite, was NaN",
                () -> PeriodOrders.ofColumns(MARCH, USD, new double[] {Double.NaN}, new int[] {1}));
        rejectsNull("revenue", () -> PeriodOrders.ofColumns(MARCH, USD, null, new int[] {1}));
        rejectsNull("orders", () -> PeriodOrders.ofColumns(MARCH, USD, new double[0], null));
        rejectsNull("other", () -> march().plus(null));
        rejectsNull("period", () -> OrderMetrics.during(null));
        travels(march());
        travels(METRICS);
    }
}
