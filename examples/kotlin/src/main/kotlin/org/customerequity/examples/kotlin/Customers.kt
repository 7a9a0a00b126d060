package org.customerequity.examples.kotlin

import java.math.RoundingMode.HALF_EVEN
import java.time.LocalDate
import java.util.Currency
import java.util.Locale
import java.util.SplittableRandom
import kotlin.math.ln
import org.customerequity.fit.FitOutcome
import org.customerequity.history.PurchaseHistory
import org.customerequity.history.SpendSummary
import org.customerequity.history.TransactionSummarizer
import org.customerequity.lifetime.LifetimeValueModel
import org.customerequity.model.CustomerSimulator
import org.customerequity.model.ModelText
import org.customerequity.model.purchase.BgNbd
import org.customerequity.model.spend.GammaGamma
import org.customerequity.value.CurrencyAmount
import org.customerequity.value.DiscountRate
import org.customerequity.value.Horizon
import org.customerequity.value.PeriodUnit.WEEK

/** What is one customer worth, less the cost of keeping them, and when will they buy? Can a fit be stored overnight? */
fun main() {
    val buying = BgNbd(0.243, 4.414, 0.793, 2.426, WEEK) // CDNOW, as published
    val spending = GammaGamma(6.25, 3.74, 15.44)
    val customer = PurchaseHistory.of(2, 30.43, 38.86, WEEK).withSpend(SpendSummary.of(2, 22.35))
    val worth = LifetimeValueModel.of(buying, spending)
        .withMargin(0.30)
        .withDiscount(DiscountRate.ofContinuous(ln(1.15) / 52, WEEK)) // 15 % a year of 52 weeks
        .withHorizon(Horizon.FOREVER)
        .withCurrency("USD")
        .value(customer)
    val cost = CurrencyAmount.of("USD", 4.0) + CurrencyAmount.of("USD", 0.5) * 6.0
    println("alive %.4f".format(Locale.ROOT, worth.probabilityAlive))
    println("worth ${worth.amount.toMoney(HALF_EVEN)}, net ${(worth.amount - cost).toMoney(HALF_EVEN)}")

    val next = buying.nextPurchase(customer)
    println("buys again %.2f, within 13 weeks %.2f".format(Locale.ROOT, next.probabilityEver(), next.probabilityWithin(13.0)))
    println("even odds by week %.1f".format(Locale.ROOT, next.median().orElse(Double.POSITIVE_INFINITY))) // or never
    val own = buying.rates(customer).purchaseRate().interval(0.90)
    println("own rate %.3f to %.3f a week".format(Locale.ROOT, own.lower, own.upper))

    val histories = CustomerSimulator.of(buying, spending, Currency.getInstance("USD"))
        .acquiredBetween(FIRST_DAY, FIRST_DAY)
        .until(LAST_DAY)
        .simulate(1_000, SplittableRandom(7)).stream()
        .collect(TransactionSummarizer.per(WEEK).until(LAST_DAY).toHistories())
    val fit = BgNbd.fit(histories)
    println("${histories.size()} customers: ${describe(fit)}")
    println("stored and read: ${ModelText.readFit(ModelText.write(fit), BgNbd::class.java) == fit}")
    println("none came back: ${describe(BgNbd.fit(histories.filter { histories.frequency(it) == 0 }))}")
}

/** Sealed, so that the compiler asks for both cases and no other. */
fun describe(outcome: FitOutcome<BgNbd>): String = when (outcome) {
    is FitOutcome.Converged -> "fitted, per ${outcome.model.unit.noun()}"
    is FitOutcome.NotConverged -> "${outcome.report.verdict()}, no model"
}

private val FIRST_DAY: LocalDate = LocalDate.of(2025, 1, 6)
private val LAST_DAY: LocalDate = FIRST_DAY.plusWeeks(52)
