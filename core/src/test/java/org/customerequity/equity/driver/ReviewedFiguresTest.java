package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** What a review found wrong or missing. */
class ReviewedFiguresTest {
    private static final BrandEquities TODAY = WhatIfFixture.today();

    /** The same answers on a scale 256 times as wide: coefficients and their errors are as many times smaller. */
    @Test
    void errorsDoNotDependOnTheScaleOfRatings() {
        double factor = 256;
        BrandSurvey wide = TODAY.survey().mapRatings((i, b, s, x) -> factor * x);
        DriverModel model = DriverModel.of(
                FiveRespondents.BRANDS, FiveRespondents.DRIVERS, 0.849, 0.60 / factor, 0.35 / factor, 0.25 / factor);
        double[][] covariance = new double[4][4];
        for (int p = 0; p < 4; p++) {
            covariance[p][p] = Math.pow(WhatIfFixture.ERRORS[p] / (p == 0 ? 1 : factor), 2);
        }
        FitOutcome<DriverModel> fit = new FitOutcome.Converged<>(
                model,
                FitReport.ofCoefficients(
                        FitVerdict.CONVERGED,
                        model.parameterNames(),
                        model.parameters(),
                        covariance,
                        -100,
                        0,
                        5,
                        5,
                        List.of()));
        DriverElasticities narrow = TODAY.elasticities();
        DriverElasticities other = BrandEquities.of(fit, wide, TODAY.market()).elasticities();
        for (String of : FiveRespondents.BRANDS) {
            Estimate expected = narrow.elasticityEstimate(of, "one", "value");
            Estimate actual = other.elasticityEstimate(of, "one", "value");
            assertEquals(expected.value(), actual.value(), 1e-12 * Math.abs(expected.value()));
            assertEquals(expected.standardError(), actual.standardError(), 1e-8 * expected.standardError());
            Estimate points = narrow.perPointEstimate(of, "two", "brand");
            assertEquals(
                    points.standardError(),
                    factor * other.perPointEstimate(of, "two", "brand").standardError(),
                    1e-8 * points.standardError());
        }
    }

    private static BrandEquities losing(double one, double others) {
        Market market = Market.of(1000, Horizon.ofYears(3), FirstPurchase.NOW);
        for (String brand : FiveRespondents.BRANDS) {
            double margin = brand.equals("one") ? one : others;
            market = market.withBrand(brand, Contribution.of("USD", margin), DiscountRate.ofAnnual(0.1));
        }
        return BrandEquities.of(WhatIfFixture.fit(WhatIfFixture.ERRORS), FiveRespondents.survey(), market);
    }

    @Test
    void aMarketThatLosesMoneyHasNoShares() {
        BrandEquities all = losing(-30, -28);
        assertFalse(all.share("one").isDefined());
        String message = "equity of one per positive equity of all brands is undefined, because positive equity of all"
                + " brands is 0";
        assertEquals(
                message,
                assertThrows(
                                UndefinedRatioException.class,
                                () -> all.share("one").value())
                        .getMessage());
        assertThrows(UndefinedRatioException.class, () -> all.shareEstimate("one"));
        assertThrows(
                UndefinedRatioException.class, () -> all.inSegment("others").shareEstimate("one"));
        BrandChange change = all.improve("one", "value", RatingShift.by(0.2));
        assertFalse(change.shareBefore().isDefined());
        assertFalse(change.shareAfter().isDefined());
        assertEquals(
                "change of equity per positive equity is undefined, because positive equity is 0",
                assertThrows(
                                UndefinedRatioException.class,
                                () -> change.relativeChange().value())
                        .getMessage());
        // a loss that grows by a per cent is no gain of a per cent
        assertTrue(change.all().toString().lines().skip(2).allMatch(line -> line.endsWith(" -")));
        EquityDraws draws = all.draws(100, new SplittableRandom(1));
        assertThrows(ArithmeticException.class, () -> draws.shareInterval("one", 0.95));
        assertThrows(ArithmeticException.class, () -> draws.shareStandardError("one"));
    }

