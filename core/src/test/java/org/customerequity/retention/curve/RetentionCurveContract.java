package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.junit.jupiter.api.Test;

/**
 * The laws every {@link RetentionCurve} obeys. Inherit it, say which {@link #curve()} to test, and all of them run. It needs
 * JUnit Jupiter and nothing else.
 */
@SuppressWarnings("exports") // of JUnit, which who inherits a contract has
public abstract class RetentionCurveContract {
    /** For the class that names the curve. */
    protected RetentionCurveContract() {}

    /** The curve under test, of which something is left after the last of {@link #tenures()}. */
    protected abstract RetentionCurve curve();

    /** Tenures to ask about, whole and ascending: by default 0 to 200 periods. */
    protected double[] tenures() {
        return new double[] {0, 1, 2, 3, 7, 30, 200};
    }

    private DiscountRate discount() {
        return DiscountRate.ofPerPeriod(0.05, curve().unit());
    }

    private Horizon periods(double n) {
        return Horizon.of(n, curve().unit());
    }

    @Test
    public void survivalFallsFromOne() {
        assertEquals(1, curve().survival(0), 0.0);
        assertEquals(0, curve().logSurvival(0), 0.0);
        double before = 1;
        for (double t : tenures()) {
            double s = curve().survival(t);
            double last = before;
            assertTrue(s >= 0 && s <= last, () -> "S(" + t + ") = " + s + " after " + last);
            assertEquals(s, Math.exp(curve().logSurvival(t)), 1e-11 * s, () -> "ln S(" + t + ")");
            before = s;
        }
        double[] table = curve().survivals(5);
        assertEquals(6, table.length);
        for (int t = 0; t <= 5; t++) {
            assertEquals(curve().survival(t), table[t], 1e-13, "projection to " + t);
        }
    }

    @Test
    public void retentionIsTheRatioOfSurvivals() {
        for (double t : tenures()) {
            if (t >= 1 && curve().survival(t - 1) > 1e-250) {
                double ratio = Math.exp(curve().logSurvival(t) - curve().logSurvival(t - 1));
                assertEquals(ratio, curve().retention(t), 1e-11, () -> "r(" + t + ")");
            }
        }
    }

    /** Discrete, it is who is not retained; continuous, its integral is what ln S loses. */
    @Test
    public void hazardIsWhatSurvivalLoses() {
        double[] tenures = tenures();
        for (int i = 0; i < tenures.length; i++) {
            double t = tenures[i];
            if (t < 1 || curve().survival(t) < 1e-250) {
                continue;
            }
            if (curve().isDiscrete()) {
                assertEquals(1 - curve().retention(t), curve().hazard(t), 1e-11, () -> "hazard at " + t);
                double density = curve().survival(t - 1) * curve().hazard(t);
                assertEquals(density, Math.exp(curve().logDensity(t)), 1e-11 * density + 1e-300);
            } else if (i > 0 && tenures[i - 1] >= 1) {
                double from = tenures[i - 1];
                int panels = 4000;
                double sum = 0;
                for (int k = 0; k < panels; k++) {
                    sum += curve().hazard(from + (t - from) * (k + 0.5) / panels) * (t - from) / panels;
                }
                double lost = curve().logSurvival(from) - curve().logSurvival(t);
                assertEquals(lost, sum, 2e-3 * lost + 1e-12, () -> "integral of the hazard to " + t);
            }
        }
    }

    @Test
    public void oneMorePaymentIsTheNextTerm() {
        double d = discount().perPeriod(curve().unit());
        for (double t : new double[] {0, 2}) {
            for (int n = 1; n < 6; n++) {
                double before = curve().discountedLifetime(t, discount(), CashFlowTiming.AFTER_FIRST, periods(n));
                double after = curve().discountedLifetime(t, discount(), CashFlowTiming.AFTER_FIRST, periods(n + 1));
                double term =
                        Math.exp(curve().logSurvival(t + n + 1) - curve().logSurvival(t) - (n + 1) * Math.log1p(d));
                assertEquals(term, after - before, 1e-12, "payment " + (n + 1) + " after " + t);
            }
        }
    }

