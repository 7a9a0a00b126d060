package org.customerequity.survey.wallet;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.WeightedMean;
import org.customerequity.value.Interval;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.UndefinedRatioException;

/**
 * The share of their spend in a category that customers give to us, by both definitions in use. They differ where large customers
 * split their spend otherwise than small ones do, and answer different questions.
 *
 * <pre>{@code
 *   size-weighted     sum own / sum category              of each unit of money spent in the category: for revenue
 *   mean of shares    mean over customers of own / category        of each customer: for loyalty
 * }</pre>
 *
 * <p>A customer who spends nothing in the category has no share: it is counted apart and changes neither. Mergeable.
 *
 * @param sizeWeighted own spend over category spend, with its standard error over customers
 * @param meanOfShares of customers with spend in the category, each counted once
 * @param withoutSpend customers who spend nothing in the category
 */
public record ShareOfWallet(RatioOfSums sizeWeighted, WeightedMean meanOfShares, long withoutSpend)
        implements Serializable {
    private static final String OWN = "own spend";
    private static final String CATEGORY = "category spend";

    public ShareOfWallet {
        Objects.requireNonNull(sizeWeighted, "sizeWeighted");
        Objects.requireNonNull(meanOfShares, "meanOfShares");
        Require.nonNegative(withoutSpend, "withoutSpend", "");
    }

    /**
     * One row a customer.
     *
     * @param own spend with us, {@code >= 0}
     * @param category spend in the category with everybody, ours included: at least {@code own}
     */
    public static ShareOfWallet ofColumns(double[] own, double[] category) {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(category, "category");
        if (category.length != own.length) {
            throw Require.bad("category", "must be as many as own, " + own.length, "", category.length);
        }
        int n = 0;
        double[] ours = new double[own.length];
        double[] all = new double[own.length];
        double[] shares = new double[own.length];
        double[] ones = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            Require.nonNegative(own[i], "own[" + i + "]", "spend with us");
            Require.nonNegative(category[i], "category[" + i + "]", "spend with everybody");
            if (own[i] > category[i]) {
                throw Require.bad(
                        "own[" + i + "]",
                        "must be <= category " + category[i],
                        "which includes what is spent with us",
                        own[i]);
            }
            if (category[i] > 0) {
                ours[n] = own[i];
                all[n] = category[i];
                shares[n] = own[i] / category[i];
                ones[n++] = 1;
            }
        }
        return new ShareOfWallet(
                RatioOfSums.ofColumns(Arrays.copyOf(ours, n), OWN, Arrays.copyOf(all, n), CATEGORY),
                WeightedMean.of(Arrays.copyOf(shares, n), Arrays.copyOf(ones, n)),
                own.length - n);
    }

    /**
     * The normal interval of {@link #sizeWeighted()}, clipped to [0, 1].
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if fewer than two customers spend in the category
     */
    public Interval sizeWeightedConfidenceInterval(double level) {
        return sizeWeighted.confidenceInterval(level).clippedTo(0, 1);
    }

    /**
     * The normal interval of {@link #meanOfShares()}, clipped to [0, 1].
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if fewer than two customers spend in the category
     */
    public Interval meanOfSharesConfidenceInterval(double level) {
        return meanOfShares.estimate().confidenceInterval(level).clippedTo(0, 1);
    }

    /** Both together; the customers must be other ones. */
    public ShareOfWallet plus(ShareOfWallet other) {
        return new ShareOfWallet(
                sizeWeighted.plus(other.sizeWeighted),
                meanOfShares.plus(other.meanOfShares),
                Math.addExact(withoutSpend, other.withoutSpend));
    }
}