    @Test
    void oneBrandThatLosesMoneyHasANegativeShare() {
        BrandEquities all = losing(-3, 28);
        assertTrue(all.share("one").value() < 0);
        assertEquals(Estimate.Scale.LINEAR, all.shareEstimate("one").scale());
        double sum = 0;
        for (String brand : FiveRespondents.BRANDS) {
            sum += all.share(brand).value();
        }
        assertEquals(1, sum, 1e-15);
    }

    /** Probabilities that miss 1 by their decimals: 1e-10 of the equity is not to be mistaken for a change of it. */
    @Test
    void answersThatChangeNothingAreExpectedToChangeNothing() {
        Reactions idle = Reactions.to(Scenario.none())
                .and("a", 0.3333333333, Scenario.none())
                .and("b", 0.3333333333, Scenario.none())
                .and("c", 0.3333333333, Scenario.none());
        BrandChange expected = ReactionTable.of(TODAY, idle).expected().of("one");
        assertEquals(0, expected.change().value(), 1e-15 * expected.before().value());
    }

    @Test
    void customersOfSegmentsAddUp() {
        BrandEquities all =
                BrandEquities.of(WhatIfFixture.fit(WhatIfFixture.ERRORS), FiveRespondents.weighted(), TODAY.market());
        BrandSwitching whole = all.switching();
        BrandSwitching frequent = all.inSegment("frequent").switching();
        BrandSwitching others = all.inSegment("others").switching();
        for (String last : FiveRespondents.BRANDS) {
            for (String next : FiveRespondents.BRANDS) {
                assertEquals(whole.flow(last, next), frequent.flow(last, next) + others.flow(last, next), 1e-9);
            }
        }
        assertEquals(1, frequent.shareOfLastPurchases("one"));
        assertEquals(
                all.equity("one", "frequent").value()
                        / (all.equity("one", "frequent").value()
                                + all.equity("two", "frequent").value()
                                + all.equity("three", "frequent").value()),
                all.inSegment("frequent").share("one").value(),
                1e-15);
        assertEquals(
                "name must be one of [others, frequent], was \"none\" (a segment)",
                assertThrows(IllegalArgumentException.class, () -> all.inSegment("none"))
                        .getMessage());
    }

    /** With small errors every figure is linear in the parameters: draws must agree with the delta method. */
    @Test
    void everyFigureHasAnErrorThatDrawsConfirm() {
        double[] small = Arrays.stream(WhatIfFixture.ERRORS).map(e -> e / 20).toArray();
        BrandEquities all = BrandEquities.of(WhatIfFixture.fit(small), FiveRespondents.weighted(), TODAY.market());
        Scenario scenario = Scenario.of("one", "value", RatingShift.by(0.2));
        List<Function<BrandEquities, Estimate>> estimates = new ArrayList<>();
        List<ToDoubleFunction<BrandEquities>> figures = new ArrayList<>();
        estimates.add(e -> e.inSegment("others").shareEstimate("one"));
        figures.add(e -> e.inSegment("others").share("one").value());
        estimates.add(e -> e.switching().flowEstimate("one", "two"));
        figures.add(e -> e.switching().flow("one", "two"));
        estimates.add(e -> e.switching().netFlowEstimate("one", "three"));
        figures.add(e -> e.switching().netFlow("one", "three"));
        estimates.add(e -> e.switching().netGainEstimate("two"));
        figures.add(e -> e.switching().netGain("two"));
        estimates.add(e -> e.inSegment("others").switching().repurchaseRateEstimate("three"));
        figures.add(
                e -> e.inSegment("others").switching().repurchaseRate("three").value());
        estimates.add(e -> e.switching().longRunShareOfVolumeEstimate("one"));
        figures.add(e -> e.switching().longRunShareOfVolume("one"));
        estimates.add(e -> e.elasticities().inertiaElasticityEstimate("one", "two"));
        figures.add(e -> e.elasticities().inertiaElasticity("one", "two"));
        estimates.add(e -> ImpliedRetention.of(e, "one", "brand", 0.5).estimate(0));
        figures.add(e -> ImpliedRetention.of(e, "one", "brand", 0.5).rate(0).value());
        estimates.add(e -> e.under(scenario).of("two").estimate());
        figures.add(e -> e.under(scenario).of("two").change().value());
        for (int f = 0; f < figures.size(); f++) {
            Estimate delta = estimates.get(f).apply(all);
            assertEquals(delta.value(), figures.get(f).applyAsDouble(all), 1e-12 * Math.abs(delta.value()));
            SimulatedValue drawn = all.simulate(figures.get(f), 2000, new SplittableRandom(7));
            // the error of a standard deviation over 2000 draws is 1.6 %
            assertEquals(delta.standardError(), drawn.standardError(), 0.065 * delta.standardError(), "figure " + f);
            assertEquals(delta.value(), drawn.mean(), 5 * delta.standardError() / Math.sqrt(2000), "figure " + f);
        }
        assertEquals(
                "draws must be >= 100, was 99 (quantiles of fewer are noise)",
                assertThrows(IllegalArgumentException.class, () -> all.simulate(e -> 0, 99, new SplittableRandom(7)))
                        .getMessage());
    }

