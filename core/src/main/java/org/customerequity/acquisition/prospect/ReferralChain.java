package org.customerequity.acquisition.prospect;

import java.io.Serializable;
import org.customerequity.internal.GeometricSum;
import org.customerequity.internal.Require;
import org.customerequity.value.UndefinedRatioException;

/**
 * Customers who bring customers who bring customers: each sends invitations once, and some of those become customers and do the
 * same one cycle later.
 *
 * <pre>{@code
 *   K                    invitations x conversion                      customers that one customer brings
 *   after n cycles       N0 (1 + K + ... + K^n) = N0 (K^(n+1) - 1) / (K - 1)          K = 1: N0 (n + 1)
 *   in the end           N0 / (1 - K)                                  K < 1 only
 * }</pre>
 *
 * <p>K counts only people who were not customers before. K of 1 or more is never sustained, because the people left to invite
 * run out; the chain is then computed for a stated number of cycles only.
 *
 * @param invitations sent by a customer, {@code >= 0}
 * @param conversion of an invitation, in [0, 1]
 */
public record ReferralChain(double invitations, double conversion) implements Serializable {
    public ReferralChain {
        invitations = Require.nonNegative(invitations, "invitations", "per customer");
        conversion = Require.fraction(conversion, "conversion", "0.14 means 14 % of invitations");
    }

    /** {@code ReferralChain.of(3.2, 0.14)} has K 0.448. */
    public static ReferralChain of(double invitations, double conversion) {
        return new ReferralChain(invitations, conversion);
    }

    /** K, customers that one customer brings directly. */
    public double factor() {
        return invitations * conversion;
    }

    /**
     * The first customers and all that they have brought, directly and through others.
     *
     * @param first customers, {@code >= 0}
     * @param cycles {@code >= 0}; after 0 there are the first only
     * @return positive infinity where it is more than a {@code double} can say
     */
    public double customersAfter(double first, int cycles) {
        Require.nonNegative(first, "first", "customers to begin with");
        Require.nonNegative(cycles, "cycles", "");
        return first == 0 ? 0 : first * GeometricSum.of(1 - factor(), cycles + 1.0);
    }

    /**
     * How many customers there are in the end for each first one, {@code 1 / (1 - K)}.
     *
     * @throws UndefinedRatioException if K is 1 or more
     */
    public double multiplier() {
        requireEnding();
        return 1 / (1 - factor());
    }

    void requireEnding() {
        if (!(factor() < 1)) {
            throw new UndefinedRatioException("multiplier is undefined, because K is " + factor()
                    + " and the chain would never end (state a number of cycles)");
        }
    }
}
