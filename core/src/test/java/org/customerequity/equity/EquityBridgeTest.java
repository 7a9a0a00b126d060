package org.customerequity.equity;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.equity.EquityMovement.DORMANT;
import static org.customerequity.equity.EquityMovement.GROWN;
import static org.customerequity.equity.EquityMovement.LOST;
import static org.customerequity.equity.EquityMovement.NEW;
import static org.customerequity.equity.EquityMovement.RETURNED;
import static org.customerequity.equity.EquityMovement.SHRUNK;
import static org.customerequity.equity.EquityMovement.UNCHANGED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.RandomDraws;
import org.customerequity.lifetime.CustomerValues;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.PurchaseTiming;
import org.customerequity.model.CustomerSimulator;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

@Seeded
class EquityBridgeTest {
    private static final BgNbd BUYING = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    private static final LifetimeValueModel MODEL = LifetimeValueModel.of(BUYING, new GammaGamma(6.25, 3.74, 15.44))
            .withMargin(0.30)
            .withDiscount(DiscountRate.ofAnnualPercent(15))
            .withHorizon(Horizon.ofYears(3));

    /** One customer: purchases, last of them, age, mean spend. */
    private record Row(String id, int x, double recency, double age, double spend) {}

    private static final Row GONE = new Row("gone", 2000, 1, 500, 20);

    private static CustomerEquity equity(String currency, Row... rows) {
        List<Row> list = List.of(rows);
        int[] x = list.stream().mapToInt(Row::x).toArray();
        return CustomerEquity.ofCurrent(MODEL.value(PurchaseHistories.ofColumns(
                        x,
                        list.stream().mapToDouble(Row::recency).toArray(),
                        list.stream().mapToDouble(Row::age).toArray(),
                        PeriodUnit.WEEK)
                .withSpend(
                        x,
                        list.stream()
                                .mapToDouble(r -> r.x() == 0 ? 0 : r.spend())
                                .toArray(),
                        Currency.getInstance(currency))
                .withIds(CustomerIds.of(list.stream().map(Row::id).toList()))));
    }

    private static CustomerEquity equity(Row... rows) {
        return equity("USD", rows);
    }

    private static Row row(String id, int x) {
        return new Row(id, x, x == 0 ? 0 : 30, 39, 20 + x);
    }

    @Test
    void everyCustomerIsInTheLineOfTheTable() {
        CustomerEquity opening = equity(
                row("up", 1),
                row("same", 2),
                row("down", 5),
                row("left", 3),
                GONE,
                named(GONE, "back"),
                named(GONE, "faded"));
        CustomerEquity closing = equity(
                row("new", 2),
                row("down", 4),
                row("up", 3),
                row("same", 2),
                GONE,
                row("back", 1),
                named(GONE, "brief"));
        EquityBridge bridge = EquityBridge.between(opening, closing);
        assertEquals(0, opening.values().probabilityAlive(4), "gone for certain");
        assertEquals(List.of("up"), bridge.customers(GROWN));
        assertEquals(List.of("same"), bridge.customers(UNCHANGED));
        assertEquals(List.of("down"), bridge.customers(SHRUNK));
        assertEquals(List.of("left"), bridge.customers(LOST));
        assertEquals(List.of("new"), bridge.customers(NEW));
        assertEquals(List.of("back"), bridge.customers(RETURNED));
        assertEquals(List.of("gone", "brief", "faded"), bridge.customers(DORMANT));
        for (EquityMovement movement : EquityMovement.values()) {
            for (String id : bridge.customers(movement)) {
                assertEquals(movement, bridge.movement(id));
            }
        }
        CustomerValues before = opening.values();
        CustomerValues after = closing.values();
        assertEquals(after.value(0), bridge.line(NEW).change().value(), 0);
        assertEquals(
                after.value(1) - before.value(2), bridge.line(SHRUNK).change().value(), 0);
        assertEquals(-before.value(3), bridge.line(LOST).change().value(), 0);
        assertEquals(before.value(3), bridge.line(LOST).opening().value(), 0);
        assertEquals(after.value(5), bridge.line(RETURNED).change().value(), 0);
        assertEquals(0, bridge.line(DORMANT).change().value(), 0);
        assertEquals(4, bridge.openingCustomers());
        assertEquals(5, bridge.closingCustomers());
        assertTrue(bridge.hasSameTerms());
        travels(bridge);
    }

    private static Row named(Row row, String id) {
        return new Row(id, row.x(), row.recency(), row.age(), row.spend());
    }

