package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.diagnosis.ModelComparison;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;

/**
 * A model, or why there is none.
 *
 * @param name for the report
 * @param outcome of the fit
 */
record FittedModel<M>(String name, FitOutcome<? extends M> outcome) {
    /** Models of buying, fitted to the same histories. */
    static List<FittedModel<? extends PurchaseModel>> buying(
            List<PurchaseModelFamily> families, PurchaseHistories histories) {
        List<FittedModel<? extends PurchaseModel>> models = new ArrayList<>();
        for (PurchaseModelFamily family : families) {
            models.add(new FittedModel<>(family.title(), family.fit(histories)));
        }
        return models;
    }

    /** The fits of a comparison. */
    static List<FittedModel<? extends PurchaseModel>> of(ModelComparison comparison) {
        List<FittedModel<? extends PurchaseModel>> models = new ArrayList<>();
        comparison
                .candidates()
                .forEach(candidate -> candidate
                        .outcome()
                        .ifPresent(outcome ->
                                models.add(new FittedModel<>(candidate.family().title(), outcome))));
        return models;
    }

    double logLikelihood() {
        return outcome.report().logLikelihood();
    }
}
