package org.customerequity.examples;

import java.util.Locale;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.HeterogeneityCost;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;

/** How many subscribers are left in year 12, and what is each still worth, from seven years of renewals? */
public final class RetentionCurvesExample {
    private RetentionCurvesExample() {}

    /** Prints projections, residual lifetimes and what one blended retention rate would miss. */
    public static void main(String[] args) {
        // survivors of 1,000 after each renewal (Fader and Hardie 2007, High End); of the twelve years seven are fitted
        long[] survivors = {1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394};
        CohortCounts seen = CohortCounts.of(PeriodUnit.YEAR, survivors).upTo(7);

        // snippet:start retention-curves
        ShiftedBetaGeometric curve = ShiftedBetaGeometric.fit(seen).orThrow();
        BetaDiscreteWeibull ageing = BetaDiscreteWeibull.fit(seen).orThrow();
        ConstantRetention oneRate = ConstantRetention.fit(seen).orThrow();
        System.out.printf(
                Locale.ROOT,
                "left after 12 years   %d; one rate %.0f, sBG %.0f, BdW %.0f%n",
                survivors[12],
                1000 * oneRate.survival(12),
                1000 * curve.survival(12),
                1000 * ageing.survival(12));

        DiscountRate discount = DiscountRate.ofAnnualPercent(10);
        for (int renewals : new int[] {0, 4}) {
            System.out.printf(
                    Locale.ROOT,
                    "after %d renewals      stays %.3f, own churn %s, %.2f payments to come%n",
                    renewals,
                    curve.retention(renewals + 1),
                    rounded(
                            curve.ownChurn(renewals).quantile(0.05),
                            curve.ownChurn(renewals).quantile(0.95)),
                    curve.discountedResidualLifetime(renewals, discount));
        }

        HeterogeneityCost cost = HeterogeneityCost.ofExpected(
                curve, new double[] {1000, 1000, 1000, 1000, 1000}, new int[] {4, 3, 2, 1, 0}, discount);
        PeriodicContribution fee = PeriodicContribution.of("EUR", 100, PeriodUnit.YEAR);
        System.out.printf(
                Locale.ROOT,
                "five cohorts          EUR %.0f by age, EUR %.0f at one rate of %.3f: %.1f %% missed%n",
                cost.value(fee).amount().value(),
                cost.valueAtOneRate(fee).amount().value(),
                cost.blendedRetention(),
                100 * cost.understatement());
        // snippet:end
    }

    private static String rounded(double low, double high) {
        return String.format(Locale.ROOT, "%.3f to %.3f", low, high);
    }
}
