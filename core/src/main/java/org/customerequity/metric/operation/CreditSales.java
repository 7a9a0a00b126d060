package org.customerequity.metric.operation;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;

/**
 * What was sold on credit in some days.
 *
 * @param period the days, mostly a month
 * @param sales on credit, {@code >= 0}; cash sales leave no receivable
 */
public record CreditSales(ReportingPeriod period, Revenue sales) implements Serializable {
    public CreditSales {
        Objects.requireNonNull(period, "period");
        Require.nonNegative(Objects.requireNonNull(sales, "sales").amount().value(), "sales", "of " + period);
    }
}
