package org.customerequity.internal;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * Fills a column with f_x(T) where many rows share the count x and f_x is costly, such as a hypergeometric function.
 *
 * <p>For each x and each piece {@code [2^k (1 + j/8), 2^k (1 + (j+1)/8))} of A = T + shift that holds enough rows, f_x is
 * replaced by its interpolant in 12 Chebyshev nodes. Where f_x is analytic for Re A > 0 the nearest singularity is 17
 * half-widths from the centre, so that coefficients fall by a factor of 34 each: 34^-12 is 4e-19. The interpolant is
 * used only if the last coefficients are below 1e-14 of the smallest value in the piece and two values between the
 * nodes agree; else the piece is cut in 2, 4, 8 or 16, or its rows are evaluated directly. The piece and the position
 * within it come from the bits of A, so that a row costs one look-up and one polynomial.
 */
public final class FrequencyTables {
    /** Mantissa bits that number a piece: 3 bits make 8 pieces of an octave. */
    private static final int PIECE_BITS = 3;

    private static final int NODES = 12;
    private static final int MAX_CUTS = 4;
    private static final int MAX_COUNT = 4096;
    private static final double TOLERANCE = 1e-14;
    private static final int DIRECT = -1;
    /** Rows looked at to decide which tables are worth building. */
    private static final int SAMPLE = 1 << 16;

    /** The pieces of the normal positive numbers. */
    private static final int FIRST_PIECE = 1 << PIECE_BITS;

    private static final int LAST_PIECE = 0x7FF << PIECE_BITS;

    private static final double[] NODE = new double[NODES];
    /** Values at the nodes to Chebyshev coefficients. */
    private static final double[][] TO_CHEBYSHEV = new double[NODES][NODES];
    /** The powers in each Chebyshev polynomial. */
    private static final long[][] POWERS = new long[NODES][NODES];

    static {
        POWERS[0][0] = 1;
        POWERS[1][1] = 1;
        for (int j = 2; j < NODES; j++) {
            for (int k = 0; k < NODES; k++) {
                POWERS[j][k] = (k > 0 ? 2 * POWERS[j - 1][k - 1] : 0) - POWERS[j - 2][k];
            }
        }
        for (int i = 0; i < NODES; i++) {
            double angle = Math.PI * (2 * i + 1) / (2.0 * NODES);
            NODE[i] = Math.cos(angle);
            for (int j = 0; j < NODES; j++) {
                TO_CHEBYSHEV[j][i] = (j == 0 ? 1.0 : 2.0) / NODES * Math.cos(j * angle);
            }
        }
    }

    private FrequencyTables() {}

    /**
     * Writes f_x(T) into {@code out} for every row; within 1e-13 relative of {@code kernel.apply(x).applyAsDouble(T)}
     * where that is itself smooth to a few 1e-15; a kernel that is noisier than 1e-14 is not interpolated, only slower.
     *
     * @param x counts, not negative
     * @param age T of each row; a row whose T + shift is not positive and finite is evaluated directly
     * @param shift such that f_x is analytic for Re(T + shift) > 0
     * @param kernel f_x, positive; also called for T between -shift and the smallest age
     * @param out as long as x and age
     */
    public static void fill(
            int[] x, double[] age, double shift, IntFunction<DoubleUnaryOperator> kernel, double[] out) {
        int rows = x.length;
        if (age.length != rows || out.length != rows) {
            throw Require.bad(
                    "age and out", "must be as long as x", x.length + " rows", age.length + ", " + out.length);
        }
        Require.positive(shift, "shift", "");
        new Filler(x, age, shift, kernel, out).run();
    }

    private static final class Filler {
        private final int[] x;
        private final double[] age;
        private final double shift;
        private final IntFunction<DoubleUnaryOperator> kernel;
        private final double[] out;
        private final int stride;

        private int firstPiece;
        private int pieces;
        /** Counts from here on are evaluated directly. */
        private int countLimit;

        /** Per (x, piece): the rows, then {@link #DIRECT} or the first slot times 8 plus the number of cuts. */
        private int[] cells = {};

        private DoubleUnaryOperator[] kernels = {};
        private double[] powers = new double[64 * NODES];
        private int slots;
        private final double[] values = new double[NODES];

        Filler(int[] x, double[] age, double shift, IntFunction<DoubleUnaryOperator> kernel, double[] out) {
            this.x = x;
            this.age = age;
            this.shift = shift;
            this.kernel = kernel;
            this.out = out;
            stride = 1 + x.length / SAMPLE;
        }

        void run() {
            layOut();
            countRows();
            build();
            evaluate();
        }

        /** Not positive, infinite or NaN: {@link #LAST_PIECE} or more. */
        private static int piece(double a) {
            return (int) (Double.doubleToRawLongBits(a) >>> (52 - PIECE_BITS));
        }

        /** Which pieces and counts the rows are in, from a sample when there are many; what it misses goes direct. */
        private void layOut() {
            firstPiece = LAST_PIECE;
            int lastPiece = 0;
            int most = 0;
            for (int i = 0; i < x.length; i += stride) {
                int p = piece(age[i] + shift);
                if (p >= FIRST_PIECE && p < LAST_PIECE) {
                    firstPiece = Math.min(firstPiece, p);
                    lastPiece = Math.max(lastPiece, p);
                }
                most = Math.max(most, x[i]);
            }
            pieces = Math.max(1, lastPiece - firstPiece + 1);
            // no more cells than rows: beyond that few cells can hold enough
            int affordable = Math.max(x.length, 1 << 12) / pieces;
            countLimit = Math.min(Math.min(most, MAX_COUNT - 1) + 1, affordable);
            cells = new int[countLimit * pieces];
            kernels = new DoubleUnaryOperator[countLimit];
        }

