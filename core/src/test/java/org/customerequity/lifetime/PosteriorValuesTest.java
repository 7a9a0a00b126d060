package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Parametric;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.Prior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.RandomDraws;
import org.customerequity.model.hierarchical.CustomerFigure;
import org.customerequity.model.hierarchical.CustomerPosterior;
import org.customerequity.model.hierarchical.HierarchicalParetoNbd;
import org.customerequity.model.hierarchical.ParetoNbdPriors;
import org.customerequity.model.hierarchical.PosteriorQuestions;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ValueBasis;
import org.junit.jupiter.api.Test;

/** Values from draws, against scoring each draw, against the normal approximation, and against hierarchical Bayes. */
class PosteriorValuesTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);
    private static final Currency USD = Currency.getInstance("USD");
    private static final ParetoNbd BUYING = new ParetoNbd(0.9, 5, 1.1, 20, PeriodUnit.WEEK);
    private static final GammaGamma SPENDING = new GammaGamma(6, 12, 55);
    private static final LifetimeValueModel TERMS = terms(BUYING);
    private static final PurchaseHistories TWENTY = customers(BUYING, 20, 4);
    private static final Posterior<ParetoNbd> BUYS = around(BUYING, 0.1, 3);
    private static final Posterior<GammaGamma> SPENDS = around(SPENDING, 0.05, 5);

    private static LifetimeValueModel terms(PurchaseModel buying) {
        return LifetimeValueModel.of(buying, SPENDING)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(2));
    }

    /** Simulated customers of staggered ages, who buy and spend as the models say. */
    private static PurchaseHistories customers(PurchaseModel buying, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ages = new double[n];
        Arrays.setAll(ages, i -> 20 + i % 33);
        PurchaseHistories bought = buying.simulateHistories(
                PurchaseHistories.ofColumns(new int[n], new double[n], ages, PeriodUnit.WEEK), random);
        double[] any = new double[n];
        Arrays.setAll(any, i -> bought.frequency(i) > 0 ? 1 : 0);
        return SPENDING.simulateHistories(bought.withSpend(bought.frequencies(), any, USD), random);
    }

    /** 4 chains of 50 draws, log-normal around a model. */
    private static <M extends Parametric> Posterior<M> around(M model, double spread, long seed) {
        return around(model, spread, 50, seed);
    }

    private static <M extends Parametric> Posterior<M> around(M model, double spread, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][][] out = new double[4][length][model.parameters().length];
        for (double[][] chain : out) {
            for (double[] draw : chain) {
                Arrays.setAll(draw, j -> model.parameters()[j] * Math.exp(spread * random.nextGaussian()));
            }
        }
        return Posterior.of(model, ParameterDraws.of(model.parameterNames(), out));
    }

    private static PosteriorValues values() {
        return PosteriorValues.of(BUYS, SPENDS, TERMS, TWENTY);
    }

    /** Mean, deviation and total by scoring the base with each draw's models, whatever the terms. */
    @Test
    void valuesAreThoseOfScoringEachDraw() {
        check(TERMS);
        check(TERMS.withTiming(PurchaseTiming.endOf(PeriodUnit.QUARTER)));
        LifetimeValueModel revenue = LifetimeValueModel.of(BUYING, SPENDING)
                .withDiscount(DiscountRate.ofAnnual(0.1))
                .withHorizon(Horizon.FOREVER);
        check(revenue);
        assertEquals(
                ValueBasis.REVENUE,
                PosteriorValues.of(BUYS, SPENDS, revenue, TWENTY).basis());
    }

    private static void check(LifetimeValueModel terms) {
        PosteriorValues values = PosteriorValues.of(BUYS, SPENDS, terms, TWENTY);
        int draws = BUYS.size();
        double[][] each = new double[draws][];
        double[] total = new double[draws];
        double[] alive = new double[TWENTY.size()];
        for (int d = 0; d < draws; d++) {
            LifetimeValueModel own = LifetimeValueModel.of(BUYS.model(d), SPENDS.model(d))
                    .withDiscount(terms.discount())
                    .withHorizon(terms.horizon())
                    .withTiming(terms.timing());
            LifetimeValues scored = (terms.basis() == ValueBasis.REVENUE ? own : own.withMargin(0.3)).value(TWENTY);
            each[d] = scored.toArray();
            total[d] = Arrays.stream(each[d]).sum();
            for (int i = 0; i < alive.length; i++) {
                alive[i] += scored.probabilityAlive(i) / draws;
            }
        }
        for (int i = 0; i < TWENTY.size(); i++) {
            int row = i;
            double mean = Arrays.stream(each).mapToDouble(v -> v[row]).average().orElseThrow();
            double squares = Arrays.stream(each)
                    .mapToDouble(v -> (v[row] - mean) * (v[row] - mean))
                    .sum();
            assertEquals(mean, values.value(i), 1e-12 * mean);
            assertEquals(Math.sqrt(squares / (draws - 1)), values.standardDeviation(i), 1e-10 * mean);
            assertEquals(alive[i], values.probabilityAlive(i), 1e-12);
        }
        assertEquals(BUYS.summary(m -> 0).size(), values.expectedTotal().size());
        assertArrayEquals(total, values.expectedDraws(new int[TWENTY.size()], 1)[0], 1e-9);
        assertEquals(
                Arrays.stream(total).average().orElseThrow(), values.total().value(), 1e-9);
        assertEquals(USD, values.total().currency());
    }

    /** More rows than are held at a time: the values are those of the parts. */
    @Test
    void aLargeBaseIsTheSumOfItsParts() {
        int n = 70_000;
        int[] row = new int[n];
        Arrays.setAll(row, i -> i % 20);
        PurchaseHistories many = TWENTY.withoutIds().select(row);
        Posterior<ParetoNbd> four = around(BUYING, 0.1, 4, 6);
        PosteriorValues few = PosteriorValues.of(four, SPENDING, TERMS, TWENTY);
        PosteriorValues all = PosteriorValues.of(four, SPENDING, TERMS, many);
        for (int i = n - 40; i < n; i++) {
            assertEquals(few.value(i % 20), all.value(i), 1e-9 * few.value(i % 20));
            assertEquals(few.standardDeviation(i % 20), all.standardDeviation(i), 1e-8 * few.value(i % 20));
            assertEquals(few.probabilityAlive(i % 20), all.probabilityAlive(i), 1e-9);
        }
        assertEquals(3500, all.total().value() / few.total().value(), 1e-6);
        int[] group = new int[n];
        Arrays.fill(group, 69_000, n, 1);
        assertEquals(
                50 * few.total().value(), all.expectedTotals(group, 2).get(1).mean(), 1e-6);
        assertEquals(
                all.expectedTotals(group, 2).get(1).mean(),
                all.expectedTotal(i -> i >= 69_000).mean(),
                1e-6);
    }

    /** Draws of the parabola itself, as narrow as a parabola is right: its delta method and the draws say the same. */
    @Test
    void narrowDrawsHaveTheErrorOfTheDeltaMethod() {
        double spread = 0.01;
        FittedPair pair = new FittedPair(BUYING, SPENDING, diagonal(4, spread), diagonal(3, spread), null);
        LifetimeValueModel fitted = new LifetimeValueModel(pair, Terms.NONE)
                .withMargin(0.3)
                .withDiscount(TERMS.discount())
                .withHorizon(TERMS.horizon());
        ValueTotal parabola = fitted.value(TWENTY).total();
        int length = 1000;
        DrawSummary drawn = PosteriorValues.of(
                        around(BUYING, spread, length, 7), around(SPENDING, spread, length, 8), TERMS, TWENTY)
                .expectedTotal();
        double error = parabola.parameterError();
        // the curvature moves the mean by a hundredth of the spread of a parameter
        assertEquals(parabola.total().value(), drawn.mean(), (4 / Math.sqrt(4 * length) + 0.03) * error);
        assertEquals(1, drawn.standardDeviation() / error, 4 / Math.sqrt(8.0 * length));
    }

    private static double[][] diagonal(int size, double spread) {
        double[][] out = new double[size][size];
        for (int j = 0; j < size; j++) {
            out[j][j] = spread * spread;
        }
        return out;
    }

    /**
     * Of many customers the posterior under flat priors is nearly the parabola of the fit: so are the credible interval of the
     * expected total and the confidence interval, the interval of the simulated total and the prediction interval.
     */
    @Test
    void intervalsAgreeWithThoseOfTheFitOfManyCustomers() {
        PurchaseHistories many = alike(1_500);
        FitOutcome<BgNbd> buying = BgNbd.fit(many);
        FitOutcome<GammaGamma> spending = GammaGamma.fit(many);
        // without discount the sums are quick
        LifetimeValueModel fitted = LifetimeValueModel.of(buying, spending)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0))
                .withHorizon(Horizon.ofYears(1));
        ValueTotal parabola = fitted.value(many).total();
        SplittableRandom random = new SplittableRandom(12);
        SamplingOptions options = new SamplingOptions(4, 600, 250 * SWEEP, 10, new MixingRule(1.05, 150));
        Posterior<BgNbd> buys = AdaptiveMetropolis.of(() -> BgNbd.likelihood(many), buying.orThrow())
                .withPrior(Prior.flat())
                .withOptions(options)
                .sample(random)
                .orThrow();
        Posterior<GammaGamma> spends = AdaptiveMetropolis.of(() -> GammaGamma.likelihood(many), spending.orThrow())
                .withPrior(Prior.flat())
                .withOptions(options)
                .sample(random)
                .orThrow();
        PosteriorValues values = PosteriorValues.of(buys, spends, fitted, many);
        DrawSummary expected = values.expectedTotal();
        double error = parabola.parameterError();
        double independent = expected.diagnostics().bulkEss();
        assertEquals(parabola.total().value(), expected.mean(), (4 / Math.sqrt(independent) + 0.1) * error);
        assertEquals(1, expected.standardDeviation() / error, 4 / Math.sqrt(2 * independent) + 0.05);
        assertNear(parabola.confidenceInterval(0.8), expected.interval(0.8), error, independent);

        DrawSummary simulated = values.simulatedTotal(random);
        double both = Math.hypot(error, parabola.outcomeDeviation());
        double worth = simulated.diagnostics().bulkEss();
        assertEquals(1, simulated.standardDeviation() / both, 4 / Math.sqrt(2 * worth) + 0.05);
        assertNear(parabola.predictionInterval(0.8), simulated.interval(0.8), both, worth);
        assertTrue(simulated.standardDeviation() > expected.standardDeviation());
    }

    /** Customers of one age, who buy on whole weeks: few rows differ, and a likelihood is quick. */
    private static PurchaseHistories alike(int n) {
        SplittableRandom random = new SplittableRandom(11);
        BgNbd truth = new BgNbd(0.9, 5, 0.8, 2.4, PeriodUnit.WEEK);
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        double[] any = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 52;
            double[] times = truth.simulatePurchases(PurchaseHistory.newCustomer(PeriodUnit.WEEK), 52, random);
            x[i] = times.length;
            tx[i] = x[i] == 0 ? 0 : Math.ceil(times[x[i] - 1]);
            any[i] = Math.min(x[i], 1);
        }
        PurchaseHistories bought = PurchaseHistories.ofColumns(x, tx, age, PeriodUnit.WEEK);
        return SPENDING.simulateHistories(bought.withSpend(x, any, USD), random);
    }

    /** A quantile of 10 % of n normal draws has the standard error 1.71 / sqrt(n); a tenth is left to what is not normal. */
    private static void assertNear(Interval normal, Interval drawn, double deviation, double draws) {
        double tolerance = (4 * 1.71 / Math.sqrt(draws) + 0.1) * deviation;
        assertEquals(normal.lower(), drawn.lower(), tolerance);
        assertEquals(normal.upper(), drawn.upper(), tolerance);
    }

    /** Parameters that are certain leave nothing open, and chance as the analytic deviation has it. */
    @Test
    void identicalDrawsLeaveChanceAlone() {
        int length = 500 * SWEEP;
        PosteriorValues values =
                PosteriorValues.of(around(BUYING, 0, length, 1), around(SPENDING, 0, length, 1), TERMS, TWENTY);
        LifetimeValues certain = TERMS.value(TWENTY);
        for (int i = 0; i < values.size(); i++) {
            assertEquals(0, values.standardDeviation(i));
            assertEquals(certain.value(i), values.value(i), 1e-14 * certain.value(i));
        }
        DrawSummary expected = values.expectedTotal();
        assertEquals(0, expected.standardDeviation());
        DrawSummary simulated = values.simulatedTotal(new SplittableRandom(1));
        ValueTotal total = certain.total();
        double deviation = total.outcomeDeviation();
        assertEquals(total.total().value(), simulated.mean(), 4 * deviation / Math.sqrt(4 * length));
        // of 20 customers the total has an excess kurtosis of some units
        assertEquals(1, simulated.standardDeviation() / deviation, 4 * Math.sqrt(1.5 / (4 * length)));
        // draw by draw the outcomes of the simulation that fitted values use
        OutcomeSimulation outcome =
                new OutcomeSimulation(new FittedPair(BUYING, SPENDING, null, null, null), TERMS.withCurrency(USD));
        long seed = new SplittableRandom(1).nextLong();
        double[] drawn = values.simulatedDraws(new int[20], 1, new SplittableRandom(1))[0];
        RandomGenerator third = RandomDraws.stream(seed, 3);
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            sum += outcome.draw(TWENTY.row(i), third);
        }
        assertEquals(sum, drawn[3]);
    }

    /**
     * The same posterior of the population, integrated over customers' rates in closed form here and by draws there: the same
     * values, the same chance of the total.
     */
    @Test
    void valuesAreThoseOfHierarchicalBayes() {
        ParetoNbd truth = new ParetoNbd(1.2, 8, 1.1, 20, PeriodUnit.WEEK);
        PurchaseHistories base = customers(truth, 60, 21);
        DiscountRate discount = TERMS.discount();
        Horizon horizon = TERMS.horizon();
        CustomerFigure contribution = CustomerFigure.discountedContribution(discount, horizon);
        CustomerPosterior hierarchical = HierarchicalParetoNbd.of(ParetoNbdPriors.vague())
                .withQuestions(PosteriorQuestions.of(contribution)
                        .withContributionPerPurchase(new CurrencyAmount(USD, 0.3 * 30)))
                .withOptions(new SamplingOptions(4, 1_000, 250 * SWEEP, 20, new MixingRule(1.1, 40)))
                .sample(base, new SplittableRandom(22))
                .fold(posterior -> posterior, not -> not.drawsSoFar());
        Posterior<ParetoNbd> population = Posterior.of(truth, hierarchical.population());
        PosteriorValues values = PosteriorValues.of(population, new ConstantSpend(30), terms(truth), base);

        double[] byRates = hierarchical.means(contribution);
        double[] scatter = hierarchical.standardDeviations(contribution);
        double n = population.size();
        for (int i = 0; i < base.size(); i++) {
            // draws of one customer's rates are worth a quarter of their number at least
            assertEquals(byRates[i], values.value(i), 5 * scatter[i] / Math.sqrt(n / 4), "row " + i);
        }
        assertArrayEquals(hierarchical.probabilityAlive(), values.probabilitiesAlive(), 0.06);
        DrawSummary predicted = hierarchical.total(contribution).predicted();
        DrawSummary simulated = values.simulatedTotal(new SplittableRandom(23));
        double error = Math.hypot(predicted.monteCarloError(), simulated.monteCarloError());
        assertEquals(predicted.mean(), simulated.mean(), 4 * error);
        assertEquals(1, simulated.standardDeviation() / predicted.standardDeviation(), 0.15);
    }

    @Test
    void aGivenSpendModelIsOneWithoutSpread() {
        assertArrayEquals(
                PosteriorValues.of(BUYS, around(SPENDING, 0, 1), TERMS, TWENTY).standardDeviations(),
                PosteriorValues.of(BUYS, SPENDING, TERMS, TWENTY).standardDeviations(),
                1e-12);
        assertTrue(PosteriorValues.of(BUYS, SPENDING, TERMS, TWENTY)
                        .expectedTotal()
                        .standardDeviation()
                < values().expectedTotal().standardDeviation());
    }

    @Test
    void oneCustomerIsAChoice() {
        PosteriorValues values = values();
        DrawSummary one = values.expectedTotal(row -> row == 7);
        assertEquals(values.value(7), one.mean(), 1e-12 * one.mean());
        assertEquals(values.standardDeviation(7), one.standardDeviation(), 1e-10 * one.mean());
        assertEquals(
                0.3, values.contribution().amount().value() / revenue().total().value(), 1e-12);
    }

    private static PosteriorValues revenue() {
        LifetimeValueModel terms = LifetimeValueModel.of(BUYING, SPENDING)
                .withDiscount(TERMS.discount())
                .withHorizon(TERMS.horizon());
        return PosteriorValues.of(BUYS, SPENDS, terms, TWENTY);
    }

    @Test
    void valuesDoNotDependOnTheNumberOfThreads() {
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            PosteriorValues parallel = PosteriorValues.ofOn(three, BUYS, SPENDS, TERMS, TWENTY);
            assertArrayEquals(values().toArray(), parallel.toArray());
            assertArrayEquals(values().standardDeviations(), parallel.standardDeviations());
            assertEquals(values().expectedTotal(), parallel.expectedTotal());
            assertEquals(
                    values().simulatedTotal(new SplittableRandom(1)),
                    values().simulatedTotalOn(three, row -> true, new SplittableRandom(1)));
        } finally {
            three.shutdownNow();
        }
        assertNotEquals(
                values().simulatedTotal(new SplittableRandom(1)), values().simulatedTotal(new SplittableRandom(2)));
    }

    @Test
    void equalValuesAreEqualAndTravel() throws IOException, ClassNotFoundException {
        assertEquals(values(), values());
        assertEquals(values().hashCode(), values().hashCode());
        assertNotEquals(values(), revenue());
        assertNotEquals(values(), PosteriorValues.of(BUYS, SPENDING, TERMS, TWENTY));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(values());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            PosteriorValues read = (PosteriorValues) in.readObject();
            assertEquals(values(), read);
            assertEquals(values().expectedTotal(row -> row < 3), read.expectedTotal(row -> row < 3));
        }
        assertEquals("PosteriorValues[20 customers, CONTRIBUTION in USD, 200 draws]", values().toString());
    }

    @Test
    void badUseIsRefused() {
        refused(
                "spending must have draws for those of buying, 4 chains of 50, was 4 chains of 25 (sample both with as"
                        + " many chains and draws, or thin the longer one with Posterior.thinned)",
                () -> PosteriorValues.of(BUYS, SPENDS.thinned(2), TERMS, TWENTY));
        refused(
                "histories must have at least one customer, was empty",
                () -> PosteriorValues.of(BUYS, SPENDS, TERMS, TWENTY.select()));
        refused("choice must take at least one customer, was empty", () -> values().expectedTotal(row -> false));
        refused(
                "choice must take at least one customer, was empty",
                () -> values().simulatedTotal(row -> false, new SplittableRandom(1)));
        refused(
                "group must have one entry for each of the rows, 20, was 3",
                () -> values().expectedTotals(new int[3], 1));
        int[] two = new int[20];
        two[4] = 2;
        refused(
                "group must be from 0 to groups - 1, 1, was 2",
                () -> values().simulatedTotals(two, 2, new SplittableRandom(1)));
        assertEquals(
                "discount must be given (withDiscount; there is no default rate)",
                assertThrows(
                                IllegalStateException.class,
                                () -> PosteriorValues.of(BUYS, SPENDS, LifetimeValueModel.of(BUYING, SPENDING), TWENTY))
                        .getMessage());
        assertThrows(
                CurrencyMismatchException.class,
                () -> PosteriorValues.of(BUYS, SPENDS, TERMS.withCurrency("EUR"), TWENTY));
        assertEquals(
                "value must count contribution, was REVENUE (give the value model a margin with withMargin)",
                assertThrows(IllegalStateException.class, () -> revenue().contribution())
                        .getMessage());
    }

    /** A customer without purchases has no mean spend where q is below 1, as it may be in some draw. */
    @Test
    void aDrawWithoutMeanSpendIsNamed() {
        double[][][] draws = new double[1][4][];
        for (int d = 0; d < 4; d++) {
            draws[0][d] = new double[] {6, d == 2 ? 0.9 : 12, 55};
        }
        Posterior<GammaGamma> heavy = Posterior.of(SPENDING, ParameterDraws.of(SPENDING.parameterNames(), draws));
        double[][][] same = {new double[4][]};
        Arrays.fill(same[0], BUYING.parameters());
        Posterior<ParetoNbd> buys = Posterior.of(BUYING, ParameterDraws.of(BUYING.parameterNames(), same));
        PurchaseHistories noOne = PurchaseHistories.ofColumns(
                        new int[] {2, 0}, new double[] {3, 0}, new double[] {5, 5}, PeriodUnit.WEEK)
                .withSpend(new int[] {2, 0}, new double[] {20, 0}, USD);
        String message = assertThrows(ArithmeticException.class, () -> PosteriorValues.of(buys, heavy, TERMS, noOne))
                .getMessage();
        List.of("value must be finite, was not in row 1 of draw 2, ParetoNbd[", "GammaGamma[p=6.0, q=0.9", "q")
                .forEach(part -> assertTrue(message.contains(part), message));
    }

    private static void refused(String message, Runnable use) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, use::run).getMessage());
    }
}
