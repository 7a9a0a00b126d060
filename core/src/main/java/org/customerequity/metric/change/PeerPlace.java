package org.customerequity.metric.change;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * Where a figure stands among those of others: {@code (number below + half the ties) / n}, the mid-rank percentile.
 *
 * @param below peers with a lower figure
 * @param ties peers with the same
 * @param size all peers, without oneself
 */
public record PeerPlace(int below, int ties, int size) implements Serializable {
    public PeerPlace {
        Require.nonNegative(below, "below", "");
        Require.nonNegative(ties, "ties", "");
        Require.positive(size, "size", "peers to compare with");
        if ((long) below + ties > size) {
            throw Require.bad("below + ties", "must be <= size " + size, "of these peers", (long) below + ties);
        }
    }

    /**
     * From the figures of the peers.
     *
     * @param figure ours, finite
     * @param peers theirs, finite, at least one, without ours
     */
    public static PeerPlace of(double figure, double[] peers) {
        double ours = Require.finite(figure, "figure", "");
        int below = 0;
        int ties = 0;
        for (int i = 0; i < Objects.requireNonNull(peers, "peers").length; i++) {
            double peer = Require.finite(peers[i], "peers[" + i + "]", "");
            below += peer < ours ? 1 : 0;
            ties += peer == ours ? 1 : 0;
        }
        return new PeerPlace(below, ties, peers.length);
    }

    /** In [0, 1]; 0.5 in the middle. High is good only for a figure of which more is better. */
    public double share() {
        return (below + 0.5 * ties) / size;
    }
}
