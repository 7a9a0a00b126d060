package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.customerequity.Checks;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** A model with covariates answers as the customers' own models do, singly and by column. */
class CovariatePurchaseModelTest {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final Span AHEAD = Span.between(2, 28, WEEK);
    private static final DiscountRate RATE = DiscountRate.ofAnnual(0.1);
    private static final Horizon YEAR = Horizon.of(52, WEEK);

    /** A question to a model: of one customer and by column. */
    private record Question(
            String name,
            ToDoubleBiFunction<RatesModel, PurchaseHistory> one,
            BiFunction<RatesModel, PurchaseHistories, double[]> many) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("LL", PurchaseModel::logLikelihood, PurchaseModel::logLikelihood),
            new Question("alive", PurchaseModel::probabilityAlive, PurchaseModel::probabilityAlive),
            new Question("later", (m, h) -> m.probabilityAlive(h, 4), (m, h) -> m.probabilityAlive(h, 4)),
            new Question("odds", PurchaseModel::logOddsOfHavingLeft, PurchaseModel::logOddsOfHavingLeft),
            new Question("E", (m, h) -> m.expectedPurchases(h, AHEAD), (m, h) -> m.expectedPurchases(h, AHEAD)),
            new Question(
                    "P",
                    (m, h) -> m.probabilityOfPurchases(h, 2, AHEAD),
                    (m, h) -> m.probabilityOfPurchases(h, 2, AHEAD)),
            new Question(
                    "ln P",
                    (m, h) -> m.logProbabilityOfPurchases(h, 2, AHEAD),
                    (m, h) -> m.logProbabilityOfPurchases(h, 2, AHEAD)),
            new Question("Var", (m, h) -> m.varianceOfPurchases(h, AHEAD), (m, h) -> m.varianceOfPurchases(h, AHEAD)),
            new Question(
                    "D",
                    (m, h) -> m.discountedPurchases(h, RATE, YEAR),
                    (m, h) -> m.discountedPurchases(h, RATE, YEAR)),
            new Question(
                    "Var D",
                    (m, h) -> m.varianceOfDiscountedPurchases(h, RATE, YEAR),
                    (m, h) -> m.varianceOfDiscountedPurchases(h, RATE, YEAR)),
            new Question(
                    "within",
                    (m, h) -> m.nextPurchase(h).probabilityWithin(9),
                    (m, h) -> m.probabilityOfBuyingWithin(h, 9)),
            new Question(
                    "next",
                    (m, h) -> m.nextPurchase(h).quantile(0.2).orElse(Double.POSITIVE_INFINITY),
                    (m, h) -> m.nextPurchaseQuantile(h, 0.2)),
            new Question(
                    "rate",
                    (m, h) -> m.rates(h).purchaseRate().mean(),
                    (m, h) -> m.rates(h, rates -> rates.purchaseRate().mean())));

    /** Of a lively shop, by the formulas of the sheet and not by the code under test. */
    private static RatesModel byHand(PurchaseModelFamily family, double buying, double leaving) {
        double[] b = Shops.baselines(family);
        double shape = Math.exp(b[0]);
        double alpha = Math.exp(b[1] - buying);
        double phi = Math.exp(b[2]);
        double q = 1 / (1 + Math.exp(-(b[3] + leaving)));
        double p = 1 / (1 + Math.exp(-(b[1] + buying)));
        return switch (family) {
            case PARETO_NBD -> new ParetoNbd(shape, alpha, Math.exp(b[2]), Math.exp(b[3] - leaving), WEEK);
            case GGOMPERTZ_NBD ->
                new GGompertzNbd(shape, alpha, Math.exp(b[2]), Math.exp(b[3]), Math.exp(b[4] - leaving), WEEK);
            case BG_BB -> new BgBb(shape * p, shape * (1 - p), phi * q, phi * (1 - q), WEEK);
            case BG_NBD -> new BgNbd(shape, alpha, phi * q, phi * (1 - q), WEEK);
            case MBG_NBD -> new MbgNbd(shape, alpha, phi * q, phi * (1 - q), WEEK);
            case BG_CNBD -> new BgCnbd(2, shape, alpha, phi * q, phi * (1 - q), WEEK);
            case MBG_CNBD -> new MbgCnbd(2, shape, alpha, phi * q, phi * (1 - q), WEEK);
            default -> throw new AssertionError(family);
        };
    }

    private static PurchaseHistories some(PurchaseModelFamily family, CovariateTable table) {
        SplittableRandom random = new SplittableRandom(4);
        int n = table.size();
        int[] x = new int[n];
        double[] tx = new double[n];
        double[] age = new double[n];
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            age[i] = 20 + random.nextInt(40);
            x[i] = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(8);
            tx[i] = x[i] == 0
                    ? 0
                    : family == PurchaseModelFamily.BG_BB ? 8 + random.nextInt(12) : 19.5 * random.nextDouble() + 0.1;
            logs[i] = x[i] * Math.log(tx[i] / Math.max(1, x[i])) - 0.1 * x[i];
            logs[i] = x[i] == 0 ? 0 : x[i] == 1 ? Math.log(tx[i]) : logs[i];
        }
        return PurchaseHistories.ofColumns(x, tx, age, WEEK)
                .withLogIntervals(logs)
                .withCovariates(table);
    }

    @Test
    void everyAnswerIsThatOfTheCustomersOwnModel() {
        CovariateTable table = Shops.customers(60, 3);
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            CovariatePurchaseModel model = Shops.truth(family, table);
            PurchaseHistories histories = some(family, table);
            double[][] z = model.coding().encode(table);
            for (Question question : QUESTIONS) {
                boolean slow = question.name.startsWith("Var");
                PurchaseHistories asked = slow ? histories.select(0, 17) : histories;
                double[] column = question.many.apply(model, asked);
                for (int at = 0; at < column.length; at++) {
                    int i = slow ? 17 * at : at;
                    RatesModel own = byHand(
                            family,
                            0.5 * z[0][i] - 0.3 * z[1][i] + 0.2 * z[2][i],
                            -0.4 * z[0][i] + 0.3 * z[1][i] + 0.15 * z[2][i]);
                    PurchaseHistory one = histories.row(i);
                    double expected = question.one.applyAsDouble(own, one);
                    String what = family + " " + question.name + " of row " + i;
                    // parameters by way of logarithms differ in the last places
                    double tolerance = 1e-10 * Math.abs(expected);
                    assertEquals(expected, question.one.applyAsDouble(model, one), tolerance, what);
                    assertEquals(expected, column[at], tolerance, what);
                    RatesModel named = model.modelOf(table.row(i));
                    assertArrayEquals(own.parameters(), named.parameters(), 1e-12 * own.parameters()[1] + 1e-12);
                }
            }
        }
    }

    @Test
    void columnsOfManyCustomersOfOneKindAreThoseOfTheSingles() {
        int n = 1200;
        CovariateTable channels = CovariateTable.ofRows(n)
                .withCategories("channel", Shops.customers(n, 8).categories("channel"));
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            CovariateSpecification spec = Shops.specification(family)
                    .withPurchaseCovariates("channel")
                    .withDropoutCovariates("channel");
            double[] base = Shops.baselines(family);
            double[] all = Arrays.copyOf(base, base.length + 4);
            all[base.length] = 0.4;
            all[base.length + 3] = -0.3;
            CovariatePurchaseModel model = CovariatePurchaseModel.of(spec, spec.coding(channels), WEEK, all);
            PurchaseHistories histories = some(family, channels);
            for (Question question : QUESTIONS.subList(0, 5)) {
                double[] column = question.many.apply(model, histories);
                for (int i = 0; i < n; i += 7) {
                    double one = question.one.applyAsDouble(model, histories.row(i));
                    assertEquals(one, column[i], 1e-11 * Math.abs(one), family + " " + question.name);
                }
            }
        }
    }

    @Test
    void withoutEffectsItIsThePlainModel() {
        CovariateTable table = Shops.customers(300, 11);
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            List<CovariateSpecification> forms = new ArrayList<>(List.of(Shops.specification(family)));
            if (!forms.get(0).base().hasLifetimes()) {
                forms.add(forms.get(0).withDropoutForm(DropoutForm.TWO_INDEX));
                forms.add(forms.get(0).withDropoutForm(DropoutForm.ONE_INDEX));
            }
            PurchaseHistories histories = some(family, table);
            RatesModel plain = byHand(family, 0, 0);
            for (CovariateSpecification spec : forms) {
                DesignLayout layout = new DesignLayout(spec, spec.coding(table));
                double[] v = Arrays.stream(plain.parameters()).map(Math::log).toArray();
                double[] all = Arrays.copyOf(layout.baselines(v), layout.parameters());
                CovariatePurchaseModel model = CovariatePurchaseModel.of(spec, spec.coding(table), WEEK, all);
                for (Question question : QUESTIONS.subList(0, 5)) {
                    double[] expected = question.many.apply(plain, histories);
                    double[] actual = question.many.apply(model, histories);
                    for (int i = 0; i < expected.length; i++) {
                        double size = Math.max(1, Math.abs(expected[i]));
                        assertEquals(expected[i], actual[i], 1e-12 * size, spec + " " + question.name);
                    }
                }
                assertArrayEquals(plain.parameters(), model.baseline().parameters(), 1e-12 * plain.parameters()[1]);
            }
        }
    }

    @Test
    void aNewCustomerIsScoredFromCovariatesAlone() {
        CovariatePurchaseModel model = Shops.truth(PurchaseModelFamily.PARETO_NBD, Shops.customers(60, 3));
        Span year = Span.first(52, WEEK);
        Covariates ads = Covariates.none().with("channel", "ads").with("age", 45);
        Covariates search = Covariates.none().with("channel", "search").with("age", 45);
        double byAds = model.expectedPurchases(PurchaseHistory.newCustomer(WEEK).withCovariates(ads), year);
        double bySearch =
                model.expectedPurchases(PurchaseHistory.newCustomer(WEEK).withCovariates(search), year);
        assertTrue(byAds > 2 * bySearch, () -> byAds + " against " + bySearch);
        assertEquals(model.modelOf(ads).expectedPurchases(PurchaseHistory.newCustomer(WEEK), year), byAds, 0.0);
    }

    @Test
    void whatIsNotKnownIsNamed() {
        CovariateTable table = Shops.customers(60, 3);
        CovariatePurchaseModel model = Shops.truth(PurchaseModelFamily.BG_NBD, table);
        PurchaseHistory bare = PurchaseHistory.of(1, 3, 20, WEEK);
        Checks.rejects(
                "covariates must have \"channel\", was none (Covariates.with)", () -> model.probabilityAlive(bare));
        Checks.rejects(
                "covariates must have \"age\", was [channel] (Covariates.with)",
                () -> model.probabilityAlive(
                        bare.withCovariates(Covariates.none().with("channel", "ads"))));
        PurchaseHistories two = PurchaseHistories.ofColumns(new int[2], new double[2], new double[] {3, 4}, WEEK)
                .withIds(CustomerIds.of(List.of("Ann", "Bob")));
        Checks.fails(
                IllegalStateException.class,
                "histories must have covariates (PurchaseHistories.withCovariates)",
                () -> model.probabilityAlive(two));
        CovariateTable strange = CovariateTable.ofRows(2)
                .withCategories("channel", List.of("ads", "radio"))
                .withNumbers("age", 40, 50);
        Checks.rejects(
                "customer \"Bob\": channel must be a category that was seen in the fit, organic or one of [ads, search],"
                        + " was \"radio\" (a model knows nothing of others)",
                () -> model.probabilityAlive(two.withCovariates(strange)));
        Checks.rejects(
                "customer \"Ann\": covariates must have \"age\", was [channel] (Covariates.with)",
                () -> model.probabilityAlive(
                        two.withCovariates(CovariateTable.ofRows(2).withCategories("channel", List.of("ads", "ads")))));
        CovariateTable far = CovariateTable.ofRows(2)
                .withCategories("channel", List.of("ads", "ads"))
                .withNumbers("age", 40, 1e5);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> model.expectedPurchases(two.withCovariates(far), AHEAD))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "covariates of customer \"Bob\" must move the logarithm of a rate by at most 50.0, was"),
                message);
    }

    @Test
    void valuesFollowTheCovariates() {
        CovariateTable table = Shops.customers(60, 3);
        CovariatePurchaseModel model = Shops.truth(PurchaseModelFamily.PARETO_NBD, table);
        PurchaseHistories histories = some(PurchaseModelFamily.PARETO_NBD, table);
        LifetimeValueModel values = LifetimeValueModel.of(model, new ConstantSpend(20))
                .withMargin(0.5)
                .withDiscount(RATE)
                .withHorizon(YEAR)
                .withCurrency("EUR");
        for (int i : new int[] {0, 17, 59}) {
            double own = 10 * model.modelOf(table.row(i)).discountedPurchases(histories.row(i), RATE, YEAR);
            assertEquals(own, values.value(histories).row(i).amount().value(), 1e-9 * own);
            assertEquals(own, values.value(histories.row(i)).amount().value(), 1e-9 * own);
        }
    }

    @Test
    void simulatedCustomersKeepTheirCovariatesAndBuyAsTheirModelsSay() {
        int n = 20_000;
        CovariateTable table = Shops.customers(n, 21);
        for (PurchaseModelFamily family : List.of(PurchaseModelFamily.PARETO_NBD, PurchaseModelFamily.MBG_CNBD)) {
            CovariatePurchaseModel model = Shops.truth(family, table);
            PurchaseHistories like = Shops.observed(table, 21);
            PurchaseHistories simulated = model.simulateHistories(like, new SplittableRandom(9));
            assertEquals(table, simulated.covariates());
            assertArrayEquals(like.ages(), simulated.ages(), 0.0);
            assertEquals(simulated, model.simulateHistories(like, new SplittableRandom(9)));
            double[] difference = new double[3];
            double[] variance = new double[3];
            List<String> levels = table.levels("channel");
            List<String> channel = table.categories("channel");
            for (int i = 0; i < n; i++) {
                PurchaseHistory fresh = PurchaseHistory.newCustomer(WEEK);
                RatesModel own = model.modelOf(table.row(i));
                int k = levels.indexOf(channel.get(i));
                difference[k] += simulated.frequency(i) - own.expectedPurchases(fresh, Span.first(like.age(i), WEEK));
                // an upper bound is enough, and cheap: squares of what happened
                variance[k] += Math.pow(simulated.frequency(i), 2);
            }
            for (int k = 0; k < 3; k++) {
                assertEquals(0, difference[k] / Math.sqrt(variance[k]), 3, family + " " + levels.get(k));
            }
        }
    }

    @Test
    void comparedAndStoredByWhatItSays() {
        CovariateTable table = Shops.customers(60, 3);
        CovariatePurchaseModel model = Shops.truth(PurchaseModelFamily.MBG_CNBD, table);
        assertEquals(model, Checks.travels(model));
        assertEquals(model.parameterNames(), Checks.travels(model).parameterNames());
        assertEquals(model, model.withParameters(model.parameters()));
        double[] other = model.parameters();
        other[5] += 0.1;
        assertNotEquals(model, model.withParameters(other));
        assertNotEquals(model, Shops.truth(PurchaseModelFamily.BG_CNBD, table));
        assertNotEquals(model, Shops.truth(PurchaseModelFamily.MBG_CNBD, Shops.customers(60, 4)));
        assertEquals(
                List.of(
                        "ln r",
                        "ln alpha",
                        "ln phi",
                        "logit q",
                        "purchases: channel=ads",
                        "purchases: channel=search",
                        "purchases: age",
                        "dropout: channel=ads",
                        "dropout: channel=search",
                        "dropout: age"),
                model.parameterNames());
        assertTrue(model.toString().startsWith("CovariatePurchaseModel[MBG/CNBD-k k 2, ln r 0.2, "), model::toString);
        Checks.rejects(
                "parameters must be 10 values, was 1 (" + String.join(", ", model.parameterNames()) + ")",
                () -> model.withParameters(1));
        other[0] = Double.NaN;
        Checks.rejects("ln r must be finite, was NaN (a parameter)", () -> model.withParameters(other));
        Checks.rejects(
                "coding must be of the covariates of the specification, [age], was [channel, age] (those of buying first,"
                        + " in their order)",
                () -> CovariatePurchaseModel.of(
                        model.specification().withPurchaseCovariates("age").withDropoutCovariates(),
                        model.coding(),
                        WEEK,
                        model.parameters()));
    }
}
