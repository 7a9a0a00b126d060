package org.customerequity.segment.cluster;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;

/**
 * One descent of k-means. Each customer keeps an upper bound of the distance to its centre and a lower bound of that to any other;
 * where they do not cross, no distance is taken: Hamerly, Making k-means Even Faster, SIAM Data Mining, 2010. The partition is that
 * of the plain iteration.
 */
final class LloydRun {
    private final double[] x;
    private final int n;
    private final int d;
    private final int k;
    final double[] centres;
    final int[] cluster;
    private final int[] size;
    private final double[] upper;
    private final double[] lower;
    int iterations;
    boolean converged;

    /** From the given centres, which become this run's. */
    LloydRun(ScaledRows rows, int k, double[] centres) {
        this.x = rows.x;
        this.n = rows.n;
        this.d = rows.d;
        this.k = k;
        this.centres = centres;
        this.cluster = new int[n];
        this.size = new int[k];
        this.upper = new double[n];
        this.lower = new double[n];
    }

    /** k-means++: each next centre a customer drawn by its squared distance to the nearest one so far. */
    static double[] seeds(ScaledRows rows, int k, RandomGenerator random) {
        int n = rows.n;
        int d = rows.d;
        double[] centres = new double[k * d];
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(n);
        for (int j = 0; ; j++) {
            System.arraycopy(rows.x, chosen * d, centres, j * d, d);
            if (j == k - 1) {
                return centres;
            }
            double total = 0;
            for (int i = 0; i < n; i++) {
                nearest[i] = Math.min(nearest[i], ScaledRows.squaredDistance(rows.x, i * d, centres, j * d, d));
                total += nearest[i];
            }
            if (!(total > 0)) {
                throw Require.bad("clusters", "must be at most the number of different customers, " + (j + 1), "", k);
            }
            double rest = random.nextDouble() * total;
            for (int i = 0; i < n; i++) {
                if (nearest[i] > 0) {
                    chosen = i;
                    rest -= nearest[i];
                    if (rest < 0) {
                        break;
                    }
                }
            }
        }
    }

    LloydRun run(int maxIterations) {
        for (int i = 0; i < n; i++) {
            size[search(i)]++;
        }
        while (iterations < maxIterations && !converged) {
            iterations++;
            fillEmpty();
            moveCentres();
            converged = !reassign();
        }
        if (!converged) {
            // the centres of the partition that is given back
            fillEmpty();
            moveCentres();
        }
        return this;
    }

    /** The sum of squared distances to the centres, by cluster. */
    double[] withinSumOfSquares() {
        double[] sums = new double[k];
        for (int i = 0; i < n; i++) {
            sums[cluster[i]] += ScaledRows.squaredDistance(x, i * d, centres, cluster[i] * d, d);
        }
        return sums;
    }

    int[] sizes() {
        return size;
    }

    /** All distances of a customer: its bounds, and its cluster. */
    private int search(int i) {
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int j = 0; j < k; j++) {
            double distance = ScaledRows.squaredDistance(x, i * d, centres, j * d, d);
            if (distance < first) {
                second = first;
                first = distance;
                best = j;
            } else if (distance < second) {
                second = distance;
            }
        }
        upper[i] = Math.sqrt(first);
        lower[i] = Math.sqrt(second);
        cluster[i] = best;
        return best;
    }

    private boolean reassign() {
        double[] halfGap = new double[k];
        for (int j = 0; j < k; j++) {
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < k; other++) {
                if (other != j) {
                    least = Math.min(least, ScaledRows.squaredDistance(centres, j * d, centres, other * d, d));
                }
            }
            halfGap[j] = Math.sqrt(least) / 2;
        }
        boolean changed = false;
        for (int i = 0; i < n; i++) {
            int mine = cluster[i];
            double bound = Math.max(halfGap[mine], lower[i]);
            if (upper[i] > bound) {
                upper[i] = Math.sqrt(ScaledRows.squaredDistance(x, i * d, centres, mine * d, d));
                if (upper[i] > bound) {
                    double before = upper[i];
                    int best = search(i);
                    if (best != mine) {
                        if (upper[i] < before) {
                            size[mine]--;
                            size[best]++;
                            changed = true;
                        } else {
                            // equally near: stay, so that ties cannot go round in circles
                            cluster[i] = mine;
                        }
                    }
                }
            }
        }
        return changed;
    }

    /** A cluster that nobody is in takes the customer farthest from its own centre, of those who are not alone. */
    private void fillEmpty() {
        for (int j = 0; j < k; j++) {
            if (size[j] == 0) {
                int farthest = -1;
                double most = -1;
                for (int i = 0; i < n; i++) {
                    double distance = ScaledRows.squaredDistance(x, i * d, centres, cluster[i] * d, d);
                    if (size[cluster[i]] > 1 && distance > most) {
                        most = distance;
                        farthest = i;
                    }
                }
                size[cluster[farthest]]--;
                size[j] = 1;
                cluster[farthest] = j;
                System.arraycopy(x, farthest * d, centres, j * d, d);
                // bounds that say nothing, so that they are made anew
                Arrays.fill(upper, Double.POSITIVE_INFINITY);
                Arrays.fill(lower, 0);
            }
        }
    }

    /** Means of the clusters, and the bounds carried along by how far each centre moved. */
    private void moveCentres() {
        double[] sums = new double[k * d];
        for (int i = 0; i < n; i++) {
            int at = cluster[i] * d;
            for (int c = 0; c < d; c++) {
                sums[at + c] += x[i * d + c];
            }
        }
        double[] moved = new double[k];
        int farthest = 0;
        double most = -1;
        double next = 0;
        for (int j = 0; j < k; j++) {
            for (int c = 0; c < d; c++) {
                sums[j * d + c] /= size[j];
            }
            moved[j] = Math.sqrt(ScaledRows.squaredDistance(sums, j * d, centres, j * d, d));
            if (moved[j] > most) {
                next = Math.max(0, most);
                most = moved[j];
                farthest = j;
            } else {
                next = Math.max(next, moved[j]);
            }
        }
        System.arraycopy(sums, 0, centres, 0, sums.length);
        for (int i = 0; i < n; i++) {
            upper[i] += moved[cluster[i]];
            lower[i] -= cluster[i] == farthest ? next : most;
        }
    }
}
