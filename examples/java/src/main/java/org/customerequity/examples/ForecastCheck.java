package org.customerequity.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.diagnosis.ConditionalExpectations;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.purchase.PurchaseModel;

/**
 * What models fitted on the calibration expected of the days after it.
 *
 * @param split the two halves
 * @param all every fit, converged or not
 * @param models those that converged
 * @param scores of these models, in their order
 * @param byFrequency mean purchases by purchases before, of these models
 */
record ForecastCheck(
        CalibrationSplit split,
        List<FittedModel<? extends PurchaseModel>> all,
        List<FittedModel<? extends PurchaseModel>> models,
        List<HoldoutScores> scores,
        List<ConditionalExpectations> byFrequency) {

    /** Customers who had bought again this often are one line, with those who had more often. */
    static final int LAST_FREQUENCY = 7;

    /** Of models fitted on the calibration. */
    static ForecastCheck of(CalibrationSplit split, List<FittedModel<? extends PurchaseModel>> all) {
        PurchaseHistories before = split.calibration();
        int[] actual = split.holdoutPurchases();
        List<FittedModel<? extends PurchaseModel>> models = new ArrayList<>();
        List<HoldoutScores> scores = new ArrayList<>();
        List<ConditionalExpectations> byFrequency = new ArrayList<>();
        for (FittedModel<? extends PurchaseModel> model : all) {
            if (model.outcome().isConverged()) {
                double[] expected = model.outcome().orThrow().expectedPurchases(before, split.holdout());
                models.add(model);
                scores.add(HoldoutScores.of(expected, actual));
                byFrequency.add(ConditionalExpectations.byFrequency(before, expected, actual, LAST_FREQUENCY));
            }
        }
        return new ForecastCheck(split, all, models, scores, byFrequency);
    }

    /** {@code 0}, {@code 1}, ..., {@code 7+}. */
    static String label(ConditionalExpectations.Group group) {
        int frequency = (int) group.from();
        return frequency == LAST_FREQUENCY ? frequency + "+" : String.valueOf(frequency);
    }

    /** The name of the model with the lowest error; empty if none converged. */
    Optional<String> closest(ToDoubleFunction<HoldoutScores> error) {
        return IntStream.range(0, models.size())
                .boxed()
                .min(Comparator.comparingDouble(m -> error.applyAsDouble(scores.get(m))))
                .map(m -> models.get(m).name());
    }
}
