package org.customerequity.retention;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Ratio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * Movements of customers, period after period: the customers at the end of one are those at the start of the next.
 *
 * @param steps in the order of time, at least one, without a gap
 */
public record CustomerWaterfall(List<CustomerMovements> steps) implements Serializable {
    /**
     * Checks that the steps chain.
     *
     * @throws IllegalArgumentException if one does not begin when the one before ends, or with as many customers
     */
    public CustomerWaterfall {
        steps = List.copyOf(Objects.requireNonNull(steps, "steps"));
        Require.notEmpty(steps.size(), "steps", "must not be empty", "movements of at least one period");
        for (int i = 1; i < steps.size(); i++) {
            CustomerMovements last = steps.get(i - 1);
            CustomerMovements next = steps.get(i);
            if (!next.period().from().equals(last.period().to())) {
                throw Require.bad(
                        "steps[" + i + "]",
                        "must begin on " + last.period().to() + ", where the one before ends",
                        "without a gap and without counting a day twice",
                        next.period());
            }
            if (next.start() != last.end()) {
                throw Require.bad(
                        "steps[" + i + "].start",
                        "must be the end of the one before, " + last.end(),
                        "the same customers by the same rule",
                        next.start());
            }
        }
    }

    /** Movements of each calendar month, quarter or other unit of the period, from contracts. */
    public static CustomerWaterfall from(ContractLog log, ReportingPeriod period, PeriodUnit step) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(step, "step");
        List<CustomerMovements> steps = new ArrayList<>();
        for (ReportingPeriod piece : period.split(step)) {
            steps.add(CustomerMovements.from(log, piece));
        }
        return new CustomerWaterfall(steps);
    }

    /** Movements of each calendar month, quarter or other unit of the period, from purchases. */
    public static CustomerWaterfall from(
            PurchaseLog log, ReportingPeriod period, PeriodUnit step, InactivityRule rule) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(step, "step");
        List<CustomerMovements> steps = new ArrayList<>();
        for (ReportingPeriod piece : period.split(step)) {
            steps.add(CustomerMovements.from(log, piece, rule));
        }
        return new CustomerWaterfall(steps);
    }

    /** Movements of each calendar month, quarter or other unit of the period, from activities of any kind. */
    public static CustomerWaterfall from(
            ActivityLog log, ReportingPeriod period, PeriodUnit step, InactivityRule rule) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(step, "step");
        List<CustomerMovements> steps = new ArrayList<>();
        for (ReportingPeriod piece : period.split(step)) {
            steps.add(CustomerMovements.from(log, piece, rule));
        }
        return new CustomerWaterfall(steps);
    }

    /** From the first day of the first step to the end of the last. */
    public ReportingPeriod period() {
        return ReportingPeriod.of(
                steps.get(0).period().from(),
                steps.get(steps.size() - 1).period().to());
    }

    /**
     * The retention of an average step: retained over customers at the start, both added up over the steps. Steps with more customers
     * weigh more; a customer counts once a step, so that its interval takes their fates in two steps to be independent.
     *
     * @param unit what every step is
     */
    public RetentionRate pooledRetention(PeriodUnit unit) {
        RetentionRate all = steps.get(0).retentionRate(unit);
        for (int i = 1; i < steps.size(); i++) {
            all = all.plus(steps.get(i).retentionRate(unit));
        }
        return all;
    }

    /**
     * The product of the retention of all steps. It is not the share of the customers at the first start who are left: those who came
     * later leave in later steps too. That share is the retention of {@link CustomerMovements} over the whole {@link #period()}.
     *
     * @throws UndefinedRatioException if a step has no customers at its start
     */
    public double productOfRetention() {
        double product = 1;
        for (CustomerMovements step : steps) {
            product *= Ratio.of(step.retained(), "customers retained", step.start(), "customers at start")
                    .value();
        }
        return product;
    }

    /**
     * Other customers in the same steps.
     *
     * @throws IllegalArgumentException if the steps are of other periods
     */
    public CustomerWaterfall plus(CustomerWaterfall other) {
        Objects.requireNonNull(other, "other");
        if (other.steps.size() != steps.size()) {
            throw Require.bad(
                    "other", "must have " + steps.size() + " steps", "of the same periods", other.steps.size());
        }
        List<CustomerMovements> both = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            both.add(steps.get(i).plus(other.steps.get(i)));
        }
        return new CustomerWaterfall(both);
    }

    /** How many steps, from when to when, from how many customers to how many. */
    @Override
    public String toString() {
        return "CustomerWaterfall[" + steps.size() + " steps, " + period() + ", "
                + steps.get(0).start() + " to " + steps.get(steps.size() - 1).end() + " customers]";
    }
}
