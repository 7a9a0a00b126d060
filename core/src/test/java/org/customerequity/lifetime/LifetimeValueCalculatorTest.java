package org.customerequity.lifetime;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.customerequity.value.CashFlowTiming.AFTER_FIRST;
import static org.customerequity.value.CashFlowTiming.END_OF_PERIOD;
import static org.customerequity.value.CashFlowTiming.IMMEDIATE_COUNTED;
import static org.customerequity.value.CashFlowTiming.JUST_BEFORE_RENEWAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.Revenue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas of lifetime value. */
@Seeded
class LifetimeValueCalculatorTest {
    private static final PeriodicContribution HUNDRED = PeriodicContribution.of("USD", 100, PeriodUnit.YEAR);

    private static RetentionRate yearly(double r) {
        return RetentionRate.of(r, PeriodUnit.YEAR);
    }

    private static double multiple(CashFlowTiming timing, double r, double d, double g, double periods) {
        LifetimeValueCalculator calculator =
                LifetimeValueCalculator.of(DiscountRate.ofAnnual(d), timing).withGrowth(g, PeriodUnit.YEAR);
        return (periods == Double.POSITIVE_INFINITY ? calculator : calculator.withHorizon(Horizon.ofYears(periods)))
                .marginMultiple(yearly(r));
    }

    /** Sheet 00: m = 100, r = 0.8, d = 0.10, for ever and over five periods. */
    @ParameterizedTest
    @CsvSource({
        "IMMEDIATE_COUNTED,   366.666666667, 312.409733563",
        "AFTER_FIRST,         266.666666667, 212.409733563",
        "END_OF_PERIOD,       333.333333333, 265.512166953",
        "JUST_BEFORE_RENEWAL, 293.333333333, 233.650706919"
    })
    void fourConventions(CashFlowTiming timing, double forever, double fiveYears) {
        LifetimeValueCalculator calculator = LifetimeValueCalculator.of(DiscountRate.ofAnnualPercent(10), timing);
        close(forever, calculator.value(HUNDRED, yearly(0.8)).amount().value(), 2e-12);
        close(
                fiveYears,
                calculator
                        .withHorizon(Horizon.ofYears(5))
                        .value(HUNDRED, yearly(0.8))
                        .amount()
                        .value(),
                2e-12);
    }

    /** Gupta and Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1), 2003: the margin multiple. */
    @ParameterizedTest
    @CsvSource({
        "0.60, 1.20, 1.15, 1.11, 1.07",
        "0.70, 1.75, 1.67, 1.59, 1.52",
        "0.80, 2.67, 2.50, 2.35, 2.22",
        "0.90, 4.50, 4.09, 3.75, 3.46"
    })
    void marginMultiples(double r, double at10, double at12, double at14, double at16) {
        // the table has two decimals
        assertEquals(at10, multiple(AFTER_FIRST, r, 0.10, 0, Double.POSITIVE_INFINITY), 0.005 + 1e-12);
        assertEquals(at12, multiple(AFTER_FIRST, r, 0.12, 0, Double.POSITIVE_INFINITY), 0.005 + 1e-12);
        assertEquals(at14, multiple(AFTER_FIRST, r, 0.14, 0, Double.POSITIVE_INFINITY), 0.005 + 1e-12);
        assertEquals(at16, multiple(AFTER_FIRST, r, 0.16, 0, Double.POSITIVE_INFINITY), 0.005 + 1e-12);
    }

    /** Sheet 02: m = 100, r = 0.8, i = 0.12, g = 0.06. */
    @Test
    void growingMargins() {
        close(294.117647059, 100 * multiple(AFTER_FIRST, 0.8, 0.12, 0.06, Double.POSITIVE_INFINITY), 2e-12);
        close(275.908090127, 100 * multiple(AFTER_FIRST, 0.8, 0.12, 0.06, 10), 2e-12);
    }

