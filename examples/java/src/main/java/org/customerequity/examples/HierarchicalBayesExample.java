package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.model.diagnosis.PurchaseForecast;
import org.customerequity.model.diagnosis.PurchaseTotal;
import org.customerequity.model.hierarchical.CustomerFigure;
import org.customerequity.model.hierarchical.CustomerPosterior;
import org.customerequity.model.hierarchical.HierarchicalParetoNbd;
import org.customerequity.model.hierarchical.ParetoGgg;
import org.customerequity.model.hierarchical.ParetoNbdPriors;
import org.customerequity.model.hierarchical.PosteriorQuestions;
import org.customerequity.model.hierarchical.PosteriorTotal;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * What will 150 customers bring, too few to say how they differ in leaving?
 *
 * <p>In June the likelihood of their purchases has no maximum at all; in September it has one so flat that the interval of their
 * value begins near 0. The posterior carries the same data to an interval both times. Spend is taken as expected of each customer
 * and certain here.
 */
public final class HierarchicalBayesExample {
    private HierarchicalBayesExample() {}

    /** Prints totals by maximum likelihood and by Bayes, on two days; and what chains that do not mix say. */
    public static void main(String[] args) {
        PurchaseLog log = SampleShop.list().stream()
                .filter(purchase -> purchase.customer().compareTo("B0150") <= 0)
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleShop.UNTIL)
                        .withCurrency("USD")
                        .toLog());
        // snippet:start hierarchical-bayes
        Span quarter = Span.ofWeeks(0, 13);
        DiscountRate discount = DiscountRate.ofAnnualPercent(10);
        Horizon threeYears = Horizon.ofYears(3);
        for (LocalDate day : List.of(LocalDate.of(2025, 6, 30), LocalDate.of(2025, 9, 30))) {
            PurchaseHistories few = log.until(day).histories();
            FitOutcome<ParetoNbd> fit = ParetoNbd.fit(few);
            GammaGamma spending = GammaGamma.fit(few).orThrow();
            System.out.println(day + "  maximum likelihood: "
                    + fit.fold(
                            model -> {
                                PurchaseTotal total =
                                        PurchaseForecast.of(fit, few, quarter).total();
                                ValueTotal worth = LifetimeValueModel.of(fit, GammaGamma.fit(few))
                                        .withMargin(0.30)
                                        .withDiscount(discount)
                                        .withHorizon(threeYears)
                                        .value(few)
                                        .total();
                                return text(total.expected(), total.predictionInterval(0.95))
                                        + " purchases, worth USD "
                                        + text(worth.total().value(), worth.predictionInterval(0.95));
                            },
                            no -> no.reason()));

            double[] contribution = Arrays.stream(spending.expectedSpend(few))
                    .map(x -> 0.30 * x)
                    .toArray();
            CustomerFigure purchases = CustomerFigure.purchases(quarter);
            CustomerFigure value = CustomerFigure.discountedContribution(discount, threeYears);
            CustomerPosterior posterior = HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                    .withOptions(SamplingOptions.defaults().withWarmup(1_000).withThinning(5))
                    .withQuestions(PosteriorQuestions.of(purchases, value)
                            .withContributionPerPurchase(Currency.getInstance("USD"), contribution))
                    .sample(few, new SplittableRandom(1))
                    .orThrow();
            PosteriorTotal total = posterior.total(purchases);
            PosteriorTotal worth = posterior.total(value);
            System.out.println("            Bayes: " + text(total.mean(), total.predictionInterval(0.95))
                    + " purchases, worth USD "
                    + text(worth.mean(), worth.predictionInterval(0.95)));
        }
        String regular = ParetoGgg.of(ParetoNbdPriors.vague())
                .withOptions(
                        SamplingOptions.defaults().withChains(2).withWarmup(200).withDraws(200))
                .sample(log.histories(), new SplittableRandom(1))
                .fold(posterior -> "mixed", not -> not.reason());
        System.out.println("Pareto/GGG: " + regular);
        // snippet:end
    }

    private static String text(double value, Interval interval) {
        return String.format(Locale.ROOT, "%.0f [%.0f, %.0f]", value, interval.lower(), interval.upper());
    }
}
