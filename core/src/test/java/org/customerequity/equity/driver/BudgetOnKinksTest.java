package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.api.Test;

/** The best split against grids, and in time where respondents come to the end of the scale. */
@Seeded
class BudgetOnKinksTest {
    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void noPointOfAGridIsBetter(@ForAll long seed) {
        HostileMarket of = new HostileMarket(seed);
        SplittableRandom random = of.random;
        BrandEquities today = BrandEquities.of(of.model, of.survey, of.market);
        String brand = of.brands.get(random.nextInt(of.brands.size()));
        int n = of.drivers.size();
        boolean capped = random.nextBoolean();
        ImprovementCurve[] curve = new ImprovementCurve[n];
        DriverBudgetCalculator calculator = DriverBudgetCalculator.of(today, brand);
        for (int k = 0; k < n; k++) {
            curve[k] = ImprovementCurve.of(
                    of.top * (0.05 + 0.6 * random.nextDouble()), Math.pow(10, -7 + 2 * random.nextDouble()));
            calculator = calculator.withCurve(of.drivers.get(k).name(), curve[k]);
        }
        calculator = capped ? calculator : calculator.uncapped();
        double budget = Math.pow(10, 5 + 2.5 * random.nextDouble());
        double ours = calculator.split(budget).equity().value();
        int grid = n == 3 ? 12 : 40;
        for (int a = 0; a <= grid; a++) {
            for (int b = n == 3 ? 0 : grid - a; a + b <= grid; b++) {
                double[] part = n == 1 ? new double[] {1} : new double[] {a, b, grid - a - b};
                Scenario all = Scenario.none();
                for (int k = 0; k < n; k++) {
                    RatingShift shift = RatingShift.by(curve[k].points(budget * part[k] / (n == 1 ? 1 : grid)));
                    all = all.and(brand, of.drivers.get(k).name(), capped ? shift : shift.uncapped());
                }
                double other = today.under(all).of(brand).after().value();
                assertTrue(other <= ours + 1e-9 * (Math.abs(ours) + Math.abs(other)), () -> other + " above " + ours);
            }
        }
    }

    /** Ten sub-drivers with a hundred kinks between them: fractions of a second, where trying out splits takes many. */
    @Test
    void kinksAreReachedNotSearchedFor() {
        List<SubDriver> drivers = new ArrayList<>();
        double[] coefficients = new double[10];
        for (int s = 0; s < 10; s++) {
            drivers.add(SubDriver.value("d" + s));
            coefficients[s] = 0.05 + 0.03 * s;
        }
        List<String> brands = List.of("a", "b", "c", "d", "e", "f");
        SplittableRandom random = new SplittableRandom(1);
        BrandSurvey.Builder builder = BrandSurvey.of(drivers, brands);
        for (int i = 0; i < 500; i++) {
            BrandAnswer answer =
                    BrandAnswer.of("r" + i, brands.get(random.nextInt(6))).withFrequency(4);
            for (String brand : brands) {
                for (SubDriver d : drivers) {
                    answer = answer.withRating(brand, d.name(), 1 + random.nextInt(5));
                }
            }
            builder.add(answer);
        }
        Market market = Market.of(1e6, Horizon.ofYears(3), FirstPurchase.NOW);
        for (String brand : brands) {
            market = market.withBrand(brand, Contribution.of("EUR", 10), DiscountRate.ofAnnual(0.1));
        }
        BrandEquities today =
                BrandEquities.of(DriverModel.of(brands, drivers, 0.8, coefficients), builder.build(), market);
        DriverBudgetCalculator calculator = DriverBudgetCalculator.of(today, "a");
        for (SubDriver d : drivers) {
            calculator = calculator.withCurve(d.name(), ImprovementCurve.of(2.5, 1e-6));
        }
        DriverBudgetCalculator all = calculator;
        DriverBudget split = all.split(8e6);
        assertEquals(0, split.residual(), 1e-7);
        assertEquals(8e6, split.spend().value(), 1e-6);
        assertTrue(split.lines().stream().anyMatch(line -> Math.abs(line.points() - 1) < 1e-9), split::toString);
    }
}
