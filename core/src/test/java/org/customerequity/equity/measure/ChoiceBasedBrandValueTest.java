package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.customerequity.equity.measure.ChoiceBasedBrandValue.Offer;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

/** Brand intercepts in money and in share. */
@Seeded
class ChoiceBasedBrandValueTest {
    private static final ChoiceBasedBrandValue SHEET = ChoiceBasedBrandValue.of(
            -0.45, Offer.of("A", 1.2, euro(5)), Offer.of("B", 0.7, euro(4.5)), Offer.of("C", 0, euro(4)));

    /** Of a fit in which C is the base. */
    private static final double[][] COVARIANCE = {
        {0.040, 0.012, 0, -0.006},
        {0.012, 0.050, 0, -0.003},
        {0, 0, 0, 0},
        {-0.006, -0.003, 0, 0.006}
    };

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    private static List<String> brands(ChoiceBasedBrandValue value) {
        return value.offers().stream().map(Offer::brand).toList();
    }

    /** Sheet 12, price equivalent: twelve digits are printed. */
    @Test
    void theSheet() {
        double[] equivalent = {2.66666666667, 1.55555555556, 0};
        double[] share = {0.448040983728, 0.340319441302, 0.21163957497};
        double[] incremental = {0.2515842941, 0.136383058266, 0};
        double[] surplus = {1.3206255141, 0.924443473558, 0.528444225614};
        for (int k = 0; k < 3; k++) {
            String brand = brands(SHEET).get(k);
            close(equivalent[k], SHEET.priceEquivalent(brand, "C").value(), 4e-12);
            close(share[k], SHEET.share(brand), 4e-12);
            close(incremental[k], SHEET.incrementalShare(brand, "C"), 4e-12);
            close(surplus[k], SHEET.surplusPerChoice(brand).value(), 4e-12);
        }
        close(6.66666666667, SHEET.equalisationPrice("A", "C").value(), 4e-12);
        // A could cost 1.67 more before it sold as little as C
        close(-1.66666666667, SHEET.priceCutToEqualise("A", "C").value(), 4e-12);
        // and C would have to be 1.67 cheaper to sell as much as A
        close(1.66666666667, SHEET.priceCutToEqualise("C", "A").value(), 4e-12);
        assertEquals("choice-based value of 3 brands, price coefficient -0.45 per EUR", SHEET.toString());
    }

    /** Price coefficients from 1e-4 to 1e3, utilities from 1e-12 to thousands apart. */
    @Test
    void theOracle() {
        OracleTable rows = OracleTable.resource("choice-brand-value.csv");
        for (int i = 0; i < rows.size(); i++) {
            double b = rows.get(i, "b");
            double largest = 0;
            List<Offer> offers = new ArrayList<>();
            for (int k = 1; k <= 3; k++) {
                double a = rows.get(i, "a" + k);
                double p = rows.get(i, "p" + k);
                offers.add(Offer.of("brand " + k, a, euro(p)));
                largest = Math.max(largest, Math.max(Math.abs(a), Math.abs(b * p)));
            }
            ChoiceBasedBrandValue value = ChoiceBasedBrandValue.of(b, offers);
            // an exponential makes of an absolute error of its argument a relative one
            double tolerance = 1e-14 + 1e-15 * largest;
            String where = rows.where(i);
            double share = rows.get(i, "share");
            double incremental = rows.get(i, "incremental");
            double surplus = rows.get(i, "surplus");
            assertEquals(share, value.share("brand 1"), tolerance * share, where);
            assertEquals(
                    incremental,
                    value.incrementalShare("brand 1", "brand 3"),
                    tolerance * Math.abs(incremental),
                    where);
            assertEquals(surplus, value.surplusPerChoice("brand 1").value(), tolerance * surplus, where);
        }
    }

    /** Individual choices, drawn. */
    @Test
    void sharesAndSurplusOfSimulatedBuyers() {
        SplittableRandom random = new SplittableRandom(11);
        int buyers = 200_000;
        int chosen = 0;
        double lost = 0;
        for (int i = 0; i < buyers; i++) {
            double a = 1.2 - 0.45 * 5 + gumbel(random);
            double rest = Math.max(0.7 - 0.45 * 4.5 + gumbel(random), -0.45 * 4 + gumbel(random));
            if (a > rest) {
                chosen++;
                lost += (a - rest) / 0.45;
            }
        }
        // standard errors 0.0011 and 0.005
        assertEquals(SHEET.share("A"), (double) chosen / buyers, 0.005);
        assertEquals(SHEET.surplusPerChoice("A").value(), lost / buyers, 0.025);
    }