    @Test
    public void timingsDifferByAPaymentOrAPeriod() {
        double d = discount().perPeriod(curve().unit());
        for (double t : new double[] {0, 3}) {
            for (Horizon horizon : new Horizon[] {periods(4), Horizon.FOREVER}) {
                double immediate = curve().discountedLifetime(t, discount(), CashFlowTiming.IMMEDIATE_COUNTED, horizon);
                double after = curve().discountedLifetime(t, discount(), CashFlowTiming.AFTER_FIRST, horizon);
                double eve = curve().discountedLifetime(t, discount(), CashFlowTiming.JUST_BEFORE_RENEWAL, horizon);
                assertEquals(immediate, after + 1, 1e-10 * immediate, "the payment now");
                assertEquals(eve, after * (1 + d), 1e-10 * eve, "one period earlier");
                double end = curve().discountedLifetime(t, discount(), CashFlowTiming.END_OF_PERIOD, horizon);
                double last = horizon.isForever()
                        ? 0
                        : Math.exp(curve().logSurvival(t + 4) - curve().logSurvival(t)) / Math.pow(1 + d, 4);
                assertEquals(end * (1 + d), immediate - last, 1e-10 * immediate, "at the end of the period");
            }
        }
    }

    @Test
    public void residualLifetimesFollowTheirRecursion() {
        double v = 1 / (1 + discount().perPeriod(curve().unit()));
        int[] renewals = {5, 0, 3, 3};
        double[] column = curve().discountedResidualLifetime(renewals, discount());
        for (int i = 0; i < renewals.length; i++) {
            double one = curve().discountedResidualLifetime(renewals[i], discount());
            assertEquals(one, column[i], 1e-10 * one, "row " + i);
            double next = curve().discountedResidualLifetime(renewals[i] + 1, discount());
            assertEquals(curve().retention(renewals[i] + 1) * (1 + v * next), one, 1e-10 * one, "step " + i);
        }
        assertEquals(0, curve().discountedResidualLifetime(new int[0], discount()).length);
        double del = curve().discountedExpectedLifetime(discount());
        assertEquals(1 + v * column[1], del, 1e-10 * del, "DEL");
    }

