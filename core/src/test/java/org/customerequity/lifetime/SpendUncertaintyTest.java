package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.SpendModel;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How what is not known of spend enters the uncertainty of value: for each spend model, its process and parameter parts. */
class SpendUncertaintyTest {
    private static final BgNbd BG = new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK);
    private static final LogNormalSpend LOG_NORMAL = new LogNormalSpend(27, 0.2, 0.3);
    private static final GammaGamma GAMMA = new GammaGamma(3.6, 9, 100);

    /** Four customers, with all that is known of their amounts. */
    private static final PurchaseHistories FOUR = withAmounts(List.of(
            SpendSummary.none(),
            SpendSummary.ofAmounts(12.5, 30),
            SpendSummary.ofAmounts(55),
            SpendSummary.ofAmounts(40, 38.5, 61, 29.9, 18)));

    private static PurchaseHistories withAmounts(List<SpendSummary> spends) {
        int[] n = spends.stream().mapToInt(SpendSummary::count).toArray();
        double[] recency = new double[n.length];
        double[] age = new double[n.length];
        for (int i = 0; i < n.length; i++) {
            recency[i] = n[i] == 0 ? 0 : 30 + i % 5;
            age[i] = 38.86;
        }
        return PurchaseHistories.ofColumns(n, recency, age, PeriodUnit.WEEK)
                .withSpend(n, spends.stream().mapToDouble(SpendSummary::mean).toArray(), Currency.getInstance("USD"))
                .withLogSpend(
                        spends.stream().mapToDouble(SpendSummary::meanOfLogs).toArray(),
                        spends.stream().mapToDouble(SpendSummary::scatterOfLogs).toArray());
    }

    private static LifetimeValueModel on(LifetimeValueModel models) {
        return models.withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(2))
                .withCurrency("USD");
    }

    static Stream<SpendModel> models() {
        return Stream.of(LOG_NORMAL, GAMMA, new ConstantSpend(30));
    }

    /** Outcomes of the customers simulated with the parameters as they are. */
    @ParameterizedTest
    @MethodSource("models")
    void outcomesScatterAsSaid(SpendModel spending) {
        LifetimeValueModel model = on(LifetimeValueModel.of(BG, spending));
        LifetimeValues values = model.value(FOUR);
        OutcomeSimulation simulation = new OutcomeSimulation(new FittedPair(BG, spending, null, null, null), model);
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < FOUR.size(); i++) {
            PurchaseHistory history = FOUR.row(i);
            int draws = 60_000;
            double sum = 0;
            double squares = 0;
            for (int d = 0; d < draws; d++) {
                double v = simulation.draw(history, random);
                sum += v;
                squares += v * v;
            }
            double mean = sum / draws;
            double deviation = Math.sqrt(squares / draws - mean * mean);
            double value = values.row(i).amount().value();
            assertEquals(value, mean, 4 * deviation / Math.sqrt(draws), history::toString);
            assertEquals(1, deviation / values.row(i).outcomeDeviation(), 0.04, history::toString);
            // one customer asked for alone is the row, logarithms included
            assertEquals(value, model.value(history).amount().value(), 1e-12 * value);
        }
        assertEquals(0, values.total().parameterError(), 0.0);
    }

    /** d/d ln median of the expected spend is itself, less what is known of the customer: (1 - B) E[z]. */
    @Test
    void anErrorOfTheMedianIsThatOfItsDerivative() {
        double[][] ofMedian = {{0.04, 0, 0}, {0, 0, 0}, {0, 0, 0}};
        LifetimeValueModel model =
                on(new LifetimeValueModel(new FittedPair(BG, LOG_NORMAL, null, ofMedian, null), Terms.NONE));
        LifetimeValues values = model.value(FOUR);
        double derivative = 0;
        for (int i = 0; i < FOUR.size(); i++) {
            double own = 0.3 / (0.3 + FOUR.spendCount(i) * 0.2);
            derivative += 0.3 * values.discountedPurchases(i) * own * values.meanSpend(i);
        }
        assertEquals(0.2 * derivative, values.total().parameterError(), 1e-7 * derivative);
        LifetimeValue fresh = model.valueOfNewCustomer();
        double amount = fresh.amount().value();
        assertEquals(0.2 * amount, fresh.standardError(), 1e-7 * amount);
    }

    static Stream<SpendModel> fitted() {
        return Stream.of(LOG_NORMAL, GAMMA);
    }

    /** The whole path: amounts, fit, value; the parameter part against the scatter of fits to other samples. */
    @ParameterizedTest
    @MethodSource("fitted")
    void theParameterPartIsTheScatterOfFits(SpendModel truth) {
        SplittableRandom random = new SplittableRandom(77);
        int samples = 200;
        double sum = 0;
        double squares = 0;
        double said = 0;
        for (int s = 0; s < samples; s++) {
            List<SpendSummary> spends = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                spends.add(SpendSummary.ofAmounts(truth.simulateSpend(SpendSummary.none(), 1 + i % 4, random)));
            }
            FitOutcome<? extends SpendModel> fit = truth instanceof LogNormalSpend
                    ? LogNormalSpend.fit(withAmounts(spends))
                    : GammaGamma.fitTransactions(withAmounts(spends));
            LifetimeValueModel model = on(LifetimeValueModel.of(certain(BG), fit));
            assertTrue(model.hasParameterUncertainty());
            ValueTotal total = model.value(FOUR).total();
            sum += total.total().value();
            squares += total.total().value() * total.total().value();
            said += total.parameterError() / samples;
        }
        double mean = sum / samples;
        double scatter = Math.sqrt((squares / samples - mean * mean) * samples / (samples - 1));
        // a standard deviation of 200 is known to 5 %
        assertEquals(1, scatter / said, 0.2);
    }

    private static FitOutcome<BgNbd> certain(BgNbd model) {
        return new FitOutcome.Converged<>(
                model, FitReport.ofCertain(List.of("r", "alpha", "a", "b"), model.parameters(), 1));
    }

    @Test
    void aFixedPriceHasNoErrorOfItsOwn() {
        List<SpendSummary> spends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            spends.add(SpendSummary.ofAmounts(9.99, 9.99, 9.99));
        }
        FitOutcome<ConstantSpend> fit = ConstantSpend.fit(withAmounts(spends));
        LifetimeValueModel model = on(LifetimeValueModel.of(certain(BG), fit));
        assertFalse(model.hasParameterUncertainty());
        LifetimeValue value = model.value(FOUR.row(3).withSpend(SpendSummary.of(3, 9.99)));
        assertEquals(9.99, value.meanSpend(), 1e-14);
        assertEquals(0, value.standardError(), 0.0);
        assertTrue(value.outcomeDeviation() > 0);
    }

    @Test
    void whatTheSpendModelCannotAnswerIsSaid() {
        LifetimeValueModel logNormal = on(LifetimeValueModel.of(BG, LOG_NORMAL));
        PurchaseHistory means = FOUR.row(1).withSpend(SpendSummary.of(2, 20));
        String message = assertThrows(IllegalArgumentException.class, () -> logNormal.value(means))
                .getMessage();
        assertTrue(
                message.startsWith("spend must have the logarithms of its amounts, was SpendSummary[count=2"), message);
        PurchaseHistories column =
                FOUR.withSpend(new int[] {0, 2, 1, 5}, new double[] {0, 20, 55, 40}, Currency.getInstance("USD"));
        String row = assertThrows(IllegalArgumentException.class, () -> logNormal.value(column))
                .getMessage();
        assertTrue(row.startsWith("row 1: spend must have the logarithms of its 2 amounts, was without"), row);

        LifetimeValueModel noMean = on(LifetimeValueModel.of(BG, new GammaGamma(2, 0.9, 40)));
        String rule = "p * count + q must be > 1 for an expected spend, was 0.9 (p 2.0, q 0.9, count 0)";
        assertEquals(
                "row 0: " + rule,
                assertThrows(ArithmeticException.class, () -> noMean.value(FOUR))
                        .getMessage());
        assertEquals(
                rule,
                assertThrows(ArithmeticException.class, noMean::valueOfNewCustomer)
                        .getMessage());
        assertEquals(
                rule,
                assertThrows(ArithmeticException.class, () -> noMean.value(FOUR.row(0)))
                        .getMessage());
        assertEquals(2 * (40 + 42.5) / (4 + 0.9 - 1), noMean.value(FOUR.row(1)).meanSpend(), 1e-12, "which exists");
    }
}