    @Property
    void agreesWithTheSumTermByTerm(
            @ForAll CashFlowTiming timing,
            @ForAll @Scale(6) @DoubleRange(max = 1) double r,
            @ForAll @Scale(6) @DoubleRange(max = 0.5) double d,
            @ForAll @Scale(6) @DoubleRange(min = -0.3, max = 0.3) double g,
            @ForAll @IntRange(min = 1, max = 60) int periods) {
        double sum = 0;
        int from = timing == IMMEDIATE_COUNTED ? 0 : 1;
        double dd = DiscountRate.ofAnnual(d).perPeriod(PeriodUnit.YEAR);
        for (int t = from; t <= periods; t++) {
            double margin = Math.pow(1 + g, t - from);
            double alive = Math.pow(r, timing == END_OF_PERIOD ? t - 1 : t);
            double paid = timing == JUST_BEFORE_RENEWAL ? t - 1 : t;
            sum += margin * alive / Math.pow(1 + dd, paid);
        }
        close(sum, multiple(timing, r, d, g, periods), 1e-12);
    }

    @Property
    void identitiesBetweenTheConventions(
            @ForAll @Scale(6) @DoubleRange(max = 0.99) double r,
            @ForAll @Scale(6) @DoubleRange(max = 0.5) double d,
            @ForAll @IntRange(min = 2, max = 200) int periods) {
        double b = multiple(AFTER_FIRST, r, d, 0, periods);
        close(b + 1, multiple(IMMEDIATE_COUNTED, r, d, 0, periods), 1e-13);
        close((1 + d) * b, multiple(JUST_BEFORE_RENEWAL, r, d, 0, periods), 1e-13);
        close(
                multiple(IMMEDIATE_COUNTED, r, d, 0, periods - 1) / (1 + d),
                multiple(END_OF_PERIOD, r, d, 0, periods),
                1e-13);
        double forever = multiple(AFTER_FIRST, r, d, 0, Double.POSITIVE_INFINITY);
        assertTrue(b <= forever * (1 + 1e-15));
        // what is left after T periods is the whole, T periods later and if still there
        close(forever, b + Math.pow(r / (1 + d), periods) * forever, 1e-12);
    }

    @Property
    void valueRisesWithRetentionAndFallsWithTheDiscount(
            @ForAll CashFlowTiming timing,
            @ForAll @Scale(6) @DoubleRange(max = 0.98) double r,
            @ForAll @Scale(6) @DoubleRange(max = 0.5) double d) {
        double value = multiple(timing, r, d, 0, Double.POSITIVE_INFINITY);
        assertTrue(value < multiple(timing, r + 0.01, d, 0, Double.POSITIVE_INFINITY));
        assertTrue(value >= multiple(timing, r, d + 0.01, 0, Double.POSITIVE_INFINITY));
    }

    /** Retention, growth and discount that cancel: every term is as large as the first. */
    @Test
    void aRatioOfExactlyOneCountsTerms() {
        assertEquals(6, multiple(IMMEDIATE_COUNTED, 1, 0, 0, 5));
        assertEquals(5, multiple(AFTER_FIRST, 1, 0, 0, 5));
        assertEquals(5, multiple(END_OF_PERIOD, 1, 0, 0, 5));
        assertEquals(5, multiple(JUST_BEFORE_RENEWAL, 1, 0, 0, 5));
        // and next to it: 5 terms of a ratio 1 - 1e-13, by its series 5 - 10e-13
        close(5 - 1e-12, multiple(JUST_BEFORE_RENEWAL, 1 - 1e-13, 0, 0, 5) / (1 - 1e-13), 1e-15);
    }

