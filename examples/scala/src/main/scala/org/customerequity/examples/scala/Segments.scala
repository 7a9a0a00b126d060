package org.customerequity.examples.scala

import java.time.LocalDate
import java.util.{Currency, Locale, SplittableRandom}
import org.customerequity.history.{PurchaseLog, TransactionSummarizer}
import org.customerequity.metric.change.GrowthDecomposition
import org.customerequity.model.CustomerSimulator
import org.customerequity.model.purchase.BgNbd
import org.customerequity.model.spend.GammaGamma
import org.customerequity.segment.{Condition, CustomerFeatures, MigrationMatrix, SegmentComparison, SegmentRules, Segmentation}
import org.customerequity.segment.lens.{CustomerBaseAudit, TwoPeriods}
import org.customerequity.segment.rfm.{RfmMeasures, RfmMoney, RfmScoring, RfmTies}
import org.customerequity.value.{MarginRatio, ReportingPeriod}
import org.customerequity.value.PeriodUnit.{WEEK, YEAR}
import scala.jdk.CollectionConverters.*

/** Who are the customers of a shop, how do groups of them differ, and what happened to them in a year? Simulated. */
object Segments:
  private val startOf2024 = LocalDate.of(2024, 1, 1)
  private val before = LocalDate.of(2024, 12, 31)
  private val now = LocalDate.of(2025, 12, 31)

  def main(args: Array[String]): Unit =
    val log = CustomerSimulator
      .of(BgNbd(0.8, 8, 0.8, 4, WEEK), GammaGamma(6.25, 3.74, 15.44), Currency.getInstance("EUR"))
      .acquiredBetween(startOf2024, now)
      .until(now)
      .simulate(2000, SplittableRandom(5))
      .stream
      .collect(TransactionSummarizer.per(WEEK).until(now).toLog)
    println(moves(segments(log.until(before)), segments(log)))
    println(comparison(log.until(before), log.spendBetween(before, now)))
    println(audit(log))

  private def segments(log: PurchaseLog): Segmentation =
    RfmScoring.independent(RfmTies.EQUAL_SCORES).score(RfmMeasures.from(log, RfmMoney.TOTAL)).conventionalSegments

  private def moves(before: Segmentation, after: Segmentation): String =
    val moved = MigrationMatrix.of(before, after)
    val stayed = moved.share("champions", "champions")
    val arrived = moved.count(MigrationMatrix.NOT_IN_BASE, "champions")
    s"champions: ${stayed.successes} of ${stayed.trials} still are, $arrived are new"

  // segments of the first year, by what they spent in the next: not by what they were cut by
  private def comparison(log: PurchaseLog, spentLater: Array[Double]): String =
    val rows = (0 until log.size).toArray
    val features = CustomerFeatures
      .of("orders", rows.map(log.purchases(_).toDouble))
      .plus("basket", rows.map(row => log.amounts(row).sum / log.purchases(row)))
    val groups = SegmentRules
      .first("big baskets", Condition.atLeast("basket", 50).and(Condition.atLeast("orders", 2)))
      .next("regulars", Condition.above("orders", 4))
      .otherwise("others")
      .assign(features)
    SegmentComparison
      .of(groups, spentLater)
      .segments
      .asScala
      .map(group => "%s: %d customers, %.2f each".formatLocal(Locale.ROOT, group.name, group.customers, group.mean))
      .mkString("\n")

  private def audit(log: PurchaseLog): String =
    val years = CustomerBaseAudit
      .of(log, YEAR, MarginRatio.ofPercent(30))
      .twoPeriods(ReportingPeriod.ofYear(2024), ReportingPeriod.ofYear(2025))
    val effects = years.revenueGrowth(GrowthDecomposition.Method.SHAPLEY).effects.asScala
      .map(effect => "%s %+.0f".formatLocal(Locale.ROOT, effect.factor, effect.amount))
    s"${years.customers(TwoPeriods.Movement.LAPSED)} lapsed; revenue: ${effects.mkString(", ")}"
