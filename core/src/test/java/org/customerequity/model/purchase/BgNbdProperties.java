package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Laws of the BG/NBD over its whole range: counts to 100,000, times 1e-6 to 1e6, parameters 1e-4 to 1e4. */
@Seeded
class BgNbdProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static Arbitrary<Double> magnitude(double from, double to) {
        return Arbitraries.doubles().between(0, 1).map(u -> from * Math.pow(to / from, u));
    }

    /** Two in five are 1, or so close to it that the published formulas lose all their digits. */
    private static Arbitrary<Double> shape() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, magnitude(1e-4, 1e4)),
                net.jqwik.api.Tuple.of(2, Arbitraries.of(1.0, 1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.5, 2.0)));
    }

    @Provide
    Arbitrary<BgNbd> models() {
        return Combinators.combine(magnitude(1e-4, 1e4), magnitude(1e-4, 1e4), shape(), shape())
                .as((r, alpha, a, b) -> new BgNbd(r, alpha, a, b, WEEK));
    }

    @Provide
    Arbitrary<PurchaseHistory> customers() {
        Arbitrary<Integer> counts = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(1, 20),
                magnitude(1, 1e5).map(Double::intValue));
        return Combinators.combine(counts, Arbitraries.doubles().between(0, 1), magnitude(1e-6, 1e6))
                .as((x, share, age) -> PurchaseHistory.of(x, x == 0 ? 0 : Math.min(age, share * age), age, WEEK));
    }

    @Provide
    Arbitrary<Double> times() {
        return magnitude(1e-6, 1e6);
    }

    @Provide
    Arbitrary<Double> discounts() {
        return magnitude(1e-6, 3);
    }

    private static void inRange(double value, double from, double to, String what) {
        // below the normal doubles there are no digits left to compare
        assertTrue(
                value >= from * (1 - 1e-11) && value <= to * (1 + 1e-11) + 1e-300,
                () -> what + " " + value + " is not in [" + from + ", " + to + "]");
    }

    @Property(tries = 20_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void thePast(@ForAll("models") BgNbd model, @ForAll("customers") PurchaseHistory h) {
        double alive = model.probabilityAlive(h);
        inRange(alive, 0, 1, "P(alive)");
        double ll = model.logLikelihood(h);
        assertTrue(Double.isFinite(ll), () -> "LL " + ll);
        double odds = model.logOddsOfHavingLeft(h);
        if (alive > 1e-300) {
            double fromOdds = Math.exp(-Math.max(odds, 0) - Math.log1p(Math.exp(-Math.abs(odds))));
            assertEquals(fromOdds, alive, 1e-15 * (10 + Math.abs(odds)) * alive, "odds and probability");
        }
    }

    @Property(tries = 20_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void theFutureFromNow(
            @ForAll("models") BgNbd model, @ForAll("customers") PurchaseHistory h, @ForAll("times") double t) {
        double alive = model.probabilityAlive(h);
        inRange(model.probabilityAlive(h, t), 0, alive, "P(alive) later");
        double most = alive * (model.r() + h.frequency()) * (t / (model.alpha() + h.age()));
        inRange(model.expectedPurchases(h, Span.first(t, WEEK)), 0, most, "expected purchases");
    }

    @Property(tries = 20_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void countsFromNow(
            @ForAll("models") BgNbd model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll("times") double t,
            @ForAll @IntRange(max = 100_000) int n) {
        Span ahead = Span.first(t, WEEK);
        int few = n % 5;
        inRange(model.probabilityOfPurchases(h, few, ahead), 0, 1, "P(" + few + ")");
        inRange(model.probabilityOfPurchases(h, n, ahead), 0, 1, "P(" + n + ")");
        double log = model.logProbabilityOfPurchases(h, n, ahead);
        assertTrue(log > Double.NEGATIVE_INFINITY && log <= 0, () -> "ln P(n) " + log);
    }

    @Property(tries = 2_000, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void theFutureFromLater(
            @ForAll("models") BgNbd model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll("times") double from,
            @ForAll("times") double length,
            @ForAll @IntRange(max = 1_000) int n) {
        Span span = Span.between(from, from + length, WEEK);
        double later = model.expectedPurchases(h, span);
        double before = model.expectedPurchases(h, Span.first(from, WEEK));
        double whole = model.expectedPurchases(h, Span.first(from + length, WEEK));
        inRange(before + later, whole * (1 - 1e-11), whole * (1 + 1e-11), "sum of two spans");
        double gone = 1 - model.probabilityAlive(h, from);
        inRange(model.probabilityOfPurchases(h, 0, span), gone - 1e-12, 1, "P(0)");
        inRange(model.probabilityOfPurchases(h, n, span), 0, 1, "P(n)");
        assertTrue(model.logProbabilityOfPurchases(h, n, span) <= 0);
        inRange(model.varianceOfPurchases(h, span), 0, later + mostPairs(model, h, length), "variance");
    }

    @Property(tries = 400, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void value(
            @ForAll("models") BgNbd model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll("times") double t,
            @ForAll("discounts") double delta) {
        DiscountRate discount = DiscountRate.ofContinuous(delta, WEEK);
        Horizon horizon = Horizon.of(t, WEEK);
        double expected = model.expectedPurchases(h, Span.first(t, WEEK));
        double finite = model.discountedPurchases(h, discount, horizon);
        inRange(finite, expected * Math.exp(-delta * t), expected, "discounted purchases");
        double most = model.probabilityAlive(h) * ((model.r() + h.frequency()) / (model.alpha() + h.age()) / delta);
        inRange(model.discountedPurchases(h, discount, Horizon.FOREVER), finite, most, "for ever");
        double variance = model.varianceOfDiscountedPurchases(h, discount, horizon);
        inRange(variance, 0, finite + mostPairs(model, h, Math.min(t, 1 / delta)), "variance");
        double forever = model.varianceOfDiscountedPurchases(h, discount, Horizon.FOREVER);
        inRange(
                forever,
                0,
                model.discountedPurchases(h, discount, Horizon.FOREVER) + mostPairs(model, h, 1 / delta),
                "variance for ever");
    }

    /** What ordered pairs of purchases in a time come to at most: those of a customer who never leaves, alive E[lambda^2] t^2. */
    private static double mostPairs(BgNbd model, PurchaseHistory h, double time) {
        double shape = model.r() + h.frequency();
        double rate = model.alpha() + h.age();
        return model.probabilityAlive(h) * (shape / rate * time) * ((shape + 1) / rate * time);
    }

    /** The parameter a = 1 is like its neighbours, where one peer divides 0 by 0. */
    @Property(tries = 500, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void nothingHappensAtAEqualToOne(
            @ForAll("customers") PurchaseHistory h,
            @ForAll("times") double t,
            @ForAll @DoubleRange(min = 0.1, max = 10) double r,
            @ForAll @DoubleRange(min = 0.1, max = 10) double b) {
        double[] e = new double[3];
        for (int i = 0; i < 3; i++) {
            BgNbd model = new BgNbd(r, 5, 1 + (i - 1) * 1e-7, b, WEEK);
            double alive = model.probabilityAlive(h);
            e[i] = alive == 0 ? 0 : model.expectedPurchases(h, Span.first(t, WEEK)) / alive;
        }
        // the second difference of a smooth function over 1e-7, relative
        assertEquals(e[1], (e[0] + e[2]) / 2, 1e-11 * e[1]);
    }

    /** Counting time in another unit changes alpha and nothing else. */
    @Property(tries = 500, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void theUnitOfTimeDoesNotMatter(
            @ForAll("models") BgNbd model, @ForAll("customers") PurchaseHistory h, @ForAll("times") double t) {
        BgNbd days = new BgNbd(model.r(), 8 * model.alpha(), model.a(), model.b(), PeriodUnit.DAY);
        PurchaseHistory inDays = PurchaseHistory.of(h.frequency(), 8 * h.recency(), 8 * h.age(), PeriodUnit.DAY);
        assertEquals(model.probabilityAlive(h), days.probabilityAlive(inDays), 0.0);
        double expected = model.expectedPurchases(h, Span.first(t, WEEK));
        assertEquals(expected, days.expectedPurchases(inDays, Span.first(8 * t, PeriodUnit.DAY)), 1e-13 * expected);
    }

    // --- columns

    private static PurchaseHistories manyRows(long seed, double youngest, double oldest) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 4000;
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = youngest + (oldest - youngest) * random.nextDouble();
            x[i] = random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(4);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        return PurchaseHistories.ofColumns(x, tx, age, WEEK);
    }

    @Property(tries = 100, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void columnsOfThePastAgreeToTheBit(@ForAll("models") BgNbd model, @ForAll long seed) {
        PurchaseHistories h = manyRows(seed, 1, 100);
        double[] alive = model.probabilityAlive(h);
        double[] ll = model.logLikelihood(h);
        double[] now = model.probabilityAlive(h, 0);
        for (int i = 0; i < h.size(); i++) {
            assertEquals(model.probabilityAlive(h.row(i)), alive[i], 0.0);
            assertEquals(model.probabilityAlive(h.row(i)), now[i], 0.0);
            assertEquals(model.logLikelihood(h.row(i)), ll[i], 0.0);
        }
    }

    private static void columnsAgree(BgNbd model, PurchaseHistories h, double t, double delta) {
        Span first = Span.first(t, WEEK);
        Span second = Span.between(t, 2 * t, WEEK);
        Horizon horizon = Horizon.of(t, WEEK);
        DiscountRate discount = DiscountRate.ofContinuous(delta, WEEK);
        double[][] columns = {
            model.expectedPurchases(h, first),
            model.expectedPurchases(h, second),
            model.probabilityAlive(h, t),
            model.probabilityOfPurchases(h, 0, first),
            model.probabilityOfPurchases(h, 3, first),
            model.discountedPurchases(h, discount, horizon),
            model.discountedPurchases(h, discount, Horizon.FOREVER),
            model.varianceOfPurchases(h, first),
            model.varianceOfDiscountedPurchases(h, discount, horizon),
            model.varianceOfDiscountedPurchases(h, discount, Horizon.FOREVER)
        };
        for (int i = 0; i < h.size(); i += 40) {
            PurchaseHistory row = h.row(i);
            double[] single = {
                model.expectedPurchases(row, first),
                model.expectedPurchases(row, second),
                model.probabilityAlive(row, t),
                model.probabilityOfPurchases(row, 0, first),
                model.probabilityOfPurchases(row, 3, first),
                model.discountedPurchases(row, discount, horizon),
                model.discountedPurchases(row, discount, Horizon.FOREVER),
                model.varianceOfPurchases(row, first),
                model.varianceOfDiscountedPurchases(row, discount, horizon),
                model.varianceOfDiscountedPurchases(row, discount, Horizon.FOREVER)
            };
            double[] scale = single.clone();
            // a variance is a difference of moments, each within 1e-12
            scale[7] += single[0] * single[0];
            scale[8] += single[5] * single[5];
            scale[9] += single[6] * single[6];
            for (int j = 0; j < single.length; j++) {
                int column = j;
                assertEquals(
                        single[j], columns[j][i], 1e-12 * scale[j] + 1e-300, () -> "column " + column + " of " + row);
            }
        }
    }

    @Property(tries = 4, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
    void columnsOfTheFutureAgreeWithSingles(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BgNbd model = new BgNbd(
                Math.exp(random.nextDouble(-3, 2)),
                Math.exp(random.nextDouble(-2, 4)),
                Math.exp(random.nextDouble(-1, 2)),
                Math.exp(random.nextDouble(-2, 3)),
                WEEK);
        columnsAgree(model, manyRows(seed, 20, 60), Math.exp(random.nextDouble(-3, 6)), 0.0027);
    }
}
