package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

/** The CDNOW figures that the guide prints in tables, where no code block proves them (pages 2 and 4). */
class HoldoutOfCdnowTest {
    private static final Span HOLDOUT = Span.ofWeeks(0, 39);

    /** Page 4: both uncertainties of the total together miss what happened. */
    @Test
    void theTotalLiesOutsideItsPredictionInterval() {
        PurchaseHistories histories = Cdnow.calibration();
        FitOutcome<BgNbd> outcome = BgNbd.fit(histories);
        BgNbd model = outcome.orThrow();
        double expected = total(model, histories);
        double outcomes = Math.sqrt(
                Arrays.stream(model.varianceOfPurchases(histories, HOLDOUT)).sum());
        double parameters = Math.sqrt(
                varianceFromParameters(model, histories, outcome.report().logCovariance()));
        double both = Math.hypot(outcomes, parameters);
        // half a unit in the last digit that the guide prints
        assertAll(
                () -> assertEquals(1653, expected, 0.5),
                () -> assertEquals(70, outcomes, 0.5),
                () -> assertEquals(74, parameters, 0.5),
                () -> assertEquals(102, both, 0.5),
                () -> assertEquals(1454, expected - 1.959964 * both, 0.5),
                () -> assertEquals(1853, expected + 1.959964 * both, 0.5),
                () -> assertEquals(1882, Arrays.stream(Cdnow.holdout()).sum()));
    }

    /** Page 2: everybody goes on at the past rate, or nobody buys again. */
    @Test
    void naiveForecastsAreFarOff() {
        PurchaseHistories histories = Cdnow.calibration();
        int[] actual = Cdnow.holdout();
        double naive = 0;
        double squares = 0;
        double squaresOfNone = 0;
        for (int i = 0; i < actual.length; i++) {
            double pastRate = histories.frequency(i) / histories.age(i) * 39;
            naive += pastRate;
            squares += Math.pow(pastRate - actual[i], 2);
            squaresOfNone += Math.pow(actual[i], 2);
        }
        assertEquals(2930, naive, 0.5);
        assertEquals(2.212, Math.sqrt(squares / actual.length), 5e-4);
        assertEquals(2.206, Math.sqrt(squaresOfNone / actual.length), 5e-4);
    }

    private static double total(PurchaseModel model, PurchaseHistories histories) {
        return Arrays.stream(model.expectedPurchases(histories, HOLDOUT)).sum();
    }

    /** The delta method in log-parameters, by central differences. */
    private static double varianceFromParameters(BgNbd model, PurchaseHistories histories, double[][] covariance) {
        double[] parameters = model.parameters();
        double[] gradient = new double[parameters.length];
        double step = 1e-4;
        for (int j = 0; j < parameters.length; j++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[j] *= Math.exp(step);
            down[j] *= Math.exp(-step);
            gradient[j] = (total(model.withParameters(up), histories) - total(model.withParameters(down), histories))
                    / (2 * step);
        }
        double variance = 0;
        for (int i = 0; i < gradient.length; i++) {
            for (int j = 0; j < gradient.length; j++) {
                variance += gradient[i] * covariance[i][j] * gradient[j];
            }
        }
        return variance;
    }
}
