package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.customerequity.fit.DeltaMethod;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Sheet 23, section 8. */
class DriverElasticitiesTest {
    private static final BrandEquities EQUITIES = BrandEquities.of(
            BrandEquitiesTest.FITTED, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
    private static final DriverElasticities ALL = EQUITIES.elasticities();

    @Test
    void ofRatings() {
        double[][] published = {
            {0.711106746, -0.821756602, -1.058187292},
            {0.405669932, -0.466397342, -0.610676803},
            {0.246014321, -0.280091209, -0.377147469},
            {-0.455318170, 1.023285145, -0.738830868},
            {-0.234390507, 0.536451173, -0.405015425},
            {-0.156426619, 0.357769368, -0.270244230},
            {-0.140658087, -0.216040042, 1.284141200},
            {-0.103569346, -0.102903761, 0.792754271},
            {-0.044664184, -0.075321608, 0.424387293}
        };
        for (int row = 0; row < 9; row++) {
            for (int j = 0; j < 3; j++) {
                // nine decimals are printed
                assertEquals(published[row][j], ALL.elasticity(brand(j), brand(row / 3), driver(row % 3)), 5.1e-10);
            }
        }
    }

    @Test
    void perPoint() {
        double[][] published = {
            {37000387.4206, 21583559.3287, 15416828.0919},
            {-26405600.0879, -15403266.718, -11002333.37},
            {-10594787.3327, -6180292.61073, -4414494.72195}
        };
        for (int m = 0; m < 3; m++) {
            for (int k = 0; k < 3; k++) {
                assertEquals(
                        published[m][k],
                        ALL.perPoint("one", brand(m), driver(k)).value(),
                        5e-12 * Math.abs(published[m][k]));
            }
        }
    }

    @Test
    void ofInertia() {
        double[] published = {0.0567976577674, -0.0334550283391, -0.177960361935};
        for (int j = 0; j < 3; j++) {
            // the sheet's are central differences; ours agree with differences of the fourth order in BrandEquitiesTest
            assertEquals(published[j], ALL.inertiaElasticity(brand(j)), 1e-9 * Math.abs(published[j]));
            double byBrand = 0;
            for (int m = 0; m < 3; m++) {
                byBrand += ALL.inertiaElasticity(brand(j), brand(m));
            }
            assertEquals(ALL.inertiaElasticity(brand(j)), byBrand, 1e-15);
        }
    }

    /** The same point on all brands changes nothing. */
    @Test
    void pointsForEverybodyCancel() {
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int m = 0; m < 3; m++) {
                sum += ALL.perPoint(brand(j), brand(m), "value").value();
            }
            assertEquals(0, sum, 1e-14 * EQUITIES.equities()[j]);
        }
    }

    /** Differences of the survey's ratings, times 1 + s and plus s. */
    @Test
    void equalDifferencesOfRatings() {
        double h = 0x1p-10;
        double[] scaled = new double[5];
        double[] shifted = new double[5];
        for (int step = -2; step <= 2; step++) {
            double s = step * h;
            scaled[step + 2] = equityOfOne((brand, k, x) -> brand == 1 && k == 0 ? x * (1 + s) : x);
            shifted[step + 2] = equityOfOne((brand, k, x) -> brand == 1 && k == 0 ? x + s : x);
        }
        double elasticity = slope(scaled, h) / EQUITIES.equities()[0];
        assertEquals(elasticity, ALL.elasticity("one", "two", "value"), 1e-10);
        double point = ALL.perPoint("one", "two", "value").value();
        assertEquals(slope(shifted, h), point, 1e-9 * Math.abs(point));
    }

    private static double slope(double[] f, double h) {
        return (8 * (f[3] - f[1]) - (f[4] - f[0])) / (12 * h);
    }

    private interface Change {
        double of(int brand, int subDriver, double rating);
    }

    private static double equityOfOne(Change change) {
        return BrandEquities.of(
                        FiveRespondents.MODEL,
                        EQUITIES.survey().mapRatings((i, b, k, x) -> change.of(b, k, x)),
                        EQUITIES.market())
                .equities()[0];
    }

    @Test
    void standardErrorsEqualThoseOfDeltaMethod() {
        Estimate expected = DeltaMethod.of(
                BrandEquitiesTest.FITTED,
                m -> BrandEquities.of(m, EQUITIES.survey(), EQUITIES.market())
                        .elasticities()
                        .elasticity("one", "two", "brand"),
                Estimate.Scale.LINEAR);
        Estimate actual = ALL.elasticityEstimate("one", "two", "brand");
        assertEquals(expected.value(), actual.value(), 0.0);
        assertEquals(expected.standardError(), actual.standardError(), 1e-8 * actual.standardError());
        assertEquals(
                ALL.perPoint("one", "two", "brand").value(),
                ALL.perPointEstimate("one", "two", "brand").value(),
                0.0);
        assertEquals(
                ALL.inertiaElasticity("one"),
                ALL.inertiaElasticityEstimate("one").value(),
                0.0);
    }

    @Test
    void undefinedWhereThereIsNoEquity() {
        Market tomorrow = Market.of(1, Horizon.ofYears(0.001), FirstPurchase.AFTER_INTERVAL)
                .withBrand("one", contribution(), EQUITIES.market().discount("one"))
                .withBrand("two", contribution(), EQUITIES.market().discount("one"))
                .withBrand("three", contribution(), EQUITIES.market().discount("one"));
        BrandEquities none = BrandEquities.of(FiveRespondents.MODEL, EQUITIES.survey(), tomorrow);
        assertEquals(0, none.equity("one").value(), 0.0);
        assertEquals(
                "elasticity of the equity of one is undefined, because that is 0",
                assertThrows(
                                UndefinedRatioException.class,
                                () -> none.elasticities().elasticity("one", "one", "value"))
                        .getMessage());
        assertEquals(
                "equity of one per equity of all brands is undefined, because equity of all brands is 0",
                assertThrows(
                                UndefinedRatioException.class,
                                () -> none.share("one").value())
                        .getMessage());
    }

    private static org.customerequity.value.Contribution contribution() {
        return org.customerequity.value.Contribution.of("USD", 1);
    }

    private static String brand(int j) {
        return FiveRespondents.BRANDS.get(j);
    }

    private static String driver(int k) {
        return FiveRespondents.DRIVERS.get(k).name();
    }
}
