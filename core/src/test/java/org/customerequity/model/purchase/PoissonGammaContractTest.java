package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** The contract and the defaults, proved on a model whose every answer is known in closed form. */
class PoissonGammaContractTest extends PurchaseModelContract {
    // the negative binomial model's maximum on CDNOW
    private static final PoissonGamma NBD = new PoissonGamma(0.3847661358, 12.07202284, PeriodUnit.WEEK);

    @Override
    protected PurchaseModel model() {
        return NBD;
    }

    @Override
    protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
        return Optional.of(new PoissonGamma(NBD.r(), unit.from(NBD.alpha(), NBD.unit()), unit));
    }

    /** From a hundredth of a purchase to millions of them: var = m + m^2 / shape. */
    @Test
    void defaultVarianceIsThatOfTheNegativeBinomial() {
        for (PurchaseHistory h : fewHistories()) {
            for (double length : new double[] {1e-6, 0.1, 13, 520, 1e4, 1e6}) {
                double mean = NBD.expectedPurchases(h, Span.first(length, h.unit()));
                double exact = mean + mean * mean / NBD.shape(h);
                double found = NBD.varianceOfPurchases(h, Span.first(length, h.unit()));
                // beyond 10,000 purchases the logarithms in the probabilities themselves are a million times their
                // result
                double tolerance = mean < 1e4 ? 1e-11 : 1e-8;
                assertEquals(exact, found, tolerance * exact, () -> length + " of " + h);
            }
        }
    }

    /** A narrow distribution far out: nearly Poisson with mean 50,000. */
    @Test
    void defaultVarianceFindsANarrowPeakFarOut() {
        PoissonGamma narrow = new PoissonGamma(1e7, 1e3, PeriodUnit.DAY);
        PurchaseHistory h = PurchaseHistory.newCustomer(PeriodUnit.DAY);
        double exact = 50_000 * (1 + 50_000 / 1e7);
        assertEquals(exact, narrow.varianceOfPurchases(h, Span.ofDays(0, 5)), 1e-9 * exact);
    }

    @Test
    void defaultDiscountingIsTheClosedForm() {
        for (PurchaseHistory h : fewHistories()) {
            double mean = NBD.shape(h) / NBD.rate(h);
            double variance = mean / NBD.rate(h);
            for (double delta : new double[] {1e-5, 0.0027, 0.3, 5}) {
                DiscountRate rate = DiscountRate.ofContinuous(delta, h.unit());
                double d = rate.continuousPer(h.unit());
                for (double end : new double[] {1e-6, 1, 39, 5000, Double.POSITIVE_INFINITY}) {
                    Horizon horizon = Double.isInfinite(end) ? Horizon.FOREVER : Horizon.of(end, h.unit());
                    double one = -Math.expm1(-d * end) / d;
                    double two = -Math.expm1(-2 * d * end) / (2 * d);
                    double found = NBD.discountedPurchases(h, rate, horizon);
                    assertEquals(mean * one, found, 1e-11 * mean * one, () -> d + ", " + end + " of " + h);
                    if (delta < 1e-3 && horizon.isForever()) {
                        continue; // hundreds of thousands of purchases: seconds
                    }
                    double square = NBD.varianceOfDiscountedPurchases(h, rate, horizon);
                    double exact = mean * two + variance * one * one;
                    // the default promises 1e-7 of E[D^2]; here it does better
                    double promise = 1e-9 * (exact + mean * one * (mean * one));
                    assertEquals(exact, square, promise, () -> "variance at " + d + ", " + end + " of " + h);
                }
            }
        }
    }

    @Test
    void aModelThatContradictsItselfIsFoundOut() {
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> PurchaseDefaults.secondMoment(k -> k == 0 ? 0.5 : k == 1 ? 0.5 : 0, 0.7, 0))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "the distribution of the number of purchases has mean 0.5 as far as it can be summed"),
                message);
        assertTrue(message.endsWith("but expectedPurchases is 0.7"), message);
    }

    /** Most have left, the rest buy hundreds of times: probability far out, and next to nothing in between. */
    @Test
    void aGapInTheDistributionIsCrossed() {
        PoissonGamma eager = new PoissonGamma(3000, 10, PeriodUnit.DAY);
        PurchaseHistory h = PurchaseHistory.newCustomer(PeriodUnit.DAY);
        Span day = Span.ofDays(0, 1);
        double mean = 300;
        double found = PurchaseDefaults.secondMoment(
                k -> 0.01 * eager.probabilityOfPurchases(h, k, day) + (k == 0 ? 0.99 : 0), 0.01 * mean, 0);
        double exact = 0.01 * (mean + mean * mean / 3000 + mean * mean);
        assertEquals(exact, found, 1e-11 * exact);
    }
}
