package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.Estimate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty data sets from known coefficients: they are found again, and their 95 % intervals hold them as often as they say. */
class CovariateRecoveryTest {
    private static final int SETS = 50 * Integer.getInteger("customerequity.sweep", 1);
    private static final int CUSTOMERS = 600;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NBD")
    void coefficientsAreFoundAndIntervalsCover(PurchaseModelFamily family) {
        CovariateSpecification spec = Shops.specification(family);
        int fitted = 0;
        double[] z = new double[6];
        int[] covered = new int[6];
        // an integral a row and a wide search: fewer data sets where no sweep is asked for
        int sets = family == PurchaseModelFamily.GGOMPERTZ_NBD ? SETS / 5 : SETS;
        for (int set = 0; set < sets; set++) {
            PurchaseHistories histories = Shops.histories(family, CUSTOMERS, 1000 + 7L * set);
            double[] truth = Shops.truth(family, histories.covariates()).parameters();
            FitOutcome<CovariatePurchaseModel> fit = spec.fit(histories);
            if (!fit.isConverged()) {
                continue;
            }
            fitted++;
            int first = truth.length - 6;
            for (int j = 0; j < 6; j++) {
                Estimate g =
                        fit.report().parameter(fit.report().parameterNames().get(first + j));
                z[j] += (g.value() - truth[first + j]) / g.standardError();
                covered[j] += g.confidenceInterval(0.95).contains(truth[first + j]) ? 1 : 0;
            }
        }
        assertTrue(fitted >= 0.9 * sets, fitted + " of " + sets + " converged");
        double error = 3.5 * Math.sqrt(0.95 * 0.05 / fitted);
        for (int j = 0; j < 6; j++) {
            assertEquals(0, z[j] / Math.sqrt(fitted), 3.5, family + " mean of coefficient " + j);
            assertTrue(
                    covered[j] >= (0.95 - error) * fitted,
                    family + " coefficient " + j + " covered in " + covered[j] + " of " + fitted);
        }
    }
}
