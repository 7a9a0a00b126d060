package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.customerequity.fit.FitOutcome;
import org.customerequity.survey.brand.BrandSurvey;
import org.junit.jupiter.api.Test;

/** Surveys drawn from known coefficients give them back, within what their standard errors promise. */
class DriverModelRecoveryTest {
    private static final double[] TRUTH = {
        TinyMarket.INERTIA, TinyMarket.DRIVERS[0], TinyMarket.DRIVERS[1], TinyMarket.DRIVERS[2]
    };

    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        int surveys = 50 * Integer.getInteger("customerequity.sweep", 1);
        int[] modelBased = new int[4];
        int[] robust = new int[4];
        for (int r = 0; r < surveys; r++) {
            BrandSurvey survey = TinyMarket.survey(1000 + r, 500);
            count(modelBased, DriverModel.fit(survey));
            count(
                    robust,
                    DriverModel.fit(survey, ChoiceSpecification.defaults().withErrors(CoefficientErrors.robust())));
        }
        // three binomial standard errors of 0.95, and one survey, because counts are whole
        double tolerance = 3 * Math.sqrt(0.95 * 0.05 / surveys) + 1.0 / surveys;
        for (int j = 0; j < 4; j++) {
            assertEquals(0.95, modelBased[j] / (double) surveys, tolerance, "coefficient " + j);
            assertEquals(0.95, robust[j] / (double) surveys, tolerance, "robust, coefficient " + j);
        }
    }

    private static void count(int[] held, FitOutcome<DriverModel> outcome) {
        for (int j = 0; j < 4; j++) {
            String name = outcome.report().parameterNames().get(j);
            if (outcome.report().parameter(name).confidenceInterval(0.95).contains(TRUTH[j])) {
                held[j]++;
            }
        }
    }

    /** The sheet has standard errors times sqrt(N) of 2.2, 1.58, 1.51, 1.51 from 400,000 draws. */
    @Test
    void twoThousandRespondents() {
        FitOutcome<DriverModel> outcome = DriverModel.fit(TinyMarket.survey(7, 2000));
        double[] b = outcome.orThrow().parameters();
        double[] errors = outcome.report().standardErrors();
        double[] sheet = {2.2, 1.58, 1.51, 1.51};
        for (int j = 0; j < 4; j++) {
            double z = (b[j] - TRUTH[j]) / errors[j];
            assertTrue(Math.abs(z) < 4, "z " + z + " of coefficient " + j + " in " + Arrays.toString(b));
            assertEquals(sheet[j], errors[j] * Math.sqrt(2000), 0.06 * sheet[j]);
        }
    }
}
