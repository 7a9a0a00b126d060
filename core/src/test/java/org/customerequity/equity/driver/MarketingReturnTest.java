package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of formula sheets 04 (driver effects and ROI) and 23, section 9. */
class MarketingReturnTest {
    private static final DiscountRate TEN = DiscountRate.ofAnnualPercent(10);
    private static final BrandEquities TODAY = WhatIfFixture.today();

    private static MarketingReturn improved(String driver) {
        return TODAY.improve("one", driver, RatingShift.by(0.2)).costing(WhatIfFixture.SPEND, TEN);
    }

    @ParameterizedTest
    @CsvSource({
        "value, 2902397.65125, 1.28550065845, 2.46341337082, 325525.79, 1.70207, 3.22476",
        "brand, 1670289.91959, 0.739787944119, 0.993146748225, 317065.3, 0.25159, 1.7347",
        "relationship, 2713599.98592, 1.20188030305, 2.23812227116, 483812.98, 1.10657, 3.36967"
    })
    void returnOfOneImprovement(
            String driver, double change, double percent, double roi, double error, double lower, double upper) {
        MarketingReturn better = improved(driver);
        assertEquals(change, better.change().change().value(), 1e-11 * change);
        assertEquals(percent / 100, better.change().relativeChange().value(), 1e-11);
        assertEquals(838016.528926, better.presentSpend().value(), 1e-6);
        assertEquals(roi, better.roi().value(), 1e-11);
        assertEquals(change - 838016.528926, better.netValue().value(), 1e-5);
        assertEquals(change, better.breakEvenSpend().value(), 1e-11 * change);
        // eight digits printed
        assertEquals(error, better.change().estimate().standardError(), 1e-7 * error);
        assertEquals(error, better.netValueEstimate().standardError(), 1e-7 * error);
        Interval interval = better.confidenceInterval(0.95);
        assertEquals(lower, interval.lower(), 1e-5);
        assertEquals(upper, interval.upper(), 1e-5);
    }

    @Test
    void probabilityItPaysByTheDeltaMethod() {
        assertEquals(1.1e-10, 1 - improved("value").probabilityItPays(), 0.05e-10);
        assertEquals(0.9956666, improved("brand").probabilityItPays(), 1e-7);
        assertEquals(0.9999471, improved("relationship").probabilityItPays(), 1e-7);
        assertEquals(0.38844793, improved("value").roiEstimate().standardError(), 1e-7);
    }

    /** Quantiles are those of 32,768 Sobol points; a pseudo-random run of 8,000 is as near as three of its own errors. */
    @ParameterizedTest
    @CsvSource({
        "value, 1.7065, 2.4283, 3.2359, 1",
        "brand, 0.29317, 0.97686, 1.7759, 0.99811",
        "relationship, 1.1073, 2.1986, 3.4097, 0.99991"
    })
    void returnByDraws(String driver, double lower, double median, double upper, double pays) {
        SimulatedValue roi = improved(driver).simulateRoi(8000, new SplittableRandom(3));
        double middle = 3 * 1.2533 * roi.standardError() / Math.sqrt(8000);
        // standard error of a 2.5 % quantile of a normal distribution: 2.67 sd / sqrt(n)
        double tail = 3 * 2.67 * roi.standardError() / Math.sqrt(8000);
        assertEquals(median, roi.median(), middle + 5e-5);
        assertEquals(lower, roi.confidenceInterval(0.95).lower(), tail + 5e-5);
        assertEquals(upper, roi.confidenceInterval(0.95).upper(), tail + 5e-5);
        assertEquals(pays, roi.probabilityAbove(0), 0.002);
        assertEquals(8000, roi.draws());
    }

