package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;

/** Estimates and their intervals. */
@Seeded
class EstimateTest {
    @Property
    void linearIsSymmetricAndGrowsWithTheError(
            @ForAll @Scale(15) @DoubleRange(min = -1e3, max = 1e3) double value,
            @ForAll @Scale(15) @DoubleRange(max = 1e3) double se,
            @ForAll @Scale(15) @DoubleRange(min = 0.01, max = 0.999) double level) {
        Interval interval = Estimate.of(value, se).confidenceInterval(level);
        assertEquals(value, (interval.lower() + interval.upper()) / 2, 1e-11);
        assertTrue(interval.contains(value));
        assertTrue(interval.width()
                <= Estimate.of(value, se * 1.1).confidenceInterval(level).width());
    }

    @Property
    void logarithmicStaysPositiveAndIsSymmetricInTheLogarithm(
            @ForAll @Scale(15) @DoubleRange(min = 1e-3, max = 1e3) double value,
            @ForAll @Scale(15) @DoubleRange(max = 10) double relative) {
        Interval interval = Estimate.ofPositive(value, relative * value).confidenceInterval(0.95);
        assertTrue(interval.lower() > 0 && interval.contains(value));
        close(value * value, interval.lower() * interval.upper(), 1e-12);
    }

    @Property
    void logitStaysInsideAndMirrors(
            @ForAll @Scale(15) @DoubleRange(min = 1e-3, max = 0.999) double value,
            @ForAll @Scale(15) @DoubleRange(max = 2) double se) {
        Interval interval = new Estimate(value, se, Estimate.Scale.LOGIT).confidenceInterval(0.95);
        assertTrue(interval.lower() >= 0 && interval.upper() <= 1);
        // with no error the limits are the value through ln(p / (1 - p)) and back
        assertTrue(interval.lower() <= value * (1 + 1e-15) && interval.upper() >= value * (1 - 1e-15));
        Interval mirrored = new Estimate(1 - value, se, Estimate.Scale.LOGIT).confidenceInterval(0.95);
        assertEquals(1 - interval.upper(), mirrored.lower(), 1e-9);
    }

    /** The delta method: where the error is small, all three scales agree. */
    @Test
    void scalesAgreeWhereTheErrorIsSmall() {
        double z = NormalQuantile.ofLevel(0.95);
        for (Estimate.Scale scale : Estimate.Scale.values()) {
            Interval interval = new Estimate(0.3, 1e-5, scale).confidenceInterval(0.95);
            assertEquals(0.3 - z * 1e-5, interval.lower(), 1e-8);
            assertEquals(0.3 + z * 1e-5, interval.upper(), 1e-8);
        }
    }

    @Test
    void hugeErrorsGiveWideIntervalsAndNoNaN() {
        assertEquals(
                new Interval(0, Double.POSITIVE_INFINITY, 0.95),
                Estimate.ofPositive(1, 1e300).confidenceInterval(0.95));
        assertEquals(new Interval(0, 1, 0.95), new Estimate(0.5, 1e300, Estimate.Scale.LOGIT).confidenceInterval(0.95));
        assertEquals(
                Double.POSITIVE_INFINITY,
                Estimate.of(1e308, 1e308).confidenceInterval(0.95).upper());
    }

    @Test
    void intervals() {
        Interval interval = new Interval(-0.0, 2, 0.95);
        assertEquals("[0.0, 2.0] at 95 %", interval.toString());
        assertEquals("[0.0, 2.0] at 57 %", new Interval(0, 2, 0.57).toString());
        assertTrue(interval.contains(0) && interval.contains(2));
        assertFalse(interval.contains(2.1) || interval.contains(Double.NaN));
        assertEquals(2, interval.width());
        assertEquals(new Interval(0, 1, 0.95), interval.clippedTo(-1, 1));
        assertEquals(new Interval(1, 1, 0.95), new Interval(2, 3, 0.95).clippedTo(0, 1));
        assertEquals(new Interval(1, 1, 0.95), interval.clippedTo(1, 1));
        assertEquals(new Interval(-1, 0, 0.95), new Interval(-1, -0.0, 0.95));
        rejects("lower must be <= upper 1.0, was 2.0", () -> new Interval(2, 1, 0.95));
        rejects("lower must be <= upper 1.0, was NaN", () -> new Interval(Double.NaN, 1, 0.95));
        rejects("level must be in (0, 1), was 1.0 (0.95 means 95 %)", () -> new Interval(0, 1, 1));
        rejects("least must be <= greatest 0.0, was 1.0", () -> interval.clippedTo(1, 0));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects("value must be finite, was NaN", () -> Estimate.of(Double.NaN, 1));
        rejects("standardError must be finite and >= 0, was -1.0", () -> Estimate.of(1, -1));
        rejects(
                "value must be finite and > 0, was 0.0 (an estimate on the logarithmic scale)",
                () -> Estimate.ofPositive(0, 1));
        rejects(
                "value must be in (0, 1), was 1.0 (an estimate on the logit scale)",
                () -> new Estimate(1, 1, Estimate.Scale.LOGIT));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> Estimate.of(1, 1).confidenceInterval(95));
        rejectsNull("scale", () -> new Estimate(1, 1, null));
    }
}
