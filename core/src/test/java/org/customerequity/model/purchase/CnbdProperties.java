package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.OracleTable;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * Laws of the BG/CNBD-k and the MBG/CNBD-k over their whole range: k to 12, counts to 100,000, times 1e-6 to 1e6, parameters
 * 1e-4 to 1e4. The number of draws is that of {@code -Dcustomerequity.sweep}.
 */
@Seeded
class CnbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final int DRAWS = Integer.getInteger("customerequity.sweep", 4_000);

    /** A draw of everything. */
    private static final class Draw {
        final int k;
        final double r;
        final double alpha;
        final RatesModel model;
        final PurchaseHistory history;
        final double t;
        final double length;
        final double delta;
        final int n;

        Draw(SplittableRandom random) {
            k = 1 + random.nextInt(12);
            r = magnitude(random, 1e-4, 1e4);
            alpha = magnitude(random, 1e-4, 1e4);
            double a = random.nextInt(5) == 0 ? 1 : magnitude(random, 1e-4, 1e4);
            double b = magnitude(random, 1e-4, 1e4);
            model = random.nextBoolean() ? new BgCnbd(k, r, alpha, a, b, WEEK) : new MbgCnbd(k, r, alpha, a, b, WEEK);
            int x = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> 1 + random.nextInt(20);
                default -> (int) magnitude(random, 1, 1e5);
            };
            double age = magnitude(random, 1e-6, 1e6);
            history = PurchaseHistory.of(x, x == 0 ? 0 : random.nextDouble() * age, age, WEEK);
            t = magnitude(random, 1e-6, 1e6);
            length = magnitude(random, 1e-6, 1e6);
            delta = magnitude(random, 1e-6, 3);
            n = (int) magnitude(random, 1, 1e5) - 1;
        }

        private static double magnitude(SplittableRandom random, double from, double to) {
            return from * Math.pow(to / from, random.nextDouble());
        }

        /** Hidden events to be expected in a unit of time, if alive: there are no more purchases than events. */
        double events() {
            return (r + (double) k * history.frequency() + k) / (alpha + history.age());
        }

        /** In [from, to], up to rounding and to numbers that are not normal. */
        void inRange(double value, double from, double to, String what) {
            assertTrue(
                    value >= from * (1 - 1e-10) - 1e-300 && value <= to * (1 + 1e-10) + 1e-300,
                    () -> what + " " + value + " is not in [" + from + ", " + to + "] for " + this);
        }

        @Override
        public String toString() {
            return model + ", " + history + ", t " + t + ", length " + length + ", delta " + delta + ", n " + n;
        }
    }

    @Example
    void fromNow() {
        SplittableRandom random = new SplittableRandom(16);
        for (int i = 0; i < DRAWS; i++) {
            Draw draw = new Draw(random);
            RatesModel model = draw.model;
            PurchaseHistory h = draw.history;
            Span ahead = Span.first(draw.t, WEEK);
            double alive = model.probabilityAlive(h);
            draw.inRange(alive, 0, 1, "P(alive)");
            draw.inRange(model.probabilityAlive(h, draw.t), 0, alive, "P(alive) later");
            draw.inRange(model.expectedPurchases(h, ahead), 0, alive * draw.events() * draw.t, "expected purchases");
            double none = model.probabilityOfPurchases(h, 0, ahead);
            draw.inRange(none, 1 - alive - 1e-12, 1, "P(0)");
            double within = model.nextPurchase(h).probabilityWithin(draw.t);
            draw.inRange(within, 0, alive, "F(t)");
            assertEquals(1 - none, within, 1e-11, () -> "F(t) and P(0) of " + draw);
            double log = model.logProbabilityOfPurchases(h, draw.n, ahead);
            assertTrue(log <= 0 && log > Double.NEGATIVE_INFINITY, () -> "ln P(n) " + log + " for " + draw);
            CustomerRates rates = model.rates(h);
            draw.inRange(rates.purchaseRate().mean(), 0, Double.MAX_VALUE, "mean rate");
            draw.inRange(rates.dropout().orElseThrow().mean(), 0, 1, "mean dropout");
        }
    }

    @Example
    void fromLater() {
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < DRAWS / 100; i++) {
            Draw draw = new Draw(random);
            RatesModel model = draw.model;
            PurchaseHistory h = draw.history;
            double end = draw.t + draw.length;
            Span span = Span.between(draw.t, end, WEEK);
            double before = model.expectedPurchases(h, Span.first(draw.t, WEEK));
            double later = model.expectedPurchases(h, span);
            double whole = model.expectedPurchases(h, Span.first(end, WEEK));
            draw.inRange(before + later, whole, whole, "sum of two spans");
            draw.inRange(
                    model.probabilityOfPurchases(h, 0, span), 1 - model.probabilityAlive(h, draw.t) - 1e-12, 1, "P(0)");
            draw.inRange(model.probabilityOfPurchases(h, draw.n, span), 0, 1, "P(n)");
            draw.inRange(model.varianceOfPurchases(h, Span.first(draw.t, WEEK)), 0, Double.MAX_VALUE, "variance");
        }
    }

    @Example
    void discounted() {
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < DRAWS / 150; i++) {
            Draw draw = new Draw(random);
            RatesModel model = draw.model;
            PurchaseHistory h = draw.history;
            DiscountRate discount = DiscountRate.ofContinuous(draw.delta, WEEK);
            double expected = model.expectedPurchases(h, Span.first(draw.t, WEEK));
            double finite = model.discountedPurchases(h, discount, Horizon.of(draw.t, WEEK));
            draw.inRange(finite, expected * Math.exp(-draw.delta * draw.t), expected, "discounted purchases");
            double most = model.probabilityAlive(h) * draw.events() / draw.delta;
            draw.inRange(model.discountedPurchases(h, discount, Horizon.FOREVER), finite, most, "for ever");
            draw.inRange(
                    model.varianceOfDiscountedPurchases(h, discount, Horizon.FOREVER),
                    0,
                    Double.MAX_VALUE,
                    "variance for ever");
        }
    }

    /** k = 1 is the model with purchases at random, computed in another way. */
    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void oneIsRandomTiming(@ForAll long seed, @ForAll @IntRange(max = 30) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double r = Draw.magnitude(random, 0.05, 20);
        double alpha = Draw.magnitude(random, 0.5, 50);
        double a = Draw.magnitude(random, 0.05, 20);
        double b = Draw.magnitude(random, 0.05, 20);
        int x = random.nextInt(30);
        double age = Draw.magnitude(random, 1, 200);
        PurchaseHistory h = PurchaseHistory.of(x, x == 0 ? 0 : random.nextDouble() * age, age, WEEK);
        Span span = Span.between(random.nextInt(2) * random.nextDouble() * 20, 20 + 60 * random.nextDouble(), WEEK);
        DiscountRate discount = DiscountRate.ofContinuous(Draw.magnitude(random, 1e-3, 0.3), WEEK);
        Horizon horizon = random.nextBoolean() ? Horizon.FOREVER : Horizon.of(span.to(), WEEK);
        assertSame(new BgNbd(r, alpha, a, b, WEEK), new BgCnbd(1, r, alpha, a, b, WEEK), h, n, span, discount, horizon);
        assertSame(
                new MbgNbd(r, alpha, a, b, WEEK), new MbgCnbd(1, r, alpha, a, b, WEEK), h, n, span, discount, horizon);
    }

    private static void assertSame(
            RatesModel random,
            RatesModel one,
            PurchaseHistory h,
            int n,
            Span span,
            DiscountRate discount,
            Horizon horizon) {
        assertClose(random.logLikelihood(h), one.logLikelihood(h), "log-likelihood");
        assertClose(random.logOddsOfHavingLeft(h), one.logOddsOfHavingLeft(h), "log-odds");
        assertClose(random.probabilityAlive(h), one.probabilityAlive(h), "P(alive)");
        assertClose(random.probabilityAlive(h, span.to()), one.probabilityAlive(h, span.to()), "P(alive) later");
        assertClose(random.expectedPurchases(h, span), one.expectedPurchases(h, span), "expectation");
        assertClose(random.varianceOfPurchases(h, span), one.varianceOfPurchases(h, span), "variance");
        assertClose(random.logProbabilityOfPurchases(h, n, span), one.logProbabilityOfPurchases(h, n, span), "ln P(n)");
        assertClose(
                random.discountedPurchases(h, discount, horizon),
                one.discountedPurchases(h, discount, horizon),
                "discounted");
        assertClose(
                random.varianceOfDiscountedPurchases(h, discount, horizon),
                one.varianceOfDiscountedPurchases(h, discount, horizon),
                "variance of discounted");
        assertClose(
                random.nextPurchase(h).probabilityWithin(span.to()),
                one.nextPurchase(h).probabilityWithin(span.to()),
                "F");
        assertClose(
                random.rates(h).purchaseRate().variance(),
                one.rates(h).purchaseRate().variance(),
                "variance of rate");
        assertEquals(random.rates(h).covariance(), one.rates(h).covariance(), 1e-13, "covariance");
    }

    private static void assertClose(double expected, double found, String what) {
        assertEquals(expected, found, expected == found ? 0 : 1e-9 * Math.abs(expected) + 1e-14, what);
    }

    /** Counts in intervals that do not begin now: k = 1 against the reference of the BG/NBD. */
    @Example
    void intervalsOfRandomTiming() {
        OracleTable t = OracleTable.resource("bgnbd-intervals.csv");
        for (int i = 0; i < t.size(); i++) {
            BgCnbd model = new BgCnbd(1, t.get(i, "r"), t.get(i, "alpha"), t.get(i, "a"), t.get(i, "b"), WEEK);
            PurchaseHistory h = PurchaseHistory.of((int) t.get(i, "x"), t.get(i, "t_x"), t.get(i, "T"), WEEK);
            Span span = Span.between(t.get(i, "t1"), t.get(i, "t2"), WEEK);
            double exact = t.get(i, "probability");
            assertEquals(exact, model.probabilityOfPurchases(h, (int) t.get(i, "k"), span), 1e-11 * exact, t.where(i));
        }
    }

    /**
     * A stretch that begins later, for k of 2 and more: P(n in (t1, t2]) from simulated customers, and the mean and variance of
     * the distribution against those in closed form.
     */
    @Example
    void intervalsOfRegularTiming() {
        for (RatesModel model :
                new RatesModel[] {new BgCnbd(2, 0.9, 1.5, 0.9, 4, WEEK), new MbgCnbd(4, 2, 2.5, 0.3, 2, WEEK)}) {
            PurchaseHistory h = PurchaseHistory.of(3, 22.5, 30, WEEK);
            Span span = Span.between(5, 17, WEEK);
            int draws = 40_000;
            int[] seen = new int[40];
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < draws; i++) {
                int count = 0;
                for (double time : model.simulatePurchases(h, span.to(), random)) {
                    count += time > span.from() ? 1 : 0;
                }
                seen[Math.min(39, count)]++;
            }
            double mass = 0;
            double mean = 0;
            double square = 0;
            for (int n = 0; n < 40; n++) {
                double p = model.probabilityOfPurchases(h, n, span);
                double error = 4.5 * Math.sqrt(p * (1 - p) / draws) + 1.0 / draws;
                assertEquals(p, (double) seen[n] / draws, error, "P(" + n + ") of " + model);
                mass += p;
                mean += n * p;
                square += n * n * p;
            }
            assertEquals(1, mass, 1e-10);
            assertEquals(model.expectedPurchases(h, span), mean, 1e-9 * mean);
            assertEquals(model.varianceOfPurchases(h, span), square - mean * mean, 1e-9 * square);
        }
    }

    /** 900 hidden events, where the probability of none is not a normal number: next to no discount leaves the plain variance. */
    @Example
    void discountedVarianceOfManyEvents() {
        BgCnbd model = new BgCnbd(12, 2000, 100, 0.5, 40, WEEK);
        PurchaseHistory h = PurchaseHistory.newCustomer(WEEK);
        double plain = model.varianceOfPurchases(h, Span.first(45, WEEK));
        double discounted =
                model.varianceOfDiscountedPurchases(h, DiscountRate.ofContinuous(1e-12, WEEK), Horizon.of(45, WEEK));
        assertEquals(plain, discounted, 1e-8 * plain);
    }

    /** Later intervals in which purchases are as rare as the smallest doubles: next to nothing, and not an exception. */
    @Example
    void laterIntervalsOfNextToNothing() {
        BgCnbd model = new BgCnbd(7, 1.00001, 0.008076156921232555, 2032.1103365894166, 1.000000001, WEEK);
        PurchaseHistory history = PurchaseHistory.of(9, 3.1367438271259773E-4, 4.5540000879466623E-4, WEEK);
        int subnormal = 0;
        // r + k x is 64: the density of purchases falls like the 64th power of time
        for (double power = 2.7; power < 3.2; power += 0.005) {
            double from = Math.pow(10, power);
            for (double share : new double[] {1e-9, 1e-3, 0.013}) {
                Span later = Span.between(from, from * (1 + share), WEEK);
                double expected = model.expectedPurchases(history, later);
                assertTrue(expected >= 0 && expected < 1e-280, () -> expected + " in " + later);
                subnormal += expected > 0 && expected < Double.MIN_NORMAL ? 1 : 0;
            }
        }
        assertTrue(subnormal > 0, "no case was hard enough");
    }
}
