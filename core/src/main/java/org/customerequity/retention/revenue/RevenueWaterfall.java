package org.customerequity.retention.revenue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Movements of recurring revenue, period after period: the end of one is the start of the next.
 *
 * @param steps in the order of time and in one currency, at least one, without a gap
 */
public record RevenueWaterfall(List<RevenueMovements> steps) implements Serializable {
    /** What double arithmetic in another order may be off, of the amount. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks that the steps chain.
     *
     * @throws IllegalArgumentException if one does not begin when the one before ends, or with another amount than that ended with, each
     *     rounded to the decimals of the currency
     * @throws CurrencyMismatchException if the currencies differ
     */
    public RevenueWaterfall {
        steps = List.copyOf(Objects.requireNonNull(steps, "steps"));
        Require.notEmpty(steps.size(), "steps", "must not be empty", "movements of at least one period");
        for (int i = 1; i < steps.size(); i++) {
            RevenueMovements last = steps.get(i - 1);
            RevenueMovements next = steps.get(i);
            CurrencyMismatchException.check(last.currency(), next.currency());
            if (!next.period().from().equals(last.period().to())) {
                throw Require.bad(
                        "steps[" + i + "]",
                        "must begin on " + last.period().to() + ", where the one before ends",
                        "without a gap and without counting a day twice",
                        next.period());
            }
            double end = last.end().value();
            double start = next.start().value();
            if (!(Math.abs(end - start) <= RevenueMovements.smallest(next.currency()) + ROUNDING * end)) {
                throw Require.bad(
                        "steps[" + i + "].start",
                        "must be the end of the one before, " + last.end(),
                        "the same customers at the same rates of exchange",
                        next.start());
            }
        }
    }

    /** Movements of each calendar month, quarter or other unit of the period, net by customer. */
    public static RevenueWaterfall from(ContractLog log, ReportingPeriod period, PeriodUnit step, Pauses pauses) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(step, "step");
        List<RevenueMovements> steps = new ArrayList<>();
        for (ReportingPeriod piece : period.split(step)) {
            steps.add(RevenueBook.from(log, piece, pauses).netByCustomer());
        }
        return new RevenueWaterfall(steps);
    }

    /** From the first day of the first step to the end of the last. */
    public ReportingPeriod period() {
        return ReportingPeriod.of(
                steps.get(0).period().from(),
                steps.get(steps.size() - 1).period().to());
    }

    /**
     * The product of the gross revenue retention of all steps. Customers who came after the first start enter the later steps, and growth
     * that was lost again counts as lost: it is not the gross retention of the customers of the start over the whole {@link #period()},
     * which is that of a {@link RevenueBook} over it.
     *
     * @throws UndefinedRatioException if a step has no revenue at its start
     */
    public double productOfGrossRevenueRetention() {
        double product = 1;
        for (RevenueMovements step : steps) {
            product *= step.grossRevenueRetention().value();
        }
        return product;
    }

    /**
     * The product of the net revenue retention of all steps. Customers who came after the first start enter the later steps: it is not the
     * net retention of the customers of the start over the whole {@link #period()}, which is that of a {@link RevenueBook} over it.
     *
     * @throws UndefinedRatioException if a step has no revenue at its start
     */
    public double productOfNetRevenueRetention() {
        double product = 1;
        for (RevenueMovements step : steps) {
            product *= step.netRevenueRetention().value();
        }
        return product;
    }

    /**
     * Other customers in the same steps.
     *
     * @throws IllegalArgumentException if the steps are of other periods
     */
    public RevenueWaterfall plus(RevenueWaterfall other) {
        Objects.requireNonNull(other, "other");
        if (other.steps.size() != steps.size()) {
            throw Require.bad(
                    "other", "must have " + steps.size() + " steps", "of the same periods", other.steps.size());
        }
        List<RevenueMovements> both = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            both.add(steps.get(i).plus(other.steps.get(i)));
        }
        return new RevenueWaterfall(both);
    }

    /** How many steps, from when to when, from which amount to which. */
    @Override
    public String toString() {
        return "RevenueWaterfall[" + steps.size() + " steps, " + period() + ", "
                + steps.get(0).start() + " to " + steps.get(steps.size() - 1).end() + "]";
    }
}
