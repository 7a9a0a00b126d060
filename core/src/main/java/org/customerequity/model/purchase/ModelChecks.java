package org.customerequity.model.purchase;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** What every model asks of its arguments, and how it words a refusal. Time comes back in the model's own unit. */
final class ModelChecks {
    private ModelChecks() {}

    /** Refuses a history in another unit than the model's. */
    static void requireUnit(PeriodUnit model, PurchaseHistory history) {
        requireUnit(model, Objects.requireNonNull(history, "history").unit());
    }

    /** Refuses histories in another unit than the model's. */
    static void requireUnit(PeriodUnit model, PurchaseHistories histories) {
        requireUnit(model, Objects.requireNonNull(histories, "histories").unit());
    }

    private static void requireUnit(PeriodUnit model, PeriodUnit histories) {
        if (model != histories) {
            throw new IllegalArgumentException(
                    "histories must be in the model's unit " + model + ", were in " + histories + " (build them per "
                            + model + ", or fit the model to histories per " + histories + ")");
        }
    }

    /** The span in the model's unit. */
    static Span span(Span ahead, PeriodUnit model) {
        return Objects.requireNonNull(ahead, "ahead").per(model);
    }

    /** Periods after the end of observation, finite and not negative. */
    static double later(double later) {
        return Require.nonNegative(later, "later", "periods of the model's unit after the end of observation");
    }

    /** Length of a simulation, finite and not negative. */
    static double length(double length) {
        return Require.nonNegative(length, "length", "periods of the model's unit to look ahead");
    }

    /** A number of purchases. */
    static int purchases(int n) {
        return Require.nonNegative(n, "n", "purchases in the span");
    }

    /** The continuous discount rate per period of the model; refuses to sum for ever what is not discounted. */
    static double continuousRate(DiscountRate discount, Horizon horizon, PeriodUnit model) {
        Objects.requireNonNull(horizon, "horizon");
        double delta = Objects.requireNonNull(discount, "discount").continuousPer(model);
        if (horizon.isForever() && !(delta > 0)) {
            throw Require.bad(
                    "discount",
                    "must be > 0 for a horizon without end",
                    "the sum need not converge; use Horizon.ofYears for an end",
                    discount.effectiveAnnual());
        }
        return delta;
    }

    /** Refuses to fit to nobody. */
    static void requireCustomers(PurchaseHistories histories) {
        int size = Objects.requireNonNull(histories, "histories").size();
        Require.notEmpty(size, "histories", "must have at least one customer", "there is nothing to fit to");
    }

    /** Why a purchase model cannot be fitted at all: nobody bought twice. */
    static Optional<String> obstacle(long customers, long repeaters) {
        return repeaters > 0
                ? Optional.empty()
                : Optional.of(
                        "none of the " + customers + " customers has bought again, so that the data say nothing of"
                                + " rates and of leaving: wait for repeat purchases");
    }

    /** What to know where few bought twice: fewer than five a parameter. */
    static List<String> warnings(long customers, long repeaters, int parameters) {
        return repeaters >= 5L * parameters
                ? List.of()
                : List.of("Only " + repeaters + " of " + customers + " customers bought again: " + parameters
                        + " parameters deserve " + 5 * parameters + " or more.");
    }
}
