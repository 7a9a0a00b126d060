package org.customerequity.metric.change;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Estimate;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;

/**
 * How far a figure has come from its baseline to its target.
 *
 * <pre>{@code
 *   progress = (now - baseline) / (target - baseline),   se = se of now / |target - baseline|
 * }</pre>
 *
 * <p>It serves figures that should fall as well as those that should rise. Below 0 it went the wrong way, above 1 beyond the target.
 *
 * @param baseline where it began
 * @param target where it should be at the end
 * @param now where it is
 * @param standardError of {@code now}; 0 where it is known or merely given
 */
public record TargetProgress(double baseline, double target, double now, double standardError) implements Serializable {
    public TargetProgress {
        baseline = Require.finite(baseline, "baseline", "");
        target = Require.finite(target, "target", "");
        now = Require.finite(now, "now", "");
        standardError = Require.nonNegative(standardError, "standardError", "0 where now is known");
    }

    /** Of a figure that is known. */
    public static TargetProgress of(double baseline, double target, double now) {
        return new TargetProgress(baseline, target, now, 0);
    }

    /** Of a figure that was estimated. */
    public static TargetProgress of(double baseline, double target, Estimate now) {
        Objects.requireNonNull(now, "now");
        return new TargetProgress(baseline, target, now.value(), now.standardError());
    }

    /** Whether the target is not the baseline. */
    public boolean isDefined() {
        return target != baseline;
    }

    /**
     * The share of the way that is done.
     *
     * @throws UndefinedRatioException if the target is the baseline
     */
    public double progress() {
        if (!isDefined()) {
            throw new UndefinedRatioException("progress is undefined, because target and baseline are both " + target);
        }
        double scale = scale();
        return Require.finite(
                (scale * now - scale * baseline) / (scale * target - scale * baseline),
                "progress",
                "target and baseline " + baseline + " are too near each other");
    }

    /** A half where a difference would overflow. */
    private double scale() {
        return Double.isFinite(now - baseline) && Double.isFinite(target - baseline) ? 1 : 0.5;
    }

    /**
     * The progress with its standard error.
     *
     * @throws UndefinedRatioException if the target is the baseline
     * @throws IllegalStateException if the figure was given without a standard error
     */
    public Estimate progressEstimate() {
        double progress = progress();
        if (standardError == 0) {
            throw new IllegalStateException(
                    "now must have a standard error for an estimate, had none (give an Estimate)");
        }
        double scale = scale();
        return Estimate.of(progress, scale * standardError / Math.abs(scale * target - scale * baseline));
    }

    /**
     * Whether progress is at least the share of the time that has gone by: ahead of a straight line to the target.
     *
     * @param elapsedShare in [0, 1]
     * @throws UndefinedRatioException if the target is the baseline
     */
    public boolean isOnPace(double elapsedShare) {
        return progress() >= Require.fraction(elapsedShare, "elapsedShare", "0.25 after a quarter of the time");
    }

    /**
     * The same by the calendar.
     *
     * @param period from the baseline to when the target is due
     * @param lastDay the last day that {@code now} knows of, in the period
     */
    public boolean isOnPace(ReportingPeriod period, LocalDate lastDay) {
        Objects.requireNonNull(period, "period");
        if (!period.contains(Objects.requireNonNull(lastDay, "lastDay"))) {
            throw Require.bad("lastDay", "must be in " + period, "the last day that now knows of", lastDay);
        }
        return isOnPace((ChronoUnit.DAYS.between(period.from(), lastDay) + 1.0) / period.days());
    }
}
