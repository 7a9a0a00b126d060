package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More purchases than are worth drawing one by one: the outcomes' mean and variance, against Campbell's formulas. */
class ManyPurchasesTest {
    private static final int DRAWS = 2000;

    /** Just below the number that is drawn one by one, just above it, and where no loop would end. */
    @ParameterizedTest
    @ValueSource(doubles = {900, 1200, 1e9, 1e20})
    void presentValues(double lambda) {
        SplittableRandom random = new SplittableRandom(1);
        double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, i -> PoissonFigures.present(0.3, lambda, 10, random));
        check(lambda * -Math.expm1(-3) / 0.3, lambda * -Math.expm1(-6) / 0.6, drawn);
    }

    private static void check(double mean, double variance, double[] drawn) {
        double sum = Arrays.stream(drawn).map(v -> v - mean).sum();
        double squares = Arrays.stream(drawn).map(v -> (v - mean) * (v - mean)).sum();
        assertEquals(mean, mean + sum / drawn.length, 4 * Math.sqrt(variance / drawn.length) + 1e-14 * mean);
        assertEquals(1, squares / drawn.length / variance, 5 * Math.sqrt(2.0 / drawn.length));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.2e4, 1e20})
    void regularOnes(double lambda) {
        Span soon = Span.ofWeeks(0, 10);
        Span later = Span.ofWeeks(2, 10);
        PosteriorQuestions questions = PosteriorQuestions.of(
                CustomerFigure.purchases(soon),
                CustomerFigure.purchases(later),
                CustomerFigure.activity(later),
                CustomerFigure.discountedPurchases(
                        DiscountRate.ofAnnualPercent(100 * Math.expm1(0.3 * 365.25 / 7)),
                        Horizon.of(10, PeriodUnit.WEEK)));
        PurchaseHistories one = PurchaseHistories.ofColumns(new int[1], new double[1], new double[1], PeriodUnit.WEEK);
        GggFigures figures = new GggFigures(questions, PeriodUnit.WEEK);
        ChainRecord record = new ChainRecord(1, questions.figures().size(), DRAWS, 0);
        double k = 4;
        double[] regular = {k};
        double[] rates = {lambda};
        double[] leaves = {1e-12};
        SplittableRandom random = new SplittableRandom(2);
        for (int d = 0; d < DRAWS; d++) {
            figures.note(record, one, regular, rates, leaves, random);
        }
        check(10 * lambda, 10 * lambda / k, record.predicted(3));
        check(8 * lambda, 8 * lambda / k, record.predicted(4));
        check(lambda * -Math.expm1(-3) / 0.3, lambda * -Math.expm1(-6) / 0.6 / k, record.predicted(6));
        assertEquals(DRAWS, Arrays.stream(record.predicted(5)).sum());
        assertEquals(1, record.mean(5)[0], 1e-10);
    }

    /** Rates of leaving so high once asked for more memory than there is: 1e12 panels of nodes. */
    @Test
    void whoLeavesAtOnceBuysNothing() {
        assertEquals(0, GggFuture.purchases(2, 1e-3, 1e12, 3, 39), 1e-12);
        // cut off where the rest is e^-40: the same as just before
        double before = GggFuture.purchases(1.7, 0.8, 3.99, 0.5, 10);
        double after = GggFuture.purchases(1.7, 0.8, 4.01, 0.5, 10);
        double slope = GggFuture.purchases(1.7, 0.8, 4.01, 0.5, Double.POSITIVE_INFINITY)
                / GggFuture.purchases(1.7, 0.8, 3.99, 0.5, Double.POSITIVE_INFINITY);
        assertEquals(slope, after / before, 1e-6);
    }
}
