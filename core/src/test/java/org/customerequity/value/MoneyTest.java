package org.customerequity.value;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

@Seeded
class MoneyTest {
    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void oneScalePerCurrency() {
        assertEquals(Money.of("EUR", "2.5"), Money.of("EUR", "2.50"));
        assertEquals(Money.of("EUR", "2.5").hashCode(), Money.of("EUR", "2.500").hashCode());
        assertEquals("EUR 2.50", Money.of("EUR", "2.5").toString());
        assertEquals("JPY 1000", Money.of("JPY", "1e3").toString());
        assertEquals("KWD 0.125", Money.of("KWD", "0.125").toString());
        assertNotEquals(Money.of("EUR", "2.50"), Money.of("USD", "2.50"));
    }

    @Test
    void aTenthTenTimesIsOne() {
        Money sum = Money.of("EUR", "0");
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(Money.of("EUR", "0.10"));
        }
        assertEquals(Money.of("EUR", "1"), sum);
    }

    @Property
    void sumsAreExactAndTextComesBack(@ForAll long a, @ForAll long b) {
        Money x = new Money(EUR, BigDecimal.valueOf(a, 2));
        Money y = new Money(EUR, BigDecimal.valueOf(b, 2));
        assertEquals(x, x.plus(y).minus(y));
        assertEquals(x.plus(y), y.plus(x));
        assertEquals(x.minus(y), y.minus(x).negated());
        assertEquals(x, Money.parse(x.toString()));
        assertEquals(Long.compare(a, b), x.compareTo(y));
        assertEquals(a, x.amount().unscaledValue().longValueExact());
    }

    @Property
    void roundingMovesByHalfACentAtMostAndAWholeAmountNotAtAll(@ForAll int cents) {
        double estimate = cents / 100.0;
        assertEquals(
                BigDecimal.valueOf(cents, 2),
                Money.rounded(EUR, estimate, RoundingMode.UNNECESSARY).amount());
        CurrencyAmount off = new CurrencyAmount(EUR, estimate + 0.004);
        assertTrue(
                Math.abs(off.toMoney(RoundingMode.HALF_EVEN).toCurrencyAmount().value() - off.value()) < 0.005001);
    }

    @Test
    void whatIsRoundedIsTheDecimalThatTheEstimatePrintsAs() {
        assertEquals(Money.of("EUR", "1.01"), Money.rounded(EUR, 1.005, RoundingMode.HALF_UP));
        assertEquals(Money.of("EUR", "1.00"), Money.rounded(EUR, 1.005, RoundingMode.HALF_EVEN));
        assertEquals(Money.of("EUR", "-1.01"), Money.rounded(EUR, -1.005, RoundingMode.HALF_UP));
    }

    @Test
    void textIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals("EUR 1234567.50", Money.of("EUR", "1234567.5").toString());
                assertEquals("EUR 2.5", CurrencyAmount.of("EUR", 2.5).toString());
                assertEquals("[0.1, 0.9] at 97.5 %", new Interval(0.1, 0.9, 0.975).toString());
                assertEquals("3.0 quarters", Horizon.of(3, PeriodUnit.QUARTER).toString());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "amount must have at most 2 decimals in EUR, was 2.505 (use Money.rounded to choose a rounding)",
                () -> Money.of("EUR", "2.505"));
        rejects("amount must be a decimal number, was \"two\" (such as 2.50)", () -> Money.of("EUR", "two"));
        rejects(
                "text must be a currency code, a space and an amount, was \"EUR2.50\" (EUR 2.50)",
                () -> Money.parse("EUR2.50"));
        rejects("currency must be an ISO 4217 code, was \"eur\" (such as USD or EUR)", () -> Money.parse("eur 2.50"));
        rejects(
                "currency must have decimal places, was XAU (use a currency people pay in)",
                () -> Money.of("XAU", "1"));
        rejects(
                "estimate must be finite, was NaN (an amount of EUR)",
                () -> Money.rounded(EUR, Double.NaN, RoundingMode.UP));
        rejects(
                "amount must have at most 2 decimals in EUR, was 1.005 (use Money.rounded to choose a rounding)",
                () -> Money.rounded(EUR, 1.005, RoundingMode.UNNECESSARY));
        rejectsNull("currencyCode", () -> Money.of(null, "1"));
        rejectsNull("amount", () -> Money.of("EUR", null));
        rejectsNull("text", () -> Money.parse(null));
        rejectsNull("mode", () -> Money.rounded(EUR, 1, null));
    }

    @Test
    void aShortTextCannotMakeANumberOfABillionDigits() {
        rejects(
                "amount must have at most 100 digits on either side of the point, was 1E+999999999",
                () -> Money.parse("EUR 1e999999999"));
        rejects(
                "amount must have at most 100 digits on either side of the point, was 1E-999999999",
                () -> Money.parse("EUR 1e-999999999"));
        assertEquals(0, Money.of("EUR", "1e90").amount().compareTo(new BigDecimal("1e90")));
    }

    @Test
    void currenciesDoNotMix() {
        Money eur = Money.of("EUR", "1");
        Money usd = Money.of("USD", "1");
        rejects("currency must be EUR, was USD (convert before you combine)", () -> eur.plus(usd));
        CurrencyMismatchException e = assertThrows(CurrencyMismatchException.class, () -> eur.compareTo(usd));
        assertEquals("EUR", e.expected().getCurrencyCode());
        assertEquals("USD", e.actual().getCurrencyCode());
        assertThrows(CurrencyMismatchException.class, () -> eur.minus(usd));
    }
}
