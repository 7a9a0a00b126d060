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
 * <p>Parameters are positive and were estimated as logarithms u = ln(theta). The covariance is the inverse of the observed
 * information -d2 LL / du du' at the maximum, carried to the parameters by the delta method: se(theta) = theta se(u).
 */
public final class FitReport implements Serializable {
    private static final long serialVersionUID = 1;

    private final FitVerdict verdict;
    private final List<String> names;
    private final double[] estimates;
    private final double @Nullable [][] logCovariance;
    private final double logLikelihood;
    private final double gradientNorm;
    private final int iterations;
    private final long observations;
    private final List<String> warnings;
    private final @Nullable Currency currency;

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
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.names = List.copyOf(names);
        this.estimates = estimates.clone();
        this.logCovariance = logCovariance == null ? null : copy(logCovariance);
        this.logLikelihood = logLikelihood;
        this.gradientNorm = gradientNorm;
        this.iterations = iterations;
        this.observations = observations;
        this.warnings = List.copyOf(warnings);
        this.currency = currency;
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
     * @param verdict how the fit ended
     * @param names of the parameters, in the order of the model
     * @param estimates of the parameters, positive
     * @param logCovariance covariance of their logarithms; no rows where the report had no standard errors
     * @param logLikelihood at the estimates
     * @param gradientNorm largest absolute derivative of the log-likelihood in a log-parameter
     * @param iterations steps taken
     * @param observations customers that carried likelihood
     * @param warnings what a user should know, in full sentences
     * @throws IllegalArgumentException if that cannot have been a report
     */
    public static FitReport ofStored(
            FitVerdict verdict,
            List<String> names,
            double[] estimates,
            double[][] logCovariance,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            long observations,
            List<String> warnings) {
        int n = names.size();
        if (estimates.length != n) {
            throw Require.bad("estimates", "must be as many as names, " + n, "", estimates.length);
        }
        for (int i = 0; i < n; i++) {
            Require.positive(estimates[i], names.get(i), "an estimate of a positive parameter");
        }
        boolean known = logCovariance.length > 0;
        if (known && logCovariance.length != n) {
            throw Require.bad(
                    "logCovariance",
                    "must have a row for each of the names, " + n + ", or none",
                    "",
                    logCovariance.length);
        }
        for (int i = 0; known && i < n; i++) {
            if (logCovariance[i].length != n) {
                throw Require.bad(
                        "logCovariance[" + i + "]", "must have " + n + " columns", "", logCovariance[i].length);
            }
            Require.positive(logCovariance[i][i], "logCovariance[" + i + "][" + i + "]", "a variance");
            for (int j = 0; j < n; j++) {
                Require.finite(logCovariance[i][j], "logCovariance[" + i + "][" + j + "]", "");
            }
        }
        return new FitReport(
                verdict,
                names,
                estimates,
                known ? logCovariance : null,
                Require.finite(logLikelihood, "logLikelihood", ""),
                Require.nonNegative(gradientNorm, "gradientNorm", ""),
                Require.nonNegative(iterations, "iterations", "steps taken"),
                Require.nonNegative(observations, "observations", "customers that carried likelihood"),
                warnings,
                null);
    }

    /** How the fit ended. */
    public FitVerdict verdict() {
        return verdict;
    }

    /** The log-likelihood at the estimates. */
    public double logLikelihood() {
        return logLikelihood;
    }

    /** The largest absolute derivative of the log-likelihood in the logarithm of a parameter: 0 at a maximum. */
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
        return logCovariance != null;
    }

    /**
     * One parameter with its standard error; its interval is symmetric in the logarithm.
     *
     * @throws IllegalArgumentException if there is no parameter of that name
     * @throws IllegalStateException if the curvature gives no standard errors
     */
    public Estimate parameter(String name) {
        int i = names.indexOf(Objects.requireNonNull(name, "name"));
        if (i < 0) {
            throw Require.bad("name", "must be one of " + names, "", '"' + name + '"');
        }
        return Estimate.ofPositive(estimates[i], estimates[i] * Math.sqrt(logCovarianceOrThrow()[i][i]));
    }

    /** Standard errors of the parameters, in the order of the names. */
    public double[] standardErrors() {
        double[][] cov = logCovarianceOrThrow();
        double[] se = new double[estimates.length];
        for (int i = 0; i < se.length; i++) {
            se[i] = estimates[i] * Math.sqrt(cov[i][i]);
        }
        return se;
    }

    /** Covariance of the parameters. */
    public double[][] covariance() {
        double[][] cov = copy(logCovarianceOrThrow());
        for (int i = 0; i < cov.length; i++) {
            for (int j = 0; j < cov.length; j++) {
                cov[i][j] *= estimates[i] * estimates[j];
            }
        }
        return cov;
    }

    /** Covariance of the logarithms of the parameters. */
    public double[][] logCovariance() {
        return copy(logCovarianceOrThrow());
    }

    /** Akaike's criterion, -2 LL + 2 k; smaller is better, on identical data only. */
    public double aic() {
        return -2 * logLikelihood + 2 * estimates.length;
    }

    /** Schwarz's criterion, -2 LL + k ln n with n customers; smaller is better, on identical data only. */
    public double bic() {
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
        return new FitReport(
                verdict,
                names,
                estimates,
                logCovariance,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                warnings,
                fitted);
    }

    /** This report with one more thing a user should know, in a full sentence. */
    public FitReport withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new FitReport(
                verdict,
                names,
                estimates,
                logCovariance,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                more,
                currency);
    }

    /** This report with another covariance of the log-parameters; everything else is that of the fit. */
    FitReport withLogCovariance(double[][] other) {
        return new FitReport(
                verdict,
                names,
                estimates,
                other,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                warnings,
                currency);
    }

    /**
     * Refuses a fit to other data, where the reports tell: their log-likelihoods, and what is made of them, cannot be compared.
     *
     * @return {@code other}
     * @throws IllegalArgumentException if the numbers of observations differ, or the currencies
     */
    public FitReport requireSameData(FitReport other) {
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
                && Arrays.deepEquals(logCovariance, other.logCovariance)
                && logLikelihood == other.logLikelihood
                && gradientNorm == other.gradientNorm
                && iterations == other.iterations
                && observations == other.observations
                && warnings.equals(other.warnings)
                && Objects.equals(currency, other.currency);
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
            if (logCovariance != null) {
                s.append(" (")
                        .append(estimates[i] * Math.sqrt(logCovariance[i][i]))
                        .append(')');
            }
        }
        return s.toString();
    }

    private double[][] logCovarianceOrThrow() {
        if (logCovariance == null) {
            throw new IllegalStateException("the fit has no standard errors: its verdict is " + verdict
                    + " (see FitReport.hasStandardErrors and warnings)");
        }
        return logCovariance;
    }

    private static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }
}
