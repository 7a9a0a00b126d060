package org.customerequity.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

/** A likelihood whose parameters are the logarithms of another's: the same fit, in other words. */
class LinearLikelihoodTest {
    private static final Likelihood PLAIN = HighEnd.likelihood(1000, 869, 743, 653, 593, 551, 517, 491);
    private static final double CLOSE = 1e-12;

    /** ln alpha and ln beta as coefficients, with the first counted in another unit. */
    private record InLogs(Likelihood plain) implements Likelihood {
        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public double[] units() {
            return new double[] {7, 1};
        }

        @Override
        public List<String> names() {
            return List.of("ln alpha", "ln beta");
        }

        @Override
        public double[] start() {
            return shifted(plain.start(), -1);
        }

        @Override
        public double value(double[] u) {
            return plain.value(shifted(u, 1));
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            return plain.evaluate(shifted(u, 1), gradient, hessian);
        }

        @Override
        public long observations() {
            return plain.observations();
        }

        private static double[] shifted(double[] u, int sign) {
            return new double[] {u[0] + sign * Math.log(7), u[1]};
        }
    }

    private record Logs(double lnAlpha, double lnBeta) implements Parametric {
        @Override
        public List<String> parameterNames() {
            return List.of("ln alpha", "ln beta");
        }

        @Override
        public double[] parameters() {
            return new double[] {lnAlpha, lnBeta};
        }

        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public Logs withParameters(double... parameters) {
            return new Logs(parameters[0], parameters[1]);
        }
    }

    private static FitOutcome<Logs> fit() {
        return MaximumLikelihood.fit(new InLogs(PLAIN), FitOptions.defaults(), p -> new Logs(p[0], p[1]));
    }

    @Test
    void estimatesAreTheLogarithmsAndStandardErrorsThoseOfTheLogarithms() {
        FitOutcome<Logs> outcome = fit();
        FitReport report = outcome.report();
        FitReport plain = MaximumLikelihood.fit(PLAIN, FitOptions.defaults(), double[]::clone)
                .report();
        double[] logs = Arrays.stream(plain.estimates()).map(Math::log).toArray();
        assertEquals(FitVerdict.CONVERGED, report.verdict());
        assertEquals(Estimate.Scale.LINEAR, report.scale());
        assertArrayEquals(logs, report.estimates(), 1e-9);
        assertArrayEquals(logs, outcome.orThrow().parameters(), 1e-9);
        assertEquals(plain.logLikelihood(), report.logLikelihood(), CLOSE * -plain.logLikelihood());
        for (int j = 0; j < 2; j++) {
            assertArrayEquals(plain.logCovariance()[j], report.covariance()[j], 1e-8);
        }
    }

    @Test
    void profilesAreTheLogarithmsOfTheOthers() {
        Interval alpha = ProfileLikelihood.of(new InLogs(PLAIN), fit()).parameter("ln alpha", 0.95);
        // sheet 21, section 2
        assertEquals(Math.log(0.506195546), alpha.lower(), 1e-7);
        assertEquals(Math.log(0.943342659), alpha.upper(), 1e-7);
    }

    @Test
    void searchPointsAndParametersAreInverse() {
        InLogs linear = new InLogs(PLAIN);
        double[] u = {-3.5, 2.25};
        assertArrayEquals(new double[] {-3.5 + Math.log(7), 2.25}, linear.parametersAt(u), CLOSE);
        assertArrayEquals(u, linear.searchPoint(linear.parametersAt(u)), CLOSE);
        assertArrayEquals(u, PLAIN.searchPoint(PLAIN.parametersAt(u)), CLOSE);
    }
}
