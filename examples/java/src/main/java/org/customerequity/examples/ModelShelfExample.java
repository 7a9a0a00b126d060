package org.customerequity.examples;

import java.util.Locale;
import java.util.OptionalDouble;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * One customer, every model of buying: how much does it matter which?
 *
 * <p>The sample's customers buy at random times, so a CNBD chooses k = 1 and says what the NBD of its name says; nor do they
 * leave more readily with age, so the GGompertz/NBD has no maximum of its own. {@link DonationsExample} has the BG/BB.
 */
public final class ModelShelfExample {
    private ModelShelfExample() {}

    /** Fits each model to the sample, and prints what it says of one customer who has been silent for a while. */
    public static void main(String[] args) {
        // snippet:start model-shelf
        PurchaseHistories histories = SampleTransactions.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleTransactions.UNTIL)
                        .toLog())
                .histories();
        PurchaseHistory ann = histories.row(histories.ids().indexOf("C001164"));
        System.out.printf(
                Locale.ROOT,
                "%d repeat purchases in %.0f weeks, none for %.0f weeks%n",
                ann.frequency(),
                ann.age(),
                ann.age() - ann.recency());

        System.out.println("               alive  39 weeks  next within  her own rate a week");
        for (PurchaseModelFamily family : PurchaseModelFamily.values()) {
            if (!family.needsOpportunities()) {
                FitOutcome<PurchaseModel> outcome = family.fit(histories);
                System.out.printf(
                        "%-13s  %s%n",
                        family.title(),
                        outcome.fold(
                                model -> opinion(model, ann),
                                no -> "no fit: " + no.report().verdict()));
            }
        }
        // snippet:end
    }

    private static String opinion(PurchaseModel model, PurchaseHistory customer) {
        OptionalDouble median = model.nextPurchase(customer).median();
        String next = median.isPresent() ? String.format(Locale.ROOT, "%.0f weeks", median.getAsDouble()) : "never";
        String rate = "";
        if (model instanceof RatesModel rates) {
            Interval own = rates.rates(customer).purchaseRate().interval(0.90);
            rate = String.format(Locale.ROOT, "%.3f to %.3f", own.lower(), own.upper());
        }
        return String.format(
                Locale.ROOT,
                "%5.3f  %8.2f  %11s  %s",
                model.probabilityAlive(customer),
                model.expectedPurchases(customer, Span.ofWeeks(0, 39)),
                next,
                rate);
    }
}
