package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.customerequity.Checks;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

class CoefficientReportTest {
    private static final double[][] COVARIANCE = {{0.04, 0.01}, {0.01, 0.09}};

    /** A line, whose coefficients may be negative. */
    private record Line(double intercept, double slope) implements Parametric {
        @Override
        public List<String> parameterNames() {
            return List.of("intercept", "slope");
        }

        @Override
        public double[] parameters() {
            return new double[] {intercept, slope};
        }

        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public Line withParameters(double... parameters) {
            return new Line(parameters[0], parameters[1]);
        }
    }

    private static FitReport report(FitVerdict verdict, double[][] covariance) {
        return FitReport.ofCoefficients(
                verdict, List.of("intercept", "slope"), new double[] {-1, 2}, covariance, -10, 1e-12, 4, 50, List.of());
    }

    @Test
    void coefficientsMayBeNegativeAndHaveSymmetricIntervals() {
        FitReport report = report(FitVerdict.CONVERGED, COVARIANCE);
        Interval interval = report.parameter("intercept").confidenceInterval(0.95);
        assertEquals(-1 - 0.2 * 1.959963984540054, interval.lower(), 1e-12);
        assertEquals(-1 + 0.2 * 1.959963984540054, interval.upper(), 1e-12);
        assertArrayEquals(new double[] {0.2, 0.3}, report.standardErrors(), 1e-15);
        assertArrayEquals(COVARIANCE[0], report.covariance()[0], 0);
        assertTrue(report.toString().contains("intercept -1.0 (0.2)"), report::toString);
    }

    /** Of a share p = 1 / (1 + exp(-(a + b x))): se = p (1 - p) |x| se(b), whatever the unit of x; a price in cents is as good. */
    @Test
    void theUnitOfAColumnDoesNotMatter() {
        for (double unit : new double[] {1e-6, 1e-2, 1, 1e2, 1e6, 1e12}) {
            double x = 3 * unit;
            double error = 0.05 / unit;
            Line line = new Line(0.5, -0.4 / unit);
            FitOutcome<Line> fit = new FitOutcome.Converged<>(
                    line,
                    FitReport.ofCoefficients(
                            FitVerdict.CONVERGED,
                            line.parameterNames(),
                            line.parameters(),
                            new double[][] {{1e-30, 0}, {0, error * error}},
                            -10,
                            0,
                            4,
                            50,
                            List.of()));
            double p = 1 / (1 + Math.exp(0.7));
            Estimate share =
                    DeltaMethod.of(fit, m -> 1 / (1 + Math.exp(-m.intercept() - m.slope() * x)), Estimate.Scale.LOGIT);
            assertEquals(p, share.value(), 1e-15);
            assertEquals(p * (1 - p) * 3 * 0.05, share.standardError(), 1e-10);
            assertEquals(
                    p * (1 - p) * 3 * 0.05,
                    DeltaMethod.standardErrors(fit, m ->
                            new double[] {1 / (1 + Math.exp(-m.intercept() - m.slope() * x))})[0],
                    1e-10);
        }
    }

    @Test
    void withoutObservationsSchwarzHasNoCriterion() {
        FitReport nobody = FitReport.ofCoefficients(
                FitVerdict.BOUNDARY, List.of("slope"), new double[] {2}, new double[0][], -10, 1, 0, 0, List.of());
        assertEquals(22, nobody.aic());
        assertEquals(
                "Schwarz's criterion is undefined, because observations is 0",
                assertThrows(IllegalStateException.class, nobody::bic).getMessage());
    }

