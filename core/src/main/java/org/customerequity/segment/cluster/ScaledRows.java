package org.customerequity.segment.cluster;

import java.util.List;
import org.customerequity.internal.Require;
import org.customerequity.segment.CustomerFeatures;

/** Features as rows, scaled: {@code x[i * d + c]} is feature c of customer i. */
final class ScaledRows {
    /** So that no sum of squares overflows. */
    private static final double LARGEST = 1e100;

    final List<String> names;
    final double[] location;
    final double[] scale;
    final int n;
    final int d;
    final double[] x;

    ScaledRows(CustomerFeatures features, FeatureScaling scaling) {
        Require.notEmpty(features.size(), "features", "must not be empty", "one row a customer");
        names = features.names();
        d = names.size();
        n = features.size();
        location = new double[d];
        scale = new double[d];
        for (int c = 0; c < d; c++) {
            double[] both = scaling.locationAndScale(names.get(c), features.column(names.get(c)));
            location[c] = both[0];
            scale[c] = both[1];
        }
        x = rows(features, names, location, scale);
    }

    private ScaledRows(List<String> names, double[] location, double[] scale, double[] x) {
        this.names = names;
        this.location = location;
        this.scale = scale;
        this.d = names.size();
        this.n = x.length / d;
        this.x = x;
    }

    /** Other rows of the same features on the same scale. */
    ScaledRows withRows(double[] rows) {
        return new ScaledRows(names, location, scale, rows);
    }

    static double[] rows(CustomerFeatures features, List<String> names, double[] location, double[] scale) {
        int n = features.size();
        int d = names.size();
        double[] x = new double[Math.multiplyExact(n, d)];
        for (int c = 0; c < d; c++) {
            double[] column = features.column(names.get(c));
            for (int i = 0; i < n; i++) {
                double scaled = (column[i] - location[c]) / scale[c];
                if (!(Math.abs(scaled) <= LARGEST)) {
                    throw Require.bad(
                            names.get(c) + "[" + i + "]", "must be at most 1e100 after scaling", "", column[i]);
                }
                x[i * d + c] = scaled;
            }
        }
        return x;
    }

    static double squaredDistance(double[] a, int from, double[] b, int fromB, int d) {
        double sum = 0;
        for (int c = 0; c < d; c++) {
            double difference = a[from + c] - b[fromB + c];
            sum += difference * difference;
        }
        return sum;
    }

    /** The place of the nearest centre, the first of equally near ones. */
    static int nearest(double[] x, int from, double[] centres, int k, int d) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            double distance = squaredDistance(x, from, centres, j * d, d);
            if (distance < least) {
                least = distance;
                best = j;
            }
        }
        return best;
    }
}
