package org.customerequity.examples.kotlin

import java.util.Locale
import org.customerequity.fit.FitOutcome
import org.customerequity.history.contract.CohortCounts
import org.customerequity.retention.curve.ShiftedBetaGeometric
import org.customerequity.value.DiscountRate
import org.customerequity.value.PeriodUnit.YEAR

/** How long do subscribers stay, and what does a loyal one still bring? From survivors after each renewal. */
object Subscribers {
    @JvmStatic
    fun main(args: Array<String>) {
        val cohorts = CohortCounts.of(
            YEAR,
            longArrayOf(1000, 820, 700, 615, 550),
            longArrayOf(1200, 980, 835, 735),
            longArrayOf(1500, 1230, 1050),
        )
        println(describe(ShiftedBetaGeometric.fit(cohorts)))
        println(describe(ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, longArrayOf(100, 100, 100)))))
    }

    /** Sealed, so that the compiler asks for both cases and no other. */
    private fun describe(outcome: FitOutcome<ShiftedBetaGeometric>): String = when (outcome) {
        is FitOutcome.Converged -> {
            val curve = outcome.model
            val left = 100 * curve.survival(10.0)
            val worth = curve.discountedResidualLifetime(4.0, DiscountRate.ofAnnualPercent(10.0))
            "%.1f %% left after 10 years; %.2f payments to come after 4 renewals".format(Locale.ROOT, left, worth)
        }
        is FitOutcome.NotConverged -> "no curve: ${outcome.reason}"
    }
}
