package org.customerequity.retention;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Retention and churn. */
@Seeded
class RetentionRateTest {
    private static final RetentionRate MARCH = RetentionRate.ofCounts(200, 230, 50, PeriodUnit.MONTH);

    /** Sheet 01: (230 - 50) / 200. */
    @Test
    void ninetyPerCentWereRetained() {
        assertEquals(0.90, MARCH.value());
        assertEquals(Proportion.of(180, 200), MARCH.counts());
        assertEquals(OptionalDouble.of(0.90), MARCH.asOptional());
        assertEquals(0.10, MARCH.toChurn().value());
        assertEquals(ChurnRate.ofCounts(20, 200, PeriodUnit.MONTH), MARCH.toChurn());
        assertEquals(MARCH, RetentionRate.ofRetained(180, 200, PeriodUnit.MONTH));
        assertEquals("retention 0.9 per month (180 of 200)", MARCH.toString());
        assertEquals("churn 0.1 per month (20 of 200)", MARCH.toChurn().toString());
        Interval interval = MARCH.confidenceInterval(0.95);
        assertEquals(0.851, interval.lower(), 0.0005);
        assertEquals(0.934, interval.upper(), 0.0005);
        assertEquals(
                1 - interval.upper(), MARCH.toChurn().confidenceInterval(0.95).lower(), 1e-15);
    }

    /** Sheet 01: 3 % a month is 30.6 % a year, not 36 %. */
    @Test
    void churnCompounds() {
        ChurnRate monthly = ChurnRate.of(0.03, PeriodUnit.MONTH);
        close(0.306157639005, monthly.per(PeriodUnit.YEAR).value(), 1e-11);
        close(0.693842360995, monthly.toRetention().per(PeriodUnit.YEAR).value(), 1e-11);
        close(33.3333333333, monthly.expectedPeriods(), 1e-11);
        assertEquals(PeriodUnit.YEAR, monthly.per(PeriodUnit.YEAR).unit());
        assertEquals(0.2824, MARCH.per(PeriodUnit.YEAR).value(), 0.00005);
    }

    /** Twelve months one after another, in decimals. */
    @Property
    void aYearIsTwelveMonthsOneAfterAnother(@ForAll @Scale(15) @DoubleRange(max = 1) double monthly) {
        BigDecimal year = new BigDecimal(monthly).pow(12, MathContext.DECIMAL128);
        double annual =
                RetentionRate.of(monthly, PeriodUnit.MONTH).per(PeriodUnit.YEAR).value();
        assertEquals(year.doubleValue(), annual, 1e-15 * annual + Double.MIN_NORMAL);
    }

    @Property
    void smallChurnKeepsItsDigits(@ForAll @Scale(15) @DoubleRange(min = 1e-12, max = 0.9) double churn) {
        ChurnRate annual = ChurnRate.of(churn, PeriodUnit.YEAR);
        close(churn, annual.per(PeriodUnit.DAY).per(PeriodUnit.YEAR).value(), 1e-14 / (1 - churn));
        assertTrue(annual.per(PeriodUnit.DAY).value()
                < annual.per(PeriodUnit.MONTH).value());
    }

    @Property
    void retentionAndChurnAreComplements(
            @ForAll @Scale(15) @DoubleRange(min = 0.001, max = 1) double r, @ForAll PeriodUnit unit) {
        RetentionRate retention = RetentionRate.of(r, PeriodUnit.MONTH);
        assertEquals(1, retention.value() + retention.toChurn().value(), 1e-15);
        assertEquals(
                1,
                retention.per(unit).value() + retention.toChurn().per(unit).value(),
                // 1 - 0.001 has lost three digits of 0.001
                1e-12);
    }

    /** The mean of the geometric distribution, by simulation: 3 % churn, 200,000 customers, standard error 0.073. */
    @Test
    void expectedPeriodsIsTheMeanOfSimulatedLives() {
        SplittableRandom random = new SplittableRandom(20261123);
        long periods = 0;
        int customers = 200_000;
        for (int i = 0; i < customers; i++) {
            do {
                periods++;
            } while (random.nextDouble() >= 0.03);
        }
        assertEquals(ChurnRate.of(0.03, PeriodUnit.MONTH).expectedPeriods(), (double) periods / customers, 4 * 0.0734);
    }

