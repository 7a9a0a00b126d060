package org.customerequity.fit;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Standard errors that hold although the model is not quite the truth: the sandwich of Huber and White.
 *
 * <pre>{@code
 *   C_robust = C (sum over customers of g_i g_i') C
 *   C    inverse of the observed information in the log-parameters
 *   g_i  derivative of the customer's log-likelihood in them
 * }</pre>
 *
 * <p>Where the model is right, both agree as customers grow many; where they differ by more than a third, doubt the model
 * first. The middle is of differences of fourth order, right to about 1e-9 relative.
 *
 * <p>P. J. Huber, The behavior of maximum likelihood estimates under nonstandard conditions, Proceedings of the Fifth Berkeley
 * Symposium 1, 1967, 221-233; H. White, Maximum Likelihood Estimation of Misspecified Models, Econometrica 50(1), 1982, 1-25.
 */
public final class RobustErrors {
    /** How far the customers' log-likelihoods may differ from that of the fit, relative. */
    private static final double SAME = 1e-6;

    private RobustErrors() {}

    /**
     * The same outcome, whose report has robust standard errors; whatever takes an outcome then carries them on.
     * {@code RobustErrors.of(outcome, model -> model.logLikelihood(histories))}.
     *
     * @param logLikelihoods of every customer that was fitted, one a row
     * @throws FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors
     * @throws IllegalArgumentException if a row is not finite, or their sum is not the log-likelihood of the fit
     */
    public static <M extends Parametric> FitOutcome<M> of(
            FitOutcome<M> outcome, Function<? super M, double[]> logLikelihoods) {
        return sandwich(outcome, logLikelihoods, null, null);
    }

    /**
     * {@link #of} for rows that stand for several customers alike, such as those who left at one renewal.
     *
     * @param logLikelihoods of one customer of each row
     * @param customers how many each row stands for, {@code >= 0}
     * @throws IllegalArgumentException also if there is not one count a row
     */
    public static <M extends Parametric> FitOutcome<M> ofCounts(
            FitOutcome<M> outcome, Function<? super M, double[]> logLikelihoods, int[] customers) {
        return sandwich(outcome, logLikelihoods, Objects.requireNonNull(customers, "customers"), null);
    }

    /**
     * {@link #of} where customers of a cluster (a household, a shop, a campaign) resemble each other in ways the model does not
     * know: scores are added up within clusters first.
     *
     * @param clusters the cluster of each row, from 0 on; it takes some tens of clusters for errors that can be trusted
     * @throws IllegalArgumentException also if there is not one cluster a row, or no more clusters than parameters
     */
    public static <M extends Parametric> FitOutcome<M> ofClusters(
            FitOutcome<M> outcome, Function<? super M, double[]> logLikelihoods, int[] clusters) {
        return sandwich(outcome, logLikelihoods, null, Objects.requireNonNull(clusters, "clusters"));
    }

    private static <M extends Parametric> FitOutcome<M> sandwich(
            FitOutcome<M> outcome,
            Function<? super M, double[]> logLikelihoods,
            int @Nullable [] customers,
            int @Nullable [] clusters) {
        Objects.requireNonNull(logLikelihoods, "logLikelihoods");
        M model = Objects.requireNonNull(outcome, "outcome").orThrow();
        FitReport report = outcome.report();
        double[][] covariance = report.workingCovariance();
        double[] rows = logLikelihoods.apply(model);
        double[] counts = counts(customers, rows.length);
        requireSameData(rows, counts, report);
        double[][] scores = DeltaMethod.gradients(model, covariance, logLikelihoods);
        if (clusters != null) {
            scores = addUp(scores, clusters);
            counts = counts(null, scores[0].length);
        }
        double[][] middle = products(scores, counts);
        double[][] robust = product(product(covariance, middle), covariance);
        if (!SymmetricMatrix.isPositiveDefinite(robust)) {
            throw new IllegalArgumentException("logLikelihoods must differ between more customers than there are"
                    + " parameters: the robust covariance is singular");
        }
        return new FitOutcome.Converged<>(model, report.withWorkingCovariance(robust));
    }

    private static double[] counts(int @Nullable [] customers, int rows) {
        double[] out = new double[rows];
        Arrays.fill(out, 1);
        if (customers != null) {
            if (customers.length != rows) {
                throw Require.bad("customers", "must be one count a row, " + rows, "", customers.length);
            }
            Arrays.setAll(
                    out, i -> Require.nonNegative(customers[i], "customers[" + i + "]", "how many the row stands for"));
        }
        return out;
    }

    private static void requireSameData(double[] rows, double[] counts, FitReport report) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += counts[i]
                    * Require.finite(
                            rows[i], "logLikelihoods[" + i + "]", "leave out customers that carried no likelihood");
        }
        double fitted = report.logLikelihood();
        if (!(Math.abs(sum - fitted) <= SAME * Math.max(1, Math.abs(fitted)))) {
            throw Require.bad(
                    "logLikelihoods",
                    "must add up to that of the fit, " + fitted,
                    "the customers that were fitted",
                    sum);
        }
    }

    private static double[][] addUp(double[][] scores, int[] clusters) {
        int rows = scores[0].length;
        if (clusters.length != rows) {
            throw Require.bad("clusters", "must be one a customer, " + rows, "", clusters.length);
        }
        for (int c : clusters) {
            Require.nonNegative(c, "cluster", "numbers from 0 on");
        }
        int most = Arrays.stream(clusters).max().orElse(-1) + 1;
        double[][] out = new double[scores.length][most];
        for (int j = 0; j < out.length; j++) {
            for (int i = 0; i < rows; i++) {
                out[j][clusters[i]] += scores[j][i];
            }
        }
        long different = Arrays.stream(clusters).distinct().count();
        if (different <= scores.length) {
            throw Require.bad(
                    "clusters", "must be more than the parameters, " + scores.length, "some tens, better", different);
        }
        return out;
    }

    private static double[][] products(double[][] scores, double[] counts) {
        double[][] out = new double[scores.length][scores.length];
        for (int j = 0; j < out.length; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = 0;
                for (int i = 0; i < scores[j].length; i++) {
                    sum += counts[i] * scores[j][i] * scores[k][i];
                }
                out[j][k] = sum;
                out[k][j] = sum;
            }
        }
        return out;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    out[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return out;
    }
}