    @Test
    void theTextSaysWhatOccurred() {
        CustomerEquity opening = equity(row("a", 1), row("b", 2));
        CustomerEquity closing = equity(row("b", 2), row("c", 4));
        assertEquals(
                opening.total() + " -> " + closing.total() + ": new +"
                        + closing.values().value(1) + " of 1, unchanged +0.0 of 1, lost -"
                        + opening.values().value(0) + " of 1",
                EquityBridge.between(opening, closing).toString());
    }

    @Test
    void rulesDecideWhoIsACustomer() {
        // seen last long ago, P(alive) low
        Row doubtful = new Row("a", 8, 10, 60, 20);
        Row sure = new Row("a", 9, 59, 60, 20);
        CustomerEquity low = equity(doubtful);
        CustomerEquity high = equity(sure);
        double p = low.values().probabilityAlive(0);
        assertTrue(p > 0 && p < 0.2 && high.values().probabilityAlive(0) > 0.5);
        EquityBridge.Rules half = EquityBridge.Rules.EXACT.withAliveFrom(0.5);
        assertEquals(GROWN, EquityBridge.between(low, high).movement("a"));
        assertEquals(RETURNED, EquityBridge.between(low, high, half).movement("a"));
        assertEquals(LOST, EquityBridge.between(high, low, half).movement("a"));
        assertEquals(DORMANT, EquityBridge.between(low, low, half).movement("a"));
        // the limit itself counts
        assertEquals(
                UNCHANGED, EquityBridge.between(low, low, half.withAliveFrom(p)).movement("a"));
        // whatever the rule, what is left of a lost customer is in the line
        assertEquals(
                low.total().minus(high.total()),
                EquityBridge.between(high, low, half).line(LOST).change());
        double moved = high.total().value() / low.total().value() - 1;
        CustomerEquity same = equity(row("a", 1));
        CustomerEquity nearly = equity(new Row("a", 1, 30, 39, 21.01));
        double by = nearly.total().value() / same.total().value() - 1;
        assertTrue(by > 0 && by < 0.01 && moved > 1);
        EquityBridge.Rules percent = EquityBridge.Rules.EXACT.withUnchangedWithin(0.01);
        assertEquals(UNCHANGED, EquityBridge.between(same, nearly, percent).movement("a"));
        assertEquals(GROWN, EquityBridge.between(same, nearly).movement("a"));
        assertEquals(SHRUNK, EquityBridge.between(nearly, same).movement("a"));
        assertEquals(percent, EquityBridge.between(nearly, same, percent).rules());
    }

    @Property(tries = 200)
    void agreesWithLookingEveryoneUp(
            @ForAll @IntRange(max = 60) int first,
            @ForAll @IntRange(max = 60) int second,
            @ForAll @DoubleRange(max = 1) double aliveFrom,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CustomerEquity opening = equity(random(first, random));
        CustomerEquity closing = equity(random(second, random));
        EquityBridge.Rules rules = EquityBridge.Rules.EXACT.withAliveFrom(aliveFrom);
        EquityBridge bridge = EquityBridge.between(opening, closing, rules);
        Map<String, double[]> all = new HashMap<>();
        enter(opening.values(), all, 0, aliveFrom);
        enter(closing.values(), all, 2, aliveFrom);
        double[] change = new double[EquityMovement.values().length];
        int[] customers = new int[change.length];
        all.forEach((id, v) -> {
            boolean was = v[1] == 2;
            boolean is = v[3] == 2;
            EquityMovement movement = was && is
                    ? v[2] > v[0] ? GROWN : v[2] < v[0] ? SHRUNK : UNCHANGED
                    : was ? LOST : is ? v[1] == 1 ? RETURNED : NEW : DORMANT;
            change[movement.ordinal()] += v[2] - v[0];
            customers[movement.ordinal()]++;
            assertEquals(movement, bridge.movement(id));
        });
        double total = 0;
        for (EquityBridge.Line line : bridge.lines()) {
            assertEquals(change[line.movement().ordinal()], line.change().value(), 1e-10);
            assertEquals(customers[line.movement().ordinal()], line.customers());
            assertEquals(line.customers(), bridge.customers(line.movement()).size());
            total += line.change().value();
        }
        assertEquals(bridge.change().value(), total, 1e-10);
        assertEquals(
                bridge.openingCustomers()
                        + bridge.line(NEW).customers()
                        + bridge.line(RETURNED).customers()
                        - bridge.line(LOST).customers(),
                bridge.closingCustomers());
        // the other way round, new are lost and returned are lost to dormancy
        EquityBridge back = EquityBridge.between(closing, opening, rules);
        assertEquals(
                bridge.line(GROWN).change().value(), -back.line(SHRUNK).change().value(), 1e-10);
        assertEquals(bridge.openingCustomers(), back.closingCustomers());
    }

