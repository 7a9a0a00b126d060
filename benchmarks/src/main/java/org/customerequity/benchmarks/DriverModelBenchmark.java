package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.BrandSwitching;
import org.customerequity.equity.driver.DriverBudget;
import org.customerequity.equity.driver.DriverBudgetCalculator;
import org.customerequity.equity.driver.DriverElasticities;
import org.customerequity.equity.driver.EquityChange;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.equity.driver.ImprovementCurve;
import org.customerequity.equity.driver.Market;
import org.customerequity.equity.driver.RatingShift;
import org.customerequity.equity.driver.Scenario;
import org.customerequity.equity.driver.SwitchingMatrix;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.SurveySimulator;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
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
 * The driver model from survey to equity, 6 brands rated on 10 sub-drivers, 4 purchases a year over 3 years, beside a bare softmax:
 * utilities and one exponential for each respondent and brand.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class DriverModelBenchmark {
    private static final int BRANDS = 6;
    private static final int SUB_DRIVERS = 10;
    private static final double INERTIA = 0.85;

    @Param({"10000"})
    int respondents;

    double[] coefficients = new double[SUB_DRIVERS];
    double[] ratings;
    int[] last;
    BrandSurvey survey;
    Market market;
    FitOutcome<DriverModel> fitted;
    DriverModel model;
    BrandEquities equities;
    Scenario improvement;

    @Setup
    public void simulateSurvey() {
        List<String> brands = new ArrayList<>();
        for (int b = 0; b < BRANDS; b++) {
            brands.add("brand " + b);
        }
        List<SubDriver> subDrivers = SubDriver.classic().subList(0, SUB_DRIVERS);
        for (int s = 0; s < SUB_DRIVERS; s++) {
            coefficients[s] = 0.6 - 0.05 * s;
        }
        survey = SurveySimulator.of(DriverModel.of(brands, subDrivers, INERTIA, coefficients))
                .withSegment("others", 1, 4, 300)
                .simulate(respondents, new SplittableRandom(20040101));
        ratings = new double[respondents * BRANDS * SUB_DRIVERS];
        last = new int[respondents];
        int at = 0;
        for (int i = 0; i < respondents; i++) {
            last[i] = survey.lastBrand(i);
            for (int b = 0; b < BRANDS; b++) {
                for (int s = 0; s < SUB_DRIVERS; s++) {
                    ratings[at++] = survey.rating(i, b, s);
                }
            }
        }
        market = Market.of(43.7e6, Horizon.ofYears(3), FirstPurchase.AFTER_INTERVAL);
        for (String brand : brands) {
            market = market.withBrand(brand, Contribution.of("USD", 0.3), DiscountRate.ofAnnual(0.1));
        }
        fitted = DriverModel.fit(survey);
        model = fitted.orThrow();
        equities = BrandEquities.of(fitted, survey, market);
        improvement = Scenario.of(brands.get(0), subDrivers.get(0).name(), RatingShift.by(0.2));
    }

    /** Does no more than every softmax must, from plain arrays. */
    @Benchmark
    public double baselineSoftmax() {
        double sum = 0;
        double[] p = new double[BRANDS];
        int at = 0;
        for (int chosen : last) {
            double all = 0;
            for (int b = 0; b < BRANDS; b++) {
                double utility = b == chosen ? INERTIA - 10 : -10;
                for (int s = 0; s < SUB_DRIVERS; s++) {
                    utility += coefficients[s] * ratings[at++];
                }
                p[b] = Math.exp(utility);
                all += p[b];
            }
            sum += p[chosen] / all;
        }
        return sum;
    }

    @Benchmark
    public FitOutcome<DriverModel> fit() {
        return DriverModel.fit(survey);
    }

    @Benchmark
    public BrandEquities equities() {
        return BrandEquities.of(fitted, survey, market);
    }

    /** Valued afresh, because derivatives are kept: the values, and those of all brands in all parameters. */
    @Benchmark
    public Estimate equityWithError() {
        return BrandEquities.of(fitted, survey, market).equityEstimate("brand 0");
    }

    /** With the derivatives of all brands' equities in all brands' ratings. */
    @Benchmark
    public DriverElasticities elasticities() {
        return equities.elasticities();
    }

    @Benchmark
    public BrandSwitching switchingOfTheMarket() {
        return equities.switching();
    }

    @Benchmark
    public EquityChange whatIf() {
        return equities.under(improvement);
    }

    /** With the derivatives of the change in all parameters. */
    @Benchmark
    public Estimate whatIfWithError() {
        return equities.under(improvement).of("brand 0").estimate();
    }

    @Benchmark
    public DriverBudget budgetOverThreeDrivers() {
        DriverBudgetCalculator budget = DriverBudgetCalculator.of(equities, "brand 0");
        for (int s = 0; s < 3; s++) {
            budget = budget.withCurve(
                    survey.subDrivers().get(s).name(), ImprovementCurve.through(5e6, 0.1 * (s + 1), 0.5));
        }
        return budget.split(10e6);
    }

    /** With its long-run shares. */
    @Benchmark
    public double switchingMatrixOfEveryRespondent() {
        double sum = 0;
        for (int i = 0; i < survey.size(); i++) {
            sum += SwitchingMatrix.of(model, survey, i).longRunShares()[0];
        }
        return sum;
    }

    /** Nothing but what a user asks for first: fit and valuation, with one interval. */
    @Benchmark
    public Estimate fromSurveyToInterval() {
        return BrandEquities.of(DriverModel.fit(survey), survey, market).equityEstimate("brand 0");
    }
}
