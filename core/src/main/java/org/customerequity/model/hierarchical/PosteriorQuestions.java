package org.customerequity.model.hierarchical;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.jspecify.annotations.Nullable;

/**
 * What a sampler is to find out of each customer, asked before it draws: so that it need not keep the draws.
 *
 * <pre>{@code
 *   PosteriorQuestions.of(CustomerFigure.purchases(nextYear), CustomerFigure.activity(nextYear))
 *       .keepingDraws(200)
 * }</pre>
 *
 * <p>The three rates ({@link CustomerFigure.Trait}) are asked always. A figure takes 16 bytes a customer, its mean and its
 * variance, and while sampling as much in each chain; {@link #keepingDraws} adds 16 bytes a figure and draw kept, the
 * expectation and the outcome. Ten million
 * customers with five figures and no draws kept take 0.8 GB. Immutable; compared by value.
 */
public final class PosteriorQuestions implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<CustomerFigure> asked;
    private final int keptDraws;
    private final double @Nullable [] contribution;
    private final @Nullable Currency currency;

    private PosteriorQuestions(
            List<CustomerFigure> asked, int keptDraws, double @Nullable [] contribution, @Nullable Currency currency) {
        this.asked = asked;
        this.keptDraws = keptDraws;
        this.contribution = contribution;
        this.currency = currency;
    }

    /** The customers' rates and these figures, each at most once. */
    public static PosteriorQuestions of(CustomerFigure... figures) {
        Set<CustomerFigure> all = new LinkedHashSet<>();
        all.add(CustomerFigure.Trait.PROBABILITY_ALIVE);
        all.add(CustomerFigure.Trait.PURCHASE_RATE);
        all.add(CustomerFigure.Trait.DROPOUT_RATE);
        for (CustomerFigure figure : Objects.requireNonNull(figures, "figures")) {
            all.add(Objects.requireNonNull(figure, "figures"));
        }
        return new PosteriorQuestions(List.copyOf(all), 0, null, null);
    }

    /** The customers' rates and nothing else. */
    public static PosteriorQuestions ofRates() {
        return of();
    }

    /**
     * These with the contribution of one purchase of each customer, which {@link CustomerFigure.DiscountedContribution} needs:
     * revenue less variable costs, such as the expected spend of a spend model times a margin.
     *
     * @param perPurchase one amount a customer, in the order of the histories; finite, may be negative
     */
    public PosteriorQuestions withContributionPerPurchase(Currency inCurrency, double... perPurchase) {
        Objects.requireNonNull(inCurrency, "inCurrency");
        double[] own = Objects.requireNonNull(perPurchase, "perPurchase").clone();
        for (int i = 0; i < own.length; i++) {
            own[i] = Require.finite(own[i], "perPurchase[" + i + "]", "contribution of one purchase");
        }
        return new PosteriorQuestions(asked, keptDraws, own, inCurrency);
    }

    /** These with one contribution a purchase for all customers. */
    public PosteriorQuestions withContributionPerPurchase(CurrencyAmount perPurchase) {
        Objects.requireNonNull(perPurchase, "perPurchase");
        return new PosteriorQuestions(asked, keptDraws, new double[] {perPurchase.value()}, perPurchase.currency());
    }

    /**
     * These with some draws of every figure kept for every customer, for credible and prediction intervals: evenly over the run, as many from
     * each chain, 4 at least, so that a few more may be kept.
     *
     * @param n {@code >= 0}; some hundreds for the limits of an interval at 95 %
     */
    public PosteriorQuestions keepingDraws(int n) {
        Require.nonNegative(n, "n", "draws to keep of each customer");
        return new PosteriorQuestions(asked, n, contribution, currency);
    }

    /** The figures: the customers' rates first. */
    public List<CustomerFigure> figures() {
        return asked;
    }

    /** Draws to keep of each customer; 0 unless asked. */
    public int keptDraws() {
        return keptDraws;
    }

    /**
     * What contributions are in.
     *
     * @throws IllegalStateException if there are none
     */
    public Currency currency() {
        if (currency == null) {
            throw new IllegalStateException(
                    "questions must have contributions per purchase (PosteriorQuestions.withContributionPerPurchase)");
        }
        return currency;
    }

    /** These with a trait that a model follows always. */
    PosteriorQuestions with(CustomerFigure.Trait trait) {
        if (asked.contains(trait)) {
            return this;
        }
        List<CustomerFigure> all = new ArrayList<>(asked);
        all.add(3, trait);
        return new PosteriorQuestions(List.copyOf(all), keptDraws, contribution, currency);
    }

    /** Refuses questions that do not suit these many customers, or a model that knows no such traits. */
    void requireFor(int customers, boolean regular) {
        for (CustomerFigure figure : asked) {
            if (figure == CustomerFigure.Trait.REGULARITY && !regular) {
                throw Require.bad(
                        "questions", "must ask what the model has", "regularity is of ParetoGgg only", figure);
            }
            if (figure instanceof CustomerFigure.DiscountedContribution && contribution == null) {
                throw Require.bad(
                        "questions",
                        "must have contributions per purchase",
                        "PosteriorQuestions.withContributionPerPurchase, or ask for discounted purchases",
                        figure);
            }
        }
        if (contribution != null && contribution.length != 1 && contribution.length != customers) {
            throw Require.bad(
                    "perPurchase", "must be one amount a customer", customers + " customers", contribution.length);
        }
    }

    /** Of one purchase of a customer; after {@link #requireFor} only. */
    double contribution(int customer) {
        double[] own = Objects.requireNonNull(contribution);
        return own[own.length == 1 ? 0 : customer];
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof PosteriorQuestions other
                && asked.equals(other.asked)
                && keptDraws == other.keptDraws
                && Arrays.equals(contribution, other.contribution)
                && Objects.equals(currency, other.currency);
    }

    @Override
    public int hashCode() {
        return Objects.hash(asked, keptDraws, Arrays.hashCode(contribution), currency);
    }

    /** The figures and how many draws are kept, not the amounts. */
    @Override
    public String toString() {
        return "PosteriorQuestions[" + asked + ", " + keptDraws + " draws kept"
                + (currency == null ? "" : ", contributions in " + currency) + "]";
    }
}
