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
    private static final Span QUARTER = Span.ofWeeks(0, 13);
    private static final double MARGIN = 0.30;
    private static final DiscountRate DISCOUNT = DiscountRate.ofAnnualPercent(10);
    private static final Horizon THREE_YEARS = Horizon.ofYears(3);

    private HierarchicalBayesExample() {}

    /** Prints totals by maximum likelihood and by Bayes, on two days; and what chains that do not mix say. */
    public static void main(String[] args) {
        PurchaseLog log = SampleShop.list().stream()
                .filter(purchase -> purchase.customer().compareTo("B0150") <= 0)
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleShop.UNTIL)
                        .withCurrency("USD")
                        .toLog());
        for (LocalDate day : List.of(LocalDate.of(2025, 6, 30), LocalDate.of(2025, 9, 30))) {
            PurchaseHistories few = log.until(day).histories();
            FitOutcome<ParetoNbd> fit = ParetoNbd.fit(few);
            FitOutcome<GammaGamma> spending = GammaGamma.fit(few);
            String likeliest = fit.fold(model -> likeliest(fit, spending, few), no -> no.reason());
            System.out.println(day + "  maximum likelihood: " + likeliest);
            System.out.println("            Bayes: " + drawn(spending.orThrow(), few));
        }

        String regular = ParetoGgg.of(ParetoNbdPriors.vague())
                .withOptions(
                        SamplingOptions.defaults().withChains(2).withWarmup(200).withDraws(200))
                .sample(log.histories(), new SplittableRandom(1))
                .fold(posterior -> "mixed", not -> not.reason());
        System.out.println("Pareto/GGG: " + regular);
    }

    private static String likeliest(
            FitOutcome<ParetoNbd> buying, FitOutcome<GammaGamma> spending, PurchaseHistories few) {
        PurchaseTotal purchases = PurchaseForecast.of(buying, few, QUARTER).total();
        ValueTotal worth = LifetimeValueModel.of(buying, spending)
                .withMargin(MARGIN)
                .withDiscount(DISCOUNT)
                .withHorizon(THREE_YEARS)
                .value(few)
                .total();
        return text(
                purchases.expected(),
                purchases.predictionInterval(0.95),
                worth.total().value(),
                worth.predictionInterval(0.95));
    }

    private static String drawn(GammaGamma spending, PurchaseHistories few) {
        // snippet:start hierarchical-bayes
        double[] contribution = Arrays.stream(spending.expectedSpend(few))
                .map(spend -> MARGIN * spend)
                .toArray();
        CustomerFigure quarter = CustomerFigure.purchases(QUARTER);
        CustomerFigure value = CustomerFigure.discountedContribution(DISCOUNT, THREE_YEARS);
        CustomerPosterior posterior = HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                .withOptions(SamplingOptions.defaults().withWarmup(1_000).withThinning(5))
                .withQuestions(PosteriorQuestions.of(quarter, value)
                        .withContributionPerPurchase(Currency.getInstance("USD"), contribution))
                .sample(few, new SplittableRandom(1))
                .orThrow();
        PosteriorTotal purchases = posterior.total(quarter);
        PosteriorTotal worth = posterior.total(value);
        // snippet:end
        return text(purchases.mean(), purchases.predictionInterval(0.95), worth.mean(), worth.predictionInterval(0.95));
    }

    private static String text(double purchases, Interval near, double value, Interval about) {
        return String.format(
                Locale.ROOT,
                "%.0f [%.0f, %.0f] purchases, worth USD %.0f [%.0f, %.0f]",
                purchases,
                near.lower(),
                near.upper(),
                value,
                about.lower(),
                about.upper());
    }
}
