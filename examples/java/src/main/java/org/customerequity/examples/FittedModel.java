package org.customerequity.examples;

import java.util.List;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;

/**
 * A model, or why there is none.
 *
 * @param name for the report
 * @param outcome of the fit
 */
record FittedModel<M>(String name, FitOutcome<? extends M> outcome) {
    /** Both purchase models, fitted to the same histories. */
    static List<FittedModel<? extends PurchaseModel>> buying(PurchaseHistories histories) {
        return List.of(
                new FittedModel<>("BG/NBD", BgNbd.fit(histories)),
                new FittedModel<>("Pareto/NBD", ParetoNbd.fit(histories)));
    }

    double logLikelihood() {
        return outcome.report().logLikelihood();
    }
}
