package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/**
 * The laws every {@link PurchaseModel} obeys. Inherit it, say which {@link #model()} to test, and all of them run. It needs
 * JUnit Jupiter and nothing else; the laws are public so that they run from any package.
 *
 * <pre>{@code
 *   class MyModelContractTest extends PurchaseModelContract {
 *       @Override
 *       protected PurchaseModel model() {
 *           return new MyModel(0.243, 4.414, PeriodUnit.WEEK);
 *       }
 *   }
 * }</pre>
 */
@SuppressWarnings("exports") // of JUnit, which who inherits a contract has
public abstract class PurchaseModelContract {
    private static final double[] LATER = {0, 1e-6, 0.01, 0.5, 1, 4, 13, 39, 104, 520, 5000};

    /** What is lost where a probability is one less the probability of its opposite, as the default of F is. */
    private static final double COMPLEMENT = 1e-14;

    /** For the class that names the model. */
    protected PurchaseModelContract() {}

    /** The model under test. */
    protected abstract PurchaseModel model();

    /** Customers to ask about, in the model's unit: by default a grid from none to 40 repeat purchases, a new one included. */
    protected PurchaseHistories histories() {
        List<PurchaseHistory> rows = new ArrayList<>();
        PeriodUnit unit = model().unit();
        rows.add(PurchaseHistory.newCustomer(unit));
        for (double age : new double[] {0.5, 10, 38.86, 200}) {
            rows.add(PurchaseHistory.of(0, 0, age, unit));
            for (int x : new int[] {1, 2, 7, 40}) {
                for (double share : new double[] {0.05, 0.5, 0.97, 1}) {
                    rows.add(PurchaseHistory.of(x, share * age, age, unit));
                }
            }
        }
        return columns(rows, unit);
    }

    /** A few of them, for laws that cost simulation or quadrature; by default a new, a lapsed and an active customer. */
    protected List<PurchaseHistory> fewHistories() {
        PeriodUnit unit = model().unit();
        return List.of(
                PurchaseHistory.newCustomer(unit),
                PurchaseHistory.of(2, 12.5, 38.86, unit),
                PurchaseHistory.of(7, 37, 38.86, unit));
    }

    /** The same model counting time in another unit, if it can be had. */
    protected Optional<PurchaseModel> rescaled(PeriodUnit unit) {
        return Optional.empty();
    }

    /**
     * Whether purchases are a Poisson process while the customer is one, so that (x, t_x, T) say all there is: the
     * expectation is then concave, and the likelihood alone gives the chance of no purchase and the rate of purchases.
     */
    protected boolean isPoissonWhileAlive() {
        return true;
    }

    /**
     * The history of this customer {@code length} periods later, who bought at these times in between; override it where the
     * model reads more of a history than (x, t_x, T).
     */
    protected PurchaseHistory later(PurchaseHistory history, double[] times, double length) {
        double last = times.length == 0 ? history.recency() : history.age() + times[times.length - 1];
        return PurchaseHistory.of(history.frequency() + times.length, last, history.age() + length, history.unit());
    }

    /**
     * Whether purchases happen at whole numbers of periods only, so that every answer is a step function of time: the general
     * defaults for discounting, which integrate over time, are then compared with sums over those periods instead, and a
     * quantile is the first step that reaches its probability.
     */
    protected boolean isDiscrete() {
        return false;
    }

    /** Relative accuracy of probabilities and expectations. */
    protected double tolerance() {
        return 1e-10;
    }

    /** Customers simulated for each of {@link #fewHistories()}. */
    protected int draws() {
        return 40_000;
    }

    // --- alive -------------------------------------------------------------------------------------------------------

    @Test
    public void aliveIsAProbabilityThatNeverRises() {
        forAll(h -> {
            double before = model().probabilityAlive(h);
            assertEquals(before, model().probabilityAlive(h, 0), 0.0, () -> "now, and 0 periods later, of " + h);
            for (double later : LATER) {
                double p = model().probabilityAlive(h, later);
                assertTrue(p >= 0 && p <= 1, () -> "P(alive) " + p + " in " + later + " of " + h);
                double last = before;
                assertTrue(p <= last * (1 + 1e-14), () -> "P(alive) rises to " + p + " in " + later + " of " + h);
                before = p;
            }
        });
    }

    @Test
    public void logarithmicFormsAreThoseOfTheProbabilities() {
        forAll(history -> {
            double alive = model().probabilityAlive(history);
            double odds = model().logOddsOfHavingLeft(history);
            assertClose(1 / (1 + Math.exp(odds)), alive, "P(alive) from its log-odds");
            for (int n = 0; n <= 3; n++) {
                Span ahead = Span.between(1, 5, model().unit());
                double probability = model().probabilityOfPurchases(history, n, ahead);
                double log = model().logProbabilityOfPurchases(history, n, ahead);
                assertTrue(log <= 0, () -> "ln P of " + log);
                assertClose(Math.exp(log), probability, "P(" + n + ") from its logarithm");
            }
        });
    }

    @Test
    public void whoHasLeftBuysNothing() {
        forAll(h -> {
            for (double later : new double[] {0, 4, 39}) {
                double nothing = model().probabilityOfPurchases(h, 0, span(later, later + 13));
                double gone = 1 - model().probabilityAlive(h, later);
                assertTrue(nothing >= gone - 1e-12, () -> "P(0) " + nothing + " below P(gone) " + gone + " of " + h);
            }
        });
    }

    // --- expectation -------------------------------------------------------------------------------------------------

    @Test
    public void expectationIsFiniteRisesAndAdds() {
        forAll(h -> {
            assertEquals(0, expected(h, 7, 7), 0.0, "an empty span");
            double sum = 0;
            for (int i = 1; i < LATER.length; i++) {
                double part = expected(h, LATER[i - 1], LATER[i]);
                double whole = expected(h, 0, LATER[i]);
                assertTrue(part >= 0 && part < Double.POSITIVE_INFINITY, () -> part + " purchases of " + h);
                sum += part;
                assertEquals(whole, sum, 10 * tolerance() * whole, () -> "spans do not add up for " + h);
            }
        });
    }