    private static Row[] random(int n, SplittableRandom random) {
        return random.ints(0, 80)
                .distinct()
                .limit(n)
                .mapToObj(id -> {
                    int x = random.nextInt(6);
                    double age = 20 + random.nextInt(3) * 40;
                    double recency = x == 0 ? 0 : age * random.nextInt(1, 4) / 4;
                    return random.nextInt(12) == 0
                            ? named(GONE, "c" + id)
                            : new Row("c" + id, x, recency, age, 10 + id);
                })
                .toArray(Row[]::new);
    }

    /** Value, then 1 where listed and 2 where a customer. */
    private static void enter(CustomerValues values, Map<String, double[]> all, int at, double aliveFrom) {
        for (int i = 0; i < values.size(); i++) {
            double[] v = all.computeIfAbsent(values.ids().get(i), id -> new double[4]);
            v[at] = values.value(i);
            double p = values.probabilityAlive(i);
            v[at + 1] = p > 0 && p >= aliveFrom ? 2 : 1;
        }
    }

    @Test
    void otherTermsShow() {
        PurchaseHistories rows = ((LifetimeValues) equity(row("a", 1)).values()).histories();
        CustomerEquity opening = equity(row("a", 1));
        for (LifetimeValueModel other : List.of(
                MODEL.withMargin(0.31),
                MODEL.withDiscount(DiscountRate.ofAnnualPercent(14)),
                MODEL.withHorizon(Horizon.ofYears(2)),
                MODEL.withTiming(PurchaseTiming.endOf(PeriodUnit.MONTH)))) {
            assertFalse(EquityBridge.between(opening, CustomerEquity.ofCurrent(other.value(rows)))
                    .hasSameTerms());
        }
    }

