package org.customerequity.internal;

/**
 * ln(1 + v) and e^z - 1 for arguments that are not negative, to two units in the last place, by way of the logarithm and the
 * exponential that the virtual machine does in a few cycles.
 */
public final class Elementary {
    private Elementary() {}

    /** ln(1 + v), v >= 0: the rounding of 1 + v is put right to first order. */
    public static double log1p(double v) {
        double u = 1 + v;
        return u == Double.POSITIVE_INFINITY ? u : Math.log(u) + (v - (u - 1)) / u;
    }

    /** e^z - 1, z >= 0: e^z - 1 and its logarithm are wrong alike where z is small (Kahan). */
    public static double expm1(double z) {
        double u = Math.exp(z);
        if (z > 1) {
            return u - 1;
        }
        double v = u - 1;
        return v == 0 ? z : v * (z / Math.log(u));
    }
}
