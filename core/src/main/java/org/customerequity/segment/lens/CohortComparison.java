package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Lens 4: cohorts side by side at equal age. Are the customers that are acquired now as good as those before? Immutable.
 *
 * <p>Only what was observed to its end is compared: the cohort of period c has ages from 0 to the number of complete periods after
 * it. The first age is shorter for those acquired late in their period, alike in every cohort as long as acquisition is spread
 * alike.
 */
public final class CohortComparison implements Serializable {
    private static final long serialVersionUID = 1;

    /** What is compared. */
    public enum Figure {
        /** Customers active at that age, of those acquired. */
        ACTIVE_SHARE,
        /** Orders of that age per active customer. */
        ORDERS_PER_ACTIVE,
        /** Revenue of that age per order. */
        AVERAGE_ORDER_VALUE,
        /** Revenue of that age per acquired customer. */
        REVENUE_PER_ACQUIRED,
        /** Revenue up to that age per acquired customer. */
        CUMULATIVE_REVENUE_PER_ACQUIRED,
        /** Profit of that age per acquired customer. */
        PROFIT_PER_ACQUIRED,
        /** Profit up to that age per acquired customer. */
        CUMULATIVE_PROFIT_PER_ACQUIRED
    }

    private final WholeBase base;

    CohortComparison(WholeBase base) {
        this.base = base;
    }

    /** The cohorts, by the period of the first purchase; the last has no observed age where its period is not complete. */
    public List<ReportingPeriod> cohorts() {
        return base.periods();
    }

    /** How many customers a cohort has. */
    public long acquired(ReportingPeriod cohort) {
        return base.acquired(cohort);
    }

    /** How many ages of a cohort were observed to their end; 0 where not even its own period was. */
    public int observedAges(ReportingPeriod cohort) {
        return ages(index(cohort));
    }

    private int ages(int c) {
        return Math.max(0, base.completePeriods() - c);
    }

    /**
     * A figure of one cohort at one age.
     *
     * @param age in periods, 0 in that of the first purchase; below {@link #observedAges}
     * @throws IllegalArgumentException if that age was not observed to its end
     * @throws UndefinedRatioException if the cohort has no customers, or those have no order at that age to divide by
     */
    public double value(Figure figure, ReportingPeriod cohort, int age) {
        Objects.requireNonNull(figure, "figure");
        int c = index(cohort);
        if (age < 0 || age >= ages(c)) {
            throw Require.bad(
                    "age", "must be >= 0 and < " + ages(c), "what came later was not observed to its end", age);
        }
        return ratio(figure, c, age).value();
    }

    /**
     * A row a cohort, an entry an observed age: later cohorts have shorter rows, down to none. NaN where the figure is undefined, as
     * the cohort has no customers, or none of them ordered at that age.
     */
    public double[][] figures(Figure figure) {
        Objects.requireNonNull(figure, "figure");
        double[][] out = new double[cohorts().size()][];
        for (int c = 0; c < out.length; c++) {
            out[c] = new double[ages(c)];
            for (int age = 0; age < out[c].length; age++) {
                out[c][age] = ratio(figure, c, age).asOptional().orElse(Double.NaN);
            }
        }
        return out;
    }

    private Ratio ratio(Figure figure, int c, int age) {
        PeriodTotals at = base.cell(c, c + age);
        double acquired = base.cell(c, c).customers();
        return switch (figure) {
            case ACTIVE_SHARE -> Ratio.of(at.customers(), "active customers", acquired, "acquired customers");
            case ORDERS_PER_ACTIVE -> at.ordersPerCustomer();
            case AVERAGE_ORDER_VALUE -> at.averageOrderValue();
            case REVENUE_PER_ACQUIRED -> Ratio.of(at.revenue(), "revenue", acquired, "acquired customers");
            case PROFIT_PER_ACQUIRED -> Ratio.of(at.profit(), "profit", acquired, "acquired customers");
            case CUMULATIVE_REVENUE_PER_ACQUIRED ->
                Ratio.of(upTo(Measure.REVENUE, c, age), "revenue", acquired, "acquired customers");
            case CUMULATIVE_PROFIT_PER_ACQUIRED ->
                Ratio.of(upTo(Measure.PROFIT, c, age), "profit", acquired, "acquired customers");
        };
    }

    private double upTo(Measure of, int c, int age) {
        double sum = 0;
        for (int a = 0; a <= age; a++) {
            sum += of.of(base.cell(c, c + a));
        }
        return sum;
    }

    private int index(ReportingPeriod cohort) {
        return CustomerBaseAudit.index(cohorts(), cohort, "cohort");
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CohortComparison other && base.equals(other.base);
    }

    @Override
    public int hashCode() {
        return base.hashCode();
    }

    /** A summary, not the table. */
    @Override
    public String toString() {
        return "CohortComparison[" + base + "]";
    }
}
