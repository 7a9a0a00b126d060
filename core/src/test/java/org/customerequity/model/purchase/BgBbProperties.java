package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Laws of the BG/BB over its whole range: parameters 1e-4 to 1e4, opportunities to 100,000. */
@Seeded
class BgBbProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    private static Arbitrary<Double> magnitude(double from, double to) {
        return Arbitraries.doubles().between(0, 1).map(u -> from * Math.pow(to / from, u));
    }

    /** One in four is 1, or so close to it that the published formula loses all its digits. */
    private static Arbitrary<Double> shape() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, magnitude(1e-4, 1e4)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(1.0, 1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.5, 2.0)));
    }

    @Provide
    Arbitrary<BgBb> models() {
        return Combinators.combine(shape(), shape(), shape(), shape()).as((a, b, g, d) -> new BgBb(a, b, g, d, WEEK));
    }

    /** Few opportunities mostly, now and then up to 100,000. */
    @Provide
    Arbitrary<PurchaseHistory> customers() {
        Arbitrary<Integer> ages = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 60)),
                net.jqwik.api.Tuple.of(1, magnitude(60, 1e5).map(Double::intValue)));
        Arbitrary<Double> shares = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(ages, shares, shares).as((n, last, some) -> {
            int t = (int) Math.round(last * n);
            int x = t == 0 ? 0 : 1 + (int) Math.floor(some * (t - 1));
            return PurchaseHistory.of(x, t, n, WEEK);
        });
    }

    private static PurchaseHistory of(int x, double t, double n) {
        return PurchaseHistory.of(x, t, n, WEEK);
    }

    private static void inRange(double value, double from, double to, String what) {
        assertTrue(
                value >= from * (1 - 1e-11) && value <= to * (1 + 1e-11) + 1e-300,
                () -> what + " " + value + " is not in [" + from + ", " + to + "]");
    }

    /** What the likelihood of one opportunity more says, and that of a purchase at it, is what is predicted for it. */
    @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
    void likelihoodPredictsTheNextOpportunity(@ForAll("models") BgBb model, @ForAll("customers") PurchaseHistory h) {
        double now = model.logLikelihood(h);
        assertTrue(now <= 0 && now > Double.NEGATIVE_INFINITY, () -> "LL " + now);
        double missed = model.logLikelihood(of(h.frequency(), h.recency(), h.age() + 1)) - now;
        double bought = model.logLikelihood(of(h.frequency() + 1, h.age() + 1, h.age() + 1)) - now;
        Span next = Span.first(1, WEEK);
        double rounding = 1e-12 * (1 + Math.abs(now));
        assertEquals(model.logProbabilityOfPurchases(h, 0, next), missed, rounding, "no purchase");
        double log = model.logProbabilityOfPurchases(h, 1, next);
        assertEquals(log, bought, 1e-12 * (1 + Math.abs(now) + Math.abs(log)), "a purchase");
        double p = model.probabilityOfPurchases(h, 1, next);
        assertEquals(p, model.expectedPurchases(h, next), 1e-11 * p + 1e-300, "expected at one opportunity");
        assertEquals(p, model.nextPurchase(h).probabilityWithin(1), 1e-11 * p + 1e-300, "next purchase");
    }

    @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
    void alive(
            @ForAll("models") BgBb model, @ForAll("customers") PurchaseHistory h, @ForAll @IntRange(max = 5000) int j) {
        double now = model.probabilityAlive(h);
        inRange(now, 0, 1, "P(alive)");
        double odds = model.logOddsOfHavingLeft(h);
        if (now > 1e-290) {
            assertEquals(now, 1 / (1 + Math.exp(odds)), 1e-12 * (1 + Math.abs(odds)) * now);
        }
        double then = model.probabilityAlive(h, j);
        inRange(then, 0, now, "P(alive) later");
        // a purchase at the last opportunity is sure to have been made by a customer
        assertEquals(1, model.probabilityAlive(of(h.frequency() + 1, h.age() + 1, h.age() + 1)), 0.0);
        double none = model.probabilityOfPurchases(h, 0, Span.first(j, WEEK));
        inRange(none, Math.max(0, 1 - now - 1e-14), 1, "P(0)");
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void expectationsAddAndAreBounded(
            @ForAll("models") BgBb model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll @IntRange(max = 6000) int from,
            @ForAll @IntRange(max = 6000) int length) {
        double whole = model.expectedPurchases(h, Span.first(from + length, WEEK));
        double early = model.expectedPurchases(h, Span.first(from, WEEK));
        double late = model.expectedPurchases(h, Span.between(from, from + length, WEEK));
        assertEquals(whole, early + late, 1e-11 * whole + 1e-300, "parts");
        double alive = model.probabilityAlive(h);
        double chance = (model.alpha() + h.frequency()) / (model.alpha() + model.beta() + h.age());
        inRange(late, 0, alive * chance * length, "expected");
        // falls from one opportunity to the next
        if (from > 0 && length > 0) {
            inRange(late / length, 0, early / from, "rate later");
        }
        DiscountRate rate = DiscountRate.ofContinuous(0.001, WEEK);
        Horizon horizon = Horizon.of(from + length + 1, WEEK);
        double discounted = model.discountedPurchases(h, rate, horizon);
        double undiscounted = model.expectedPurchases(h, Span.first(from + length + 1, WEEK));
        inRange(discounted, Math.exp(-0.001 * (from + length + 1)) * undiscounted, undiscounted, "discounted");
        inRange(
                model.discountedPurchases(h, rate, Horizon.FOREVER),
                discounted,
                alive * chance / Math.expm1(0.001),
                "for ever");
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void distributionHasItsMoments(
            @ForAll("models") BgBb model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll @IntRange(max = 300) int from,
            @ForAll @IntRange(min = 1, max = 60) int length) {
        Span span = Span.between(from, from + length, WEEK);
        double mass = 0;
        double mean = 0;
        double square = 0;
        for (int k = 0; k <= length; k++) {
            double p = model.probabilityOfPurchases(h, k, span);
            inRange(p, 0, 1, "P(" + k + ")");
            mass += p;
            mean += k * p;
            square += (double) k * k * p;
        }
        assertEquals(1, mass, 1e-11);
        assertEquals(model.expectedPurchases(h, span), mean, 1e-10 * mean + 1e-300);
        double variance = model.varianceOfPurchases(h, span);
        assertEquals(square - mean * mean, variance, 1e-10 * square + 1e-300);
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void nextPurchase(
            @ForAll("models") BgBb model,
            @ForAll("customers") PurchaseHistory h,
            @ForAll @IntRange(min = 1, max = 2000) int j) {
        NextPurchase next = model.nextPurchase(h);
        double ever = next.probabilityEver();
        inRange(ever, 0, model.probabilityAlive(h), "ever");
        double within = next.probabilityWithin(j);
        inRange(within, 0, ever, "within");
        double none = model.logProbabilityOfPurchases(h, 0, Span.first(j, WEEK));
        assertEquals(-Math.expm1(none), within, 1e-11 * within + 1e-300);
        double far = next.probabilityWithin(1e9);
        inRange(far, within, ever, "far");
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void ratesAgreeWithTheLikelihoodAtOtherParameters(
            @ForAll("models") BgBb m, @ForAll("customers") PurchaseHistory h) {
        CustomerRates rates = m.rates(h);
        double p = rates.purchaseRate().mean();
        double theta = rates.dropout().orElseThrow().mean();
        inRange(p, 0, 1, "mean of p");
        inRange(theta, 0, 1, "mean of theta");
        // E[p | history] = alpha/(alpha+beta) L(alpha+1)/L
        double ll = m.logLikelihood(h);
        double rounding = 1e-12 * (2 + Math.abs(ll));
        double more = new BgBb(m.alpha() + 1, m.beta(), m.gamma(), m.delta(), WEEK).logLikelihood(h);
        assertEquals(
                Math.log(m.alpha() / (m.alpha() + m.beta())) + more - ll,
                Math.log(p),
                rounding + 1e-12 * Math.abs(more));
        double leaving = new BgBb(m.alpha(), m.beta(), m.gamma() + 1, m.delta(), WEEK).logLikelihood(h);
        assertEquals(
                Math.log(m.gamma() / (m.gamma() + m.delta())) + leaving - ll,
                Math.log(theta),
                rounding + 1e-12 * Math.abs(leaving));
        double most = rates.purchaseRate().standardDeviation()
                * rates.dropout().orElseThrow().standardDeviation();
        assertTrue(Math.abs(rates.covariance()) <= most * (1 + 1e-9) + 1e-300);
    }
}
