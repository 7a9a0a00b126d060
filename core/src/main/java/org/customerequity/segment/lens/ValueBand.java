package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;

/**
 * One of several bands of equal number of customers, such as a decile.
 *
 * @param band 1 is the best
 * @param totals of its customers
 * @param all of the customers of all bands
 */
public record ValueBand(int band, PeriodTotals totals, PeriodTotals all) implements Serializable {
    public ValueBand {
        Require.positive(band, "band", "1 is the best");
        Objects.requireNonNull(totals, "totals");
        Objects.requireNonNull(all, "all");
    }

    /**
     * Its share of a total.
     *
     * @throws UndefinedRatioException if the total of all customers is not positive
     */
    public double share(Measure of) {
        double whole = Objects.requireNonNull(of, "of").of(all);
        if (!(whole > 0)) {
            throw new UndefinedRatioException("share of " + of + " of band " + band
                    + " is undefined, because that of all customers is not positive, " + whole);
        }
        return of.of(totals) / whole;
    }
}
