package org.customerequity.metric.programme;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyMismatchException;

/**
 * What a bundle earns beyond what its buyers would have brought without it:
 *
 * <pre>{@code
 *   gain = buyers x (contribution of the bundle - sum over kinds of share x contribution of what they would have bought)
 * }</pre>
 *
 * <p>A negative gain says that the bundle eats its parts. The shares must come from a comparison, a survey or a choice model: sales of
 * the bundle do not show them.
 *
 * @param bundle contribution of one bundle sold
 * @param buyers by what they would have bought; shares sum to 1
 */
public record BundleGain(Contribution bundle, List<BundleBuyers> buyers) implements Serializable {
    public BundleGain {
        Objects.requireNonNull(bundle, "bundle");
        buyers = List.copyOf(Objects.requireNonNull(buyers, "buyers"));
        double sum = 0;
        for (BundleBuyers some : buyers) {
            CurrencyMismatchException.check(
                    bundle.amount().currency(), some.contributionLost().amount().currency());
            sum += some.share();
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad(
                    "buyers", "must have shares that sum to 1", "who would have bought nothing counts too", sum);
        }
    }

    /** {@code BundleGain.of(Contribution.of("EUR", 16), both, onlyA, onlyB, nothing)}. */
    public static BundleGain of(Contribution bundle, BundleBuyers... buyers) {
        Objects.requireNonNull(buyers, "buyers");
        for (int i = 0; i < buyers.length; i++) {
            Objects.requireNonNull(buyers[i], "buyers[" + i + "]");
        }
        return new BundleGain(bundle, List.of(buyers));
    }

    /** The contribution a buyer would have brought without the bundle, on average. */
    public Contribution cannibalised() {
        Contribution lost = bundle.times(0);
        for (BundleBuyers some : buyers) {
            lost = lost.plus(some.contributionLost().times(some.share()));
        }
        return lost;
    }

    /** What one buyer brings beyond that; negative where the bundle eats its parts. */
    public Contribution gainPerBuyer() {
        return new Contribution(bundle.amount().minus(cannibalised().amount()));
    }

    /** What all buyers bring beyond that. */
    public Contribution gain(long numberOfBuyers) {
        return gainPerBuyer().times(Require.nonNegative(numberOfBuyers, "numberOfBuyers", ""));
    }
}
