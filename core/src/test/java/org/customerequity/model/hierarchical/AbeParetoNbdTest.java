package org.customerequity.model.hierarchical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.fit.posterior.SamplingOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.model.hierarchical.CustomerFigure.Trait;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class AbeParetoNbdTest {
    private static final double SWEEP = SimulatedBase.sweep();
    private static final MixingRule ANY = new MixingRule(1e9, 0);
    private static final CustomerFigure PURCHASES = CustomerFigure.purchases(Span.ofWeeks(0, 26));
    private static final int N = 600;

    private static CustomerPosterior used(SamplingOutcome<CustomerPosterior> outcome) {
        return outcome.fold(posterior -> posterior, not -> not.drawsSoFar());
    }

    private static CovariateTable table() {
        SplittableRandom random = new SplittableRandom(20);
        double[] age = new double[N];
        String[] channel = new String[N];
        for (int i = 0; i < N; i++) {
            age[i] = 40 + 10 * random.nextGaussian();
            channel[i] = random.nextInt(3) == 0 ? "ads" : "search";
        }
        return CovariateTable.ofRows(N).withNumbers("age", age).withCategories("channel", List.of(channel));
    }

    /** ln lambda -1.6 + 0.5 age, ln mu -3 + 0.8 if by ads, variances 0.3 and 0.5, covariance 0.1. */
    private static PurchaseHistories base() {
        SplittableRandom random = new SplittableRandom(21);
        CovariateTable table = table();
        double[][] design = CovariateCoding.of(table).encode(table);
        double[] lambda = new double[N];
        double[] mu = new double[N];
        for (int i = 0; i < N; i++) {
            double z = random.nextGaussian();
            lambda[i] = Math.exp(-1.6 + 0.5 * design[0][i] + Math.sqrt(0.3) * z);
            double slope = 0.1 / Math.sqrt(0.3);
            mu[i] = Math.exp(
                    -3 + 0.8 * design[1][i] + slope * z + Math.sqrt(0.5 - slope * slope) * random.nextGaussian());
        }
        return SimulatedBase.of(lambda, mu, random).withCovariates(table);
    }

    private static AbeParetoNbd sampler(PurchaseHistories histories) {
        return AbeParetoNbd.of(AbePriors.weak())
                .withCovariates(CovariateCoding.of(histories.covariates()))
                .withQuestions(PosteriorQuestions.of(PURCHASES));
    }

    @Test
    void findsTheCoefficients() {
        PurchaseHistories histories = base();
        SamplingOutcome<CustomerPosterior> outcome = sampler(histories)
                .withOptions(new SamplingOptions(2, 1000, (int) (500 * SWEEP), 4, ANY))
                .sample(histories, new SplittableRandom(22));
        CustomerPosterior posterior = used(outcome);
        ParameterDraws population = posterior.population();
        assertEquals(
                List.of(
                        "ln lambda",
                        "purchases: age",
                        "purchases: channel=ads",
                        "ln mu",
                        "dropout: age",
                        "dropout: channel=ads",
                        "var ln lambda",
                        "cov",
                        "var ln mu",
                        "correlation"),
                population.names());
        double[] truth = {-1.6, 0.5, 0, -3, 0, 0.8, 0.3, 0.1, 0.5};
        for (int j = 0; j < truth.length; j++) {
            DrawSummary summary = population.summary(population.names().get(j));
            double away = (truth[j] - summary.mean()) / summary.standardDeviation();
            assertTrue(Math.abs(away) < 3.5, population.names().get(j) + " of " + truth[j] + ": " + summary);
        }
        assertTrue(population.summary("purchases: age").interval(0.99).lower() > 0.3);
        assertTrue(population.summary("dropout: channel=ads").interval(0.95).lower() > 0);
        assertEquals(2, outcome.report().acceptance().size());
        outcome.report().acceptance().forEach(share -> assertEquals(0.35, share, 0.05));

        // who has not yet come: the mean of log-normal rates, draw by draw
        Covariates wanted = Covariates.none().with("age", 50).with("channel", "search");
        DrawSummary rate = posterior.newCustomer(wanted, Trait.PURCHASE_RATE, new SplittableRandom(1));
        double coded = CovariateCoding.of(table()).encode(wanted)[0];
        double exact = 0;
        for (int d = 0; d < population.size(); d++) {
            double[] p = population.draw(d);
            exact += Math.exp(p[0] + p[1] * coded + p[6] / 2) / population.size();
        }
        assertEquals(exact, rate.mean(), 5 * rate.standardDeviation() / Math.sqrt(population.size()));
        // by its median too, which is that of a normal variable
        DrawSummary dropout = posterior.newCustomer(wanted, Trait.DROPOUT_RATE, new SplittableRandom(1));
        assertEquals(
                population.summary("ln mu").mean()
                        + population.summary("dropout: age").mean() * coded,
                Math.log(dropout.median()),
                0.15);
        for (double alive : posterior.probabilityAlive()) {
            assertTrue(alive >= 0 && alive <= 1);
        }
    }

    /** Sheet of the numbers: 4 chains of 40,000 sweeps by another program of the same formulas. */
    @Test
    void cdnow() {
        PurchaseHistories histories = Cdnow.calibration();
        CustomerFigure next = CustomerFigure.purchases(Span.ofWeeks(0, 39));
        CustomerPosterior posterior = used(AbeParetoNbd.of(AbePriors.weak())
                .withQuestions(PosteriorQuestions.of(next))
                .withOptions(new SamplingOptions(2, 500, 150, (int) (10 * SWEEP), ANY))
                .sample(histories, new SplittableRandom(23)));
        ParameterDraws population = posterior.population();
        // tolerances of the sheet, and four errors of these fewer draws
        near(-3.52, population.summary("ln lambda").mean(), 0.08, population.summary("ln lambda"));
        near(-3.64, population.summary("ln mu").mean(), 0.12, population.summary("ln mu"));
        near(1.36, population.summary("var ln lambda").mean(), 0.12, population.summary("var ln lambda"));
        near(0.26, population.summary("cov").mean(), 0.15, population.summary("cov"));
        near(3.1, population.summary("var ln mu").median(), 0.8, population.summary("var ln mu"));
        DrawSummary living = posterior.total(Trait.PROBABILITY_ALIVE).expected();
        near(0.435 * 2357, living.mean(), 0.02 * 2357, living);
        near(1622, posterior.total(next).mean(), 40, posterior.total(next).expected());
        double[] alive = {0.872, 0.188, 0.266};
        double[] bought = {1.26, 0.175, 0.138};
        for (int i = 0; i < 3; i++) {
            assertEquals(alive[i], posterior.customer(i).probabilityAlive(), 0.03);
            assertEquals(bought[i], posterior.customer(i).mean(next), 0.15 * bought[i]);
        }
    }

    private static void near(double expected, double actual, double tolerance, DrawSummary draws) {
        double error = draws.diagnostics().meanEss() < 10 ? draws.standardDeviation() / 2 : draws.monteCarloError();
        assertEquals(expected, actual, tolerance + 4 * error, draws.toString());
    }

    @Test
    void threadsChangeNothing() {
        PurchaseHistories histories = base();
        AbeParetoNbd sampler = sampler(histories).withOptions(new SamplingOptions(4, 100, 6, 2, ANY));
        SamplingOutcome<CustomerPosterior> one = sampler.sample(histories, new SplittableRandom(8));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            assertEquals(one, sampler.sampleOn(pool, histories, new SplittableRandom(8)));
        } finally {
            pool.shutdown();
        }
    }

    /** A table without columns, and no table, are one model. */
    @Test
    void withoutCovariatesTableOrNotIsTheSame() {
        PurchaseHistories histories = base();
        PurchaseHistories bare = PurchaseHistories.ofColumns(
                histories.frequencies(), histories.recencies(), histories.ages(), PeriodUnit.WEEK);
        AbeParetoNbd sampler = AbeParetoNbd.of(AbePriors.weak()).withOptions(new SamplingOptions(2, 100, 6, 2, ANY));
        assertEquals(
                used(sampler.sample(histories, new SplittableRandom(1))).population(),
                used(sampler.sample(bare, new SplittableRandom(1))).population());
    }

    @Test
    void fewCustomersAndAgeZeroAreWelcome() {
        PurchaseHistories three = PurchaseHistories.ofColumns(
                new int[] {0, 4, 0}, new double[] {0, 9, 0}, new double[] {0, 10, 30}, PeriodUnit.WEEK);
        CustomerPosterior posterior = used(AbeParetoNbd.of(AbePriors.weak())
                .withQuestions(PosteriorQuestions.of(PURCHASES).keepingDraws(100))
                .withOptions(new SamplingOptions(2, 300, 100, 5, ANY))
                .sample(three, new SplittableRandom(2)));
        assertEquals(1, posterior.customer(0).probabilityAlive());
        assertTrue(posterior.customer(1).mean(Trait.PURCHASE_RATE)
                > posterior.customer(2).mean(Trait.PURCHASE_RATE));
        Interval rate = posterior.customer(1).credibleInterval(Trait.PURCHASE_RATE, 0.95);
        assertTrue(rate.contains(0.4), rate::toString);
    }

    @Test
    void refusesByMessage() {
        PurchaseHistories histories = base();
        PurchaseHistories bare = PurchaseHistories.ofColumns(
                histories.frequencies(), histories.recencies(), histories.ages(), PeriodUnit.WEEK);
        assertEquals(
                "histories must have covariates (PurchaseHistories.withCovariates)",
                assertThrows(
                                IllegalStateException.class,
                                () -> sampler(histories).sample(bare, new SplittableRandom(1)))
                        .getMessage());
        double[] twice = table().numbers("age");
        Arrays.setAll(twice, i -> 3 - 2 * twice[i]);
        PurchaseHistories collinear = bare.withCovariates(table().withNumbers("twice", twice));
        assertEquals(
                "covariate \"twice\" must say something that the others do not, was made up of [age] (leave one of them out)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AbeParetoNbd.of(AbePriors.weak())
                                        .withCovariates(CovariateCoding.of(collinear.covariates(), "age", "twice"))
                                        .sample(collinear, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "covariate \"one\" must differ between customers, was always 1.0 (what is the same for all cannot be told from"
                        + " the baseline)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CovariateCoding.of(
                                        CovariateTable.ofRows(2).withNumbers("one", 1, 1)))
                        .getMessage());
        CustomerPosterior posterior = used(sampler(histories)
                .withOptions(new SamplingOptions(2, 100, 4, 1, ANY))
                .sample(histories, new SplittableRandom(1)));
        assertEquals(
                "covariates must have \"age\", was none (Covariates.with)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> posterior.newCustomer(PURCHASES, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                "degreesOfFreedom must be finite and > 0, was 0.0 (3 is weak)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AbePriors.weak().withVariances(0, 1, 1))
                        .getMessage());
        assertEquals(
                "scatter of the log-rates must be positive definite, was [[Infinity, NaN], [NaN, NaN]]",
                assertThrows(
                                ArithmeticException.class,
                                () -> new NormalBlock(AbePriors.weak(), new double[0][], 1)
                                        .draw(new double[] {1e200}, new double[] {Double.NaN}, new SplittableRandom(1)))
                        .getMessage());
    }
}
