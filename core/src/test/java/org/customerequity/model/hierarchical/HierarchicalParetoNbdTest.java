package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.model.hierarchical.CustomerFigure.Trait;
import org.customerequity.model.hierarchical.HierarchicalParetoNbd.Engine;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HierarchicalParetoNbdTest {
    private static final double SWEEP = SimulatedBase.sweep();
    private static final Span HALF_YEAR = Span.ofWeeks(0, 26);
    private static final CustomerFigure PURCHASES = CustomerFigure.purchases(HALF_YEAR);
    private static final CustomerFigure ACTIVITY = CustomerFigure.activity(HALF_YEAR);
    private static final CustomerFigure DISCOUNTED =
            CustomerFigure.discountedPurchases(DiscountRate.ofAnnual(0.15), Horizon.FOREVER);
    private static final CustomerFigure CONTRIBUTION =
            CustomerFigure.discountedContribution(DiscountRate.ofAnnual(0.15), Horizon.FOREVER);
    private static final PurchaseHistories FEW = few();
    private static final MixingRule ANY = new MixingRule(1e9, 0);

    private static PurchaseHistories few() {
        SplittableRandom random = new SplittableRandom(3);
        return SimulatedBase.of(
                SimulatedBase.gamma(150, 1.2, 8, random), SimulatedBase.gamma(150, 1.5, 30, random), random);
    }

    private static HierarchicalParetoNbd sampler(Engine engine) {
        ParetoNbdPriors priors = ParetoNbdPriors.vague()
                .withPurchaseRates(GammaPrior.of(2, 2), GammaPrior.of(2, 0.2))
                .withDropoutRates(GammaPrior.of(4, 3), GammaPrior.of(4, 0.15));
        return HierarchicalParetoNbd.of(priors)
                .withEngine(engine)
                .withQuestions(PosteriorQuestions.of(PURCHASES, ACTIVITY, DISCOUNTED, CONTRIBUTION)
                        .withContributionPerPurchase(CurrencyAmount.of("EUR", 12)));
    }

    private static SamplingOptions options(int warmup, int draws, int thinning) {
        return new SamplingOptions(2, warmup, draws, thinning, ANY);
    }

    private static CustomerPosterior used(SamplingOutcome<CustomerPosterior> outcome) {
        return outcome.fold(posterior -> posterior, not -> not.drawsSoFar());
    }

    /** Medians within the Monte Carlo errors of both, and customer by customer. */
    @Test
    void enginesDrawFromOnePosterior() {
        CustomerPosterior integrated = used(sampler(Engine.INTEGRATED)
                .withOptions(options(1000, (int) (600 * SWEEP), 4))
                .sample(FEW, new SplittableRandom(1)));
        CustomerPosterior augmented = used(sampler(Engine.AUGMENTED)
                .withOptions(options(1000, (int) (600 * SWEEP), 20))
                .sample(FEW, new SplittableRandom(2)));
        for (String name : integrated.population().names()) {
            DrawSummary a = integrated.population().summary(name);
            DrawSummary b = augmented.population().summary(name);
            double error = Math.hypot(a.monteCarloError(), b.monteCarloError());
            assertEquals(a.mean(), b.mean(), 4.5 * error, name);
            assertEquals(1, a.standardDeviation() / b.standardDeviation(), 0.25, name);
        }
        for (CustomerFigure figure : integrated.questions().figures()) {
            double[] a = integrated.means(figure);
            double[] b = augmented.means(figure);
            double[] sd = integrated.standardDeviations(figure);
            for (int i = 0; i < a.length; i++) {
                assertEquals(a[i], b[i], 0.25 * sd[i] + 1e-3 * a[i], figure + " of " + i);
            }
            DrawSummary one = integrated.total(figure).expected();
            DrawSummary other = augmented.total(figure).expected();
            assertEquals(
                    one.mean(),
                    other.mean(),
                    4.5 * Math.hypot(one.monteCarloError(), other.monteCarloError()),
                    figure.toString());
        }
    }

    /** Firm priors at the truth are a model that is given: what is expected is what that model says. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofAKnownPopulationItSaysWhatTheModelSays(Engine engine) {
        ParetoNbd known = new ParetoNbd(1.2, 8, 1.5, 30, PeriodUnit.WEEK);
        ParetoNbdPriors firm = new ParetoNbdPriors(
                GammaPrior.of(4e6 * 1.2, 4e6),
                GammaPrior.of(4e6 * 8, 4e6),
                GammaPrior.of(4e6 * 1.5, 4e6),
                GammaPrior.of(4e6 * 30, 4e6));
        CustomerPosterior posterior = used(HierarchicalParetoNbd.of(firm)
                .withEngine(engine)
                .withQuestions(sampler(engine).questions())
                .withOptions(options(500, (int) (1000 * SWEEP), engine == Engine.INTEGRATED ? 1 : 4))
                .sample(FEW, new SplittableRandom(4)));
        assertEquals(1.2, posterior.population().summary("r").mean(), 0.01);
        double n = 2000 * SWEEP;
        check(posterior, Trait.PROBABILITY_ALIVE, known.probabilityAlive(FEW), n);
        check(posterior, PURCHASES, known.expectedPurchases(FEW, HALF_YEAR), n);
        check(posterior, DISCOUNTED, known.discountedPurchases(FEW, DiscountRate.ofAnnual(0.15), Horizon.FOREVER), n);
        double[] none = new double[FEW.size()];
        Arrays.setAll(none, i -> 1 - known.probabilityOfPurchases(FEW.row(i), 0, HALF_YEAR));
        check(posterior, ACTIVITY, none, n);
        double[] value = posterior.means(DISCOUNTED);
        Arrays.setAll(value, i -> 12 * value[i]);
        assertArrayEquals(value, posterior.means(CONTRIBUTION), 1e-9);

        // what will come has the variance of the model: chance in the predicted totals
        double[] variance = known.varianceOfPurchases(FEW, HALF_YEAR);
        double sd = Math.sqrt(Arrays.stream(variance).sum());
        DrawSummary predicted = posterior.total(PURCHASES).predicted();
        assertEquals(Arrays.stream(known.expectedPurchases(FEW, HALF_YEAR)).sum(), predicted.mean(), sd / 5);
        assertEquals(1, predicted.standardDeviation() / sd, 0.12);
        double[] ofDiscounted = known.varianceOfDiscountedPurchases(FEW, DiscountRate.ofAnnual(0.15), Horizon.FOREVER);
        double sdOfDiscounted = Math.sqrt(Arrays.stream(ofDiscounted).sum());
        assertEquals(1, posterior.total(DISCOUNTED).predicted().standardDeviation() / sdOfDiscounted, 0.15);
    }

    private static void check(CustomerPosterior posterior, CustomerFigure figure, double[] exact, double n) {
        double[] mean = posterior.means(figure);
        double[] sd = posterior.standardDeviations(figure);
        for (int i = 0; i < mean.length; i++) {
            // rates of one customer are drawn anew at each draw, or nearly
            assertEquals(exact[i], mean[i], 6 * sd[i] * Math.sqrt(3 / n) + 1e-9 * exact[i], figure + " of " + i);
        }
    }

    /** Sheet of the numbers: two independent runs of 40,000 draws under vague priors, and 420,000 sweeps. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void cdnow(Engine engine) {
        PurchaseHistories histories = Cdnow.calibration();
        CustomerFigure next = CustomerFigure.purchases(Span.ofWeeks(0, 39));
        boolean integrated = engine == Engine.INTEGRATED;
        CustomerPosterior posterior = used(HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                .withEngine(engine)
                .withQuestions(PosteriorQuestions.of(next))
                .withOptions(options(500, 200, (int) ((integrated ? 10 : 20) * SWEEP)))
                .sample(histories, new SplittableRandom(6)));
        // tolerances of the sheet, and four errors of these fewer draws
        near(
                0.5495,
                posterior.population().summary("r").mean(),
                0.02,
                posterior.population().summary("r"));
        near(
                10.56,
                posterior.population().summary("alpha").mean(),
                0.4,
                posterior.population().summary("alpha"));
        near(
                0.638,
                posterior.population().summary("s").median(),
                0.06,
                posterior.population().summary("s"));
        near(
                12.9,
                posterior.population().summary("beta").median(),
                1.5,
                posterior.population().summary("beta"));
        DrawSummary alive = posterior.total(Trait.PROBABILITY_ALIVE).expected();
        near(0.447 * 2357, alive.mean(), 0.01 * 2357, alive);
        near(1645, posterior.total(next).mean(), 25, posterior.total(next).expected());
        if (integrated || SWEEP >= 20) {
            double[] first = {0.862, 0.173, 0.295};
            double[] bought = {1.425, 0.1755, 0.1043};
            for (int i = 0; i < 3; i++) {
                assertEquals(first[i], posterior.customer(i).probabilityAlive(), SWEEP >= 20 ? 0.015 : 0.03);
                assertEquals(bought[i], posterior.customer(i).mean(next), (SWEEP >= 20 ? 0.04 : 0.15) * bought[i]);
            }
        }
    }

    private static void near(double expected, double actual, double tolerance, DrawSummary draws) {
        double error = draws.diagnostics().meanEss() < 10 ? draws.standardDeviation() / 2 : draws.monteCarloError();
        assertEquals(expected, actual, tolerance + 4 * error, draws.toString());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void threadsChangeNothing(Engine engine) {
        HierarchicalParetoNbd sampler = sampler(engine)
                .withOptions(new SamplingOptions(4, 100, 8, 2, ANY))
                .withQuestions(PosteriorQuestions.of(PURCHASES).keepingDraws(16));
        SamplingOutcome<CustomerPosterior> one = sampler.sample(FEW, new SplittableRandom(8));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            assertEquals(one, sampler.sampleOn(pool, FEW, new SplittableRandom(8)));
        } finally {
            pool.shutdown();
        }
        assertNotEquals(one, sampler.sample(FEW, new SplittableRandom(9)));
    }

    @Test
    void chainsThatDoNotMixSaySo() {
        SamplingOutcome<CustomerPosterior> outcome = sampler(Engine.AUGMENTED)
                .withOptions(
                        SamplingOptions.defaults().withWarmup(100).withDraws(50).withThinning(1))
                .sample(FEW, new SplittableRandom(10));
        assertFalse(outcome.isMixed());
        String reason = ((SamplingOutcome.NotMixed<CustomerPosterior>) outcome).reason();
        assertTrue(reason.contains("effective sample size"), reason);
        assertEquals(List.of("r", "alpha", "s", "beta"), outcome.report().names());
    }

    @Test
    void chainsThatMixAreAPosterior() {
        SamplingOutcome<CustomerPosterior> outcome = sampler(Engine.INTEGRATED)
                .withOptions(SamplingOptions.defaults()
                        .withWarmup(1000)
                        .withDraws(400)
                        .withThinning(10))
                .sample(FEW, new SplittableRandom(11));
        CustomerPosterior posterior = outcome.orThrow();
        assertEquals(4, outcome.report().acceptance().size());
        outcome.report().acceptance().forEach(share -> assertTrue(share > 0.1 && share < 0.5, () -> "share " + share));
        ParetoNbd fitted = ParetoNbd.fit(FEW).orThrow();
        // few customers and priors of little weight: near, not equal
        double mle = Arrays.stream(fitted.expectedPurchases(FEW, HALF_YEAR)).sum();
        Interval total = posterior.total(PURCHASES).credibleInterval(0.99);
        assertTrue(total.contains(mle), () -> mle + " not in " + total);
        assertTrue(posterior.total(PURCHASES).predictionInterval(0.9).width()
                > posterior.total(PURCHASES).credibleInterval(0.9).width());
    }

    /** Whoever has just come is known as well as the population is, and alive. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void customersOfAgeZeroAreOfThePopulation(Engine engine) {
        int n = FEW.size();
        int[] x = Arrays.copyOf(FEW.frequencies(), n + 1);
        double[] tx = Arrays.copyOf(FEW.recencies(), n + 1);
        double[] t = Arrays.copyOf(FEW.ages(), n + 1);
        PurchaseHistories more = PurchaseHistories.ofColumns(x, tx, t, PeriodUnit.WEEK);
        CustomerPosterior posterior =
                used(sampler(engine).withOptions(options(500, 1000, 4)).sample(more, new SplittableRandom(12)));
        assertEquals(1, posterior.customer(n).probabilityAlive());
        assertEquals(
                PurchaseHistory.of(0, 0, 0, PeriodUnit.WEEK),
                posterior.customer(n).history());
        DrawSummary fresh = posterior.newCustomer(PURCHASES, new SplittableRandom(1));
        double exact = 0;
        for (int i = 0; i < posterior.population().size(); i++) {
            double[] p = posterior.population().draw(i);
            exact += new ParetoNbd(p[0], p[1], p[2], p[3], PeriodUnit.WEEK)
                            .expectedPurchases(PurchaseHistory.newCustomer(PeriodUnit.WEEK), HALF_YEAR)
                    / posterior.population().size();
        }
        double sd = fresh.standardDeviation() / Math.sqrt(2000);
        assertEquals(exact, fresh.mean(), 5 * sd);
        assertEquals(exact, posterior.customer(n).mean(PURCHASES), 8 * sd);
        assertEquals(
                1,
                posterior
                        .newCustomer(Trait.PROBABILITY_ALIVE, new SplittableRandom(1))
                        .mean());
    }

    @Test
    void nobodyBoughtTwice() {
        PurchaseHistories none = PurchaseHistories.ofColumns(
                new int[30], new double[30], Arrays.copyOf(FEW.ages(), 30), PeriodUnit.WEEK);
        for (Engine engine : Engine.values()) {
            CustomerPosterior posterior =
                    used(sampler(engine).withOptions(options(500, 200, 5)).sample(none, new SplittableRandom(13)));
            for (double alive : posterior.probabilityAlive()) {
                assertTrue(alive > 0 && alive < 1);
            }
            assertTrue(posterior.total(PURCHASES).mean() > 0);
        }
    }

    /** Figures do not depend on the order of customers but by chance. */
    @Test
    void orderOfCustomersMattersByChanceOnly() {
        int[] backwards = new int[FEW.size()];
        Arrays.setAll(backwards, i -> FEW.size() - 1 - i);
        HierarchicalParetoNbd sampler = sampler(Engine.AUGMENTED).withOptions(options(500, 1000, 10));
        double[] there = used(sampler.sample(FEW, new SplittableRandom(14))).probabilityAlive();
        double[] back = used(sampler.sample(FEW.select(backwards), new SplittableRandom(14)))
                .probabilityAlive();
        for (int i = 0; i < there.length; i++) {
            assertEquals(there[i], back[backwards[i]], 0.04);
        }
    }

    @Test
    void answersByRowIdAndDraw() throws IOException, ClassNotFoundException {
        String[] names = new String[FEW.size()];
        Arrays.setAll(names, i -> "C" + i);
        PurchaseHistories named = FEW.withIds(CustomerIds.of(List.of(names)));
        double[] each = new double[FEW.size()];
        Arrays.setAll(each, i -> i);
        PosteriorQuestions questions = PosteriorQuestions.of(PURCHASES, DISCOUNTED, CONTRIBUTION)
                .withContributionPerPurchase(Currency.getInstance("EUR"), each)
                .keepingDraws(50);
        CustomerPosterior posterior = used(sampler(Engine.AUGMENTED)
                .withQuestions(questions)
                .withOptions(options(100, 50, 1))
                .sample(named, new SplittableRandom(15)));
        PosteriorCustomer seven = posterior.customer("C7");
        assertEquals(posterior.customer(7), seven);
        assertEquals(posterior.means(PURCHASES)[7], seven.mean(PURCHASES));
        assertEquals(7 * seven.mean(DISCOUNTED), seven.mean(CONTRIBUTION), 1e-12);
        DrawSummary draws = seven.draws(PURCHASES);
        assertEquals(50, draws.size());
        assertTrue(seven.credibleInterval(PURCHASES, 0.5).width() > 0);
        // outcomes are counts, whole ones, and vary more than their expectation
        DrawSummary counts = seven.predicted(PURCHASES);
        assertEquals(50, counts.size());
        for (double p = 0; p <= 1; p += 1.0 / 49) {
            double count = counts.quantile(Math.rint(p * 49) / 49);
            assertEquals(Math.rint(count), count, 1e-9);
        }
        assertTrue(counts.standardDeviation() > draws.standardDeviation());
        assertEquals(counts.interval(0.9), seven.predictionInterval(PURCHASES, 0.9));
        double there = seven.predicted(Trait.PROBABILITY_ALIVE).probabilityAbove(0.5);
        assertEquals(seven.predicted(Trait.PROBABILITY_ALIVE).mean(), there, 1e-12);

        // all draws kept: mean and deviation are theirs, and totals their sums
        CustomerPosterior all = used(sampler(Engine.AUGMENTED)
                .withQuestions(questions.keepingDraws(100))
                .withOptions(options(100, 50, 1))
                .sample(named, new SplittableRandom(15)));
        for (CustomerFigure figure : questions.figures()) {
            double total = 0;
            double predicted = 0;
            for (int i = 0; i < named.size(); i++) {
                DrawSummary own = all.customer(i).draws(figure);
                assertEquals(own.mean(), all.customer(i).mean(figure), 1e-12 * (1 + own.mean()));
                assertEquals(
                        own.standardDeviation(),
                        all.customer(i).standardDeviation(figure),
                        1e-9 * (1 + own.standardDeviation()));
                total += own.mean();
                predicted += all.customer(i).predicted(figure).mean();
            }
            double sum = all.total(figure).predicted().mean();
            assertEquals(sum, predicted, 1e-9 * (1 + sum));
            assertEquals(total, all.total(figure).mean(), 1e-9 * (1 + total));
            assertEquals(all.total(figure).mean(), posterior.total(figure).mean());
        }
        assertEquals(Currency.getInstance("EUR"), posterior.questions().currency());

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(posterior);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object back = in.readObject();
            assertEquals(posterior, back);
            assertEquals(posterior.hashCode(), back.hashCode());
        }
        assertTrue(posterior.toString().length() < 1500, posterior::toString);
        assertTrue(seven.toString().startsWith("PosteriorCustomer[row 7, P(alive) "), seven::toString);
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void refusesByMessage() {
        refused("shape must be finite and > 0, was 0.0 (of a prior; 0.001 is vague)", () -> GammaPrior.of(0, 1));
        refused(
                "rate must be finite and > 0, was NaN (of a prior, whose mean is shape / rate)",
                () -> GammaPrior.of(1, Double.NaN));
        PurchaseHistories nobody = FEW.select();
        refused(
                "histories must have at least one customer, was empty (there is nothing to learn from)",
                () -> sampler(Engine.AUGMENTED).sample(nobody, new SplittableRandom(1)));
        refused(
                "questions must have contributions per purchase, was " + CONTRIBUTION
                        + " (PosteriorQuestions.withContributionPerPurchase, or ask for discounted purchases)",
                () -> sampler(Engine.AUGMENTED)
                        .withQuestions(PosteriorQuestions.of(CONTRIBUTION))
                        .sample(FEW, new SplittableRandom(1)));
        refused(
                "perPurchase must be one amount a customer, was 2 (150 customers)",
                () -> sampler(Engine.AUGMENTED)
                        .withQuestions(PosteriorQuestions.of(CONTRIBUTION)
                                .withContributionPerPurchase(Currency.getInstance("EUR"), 1, 2))
                        .sample(FEW, new SplittableRandom(1)));
        refused(
                "perPurchase[1] must be finite, was NaN (contribution of one purchase)",
                () -> PosteriorQuestions.ofRates()
                        .withContributionPerPurchase(Currency.getInstance("EUR"), 1, Double.NaN));
        refused(
                "questions must ask what the model has, was REGULARITY (regularity is of ParetoGgg only)",
                () -> sampler(Engine.AUGMENTED)
                        .withQuestions(PosteriorQuestions.of(Trait.REGULARITY))
                        .sample(FEW, new SplittableRandom(1)));
        refused(
                "n must be >= 0, was -1 (draws to keep of each customer)",
                () -> PosteriorQuestions.ofRates().keepingDraws(-1));
        refused(
                "discount must be > 0 for a horizon without end, was 0.0 (the sum need not converge; use Horizon.ofYears for"
                        + " an end)",
                () -> CustomerFigure.discountedPurchases(DiscountRate.NONE, Horizon.FOREVER));
        assertEquals(
                "questions must have contributions per purchase (PosteriorQuestions.withContributionPerPurchase)",
                assertThrows(
                                IllegalStateException.class,
                                () -> PosteriorQuestions.ofRates().currency())
                        .getMessage());
    }

    @Test
    void refusesWhatWasNotAsked() {
        CustomerPosterior posterior = used(sampler(Engine.AUGMENTED)
                .withQuestions(PosteriorQuestions.ofRates())
                .withOptions(options(100, 4, 1))
                .sample(FEW, new SplittableRandom(1)));
        refused(
                "figure must have been asked before sampling, one of [PROBABILITY_ALIVE, PURCHASE_RATE, DROPOUT_RATE], was "
                        + PURCHASES + " (PosteriorQuestions.of)",
                () -> posterior.means(PURCHASES));
        refused(
                "figure must not be a contribution, was " + CONTRIBUTION
                        + " (that of a new customer is not known: multiply the discounted purchases by it)",
                () -> posterior.newCustomer(CONTRIBUTION, new SplittableRandom(1)));
        refused(
                "questions must ask what the model has, was REGULARITY (regularity is of ParetoGgg only)",
                () -> posterior.newCustomer(Trait.REGULARITY, new SplittableRandom(1)));
        assertEquals(
                "draws of customers must have been kept (PosteriorQuestions.keepingDraws, before sampling)",
                assertThrows(
                                IllegalStateException.class,
                                () -> posterior.customer(0).draws(Trait.PURCHASE_RATE))
                        .getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> posterior.customer(150));
        // no covariates in the model: none are read
        assertEquals(
                posterior.newCustomer(PURCHASES, new SplittableRandom(1)),
                posterior.newCustomer(Covariates.none().with("age", 30), PURCHASES, new SplittableRandom(1)));
    }

    private static void named(String argument, Runnable call) {
        assertEquals(
                argument, assertThrows(NullPointerException.class, call::run).getMessage());
    }

    @Test
    @SuppressWarnings("NullAway") // which is the point
    void namesWhatIsNull() {
        HierarchicalParetoNbd sampler = sampler(Engine.AUGMENTED);
        SplittableRandom random = new SplittableRandom(1);
        named("priors", () -> HierarchicalParetoNbd.of(null));
        named("newOptions", () -> sampler.withOptions(null));
        named("newQuestions", () -> sampler.withQuestions(null));
        named("newEngine", () -> sampler.withEngine(null));
        named("histories", () -> sampler.sample(null, random));
        named("random", () -> sampler.sample(FEW, null));
        named("executor", () -> sampler.sampleOn(null, FEW, random));
        named("newR", () -> ParetoNbdPriors.vague().withPurchaseRates(null, GammaPrior.VAGUE));
        named("figures", () -> PosteriorQuestions.of((CustomerFigure[]) null));
        named("figures", () -> PosteriorQuestions.of((CustomerFigure) null));
        named("ahead", () -> CustomerFigure.purchases(null));
        named("priors", () -> AbeParetoNbd.of(null));
        named("newCoding", () -> AbeParetoNbd.of(AbePriors.weak()).withCovariates(null));
    }
}
