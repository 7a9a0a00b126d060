package org.customerequity.acquisition;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.UndefinedRatioException;

/**
 * What the next customer costs: the spend that two levels differ by over the customers they differ by. This, and not the
 * average, is to be set against lifetime value when the question is whether to spend more.
 *
 * <pre>{@code
 *   (spend2 - spend1) / (customers2 - customers1)          spend2 > spend1
 * }</pre>
 *
 * <p>Undefined unless customers rose with spend; {@link #verdict} says why. It is an effect only if nothing but spend differed
 * between the two levels, as in an experiment.
 *
 * @param lower the level of less spend
 * @param higher the level of more spend, by the same definition
 */
public record MarginalCost(AcquisitionCost lower, AcquisitionCost higher) implements Serializable {
    /** What happened to customers where more was spent. */
    public enum Verdict {
        /** They rose: there is a cost per customer more. */
        ROSE,
        /** They stayed the same: no spend per customer says so. */
        DID_NOT_RISE,
        /** They fell: the ratio would be negative, and no cost. */
        FELL,
        /** The same was spent, so that nothing can be said. */
        SAME_SPEND
    }

    public MarginalCost {
        Objects.requireNonNull(lower, "lower");
        Objects.requireNonNull(higher, "higher");
        if (lower.definition() != higher.definition()) {
            throw Require.bad(
                    "higher",
                    "must be a cost by the definition " + lower.definition(),
                    "costs of different scope do not compare",
                    higher.definition());
        }
        if (lower.spend().compareTo(higher.spend()) > 0) {
            throw Require.bad(
                    "higher", "must have spend >= " + lower.spend(), "MarginalCost.between sorts", higher.spend());
        }
    }

    /** Between two levels of spend, in either order: two periods, regions or cells of an experiment. */
    public static MarginalCost between(AcquisitionCost one, AcquisitionCost other) {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        return one.spend().compareTo(other.spend()) <= 0 ? new MarginalCost(one, other) : new MarginalCost(other, one);
    }

    /** By how much spend rose, {@code >= 0}. */
    public CurrencyAmount extraSpend() {
        return higher.spend().minus(lower.spend());
    }

    /** By how many customers rose with it; negative where they fell. */
    public long extraCustomers() {
        return higher.customers() - lower.customers();
    }

    /** What happened to customers where more was spent. */
    public Verdict verdict() {
        if (extraSpend().value() == 0) {
            return Verdict.SAME_SPEND;
        }
        int sign = Long.signum(extraCustomers());
        return sign > 0 ? Verdict.ROSE : sign == 0 ? Verdict.DID_NOT_RISE : Verdict.FELL;
    }

    /** Whether customers rose with spend. */
    public boolean isDefined() {
        return verdict() == Verdict.ROSE;
    }

    /**
     * Extra spend over extra customers, {@code > 0}.
     *
     * @throws UndefinedRatioException unless customers rose with spend
     */
    public CurrencyAmount perCustomer() {
        if (!isDefined()) {
            throw new UndefinedRatioException("marginal cost is undefined, because for " + extraSpend()
                    + " more customers changed by " + extraCustomers());
        }
        return new CurrencyAmount(lower.spend().currency(), extraSpend().value() / extraCustomers());
    }

    /** The cost per customer more, or empty unless customers rose with spend. */
    public Optional<CurrencyAmount> asOptional() {
        return isDefined() ? Optional.of(perCustomer()) : Optional.empty();
    }
}
