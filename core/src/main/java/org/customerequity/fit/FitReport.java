package org.customerequity.fit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What a maximum-likelihood fit found and how far it can be trusted. Immutable.
 *
 * <p>A positive parameter was estimated as its logarithm, u = ln(theta); a coefficient, which may have either sign, as itself,
 * u = theta. The covariance is the inverse of the observed information -d2 LL / du du' at the maximum, carried to positive
 * parameters by the delta method: se(theta) = theta se(u).
 */
public final class FitReport implements Serializable {
    private static final long serialVersionUID = 1;

    private final FitVerdict verdict;
    private final List<String> names;
    private final double[] estimates;
    private final Estimate.Scale scale;
    private final double @Nullable [][] covariance;
    private final double logLikelihood;
    private final double gradientNorm;
    private final int iterations;
    private final long observations;
    private final List<String> warnings;
    private final @Nullable Currency currency;
    private final @Nullable String quasi;

    /**
     * A report.
     *
     * @param verdict how the fit ended
     * @param names of the parameters, in the order of the model
     * @param estimates of the parameters, positive
     * @param logCovariance covariance of their logarithms, or {@code null} where the curvature gives none
     * @param logLikelihood at the estimates
     * @param gradientNorm largest absolute derivative of the log-likelihood in a log-parameter
     * @param iterations steps taken
     * @param observations customers that carried likelihood
     * @param warnings what a user should know, in full sentences
     * @param currency of the amounts that were fitted, or {@code null} where there were none or they named none
     */
    FitReport(
            FitVerdict verdict,
            List<String> names,
            double[] estimates,
            double @Nullable [][] logCovariance,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            long observations,
            List<String> warnings,
            @Nullable Currency currency) {
        this(
                verdict,
                names,
                estimates,
                Estimate.Scale.LOG,
                logCovariance,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                warnings,
                currency,
                null);
    }

    /** A report of parameters on either scale; {@code quasi} says why the maximum is of no likelihood, or is null. */
    FitReport(
            FitVerdict verdict,
            List<String> names,
            double[] estimates,
            Estimate.Scale scale,
            double @Nullable [][] covariance,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            long observations,
            List<String> warnings,
            @Nullable Currency currency,
            @Nullable String quasi) {
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.names = List.copyOf(names);
        this.estimates = estimates.clone();
        this.scale = scale;
        this.covariance = covariance == null ? null : copy(covariance);
        this.logLikelihood = logLikelihood;
        this.gradientNorm = gradientNorm;
        this.iterations = iterations;
        this.observations = observations;
        this.warnings = List.copyOf(warnings);
        this.currency = currency;
        this.quasi = quasi;
    }

    /**
     * The report of a maximum found by a fit of one's own, so that values computed from it carry its uncertainty.
     *
     * @param names of the parameters, in the order of the model
     * @param estimates of the parameters, positive
     * @param logCovariance covariance of their logarithms: the inverse of the observed information in u = ln(theta)
     * @param logLikelihood at the estimates
     * @param observations customers that carried likelihood
     */
    public static FitReport ofMaximum(
            List<String> names, double[] estimates, double[][] logCovariance, double logLikelihood, long observations) {
        int n = names.size();
        if (estimates.length != n) {
            throw Require.bad("estimates", "must be as many as names, " + n, "", estimates.length);
        }
        for (int i = 0; i < n; i++) {
            Require.positive(estimates[i], names.get(i), "an estimate of a positive parameter");
        }
        if (logCovariance.length != n || !SymmetricMatrix.isPositiveDefinite(logCovariance)) {
            throw Require.bad(
                    "logCovariance",
                    "must be positive definite with a row for each of the names, " + n,
                    "the inverse of the observed information in the log-parameters",
                    Arrays.deepToString(logCovariance));
        }
        Require.finite(logLikelihood, "logLikelihood", "");
        Require.positive(observations, "observations", "customers that carried likelihood");
        return new FitReport(
                FitVerdict.CONVERGED,
                names,
                estimates,
                logCovariance,
                logLikelihood,
                0,
                0,
                observations,
                List.of(),
                null);
    }

