package org.customerequity.value;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** Estimated amounts, and revenue against contribution. */
@Seeded
class AmountsTest {
    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    @Property
    void amountsAddLikeNumbers(
            @ForAll @Scale(15) @DoubleRange(min = -1e9, max = 1e9) double a,
            @ForAll @Scale(15) @DoubleRange(min = -1e9, max = 1e9) double b) {
        assertEquals(a + b + 0.0, usd(a).plus(usd(b)).value());
        assertEquals(usd(a).minus(usd(b)), usd(b).minus(usd(a)).negated());
        assertEquals(usd(a).times(2), usd(a).plus(usd(a)));
        assertEquals(Double.compare(a + 0.0, b + 0.0), usd(a).compareTo(usd(b)));
    }

    @Test
    void negativeZeroIsZero() {
        assertEquals(usd(0), usd(-0.0));
        assertEquals("USD 0.0", usd(0).negated().toString());
        assertEquals(0, usd(0.0).compareTo(usd(-0.0)));
    }

    @Test
    void anAmountPerAnother() {
        assertEquals(4, usd(1000).per(usd(250)).value());
        assertFalse(usd(1000).per(usd(0)).isDefined());
        rejects("denominator must be finite and >= 0, was -1.0 (denominator of a ratio)", () -> usd(1).per(usd(-1)));
        assertThrows(CurrencyMismatchException.class, () -> usd(1).per(CurrencyAmount.of("EUR", 1)));
    }

    @Test
    void revenueTurnsIntoContributionByAMarginOnly() {
        MarginRatio margin = MarginRatio.ofPercent(75);
        Contribution thirty = Contribution.of("USD", 30);
        assertEquals(thirty, Revenue.of("USD", 40).times(margin));
        PeriodicRevenue monthly = Revenue.of("USD", 40).perPeriod(PeriodUnit.MONTH);
        assertEquals(PeriodicContribution.of("USD", 30, PeriodUnit.MONTH), monthly.times(margin));
        assertEquals(PeriodicRevenue.of("USD", 40, PeriodUnit.MONTH), monthly);
        assertEquals(PeriodicContribution.of("USD", 30, PeriodUnit.WEEK), thirty.perPeriod(PeriodUnit.WEEK));
        assertEquals(
                Revenue.of("USD", 60),
                Revenue.of("USD", 20).plus(Revenue.of("USD", 10)).times(2));
        assertEquals(
                Contribution.of("USD", 90),
                thirty.plus(Contribution.of("USD", 15)).times(2));
        assertEquals(Contribution.of("USD", -15), thirty.minus(Contribution.of("USD", 45)));
        assertEquals(Revenue.of("USD", 35), Revenue.of("USD", 40).minus(Revenue.of("USD", 5)));
        assertThrows(CurrencyMismatchException.class, () -> thirty.minus(Contribution.of("EUR", 1)));
        assertThrows(CurrencyMismatchException.class, () -> Revenue.of("USD", 1).minus(Revenue.of("EUR", 1)));
        assertThrows(CurrencyMismatchException.class, () -> Revenue.of("USD", 1).plus(Revenue.of("EUR", 1)));
        assertThrows(CurrencyMismatchException.class, () -> thirty.plus(Contribution.of("EUR", 1)));
    }

    @Property
    void marginInPerCentIsTheFraction(@ForAll @Scale(15) @DoubleRange(min = -50, max = 100) double percent) {
        assertEquals(MarginRatio.of(percent / 100), MarginRatio.ofPercent(percent));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("value must be finite, was Infinity (an amount of USD)", () -> usd(Double.POSITIVE_INFINITY));
        rejects(
                "value must be finite, was Infinity (an amount of USD)",
                () -> usd(1e308).plus(usd(1e308)));
        rejects("factor must be finite, was NaN", () -> usd(1).times(Double.NaN));
        rejects(
                "currency must be an ISO 4217 code, was \"dollar\" (such as USD or EUR)",
                () -> CurrencyAmount.of("dollar", 1));
        rejects("fraction must be finite and <= 1, was 30.0 (0.30 means 30 %)", () -> MarginRatio.of(30));
        rejects("fraction must be finite and <= 1, was NaN (0.30 means 30 %)", () -> MarginRatio.of(Double.NaN));
        rejects("percent must be finite and <= 100, was NaN (30 means 30 %)", () -> MarginRatio.ofPercent(Double.NaN));
        rejects("percent must be finite and <= 100, was 300.0 (30 means 30 %)", () -> MarginRatio.ofPercent(300));
        rejects(
                "fraction must be finite and <= 1, was -Infinity (0.30 means 30 %)",
                () -> MarginRatio.of(Double.NEGATIVE_INFINITY));
        rejectsNull("currencyCode", () -> CurrencyAmount.of(null, 1));
        rejectsNull("currency", () -> new CurrencyAmount(null, 1));
        rejectsNull("amount", () -> new Revenue(null));
        rejectsNull("amount", () -> new Contribution(null));
        rejectsNull("unit", () -> new PeriodicContribution(usd(1), null));
        rejectsNull("unit", () -> Revenue.of("USD", 1).perPeriod(null));
    }

    @Test
    void aLedgerAmountBecomesAnEstimate() {
        assertEquals(
                new CurrencyAmount(Currency.getInstance("EUR"), 2.5),
                Money.of("EUR", "2.50").toCurrencyAmount());
    }

    @Test
    void currenciesDoNotMix() {
        CurrencyAmount eur = CurrencyAmount.of("EUR", 1);
        rejects("currency must be USD, was EUR (convert before you combine)", () -> usd(1).plus(eur));
        rejects("currency must be USD, was EUR (convert before you combine)", () -> usd(1).minus(eur));
        rejects("currency must be USD, was EUR (convert before you combine)", () -> usd(1).compareTo(eur));
    }

    @Test
    void marginsAtTheirLimit() {
        assertEquals(1, MarginRatio.ofPercent(100).fraction());
        assertEquals(MarginRatio.of(0), MarginRatio.of(-0.0));
        rejects(
                "percent must be finite and <= 100, was -Infinity (30 means 30 %)",
                () -> MarginRatio.ofPercent(Double.NEGATIVE_INFINITY));
    }
}
