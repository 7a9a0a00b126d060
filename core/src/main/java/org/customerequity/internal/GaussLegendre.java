package org.customerequity.internal;

/**
 * Nodes and weights of the Gauss-Legendre rules of 4, 8, 16 and 32 nodes on [-1, 1], found once by Newton's method to
 * full precision. The arrays are shared: hot loops read them, nobody writes them.
 */
public final class GaussLegendre {
    private static final double[][] FOUR = rule(4);
    private static final double[][] EIGHT = rule(8);
    private static final double[][] SIXTEEN = rule(16);
    private static final double[][] THIRTY_TWO = rule(32);

    private GaussLegendre() {}

    /** The nodes in ascending order. */
    public static double[] nodes(int n) {
        return of(n)[0];
    }

    /** The weights, which add up to 2. */
    public static double[] weights(int n) {
        return of(n)[1];
    }

    private static double[][] of(int n) {
        switch (n) {
            case 4:
                return FOUR;
            case 8:
                return EIGHT;
            case 16:
                return SIXTEEN;
            case 32:
                return THIRTY_TWO;
            default:
                throw Require.bad("n", "must be 4, 8, 16 or 32", "", n);
        }
    }

    private static double[][] rule(int n) {
        double[] x = new double[n];
        double[] w = new double[n];
        for (int i = 0; i < n / 2; i++) {
            double z = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double step = 0;
            double slope = 0;
            for (int k = 0; k < 8; k++) {
                double p = 1;
                double before = 0;
                for (int j = 1; j <= n; j++) {
                    double next = ((2 * j - 1) * z * p - (j - 1) * before) / j;
                    before = p;
                    p = next;
                }
                slope = n * (before - z * p);
                step = p * (1 - z) * (1 + z) / slope;
                if (z - step == z) {
                    break;
                }
                z -= step;
            }
            // (1 - z^2) P'(z) is stationary at the root; 1 - z^2 is not, hence the last step enters it
            double weight = 2 * ((1 - z) * (1 + z) + 2 * z * step) / (slope * slope);
            x[i] = -z;
            x[n - 1 - i] = z;
            w[i] = weight;
            w[n - 1 - i] = weight;
        }
        return new double[][] {x, w};
    }
}
