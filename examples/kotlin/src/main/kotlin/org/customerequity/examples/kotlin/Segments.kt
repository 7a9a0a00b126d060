package org.customerequity.examples.kotlin

import java.time.LocalDate
import java.util.Currency
import java.util.Locale
import java.util.SplittableRandom
import org.customerequity.history.PurchaseLog
import org.customerequity.history.TransactionSummarizer
import org.customerequity.metric.change.GrowthDecomposition.Method.SHAPLEY
import org.customerequity.model.CustomerSimulator
import org.customerequity.model.purchase.BgNbd
import org.customerequity.model.spend.GammaGamma
import org.customerequity.segment.Condition
import org.customerequity.segment.CustomerFeatures
import org.customerequity.segment.MigrationMatrix
import org.customerequity.segment.SegmentComparison
import org.customerequity.segment.SegmentRules
import org.customerequity.segment.Segmentation
import org.customerequity.segment.lens.CustomerBaseAudit
import org.customerequity.segment.lens.TwoPeriods.Movement
import org.customerequity.segment.rfm.RfmMeasures
import org.customerequity.segment.rfm.RfmMoney
import org.customerequity.segment.rfm.RfmScoring
import org.customerequity.segment.rfm.RfmTies
import org.customerequity.value.MarginRatio
import org.customerequity.value.PeriodUnit.WEEK
import org.customerequity.value.PeriodUnit.YEAR
import org.customerequity.value.ReportingPeriod

/** Who are the customers of a shop, how do groups of them differ, and what happened to them in a year? Simulated. */
object Segments {
    private val THEN = LocalDate.of(2024, 12, 31)
    private val NOW = LocalDate.of(2025, 12, 31)

    private val RULES = SegmentRules
        .first("big baskets", Condition.atLeast("basket", 50.0).and(Condition.atLeast("orders", 2.0)))
        .next("regulars", Condition.above("orders", 4.0))
        .otherwise("others")

    @JvmStatic
    fun main(args: Array<String>) {
        val log = CustomerSimulator.of(BgNbd(0.8, 8.0, 0.8, 4.0, WEEK), GammaGamma(6.25, 3.74, 15.44), Currency.getInstance("EUR"))
            .acquiredBetween(LocalDate.of(2024, 1, 1), NOW)
            .until(NOW)
            .simulate(2_000, SplittableRandom(5)).stream()
            .collect(TransactionSummarizer.per(WEEK).until(NOW).toLog())
        println(moves(segments(log.until(THEN)), segments(log)))
        println(comparison(log.until(THEN), log.spendBetween(THEN, NOW)))
        println(audit(log))
    }

    private fun segments(log: PurchaseLog): Segmentation =
        RfmScoring.independent(RfmTies.EQUAL_SCORES).score(RfmMeasures.from(log, RfmMoney.TOTAL)).conventionalSegments()

    private fun moves(before: Segmentation, after: Segmentation): String {
        val moved = MigrationMatrix.of(before, after)
        return listOf("champions", "hibernating").joinToString("\n") { segment ->
            val stayed = moved.share(segment, segment)
            val new = moved.count(MigrationMatrix.NOT_IN_BASE, segment)
            "$segment: ${stayed.successes} of ${stayed.trials} still are, $new are new"
        }
    }

    /** Segments of the first year, by what they spent in the next: not by what they were cut by. */
    private fun comparison(log: PurchaseLog, spentLater: DoubleArray): String {
        val features = CustomerFeatures
            .of("orders", DoubleArray(log.size()) { log.purchases(it).toDouble() })
            .plus("basket", DoubleArray(log.size()) { log.amounts(it).average() })
        val compared = SegmentComparison.of(RULES.assign(features), spentLater)
        val groupLines = compared.segments.map { group ->
            "%s: %d customers, %.0f %% of the next year's revenue"
                .format(Locale.ROOT, group.name(), group.customers(), 100 * group.shareOfTotal())
        }
        val sure = compared.differencesOf("others").filter { it.holmPValue < 0.05 }.map { it.second }
        val read = RULES.rules().flatMap { columns(it.condition) }.distinct()
        return (groupLines + "rules read $read" + "beyond chance from others: $sure").joinToString("\n")
    }

    /** Sealed, so that the compiler asks for every kind of condition. */
    private fun columns(condition: Condition): List<String> = when (condition) {
        is Condition.Limit -> listOf(condition.column)
        is Condition.Both -> columns(condition.first) + columns(condition.second)
        is Condition.Either -> columns(condition.first) + columns(condition.second)
        is Condition.Not -> columns(condition.condition)
    }

    private fun audit(log: PurchaseLog): String {
        val years = CustomerBaseAudit.of(log, YEAR, MarginRatio.ofPercent(30.0))
            .twoPeriods(ReportingPeriod.ofYear(2024), ReportingPeriod.ofYear(2025))
        val customers = Movement.entries.joinToString { "${it.name.lowercase()} ${years.customers(it)}" }
        val effects = years.revenueGrowth(SHAPLEY).effects()
            .joinToString { "%s %+.0f".format(Locale.ROOT, it.factor, it.amount) }
        return "$customers\nrevenue: $effects"
    }
}