    /** Customers who buy as the model says, seen at 50 weeks and at 100: what is revised is noise around 0. */
    @Test
    void revisionsOfARightModelAverageOut() {
        int n = 8_000;
        double first = 50;
        double second = 100;
        DiscountRate discount = DiscountRate.ofAnnualPercent(15);
        double delta = discount.continuousPer(PeriodUnit.WEEK);
        double margin = 0.30;
        double spend = 10;
        SplittableRandom random = new SplittableRandom(11);
        int[][] x = new int[2][n];
        double[][] recency = new double[2][n];
        double[] realised = new double[n];
        for (int i = 0; i < n; i++) {
            double rate = RandomDraws.gamma(1.2, 8, random);
            double leaves = RandomDraws.beta(0.8, 4, random);
            double t = 0;
            while (true) {
                t += random.nextExponential() / rate;
                if (t > second) {
                    break;
                }
                for (int date = t > first ? 1 : 0; date < 2; date++) {
                    x[date][i]++;
                    recency[date][i] = t;
                }
                if (t > first) {
                    realised[i] += margin * spend * Math.exp(delta * (second - t));
                }
                if (random.nextDouble() < leaves) {
                    break;
                }
            }
        }
        LifetimeValueModel model = LifetimeValueModel.of(
                        new BgNbd(1.2, 8, 0.8, 4, PeriodUnit.WEEK), new ConstantSpend(spend))
                .withMargin(margin)
                .withDiscount(discount)
                .withHorizon(Horizon.FOREVER);
        CustomerIds ids =
                CustomerIds.of(IntStream.range(0, n).mapToObj(i -> "c" + i).toList());
        List<CustomerEquity> dates = new ArrayList<>();
        for (int date = 0; date < 2; date++) {
            double[] age = new double[n];
            Arrays.fill(age, date == 0 ? first : second);
            double[] mean =
                    Arrays.stream(x[date]).mapToDouble(k -> k == 0 ? 0 : spend).toArray();
            dates.add(CustomerEquity.ofCurrent(
                    model.value(PurchaseHistories.ofColumns(x[date], recency[date], age, PeriodUnit.WEEK)
                            .withSpend(x[date], mean, Currency.getInstance("USD"))
                            .withIds(ids))));
        }
        double received = Arrays.stream(realised).sum();
        EquityRollForward account = EquityBridge.between(dates.get(0), dates.get(1))
                .rollForward(Horizon.of(second - first, PeriodUnit.WEEK), Contribution.of("USD", received));
        double grown = Math.exp(delta * (second - first));
        double mean = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double revision = dates.get(1).values().value(i)
                    + realised[i]
                    - dates.get(0).values().value(i) * grown;
            mean += revision;
            square += revision * revision;
        }
        double error = Math.sqrt(square);
        assertEquals(mean, account.revision().value(), 1e-7);
        assertTrue(Math.abs(mean) < 3 * error, mean + " is not noise of deviation " + error);
        assertTrue(error < 0.02 * account.opening().value(), "too much noise to tell");
        // what was received is what was to be, within 5 %
        assertEquals(0, account.surplus().value() / account.expected().value(), 0.05);
        close(
                account.revision().value(),
                account.surplus().plus(account.outlook()).value(),
                1e-9);
        assertEquals(0, account.acquired().value(), 0);
        close(dates.get(0).total().value() * (grown - 1), account.unwinding().value(), 1e-12);
        travels(account);
    }

    @Test
    void theChangeErrsLessThanTheEquities() {
        Currency usd = Currency.getInstance("USD");
        CustomerSimulator shop = CustomerSimulator.of(
                        new BgNbd(0.6, 6, 0.8, 2.4, PeriodUnit.WEEK), new GammaGamma(6.25, 3.74, 15.44), usd)
                .acquiredBetween(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 3, 31));
        PurchaseHistories then = shop.until(LocalDate.of(2024, 9, 30)).simulateHistories(800, new SplittableRandom(7));
        PurchaseHistories now = shop.until(LocalDate.of(2024, 12, 31)).simulateHistories(800, new SplittableRandom(7));
        FitOutcome<BgNbd> buying = BgNbd.fit(now);
        FitOutcome<GammaGamma> spending = GammaGamma.fit(now);
        LifetimeValueModel fitted = LifetimeValueModel.of(buying, spending)
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnual(0.10))
                .withHorizon(Horizon.ofYears(2));
        CustomerEquity opening = CustomerEquity.ofCurrent(fitted.value(then));
        CustomerEquity closing = CustomerEquity.ofCurrent(fitted.value(now));
        EquityBridge bridge = EquityBridge.between(opening, closing);
        ToDoubleFunction<LifetimeValueModel> change =
                m -> sum(m.value(now).toArray()) - sum(m.value(then).toArray());
        // by differences in each log-parameter, with the covariances of the fits
        double variance = 0;
        double[][] covariance = buying.report().logCovariance();
        double[][] ofSpending = spending.report().logCovariance();
        double[] gradient = new double[buying.orThrow().parameters().length];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = slope(change, given(buying.orThrow(), j, spending.orThrow(), -1));
        }
        variance += quadratic(gradient, covariance);
        gradient = new double[spending.orThrow().parameters().length];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = slope(change, given(buying.orThrow(), -1, spending.orThrow(), j));
        }
        variance += quadratic(gradient, ofSpending);
        double width = bridge.confidenceInterval(0.95).width();
        close(2 * 1.959963984540054 * Math.sqrt(variance), width, 1e-5);
        assertTrue(bridge.confidenceInterval(0.95).contains(bridge.change().value()));
        assertTrue(width
                < 0.8
                        * Math.hypot(
                                opening.confidenceInterval(0.95).width(),
                                closing.confidenceInterval(0.95).width()));
        EquityBridge given = EquityBridge.between(equity(row("a", 1)), equity(row("a", 2)));
        fails(
                IllegalStateException.class,
                "equity must come from fits to have a confidence interval, was from given parameters"
                        + " (make the value model from fits)",
                () -> given.confidenceInterval(0.95));
        assertEquals(
                "later must be valued with the same fit, was " + BUYING + ", " + MODEL.spending()
                        + " (how two fits err together is not known)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> EquityBridge.between(opening, equity(row("a", 1)))
                                        .confidenceInterval(0.95))
                        .getMessage());
        assertThrows(
                CurrencyMismatchException.class,
                () -> opening.values()
                        .parameterErrorOfDifference(equity("EUR", row("a", 1)).values()));
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    /** Models with one log-parameter moved by so much. */
    private static DoubleFunction<LifetimeValueModel> given(BgNbd buying, int b, GammaGamma spending, int s) {
        return h -> LifetimeValueModel.of(
                        buying.withParameters(moved(buying.parameters(), b, h)),
                        spending.withParameters(moved(spending.parameters(), s, h)))
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnual(0.10))
                .withHorizon(Horizon.ofYears(2));
    }

    private static double[] moved(double[] parameters, int j, double h) {
        if (j >= 0) {
            parameters[j] *= Math.exp(h);
        }
        return parameters;
    }

    private static double slope(ToDoubleFunction<LifetimeValueModel> f, DoubleFunction<LifetimeValueModel> at) {
        double h = 3e-4;
        return (f.applyAsDouble(at.apply(h)) - f.applyAsDouble(at.apply(-h))) / (2 * h);
    }

    private static double quadratic(double[] g, double[][] c) {
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                sum += g[i] * c[i][j] * g[j];
            }
        }
        return sum;
    }

    @Test
    void acquiredIsWhatWasNotListed() {
        CustomerEquity opening = equity(row("a", 1), named(GONE, "b"));
        CustomerEquity closing = equity(row("b", 2), row("c", 4), row("d", 5));
        EquityRollForward account =
                EquityBridge.between(opening, closing).rollForward(Horizon.ofYears(1), Contribution.of("USD", 7));
        assertEquals(
                closing.values().value(1) + closing.values().value(2),
                account.acquired().value(),
                1e-12);
        assertEquals(0.15 * opening.total().value(), account.unwinding().value(), 1e-12);
        assertEquals(7, account.realised().value());
        assertEquals(
                closing.total().value(),
                account.opening().value()
                        + account.unwinding().value()
                        - 7
                        + account.revision().value()
                        + account.acquired().value(),
                1e-12);
        // the first of the three years the equity counts, in money of its end
        double year = MODEL.withHorizon(Horizon.ofYears(1))
                .value(((LifetimeValues) opening.values()).histories())
                .value(0);
        assertEquals(1.15 * year, account.expected().value(), 1e-12);
    }

    @Test
    void badInputIsNamed() {
        CustomerEquity dollars = equity(row("a", 1));
        CustomerEquity euros = equity("EUR", row("a", 1));
        CustomerEquity nameless = CustomerEquity.ofCurrent(
                MODEL.value(((LifetimeValues) dollars.values()).histories().withoutIds()));
        assertThrows(CurrencyMismatchException.class, () -> EquityBridge.between(dollars, euros));
        rejects(
                "opening must have customer identifiers, was none in 1 rows (PurchaseHistories.withIds before they are"
                        + " valued, or SubscriptionValueModel.value with ids)",
                () -> EquityBridge.between(nameless, dollars));
        rejects(
                "closing must have customer identifiers, was none in 1 rows (PurchaseHistories.withIds before they are"
                        + " valued, or SubscriptionValueModel.value with ids)",
                () -> EquityBridge.between(dollars, nameless));
        rejectsNull("opening", () -> EquityBridge.between(null, dollars));
        rejectsNull("closing", () -> EquityBridge.between(dollars, null));
        rejectsNull("rules", () -> EquityBridge.between(dollars, dollars, null));
        EquityBridge bridge = EquityBridge.between(dollars, dollars);
        rejectsNull("movement", () -> bridge.line(null));
        rejectsNull("movement", () -> bridge.customers(null));
        rejectsNull("id", () -> bridge.movement(null));
        rejectsNull("elapsed", () -> bridge.rollForward(null, Contribution.of("USD", 1)));
        rejectsNull("realised", () -> bridge.rollForward(Horizon.ofYears(1), null));
        CurrencyAmount one = CurrencyAmount.of("USD", 1);
        rejectsNull("acquired", () -> new EquityRollForward(one, one, one, one, null, one));
        rejectsNull("closing", () -> new EquityBridge.Line(NEW, 1, one, null));
        rejects(
                "id must be a customer of these histories, was \"z\" (see CustomerIds.contains)",
                () -> bridge.movement("z"));
        rejects(
                "elapsed must be finite, was for ever (the time between the two dates)",
                () -> bridge.rollForward(Horizon.FOREVER, Contribution.of("USD", 1)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> bridge.rollForward(Horizon.ofYears(1), Contribution.of("EUR", 1)));
        rejects(
                "aliveFrom must be in [0, 1], was NaN (0.5 counts who is more likely a customer than not)",
                () -> EquityBridge.Rules.EXACT.withAliveFrom(Double.NaN));
        rejects(
                "unchangedWithin must be in [0, 1], was 2.0 (0.01 means 1 % of the opening value)",
                () -> EquityBridge.Rules.EXACT.withUnchangedWithin(2));
    }
}
