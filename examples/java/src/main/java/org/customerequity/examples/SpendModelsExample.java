package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.VuongTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.TransactionSpendModel;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;

/** Which model of spending do the amounts speak for, and what will a customer spend next? */
public final class SpendModelsExample {
    private SpendModelsExample() {}

    /** Compares two models on single amounts, and asks the better one about one customer. */
    public static void main(String[] args) {
        PurchaseHistories all = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleTransactions.UNTIL)
                        .withCurrency("USD")
                        .toLog())
                .histories();
        PurchaseHistories buyers = all.filter(i -> all.spendCount(i) > 0);

        FitOutcome<GammaGamma> gamma = GammaGamma.fitTransactions(buyers);
        FitOutcome<LogNormalSpend> normal = LogNormalSpend.fit(buyers);
        VuongTest test = VuongTest.of(
                gamma.orThrow().logLikelihoodOfTransactions(buyers), 3,
                normal.orThrow().logLikelihoodOfTransactions(buyers), 3);
        System.out.printf(
                Locale.ROOT,
                "log-likelihood   gamma-gamma %.1f, log-normal %.1f%n",
                gamma.report().logLikelihood(),
                normal.report().logLikelihood());
        System.out.printf(Locale.ROOT, "Vuong's z        %.2f (beyond 1.96 decides)%n", test.statistic());

        TransactionSpendModel model = test.statistic() > 0 ? gamma.orThrow() : normal.orThrow();
        SpendSummary ann = SpendSummary.ofAmounts(18.50, 42.00, 27.90);
        Interval mean = model.meanSpendCredibleInterval(ann, 0.90);
        Interval next = model.nextSpendPredictionInterval(ann, 0.90);
        System.out.printf(Locale.ROOT, "expected spend   USD %.2f%n", model.expectedSpend(ann));
        System.out.printf(
                Locale.ROOT, "her own mean     USD %.2f to %.2f with probability 0.90%n", mean.lower(), mean.upper());
        System.out.printf(
                Locale.ROOT, "her next order   USD %.2f to %.2f with probability 0.90%n", next.lower(), next.upper());
    }
}
