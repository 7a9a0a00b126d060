package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.equity.measure.ChoiceBasedBrandValue.Offer;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Tangible and intangible value of brands. */
@Seeded
class BrandAttributeRegressionTest {
    private static final List<String> BRANDS = List.of("A", "B", "C", "D", "E");
    private static final List<String> ATTRIBUTES = List.of("range", "size");
    private static final double[] INTERCEPTS = {.4, 1.5, .9, .2, 1.8};
    private static final double[][] VALUES = {{3, 2}, {5, 4}, {4, 1}, {2, 3}, {5, 5}};
    private static final BrandAttributeRegression SHEET =
            BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, VALUES);

    /** Sheet 12, choice-based; 12 digits are printed. */
    @Test
    void theSheet() {
        close(-1.06, SHEET.constant(), 1e-13);
        close(0.442307692308, SHEET.coefficient("range"), 4e-12);
        close(0.113076923077, SHEET.coefficient("size"), 4e-12);
        double[] residuals = {-0.0930769230769, -0.103846153846, 0.0776923076923, 0.0361538461538, 0.0830769230769};
        for (int i = 0; i < 5; i++) {
            String brand = BRANDS.get(i);
            close(residuals[i], SHEET.intangible(brand), 5e-12);
            assertEquals(INTERCEPTS[i], SHEET.tangible(brand) + SHEET.intangible(brand), 1e-15);
        }
        double squares = IntStream.range(0, 5)
                .mapToDouble(i -> residuals[i] * residuals[i])
                .sum();
        double total = IntStream.range(0, 5)
                .mapToDouble(i -> Math.pow(INTERCEPTS[i] - 0.96, 2))
                .sum();
        close(1 - squares / total, SHEET.rSquared(), 1e-12);
        assertEquals("intercepts of 5 brands on range, size", SHEET.toString());
        assertEquals(BRANDS, SHEET.brands());
        assertEquals(ATTRIBUTES, SHEET.attributes());
    }

    @Test
    void fromAChoiceModel() {
        List<Offer> offers = IntStream.range(0, 5)
                .mapToObj(i -> Offer.of(BRANDS.get(i), INTERCEPTS[i], CurrencyAmount.of("EUR", 3 + i)))
                .toList();
        ChoiceBasedBrandValue value = ChoiceBasedBrandValue.of(-0.5, offers);
        BrandAttributeRegression regression = value.regressOn(ATTRIBUTES, VALUES);
        assertEquals(SHEET, regression);
        close(0.166153846154, value.moneyFor(regression.intangible("E")).value(), 4e-12);
    }

    /** Normal equations, solved by Cholesky factors: another algorithm, good to a few digits fewer. */
    @Property(tries = 300)
    void theNormalEquationsAgree(@ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 1, max = 5) int p) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = p + 2 + random.nextInt(8);
        double[][] x = new double[n][p];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = random.nextGaussian();
            for (int j = 0; j < p; j++) {
                x[i][j] = 3 + random.nextGaussian();
            }
        }
        double[][] cross = new double[p + 1][p + 1];
        double[] right = new double[p + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= p; j++) {
                double xj = j == p ? 1 : x[i][j];
                right[j] += xj * y[i];
                for (int l = 0; l <= p; l++) {
                    cross[j][l] += xj * (l == p ? 1 : x[i][l]);
                }
            }
        }
        double[] solved = SymmetricMatrix.solve(cross, right);
        BrandAttributeRegression fit = fit(x, y);
        double condition = SymmetricMatrix.eigenvalues(cross)[p] / SymmetricMatrix.eigenvalues(cross)[0];
        double size = 1e-15 * condition * (1 + Math.abs(solved[p]));
        for (int j = 0; j < p; j++) {
            assertEquals(solved[j], fit.coefficient("x" + j), 10 * size);
        }
        assertEquals(solved[p], fit.constant(), 10 * size);
        assertTrue(fit.rSquared() >= 0 && fit.rSquared() <= 1);
    }

    private static BrandAttributeRegression fit(double[][] x, double[] y) {
        return BrandAttributeRegression.of(
                IntStream.range(0, y.length).mapToObj(i -> "b" + i).toList(),
                y,
                IntStream.range(0, x[0].length).mapToObj(j -> "x" + j).toList(),
                x);
    }

    /** Intercepts have no zero point, attributes neither zero point nor unit: intangible value depends on none of these. */
    @Property
    void zeroPointsAndUnitsDoNotMatter(
            @ForAll @Scale(4) @DoubleRange(min = -100, max = 100) double shift,
            @ForAll @Scale(4) @DoubleRange(min = -1e5, max = 1e5) double origin,
            @ForAll @Scale(4) @DoubleRange(min = 0.001, max = 1e6) double unit) {
        double[] y = INTERCEPTS.clone();
        double[][] x = new double[5][];
        for (int i = 0; i < 5; i++) {
            y[i] += shift;
            x[i] = new double[] {unit * VALUES[i][0], VALUES[i][1] + origin};
        }
        BrandAttributeRegression moved = BrandAttributeRegression.of(BRANDS, y, ATTRIBUTES, x);
        double sum = 0;
        double along = 0;
        for (int i = 0; i < 5; i++) {
            double residual = moved.intangible(BRANDS.get(i));
            // origin 1e5 costs the attribute five digits of its variation
            assertEquals(SHEET.intangible(BRANDS.get(i)), residual, 1e-10);
            sum += residual;
            along += residual * VALUES[i][1];
        }
        close(SHEET.coefficient("range") / unit, moved.coefficient("range"), 1e-9);
        assertEquals(0, sum, 1e-12);
        assertEquals(0, along, 1e-9);
    }

    @Test
    void attributesThatExplainNothingAreNamed() {
        double[][] constant = {{3, 0.1}, {5, 0.1}, {4, 0.1}, {2, 0.1}, {5, 0.1}};
        rejects(
                "attribute size must differ between brands, was 0.1 for all (leave it out: it cannot explain a difference)",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, constant));
        double[][] twice = {{3, 1, 4.1}, {5, 2, 7.1}, {4, 0, 4.1}, {2, 1, 3.1}, {5, 5, 10.1}};
        rejects(
                "attribute sum must not be a linear combination of the attributes before it, was one of range, size"
                        + " (leave one of them out)",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, List.of("range", "size", "sum"), twice));
    }

    /** Small differences between large numbers are exact in doubles, and explain what the differences alone would. */
    @Test
    void aLargeZeroPointIsNoConstant() {
        double[][] far = new double[5][];
        for (int i = 0; i < 5; i++) {
            far[i] = new double[] {1e12 + VALUES[i][0], VALUES[i][1] - 1e12};
        }
        BrandAttributeRegression same = BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, far);
        close(SHEET.coefficient("range"), same.coefficient("range"), 1e-13);
        close(SHEET.coefficient("size"), same.coefficient("size"), 1e-13);
        close(SHEET.intangible("E"), same.intangible("E"), 1e-13);
        double[][] twice = new double[5][];
        for (int i = 0; i < 5; i++) {
            twice[i] = new double[] {1e12 + VALUES[i][0], 0.1 * (1e12 + VALUES[i][0])};
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, twice));
    }

    @Test
    void numbersWhoseSumsAreNotFiniteAreRefused() {
        double[] huge = {1e308, 1.5e308, 9e307, 2e307, 9e307};
        rejects(
                "intercepts[0] must be within +-1.0E100, was 1.0E308",
                () -> BrandAttributeRegression.of(BRANDS, huge, ATTRIBUTES, VALUES));
        double[][] values = {{1e308, 2}, {1.5e308, 4}, {4, 1}, {2, 3}, {5, 5}};
        rejects(
                "values[0][0] must be within +-1.0E100, was 1.0E308",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, values));
        double[] large = {1e100, -1e100, 0, 0, 0};
        double[][] tiny = {{3e-300, 2}, {5e-300, 4}, {4e-300, 1}, {2e-300, 3}, {5e-300, 5}};
        assertThrows(
                IllegalArgumentException.class, () -> BrandAttributeRegression.of(BRANDS, large, ATTRIBUTES, tiny));
    }

    @Test
    void badInputIsNamed() {
        rejects(
                "brands must be at least attributes + 2, 4, was 3 (with fewer the regression fits exactly and nothing is"
                        + " intangible)",
                () -> BrandAttributeRegression.of(List.of("A", "B", "C"), new double[3], ATTRIBUTES, new double[3][2]));
        rejects(
                "attributes must have a name, was empty (without attributes all value is intangible)",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, List.of(), new double[5][0]));
        rejects(
                "intercepts must be 5, was 2 (one a brand)",
                () -> BrandAttributeRegression.of(BRANDS, new double[2], ATTRIBUTES, VALUES));
        rejects(
                "intercepts[0] must be finite, was NaN",
                () -> BrandAttributeRegression.of(BRANDS, new double[] {Double.NaN, 0, 0, 0, 0}, ATTRIBUTES, VALUES));
        rejects(
                "values must have 5 rows, was 4 (one a brand)",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, new double[4][2]));
        rejects(
                "values[0] must have 2 values, was 3 (one an attribute)",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, new double[5][3]));
        double[][] hole = {{3, 2}, {5, Double.NaN}, {4, 1}, {2, 3}, {5, 5}};
        rejects(
                "values[1][1] must be finite, was NaN",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, hole));
        rejects(
                "attributes must be distinct, was [x, x]",
                () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, List.of("x", "x"), VALUES));
        rejects("brand must be one of the brands, was F (A, B, C, D, E)", () -> SHEET.tangible("F"));
        rejects("attribute must be one of the attributes, was z (range, size)", () -> SHEET.coefficient("z"));
        fails(
                UndefinedRatioException.class,
                "explained share is undefined, because all intercepts are equal",
                () -> BrandAttributeRegression.of(BRANDS, new double[5], ATTRIBUTES, VALUES)
                        .rSquared());
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void nullsAreNamed() {
        rejectsNull("brands", () -> BrandAttributeRegression.of(null, INTERCEPTS, ATTRIBUTES, VALUES));
        rejectsNull("intercepts", () -> BrandAttributeRegression.of(BRANDS, null, ATTRIBUTES, VALUES));
        rejectsNull("attributes", () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, null, VALUES));
        rejectsNull("values", () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, null));
        rejectsNull("values[0]", () -> BrandAttributeRegression.of(BRANDS, INTERCEPTS, ATTRIBUTES, new double[5][]));
        rejectsNull("brand", () -> SHEET.intangible(null));
        rejectsNull("attribute", () -> SHEET.coefficient(null));
    }

    @Test
    void travel() {
        assertEquals(SHEET.intangible("A"), travels(SHEET).intangible("A"));
    }
}
