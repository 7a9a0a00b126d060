package org.customerequity.lifetime.formula;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.internal.Quadrature;
import org.customerequity.lifetime.formula.BergerNasr.Attrition;
import org.customerequity.retention.RetentionRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;

/** Berger and Nasr's cases: the numbers of sheet 02, sums term by term, laws. */
@Seeded
class BergerNasrTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;

    private static BergerNasr model(double sale, double promotion, double discount) {
        return BergerNasr.of(
                Contribution.of("USD", sale), CurrencyAmount.of("USD", promotion), DiscountRate.ofAnnual(discount));
    }

    private static double amount(Contribution value) {
        return value.amount().value();
    }

    private static RetentionRate yearly(double r) {
        return RetentionRate.of(r, YEAR);
    }

    @Test
    void salesEveryYear() {
        close(568.783067434, amount(model(260, 50, 0.2).yearlySales(0.75, 10)), 2e-12);
    }

    @Test
    void salesEveryThirdYear() {
        BergerNasr cars = model(8000, 95, 0.2);
        close(10118.2943032, amount(cars.salesEvery(3, 0.4, 12, Attrition.AT_SALES)), 1e-11);
        close(10178.6916975, amount(cars.salesEvery(3, 0.4, 12, Attrition.GRADUAL)), 1e-11);
    }

    @Test
    void salesTwiceAYear() {
        close(354.68835687, amount(model(125, 25, 0.2).salesPerYear(2, 0.8, 4)), 1e-11);
    }

    @Test
    void aMarginThatVaries() {
        MarginProfile profile = MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {20, 30, -2}, 5, 120, 4);
        Contribution value =
                BergerNasr.varyingMargin(profile, yearly(0.85), DiscountRate.ofAnnual(0.12), Horizon.ofYears(10));
        close(271.023440671, amount(value), 2e-12);
        MarginProfile function = MarginProfile.ofFunction(
                USD, YEAR, t -> t <= 5 ? 20 + 30 * t - 2 * t * t : 120 * (1 - Math.exp(4 - t)));
        close(
                271.023440671,
                amount(BergerNasr.varyingMargin(
                        function, yearly(0.85), DiscountRate.ofAnnual(0.12), Horizon.ofYears(10))),
                2e-12);
    }

    @Test
    void aContinuousFlow() {
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        PeriodicContribution hundred = PeriodicContribution.of("USD", 100, YEAR);
        MarginProfile growing = MarginProfile.growing(hundred, Math.expm1(0.05));
        MarginProfile flat = MarginProfile.constant(hundred);
        close(329.009928846, amount(BergerNasr.continuousFlow(growing, yearly(0.8), ten, Horizon.ofYears(8))), 2e-12);
        close(289.440178932, amount(BergerNasr.continuousFlow(flat, yearly(0.8), ten, Horizon.ofYears(8))), 2e-12);
        close(314.017360226, amount(BergerNasr.continuousFlow(flat, yearly(0.8), ten, Horizon.FOREVER)), 2e-12);
    }

    @Test
    void migration() {
        BergerNasr.Migration migration = model(40, 4, 0.2).migration(new double[] {0.3, 0.2, 0.15, 0.05}, 4, YEAR);
        assertArrayEquals(new double[] {1, 0.3, 0.23, 0.195, 0.1397}, migration.buyers(), 1e-15);
        assertArrayEquals(new double[] {0, 1, 1, 1, 1}, migration.promoted(), 1e-15);
        close(52.2543414788, amount(migration.value()), 1e-11);
        assertTrue(migration.toString().endsWith("over 4 periods"));
        travels(migration);
    }

    /** Every history of purchases, one by one: 2 to the power of the periods. */
    @Property(tries = 100)
    void migrationByAllPaths(
            @ForAll @IntRange(min = 0, max = 8) int periods,
            @ForAll @Scale(4) @DoubleRange(max = 1) double p1,
            @ForAll @Scale(4) @DoubleRange(max = 1) double p2,
            @ForAll @Scale(4) @DoubleRange(max = 1) double p3) {
        double[] p = {p1, p2, p3};
        double expected = 0;
        for (int path = 0; path < 1 << periods; path++) {
            double chance = 1;
            double value = 40;
            int recency = 1;
            boolean lost = false;
            for (int i = 1; i <= periods; i++) {
                boolean buys = (path >> (i - 1) & 1) == 1;
                lost |= recency > 3;
                if (lost) {
                    chance *= buys ? 0 : 1;
                    continue;
                }
                value -= 4 * Math.pow(1.2, -(i - 0.5));
                chance *= buys ? p[recency - 1] : 1 - p[recency - 1];
                value += buys ? 40 * Math.pow(1.2, -i) : 0;
                recency = buys ? 1 : recency + 1;
            }
            expected += chance * value;
        }
        assertEquals(
                expected, amount(model(40, 4, 0.2).migration(p, periods, YEAR).value()), 1e-11);
    }

    @Property
    void sumsTermByTerm(
            @ForAll @Scale(5) @DoubleRange(max = 1) double r,
            @ForAll @Scale(5) @DoubleRange(max = 0.6) double d,
            @ForAll @IntRange(min = 1, max = 4) int step,
            @ForAll @IntRange(max = 12) int cycles) {
        BergerNasr model = model(100, 7, d);
        double often = 0;
        for (int i = 0; i <= step * cycles; i++) {
            often += 100 * Math.pow(r, i) * Math.pow(1 + d, -(double) i / step);
            if (i > 0) {
                often -= 7 * Math.pow(r, i - 1) * Math.pow(1 + d, -(i - 0.5) / step);
            }
        }
        assertEquals(often, amount(model.salesPerYear(step, r, cycles)), 1e-9);
        double seldom = 0;
        double gradual = 0;
        for (int i = 0; i <= cycles; i++) {
            seldom += 100 * Math.pow(r, i) * Math.pow(1 + d, -i * step);
        }
        gradual = seldom;
        for (int i = 1; i <= cycles; i++) {
            for (int l = 1; l <= step; l++) {
                seldom -= 7 * Math.pow(r, i - 1) * Math.pow(1 + d, -((i - 1) * step + l - 0.5));
            }
        }
        for (int i = 1; i <= cycles * step; i++) {
            gradual -= 7 * Math.pow(r, (i - 1.0) / step) * Math.pow(1 + d, -(i - 0.5));
        }
        double atSales = amount(model.salesEvery(step, r, cycles * step, Attrition.AT_SALES));
        double slow = amount(model.salesEvery(step, r, cycles * step, Attrition.GRADUAL));
        assertEquals(seldom, atSales, 1e-9);
        assertEquals(gradual, slow, 1e-9);
        // whoever has left is no longer promoted to
        assertTrue(slow >= atSales - 1e-9);
        if (step == 1) {
            assertEquals(amount(model.yearlySales(r, cycles)), atSales, 1e-9);
        }
    }

    @Property
    void flowsByQuadrature(
            @ForAll @Scale(4) @DoubleRange(min = 0.05, max = 1) double r,
            @ForAll @Scale(4) @DoubleRange(max = 0.5) double d,
            @ForAll @Scale(4) @DoubleRange(min = -0.3, max = 0.3) double g,
            @ForAll @Scale(2) @DoubleRange(min = 0.5, max = 20) double n) {
        DiscountRate discount = DiscountRate.ofAnnual(d);
        double k = (1 + discount.perPeriod(YEAR)) / r;
        MarginProfile growing = MarginProfile.growing(PeriodicContribution.of("USD", 5, YEAR), g);
        close(
                Quadrature.gaussLegendre(t -> 5 * Math.pow(1 + g, t) * Math.pow(k, -t), 0, n, 40, 16),
                amount(BergerNasr.continuousFlow(growing, yearly(r), discount, Horizon.ofYears(n))),
                1e-11);
        MarginProfile function = MarginProfile.ofFunction(USD, YEAR, t -> 5 * Math.pow(1 + g, t));
        close(
                amount(BergerNasr.continuousFlow(growing, yearly(r), discount, Horizon.ofYears(n))),
                amount(BergerNasr.continuousFlow(function, yearly(r), discount, Horizon.ofYears(n))),
                1e-12);
        MarginProfile steps = MarginProfile.ofAmounts(USD, YEAR, 3, 8, 1);
        double sum = 0;
        for (int i = 0; i < 20 && i < n; i++) {
            double margin = steps.at(i);
            sum += Quadrature.gaussLegendre(t -> margin * Math.pow(k, -t), i, Math.min(n, i + 1), 4, 16);
        }
        close(sum, amount(BergerNasr.continuousFlow(steps, yearly(r), discount, Horizon.ofYears(n))), 1e-12);
    }

    /** The profile of the paper, by parts: quadratic to the turn, and the rest to the end or for ever. */
    @Test
    void theSaturatingProfileFlows() {
        MarginProfile profile = MarginProfile.quadraticThenSaturating(USD, YEAR, new double[] {20, 30, -2}, 5, 120, 4);
        DiscountRate discount = DiscountRate.ofAnnual(0.12);
        double k = Math.log(1.12 / 0.85);
        double early = Quadrature.gaussLegendre(t -> (20 + 30 * t - 2 * t * t) * Math.exp(-k * t), 0, 5, 10, 32);
        // 120 (1 - e^(4-t)) e^(-kt) from 5 on
        double late = 120 * (Math.exp(-5 * k) / k - Math.exp(-1 - 5 * k) / (1 + k));
        close(early + late, amount(BergerNasr.continuousFlow(profile, yearly(0.85), discount, Horizon.FOREVER)), 1e-12);
        close(early, amount(BergerNasr.continuousFlow(profile, yearly(0.85), discount, Horizon.ofYears(5))), 1e-12);
    }

    @Test
    void edges() {
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        MarginProfile flat = MarginProfile.constant(PeriodicContribution.of("USD", 100, YEAR));
        // nobody stays: the first sale and the first promotion alone
        close(260 - 50 / Math.sqrt(1.2), amount(model(260, 50, 0.2).yearlySales(0, 10)), 1e-14);
        assertEquals(260, amount(model(260, 50, 0.2).yearlySales(0.5, 0)));
        assertEquals(0, amount(BergerNasr.continuousFlow(flat, yearly(0), ten, Horizon.FOREVER)));
        // all stay, no discount: n sales more than one, n promotions
        assertEquals(260 * 11 - 50 * 10, amount(model(260, 50, 0).yearlySales(1, 10)));
        assertEquals(700, amount(BergerNasr.continuousFlow(flat, yearly(1), DiscountRate.NONE, Horizon.ofYears(7))));
    }

    @Test
    void badInput() {
        BergerNasr model = model(260, 50, 0.2);
        DiscountRate ten = DiscountRate.ofAnnual(0.1);
        rejects(
                "years must be a multiple of yearsBetweenSales 3, was 10 (whole cycles)",
                () -> model.salesEvery(3, 0.4, 10, Attrition.AT_SALES));
        rejects(
                "retentionPerYear must be in [0, 1], was 75.0 (0.75 means 75 % a year)",
                () -> model.yearlySales(75, 10));
        rejects(
                "salesPerYear must be > 0, was 0 (use salesEvery for less than one a year)",
                () -> model.salesPerYear(0, 0.5, 1));
        rejects("promotion must be finite and >= 0, was -1.0 (a cost; 0 for none)", () -> model(260, -1, 0.2));
        rejects(
                "purchaseProbabilities[1] must be in [0, 1], was NaN (to buy, by recency)",
                () -> model.migration(new double[] {0.5, Double.NaN}, 3, YEAR));
        MarginProfile flat = MarginProfile.constant(PeriodicContribution.of("USD", 100, YEAR));
        rejects(
                "retention must be per year, as the margins are, was per month (convert it with RetentionRate.per)",
                () -> BergerNasr.continuousFlow(flat, RetentionRate.of(0.9, PeriodUnit.MONTH), ten, Horizon.FOREVER));
        rejects(
                "horizon must end where retention x (1 + growth) >= 1 + discount, was for ever (the integral diverges)",
                () -> BergerNasr.continuousFlow(flat, yearly(1), DiscountRate.NONE, Horizon.FOREVER));
        rejects(
                "horizon must end where margins are a function, was for ever (no limit of it is known)",
                () -> BergerNasr.continuousFlow(
                        MarginProfile.ofFunction(USD, YEAR, t -> t), yearly(0.8), ten, Horizon.FOREVER));
        rejectsNull("attrition", () -> model.salesEvery(3, 0.4, 12, null));
        rejectsNull("perSale", () -> BergerNasr.of(null, CurrencyAmount.of("USD", 1), ten));
        travels(model);
    }
}