    @Test
    void limits() {
        assertEquals(0, multiple(AFTER_FIRST, 0, 0.1, 0, Double.POSITIVE_INFINITY));
        assertEquals(1, multiple(IMMEDIATE_COUNTED, 0, 0.1, 0, Double.POSITIVE_INFINITY));
        close(1 / 1.1, multiple(END_OF_PERIOD, 0, 0.1, 0, 3), 1e-15);
        close(10, multiple(AFTER_FIRST, 1, 0.1, 0, Double.POSITIVE_INFINITY), 1e-15);
        close(4, multiple(AFTER_FIRST, 0.8, 0, 0, Double.POSITIVE_INFINITY), 1e-15);
        // growth above the discount is fine where there is an end
        close(1.2 / 1.1, multiple(AFTER_FIRST, 1, 0.1, 0.2, 2) * 1.1 - 1, 1e-14);
    }

    @Test
    void growthIsConvertedToThePeriodOfTheMargin() {
        LifetimeValueCalculator plain = LifetimeValueCalculator.of(DiscountRate.ofAnnual(0.1), IMMEDIATE_COUNTED)
                .withHorizon(Horizon.ofYears(3));
        RetentionRate monthly = RetentionRate.of(0.95, PeriodUnit.MONTH);
        double perMonth = Math.pow(1.03, 1.0 / 12) - 1;
        close(
                plain.withGrowth(perMonth, PeriodUnit.MONTH).marginMultiple(monthly),
                plain.withGrowth(0.03, PeriodUnit.YEAR).marginMultiple(monthly),
                1e-13);
        // month by month, without the sum's closed form
        double sum = 0;
        for (int t = 0; t <= 36; t++) {
            sum += Math.pow(0.95, t) * Math.pow(1.03 / 1.1, t / 12.0);
        }
        close(sum, plain.withGrowth(0.03, PeriodUnit.YEAR).marginMultiple(monthly), 1e-13);
    }

    @Test
    void whatDivergesThrows() {
        rejects(
                "horizon must end where retention x (1 + growth) >= 1 + discount per period, was for ever (retention"
                        + " 1.0, growth 0.0, discount 0.0: the sum diverges; set a finite horizon)",
                () -> multiple(AFTER_FIRST, 1, 0, 0, Double.POSITIVE_INFINITY));
        rejects(
                "horizon must end where retention x (1 + growth) >= 1 + discount per period, was for ever (retention"
                        + " 1.0, growth 0.5, discount 0.0: the sum diverges; set a finite horizon)",
                () -> multiple(END_OF_PERIOD, 1, 0, 0.5, Double.POSITIVE_INFINITY));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        LifetimeValueCalculator calculator = LifetimeValueCalculator.of(DiscountRate.ofAnnual(0.1), AFTER_FIRST);
        rejects(
                "retention must be per year, as the margin is, was per month (convert it with RetentionRate.per)",
                () -> calculator.value(HUNDRED, RetentionRate.of(0.9, PeriodUnit.MONTH)));
        rejects(
                "horizon must be a whole number of weeks, was 156.53571428571428 weeks (such as Horizon.of(157,"
                        + " PeriodUnit.WEEK))",
                () -> calculator
                        .withHorizon(Horizon.ofYears(3))
                        .marginMultiple(RetentionRate.of(0.9, PeriodUnit.WEEK)));
        rejects("growth must be > -1, was -1.0 (0.01 means 1 %)", () -> calculator.withGrowth(-1, PeriodUnit.YEAR));
        rejects(
                "growth must be finite, was NaN (0.01 means 1 %)",
                () -> calculator.withGrowth(Double.NaN, PeriodUnit.YEAR));
        rejectsNull("growthUnit", () -> calculator.withGrowth(0.01, null));
        assertEquals(calculator, calculator.withGrowth(0, PeriodUnit.MONTH));
        rejectsNull("timing", () -> calculator.withTiming(null));
        assertEquals(
                LifetimeValueCalculator.of(DiscountRate.ofAnnual(0.1), END_OF_PERIOD),
                calculator.withTiming(END_OF_PERIOD));
        rejectsNull("discount", () -> LifetimeValueCalculator.of(null, AFTER_FIRST));
        travels(calculator);
        rejects(
                "growth must be > -1, was -2.0 (0.01 means 1 %)",
                () -> tampered(calculator.withGrowth(0.25, PeriodUnit.YEAR), 0.25, -2.0));
        assertEquals(
                36,
                LifetimeValueCalculator.of(DiscountRate.NONE, END_OF_PERIOD)
                        .withHorizon(Horizon.ofYears(3))
                        .marginMultiple(RetentionRate.of(1, PeriodUnit.MONTH)));
    }

