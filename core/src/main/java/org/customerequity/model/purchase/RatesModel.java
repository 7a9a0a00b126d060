package org.customerequity.model.purchase;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;

/** A purchase model in which each customer has rates of his own, and that can say what they may be. All of ours are. */
public interface RatesModel extends PurchaseModel {
    /** The customer's own rates given the history; those of the population for a new customer. */
    CustomerRates rates(PurchaseHistory history);

    /**
     * One figure of {@link #rates(PurchaseHistory)} for every row:
     * {@code model.rates(histories, rates -> rates.purchaseRate().mean())}.
     */
    default double[] rates(PurchaseHistories histories, ToDoubleFunction<? super CustomerRates> figure) {
        Objects.requireNonNull(figure, "figure");
        return PurchaseDefaults.column(histories, history -> figure.applyAsDouble(rates(history)));
    }
}
