package org.customerequity.metric.service;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum in fixed point, 192 bits, two's complement, so that it is the same to the last bit in whatever order its terms come and its
 * parts are put together.
 */
final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1;

    /** A term of {@link #add} is a multiple of 2^-82 below 2^40: 2^63 of them fit. */
    private static final int BITS = 82;

    /** Terms of {@link #addRounded} are multiples of 2^-52. */
    private static final int ROUNDED_BITS = 52;

    private static final long FRACTION = (1L << 52) - 1;

    private long low;
    private long middle;
    private long high;

    /** Exactly this term, which the caller holds between 2^-30 and 2^40. */
    void add(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long mantissa = bits & FRACTION | FRACTION + 1;
        int shift = (int) (bits >>> 52) - 1075 + BITS;
        int bit = shift & 63;
        long lower = mantissa << bit;
        long upper = mantissa >>> 1 >>> 63 - bit;
        if (shift < 64) {
            add(lower, upper, 0);
        } else {
            add(0, lower, upper);
        }
    }

    /** This term, of either sign and below 2^10, rounded to a multiple of 2^-52. Not in one sum with {@link #add}. */
    void addRounded(double x) {
        long k = (long) Math.rint(x * 0x1p52);
        add(k, k >> 63, k >> 63);
    }

    void add(ExactSum other) {
        add(other.low, other.middle, other.high);
    }

    private void add(long a, long b, long c) {
        long newLow = low + a;
        long carry = Long.compareUnsigned(newLow, a) < 0 ? 1 : 0;
        long newMiddle = middle + b;
        long carryOn = Long.compareUnsigned(newMiddle, b) < 0 ? 1 : 0;
        newMiddle += carry;
        if (carry == 1 && newMiddle == 0) {
            carryOn = 1;
        }
        low = newLow;
        middle = newMiddle;
        high += c + carryOn;
    }

    /** The sum of {@link #add}, to the nearest double. */
    double value() {
        return Math.scalb(integer().doubleValue(), -BITS);
    }

    /** The sum of {@link #addRounded}, to the nearest double. */
    double roundedValue() {
        return Math.scalb(integer().doubleValue(), -ROUNDED_BITS);
    }

    private BigInteger integer() {
        return BigInteger.valueOf(high)
                .shiftLeft(64)
                .add(unsigned(middle))
                .shiftLeft(64)
                .add(unsigned(low));
    }

    private static BigInteger unsigned(long word) {
        BigInteger signed = BigInteger.valueOf(word);
        return word < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }

    boolean sameAs(ExactSum other) {
        return low == other.low && middle == other.middle && high == other.high;
    }

    int hash() {
        return Arrays.hashCode(new long[] {low, middle, high});
    }
}
