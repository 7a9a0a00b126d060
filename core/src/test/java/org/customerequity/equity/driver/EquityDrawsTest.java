package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.Bootstrap;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.SurveySimulator;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

/** Sheet 04, "delta method" and "Monte Carlo". */
class EquityDrawsTest {
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
    private static final BrandSurvey SURVEY = FiveRespondents.survey();
    private static final BrandEquities FITTED = BrandEquities.of(BrandEquitiesTest.FITTED, SURVEY, MARKET);
    private static final EquityDraws DRAWS = FITTED.draws(4000, new SplittableRandom(20040101));

    /** The sheet's own 4,000 draws: 3 %. */
    @Test
    void drawsOfTheSheet() {
        Interval at95 = DRAWS.equityInterval("one", 0.95);
        assertEquals(2.14388e8, at95.lower(), 0.03 * 2.14388e8);
        assertEquals(2.34061e8, at95.upper(), 0.03 * 2.34061e8);
        assertEquals(4.98656e6, DRAWS.equityStandardError("one"), 0.06 * 4.98656e6);
        double mean = Arrays.stream(DRAWS.equities("one")).average().orElseThrow();
        // three standard errors of the mean of 4,000
        assertEquals(2.25373e8, mean, 2 * 3 * 4.99e6 / Math.sqrt(4000));
    }

    @Test
    void agreeWithTheDeltaMethod() {
        for (String brand : FiveRespondents.BRANDS) {
            Estimate equity = FITTED.equityEstimate(brand);
            Estimate share = FITTED.shareEstimate(brand);
            // the error of a standard deviation of 4,000 draws is 1.1 %; the rest is curvature
            assertEquals(equity.standardError(), DRAWS.equityStandardError(brand), 0.06 * equity.standardError());
            assertEquals(share.standardError(), DRAWS.shareStandardError(brand), 0.06 * share.standardError());
            Interval byDelta = share.confidenceInterval(0.95);
            Interval byDraws = DRAWS.shareInterval(brand, 0.95);
            assertEquals(byDelta.lower(), byDraws.lower(), 0.15 * byDelta.width());
            assertEquals(byDelta.upper(), byDraws.upper(), 0.15 * byDelta.width());
        }
    }

    @Test
    void shareOfEquityIsEstimatedInItsLogit() {
        Estimate share = FITTED.shareEstimate("one");
        assertEquals(Estimate.Scale.LOGIT, share.scale());
        assertEquals(FITTED.share("one").value(), share.value(), 0.0);
        Estimate byDifferences = DeltaMethod.of(
                BrandEquitiesTest.FITTED,
                m -> BrandEquities.of(m, SURVEY, MARKET).share("one").value(),
                Estimate.Scale.LOGIT);
        assertEquals(byDifferences.standardError(), share.standardError(), 1e-8 * share.standardError());
        Estimate mean = FITTED.meanLifetimeValueEstimate("one");
        assertEquals(FITTED.meanLifetimeValue("one").value(), mean.value(), 0.0);
        assertEquals(4.92736394, mean.standardError(), 5e-9);
    }

    @Test
    void segmentsAddUp() {
        for (String brand : FiveRespondents.BRANDS) {
            double sum = FITTED.equity(brand, "frequent").value()
                    + FITTED.equity(brand, "others").value();
            assertEquals(FITTED.equity(brand).value(), sum, 1e-15 * sum);
        }
        assertEquals(936.332546039 / 5 * 1e6, FITTED.equity("one", "frequent").value(), 1e-3);
        Estimate byDifferences = DeltaMethod.of(
                BrandEquitiesTest.FITTED,
                m -> BrandEquities.of(m, SURVEY, MARKET).equity("two", "others").value(),
                Estimate.Scale.LINEAR);
        assertEquals(
                byDifferences.standardError(),
                FITTED.equityEstimate("two", "others").standardError(),
                1e-8 * byDifferences.standardError());
    }

    /** Brands are compared draw by draw. */
    @Test
    void comparesBrands() {
        assertEquals(1, DRAWS.probabilityAbove("one", "two"), 0.0);
        assertEquals(0, DRAWS.probabilityAbove("three", "two"), 0.0);
        assertEquals(0.5, DRAWS.probabilityAbove("two", "two"), 0.0);
    }

    @Test
    void sameSeedSameDraws() {
        assertEquals(FITTED.draws(100, new SplittableRandom(1)), FITTED.draws(100, new SplittableRandom(1)));
    }

