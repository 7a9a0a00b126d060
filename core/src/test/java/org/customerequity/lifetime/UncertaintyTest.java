package org.customerequity.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Currency;
import java.util.SplittableRandom;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both uncertainties against derivatives in closed form and against simulation, without any file of data. */
class UncertaintyTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;
    private static final ParetoNbd PARETO = new ParetoNbd(0.553, 10.578, 0.606, 11.669, WEEK);
    private static final BgNbd BG = new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK);

    /** With a light tail, so that 100,000 draws know a deviation to a per cent. */
    private static final GammaGamma SPEND = new GammaGamma(6, 12, 55);

    private static final PurchaseHistories THREE = PurchaseHistories.ofColumns(
                    new int[] {2, 0, 7}, new double[] {30.43, 0, 35}, new double[] {38.86, 38.86, 38.86}, WEEK)
            .withSpend(new int[] {2, 0, 7}, new double[] {22.35, 0, 73.74}, USD);

    private static LifetimeValueModel model(PurchaseModel buying, double[][] ofBuying, double[][] ofSpending) {
        return model(new FittedPair(buying, SPEND, ofBuying, ofSpending, null));
    }

    private static LifetimeValueModel model(FittedPair models) {
        return new LifetimeValueModel(models, Terms.NONE)
                .withMargin(0.3)
                .withDiscount(DiscountRate.ofAnnual(0.15))
                .withHorizon(Horizon.ofYears(2))
                .withCurrency(USD);
    }

    private static double[][] only(int size, int j, double variance) {
        double[][] out = new double[size][size];
        out[j][j] = variance;
        return out;
    }

    @Test
    void anErrorOfTheSpendScaleIsThatOfItsDerivative() {
        LifetimeValueModel model = model(BG, only(4, 0, 0), only(3, 2, 0.04));
        LifetimeValues values = model.value(THREE);
        double derivative = 0;
        for (int i = 0; i < THREE.size(); i++) {
            // d/d ln gamma of p (gamma + n z) / (p n + q - 1)
            double slope = 6 * 55 / (6.0 * THREE.spendCount(i) + 12 - 1);
            derivative += 0.3 * values.discountedPurchases(i) * slope;
        }
        assertEquals(0.2 * derivative, values.total().parameterError(), 1e-7 * derivative);

        LifetimeValue fresh = model.valueOfNewCustomer();
        double slope = 0.3 * fresh.discountedPurchases() * 6 * 55 / 11;
        assertEquals(0.2 * slope, fresh.standardError(), 1e-7 * slope);
    }

    @Test
    void errorsOfANewCustomersPurchaseRateCombineAsTheirCovarianceSays() {
        // repeat purchases are proportional to r / alpha, the first purchase is certain: g = (V, -V) with V their value
        double[][] covariance = only(4, 0, 0.01);
        covariance[1][1] = 0.02;
        covariance[0][1] = 0.005;
        covariance[1][0] = 0.005;
        LifetimeValue fresh = model(PARETO, covariance, only(3, 0, 0)).valueOfNewCustomer();
        double repeat = 0.3 * (fresh.discountedPurchases() - 1) * fresh.meanSpend();
        assertEquals(Math.sqrt(0.01 + 0.02 - 2 * 0.005) * repeat, fresh.standardError(), 1e-7 * repeat);
    }

    @ParameterizedTest
    @EnumSource(PurchaseTiming.Moment.class)
    void outcomesScatterAsSaidUnderEveryTiming(PurchaseTiming.Moment moment) {
        PurchaseHistory history = THREE.row(2);
        LifetimeValueModel model = model(PARETO, only(4, 0, 0), only(3, 0, 0))
                .withDiscount(DiscountRate.ofAnnual(0.5))
                .withTiming(new PurchaseTiming(moment, PeriodUnit.YEAR));
        OutcomeSimulation simulation = new OutcomeSimulation(new FittedPair(PARETO, SPEND, null, null, null), model);
        SplittableRandom random = new SplittableRandom(15);
        double[] draws = new double[100_000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = simulation.draw(history, random);
        }
        assertMoments(draws, model.value(history));
    }

    @ParameterizedTest
    @EnumSource(
            value = PurchaseTiming.Moment.class,
            names = {"PURCHASE", "END"})
    void aNewCustomersOutcomeHasTheFirstPurchaseInIt(PurchaseTiming.Moment moment) {
        // amounts of one customer scatter more than customers do, so that the first one counts
        GammaGamma erratic = new GammaGamma(0.5, 12, 660);
        LifetimeValueModel model = model(new FittedPair(BG, erratic, null, null, null))
                .withDiscount(DiscountRate.ofAnnual(0.5))
                .withTiming(new PurchaseTiming(moment, PeriodUnit.YEAR));
        double delta = Math.log(1.5) * WEEK.years();
        double year = WEEK.from(1, PeriodUnit.YEAR);
        SplittableRandom random = new SplittableRandom(16);
        double[] draws = new double[100_000];
        for (int i = 0; i < draws.length; i++) {
            double[] times = BG.simulatePurchases(PurchaseHistory.newCustomer(WEEK), 2 * year, random);
            double[] spend = erratic.simulateSpend(SpendSummary.none(), times.length + 1, random);
            double sum = spend[times.length];
            for (int j = 0; j < times.length; j++) {
                double received = moment == PurchaseTiming.Moment.END ? Math.ceil(times[j] / year) * year : times[j];
                sum += spend[j] * Math.exp(-delta * received);
            }
            draws[i] = 0.3 * sum;
        }
        assertMoments(draws, model.valueOfNewCustomer());
    }

    /** The mean within four standard errors; the deviation within 3 %, of which yearly periods may take one. */
    private static void assertMoments(double[] draws, LifetimeValue value) {
        double sum = 0;
        double squares = 0;
        for (double v : draws) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / draws.length;
        double deviation = Math.sqrt(squares / draws.length - mean * mean);
        assertEquals(value.amount().value(), mean, 4 * deviation / Math.sqrt(draws.length));
        assertEquals(1, deviation / value.outcomeDeviation(), 0.03);
    }

    @Test
    void theLargestShareIsThatOfTheMostUncertainCustomer() {
        LifetimeValues values = model(PARETO, only(4, 0, 0), only(3, 0, 0)).value(THREE);
        double all = 0;
        double largest = 0;
        for (int i = 0; i < values.size(); i++) {
            double variance = Math.pow(values.row(i).outcomeDeviation(), 2);
            all += variance;
            largest = Math.max(largest, variance);
        }
        assertEquals(largest / all, values.total().largestShare(), 1e-12);
        assertEquals(Math.sqrt(all), values.total().outcomeDeviation(), 1e-10);
    }
}