    @Test
    public void expectationIsConcave() {
        if (!isPoissonWhileAlive()) {
            return;
        }
        forAll(h -> {
            double before = Double.POSITIVE_INFINITY;
            for (double from = 0; from < 60; from += 5) {
                double next = expected(h, from, from + 5);
                double last = before;
                assertTrue(
                        next <= last * (1 + 10 * tolerance()), () -> "rises from " + last + " to " + next + " of " + h);
                before = next;
            }
        });
    }

    // --- distribution ------------------------------------------------------------------------------------------------

    @Test
    public void probabilitiesOfPurchasesSumToOneAndHaveTheExpectedMean() {
        for (PurchaseHistory h : fewHistories()) {
            for (double[] s : new double[][] {{0, 0.01}, {0, 13}, {0, 52}, {8, 21}}) {
                double expected = expected(h, s[0], s[1]);
                double mass = 0;
                double mean = 0;
                for (int n = 0; n < 20_000 && !(mass > 1 - 1e-13 && mean > expected * (1 - 1e-12)); n++) {
                    double p = model().probabilityOfPurchases(h, n, span(s[0], s[1]));
                    assertTrue(p >= 0 && p <= 1, () -> "probability " + p + " of " + h);
                    if (n > expected && p < 1e-20 && n * p < 1e-14 * expected) {
                        break;
                    }
                    mass += p;
                    mean += n * p;
                }
                assertEquals(1, mass, 100 * tolerance(), () -> "mass over " + s[0] + " to " + s[1] + " of " + h);
                assertEquals(
                        expected,
                        mean,
                        100 * tolerance() * expected,
                        () -> "mean " + s[0] + " to " + s[1] + " of " + h);
            }
        }
    }

    @Test
    public void quantilesOfPurchasesInvertTheirDistribution() {
        for (PurchaseHistory h : fewHistories()) {
            for (double[] s : new double[][] {{0, 13}, {8, 60}}) {
                for (double p : new double[] {1e-6, 0.025, 0.5, 0.9, 0.999}) {
                    int n = model().purchasesQuantile(h, p, span(s[0], s[1]));
                    double below = 0;
                    for (int k = 0; k < n; k++) {
                        below += model().probabilityOfPurchases(h, k, span(s[0], s[1]));
                    }
                    double upTo = below + model().probabilityOfPurchases(h, n, span(s[0], s[1]));
                    assertTrue(
                            below < p && upTo >= p - 1e-12,
                            () -> "quantile " + p + " of purchases is " + n + " for " + h);
                }
                Interval interval = model().predictionInterval(h, span(s[0], s[1]), 0.95);
                assertEquals(model().purchasesQuantile(h, (1 - 0.95) / 2, span(s[0], s[1])), interval.lower(), 0.0);
                assertEquals(model().purchasesQuantile(h, (1 + 0.95) / 2, span(s[0], s[1])), interval.upper(), 0.0);
            }
        }
        PurchaseHistory any = fewHistories().get(0);
        assertStarts("p must be in (0, 1), was 1.0", () -> model().purchasesQuantile(any, 1, span(0, 13)));
        assertStarts("level must be in (0, 1), was 0.0", () -> model().predictionInterval(any, span(0, 13), 0));
    }

    @Test
    public void nothingHappensInNoTimeAndLessInLess() {
        forAll(h -> {
            assertEquals(1, model().probabilityOfPurchases(h, 0, span(3, 3)), 0.0, "no purchase in an empty span");
            assertEquals(0, model().probabilityOfPurchases(h, 2, span(3, 3)), 0.0, "two purchases in an empty span");
            double whole = model().probabilityOfPurchases(h, 0, span(0, 26));
            double first = model().probabilityOfPurchases(h, 0, span(0, 13));
            double second = model().probabilityOfPurchases(h, 0, span(13, 26));
            assertTrue(whole <= first * (1 + tolerance()), () -> "P(0) in (0, 26] and (0, 13] of " + h);
            assertTrue(whole <= second * (1 + tolerance()), () -> "P(0) in (0, 26] and (13, 26] of " + h);
            assertTrue(first + second - 1 <= whole + tolerance(), () -> "P(0) of two halves of " + h);
        });
    }

    // --- likelihood --------------------------------------------------------------------------------------------------

    /** L(x, t_x, T + u) / L(x, t_x, T) is the chance of no purchase in (T, T + u]. */
    @Test
    public void likelihoodGivesTheChanceOfNoPurchase() {
        if (!isPoissonWhileAlive()) {
            return;
        }
        forAll(h -> {
            for (double u : new double[] {0.1, 5, 60}) {
                PurchaseHistory longer = PurchaseHistory.of(h.frequency(), h.recency(), h.age() + u, h.unit());
                double byLikelihood = model().logLikelihood(longer) - model().logLikelihood(h);
                double byPmf = Math.log(model().probabilityOfPurchases(h, 0, span(0, u)));
                double scale = Math.abs(model().logLikelihood(h)) + 1;
                assertEquals(byPmf, byLikelihood, 10 * tolerance() * scale, () -> "u " + u + " of " + h);
            }
        });
    }

    /** L(x + 1, T, T) / L(x, t_x, T) is the rate of purchases just after T. */
    @Test
    public void likelihoodGivesTheRateOfPurchases() {
        if (!isPoissonWhileAlive()) {
            return;
        }
        forAll(h -> {
            PurchaseHistory bought = PurchaseHistory.of(h.frequency() + 1, h.age(), h.age(), h.unit());
            double rate = Math.exp(model().logLikelihood(bought) - model().logLikelihood(h));
            double step = 1e-6;
            assertEquals(rate, expected(h, 0, step) / step, 1e-4 * rate, () -> "rate of purchases of " + h);
        });
    }

