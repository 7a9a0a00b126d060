package org.customerequity.lifetime.formula;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;

/** The margin multiple, its table and its elasticities; Venkatesan and Kumar's value. */
@Seeded
class GuptaLehmannTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final PeriodicContribution HUNDRED = PeriodicContribution.of("USD", 100, YEAR);

    private static GuptaLehmann of(double r, double i, double g) {
        return GuptaLehmann.of(RetentionRate.of(r, YEAR), DiscountRate.ofAnnual(i))
                .withGrowth(g);
    }

    /** Gupta and Lehmann (2003), their table, in the twelve digits of sheet 02. */
    @Test
    void theTable() {
        MarginMultipleTable table = MarginMultipleTable.of(
                new double[] {0.6, 0.7, 0.8, 0.9},
                YEAR,
                DiscountRate.ofAnnualPercent(10),
                DiscountRate.ofAnnualPercent(12),
                DiscountRate.ofAnnualPercent(14),
                DiscountRate.ofAnnualPercent(16));
        double[][] expected = {
            {1.200000, 1.153846, 1.111111, 1.071429},
            {1.750000, 1.666667, 1.590909, 1.521739},
            {2.666667, 2.500000, 2.352941, 2.222222},
            {4.500000, 4.090909, 3.750000, 3.461538}
        };
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                // six decimals
                assertEquals(expected[i][j], table.at(i, j), 0.5e-6 + 1e-12);
            }
        }
        assertEquals("""
                retention     10.0%     12.0%     14.0%     16.0%
                    60.0%      1.20      1.15      1.11      1.07
                    70.0%      1.75      1.67      1.59      1.52
                    80.0%      2.67      2.50      2.35      2.22
                    90.0%      4.50      4.09      3.75      3.46""", table.toString());
        travels(table);
        close(
                294.117647059,
                100
                        * MarginMultipleTable.ofGrowing(new double[] {0.8}, YEAR, 0.06, DiscountRate.ofAnnual(0.12))
                                .at(0, 0),
                2e-12);
        rejects(
                "discounts must have a rate, was empty (one a column)",
                () -> MarginMultipleTable.of(new double[] {0.6}, YEAR));
    }

    @Test
    void numbersOfTheSheet() {
        close(294.117647059, of(0.8, 0.12, 0.06).value(HUNDRED).amount().value(), 2e-12);
        GuptaLehmann.Elasticities nine = of(0.9, 0.1, 0).elasticities();
        close(5.5, nine.retention(), 1e-13);
        close(-0.5, nine.discount(), 1e-13);
        assertEquals(1, nine.margin());
        assertEquals(0, nine.acquisitionCost());
        // value 450, cost 150: leverage 1.5
        GuptaLehmann.Elasticities net = of(0.9, 0.1, 0).elasticitiesNetOf(CurrencyAmount.of("USD", 150), HUNDRED);
        close(1.5, net.margin(), 1e-13);
        close(8.25, net.retention(), 1e-13);
        close(-0.5, net.acquisitionCost(), 1e-13);
    }

    /** Derivatives by differences; and value is of degree one in margin and cost together. */
    @Property
    void elasticitiesAreDerivatives(
            @ForAll @Scale(4) @DoubleRange(min = 0.1, max = 0.95) double r,
            @ForAll @Scale(4) @DoubleRange(min = 0.06, max = 0.4) double i,
            @ForAll @Scale(4) @DoubleRange(min = -0.2, max = 0.04) double g) {
        GuptaLehmann.Elasticities e = of(r, i, g).elasticities();
        double h = 1e-5;
        assertEquals(
                (Math.log(of(r * (1 + h), i, g).multiple())
                                - Math.log(of(r * (1 - h), i, g).multiple()))
                        / (2 * h),
                e.retention(),
                1e-5 * e.retention());
        assertEquals(
                (Math.log(of(r, i * (1 + h), g).multiple())
                                - Math.log(of(r, i * (1 - h), g).multiple()))
                        / (2 * h),
                e.discount(),
                1e-5 * (1 + Math.abs(e.discount())));
        assertEquals(
                (Math.log(of(r, i, g * (1 + h)).multiple())
                                - Math.log(of(r, i, g * (1 - h)).multiple()))
                        / (2 * h),
                e.growth(),
                1e-5 * (1 + Math.abs(e.growth())));
        double value = of(r, i, g).value(HUNDRED).amount().value();
        GuptaLehmann.Elasticities net = of(r, i, g).elasticitiesNetOf(CurrencyAmount.of("USD", 0.3 * value), HUNDRED);
        close(1, net.margin() + net.acquisitionCost(), 1e-12);
        assertTrue(net.retention() > e.retention());
    }

    @Test
    void badInput() {
        rejects(
                "horizon must end where retention x (1 + growth) >= 1 + discount per period, was for ever (retention 1.0,"
                        + " growth 0.0, discount 0.0: the sum diverges; set a finite horizon)",
                () -> of(1, 0, 0));
        rejects(
                "acquisitionCost must be < the value USD 450.0, was USD 500.0 (per cent of nothing, or of a loss, say"
                        + " nothing)",
                () -> GuptaLehmann.of(RetentionRate.of(0.9, YEAR), DiscountRate.ofPerPeriod(0.1, YEAR))
                        .elasticitiesNetOf(CurrencyAmount.of("USD", 500), HUNDRED));
        rejects("growth must be > -1, was -2.0 (0.01 means 1 %)", () -> of(0.5, 0.1, -2));
        travels(of(0.5, 0.1, 0.01));
    }

    /** Sheet 02: seven purchases, two a year, contacts over four years. */
    @Test
    void venkatesanAndKumar() {
        VenkatesanKumar purchases = VenkatesanKumar.of(
                HUNDRED.amount().currency(), DiscountRate.ofAnnual(0.12), 2, 40, 40, 42, 42, 45, 45, 48);
        VenkatesanKumar value = purchases
                .withContacts("telephone", CurrencyAmount.of("USD", 3), 1, 1, 1, 1)
                .withContacts("mail", CurrencyAmount.of("USD", 0.5), 6, 6, 4, 4);
        close(221.735943865, value.value().amount().value(), 1e-11);
        close(
                purchases.value().amount().value() - 221.735943865,
                value.contactCosts().values().stream()
                        .mapToDouble(CurrencyAmount::value)
                        .sum(),
                1e-9);
        close(
                3 * (1 + 1 / 1.12 + 1 / 1.2544 + 1 / 1.404928),
                value.contactCosts().get("telephone").value(),
                1e-14);
        assertEquals("7 purchases, 2.0 a year, contacts by [telephone, mail]", value.toString());
        travels(value);
        rejects(
                "channel must be new, was \"mail\" (give all its contacts at once)",
                () -> value.withContacts("mail", CurrencyAmount.of("USD", 1), 1));
        rejects(
                "contactsByYear[1] must be finite and >= 0, was -1.0 (contacts in a year)",
                () -> value.withContacts("visit", CurrencyAmount.of("USD", 1), 1, -1));
        rejects(
                "purchasesPerYear must be finite and > 0, was 0.0 (a frequency)",
                () -> VenkatesanKumar.of(HUNDRED.amount().currency(), DiscountRate.NONE, 0));
    }
}
