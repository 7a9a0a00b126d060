package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;

/**
 * What goes with a better recommendation: the lifetime values of promoters, passives and detractors, and the difference that
 * customers who moved between them would make.
 *
 * <pre>{@code
 *   value per customer   sum over groups of share x CLV
 *   its variance         sum over pairs of groups of share share' (CLV - CLV')^2 / n
 *   associated gain      sum over moves of share moved x (CLV of the new group - CLV of the old)
 * }</pre>
 *
 * <p>An association, and named so: promoters may be worth more for reasons that made them promoters, and a customer who is talked
 * into a 9 does not become one. What moves scores <em>and</em> value is found by an experiment; what retention goes with each
 * score, with its error, by {@link org.customerequity.retention.RetentionLogit}.
 *
 * @param promoter lifetime value of one who answers 9 or 10
 * @param passive of one who answers 7 or 8
 * @param detractor of one who answers 0 to 6; all in one currency, each may be negative
 */
public record RecommendationEconomics(Contribution promoter, Contribution passive, Contribution detractor)
        implements Serializable {
    /** Who answers how. */
    public enum Group {
        /** 9 and 10. */
        PROMOTER,
        /** 7 and 8. */
        PASSIVE,
        /** 0 to 6. */
        DETRACTOR
    }

    /**
     * Customers who answer otherwise than before.
     *
     * @param from what they were
     * @param to what they are
     * @param share of all customers, in [0, 1]
     */
    public record Move(Group from, Group to, double share) implements Serializable {
        public Move {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            share = Require.fraction(share, "share", "0.05 means 5 % of all customers");
        }
    }

    public RecommendationEconomics {
        Objects.requireNonNull(promoter, "promoter");
        Objects.requireNonNull(passive, "passive");
        Objects.requireNonNull(detractor, "detractor");
        CurrencyMismatchException.check(
                promoter.amount().currency(), passive.amount().currency());
        CurrencyMismatchException.check(
                promoter.amount().currency(), detractor.amount().currency());
    }

    /** The lifetime value of a customer of a group. */
    public Contribution value(Group group) {
        return switch (group) {
            case PROMOTER -> promoter;
            case PASSIVE -> passive;
            case DETRACTOR -> detractor;
        };
    }

    /**
     * The mean lifetime value of customers who answer as these did.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public Contribution valuePerCustomer(NetPromoterScore answers) {
        // says why where nobody answered
        answers.value();
        double n = answers.responses();
        return promoter.times(answers.promoters() / n)
                .plus(passive.times(answers.passives() / n))
                .plus(detractor.times(answers.detractors() / n));
    }

    /**
     * {@link #valuePerCustomer} with the standard error that comes from having asked n customers, the values of the groups taken as
     * known; in their currency.
     *
     * @throws UndefinedRatioException if nobody answered
     */
    public Estimate valuePerCustomerEstimate(NetPromoterScore answers) {
        double mean = valuePerCustomer(answers).amount().value();
        double n = answers.responses();
        double variance = pair(promoter, answers.promoters() / n, passive, answers.passives() / n)
                + pair(promoter, answers.promoters() / n, detractor, answers.detractors() / n)
                + pair(passive, answers.passives() / n, detractor, answers.detractors() / n);
        return Estimate.of(mean, Math.sqrt(variance / n));
    }

    private static double pair(Contribution one, double share, Contribution other, double otherShare) {
        double gap = one.amount().value() - other.amount().value();
        return share * otherShare * gap * gap;
    }

    /**
     * By how much the mean lifetime value of all customers would differ if those who moved were worth what their new group is:
     * {@code associatedGain(new Move(DETRACTOR, PASSIVE, 0.05))}.
     *
     * @param moves their shares together at most 1
     */
    public CurrencyAmount associatedGain(Move... moves) {
        CurrencyAmount gain = promoter.amount().times(0);
        double moved = 0;
        for (Move move : moves) {
            CurrencyAmount step = value(move.to).amount().minus(value(move.from).amount());
            gain = gain.plus(step.times(move.share));
            moved += move.share;
        }
        if (moved > 1 + 1e-12) {
            throw Require.bad("moves", "must be of at most all customers", "shares are of all customers", moved);
        }
        return gain;
    }
}
