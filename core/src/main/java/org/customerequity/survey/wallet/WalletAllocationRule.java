package org.customerequity.survey.wallet;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;

/**
 * The share of a customer's wallet that each of the brands it uses gets, guessed from nothing but how it ranks them.
 *
 * <pre>{@code
 *   share = (1 - rank / (n + 1)) 2 / n          n brands used; brands that tie share the average of their ranks
 * }</pre>
 *
 * <p>The shares of one customer add up to 1. Keiningham, Aksoy, Buoye and Cooil, Customer Loyalty Isn't Enough. Grow Your Share of
 * Wallet, Harvard Business Review, October 2011. A rule of thumb: what is measured ({@link ShareOfWallet}) is better.
 */
public final class WalletAllocationRule {
    private WalletAllocationRule() {}

    /**
     * The shares of the brands that one customer uses.
     *
     * @param satisfaction with each brand, finite; the highest ranks first
     * @return one share a brand, in their order, each {@code > 0}
     */
    public static double[] shares(double... satisfaction) {
        return sharesOfRanks(ranks(satisfaction));
    }

    /**
     * The shares of brands that are ranked already.
     *
     * @param ranks 1 for the best; ties as average ranks, so that they add up to n (n + 1) / 2
     * @return one share a brand, in their order
     */
    public static double[] sharesOfRanks(double... ranks) {
        Objects.requireNonNull(ranks, "ranks");
        double n = Require.notEmpty(ranks.length, "ranks", "must have at least one brand", "");
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (!(ranks[i] >= 1 && ranks[i] <= n)) {
                throw Require.bad("ranks[" + i + "]", "must be from 1 to " + ranks.length, "1 for the best", ranks[i]);
            }
            sum += ranks[i];
        }
        if (!(Math.abs(sum - n * (n + 1) / 2) <= 1e-9 * sum)) {
            throw Require.bad("ranks", "must add up to " + n * (n + 1) / 2, "ties share their average rank", sum);
        }
        requireAverages(ranks);
        return Arrays.stream(ranks).map(rank -> (1 - rank / (n + 1)) * 2 / n).toArray();
    }

    /** Ranks that add up may still be wrong: 1, 1, 4, 4 for 1.5, 1.5, 3.5, 3.5. */
    private static void requireAverages(double[] ranks) {
        double[] sorted = ranks.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            double average = (i + 1 + end) / 2.0;
            if (Math.abs(sorted[i] - average) > 1e-9) {
                throw Require.bad(
                        "ranks",
                        "must be " + average + " in place " + (i + 1),
                        "ties share their average rank",
                        sorted[i]);
            }
            i = end;
        }
    }

    private static double[] ranks(double[] satisfaction) {
        Objects.requireNonNull(satisfaction, "satisfaction");
        for (int i = 0; i < satisfaction.length; i++) {
            Require.finite(satisfaction[i], "satisfaction[" + i + "]", "leave out brands that are not used");
        }
        return IntStream.range(0, satisfaction.length)
                .mapToDouble(i -> {
                    long better = Arrays.stream(satisfaction)
                            .filter(x -> x > satisfaction[i])
                            .count();
                    long same = Arrays.stream(satisfaction)
                            .filter(x -> x == satisfaction[i])
                            .count();
                    return better + (same + 1) / 2.0;
                })
                .toArray();
    }
}
