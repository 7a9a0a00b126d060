package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Revenue premium and the price index. */
@Seeded
class RevenuePremiumTest {
    private static final UnitSales BRAND = UnitSales.of(1_200_000, euro(2.80));
    private static final UnitSales LABEL = UnitSales.of(400_000, euro(1.90));
    private static final RevenuePremium PREMIUM =
            RevenuePremium.of(BRAND, LABEL).withUnitCost(euro(1.10)).withSupport(euro(250_000));

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    /** Sheet 12, revenue premium. */
    @Test
    void theSheet() {
        close(2_600_000, PREMIUM.revenuePremium().amount().value(), 1e-14);
        close(1_720_000, PREMIUM.contributionPremium().amount().value(), 1e-14);
        close(1_470_000, PREMIUM.netPremium().value(), 1e-14);
        close(360_000, PREMIUM.priceEffect().amount().value(), 1e-14);
        close(1_520_000, PREMIUM.volumeEffect().amount().value(), 1e-14);
        close(720_000, PREMIUM.interactionEffect().amount().value(), 1e-14);
        assertEquals(800_000, PREMIUM.extraUnits());
        close(0.90, PREMIUM.pricePremium().value(), 1e-14);
    }

    @Test
    void aPricePremiumMayGoWithARevenueDeficit() {
        RevenuePremium niche = RevenuePremium.of(UnitSales.of(100, euro(9)), UnitSales.of(1000, euro(3)));
        assertTrue(niche.pricePremium().value() > 0);
        assertEquals(-2100, niche.revenuePremium().amount().value());
        // what is not made costs nothing
        assertEquals(
                -1200,
                niche.withUnitCost(euro(1)).contributionPremium().amount().value());
    }

    /** The premium unit by unit, as the areas of a price-volume diagram. */
    @Property
    void effectsAddUp(
            @ForAll @Scale(6) @DoubleRange(min = 1, max = 1e6) double v,
            @ForAll @Scale(6) @DoubleRange(max = 1e4) double p,
            @ForAll @Scale(6) @DoubleRange(min = 1, max = 1e6) double v0,
            @ForAll @Scale(6) @DoubleRange(max = 1e4) double p0,
            @ForAll @Scale(6) @DoubleRange(max = 1e3) double c,
            @ForAll @Scale(6) @DoubleRange(max = 1e6) double s) {
        RevenuePremium premium = RevenuePremium.of(UnitSales.of(v, euro(p)), UnitSales.of(v0, euro(p0)))
                .withUnitCost(euro(c))
                .withSupport(euro(s));
        double size = v * p + v0 * p0 + v * p0 + v0 * p + 1e-9;
        double parts = premium.priceEffect()
                .plus(premium.volumeEffect())
                .plus(premium.interactionEffect())
                .amount()
                .value();
        assertEquals(premium.revenuePremium().amount().value(), parts, 1e-14 * size);
        // the profit of each, one less the other
        assertEquals(v * (p - c) - v0 * (p0 - c) - s, premium.netPremium().value(), 1e-13 * (size + (v + v0) * c + s));
        // seen from the benchmark it is the same with the other sign
        Revenue back = RevenuePremium.of(premium.benchmark(), premium.brand()).revenuePremium();
        assertEquals(0, premium.revenuePremium().plus(back).amount().value());
    }

    @Test
    void thePriceIndexWeighsByVolume() {
        UnitSales small = UnitSales.of(100, euro(10));
        UnitSales category = BRAND.plus(LABEL).plus(small);
        double mean = (1_200_000 * 2.80 + 400_000 * 1.90 + 100 * 10) / 1_600_100;
        close(mean, category.price().value(), 1e-14);
        close(2.80 / mean, BRAND.priceIndex(category).value(), 1e-14);
        close(10 / mean, small.priceIndex(category).value(), 1e-14);
        assertEquals(1, category.priceIndex(category).value());
        assertFalse(BRAND.priceIndex(UnitSales.of(5, euro(0))).isDefined());
        assertEquals("1200000.0 units for EUR " + BRAND.revenue().amount().value(), BRAND.toString());
    }

