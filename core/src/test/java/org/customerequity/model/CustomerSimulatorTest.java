package org.customerequity.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.PoissonGamma;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.TimingChoice;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class CustomerSimulatorTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final LocalDate FIRST = LocalDate.of(1997, 1, 1);
    private static final LocalDate LAST = LocalDate.of(1997, 3, 25);
    private static final LocalDate END = LocalDate.of(1998, 6, 30);
    private static final BgNbd BUYING = new BgNbd(0.6, 6, 0.9, 2.4, PeriodUnit.WEEK);
    private static final GammaGamma SPENDING = new GammaGamma(6.25, 3.74, 15.44);
    private static final CustomerSimulator SHOP = CustomerSimulator.of(BUYING, SPENDING, USD)
            .acquiredBetween(FIRST, LAST)
            .until(END);

    @Test
    void transactionsAndHistoriesAreOfTheSameCustomers() {
        PurchaseHistories histories = SHOP.simulateHistories(300, new SplittableRandom(5));
        Map<String, List<Transaction>> byCustomer = new LinkedHashMap<>();
        for (Transaction t : SHOP.simulate(300, new SplittableRandom(5))) {
            byCustomer.computeIfAbsent(t.customer(), id -> new ArrayList<>()).add(t);
        }
        assertEquals(histories.ids().asList(), new ArrayList<>(byCustomer.keySet()));
        assertEquals("C000001", histories.ids().get(0));
        for (int i = 0; i < histories.size(); i++) {
            List<Transaction> own = byCustomer.get(histories.ids().get(i));
            Transaction first = own.get(0);
            Transaction last = own.get(own.size() - 1);
            assertTrue(!first.date().isBefore(FIRST) && !first.date().isAfter(LAST), first::toString);
            assertTrue(!last.date().isAfter(END), last::toString);
            assertEquals(histories.frequency(i), own.size() - 1);
            double week = 7 * 86_400e9;
            assertEquals(
                    histories.recency(i),
                    Duration.between(first.time(), last.time()).toNanos() / week,
                    1e-9);
            double age = Duration.between(first.time(), END.plusDays(1).atStartOfDay())
                            .toNanos()
                    / week;
            assertEquals(histories.age(i), age, 1e-9);
            double mean = own.stream()
                    .skip(1)
                    .mapToDouble(Transaction::amount)
                    .average()
                    .orElse(0);
            assertEquals(histories.meanSpend(i), mean, 1e-12 * mean);
            assertEquals(histories.frequency(i), histories.spendCount(i));
            double sumOfLogs = 0;
            double sumOfErrors = 0;
            for (int j = 1; j < own.size(); j++) {
                double nanos = Duration.between(
                                own.get(j - 1).time(), own.get(j).time())
                        .toNanos();
                sumOfLogs += Math.log(nanos / week);
                // times are whole nanoseconds, to the last place of a double in weeks
                sumOfErrors += 100 / nanos;
            }
            assertEquals(sumOfLogs, histories.sumOfLogIntervals(i), sumOfErrors + 1e-9);
        }
        assertEquals(USD, histories.currency().orElseThrow());
        assertEquals(PeriodUnit.WEEK, histories.unit());
    }

    @Test
    void oneSeedOneAnswerInAnyOrderAndNumber() {
        List<Transaction> few = SHOP.simulate(40, new SplittableRandom(9));
        List<Transaction> many = SHOP.simulate(400, new SplittableRandom(9));
        assertEquals(few, many.subList(0, few.size()));
        assertEquals(
                many, SHOP.transactions(400, new SplittableRandom(9)).parallel().toList());
        assertNotEquals(few, SHOP.simulate(40, new SplittableRandom(10)));
        assertEquals(
                SHOP.simulateHistories(40, new SplittableRandom(9)),
                SHOP.simulateHistories(40, new SplittableRandom(9)));
    }

    @Test
    void momentsAreThoseOfTheModels() {
        int n = 40_000;
        PurchaseHistories histories = SHOP.simulateHistories(n, new SplittableRandom(1));
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        double expected = 0;
        double variance = 0;
        double actual = 0;
        double ages = 0;
        for (int i = 0; i < n; i++) {
            expected += BUYING.expectedPurchases(newcomer, Span.ofWeeks(0, histories.age(i)));
            actual += histories.frequency(i);
            ages += histories.age(i);
        }
        for (int i = 0; i < 50; i++) {
            variance += n / 50.0 * BUYING.varianceOfPurchases(newcomer, Span.ofWeeks(0, histories.age(i)));
        }
        assertEquals(expected, actual, 4 * Math.sqrt(variance));
        // 1997-01-01 to 1998-06-30 is 545 days and the last one counts; acquired half-way into 84 days
        double meanAge = (545 + 1 - 42) / 7.0;
        assertEquals(meanAge, ages / n, 4 * Math.sqrt(84.0 * 84 / 12 / 49 / n));
    }

    @Test
    void fitsToSimulatedHistoriesFindTheModelsBack() {
        PurchaseHistories histories = SHOP.simulateHistories(10_000, new SplittableRandom(2));
        FitOutcome<BgNbd> buying = BgNbd.fit(histories);
        assertWithin(
                BUYING.parameters(),
                buying.orThrow().parameters(),
                buying.report().standardErrors());
        FitOutcome<GammaGamma> spending = GammaGamma.fit(histories);
        assertWithin(
                SPENDING.parameters(),
                spending.orThrow().parameters(),
                spending.report().standardErrors());
    }

    /** Whole days and same-day merges lose little when purchases are weeks apart. */
    @Test
    void fitsToSummarisedTransactionsFindTheModelsBack() {
        PurchaseHistories histories = SHOP.transactions(10_000, new SplittableRandom(3))
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(END)
                        .withCurrency(USD)
                        .toHistories());
        assertEquals(10_000, histories.size());
        double purchases = 0;
        for (int x : histories.frequencies()) {
            purchases += x;
        }
        PurchaseHistories exact = SHOP.simulateHistories(10_000, new SplittableRandom(3));
        double all = 0;
        for (int x : exact.frequencies()) {
            all += x;
        }
        assertTrue(purchases < all && purchases > 0.95 * all, purchases + " of " + all + " after same-day merges");
        BgNbd buying = BgNbd.fit(histories).orThrow();
        Span year = Span.ofWeeks(0, 52);
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(PeriodUnit.WEEK);
        double expected = BUYING.expectedPurchases(newcomer, year);
        assertEquals(expected, buying.expectedPurchases(newcomer, year), 0.07 * expected);
    }

    /** What tells regular buyers is in the histories: k is chosen by likelihood, and the other parameters are found with it. */
    @Test
    void regularBuyersAreFoundBack() {
        BgCnbd truth = new BgCnbd(3, 1.2, 5, 0.9, 2.4, PeriodUnit.WEEK);
        PurchaseHistories histories = CustomerSimulator.of(truth, SPENDING, USD)
                .acquiredBetween(FIRST, LAST)
                .until(END)
                .simulateHistories(3000, new SplittableRandom(31));
        assertTrue(histories.hasIntervals());
        TimingChoice<BgCnbd> choice = BgCnbd.fitChoosingK(histories);
        assertEquals(3, choice.k());
        FitOutcome<BgCnbd> chosen = choice.chosen();
        assertWithin(
                truth.parameters(),
                chosen.orThrow().parameters(),
                chosen.report().standardErrors());
        // against irregular timing, beyond any doubt
        assertTrue(choice.logLikelihoods()[2] - choice.logLikelihoods()[0] > 100);
    }

    /** Two purchases at one moment have no log interval. */
    @Test
    void intervalsOfNoLengthAreNotKnown() {
        PurchaseModel twice = (PurchaseModel) Proxy.newProxyInstance(
                PurchaseModel.class.getClassLoader(),
                new Class<?>[] {PurchaseModel.class},
                (proxy, method, arguments) -> method.getName().equals("unit") ? PeriodUnit.WEEK : new double[] {2, 2});
        PurchaseHistories histories = CustomerSimulator.of(twice, SPENDING, USD)
                .until(END)
                .simulateHistories(List.of(FIRST, LAST), new SplittableRandom(1));
        assertEquals(2, histories.frequency(1));
        assertFalse(histories.hasIntervals());
    }

    private static void assertWithin(double[] truth, double[] found, double[] se) {
        for (int j = 0; j < truth.length; j++) {
            assertEquals(truth[j], found[j], 4 * se[j], "parameter " + j);
        }
    }

    @Test
    void amountsAreRoundedIfAsked() {
        CustomerSimulator cheap = CustomerSimulator.of(BUYING, new GammaGamma(0.3, 3, 0.2), USD)
                .acquiredBetween(FIRST, LAST)
                .until(END)
                .roundedToCurrency();
        for (Transaction t : cheap.simulate(300, new SplittableRandom(4))) {
            assertTrue(t.amount() >= 0.01, t::toString);
            assertEquals(t.amount(), Math.rint(t.amount() * 100) / 100, 0.0);
        }
        CustomerSimulator yen = CustomerSimulator.of(BUYING, SPENDING, Currency.getInstance("JPY"))
                .acquiredBetween(FIRST, LAST)
                .until(END)
                .roundedToCurrency();
        for (Transaction t : yen.simulate(100, new SplittableRandom(4))) {
            assertEquals(t.amount(), Math.rint(t.amount()), 0.0);
        }
        assertTrue(SHOP.simulate(10, new SplittableRandom(4)).stream()
                .anyMatch(t -> t.amount() * 100 != Math.rint(t.amount() * 100)));
    }

    @Test
    void acquisitionsCanBeGiven() {
        List<LocalDate> days = List.of(END, FIRST, LAST);
        List<Transaction> transactions = SHOP.simulate(days, new SplittableRandom(6));
        for (int i = 0; i < 3; i++) {
            String id = "C00000" + (i + 1);
            assertEquals(
                    days.get(i),
                    transactions.stream()
                            .filter(t -> t.customer().equals(id))
                            .findFirst()
                            .orElseThrow()
                            .date());
        }
        PurchaseHistories histories = SHOP.simulateHistories(days, new SplittableRandom(6));
        assertEquals(3, histories.size());
        assertTrue(histories.age(0) <= 1 / 7.0, "acquired on the last day");
    }

    @Test
    void travelsAsBytes() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(SHOP);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CustomerSimulator copy = (CustomerSimulator) in.readObject();
            assertEquals(SHOP, copy);
            assertEquals(SHOP.hashCode(), copy.hashCode());
            assertEquals(SHOP.simulate(20, new SplittableRandom(1)), copy.simulate(20, new SplittableRandom(1)));
        }
    }

    /** What models of single amounts are fitted to; amounts below the smallest double have no logarithms. */
    @Test
    void simulatedHistoriesKnowTheirSingleAmounts() {
        LogNormalSpend truth = new LogNormalSpend(27, 0.2, 0.3);
        PurchaseHistories histories = CustomerSimulator.of(BUYING, truth, USD)
                .acquiredBetween(FIRST, LAST)
                .until(END)
                .simulateHistories(3000, new SplittableRandom(9));
        FitOutcome<LogNormalSpend> fit = LogNormalSpend.fit(histories);
        double[] error = fit.report().standardErrors();
        for (int j = 0; j < 3; j++) {
            assertEquals(truth.parameters()[j], fit.orThrow().parameters()[j], 4 * error[j]);
        }
        PurchaseHistories tiny = CustomerSimulator.of(BUYING, new GammaGamma(1e-4, 3, 1), USD)
                .acquiredBetween(FIRST, LAST)
                .until(END)
                .simulateHistories(50, new SplittableRandom(9));
        assertTrue(tiny.hasSpend() && !tiny.hasLogSpend(), tiny::toString);
    }

    /** Any purchase model of a user does. */
    @Test
    void aModelOfOnesOwnIsSimulatedLikeOurs() {
        PoissonGamma own = new PoissonGamma(0.4, 12, PeriodUnit.DAY);
        PurchaseHistories histories = CustomerSimulator.of(own, SPENDING, USD)
                .acquiredBetween(FIRST, FIRST)
                .until(FIRST.plusDays(29))
                .simulateHistories(30_000, new SplittableRandom(7));
        double mean = 0;
        double expected = 0;
        for (int i = 0; i < histories.size(); i++) {
            mean += histories.frequency(i) / 30_000.0;
            expected += 0.4 / 12 * histories.age(i) / 30_000.0;
        }
        assertEquals(29.5 * 0.4 / 12, expected, 1e-3);
        assertEquals(expected, mean, 4 * Math.sqrt((expected + expected * expected / 0.4) / 30_000));
        assertEquals(0.0, own.logLikelihood(PurchaseHistory.newCustomer(PeriodUnit.DAY)), 0.0);
        assertEquals(0.0, SPENDING.logLikelihood(SpendSummary.none()), 0.0);
    }

    @Test
    void whatIsMissingOrBackwardsIsSaid() {
        CustomerSimulator bare = CustomerSimulator.of(BUYING, SPENDING, USD);
        assertEquals(
                "end of observation must be given (CustomerSimulator.until)",
                assertThrows(
                                IllegalStateException.class,
                                () -> bare.acquiredBetween(FIRST, LAST).simulate(1, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "days of acquisition must be given (CustomerSimulator.acquiredBetween)",
                assertThrows(IllegalStateException.class, () -> bare.until(END).simulate(1, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "to must not be before from 1997-03-25, was 1997-01-01 (days of the first purchase)",
                assertThrows(IllegalArgumentException.class, () -> bare.acquiredBetween(LAST, FIRST))
                        .getMessage());
        assertEquals(
                "end must not be before the last acquisition 1997-03-25, was 1997-01-01 (last day of observation)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> bare.acquiredBetween(FIRST, LAST).until(FIRST))
                        .getMessage());
        assertEquals(
                "acquisitions must not be after the end of observation 1998-06-30, was 1998-07-01",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SHOP.simulate(List.of(END.plusDays(1)), new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "customers must be >= 0, was -1 (how many to simulate)",
                assertThrows(IllegalArgumentException.class, () -> SHOP.simulate(-1, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(Collections.emptyList(), SHOP.simulate(0, new SplittableRandom(1)));
        assertEquals(
                "currency must have decimals to round to, was XXX",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CustomerSimulator.of(BUYING, SPENDING, Currency.getInstance("XXX"))
                                        .roundedToCurrency())
                        .getMessage());
    }
}
