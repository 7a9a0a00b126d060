package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.testing.Seeded;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * Laws of the three models that buy at a gamma rate and leave, if at all, after a purchase: the NBD, the BG/NBD and the
 * MBG/NBD; over counts to 100,000, times 1e-6 to 1e6, parameters 1e-4 to 1e4, and against each other.
 */
@Seeded
class GammaPoissonProperties {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final PurchaseHistory NEW = PurchaseHistory.newCustomer(WEEK);

    private static double logUniform(SplittableRandom random, double from, double to) {
        return from * Math.pow(to / from, random.nextDouble());
    }

    /** One in four is 1, or as close to it as the published formulas cannot bear. */
    private static double shape(SplittableRandom random) {
        double[] special = {1, 1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.5, 2};
        return random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : logUniform(random, 1e-4, 1e4);
    }

    private static RatesModel model(SplittableRandom random, int kind) {
        double r = logUniform(random, 1e-4, 1e4);
        double alpha = logUniform(random, 1e-4, 1e4);
        double a = shape(random);
        double b = random.nextInt(8) == 0 && a < 1 ? 1 - a : shape(random);
        return switch (kind) {
            case 0 -> new Nbd(r, alpha, WEEK);
            case 1 -> new BgNbd(r, alpha, a, b, WEEK);
            default -> new MbgNbd(r, alpha, a, b, WEEK);
        };
    }

