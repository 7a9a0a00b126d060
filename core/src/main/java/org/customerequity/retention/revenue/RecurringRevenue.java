package org.customerequity.retention.revenue;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.history.contract.Contract;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;

/**
 * Recurring revenue on a day, per month, and the three figures that are all called annual recurring revenue.
 *
 * @param day the day
 * @param monthly of all contracts on that day
 * @param monthlyOfYearTerms of those which last a year or more; one without a known end can be left any day and is not among them
 * @param monthlyNotYetLive what contracts that the log has and that start after that day add to it: of each customer, by how much the
 *     most that is ever paid in a month from then on exceeds what is paid on the day. A contract that takes the place of another, with a
 *     new price or term, adds the difference only
 */
public record RecurringRevenue(
        LocalDate day, CurrencyAmount monthly, CurrencyAmount monthlyOfYearTerms, CurrencyAmount monthlyNotYetLive)
        implements Serializable {
    public RecurringRevenue {
        Objects.requireNonNull(day, "day");
        nonNegative(monthly, "monthly");
        nonNegative(monthlyOfYearTerms, "monthlyOfYearTerms");
        nonNegative(monthlyNotYetLive, "monthlyNotYetLive");
        CurrencyMismatchException.check(monthly.currency(), monthlyOfYearTerms.currency());
        CurrencyMismatchException.check(monthly.currency(), monthlyNotYetLive.currency());
        if (monthlyOfYearTerms.value() > monthly.value()) {
            throw Require.bad(
                    "monthlyOfYearTerms", "must be <= monthly " + monthly, "a part of it", monthlyOfYearTerms);
        }
    }

    private static void nonNegative(CurrencyAmount amount, String name) {
        Objects.requireNonNull(amount, name);
        Require.nonNegative(amount.value(), name, "recurring revenue");
    }

    /**
     * From contracts.
     *
     * @throws IllegalArgumentException if the log has no currency
     */
    public static RecurringRevenue from(ContractLog log, LocalDate day) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(day, "day");
        String currency = log.currency()
                .orElseThrow(() ->
                        Require.bad("log", "must have a currency", "ContractLog.per(MONTH).withCurrency(\"USD\")", log))
                .getCurrencyCode();
        Sum all = Sum.create();
        Sum years = Sum.create();
        Sum later = Sum.create();
        for (int row = 0; row < log.size(); row++) {
            List<Contract> contracts = log.contracts(row);
            double most = 0;
            for (Contract contract : contracts) {
                if (contract.isActiveOn(day)) {
                    all.add(contract.price());
                    boolean year = contract.lastsUntil()
                            .filter(end -> !end.isBefore(contract.start().plusYears(1)))
                            .isPresent();
                    years.add(year ? contract.price() : 0);
                } else if (contract.start().isAfter(day)) {
                    most = Math.max(most, paidOn(contracts, contract.start()));
                }
            }
            later.add(most > 0 ? Math.max(0, most - paidOn(contracts, day)) : 0);
        }
        double perMonth = log.unit().from(1, PeriodUnit.MONTH);
        return new RecurringRevenue(
                day,
                CurrencyAmount.of(currency, all.getAsDouble() * perMonth),
                CurrencyAmount.of(currency, years.getAsDouble() * perMonth),
                CurrencyAmount.of(currency, later.getAsDouble() * perMonth));
    }

    private static double paidOn(List<Contract> contracts, LocalDate day) {
        Sum sum = Sum.create();
        for (Contract contract : contracts) {
            sum.add(contract.isActiveOn(day) ? contract.price() : 0);
        }
        return sum.getAsDouble();
    }

    /** Twelve times what is paid in a month: ARR as a run rate. */
    public CurrencyAmount annualRunRate() {
        return monthly.times(12);
    }

    /** Twelve times what contracts of a year or more pay in a month: ARR in the narrow sense. */
    public CurrencyAmount annualOfYearTerms() {
        return monthlyOfYearTerms.times(12);
    }

    /**
     * The run rate with what is signed and not yet live: contracted ARR, CARR. Contracts that are known to end are in it until they do;
     * some take them out.
     */
    public CurrencyAmount annualContracted() {
        return monthly.plus(monthlyNotYetLive).times(12);
    }

    /** Of other customers on the same day. */
    public RecurringRevenue plus(RecurringRevenue other) {
        Objects.requireNonNull(other, "other");
        if (!other.day.equals(day)) {
            throw Require.bad("other", "must be of the day " + day, "revenue of two days does not add", other.day);
        }
        return new RecurringRevenue(
                day,
                monthly.plus(other.monthly),
                monthlyOfYearTerms.plus(other.monthlyOfYearTerms),
                monthlyNotYetLive.plus(other.monthlyNotYetLive));
    }
}