    /** A steady flow is worth more than payments at the end of each period, and less than at the start. */
    @Test
    public void discountedTimeLiesBetweenPaymentsAtStartAndEnd() {
        for (double t : new double[] {0, 3}) {
            double start = curve().discountedLifetime(t, discount(), CashFlowTiming.IMMEDIATE_COUNTED, Horizon.FOREVER);
            double end = curve().discountedLifetime(t, discount(), CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
            double flow = curve().discountedTenure(t, discount(), Horizon.FOREVER);
            assertTrue(flow <= start && flow >= end, () -> flow + " is not in [" + end + ", " + start + "]");
            double soon = curve().discountedTenure(t, discount(), periods(2));
            double later = curve().discountedTenure(t, discount(), periods(2.5));
            assertTrue(soon <= later && later <= flow, () -> soon + ", " + later + ", " + flow);
        }
    }

    @Test
    public void elasticityIsThatOfTheTerms() {
        double d = discount().perPeriod(curve().unit());
        double plain = 0;
        double weighted = 0;
        for (int j = 1; j <= 6; j++) {
            double term = Math.exp(curve().logSurvival(2 + j) - curve().logSurvival(2) - j * Math.log1p(d));
            plain += term;
            weighted += j * term;
        }
        double elasticity = curve().retentionElasticity(2, discount(), CashFlowTiming.JUST_BEFORE_RENEWAL, periods(6));
        assertEquals(weighted / plain, elasticity, 1e-11 * elasticity);
        double forever = curve().retentionElasticity(2, discount(), CashFlowTiming.AFTER_FIRST, Horizon.FOREVER);
        assertTrue(forever >= elasticity && forever < Double.POSITIVE_INFINITY, () -> "for ever " + forever);
    }

    @Test
    public void quantilesInvertSurvival() {
        for (double p : new double[] {0.01, 0.1, 0.3}) {
            double t = curve().tenureQuantile(p);
            assertTrue(t > 0, () -> "quantile " + t);
            if (t < 1e12) {
                assertTrue(curve().survival(t) <= (1 - p) * (1 + 1e-9), () -> "S at " + t);
                double before = curve().isDiscrete() ? t - 1 : t * (1 - 1e-9);
                assertTrue(curve().survival(before) >= (1 - p) * (1 - 1e-9), () -> "S before " + t);
            }
        }
    }

    @Test
    public void simulatedTenuresHaveThisSurvival() {
        RandomGenerator random = new SplittableRandom(20070101);
        int draws = 20_000;
        for (double reached : new double[] {0, 2}) {
            double[] tenure = new double[draws];
            for (int i = 0; i < draws; i++) {
                tenure[i] = curve().simulateTenure(reached, random);
                double drawn = tenure[i];
                assertTrue(
                        drawn > reached && (!curve().isDiscrete() || drawn == Math.rint(drawn)),
                        () -> "tenure " + drawn + " after " + reached);
            }
            for (double ahead : new double[] {1, 2, 7}) {
                double left = 0;
                for (double t : tenure) {
                    left += t > reached + ahead ? 1.0 / draws : 0;
                }
                double s = Math.exp(curve().logSurvival(reached + ahead) - curve().logSurvival(reached));
                assertEquals(s, left, 4.5 * Math.sqrt(s * (1 - s) / draws) + 1e-9, reached + " and " + ahead);
            }
        }
        assertEquals(
                curve().simulateTenure(1, new SplittableRandom(3)), curve().simulateTenure(1, new SplittableRandom(3)));
    }

    @Test
    public void refusesWhatIsNoTenure() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> curve().survival(bad))
                    .getMessage();
            assertTrue(message.startsWith("tenure must be finite and >= 0, was " + bad), message);
            assertThrows(IllegalArgumentException.class, () -> curve().retention(bad));
            assertThrows(IllegalArgumentException.class, () -> curve().discountedResidualLifetime(bad, discount()));
        }
        assertThrows(IllegalArgumentException.class, () -> curve().retention(0.5));
        assertThrows(IllegalArgumentException.class, () -> curve().tenureQuantile(1));
        assertThrows(IllegalArgumentException.class, () -> curve().survivals(-1));
        String horizon = assertThrows(
                        IllegalArgumentException.class,
                        () -> curve().discountedLifetime(0, discount(), CashFlowTiming.AFTER_FIRST, periods(1.5)))
                .getMessage();
        assertTrue(horizon.startsWith("horizon must be a whole number of"), horizon);
    }

    @Test
    public void parametersGoRoundAndAreChecked() {
        if (curve() instanceof ParametricCurve parametric) {
            double[] parameters = parametric.parameters();
            assertEquals(parametric.parameterNames().size(), parameters.length, "a name for each parameter");
            assertEquals(parametric, parametric.withParameters(parameters));
            for (int j = 0; j < parameters.length; j++) {
                double[] changed = parametric.parameters();
                changed[j] *= 0.9;
                // a share that is carried by its odds may round
                double rounding = 1e-14 * changed[j];
                assertArrayEquals(changed, parametric.withParameters(changed).parameters(), rounding);
                changed[j] = Double.NaN;
                String message = assertThrows(IllegalArgumentException.class, () -> parametric.withParameters(changed))
                        .getMessage();
                assertTrue(message.startsWith(parametric.parameterNames().get(j) + " must be "), message);
            }
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> parametric.withParameters(new double[parameters.length + 1]))
                    .getMessage();
            assertTrue(message.startsWith("parameters must be " + parameters.length + " values"), message);
        }
    }

    @Test
    public void travelsAsBytes() throws IOException, ClassNotFoundException {
        assertTrue(curve() instanceof Serializable, "a curve is Serializable");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(curve());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(curve(), in.readObject());
        }
    }
}
