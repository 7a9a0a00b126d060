package org.customerequity.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModel;

/**
 * What models fitted on the calibration expected of the days after it.
 *
 * @param split the two halves
 * @param models fitted on the first half, those that converged
 * @param scores of these models, in their order
 * @param byFrequency mean purchases by purchases before
 * @param all every fit, converged or not
 */
record ForecastCheck(
        CalibrationSplit split,
        List<FittedModel<? extends PurchaseModel>> all,
        List<FittedModel<? extends PurchaseModel>> models,
        List<HoldoutScore> scores,
        List<FrequencyTable.Line> byFrequency) {

    static ForecastCheck of(CalibrationSplit split) {
        PurchaseHistories before = split.calibration();
        List<FittedModel<? extends PurchaseModel>> all = FittedModel.buying(before);
        List<FittedModel<? extends PurchaseModel>> models = new ArrayList<>();
        List<HoldoutScore> scores = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        for (FittedModel<? extends PurchaseModel> model : all) {
            if (model.outcome().isConverged()) {
                double[] purchases = model.outcome().orThrow().expectedPurchases(before, split.holdout());
                models.add(model);
                expected.add(purchases);
                scores.add(HoldoutScore.of(purchases, split.holdoutPurchases()));
            }
        }
        return new ForecastCheck(
                split,
                all,
                models,
                scores,
                FrequencyTable.of(before.frequencies(), split.holdoutPurchases(), expected));
    }

    /** The name of the model with the lowest error; empty if none converged. */
    Optional<String> closest(ToDoubleFunction<HoldoutScore> error) {
        return IntStream.range(0, models.size())
                .boxed()
                .min(Comparator.comparingDouble(m -> error.applyAsDouble(scores.get(m))))
                .map(m -> models.get(m).name());
    }
}