    @Property
    void countsMerge(
            @ForAll @IntRange(max = 1000) int s1,
            @ForAll @IntRange(max = 1000) int s2,
            @ForAll @IntRange(max = 100) int new1,
            @ForAll @IntRange(max = 100) int new2) {
        RetentionRate a = RetentionRate.ofCounts(s1, s1 / 2 + new1, new1, PeriodUnit.MONTH);
        RetentionRate b = RetentionRate.ofCounts(s2, s2 / 3 + new2, new2, PeriodUnit.MONTH);
        RetentionRate both =
                RetentionRate.ofCounts(s1 + s2, s1 / 2 + s2 / 3 + new1 + new2, new1 + new2, PeriodUnit.MONTH);
        assertEquals(both, a.plus(b));
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(both.toChurn(), a.toChurn().plus(b.toChurn()));
        assertEquals(a, a.toChurn().toRetention());
    }

    @Test
    void mergingIsNotAveraging() {
        RetentionRate small = RetentionRate.ofRetained(1, 2, PeriodUnit.MONTH);
        assertEquals(181.0 / 202, MARCH.plus(small).value());
        assertNotEquals((0.9 + 0.5) / 2, MARCH.plus(small).value());
    }

    @Test
    void nobodyAtTheStartIsUndefinedButMerges() {
        RetentionRate nobody = RetentionRate.ofCounts(0, 0, 0, PeriodUnit.MONTH);
        assertFalse(nobody.isDefined());
        assertEquals(OptionalDouble.empty(), nobody.asOptional());
        String why = "customers retained per customers at start is undefined, because customers at start is 0";
        fails(UndefinedRatioException.class, why, nobody::value);
        fails(UndefinedRatioException.class, why, () -> nobody.confidenceInterval(0.95));
        fails(UndefinedRatioException.class, why, () -> nobody.per(PeriodUnit.YEAR));
        fails(
                UndefinedRatioException.class,
                "customers lost per customers at start is undefined, because customers at start is 0",
                () -> nobody.toChurn().expectedPeriods());
        assertEquals(MARCH, MARCH.plus(nobody));
        assertEquals("retention undefined per month (0 of 0)", nobody.toString());
    }

    @Test
    void nobodyLeaves() {
        fails(
                UndefinedRatioException.class,
                "expected months as a customer are undefined, because churn is 0: nobody leaves",
                () -> ChurnRate.of(0, PeriodUnit.MONTH).expectedPeriods());
        assertEquals(1, ChurnRate.of(1, PeriodUnit.MONTH).per(PeriodUnit.YEAR).value());
        assertEquals(1, ChurnRate.of(1, PeriodUnit.YEAR).per(PeriodUnit.DAY).value());
        assertEquals(1, ChurnRate.of(1, PeriodUnit.MONTH).expectedPeriods());
        assertEquals(
                1, RetentionRate.of(1, PeriodUnit.MONTH).per(PeriodUnit.YEAR).value());
        assertEquals(0, RetentionRate.of(0, PeriodUnit.YEAR).per(PeriodUnit.DAY).value());
    }

