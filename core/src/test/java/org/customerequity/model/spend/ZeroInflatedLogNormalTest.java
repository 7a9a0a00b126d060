package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.junit.jupiter.api.Test;

@Seeded
class ZeroInflatedLogNormalTest {
    private static final double[] TEN = {0, 0, 12.5, 30, 0, 8.4, 55, 0, 0, 19};

    /** Worked example; reference values to 16 digits. */
    @Test
    void tenValues() {
        FitOutcome<ZeroInflatedLogNormal> outcome = ZeroInflatedLogNormal.fit(TEN);
        ZeroInflatedLogNormal model = outcome.orThrow();
        FitReport report = outcome.report();
        assertEquals(0.5, model.payingShare(), 1e-15);
        assertEquals(3.001385979243718, model.mu(), 1e-14);
        assertEquals(0.4327340369966149, model.logVariance(), 1e-14);
        assertEquals(-26.939014435435533, report.logLikelihood(), 1e-12);
        assertEquals(12.485972537604203, model.mean(), 1e-13);
        assertEquals(324.7281388394718, model.variance(), 1e-11);
        assertEquals(10, report.observations());
        assertEquals(
                List.of("Only 5 values are above 0; the share that pays deserves 10 or more of either kind."),
                report.warnings());
    }

    @Test
    void standardErrorsAreThoseOfTheClosedForms() {
        ZeroInflatedLogNormal truth = new ZeroInflatedLogNormal(3e-5, 40, 0.8);
        double[] values = new double[400_000];
        for (int i = 0; i < 24; i++) {
            values[i * 17] = truth.ofPaying().quantile((i + 0.5) / 24);
        }
        FitOutcome<ZeroInflatedLogNormal> outcome = ZeroInflatedLogNormal.fit(values);
        ZeroInflatedLogNormal model = outcome.orThrow();
        assertEquals(FitVerdict.CONVERGED, outcome.report().verdict());
        double[] se = outcome.report().standardErrors();
        double w = 24 / 400_000.0;
        assertEquals(w, model.payingShare(), 1e-18);
        double logit = 1 / Math.sqrt(400_000 * w * (1 - w));
        assertEquals(w / (1 - w) * logit, se[0], 1e-12 * w);
        Estimate share = DeltaMethod.of(outcome, ZeroInflatedLogNormal::payingShare, Estimate.Scale.LOGIT);
        assertEquals(Math.sqrt(w * (1 - w) / 400_000), share.standardError(), 1e-9 * w);
        assertEquals(
                w / (w + (1 - w) * Math.exp(1.959963984540054 * logit)),
                share.confidenceInterval(0.95).lower(),
                1e-9 * w);
        assertEquals(model.median() * Math.sqrt(model.logVariance() / 24), se[1], 1e-10);
        assertEquals(model.logVariance() * Math.sqrt(2 / 24.0), se[2], 1e-10);
        double sum = 0;
        for (double value : values) {
            sum += value == 0 ? Math.log1p(-model.payingShare()) : Math.log(model.density(value));
        }
        assertEquals(sum, outcome.report().logLikelihood(), 1e-9 * Math.abs(sum), "the sum of the log-densities");
    }

