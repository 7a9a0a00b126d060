package org.customerequity.model.purchase;

import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.PeriodUnit;

/**
 * The 11,104 donors first acquired in 1995 and the years 1996 to 2001 in which they gave again: the counts of (x, t_x) that
 * Fader, Hardie and Shang 2010 print.
 */
final class Donations {
    private static final int[][] COUNTS = {
        {0, 0, 3464}, {1, 1, 1091}, {1, 2, 277}, {1, 3, 129}, {1, 4, 78}, {1, 5, 119}, {1, 6, 129}, {2, 2, 613},
        {2, 3, 255}, {2, 4, 155}, {2, 5, 173}, {2, 6, 234}, {3, 3, 322}, {3, 4, 181}, {3, 5, 225}, {3, 6, 357},
        {4, 4, 240}, {4, 5, 284}, {4, 6, 512}, {5, 5, 335}, {5, 6, 728}, {6, 6, 1203}
    };

    private Donations() {}

    /** One row a donor. */
    static PurchaseHistories calibration() {
        int[] x = new int[11_104];
        double[] t = new double[11_104];
        double[] n = new double[11_104];
        int i = 0;
        for (int[] row : COUNTS) {
            for (int j = 0; j < row[2]; j++, i++) {
                x[i] = row[0];
                t[i] = row[1];
                n[i] = 6;
            }
        }
        return PurchaseHistories.ofColumns(x, t, n, PeriodUnit.YEAR);
    }
}
