package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Laws of the GGompertz/NBD, and of what it shares with the Pareto/NBD, over the whole stated range. */
@Seeded
class GGompertzNbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static double logUniform(SplittableRandom random, double low, double high) {
        return Math.exp(Math.log(low) + random.nextDouble() * Math.log(high / low));
    }

    /** Parameters over eight orders of magnitude, with s = 1, r = 1 and beta = 1, and their neighbours, among them. */
    private static GGompertzNbd model(SplittableRandom random) {
        double[] p = new double[5];
        for (int j = 0; j < 5; j++) {
            p[j] = logUniform(random, 1e-4, 1e4);
        }
        double near = 1 + (random.nextInt(3) - 1) * logUniform(random, 1e-16, 1e-3);
        switch (random.nextInt(6)) {
            case 0 -> p[3] = near;
            case 1 -> p[0] = near;
            case 2 -> p[4] = near;
            default -> {}
        }
        return new GGompertzNbd(p[0], p[1], p[2], p[3], p[4], WEEK);
    }

    private static void lawsHold(RatesModel m, PurchaseHistory h, SplittableRandom random) {
        double t1 = logUniform(random, 1e-6, 1e6);
        double t2 = t1 + logUniform(random, 1e-6, 1e6);
        double delta = logUniform(random, 1e-8, 12);
        int n = random.nextBoolean() ? random.nextInt(4) : (int) logUniform(random, 1, 1e5);
        DiscountRate rate = DiscountRate.ofContinuous(delta, WEEK);
        String at = m + " " + h + " (" + t1 + ", " + t2 + "] delta " + delta + " n " + n;

        assertTrue(Double.isFinite(m.logLikelihood(h)), at);
        double alive = m.probabilityAlive(h);
        assertTrue(alive >= 0 && alive <= 1, at);
        double odds = m.logOddsOfHavingLeft(h);
        assertTrue(odds < Double.POSITIVE_INFINITY, at);
        double later = m.probabilityAlive(h, t1);
        assertTrue(later >= 0 && later <= alive, at);

        double start = m.expectedPurchases(h, Span.first(t1, WEEK));
        double rest = m.expectedPurchases(h, Span.between(t1, t2, WEEK));
        double whole = m.expectedPurchases(h, Span.first(t2, WEEK));
        assertTrue(start >= 0 && rest >= 0 && whole < Double.POSITIVE_INFINITY, at);
        assertClose(whole, start + rest, 1e-11, at);
        double slope = alive * (m.parameters()[0] + h.frequency()) / (m.parameters()[1] + h.age());
        assertTrue(whole <= slope * t2 * (1 + 1e-12) + Double.MIN_NORMAL, at);
        assertTrue(rest <= slope * (t2 - t1) * (1 + 1e-12) + Double.MIN_NORMAL, at);

        double log = m.logProbabilityOfPurchases(h, n, Span.between(t1, t2, WEEK));
        assertTrue(log <= 0, at);
        double none = m.probabilityOfPurchases(h, 0, Span.first(t1, WEEK));
        assertTrue(none >= (1 - alive) * (1 - 1e-12) && none <= 1, at);
        // at least one purchase is no likelier than purchases are many
        assertTrue(1 - none <= start * (1 + 1e-12) + 1e-12, at);

        double det = m.discountedPurchases(h, rate, Horizon.of(t2, WEEK));
        double dert = m.discountedPurchases(h, rate, Horizon.FOREVER);
        assertTrue(det >= 0 && det <= whole * (1 + 1e-11), at);
        assertTrue(dert >= det * (1 - 1e-11) && dert < Double.POSITIVE_INFINITY, at);
        assertTrue(dert <= slope / delta * (1 + 1e-11) + Double.MIN_NORMAL, at);

        double variance = m.varianceOfPurchases(h, Span.between(t1, t2, WEEK));
        assertTrue(variance >= rest * (1 - 1e-11) && variance < Double.POSITIVE_INFINITY, at);
        double discounted = m.varianceOfDiscountedPurchases(h, rate, Horizon.of(t2, WEEK));
        double forever = m.varianceOfDiscountedPurchases(h, rate, Horizon.FOREVER);
        assertTrue(discounted >= 0 && discounted < Double.POSITIVE_INFINITY, at);
        assertTrue(forever >= 0 && forever < Double.POSITIVE_INFINITY, at);
        assertTrue(discounted <= m.varianceOfPurchases(h, Span.first(t2, WEEK)) * (1 + 1e-10), at);

        NextPurchase next = m.nextPurchase(h);
        double within = next.probabilityWithin(t1);
        double ever = next.probabilityEver();
        assertEquals(1 - none, within, 1e-11, at);
        assertTrue(within >= 0 && within <= ever * (1 + 1e-12) && ever <= alive * (1 + 1e-12), at);
    }

    private static void ratesObeyTheirs(RatesModel m, PurchaseHistory h, SplittableRandom random) {
        double p = random.nextDouble();
        String at = m + " " + h + " p " + p;
        CustomerRates rates = m.rates(h);
        double odds = m.logOddsOfHavingLeft(h);
        assertClose(m.probabilityAlive(h), rates.probabilityAlive(), 1e-10 + 1e-15 * Math.abs(odds), at);
        Distribution lambda = rates.purchaseRate();
        Distribution eta = rates.dropout().orElseThrow();
        assertTrue(lambda.mean() > 0 && lambda.mean() < Double.POSITIVE_INFINITY, at);
        assertTrue(lambda.variance() >= 0 && lambda.variance() < Double.POSITIVE_INFINITY, at);
        assertTrue(eta.mean() >= 0 && eta.mean() < Double.POSITIVE_INFINITY, at);
        assertTrue(eta.variance() >= 0 && eta.variance() < Double.POSITIVE_INFINITY, at);
        double bound = lambda.standardDeviation() * eta.standardDeviation();
        // after b T in the hundreds the square of eta is no longer a double
        if (eta.variance() > Double.MIN_NORMAL) {
            assertTrue(Math.abs(rates.covariance()) <= bound * (1 + 1e-9), at);
        }
        for (Distribution d : List.of(lambda, eta)) {
            double q = d.quantile(p);
            assertTrue(q >= 0 && q < Double.POSITIVE_INFINITY, at);
            if (q > 1e-290) {
                // shapes of 1e5 have that many units in the last place of x on the scale of their deviation
                assertEquals(p, d.probabilityBelow(q), 1e-9, at);
                assertTrue(d.density(q) >= 0 && d.density(q) < Double.POSITIVE_INFINITY, at);
            }
        }
    }

    @Example
    void nothingLeavesItsLawAnywhere() {
        int draws = Integer.getInteger("customerequity.sweep", 4_000);
        SplittableRandom random = new SplittableRandom(2012);
        for (int i = 0; i < draws; i++) {
            GGompertzNbd m = model(random);
            PurchaseHistory h = ParetoNbdProperties.history(random);
            lawsHold(m, h, random);
            if (i % 20 == 0) {
                ratesObeyTheirs(m, h, random);
            }
        }
    }

    @Example
    void norDoesTheNextPurchaseOfTheParetoNbd() {
        int draws = Integer.getInteger("customerequity.sweep", 2_000);
        SplittableRandom random = new SplittableRandom(1987);
        for (int i = 0; i < draws; i++) {
            ParetoNbd m = ParetoNbdProperties.model(random);
            PurchaseHistory h = ParetoNbdProperties.history(random);
            lawsHold(m, h, random);
            if (i % 20 == 0) {
                ratesObeyTheirs(m, h, random);
            }
        }
    }

    /** The density of a life integrates to the chance that it ends, however sudden the end. */
    @Example
    void livesEndOnce() {
        int draws = Integer.getInteger("customerequity.sweep", 5_000);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < draws; i++) {
            GGompertzNbd m = model(random);
            GompertzLife life = GompertzLife.ofNew(m.b(), m.s(), m.beta())
                    .after(random.nextBoolean() ? 0 : logUniform(random, 1e-6, 1e6));
            double end = logUniform(random, 1e-6, 1e6);
            double mass = Math.exp(LifetimeKernel.logSilentDeath(1e-300, 1, life, end));
            assertClose(-Math.expm1(life.logSurvival(end)), mass, 1e-13, life + " within " + end);
        }
    }

    /** The general integrals with Pareto's lives against the closed forms and log-concave integrals of the Pareto/NBD. */
    @Example
    void sharedIntegralsAgreeWithThoseOfTheParetoNbd() {
        int draws = Integer.getInteger("customerequity.sweep", 3_000);
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < draws; i++) {
            double r = logUniform(random, 0.05, 1e4);
            double alpha = logUniform(random, 1e-4, 1e4);
            double s = logUniform(random, 0.05, 1e4);
            double beta = logUniform(random, 1e-4, 1e4);
            PurchaseHistory h = ParetoNbdProperties.history(random);
            ParetoNbd m = new ParetoNbd(r, alpha, s, beta, WEEK);
            ParetoLife life = new ParetoLife(s, beta);
            double w = h.age() - h.recency();
            double bigR = r + h.frequency();
            double a = alpha + h.age();
            ParetoLife now = life.after(h.age());
            String at = m + " " + h;
            double odds = m.logOddsOfHavingLeft(h);
            if (w > 0) {
                double general =
                        LifetimeKernel.logOddsOfHavingLeft(bigR, alpha + h.recency(), life.after(h.recency()), w);
                assertEquals(odds, general, 1e-12 * (1 + Math.abs(odds)) + 1e-15 * bigR, at);
            }
            double likelihood = m.logLikelihood(h);
            assertEquals(
                    likelihood,
                    LifetimeKernel.logLikelihood(r, alpha, life, h.frequency(), h.recency(), h.age()),
                    1e-13 * (1 + Math.abs(likelihood) + h.frequency()),
                    at);
            double t1 = random.nextInt(3) == 0 ? 0 : logUniform(random, 1e-6, 1e6);
            double t2 = t1 + logUniform(random, 1e-6, 1e6);
            assertClose(
                    ParetoNbdKernel.timeAlive(s, now.d(), t1, t2), LifetimeKernel.timeAlive(now, t1, t2), 1e-12, at);
            int n = random.nextInt(3) == 0 ? 0 : (int) logUniform(random, 1, 1e5);
            double log = ParetoNbdKernel.logProbability(n, bigR, a, s, now.d(), t1, t2);
            assertEquals(
                    log,
                    LifetimeKernel.logProbability(n, bigR, a, now, t1, t2),
                    1e-12 * (1 + Math.abs(log)) + 1e-14 * n + 1e-15 * bigR,
                    at);
            double delta = logUniform(random, 1e-4, 12);
            assertClose(
                    ParetoNbdKernel.discountedTimeAlive(s, now.d(), delta, Double.POSITIVE_INFINITY),
                    LifetimeKernel.discountedTimeAlive(now, delta, Double.POSITIVE_INFINITY),
                    1e-12,
                    at);
            ParetoNbdKernel.AliveMoments own = ParetoNbdKernel.aliveMoments(s, now.d(), delta, t1, t2);
            ParetoNbdKernel.AliveMoments general = LifetimeKernel.aliveMoments(now, delta, t1, t2);
            assertClose(own.mean(), general.mean(), 1e-12, at);
            assertClose(own.meanSquare(), general.meanSquare(), 1e-12, at);
            assertEquals(own.variance(), general.variance(), 1e-12 * own.meanSquare() + Double.MIN_NORMAL, at);
            double u = logUniform(random, 1e-6, 1e6);
            assertClose(
                    ParetoNbdKernel.probabilityWithin(bigR, a, s, now.d(), u),
                    LifetimeKernel.probabilityWithin(bigR, a, now, u),
                    1e-12,
                    at);
        }
    }

    @Property(tries = 30)
    void countsAddToOneAndToTheirMoments(
            @ForAll @IntRange(max = 12) int x,
            @ForAll @DoubleRange(max = 1) double share,
            @ForAll @DoubleRange(min = 1, max = 50) double age,
            @ForAll @DoubleRange(max = 20) double from,
            @ForAll @DoubleRange(min = 0.5, max = 20) double length) {
        GGompertzNbd m = new GGompertzNbd(0.9, 6, 0.1, 0.8, 15, WEEK);
        PurchaseHistory h = PurchaseHistory.of(x, x == 0 ? 0 : share * age, age, WEEK);
        Span ahead = Span.between(from, from + length, WEEK);
        double sum = 0;
        double mean = 0;
        double square = 0;
        for (int n = 0; n < 600; n++) {
            double p = m.probabilityOfPurchases(h, n, ahead);
            sum += p;
            mean += n * p;
            square += (double) n * n * p;
        }
        assertEquals(1, sum, 1e-11);
        assertClose(m.expectedPurchases(h, ahead), mean, 1e-9, "mean");
        assertClose(m.varianceOfPurchases(h, ahead), square - mean * mean, 1e-8, "variance");
    }

    /** Tables against single rows, on bases of every kind; equal to the bit where rows are too few to share. */
    @Property(tries = 6)
    void columnsEqualSingleRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GGompertzNbd m = random.nextInt(3) == 0
                ? model(random)
                : new GGompertzNbd(
                        logUniform(random, .2, 5),
                        logUniform(random, 1, 50),
                        logUniform(random, 1e-3, .3),
                        logUniform(random, .2, 5),
                        logUniform(random, .01, 100),
                        WEEK);
        int rows = random.nextInt(4) == 0 ? 20 : 1000;
        int[] x = new int[rows];
        double[] tx = new double[rows];
        double[] age = new double[rows];
        for (int i = 0; i < rows; i++) {
            age[i] = 20 + 40 * random.nextDouble();
            x[i] = random.nextInt(6);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, tx, age, WEEK);
        Span ahead = Span.between(2, 41, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        Horizon horizon = random.nextBoolean() ? Horizon.FOREVER : Horizon.ofYears(2);
        double[][] columns = {
            m.probabilityAlive(all),
            m.probabilityAlive(all, 5),
            m.expectedPurchases(all, ahead),
            m.discountedPurchases(all, rate, horizon),
            m.varianceOfPurchases(all, ahead),
            m.varianceOfDiscountedPurchases(all, rate, horizon)
        };
        for (int i = 0; i < rows; i += 7) {
            PurchaseHistory h = all.row(i);
            double odds = m.logOddsOfHavingLeft(h);
            double[] single = {
                m.probabilityAlive(h),
                m.probabilityAlive(h, 5),
                m.expectedPurchases(h, ahead),
                m.discountedPurchases(h, rate, horizon),
                m.varianceOfPurchases(h, ahead),
                m.varianceOfDiscountedPurchases(h, rate, horizon)
            };
            for (int j = 0; j < single.length; j++) {
                String at = m + " " + h + " column " + j;
                if (rows < 256) {
                    assertEquals(single[j], columns[j][i], 0.0, at);
                } else if (odds > 600) {
                    // where P(alive) has fewer digits than a normal double
                    assertTrue(columns[j][i] < 1e-250, at);
                } else {
                    assertClose(single[j], columns[j][i], (j < 4 ? 1e-11 : 1e-10) + 1e-15 * Math.max(0, odds), at);
                }
            }
        }
    }
}
