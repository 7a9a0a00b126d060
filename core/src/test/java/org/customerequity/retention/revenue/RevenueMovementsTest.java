package org.customerequity.retention.revenue;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Currency;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.Ending;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class RevenueMovementsTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);

    /** The ten customers of sheet 22, section 2; the eighth was one before. */
    private static final double[] START = {100, 250, 80, 400, 60, 120, 0, 0, 300, 90};

    private static final double[] END = {100, 300, 0, 350, 60, 0, 70, 40, 360, 90};

    private static boolean[] before(int n, int... rows) {
        boolean[] before = new boolean[n];
        for (int row : rows) {
            before[row] = true;
        }
        return before;
    }

    private static RevenueBook book() {
        return RevenueBook.of(MARCH, USD, START, END, before(10, 7));
    }

    private static CurrencyAmount usd(double amount) {
        return CurrencyAmount.of("USD", amount);
    }

    @Test
    void numbersOfTheKpiSheet() {
        RevenueMovements moved = book().netByCustomer();
        assertEquals(usd(1400), moved.start());
        assertEquals(usd(70), moved.acquired());
        assertEquals(usd(40), moved.reactivated());
        assertEquals(usd(110), moved.expansion());
        assertEquals(usd(50), moved.contraction());
        assertEquals(usd(200), moved.churn());
        assertEquals(usd(1370), moved.end());
        close(0.821428571429, moved.grossRevenueRetention().value(), 1e-12);
        close(0.108121313169, moved.grossRevenueRetention().standardError(), 5e-12);
        assertEquals(0.9, moved.netRevenueRetention().value());
        close(0.134207532604, moved.netRevenueRetention().standardError(), 5e-12);
        close(0.928571428571, moved.netRevenueRetentionWithReactivation().value(), 1e-12);
        assertEquals(Proportion.of(6, 8), moved.logoRetention());
        assertEquals(0.88, moved.quickRatioWithReactivation().value());
        assertEquals(0.72, moved.quickRatioWithoutReactivation().value());
        assertEquals(
                "2026-03-01 to 2026-03-31: USD 1400.0 + 70.0 acquired + 40.0 reactivated + 110.0 expansion - 50.0"
                        + " contraction - 200.0 churn = USD 1370.0",
                moved.toString());
    }

    /** Sheet 01, from totals. */
    @Test
    void numbersOfTheOperationalSheet() {
        RevenueMovements moved = RevenueMovements.of(MARCH, USD, 50_000, 6_000, 500, 2_500, 1_200, 3_000, 54_800);
        assertEquals(0.916, moved.grossRevenueRetention().value());
        assertEquals(0.966, moved.netRevenueRetention().value());
        close(0.976, moved.netRevenueRetentionWithReactivation().value(), 1e-15);
        close(2.14285714286, moved.quickRatioWithReactivation().value(), 2e-12);
        close(8_500.0 / 4_200, moved.quickRatioWithoutReactivation().value(), 1e-15);
        assertEquals(usd(657_600), moved.annualRunRate());
        close(0.034, moved.netChurn().value(), 1e-15);
        fails(
                IllegalStateException.class,
                "customers must be counted for logo retention, only totals are known (use RevenueBook)",
                moved::logoRetention);
        fails(
                UndefinedRatioException.class,
                "standard error of revenue kept per revenue at start is undefined, because only totals are known (give one"
                        + " row a customer)",
                () -> moved.grossRevenueRetention().standardError());
    }

    /** What is reported under one name, and how far it is from the customer-by-customer figure: 0.821. */
    @Test
    void definitionsThatOverstate() {
        RevenueMovements moved = book().netByCustomer();
        close(1200 / 1400.0, moved.grossRevenueRetentionNetted().value(), 1e-15);
        assertEquals(0.9, moved.grossRevenueRetentionCapped().value());
        // with growth above all losses, the cap says that nothing was lost
        RevenueMovements grown = RevenueMovements.of(MARCH, USD, 100, 0, 0, 80, 10, 20, 150);
        assertEquals(0.7, grown.grossRevenueRetention().value());
        assertEquals(0.8, grown.grossRevenueRetentionNetted().value());
        assertEquals(1, grown.grossRevenueRetentionCapped().value());
        close(-0.5, grown.netChurn().value(), 1e-15);
    }

    /** One loss of 200 over three bases. */
    @Test
    void definitionsOfRevenueChurn() {
        RevenueMovements moved = book().netByCustomer();
        close(200 / 1400.0, moved.churnShare().value(), 1e-15);
        close(200 / 1385.0, moved.churnPerAverageRevenue().value(), 1e-15);
        close(200 / 1470.0, moved.churnPerStartAndAcquired().value(), 1e-15);
        fails(
                UndefinedRatioException.class,
                "revenue lost per average revenue is undefined, because average revenue is 0",
                () -> RevenueMovements.none(MARCH, USD).churnPerAverageRevenue().value());
        assertFalse(RevenueMovements.none(MARCH, USD).churnPerStartAndAcquired().isDefined());
    }

    /** A thousandth is left of 10^15: the difference of start and churn has lost it. */
    @Test
    void grossRetentionKeepsItsDigits() {
        RevenueMovements moved = RevenueBook.of(
                        MARCH, USD, new double[] {1e15, 1e-3}, new double[] {0, 2e-3}, new boolean[2])
                .netByCustomer();
        close(1e-18, moved.grossRevenueRetention().value(), 1e-15);
        close(2e-18, moved.netRevenueRetention().value(), 1e-15);
        close(1e-18, moved.grossRevenueRetentionNetted().value(), 1e-15);
        RevenueMovements shrunk = RevenueBook.of(
                        MARCH, USD, new double[] {1e15, 1e-3, 2e-3}, new double[] {0, 5e-4, 2.25e-3}, new boolean[3])
                .netByCustomer();
        close(2.75e-18, shrunk.grossRevenueRetentionNetted().value(), 1e-15);
    }

    /** 0.1 + 0.2 + 0.3 is what 0.3 + 0.2 + 0.1 is: products in another order have not shrunk. */
    @Test
    void sumsOfProductsDoNotDependOnTheirOrder() {
        RevenueMovements moved = RevenueBook.ofProductLines(
                        MARCH,
                        USD,
                        new int[] {0, 0, 0},
                        new double[] {0.1, 0.2, 0.3},
                        new double[] {0.3, 0.2, 0.1},
                        before(1))
                .netByCustomer();
        assertEquals(usd(0.6), moved.start());
        assertEquals(usd(0), moved.contraction());
        assertEquals(usd(0), moved.expansion());
    }

    @Test
    void sumsThatOverflowAreRefused() {
        double[] huge = {1e308, 1e308};
        double[] none = {0, 0};
        rejects(
                "end must be start + acquired + reactivated + expansion - contraction - churn = Infinity, was 5.0 (one"
                        + " movement is missing or counted twice)",
                () -> RevenueMovements.of(MARCH, USD, 1e308, 1e308, 0, 0, 0, 0, 5));
        rejects(
                "acquired must be finite, was NaN (amounts add up to more than a double holds)",
                () -> RevenueBook.of(MARCH, USD, none, huge, before(2)).netByCustomer());
        rejects(
                "start must be finite, was NaN (amounts add up to more than a double holds)",
                () -> RevenueBook.of(MARCH, USD, huge, none, before(2)).netByCustomer());
    }

    @Test
    void reasonsOfWhoLeft() {
        Ending[] why = new Ending[10];
        Arrays.fill(why, Ending.UNKNOWN);
        why[2] = Ending.VOLUNTARY;
        why[5] = Ending.INVOLUNTARY;
        RevenueMovements moved = book().withEndings(why).netByCustomer();
        assertEquals(usd(80), moved.churn(Ending.VOLUNTARY));
        assertEquals(usd(120), moved.churn(Ending.INVOLUNTARY));
        assertEquals(usd(0), moved.churn(Ending.UNKNOWN));
        close(80 / 1400.0, moved.churnShare(Ending.VOLUNTARY).value(), 1e-15);
        close(200 / 1400.0, moved.churnShare().value(), 1e-15);
        assertEquals(usd(200), book().netByCustomer().churn(Ending.UNKNOWN));
    }

    @Test
    void reasonsOfTotals() {
        RevenueMovements moved = RevenueMovements.of(MARCH, USD, 50_000, 6_000, 500, 2_500, 1_200, 3_000, 54_800)
                .withChurnReasons(1_800, 700);
        assertEquals(usd(1_800), moved.churn(Ending.VOLUNTARY));
        assertEquals(usd(700), moved.churn(Ending.INVOLUNTARY));
        assertEquals(usd(500), moved.churn(Ending.UNKNOWN));
        assertEquals(usd(3_000), moved.churn());
        close(0.036, moved.churnShare(Ending.VOLUNTARY).value(), 1e-15);
        assertEquals(0.916, moved.grossRevenueRetention().value());
        rejects(
                "leftByChoice + leftNotByChoice must be <= churn 3000.0, was 3001.0 (as positive amounts)",
                () -> moved.withChurnReasons(2_000, 1_001));
        rejects(
                "leftByChoice must be finite and >= 0, was NaN (of who gave notice)",
                () -> moved.withChurnReasons(Double.NaN, 0));
        // a counted book keeps its errors and its customers
        RevenueMovements counted = book().netByCustomer().withChurnReasons(80, 120);
        close(0.134207532604, counted.netRevenueRetention().standardError(), 5e-12);
        assertEquals(Proportion.of(6, 8), counted.logoRetention());
        assertEquals(usd(0), counted.churn(Ending.UNKNOWN));
    }

    /** Customer 2 pays 50 more, of which 20 for the same; customer 4 pays 50 less in spite of 10 more for the same. */
    @Test
    void priceRisesAsALineOfTheirOwn() {
        double[] rises = {0, 20, 0, 10, 0, 0, 0, 0, 0, 0};
        RevenueMovements moved = book().withPriceRises(rises).netByCustomer();
        assertEquals(usd(30), moved.priceRises());
        assertEquals(usd(90), moved.expansion());
        assertEquals(usd(60), moved.contraction());
        assertEquals(usd(1370), moved.end());
        assertEquals(0.9, moved.netRevenueRetention().value());
        close(1230 / 1400.0, moved.netRevenueRetentionAtConstantPrices().value(), 1e-15);
        close(1140 / 1400.0, moved.grossRevenueRetention().value(), 1e-15);
        assertEquals(usd(0), book().netByCustomer().priceRises());
        rejects(
                "rises[2] must be <= 0.0, was 1.0 (a part of the revenue at the end, of who paid on both days)",
                () -> book().withPriceRises(new double[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
    }

    /** The third pauses instead of leaving; the eighth had paused instead of leaving before. */
    @Test
    void whoPausesHasNotLeft() {
        RevenueMovements moved = book().withPaused(before(10, 7), before(10, 2)).netByCustomer();
        assertEquals(usd(120), moved.churn());
        assertEquals(usd(130), moved.contraction());
        assertEquals(usd(150), moved.expansion());
        assertEquals(usd(0), moved.reactivated());
        assertEquals(usd(1370), moved.end());
        assertEquals(Proportion.of(8, 9), moved.logoRetention());
        // who paused is back among the customers of the start, with nothing in the denominator
        close(1300 / 1400.0, moved.netRevenueRetention().value(), 1e-15);
        close(1150 / 1400.0, moved.grossRevenueRetention().value(), 1e-15);
    }

    /** One customer drops a product of 100 and takes one of 120: net 20 more, gross 120 more and 100 less. */
    @Test
    void grossByProductLine() {
        RevenueBook lines = RevenueBook.ofProductLines(
                MARCH,
                USD,
                new int[] {0, 0, 1, 1, 2, 3},
                new double[] {100, 0, 50, 30, 0, 40},
                new double[] {0, 120, 50, 10, 60, 0},
                before(4));
        RevenueMovements net = lines.netByCustomer();
        RevenueMovements gross = lines.grossByProductLine();
        assertEquals(usd(20), net.expansion());
        assertEquals(usd(20), net.contraction());
        assertEquals(usd(120), gross.expansion());
        assertEquals(usd(120), gross.contraction());
        assertEquals(usd(60), gross.acquired());
        assertEquals(usd(40), gross.churn());
        assertEquals(net.end(), gross.end());
        assertEquals(net.netRevenueRetention(), gross.netRevenueRetention());
        close(160 / 220.0, net.grossRevenueRetention().value(), 1e-15);
        close(60 / 220.0, gross.grossRevenueRetention().value(), 1e-15);
        assertEquals(
                RatioOfSums.ofColumns(
                                new double[] {0, 60, 0}, "revenue kept", new double[] {100, 80, 40}, "revenue at start")
                        .standardError(),
                gross.grossRevenueRetention().standardError(),
                1e-15);
        fails(
                IllegalStateException.class,
                "product lines must be known (use RevenueBook.ofProductLines)",
                () -> book().grossByProductLine());
        fails(
                IllegalStateException.class,
                "price rises must be told apart by product line or not at all, was a book of product lines (use"
                        + " RevenueBook.of)",
                () -> lines.withPriceRises(new double[4]));
        rejects(
                "customer[1] must be in 0 to 0, was 1 (a row of before)",
                () -> RevenueBook.ofProductLines(
                        MARCH, USD, new int[] {0, 1}, new double[2], new double[2], before(1)));
        travels(lines);
    }

    @Test
    void oneRateOfExchangeMovesNoLine() {
        RevenueMovements euros =
                RevenueBook.of(MARCH, EUR, START, END, before(10, 7)).netByCustomer();
        RevenueMovements dollars = euros.convertedTo(USD, 1.25);
        assertEquals(usd(1750), dollars.start());
        close(
                euros.netRevenueRetention().standardError(),
                dollars.netRevenueRetention().standardError(),
                1e-14);
        RevenueMovements both = dollars.plus(book().netByCustomer());
        assertEquals(usd(1370 * 2.25), both.end());
        assertEquals(0.9, both.netRevenueRetention().value(), 1e-15);
        assertEquals(16, both.logoRetention().trials());
        fails(
                CurrencyMismatchException.class,
                "currency must be EUR, was USD (convert before you combine)",
                () -> euros.plus(dollars));
        rejects("rate must be finite and > 0, was 0.0 (units of USD for one EUR)", () -> euros.convertedTo(USD, 0));
    }

    /** Standard errors of 300 customers by drawing them again, beside those of the formula. */
    @Test
    void theBootstrapAgreesWithTheFormula() {
        SplittableRandom random = new SplittableRandom(7);
        double[] start = new double[300];
        double[] end = new double[300];
        boolean[] before = new boolean[300];
        for (int i = 0; i < 300; i++) {
            start[i] = i % 10 == 0 ? 0 : 20 + Math.exp(random.nextGaussian());
            end[i] = random.nextDouble() < 0.15
                    ? 0
                    : start[i] * (0.7 + 0.7 * random.nextDouble()) + (i % 20 == 0 ? 9 : 0);
            before[i] = i % 3 == 0;
        }
        RevenueBook book = RevenueBook.of(MARCH, USD, start, end, before);
        RevenueMovements moved = book.netByCustomer();
        BootstrapDraws<RevenueMovements> draws = book.bootstrap(Bootstrap.ofResamples(1000), new SplittableRandom(11));
        assertEquals(moved, draws.original());
        close(
                moved.netRevenueRetention().standardError(),
                draws.standardError(m -> m.netRevenueRetention().value()),
                0.08);
        close(
                moved.grossRevenueRetention().standardError(),
                draws.standardError(m -> m.grossRevenueRetention().value()),
                0.08);
        close(
                moved.netRevenueRetentionWithReactivation().standardError(),
                draws.standardError(m -> m.netRevenueRetentionWithReactivation().value()),
                0.08);
        Interval interval =
                draws.percentileInterval(m -> m.grossRevenueRetention().value(), 0.95);
        assertTrue(interval.contains(moved.grossRevenueRetention().value()));
        assertTrue(interval.upper() <= 1);
    }

    /** Row by row from the definitions, another way round; in any order of the customers, and in two pieces. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void lawsOfMovements(@ForAll long seed, @ForAll @IntRange(max = 40) int size, @ForAll @IntRange(max = 40) int at) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[2][size];
        boolean[] before = new boolean[size];
        for (int i = 0; i < size; i++) {
            columns[0][i] = random.nextInt(3) == 0 ? 0 : Math.exp(10 * random.nextDouble());
            columns[1][i] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> columns[0][i];
                default -> Math.exp(10 * random.nextDouble());
            };
            before[i] = random.nextBoolean();
        }
        RevenueMovements moved =
                RevenueBook.of(MARCH, USD, columns[0], columns[1], before).netByCustomer();
        double start = Arrays.stream(columns[0]).sum();
        double end = Arrays.stream(columns[1]).sum();
        double scale = 1e-13 * Math.max(1, start + end);
        assertEquals(start, moved.start().value(), scale);
        assertEquals(end, moved.end().value(), scale);
        assertEquals(
                end,
                start
                        + moved.acquired().value()
                        + moved.reactivated().value()
                        + moved.expansion().value()
                        - moved.contraction().value()
                        - moved.churn().value(),
                scale);
        double[] held = new double[size];
        double[] ends = new double[size];
        int starters = 0;
        double[] starts = new double[size];
        for (int i = 0; i < size; i++) {
            if (columns[0][i] > 0) {
                starts[starters] = columns[0][i];
                held[starters] = Math.min(columns[0][i], columns[1][i]);
                ends[starters++] = columns[1][i];
            }
        }
        starts = Arrays.copyOf(starts, starters);
        RatioOfSums gross =
                RatioOfSums.ofColumns(Arrays.copyOf(held, starters), "revenue kept", starts, "revenue at start");
        RatioOfSums net =
                RatioOfSums.ofColumns(Arrays.copyOf(ends, starters), "revenue kept", starts, "revenue at start");
        assertEquals(starters > 0, moved.netRevenueRetention().isDefined());
        if (starters > 0) {
            close(gross.value(), moved.grossRevenueRetention().value(), 1e-12);
            close(net.value(), moved.netRevenueRetention().value(), 1e-12);
            assertTrue(moved.grossRevenueRetention().value() <= 1 + 1e-15);
            assertTrue(moved.netRevenueRetention().value()
                    >= moved.grossRevenueRetention().value() - 1e-13);
            assertTrue(moved.grossRevenueRetentionNetted().value()
                    >= moved.grossRevenueRetention().value() - 1e-13);
            assertTrue(moved.grossRevenueRetentionCapped().value()
                    >= moved.grossRevenueRetentionNetted().value() - 1e-13);
            assertEquals(
                    1 - moved.netRevenueRetention().value(), moved.netChurn().value(), 1e-11 * net.value() + 1e-13);
        }
        if (starters > 1) {
            assertEquals(gross.standardError(), moved.grossRevenueRetention().standardError(), 1e-9);
            close(net.standardError(), moved.netRevenueRetention().standardError(), 1e-8);
        }
        int cut = Math.min(at, size);
        RevenueMovements pieces = piece(columns, before, cut, size).plus(piece(columns, before, 0, cut));
        RevenueMovements streamed = RevenueMovements.none(MARCH, USD);
        for (int i = size - 1; i >= 0; i--) {
            streamed = streamed.plusCustomer(columns[0][i], columns[1][i], before[i]);
        }
        for (RevenueMovements other : new RevenueMovements[] {pieces, streamed}) {
            assertEquals(moved.expansion().value(), other.expansion().value(), scale);
            assertEquals(moved.contraction().value(), other.contraction().value(), scale);
            assertEquals(moved.churn().value(), other.churn().value(), scale);
            assertEquals(moved.reactivated().value(), other.reactivated().value(), scale);
            assertEquals(moved.logoRetention(), other.logoRetention());
            if (starters > 1) {
                close(
                        moved.netRevenueRetentionWithReactivation().standardError(),
                        other.netRevenueRetentionWithReactivation().standardError(),
                        1e-8);
            }
        }
    }

    private static RevenueMovements piece(double[][] columns, boolean[] before, int from, int to) {
        return RevenueBook.of(
                        MARCH,
                        USD,
                        Arrays.copyOfRange(columns[0], from, to),
                        Arrays.copyOfRange(columns[1], from, to),
                        Arrays.copyOfRange(before, from, to))
                .netByCustomer();
    }

    /** A million customers at ten cents are a hundred thousand, not 100000.00000133288. */
    @Test
    void sumsKeepTheirDigits() {
        double[] tenCents = new double[1_000_000];
        Arrays.fill(tenCents, 0.1);
        RevenueMovements moved = RevenueBook.of(MARCH, USD, tenCents, tenCents, new boolean[1_000_000])
                .netByCustomer();
        assertEquals(usd(100_000), moved.start());
        assertEquals(1, moved.netRevenueRetention().value());
    }

    @Test
    void whatDoesNotAddUp() {
        rejects(
                "end must be start + acquired + reactivated + expansion - contraction - churn = 54800.0, was 54800.05 (one"
                        + " movement is missing or counted twice)",
                () -> RevenueMovements.of(MARCH, USD, 50_000, 6_000, 500, 2_500, 1_200, 3_000, 54_800.05));
        // seven amounts, each rounded to a cent
        assertEquals(
                usd(54_800.03),
                RevenueMovements.of(MARCH, USD, 50_000, 6_000, 500, 2_500, 1_200, 3_000, 54_800.03)
                        .end());
        rejects(
                "contraction + churn must be <= start 100.0, was 120.0 (leave out what came and left within the period)",
                () -> RevenueMovements.of(MARCH, USD, 100, 70, 0, 0, 0, 120, 50));
        rejects(
                "churn must be finite and >= 0, was -3.0 (of customers who left, as a positive amount)",
                () -> RevenueMovements.of(MARCH, USD, 100, 0, 0, 0, 0, -3, 103));
        rejects(
                "atEnd[1] must be finite and >= 0, was NaN (recurring revenue)",
                () -> RevenueBook.of(MARCH, USD, new double[2], new double[] {1, Double.NaN}, new boolean[2]));
        rejects(
                "before must have 2 rows, was 1 (one value a customer)",
                () -> RevenueBook.of(MARCH, USD, new double[2], new double[2], new boolean[1]));
        rejects(
                "atEnd must have 2 rows, was 1 (one value a row)",
                () -> RevenueBook.of(MARCH, USD, new double[2], new double[1], new boolean[2]));
        rejects("why must have 10 rows, was 1 (one value a customer)", () -> book().withEndings(new Ending[1]));
        rejectsNull("why", () -> book().withEndings(new Ending[10]));
        rejectsNull("atEnd", () -> RevenueBook.of(MARCH, USD, new double[2], null, new boolean[2]));
        rejectsNull("currency", () -> RevenueMovements.of(MARCH, null, 1, 0, 0, 0, 0, 0, 1));
        rejectsNull("why", () -> book().netByCustomer().churn(null));
        rejectsNull(
                "pauses",
                () -> RevenueBook.from(
                        ContractLog.per(PeriodUnit.MONTH).builder().build(), MARCH, null));
        rejectsNull("random", () -> book().bootstrap(Bootstrap.ofResamples(100), null));
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (movements of periods"
                        + " do not add: see RevenueWaterfall)",
                () -> book().netByCustomer().plus(RevenueMovements.none(ReportingPeriod.ofMonth(2026, 4), USD)));
    }

    @Test
    void nothingAtTheStartIsUndefinedAndMerges() {
        RevenueMovements none = RevenueMovements.none(MARCH, USD);
        assertFalse(none.netRevenueRetention().isDefined());
        fails(
                UndefinedRatioException.class,
                "revenue gained per revenue lost is undefined, because revenue lost is 0",
                () -> none.quickRatioWithReactivation().value());
        assertEquals(book().netByCustomer(), none.plus(book().netByCustomer()));
        assertEquals(book().netByCustomer(), book().netByCustomer().plus(none));
        assertNotEquals(none, book().netByCustomer());
        travels(book().netByCustomer());
        travels(book().withPriceRises(new double[10]));
        assertEquals("RevenueBook[10 customers, 2026-03-01 to 2026-03-31, in USD]", book().toString());
        assertNotEquals(book(), book().withPaused(before(10, 7), before(10)));
    }
}
