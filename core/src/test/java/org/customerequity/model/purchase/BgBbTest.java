package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.customerequity.Checks;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Time in steps, what is refused, and the BG/BB against sums and simulations that know nothing of its formulas. */
class BgBbTest {
    private static final PeriodUnit YEAR = PeriodUnit.YEAR;
    private static final BgBb MODEL = new BgBb(1.204, 0.75, 0.657, 2.783, YEAR);
    private static final PurchaseHistory DONOR = PurchaseHistory.of(2, 4, 6, YEAR);

    // --- whole opportunities

    @Test
    void aSpanHoldsTheWholeNumbersInIt() {
        double second = MODEL.expectedPurchases(DONOR, Span.between(1, 2, YEAR));
        assertEquals(second, MODEL.expectedPurchases(DONOR, Span.between(1.99, 2.99, YEAR)), 0.0);
        assertEquals(second, MODEL.expectedPurchases(DONOR, Span.between(12, 24, PeriodUnit.MONTH)), 0.0);
        assertEquals(0, MODEL.expectedPurchases(DONOR, Span.between(2, 2.99, YEAR)), 0.0);
        assertEquals(1, MODEL.probabilityOfPurchases(DONOR, 0, Span.first(0.9, YEAR)), 0.0);
        assertEquals(0, MODEL.probabilityOfPurchases(DONOR, 3, Span.first(2.5, YEAR)), 0.0);
        assertEquals(Double.NEGATIVE_INFINITY, MODEL.logProbabilityOfPurchases(DONOR, 3, Span.first(2.5, YEAR)), 0.0);
        assertEquals(MODEL.probabilityAlive(DONOR, 3), MODEL.probabilityAlive(DONOR, 3.7), 0.0);
        assertEquals(0, MODEL.discountedPurchases(DONOR, DiscountRate.ofAnnual(0.1), Horizon.ofYears(0.5)), 0.0);
        assertEquals(
                MODEL.discountedPurchases(DONOR, DiscountRate.ofAnnual(0.1), Horizon.ofYears(5)),
                MODEL.discountedPurchases(DONOR, DiscountRate.ofAnnual(0.1), Horizon.of(71, PeriodUnit.MONTH)),
                0.0);
    }

    @Test
    void theNextPurchaseComesAtAnOpportunity() {
        NextPurchase next = MODEL.nextPurchase(DONOR);
        assertEquals(0, next.probabilityWithin(0.99), 0.0);
        assertEquals(next.probabilityWithin(1), next.probabilityWithin(1.5), 0.0);
        assertEquals(OptionalDouble.of(1), next.quantile(next.probabilityWithin(1)));
        assertEquals(OptionalDouble.of(2), next.quantile(Math.nextUp(next.probabilityWithin(1))));
        assertEquals(OptionalDouble.empty(), next.quantile(next.probabilityEver()));
        // far out, where the distribution is an integral: the opportunity that reaches it, and none before
        BgBb slow = new BgBb(0.05, 4, 0.001, 50, YEAR);
        NextPurchase late = slow.nextPurchase(PurchaseHistory.newCustomer(YEAR));
        double p = 0.25;
        double k = late.quantile(p).orElseThrow();
        assertTrue(k > 1000 && k == Math.rint(k), () -> "quantile " + k);
        assertTrue(late.probabilityWithin(k) >= p && late.probabilityWithin(k - 1) < p);
    }

    @Test
    void whatCannotHaveHappenedIsRefused() {
        String hint = " (the BG/BB counts opportunities: build histories with Opportunities)";
        Checks.rejects(
                "age must be a whole number of opportunities, was 6.5" + hint,
                () -> MODEL.logLikelihood(PurchaseHistory.of(2, 4, 6.5, YEAR)));
        Checks.rejects(
                "recency must be a whole number of opportunities, was 4.2" + hint,
                () -> MODEL.probabilityAlive(PurchaseHistory.of(2, 4.2, 6, YEAR)));
        Checks.rejects(
                "frequency must be <= recency 4.0, was 5 (at most one purchase at an opportunity)",
                () -> MODEL.nextPurchase(PurchaseHistory.of(5, 4, 6, YEAR)));
        Checks.rejects(
                "age must be <= 10000000 opportunities, was 1.0E8",
                () -> MODEL.rates(PurchaseHistory.of(0, 0, 1e8, YEAR)));
        Checks.rejects(
                "row 1: frequency must be <= recency 1.0, was 2 (at most one purchase at an opportunity)",
                () -> MODEL.probabilityAlive(
                        PurchaseHistories.ofColumns(new int[] {1, 2}, new double[] {1, 1}, new double[] {3, 3}, YEAR)));
        Checks.rejects(
                "row 0: age must be a whole number of opportunities, was 3.25" + hint,
                () -> BgBb.fit(
                        PurchaseHistories.ofColumns(new int[] {1}, new double[] {1}, new double[] {3.25}, YEAR)));
    }