    @Test
    void aStatedOrConvertedRateHasNoCounts() {
        RetentionRate annual = MARCH.per(PeriodUnit.YEAR);
        assertTrue(annual.isDefined());
        fails(
                IllegalStateException.class,
                "retention must be counted to merge or to have an interval, was stated as 0.5 (use ofCounts)",
                () -> RetentionRate.of(0.5, PeriodUnit.MONTH).confidenceInterval(0.95));
        fails(
                IllegalStateException.class,
                "churn must be counted to merge or to have an interval, was stated as 0.5 (use ofCounts)",
                () -> ChurnRate.of(0.5, PeriodUnit.MONTH).plus(ChurnRate.of(0.5, PeriodUnit.MONTH)));
        assertEquals(
                "retention 0.5 per month",
                RetentionRate.of(0.5, PeriodUnit.MONTH).toString());
        assertEquals(MARCH, MARCH.per(PeriodUnit.MONTH));
        assertNotEquals(MARCH, RetentionRate.of(0.9, PeriodUnit.MONTH));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "atEnd - acquired must be <= atStart 200, was 220 (a reactivated customer is not retained: count it in"
                        + " acquired, or report it separately)",
                () -> RetentionRate.ofCounts(200, 230, 10, PeriodUnit.MONTH));
        rejects(
                "acquired must be <= atEnd 30, was 50 (leave out who came and left within the period)",
                () -> RetentionRate.ofCounts(200, 30, 50, PeriodUnit.MONTH));
        rejects(
                "atStart must be >= 0, was -1 (customers when the period began)",
                () -> RetentionRate.ofCounts(-1, 0, 0, PeriodUnit.MONTH));
        rejects(
                "retained must be <= atStart 2, was 3 (reactivated customers are not retained)",
                () -> RetentionRate.ofRetained(3, 2, PeriodUnit.MONTH));
        rejects(
                "retention must be in [0, 1], was 90.0 (0.90 means 90 % in the period)",
                () -> RetentionRate.of(90, PeriodUnit.MONTH));
        rejects(
                "churn must be in [0, 1], was NaN (0.90 means 90 % in the period)",
                () -> ChurnRate.of(Double.NaN, PeriodUnit.MONTH));
        rejects(
                "lost must be <= atStart 2, was 3 (leave out who came and left within the period)",
                () -> ChurnRate.ofCounts(3, 2, PeriodUnit.MONTH));
        rejects(
                "other must be a retention per month, was per year (counts merge within one period length)",
                () -> MARCH.plus(RetentionRate.ofRetained(1, 2, PeriodUnit.YEAR)));
        rejectsNull("unit", () -> RetentionRate.of(0.5, null));
        rejectsNull("unit", () -> ChurnRate.ofCounts(1, 2, null));
    }

    @Test
    void churnOnAverageCustomersIsAnotherRatio() {
        assertEquals(
                Ratio.of(20, "customers lost", 215, "average customers"), ChurnRate.perAverageCustomer(20, 200, 230));
        assertFalse(ChurnRate.perAverageCustomer(0, 0, 0).isDefined());
    }

    @Test
    void ratesTravel() {
        travels(MARCH);
        travels(MARCH.toChurn());
        travels(MARCH.per(PeriodUnit.YEAR));
        rejects("successes must be <= trials 200, was 201", () -> tampered(MARCH, 180L, 201L));
        rejects(
                "retention must be in [0, 1], was 1.5 (0.90 means 90 % in the period)",
                () -> tampered(RetentionRate.of(0.9, PeriodUnit.MONTH), 0.9, 1.5));
    }

    @Test
    void ratesAreComparedByValueCountsAndUnit() {
        ChurnRate churn = MARCH.toChurn();
        assertNotEquals(churn, ChurnRate.ofCounts(21, 200, PeriodUnit.MONTH));
        assertNotEquals(churn, ChurnRate.ofCounts(20, 200, PeriodUnit.YEAR));
        assertNotEquals(churn, ChurnRate.of(0.1, PeriodUnit.MONTH));
        assertNotEquals(
                churn.hashCode(), ChurnRate.ofCounts(21, 200, PeriodUnit.MONTH).hashCode());
        assertNotEquals(MARCH, RetentionRate.ofRetained(181, 200, PeriodUnit.MONTH));
        assertNotEquals(
                MARCH.hashCode(),
                RetentionRate.ofRetained(181, 200, PeriodUnit.MONTH).hashCode());
        assertTrue(churn.isDefined());
        assertFalse(ChurnRate.ofCounts(0, 0, PeriodUnit.MONTH).isDefined());
        assertEquals(OptionalDouble.of(0.10), churn.asOptional());
        assertEquals(
                OptionalDouble.empty(),
                ChurnRate.ofCounts(0, 0, PeriodUnit.MONTH).asOptional());
    }

    @Test
    void everybodyStaysOrLeaves() {
        assertEquals(1, ChurnRate.ofCounts(2, 2, PeriodUnit.MONTH).value());
        assertEquals(1, RetentionRate.ofRetained(2, 2, PeriodUnit.MONTH).value());
        assertEquals(1, RetentionRate.ofCounts(2, 2, 0, PeriodUnit.MONTH).value());
        assertEquals(0, RetentionRate.ofCounts(2, 5, 5, PeriodUnit.MONTH).value());
    }

    /** The interval of the difference, not the difference of intervals; churn differs by as much the other way. */
    @Test
    void aDifferenceOfTwoRates() {
        RetentionRate pilot = RetentionRate.ofRetained(56, 70, PeriodUnit.MONTH);
        RetentionRate rest = RetentionRate.ofRetained(48, 80, PeriodUnit.MONTH);
        assertEquals(Proportion.of(56, 70).minus(Proportion.of(48, 80)), pilot.minus(rest));
        assertEquals(
                Proportion.of(14, 70).minus(Proportion.of(32, 80)),
                pilot.toChurn().minus(rest.toChurn()));
        Interval kept = pilot.minus(rest).confidenceInterval(0.95);
        Interval lost = pilot.toChurn().minus(rest.toChurn()).confidenceInterval(0.95);
        close(0.052431472402364878, kept.lower(), 1e-13);
        close(-0.052431472402364878, lost.upper(), 1e-13);
        rejects(
                "other must be a retention per month, was per year (compare rates of one period length)",
                () -> pilot.minus(RetentionRate.ofRetained(1, 2, PeriodUnit.YEAR)));
        fails(
                IllegalStateException.class,
                "retention must be counted to merge or to have an interval, was stated as 0.9 (use ofCounts)",
                () -> pilot.minus(RetentionRate.of(0.9, PeriodUnit.MONTH)));
    }
}
