package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.DriverBudget;
import org.customerequity.equity.driver.DriverBudgetCalculator;
import org.customerequity.equity.driver.DriverContributions;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.equity.driver.ImprovementCurve;
import org.customerequity.equity.driver.ImprovementRanking;
import org.customerequity.equity.driver.Market;
import org.customerequity.equity.driver.MarketingReturn;
import org.customerequity.equity.driver.RatingShift;
import org.customerequity.equity.driver.SimulatedValue;
import org.customerequity.equity.driver.SpendStream;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.SurveySimulator;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What to do, 6 brands rated on 10 sub-drivers, 4 purchases a year over 3 years: the return on one improvement with its interval, the
 * same by 100 draws, the ranking of all ten, the best split of a budget over all ten, and the difference of two brands by equity driver.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class WhatIfBenchmark {
    private static final SpendStream SPEND = SpendStream.of("USD", 400_000, 300_000, 200_000);
    private static final DiscountRate TEN = DiscountRate.ofAnnualPercent(10);
    private static final int SUB_DRIVERS = 10;

    @Param({"1000", "10000"})
    int respondents;

    List<SubDriver> subDrivers;
    BrandEquities equities;
    DriverBudgetCalculator budget;
    MarketingReturn result;

    @Setup
    public void simulateSurvey() {
        List<String> brands = new ArrayList<>();
        for (int b = 0; b < 6; b++) {
            brands.add("brand " + b);
        }
        subDrivers = SubDriver.classic().subList(0, SUB_DRIVERS);
        double[] coefficients = new double[SUB_DRIVERS];
        for (int s = 0; s < SUB_DRIVERS; s++) {
            coefficients[s] = 0.6 - 0.05 * s;
        }
        var survey = SurveySimulator.of(DriverModel.of(brands, subDrivers, 0.85, coefficients))
                .withSegment("others", 1, 4, 300)
                .simulate(respondents, new SplittableRandom(20040101));
        Market market = Market.of(43.7e6, Horizon.ofYears(3), FirstPurchase.AFTER_INTERVAL);
        for (String brand : brands) {
            market = market.withBrand(brand, Contribution.of("USD", 0.3), DiscountRate.ofAnnual(0.1));
        }
        equities = BrandEquities.of(DriverModel.fit(survey), survey, market);
        budget = DriverBudgetCalculator.of(equities, "brand 0");
        for (int s = 0; s < SUB_DRIVERS; s++) {
            budget = budget.withCurve(subDrivers.get(s).name(), ImprovementCurve.of(0.5 + 0.05 * s, 1e-7));
        }
        result = returnOnImprovement();
    }

    @Benchmark
    public MarketingReturn returnOnImprovement() {
        return equities.improve("brand 0", subDrivers.get(0).name(), RatingShift.by(0.2))
                .costing(SPEND, TEN);
    }

    @Benchmark
    public SimulatedValue hundredDraws() {
        return result.simulateRoi(100, new SplittableRandom(1));
    }

    @Benchmark
    public ImprovementRanking ranking() {
        return ImprovementRanking.ofShift(
                equities, "brand 0", RatingShift.by(0.2), SPEND, TEN, ImprovementRanking.By.RETURN);
    }

    @Benchmark
    public DriverBudget budgetOverDrivers() {
        return budget.split(50e6);
    }

    @Benchmark
    public DriverContributions differenceOfBrands() {
        return DriverContributions.betweenBrands(
                equities, "brand 0", "brand 1", DriverContributions.Detail.EQUITY_DRIVERS);
    }
}