    /**
     * The report of parameters that the data show without error, as a price that never changes: no standard errors, and a
     * log-likelihood of 0, because each observation had probability 1.
     *
     * @param names of the parameters, in the order of the model
     * @param values of the parameters, positive
     * @param observations customers that showed them
     */
    public static FitReport ofCertain(List<String> names, double[] values, long observations) {
        if (values.length != names.size()) {
            throw Require.bad("values", "must be as many as names, " + names.size(), "", values.length);
        }
        for (int i = 0; i < values.length; i++) {
            Require.positive(values[i], names.get(i), "a positive parameter");
        }
        Require.positive(observations, "observations", "customers that showed them");
        return new FitReport(FitVerdict.CONVERGED, names, values, null, 0, 0, 0, observations, List.of(), null);
    }

    /**
     * A report again, from what its accessors said when it was stored.
     *
     * @param scale of the parameters: LOG where they are positive, LINEAR where they are coefficients
     * @param verdict how the fit ended
     * @param names of the parameters, in the order of the model
     * @param estimates of the parameters, positive on the scale LOG
     * @param covariance {@link #logCovariance()} on the scale LOG, {@link #covariance()} on the scale LINEAR; no rows where the
     *     report had no standard errors
     * @param logLikelihood at the estimates
     * @param gradientNorm largest absolute derivative of the log-likelihood in a log-parameter, or in a coefficient
     * @param iterations steps taken
     * @param observations customers that carried likelihood
     * @param warnings what a user should know, in full sentences
     * @throws IllegalArgumentException if that cannot have been a report
     */
    public static FitReport ofStored(
            Estimate.Scale scale,
            FitVerdict verdict,
            List<String> names,
            double[] estimates,
            double[][] covariance,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            long observations,
            List<String> warnings) {
        if (Objects.requireNonNull(scale, "scale") == Estimate.Scale.LOGIT) {
            throw Require.bad("scale", "must be LOG or LINEAR", "of all parameters of a model", scale);
        }
        int n = names.size();
        if (estimates.length != n) {
            throw Require.bad("estimates", "must be as many as names, " + n, "", estimates.length);
        }
        boolean positive = scale == Estimate.Scale.LOG;
        for (int i = 0; i < n; i++) {
            if (positive) {
                Require.positive(estimates[i], names.get(i), "an estimate of a positive parameter");
            } else {
                Require.finite(estimates[i], names.get(i), "an estimate of a coefficient");
            }
        }
        String name = positive ? "logCovariance" : "covariance";
        boolean known = covariance.length > 0;
        if (known && covariance.length != n) {
            throw Require.bad(name, "must have a row for each of the names, " + n + ", or none", "", covariance.length);
        }
        for (int i = 0; known && i < n; i++) {
            if (covariance[i].length != n) {
                throw Require.bad(name + "[" + i + "]", "must have " + n + " columns", "", covariance[i].length);
            }
            Require.positive(covariance[i][i], name + "[" + i + "][" + i + "]", "a variance");
            for (int j = 0; j < n; j++) {
                Require.finite(covariance[i][j], name + "[" + i + "][" + j + "]", "");
            }
        }
        return new FitReport(
                verdict,
                names,
                estimates,
                scale,
                known ? covariance : null,
                Require.finite(logLikelihood, "logLikelihood", ""),
                Require.nonNegative(gradientNorm, "gradientNorm", ""),
                Require.nonNegative(iterations, "iterations", "steps taken"),
                Require.nonNegative(observations, "observations", "customers that carried likelihood"),
                warnings,
                null,
                null);
    }

    /**
     * The report of coefficients, which may have either sign and are estimated as themselves: of a choice model, a regression.
     *
     * @param verdict how the fit ended
     * @param names of the coefficients, in the order of the model
     * @param estimates of the coefficients, finite
     * @param covariance of the coefficients; no rows where the curvature gives none
     * @param logLikelihood at the estimates
     * @param gradientNorm largest absolute derivative of the log-likelihood in a coefficient
     * @param iterations steps taken
     * @param observations customers or respondents that carried likelihood
     * @param warnings what a user should know, in full sentences
     */
    public static FitReport ofCoefficients(
            FitVerdict verdict,
            List<String> names,
            double[] estimates,
            double[][] covariance,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            long observations,
            List<String> warnings) {
        return ofStored(
                Estimate.Scale.LINEAR,
                verdict,
                names,
                estimates,
                covariance,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                warnings);
    }