    // --- independent routes

    /** All sequences of purchases at six opportunities, and for each the customer's end, by counting. */
    @Test
    void likelihoodsOfAllSequencesSumToOne() {
        for (BgBb model : new BgBb[] {MODEL, new BgBb(0.3, 7, 1, 0.2, YEAR), new BgBb(40, 1e-3, 1e-3, 90, YEAR)}) {
            int n = 6;
            double total = 0;
            double aliveTotal = 0;
            for (int bits = 0; bits < 1 << n; bits++) {
                int last = 32 - Integer.numberOfLeadingZeros(bits);
                PurchaseHistory h = PurchaseHistory.of(Integer.bitCount(bits), last, n, YEAR);
                double p = Math.exp(model.logLikelihood(h));
                total += p;
                aliveTotal += p * model.probabilityAlive(h);
            }
            assertEquals(1, total, 1e-13);
            assertEquals(model.probabilityAlive(PurchaseHistory.newCustomer(YEAR), n), aliveTotal, 1e-13);
        }
    }

    /** Of the customers simulated, those with one history are alive and buy on as that history says. */
    @Test
    void whatFollowsAHistoryIsWhatFollowedIt() {
        SplittableRandom random = new SplittableRandom(8);
        int n = 5;
        int seen = 0;
        int[] later = new int[4];
        for (int i = 0; i < 400_000; i++) {
            double[] times = MODEL.simulatePurchases(PurchaseHistory.newCustomer(YEAR), n + 3, random);
            int x = 0;
            double last = 0;
            int after = 0;
            for (double time : times) {
                x += time <= n ? 1 : 0;
                last = time <= n ? time : last;
                after += time > n ? 1 : 0;
            }
            if (x == 2 && last == 4) {
                seen++;
                later[after]++;
            }
        }
        PurchaseHistory h = PurchaseHistory.of(2, 4, n, YEAR);
        for (int k = 0; k <= 3; k++) {
            double p = MODEL.probabilityOfPurchases(h, k, Span.first(3, YEAR));
            assertEquals(p, (double) later[k] / seen, 4 * Math.sqrt(p * (1 - p) / seen), "P(" + k + ")");
        }
        double share = 3 * Math.exp(MODEL.logLikelihood(h)); // three sequences have this summary
        assertEquals(share, seen / 400_000.0, 4 * Math.sqrt(share / 400_000));
    }

    /** The first purchase, the count and the expectation are three views of one distribution, near and far. */
    @Test
    void oneLessNoneIsTheFirstPurchase() {
        for (BgBb model : new BgBb[] {MODEL, new BgBb(0.2, 3, 1, 30, YEAR), new BgBb(5, 90, 0.01, 2, YEAR)}) {
            PurchaseHistory h = PurchaseHistory.of(2, 4, 20, YEAR);
            NextPurchase next = model.nextPurchase(h);
            for (double m : new double[] {1, 3, 100, 3000, 50_000}) {
                double none = model.ahead(2, 20).logProbability(0, 0, m);
                double byCount = model.probabilityAlive(h) * -Math.expm1(none);
                assertEquals(byCount, next.probabilityWithin(m), 1e-12 * byCount, () -> m + " " + model);
            }
            assertEquals(next.probabilityEver(), next.probabilityWithin(1e15), 1e-6 * next.probabilityEver());
        }
    }

