package org.customerequity.model.covariate;

import java.util.Arrays;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** The sixteen customers of formula sheet 19, whose covariates u and v are taken as they are. */
final class Sixteen {
    private static final double[][] ROWS = {
        {0, 0, 40, 0, -0.5},
        {12, 35.6, 39, 1, -0.1},
        {3, 3, 27, 0, 1.3},
        {0, 0, 34, 1, 0.5},
        {6, 22.5, 35, 0, -1.3},
        {11, 36.5, 39, 1, 0},
        {0, 0, 35, 0, -0.5},
        {2, 16.3, 26, 1, 0.1},
        {1, 2.1, 32, 0, -1.3},
        {5, 6, 32, 1, 0.2},
        {2, 27.6, 32, 0, 0.2},
        {1, 9.2, 39, 1, 1.3},
        {3, 29.3, 30, 0, 0.3},
        {0, 0, 28, 1, 0.4},
        {1, 9, 32, 0, -1.2},
        {33, 30.9, 34, 1, 1.8}
    };

    private Sixteen() {}

    static PurchaseHistories histories() {
        int[] x = Arrays.stream(ROWS).mapToInt(r -> (int) r[0]).toArray();
        return PurchaseHistories.ofColumns(x, column(1), column(2), PeriodUnit.WEEK)
                .withCovariates(table());
    }

    static CovariateTable table() {
        return CovariateTable.ofRows(ROWS.length).withNumbers("u", column(3)).withNumbers("v", column(4));
    }

    static double[] column(int j) {
        return Arrays.stream(ROWS).mapToDouble(r -> r[j]).toArray();
    }

    /** Both covariates on both processes, as they are. */
    static CovariateSpecification both(PurchaseModelFamily family) {
        return CovariateSpecification.of(family)
                .withPurchaseCovariates("u", "v")
                .withDropoutCovariates("u", "v")
                .withoutStandardising("u", "v");
    }

    static CovariateCoding coding(CovariateSpecification specification) {
        return specification.coding(table());
    }
}
