package org.customerequity.equity;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.equity.AcquisitionPlan.Moment;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueCalculator;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.PurchaseTiming;
import org.customerequity.model.CustomerSimulator;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Seeded
class EquityWithFutureTest {
    private static final PeriodUnit QUARTER = PeriodUnit.QUARTER;
    private static final DiscountRate TEN = DiscountRate.ofAnnual(0.10);
    private static final Currency USD = Currency.getInstance("USD");

    private static Contribution usd(double value) {
        return Contribution.of("USD", value);
    }

    private static AcquisitionCost cac(double perCustomer) {
        return AcquisitionCost.of(CurrencyAmount.of("USD", 100 * perCustomer), 100);
    }

    @Test
    void logisticGrowthOfTheSheet() {
        // formula sheet 05, worked example, end-of-quarter flows: a = 50 million, b = -4, g = .3, from quarter 16 on
        double[] path = IntStream.range(0, 400)
                .mapToDouble(k -> logistic(17 + k) - logistic(16 + k))
                .map(n -> Math.max(0, n))
                .toArray();
        EquityWithFuture equity = EquityWithFuture.of(
                        usd(logistic(16) * 125.333333333),
                        usd(12 * 0.94 / 0.09),
                        AcquisitionPlan.of(QUARTER, Moment.END, path),
                        DiscountRate.ofPerPeriod(0.03, QUARTER))
                .withCost(cac(40));
        close(13.641537984, equity.plan().discountedCustomers(equity.discount()), 1e-10);
        close(4323.84008173, equity.current().value(), 1e-11);
        close(3402.50915361, equity.total().times(0.62).value(), 1e-10);
        close(equity.total().value(), equity.current().value() + equity.future().value(), 1e-15);
        close(
                equity.future().value(),
                equity.futureBeforeCost().minus(equity.acquisitionSpend()).value(),
                1e-14);
        close(
                equity.future().value() / equity.total().value(),
                equity.futureShare().value(),
                1e-15);
        assertEquals(0, equity.terminalShare().value(), 0);
        travels(equity);
    }

    private static double logistic(double t) {
        return 50 / (1 + Math.exp(4 - 0.3 * t));
    }

    /** Every cohort followed period by period over the calendar, and its margins discounted one by one. */
    @Property(tries = 200)
    void isEveryCohortFollowedThroughTheCalendar(
            @ForAll CashFlowTiming timing,
            @ForAll Moment moment,
            @ForAll @DoubleRange(max = 0.95) double retention,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double discount,
            @ForAll @IntRange(min = 1, max = 12) int periods,
            @ForAll long seed) {
        double[] acquired = new SplittableRandom(seed).doubles(periods, 0, 1000).toArray();
        DiscountRate rate = DiscountRate.ofPerPeriod(discount, PeriodUnit.MONTH);
        int life = 24;
        LifetimeValueCalculator calculator =
                LifetimeValueCalculator.of(rate, timing).withHorizon(Horizon.of(life, PeriodUnit.MONTH));
        Contribution value = calculator.value(
                PeriodicContribution.of("USD", 7, PeriodUnit.MONTH), RetentionRate.of(retention, PeriodUnit.MONTH));
        EquityWithFuture equity = EquityWithFuture.of(
                        usd(5000), value, AcquisitionPlan.of(PeriodUnit.MONTH, moment, acquired), rate)
                .withCost(cac(11));
        double now = 5000;
        double spend = 0;
        double gross = 0;
        for (int k = 0; k < periods; k++) {
            double since = k
                    + switch (moment) {
                        case START -> 0;
                        case MIDDLE -> 0.5;
                        case END -> 1;
                    };
            spend += 11 * acquired[k] * Math.pow(1 + discount, -since);
            double left = acquired[k];
            for (int t = 0; t <= life; t++) {
                double active = timing == CashFlowTiming.END_OF_PERIOD && t > 0 ? left / retentionOr1(retention) : left;
                if (timing == CashFlowTiming.END_OF_PERIOD && retention == 0) {
                    active = t == 1 ? acquired[k] : 0;
                }
                double paid = timing == CashFlowTiming.JUST_BEFORE_RENEWAL ? t - 1 : t;
                if (t > 0 || timing == CashFlowTiming.IMMEDIATE_COUNTED) {
                    gross += 7 * active * Math.pow(1 + discount, -(since + paid));
                }
                left *= retention;
            }
        }
        close(gross, equity.futureBeforeCost().value(), 1e-11);
        close(spend, equity.acquisitionSpend().value(), 1e-11);
        close(now + gross, equity.totalBeforeCost().value(), 1e-11);
        assertEquals(now + gross - spend, equity.total().value(), 1e-10 * (now + gross + spend));
        assertEquals(
                equity.futureBeforeCost().value(),
                equity.cohorts().stream()
                        .mapToDouble(c -> c.valueBeforeCost().value())
                        .sum(),
                1e-11 * gross);
        assertEquals(periods, equity.cohorts().size());
    }

