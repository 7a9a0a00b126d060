package org.customerequity.examples.kotlin

import java.math.RoundingMode
import org.customerequity.value.CurrencyAmount
import org.customerequity.value.DiscountRate
import org.customerequity.value.PeriodUnit

/** What is a payment of 120 EUR worth today that is due in 18 months? Operators and properties come from plain Java. */
fun main() {
    val payment = CurrencyAmount.of("EUR", 100.0) + CurrencyAmount.of("EUR", 10.0) * 2.0
    val discount = DiscountRate.ofAnnualPercent(10.0)

    val today = payment * discount.factor(18.0, PeriodUnit.MONTH)
    println(today.toMoney(RoundingMode.HALF_EVEN))
    println(today.currency)
}
