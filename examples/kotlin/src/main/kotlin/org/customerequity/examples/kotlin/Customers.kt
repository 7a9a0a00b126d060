package org.customerequity.examples.kotlin

import java.math.RoundingMode.HALF_EVEN
import java.time.LocalDate
import java.util.Currency
import java.util.Locale
import java.util.SplittableRandom
import kotlin.math.ln
import org.customerequity.history.PurchaseHistory
import org.customerequity.history.SpendSummary
import org.customerequity.history.Transaction
import org.customerequity.history.TransactionSummarizer
import org.customerequity.lifetime.LifetimeValueModel
import org.customerequity.model.BgNbd
import org.customerequity.model.FitOutcome
import org.customerequity.model.GammaGamma
import org.customerequity.model.PurchaseModel
import org.customerequity.value.CurrencyAmount
import org.customerequity.value.DiscountRate
import org.customerequity.value.Horizon
import org.customerequity.value.PeriodUnit.WEEK

/** What is one customer worth, less the cost of serving them? And can the model be found again from purchases? */
fun main() {
    val buying = BgNbd(0.243, 4.414, 0.793, 2.426, WEEK) // CDNOW, as published
    val customer = PurchaseHistory.of(2, 30.43, 38.86, WEEK).withSpend(SpendSummary.of(2, 22.35))
    val worth = LifetimeValueModel.of(buying, GammaGamma(6.25, 3.74, 15.44))
        .withMargin(0.30)
        .withDiscount(DiscountRate.ofContinuous(ln(1.15) / 52, WEEK)) // 15 % a year of 52 weeks
        .withHorizon(Horizon.FOREVER)
        .withCurrency(Currency.getInstance("USD"))
        .value(customer)
    val cost = CurrencyAmount.of("USD", 4.0) + CurrencyAmount.of("USD", 0.5) * 6.0
    println("alive %.4f".format(Locale.ROOT, worth.probabilityAlive))
    println("worth ${worth.amount.toMoney(HALF_EVEN)}, net ${(worth.amount - cost).toMoney(HALF_EVEN)}")

    val histories = purchases(buying, customers = 1_000, weeks = 52.0).stream()
        .collect(TransactionSummarizer.per(WEEK).until(FIRST_DAY.plusWeeks(52)).toHistories())
    println("${histories.size()} customers: ${describe(BgNbd.fit(histories))}")
    println("none came back: ${describe(BgNbd.fit(histories.select(*oneTimeBuyers(histories.frequencies()))))}")
}

/** Sealed, so that the compiler asks for both cases and no other. */
fun describe(outcome: FitOutcome<BgNbd>): String = when (outcome) {
    is FitOutcome.Converged -> "fitted, per ${outcome.model.unit.noun()}"
    is FitOutcome.NotConverged -> outcome.reason.substringBefore(',')
}

private val FIRST_DAY: LocalDate = LocalDate.of(2025, 1, 6)

private fun purchases(model: PurchaseModel, customers: Int, weeks: Double): List<Transaction> {
    val random = SplittableRandom(7)
    return (1..customers).flatMap { id ->
        val again = model.simulatePurchases(PurchaseHistory.newCustomer(WEEK), weeks, random)
        (doubleArrayOf(0.0) + again).map { Transaction.of("c$id", FIRST_DAY.plusDays((7 * it).toLong()), 20.0) }
    }
}

private fun oneTimeBuyers(frequencies: IntArray): IntArray =
    frequencies.indices.filter { frequencies[it] == 0 }.toIntArray()
