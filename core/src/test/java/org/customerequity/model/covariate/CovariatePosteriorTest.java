package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.posterior.AdaptiveMetropolis;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.MixingRule;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.fit.posterior.SamplingOptions;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model with covariates has a posterior as any other: its likelihood is one of some logarithms and some coefficients. */
class CovariatePosteriorTest {
    private static final int SWEEP = Integer.getInteger("customerequity.sweep", 1);

    /** {@code E[d ln pi / du_j] = 0} and {@code E[u_j d ln pi / du_j] = -1} of draws of a density pi, by its own gradient. */
    @Test
    void drawsAreOfLikelihoodTimesPrior() {
        PurchaseHistories histories = Shops.histories(PurchaseModelFamily.BG_NBD, 80, 5);
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.BG_NBD)
                .withPurchaseCovariates("age")
                .withDropoutCovariates("age");
        double[] zero = {0, 2, 0, 0, 0, 0};
        CovariatePurchaseModel any =
                CovariatePurchaseModel.of(spec, spec.coding(histories.covariates()), PeriodUnit.WEEK, zero);
        int p = zero.length;
        int chains = 4;
        Posterior<CovariatePurchaseModel> posterior = AdaptiveMetropolis.of(() -> spec.likelihood(histories), any)
                .withOptions(new SamplingOptions(chains, 1500, 500 * SWEEP, 12, new MixingRule(1.1, 40)))
                .sample(new SplittableRandom(3))
                .orThrow();
        Likelihood likelihood = spec.likelihood(histories);
        int each = posterior.size() / chains;
        double[][][] score = new double[p][chains][each];
        double[][][] product = new double[p][chains][each];
        for (int i = 0; i < posterior.size(); i++) {
            double[] u = likelihood.searchPoint(posterior.model(i).parameters());
            double[] slope = new double[p];
            likelihood.evaluate(u, slope, new double[p][p]);
            for (int j = 0; j < p; j++) {
                double own = slope[j] - u[j] / (1.5 * 1.5);
                score[j][i / each][i % each] = own;
                product[j][i / each][i % each] = u[j] * own;
            }
        }
        for (int j = 0; j < p; j++) {
            String name = any.parameterNames().get(j);
            mean(0, DrawSummary.of(score[j]), name);
            mean(-1, DrawSummary.of(product[j]), name);
        }
        // an effect is a figure of the model as any other
        DrawSummary age = posterior.summary(m -> m.parameters()[4]);
        assertTrue(age.interval(0.99).contains(0.2), age::toString);
    }

    private static void mean(double expected, DrawSummary draws, String name) {
        assertEquals(expected, draws.mean(), 4.5 * draws.monteCarloError(), () -> name + " " + draws.diagnostics());
    }

    /** Days instead of weeks: the likelihood is the same function of what it is searched in, so that the standard prior is too. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NBD", "BG_BB"})
    void theUnitOfTimeDoesNotMatter(PurchaseModelFamily family) {
        PurchaseHistories weeks = Shops.histories(family, 60, 9);
        PurchaseHistories days = PurchaseHistories.ofColumns(
                        weeks.frequencies(),
                        Arrays.stream(weeks.recencies()).map(t -> 7 * t).toArray(),
                        Arrays.stream(weeks.ages()).map(t -> 7 * t).toArray(),
                        PeriodUnit.DAY)
                .withCovariates(weeks.covariates());
        if (weeks.hasIntervals()) {
            double[] logs = new double[weeks.size()];
            Arrays.setAll(logs, i -> weeks.sumOfLogIntervals(i) + weeks.frequency(i) * Math.log(7));
            days = days.withLogIntervals(logs);
        }
        Likelihood byWeek = Shops.specification(family).likelihood(weeks);
        Likelihood byDay = Shops.specification(family).likelihood(days);
        SplittableRandom random = new SplittableRandom(4);
        double apart = Double.NaN;
        for (int i = 0; i < 20; i++) {
            double[] u = random.doubles(byWeek.names().size(), -1, 1).toArray();
            double now = byDay.value(u) - byWeek.value(u);
            assertEquals(i == 0 ? now : apart, now, 1e-9 * Math.abs(byWeek.value(u)));
            apart = now;
        }
    }
}