    private static PurchaseHistory history(SplittableRandom random) {
        int x = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (int) logUniform(random, 1, 1e5 + 1);
            default -> 1 + random.nextInt(20);
        };
        double age = logUniform(random, 1e-6, 1e6);
        double share = random.nextInt(8) == 0 ? random.nextInt(2) : random.nextDouble();
        return PurchaseHistory.of(x, x == 0 ? 0 : Math.min(age, share * age), age, WEEK);
    }

    private static void assertClose(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected) + 1e-300, what);
    }

    // --- everything, everywhere

    @Example
    void nothingLeavesItsLawAnywhere() {
        int draws = Integer.getInteger("customerequity.sweep", 3_000);
        SplittableRandom random = new SplittableRandom(2007);
        for (int i = 0; i < draws; i++) {
            lawsHold(random, i % 3, i % 10 == 0);
        }
    }

    private static void lawsHold(SplittableRandom random, int kind, boolean costly) {
        RatesModel m = model(random, kind);
        PurchaseHistory h = random.nextInt(8) == 0 ? NEW : history(random);
        double t1 = logUniform(random, 1e-6, 1e6);
        double t2 = t1 + logUniform(random, 1e-6, 1e6);
        Span first = Span.first(t1, WEEK);
        Span second = Span.between(t1, t2, WEEK);
        Span both = Span.first(t2, WEEK);
        double delta = logUniform(random, 1e-8, 12);
        DiscountRate rate = DiscountRate.ofContinuous(delta, WEEK);
        int n = random.nextBoolean() ? 1 + random.nextInt(4) : (int) logUniform(random, 1, 1e5);
        String at = m + " " + h + " (" + t1 + ", " + t2 + "] delta " + delta + " n " + n;

        assertTrue(Double.isFinite(m.logLikelihood(h)), at);
        double alive = m.probabilityAlive(h);
        double odds = m.logOddsOfHavingLeft(h);
        assertTrue(alive >= 0 && alive <= 1 && odds < Double.POSITIVE_INFINITY, at);
        double later = m.probabilityAlive(h, t1);
        assertTrue(later >= 0 && later <= alive, at);

        double start = m.expectedPurchases(h, first);
        double rest = m.expectedPurchases(h, second);
        double whole = m.expectedPurchases(h, both);
        double slope = alive * parameter(m, "r", h.frequency()) / parameter(m, "alpha", h.age());
        assertTrue(start >= 0 && rest >= 0 && whole <= slope * t2 * (1 + 1e-11) + 1e-300, at);
        assertClose(whole, start + rest, 1e-10, at);

        double sum = 0;
        for (Span span : List.of(first, second)) {
            double none = m.probabilityOfPurchases(h, 0, span);
            double some = m.probabilityOfPurchases(h, n, span);
            assertTrue(none >= 0 && some >= 0 && none + some <= 1 + 1e-11, at);
            double log = m.logProbabilityOfPurchases(h, n, span);
            assertTrue(log > Double.NEGATIVE_INFINITY && log <= 0, at);
            // an exponential is right to as many units in the last place as its argument is large
            assertEquals(some, Math.exp(log), 1e-12 * Math.max(10, -log) * some + 1e-300, at);
            double logNone = m.logProbabilityOfPurchases(h, 0, span);
            assertTrue(logNone <= 0, at);
            assertEquals(none, Math.exp(logNone), 1e-12 * Math.max(10, -logNone) * none + 1e-300, at);
            // who buys at all buys at least once on average
            assertTrue(1 - none <= m.expectedPurchases(h, span) * (1 + 1e-11) + 1e-12, at);
            sum += none;
        }
        assertTrue(sum - 1 <= m.probabilityOfPurchases(h, 0, both) + 1e-11, at);

        double det = m.discountedPurchases(h, rate, Horizon.of(t2, WEEK));
        double dert = m.discountedPurchases(h, rate, Horizon.FOREVER);
        assertTrue(det >= 0 && det <= whole * (1 + 1e-11) + 1e-300, at);
        assertTrue(det <= dert * (1 + 1e-11) + 1e-300 && dert <= slope / delta * (1 + 1e-11) + 1e-300, at);

        NextPurchase next = m.nextPurchase(h);
        double within = next.probabilityWithin(t1);
        assertTrue(within >= 0 && within <= next.probabilityWithin(t2) && next.probabilityEver() == alive, at);
        assertEquals(1 - m.probabilityOfPurchases(h, 0, first), within, 1e-11, at);
        double p = random.nextDouble(1e-9, 1);
        next.quantile(p).ifPresentOrElse(u -> assertClose(p, next.probabilityWithin(u), 1e-11, at), () -> {
            // never, or after more periods than there are numbers for
            assertTrue(p >= alive || next.probabilityWithin(Double.MAX_VALUE) < p, at);
        });

        CustomerRates rates = m.rates(h);
        assertEquals(alive, rates.probabilityAlive(), 0.0, at);
        double mean = rates.purchaseRate().mean();
        double shape = parameter(m, "r", h.frequency());
        double least = shape / parameter(m, "alpha", h.age());
        double most = shape / parameter(m, "alpha", h.recency());
        assertTrue(mean >= least * (1 - 1e-14) && mean <= most * (1 + 1e-14), at);
        assertTrue(rates.purchaseRate().variance() >= mean * (least / shape) * (1 - 1e-12), at);
        assertTrue(rates.covariance() >= 0, at);
        rates.dropout().ifPresent(d -> assertTrue(d.mean() > 0 && d.mean() < 1 && d.variance() >= 0, at));
        if (costly) {
            double variance = m.varianceOfPurchases(h, second);
            assertTrue(variance >= 0 && variance < Double.POSITIVE_INFINITY, at);
            double spread = m.varianceOfDiscountedPurchases(h, rate, Horizon.of(t2, WEEK));
            double forever = m.varianceOfDiscountedPurchases(h, rate, Horizon.FOREVER);
            assertTrue(spread >= 0 && forever >= 0 && forever < Double.POSITIVE_INFINITY, at);
            inside(rates.purchaseRate(), 0, Double.POSITIVE_INFINITY, at);
            rates.dropout().ifPresent(d -> inside(d, 0, 1, at));
        }
    }

    /** Ordered and finite; a gamma or beta of a shape of 1e-4 has most of its mass below the smallest number. */
    private static void inside(Distribution distribution, double least, double greatest, String at) {
        Interval middle = distribution.interval(0.5);
        Interval most = distribution.interval(0.95);
        // where a mass below the distance of two numbers lies between, the last digit decides
        double up = 1 + 1e-14;
        // and below the normal numbers there are no digits left to compare
        double none = 1e-300;
        assertTrue(least <= most.lower() && most.lower() <= middle.lower() * up + none, at);
        assertTrue(middle.lower() <= middle.upper() * up && middle.upper() <= most.upper() * up + none, at);
        assertTrue(most.upper() <= greatest && most.upper() < Double.POSITIVE_INFINITY, at);
    }

    private static double parameter(PurchaseModel m, String name, double more) {
        return m.parameters()[m.parameterNames().indexOf(name)] + more;
    }

    // --- the three against each other

    @Provide
    Arbitrary<Double> parameters() {
        return Arbitraries.doubles().between(0, 1).map(u -> 1e-2 * Math.pow(1e5, u));
    }

    @Provide
    Arbitrary<PurchaseHistory> customers() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0.01, 300))
                .as((x, share, age) -> PurchaseHistory.of(x, x == 0 ? 0 : Math.min(age, share * age), age, WEEK));
    }

    /**
     * The MBG/NBD is a BG/NBD with b + 1 for those whom the first purchase has not driven away: a share a / (a+b) buys never
     * again, and whoever bought again tells the two models apart no more.
     */
    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void theMbgNbdIsTheBgNbdOfThoseWhoStayed(
            @ForAll("parameters") double r,
            @ForAll("parameters") double alpha,
            @ForAll("parameters") double a,
            @ForAll("parameters") double b,
            @ForAll("customers") PurchaseHistory h,
            @ForAll("parameters") double t) {
        MbgNbd mbg = new MbgNbd(r, alpha, a, b, WEEK);
        BgNbd bg = new BgNbd(r, alpha, a, b + 1, WEEK);
        double stayed = b / (a + b);
        double likelihood = stayed * Math.exp(bg.logLikelihood(h));
        Span ahead = Span.between(t, 3 * t, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        double scale = 1e-13 * (1 + (r + h.frequency()) * (1 + Math.abs(Math.log(alpha))));
        if (h.frequency() > 0) {
            assertEquals(Math.log(stayed) + bg.logLikelihood(h), mbg.logLikelihood(h), 10 * scale, "likelihood");
            assertClose(bg.probabilityAlive(h), mbg.probabilityAlive(h), 1e-12, "P(alive)");
            assertClose(bg.expectedPurchases(h, ahead), mbg.expectedPurchases(h, ahead), 1e-11, "expectation");
            assertClose(bg.varianceOfPurchases(h, ahead), mbg.varianceOfPurchases(h, ahead), 1e-11, "variance");
            assertClose(
                    bg.discountedPurchases(h, rate, Horizon.FOREVER),
                    mbg.discountedPurchases(h, rate, Horizon.FOREVER),
                    1e-11,
                    "for ever");
            assertClose(bg.rates(h).covariance(), mbg.rates(h).covariance(), 1e-11, "covariance");
            for (int n = 0; n < 3; n++) {
                assertClose(
                        bg.probabilityOfPurchases(h, n, ahead),
                        mbg.probabilityOfPurchases(h, n, ahead),
                        1e-10,
                        "P(" + n + ")");
            }
        } else {
            double silence = a / (a + b) + likelihood;
            assertClose(silence, Math.exp(mbg.logLikelihood(h)), 1e-13, "likelihood");
            double alive = likelihood / silence;
            assertClose(alive, mbg.probabilityAlive(h), 1e-11, "P(alive)");
            assertClose(alive * bg.expectedPurchases(h, ahead), mbg.expectedPurchases(h, ahead), 1e-10, "expectation");
            for (int n = 1; n < 4; n++) {
                assertClose(
                        alive * bg.probabilityOfPurchases(h, n, ahead),
                        mbg.probabilityOfPurchases(h, n, ahead),
                        1e-10,
                        "P(" + n + ")");
            }
        }
        // for equal parameters a customer of the MBG/NBD who has the more chances to leave is the less likely alive
        // where nothing
        // else is known of them than silence
        if (h.frequency() == 0) {
            assertTrue(mbg.probabilityAlive(h) < 1);
        }
    }

    /** As a tends to 0 nobody leaves. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void withoutDropoutBothAreTheNbd(
            @ForAll("parameters") double r,
            @ForAll("parameters") double alpha,
            @ForAll("customers") PurchaseHistory h,
            @ForAll("parameters") double t) {
        Nbd nbd = new Nbd(r, alpha, WEEK);
        Span ahead = Span.between(t, 2 * t, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        Horizon horizon = Horizon.of(t, WEEK);
        double b = 1e12;
        double many = 1 + (r + h.frequency()) * (1 + 3 * t / (alpha + h.age()));
        for (RatesModel m : List.of(new BgNbd(r, alpha, 1e-3, b, WEEK), new MbgNbd(r, alpha, 1e-3, b, WEEK))) {
            if (m.logOddsOfHavingLeft(h) > -30) {
                // a silence so long that even a chance of 1e-15 to have left outweighs it
                continue;
            }
            double near = 1e-10 + 1e-15 * many;
            assertClose(nbd.expectedPurchases(h, ahead), m.expectedPurchases(h, ahead), near, "expectation");
            double variance = nbd.varianceOfPurchases(h, ahead);
            double mean = nbd.expectedPurchases(h, ahead);
            double error = 1e-10 * variance + 1e-14 * many * mean * mean;
            assertEquals(variance, m.varianceOfPurchases(h, ahead), error, "variance");
            assertClose(nbd.discountedPurchases(h, rate, horizon), m.discountedPurchases(h, rate, horizon), near, "D");
            assertEquals(nbd.logLikelihood(h), m.logLikelihood(h), 1e-10 * (1 + Math.abs(nbd.logLikelihood(h))), "LL");
            for (int n = 0; n < 3; n++) {
                double p = nbd.probabilityOfPurchases(h, n, ahead);
                // of the many purchases until then and in it one in 1e15 is the last
                assertEquals(p, m.probabilityOfPurchases(h, n, ahead), 1e-9 * p + 1e-14 * many, "P(" + n + ")");
            }
            double f = nbd.nextPurchase(h).probabilityWithin(t);
            assertClose(f, m.nextPurchase(h).probabilityWithin(t), near, "F");
            assertClose(
                    nbd.rates(h).purchaseRate().mean(),
                    m.rates(h).purchaseRate().mean(),
                    near,
                    "rate");
        }
    }

    /** Column and single forms of the NBD and the MBG/NBD; the latter shares work between rows. */
    @Property(tries = 2)
    void columnsEqualSingleRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 800;
        int[] x = new int[rows];
        double[] tx = new double[rows];
        double[] age = new double[rows];
        for (int i = 0; i < rows; i++) {
            age[i] = 20 + 40 * random.nextDouble();
            x[i] = random.nextInt(10) == 0 ? random.nextInt(500) : random.nextInt(4);
            tx[i] = x[i] == 0 ? 0 : age[i] * random.nextDouble();
        }
        PurchaseHistories all = PurchaseHistories.ofColumns(x, tx, age, WEEK);
        double r = logUniform(random, 0.05, 5);
        double alpha = logUniform(random, 0.2, 50);
        RatesModel mbg = new MbgNbd(r, alpha, logUniform(random, 0.3, 8), logUniform(random, 0.1, 20), WEEK);
        Span ahead = Span.between(2, 41, WEEK);
        DiscountRate rate = DiscountRate.ofAnnual(0.15);
        Horizon years = Horizon.ofYears(2);
        for (RatesModel m : List.of(new Nbd(r, alpha, WEEK), mbg)) {
            double close = m == mbg ? 1e-12 : 0;
            double[][] columns = {
                m.logLikelihood(all),
                m.probabilityAlive(all),
                m.probabilityOfBuyingWithin(all, 7),
                m.nextPurchaseQuantile(all, 0.3),
                m.rates(all, c -> c.purchaseRate().mean()),
                m.probabilityAlive(all, 5),
                m.expectedPurchases(all, ahead),
                m.probabilityOfPurchases(all, 0, ahead),
                m.probabilityOfPurchases(all, 2, ahead),
                m.discountedPurchases(all, rate, years),
                m.discountedPurchases(all, rate, Horizon.FOREVER),
                m.varianceOfPurchases(all, ahead),
                m.varianceOfDiscountedPurchases(all, rate, years)
            };
            for (int i = 0; i < rows; i += 17) {
                PurchaseHistory h = all.row(i);
                double[] single = {
                    m.logLikelihood(h),
                    m.probabilityAlive(h),
                    m.nextPurchase(h).probabilityWithin(7),
                    m.nextPurchase(h).quantile(0.3).orElse(Double.POSITIVE_INFINITY),
                    m.rates(h).purchaseRate().mean(),
                    m.probabilityAlive(h, 5),
                    m.expectedPurchases(h, ahead),
                    m.probabilityOfPurchases(h, 0, ahead),
                    m.probabilityOfPurchases(h, 2, ahead),
                    m.discountedPurchases(h, rate, years),
                    m.discountedPurchases(h, rate, Horizon.FOREVER),
                    m.varianceOfPurchases(h, ahead),
                    m.varianceOfDiscountedPurchases(h, rate, years)
                };
                for (int j = 0; j < single.length; j++) {
                    int column = j;
                    // a variance is a difference of moments
                    double scale = j < 11
                            ? Math.abs(single[j])
                            : single[j] + single[j == 11 ? 6 : 9] * single[j == 11 ? 6 : 9];
                    double error = j < 5 || close == 0 ? 0 : close * scale + 1e-300;
                    assertEquals(single[j], columns[j][i], error, () -> m + " column " + column + " of " + h);
                }
            }
        }
    }
}
