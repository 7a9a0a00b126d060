package org.customerequity.examples.scala

import java.math.RoundingMode.HALF_EVEN
import java.time.LocalDate
import java.util.{Locale, SplittableRandom}
import org.customerequity.acquisition.{AcquisitionCost, CohortPayback}
import org.customerequity.equity.CustomerEquity
import org.customerequity.history.contract.{Contract, ContractLog, Ending, SpellsBuilder}
import org.customerequity.lifetime.SubscriptionValueModel
import org.customerequity.retention.CustomerMovements
import org.customerequity.retention.cohort.{CohortClock, CohortRules, RetentionDefinition}
import org.customerequity.retention.curve.ShiftedBetaGeometric
import org.customerequity.retention.revenue.{Pauses, RevenueBook}
import org.customerequity.value.{CashFlowTiming, CurrencyAmount, DiscountRate, Horizon, ReportingPeriod}
import org.customerequity.value.PeriodUnit.{MONTH, QUARTER}
import scala.jdk.CollectionConverters.*
import scala.jdk.OptionConverters.*

/** Who came and who left, how much revenue stayed, and what are the subscribers worth? From 400 contracts, made up. */
object Subscriptions:
  private val lastDay = LocalDate.of(2025, 12, 31)
  private val year = ReportingPeriod.ofYear(2025)

  def main(args: Array[String]): Unit =
    val log = contracts.asJava.stream.collect(ContractLog.per(MONTH).withCurrency("EUR").toLog)
    val moved = CustomerMovements.from(log, year)
    println(s"${moved.start} + ${moved.acquired} new + ${moved.reactivated} back - ${moved.churned} left = ${moved.end}")
    val stayed = RevenueBook.from(log, year, Pauses.asChurn).netByCustomer.grossRevenueRetention
    println("%.3f of the revenue stayed, give or take %.3f".formatLocal(Locale.ROOT, stayed.value, stayed.standardError))
    println(cohorts(log))
    println(equity(log))
    println(payback)

  // a cell that is not over for the whole cohort has no number: an Option
  private def cohorts(log: ContractLog): String =
    val table = CohortRules.per(MONTH, CohortClock.TENURE).withCohortsPer(QUARTER).tableOf(log, lastDay)
    val lines =
      for (cohort, row) <- table.cohorts.asScala.zipWithIndex.take(3)
      yield
        val cells = for age <- Seq(1, 12, 18) yield
          val kept = table.retention(RetentionDefinition.N_DAY, row, age).toScala
          kept.fold("--")(share => "%.2f".formatLocal(Locale.ROOT, share.value))
        s"${cohort.start} ${table.customers(row)}: ${cells.mkString(" ")}"
    lines.mkString("\n")

  private def equity(log: ContractLog): String =
    val renewals = SpellsBuilder.per(MONTH).until(lastDay).spellsOf(log, 0).toRenewals
    val values = SubscriptionValueModel
      .of(ShiftedBetaGeometric.fit(renewals))
      .withMargin(0.75)
      .withDiscount(DiscountRate.ofAnnualPercent(10))
      .withHorizon(Horizon.ofYears(3))
      .withTiming(CashFlowTiming.JUST_BEFORE_RENEWAL)
      .value(log, lastDay, 0)
    val equity = CustomerEquity.ofCurrent(values)
    val interval = equity.confidenceInterval(0.95)
    "%d subscribers are worth %s [%.0f, %.0f]".formatLocal(
      Locale.ROOT, equity.customers, equity.total.toMoney(HALF_EVEN), interval.lower, interval.upper
    )

  private def payback: String =
    val seen = CohortPayback.of(AcquisitionCost.of(CurrencyAmount.of("EUR", 1_200), 12), MONTH, 310, 270, 250, 240)
    val each = seen.cumulativePerCustomer(4, DiscountRate.NONE).toMoney(HALF_EVEN)
    seen.status(DiscountRate.NONE) match
      case CohortPayback.Status.PAID_BACK => s"paid back in month ${seen.firstPayback(DiscountRate.NONE).get.wholePeriods}"
      case CohortPayback.Status.NOT_YET   => s"$each of ${seen.cost.perCustomer.toMoney(HALF_EVEN)} so far"
      case CohortPayback.Status.NEVER     => "never paid back"

  // most who leave do so early, and one in ten pays the large plan
  private def contracts: Seq[Contract] =
    val random = SplittableRandom(11)
    for n <- 1 to 400 yield
      val start = LocalDate.of(2024, 1, 1).plusDays(random.nextLong(731))
      val price = if random.nextInt(10) == 0 then 49 else 9
      val churn = if random.nextBoolean() then 0.02 else 0.15
      val renewals = Iterator.from(1).find(_ => random.nextDouble() < churn).get
      val end = start.plusMonths(renewals)
      if end.isAfter(lastDay) then Contract.active(s"S$n", start, price)
      else Contract.ended(s"S$n", start, end, price, Ending.VOLUNTARY)
