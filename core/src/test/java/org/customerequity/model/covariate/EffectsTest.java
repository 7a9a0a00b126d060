package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.customerequity.Checks;
import org.customerequity.fit.CoefficientTable;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.ProfileLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** Coefficients as tables and as what they mean in purchases and money. */
class EffectsTest {
    private static final Span YEAR = Span.first(52, PeriodUnit.WEEK);
    private static final PurchaseHistories HISTORIES = Shops.histories(PurchaseModelFamily.PARETO_NBD, 800, 31);
    private static final FitOutcome<CovariatePurchaseModel> FIT =
            Shops.specification(PurchaseModelFamily.PARETO_NBD).fit(HISTORIES);

    @Test
    void coefficientsOfTheCodedColumnsAndPerUnit() {
        CoefficientTable coded = CoefficientTable.of(FIT.report());
        CoefficientTable perUnit = FIT.orThrow().coefficientsPerUnit(FIT.report());
        assertEquals(
                List.of(
                        "purchases: channel=ads",
                        "purchases: channel=search",
                        "purchases: age",
                        "dropout: channel=ads",
                        "dropout: channel=search",
                        "dropout: age"),
                perUnit.rows().stream().map(CoefficientTable.Row::name).toList());
        double spread =
                ((CodedCovariate.Number) FIT.orThrow().coding().covariates().get(1)).scale();
        assertEquals(12, spread, 1);
        for (CoefficientTable.Row row : perUnit.rows()) {
            double scale = row.name().endsWith(": age") ? spread : 1;
            CoefficientTable.Row of = coded.row(row.name());
            assertEquals(of.estimate().value() / scale, row.estimate().value(), 1e-15);
            assertEquals(of.z(), row.z(), 1e-12 * Math.abs(of.z()));
            assertEquals(of.pValue(), row.pValue(), 1e-12);
        }
        // the truth is 0.2 and 0.15 a standard deviation
        assertEquals(0.2 / spread, perUnit.row("purchases: age").estimate().value(), 0.1 / spread);
        Checks.rejects(
                "report must be of the parameters of this model, "
                        + FIT.report().parameterNames() + ", was [r, alpha, s, beta]",
                () -> FIT.orThrow().coefficientsPerUnit(ParetoNbd.fit(HISTORIES).report()));
    }

    @Test
    void penalisedCoefficientsAreNotCompared() {
        FitOutcome<CovariatePurchaseModel> shrunk = Shops.specification(PurchaseModelFamily.PARETO_NBD)
                .withPrior(PriorStrength.worthObservations(100))
                .fit(HISTORIES);
        Checks.fails(
                IllegalStateException.class,
                "what was maximised is no likelihood, because coefficients are drawn towards 0 by a prior: compare by a"
                        + " holdout score instead (see FitReport.isLikelihood)",
                () -> shrunk.report().aic());
        Checks.fails(
                IllegalStateException.class,
                "there is no profile: what was maximised is no likelihood, because coefficients are drawn towards 0 by a prior",
                () -> ProfileLikelihood.of(
                        Shops.specification(PurchaseModelFamily.PARETO_NBD).likelihood(HISTORIES), shrunk));
        for (CoefficientTable table :
                List.of(CoefficientTable.of(shrunk.report()), shrunk.orThrow().coefficientsPerUnit(shrunk.report()))) {
            for (CoefficientTable.Row row : table.rows()) {
                assertFalse(row.hasTest());
                Checks.fails(
                        IllegalStateException.class,
                        '"' + row.name() + "\" has no z and no p, because coefficients are drawn towards 0 by a prior"
                                + " (see CoefficientTable.Row.hasTest)",
                        row::z);
            }
        }
        assertTrue(
                shrunk.report()
                        .warnings()
                        .get(0)
                        .startsWith("Coefficients are drawn towards 0 (PriorStrength[worth 100.0 observations]): the"
                                + " objective a customer is "),
                () -> shrunk.report().warnings().toString());
        assertTrue(shrunk.report().warnings().get(0).endsWith("not for tests."));
    }

    /** Of newcomers, expected purchases are a closed form of alpha and beta, whose derivative is known. */
    @Test
    void effectOfANumberIsTheDerivativeByHand() {
        PurchaseHistories newcomers = AverageEffect.newcomers(HISTORIES);
        CovariatePurchaseModel model = FIT.orThrow();
        Estimate effect =
                AverageEffect.ofNumber(FIT, "age", newcomers, (m, customers) -> m.expectedPurchases(customers, YEAR));
        CoefficientTable perUnit = model.coefficientsPerUnit(FIT.report());
        double g1 = perUnit.row("purchases: age").estimate().value();
        double g2 = perUnit.row("dropout: age").estimate().value();
        double sum = 0;
        for (int i = 0; i < newcomers.size(); i++) {
            ParetoNbd own = (ParetoNbd) model.modelOf(newcomers.covariates().row(i));
            double s = own.s();
            double beta = own.beta();
            double e = own.r() / own.alpha() * beta / (s - 1) * (1 - Math.pow(beta / (beta + 52), s - 1));
            double byBeta = own.r()
                    / own.alpha()
                    / (s - 1)
                    * (1 - s * Math.pow(beta / (beta + 52), s - 1) + (s - 1) * Math.pow(beta / (beta + 52), s));
            sum += g1 * e - g2 * beta * byBeta;
        }
        assertEquals(sum / newcomers.size(), effect.value(), 1e-7 * Math.abs(effect.value()));
        assertTrue(effect.standardError() > 0);
    }