    private static double gumbel(SplittableRandom random) {
        return -Math.log(-Math.log(1 - random.nextDouble()));
    }

    /** The area under the demand curve, from today's price to one at which nobody buys. */
    @Test
    void surplusIsTheAreaUnderTheDemandCurve() {
        for (String brand : brands(SHEET)) {
            double from =
                    SHEET.offers().get(brands(SHEET).indexOf(brand)).price().value();
            int steps = 4000;
            double width = 100.0 / steps;
            double area = 0;
            for (int i = 0; i <= steps; i++) {
                double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
                area += weight
                        * width
                        / 3
                        * priced(SHEET, brand, from + i * width).share(brand);
            }
            // Simpson's rule; the tail beyond 100 is e^-45
            close(SHEET.surplusPerChoice(brand).value(), area, 1e-9);
        }
    }

    private static ChoiceBasedBrandValue priced(ChoiceBasedBrandValue value, String brand, double price) {
        return ChoiceBasedBrandValue.of(
                value.priceCoefficient(),
                value.offers().stream()
                        .map(o -> o.brand().equals(brand) ? Offer.of(brand, o.intercept(), euro(price)) : o)
                        .toList());
    }

    private static ChoiceBasedBrandValue market(List<Double> intercepts, double b) {
        List<Offer> offers = new ArrayList<>();
        for (int k = 0; k < intercepts.size(); k++) {
            offers.add(Offer.of("brand " + k, intercepts.get(k), euro(1 + k * 7 % 5)));
        }
        return ChoiceBasedBrandValue.of(b, offers);
    }

    @Property(tries = 500)
    void lawsOfALogit(
            @ForAll @Size(min = 2, max = 8) List<@Scale(4) @DoubleRange(min = -30, max = 30) Double> intercepts,
            @ForAll @Scale(4) @DoubleRange(min = -20, max = -0.001) double b,
            @ForAll @Scale(4) @DoubleRange(min = -1000, max = 1000) double shift) {
        ChoiceBasedBrandValue value = market(intercepts, b);
        ChoiceBasedBrandValue moved =
                market(intercepts.stream().map(a -> a + shift).toList(), b);
        double sum = 0;
        for (String brand : brands(value)) {
            double share = value.share(brand);
            sum += share;
            assertEquals(share, moved.share(brand), 1e-11 * share);
            double surplus = value.surplusPerChoice(brand).value();
            assertTrue(surplus >= 0);
            assertEquals(surplus, moved.surplusPerChoice(brand).value(), 1e-11 * surplus);
            for (String reference : brands(value)) {
                double premium = value.priceEquivalent(brand, reference).value();
                assertEquals(premium, moved.priceEquivalent(brand, reference).value(), 1e-12 * 1000 / -b);
                assertEquals(
                        0, premium + value.priceEquivalent(reference, brand).value());
                double incremental = value.incrementalShare(brand, reference);
                // the share is lost, or won, by moving the intercept
                Offer own = value.offers().get(brands(value).indexOf(brand));
                Offer other = value.offers().get(brands(value).indexOf(reference));
                List<Offer> unnamed = value.offers().stream()
                        .map(o -> o == own ? Offer.of(brand, other.intercept(), o.price()) : o)
                        .toList();
                double without = ChoiceBasedBrandValue.of(b, unnamed).share(brand);
                assertEquals(share - without, incremental, 1e-12);
                assertEquals(Math.signum(own.intercept() - other.intercept()), Math.signum(premium));
                // at the equalisation price the shares are equal
                double equal = value.equalisationPrice(brand, reference).value();
                if (equal >= 0 && own != other) {
                    ChoiceBasedBrandValue at = priced(value, brand, equal);
                    assertEquals(at.share(reference), at.share(brand), 1e-12);
                }
            }
        }
        assertEquals(1, sum, 1e-13);
    }

