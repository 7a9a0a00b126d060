package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class DiscountRateTest {
    /** Sheet 00: 10 % a year by the month. */
    @Test
    void tenPerCentAYearByTheMonth() {
        close(0.0079741404289, DiscountRate.ofAnnualPercent(10).perPeriod(PeriodUnit.MONTH), 1e-11);
    }

    /** Fader, Hardie and Lee (2005), RFM and CLV, round it to 0.0027; their year has 52 weeks, ours 52.18. */
    @Test
    void fifteenPerCentAYearByTheWeek() {
        double weekly = DiscountRate.ofAnnual(0.15).continuousPer(PeriodUnit.WEEK);
        close(0.00268772966106, weekly * 365.25 / (7 * 52), 1e-11);
        assertEquals(0.0027, weekly, 0.00005);
    }

    /** The monthly rate raised to the twelfth power in decimals. */
    @Test
    void monthsCompoundToTheYear() {
        double monthly = DiscountRate.ofAnnual(0.10).perPeriod(PeriodUnit.MONTH);
        BigDecimal year = BigDecimal.ONE.add(new BigDecimal(monthly)).pow(12, MathContext.DECIMAL128);
        close(1.10, year.doubleValue(), 4e-16);
    }

    @Property
    void conversionsGoThereAndBack(
            @ForAll @Scale(15) @DoubleRange(min = 1e-12, max = 10) double annual, @ForAll PeriodUnit unit) {
        DiscountRate rate = new DiscountRate(annual);
        // the exponent is ln(1 + annual), at most 2.4, rounded twice
        double tolerance = 8e-16 * (1 + annual);
        close(annual, DiscountRate.ofPerPeriod(rate.perPeriod(unit), unit).effectiveAnnual(), tolerance);
        close(annual, DiscountRate.ofContinuous(rate.continuousPer(unit), unit).effectiveAnnual(), tolerance);
        close(rate.continuousPer(unit), Math.log1p(rate.perPeriod(unit)), 4e-15);
    }

    @Property
    void discountingCompounds(
            @ForAll @Scale(15) @DoubleRange(max = 3) double annual,
            @ForAll @Scale(15) @DoubleRange(max = 500) double s,
            @ForAll @Scale(15) @DoubleRange(max = 500) double t,
            @ForAll PeriodUnit unit) {
        DiscountRate rate = new DiscountRate(annual);
        // exponents up to 1,400 lose three digits
        close(rate.factor(s, unit) * rate.factor(t, unit), rate.factor(s + t, unit), 1e-12);
        close(1 / (1 + rate.perPeriod(unit)), rate.factor(1, unit), 4e-15);
        close(rate.factor(t, unit), rate.factor(PeriodUnit.DAY.from(t, unit), PeriodUnit.DAY), 1e-12);
        assertTrue(rate.factor(s, unit) <= 1 && rate.factor(s, unit) >= 0);
    }

    /** The nominal rate divided by twelve compounds to more than the annual rate. */
    @Property
    void effectiveIsBelowNominal(@ForAll @Scale(15) @DoubleRange(min = 1e-6, max = 3) double annual) {
        assertTrue(new DiscountRate(annual).perPeriod(PeriodUnit.MONTH) < annual / 12);
    }

    @Test
    void noneDiscountsNothing() {
        assertEquals(1, DiscountRate.NONE.factor(1e6, PeriodUnit.YEAR));
        assertEquals(0, DiscountRate.NONE.perPeriod(PeriodUnit.DAY));
        assertEquals(DiscountRate.NONE, DiscountRate.ofAnnualPercent(-0.0));
        assertEquals(DiscountRate.ofAnnual(0.15), DiscountRate.ofAnnualPercent(15));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "effectiveAnnual must be finite and >= 0, was NaN (0.10 means 10 %)",
                () -> DiscountRate.ofAnnual(Double.NaN));
        rejects(
                "effectiveAnnual must be finite and >= 0, was -0.1 (0.10 means 10 %)",
                () -> DiscountRate.ofAnnual(-0.1));
        rejects(
                "fraction must be <= 1, was 10.0 (0.10 means 10 %; above 100 % use DiscountRate.ofAnnualPercent)",
                () -> DiscountRate.ofAnnual(10));
        assertEquals(1.33, DiscountRate.ofAnnualPercent(133).effectiveAnnual());
        rejects("percent must be finite and >= 0, was -10.0 (10 means 10 %)", () -> DiscountRate.ofAnnualPercent(-10));
        rejects(
                "fraction must be finite and >= 0, was NaN (0.01 means 1 % per period)",
                () -> DiscountRate.ofPerPeriod(Double.NaN, PeriodUnit.MONTH));
        rejects(
                "delta must be finite and >= 0, was -1.0 (0.0027 per week is about 15 % a year)",
                () -> DiscountRate.ofContinuous(-1, PeriodUnit.WEEK));
        rejects(
                "count must be finite and >= 0, was -1.0 (periods from today)",
                () -> DiscountRate.NONE.factor(-1, PeriodUnit.WEEK));
        rejects(
                "effectiveAnnual must be finite and >= 0, was Infinity (0.10 means 10 %)",
                () -> DiscountRate.ofPerPeriod(1e9, PeriodUnit.DAY));
    }
}
