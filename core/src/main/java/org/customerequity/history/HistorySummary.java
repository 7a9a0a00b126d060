package org.customerequity.history;

import java.io.Serializable;
import java.util.Objects;

/**
 * Purchase histories, and what became of the rows they were made from.
 *
 * @param histories one row a customer, by identifier: shorter before longer, then as strings sort
 * @param report what was read, merged, netted and left out
 */
public record HistorySummary(PurchaseHistories histories, DataQualityReport report) implements Serializable {
    public HistorySummary {
        Objects.requireNonNull(histories, "histories");
        Objects.requireNonNull(report, "report");
    }
}