    // --- discounting -------------------------------------------------------------------------------------------------

    @Test
    public void discountedPurchasesFallWithTheRateAndTendToTheUndiscounted() {
        Horizon year = Horizon.of(52, model().unit());
        forAll(h -> {
            double before = expected(h, 0, 52);
            assertEquals(before, discounted(h, 0, year), tolerance() * before, () -> "undiscounted, of " + h);
            assertEquals(before, discounted(h, 1e-12, year), 1e-9 * before, () -> "hardly discounted, of " + h);
            for (double delta : new double[] {1e-3, 0.01, 0.1, 1}) {
                double now = discounted(h, delta, year);
                double last = before;
                assertTrue(now >= 0 && now <= last, () -> now + " at " + delta + " above " + last + " of " + h);
                before = now;
            }
        });
    }

    @Test
    public void discountedPurchasesRiseWithTheHorizonToAFiniteLimit() {
        for (PurchaseHistory h : fewHistories()) {
            for (double delta : new double[] {0.0027, 0.1, 1}) {
                double before = 0;
                for (double end : new double[] {0.5, 13, 52, 520, 1e4}) {
                    double now = discounted(h, delta, Horizon.of(end, model().unit()));
                    double last = before;
                    assertTrue(now >= last * (1 - 1e-10), () -> now + " below " + last + " of " + h);
                    before = now;
                }
                double forever = discounted(h, delta, Horizon.FOREVER);
                assertTrue(
                        forever >= before * (1 - 1e-10) && forever < Double.POSITIVE_INFINITY,
                        () -> forever + " of " + h);
                assertEquals(
                        forever, before, 1e-9 * forever, () -> "10,000 periods are for ever at " + delta + " of " + h);
            }
        }
    }

    @Test
    public void anyDiscountingDefaultIsTheModelsOwn() {
        if (isDiscrete()) {
            discountingIsASumOverWholePeriods();
            return;
        }
        PurchaseModel essentials = new EssentialsOnly(model());
        for (PurchaseHistory h : fewHistories()) {
            for (double delta : new double[] {0, 0.0027, 0.1, 1}) {
                for (Horizon horizon : List.of(
                        Horizon.of(1e-3, h.unit()),
                        Horizon.of(39, h.unit()),
                        Horizon.of(520, h.unit()),
                        Horizon.FOREVER)) {
                    if (delta > 0 || !horizon.isForever()) {
                        DiscountRate rate = DiscountRate.ofContinuous(delta, h.unit());
                        double own = model().discountedPurchases(h, rate, horizon);
                        double general = essentials.discountedPurchases(h, rate, horizon);
                        assertEquals(
                                general, own, 10 * tolerance() * general, () -> delta + ", " + horizon + " of " + h);
                    }
                }
            }
        }
    }

    private void discountingIsASumOverWholePeriods() {
        for (PurchaseHistory h : fewHistories()) {
            for (double delta : new double[] {0, 0.0027, 0.1, 1}) {
                DiscountRate rate = DiscountRate.ofContinuous(delta, h.unit());
                for (double end : new double[] {1e-3, 1, 38.5, 520, Double.POSITIVE_INFINITY}) {
                    if (delta == 0 && end == Double.POSITIVE_INFINITY) {
                        continue;
                    }
                    double sum = 0;
                    double last = Math.min(end, 40 / delta);
                    for (int k = 1; k <= last; k++) {
                        sum += Math.exp(-delta * k) * expected(h, k - 1, k);
                    }
                    double own = discounted(h, delta, new Horizon(end, h.unit()));
                    assertEquals(sum, own, 10 * tolerance() * sum, () -> delta + ", " + end + " of " + h);
                }
            }
        }
    }

