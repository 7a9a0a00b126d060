package org.customerequity.segment.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Clusterings from one cluster to many, and three criteria of how many there are. They often disagree, and none is the default: a
 * number of segments is also a question of what can be done with them.
 *
 * <pre>{@code
 *   silhouette         the largest mean; needs two clusters or more
 *   Calinski-Harabasz  the largest index; needs two clusters or more
 *   gap                mean of ln W_k over reference data - ln W_k,  W the sum of squares within;
 *                      the least k with gap_k >= gap_(k+1) - s_(k+1),  s = sd sqrt(1 + 1 / references)
 * }</pre>
 *
 * <p>Reference data are uniform over the range of each scaled feature. Only the gap can say that there is one cluster: Tibshirani,
 * Walther and Hastie, Estimating the Number of Clusters in a Data Set via the Gap Statistic, Journal of the Royal Statistical Society B
 * 63(2), 2001.
 *
 * <p>The silhouette is exact up to 5,000 customers and simplified beyond; {@link Silhouette#method} says which.
 */
public final class ClusterChoice implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int EXACT_UP_TO = 5_000;

    private final List<Clusters> clusters;

    /** From two clusters on. */
    private final List<Silhouette> silhouettes;

    private final List<Double> gaps;
    private final List<Double> gapErrors;

    private ClusterChoice(
            List<Clusters> clusters, List<Silhouette> silhouettes, List<Double> gaps, List<Double> gapErrors) {
        this.clusters = List.copyOf(clusters);
        this.silhouettes = List.copyOf(silhouettes);
        this.gaps = List.copyOf(gaps);
        this.gapErrors = List.copyOf(gapErrors);
    }

    /**
     * All numbers of clusters up to {@code most}. It fits {@code most (references + 1)} clusterings.
     *
     * @param settings scaling, restarts and iterations; its number of clusters is not looked at
     * @param most at least 2
     * @param references how many reference data sets for the gap, at least 2; 50 is usual
     */
    public static ClusterChoice upTo(
            int most, KMeans settings, int references, CustomerFeatures features, RandomGenerator random) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(random, "random");
        if (most < 2) {
            throw Require.bad("most", "must be >= 2", "one cluster is always looked at", most);
        }
        if (references < 2) {
            throw Require.bad("references", "must be >= 2", "50 is usual", references);
        }
        ScaledRows rows = new ScaledRows(features, settings.scaling());
        List<Clusters> fits = new ArrayList<>();
        List<Silhouette> silhouettes = new ArrayList<>();
        for (int k = 1; k <= most; k++) {
            Clusters fit = Clusters.of(features, rows, k, with(settings, k).best(rows, random));
            if (!(fit.withinSumOfSquares() > 0)) {
                throw Require.bad(
                        "most",
                        "must leave some distance inside the clusters, < " + k,
                        "one a customer is no group",
                        most);
            }
            fits.add(fit);
            if (k > 1) {
                silhouettes.add(
                        rows.n <= EXACT_UP_TO
                                ? Silhouette.exact(features, settings.scaling(), fit.segmentation())
                                : Silhouette.simplified(rows, fit.segmentation()));
            }
        }
        double[] sums = new double[most];
        double[][] logs = new double[references][most];
        for (int b = 0; b < references; b++) {
            ScaledRows reference = rows.withRows(uniform(rows, random));
            for (int k = 1; k <= most; k++) {
                double within =
                        KMeans.sum(with(settings, k).best(reference, random).withinSumOfSquares());
                logs[b][k - 1] = Math.log(within);
                sums[k - 1] += logs[b][k - 1];
            }
        }
        List<Double> gaps = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int k = 1; k <= most; k++) {
            double mean = sums[k - 1] / references;
            double squares = 0;
            for (double[] log : logs) {
                squares += (log[k - 1] - mean) * (log[k - 1] - mean);
            }
            gaps.add(mean - Math.log(fits.get(k - 1).withinSumOfSquares()));
            errors.add(Math.sqrt(squares / references * (1 + 1.0 / references)));
        }
        return new ClusterChoice(fits, silhouettes, gaps, errors);
    }

    private static KMeans with(KMeans settings, int k) {
        return new KMeans(k, settings.scaling(), settings.restarts(), settings.maxIterations());
    }

    private static double[] uniform(ScaledRows rows, RandomGenerator random) {
        int d = rows.d;
        double[] low = new double[d];
        double[] high = new double[d];
        for (int c = 0; c < d; c++) {
            low[c] = Double.POSITIVE_INFINITY;
            high[c] = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows.n; i++) {
                low[c] = Math.min(low[c], rows.x[i * d + c]);
                high[c] = Math.max(high[c], rows.x[i * d + c]);
            }
        }
        double[] x = new double[rows.x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i % d;
            x[i] = low[c] + (high[c] - low[c]) * random.nextDouble();
        }
        return x;
    }

    /** The largest number of clusters looked at. */
    public int most() {
        return clusters.size();
    }

    /** The clusters, {@code k} of them. */
    public Clusters clusters(int k) {
        return clusters.get(at(k, 1));
    }

    /** How well {@code k} clusters are apart; {@code k >= 2}. */
    public Silhouette silhouette(int k) {
        return silhouettes.get(at(k, 2) - 1);
    }

    /** The index of {@link Clusters#calinskiHarabasz}; {@code k >= 2}. */
    public double calinskiHarabasz(int k) {
        return clusters.get(at(k, 2)).calinskiHarabasz();
    }

    /** The gap statistic. */
    public double gap(int k) {
        return gaps.get(at(k, 1));
    }

    /** Its simulation error s: the standard deviation over references, times {@code sqrt(1 + 1 / references)}. */
    public double gapError(int k) {
        return gapErrors.get(at(k, 1));
    }

    /** The number of clusters of the largest mean silhouette, of equal ones the least. */
    public int bySilhouette() {
        int best = 2;
        for (int k = 3; k <= most(); k++) {
            best = silhouette(k).mean() > silhouette(best).mean() ? k : best;
        }
        return best;
    }

    /** The number of clusters of the largest Calinski-Harabasz index, of equal ones the least. */
    public int byCalinskiHarabasz() {
        int best = 2;
        for (int k = 3; k <= most(); k++) {
            best = calinskiHarabasz(k) > calinskiHarabasz(best) ? k : best;
        }
        return best;
    }

    /**
     * The least number of clusters whose gap is within one error of the next.
     *
     * @throws UndefinedRatioException if the gap still rises at the end: look at more clusters
     */
    public int byGap() {
        for (int k = 1; k < most(); k++) {
            if (gap(k) >= gap(k + 1) - gapError(k + 1)) {
                return k;
            }
        }
        throw new UndefinedRatioException(
                "number of clusters by the gap is undefined, because the gap still rises at " + most() + " clusters");
    }

    private int at(int k, int least) {
        if (k < least || k > most()) {
            throw Require.bad("k", "must be in [" + least + ", " + most() + "]", "clusters looked at", k);
        }
        return k - 1;
    }

    /** Equal clusters and criteria. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ClusterChoice other
                && clusters.equals(other.clusters)
                && silhouettes.equals(other.silhouettes)
                && gaps.equals(other.gaps)
                && gapErrors.equals(other.gapErrors);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clusters, silhouettes, gaps);
    }

    @Override
    public String toString() {
        return "ClusterChoice[1 to " + most() + " clusters]";
    }
}