    /** Sheet 01: a bakery's customer spends 5 twice a week for 104 weeks; 60 % of it is margin; 8 % a year of 52 weeks. */
    private static final SimpleLifetimeValue BAKERY =
            SimpleLifetimeValue.of(Revenue.of("USD", 5), 2, 104, PeriodUnit.WEEK);

    @Test
    void theBakery() {
        assertEquals(Revenue.of("USD", 1_040), BAKERY.revenue());
        MarginRatio margin = MarginRatio.ofPercent(60);
        assertEquals(Contribution.of("USD", 624), BAKERY.contribution(margin));
        DiscountRate weekly = DiscountRate.ofPerPeriod(Math.expm1(Math.log1p(0.08) / 52), PeriodUnit.WEEK);
        close(
                577.920431888,
                BAKERY.discountedAtEndOfPeriods(margin, weekly).amount().value(),
                2e-12);
        close(
                578.776398966,
                BAKERY.discountedAtStartOfPeriods(margin, weekly).amount().value(),
                2e-12);
    }

    /** A customer who certainly stays: the same by the other calculator. */
    @Property
    void certainCustomersAreWorthTheSameByBothRoutes(
            @ForAll @Scale(6) @DoubleRange(max = 1) double annual, @ForAll @IntRange(min = 1, max = 500) int periods) {
        SimpleLifetimeValue simple = SimpleLifetimeValue.of(Revenue.of("USD", 5), 2, periods, PeriodUnit.WEEK);
        DiscountRate discount = DiscountRate.ofAnnual(annual);
        double expected = LifetimeValueCalculator.of(discount, END_OF_PERIOD)
                .withHorizon(Horizon.of(periods, PeriodUnit.WEEK))
                .value(PeriodicContribution.of("USD", 6, PeriodUnit.WEEK), RetentionRate.of(1, PeriodUnit.WEEK))
                .amount()
                .value();
        MarginRatio margin = MarginRatio.of(0.6);
        double end = simple.discountedAtEndOfPeriods(margin, discount).amount().value();
        close(expected, end, 1e-13);
        assertTrue(end <= simple.contribution(margin).amount().value() * (1 + 1e-14));
    }

    @Test
    void simpleValueWithoutDiscountAndBadInput() {
        MarginRatio margin = MarginRatio.of(0.6);
        assertEquals(BAKERY.contribution(margin), BAKERY.discountedAtEndOfPeriods(margin, DiscountRate.NONE));
        assertEquals(
                Contribution.of("USD", 0),
                SimpleLifetimeValue.of(Revenue.of("USD", 5), 2, 0, PeriodUnit.WEEK)
                        .discountedAtStartOfPeriods(margin, DiscountRate.ofAnnual(0.1)));
        rejects(
                "purchasesPerPeriod must be finite and >= 0, was -1.0",
                () -> SimpleLifetimeValue.of(Revenue.of("USD", 5), -1, 1, PeriodUnit.WEEK));
        rejects(
                "periods must be >= 0, was -1 (how long the customer stays)",
                () -> SimpleLifetimeValue.of(Revenue.of("USD", 5), 1, -1, PeriodUnit.WEEK));
        rejectsNull("unit", () -> SimpleLifetimeValue.of(Revenue.of("USD", 5), 1, 1, null));
        travels(BAKERY);
    }
}
