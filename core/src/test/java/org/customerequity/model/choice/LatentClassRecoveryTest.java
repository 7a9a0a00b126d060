package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.fit.FitOutcome;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

/** Classes that are known are found again. More panels: {@code -Dcustomerequity.sweep=100000}. */
class LatentClassRecoveryTest {
    private static final int PANELS = Integer.getInteger("customerequity.sweep", 0) > 0 ? 100 : 5;
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();
    private static final List<String> BRANDS = List.of("A", "B", "C");
    private static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.value("price appeal"));

    /** Persons with offers of their own, the same at each purchase or a new one each time. */
    private static BrandPanel offers(int persons, int purchases, boolean same, SplittableRandom random) {
        BrandPanel.Builder builder = BrandPanel.of(DRIVERS, BRANDS);
        for (int i = 0; i < persons; i++) {
            BrandPurchases person = BrandPurchases.of("p" + i);
            BrandOffer offer = offer(random);
            for (int t = 0; t < purchases; t++) {
                person = person.withPurchase(same ? offer : offer(random), "A");
            }
            builder.add(person);
        }
        return builder.build();
    }

    private static BrandOffer offer(SplittableRandom random) {
        BrandOffer offer = BrandOffer.of("A", 1 + random.nextInt(5), 1 + random.nextInt(5));
        for (String brand : List.of("B", "C")) {
            offer = offer.withBrand(brand, 1 + random.nextInt(5), 1 + random.nextInt(5));
        }
        return offer;
    }

    private static LatentClassModel truth(double inertia) {
        return LatentClassModel.of(
                new double[] {0.65, 0.35},
                List.of(
                        DriverModel.of(BRANDS, DRIVERS, inertia, 1.1, 0.2),
                        DriverModel.of(BRANDS, DRIVERS, inertia, 0.1, 1.0)));
    }

    @Test
    void knownClassesAreFoundAgain() {
        LatentClassModel truth = truth(0.5);
        double[] parameters = truth.parameters();
        int inside = 0;
        for (int s = 0; s < PANELS; s++) {
            SplittableRandom random = new SplittableRandom(100 + s);
            BrandPanel panel = truth.simulate(offers(200, 8, false, random), random);
            FitOutcome<LatentClassModel> outcome = LatentClassModel.fit(panel, 2, DEFAULTS, random, 10);
            double[] found = outcome.orThrow().parameters();
            double[] se = outcome.report().standardErrors();
            for (int i = 0; i < found.length; i++) {
                double z = (found[i] - parameters[i]) / se[i];
                assertTrue(Math.abs(z) < 4.5, truth.parameterNames().get(i) + " in panel " + s + ": z = " + z);
                inside += Math.abs(z) < 1.96 ? 1 : 0;
            }
        }
        int all = PANELS * parameters.length;
        double sd = Math.sqrt(all * 0.95 * 0.05);
        // parameters of one panel are correlated, hence twice the binomial width
        assertEquals(0.95 * all, inside, 6 * sd);
    }

    /**
     * Nobody here is loyal: inertia is 0. But people like different things and see the same offers each time, so that they buy the same
     * brand again: the common model takes that for inertia.
     */
    @Test
    void ignoredDifferencesLookLikeInertia() {
        SplittableRandom random = new SplittableRandom(9);
        BrandPanel panel = truth(0).simulate(offers(300, 8, true, random), random);
        FitOutcome<DriverModel> common = DriverModel.fit(panel, DEFAULTS);
        double pooled = common.orThrow().coefficients().inertia(0);
        assertTrue(pooled > 5 * common.report().parameter("inertia").standardError(), common.report()::toString);
        FitOutcome<LatentClassModel> classes = LatentClassModel.fit(panel, 2, DEFAULTS, random, 10);
        for (int c = 1; c <= 2; c++) {
            double z = classes.report().parameter("class " + c + ": inertia").value()
                    / classes.report().parameter("class " + c + ": inertia").standardError();
            assertTrue(Math.abs(z) < 3, classes.report()::toString);
        }
    }
}
