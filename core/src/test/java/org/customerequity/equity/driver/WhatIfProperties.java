package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.customerequity.equity.driver.DriverContributions.Detail;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.testing.Seeded;

/** Laws of what-if, in markets drawn at random. */
@Seeded
class WhatIfProperties {
    @Property(tries = 200)
    void nothingChangesWhereNothingIsShifted(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        EquityChange none = of.equities()
                .under(Scenario.of("b0", "price", RatingShift.by(0)).and("b1", "image", RatingShift.scaledBy(1)));
        for (String brand : of.brands) {
            assertEquals(0.0, none.of(brand).change().value());
            assertEquals(none.of(brand).retentionBefore(), none.of(brand).retentionAfter());
        }
    }

    @Property(tries = 200)
    void whatAllBrandsGainAlikeChangesNothing(
            @ForAll long seed, @ForAll @DoubleRange(min = -3, max = 3) double points) {
        RandomMarket of = new RandomMarket(seed);
        Scenario all = Scenario.none();
        for (String brand : of.brands) {
            all = all.and(brand, "price", RatingShift.by(points).uncapped());
        }
        EquityChange same = of.equities().under(all);
        for (String brand : of.brands) {
            double before = same.of(brand).before().value();
            assertEquals(0, same.of(brand).change().value(), 1e-12 * Math.max(1, before));
        }
    }

    @Property(tries = 200)
    void ratingsStayOnTheScale(@ForAll long seed, @ForAll @DoubleRange(min = -9, max = 9) double points) {
        BrandSurvey survey = new RandomMarket(seed).survey;
        for (RatingShift shift : List.of(RatingShift.by(points), RatingShift.scaledBy(Math.abs(points)))) {
            BrandSurvey shifted = survey.mapRatings(shift.function(survey, 0, 1));
            for (int i = 0; i < survey.size(); i++) {
                for (int b = 0; b < survey.brands().size(); b++) {
                    if (survey.considers(i, b)) {
                        double x = shifted.rating(i, b, 1);
                        assertTrue(x >= 1 && x <= 5);
                        assertTrue(b == 0 || x == survey.rating(i, b, 1));
                        assertEquals(survey.rating(i, b, 0), shifted.rating(i, b, 0));
                    }
                }
            }
        }
    }

