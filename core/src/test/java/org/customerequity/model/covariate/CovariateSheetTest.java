package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Every number of formula sheet 19, parts A and E, on sixteen and on six customers. */
class CovariateSheetTest {
    private static final double[] LIFETIME_EFFECTS = {0.4, 0.3, -0.3, 0.2};
    private static final double[] TWO_INDEX_EFFECTS = {0.4, 0.3, -0.2, 0.1, 0.15, -0.25};

    private static CovariatePurchaseModel at(CovariateSpecification spec, double[] baselines, double... effects) {
        double[] all = Arrays.copyOf(baselines, baselines.length + effects.length);
        System.arraycopy(effects, 0, all, baselines.length, effects.length);
        return CovariatePurchaseModel.of(spec, Sixteen.coding(spec), PeriodUnit.WEEK, all);
    }

    private static double[] logs(double... x) {
        return Arrays.stream(x).map(Math::log).toArray();
    }

    private static double sum(double[] x) {
        return Arrays.stream(x).sum();
    }

    /** The likelihood at a model, by the model's rows and by what is maximised; the gradient of the latter. */
    private static void assertSheet(
            CovariateSpecification spec, CovariatePurchaseModel model, double value, double... g) {
        PurchaseHistories histories = Sixteen.histories();
        assertEquals(value, sum(model.logLikelihood(histories)), 1e-11);
        Likelihood likelihood = spec.likelihood(histories);
        int p = likelihood.names().size();
        double[] u = likelihood.searchPoint(model.parameters());
        double[] gradient = new double[p];
        assertEquals(value, likelihood.evaluate(u, gradient, new double[p][p]) + likelihood.offset(), 1e-11);
        assertEquals(value, likelihood.value(u) + likelihood.offset(), 1e-11);
        if (g.length > 0) {
            assertArrayEquals(g, gradient, 1e-10);
        }
    }

    @Test
    void paretoNbdAtAPoint() {
        CovariateSpecification spec = Sixteen.both(PurchaseModelFamily.PARETO_NBD);
        CovariatePurchaseModel model = at(spec, logs(1.5, 10, 0.6, 9), LIFETIME_EFFECTS);
        assertSheet(
                spec,
                model,
                -177.3821940782894,
                0.7572629054462,
                -0.8919003727082,
                -0.5702186616644,
                0.3358836927222,
                1.426674043999,
                3.017484088649,
                -0.3735444734503,
                -0.3749489864496);
        assertArrayEquals(
                new double[] {-1.0896740168777105, -28.161797283913807, -7.1684771539573725, -1.5094680824325616},
                Arrays.copyOf(model.logLikelihood(Sixteen.histories()), 4),
                1e-12);
    }

    @Test
    void gGompertzNbdAtAPoint() {
        CovariateSpecification spec = Sixteen.both(PurchaseModelFamily.GGOMPERTZ_NBD);
        assertSheet(
                spec,
                at(spec, logs(1.5, 10, 0.05, 0.6, 0.7), LIFETIME_EFFECTS),
                -177.75251729306175,
                0.4543057651298,
                -0.7146442103994,
                -1.148313767337,
                -1.241759090454,
                0.3541228367588,
                1.326028733662,
                2.911547875859,
                -0.4301627657818,
                -0.3383410278131);
    }

    @Test
    void twoIndexesAtAPoint() {
        CovariateSpecification bg = Sixteen.both(PurchaseModelFamily.BG_NBD).withDropoutForm(DropoutForm.TWO_INDEX);
        assertSheet(
                bg,
                at(bg, logs(1.5, 10, 0.9, 2.4), TWO_INDEX_EFFECTS),
                -181.10224295767471,
                -3.801012851141,
                -0.2376286585528,
                -3.276944016183,
                1.877539241919,
                0.9385761701167,
                3.483710081416,
                -3.309750478296,
                -3.702847743201,
                1.607511408837,
                1.879895798048);
        CovariateSpecification mbg = Sixteen.both(PurchaseModelFamily.MBG_NBD).withDropoutForm(DropoutForm.TWO_INDEX);
        assertSheet(
                mbg,
                at(mbg, logs(1.5, 10, 0.9, 2.4), TWO_INDEX_EFFECTS),
                -178.93171386537671,
                3.637173217956,
                -3.792295869914,
                -2.930354973429,
                1.59259986716,
                2.976158389961,
                3.720324926203,
                -2.818299527176,
                -3.754467786465,
                1.179217155845,
                1.883698908252);
    }

    @Test
    void meanFormAndOneIndexAtAPoint() {
        double[] mean = {Math.log(1.5), Math.log(10), Math.log(3.3), Math.log(0.9 / 2.4)};
        CovariateSpecification bg = Sixteen.both(PurchaseModelFamily.BG_NBD);
        assertSheet(bg, at(bg, mean, LIFETIME_EFFECTS), -180.95778862190679);
        CovariateSpecification mbg = Sixteen.both(PurchaseModelFamily.MBG_NBD);
        assertSheet(mbg, at(mbg, mean, LIFETIME_EFFECTS), -178.78061089225251);
        CovariateSpecification one = bg.withDropoutForm(DropoutForm.ONE_INDEX);
        assertSheet(one, at(one, logs(1.5, 10, 0.9, 2.4), LIFETIME_EFFECTS), -181.1072230679687);
    }