    /** Where a share is next to 1 or 0 what is left keeps its digits: e^-40 by hand. */
    @Test
    void smallDifferencesKeepTheirDigits() {
        ChoiceBasedBrandValue lopsided =
                ChoiceBasedBrandValue.of(-1, Offer.of("big", 40, euro(0)), Offer.of("small", 0, euro(0)));
        close(Math.exp(-40), lopsided.share("small"), 1e-15);
        close(Math.exp(-40), lopsided.surplusPerChoice("small").value(), 1e-15);
        assertEquals(40, lopsided.surplusPerChoice("big").value(), 1e-14);
        // brands as good as equal: s (1 - s) times the difference
        ChoiceBasedBrandValue even =
                ChoiceBasedBrandValue.of(-1, Offer.of("a", 1e-13, euro(1)), Offer.of("b", 0, euro(1)));
        close(0.25e-13, even.incrementalShare("a", "b"), 1e-12);
        close(-0.25e-13, even.incrementalShare("b", "a"), 1e-12);
        // far beyond what an exponential holds
        ChoiceBasedBrandValue far =
                ChoiceBasedBrandValue.of(-1, Offer.of("a", 5000, euro(1)), Offer.of("b", -5000, euro(1)));
        assertEquals(0.5, far.incrementalShare("a", "b"), 1e-15);
        assertEquals(-0.5, far.incrementalShare("b", "a"), 1e-15);
        assertEquals(10_000, far.surplusPerChoice("a").value());
    }

    /** The same standard errors from numeric slopes in every intercept and in the price coefficient. */
    @Test
    void standardErrorsByNumericSlopes() {
        ChoiceBasedBrandValue value = SHEET.withCovariance(COVARIANCE);
        for (String brand : brands(value)) {
            checkError(value.shareEstimate(brand), v -> v.share(brand));
            checkError(
                    value.surplusPerChoiceEstimate(brand),
                    v -> v.surplusPerChoice(brand).value());
            for (String reference : brands(value)) {
                checkError(
                        value.priceEquivalentEstimate(brand, reference),
                        v -> v.priceEquivalent(brand, reference).value());
                checkError(value.incrementalShareEstimate(brand, reference), v -> v.incrementalShare(brand, reference));
            }
        }
        // by hand: w = a / -b
        Estimate a = value.priceEquivalentEstimate("A", "C");
        double w = 1.2 / 0.45;
        close(Math.sqrt(0.040 / 0.2025 + 2 * w * -0.006 / 0.2025 + w * w * 0.006 / 0.2025), a.standardError(), 1e-13);
        assertEquals(0, value.priceEquivalentEstimate("C", "C").standardError());
    }

