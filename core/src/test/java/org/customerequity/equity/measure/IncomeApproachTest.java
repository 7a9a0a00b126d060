package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Brand earnings and relief from royalty. */
@Seeded
class IncomeApproachTest {
    private static final DiscountRate NINE = DiscountRate.ofAnnual(0.09);
    private static final BrandEarningsValue EARNINGS =
            BrandEarningsValue.of(0.35, NINE, "USD", 100, 110, 118, 124, 128);
    private static final RoyaltyRelief RELIEF =
            RoyaltyRelief.of(0.04, NINE, "USD", 1000, 1050, 1100).withTax(0.25);

    /** Sheet 12, Interbrand-type; twelve digits are printed. */
    @Test
    void brandEarningsOfTheSheet() {
        IncomeValue value = EARNINGS.valueWithPerpetuity(0.02);
        close(156.268529477, value.planned().value(), 4e-12);
        close(424.275208976, value.terminal().value(), 4e-12);
        close(580.543738452, value.total().value(), 4e-12);
        close(424.275208976 / 580.543738452, value.terminalShare().value(), 4e-12);
        assertEquals(value.planned(), EARNINGS.plannedValue());
        assertEquals(35, EARNINGS.brandEarnings().get(0).value(), 1e-14);
        assertEquals(5, EARNINGS.brandEarnings().size());
    }

    /** Sheet 12, ISO 10668. */
    @Test
    void royaltyReliefOfTheSheet() {
        IncomeValue value = RELIEF.valueWithPerpetuity(0.02);
        close(450.827852393, value.total().value(), 4e-12);
        assertEquals(value.planned(), RELIEF.plannedValue());
        assertEquals(30, RELIEF.royaltiesSaved().get(0).value(), 1e-14);
    }

    /** The perpetuity written out, as far as it counts. */
    @Property(tries = 200)
    void thePerpetuityIsTheSumOfItsYears(
            @ForAll @Scale(6) @DoubleRange(min = 0.02, max = 0.4) double d,
            @ForAll @Scale(6) @DoubleRange(min = -0.5, max = 0.01) double g,
            @ForAll @IntRange(min = 1, max = 12) int years) {
        double[] profits = new double[years];
        for (int t = 0; t < years; t++) {
            profits[t] = 100 + 7 * t;
        }
        DiscountRate rate = DiscountRate.ofAnnual(d);
        double planned = 0;
        double terminal = 0;
        double amount = 0;
        for (int t = 1; t <= 6000; t++) {
            amount = t <= years ? 0.4 * profits[t - 1] : amount * (1 + g);
            double present = amount / Math.pow(1 + d, t);
            if (t <= years) {
                planned += present;
            } else {
                terminal += present;
            }
        }
        IncomeValue value = BrandEarningsValue.of(0.4, rate, "USD", profits).valueWithPerpetuity(g);
        close(planned, value.planned().value(), 1e-12);
        close(terminal, value.terminal().value(), 1e-10);
        // a royalty of what the brand is said to earn is the same cash flow
        IncomeValue royalty =
                RoyaltyRelief.of(0.8, rate, "USD", profits).withTax(0.5).valueWithPerpetuity(g);
        close(value.total().value(), royalty.total().value(), 1e-14);
        // a year more of the plan along the growth path moves value from one part to the other
        double[] longer = Arrays.copyOf(profits, years + 1);
        longer[years] = profits[years - 1] * (1 + g);
        IncomeValue later = BrandEarningsValue.of(0.4, rate, "USD", longer).valueWithPerpetuity(g);
        close(value.total().value(), later.total().value(), 1e-11);
        assertTrue(later.terminal().value() < value.terminal().value());
    }

    @Property
    void aHigherRateIsALowerValue(@ForAll @Scale(6) @DoubleRange(min = 0.03, max = 0.5) double d) {
        DiscountRate higher = DiscountRate.ofAnnual(d + 0.01);
        assertTrue(EARNINGS.withDiscount(higher)
                        .valueWithPerpetuity(0.02)
                        .total()
                        .compareTo(EARNINGS.withDiscount(DiscountRate.ofAnnual(d))
                                .valueWithPerpetuity(0.02)
                                .total())
                < 0);
        assertTrue(RELIEF.withDiscount(higher)
                        .plannedValue()
                        .compareTo(RELIEF.withDiscount(DiscountRate.ofAnnual(d)).plannedValue())
                < 0);
    }

    @Test
    void withoutDiscountThePlanIsItsSum() {
        assertEquals(
                0.35 * 580,
                EARNINGS.withDiscount(DiscountRate.NONE).plannedValue().value(),
                1e-12);
        // a brand that shrinks has a perpetuity even so: 128 * 0.35 * 0.9 / 0.1
        close(
                403.2,
                EARNINGS.withDiscount(DiscountRate.NONE)
                        .valueWithPerpetuity(-0.1)
                        .terminal()
                        .value(),
                1e-14);
    }

