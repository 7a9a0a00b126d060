package org.customerequity.internal.row;

/**
 * How many hidden events, 0 to k-1, an active customer of regular timing has had since the last purchase: every k-th event is
 * a purchase.
 *
 * <pre>{@code
 *   c_j = G(n+j)/(G(n) j!) v^j,   j < k,   v = (T-t_x)/(alpha+T)
 * }</pre>
 */
public final class ErlangStates {
    private static final double HUGE = 0x1p600;
    private static final double LOG_HUGE = Math.log(HUGE);

    private ErlangStates() {}

    /**
     * ln of the sum of the c_j.
     *
     * @param k at least 1
     * @param n r + kx
     * @param v in [0, 1]
     * @param weight of length k, written: the shares of the c_j in their sum
     */
    public static double of(int k, double n, double v, double[] weight) {
        weight[0] = 1;
        if (k == 1) {
            return 0;
        }
        double c = 1;
        double sum = 1;
        double logScale = 0;
        for (int j = 1; j < k; j++) {
            c *= (n + (j - 1)) / j * v;
            if (c > HUGE) {
                c /= HUGE;
                sum /= HUGE;
                logScale += LOG_HUGE;
                for (int i = 0; i < j; i++) {
                    weight[i] /= HUGE;
                }
            }
            weight[j] = c;
            sum += c;
        }
        for (int j = 0; j < k; j++) {
            weight[j] /= sum;
        }
        return logScale + Math.log(sum);
    }
}
