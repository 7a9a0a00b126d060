package org.customerequity.model.purchase;

import static org.customerequity.model.purchase.ParetoNbdOracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Laws of the Pareto/NBD, over the whole stated range. */
@Seeded
class ParetoNbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static double logUniform(SplittableRandom random, double low, double high) {
        return Math.exp(Math.log(low) + random.nextDouble() * Math.log(high / low));
    }

    /** Parameters over eight orders of magnitude, with s = 1, r = 1 and alpha = beta, and their neighbours, among them. */
    static ParetoNbd model(SplittableRandom random) {
        double[] p = new double[4];
        for (int j = 0; j < 4; j++) {
            p[j] = logUniform(random, 1e-4, 1e4);
        }
        double near = 1 + (random.nextInt(3) - 1) * logUniform(random, 1e-16, 1e-3);
        switch (random.nextInt(6)) {
            case 0 -> p[2] = near;
            case 1 -> p[0] = near;
            case 2 -> p[3] = p[1] * near;
            default -> {}
        }
        return new ParetoNbd(p[0], p[1], p[2], p[3], WEEK);
    }

    static PurchaseHistory history(SplittableRandom random) {
        double age = logUniform(random, 1e-6, 1e6);
        int x = random.nextInt(4) == 0 ? 0 : (int) logUniform(random, 1, 1e5);
        double recency = switch (random.nextInt(4)) {
            case 0 -> age * (1 - logUniform(random, 1e-15, 1));
            case 1 -> age * logUniform(random, 1e-12, 1);
            case 2 -> random.nextInt(8) == 0 ? age : age * random.nextDouble();
            default -> age * random.nextDouble();
        };
        return PurchaseHistory.of(x, x == 0 ? 0 : recency, age, WEEK);
    }

    private static void lawsHold(SplittableRandom random) {
        ParetoNbd m = model(random);
        PurchaseHistory h = history(random);
        double t1 = logUniform(random, 1e-6, 1e6);
        double t2 = t1 + logUniform(random, 1e-6, 1e6);
        double delta = logUniform(random, 1e-8, 12);
        int n = random.nextBoolean() ? random.nextInt(4) : (int) logUniform(random, 1, 1e5);
        DiscountRate rate = DiscountRate.ofContinuous(delta, WEEK);
        String at = m + " " + h + " (" + t1 + ", " + t2 + "] delta " + delta + " n " + n;

        assertTrue(Double.isFinite(m.logLikelihood(h)), at);
        double alive = m.probabilityAlive(h);
        assertTrue(alive >= 0 && alive <= 1, at);
        assertTrue(m.logOddsOfHavingLeft(h) < Double.POSITIVE_INFINITY, at);
        double later = m.probabilityAlive(h, t1);
        assertTrue(later >= 0 && later <= alive, at);

        double start = m.expectedPurchases(h, Span.first(t1, WEEK));
        double rest = m.expectedPurchases(h, Span.between(t1, t2, WEEK));
        double whole = m.expectedPurchases(h, Span.first(t2, WEEK));
        assertTrue(start >= 0 && rest >= 0 && whole < Double.POSITIVE_INFINITY, at);
        assertClose(whole, start + rest, 1e-11, at);
        double slope = alive * (m.r() + h.frequency()) / (m.alpha() + h.age());
        assertTrue(whole <= slope * t2 * (1 + 1e-12), at);
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
    }

    @Example
    void nothingLeavesItsLawAnywhere() {
        int draws = Integer.getInteger("customerequity.sweep", 20_000);
        SplittableRandom random = new SplittableRandom(1987);
        for (int i = 0; i < draws; i++) {
            lawsHold(random);
        }
    }

    @Property(tries = 300)
    void countsAddToOneAndToTheirMoments(
            @ForAll @IntRange(max = 12) int x,
            @ForAll @DoubleRange(max = 1) double share,
            @ForAll @DoubleRange(min = 1, max = 50) double age,
            @ForAll @DoubleRange(max = 20) double from,
            @ForAll @DoubleRange(min = 0.5, max = 20) double length) {
        ParetoNbd m = new ParetoNbd(0.9, 6, 1.8, 45, WEEK);
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

    @Property(tries = 300)
    void aliveFallsWithAgeAndWithTheUnitNothingChanges(
            @ForAll @IntRange(max = 400) int x,
            @ForAll @DoubleRange(max = 1) double share,
            @ForAll @DoubleRange(min = 0.1, max = 500) double age) {
        ParetoNbd weeks = new ParetoNbd(0.55, 10.6, 0.61, 11.7, WEEK);
        ParetoNbd days = new ParetoNbd(0.55, 10.6 * 7, 0.61, 11.7 * 7, PeriodUnit.DAY);
        double tx = x == 0 ? 0 : share * age;
        PurchaseHistory h = PurchaseHistory.of(x, tx, age, WEEK);
        PurchaseHistory inDays = PurchaseHistory.of(x, tx * 7, age * 7, PeriodUnit.DAY);
        PurchaseHistory older = PurchaseHistory.of(x, tx, age * 1.01, WEEK);
        assertTrue(weeks.logOddsOfHavingLeft(older) > weeks.logOddsOfHavingLeft(h));
        double odds = weeks.logOddsOfHavingLeft(h);
        if (age - tx > 1e-9 * age) {
            assertEquals(odds, days.logOddsOfHavingLeft(inDays), 1e-5 * Math.max(1, Math.abs(odds)) * 1e-7);
        }
        assertEquals(
                weeks.logLikelihood(h),
                days.logLikelihood(inDays) + x * Math.log(7),
                1e-12 * (1 + Math.abs(weeks.logLikelihood(h)) + x));
    }

    /** E[Y(t)] starts with slope P(alive) R/A and bends down; steep discounting leaves slope / delta. */
    @Property(tries = 300)
    void expectationIsConcaveAndBelowItsTangent(
            @ForAll @DoubleRange(min = 0.05, max = 5) double s, @ForAll @DoubleRange(min = 0.01, max = 300) double t) {
        ParetoNbd m = new ParetoNbd(0.8, 5, s, 20, WEEK);
        PurchaseHistory h = PurchaseHistory.of(3, 8, 10, WEEK);
        double first = m.expectedPurchases(h, Span.first(t, WEEK));
        double second = m.expectedPurchases(h, Span.between(t, 2 * t, WEEK));
        assertTrue(second < first);
        double steep = m.discountedPurchases(h, DiscountRate.ofContinuous(10, WEEK), Horizon.FOREVER);
        assertTrue(steep <= 3.8 / 15 / 10);
    }

    /** Tables against single rows, on bases of every kind; equal to the bit where rows are too few to share. */
    @Property(tries = 15)
    void columnsEqualSingleRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean wide = random.nextBoolean();
        ParetoNbd m = wide
                ? model(random)
                : new ParetoNbd(
                        logUniform(random, .2, 5),
                        logUniform(random, 1, 50),
                        logUniform(random, .2, 5),
                        logUniform(random, 1, 50),
                        WEEK);
        int rows = random.nextInt(4) == 0 ? 20 : 3000;
        int[] x = new int[rows];
        double[] tx = new double[rows];
        double[] age = new double[rows];
        for (int i = 0; i < rows; i++) {
            if (wide && i % 50 == 0) {
                PurchaseHistory h = history(random);
                x[i] = h.frequency();
                tx[i] = h.recency();
                age[i] = h.age();
            } else {
                age[i] = 20 + 40 * random.nextDouble();
                x[i] = random.nextInt(6);
                tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
            }
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, tx, age, WEEK);
        Span ahead = Span.between(2, 41, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        Horizon horizon = random.nextBoolean() ? Horizon.FOREVER : Horizon.ofYears(2);
        double[] alive = m.probabilityAlive(all);
        double[] later = m.probabilityAlive(all, 5);
        double[] expected = m.expectedPurchases(all, ahead);
        double[] discounted = m.discountedPurchases(all, rate, horizon);
        double[] variance = m.varianceOfPurchases(all, ahead);
        double[] discountedVariance = m.varianceOfDiscountedPurchases(all, rate, horizon);
        double[] logLikelihood = m.logLikelihood(all);
        for (int i = 0; i < rows; i += 7) {
            PurchaseHistory h = all.row(i);
            String at = m + " " + h;
            // an exponential of a large argument is right to that many units in its last place
            double odds = m.logOddsOfHavingLeft(h);
            if (odds > 700) {
                // where P(alive) has fewer digits than a normal double
                assertTrue(alive[i] < 1e-300 && expected[i] < 1e-280, at);
                continue;
            }
            double close = 1e-12 + 1e-15 * Math.max(0, odds);
            assertClose(m.probabilityAlive(h), alive[i], close, at);
            assertClose(m.probabilityAlive(h, 5), later[i], close, at);
            assertClose(m.expectedPurchases(h, ahead), expected[i], close, at);
            assertClose(m.discountedPurchases(h, rate, horizon), discounted[i], close, at);
            assertClose(m.varianceOfPurchases(h, ahead), variance[i], 1e-11 + close, at);
            assertClose(m.varianceOfDiscountedPurchases(h, rate, horizon), discountedVariance[i], 1e-11 + close, at);
            assertEquals(m.logLikelihood(h), logLikelihood[i], 0.0, at);
            if (rows < 256) {
                assertEquals(m.probabilityAlive(h), alive[i], 0.0, at);
                assertEquals(m.probabilityAlive(h, 5), later[i], 0.0, at);
                assertEquals(m.expectedPurchases(h, ahead), expected[i], 0.0, at);
                assertEquals(m.discountedPurchases(h, rate, horizon), discounted[i], 0.0, at);
                assertEquals(m.varianceOfPurchases(h, ahead), variance[i], 0.0, at);
                assertEquals(m.varianceOfDiscountedPurchases(h, rate, horizon), discountedVariance[i], 0.0, at);
            }
        }
    }
}
