package org.customerequity.examples;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.diagnosis.HoldoutScores;
import org.customerequity.model.diagnosis.ModelComparison;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** Which model describes how our customers buy? */
public final class ModelComparisonExample {
    private ModelComparisonExample() {}

    /** Prints how four models fitted two years of purchases, and forecast the third. */
    public static void main(String[] args) {
        // snippet:start model-comparison
        PurchaseLog log = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleTransactions.UNTIL)
                        .toLog());
        List<PurchaseModelFamily> models = List.of(
                PurchaseModelFamily.NBD,
                PurchaseModelFamily.BG_NBD,
                PurchaseModelFamily.MBG_NBD,
                PurchaseModelFamily.PARETO_NBD);
        ModelComparison comparison = ModelComparison.of(models, log, LocalDate.of(2024, 12, 31));
        for (ModelComparison.Candidate model : comparison.candidates()) {
            HoldoutScores scores = model.scores().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%-11s AIC %8.1f  forecast %5.0f of %d purchases, deviance %6.1f, Gini %.3f%n",
                    model.family().title(),
                    model.aic(),
                    scores.predicted(),
                    scores.actual(),
                    scores.poissonDeviance(),
                    scores.normalizedGini().orElseThrow());
        }
        System.out.println(comparison.reason());
        // snippet:end
    }
}
