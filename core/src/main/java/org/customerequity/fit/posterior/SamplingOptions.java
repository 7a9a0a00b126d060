package org.customerequity.fit.posterior;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * How much a sampler draws.
 *
 * @param chains how many, each from a start of its own; at least 2, as one alone cannot show that it is stuck
 * @param warmup steps of each chain that are not kept, while the sampler still learns; at least 100
 * @param draws kept of each chain, at least 4
 * @param thinning steps from one kept draw to the next; more than 1 saves memory, not time
 * @param mixing when the chains are accepted
 */
public record SamplingOptions(int chains, int warmup, int draws, int thinning, MixingRule mixing)
        implements Serializable {
    private static final SamplingOptions DEFAULTS = new SamplingOptions(4, 2000, 1000, 1, MixingRule.standard());

    private static final int FEWEST_CHAINS = 2;
    private static final int SHORTEST_WARMUP = 100;
    private static final int FEWEST_DRAWS = 4;

    public SamplingOptions {
        atLeast(FEWEST_CHAINS, chains, "chains", "one alone cannot show that it is stuck");
        atLeast(SHORTEST_WARMUP, warmup, "warmup", "2,000 unless there is a reason");
        atLeast(FEWEST_DRAWS, draws, "draws", "1,000 a chain give an interval");
        Require.positive(thinning, "thinning", "1 keeps every draw");
        if ((long) draws * thinning > Integer.MAX_VALUE - warmup) {
            throw Require.bad(
                    "draws", "times thinning must be at most 2^31 with the warm-up", "", (long) draws * thinning);
        }
        Objects.requireNonNull(mixing, "mixing");
    }

    private static void atLeast(int least, int x, String name, String hint) {
        if (x < least) {
            throw Require.bad(name, "must be >= " + least, hint, x);
        }
    }

    /** 4 chains, a warm-up of 2,000 steps, 1,000 draws kept of each chain, none left out, {@link MixingRule#standard()}. */
    public static SamplingOptions defaults() {
        return DEFAULTS;
    }

    /** These options with another number of chains. */
    public SamplingOptions withChains(int newChains) {
        return new SamplingOptions(newChains, warmup, draws, thinning, mixing);
    }

    /** These options with another warm-up. */
    public SamplingOptions withWarmup(int newWarmup) {
        return new SamplingOptions(chains, newWarmup, draws, thinning, mixing);
    }

    /** These options with another number of draws kept of each chain. */
    public SamplingOptions withDraws(int newDraws) {
        return new SamplingOptions(chains, warmup, newDraws, thinning, mixing);
    }

    /** These options with every so-manieth step kept. */
    public SamplingOptions withThinning(int newThinning) {
        return new SamplingOptions(chains, warmup, draws, newThinning, mixing);
    }

    /** These options with another rule of acceptance. */
    public SamplingOptions withMixing(MixingRule newMixing) {
        return new SamplingOptions(chains, warmup, draws, thinning, newMixing);
    }

    /** Steps of one chain after its warm-up: draws times thinning. */
    public int keptSteps() {
        return draws * thinning;
    }
}
