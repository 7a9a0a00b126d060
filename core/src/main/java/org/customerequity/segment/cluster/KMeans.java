package org.customerequity.segment.cluster;

import java.io.Serializable;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;

/**
 * Groups of like customers by k-means: the partition into k clusters whose sum of squared distances to the centres is least, sought
 * from several starts.
 *
 * <pre>{@code
 *   least over partitions of  sum over clusters j, customers i in j of |x_i - c_j|^2,   c_j the mean of cluster j
 * }</pre>
 *
 * <p>Lloyd, Least Squares Quantization in PCM, IEEE Transactions on Information Theory 28(2), 1982; starts by k-means++, Arthur and
 * Vassilvitskii, SODA 2007. Each start ends in a local minimum, the best of all starts is given, and it need not be the global one:
 * give more restarts, and see whether it gets better. A cluster that loses its last customer takes the customer farthest from its
 * centre. The same seed gives the same clusters.
 *
 * <p>k-means finds clusters of like extent and of round shape in the scaled features, and finds k of them in any data, also where
 * there are none: see {@link ClusterChoice}. Skewed amounts should go in as logarithms.
 *
 * @param clusters how many, {@code >= 1}
 * @param scaling how features are made comparable
 * @param restarts how many starts, {@code >= 1}
 * @param maxIterations of each start, {@code >= 1}; a start that needs more ends early, and {@link Clusters#converged} says so
 */
public record KMeans(int clusters, FeatureScaling scaling, int restarts, int maxIterations) implements Serializable {
    public KMeans {
        Require.positive(clusters, "clusters", "");
        Objects.requireNonNull(scaling, "scaling");
        Require.positive(restarts, "restarts", "10 is usual");
        Require.positive(maxIterations, "maxIterations", "300 is usual");
    }

    /** Ten starts of at most 300 iterations. */
    public static KMeans of(int clusters, FeatureScaling scaling) {
        return new KMeans(clusters, scaling, 10, 300);
    }

    /** This with another number of starts. */
    public KMeans withRestarts(int newRestarts) {
        return new KMeans(clusters, scaling, newRestarts, maxIterations);
    }

    /** This with another number of iterations at most. */
    public KMeans withMaxIterations(int newMaxIterations) {
        return new KMeans(clusters, scaling, restarts, newMaxIterations);
    }

    /**
     * The clusters of these customers.
     *
     * @throws IllegalArgumentException if a feature is the same for all, or there are fewer different customers than clusters
     */
    public Clusters fit(CustomerFeatures features, RandomGenerator random) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(random, "random");
        ScaledRows rows = new ScaledRows(features, scaling);
        LloydRun best = best(rows, random);
        return Clusters.of(features, rows, clusters, best);
    }

    /** The best of all starts, the first of equally good ones. */
    LloydRun best(ScaledRows rows, RandomGenerator random) {
        LloydRun best = descend(rows, random);
        double least = sum(best.withinSumOfSquares());
        for (int start = 1; start < restarts && clusters > 1; start++) {
            LloydRun run = descend(rows, random);
            double within = sum(run.withinSumOfSquares());
            if (within < least) {
                least = within;
                best = run;
            }
        }
        return best;
    }

    private LloydRun descend(ScaledRows rows, RandomGenerator random) {
        return new LloydRun(rows, clusters, LloydRun.seeds(rows, clusters, random)).run(maxIterations);
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum;
    }
}