    /** A mean over theta by quadrature, whatever the sum would be. */
    @Test
    void sumsAreMeansOverTheDropout() {
        for (double[] dropout : new double[][] {{0.657, 8.783}, {1, 30}, {1.0000001, 5}, {0.02, 400}, {30, 2000}}) {
            double g = dropout[0];
            double d = dropout[1];
            OpportunitySums sums = new OpportunitySums(g, d);
            BetaNodes nodes = new BetaNodes(g, d);
            for (int m : new int[] {1, 40, 1999, 2001, 60_000}) {
                for (int from : new int[] {0, 7, 5000}) {
                    double byMean = nodes.mean((p, q) -> q == 0
                            ? 0
                            : Math.exp(from * (p < 0.5 ? Math.log1p(-p) : Math.log(q))) * q * geometric(p, m));
                    assertEquals(byMean, sums.expected(from, from + m), 1e-11 * byMean, () -> g + ", " + d + ", " + m);
                }
                double rate = 1e-4;
                double z = Math.exp(-rate);
                double discounted = nodes.mean((p, q) -> q == 0 ? 0 : q * z * geometric(-Math.expm1(-rate) + z * p, m));
                assertEquals(discounted, sums.discounted(rate, m), 1e-11 * discounted, () -> g + ", " + d + ", " + m);
                double pairs = 0;
                double earlier = 0;
                for (int l = 1; l <= m; l++) {
                    pairs += Math.exp(-rate * l) * sums.survival(l) * earlier;
                    earlier += Math.exp(-rate * l);
                }
                assertEquals(pairs, sums.pairs(0, m, rate), 1e-11 * pairs, () -> g + ", " + d + ", " + m);
            }
        }
    }

    private static double geometric(double gap, int m) {
        return -Math.expm1(m * Math.log1p(-gap)) / gap;
    }

    // --- the ladder of betas

    @Test
    void ladderIsTheMixtureOfItsSteps() {
        for (double[] shape : new double[][] {{0.3, 0.2}, {3.2, 2.75}, {40, 300}, {1, 1}}) {
            double[] weights = {0.1, 0, 0.25, 0.15, 0.3, 0.2};
            Distribution ladder = BetaLadder.of(shape[0], shape[1], weights);
            Distribution[] steps = new Distribution[weights.length];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = Distribution.beta(shape[0], shape[1] + i);
            }
            Distribution mixture = Distribution.mixture(java.util.List.of(steps), weights);
            assertEquals(mixture.mean(), ladder.mean(), 1e-14 * mixture.mean());
            assertEquals(mixture.variance(), ladder.variance(), 1e-13 * mixture.variance());
            for (double z : new double[] {-1, 0, 1e-9, 0.01, 0.3, 0.6, 0.97, 1 - 1e-9, 1, 2}) {
                double below = mixture.probabilityBelow(z);
                assertEquals(below, ladder.probabilityBelow(z), 1e-12 * below, () -> "at " + z);
                double density = mixture.density(z);
                assertEquals(density, ladder.density(z), 1e-11 * density, () -> "density at " + z);
            }
            for (double p : new double[] {1e-6, 0.05, 0.5, 0.9, 0.9999}) {
                double q = mixture.quantile(p);
                assertEquals(q, ladder.quantile(p), 1e-10 * q, () -> "quantile " + p);
            }
        }
        Checks.travels(BetaLadder.of(2, 3, new double[] {0.5, 0.5}));
        assertEquals(Distribution.beta(2, 3), BetaLadder.of(2, 3, new double[] {1}));
        assertEquals(
                "BetaLadder[a=2.0, b=2.0 to 3.0, mean 0.45]",
                BetaLadder.of(2, 2, new double[] {0.5, 0.5}).toString());
    }

    @Test
    void rowsInCommonAreFound() {
        int[] x = new int[5000];
        double[] t = new double[5000];
        double[] n = new double[5000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < x.length; i++) {
            n[i] = random.nextInt(1, 30);
            t[i] = random.nextInt((int) n[i] + 1);
            x[i] = t[i] == 0 ? 0 : 1 + random.nextInt((int) t[i]);
        }
        OpportunityRows rows = OpportunityRows.of(PurchaseHistories.ofColumns(x, t, n, YEAR));
        assertTrue(rows.size() < 5000, () -> rows.size() + " rows");
        int[] weight = new int[rows.size()];
        for (int i = 0; i < x.length; i++) {
            int j = rows.of(i);
            weight[j]++;
            assertArrayEquals(new int[] {x[i], (int) t[i], (int) n[i]}, new int[] {rows.x(j), rows.t(j), rows.n(j)});
        }
        for (int j = 0; j < weight.length; j++) {
            assertEquals(weight[j], rows.weight(j));
        }
        OpportunityRows ages = rows.ofAges();
        assertEquals(29, ages.size());
        for (int j = 0; j < rows.size(); j++) {
            assertEquals(rows.n(j), ages.n(ages.of(j)));
        }
    }
}
