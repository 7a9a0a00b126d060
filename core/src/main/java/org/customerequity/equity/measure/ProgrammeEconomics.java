package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodicRevenue;
import org.customerequity.value.Ratio;
import org.customerequity.value.Revenue;

/**
 * Whether a loyalty programme pays, per member and period: what members buy because of it, against rewards that for the most part
 * go to purchases they would have made anyway.
 *
 * <pre>{@code
 *   net               B l m - B (1 + l) e q - f
 *   reward cost       B (1 + l) e q  =  B e q  (subsidy of purchases made anyway)  +  B l e q  (on incremental ones)
 *   breakage          B (1 + l) e (1 - q)
 *   break-even lift   (B e q + f) / (B (m - e q))
 *
 *   B  revenue of a member without the programme      e  earn rate: rewards issued per unit of revenue
 *   l  lift: incremental revenue over B               q  redemption: share of rewards issued that are ever used
 *   m  margin before rewards                          f  running cost of a member
 * }</pre>
 *
 * <p>All depends on the lift, which must come from an experiment or another comparison that answers what members would have
 * bought without the programme. Members against non-members does not: who joins would have bought more anyway.
 *
 * @param baseline revenue of a member per period without the programme, {@code >= 0}
 * @param margin contribution per unit of revenue, before rewards
 * @param lift incremental revenue over the baseline, {@code >= -1}; {@code 0.08} means 8 % more
 * @param earnRate cost of the rewards issued per unit of revenue, in [0, 1]; {@code 0.02} means 2 % back
 * @param redemption share of the rewards issued that will be used, in [0, 1]; the rest is breakage
 * @param runningCost of one member in one period, {@code >= 0}
 */