    @Test
    public void noDiscountForEverIsRefused() {
        PurchaseHistory h = fewHistories().get(0);
        assertEquals(
                "discount must be > 0 for a horizon without end, was 0.0"
                        + " (the sum need not converge; use Horizon.ofYears for an end)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> model().discountedPurchases(h, DiscountRate.NONE, Horizon.FOREVER))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> model().varianceOfDiscountedPurchases(h, DiscountRate.NONE, Horizon.FOREVER));
    }

    // --- variance ----------------------------------------------------------------------------------------------------

    @Test
    public void varianceIsNotNegativeAndItsDefaultIsTheModelsOwn() {
        PurchaseModel essentials = new EssentialsOnly(model());
        for (PurchaseHistory h : fewHistories()) {
            for (double[] s : new double[][] {{0, 0}, {0, 0.01}, {0, 39}, {8, 21}}) {
                double own = model().varianceOfPurchases(h, span(s[0], s[1]));
                assertTrue(own >= 0 && own < Double.POSITIVE_INFINITY, () -> "variance " + own + " of " + h);
                double general = essentials.varianceOfPurchases(h, span(s[0], s[1]));
                assertEquals(general, own, 100 * tolerance() * general, () -> s[0] + " to " + s[1] + " of " + h);
            }
        }
    }

    @Test
    public void varianceOfDiscountedPurchasesIsThatOfTheCountWhereNothingIsDiscounted() {
        for (PurchaseHistory h : fewHistories()) {
            Horizon horizon = Horizon.of(39, h.unit());
            double count = model().varianceOfPurchases(h, span(0, 39));
            assertEquals(
                    count,
                    model().varianceOfDiscountedPurchases(h, DiscountRate.NONE, horizon),
                    1e-9 * count,
                    () -> "undiscounted, of " + h);
            DiscountRate rate = DiscountRate.ofContinuous(0.05, h.unit());
            double discounted = model().varianceOfDiscountedPurchases(h, rate, horizon);
            assertTrue(discounted >= 0 && discounted <= count, () -> discounted + " above " + count + " of " + h);
        }
    }

    @Test
    public void anyDefaultVarianceOfDiscountedPurchasesIsTheModelsOwn() {
        PurchaseHistory h = fewHistories().get(fewHistories().size() - 1);
        DiscountRate rate = DiscountRate.ofContinuous(0.05, h.unit());
        Horizon horizon = Horizon.of(26, h.unit());
        double own = model().varianceOfDiscountedPurchases(h, rate, horizon);
        double general = isDiscrete()
                ? varianceOverWholePeriods(h, 0.05, 26)
                : new EssentialsOnly(model()).varianceOfDiscountedPurchases(h, rate, horizon);
        assertEquals(general, own, 1e-6 * general, () -> "of " + h);
    }

    /** By the covariances of what is bought at k and at l, from the variances of the counts between them. */
    private double varianceOverWholePeriods(PurchaseHistory h, double delta, int end) {
        double sum = 0;
        for (int k = 1; k <= end; k++) {
            sum += Math.exp(-2 * delta * k) * model().varianceOfPurchases(h, span(k - 1, k));
            for (int l = k + 1; l <= end; l++) {
                // N(k-1, l) less either end, or both
                double twice = model().varianceOfPurchases(h, span(k - 1, l))
                        - model().varianceOfPurchases(h, span(k, l))
                        - model().varianceOfPurchases(h, span(k - 1, l - 1))
                        + (l > k + 1 ? model().varianceOfPurchases(h, span(k, l - 1)) : 0);
                sum += Math.exp(-delta * (k + l)) * twice;
            }
        }
        return sum;
    }

    // --- simulation --------------------------------------------------------------------------------------------------

    @Test
    public void simulatedPurchasesHaveTheModelsMomentsAndDistribution() {
        RandomGenerator random = new SplittableRandom(20260901);
        double length = 39;
        double delta = 0.05;
        for (PurchaseHistory h : fewHistories()) {
            int n = draws();
            double[] counts = new double[n];
            double[] late = new double[n];
            double[] discounted = new double[n];
            int none = 0;
            for (int i = 0; i < n; i++) {
                double before = 0;
                for (double t : model().simulatePurchases(h, length, random)) {
                    assertTrue(t >= before && t > 0 && t <= length, "times ascend in (0, length]");
                    before = t;
                    counts[i]++;
                    late[i] += t > 13 ? 1 : 0;
                    discounted[i] += Math.exp(-delta * t);
                }
                none += counts[i] == 0 ? 1 : 0;
            }
            assertMoments(
                    counts, expected(h, 0, length), model().varianceOfPurchases(h, span(0, length)), "purchases", h);
            assertMoments(
                    late, expected(h, 13, length), model().varianceOfPurchases(h, span(13, length)), "later ones", h);
            DiscountRate rate = DiscountRate.ofContinuous(delta, h.unit());
            Horizon horizon = Horizon.of(length, h.unit());
            assertMoments(
                    discounted,
                    model().discountedPurchases(h, rate, horizon),
                    model().varianceOfDiscountedPurchases(h, rate, horizon),
                    "discounted purchases",
                    h);
            double p = model().probabilityOfPurchases(h, 0, span(0, length));
            assertEquals(p, (double) none / n, 4 * Math.sqrt(p * (1 - p) / n) + 1e-12, () -> "P(0) of " + h);
        }
    }

    private static void assertMoments(double[] sample, double mean, double variance, String what, PurchaseHistory h) {
        int n = sample.length;
        double m1 = 0;
        for (double y : sample) {
            m1 += y / n;
        }
        assertEquals(mean, m1, 4 * Math.sqrt(variance / n), () -> "mean of " + what + " of " + h);
        double m2 = 0;
        double m4 = 0;
        for (double y : sample) {
            double square = (y - mean) * (y - mean);
            m2 += square / n;
            m4 += square * square / n;
        }
        assertEquals(variance, m2, 4 * Math.sqrt((m4 - m2 * m2) / n), () -> "variance of " + what + " of " + h);
    }

    @Test
    public void sameSeedSamePurchases() {
        PurchaseHistory h = fewHistories().get(fewHistories().size() - 1);
        assertArrayEquals(
                model().simulatePurchases(h, 300, new SplittableRandom(7)),
                model().simulatePurchases(h, 300, new SplittableRandom(7)));
        assertEquals(0, model().simulatePurchases(h, 0, new SplittableRandom(7)).length, "no time, no purchases");
    }

    // --- the next purchase -------------------------------------------------------------------------------------------

    /** F is 0 at 0, never falls, and comes ever closer to the probability of buying at all, which takes an alive customer. */
    @Test
    public void nextPurchaseIsCertainOnlyAsFarAsTheCustomerBuysAtAll() {
        forAll(h -> {
            NextPurchase next = model().nextPurchase(h);
            double ever = next.probabilityEver();
            double alive = model().probabilityAlive(h);
            assertTrue(ever >= 0 && ever <= alive * (1 + tolerance()) + COMPLEMENT, () -> "ever " + ever + " of " + h);
            assertEquals(0, next.probabilityWithin(0), 0.0, () -> "in no time, of " + h);
            double before = 0;
            for (double u : new double[] {1e-9, 1e-6, 0.01, 0.5, 4, 26, 520, 1e5, 1e12}) {
                double within = next.probabilityWithin(u);
                double last = before;
                assertTrue(
                        within >= last * (1 - tolerance()) - COMPLEMENT
                                && within <= ever * (1 + tolerance()) + COMPLEMENT,
                        () -> "F(" + u + ") " + within + " after " + last + ", of " + ever + " for " + h);
                before = within;
            }
            double short1 = ever - next.probabilityWithin(1e6);
            double short2 = ever - next.probabilityWithin(1e12);
            assertTrue(short2 <= 0.9 * short1 + 1e-9, () -> "F stays " + short2 + " below " + ever + " for " + h);
        });
    }

    @Test
    public void nextPurchaseComesWithinATimeUnlessThereIsNoneInIt() {
        forAll(h -> {
            NextPurchase next = model().nextPurchase(h);
            for (double u : new double[] {0.1, 5, 60}) {
                double none = model().probabilityOfPurchases(h, 0, span(0, u));
                assertEquals(1 - none, next.probabilityWithin(u), tolerance(), () -> "F(" + u + ") of " + h);
            }
            if (isPoissonWhileAlive()) {
                // hardly ever two in so short a time
                double expected = expected(h, 0, 1e-7);
                assertEquals(
                        expected, next.probabilityWithin(1e-7), 1e-4 * expected + COMPLEMENT, () -> "F(1e-7) of " + h);
            }
        });
    }

    @Test
    public void quantilesOfTheNextPurchaseInvertItsDistribution() {
        forAll(h -> {
            NextPurchase next = model().nextPurchase(h);
            assertEquals(next.quantile(0.5), next.median(), "median");
            for (double p : new double[] {1e-3, 0.05, 0.25, 0.5, 0.9, 0.999}) {
                OptionalDouble within = next.quantile(p);
                if (p >= next.probabilityEver()) {
                    assertTrue(within.isEmpty(), () -> "the " + p + " quantile is never, was " + within + " of " + h);
                } else if (p <= next.probabilityWithin(1e12)) {
                    assertTrue(within.isPresent(), () -> "the " + p + " quantile is a time, of " + h);
                    double u = within.getAsDouble();
                    if (isDiscrete()) {
                        assertTrue(next.probabilityWithin(u) >= p, () -> "F of the " + p + " quantile of " + h);
                        assertTrue(next.probabilityWithin(u - 1) < p, () -> "F a period before, of " + h);
                    } else {
                        assertClose(p, next.probabilityWithin(u), "F of the " + p + " quantile of " + h);
                    }
                }
            }
        });
        NextPurchase next = model().nextPurchase(fewHistories().get(0));
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertStarts("u must be finite and >= 0, was " + bad, () -> next.probabilityWithin(bad));
        }
        for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
            assertStarts("p must be ", () -> next.quantile(bad));
        }
    }

    @Test
    public void firstSimulatedPurchaseComesWhenTheNextIsDue() {
        RandomGenerator random = new SplittableRandom(20260902);
        int n = Math.max(1, draws() / 4);
        double[] times = {0.5, 4, 13, 39};
        for (PurchaseHistory h : fewHistories()) {
            int[] within = new int[times.length];
            for (int i = 0; i < n; i++) {
                double[] purchases = model().simulatePurchases(h, 39, random);
                for (int j = 0; j < times.length; j++) {
                    within[j] += purchases.length > 0 && purchases[0] <= times[j] ? 1 : 0;
                }
            }
            for (int j = 0; j < times.length; j++) {
                double u = times[j];
                double p = model().nextPurchase(h).probabilityWithin(u);
                double error = 4.5 * Math.sqrt(p * (1 - p) / n) + 1.0 / n;
                assertEquals(p, (double) within[j] / n, error, () -> "F(" + u + ") of " + h);
            }
        }
    }

    // --- the customer's own rates ------------------------------------------------------------------------------------

    @Test
    public void ratesAreDistributionsThatAgreeWithTheModel() {
        if (!(model() instanceof RatesModel model)) {
            return;
        }
        forAll(h -> {
            CustomerRates rates = model.rates(h);
            assertClose(model.probabilityAlive(h), rates.probabilityAlive(), "P(alive) of " + h);
            Distribution purchases = rates.purchaseRate();
            assertIsDistribution(purchases, "purchase rate of " + h);
            if (rates.dropout().isEmpty()) {
                assertEquals(1, rates.probabilityAlive(), 0.0, "where nobody leaves, all are alive");
                assertEquals(0, rates.covariance(), 0.0, "where nobody leaves, nothing varies with it");
                return;
            }
            Distribution dropout = rates.dropout().get();
            assertIsDistribution(dropout, "dropout of " + h);
            double most = purchases.standardDeviation() * dropout.standardDeviation();
            assertTrue(
                    Math.abs(rates.covariance()) <= most * (1 + 1e-9),
                    () -> rates.covariance() + " of at most " + most);
        });
    }

    private void assertIsDistribution(Distribution rate, String what) {
        assertTrue(rate.mean() > 0 && rate.mean() < Double.POSITIVE_INFINITY, () -> "mean " + rate.mean() + what);
        assertTrue(rate.variance() >= 0, () -> "variance " + rate.variance() + what);
        Interval narrow = rate.interval(0.5);
        Interval wide = rate.interval(0.9);
        assertTrue(
                0 <= wide.lower()
                        && wide.lower() < narrow.lower()
                        && narrow.lower() < narrow.upper()
                        && narrow.upper() < wide.upper(),
                () -> narrow + " within " + wide + ", " + what);
        for (double p : new double[] {0.05, 0.5, 0.95}) {
            assertEquals(p, rate.probabilityBelow(rate.quantile(p)), 1e-8, () -> p + " quantile, " + what);
        }
        double infinity = Double.POSITIVE_INFINITY;
        assertEquals(0, rate.density(infinity), 0.0, () -> "density at infinity, " + what);
        assertEquals(1, rate.probabilityBelow(infinity), 1e-14, () -> "probability below infinity, " + what);
        assertStarts("x must be a number, was NaN", () -> rate.density(Double.NaN));
        assertStarts("x must be a number, was NaN", () -> rate.probabilityBelow(Double.NaN));
    }

    /**
     * What will be believed of the rates after another half year is, on average over what may happen in it, what is believed
     * now: of their means, their squares and their product.
     */
    @Test
    public void beliefsDoNotChangeOnAverage() {
        if (!(model() instanceof RatesModel model)) {
            return;
        }
        RandomGenerator random = new SplittableRandom(20260903);
        double length = 26;
        int n = Math.max(2, draws() / 10);
        for (PurchaseHistory h : fewHistories()) {
            double[] now = beliefs(model.rates(h));
            now[0] = model.probabilityAlive(h, length);
            double[] sum = new double[now.length];
            double[] square = new double[now.length];
            for (int i = 0; i < n; i++) {
                double[] then = beliefs(model.rates(later(h, model.simulatePurchases(h, length, random), length)));
                for (int j = 0; j < now.length; j++) {
                    sum[j] += then[j] - now[j];
                    square[j] += (then[j] - now[j]) * (then[j] - now[j]);
                }
            }
            for (int j = 0; j < now.length; j++) {
                int figure = j;
                double error = 5 * Math.sqrt(square[j]) / n + 1e-9 * Math.abs(now[j]);
                assertEquals(0, sum[j] / n, error, () -> "change of belief " + figure + " of " + h);
            }
        }
    }

    /** P(alive), E[rate], E[rate^2], E[dropout], E[dropout^2], E[rate dropout]. */
    private static double[] beliefs(CustomerRates rates) {
        double rate = rates.purchaseRate().mean();
        double dropout = rates.dropout().map(Distribution::mean).orElse(0.0);
        return new double[] {
            rates.probabilityAlive(),
            rate,
            rates.purchaseRate().variance() + rate * rate,
            dropout,
            rates.dropout().map(Distribution::variance).orElse(0.0) + dropout * dropout,
            rates.covariance() + rate * dropout
        };
    }

    // --- columns -----------------------------------------------------------------------------------------------------

    @Test
    public void columnsAreTheSingleFormsToTheBit() {
        PurchaseModel m = model();
        PurchaseHistories all = histories();
        Span ahead = span(2, 15);
        DiscountRate rate = DiscountRate.ofContinuous(0.0027, m.unit());
        Horizon year = Horizon.of(52, m.unit());
        double[] likelihood = m.logLikelihood(all);
        double[] alive = m.probabilityAlive(all);
        double[] aliveLater = m.probabilityAlive(all, 13);
        double[] expected = m.expectedPurchases(all, ahead);
        double[] fromNow = m.expectedPurchases(all, span(0, 39));
        double[] two = m.probabilityOfPurchases(all, 2, ahead);
        double[] logOfTwo = m.logProbabilityOfPurchases(all, 2, ahead);
        double[] odds = m.logOddsOfHavingLeft(all);
        double[] discounted = m.discountedPurchases(all, rate, year);
        double[] forever = m.discountedPurchases(all, rate, Horizon.FOREVER);
        for (int i = 0; i < all.size(); i++) {
            PurchaseHistory h = all.row(i);
            assertEquals(m.logLikelihood(h), likelihood[i], 0.0, () -> "log-likelihood of " + h);
            assertEquals(m.probabilityAlive(h), alive[i], 0.0, () -> "P(alive) of " + h);
            assertEquals(m.probabilityAlive(h, 13), aliveLater[i], 0.0, () -> "P(alive) later of " + h);
            assertEquals(
                    m.expectedPurchases(h, ahead), expected[i], columnTolerance() * expected[i], () -> "E of " + h);
            assertEquals(expected(h, 0, 39), fromNow[i], columnTolerance() * fromNow[i], () -> "E from now of " + h);
            assertEquals(m.probabilityOfPurchases(h, 2, ahead), two[i], 0.0, () -> "P(2) of " + h);
            assertEquals(m.logProbabilityOfPurchases(h, 2, ahead), logOfTwo[i], 0.0, () -> "ln P(2) of " + h);
            assertEquals(m.logOddsOfHavingLeft(h), odds[i], 0.0, () -> "odds of having left of " + h);
            assertEquals(
                    m.discountedPurchases(h, rate, year),
                    discounted[i],
                    columnTolerance() * discounted[i],
                    () -> "D of " + h);
            assertEquals(
                    m.discountedPurchases(h, rate, Horizon.FOREVER),
                    forever[i],
                    columnTolerance() * forever[i],
                    () -> "D for ever of " + h);
        }
        PurchaseHistories few = columns(fewHistories(), m.unit());
        double[] variance = m.varianceOfPurchases(few, ahead);
        double[] discountedVariance = m.varianceOfDiscountedPurchases(few, rate, Horizon.of(4, m.unit()));
        for (int i = 0; i < few.size(); i++) {
            PurchaseHistory h = few.row(i);
            assertEquals(m.varianceOfPurchases(h, ahead), variance[i], 0.0, () -> "variance of " + h);
            assertEquals(
                    m.varianceOfDiscountedPurchases(h, rate, Horizon.of(4, m.unit())),
                    discountedVariance[i],
                    0.0,
                    () -> "discounted variance of " + h);
        }
        assertEquals(0, m.expectedPurchases(columns(List.of(), m.unit()), ahead).length, "no rows, no results");
    }

    @Test
    public void columnsOfTheNextPurchaseAndOfRatesAreTheSingleFormsToTheBit() {
        PurchaseModel m = model();
        PurchaseHistories all = histories();
        double[] within = m.probabilityOfBuyingWithin(all, 13);
        double[] quarter = m.nextPurchaseQuantile(all, 0.25);
        double[] rate =
                m instanceof RatesModel r ? r.rates(all, c -> c.purchaseRate().mean()) : new double[0];
        for (int i = 0; i < all.size(); i++) {
            PurchaseHistory h = all.row(i);
            NextPurchase next = m.nextPurchase(h);
            double f = next.probabilityWithin(13);
            assertEquals(f, within[i], columnTolerance() * f, () -> "F of " + h);
            double q = next.quantile(0.25).orElse(Double.POSITIVE_INFINITY);
            double error = q == Double.POSITIVE_INFINITY ? 0 : columnTolerance() * q;
            assertEquals(q, quarter[i], error, () -> "quantile of " + h);
            if (m instanceof RatesModel r) {
                assertEquals(r.rates(h).purchaseRate().mean(), rate[i], 0.0, () -> "rate of " + h);
            }
        }
        assertStarts("u must be finite and >= 0", () -> m.probabilityOfBuyingWithin(all, -1));
        assertStarts("p must be ", () -> m.nextPurchaseQuantile(all, 1));
    }

    /**
     * Relative difference allowed between the column and the single form of an expectation: 0, to the bit, unless a model
     * shares work between rows and says how far that moves a result.
     */
    protected double columnTolerance() {
        return 0;
    }

    // --- units -------------------------------------------------------------------------------------------------------

    @Test
    public void historiesInAnotherUnitAreRefused() {
        PurchaseModel m = model();
        PeriodUnit other = m.unit() == PeriodUnit.DAY ? PeriodUnit.WEEK : PeriodUnit.DAY;
        PurchaseHistory h = PurchaseHistory.of(2, 30, 39, other);
        PurchaseHistories all = columns(List.of(h), other);
        Span ahead = span(0, 1);
        DiscountRate rate = DiscountRate.ofAnnual(0.1);
        List<Runnable> calls = new ArrayList<>(List.of(
                () -> m.logLikelihood(h),
                () -> m.probabilityAlive(h),
                () -> m.probabilityAlive(h, 1),
                () -> m.expectedPurchases(h, ahead),
                () -> m.probabilityOfPurchases(h, 1, ahead),
                () -> m.simulatePurchases(h, 1, new SplittableRandom(1)),
                () -> m.discountedPurchases(h, rate, Horizon.FOREVER),
                () -> m.varianceOfDiscountedPurchases(h, rate, Horizon.ofYears(1)),
                () -> m.varianceOfPurchases(h, ahead),
                () -> m.logLikelihood(all),
                () -> m.probabilityAlive(all),
                () -> m.probabilityAlive(all, 1),
                () -> m.expectedPurchases(all, ahead),
                () -> m.probabilityOfPurchases(all, 1, ahead),
                () -> m.logProbabilityOfPurchases(all, 1, ahead),
                () -> m.logOddsOfHavingLeft(all),
                () -> m.discountedPurchases(all, rate, Horizon.FOREVER),
                () -> m.varianceOfPurchases(all, ahead),
                () -> m.nextPurchase(h),
                () -> m.probabilityOfBuyingWithin(all, 1),
                () -> m.nextPurchaseQuantile(all, 0.5)));
        if (m instanceof RatesModel rates) {
            calls.add(() -> rates.rates(h));
            calls.add(() -> rates.rates(all, CustomerRates::probabilityAlive));
        }
        for (Runnable call : calls) {
            String message =
                    assertThrows(IllegalArgumentException.class, call::run).getMessage();
            String start = "histories must be in the model's unit " + m.unit() + ", were in " + other;
            assertTrue(message.startsWith(start), message);
        }
    }

    @Test
    public void spansAreReadInTheirOwnUnit() {
        PurchaseHistory h = fewHistories().get(1);
        Span inUnit = Span.between(3, 20, model().unit());
        Span inDays = inUnit.per(PeriodUnit.DAY);
        double expected = model().expectedPurchases(h, inUnit);
        assertEquals(expected, model().expectedPurchases(h, inDays), 10 * tolerance() * expected, "expectation");
        double p = model().probabilityOfPurchases(h, 1, inUnit);
        assertEquals(p, model().probabilityOfPurchases(h, 1, inDays), 10 * tolerance() * p, "probability");
        double variance = model().varianceOfPurchases(h, inUnit);
        assertEquals(variance, model().varianceOfPurchases(h, inDays), 100 * tolerance() * variance, "variance");
    }

    @Test
    public void anotherUnitOfTimeChangesNothing() {
        PeriodUnit other = model().unit() == PeriodUnit.DAY ? PeriodUnit.WEEK : PeriodUnit.DAY;
        Optional<PurchaseModel> same = rescaled(other);
        if (same.isEmpty()) {
            return;
        }
        PurchaseModel twin = same.get();
        double scale = other.from(1, model().unit());
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        forAll(h -> {
            PurchaseHistory there = PurchaseHistory.of(h.frequency(), h.recency() * scale, h.age() * scale, other);
            String of = " of " + h;
            assertClose(model().probabilityAlive(h), twin.probabilityAlive(there), "P(alive)" + of);
            assertClose(expected(h, 0, 39), twin.expectedPurchases(there, span(0, 39)), "expectation" + of);
            assertClose(
                    model().discountedPurchases(h, rate, Horizon.FOREVER),
                    twin.discountedPurchases(there, rate, Horizon.FOREVER),
                    "discounted" + of);
            double likelihood = model().logLikelihood(h);
            assertEquals(
                    likelihood,
                    twin.logLikelihood(there) + h.frequency() * Math.log(scale),
                    10 * tolerance() * (1 + Math.abs(likelihood)),
                    "log-likelihood" + of);
        });
    }

    private void assertClose(double a, double b, String what) {
        assertEquals(a, b, 100 * tolerance() * a, what);
    }

    // --- the model itself --------------------------------------------------------------------------------------------

    @Test
    public void parametersGoRoundAndAreChecked() {
        PurchaseModel m = model();
        assertNotNull(m.unit());
        double[] parameters = m.parameters();
        assertEquals(m.parameterNames().size(), parameters.length, "a name for each parameter");
        boolean positive = m.parameterScale() == Estimate.Scale.LOG;
        // logarithms of what the model has go round to rounding
        double rounding = positive ? 0 : 1e-12;
        assertArrayEquals(parameters, m.withParameters(parameters).parameters(), rounding);
        if (positive) {
            assertEquals(m, m.withParameters(parameters));
        }
        double[] wrong = positive
                ? new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}
                : new double[] {Double.NaN, Double.POSITIVE_INFINITY};
        String rule = positive ? " must be finite and > 0" : " must be finite";
        for (int j = 0; j < parameters.length; j++) {
            double[] changed = m.parameters();
            changed[j] *= 1.5;
            assertArrayEquals(changed, m.withParameters(changed).parameters(), rounding);
            for (double bad : wrong) {
                changed[j] = bad;
                String message = assertThrows(IllegalArgumentException.class, () -> m.withParameters(changed))
                        .getMessage();
                assertTrue(message.startsWith(m.parameterNames().get(j) + rule), message);
            }
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> m.withParameters(new double[parameters.length + 1]))
                .getMessage();
        assertTrue(message.startsWith("parameters must be " + parameters.length + " values"), message);
    }

    @Test
    public void badArgumentsAreNamed() {
        PurchaseModel m = model();
        PurchaseHistory h = fewHistories().get(0);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertStarts("later must be finite and >= 0", () -> m.probabilityAlive(h, bad));
            assertStarts("length must be finite and >= 0", () -> m.simulatePurchases(h, bad, new SplittableRandom(1)));
        }
        assertStarts("n must be >= 0", () -> m.probabilityOfPurchases(h, -1, span(0, 1)));
    }

    /** What is wrong with the arguments of a column is said before there is a row. */
    @Test
    public void badArgumentsOfColumnsAreNamedWithoutRows() {
        PurchaseModel m = model();
        PurchaseHistories none = columns(List.of(), m.unit());
        assertStarts("later must be finite and >= 0", () -> m.probabilityAlive(none, Double.NaN));
        assertStarts("n must be >= 0", () -> m.probabilityOfPurchases(none, -1, span(0, 1)));
        assertStarts("n must be >= 0", () -> m.logProbabilityOfPurchases(none, -1, span(0, 1)));
        assertStarts("u must be finite and >= 0", () -> m.probabilityOfBuyingWithin(none, Double.NaN));
        assertStarts("p must be ", () -> m.nextPurchaseQuantile(none, Double.NaN));
    }

    @Test
    public void nextPurchaseSaysWhatItIs() {
        for (PurchaseHistory h : fewHistories()) {
            NextPurchase next = model().nextPurchase(h);
            String said = next.toString();
            assertTrue(said.contains(Double.toString(next.probabilityEver())), said);
            assertTrue(!said.contains("@"), said);
        }
    }

    private static void assertStarts(String start, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    public void travelsAsBytes() throws IOException, ClassNotFoundException {
        assertTrue(model() instanceof Serializable, "a model is Serializable");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(model(), in.readObject());
        }
    }

    @Test
    public void nothingIsEverNaN() {
        forAll(h -> {
            assertTrue(Double.isFinite(model().logLikelihood(h)), () -> "log-likelihood of " + h);
            for (double[] s : new double[][] {{0, 1e-6}, {0, 1}, {5, 9}, {100, 1000}}) {
                assertTrue(Double.isFinite(expected(h, s[0], s[1])), () -> "expectation of " + h);
                for (int n : new int[] {0, 1, 3, 50}) {
                    double p = model().probabilityOfPurchases(h, n, span(s[0], s[1]));
                    assertTrue(p >= 0 && p <= 1, () -> "P(" + n + ") " + p + " of " + h);
                }
            }
        });
    }

    private void forAll(Consumer<PurchaseHistory> law) {
        PurchaseHistories all = histories();
        assertTrue(all.size() > 0, "histories() must have rows");
        for (int i = 0; i < all.size(); i++) {
            law.accept(all.row(i));
        }
    }

    private Span span(double from, double to) {
        return Span.between(from, to, model().unit());
    }

    private double expected(PurchaseHistory h, double from, double to) {
        return model().expectedPurchases(h, span(from, to));
    }

    private double discounted(PurchaseHistory h, double delta, Horizon horizon) {
        return model().discountedPurchases(h, DiscountRate.ofContinuous(delta, model().unit()), horizon);
    }

    static PurchaseHistories columns(List<PurchaseHistory> rows, PeriodUnit unit) {
        int[] x = rows.stream().mapToInt(PurchaseHistory::frequency).toArray();
        double[] tx = rows.stream().mapToDouble(PurchaseHistory::recency).toArray();
        double[] t = rows.stream().mapToDouble(PurchaseHistory::age).toArray();
        return PurchaseHistories.ofColumns(x, tx, t, unit);
    }

    /** The model stripped of everything it does better than the general defaults. */
    record EssentialsOnly(PurchaseModel model) implements PurchaseModel {
        @Override
        public PeriodUnit unit() {
            return model.unit();
        }

        @Override
        public List<String> parameterNames() {
            return model.parameterNames();
        }

        @Override
        public double[] parameters() {
            return model.parameters();
        }

        @Override
        public PurchaseModel withParameters(double... parameters) {
            return new EssentialsOnly(model.withParameters(parameters));
        }

        @Override
        public double logLikelihood(PurchaseHistory history) {
            return model.logLikelihood(history);
        }

        @Override
        public double probabilityAlive(PurchaseHistory history, double later) {
            return model.probabilityAlive(history, later);
        }

        @Override
        public double expectedPurchases(PurchaseHistory history, Span ahead) {
            return model.expectedPurchases(history, ahead);
        }

        @Override
        public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
            return model.probabilityOfPurchases(history, n, ahead);
        }

        @Override
        public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
            return model.simulatePurchases(history, length, random);
        }
    }
}