    /** Gauss and Hermite's nine points in each of the four coefficients: exact mean and standard deviation of the change. */
    @ParameterizedTest
    @CsvSource({"value, 2882999.3, 327526.15", "brand, 1668783.3, 317825.1", "relationship, 2693785.3, 490768.05"})
    void meanAndErrorOfTheChangeByQuadrature(String driver, double mean, double sd) {
        // roots of the ninth Hermite polynomial (probabilists') and weights, sum 1
        double[] x = {0, 1.0232556637891326, 2.0768479786778302, 3.2054290028564703, 4.5127458633997830};
        double[] w = {
            0.40634920634920635,
            0.24409750289493909,
            0.049916406765217879,
            0.0027891413212317690,
            2.2345844007746563e-05
        };
        WhatIf market = new WhatIf(TODAY);
        var cases = market.cases(
                java.util.List.of(new WhatIf.Weighted(1, Scenario.of("one", driver, RatingShift.by(0.2)))));
        double[] at = new double[4];
        double first = 0;
        double second = 0;
        for (int code = 0; code < 6561; code++) {
            double weight = 1;
            for (int p = 0, rest = code; p < 4; p++, rest /= 9) {
                int j = rest % 9 - 4;
                weight *= w[Math.abs(j)];
                at[p] = FiveRespondents.MODEL.parameters()[p]
                        + Math.signum(j) * x[Math.abs(j)] * WhatIfFixture.ERRORS[p];
            }
            double change = market.changes(FiveRespondents.MODEL.withParameters(at), cases)[0];
            first += weight * change;
            second += weight * change * change;
        }
        assertEquals(mean, first, 1e-7 * mean);
        assertEquals(sd, Math.sqrt(second - first * first), 1e-7 * sd);
        SimulatedValue draws = improved(driver).change().simulate(8000, new SplittableRandom(5));
        assertEquals(first, draws.mean(), 3 * sd / Math.sqrt(8000));
        assertEquals(sd, draws.standardError(), 3 * sd / Math.sqrt(2 * 8000));
    }

    @Test
    void twoOptionsAreComparedWithCommonDraws() {
        MarketingReturn value = improved("value");
        MarketingReturn brand = improved("brand");
        double delta = value.probabilityBetterThan(brand);
        double draws = value.probabilityBetterThan(brand, 8000, new SplittableRandom(1));
        assertEquals(delta, draws, 0.005);
        assertEquals(1, delta + brand.probabilityBetterThan(value), 1e-15);
        assertTrue(delta > 0.99);
        // the same option for a tenth more money is worse in every draw, though the intervals overlap
        MarketingReturn dearer = TODAY.improve("one", "value", RatingShift.by(0.2))
                .costing(SpendStream.of("USD", 440_000, 330_000, 220_000), TEN);
        assertTrue(dearer.confidenceInterval(0.95).contains(value.roi().value()));
        assertEquals(1, value.probabilityBetterThan(dearer, 100, new SplittableRandom(1)));
        assertTrue(value.probabilityBetterThan(dearer) > 1 - 1e-9);
    }

    @Test
    void spendMayBeUncertain() {
        SpendStream spend = SpendStream.ofEstimates(
                "USD", Estimate.of(400_000, 40_000), Estimate.ofPositive(300_000, 30_000), Estimate.of(200_000, 0));
        MarketingReturn better =
                TODAY.improve("one", "value", RatingShift.by(0.2)).costing(spend, TEN);
        double errorOfSpend = Math.hypot(40_000, 30_000 / 1.1);
        double errorOfChange = better.change().estimate().standardError();
        double e = 838016.5289256198;
        double change = better.change().change().value();
        assertEquals(errorOfSpend, spend.presentEstimate(TEN).standardError(), 1e-8);
        assertEquals(
                Math.hypot(errorOfChange, errorOfSpend),
                better.netValueEstimate().standardError(),
                1e-6);
        double expected = Math.sqrt(Math.pow(errorOfChange / e, 2) + Math.pow(change / e * errorOfSpend / e, 2));
        assertEquals(expected, better.roiEstimate().standardError(), 1e-12);
        SimulatedValue net = better.simulateNetValue(8000, new SplittableRandom(2));
        assertEquals(better.netValueEstimate().standardError(), net.standardError(), 0.03 * net.standardError());
        // the return is convex in the spend, so a little more than by the delta method
        assertEquals(expected, better.simulateRoi(8000, new SplittableRandom(2)).standardError(), 0.05 * expected);
    }

    @Test
    void amountsMayBeAMonthApart() {
        SpendStream monthly = SpendStream.of("USD", 100, 100).every(PeriodUnit.MONTH);
        assertEquals(
                100 + 100 / Math.pow(1.1, 1.0 / 12), monthly.presentValue(TEN).value(), 1e-12);
        assertEquals("USD 100.0, 100.0, a month apart", monthly.toString());
        assertEquals("USD 5.0", SpendStream.of("USD", 5).toString());
    }

