package org.customerequity.history;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.value.Span;
import org.jspecify.annotations.Nullable;

/**
 * Histories up to a day, and what the same customers did after it: to fit on the one and be judged by the other.
 *
 * <p>Customers are those whose first purchase lies in the calibration; their histories are the ones that a summary until
 * that day gives. Purchases of the holdout are found by the same rules: a day of purchases counts once where days are
 * merged, refunds are netted among the purchases of the holdout, and zeros count or not as in the calibration.
 */
public final class CalibrationSplit implements Serializable {
    private static final long serialVersionUID = 1;

    private final PurchaseHistories calibration;
    private final Span holdout;
    private final int[] holdoutPurchases;
    private final double[] holdoutSpend;
    private final DataQualityReport report;

    /** For the summariser, whose columns need no check or copy. */
    CalibrationSplit(
            PurchaseHistories calibration,
            Span holdout,
            int[] holdoutPurchases,
            double[] holdoutSpend,
            DataQualityReport report) {
        this.calibration = calibration;
        this.holdout = holdout;
        this.holdoutPurchases = holdoutPurchases;
        this.holdoutSpend = holdoutSpend;
        this.report = report;
    }

    /**
     * This split with the covariates of its customers, for models that read them. What is given must have been known at the end of the
     * calibration. Customers of the table who came after it are dropped.
     *
     * @param table with identifiers, or of the rows of {@link #calibration()}
     * @throws IllegalArgumentException if a customer of the calibration has no covariates
     * @throws IllegalStateException if the table has identifiers and these histories have none
     */
    public CalibrationSplit withCovariates(CovariateTable table) {
        CovariateTable ours =
                Objects.requireNonNull(table, "table").hasIds() ? table.knownAmong(calibration.ids()) : table;
        return new CalibrationSplit(calibration.withCovariates(ours), holdout, holdoutPurchases, holdoutSpend, report);
    }

    /** How many customers. */
    public int size() {
        return calibration.size();
    }

    /** What was known at the end of the calibration. */
    public PurchaseHistories calibration() {
        return calibration;
    }

    /** The holdout, counted from the end of the calibration: what to ask a model fitted on the calibration for. */
    public Span holdout() {
        return holdout;
    }

    /** Purchases of row {@code i} in the holdout. */
    public int holdoutPurchases(int i) {
        return holdoutPurchases[i];
    }

    /** What row {@code i} spent in the holdout, after refunds; 0 without a purchase. */
    public double holdoutSpend(int i) {
        return holdoutSpend[i];
    }

    /** A copy of the purchases in the holdout, in the order of the rows. */
    public int[] holdoutPurchases() {
        return holdoutPurchases.clone();
    }

    /** A copy of the spend in the holdout, in the order of the rows. */
    public double[] holdoutSpend() {
        return holdoutSpend.clone();
    }

    /** Purchases of all customers in the holdout. */
    public long totalHoldoutPurchases() {
        long total = 0;
        for (int n : holdoutPurchases) {
            total += n;
        }
        return total;
    }

    /** What was read and what became of it, in both halves together. */
    public DataQualityReport report() {
        return report;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CalibrationSplit other
                && calibration.equals(other.calibration)
                && holdout.equals(other.holdout)
                && Arrays.equals(holdoutPurchases, other.holdoutPurchases)
                && Arrays.equals(holdoutSpend, other.holdoutSpend)
                && report.equals(other.report);
    }

    @Override
    public int hashCode() {
        return 31 * calibration.hashCode() + Arrays.hashCode(holdoutPurchases);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "CalibrationSplit[" + calibration + ", " + totalHoldoutPurchases() + " purchases in the "
                + holdout.length() + " " + holdout.unit().noun() + "s after]";
    }
}