    /** Of rank one, as from one principal component: all draws lie on a line. */
    @Test
    void singularCovariance() {
        double[] direction = {0.1, 0.2, -0.3};
        double[][] covariance = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                covariance[i][j] = direction[i] * direction[j];
            }
        }
        double squares = 0;
        double[][] draws = ParameterDraws.of(new double[3], covariance, 20_000, new SplittableRandom(7));
        for (double[] theta : draws) {
            double z = theta[0] / 0.1;
            // the square root of an eigenvalue that rounding leaves at 1e-17
            assertArrayEquals(new double[] {0.1 * z, 0.2 * z, -0.3 * z}, theta, 1e-7);
            squares += z * z;
        }
        assertEquals(1, squares / 20_000, 4 * Math.sqrt(2.0 / 20_000));
        ArithmeticException e = assertThrows(
                ArithmeticException.class,
                () -> ParameterDraws.of(new double[2], new double[][] {{1, 2}, {2, 1}}, 1, new SplittableRandom(7)));
        assertTrue(e.getMessage().startsWith("covariance of the parameters must have no negative eigenvalue, had -"));
    }

    /** Parameters known for certain: what is left is whom the mean is over. */
    @Test
    void bootstrapOfRespondents() {
        EquityDraws draws = BrandEquities.bootstrap(
                SURVEY,
                MARKET,
                survey -> BrandEquitiesTest.FITTED,
                Bootstrap.ofResamples(4000),
                new SplittableRandom(3));
        double[] value = FITTED.lifetimeValues("two");
        double mean = Arrays.stream(value).average().orElseThrow();
        double variance =
                Arrays.stream(value).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double expected = 1e6 * Math.sqrt(variance / 5);
        assertEquals(expected, draws.equityStandardError("two"), 0.05 * expected);
        assertEquals(FITTED.equities()[1], draws.draws().original().get(1), 0.0);
    }

    /** From survey to interval; with 400 respondents, whom the mean is over matters as much as the parameters. */
    @Test
    void fromASimulatedSurvey() {
        BrandSurvey survey = SurveySimulator.of(FiveRespondents.MODEL)
                .withSegment("others", 1, 4, 2)
                .simulate(400, new SplittableRandom(12));
        Market market = Market.of(1000, Horizon.ofYears(2), FirstPurchase.AFTER_INTERVAL);
        for (String brand : FiveRespondents.BRANDS) {
            market = market.withBrand(brand, Contribution.of("USD", 30), DiscountRate.ofAnnual(0.1));
        }
        BrandEquities fitted = BrandEquities.of(DriverModel.fit(survey), survey, market);
        double parameters = fitted.equityEstimate("one").standardError();
        EquityDraws drawn = fitted.draws(1000, new SplittableRandom(13));
        assertEquals(parameters, drawn.equityStandardError("one"), 0.1 * parameters);
        EquityDraws resampled = BrandEquities.bootstrap(
                survey, market, DriverModel::fit, Bootstrap.ofResamples(200), new SplittableRandom(14));
        double all = resampled.equityStandardError("one");
        double[] value = fitted.lifetimeValues("one");
        double mean = Arrays.stream(value).average().orElseThrow();
        double spread =
                Math.sqrt(Arrays.stream(value).map(v -> (v - mean) * (v - mean)).sum() / (400.0 * 399));
        // parameters and respondents together; 200 resamples give an error within 15 %, and the two are not independent
        assertEquals(Math.hypot(parameters, 1000 * spread), all, 0.25 * all);
        assertTrue(all > parameters, () -> all + " of respondents and parameters, " + parameters + " of parameters");
        assertTrue(resampled.equityInterval("one", 0.95).contains(fitted.equities()[0]));
    }

    @Test
    void refitsThatFailAreNotHidden() {
        FitOutcome<DriverModel> failed = new FitOutcome.NotConverged<>(
                FiveRespondents.MODEL,
                FitReport.ofCoefficients(
                        FitVerdict.NOT_CONVERGED,
                        FiveRespondents.MODEL.parameterNames(),
                        FiveRespondents.MODEL.parameters(),
                        new double[0][],
                        -1,
                        1,
                        3,
                        5,
                        List.of()),
                "separation");
        // a sample without respondent 1 cannot be fitted
        EquityDraws draws = BrandEquities.bootstrap(
                SURVEY,
                MARKET,
                survey -> !hasFirst(survey) ? failed : BrandEquitiesTest.FITTED,
                Bootstrap.ofResamples(200),
                new SplittableRandom(3));
        FitException e = assertThrows(FitException.class, () -> draws.equityInterval("one", 0.95));
        assertTrue(e.getMessage().contains("separation"), e.getMessage());
        assertThrows(FitException.class, () -> BrandEquities.of(failed, SURVEY, MARKET));
    }

    private static boolean hasFirst(BrandSurvey survey) {
        for (int i = 0; i < survey.size(); i++) {
            if (survey.id(i).equals("r1")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void noIntervalFromGivenParameters() {
        BrandEquities given = BrandEquities.of(FiveRespondents.MODEL, SURVEY, MARKET);
        String expected =
                "an interval must come from a fit with standard errors, was from given parameters or from a fit"
                        + " without (BrandEquities.of takes the outcome of a fit)";
        assertEquals(
                expected,
                assertThrows(IllegalStateException.class, () -> given.equityEstimate("one"))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(IllegalStateException.class, () -> given.draws(100, new SplittableRandom(1)))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(
                                IllegalStateException.class,
                                () -> given.switching().repurchaseRateEstimate("one"))
                        .getMessage());
        assertEquals(
                "draws must be >= 100, was 99 (1,000 or more for intervals)",
                assertThrows(IllegalArgumentException.class, () -> FITTED.draws(99, new SplittableRandom(1)))
                        .getMessage());
    }
}
