package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Span;

/**
 * A number of one customer that a sampler can follow while it draws: what {@link PosteriorQuestions} asks and
 * {@link CustomerPosterior} answers. Compared by value, so that the answer is found by asking again.
 */
public sealed interface CustomerFigure extends Serializable {
    /** Figures that need no further word. The first three are followed always. */
    enum Trait implements CustomerFigure {
        /** Whether the customer will buy again unless he leaves first: the probability given the customer's own rates. */
        PROBABILITY_ALIVE,
        /** Purchases per period while alive. */
        PURCHASE_RATE,
        /** Leaving per period: 1 over the mean lifetime. */
        DROPOUT_RATE,
        /** Shape of the times between purchases; 1 is at random. Models of regular timing only, which follow it always. */
        REGULARITY
    }

    /**
     * The number of purchases in a span.
     *
     * @param ahead after the end of observation; after the first purchase for a new customer
     */
    record Purchases(Span ahead) implements CustomerFigure {
        public Purchases {
            Objects.requireNonNull(ahead, "ahead");
        }
    }

    /**
     * Whether there is any purchase in a span: its probability.
     *
     * @param ahead as for {@link Purchases}
     */
    record Activity(Span ahead) implements CustomerFigure {
        public Activity {
            Objects.requireNonNull(ahead, "ahead");
        }
    }

    /**
     * The present value of one unit of money at each purchase ahead.
     *
     * @param discount above 0 where the horizon has no end
     * @param horizon from the end of observation
     */
    record DiscountedPurchases(DiscountRate discount, Horizon horizon) implements CustomerFigure {
        public DiscountedPurchases {
            requireSum(discount, horizon);
        }
    }

    /**
     * The present value of the contribution of each purchase ahead: discounted purchases times the customer's own contribution
     * per purchase, which {@link PosteriorQuestions#withContributionPerPurchase} gives.
     *
     * @param discount above 0 where the horizon has no end
     * @param horizon from the end of observation
     */
    record DiscountedContribution(DiscountRate discount, Horizon horizon) implements CustomerFigure {
        public DiscountedContribution {
            requireSum(discount, horizon);
        }
    }

    /** {@link Purchases}. */
    static CustomerFigure purchases(Span ahead) {
        return new Purchases(ahead);
    }

    /** {@link Activity}. */
    static CustomerFigure activity(Span ahead) {
        return new Activity(ahead);
    }

    /** {@link DiscountedPurchases}. */
    static CustomerFigure discountedPurchases(DiscountRate discount, Horizon horizon) {
        return new DiscountedPurchases(discount, horizon);
    }

    /** {@link DiscountedContribution}. */
    static CustomerFigure discountedContribution(DiscountRate discount, Horizon horizon) {
        return new DiscountedContribution(discount, horizon);
    }

    private static void requireSum(DiscountRate discount, Horizon horizon) {
        Objects.requireNonNull(discount, "discount");
        Objects.requireNonNull(horizon, "horizon");
        if (horizon.isForever() && !(discount.effectiveAnnual() > 0)) {
            throw Require.bad(
                    "discount",
                    "must be > 0 for a horizon without end",
                    "the sum need not converge; use Horizon.ofYears for an end",
                    discount.effectiveAnnual());
        }
    }
}
