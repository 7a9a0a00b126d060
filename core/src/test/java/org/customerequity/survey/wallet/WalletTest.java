package org.customerequity.survey.wallet;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class WalletTest {
    /** Sheet 10: published for two and three brands; ranks 1, 2.5, 2.5, 4. */
    @Test
    void allocationOfTheSheet() {
        assertArrayEquals(new double[] {2 / 3.0, 1 / 3.0}, WalletAllocationRule.shares(9, 5), 1e-15);
        assertArrayEquals(new double[] {1 / 3.0, 0.5, 1 / 6.0}, WalletAllocationRule.shares(7, 9, 2), 1e-15);
        assertArrayEquals(new double[] {0.4, 0.25, 0.25, 0.1}, WalletAllocationRule.shares(9, 7, 7, 1), 1e-15);
        assertArrayEquals(
                new double[] {0.4, 0.25, 0.25, 0.1}, WalletAllocationRule.sharesOfRanks(1, 2.5, 2.5, 4), 1e-15);
        assertArrayEquals(new double[] {1}, WalletAllocationRule.shares(3), 1e-15);
    }

    /** Adds up to 1; better is never less; only the order counts; ties are the mean of all orders that break them. */
    @Property
    void allocationIsAShareByRank(@ForAll int seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        double[] satisfaction =
                new SplittableRandom(seed).ints(n, 1, 6).asDoubleStream().toArray();
        double[] shares = WalletAllocationRule.shares(satisfaction);
        close(1, Arrays.stream(shares).sum(), 1e-14);
        double[] byHand = new double[n];
        for (int breaking = 0; breaking < 2; breaking++) {
            for (int i = 0; i < n; i++) {
                int rank = 1;
                for (int j = 0; j < n; j++) {
                    boolean first = breaking == 0 ? j < i : j > i;
                    rank += satisfaction[j] > satisfaction[i] || satisfaction[j] == satisfaction[i] && first ? 1 : 0;
                }
                byHand[i] += (1 - rank / (n + 1.0)) / n;
            }
        }
        // first-come and last-come average to the middle of the tie
        assertArrayEquals(byHand, shares, 1e-14);
        assertArrayEquals(
                shares,
                WalletAllocationRule.shares(
                        Arrays.stream(satisfaction).map(Math::exp).toArray()),
                0);
    }

    /** A small loyal customer and a large one who shops around: 110 of 1,100, but a mean of 0.505. */
    @Test
    void twoDefinitionsOfShareOfWallet() {
        ShareOfWallet share = ShareOfWallet.ofColumns(new double[] {100, 10, 0}, new double[] {100, 1_000, 0});
        assertEquals(0.1, share.sizeWeighted().value());
        close(0.505, share.meanOfShares().value(), 1e-15);
        assertEquals(1, share.withoutSpend());
        assertEquals(2, share.sizeWeighted().units());
        travels(share);
    }

    /** Weighted by category spend, the mean of shares is the size-weighted share; equal wallets make them equal. */
    @Property
    void sharesMerge(@ForAll int seed, @ForAll @IntRange(max = 30) int cut) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] category = random.doubles(30, 1, 500).toArray();
        category[random.nextInt(30)] = 0;
        double[] own = Arrays.stream(category).map(c -> c * random.nextDouble()).toArray();
        ShareOfWallet whole = ShareOfWallet.ofColumns(own, category);
        ShareOfWallet first = ShareOfWallet.ofColumns(Arrays.copyOf(own, cut), Arrays.copyOf(category, cut));
        ShareOfWallet rest =
                ShareOfWallet.ofColumns(Arrays.copyOfRange(own, cut, 30), Arrays.copyOfRange(category, cut, 30));
        for (ShareOfWallet both : new ShareOfWallet[] {first.plus(rest), rest.plus(first)}) {
            close(whole.sizeWeighted().value(), both.sizeWeighted().value(), 1e-13);
            close(whole.sizeWeighted().standardError(), both.sizeWeighted().standardError(), 1e-10);
            close(whole.meanOfShares().value(), both.meanOfShares().value(), 1e-13);
            close(
                    whole.meanOfShares().estimate().standardError(),
                    both.meanOfShares().estimate().standardError(),
                    1e-10);
            assertEquals(1, both.withoutSpend());
        }
        double byHand = Arrays.stream(own).sum() / Arrays.stream(category).sum();
        close(byHand, whole.sizeWeighted().value(), 1e-13);
        assertTrue(whole.meanOfShares().value() <= 1);
        double[] equal = new double[30];
        Arrays.fill(equal, 500);
        ShareOfWallet same = ShareOfWallet.ofColumns(own, equal);
        close(same.sizeWeighted().value(), same.meanOfShares().value(), 1e-13);
        close(
                same.sizeWeighted().standardError(),
                same.meanOfShares().estimate().standardError(),
                1e-10);
    }

    /** They add up, and yet the first two should be 1.5 each. */
    @Test
    void tiesShareTheirAverageRank() {
        rejects(
                "ranks must be 1.5 in place 1, was 1.0 (ties share their average rank)",
                () -> WalletAllocationRule.sharesOfRanks(4, 1, 1, 4));
        rejects(
                "ranks must be 2.0 in place 2, was 2.2 (ties share their average rank)",
                () -> WalletAllocationRule.sharesOfRanks(1, 2.2, 2.8));
        assertEquals(0.35, WalletAllocationRule.sharesOfRanks(1.5, 3.5, 3.5, 1.5)[0], 1e-15);
    }

    @Test
    void intervalsOfSharesStayBelowAll() {
        ShareOfWallet loyal = ShareOfWallet.ofColumns(new double[] {1, 1, 0.5}, new double[] {1, 1, 1});
        assertTrue(loyal.sizeWeighted().confidenceInterval(0.95).upper() > 1);
        assertEquals(1, loyal.sizeWeightedConfidenceInterval(0.95).upper());
        assertEquals(1, loyal.meanOfSharesConfidenceInterval(0.95).upper());
        assertEquals(
                loyal.sizeWeighted().confidenceInterval(0.95).lower(),
                loyal.sizeWeightedConfidenceInterval(0.95).lower());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "own[0] must be <= category 1.0, was 2.0 (which includes what is spent with us)",
                () -> ShareOfWallet.ofColumns(new double[] {2}, new double[] {1}));
        rejects(
                "category must be as many as own, 1, was 2",
                () -> ShareOfWallet.ofColumns(new double[1], new double[2]));
        rejects(
                "own[0] must be finite and >= 0, was NaN (spend with us)",
                () -> ShareOfWallet.ofColumns(new double[] {Double.NaN}, new double[1]));
        fails(
                UndefinedRatioException.class,
                "own spend per category spend is undefined, because category spend is 0",
                () -> ShareOfWallet.ofColumns(new double[1], new double[1])
                        .sizeWeighted()
                        .value());
        rejects("ranks must have at least one brand, was empty", WalletAllocationRule::shares);
        rejects(
                "ranks must add up to 3.0, was 2.0 (ties share their average rank)",
                () -> WalletAllocationRule.sharesOfRanks(1, 1));
        rejects(
                "ranks[0] must be from 1 to 2, was 0.0 (1 for the best)",
                () -> WalletAllocationRule.sharesOfRanks(0, 3));
        rejects(
                "satisfaction[1] must be finite, was NaN (leave out brands that are not used)",
                () -> WalletAllocationRule.shares(1, Double.NaN));
        rejectsNull("own", () -> ShareOfWallet.ofColumns(null, new double[1]));
    }
}
