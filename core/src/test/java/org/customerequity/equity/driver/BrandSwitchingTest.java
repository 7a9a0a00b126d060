package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

class BrandSwitchingTest {
    private static final BrandSurvey WEIGHTED = FiveRespondents.weighted();
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);

    private static BrandSwitching of(DriverModel model) {
        return BrandEquities.of(model, WEIGHTED, MARKET).switching();
    }

    /** Sheet 23, section 12. */
    @Test
    void repurchaseRates() {
        BrandSwitching all = BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.survey(), MARKET)
                .switching();
        assertEquals(0.841019884851, all.repurchaseRate("one").value(), 5e-13);
        assertEquals(0.853911860341, all.repurchaseRate("two").value(), 5e-13);
        assertEquals(0.768054838542, all.repurchaseRate("three").value(), 5e-13);
        assertEquals(
                0.83046437685, of(FiveRespondents.MODEL).repurchaseRate("one").value(), 5e-12);
        assertEquals(400_000, all.customers("three"), 1e-9);
    }

    @Test
    void retentionByLevel() {
        double[] shifts = {-1, -.5, 0, .5, 1};
        double[][] published = {
            {0.744843944309, 0.797109221465, 0.841019884851, 0.876944713758, 0.905697304582},
            {0.788979617864, 0.816412571415, 0.841019884851, 0.862901524576, 0.882208687672},
            {0.80500517776, 0.823728329255, 0.841019884851, 0.856919726071, 0.871481049891}
        };
        BrandEquities equities = BrandEquities.of(BrandEquitiesTest.FITTED, FiveRespondents.survey(), MARKET);
        for (int k = 0; k < 3; k++) {
            String driver = FiveRespondents.DRIVERS.get(k).name();
            ImpliedRetention levels = ImpliedRetention.of(equities, "one", driver, shifts);
            for (int l = 0; l < 5; l++) {
                assertEquals(published[k][l], levels.rate(l).value(), 1e-12);
                assertEquals(shifts[l], levels.shift(l), 0.0);
                assertEquals(published[k][l], levels.estimate(l).value(), 1e-12);
            }
            double h = 1e-3;
            ImpliedRetention near = ImpliedRetention.of(equities, "one", driver, -2 * h, -h, h, 2 * h);
            double slope = (8 * (near.rate(2).value() - near.rate(1).value())
                            - (near.rate(3).value() - near.rate(0).value()))
                    / (12 * h);
            assertEquals(slope, levels.perPoint(), 1e-11);
        }
    }

    @Test
    void retentionWithinTheScale() {
        BrandEquities equities = BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.survey(), MARKET);
        ImpliedRetention capped = ImpliedRetention.ofWithinScale(equities, "one", "value", 1, 100);
        ImpliedRetention free = ImpliedRetention.of(equities, "one", "value", 1);
        // ratings 4 and 5 of those who bought one last: the first moves to 5, the second stays
        assertEquals(5, capped.meanRating(0), 0.0);
        assertEquals(5.5, free.meanRating(0), 0.0);
        assertEquals(capped.rate(0), capped.rate(1));
        IllegalStateException given = assertThrows(IllegalStateException.class, () -> free.estimate(0));
        assertEquals(
                "an interval must come from a fit with standard errors, was from given parameters or from a fit without"
                        + " (BrandEquities.of takes the outcome of a fit)",
                given.getMessage());
        assertEquals(
                "shifts must not be empty, was empty (in points of the scale)",
                assertThrows(IllegalArgumentException.class, () -> ImpliedRetention.of(equities, "one", "value"))
                        .getMessage());
    }

    @Test
    void flowsAddUp() {
        BrandSwitching all = of(FiveRespondents.MODEL);
        double[][] m = SwitchingMatrix.of(FiveRespondents.MODEL, WEIGHTED, 0).rows();
        double[][] n = SwitchingMatrix.of(FiveRespondents.MODEL, WEIGHTED, 3).rows();
        assertEquals((m[0][2] + 0.5 * n[0][2]) / 5.5 * 1e6, all.flow("one", "three"), 1e-9);
        double gains = 0;
        double next = 0;
        for (String brand : all.brands()) {
            gains += all.netGain(brand);
            next += all.shareOfNextPurchases(brand);
            assertEquals(
                    all.netGain(brand),
                    1e6 * (all.shareOfNextPurchases(brand) - all.shareOfLastPurchases(brand)),
                    1e-9);
            assertEquals(all.netFlow("one", brand), -all.netFlow(brand, "one"), 0.0);
        }
        assertEquals(0, gains, 1e-9);
        assertEquals(1, next, 1e-15);
    }

    /** By respondents' matrices, one by one. */
    @Test
    void sharesOfVolume() {
        double[] last = new double[3];
        double[] next = new double[3];
        double[] longRun = new double[3];
        double[] twoYears = new double[3];
        for (int i = 0; i < 5; i++) {
            SwitchingMatrix m = SwitchingMatrix.of(FiveRespondents.MODEL, WEIGHTED, i);
            double volume = WEIGHTED.weight(i) * WEIGHTED.volume(i);
            double yearly = volume * WEIGHTED.frequency(i);
            last[WEIGHTED.lastBrand(i)] += yearly;
            double[] x = new double[3];
            x[WEIGHTED.lastBrand(i)] = 1;
            for (int t = 1; t <= 2 * WEIGHTED.frequency(i); t++) {
                double[] y = new double[3];
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        y[b] += x[a] * m.rows()[a][b];
                    }
                }
                x = y;
                for (int b = 0; b < 3; b++) {
                    twoYears[b] += volume * x[b];
                }
            }
            for (int b = 0; b < 3; b++) {
                next[b] += yearly * m.rows()[WEIGHTED.lastBrand(i)][b];
                longRun[b] += yearly * m.longRunShares()[b];
            }
        }
        BrandSwitching all = of(FiveRespondents.MODEL);
        Horizon two = Horizon.ofYears(2);
        assertShares(last, all::lastShareOfVolume);
        assertShares(next, all::nextShareOfVolume);
        assertShares(longRun, all::longRunShareOfVolume);
        assertShares(twoYears, brand -> all.shareOfVolumeWithin(two, brand).value());
    }

    private static void assertShares(double[] volume, Function<String, Double> share) {
        double[] actual =
                FiveRespondents.BRANDS.stream().mapToDouble(share::apply).toArray();
        double sum = volume[0] + volume[1] + volume[2];
        assertArrayEquals(new double[] {volume[0] / sum, volume[1] / sum, volume[2] / sum}, actual, 1e-14);
    }

    /** Exact derivatives against those by differences in the parameters. */
    @Test
    void standardErrorsEqualThoseByDifferences() {
        BrandSwitching all =
                BrandEquities.of(BrandEquitiesTest.FITTED, WEIGHTED, MARKET).switching();
        Horizon year = Horizon.ofYears(1);
        for (String brand : all.brands()) {
            assertError(
                    all.repurchaseRateEstimate(brand),
                    s -> s.repurchaseRate(brand).value());
            assertError(
                    all.switchingRateEstimate("one", brand),
                    s -> s.switchingRate("one", brand).value());
            assertError(all.shareOfNextPurchasesEstimate(brand), s -> s.shareOfNextPurchases(brand));
            assertError(all.nextShareOfVolumeEstimate(brand), s -> s.nextShareOfVolume(brand));
            assertError(all.longRunShareOfVolumeEstimate(brand), s -> s.longRunShareOfVolume(brand));
            assertError(
                    all.shareOfVolumeWithinEstimate(year, brand),
                    s -> s.shareOfVolumeWithin(year, brand).value());
        }
    }

    private static void assertError(Estimate exact, Function<BrandSwitching, Double> figure) {
        Estimate byDifferences =
                DeltaMethod.of(BrandEquitiesTest.FITTED, model -> figure.apply(of(model)), Estimate.Scale.LOGIT);
        assertEquals(byDifferences.value(), exact.value(), 1e-15);
        assertEquals(byDifferences.standardError(), exact.standardError(), 1e-8 * exact.standardError());
        assertEquals(Estimate.Scale.LOGIT, exact.scale());
    }

    @Test
    void nobodyBoughtItLast() {
        BrandSurvey others = WEIGHTED.rows(0, 2, 3);
        BrandSwitching all =
                BrandEquities.of(FiveRespondents.MODEL, others, MARKET).switching();
        assertFalse(all.repurchaseRate("two").isDefined());
        assertEquals(
                "customers from two to two per customers of two is undefined, because customers of two is 0",
                assertThrows(
                                UndefinedRatioException.class,
                                () -> all.repurchaseRate("two").value())
                        .getMessage());
        assertEquals(0, all.shareOfLastPurchases("two"), 0.0);
        assertFalse(all.shareOfVolumeWithin(Horizon.ofYears(0.01), "one").isDefined());
    }
}
