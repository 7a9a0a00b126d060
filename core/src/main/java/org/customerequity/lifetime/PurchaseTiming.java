package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.value.PeriodUnit;

/**
 * From which moment a purchase ahead is discounted: from the purchase itself, or, as in a budget, from the start, middle or
 * end of the period in which it falls.
 *
 * @param moment within the period
 * @param period the accounting period; without meaning for {@link Moment#PURCHASE}
 */
public record PurchaseTiming(Moment moment, PeriodUnit period) implements Serializable {
    /** A moment within a period. */
    public enum Moment {
        /** When the customer buys. */
        PURCHASE,
        /** The start of the period of the purchase: the highest value of the four. */
        START,
        /** The middle of the period of the purchase. */
        MIDDLE,
        /** The end of the period of the purchase: the lowest value of the four. */
        END
    }

    /** Each purchase is discounted from its own moment. */
    public static final PurchaseTiming AT_PURCHASE = new PurchaseTiming(Moment.PURCHASE, PeriodUnit.YEAR);

    public PurchaseTiming {
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(period, "period");
        if (moment == Moment.PURCHASE) {
            period = PeriodUnit.YEAR;
        }
    }

    /** Money counts as received at the start of each period. */
    public static PurchaseTiming startOf(PeriodUnit period) {
        return new PurchaseTiming(Moment.START, period);
    }

    /** Money counts as received in the middle of each period. */
    public static PurchaseTiming middleOf(PeriodUnit period) {
        return new PurchaseTiming(Moment.MIDDLE, period);
    }

    /** Money counts as received at the end of each period. */
    public static PurchaseTiming endOf(PeriodUnit period) {
        return new PurchaseTiming(Moment.END, period);
    }

    /** How many periods before the end of its period a purchase counts as received. */
    double periodsBeforeEnd() {
        return switch (moment) {
            case PURCHASE -> throw new IllegalStateException("a purchase at its own moment has no period");
            case START -> 1;
            case MIDDLE -> 0.5;
            case END -> 0;
        };
    }

    /** {@code at purchase} or {@code end of month}. */
    @Override
    public String toString() {
        return moment == Moment.PURCHASE
                ? "at purchase"
                : moment.name().toLowerCase(java.util.Locale.ROOT) + " of " + period.noun();
    }
}
