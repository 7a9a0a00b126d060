package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.fit.posterior.DrawSummary;
import org.customerequity.fit.posterior.ParameterDraws;
import org.customerequity.fit.posterior.Posterior;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.SpendModel;
import org.jspecify.annotations.Nullable;

/**
 * Draws of a model of buying, each with the draw of the same place of a model of spending, or with the one spend model that is
 * given. The two likelihoods are separate, so any pairing is a draw of both.
 */
record PosteriorPairs(
        Posterior<? extends PurchaseModel> buying,
        @Nullable Posterior<? extends SpendModel> spending,
        @Nullable SpendModel given)
        implements Serializable {

    static PosteriorPairs of(Posterior<? extends PurchaseModel> buying, Posterior<? extends SpendModel> spending) {
        String wanted = shape(Objects.requireNonNull(buying, "buying").draws());
        String found = shape(Objects.requireNonNull(spending, "spending").draws());
        if (!found.equals(wanted)) {
            throw Require.bad(
                    "spending",
                    "must have draws for those of buying, " + wanted,
                    "sample both with as many chains and draws, or thin the longer one with Posterior.thinned",
                    found);
        }
        return new PosteriorPairs(buying, spending, null);
    }

    static PosteriorPairs of(Posterior<? extends PurchaseModel> buying, SpendModel spending) {
        return new PosteriorPairs(
                Objects.requireNonNull(buying, "buying"), null, Objects.requireNonNull(spending, "spending"));
    }

    private static String shape(ParameterDraws draws) {
        return draws.chainCount() + " chains of " + draws.drawsPerChain();
    }

    int size() {
        return buying.size();
    }

    int chains() {
        return buying.draws().chainCount();
    }

    int drawsPerChain() {
        return buying.draws().drawsPerChain();
    }

    /** The models of draw {@code i}, of all chains together. */
    FittedPair pair(int i) {
        Posterior<? extends SpendModel> drawn = spending;
        SpendModel spend = drawn == null ? Objects.requireNonNull(given) : drawn.model(i);
        return new FittedPair(buying.model(i), spend, null, null, null);
    }

    /** One number a draw, all chains together, as what their summary is. */
    DrawSummary summary(double[] all) {
        double[][] byChain = new double[chains()][drawsPerChain()];
        for (int c = 0; c < byChain.length; c++) {
            System.arraycopy(all, c * drawsPerChain(), byChain[c], 0, drawsPerChain());
        }
        return DrawSummary.of(byChain);
    }
}
