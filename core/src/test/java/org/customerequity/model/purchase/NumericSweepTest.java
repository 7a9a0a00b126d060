package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.customerequity.history.IntervalSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Distribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every answer of every model through the interface, at parameters from 1e-4 to 1e4 (one in four at 1 or next to it), counts to
 * 100,000 and times from 1e-6 to 1e6: nothing is NaN, infinite or out of its law. Some hundred draws of each model and answer
 * by default; {@code -Dcustomerequity.sweep=100000} for the proof.
 */
class NumericSweepTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 0);

    private static final Map<String, Function<SplittableRandom, RatesModel>> MODELS = new LinkedHashMap<>();

    static {
        MODELS.put("NBD", r -> new Nbd(shape(r), magnitude(r), WEEK));
        MODELS.put("BG/NBD", r -> new BgNbd(shape(r), magnitude(r), shape(r), shape(r), WEEK));
        MODELS.put("MBG/NBD", r -> new MbgNbd(shape(r), magnitude(r), shape(r), shape(r), WEEK));
        MODELS.put("Pareto/NBD", r -> new ParetoNbd(shape(r), magnitude(r), shape(r), magnitude(r), WEEK));
        MODELS.put("BG/BB", r -> new BgBb(shape(r), shape(r), shape(r), shape(r), WEEK));
        MODELS.put(
                "GGompertz/NBD", r -> new GGompertzNbd(shape(r), magnitude(r), magnitude(r), shape(r), shape(r), WEEK));
        MODELS.put("BG/CNBD-k", r -> new BgCnbd(hidden(r), shape(r), magnitude(r), shape(r), shape(r), WEEK));
        MODELS.put("MBG/CNBD-k", r -> new MbgCnbd(hidden(r), shape(r), magnitude(r), shape(r), shape(r), WEEK));
    }

    /** Of these an answer at the edges of the range can take tens of milliseconds: fewer draws unless more are asked for. */
    private static boolean isSlow(String model) {
        return model.startsWith("GGompertz") || model.contains("CNBD");
    }

    private static int hidden(SplittableRandom random) {
        return 1 + random.nextInt(12);
    }

    /** A question, and what is wrong with its answer, or an empty string. */
    private interface Law {
        String broken(RatesModel model, PurchaseHistory history, SplittableRandom random);
    }

    private static final Map<String, Law> CHEAP = new LinkedHashMap<>();
    private static final Map<String, Law> COSTLY = new LinkedHashMap<>();

    static {
        CHEAP.put("log-likelihood", (m, h, r) -> {
            double ll = m.logLikelihood(h);
            return says(Double.isFinite(ll), "LL " + ll);
        });
        CHEAP.put("alive", (m, h, r) -> {
            double now = m.probabilityAlive(h);
            double odds = m.logOddsOfHavingLeft(h);
            double u = time(r);
            double then = m.probabilityAlive(h, u);
            return says(
                    now >= 0 && now <= 1 && then >= 0 && then <= now * (1 + 1e-12) && odds < Double.POSITIVE_INFINITY,
                    now + ", odds " + odds + ", after " + u + " " + then);
        });
        CHEAP.put("expectation", (m, h, r) -> {
            double t1 = time(r);
            double t2 = t1 + time(r);
            double early = m.expectedPurchases(h, Span.first(t1, WEEK));
            double late = m.expectedPurchases(h, Span.between(t1, t2, WEEK));
            double whole = m.expectedPurchases(h, Span.first(t2, WEEK));
            return says(
                    early >= 0
                            && late >= 0
                            && whole < Double.POSITIVE_INFINITY
                            && Math.abs(early + late - whole) <= 1e-9 * whole + 1e-300,
                    early + " and " + late + " of " + whole + " until " + t1 + " and " + t2);
        });
        COSTLY.put("distribution", (m, h, r) -> {
            double t1 = r.nextBoolean() ? 0 : time(r);
            Span span = Span.between(t1, t1 + time(r), WEEK);
            int n = r.nextInt(5) == 0 ? (int) logUniform(r, 1, 1e5) : 1 + r.nextInt(6);
            double none = m.probabilityOfPurchases(h, 0, span);
            double some = m.probabilityOfPurchases(h, n, span);
            double logNone = m.logProbabilityOfPurchases(h, 0, span);
            double logSome = m.logProbabilityOfPurchases(h, n, span);
            return says(
                    none >= 0
                            && some >= 0
                            && none + some <= 1 + 1e-11
                            && near(none, Math.exp(logNone), logNone)
                            && near(some, Math.exp(logSome), logSome)
                            && logNone <= 0
                            && logSome <= 0,
                    "P(0) " + none + " (ln " + logNone + "), P(" + n + ") " + some + " (ln " + logSome + ") in "
                            + span);
        });
        COSTLY.put("discounting", (m, h, r) -> {
            DiscountRate rate = DiscountRate.ofContinuous(logUniform(r, 1e-6, 3), WEEK);
            double end = time(r);
            double undiscounted = m.expectedPurchases(h, Span.first(end, WEEK));
            double finite = m.discountedPurchases(h, rate, Horizon.of(end, WEEK));
            double forever = m.discountedPurchases(h, rate, Horizon.FOREVER);
            return says(
                    finite >= 0
                            && finite <= undiscounted * (1 + 1e-9) + 1e-300
                            && finite <= forever * (1 + 1e-9) + 1e-300
                            && forever < Double.POSITIVE_INFINITY,
                    finite + " of " + undiscounted + " until " + end + ", for ever " + forever + " at " + rate);
        });
        COSTLY.put("next purchase", (m, h, r) -> {
            NextPurchase next = m.nextPurchase(h);
            double u = time(r);
            double within = next.probabilityWithin(u);
            double ever = next.probabilityEver();
            double p = r.nextDouble(1e-9, 1);
            double q = next.quantile(p).orElse(Double.POSITIVE_INFINITY);
            double alive = m.probabilityAlive(h);
            return says(
                    within >= 0
                            && within <= ever * (1 + 1e-9) + 1e-14
                            && ever <= alive * (1 + 1e-9) + 1e-14
                            && q > 0
                            && (p < ever || q == Double.POSITIVE_INFINITY),
                    "F(" + u + ") " + within + ", ever " + ever + ", alive " + alive + ", " + p + " quantile " + q);
        });
        COSTLY.put("rates", (m, h, r) -> {
            CustomerRates rates = m.rates(h);
            Distribution buying = rates.purchaseRate();
            Distribution leaving = rates.dropout().orElse(buying);
            return says(
                    positive(buying.mean())
                            // who has outlived exp(1000) of the hazard leaves at a rate below the smallest double
                            && (positive(leaving.mean()) || (m instanceof GGompertzNbd && leaving.mean() == 0))
                            && buying.variance() >= 0
                            && buying.variance() < Double.POSITIVE_INFINITY
                            && leaving.variance() >= 0
                            && leaving.variance() < Double.POSITIVE_INFINITY
                            && Math.abs(rates.covariance())
                                    <= buying.standardDeviation()
                                                    // the square of less would be no normal number
                                                    * Math.max(leaving.standardDeviation(), 1e-154)
                                                    * (1 + 1e-6)
                                            + 1e-300,
                    buying.mean() + " (" + buying.variance() + "), " + leaving.mean() + " (" + leaving.variance()
                            + "), covariance " + rates.covariance());
        });
        COSTLY.put("variance", (m, h, r) -> {
            Span span = Span.first(logUniform(r, 1e-3, 1e3), WEEK);
            if (m.expectedPurchases(h, span) > 1e4) {
                return "";
            }
            double variance = m.varianceOfPurchases(h, span);
            return says(variance >= 0 && variance < Double.POSITIVE_INFINITY, variance + " in " + span);
        });
        COSTLY.put("simulation", (m, h, r) -> {
            double length = logUniform(r, 1e-3, 1e3);
            if (!(m.expectedPurchases(h, Span.first(length, WEEK)) < 100)) {
                return "";
            }
            double before = 0;
            for (double t : m.simulatePurchases(h, length, r)) {
                if (!(t > 0 && t >= before && t <= length)) {
                    return t + " after " + before + " in " + length;
                }
                before = t;
            }
            return "";
        });
        COSTLY.put("columns", (m, h, r) -> {
            PurchaseHistories one = PurchaseHistories.ofColumns(
                    new int[] {h.frequency()}, new double[] {h.recency()}, new double[] {h.age()}, WEEK);
            Span span = Span.first(time(r), WEEK);
            double single = m.expectedPurchases(h, span);
            double column = m.expectedPurchases(one, span)[0];
            double alive = m.probabilityAlive(h);
            return says(
                    Math.abs(column - single) <= 1e-12 * single && alive == m.probabilityAlive(one)[0],
                    single + " single, " + column + " by column, in " + span);
        });
    }

    private static boolean near(double p, double byLog, double log) {
        return p == byLog || Math.abs(p - byLog) <= 1e-11 * Math.max(10, -log) * p + 1e-290;
    }

    private static boolean positive(double x) {
        return x > 0 && x < Double.POSITIVE_INFINITY;
    }

    private static String says(boolean holds, String otherwise) {
        return holds ? "" : otherwise;
    }

    private static double logUniform(SplittableRandom random, double from, double to) {
        return from * Math.pow(to / from, random.nextDouble());
    }

    private static double magnitude(SplittableRandom random) {
        return logUniform(random, 1e-4, 1e4);
    }

    private static final double[] DELICATE = {1, 1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.5, 2};

    private static double shape(SplittableRandom random) {
        return random.nextInt(4) == 0 ? DELICATE[random.nextInt(DELICATE.length)] : magnitude(random);
    }

    private static double time(SplittableRandom random) {
        return logUniform(random, 1e-6, 1e6);
    }

    private static PurchaseHistory history(RatesModel model, SplittableRandom random) {
        int x = random.nextInt(4) == 0
                ? 0
                : random.nextInt(4) == 0 ? (int) logUniform(random, 1, 1e5) : 1 + random.nextInt(20);
        boolean regular = model instanceof BgCnbd || model instanceof MbgCnbd;
        double share = random.nextInt(8) == 0 ? random.nextInt(2) : random.nextDouble();
        share = regular ? Math.max(1e-3, share) : share;
        if (random.nextInt(8) == 0) {
            return PurchaseHistory.newCustomer(WEEK);
        }
        if (model instanceof BgBb) {
            int n = Math.max(1, random.nextInt(4) == 0 ? (int) logUniform(random, 1, 1e5) : random.nextInt(60));
            int t = (int) Math.round(share * n);
            return PurchaseHistory.of(Math.min(x, t), Math.min(x, t) == 0 ? 0 : t, n, WEEK);
        }
        double age = time(random);
        double recency = x == 0 ? 0 : Math.min(age, share * age);
        PurchaseHistory history = PurchaseHistory.of(x, recency, age, WEEK);
        // an Erlang likelihood reads the intervals; the sum of their logarithms is at most that of equal ones
        if (!regular || x == 0) {
            return history;
        }
        double most = x * Math.log(recency / x);
        return history.withIntervals(IntervalSummary.of(x, x == 1 ? most : most - x * (1e-9 + random.nextDouble())));
    }

    @TestFactory
    Stream<DynamicTest> nothingLeavesItsLaw() {
        List<DynamicTest> tests = new ArrayList<>();
        MODELS.forEach((name, make) -> {
            int fewer = isSlow(name) ? 5 : 1;
            CHEAP.forEach((what, law) -> tests.add(test(name, make, what, law, SWEEP > 0 ? SWEEP : 1000 / fewer)));
            COSTLY.forEach((what, law) -> tests.add(test(name, make, what, law, SWEEP > 0 ? SWEEP : 200 / fewer)));
        });
        return tests.stream();
    }

    private static DynamicTest test(
            String name, Function<SplittableRandom, RatesModel> make, String what, Law law, int draws) {
        return DynamicTest.dynamicTest(name + ": " + what, () -> {
            SplittableRandom random = new SplittableRandom(20261123L + name.hashCode() * 31L + what.hashCode());
            List<String> broken = new ArrayList<>();
            for (int i = 0; i < draws && broken.size() < 3; i++) {
                RatesModel model = make.apply(random);
                PurchaseHistory history = history(model, random);
                String found;
                try {
                    found = law.broken(model, history, random);
                } catch (RuntimeException e) {
                    found = e.toString();
                }
                if (!found.isEmpty()) {
                    broken.add("draw " + i + ", " + model + " of " + history + ": " + found);
                }
            }
            assertEquals(List.of(), broken);
        });
    }
}