    @Test
    void bgBbAtAPoint() {
        PurchaseHistories six = PurchaseHistories.ofColumns(
                        new int[] {3, 0, 6, 1, 2, 0},
                        new double[] {4, 0, 7, 2, 6, 0},
                        new double[] {7, 7, 7, 7, 7, 5},
                        PeriodUnit.YEAR)
                .withCovariates(CovariateTable.ofRows(6)
                        .withNumbers("u", 1, 0, 1, 0, 0, 1)
                        .withNumbers("v", 0.5, -0.2, 1.1, 0.3, -1, 0.4));
        CovariateSpecification spec = Sixteen.both(PurchaseModelFamily.BG_BB);
        CovariatePurchaseModel model = CovariatePurchaseModel.of(
                spec,
                spec.coding(six.covariates()),
                PeriodUnit.YEAR,
                Math.log(2.1),
                Math.log(1.3 / 0.8),
                Math.log(3.6),
                Math.log(0.7 / 2.9),
                0.4,
                0.2,
                -0.3,
                0.1);
        assertEquals(-22.045801962410114, sum(model.logLikelihood(six)), 1e-12);
        assertEquals(-22.022021817936686, sum(new BgBb(1.3, 0.8, 0.7, 2.9, PeriodUnit.YEAR).logLikelihood(six)), 1e-12);
        Likelihood likelihood = spec.likelihood(
                six.select(0, 1, 2, 3, 4, 5, 0, 2, 3, 4, 0, 2, 3, 4)); // twelve who bought again carry eight parameters
        double[] u = likelihood.searchPoint(model.parameters());
        double repeated = sum(model.logLikelihood(six.select(0, 1, 2, 3, 4, 5, 0, 2, 3, 4, 0, 2, 3, 4)));
        assertEquals(repeated, likelihood.value(u) + likelihood.offset(), 1e-12);
    }

    @Test
    void paretoNbdMaximum() {
        PurchaseHistories histories = Sixteen.histories();
        FitOutcome<CovariatePurchaseModel> fit =
                Sixteen.both(PurchaseModelFamily.PARETO_NBD).fit(histories);
        assertTrue(fit.isConverged(), fit::toString);
        assertEquals(-177.0317753325, fit.report().logLikelihood(), 1e-9);
        double[] mle = fit.report().estimates();
        double[] sheet = {1.49293366, 10.5451897, .514414517, 7.79646032};
        for (int j = 0; j < 4; j++) {
            assertEquals(sheet[j], Math.exp(mle[j]), 1e-6 * sheet[j]);
        }
        assertArrayEquals(
                new double[] {.493601676, .476464086, -.471021239, .190774927}, Arrays.copyOfRange(mle, 4, 8), 1e-6);

        var plain = ParetoNbd.fit(histories);
        assertEquals(-179.2487110387, plain.report().logLikelihood(), 1e-9);
        LikelihoodRatioTest test = LikelihoodRatioTest.of(plain.report(), fit.report());
        assertEquals(4, test.degreesOfFreedom());
        assertEquals(2 * (179.2487110387 - 177.0317753325), test.statistic(), 1e-8);
    }

    @Test
    void equalCoefficients() {
        FitOutcome<CovariatePurchaseModel> fit = Sixteen.both(PurchaseModelFamily.PARETO_NBD)
                .withEqualCoefficient("v")
                .fit(Sixteen.histories());
        assertEquals(-177.0953657195, fit.report().logLikelihood(), 1e-9);
        assertEquals(
                .4487317788, fit.report().parameter("purchases and dropout: v").value(), 1e-6);
        assertEquals(.5409188267, fit.report().parameter("purchases: u").value(), 1e-6);
        assertEquals(-.6267493404, fit.report().parameter("dropout: u").value(), 1e-6);
        assertEquals(7, fit.report().parameterNames().size());
    }

    @Test
    void penalised() {
        CovariateSpecification spec =
                Sixteen.both(PurchaseModelFamily.PARETO_NBD).withPrior(PriorStrength.perCustomer(0.1, 0.1));
        PurchaseHistories histories = Sixteen.histories();
        FitOutcome<CovariatePurchaseModel> fit = spec.fit(histories);
        double[] mle = fit.report().estimates();
        double[] sheet = {1.43007939, 8.60828027, .491661723, 8.38055287};
        for (int j = 0; j < 4; j++) {
            assertEquals(sheet[j], Math.exp(mle[j]), 1e-6 * sheet[j]);
        }
        assertArrayEquals(
                new double[] {.269262547, .421351711, -.0714910906, .0165160947}, Arrays.copyOfRange(mle, 4, 8), 1e-6);
        assertEquals(-11.1016943451, spec.objectivePerCustomer(fit.orThrow(), histories), 1e-10);
        assertEquals(sum(fit.orThrow().logLikelihood(histories)), fit.report().logLikelihood(), 1e-10);
        assertFalse(fit.report().isLikelihood());
    }

    @Test
    void dispersionOfTheMeanFormRunsOff() {
        PurchaseHistories histories = Sixteen.histories();
        FitOutcome<CovariatePurchaseModel> bg =
                Sixteen.both(PurchaseModelFamily.BG_NBD).fit(histories);
        assertEquals(FitVerdict.BOUNDARY, bg.report().verdict(), bg::toString);
        assertEquals(-176.592126, bg.report().logLikelihood(), 2e-4);
        assertTrue(
                bg.toString()
                        .contains("ln phi grows without bound: customers of equal covariates leave with one"
                                + " common chance"),
                bg::toString);
        FitOutcome<CovariatePurchaseModel> mbg =
                Sixteen.both(PurchaseModelFamily.MBG_NBD).fit(histories);
        assertEquals(FitVerdict.BOUNDARY, mbg.report().verdict());
        assertEquals(-176.824782, mbg.report().logLikelihood(), 2e-4);
        assertTrue(BgNbd.fit(histories).report().logLikelihood() < bg.report().logLikelihood());
    }
}