    @Property
    void whatIsMergedIsWhatWasSold(
            @ForAll @Scale(6) @DoubleRange(max = 1e6) double v,
            @ForAll @Scale(6) @DoubleRange(max = 100) double p,
            @ForAll @Scale(6) @DoubleRange(min = 1e-3, max = 1e6) double v2,
            @ForAll @Scale(6) @DoubleRange(max = 100) double p2) {
        UnitSales both = UnitSales.of(v, euro(p)).plus(UnitSales.ofRevenue(v2, Revenue.of("EUR", v2 * p2)));
        double price = both.price().value();
        assertTrue(price >= Math.min(p, p2) * (1 - 1e-14) - 1e-300 || v == 0);
        assertEquals(v * p + v2 * p2, both.revenue().amount().value(), 1e-15 * (v * p + v2 * p2));
        assertEquals(v + v2, both.units());
    }

    @Test
    void badInputIsNamed() {
        rejects("units must be finite and >= 0, was -1.0 (the volume sold)", () -> UnitSales.of(-1, euro(1)));
        rejects("units must be finite and >= 0, was NaN (the volume sold)", () -> UnitSales.of(Double.NaN, euro(1)));
        rejects("price must be finite and >= 0, was -1.0 (of one unit)", () -> UnitSales.of(1, euro(-1)));
        rejects(
                "revenue must be finite and >= 0, was -5.0 (what customers paid, after refunds)",
                () -> UnitSales.ofRevenue(1, Revenue.of("EUR", -5)));
        rejects(
                "revenue must be 0 where no unit was sold, was EUR 5.0",
                () -> UnitSales.ofRevenue(0, Revenue.of("EUR", 5)));
        rejects(
                "unitCost must be finite and >= 0, was -1.0 (variable cost of one unit)",
                () -> PREMIUM.withUnitCost(euro(-1)));
        rejects(
                "support must be finite and >= 0, was -1.0 (spending on the brand in the period)",
                () -> PREMIUM.withSupport(euro(-1)));
        CurrencyAmount dollar = CurrencyAmount.of("USD", 1);
        assertThrows(CurrencyMismatchException.class, () -> RevenuePremium.of(BRAND, UnitSales.of(1, dollar)));
        assertThrows(CurrencyMismatchException.class, () -> PREMIUM.withUnitCost(dollar));
        assertThrows(CurrencyMismatchException.class, () -> PREMIUM.withSupport(dollar));
        assertThrows(CurrencyMismatchException.class, () -> BRAND.priceIndex(UnitSales.of(1, dollar)));
        UnitSales nothing = UnitSales.of(0, euro(3));
        assertEquals(
                3_360_000,
                RevenuePremium.of(BRAND, nothing).revenuePremium().amount().value(),
                1e-8);
        fails(
                UndefinedRatioException.class,
                "revenue per units sold is undefined, because units sold is 0",
                () -> RevenuePremium.of(BRAND, nothing).priceEffect());
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("price", () -> UnitSales.of(1, null));
        rejectsNull("revenue", () -> UnitSales.ofRevenue(1, null));
        rejectsNull("brand", () -> RevenuePremium.of(null, LABEL));
        rejectsNull("benchmark", () -> RevenuePremium.of(BRAND, null));
        rejectsNull("unitCost", () -> PREMIUM.withUnitCost(null));
        rejectsNull("support", () -> PREMIUM.withSupport(null));
        rejectsNull("category", () -> BRAND.priceIndex(null));
        rejectsNull("other", () -> BRAND.plus(null));
    }

    @Test
    void travel() {
        assertEquals(PREMIUM.netPremium(), travels(PREMIUM).netPremium());
    }
}