    @Test
    void badInputIsNamed() {
        rejects(
                "growth must be > -1 and < the discount rate 0.09, was 0.09 (0.02 means 2 % a year for ever)",
                () -> EARNINGS.valueWithPerpetuity(0.09));
        rejects(
                "growth must be > -1 and < the discount rate 0.09, was NaN (0.02 means 2 % a year for ever)",
                () -> RELIEF.valueWithPerpetuity(Double.NaN));
        rejects(
                "growth must be > -1 and < the discount rate 0.09, was -1.0 (0.02 means 2 % a year for ever)",
                () -> RELIEF.valueWithPerpetuity(-1));
        rejects(
                "economic profit of the last year must be finite and >= 0, was -1.0 (a loss that grows for ever is no plan)",
                () -> BrandEarningsValue.of(0.35, NINE, "USD", 5, -1).valueWithPerpetuity(0.02));
        rejects(
                "roleOfBrand must be in [0, 1], was 35.0 (0.35 means 35 % of economic profit)",
                () -> BrandEarningsValue.of(35, NINE, "USD", 5));
        rejects(
                "economicProfits must have a year, was empty (one amount a year, at its end)",
                () -> BrandEarningsValue.of(0.3, NINE, "USD"));
        rejects(
                "revenues must have a year, was empty (one amount a year, at its end)",
                () -> RoyaltyRelief.of(0.04, NINE, "USD"));
        rejects(
                "revenues[1] must be finite and >= 0, was -2.0 (under the brand)",
                () -> RoyaltyRelief.of(0.04, NINE, "USD", 1, -2));
        rejects(
                "royaltyRate must be in [0, 1], was 4.0 (0.04 means 4 % of revenue)",
                () -> RoyaltyRelief.of(4, NINE, "USD", 1));
        rejects("taxRate must be in [0, 1], was 25.0 (0.25 means 25 %)", () -> RELIEF.withTax(25));
        List<CurrencyAmount> mixed = List.of(CurrencyAmount.of("USD", 1), CurrencyAmount.of("EUR", 1));
        assertThrows(CurrencyMismatchException.class, () -> new BrandEarningsValue(mixed, 0.3, NINE));
        assertThrows(
                CurrencyMismatchException.class,
                () -> new RoyaltyRelief(mixed.stream().map(Revenue::new).toList(), 0.04, 0, NINE));
        assertThrows(CurrencyMismatchException.class, () -> new IncomeValue(mixed.get(0), mixed.get(1)));
    }

    @Test
    void aLossYearIsAllowedAndAWorthlessBrandHasNoShares() {
        IncomeValue loss = BrandEarningsValue.of(1, NINE, "USD", -1000, 1).valueWithPerpetuity(0);
        assertTrue(loss.total().value() < 0);
        fails(
                UndefinedRatioException.class,
                "share of terminal value is undefined, because the total is not positive, " + loss.total(),
                loss::terminalShare);
        // planned years at a loss, and still worth something: all of it, and more, is terminal
        assertTrue(BrandEarningsValue.of(1, NINE, "USD", -10, 10)
                        .valueWithPerpetuity(0)
                        .terminalShare()
                        .value()
                > 1);
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("economicProfits", () -> new BrandEarningsValue(null, 0.3, NINE));
        rejectsNull(
                "economicProfits[1]",
                () -> new BrandEarningsValue(Arrays.asList(CurrencyAmount.of("USD", 1), null), 0.3, NINE));
        rejectsNull("economicProfits", () -> BrandEarningsValue.of(0.3, NINE, "USD", (double[]) null));
        rejectsNull("discount", () -> EARNINGS.withDiscount(null));
        rejectsNull("revenues", () -> new RoyaltyRelief(null, 0.3, 0, NINE));
        rejectsNull("revenues", () -> RoyaltyRelief.of(0.3, NINE, "USD", (double[]) null));
        rejectsNull("discount", () -> RELIEF.withDiscount(null));
        rejectsNull("planned", () -> new IncomeValue(null, CurrencyAmount.of("USD", 1)));
        rejectsNull("terminal", () -> new IncomeValue(CurrencyAmount.of("USD", 1), null));
    }

    @Test
    void travel() {
        assertEquals(EARNINGS.plannedValue(), travels(EARNINGS).plannedValue());
        assertEquals(RELIEF.plannedValue(), travels(RELIEF).plannedValue());
        assertEquals(EARNINGS.valueWithPerpetuity(0.02), travels(EARNINGS.valueWithPerpetuity(0.02)));
    }
}
