package org.customerequity.examples;

import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.DriverBudget;
import org.customerequity.equity.driver.DriverBudgetCalculator;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.equity.driver.ImprovementCurve;
import org.customerequity.equity.driver.ImprovementRanking;
import org.customerequity.equity.driver.Market;
import org.customerequity.equity.driver.RatingShift;
import org.customerequity.equity.driver.SpendStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.SurveySimulator;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;

/** What is each airline's customer base worth, and where should Bluewing spend 12 million? A made-up market. */
public final class DriversOfEquityExample {
    private DriversOfEquityExample() {}

    /** Prints the equity of every brand, what the best improvements of one return, and a budget split over them. */
    public static void main(String[] args) {
        BrandSurvey survey = SurveySimulator.airlines().simulate(1_000, new SplittableRandom(4));
        FitOutcome<DriverModel> fit = DriverModel.fit(survey);

        DiscountRate discount = DiscountRate.ofAnnualPercent(10);
        Market market = Market.of(2_000_000, Horizon.ofYears(3), FirstPurchase.AFTER_INTERVAL);
        for (String brand : survey.brands()) {
            market = market.withBrand(brand, Contribution.of("USD", 0.15), discount); // of a dollar of fare
        }
        BrandEquities today = BrandEquities.of(fit, survey, market);
        for (String brand : survey.brands()) {
            Interval interval = today.equityEstimate(brand).confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  USD %4.0f m [%.0f, %.0f], share %4.1f %%%n",
                    brand,
                    today.equity(brand).value() / 1e6,
                    interval.lower() / 1e6,
                    interval.upper() / 1e6,
                    100 * today.share(brand).value());
        }

        SpendStream spend = SpendStream.of("USD", 5e6, 5e6); // now and in a year
        ImprovementRanking.ofShift(
                        today, "Bluewing", RatingShift.by(0.2), spend, discount, ImprovementRanking.By.RETURN)
                .lines()
                .stream()
                .limit(3)
                .forEach(line -> System.out.printf(
                        Locale.ROOT,
                        "%s%n    pays with probability %.2f%n",
                        line.result(),
                        line.result().probabilityItPays()));

        // what money does to ratings: 5 million move the seats by 0.15 of a point, and none moves them by 0.5
        DriverBudget split = DriverBudgetCalculator.of(today, "Bluewing")
                .withCurve("quality", ImprovementCurve.through(5e6, 0.15, 0.5))
                .withCurve("convenience", ImprovementCurve.through(5e6, 0.10, 0.3))
                .withCurve("trust", ImprovementCurve.through(5e6, 0.20, 0.4))
                .split(12e6);
        for (DriverBudget.Line line : split.lines()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-11s  USD %3.1f m for %.2f of a point%n",
                    line.subDriver().name(),
                    line.spend().value() / 1e6,
                    line.points());
        }
        System.out.printf(
                Locale.ROOT,
                "together     USD %.1f m of equity, %.1f more than by an equal split; the next dollar brings %.2f%n",
                split.equityGain().value() / 1e6,
                split.gainOverEqualSplit().value() / 1e6,
                split.marginalEquity());
    }
}
