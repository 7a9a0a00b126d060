package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.LatentClassModel;
import org.customerequity.model.choice.SegmentedDriverModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;

/** Equities under a model of several classes are those of the classes, weighed by membership. */
class ClassesOfRespondentsTest {
    private static final BrandSurvey SURVEY = FiveRespondents.survey();
    private static final Market MARKET = FiveRespondents.market(FirstPurchase.NOW);
    private static final TwoClasses MODEL = new TwoClasses(0.3, 0.849, 0.6, 0.35, 0.25, -0.4, 0.1, 0.9, 0.2);

    /** Inertia and drivers of two classes, and how membership of the second depends on the rating of the first brand. */
    private static final class TwoClasses implements ChoiceModel {
        private static final long serialVersionUID = 1;
        private final double[] parameters;

        TwoClasses(double... parameters) {
            this.parameters = parameters;
        }

        @Override
        public List<String> brands() {
            return FiveRespondents.BRANDS;
        }

        @Override
        public List<SubDriver> subDrivers() {
            return FiveRespondents.DRIVERS;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public ChoiceCoefficients coefficients(int ofClass) {
            double[] inertia = new double[3];
            Arrays.fill(inertia, parameters[1 + 4 * ofClass]);
            return ChoiceCoefficients.of(
                    new double[3], inertia, Arrays.copyOfRange(parameters, 2 + 4 * ofClass, 5 + 4 * ofClass));
        }

        @Override
        public double[][] membership(BrandSurvey survey) {
            double[][] q = new double[survey.size()][];
            for (int i = 0; i < q.length; i++) {
                double second = 1 / (1 + Math.exp(-parameters[0] * (survey.rating(i, 0, 0) - 3)));
                q[i] = new double[] {1 - second, second};
            }
            return q;
        }

        @Override
        public List<String> parameterNames() {
            return List.of("a", "b0", "b1", "b2", "b3", "c0", "c1", "c2", "c3");
        }

        @Override
        public double[] parameters() {
            return parameters.clone();
        }

        @Override
        public TwoClasses withParameters(double... newParameters) {
            return new TwoClasses(newParameters);
        }
    }

    @Test
    void valuesAreWeighedByMembership() {
        BrandEquities all = BrandEquities.of(MODEL, SURVEY, MARKET);
        double[][] q = MODEL.membership(SURVEY);
        double[] sum = new double[3];
        for (int i = 0; i < 5; i++) {
            double[] expected = new double[3];
            for (int c = 0; c < 2; c++) {
                SwitchingMatrix m = SwitchingMatrix.ofClass(MODEL, c, SURVEY, i);
                double[] x = new double[3];
                x[SURVEY.lastBrand(i)] = 1;
                int last = (int) Math.floor(3 * SURVEY.frequency(i));
                for (int t = 0; t <= last; t++) {
                    double[] y = new double[3];
                    for (int a = 0; a < 3; a++) {
                        for (int b = 0; b < 3; b++) {
                            y[b] += x[a] * m.rows()[a][b];
                        }
                    }
                    x = y;
                    for (int b = 0; b < 3; b++) {
                        String brand = FiveRespondents.BRANDS.get(b);
                        double margin = MARKET.contribution(brand, i == 3 ? "frequent" : "others")
                                .amount()
                                .value();
                        double discount = MARKET.discount(brand).effectiveAnnual();
                        expected[b] += q[i][c]
                                * SURVEY.volume(i)
                                * margin
                                * x[b]
                                * Math.pow(1 + discount, -t / SURVEY.frequency(i));
                    }
                }
            }
            for (int b = 0; b < 3; b++) {
                assertEquals(expected[b], all.lifetimeValues(i)[b], 1e-13 * expected[b]);
                sum[b] += expected[b] * 1e6 / 5;
            }
        }
        for (int b = 0; b < 3; b++) {
            assertEquals(sum[b], all.equities()[b], 1e-13 * sum[b]);
        }
    }

    /** Parameters work through the coefficients, exactly, and through membership. */
    @Test
    void gradientHoldsMembership() {
        double[][] gradient = BrandEquities.of(MODEL, SURVEY, MARKET).gradient();
        Sums sums = new Sums(MODEL, SURVEY);
        for (int b = 0; b < 3; b++) {
            int j = b;
            double[] expected =
                    sums.slope(m -> BrandEquities.of(m, SURVEY, MARKET).equities()[j]);
            for (int p = 0; p < 9; p++) {
                assertEquals(expected[p], gradient[b][p], 1e-8 * Math.abs(expected[p]));
            }
        }
    }

