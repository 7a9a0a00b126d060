package org.customerequity.model.covariate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.internal.Require;

/**
 * The path of one customer as two clocks: one that buying goes by, one that leaving goes by. Room for one path at a time, used again
 * for the next; not for several threads.
 *
 * <pre>{@code
 *   a(u) = exp(g1'z1(u)),  A(u) = integral of a over (0, u)
 *   d(u) = exp(g2'z2(u)),  D(u) = integral of d over (0, u)          z = (value - centre)/scale
 * }</pre>
 */
final class PathWalk {
    /** Beyond, effects are taken for an error in the covariates or their coding. */
    static final double LARGEST_EFFECT = 50;

    private final Columns buying;
    private final Columns leaving;

    /** Periods read, and how many there are. */
    int periods;

    /** When each period starts; one more for the end of the last. */
    double[] start = new double[1];

    /** Speeds of the clocks in each period. */
    double[] a = new double[0];

    double[] d = new double[0];

    /** The clocks at the start of each period; one more for the end of the last. */
    double[] bigA = new double[1];

    double[] bigD = new double[1];

    /** Sum of ln a over the repeat purchases. */
    double logSpeeds;

    /** z of a period and process: z1[k * columns + j]. */
    double[] z1 = new double[0];

    double[] z2 = new double[0];

    PathWalk(CovariateCoding buying, CovariateCoding leaving) {
        this.buying = new Columns(buying);
        this.leaving = new Columns(leaving);
    }

    /** Where the covariates of one process stand in a path, and how they are measured. */
    private static final class Columns {
        final String[] name;
        final double[] centre;
        final double[] scale;
        final int[] at;
        private List<String> of = List.of();

        Columns(CovariateCoding coding) {
            int n = coding.covariates().size();
            name = new String[n];
            centre = new double[n];
            scale = new double[n];
            at = new int[n];
            for (int j = 0; j < n; j++) {
                CodedCovariate.Number number =
                        (CodedCovariate.Number) coding.covariates().get(j);
                name[j] = number.name();
                centre[j] = number.centre();
                scale[j] = number.scale();
            }
        }

        /** Paths of one {@code CovariatePaths} share their names, so that these are looked up once. */
        void find(CovariatePath path) {
            if (path.names() != of) {
                for (int j = 0; j < name.length; j++) {
                    at[j] = path.indexOf(name[j]);
                }
                of = path.names();
            }
        }

        double z(CovariatePath path, int k, int j) {
            return (path.value(k, at[j]) - centre[j]) / scale[j];
        }

        int size() {
            return name.length;
        }
    }

    /**
     * Reads a path as far as {@code to}, in time multiplied by {@code unit}.
     *
     * @param to since the first purchase, in the time of the path; the path must reach it
     * @param keep whether z1 and z2 are wanted
     * @return whether all effects are of a size that can be computed with
     */
    boolean read(CovariatePath path, double to, double unit, double[] g1, double[] g2, boolean keep) {
        buying.find(path);
        leaving.find(path);
        logSpeeds = 0;
        periods = 0;
        boolean sound = true;
        int j1 = buying.size();
        int j2 = leaving.size();
        for (int k = 0; k < path.periods() && (k == 0 || path.start(k) < to || path.purchases(k) > 0); k++) {
            room(k, j1, j2, keep);
            double e1 = 0;
            for (int j = 0; j < j1; j++) {
                double z = buying.z(path, k, j);
                e1 += g1[j] * z;
                if (keep) {
                    z1[k * j1 + j] = z;
                }
            }
            double e2 = 0;
            for (int j = 0; j < j2; j++) {
                double z = leaving.z(path, k, j);
                e2 += g2[j] * z;
                if (keep) {
                    z2[k * j2 + j] = z;
                }
            }
            sound &= Math.abs(e1) <= LARGEST_EFFECT && Math.abs(e2) <= LARGEST_EFFECT;
            a[k] = e1 == 0 ? 1 : Math.exp(e1);
            d[k] = e2 == 0 ? 1 : Math.exp(e2);
            int bought = path.purchases(k);
            logSpeeds += bought == 0 ? 0 : bought * e1;
            double end = path.end(k) * unit;
            double width = end - start[k];
            start[k + 1] = end;
            bigA[k + 1] = bigA[k] + a[k] * width;
            bigD[k + 1] = bigD[k] + d[k] * width;
            periods = k + 1;
        }
        if (periods > 0 && start[periods] < to * unit) {
            // by rounding alone: the path was asked to reach
            double more = to * unit - start[periods];
            start[periods] = to * unit;
            bigA[periods] += a[periods - 1] * more;
            bigD[periods] += d[periods - 1] * more;
        }
        return sound;
    }

    /** One period without end in which both clocks keep time: no covariates. */
    void stand() {
        room(0, 0, 0, false);
        periods = 1;
        logSpeeds = 0;
        a[0] = 1;
        d[0] = 1;
        start[1] = Double.POSITIVE_INFINITY;
        bigA[1] = Double.POSITIVE_INFINITY;
        bigD[1] = Double.POSITIVE_INFINITY;
    }

    private void room(int k, int j1, int j2, boolean keep) {
        if (k == a.length) {
            int more = Math.max(16, 2 * k);
            a = Arrays.copyOf(a, more);
            d = Arrays.copyOf(d, more);
            start = Arrays.copyOf(start, more + 1);
            bigA = Arrays.copyOf(bigA, more + 1);
            bigD = Arrays.copyOf(bigD, more + 1);
        }
        if (keep && (z1.length < a.length * j1 || z2.length < a.length * j2)) {
            z1 = Arrays.copyOf(z1, a.length * j1);
            z2 = Arrays.copyOf(z2, a.length * j2);
        }
    }

    /** The period that u falls into; the last one at the end of what was read. */
    int periodOf(double u) {
        int k = Arrays.binarySearch(start, 0, periods + 1, u);
        return Math.min(periods - 1, k < 0 ? -k - 2 : k);
    }

    /** A(u), from the period k that u falls into. */
    double clockOfBuying(int k, double u) {
        return bigA[k] + a[k] * (u - start[k]);
    }

    /** D(u), from the period k that u falls into. */
    double clockOfLeaving(int k, double u) {
        return bigD[k] + d[k] * (u - start[k]);
    }

    /** Why the effects in a path are too large: which period. */
    static IllegalArgumentException tooLarge(Optional<String> customer) {
        return Require.bad(
                "effect of the covariates"
                        + customer.map(id -> " of customer \"" + id + '"').orElse(""),
                "must be in [-" + LARGEST_EFFECT + ", " + LARGEST_EFFECT + "]",
                "coefficients times covariates; are these measured as those the model was fitted to?",
                "beyond");
    }
}