    /** An error takes four models a parameter: to be paid once, not for each of 54 figures. */
    @Test
    void errorsOfOneTableShareTheirWork() {
        int[] asked = {0};
        TwoClasses model = TwoClasses.example();
        Sums.Neighbours<double[]> all = new Sums(model, FiveRespondents.survey()).neighbours(m -> {
            asked[0]++;
            return m.parameters();
        });
        for (int p = 0; p < 8; p++) {
            int own = p;
            double[] slope = all.slope(theta -> theta[own]);
            for (int q = 0; q < 8; q++) {
                assertEquals(p == q ? 1 : 0, slope[q], 1e-12);
            }
        }
        assertEquals(32, asked[0]);
    }

    /** Purchases without number from a brand hardly ever left: doublings, not steps. */
    @Test
    void winningBackOverAges() {
        double left = 0x1p-40;
        SwitchingMatrix faithful =
                SwitchingMatrix.of(List.of("a", "b"), new double[][] {{1 - left, left}, {0.5, 0.5}}, 1000);
        int ages = Integer.MAX_VALUE;
        double expected = -Math.expm1(ages * Math.log1p(-left));
        double won = faithful.winBack("a", "b", ages);
        assertEquals(expected, won, 1e-6 * expected);
        assertEquals(expected, faithful.winBackWithinYears("a", "b", 1e12), 1e-6 * expected);
        double step = 0;
        for (int h = 1; h <= 200; h++) {
            step = left + (1 - left) * step;
            assertEquals(step, faithful.winBack("a", "b", h), 1e-14 * step);
        }
        assertEquals(0, faithful.winBack("a", "b", 0));
        assertEquals(1, faithful.winBack("b", "a", ages));
    }

    /** A weight of 0 takes a respondent out of sums, not out of the survey. */
    @Test
    void respondentsWithoutWeightHaveValues() {
        BrandSurvey survey = FiveRespondents.survey().withWeights(0, 1, 1, 1, 0);
        BrandEquities all = BrandEquities.of(FiveRespondents.MODEL, survey, TODAY.market());
        for (int i = 0; i < survey.size(); i++) {
            assertArrayEquals(TODAY.lifetimeValues(i), all.lifetimeValues(i));
            assertEquals(
                    SwitchingMatrix.of(FiveRespondents.MODEL, FiveRespondents.survey(), i),
                    SwitchingMatrix.of(FiveRespondents.MODEL, survey, i));
        }
    }
}