    @Test
    void coefficientsHaveNoLogarithms() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> report(FitVerdict.CONVERGED, COVARIANCE).logCovariance());
        assertEquals("coefficients have no logarithms: ask covariance()", thrown.getMessage());
    }

    /** Refused for what it is, before the likelihood is asked anything. */
    @Test
    void aProfileIsOnTheScaleOfItsFit() {
        FitOutcome<Line> fit = new FitOutcome.Converged<>(new Line(-1, 2), report(FitVerdict.CONVERGED, COVARIANCE));
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> ProfileLikelihood.of(HighEnd.likelihood(1000, 800, 645, 522, 424, 345), fit));
        assertEquals("likelihood must have parameters on the scale of the fit, LINEAR, was LOG", thrown.getMessage());
    }

    @Test
    void theDeltaMethodMovesCoefficientsAsTheyAre() {
        FitOutcome<Line> fit = new FitOutcome.Converged<>(new Line(-1, 2), report(FitVerdict.CONVERGED, COVARIANCE));
        // g = intercept + 3 slope^2: gradient (1, 12)
        Estimate at =
                DeltaMethod.of(fit, line -> line.intercept() + 3 * line.slope() * line.slope(), Estimate.Scale.LINEAR);
        assertEquals(11, at.value(), 0);
        assertEquals(Math.sqrt(0.04 + 2 * 12 * 0.01 + 144 * 0.09), at.standardError(), 1e-11);
    }

    @Test
    void aQuasiLikelihoodIsNotCompared() {
        FitReport honest = report(FitVerdict.CONVERGED, COVARIANCE);
        FitReport quasi = honest.asQuasiLikelihood("choices are weighted");
        assertTrue(honest.isLikelihood());
        assertFalse(quasi.isLikelihood());
        assertFalse(honest.equals(quasi));
        assertEquals(24, honest.aic(), 0);
        String message =
                "what was maximised is no likelihood, because choices are weighted: compare by a holdout score instead"
                        + " (see FitReport.isLikelihood)";
        assertEquals(
                message, assertThrows(IllegalStateException.class, quasi::aic).getMessage());
        assertEquals(
                message, assertThrows(IllegalStateException.class, quasi::bic).getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> LikelihoodRatioTest.of(honest, quasi))
                        .getMessage());
    }

    @Test
    void badReportsAreRefused() {
        assertEquals(
                "covariance[0][0] must be finite and > 0, was -1.0 (a variance)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> report(FitVerdict.CONVERGED, new double[][] {{-1, 0}, {0, 1}}))
                        .getMessage());
        assertFalse(report(FitVerdict.BOUNDARY, new double[0][]).hasStandardErrors());
    }

    @Test
    void storedReportsAreOfEitherScale() {
        FitReport report = report(FitVerdict.CONVERGED, COVARIANCE);
        assertEquals(Estimate.Scale.LINEAR, report.scale());
        assertEquals(report, stored(Estimate.Scale.LINEAR, -1));
        assertEquals(Estimate.Scale.LOG, stored(Estimate.Scale.LOG, 1).scale());
        assertArrayEquals(COVARIANCE[1], stored(Estimate.Scale.LOG, 1).logCovariance()[1], 0);
        Checks.rejects(
                "intercept must be finite and > 0, was -1.0 (an estimate of a positive parameter)",
                () -> stored(Estimate.Scale.LOG, -1));
        Checks.rejects(
                "scale must be LOG or LINEAR, was LOGIT (of all parameters of a model)",
                () -> stored(Estimate.Scale.LOGIT, 1));
        Checks.rejectsNull("scale", () -> stored(null, 1));
    }

    private static FitReport stored(Estimate.Scale scale, double intercept) {
        return FitReport.ofStored(
                scale,
                FitVerdict.CONVERGED,
                List.of("intercept", "slope"),
                new double[] {intercept, 2},
                COVARIANCE,
                -10,
                1e-12,
                4,
                50,
                List.of());
    }

    @Test
    void whyThereIsNoLikelihoodIsKept() {
        FitReport report = report(FitVerdict.CONVERGED, COVARIANCE);
        assertEquals(Optional.empty(), report.quasiReason());
        assertEquals(
                Optional.of("choices are weighted"),
                report.asQuasiLikelihood("choices are weighted").quasiReason());
    }
}