    @Property(tries = 2000)
    void distributionObeysItsLaws(
            @ForAll @Scale(6) @DoubleRange(min = 1e-4, max = 1) double w,
            @ForAll @Scale(6) @DoubleRange(min = -12, max = 25) double mu,
            @ForAll @Scale(6) @DoubleRange(min = -8, max = 2) double logOfVariance,
            @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 0.999) double p) {
        ZeroInflatedLogNormal model = new ZeroInflatedLogNormal(w, Math.exp(mu), Math.exp(logOfVariance));
        double quantile = model.quantile(p);
        if (p <= 1 - w) {
            assertEquals(0, quantile, 0.0);
            assertTrue(model.probabilityBelow(0) >= p);
        } else {
            assertEquals(p, model.probabilityBelow(quantile), 1e-9);
        }
        assertEquals(1 - w, model.probabilityBelow(0), 1e-15);
        assertEquals(0, model.probabilityBelow(-1), 0.0);
        // the mean of a mixture with nothing, and of its square
        double mean = w * model.ofPaying().mean();
        assertEquals(mean, model.mean(), 1e-12 * mean);
        double square = model.ofPaying().variance()
                + model.ofPaying().mean() * model.ofPaying().mean();
        assertEquals(w * square, model.variance() + mean * mean, 1e-11 * w * square);
        Interval at90 = model.interval(0.9);
        assertTrue(at90.lower() <= at90.upper());
    }

    @Test
    void simulatedValuesHaveTheMomentsAndTheFit() {
        ZeroInflatedLogNormal truth = new ZeroInflatedLogNormal(0.3, 25, 0.6);
        SplittableRandom random = new SplittableRandom(3);
        double[] values = random.doubles(100_000).map(truth::quantile).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        assertEquals(truth.mean(), mean, 4 * Math.sqrt(truth.variance() / values.length));
        FitOutcome<ZeroInflatedLogNormal> outcome = ZeroInflatedLogNormal.fit(values);
        double[] se = outcome.report().standardErrors();
        assertEquals(0.3 / 0.7, outcome.report().estimates()[0], 4 * se[0]);
        // the mean and its error, against the sample's own
        Estimate fitted = DeltaMethod.of(outcome, ZeroInflatedLogNormal::mean, Estimate.Scale.LOG);
        assertEquals(truth.mean(), fitted.value(), 4 * fitted.standardError());
        assertTrue(fitted.standardError() < 1.2 * Math.sqrt(truth.variance() / values.length), fitted::toString);
        assertEquals(25, outcome.orThrow().median(), 4 * se[1]);
        assertEquals(0.6, outcome.orThrow().logVariance(), 4 * se[2]);
        assertEquals(Double.POSITIVE_INFINITY, truth.density(0));
        assertEquals(0, new ZeroInflatedLogNormal(1, 25, 0.6).density(0), 0.0);
    }

    @Test
    void whatCannotBeFittedIsSaid() {
        FitOutcome.NotConverged<ZeroInflatedLogNormal> all =
                (FitOutcome.NotConverged<ZeroInflatedLogNormal>) ZeroInflatedLogNormal.fit(3, 4, 5);
        assertEquals("no value is 0, so that payingShare is 1: use a log-normal", all.reason());
        assertEquals(3.5 / 4, all.bestSoFar().payingShare(), 1e-15);
        assertEquals(
                "payingShare must be in (0, 1) to be a parameter, was 1.0 (its odds are 0 or infinite)",
                assertThrows(IllegalStateException.class, () -> new ZeroInflatedLogNormal(1, 1, 1).parameters())
                        .getMessage());
        assertEquals(
                "payingOdds must be finite and > 0, was -1.0 (those who pay over those who do not, w / (1-w))",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ZeroInflatedLogNormal(0.5, 1, 1).withParameters(-1, 1, 1))
                        .getMessage());
        assertEquals(Math.cbrt(60), all.bestSoFar().median(), 1e-13);
        assertEquals("values must have 2 above 0 or more, was 1 (the variance of one is not known)", message(0, 0, 7));
        assertEquals("values must have 2 above 0 or more, was 0 (the variance of one is not known)", message());
        assertEquals(
                "values above 0 must differ, were all 7.0 (a share who pay that amount says all)", message(0, 7, 7));
        String hint = " (net refunds first, and decide what a negative total means)";
        assertEquals("values[1] must be finite and >= 0, was -3.0" + hint, message(0, -3, 7));
        assertEquals("values[2] must be finite and >= 0, was NaN" + hint, message(0, 3, Double.NaN));
        for (double bad : new double[] {0, 1.01, Double.NaN}) {
            assertEquals(
                    "payingShare must be in (0, 1], was " + bad + " (0.05 means that 5 % pay)",
                    assertThrows(IllegalArgumentException.class, () -> new ZeroInflatedLogNormal(bad, 1, 1))
                            .getMessage());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ZeroInflatedLogNormal(1, 0, 1))
                .getMessage()
                .startsWith("median must be finite and > 0, was 0.0"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ZeroInflatedLogNormal(1, 1, -1))
                .getMessage()
                .startsWith("logVariance must be finite and > 0, was -1.0"));
    }

    /** Gradient and Hessian against differences, and the value against the sum of log-densities. */
    @Test
    void derivativesAreThoseOfTheValue() {
        Likelihood likelihood = ZeroInflatedLogNormal.likelihood(TEN);
        double[] u = {0.3, -0.2, 0.4};
        double[] gradient = new double[3];
        double[][] hessian = new double[3][3];
        double value = likelihood.evaluate(u, gradient, hessian);
        double[] units = likelihood.units();
        ZeroInflatedLogNormal model = new ZeroInflatedLogNormal(0.5, 1, 1)
                .withParameters(units[0] * Math.exp(u[0]), units[1] * Math.exp(u[1]), units[2] * Math.exp(u[2]));
        double sum = Arrays.stream(TEN)
                .map(z -> z == 0 ? Math.log1p(-model.payingShare()) : Math.log(model.density(z)))
                .sum();
        assertEquals(sum, value, 1e-12);
        for (int j = 0; j < 3; j++) {
            double[] up = u.clone();
            double[] down = u.clone();
            up[j] += 1e-5;
            down[j] -= 1e-5;
            double[] above = new double[3];
            double[] below = new double[3];
            double slope = likelihood.evaluate(up, above, new double[3][3])
                    - likelihood.evaluate(down, below, new double[3][3]);
            assertEquals(slope / 2e-5, gradient[j], 1e-7);
            for (int i = 0; i < 3; i++) {
                assertEquals((above[i] - below[i]) / 2e-5, hessian[i][j], 1e-7);
            }
        }
    }

    private static String message(double... values) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> ZeroInflatedLogNormal.fit(values))
                .getMessage());
    }
}
