package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.lifetime.LifetimeValue;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.covariate.AverageEffect;
import org.customerequity.model.covariate.CovariatePurchaseModel;
import org.customerequity.model.covariate.CovariateSpecification;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * Does the channel change how often and how long customers buy, and what is a new customer of each worth?
 *
 * <p>{@link ShopGenerator} tells the truth: customers of advertisements buy 0.78 times as often as organic ones and leave twice as
 * readily, those of referrals buy 1.42 times as often and leave 0.61 times as readily; a standard deviation of age, 1.35 times.
 */
public final class CovariatesExample {
    private CovariatesExample() {}

    /** Prints coefficients, the test of them, effects on the purchases of a year, and values by channel. */
    public static void main(String[] args) {
        // snippet:start covariates
        PurchaseHistories shop = SampleShop.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleShop.UNTIL)
                        .withCurrency("USD")
                        .toHistories())
                .withCovariates(SampleShop.covariates());
        FitOutcome<CovariatePurchaseModel> fit = CovariateSpecification.of(PurchaseModelFamily.PARETO_NBD)
                .withPurchaseCovariates("channel", "age")
                .withDropoutCovariates("channel")
                .fit(shop);
        System.out.print(CoefficientTable.of(fit.report()));
        LikelihoodRatioTest against = LikelihoodRatioTest.of(ParetoNbd.fit(shop).report(), fit.report());
        System.out.printf(
                Locale.ROOT, "without them, p is %.1e on %d degrees%n", against.pValue(), against.degreesOfFreedom());

        PurchaseHistories newcomers = AverageEffect.newcomers(shop);
        Span year = Span.ofWeeks(0, 52);
        for (String channel : List.of("ads", "referral")) {
            Estimate more = AverageEffect.ofCategory(
                    fit, "channel", channel, newcomers, (model, who) -> model.expectedPurchases(who, year));
            System.out.printf("%-8s  %s purchases in the first year%n", channel, signed(more));
        }

        LifetimeValueModel worth = LifetimeValueModel.of(fit, GammaGamma.fit(shop))
                .withMargin(0.30)
                .withDiscount(DiscountRate.ofAnnualPercent(10))
                .withHorizon(Horizon.ofYears(3));
        for (String channel : List.of("organic", "ads", "referral")) {
            LifetimeValue one = worth.valueOfNewCustomer(
                    Covariates.none().with("channel", channel).with("age", 42));
            Interval mean = one.confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  a new one of 42 is worth USD %.1f [%.1f, %.1f]%n",
                    channel,
                    one.amount().value(),
                    mean.lower(),
                    mean.upper());
        }
        // snippet:end
    }

    private static String signed(Estimate estimate) {
        Interval interval = estimate.confidenceInterval(0.95);
        return String.format(Locale.ROOT, "%+.2f [%.2f, %.2f]", estimate.value(), interval.lower(), interval.upper());
    }
}
