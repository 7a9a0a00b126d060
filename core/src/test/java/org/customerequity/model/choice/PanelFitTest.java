package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.customerequity.equity.driver.BrandEquities;
import org.customerequity.equity.driver.FirstPurchase;
import org.customerequity.equity.driver.Market;
import org.customerequity.fit.FitOutcome;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.api.Test;

/** A panel beside the survey that says the same. */
class PanelFitTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();

    /** The thirty respondents of sheet 04 as persons who bought once, after a brand that is known. */
    private static BrandPanel thirty() {
        BrandPanel.Builder panel = BrandPanel.of(ThirtyRespondents.DRIVERS, ThirtyRespondents.BRANDS);
        for (String line : ThirtyRespondents.LINES) {
            int[] digit = line.chars().map(c -> c - '0').toArray();
            BrandOffer offer = BrandOffer.of("one", digit[2], digit[3], digit[4])
                    .withBrand("two", digit[5], digit[6], digit[7])
                    .withBrand("three", digit[8], digit[9], digit[10]);
            panel.add(BrandPurchases.of("p" + line)
                    .withBefore(ThirtyRespondents.BRANDS.get(digit[0] - 1))
                    .withPurchase(offer, ThirtyRespondents.BRANDS.get(digit[1] - 1)));
        }
        return panel.build();
    }

    @Test
    void onePurchaseAfterAKnownOneIsASurvey() {
        for (Inertia inertia : Inertia.values()) {
            for (ChoiceSpecification specification : List.of(
                    DEFAULTS.withInertia(inertia),
                    DEFAULTS.withInertia(inertia).withIntercepts(),
                    DEFAULTS.withInertia(inertia).withErrors(CoefficientErrors.robust()))) {
                FitOutcome<DriverModel> survey = DriverModel.fit(ThirtyRespondents.survey(), specification);
                FitOutcome<DriverModel> panel = DriverModel.fit(thirty(), specification);
                assertArrayEquals(survey.orThrow().parameters(), panel.orThrow().parameters(), 1e-10);
                assertEquals(survey.report().logLikelihood(), panel.report().logLikelihood(), 1e-11);
                assertArrayEquals(
                        survey.report().standardErrors(), panel.report().standardErrors(), 1e-9);
                assertEquals(survey.report().observations(), panel.report().observations());
            }
        }
    }

    @Test
    void sheetFourByThePanel() {
        assertArrayEquals(
                new double[] {2.22218422583, 1.74564782074, -0.0625674782349, 0.786571711855},
                DriverModel.fit(thirty(), DEFAULTS).orThrow().parameters(),
                1e-10);
    }

    @Test
    void classesOfASurveyAreThoseOfThePanelAndWarn() {
        BrandSurvey survey = ThirtyRespondents.survey();
        FitOutcome<LatentClassModel> one = LatentClassModel.fit(survey, 2, DEFAULTS, new SplittableRandom(1));
        FitOutcome<LatentClassModel> other = LatentClassModel.fit(thirty(), 2, DEFAULTS, new SplittableRandom(1));
        assertEquals(one.isConverged(), other.isConverged());
        assertEquals(one.report().logLikelihood(), other.report().logLikelihood(), 1e-8);
        assertTrue(one.report().logLikelihood() >= -17.0099394124);
        FitOutcome<LatentClassModel> shares =
                LatentClassModel.fit(ThirtyRespondents.sharesAndWeights(), 1, DEFAULTS, new SplittableRandom(1));
        // sheet 23, section 2, with its sandwich
        assertArrayEquals(
                new double[] {2.66102636411, 1.30715275426, -0.0451739097718, 0.417861709406},
                shares.orThrow().parameters(),
                1e-10);
        assertArrayEquals(
                new double[] {0.560078049144, 0.40268387764, 0.237710674346, 0.235506462713},
                shares.report().standardErrors(),
                1e-11);
    }

    @Test
    void whatCarriesNoLikelihoodIsLeftOutAndSaid() {
        BrandPanel.Builder builder = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS);
        for (int i = 0; i < 30; i++) {
            BrandPurchases person = SixTasks.person("p" + i, SixTasks.CHOICES.get(i));
            // the only brand on offer, after all others, so that no later purchase has it as the one before
            builder.add(i == 0 ? person.withPurchase(BrandOffer.of("two", 1, 1), "two") : person);
        }
        builder.add(SixTasks.person("nobody", "111111").withWeight(0));
        FitOutcome<DriverModel> outcome = DriverModel.fit(builder.build(), DEFAULTS);
        FitOutcome<DriverModel> plain = DriverModel.fit(SixTasks.panel(), DEFAULTS);
        assertEquals(plain.orThrow(), outcome.orThrow());
        assertEquals(30, outcome.report().observations());
        assertTrue(outcome.report().isLikelihood());
        assertEquals(
                List.of(
                        "Of 31 persons, 1 was left out, whose weight is 0.",
                        "Of 187 purchases, 1 was left out, at which one brand was on offer, so that there was nothing to"
                                + " choose."),
                outcome.report().warnings());
    }

    @Test
    void aSubDriverThatNeverDiffersIsNotIdentified() {
        BrandPanel.Builder builder = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS);
        BrandOffer offer = BrandOffer.of("one", 1, 3).withBrand("two", 2, 3).withBrand("three", 4, 3);
        for (int i = 0; i < 20; i++) {
            builder.add(BrandPurchases.of("p" + i)
                    .withPurchases(offer, "one", SixTasks.BRANDS.get(i % 3), SixTasks.BRANDS.get(i * 7 % 3)));
        }
        FitOutcome<LatentClassModel> outcome =
                LatentClassModel.fit(builder.build(), 2, DEFAULTS, new SplittableRandom(1));
        String reason = ((FitOutcome.NotConverged<LatentClassModel>) outcome).reason();
        assertTrue(reason.startsWith("price appeal is not identified"), reason);
    }

    /** Sheet 23, section 5: each person valued under every class, weighed by what was bought. */
    @Test
    void equitiesOfAPanelWeighClassesByWhatWasBought() {
        BrandPanel panel = SixTasks.panel();
        LatentClassModel model = LatentClassModel.fit(panel, 2, DEFAULTS, new SplittableRandom(1))
                .orThrow();
        BrandSurvey survey = panel.toSurvey();
        Market market = Market.of(1000, Horizon.ofYears(4), FirstPurchase.AFTER_INTERVAL);
        for (String brand : SixTasks.BRANDS) {
            market = market.withBrand(brand, Contribution.of("EUR", 10), DiscountRate.ofAnnual(0.1));
        }
        double[][] q = model.membership(panel);
        double[] expected = new double[3];
        double[] atMean = new double[3];
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 30; i++) {
                for (int c = 0; c < 2; c++) {
                    double value = BrandEquities.of(model.driverModel(c), survey.rows(i), market)
                            .equity(SixTasks.BRANDS.get(b))
                            .value();
                    expected[b] += q[i][c] * value / 30;
                    atMean[b] += model.share(c) * value / 30;
                }
            }
        }
        BrandEquities known = BrandEquities.of(model.knowing(panel), survey, market);
        BrandEquities blind = BrandEquities.of(model, survey, market);
        for (int b = 0; b < 3; b++) {
            assertEquals(expected[b], known.equity(SixTasks.BRANDS.get(b)).value(), 1e-9 * expected[b]);
            assertEquals(atMean[b], blind.equity(SixTasks.BRANDS.get(b)).value(), 1e-9 * atMean[b]);
        }
        // the first four are surely of the second class
        BrandSurvey four = survey.rows(0, 1, 2, 3);
        double second = BrandEquities.of(model.driverModel(1), four, market)
                .equity("one")
                .value();
        double sure = BrandEquities.of(model.knowing(panel), four, market)
                .equity("one")
                .value();
        double unsure = BrandEquities.of(model, four, market).equity("one").value();
        assertEquals(second, sure, 0.01 * second);
        assertTrue(Math.abs(second - unsure) > 0.05 * second, () -> second + " and " + unsure);
    }
}
