package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MarketTest {
    private static final DiscountRate TEN = DiscountRate.ofAnnual(0.10);
    private static final Market EMPTY = Market.of(1000, Horizon.ofYears(3), FirstPurchase.NOW);
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.NOW);

    @Test
    void says() {
        assertEquals(1e6, MARKET.customers(), 0.0);
        assertEquals(Horizon.ofYears(3), MARKET.horizon());
        assertEquals(FirstPurchase.NOW, MARKET.firstPurchase());
        assertEquals(FiveRespondents.BRANDS, MARKET.brands());
        assertEquals(List.of("frequent"), MARKET.segments("one"));
        assertEquals(Contribution.of("USD", 24), MARKET.contribution("one", "frequent"));
        assertEquals(Contribution.of("USD", 30), MARKET.contribution("one", "others"));
        assertEquals("USD", MARKET.currency().getCurrencyCode());
        assertEquals(0.12, MARKET.discount("three").effectiveAnnual(), 0.0);
        assertEquals(FiveRespondents.market(FirstPurchase.NOW), MARKET);
        assertEquals(FiveRespondents.market(FirstPurchase.NOW).hashCode(), MARKET.hashCode());
        assertNotEquals(FiveRespondents.market(FirstPurchase.AFTER_INTERVAL), MARKET);
        assertEquals(
                "1000.0 customers, 3.0 years, first purchase NOW, brands [a]",
                EMPTY.withBrand("a", Contribution.of("USD", 1), TEN).toString());
    }

    @Test
    void refuses() {
        message(
                "customers must be finite and > 0, was 0.0 (of the whole market, not of one brand)",
                () -> Market.of(0, Horizon.ofYears(3), FirstPurchase.NOW));
        message(
                "horizon must be finite, was for ever (some years ahead, such as Horizon.ofYears(3))",
                () -> Market.of(1, Horizon.FOREVER, FirstPurchase.NOW));
        message(
                "brand must not be blank, was \" \" (as in the survey)",
                () -> EMPTY.withBrand(" ", Contribution.of("USD", 1), TEN));
        message(
                "brand must be one of [one, two, three], was \"four\" (see withBrand)",
                () -> MARKET.withSegment("four", "others", Contribution.of("USD", 1)));
        assertEquals(
                "the market has no brands: see withBrand",
                assertThrows(IllegalStateException.class, EMPTY::currency).getMessage());
        assertThrows(CurrencyMismatchException.class, () -> MARKET.withBrand("four", Contribution.of("EUR", 1), TEN));
        assertThrows(
                CurrencyMismatchException.class, () -> MARKET.withSegment("one", "others", Contribution.of("EUR", 1)));
    }

    /** New terms of a brand replace all its earlier ones. */
    @Test
    void laterTermsCount() {
        Market changed = MARKET.withBrand("one", Contribution.of("USD", 31), TEN);
        assertEquals(List.of(), changed.segments("one"));
        assertEquals(Contribution.of("USD", 31), changed.contribution("one", "frequent"));
        assertEquals(FiveRespondents.BRANDS, changed.brands());
    }

    @Test
    void mustFitTheSurvey() {
        BrandSurvey survey = FiveRespondents.survey();
        Market two = EMPTY.withBrand("one", Contribution.of("USD", 1), TEN)
                .withBrand("three", Contribution.of("USD", 1), TEN);
        message(
                "market must have terms for every brand of the survey, was \"two\" missing (see withBrand)",
                () -> BrandEquities.of(FiveRespondents.MODEL, survey, two));
        message(
                "segment of market must be one of the survey, [others, frequent], was \"frequnet\" (see withSegment)",
                () -> BrandEquities.of(
                        FiveRespondents.MODEL,
                        survey,
                        MARKET.withSegment("one", "frequnet", Contribution.of("USD", 1))));
        Market centuries = FiveRespondents.market(FirstPurchase.NOW, Horizon.ofYears(1e6));
        message(
                "purchases before the horizon must be <= 1000000, was 2000000.0"
                        + " (respondent r1 buys 2.0 times a year)",
                () -> BrandEquities.of(FiveRespondents.MODEL, survey, centuries));
        BrandEquities all = BrandEquities.of(FiveRespondents.MODEL, survey, MARKET);
        message("segment must be one of [others, frequent], was \"few\"", () -> all.equity("one", "few"));
        message("brand must be one of [one, two, three], was \"four\"", () -> all.equity("four"));
        message(
                "horizon must be finite, was for ever (some years ahead, such as Horizon.ofYears(3))",
                () -> all.switching().shareOfVolumeWithin(Horizon.FOREVER, "one"));
        assertThrows(IndexOutOfBoundsException.class, () -> all.lifetimeValues(5));
    }

    /** Nobody buys within a day; now, everybody once. */
    @Test
    void horizonTooShortForAPurchase() {
        Horizon day = Horizon.of(1, PeriodUnit.DAY);
        BrandSurvey survey = FiveRespondents.survey();
        BrandEquities after = BrandEquities.of(
                FiveRespondents.MODEL, survey, FiveRespondents.market(FirstPurchase.AFTER_INTERVAL, day));
        BrandEquities now =
                BrandEquities.of(FiveRespondents.MODEL, survey, FiveRespondents.market(FirstPurchase.NOW, day));
        for (int i = 0; i < 5; i++) {
            double[][] m = SwitchingMatrix.of(FiveRespondents.MODEL, survey, i).rows();
            double margin = i == 3 ? 24 : 30;
            assertEquals(0, after.lifetimeValues(i)[0], 0.0);
            double expected = survey.volume(i) * margin * m[survey.lastBrand(i)][0];
            assertEquals(expected, now.lifetimeValues(i)[0], 1e-15 * expected);
        }
    }

    private static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