    /** How the fit ended. */
    public FitVerdict verdict() {
        return verdict;
    }

    /** The log-likelihood at the estimates. */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * The largest absolute derivative of the log-likelihood in the logarithm of a positive parameter, or in a coefficient: 0 at a
     * maximum.
     */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Steps taken. */
    public int iterations() {
        return iterations;
    }

    /** Customers that carried likelihood. */
    public long observations() {
        return observations;
    }

    /** Names of the parameters, in the order of the model. */
    public List<String> parameterNames() {
        return names;
    }

    /** A copy of the estimates, in the order of the names. */
    public double[] estimates() {
        return estimates.clone();
    }

    /** Whether the curvature at the estimates gives standard errors. */
    public boolean hasStandardErrors() {
        return covariance != null;
    }

    /**
     * One parameter with its standard error; the interval of a positive parameter is symmetric in its logarithm.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     * @throws IllegalStateException if the curvature gives no standard errors
     */
    public Estimate parameter(String name) {
        int i = names.indexOf(Objects.requireNonNull(name, "name"));
        if (i < 0) {
            throw Require.bad("name", "must be one of " + names, "", '"' + name + '"');
        }
        double[][] cov = workingCovarianceOrThrow();
        return new Estimate(estimates[i], slope(i) * Math.sqrt(cov[i][i]), scale);
    }

    /** Standard errors of the parameters, in the order of the names. */
    public double[] standardErrors() {
        double[][] cov = workingCovarianceOrThrow();
        double[] se = new double[estimates.length];
        for (int i = 0; i < se.length; i++) {
            se[i] = slope(i) * Math.sqrt(cov[i][i]);
        }
        return se;
    }

    /** Covariance of the parameters. */
    public double[][] covariance() {
        double[][] cov = copy(workingCovarianceOrThrow());
        for (int i = 0; i < cov.length; i++) {
            for (int j = 0; j < cov.length; j++) {
                cov[i][j] *= slope(i) * slope(j);
            }
        }
        return cov;
    }

    /**
     * Covariance of the logarithms of the parameters.
     *
     * @throws IllegalStateException if the parameters are coefficients, which have no logarithm, or there are no standard errors
     */
    public double[][] logCovariance() {
        if (scale != Estimate.Scale.LOG) {
            throw new IllegalStateException("coefficients have no logarithms: ask covariance()");
        }
        return copy(workingCovarianceOrThrow());
    }

    /** Covariance of the variables of the search: logarithms of positive parameters, coefficients as they are. */
    double[][] workingCovariance() {
        return copy(workingCovarianceOrThrow());
    }

    /** Whether the parameters are positive (LOG) or coefficients of either sign (LINEAR). */
    public Estimate.Scale scale() {
        return scale;
    }

    /**
     * Whether {@link #logLikelihood()} is a true one, so that criteria and likelihood ratios may be made of it. It is not where
     * observations are weighted or are shares: the estimates and robust errors then hold, comparisons do not.
     */
    public boolean isLikelihood() {
        return quasi == null;
    }

    /**
     * Why {@link #logLikelihood()} is no likelihood, to complete "because ..."; empty where it is one. See
     * {@link #asQuasiLikelihood}.
     */
    public Optional<String> quasiReason() {
        return Optional.ofNullable(quasi);
    }

    /**
     * Akaike's criterion, -2 LL + 2 k; smaller is better, on identical data only.
     *
     * @throws IllegalStateException if what was maximised is no likelihood; see {@link #isLikelihood()}
     */
    public double aic() {
        requireLikelihood();
        return -2 * logLikelihood + 2 * estimates.length;
    }

    /**
     * Schwarz's criterion, -2 LL + k ln n with n customers; smaller is better, on identical data only.
     *
     * @throws IllegalStateException if what was maximised is no likelihood; see {@link #isLikelihood()}; or no observation
     *     carried likelihood
     */
    public double bic() {
        requireLikelihood();
        if (observations == 0) {
            throw new IllegalStateException("Schwarz's criterion is undefined, because observations is 0");
        }
        return -2 * logLikelihood + estimates.length * Math.log(observations);
    }

