package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;
import org.junit.jupiter.api.Test;

class LogitFitterTest {
    private static final double[] SHEET = {2.22218422583, 1.74564782074, -0.0625674782349, 0.786571711855};
    private static final double[] ERRORS = {0.83186900927, 0.582663163498, 0.428949829281, 0.403897303233};

    private static LogitFit fit(ChoiceRows rows, double[] weight) {
        double[] zeros = new double[rows.columns];
        return new LogitFitter(rows).maximize(weight, zeros, zeros, 200);
    }

    @Test
    void sheetFour() {
        SurveyDesign design = SurveyDesign.of(ThirtyRespondents.survey(), false, Inertia.COMMON);
        assertTrue(design.likelihood);
        LogitFit fit = fit(design.rows, design.ones());
        assertTrue(fit.converged(), fit.message);
        assertArrayEquals(SHEET, fit.coefficients, 1e-11);
        assertEquals(-17.0099394124, fit.logLikelihood, 1e-10);
        double[][] information = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                information[i][j] = -fit.hessian[i][j];
            }
        }
        double[][] covariance = SymmetricMatrix.inverse(information);
        double[] errors = IntStream.range(0, 4)
                .mapToDouble(i -> Math.sqrt(covariance[i][i]))
                .toArray();
        assertArrayEquals(ERRORS, errors, 1e-11);
    }

    @Test
    void ratingsInTheThousandsAreFittedAlike() {
        SurveyDesign design = SurveyDesign.of(ThirtyRespondents.survey(), false, Inertia.COMMON);
        ChoiceRows rows = design.rows;
        double[] z = rows.z.clone();
        for (int r = 0; r < z.length; r += 4) {
            z[r + 1] = 1000 * z[r + 1] + 1e6;
            z[r + 2] *= 1e-3;
        }
        LogitFit fit = fit(new ChoiceRows(4, rows.start, z, rows.share, rows.weight, rows.person), design.ones());
        assertEquals(SHEET[0], fit.coefficients[0], 1e-9);
        assertEquals(SHEET[1] / 1000, fit.coefficients[1], 1e-12);
        assertEquals(SHEET[2] * 1000, fit.coefficients[2], 1e-7);
        assertEquals(-17.0099394124, fit.logLikelihood, 1e-10);
    }

    @Test
    void derivativesAreThoseOfDifferences() {
        SurveyDesign design = SurveyDesign.of(ThirtyRespondents.sharesAndWeights(), true, Inertia.BY_BRAND);
        double[] at = IntStream.range(0, design.names.size())
                .mapToDouble(j -> Math.sin(j + 1))
                .toArray();
        int p = at.length;
        double[] gradient = new double[p];
        double[][] hessian = new double[p][p];
        double value = LogitKernel.evaluate(design.rows, design.ones(), at, gradient, hessian);
        assertEquals(LogitKernel.value(design.rows, design.ones(), at), value, 0.0);
        double h = 1e-3;
        for (int j = 0; j < p; j++) {
            double[] f = new double[4];
            double[] moves = {-2 * h, -h, h, 2 * h};
            for (int k = 0; k < 4; k++) {
                double[] moved = at.clone();
                moved[j] += moves[k];
                f[k] = LogitKernel.value(design.rows, design.ones(), moved);
            }
            assertEquals((8 * (f[2] - f[1]) - (f[3] - f[0])) / (12 * h), gradient[j], 1e-9);
        }
        double[][] differences = NewtonMaximizer.hessianByDifferences(
                u -> {
                    double[] g = new double[p];
                    LogitKernel.evaluate(design.rows, design.ones(), u, g, new double[p][p]);
                    return g;
                },
                at,
                1e-3);
        for (int j = 0; j < p; j++) {
            assertArrayEquals(differences[j], hessian[j], 1e-9);
        }
    }

    @Test
    void aRidgeStopsWhereItsGradientIsZero() {
        SurveyDesign design = SurveyDesign.of(ThirtyRespondents.survey(), false, Inertia.COMMON);
        double[] penalty = {0, 2, 3, 4};
        LogitFit fit = new LogitFitter(design.rows).maximize(design.ones(), new double[4], penalty, 200);
        double[] gradient = new double[4];
        LogitKernel.evaluate(design.rows, design.ones(), fit.coefficients, gradient, new double[4][4]);
        for (int c = 0; c < 4; c++) {
            assertEquals(penalty[c] * fit.coefficients[c], gradient[c], 1e-9);
        }
        assertEquals(LogitKernel.value(design.rows, design.ones(), fit.coefficients), fit.logLikelihood, 1e-12);
        assertTrue(Arrays.stream(fit.gradient).allMatch(g -> Math.abs(g) < 1e-9));
    }
}
