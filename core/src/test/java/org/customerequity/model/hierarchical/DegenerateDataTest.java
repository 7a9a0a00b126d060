package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Data that say nearly nothing under priors that say as little: chains wander to rates of e^100 and back, and must come to an end,
 * with numbers in every figure, and with the verdict that they did not mix.
 */
class DegenerateDataTest {
    private static final SamplingOptions OPTIONS = SamplingOptions.defaults()
            .withChains(2)
            .withWarmup(200)
            .withDraws(25)
            .withThinning(4);

    private static final PosteriorQuestions QUESTIONS = PosteriorQuestions.of(
                    CustomerFigure.purchases(Span.ofWeeks(0, 39)),
                    CustomerFigure.purchases(Span.ofWeeks(10, 39)),
                    CustomerFigure.activity(Span.ofWeeks(0, 39)),
                    CustomerFigure.activity(Span.ofWeeks(10, 39)),
                    CustomerFigure.discountedPurchases(DiscountRate.ofAnnual(0.1), Horizon.FOREVER),
                    CustomerFigure.discountedPurchases(DiscountRate.NONE, Horizon.ofYears(3)))
            .keepingDraws(10);

    private enum Sampler {
        INTEGRATED,
        AUGMENTED,
        LOG_NORMAL,
        REGULAR;

        SamplingOutcome<CustomerPosterior> sample(PurchaseHistories histories, RandomGenerator random) {
            return switch (this) {
                case INTEGRATED, AUGMENTED ->
                    HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                            .withEngine(HierarchicalParetoNbd.Engine.valueOf(name()))
                            .withQuestions(QUESTIONS)
                            .withOptions(OPTIONS)
                            .sample(histories, random);
                case LOG_NORMAL ->
                    AbeParetoNbd.of(AbePriors.weak())
                            .withQuestions(QUESTIONS)
                            .withOptions(OPTIONS)
                            .sample(histories, random);
                case REGULAR ->
                    ParetoGgg.of(ParetoNbdPriors.vague())
                            .withQuestions(QUESTIONS)
                            .withOptions(OPTIONS)
                            .sample(histories, random);
            };
        }
    }

    /** Alike customers of even waits. */
    private static PurchaseHistories alike(int n, int x, double recency, double age) {
        double[] logs = new double[n];
        Arrays.fill(logs, x == 0 ? 0 : x * Math.log(recency / x));
        int[] count = new int[n];
        Arrays.fill(count, x);
        double[] last = new double[n];
        Arrays.fill(last, recency);
        double[] ages = new double[n];
        Arrays.fill(ages, age);
        return PurchaseHistories.ofColumns(count, last, ages, PeriodUnit.WEEK).withLogIntervals(logs);
    }

    private static void check(Sampler sampler, PurchaseHistories histories) {
        SplittableRandom random = new SplittableRandom(3);
        SamplingOutcome<CustomerPosterior> outcome = sampler.sample(histories, random);
        assertFalse(outcome.isMixed());
        CustomerPosterior posterior = outcome.fold(mixed -> mixed, not -> not.drawsSoFar());
        for (CustomerFigure figure : posterior.questions().figures()) {
            for (double mean : posterior.means(figure)) {
                assertTrue(mean >= 0 && mean < Double.POSITIVE_INFINITY, () -> figure + ": " + mean);
            }
            for (double deviation : posterior.standardDeviations(figure)) {
                assertTrue(Double.isFinite(deviation), () -> figure + ": deviation " + deviation);
            }
            Interval total = posterior.total(figure).predictionInterval(0.9);
            assertTrue(total.lower() >= 0, total::toString);
            assertEquals(50, posterior.newCustomer(figure, random).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Sampler.class)
    void samplersEnd(Sampler sampler) {
        check(sampler, alike(1, 0, 0, 0));
        check(sampler, alike(1, 0, 0, 30));
        check(sampler, alike(1, 2, 20, 30));
        check(sampler, alike(10, 0, 0, 0));
        check(sampler, alike(30, 0, 0, 30));
        check(sampler, alike(10, 5, 30, 30));
        check(sampler, alike(5, 2, 2e-5, 3e-5));
        check(sampler, alike(5, 2, 2e12, 3e12));
    }
}