    @Test
    void switchingIsThatOfTheMixture() {
        BrandSwitching switching = BrandEquities.of(MODEL, SURVEY, MARKET).switching();
        double[][] q = MODEL.membership(SURVEY);
        double stay = 0;
        for (int i : new int[] {0, 3}) {
            for (int c = 0; c < 2; c++) {
                stay += q[i][c] * SwitchingMatrix.ofClass(MODEL, c, SURVEY, i).repurchase("one") / 2;
            }
        }
        assertEquals(stay, switching.repurchaseRate("one").value(), 1e-15);
    }

    /** Ratings that change do not change who belongs where; differences of the values under each class. */
    @Test
    void elasticitiesHoldMembership() {
        double h = 0x1p-12;
        BrandEquities all = BrandEquities.of(MODEL, SURVEY, MARKET);
        double[] moved = new double[2];
        for (int side = 0; side < 2; side++) {
            double shift = side == 0 ? -h : h;
            BrandSurvey shifted = SURVEY.mapRatings((i, b, s, x) -> b == 0 && s == 0 ? x + shift : x);
            moved[side] = new Sums(MODEL, shifted, SURVEY).values(EquityKernel.of(shifted, MARKET))[0][1]
                    + new Sums(MODEL, shifted, SURVEY).values(EquityKernel.of(shifted, MARKET))[1][1];
        }
        double point = all.elasticities().perPoint("two", "one", "value").value();
        assertEquals((moved[1] - moved[0]) / (2 * h), point, 1e-6 * Math.abs(point));
    }

    private static double[] ofModel(ChoiceModel model) {
        return BrandEquities.of(model, SURVEY, MARKET).equities();
    }

    /** Each segment is valued by its own model. */
    @Test
    void modelsOfSegments() {
        DriverModel other = FiveRespondents.MODEL.withParameters(0.2, 0.9, 0.1, 0.4);
        SegmentedDriverModel segmented =
                SegmentedDriverModel.of(List.of("others", "frequent"), List.of(FiveRespondents.MODEL, other));
        BrandEquities all = BrandEquities.of(segmented, SURVEY, MARKET);
        BrandEquities first = BrandEquities.of(FiveRespondents.MODEL, SURVEY, MARKET);
        BrandEquities second = BrandEquities.of(other, SURVEY, MARKET);
        double[][] gradient = all.gradient();
        for (int b = 0; b < 3; b++) {
            String brand = FiveRespondents.BRANDS.get(b);
            assertEquals(first.equity(brand, "others"), all.equity(brand, "others"));
            assertEquals(second.equity(brand, "frequent"), all.equity(brand, "frequent"));
            int j = b;
            double[] expected = new Sums(segmented, SURVEY).slope(m -> ofModel(m)[j]);
            for (int p = 0; p < 8; p++) {
                assertEquals(expected[p], gradient[b][p], 1e-8 * Math.abs(expected[p]));
            }
        }
        assertEquals(SwitchingMatrix.of(other, SURVEY, 3), SwitchingMatrix.of(segmented, SURVEY, 3));
    }

    @Test
    void latentClasses() {
        DriverModel other = FiveRespondents.MODEL.withParameters(0.2, 0.9, 0.1, 0.4);
        LatentClassModel latent = LatentClassModel.of(new double[] {0.7, 0.3}, List.of(FiveRespondents.MODEL, other));
        double[] first = ofModel(FiveRespondents.MODEL);
        double[] second = ofModel(other);
        double[] mixed = ofModel(latent);
        double[][] gradient = BrandEquities.of(latent, SURVEY, MARKET).gradient();
        for (int b = 0; b < 3; b++) {
            // nobody was asked for the next choice, so that memberships are the shares
            double expected = 0.7 * first[b] + 0.3 * second[b];
            assertEquals(expected, mixed[b], 1e-14 * expected);
            // the first parameter is the logit of the second class
            double slope = 0.3 * 0.7 * (second[b] - first[b]);
            assertEquals(slope, gradient[b][0], 1e-9 * expected);
        }
    }

    @Test
    void aMixtureHasNoMatrix() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SwitchingMatrix.of(MODEL, SURVEY, 0));
        String message = String.valueOf(e.getMessage());
        assertEquals(
                "respondent r1 must belong to one class for certain, was [",
                message.substring(0, message.indexOf('[') + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> SwitchingMatrix.ofClass(MODEL, 2, SURVEY, 0));
        assertArrayEquals(
                SwitchingMatrix.ofClass(MODEL, 0, SURVEY, 0).longRunShares(),
                new double[] {0.727942560961, 0.189405895853, 0.0826515431868},
                5e-13);
    }
}
