package org.customerequity.acquisition.prospect;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * What it is worth to approach one prospect: the chance to win it times its value, less what the approach costs.
 *
 * <pre>{@code
 *   value              a V - A          a  chance to win the prospect with that spend
 *   cost per customer  A / a            A  spend per prospect, won or not
 *   break-even chance  A / V            V  contribution of a customer over its life
 * }</pre>
 *
 * <p>The acquisition part of Blattberg and Deighton, Manage Marketing by the Customer Equity Test, Harvard Business Review,
 * 74(4), 1996. A is per prospect, CAC per customer: CAC = A / a.
 *
 * @param winRate a, in [0, 1]
 * @param spendPerProspect A, {@code >= 0}
 * @param customerValue V, may be negative
 */
public record ProspectValue(double winRate, CurrencyAmount spendPerProspect, Contribution customerValue)
        implements Serializable {
    public ProspectValue {
        winRate = Require.fraction(winRate, "winRate", "0.02 means that 2 % become customers");
        Objects.requireNonNull(spendPerProspect, "spendPerProspect");
        Objects.requireNonNull(customerValue, "customerValue");
        Require.nonNegative(spendPerProspect.value(), "spendPerProspect", "");
        CurrencyMismatchException.check(
                spendPerProspect.currency(), customerValue.amount().currency());
    }

    /** {@code ProspectValue.of(0.02, CurrencyAmount.of("USD", 4), Contribution.of("USD", 300))} is worth USD 2. */
    public static ProspectValue of(double winRate, CurrencyAmount spendPerProspect, Contribution customerValue) {
        return new ProspectValue(winRate, spendPerProspect, customerValue);
    }

    /** The same prospect where a customer also brings others: their value is added to V. */
    public ProspectValue withReferrals(CurrencyAmount referralValue) {
        return new ProspectValue(winRate, spendPerProspect, customerValue.plus(new Contribution(referralValue)));
    }

    /** {@code a V - A}: approach the prospect if it is above 0. */
    public CurrencyAmount value() {
        return customerValue.amount().times(winRate).minus(spendPerProspect);
    }

    /**
     * What one customer won in this way costs, A / a.
     *
     * @throws UndefinedRatioException if nobody is won
     */
    public CurrencyAmount costPerCustomer() {
        double cost = Ratio.of(spendPerProspect.value(), "spend per prospect", winRate, "win rate")
                .value();
        return new CurrencyAmount(spendPerProspect.currency(), cost);
    }

    /**
     * The chance from which on the approach pays, A / V; above 1 if it cannot.
     *
     * @throws UndefinedRatioException if a customer is worth nothing or less
     */
    public double breakEvenWinRate() {
        double value = customerValue.amount().value();
        if (value <= 0) {
            throw new UndefinedRatioException(
                    "break-even win rate is undefined, because the value of a customer is " + value);
        }
        return spendPerProspect.value() / value;
    }
}