        private void countRows() {
            for (int i = 0; i < x.length; i += stride) {
                int count = x[i];
                int p = piece(age[i] + shift) - firstPiece;
                if (count >= 0 && count < countLimit && p >= 0 && p < pieces) {
                    cells[count * pieces + p] += stride;
                }
            }
        }

        private DoubleUnaryOperator kernelOf(int count) {
            if (count >= countLimit) {
                return kernel.apply(count);
            }
            if (kernels[count] == null) {
                kernels[count] = kernel.apply(count);
            }
            return kernels[count];
        }

        private void build() {
            for (int count = 0; count < countLimit; count++) {
                for (int p = 0; p < pieces; p++) {
                    int cell = count * pieces + p;
                    int rows = cells[cell];
                    cells[cell] = DIRECT;
                    for (int cuts = 0; cuts <= MAX_CUTS && rows > (2 * NODES << cuts); cuts++) {
                        if (build(kernelOf(count), firstPiece + p, cuts)) {
                            cells[cell] = slots * 8 + cuts;
                            slots += 1 << cuts;
                            break;
                        }
                    }
                }
            }
        }

        private boolean build(DoubleUnaryOperator f, int piece, int cuts) {
            int parts = 1 << cuts;
            if ((slots + parts) * NODES > powers.length) {
                powers = Arrays.copyOf(powers, Math.max(2 * powers.length, (slots + parts) * NODES));
            }
            double from = Double.longBitsToDouble((long) piece << (52 - PIECE_BITS));
            double width = (Double.longBitsToDouble((long) (piece + 1) << (52 - PIECE_BITS)) - from) / parts;
            for (int k = 0; k < parts; k++) {
                if (!interpolate(f, from + k * width, width, (slots + k) * NODES)) {
                    return false;
                }
            }
            return true;
        }

        private boolean interpolate(DoubleUnaryOperator f, double from, double width, int at) {
            double smallest = Double.POSITIVE_INFINITY;
            double half = width / 2;
            double mid = from + half;
            for (int i = 0; i < NODES; i++) {
                double v = f.applyAsDouble(mid + half * NODE[i] - shift);
                if (!(Math.abs(v) < Double.POSITIVE_INFINITY)) {
                    return false;
                }
                values[i] = v;
                smallest = Math.min(smallest, Math.abs(v));
            }
            double tolerance = TOLERANCE * smallest;
            Arrays.fill(powers, at, at + NODES, 0);
            for (int j = NODES - 1; j >= 0; j--) {
                double c = 0;
                for (int i = 0; i < NODES; i++) {
                    c += TO_CHEBYSHEV[j][i] * values[i];
                }
                if (j >= NODES - 2 && !(Math.abs(c) <= tolerance)) {
                    return false;
                }
                // by way of the rounded Chebyshev coefficient, whose error the powers then share and do not amplify
                for (int k = j; k >= 0; k -= 2) {
                    powers[at + k] += c * POWERS[j][k];
                }
            }
            return agrees(f, mid, half, -0.97, at) && agrees(f, mid, half, 0.4, at);
        }

        private boolean agrees(DoubleUnaryOperator f, double mid, double half, double s, int at) {
            double exact = f.applyAsDouble(mid + half * s - shift);
            return Math.abs(polynomial(powers, at, s) - exact) <= 4 * TOLERANCE * Math.abs(exact);
        }

        private void evaluate() {
            int[] x = this.x;
            double[] age = this.age;
            double[] out = this.out;
            double[] table = powers;
            int[] cells = this.cells;
            int limit = countLimit;
            int width = pieces;
            int first = firstPiece;
            double shift = this.shift;
            for (int i = 0; i < x.length; i++) {
                double a = age[i] + shift;
                long bits = Double.doubleToRawLongBits(a);
                int p = (int) (bits >>> (52 - PIECE_BITS)) - first;
                int count = x[i];
                int entry = DIRECT;
                if (Integer.compareUnsigned(p, width) < 0 && Integer.compareUnsigned(count, limit) < 0) {
                    entry = cells[count * width + p];
                }
                if (entry < 0) {
                    out[i] = direct(i);
                } else {
                    int cuts = entry & 7;
                    long rest = bits << (12 + PIECE_BITS);
                    int part = (int) (rest >>> 1 >>> (63 - cuts));
                    double s = 2 * Double.longBitsToDouble((rest << cuts >>> 12) | 0x3FF0000000000000L) - 3;
                    out[i] = polynomial(table, ((entry >>> 3) + part) * NODES, s);
                }
            }
        }

        private double direct(int i) {
            if (x[i] < 0) {
                throw Require.bad("x[" + i + "]", "must be >= 0", "", x[i]);
            }
            return kernelOf(x[i]).applyAsDouble(age[i]);
        }

        /** Estrin's scheme: short chains that overlap between rows. */
        private static double polynomial(double[] c, int at, double s) {
            double s2 = s * s;
            double s4 = s2 * s2;
            double low = (c[at] + c[at + 1] * s) + (c[at + 2] + c[at + 3] * s) * s2;
            double mid = (c[at + 4] + c[at + 5] * s) + (c[at + 6] + c[at + 7] * s) * s2;
            double high = (c[at + 8] + c[at + 9] * s) + (c[at + 10] + c[at + 11] * s) * s2;
            return low + s4 * (mid + s4 * high);
        }
    }
}
