package org.customerequity.segment.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.Segmentation;
import org.customerequity.value.UndefinedRatioException;

/**
 * How well customers lie in their segments, from -1 (in the wrong one) to 1 (apart from all others). It judges any segmentation, not
 * only clusters.
 *
 * <pre>{@code
 *   s_i = (b_i - a_i) / max(a_i, b_i)
 *
 *   EXACT       a_i  mean distance to the others of its segment,  b_i  the least mean distance to those of another segment
 *   SIMPLIFIED  a_i  distance to the centre of its segment,       b_i  the least distance to the centre of another
 * }</pre>
 *
 * <p>A customer alone in its segment has 0. Rousseeuw, Silhouettes, Journal of Computational and Applied Mathematics 20, 1987; the
 * simplified form: Hruschka, Campello and de Castro, 2006. The two are different numbers, and are not to be compared.
 *
 * @param method by which it was computed
 * @param customers how many silhouettes were averaged
 * @param mean over these customers, in [-1, 1]
 * @param bySegment the same for each segment with such a customer, in the order of the segments
 */
public record Silhouette(Method method, int customers, double mean, Map<String, Double> bySegment)
        implements Serializable {
    /** Up to so many customers distances between all pairs are taken. */
    public static final int EXACT_LIMIT = 20_000;

    /** The distances behind it. */
    public enum Method {
        /** To all customers. */
        EXACT,
        /** To all customers, from a random sample of them. */
        SAMPLED,
        /** To centres only. */
        SIMPLIFIED
    }

    public Silhouette {
        Objects.requireNonNull(method, "method");
        Require.positive(customers, "customers", "");
        if (!(mean >= -1 && mean <= 1)) {
            throw Require.bad("mean", "must be in [-1, 1]", "", mean);
        }
        bySegment = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(bySegment, "bySegment")));
        bySegment.forEach((segment, width) -> {
            if (!(width >= -1 && width <= 1)) {
                throw Require.bad("bySegment of " + segment, "must be in [-1, 1]", "", width);
            }
        });
    }

    /**
     * By all distances, which are n^2.
     *
     * @throws IllegalArgumentException if there are more than {@link #EXACT_LIMIT} customers
     * @throws UndefinedRatioException if fewer than two segments hold a customer
     */
    public static Silhouette exact(CustomerFeatures features, FeatureScaling scaling, Segmentation segmentation) {
        ScaledRows rows = rows(features, scaling, segmentation);
        if (rows.n > EXACT_LIMIT) {
            throw Require.bad(
                    "features",
                    "must be at most " + EXACT_LIMIT + " customers",
                    "take Silhouette.sampled or simplified",
                    rows.n);
        }
        int[] all = new int[rows.n];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return toAll(Method.EXACT, rows, segmentation, all);
    }

    /**
     * The silhouettes of customers drawn at random, without any of them twice, against all customers: an unbiased estimate of the
     * exact mean.
     *
     * @param sample how many; all where there are fewer
     */
    public static Silhouette sampled(
            CustomerFeatures features,
            FeatureScaling scaling,
            Segmentation segmentation,
            int sample,
            RandomGenerator random) {
        ScaledRows rows = rows(features, scaling, segmentation);
        Require.positive(sample, "sample", "1000 is usual");
        Objects.requireNonNull(random, "random");
        int[] drawn = new int[Math.min(sample, rows.n)];
        // selection sampling: each next row with probability wanted / left
        int found = 0;
        for (int i = 0; found < drawn.length; i++) {
            if (random.nextInt(rows.n - i) < drawn.length - found) {
                drawn[found++] = i;
            }
        }
        return toAll(Method.SAMPLED, rows, segmentation, drawn);
    }

    /** By distances to the centres of the segments: n times their number. */
    public static Silhouette simplified(CustomerFeatures features, FeatureScaling scaling, Segmentation segmentation) {
        ScaledRows rows = rows(features, scaling, segmentation);
        return simplified(rows, segmentation);
    }

    static Silhouette simplified(ScaledRows rows, Segmentation segmentation) {
        int d = rows.d;
        int[] size = occupied(segmentation);
        double[] centres = new double[size.length * d];
        for (int i = 0; i < rows.n; i++) {
            int s = segmentation.segment(i);
            for (int c = 0; c < d; c++) {
                centres[s * d + c] += rows.x[i * d + c] / size[s];
            }
        }
        Means means = new Means(segmentation.names());
        for (int i = 0; i < rows.n; i++) {
            int own = segmentation.segment(i);
            double other = Double.POSITIVE_INFINITY;
            for (int s = 0; s < size.length; s++) {
                if (s != own && size[s] > 0) {
                    other = Math.min(other, ScaledRows.squaredDistance(rows.x, i * d, centres, s * d, d));
                }
            }
            double inside = Math.sqrt(ScaledRows.squaredDistance(rows.x, i * d, centres, own * d, d));
            means.add(own, size[own] == 1 ? 0 : width(inside, Math.sqrt(other)));
        }
        return means.toSilhouette(Method.SIMPLIFIED);
    }

    private static Silhouette toAll(Method method, ScaledRows rows, Segmentation segmentation, int[] customers) {
        int d = rows.d;
        int[] size = occupied(segmentation);
        int[] segment = segmentation.segments();
        double[] sums = new double[size.length];
        Means means = new Means(segmentation.names());
        for (int i : customers) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < rows.n; j++) {
                sums[segment[j]] += Math.sqrt(ScaledRows.squaredDistance(rows.x, i * d, rows.x, j * d, d));
            }
            int own = segment[i];
            double other = Double.POSITIVE_INFINITY;
            for (int s = 0; s < sums.length; s++) {
                if (s != own && size[s] > 0) {
                    other = Math.min(other, sums[s] / size[s]);
                }
            }
            means.add(own, size[own] == 1 ? 0 : width(sums[own] / (size[own] - 1), other));
        }
        return means.toSilhouette(method);
    }

    private static double width(double inside, double other) {
        double larger = Math.max(inside, other);
        return larger == 0 ? 0 : (other - inside) / larger;
    }

    private static ScaledRows rows(CustomerFeatures features, FeatureScaling scaling, Segmentation segmentation) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(segmentation, "segmentation");
        if (segmentation.size() != features.size()) {
            throw Require.bad(
                    "segmentation",
                    "must be of as many customers as features, " + features.size(),
                    "",
                    segmentation.size());
        }
        return new ScaledRows(features, scaling);
    }

    private static int[] occupied(Segmentation segmentation) {
        int[] size = segmentation.counts();
        int held = 0;
        for (int s : size) {
            held += s > 0 ? 1 : 0;
        }
        if (held < 2) {
            throw new UndefinedRatioException(
                    "silhouette is undefined, because fewer than two segments hold a customer");
        }
        return size;
    }

    private static final class Means {
        private final List<String> names;
        private final double[] sums;
        private final int[] counts;

        Means(List<String> names) {
            this.names = names;
            this.sums = new double[names.size()];
            this.counts = new int[names.size()];
        }

        void add(int segment, double width) {
            sums[segment] += width;
            counts[segment]++;
        }

        Silhouette toSilhouette(Method method) {
            Map<String, Double> bySegment = new LinkedHashMap<>();
            double sum = 0;
            int count = 0;
            for (int s = 0; s < sums.length; s++) {
                if (counts[s] > 0) {
                    bySegment.put(names.get(s), within(sums[s] / counts[s]));
                    sum += sums[s];
                    count += counts[s];
                }
            }
            return new Silhouette(method, count, within(sum / count), bySegment);
        }

        // a mean of numbers in [-1, 1] may round past 1
        private static double within(double mean) {
            return Math.max(-1, Math.min(1, mean));
        }
    }
}