    private static double retentionOr1(double retention) {
        return retention == 0 ? 1 : retention;
    }

    @Test
    void foreverIsTheClosedForm() {
        DiscountRate percent = DiscountRate.ofPerPeriod(0.02, QUARTER);
        // perpetuity of 100: at the end of each quarter 100 / d, at the start (1 + d) times that
        close(
                100 / 0.02,
                AcquisitionPlan.constant(QUARTER, Moment.END, 100, 1)
                        .thenForever(0)
                        .discountedCustomers(percent),
                1e-13);
        close(
                100 * 1.02 / 0.02,
                AcquisitionPlan.constant(QUARTER, Moment.START, 100, 8)
                        .thenForever(0)
                        .discountedCustomers(percent),
                1e-13);
        close(
                100 * Math.sqrt(1.02) / (0.02 - 0.005),
                AcquisitionPlan.constant(QUARTER, Moment.MIDDLE, 100, 20)
                        .growingBy(0.005)
                        .thenForever(0.005)
                        .discountedCustomers(percent),
                1e-13);
    }

    @Property
    void whereTheStatedPartEndsDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 50) int periods,
            @ForAll @DoubleRange(min = -0.5, max = 0.05) double growth,
            @ForAll Moment moment,
            @ForAll PeriodUnit unit) {
        DiscountRate rate = DiscountRate.ofPerPeriod(0.06, unit);
        AcquisitionPlan one =
                AcquisitionPlan.constant(unit, moment, 70, 1).growingBy(growth).thenForever(growth);
        AcquisitionPlan many = AcquisitionPlan.constant(unit, moment, 70, periods)
                .growingBy(growth)
                .thenForever(growth);
        close(one.discountedCustomers(rate), many.discountedCustomers(rate), 1e-12);
        close(many.discountedCustomers(rate), many.discountedStated(rate) + many.discountedTerminal(rate), 1e-15);
        // whoever comes at the end of a period comes one period later than who comes at its start
        double start = AcquisitionPlan.constant(unit, Moment.START, 70, periods)
                .growingBy(growth)
                .discountedCustomers(rate);
        double end = AcquisitionPlan.constant(unit, Moment.END, 70, periods)
                .growingBy(growth)
                .discountedCustomers(rate);
        close(start / 1.06, end, 1e-13);
    }

    @Property
    void growthComesOnTopOfThePlan(
            @ForAll @Scale(6) @DoubleRange(min = -0.5, max = 0.05) double growth,
            @ForAll @Scale(6) @DoubleRange(min = -0.5, max = 0.005) double later,
            @ForAll @IntRange(min = 1, max = 12) int periods,
            @ForAll long seed) {
        double[] n = new SplittableRandom(seed).doubles(periods, 0, 1000).toArray();
        AcquisitionPlan plan = AcquisitionPlan.of(QUARTER, Moment.MIDDLE, n);
        AcquisitionPlan grown = plan.growingBy(growth);
        double factor = 1;
        for (int k = 0; k < periods; k++) {
            close(n[k] * factor, grown.customers(k), 1e-14);
            factor *= 1 + growth;
        }
        assertFalse(grown.isForever());
        assertEquals(plan, plan.growingBy(0));
        // before or after it goes on for ever: one growth comes on top of the other
        DiscountRate rate = DiscountRate.ofPerPeriod(0.07, QUARTER);
        double both = (1 + growth) * (1 + later) - 1;
        AcquisitionPlan first = grown.thenForever(both);
        AcquisitionPlan last = plan.thenForever(later).growingBy(growth);
        close(first.discountedCustomers(rate), last.discountedCustomers(rate), 1e-12);
        assertEquals(grown.thenForever(growth), plan.thenForever(0).growingBy(growth));
    }

    @Property(tries = 100)
    void yearsAreTwelveMonths(@ForAll @IntRange(min = 1, max = 8) int years, @ForAll long seed) {
        double[] yearly = new SplittableRandom(seed).doubles(years, 0, 100).toArray();
        double[] monthly = new double[12 * years];
        for (int y = 0; y < years; y++) {
            monthly[12 * y] = yearly[y];
        }
        close(
                AcquisitionPlan.of(PeriodUnit.YEAR, Moment.START, yearly).discountedCustomers(TEN),
                AcquisitionPlan.of(PeriodUnit.MONTH, Moment.START, monthly).discountedCustomers(TEN),
                1e-12);
    }

    @Test
    void nobodyToComeLeavesThePresent() {
        EquityWithFuture equity = EquityWithFuture.of(
                        usd(1234), usd(56), AcquisitionPlan.constant(QUARTER, Moment.START, 0, 5), TEN)
                .withCost(cac(7));
        assertEquals(CurrencyAmount.of("USD", 1234), equity.total());
        assertEquals(CurrencyAmount.of("USD", 1234), equity.totalBeforeCost());
        assertEquals(0, equity.futureShare().value(), 0);
        CustomerEquity base = CustomerEquity.ofCurrent(given().value(simulated()));
        assertEquals(
                base.total(),
                base.withFuture(AcquisitionPlan.of(QUARTER, Moment.START, 0)).totalBeforeCost());
    }

    @Test
    void theTerminalPartIsShownApart() {
        EquityWithFuture equity = EquityWithFuture.of(
                        usd(1000),
                        usd(30),
                        AcquisitionPlan.of(PeriodUnit.YEAR, Moment.END, 10, 11).thenForever(0.02),
                        TEN)
                .withCost(cac(20));
        double stated = 10 / 1.1 + 11 / 1.21;
        double terminal = 11 * 1.02 / (0.10 - 0.02) / 1.21;
        close(10 * (stated + terminal), equity.future().value(), 1e-13);
        close(10 * terminal, equity.terminal().value(), 1e-13);
        close(30 * terminal, equity.terminalBeforeCost().value(), 1e-13);
        close(
                10 * terminal / (1000 + 10 * (stated + terminal)),
                equity.terminalShare().value(),
                1e-13);
        assertEquals(
                new EquityWithFuture.Cohort(
                        1,
                        11,
                        TEN.factor(2, PeriodUnit.YEAR),
                        equity.cohorts().get(1).valueBeforeCost()),
                equity.cohorts().get(1));
        close(30 * 11 / 1.21, equity.cohorts().get(1).valueBeforeCost().value(), 1e-14);
        assertEquals(
                equity.current() + " now, " + equity.futureBeforeCost() + " to come, less " + equity.acquisitionSpend()
                        + " to acquire them",
                equity.toString());
        assertEquals(
                "21.0 customers in 2 years, then for ever at growth 0.02",
                equity.plan().toString());
        assertEquals(2, equity.plan().periods());
        assertEquals(11, equity.plan().customers(1));
        assertTrue(equity.plan().isForever());
        assertEquals(usd(30), equity.newCustomer());
        assertEquals(cac(20), equity.cost());
        travels(equity);
        travels(equity.plan());
        // dearer than they are worth
        EquityWithFuture dear = equity.withCost(cac(31));
        assertTrue(dear.futureShare().value() < 0 && dear.future().value() < 0);
        EquityWithFuture ruin = equity.withCost(cac(1000));
        fails(
                UndefinedRatioException.class,
                "share of future customers in equity is undefined, because the equity is not positive, " + ruin.total(),
                ruin::futureShare);
        fails(
                UndefinedRatioException.class,
                "share of terminal part in equity is undefined, because the equity is not positive, " + ruin.total(),
                ruin::terminalShare);
    }

    private static final BgNbd BUYING = new BgNbd(0.6, 6, 0.8, 2.4, PeriodUnit.WEEK);
    private static final GammaGamma SPENDING = new GammaGamma(6.25, 3.74, 15.44);

    private static PurchaseHistories simulated() {
        return CustomerSimulator.of(BUYING, SPENDING, USD)
                .acquiredBetween(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 3, 31))
                .until(LocalDate.of(2024, 12, 31))
                .simulateHistories(800, new SplittableRandom(7));
    }

    private static LifetimeValueModel given() {
        return LifetimeValueModel.of(BUYING, SPENDING)
                .withMargin(0.30)
                .withDiscount(TEN)
                .withHorizon(Horizon.ofYears(2));
    }

    @Test
    void oneSetOfParametersMovesPresentAndFuture() {
        PurchaseHistories rows = simulated();
        FitOutcome<BgNbd> buying = BgNbd.fit(rows);
        FitOutcome<GammaGamma> spending = GammaGamma.fit(rows);
        CustomerEquity base = CustomerEquity.ofCurrent(LifetimeValueModel.of(buying, spending)
                .withMargin(0.30)
                .withDiscount(TEN)
                .withHorizon(Horizon.ofYears(2))
                .value(rows));
        AcquisitionPlan plan = AcquisitionPlan.constant(PeriodUnit.MONTH, Moment.MIDDLE, 3, 12)
                .growingBy(0.01)
                .thenForever(0.002);
        EquityWithFuture equity = base.withFuture(plan);
        double acquired = plan.discountedCustomers(TEN);
        // the total by other parameters, and its gradient by differences
        double[] b = buying.orThrow().parameters();
        double[] s = spending.orThrow().parameters();
        double variance = quadratic(
                        gradient(b, p -> total(rows, p, s, acquired)),
                        buying.report().logCovariance())
                + quadratic(
                        gradient(s, p -> total(rows, b, p, acquired)),
                        spending.report().logCovariance());
        close(total(rows, b, s, acquired), equity.totalBeforeCost().value(), 1e-12);
        close(Math.sqrt(variance), equity.totalBeforeCostEstimate().standardError(), 1e-5);
        LifetimeValue each = base.values().valueOfNewCustomer();
        double apart = Math.hypot(base.uncertainty().parameterError(), acquired * each.standardError());
        assertTrue(equity.totalBeforeCostEstimate().standardError() > 1.2 * apart, "present and future err together");
        // the value of a new customer from elsewhere errs by itself
        EquityWithFuture elsewhere = base.withFuture(plan, each);
        close(apart, elsewhere.totalBeforeCostEstimate().standardError(), 1e-14);
        assertEquals(equity.totalBeforeCost(), elsewhere.totalBeforeCost());
        assertEquals(equity.outcomeDeviation(), elsewhere.outcomeDeviation());
        assertEquals(
                elsewhere,
                base.withFuture(plan, ((LifetimeValues) base.values()).model().withCurrency(USD)));
        // outcomes: each customer to come at the square of its discount
        double squares = 0;
        for (int k = 0; k < 5000; k++) {
            double number = k < 12 ? 3 * Math.pow(1.01, k) : 3 * Math.pow(1.01, 11) * Math.pow(1.002, k - 11);
            squares += number * Math.pow(1.1, -2 * (k + 0.5) / 12);
        }
        close(
                Math.sqrt(Math.pow(base.uncertainty().outcomeDeviation(), 2)
                        + squares * Math.pow(each.outcomeDeviation(), 2)),
                equity.outcomeDeviation(),
                1e-9);
        // a stated cost moves the interval and does not widen it
        EquityWithFuture net = equity.withCost(cac(5));
        Interval before = equity.confidenceIntervalBeforeCost(0.9);
        Interval after = net.confidenceInterval(0.9);
        close(before.width(), after.width(), 1e-12);
        close(before.lower() - net.acquisitionSpend().value(), after.lower(), 1e-12);
        close(2 * 1.6448536269514722 * equity.totalBeforeCostEstimate().standardError(), after.width(), 1e-12);
        close(
                2
                        * 1.6448536269514722
                        * Math.hypot(equity.totalBeforeCostEstimate().standardError(), equity.outcomeDeviation()),
                net.predictionInterval(0.9).width(),
                1e-12);
        close(before.width(), 2 * 1.6448536269514722 * net.totalEstimate().standardError(), 1e-12);
        assertEquals(net.total().value(), net.totalEstimate().value());
        assertEquals(
                equity.totalBeforeCost().value(), net.totalBeforeCostEstimate().value());
        travels(net);
    }

    @Test
    void anotherModelMustCountAlike() {
        CustomerEquity base = CustomerEquity.ofCurrent(given().value(simulated()));
        AcquisitionPlan plan = AcquisitionPlan.constant(QUARTER, Moment.END, 10, 4);
        LifetimeValueModel richer = LifetimeValueModel.of(BUYING, new GammaGamma(6.25, 3.74, 30))
                .withMargin(0.20)
                .withDiscount(TEN)
                .withHorizon(Horizon.ofYears(2))
                .withCurrency(USD);
        EquityWithFuture equity = base.withFuture(plan, richer);
        assertEquals(richer.valueOfNewCustomer().contribution(), equity.newCustomer());
        assertEquals(base.withFuture(plan, richer.valueOfNewCustomer()), equity);
        DiscountRate twelve = DiscountRate.ofAnnual(0.12);
        rejects(
                "discount of newCustomers must be that of this equity, " + TEN + ", was " + twelve
                        + " (values that add up are counted alike)",
                () -> base.withFuture(plan, richer.withDiscount(twelve)));
        rejects(
                "horizon of newCustomers must be that of this equity, 2.0 years, was for ever"
                        + " (values that add up are counted alike)",
                () -> base.withFuture(plan, richer.withHorizon(Horizon.FOREVER)));
        rejects(
                "timing of newCustomers must be that of this equity, at purchase, was end of month"
                        + " (values that add up are counted alike)",
                () -> base.withFuture(plan, richer.withTiming(PurchaseTiming.endOf(PeriodUnit.MONTH))));
        assertThrows(CurrencyMismatchException.class, () -> base.withFuture(plan, richer.withCurrency("EUR")));
        rejectsNull("plan", () -> base.withFuture(null, richer));
        rejectsNull("newCustomers", () -> base.withFuture(plan, (LifetimeValueModel) null));
    }

    private static double total(PurchaseHistories rows, double[] buying, double[] spending, double acquired) {
        LifetimeValueModel model = LifetimeValueModel.of(
                        BUYING.withParameters(buying), SPENDING.withParameters(spending))
                .withMargin(0.30)
                .withDiscount(TEN)
                .withCurrency(USD)
                .withHorizon(Horizon.ofYears(2));
        return Arrays.stream(model.value(rows).toArray()).sum()
                + acquired * model.valueOfNewCustomer().amount().value();
    }

    private static double[] gradient(double[] at, ToDoubleFunction<double[]> f) {
        double[] out = new double[at.length];
        for (int j = 0; j < at.length; j++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[j] *= Math.exp(3e-4);
            down[j] *= Math.exp(-3e-4);
            out[j] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / 6e-4;
        }
        return out;
    }

    private static double quadratic(double[] g, double[][] c) {
        return IntStream.range(0, g.length)
                .mapToDouble(i -> g[i]
                        * IntStream.range(0, g.length)
                                .mapToDouble(j -> c[i][j] * g[j])
                                .sum())
                .sum();
    }

    @Test
    void anEmptyBaseHasAFutureOnly() {
        CustomerEquity nobody =
                CustomerEquity.ofCurrent(given().value(simulated().select()));
        EquityWithFuture equity = nobody.withFuture(AcquisitionPlan.constant(QUARTER, Moment.END, 10, 4));
        assertEquals(0, equity.current().value(), 0);
        close(
                nobody.values().valueOfNewCustomer().amount().value()
                        * DoubleStream.of(1, 2, 3, 4)
                                .map(q -> 10 * Math.pow(1.1, -q / 4))
                                .sum(),
                equity.totalBeforeCost().value(),
                1e-13);
    }

    /** Equal in theory, and a rounding error below in doubles: the sum diverges, and is not a number with 16 digits. */
    @Property
    void aGrowthThatIsTheDiscountDiverges(
            @ForAll PeriodUnit unit, @ForAll @DoubleRange(min = 0, max = 1) double annual) {
        DiscountRate discount = DiscountRate.ofAnnual(annual);
        AcquisitionPlan plan = AcquisitionPlan.constant(unit, Moment.END, 10, 4).thenForever(discount.perPeriod(unit));
        assertThrows(IllegalArgumentException.class, () -> plan.discountedCustomers(discount));
    }

    @Test
    void badInputIsNamed() {
        AcquisitionPlan plan = AcquisitionPlan.constant(QUARTER, Moment.END, 10, 4);
        EquityWithFuture equity = EquityWithFuture.of(usd(100), usd(5), plan, TEN);
        rejects("customers must have at least one period, was empty", () -> AcquisitionPlan.of(QUARTER, Moment.END));
        rejects(
                "customers[1] must be finite and >= 0, was NaN (acquired in a period)",
                () -> AcquisitionPlan.of(QUARTER, Moment.END, 1, Double.NaN));
        rejects("periods must be > 0, was 0", () -> AcquisitionPlan.constant(QUARTER, Moment.END, 1, 0));
        rejects(
                "customers must be finite and >= 0, was -1.0 (acquired in each period)",
                () -> AcquisitionPlan.constant(QUARTER, Moment.END, -1, 1));
        rejects(
                "growthPerPeriod must be finite and > -1, was -1.0 (0.01 means 1 %)",
                () -> AcquisitionPlan.constant(QUARTER, Moment.END, 1, 1).growingBy(-1));
        rejects(
                "growthPerPeriod must be finite and > -1, was NaN (0.01 means 1 %)",
                () -> plan.thenForever(Double.NaN));
        rejects("customers[3] must be finite, was Infinity (at this growth)", () -> plan.growingBy(1e103));
        assertEquals(
                0,
                AcquisitionPlan.of(QUARTER, Moment.END, 1, 0).growingBy(1e308).customers(1));
        rejects(
                "plan must end, was 40.0 customers in 4 quarters, then for ever at growth 0.0 (it goes on for ever already)",
                () -> plan.thenForever(0).thenForever(0));
        rejects(
                "customers of the last period must be finite and > 0, was 0.0 (nothing grows from nobody)",
                () -> AcquisitionPlan.of(QUARTER, Moment.END, 4, 0).thenForever(0));
        rejects(
                "growthPerPeriod must be < the discount per quarter " + TEN.perPeriod(QUARTER)
                        + ", was 0.03 (else the sum diverges; state a number of periods instead)",
                () -> EquityWithFuture.of(usd(1), usd(1), plan.thenForever(0.03), TEN));
        rejects(
                "growthPerPeriod must be < the discount per quarter 0.0, was 0.0 (else the sum diverges; state a number of"
                        + " periods instead)",
                () -> plan.thenForever(0).discountedCustomers(DiscountRate.NONE));
        assertThrows(IndexOutOfBoundsException.class, () -> plan.customers(4));
        assertFalse(equity.hasCost());
        assertEquals(
                "USD 100.0 now, " + equity.futureBeforeCost() + " to come, before the cost of acquiring them",
                equity.toString());
        String noCost = "acquisition cost must be given (withCost; figures before cost are known without it)";
        for (Executable net : List.<Executable>of(
                equity::cost,
                equity::acquisitionSpend,
                equity::future,
                equity::terminal,
                equity::total,
                equity::futureShare,
                equity::terminalShare,
                equity::totalEstimate,
                () -> equity.confidenceInterval(0.9),
                () -> equity.predictionInterval(0.9))) {
            fails(IllegalStateException.class, noCost, net);
        }
        fails(
                IllegalStateException.class,
                "equity must come from fits to have a standard error, was from given parameters or amounts"
                        + " (make the value model from fits)",
                () -> equity.confidenceIntervalBeforeCost(0.9));
        fails(
                IllegalStateException.class,
                "equity must come from models to have a prediction interval, was from given amounts"
                        + " (CustomerEquity.withFuture)",
                () -> equity.withCost(cac(1)).predictionInterval(0.9));
        assertThrows(
                CurrencyMismatchException.class,
                () -> EquityWithFuture.of(usd(1), Contribution.of("EUR", 1), plan, TEN));
        assertThrows(
                CurrencyMismatchException.class,
                () -> equity.withCost(AcquisitionCost.of(CurrencyAmount.of("EUR", 1), 1)));
        assertThrows(
                UndefinedRatioException.class,
                () -> equity.withCost(AcquisitionCost.of(CurrencyAmount.of("USD", 1), 0)));
        CustomerEquity base = CustomerEquity.ofCurrent(given().value(simulated()));
        LifetimeValue revenue = LifetimeValueModel.of(BUYING, SPENDING)
                .withDiscount(TEN)
                .withHorizon(Horizon.ofYears(2))
                .withCurrency(USD)
                .valueOfNewCustomer();
        rejects(
                "newCustomer must count contribution, was REVENUE (give the value model a margin with withMargin)",
                () -> base.withFuture(plan, revenue));
        assertThrows(
                CurrencyMismatchException.class,
                () -> base.withFuture(plan, given().withCurrency("EUR").valueOfNewCustomer()));
        rejects(
                "newCustomers must be finite and >= 0, was -1.0 (customers still to come)",
                () -> base.values().parameterErrorWithNew(-1));
        rejectsNull("plan", () -> base.withFuture(null));
        rejectsNull("plan", () -> base.withFuture(null, revenue));
        rejectsNull("newCustomer", () -> base.withFuture(plan, (LifetimeValue) null));
        rejectsNull("current", () -> EquityWithFuture.of(null, usd(1), plan, TEN));
        rejectsNull("newCustomer", () -> EquityWithFuture.of(usd(1), null, plan, TEN));
        rejectsNull("plan", () -> EquityWithFuture.of(usd(1), usd(1), null, TEN));
        rejectsNull("discount", () -> EquityWithFuture.of(usd(1), usd(1), plan, null));
        rejectsNull("acquisitionCost", () -> equity.withCost(null));
        rejectsNull("unit", () -> AcquisitionPlan.of(null, Moment.END, 1));
        rejectsNull("moment", () -> AcquisitionPlan.of(QUARTER, null, 1));
        rejectsNull("customers", () -> AcquisitionPlan.of(QUARTER, Moment.END, (double[]) null));
    }
}