public record ProgrammeEconomics(
        PeriodicRevenue baseline,
        MarginRatio margin,
        double lift,
        double earnRate,
        double redemption,
        CurrencyAmount runningCost)
        implements Serializable {
    public ProgrammeEconomics {
        Objects.requireNonNull(baseline, "baseline");
        Objects.requireNonNull(margin, "margin");
        Objects.requireNonNull(runningCost, "runningCost");
        Require.nonNegative(baseline.amount().value(), "baseline", "revenue of a member without the programme");
        lift = Require.finite(lift, "lift", "0.08 means 8 % more");
        if (lift < -1) {
            throw Require.bad("lift", "must be >= -1", "0.08 means 8 % more", lift);
        }
        earnRate = Require.fraction(earnRate, "earnRate", "0.02 means 2 % back");
        redemption = Require.fraction(redemption, "redemption", "0.72 means 72 % of rewards are used");
        CurrencyMismatchException.check(baseline.amount().currency(), runningCost.currency());
        Require.nonNegative(runningCost.value(), "runningCost", "running cost of one member");
    }

    /**
     * A programme that does nothing yet, and whose rewards will all be used until {@link #withRedemption} says otherwise:
     * {@code ProgrammeEconomics.of(baseline, margin).withLift(0.08).withEarnRate(0.02).withRedemption(0.72)}.
     */
    public static ProgrammeEconomics of(PeriodicRevenue baseline, MarginRatio margin) {
        CurrencyAmount none =
                Objects.requireNonNull(baseline, "baseline").amount().times(0);
        return new ProgrammeEconomics(baseline, margin, 0, 0, 1, none);
    }

    /** This programme with another lift. */
    public ProgrammeEconomics withLift(double newLift) {
        return new ProgrammeEconomics(baseline, margin, newLift, earnRate, redemption, runningCost);
    }

    /** This programme with another cost of the rewards issued per unit of revenue. */
    public ProgrammeEconomics withEarnRate(double newEarnRate) {
        return new ProgrammeEconomics(baseline, margin, lift, newEarnRate, redemption, runningCost);
    }

    /** This programme with another share of the rewards issued that will be used. */
    public ProgrammeEconomics withRedemption(double newRedemption) {
        return new ProgrammeEconomics(baseline, margin, lift, earnRate, newRedemption, runningCost);
    }

    /** This programme with another running cost of a member. */
    public ProgrammeEconomics withRunningCost(CurrencyAmount newRunningCost) {
        return new ProgrammeEconomics(baseline, margin, lift, earnRate, redemption, newRunningCost);
    }

    /** What a member buys because of the programme: {@code B l}. */
    public Revenue incrementalRevenue() {
        return new Revenue(baseline.amount().times(lift));
    }

    /** The contribution of the incremental purchases, before rewards: {@code B l m}. */
    public Contribution incrementalContribution() {
        return incrementalRevenue().times(margin);
    }

    /** The rewards a member earns, were all of them used: {@code B (1 + l) e}. */
    public CurrencyAmount rewardsIssued() {
        return baseline.amount().times((1 + lift) * earnRate);
    }

    /** The rewards that will be used: the cost to accrue as they are earned, {@code B (1 + l) e q}. */
    public CurrencyAmount rewardCost() {
        return rewardsIssued().times(redemption);
    }

    /** The rewards that will never be used: {@code B (1 + l) e (1 - q)}. */
    public CurrencyAmount breakage() {
        return rewardsIssued().times(1 - redemption);
    }

    /** The part of the reward cost that goes to purchases which would have been made anyway: {@code B e q}. */
    public CurrencyAmount subsidy() {
        return baseline.amount().times(earnRate * redemption);
    }

    /** The part of the reward cost that goes to incremental purchases: {@code B l e q}, negative where the lift is. */
    public CurrencyAmount incrementalRewardCost() {
        return incrementalRevenue().amount().times(earnRate * redemption);
    }

    /** The subsidy's share of the reward cost, {@code 1 / (1 + l)}; undefined where rewards cost nothing. */
    public Ratio subsidyShare() {
        return Ratio.of(subsidy().value(), "subsidy", rewardCost().value(), "reward cost");
    }

    /** What the programme earns on one member in one period, after rewards and running cost; may be negative. */
    public CurrencyAmount net() {
        return incrementalContribution().amount().minus(rewardCost()).minus(runningCost);
    }

    /**
     * {@link #net()} where the lift is an estimate with a standard error; its interval says whether the programme is known to
     * pay. The net is linear in the lift, with slope {@code B (m - e q)}.
     *
     * @param estimatedLift takes the place of {@link #lift()}
     * @return in the currency of the baseline
     */
    public Estimate netEstimate(Estimate estimatedLift) {
        Objects.requireNonNull(estimatedLift, "estimatedLift");
        double slope = baseline.amount().value() * marginAfterRewards();
        return Estimate.of(
                withLift(estimatedLift.value()).net().value(), Math.abs(slope) * estimatedLift.standardError());
    }

    /**
     * The lift at which {@link #net()} is 0; above it the programme pays. Empty where no lift is enough: rewards take the whole
     * margin, or there is no baseline.
     */
    public OptionalDouble breakEvenLift() {
        double slope = baseline.amount().value() * marginAfterRewards();
        return slope > 0
                ? OptionalDouble.of((subsidy().value() + runningCost.value()) / slope)
                : OptionalDouble.empty();
    }

    /**
     * The redemption at which {@link #net()} is 0; below it the programme pays. Above 1 where it pays even if every reward is
     * used. Empty where no reward is issued, or the programme loses even if none is used.
     */
    public OptionalDouble breakEvenRedemption() {
        double left = incrementalContribution().amount().value() - runningCost.value();
        double issued = rewardsIssued().value();
        return issued > 0 && left >= 0 ? OptionalDouble.of(left / issued) : OptionalDouble.empty();
    }

    /**
     * What the whole programme earns in one period: {@code members * net - fixedCost}.
     *
     * @param members {@code >= 0}
     * @param fixedCost of the programme in one period of the baseline, {@code >= 0}
     */
    public CurrencyAmount total(long members, CurrencyAmount fixedCost) {
        Require.nonNegative(members, "members", "of the programme");
        checkFixed(fixedCost);
        return net().times(members).minus(fixedCost);
    }

    /**
     * Return on what the whole programme costs: {@link #total} over rewards that will be used, running and fixed cost. Undefined where
     * it costs nothing.
     *
     * @param members {@code >= 0}
     * @param fixedCost of the programme in one period of the baseline, {@code >= 0}
     */
    public Ratio returnOnCost(long members, CurrencyAmount fixedCost) {
        double earned = total(members, fixedCost).value();
        double spent =
                rewardCost().plus(runningCost).times(members).plus(fixedCost).value();
        return Ratio.of(earned, "net of the programme", spent, "cost of the programme");
    }

    /** The least number of members with whom {@link #total} is not negative; empty where no number is enough. */
    public OptionalLong breakEvenMembers(CurrencyAmount fixedCost) {
        checkFixed(fixedCost);
        double each = net().value();
        if (fixedCost.value() == 0 && each >= 0) {
            return OptionalLong.of(0);
        }
        double quotient = Math.ceil(fixedCost.value() / each);
        if (!(each > 0 && quotient < 0x1p53)) {
            return OptionalLong.empty();
        }
        // the quotient may be rounded over the next whole number: 2.1 / 0.3 is more than 7
        long members = Math.max(0, (long) quotient - 1);
        while (total(members, fixedCost).value() < 0) {
            members++;
        }
        return OptionalLong.of(members);
    }

    /**
     * What is owed to members for points not yet used: {@code points * value * q}. Points that will never be used are no debt.
     *
     * @param outstandingPoints {@code >= 0}
     * @param pointValue cost of the reward that one point buys, {@code >= 0}
     */
    public CurrencyAmount pointLiability(double outstandingPoints, CurrencyAmount pointValue) {
        Require.nonNegative(outstandingPoints, "outstandingPoints", "not yet used");
        Require.nonNegative(
                Objects.requireNonNull(pointValue, "pointValue").value(), "pointValue", "what one point buys");
        return pointValue.times(outstandingPoints * redemption);
    }

    private double marginAfterRewards() {
        return margin.fraction() - earnRate * redemption;
    }

    private void checkFixed(CurrencyAmount fixedCost) {
        CurrencyMismatchException.check(
                baseline.amount().currency(),
                Objects.requireNonNull(fixedCost, "fixedCost").currency());
        Require.nonNegative(fixedCost.value(), "fixedCost", "of the programme in one period");
    }
}
