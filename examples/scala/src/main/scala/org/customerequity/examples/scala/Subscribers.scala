package org.customerequity.examples.scala

import java.util.Locale
import org.customerequity.fit.FitOutcome
import org.customerequity.history.contract.CohortCounts
import org.customerequity.retention.curve.ShiftedBetaGeometric
import org.customerequity.value.DiscountRate
import org.customerequity.value.PeriodUnit.YEAR

/** How long do subscribers stay, and what does a loyal one still bring? From survivors after each renewal. */
object Subscribers:
  def main(args: Array[String]): Unit =
    val cohorts = CohortCounts.of(
      YEAR,
      Array(1000L, 820, 700, 615, 550),
      Array(1200L, 980, 835, 735),
      Array(1500L, 1230, 1050)
    )
    println(describe(ShiftedBetaGeometric.fit(cohorts)))
    println(describe(ShiftedBetaGeometric.fit(CohortCounts.of(YEAR, Array(100L, 100, 100)))))

  // fold is total; Scala does not check a match on a sealed type of Java
  private def describe(outcome: FitOutcome[ShiftedBetaGeometric]): String =
    outcome.fold(
      curve =>
        val left = 100 * curve.survival(10)
        val worth = curve.discountedResidualLifetime(4, DiscountRate.ofAnnualPercent(10))
        "%.1f %% left after 10 years; %.2f payments to come after 4 renewals".formatLocal(Locale.ROOT, left, worth)
      ,
      failed => s"no curve: ${failed.reason}"
    )