    @Test
    void effectOfACategoryIsTheDifferenceOfTwoWorlds() {
        PurchaseHistories newcomers = AverageEffect.newcomers(HISTORIES);
        CovariatePurchaseModel model = FIT.orThrow();
        double[] mean = new double[2];
        String[] worlds = {"organic", "ads"};
        for (int w = 0; w < 2; w++) {
            String channel = worlds[w];
            CovariateTable all = CovariateTable.ofRows(newcomers.size())
                    .withNumbers("age", newcomers.covariates().numbers("age"))
                    .withCategories(
                            "channel",
                            IntStream.range(0, newcomers.size())
                                    .mapToObj(i -> channel)
                                    .toList());
            for (double e : model.expectedPurchases(newcomers.withCovariates(all), YEAR)) {
                mean[w] += e / newcomers.size();
            }
        }
        Estimate effect = AverageEffect.ofCategory(
                FIT, "channel", "ads", newcomers, (m, customers) -> m.expectedPurchases(customers, YEAR));
        assertEquals(mean[1] - mean[0], effect.value(), 1e-10);
        // the truth is within the interval
        CovariatePurchaseModel truth = Shops.truth(PurchaseModelFamily.PARETO_NBD, HISTORIES.covariates());
        Estimate same = AverageEffect.ofCategory(
                new FitOutcome.Converged<>(truth, FIT.report()),
                "channel",
                "ads",
                newcomers,
                (m, customers) -> m.expectedPurchases(customers, YEAR));
        assertTrue(effect.confidenceInterval(0.99).contains(same.value()), effect + " against " + same.value());
    }

    /** The standard error is that of refits: of simulated data sets, the spread of the effect. */
    @Test
    void theStandardErrorIsTheSpreadOverDataSets() {
        int sets = 60;
        double[] effects = new double[sets];
        double error = 0;
        CovariateSpecification spec = CovariateSpecification.of(PurchaseModelFamily.BG_NBD)
                .withPurchaseCovariates("channel")
                .withDropoutCovariates("channel");
        CovariateTable table = Shops.customers(400, 1);
        CovariatePurchaseModel truth = CovariatePurchaseModel.of(
                spec, spec.coding(table), PeriodUnit.WEEK, 0.2, 2, 1.2, -1.6, 0.5, -0.3, -0.4, 0.3);
        for (int k = 0; k < sets; k++) {
            PurchaseHistories histories =
                    truth.simulateHistories(Shops.observed(table, 1), new SplittableRandom(500 + k));
            Estimate effect = AverageEffect.ofCategory(
                    spec.fit(histories),
                    "channel",
                    "ads",
                    AverageEffect.newcomers(histories),
                    (m, c) -> m.expectedPurchases(c, YEAR));
            effects[k] = effect.value();
            error += effect.standardError() / sets;
        }
        double mean = 0;
        for (double e : effects) {
            mean += e / sets;
        }
        double variance = 0;
        for (double e : effects) {
            variance += (e - mean) * (e - mean) / (sets - 1);
        }
        // the standard deviation of 60 has an error of a tenth
        assertEquals(1, error / Math.sqrt(variance), 0.3);
    }

    @Test
    void effectOnValue() {
        Estimate effect = AverageEffect.ofCategory(
                FIT,
                "channel",
                "ads",
                AverageEffect.newcomers(HISTORIES),
                (m, customers) -> LifetimeValueModel.of(m, new ConstantSpend(20))
                        .withMargin(0.5)
                        .withDiscount(DiscountRate.NONE)
                        .withHorizon(Horizon.of(52, PeriodUnit.WEEK))
                        .withCurrency("EUR")
                        .value(customers)
                        .toArray());
        Estimate purchases = AverageEffect.ofCategory(
                FIT, "channel", "ads", AverageEffect.newcomers(HISTORIES), (m, c) -> m.expectedPurchases(c, YEAR));
        assertEquals(10 * purchases.value(), effect.value(), 1e-9 * effect.value());
        assertEquals(10 * purchases.standardError(), effect.standardError(), 1e-6 * effect.standardError());
    }

    @Test
    void whatThereIsNoEffectOf() {
        Checks.rejects(
                "name must be one of [channel, age], was \"season\" (of a covariate of the model)",
                () -> AverageEffect.ofNumber(FIT, "season", HISTORIES, (m, c) -> m.expectedPurchases(c, YEAR)));
        Checks.rejects(
                "name must be of a number, was \"channel\" (AverageEffect.ofCategory)",
                () -> AverageEffect.ofNumber(FIT, "channel", HISTORIES, (m, c) -> m.expectedPurchases(c, YEAR)));
        Checks.rejects(
                "name must be of a category, was \"age\" (AverageEffect.ofNumber)",
                () -> AverageEffect.ofCategory(FIT, "age", "old", HISTORIES, (m, c) -> m.expectedPurchases(c, YEAR)));
        Checks.rejects(
                "category must be one of [ads, search], was \"organic\" (against the reference organic)",
                () -> AverageEffect.ofCategory(
                        FIT, "channel", "organic", HISTORIES, (m, c) -> m.expectedPurchases(c, YEAR)));
        Checks.rejects(
                "histories must have at least one customer, was empty (there is nothing to average)",
                () -> AverageEffect.ofNumber(FIT, "age", HISTORIES.select(), (m, c) -> m.expectedPurchases(c, YEAR)));
    }
}
