package org.customerequity.retention.curve;

/** Discounted sums of the payments of one customer, from which the four timings are made. */
interface PaymentSums {
    /**
     * {@code sum j = 0..n-1 of s(j) (1+d)^-j}, s(j) = S(tenure+j) / S(tenure); positive infinity where it diverges.
     *
     * @param d discount per period, {@code >= 0}
     * @param n a whole number {@code >= 1}, or infinite
     */
    double plain(double tenure, double d, double n);

    /** The same with each term times j. */
    double weighted(double tenure, double d, double n);
}
