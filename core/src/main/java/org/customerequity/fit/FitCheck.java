package org.customerequity.fit;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;

/**
 * Whether a fit ends at the same maximum when it is made in another way. A fit does not do this by itself: it costs as much as
 * some fits more.
 *
 * @param what was done otherwise
 * @param gain log-likelihood of the other end less that of the fit; above 0, there is a higher maximum
 * @param shift largest distance of the two ends in a log-parameter
 * @param tolerance largest {@code |gain|} that is rounding: 1e-8 of the log-likelihood
 */
public record FitCheck(String what, double gain, double shift, double tolerance) implements Serializable {
    private static final double RELATIVE = 1e-8;
    private static final double BOX = Math.log(1e6);
    private static final double DISPLACEMENT = 1.5;

    public FitCheck {
        Objects.requireNonNull(what, "what");
        gain = Require.finite(gain, "gain", "");
        shift = Require.nonNegative(shift, "shift", "");
        Require.positive(tolerance, "tolerance", "");
    }

    /**
     * Climbs again from two points that lie 1.5 away from the estimates in every log-parameter, up and down in turn, and takes the
     * higher end. No random starts.
     *
     * @param likelihood that was fitted: {@code BgNbd.likelihood(histories)}
     * @param report of the fit
     * @throws IllegalArgumentException if the likelihood has other parameters than the report
     */
    public static FitCheck otherStarts(Likelihood likelihood, FitReport report) {
        double[] fitted = logParameters(likelihood, report);
        double highest = Double.NEGATIVE_INFINITY;
        double[] end = fitted;
        for (int sign = -1; sign <= 1; sign += 2) {
            NewtonMaximizer.Result result = climb(likelihood, displaced(likelihood, fitted, sign * DISPLACEMENT));
            if (result.value() > highest) {
                highest = result.value();
                end = result.point();
            }
        }
        return check("other starts", likelihood, report, fitted, end);
    }

    /**
     * Fits the same data with time, or money, in another unit, such as times 10: the maximum must be the same model.
     *
     * @param likelihood that was fitted: {@code BgNbd.likelihood(histories)}
     * @param report of the fit
     * @param rescaled of the data in the other unit; its {@link Likelihood#units} say which parameters the unit changes
     * @throws IllegalArgumentException if a likelihood has other parameters than the report
     */
    public static FitCheck otherUnit(Likelihood likelihood, FitReport report, Likelihood rescaled) {
        double[] fitted = logParameters(likelihood, report);
        requireNames(rescaled, report, "rescaled");
        // in units of their own, both likelihoods have the same log-parameters
        double[] end = climb(rescaled, rescaled.start()).point();
        return check("another unit", likelihood, report, fitted, end);
    }

    /** Whether the other way led to the same maximum, or to no higher one by more than rounding. */
    public boolean agrees() {
        return Math.abs(gain) <= tolerance;
    }

    /** {@code other starts: the same maximum (log-likelihood +1.8e-12, log-parameters within 3.1e-09)}. */
    @Override
    public String toString() {
        String found = agrees()
                ? "the same maximum"
                : gain > 0 ? "a higher maximum: the fit is not to be used" : "a lower end: the likelihood has several";
        return String.format(
                Locale.ROOT, "%s: %s (log-likelihood %+.2g, log-parameters within %.2g)", what, found, gain, shift);
    }

    /** A point so far up and down in turn, or nearer where the likelihood has no value. */
    private static double[] displaced(Likelihood likelihood, double[] from, double away) {
        double[] start = from.clone();
        for (int j = 0; j < start.length; j++) {
            start[j] = Math.max(-BOX, Math.min(BOX, start[j] + (j % 2 == 0 ? away : -away)));
        }
        boolean usable = Double.isFinite(likelihood.value(start)) || Math.abs(away) < 1e-3;
        return usable ? start : displaced(likelihood, from, away / 2);
    }

    private static FitCheck check(String what, Likelihood likelihood, FitReport report, double[] fitted, double[] end) {
        double shift = 0;
        for (int j = 0; j < end.length; j++) {
            shift = Math.max(shift, Math.abs(end[j] - fitted[j]));
        }
        double gain = likelihood.value(end) + likelihood.offset() - report.logLikelihood();
        return new FitCheck(what, gain, shift, RELATIVE * Math.max(1, Math.abs(report.logLikelihood())));
    }

    private static NewtonMaximizer.Result climb(Likelihood likelihood, double[] start) {
        return NewtonMaximizer.within(BOX).maximize(MaximumLikelihood.objective(likelihood), start);
    }

    private static double[] logParameters(Likelihood likelihood, FitReport report) {
        requireNames(likelihood, report, "likelihood");
        return likelihood.searchPoint(report.estimates());
    }

    private static void requireNames(Likelihood likelihood, FitReport report, String name) {
        if (!likelihood.names().equals(report.parameterNames())) {
            throw Require.bad(
                    name, "must have the parameters of the fit, " + report.parameterNames(), "", likelihood.names());
        }
    }
}
