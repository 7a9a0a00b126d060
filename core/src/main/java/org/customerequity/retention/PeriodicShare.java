package org.customerequity.retention;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.ProportionDifference;
import org.jspecify.annotations.Nullable;

/**
 * What retention and churn have in common: a share of the customers at the start of a period, counted or stated.
 *
 * @param name of the share, for messages: {@code retention}
 * @param counted what is counted above the line: {@code customers retained}
 * @param known the counts; null where the share was stated
 * @param stated the share where it was stated, else 0
 */
record PeriodicShare(String name, String counted, @Nullable Proportion known, double stated, PeriodUnit unit)
        implements Serializable {
    PeriodicShare {
        Objects.requireNonNull(unit, "unit");
        stated = Require.fraction(stated, name, "0.90 means 90 % in the period");
    }

    boolean isCounted() {
        return known != null;
    }

    boolean isDefined() {
        return known == null || known.isDefined();
    }

    double value() {
        return known == null
                ? stated
                : known.toRatio(counted, "customers at start").value();
    }

    OptionalDouble asOptional() {
        return isDefined() ? OptionalDouble.of(value()) : OptionalDouble.empty();
    }

    Proportion counts() {
        if (known == null) {
            throw new IllegalStateException(name + " must be counted to merge or to have an interval, was stated as "
                    + stated + " (use ofCounts)");
        }
        return known;
    }

    PeriodicShare plus(PeriodicShare other) {
        check(other, "counts merge within one period length");
        return new PeriodicShare(name, counted, counts().plus(other.counts()), 0, unit);
    }

    ProportionDifference minus(PeriodicShare other) {
        check(other, "compare rates of one period length");
        return counts().minus(other.counts());
    }

    private void check(PeriodicShare other, String hint) {
        if (other.unit != unit) {
            throw Require.bad("other", "must be a " + name + " per " + unit.noun(), hint, "per " + other.unit.noun());
        }
    }

    @Override
    public String toString() {
        String value = isDefined() ? String.valueOf(value()) : "undefined";
        String of = known == null ? "" : " (" + known.successes() + " of " + known.trials() + ")";
        return name + " " + value + " per " + unit.noun() + of;
    }
}