    /** What a user should know before using the fit, in full sentences; empty where there is nothing to say. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The currency of the amounts that were fitted, in which a spend model then answers; empty for models of buying, and where
     * the histories named none.
     */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** This report of a fit to amounts in this currency. */
    public FitReport inCurrency(Currency fitted) {
        return copy(covariance, warnings, fitted, quasi);
    }

    /** This report with one more thing a user should know, in a full sentence. */
    public FitReport withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return copy(covariance, more, currency, quasi);
    }

    /**
     * This report of a maximum of something that is no likelihood, such as one with weights: {@link #aic()}, {@link #bic()} and
     * likelihood-ratio tests are refused with {@code reason}, which completes "because ...".
     */
    public FitReport asQuasiLikelihood(String reason) {
        return copy(covariance, warnings, currency, Require.nonBlank(reason, "reason", "choices are weighted"));
    }

    /** This report with another covariance of the variables of the search; everything else is that of the fit. */
    FitReport withWorkingCovariance(double[][] other) {
        return copy(other, warnings, currency, quasi);
    }

    private FitReport copy(
            double @Nullable [][] newCovariance,
            List<String> newWarnings,
            @Nullable Currency newCurrency,
            @Nullable String newQuasi) {
        return new FitReport(
                verdict,
                names,
                estimates,
                scale,
                newCovariance,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                newWarnings,
                newCurrency,
                newQuasi);
    }

    /**
     * Refuses a fit to other data, where the reports tell: their log-likelihoods, and what is made of them, cannot be compared.
     *
     * @return {@code other}
     * @throws IllegalArgumentException if the numbers of observations differ, or the currencies
     * @throws IllegalStateException if one of them maximised what is no likelihood; see {@link #isLikelihood()}
     */
    public FitReport requireSameData(FitReport other) {
        requireLikelihood();
        other.requireLikelihood();
        if (other.observations != observations) {
            throw Require.bad(
                    "observations",
                    "must be the same to compare log-likelihoods, " + observations,
                    "fit both models to the same customers",
                    other.observations);
        }
        if (!Objects.equals(currency, other.currency)) {
            throw Require.bad(
                    "currency",
                    "must be the same to compare log-likelihoods, " + (currency == null ? "none" : currency),
                    "a density of amounts depends on their unit",
                    other.currency == null ? "none" : other.currency);
        }
        return other;
    }

    /** Equal in every number. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FitReport other
                && verdict == other.verdict
                && names.equals(other.names)
                && Arrays.equals(estimates, other.estimates)
                && scale == other.scale
                && Arrays.deepEquals(covariance, other.covariance)
                && logLikelihood == other.logLikelihood
                && gradientNorm == other.gradientNorm
                && iterations == other.iterations
                && observations == other.observations
                && warnings.equals(other.warnings)
                && Objects.equals(currency, other.currency)
                && Objects.equals(quasi, other.quasi);
    }

    @Override
    public int hashCode() {
        return Objects.hash(verdict, names, Arrays.hashCode(estimates), logLikelihood);
    }

    /** {@code CONVERGED, log-likelihood -9582.43, 7 iterations, r 0.2426 (0.0126), ...}. */
    @Override
    public String toString() {
        StringBuilder s =
                new StringBuilder(verdict.name()).append(", log-likelihood ").append(logLikelihood);
        s.append(", ").append(iterations).append(" iterations");
        for (int i = 0; i < estimates.length; i++) {
            s.append(", ").append(names.get(i)).append(' ').append(estimates[i]);
            if (covariance != null) {
                s.append(" (").append(slope(i) * Math.sqrt(covariance[i][i])).append(')');
            }
        }
        return s.toString();
    }

    /** The derivative of a parameter in the variable of the search. */
    private double slope(int i) {
        return scale == Estimate.Scale.LOG ? estimates[i] : 1;
    }

    private void requireLikelihood() {
        if (quasi != null) {
            throw new IllegalStateException("what was maximised is no likelihood, because " + quasi
                    + ": compare by a holdout score instead (see FitReport.isLikelihood)");
        }
    }

    private double[][] workingCovarianceOrThrow() {
        if (covariance == null) {
            throw new IllegalStateException("the fit has no standard errors: its verdict is " + verdict
                    + " (the reason of FitOutcome.NotConverged and FitReport.warnings say why)");
        }
        return covariance;
    }

    private static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }
}
