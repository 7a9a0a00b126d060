package org.customerequity.history;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/** All rules, so that they are copied, compared and printed together. */
record SummaryRules(
        PeriodUnit unit,
        @Nullable LocalDate first,
        LocalDate last,
        Policies policies,
        @Nullable Currency currency) implements Serializable {
    SummaryRules {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(last, "end");
        Objects.requireNonNull(policies, "policies");
        requireDay(last, "end");
        if (first != null) {
            requireDay(first, "start");
            if (last.isBefore(first)) {
                throw Require.bad("end", "must not be before the start " + first, "the window runs forward", last);
            }
        }
        if (policies.sameDay() == SameDay.SEPARATE && Math.abs(last.toEpochDay()) > CustomerEvents.TIMED_DAYS) {
            throw Require.bad("end", "must be in the years 1680 to 2259", "SameDay.SEPARATE counts nanoseconds", last);
        }
    }

    private static void requireDay(LocalDate day, String name) {
        if ((int) day.toEpochDay() != day.toEpochDay()) {
            throw Require.bad(name, "must be within 5.8 million years of 1970", "", day);
        }
    }

    SummaryRules withFirst(LocalDate newFirst) {
        return new SummaryRules(unit, newFirst, last, policies, currency);
    }

    SummaryRules withLast(LocalDate newLast) {
        return new SummaryRules(unit, first, newLast, policies, currency);
    }

    SummaryRules withPolicies(Policies newPolicies) {
        return new SummaryRules(unit, first, last, newPolicies, currency);
    }

    SummaryRules withCurrency(Currency newCurrency) {
        return new SummaryRules(unit, first, last, policies, newCurrency);
    }

    /** What to do with what has no one right treatment. */
    record Policies(
            SameDay sameDay,
            RefundPolicy refunds,
            ZeroValuePolicy zeroValues,
            EarlierCustomers earlierCustomers,
            LateTransactions lateTransactions,
            MeanSpend meanSpend)
            implements Serializable {
        static final Policies DEFAULT = new Policies(
                SameDay.MERGE,
                RefundPolicy.REJECT,
                ZeroValuePolicy.COUNT,
                EarlierCustomers.DROP,
                LateTransactions.DROP,
                MeanSpend.OF_REPEAT_PURCHASES);

        Policies {
            Objects.requireNonNull(sameDay, "sameDay");
            Objects.requireNonNull(refunds, "refunds");
            Objects.requireNonNull(zeroValues, "zeroValues");
            Objects.requireNonNull(earlierCustomers, "earlierCustomers");
            Objects.requireNonNull(lateTransactions, "lateTransactions");
            Objects.requireNonNull(meanSpend, "meanSpend");
        }

        Policies withSameDay(SameDay sameDay) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }

        Policies withRefunds(RefundPolicy refunds) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }

        Policies withZeroValues(ZeroValuePolicy zeroValues) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }

        Policies withEarlierCustomers(EarlierCustomers earlierCustomers) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }

        Policies withLateTransactions(LateTransactions lateTransactions) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }

        Policies withMeanSpend(MeanSpend meanSpend) {
            return new Policies(sameDay, refunds, zeroValues, earlierCustomers, lateTransactions, meanSpend);
        }
    }
}