    private static void checkError(Estimate estimate, ToDoubleFunction<ChoiceBasedBrandValue> quantity) {
        close(quantity.applyAsDouble(SHEET), estimate.value(), 1e-15);
        double h = 1e-4;
        double[] slope = new double[4];
        for (int i = 0; i < 4; i++) {
            slope[i] = (quantity.applyAsDouble(perturbed(i, h)) - quantity.applyAsDouble(perturbed(i, -h))) / (2 * h);
        }
        double variance = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                variance += slope[i] * COVARIANCE[i][j] * slope[j];
            }
        }
        // central differences: error h^2
        assertEquals(Math.sqrt(Math.max(0, variance)), estimate.standardError(), 1e-6);
    }

    private static ChoiceBasedBrandValue perturbed(int parameter, double h) {
        List<Offer> offers = new ArrayList<>(SHEET.offers());
        if (parameter < 3) {
            Offer o = offers.get(parameter);
            offers.set(parameter, Offer.of(o.brand(), o.intercept() + h, o.price()));
        }
        return ChoiceBasedBrandValue.of(SHEET.priceCoefficient() + (parameter == 3 ? h : 0), offers);
    }

    /** Each limit w solves (N - w B)^2 = z^2 Var(N - w B). */
    @Test
    void fiellersLimitsSolveHisEquation() {
        ChoiceBasedBrandValue value = SHEET.withCovariance(COVARIANCE);
        Interval interval = value.priceEquivalentInterval("A", "B", 0.95);
        double z = 1.959963984540054;
        for (double w : new double[] {interval.lower(), interval.upper()}) {
            double gap = 0.5 - w * 0.45;
            double[] slope = {1, -1, 0, w};
            double variance = 0;
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    variance += slope[i] * COVARIANCE[i][j] * slope[j];
                }
            }
            close(z * z * variance, gap * gap, 1e-11);
        }
        assertTrue(interval.contains(value.priceEquivalent("A", "B").value()));
        assertEquals(0, value.priceEquivalentInterval("C", "C", 0.95).width());
        // a price coefficient known for certain leaves the usual interval
        double[][] certain = {{0.04, 0, 0, 0}, {0, 0.05, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
        ChoiceBasedBrandValue known = SHEET.withCovariance(certain);
        Interval wald = known.priceEquivalentEstimate("A", "B").confidenceInterval(0.9);
        Interval fieller = known.priceEquivalentInterval("A", "B", 0.9);
        close(wald.lower(), fieller.lower(), 1e-13);
        close(wald.upper(), fieller.upper(), 1e-13);
        // one that is hardly known leaves none
        double[][] vague = {{0.04, 0, 0, 0}, {0, 0.05, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0.09}};
        fails(
                IllegalStateException.class,
                "priceCoefficient must differ from 0 at the level 0.95 for a bounded interval, was -0.45 with standard"
                        + " error 0.3 (more data, or a lower level)",
                () -> SHEET.withCovariance(vague).priceEquivalentInterval("A", "B", 0.95));
        assertTrue(SHEET.withCovariance(vague)
                        .priceEquivalentInterval("A", "B", 0.8)
                        .width()
                > 0);
    }

    /** Fits drawn around the truth: how often the interval holds it. */
    @Test
    void fiellersIntervalHoldsItsLevel() {
        SplittableRandom random = new SplittableRandom(3);
        int draws = 4000;
        int held = 0;
        for (int i = 0; i < draws; i++) {
            double b = -0.45 + 0.08 * random.nextGaussian();
            double a = 1.2 + 0.2 * random.nextGaussian();
            double[][] covariance = {{0.04, 0, 0}, {0, 0, 0}, {0, 0, 0.0064}};
            Interval interval = ChoiceBasedBrandValue.of(b, Offer.of("A", a, euro(5)), Offer.of("C", 0, euro(4)))
                    .withCovariance(covariance)
                    .priceEquivalentInterval("A", "C", 0.90);
            held += interval.contains(1.2 / 0.45) ? 1 : 0;
        }
        // exact in theory; standard error 0.005
        assertEquals(0.90, (double) held / draws, 0.015);
    }

    @Test
    void anotherBaseBrandOfTheFitChangesNothing() {
        // A is the base: intercepts a - a_A, and their covariance
        double[][] change = {{0, 0, 0, 0}, {-1, 1, 0, 0}, {-1, 0, 1, 0}, {0, 0, 0, 1}};
        double[][] rebased = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 4; k++) {
                    for (int l = 0; l < 4; l++) {
                        rebased[i][j] += change[i][k] * COVARIANCE[k][l] * change[j][l];
                    }
                }
            }
        }
        ChoiceBasedBrandValue other = ChoiceBasedBrandValue.of(
                        -0.45, Offer.of("A", 0, euro(5)), Offer.of("B", -0.5, euro(4.5)), Offer.of("C", -1.2, euro(4)))
                .withCovariance(rebased);
        ChoiceBasedBrandValue value = SHEET.withCovariance(COVARIANCE);
        for (String brand : brands(value)) {
            close(
                    value.shareEstimate(brand).standardError(),
                    other.shareEstimate(brand).standardError(),
                    1e-13);
            close(
                    value.surplusPerChoiceEstimate(brand).standardError(),
                    other.surplusPerChoiceEstimate(brand).standardError(),
                    1e-13);
            assertEquals(
                    value.priceEquivalentEstimate(brand, "B").standardError(),
                    other.priceEquivalentEstimate(brand, "B").standardError(),
                    1e-13);
            assertEquals(
                    value.incrementalShareEstimate(brand, "B").standardError(),
                    other.incrementalShareEstimate(brand, "B").standardError(),
                    1e-13);
        }
    }

    /** Far apart, a share is 0 or 1 to the last double, and its estimate says that instead of failing. */
    @Test
    void sharesAndSurplusOfAHopelessBrand() {
        ChoiceBasedBrandValue far = ChoiceBasedBrandValue.of(
                        -1, Offer.of("A", 0, euro(1000)), Offer.of("B", 0, euro(1)))
                .withCovariance(new double[][] {{0.01, 0, 0}, {0, 0, 0}, {0, 0, 0.0001}});
        assertEquals(Estimate.of(0, 0), far.shareEstimate("A"));
        assertEquals(Estimate.of(1, 0), far.shareEstimate("B"));
        assertEquals(Estimate.of(0, 0), far.surplusPerChoiceEstimate("A"));
        assertEquals(0, far.share("A"));
        close(999, far.surplusPerChoiceEstimate("B").value(), 1e-15);
    }

    @Test
    void badInputIsNamed() {
        rejects(
                "offers[0] must have a utility within +-1.0E300, was " + Offer.of("A", 1e308, euro(1))
                        + " (intercept and price times the price coefficient)",
                () -> ChoiceBasedBrandValue.of(-1, Offer.of("A", 1e308, euro(1)), Offer.of("B", -1e308, euro(1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> ChoiceBasedBrandValue.of(-1e200, Offer.of("A", 1, euro(1e200)), Offer.of("B", 0, euro(1))));
        Offer a = Offer.of("A", 1, euro(5));
        Offer b = Offer.of("B", 0, euro(4));
        rejects(
                "priceCoefficient must be finite and < 0, was 0.2 (a price that attracts buyers stands for quality or"
                        + " promotion: fit the model with these, or without money values)",
                () -> ChoiceBasedBrandValue.of(0.2, a, b));
        assertThrows(IllegalArgumentException.class, () -> ChoiceBasedBrandValue.of(0, a, b));
        assertThrows(IllegalArgumentException.class, () -> ChoiceBasedBrandValue.of(Double.NaN, a, b));
        rejects("offers must be at least 2, was 1 (a choice is between brands)", () -> ChoiceBasedBrandValue.of(-1, a));
        rejects(
                "offers[1] must be another brand, was A (each is offered once)",
                () -> ChoiceBasedBrandValue.of(-1, a, a));
        rejects("brand must not be blank, was \" \" (the name of the brand)", () -> Offer.of(" ", 1, euro(1)));
        rejects("intercept must be finite, was NaN (utility net of price)", () -> Offer.of("A", Double.NaN, euro(1)));
        rejects("price must be finite and >= 0, was -1.0 (of one unit of A)", () -> Offer.of("A", 1, euro(-1)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> ChoiceBasedBrandValue.of(-1, a, Offer.of("B", 0, CurrencyAmount.of("USD", 4))));
        rejects("brand must be one of the brands, was D (A, B, C)", () -> SHEET.share("D"));
        rejects("reference must be one of the brands, was D (A, B, C)", () -> SHEET.priceEquivalent("A", "D"));
        fails(
                IllegalStateException.class,
                "covariance must be given for a standard error (use withCovariance)",
                () -> SHEET.shareEstimate("A"));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> SHEET.withCovariance(COVARIANCE).priceEquivalentInterval("A", "B", 95));
        rejects("utility must be finite, was Infinity (a difference of two)", () -> SHEET.moneyFor(1 / 0.0));
    }

    @Test
    void badCovariancesAreNamed() {
        rejects(
                "newCovariance must have 4 rows, was 3 (one an intercept, and the price coefficient last)",
                () -> SHEET.withCovariance(new double[3][3]));
        rejects("newCovariance[0] must have 4 values, was 3", () -> SHEET.withCovariance(new double[4][3]));
        rejects(
                "newCovariance[1][1] must be finite and >= 0, was -0.05 (a variance)",
                () -> SHEET.withCovariance(changed(1, 1, -0.05)));
        rejects("newCovariance[2][0] must be finite, was NaN", () -> SHEET.withCovariance(changed(2, 0, Double.NaN)));
        rejects(
                "newCovariance[1][0] must be that of the other triangle, 0.012, was 0.013 (a covariance is symmetric)",
                () -> SHEET.withCovariance(changed(1, 0, 0.013)));
        double[][] impossible = changed(1, 0, 0.9);
        impossible[0][1] = 0.9;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SHEET.withCovariance(impossible))
                .getMessage()
                .startsWith("newCovariance must not give any sum a negative variance, was -0."));
    }

    private static double[][] changed(int i, int j, double to) {
        double[][] copy = Arrays.stream(COVARIANCE).map(double[]::clone).toArray(double[][]::new);
        copy[i][j] = to;
        return copy;
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("offers", () -> ChoiceBasedBrandValue.of(-1, (Offer[]) null));
        rejectsNull("offers[1]", () -> ChoiceBasedBrandValue.of(-1, Offer.of("A", 1, euro(5)), null));
        rejectsNull("price", () -> Offer.of("A", 1, null));
        rejectsNull("newCovariance", () -> SHEET.withCovariance(null));
        rejectsNull("newCovariance[0]", () -> SHEET.withCovariance(new double[4][]));
        rejectsNull("brand", () -> SHEET.share(null));
        rejectsNull("reference", () -> SHEET.priceEquivalent("A", null));
    }

    @Test
    void travel() {
        travels(SHEET);
        ChoiceBasedBrandValue value = SHEET.withCovariance(COVARIANCE);
        assertEquals(value.shareEstimate("A"), travels(value).shareEstimate("A"));
        assertTrue(value.hasCovariance());
        assertFalse(SHEET.hasCovariance());
        assertNotEquals(SHEET, value);
        assertEquals(
                "choice-based value of 3 brands, price coefficient -0.45 per EUR, with covariance", value.toString());
        rejects(
                "priceCoefficient must be finite and < 0, was 0.45 (a price that attracts buyers stands for quality or"
                        + " promotion: fit the model with these, or without money values)",
                () -> tampered(SHEET, -0.45, 0.45));
    }
}