    /** The chance of each set of shifts, for those reached by it. */
    @Property(tries = 200)
    void reachIsAnExpectation(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 1) double first,
            @ForAll @DoubleRange(max = 1) double second) {
        RandomMarket of = new RandomMarket(seed);
        BrandEquities today = of.equities();
        RatingShift up = RatingShift.by(0.7);
        Scenario a = Scenario.of("b0", "price", up);
        Scenario b = Scenario.of("b1", "image", up);
        EquityChange partly =
                today.under(Scenario.of("b0", "price", up.reaching(first)).and("b1", "image", up.reaching(second)));
        for (String brand : of.brands) {
            double expected = first
                            * (1 - second)
                            * today.under(a).of(brand).change().value()
                    + second * (1 - first) * today.under(b).of(brand).change().value()
                    + first * second * today.under(a.and(b)).of(brand).change().value();
            double size = partly.of(brand).before().value() + 1;
            assertEquals(expected, partly.of(brand).change().value(), 1e-12 * size);
        }
    }

    /** The gradient of a change, exact, and by central differences of the change itself. */
    @Property(tries = 100)
    void theErrorOfAChangeIsThatOfTheDifference(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        double[] theta = of.model.parameters();
        double[][] covariance = new double[theta.length][theta.length];
        for (int p = 0; p < theta.length; p++) {
            covariance[p][p] = 0.01 * (1 + p);
        }
        FitOutcome<DriverModel> fit = new FitOutcome.Converged<>(
                of.model,
                FitReport.ofCoefficients(
                        FitVerdict.CONVERGED, of.model.parameterNames(), theta, covariance, -1, 0, 1, 9, List.of()));
        Scenario scenario = Scenario.of("b0", "price", RatingShift.by(0.7).reaching(0.4))
                .and("b1", "image", RatingShift.to(3))
                .andInertiaBy("b0", 0.3);
        EquityChange change = BrandEquities.of(fit, of.survey, of.market()).under(scenario);
        for (int b = 0; b < of.brands.size(); b++) {
            double variance = 0;
            double size = 1 + change.before(b) + change.after(b);
            for (int p = 0; p < theta.length; p++) {
                double slope = (moved(of, scenario, b, p, 1e-4) - moved(of, scenario, b, p, -1e-4)) / 2e-4;
                assertEquals(slope, change.gradient(b)[p], 1e-6 * size);
                variance += slope * slope * covariance[p][p];
            }
            double error = change.of(of.brands.get(b)).estimate().standardError();
            assertEquals(Math.sqrt(variance), error, 1e-6 * size);
        }
    }

    private static double moved(RandomMarket of, Scenario scenario, int brand, int parameter, double step) {
        double[] theta = of.model.parameters();
        theta[parameter] += step;
        return BrandEquities.of(of.model.withParameters(theta), of.survey, of.market())
                .under(scenario)
                .change(brand);
    }

    @Property(tries = 40)
    void aBiggerBudgetIsNeverWorse(
            @ForAll long seed, @ForAll @DoubleRange(max = 50) double budget, @ForAll boolean capped) {
        RandomMarket of = new RandomMarket(seed);
        DriverBudgetCalculator smooth = DriverBudgetCalculator.of(of.equities(), "b0")
                .withCurve("price", ImprovementCurve.of(0.3 + 2 * of.random.nextDouble(), 0.05))
                .withCurve("image", ImprovementCurve.of(0.3 + 2 * of.random.nextDouble(), 0.1));
        DriverBudgetCalculator calculator = capped ? smooth : smooth.uncapped();
        DriverBudget less = calculator.split(budget);
        DriverBudget more = calculator.split(1.3 * budget + 0.1);
        double rounding = 1e-12 * less.equity().value();
        assertTrue(more.equity().value() >= less.equity().value() - rounding);
        assertTrue(less.equityGain().value() >= -rounding);
        assertTrue(
                less.gainOverEqualSplit().value() >= -rounding || less.spend().value() == 0);
        if (!capped) {
            assertEquals(0, less.residual(), 1e-7);
        }
    }

    /** Parts add up; a driver nobody heeds has none; two that look alike and count alike have the same. */
    @Property(tries = 60)
    void partsAreFair(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        DriverContributions c = DriverContributions.betweenBrands(of.equities(), "b0", "b1", Detail.SUB_DRIVERS);
        double size = 1 + c.before().value() + c.after().value();
        assertEquals(
                c.total().value(),
                c.lines().stream().mapToDouble(line -> line.amount().value()).sum(),
                1e-12 * size);
        BrandSurvey alike = of.survey.mapRatings((i, b, s, x) -> of.survey.rating(i, b, 0));
        double[] theta = of.model.parameters();
        theta[theta.length - 1] = theta[theta.length - 2];
        DriverContributions twins = DriverContributions.betweenBrands(
                BrandEquities.of(of.model.withParameters(theta), alike, of.market()), "b0", "b1", Detail.SUB_DRIVERS);
        assertEquals(
                twins.of("price").amount().value(), twins.of("image").amount().value(), 1e-12 * size);
        theta[theta.length - 1] = 0;
        DriverContributions unheeded = DriverContributions.betweenBrands(
                BrandEquities.of(of.model.withParameters(theta), of.survey, of.market()),
                "b0",
                "b1",
                Detail.SUB_DRIVERS);
        assertEquals(0.0, unheeded.of("image").amount().value(), 1e-13 * size);
    }

    /** Sheet 23: the starting position explains nothing where both brands are bought, and kept, alike. */
    @Property(tries = 60)
    void noResidualWhereBuyersAreSymmetric(@ForAll long seed) {
        RandomMarket of = new RandomMarket(seed);
        DriverModel model = DriverModel.of(of.brands, of.drivers, false, Inertia.COMMON, new double[] {
            of.random.nextDouble(), of.random.nextDouble(), of.random.nextDouble()
        });
        BrandSurvey.Builder builder = BrandSurvey.of(of.drivers, of.brands);
        double[][] rated = new double[of.brands.size()][2];
        for (int i = 0; i < 2 * of.brands.size(); i++) {
            // everybody rates alike, and every brand has two buyers
            var answer = org.customerequity.survey.brand.BrandAnswer.of("r" + i, of.brands.get(i % of.brands.size()))
                    .withFrequency(2);
            for (int b = 0; b < of.brands.size(); b++) {
                for (int s = 0; s < 2; s++) {
                    rated[b][s] = rated[b][s] == 0 ? 1 + of.random.nextInt(5) : rated[b][s];
                    answer = answer.withRating(
                            of.brands.get(b), of.drivers.get(s).name(), rated[b][s]);
                }
            }
            builder.add(answer);
        }
        BrandSurvey survey = builder.build();
        BrandSurvey equal = survey.mapRatings((i, b, s, x) -> b == 1 ? survey.rating(i, 0, s) : x);
        DriverContributions c = DriverContributions.betweenBrands(
                BrandEquities.of(model, equal, of.market()), "b0", "b1", Detail.SUB_DRIVERS);
        // margin and discount differ between the brands; ratings and buyers do not
        double size = c.before().value() + c.after().value();
        assertEquals(0, c.of(DriverContributions.STARTING_POSITION).amount().value(), 1e-12 * size);
        assertEquals(0.0, c.of("price").amount().value());
    }
}
