package org.customerequity.segment.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.Segmentation;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that {@link KMeans} found, the largest first: "cluster 1", "cluster 2" and so on. Immutable.
 *
 * <p>Centres are in the units of the features; sums of squares are of the scaled ones, in which distances were taken.
 */
public final class Clusters implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> features;
    private final double[] location;
    private final double[] scale;

    /** Scaled, one after the other. */
    private final double[] centres;

    private final double[] within;
    private final double totalSumOfSquares;
    private final Segmentation segmentation;
    private final int iterations;
    private final boolean converged;

    private Clusters(
            List<String> features,
            double[] location,
            double[] scale,
            double[] centres,
            double[] within,
            double totalSumOfSquares,
            Segmentation segmentation,
            int iterations,
            boolean converged) {
        this.features = features;
        this.location = location;
        this.scale = scale;
        this.centres = centres;
        this.within = within;
        this.totalSumOfSquares = totalSumOfSquares;
        this.segmentation = segmentation;
        this.iterations = iterations;
        this.converged = converged;
    }

    /** Numbered by size, and equal sizes by their centres, so that the order of rows and starts does not show. */
    static Clusters of(CustomerFeatures features, ScaledRows rows, int k, LloydRun run) {
        int d = rows.d;
        int[] size = run.sizes();
        Comparator<Integer> bySize = Comparator.comparingInt(j -> -size[j]);
        int[] order = IntStream.range(0, k)
                .boxed()
                .sorted(bySize.thenComparing(j -> Arrays.copyOfRange(run.centres, j * d, j * d + d), Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sums = run.withinSumOfSquares();
        double[] centres = new double[k * d];
        double[] within = new double[k];
        int[] number = new int[k];
        List<String> names = new ArrayList<>(k);
        for (int at = 0; at < k; at++) {
            System.arraycopy(run.centres, order[at] * d, centres, at * d, d);
            within[at] = sums[order[at]];
            number[order[at]] = at;
            names.add("cluster " + (at + 1));
        }
        int[] segment = new int[rows.n];
        for (int i = 0; i < segment.length; i++) {
            segment[i] = number[run.cluster[i]];
        }
        Segmentation segmentation = Segmentation.ofIndexes(names, segment);
        return new Clusters(
                rows.names,
                rows.location,
                rows.scale,
                centres,
                within,
                totalSumOfSquares(rows),
                features.hasIds() ? segmentation.withIds(features.ids()) : segmentation,
                run.iterations,
                run.converged);
    }

    static double totalSumOfSquares(ScaledRows rows) {
        double total = 0;
        for (int c = 0; c < rows.d; c++) {
            double mean = 0;
            for (int i = 0; i < rows.n; i++) {
                mean += rows.x[i * rows.d + c];
            }
            mean /= rows.n;
            for (int i = 0; i < rows.n; i++) {
                double difference = rows.x[i * rows.d + c] - mean;
                total += difference * difference;
            }
        }
        return total;
    }

    /** How many clusters. */
    public int size() {
        return within.length;
    }

    /** The features, in the order of the numbers of a centre. */
    public List<String> features() {
        return features;
    }

    /** The customers of the fit, each in its cluster. */
    public Segmentation segmentation() {
        return segmentation;
    }

    /**
     * The mean of a cluster in the units of the features, in the order of {@link #features}.
     *
     * @param cluster such as {@code "cluster 1"}
     */
    public double[] centre(String cluster) {
        int j = place(cluster);
        double[] out = new double[features.size()];
        for (int c = 0; c < out.length; c++) {
            out[c] = location[c] + scale[c] * centres[j * out.length + c];
        }
        return out;
    }

    /** The sum of squared distances of a cluster's customers to its centre, scaled. */
    public double withinSumOfSquares(String cluster) {
        return within[place(cluster)];
    }

    /** The sum of squared distances of all customers to their centres, scaled: what is made small. */
    public double withinSumOfSquares() {
        return KMeans.sum(within);
    }

    /** The sum of squared distances of all customers to their common mean, scaled. */
    public double totalSumOfSquares() {
        return totalSumOfSquares;
    }

    /**
     * The index of Calinski and Harabasz, A Dendrite Method for Cluster Analysis, Communications in Statistics 3(1), 1974; more is
     * better separated.
     *
     * <pre>{@code
     *   ((total - within) / (k - 1)) / (within / (n - k))
     * }</pre>
     *
     * @throws UndefinedRatioException if there is one cluster, as many as customers, or no distance inside any
     */
    public double calinskiHarabasz() {
        int k = size();
        int n = segmentation.size();
        double inside = withinSumOfSquares();
        if (k == 1 || k == n || !(inside > 0)) {
            throw new UndefinedRatioException("Calinski-Harabasz index is undefined, because there "
                    + (k == 1 ? "is one cluster only" : "is no distance inside the clusters"));
        }
        return Math.max(0, totalSumOfSquares - inside) / (k - 1) / (inside / (n - k));
    }

    /** How many iterations the best start took. */
    public int iterations() {
        return iterations;
    }

    /** Whether the best start came to an end, rather than to its greatest number of iterations. */
    public boolean converged() {
        return converged;
    }

    /**
     * Customers in the cluster of the nearest centre, on the scale of the fit: new ones, or the same at a later date.
     *
     * @param customers with the features of the fit, in any order, and others perhaps
     */
    public Segmentation assign(CustomerFeatures customers) {
        double[] x = ScaledRows.rows(Objects.requireNonNull(customers, "customers"), features, location, scale);
        int d = features.size();
        int[] segment = new int[customers.size()];
        for (int i = 0; i < segment.length; i++) {
            segment[i] = ScaledRows.nearest(x, i * d, centres, size(), d);
        }
        Segmentation out = Segmentation.ofIndexes(segmentation.names(), segment);
        return customers.hasIds() ? out.withIds(customers.ids()) : out;
    }

    private int place(String cluster) {
        return Require.indexOf(cluster, segmentation.names(), "cluster", "");
    }

    /** Equal centres, scales and customers. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Clusters other
                && features.equals(other.features)
                && Arrays.equals(location, other.location)
                && Arrays.equals(scale, other.scale)
                && Arrays.equals(centres, other.centres)
                && Arrays.equals(within, other.within)
                && totalSumOfSquares == other.totalSumOfSquares
                && segmentation.equals(other.segmentation)
                && iterations == other.iterations
                && converged == other.converged;
    }

    @Override
    public int hashCode() {
        return Objects.hash(features, Arrays.hashCode(centres), segmentation);
    }

    /** A summary, not the rows. */
    @Override
    public String toString() {
        return "Clusters[" + size() + " of " + segmentation.size() + " customers by " + String.join(", ", features)
                + (converged ? "]" : ", not converged]");
    }
}
