package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;
import org.junit.jupiter.api.Test;

/** The worked example of formula sheet 04. */
class BrandEquitiesTest {
    /** The model with independent errors of .075, .08, .06 and .05. */
    static final FitOutcome<DriverModel> FITTED = new FitOutcome.Converged<>(
            FiveRespondents.MODEL,
            FitReport.ofCoefficients(
                    FitVerdict.CONVERGED,
                    FiveRespondents.MODEL.parameterNames(),
                    FiveRespondents.MODEL.parameters(),
                    new double[][] {
                        {.075 * .075, 0, 0, 0}, {0, .08 * .08, 0, 0}, {0, 0, .06 * .06, 0}, {0, 0, 0, .05 * .05}
                    },
                    -100,
                    0,
                    5,
                    230,
                    List.of()));

    @Test
    void equities() {
        check(FirstPurchase.AFTER_INTERVAL, false, 225779553.839, 125550073.721, 55306784.2201);
        check(FirstPurchase.NOW, false, 238829689.866, 143614179.605, 75001362.341);
        check(FirstPurchase.AFTER_INTERVAL, true, 120752618.059, 108087112.217, 52681611.0313);
    }

    private static void check(FirstPurchase first, boolean weighted, double... equity) {
        BrandEquities all = BrandEquities.of(
                FiveRespondents.MODEL,
                weighted ? FiveRespondents.weighted() : FiveRespondents.survey(),
                FiveRespondents.market(first));
        for (int b = 0; b < 3; b++) {
            assertEquals(equity[b], all.equity(FiveRespondents.BRANDS.get(b)).value(), 1e-11 * equity[b]);
        }
    }

    @Test
    void lifetimeValues() {
        BrandEquities all = of(FirstPurchase.AFTER_INTERVAL);
        double[][] published = {
            {114.547105991, 24.6522905617, 13.4467348739},
            {70.4444162684, 467.673352239, 53.5838364226},
            {4.16579774741, 5.08455692878, 73.2470361411},
            {936.332546039, 109.074280192, 82.0275827278},
            {3.40790315033, 21.2658886838, 54.2287309353}
        };
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(published[i], all.lifetimeValues(i), 5e-10);
            for (int b = 0; b < 3; b++) {
                assertEquals(all.lifetimeValues(i)[b], all.lifetimeValues(FiveRespondents.BRANDS.get(b))[i], 0.0);
            }
        }
        assertArrayEquals(
                new double[] {136.546974979, 29.8388397787, 16.289447494},
                of(FirstPurchase.NOW).lifetimeValues(0),
                5e-10);
    }

    @Test
    void shares() {
        BrandEquities all = of(FirstPurchase.AFTER_INTERVAL);
        assertEquals(0.555236932302, all.share("one").value(), 5e-13);
        assertEquals(0.30875265983, all.share("two").value(), 5e-12);
        assertEquals(0.136010407868, all.share("three").value(), 5e-13);
    }

    @Test
    void standardErrorOfTheFirst() {
        BrandEquities all = BrandEquities.of(
                FITTED, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
        assertEquals(4927363.94, all.equityEstimate("one").standardError(), 0.005);
    }

    /** Fourth-order differences of the equities themselves. */
    @Test
    void gradientEqualsDifferences() {
        for (FirstPurchase first : FirstPurchase.values()) {
            double[][] gradient = of(first).gradient();
            for (int p = 0; p < 4; p++) {
                double[][] moved = new double[4][];
                double step = 1e-3;
                for (int m = 0; m < 4; m++) {
                    double[] theta = FiveRespondents.MODEL.parameters();
                    theta[p] += step * (m < 2 ? m - 2 : m - 1);
                    moved[m] = BrandEquities.of(
                                    FiveRespondents.MODEL.withParameters(theta),
                                    FiveRespondents.survey(),
                                    FiveRespondents.market(first))
                            .equities();
                }
                for (int b = 0; b < 3; b++) {
                    double expected = (8 * (moved[2][b] - moved[1][b]) - (moved[3][b] - moved[0][b])) / (12 * step);
                    assertEquals(expected, gradient[b][p], 1e-9 * Math.abs(expected));
                }
            }
        }
    }

    private static BrandEquities of(FirstPurchase first) {
        return BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.survey(), FiveRespondents.market(first));
    }
}
