package org.customerequity.examples.scala

import java.math.RoundingMode
import org.customerequity.value.{CurrencyAmount, DiscountRate, PeriodUnit}

/** What is a payment of 120 EUR worth today that is due in 18 months? */
object Amounts:
  def main(args: Array[String]): Unit =
    val payment = CurrencyAmount.of("EUR", 100).plus(CurrencyAmount.of("EUR", 20))
    val discount = DiscountRate.ofAnnualPercent(10)

    val today = payment.times(discount.factor(18, PeriodUnit.MONTH))
    println(today.toMoney(RoundingMode.HALF_EVEN))
    println(today.currency)
