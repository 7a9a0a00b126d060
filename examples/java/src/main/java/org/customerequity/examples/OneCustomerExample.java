package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Ann is on the phone: is she still a customer, when will she buy, what is she worth? For a service, one at a time. */
public final class OneCustomerExample {
    private OneCustomerExample() {}

    /** Prints what two stored models know about one customer. */
    public static void main(String[] args) {
        // fitted last night and stored: Fader, Hardie and Lee's CDNOW estimates
        BgNbd buying = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
        GammaGamma spending = new GammaGamma(6.25, 3.74, 15.44);
        LifetimeValueModel valuation = LifetimeValueModel.of(buying, spending)
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnualPercent(15))
                .withHorizon(Horizon.ofYears(3))
                .withCurrency("USD");

        // 7 repeat purchases of 40 USD each; the last 35 weeks after the first, which was 38.86 weeks ago
        PurchaseHistory ann = PurchaseHistory.of(7, 35, 38.86, PeriodUnit.WEEK).withSpend(SpendSummary.of(7, 40));

        LifetimeValue value = valuation.value(ann);
        System.out.printf(Locale.ROOT, "alive with probability   %.3f%n", buying.probabilityAlive(ann));
        System.out.printf(
                Locale.ROOT,
                "purchases in 13 weeks    %.2f, none with probability %.3f%n",
                buying.expectedPurchases(ann, Span.ofWeeks(0, 13)),
                buying.probabilityOfPurchases(ann, 0, Span.ofWeeks(0, 13)));
        System.out.printf(Locale.ROOT, "next purchase            USD %.2f%n", value.meanSpend());
        System.out.printf(
                Locale.ROOT,
                "worth in 3 years         USD %.2f, give or take %.2f%n",
                value.amount().value(),
                value.outcomeDeviation());
    }
}
