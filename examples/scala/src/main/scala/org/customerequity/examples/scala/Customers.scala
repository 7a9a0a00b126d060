package org.customerequity.examples.scala

import java.math.RoundingMode.HALF_EVEN
import java.time.LocalDate
import java.util.{Currency, Locale, SplittableRandom}
import org.customerequity.fit.FitOutcome
import org.customerequity.history.{PurchaseHistory, SpendSummary, TransactionSummarizer}
import org.customerequity.lifetime.LifetimeValueModel
import org.customerequity.model.{CustomerSimulator, ModelText}
import org.customerequity.model.purchase.BgNbd
import org.customerequity.model.spend.GammaGamma
import org.customerequity.value.{CurrencyAmount, DiscountRate, Horizon}
import org.customerequity.value.PeriodUnit.WEEK

/** What is one customer worth, less the cost of keeping them, and when will they buy? Can a fit be stored overnight? */
object Customers:
  private val firstDay = LocalDate.of(2025, 1, 6)
  private val lastDay = firstDay.plusWeeks(52)

  def main(args: Array[String]): Unit =
    val buying = BgNbd(0.243, 4.414, 0.793, 2.426, WEEK) // CDNOW, as published
    val spending = GammaGamma(6.25, 3.74, 15.44)
    val customer = PurchaseHistory.of(2, 30.43, 38.86, WEEK).withSpend(SpendSummary.of(2, 22.35))
    val worth = LifetimeValueModel
      .of(buying, spending)
      .withMargin(0.30)
      .withDiscount(DiscountRate.ofContinuous(math.log(1.15) / 52, WEEK)) // 15 % a year of 52 weeks
      .withHorizon(Horizon.FOREVER)
      .withCurrency("USD")
      .value(customer)
    val cost = CurrencyAmount.of("USD", 4).plus(CurrencyAmount.of("USD", 0.5).times(6))
    println("alive %.4f".formatLocal(Locale.ROOT, worth.probabilityAlive))
    println(s"worth ${worth.amount.toMoney(HALF_EVEN)}, net ${worth.amount.minus(cost).toMoney(HALF_EVEN)}")

    val next = buying.nextPurchase(customer)
    println("buys again %.2f, within 13 weeks %.2f".formatLocal(Locale.ROOT, next.probabilityEver, next.probabilityWithin(13)))
    println("even odds by week %.1f".formatLocal(Locale.ROOT, next.median.orElse(Double.PositiveInfinity))) // or never
    val own = buying.rates(customer).purchaseRate.interval(0.90)
    println("own rate %.3f to %.3f a week".formatLocal(Locale.ROOT, own.lower, own.upper))

    val histories = CustomerSimulator
      .of(buying, spending, Currency.getInstance("USD"))
      .acquiredBetween(firstDay, firstDay)
      .until(lastDay)
      .simulate(1000, SplittableRandom(7))
      .stream
      .collect(TransactionSummarizer.per(WEEK).until(lastDay).toHistories)
    val fit = BgNbd.fit(histories)
    println(s"${histories.size} customers: ${describe(fit)}")
    println(s"stored and read: ${ModelText.readFit(ModelText.write(fit), classOf[BgNbd]) == fit}")
    println(s"none came back: ${describe(BgNbd.fit(histories.filter(histories.frequency(_) == 0)))}")

  // fold is total; Scala does not check a match on a sealed type of Java
  def describe(outcome: FitOutcome[BgNbd]): String =
    outcome.fold(model => s"fitted, per ${model.unit.noun}", failed => s"${failed.report.verdict}, no model")