    @Test
    void withoutSpendOnlyTheNetValueIsDefined() {
        MarketingReturn free =
                TODAY.improve("one", "value", RatingShift.by(0.2)).costing(SpendStream.of("USD", 0), TEN);
        assertFalse(free.roi().isDefined());
        assertEquals(2902397.65125, free.netValue().value(), 1e-4);
        String message = assertThrows(UndefinedRatioException.class, () -> free.confidenceInterval(0.95))
                .getMessage();
        assertEquals("net value per spend is undefined, because spend is 0", message);
        assertThrows(UndefinedRatioException.class, () -> free.simulateRoi(100, new SplittableRandom(1)));
        assertTrue(free.probabilityItPays() > 0.999);
        assertTrue(free.toString().endsWith("return undefined (no spend)"));
    }

    /** The airline case of Rust, Lemon and Zeithaml (2004): 70 million spent, 101.3 million gained. */
    @Test
    void theReturnOfThePublishedCase() {
        BrandEquities scaled = BrandEquities.of(
                FiveRespondents.MODEL,
                FiveRespondents.survey(),
                scaledMarket(101.3e6
                        / TODAY.improve("one", "value", RatingShift.by(0.2))
                                .change()
                                .value()));
        MarketingReturn published =
                scaled.improve("one", "value", RatingShift.by(0.2)).costing(SpendStream.of("USD", 70e6), TEN);
        assertEquals(0.447142857143, published.roi().value(), 1e-12);
    }

    private static Market scaledMarket(double factor) {
        Market m = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
        Market scaled = Market.of(m.customers() * factor, m.horizon(), m.firstPurchase());
        for (String brand : m.brands()) {
            scaled = scaled.withBrand(brand, m.contribution(brand, "others"), m.discount(brand))
                    .withSegment(brand, "frequent", m.contribution(brand, "frequent"));
        }
        return scaled;
    }

    @Test
    void aGivenModelHasNoErrors() {
        MarketingReturn better = WhatIfFixture.certain()
                .improve("one", "value", RatingShift.by(0.2))
                .costing(WhatIfFixture.SPEND, TEN);
        assertEquals(2.46341337082, better.roi().value(), 1e-11);
        String message =
                "an interval must come from a fit with standard errors, was from given parameters or from a fit without"
                        + " (BrandEquities.of takes the outcome of a fit)";
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, better::probabilityItPays)
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> better.simulateRoi(100, new SplittableRandom(1)))
                        .getMessage());
    }

    @Test
    void badInputIsNamed() {
        assertMessage(
                "amounts[1] must be finite and >= 0, was -1.0 (spend; a saving is no spend)",
                () -> SpendStream.of("USD", 5, -1));
        assertMessage("amounts must not be empty, was empty (0 where nothing is spent)", () -> SpendStream.of("USD"));
        assertMessage(
                "draws must be >= 100, was 99 (quantiles of fewer are noise)",
                () -> improved("value").simulateRoi(99, new SplittableRandom(1)));
        MarketingReturn elsewhere = WhatIfFixture.certain()
                .improve("one", "value", RatingShift.by(0.2))
                .costing(WhatIfFixture.SPEND, TEN);
        assertMessage(
                "other must be valued from the same equities, was one (one model, survey and market)",
                () -> improved("value").probabilityBetterThan(elsewhere));
        assertThrows(
                CurrencyMismatchException.class,
                () -> TODAY.improve("one", "value", RatingShift.by(0.2)).costing(SpendStream.of("EUR", 1), TEN));
        SpendStream wild = SpendStream.ofEstimates("USD", Estimate.of(1, 5));
        ArithmeticException negative = assertThrows(
                ArithmeticException.class,
                () -> TODAY.improve("one", "value", RatingShift.by(0.2))
                        .costing(wild, TEN)
                        .simulateRoi(100, new SplittableRandom(1)));
        assertTrue(negative.getMessage().startsWith("spend must be > 0 in every draw for a return, was -"));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void readsWell() {
        assertEquals(
                "one value by 0.2: change 2902398, spend 838017, net value 2064381, return 246.3 %",
                improved("value").toString());
        assertEquals(
                "one: USD 2902397.65 (1.29 %) from one value by 0.2",
                improved("value").change().toString());
        assertEquals(DriverModel.class, TODAY.model().getClass());
    }
}
