package org.customerequity.examples.kotlin

import java.math.RoundingMode.HALF_EVEN
import java.time.LocalDate
import java.util.Locale
import java.util.SplittableRandom
import kotlin.jvm.optionals.getOrNull
import org.customerequity.acquisition.AcquiredCustomers
import org.customerequity.acquisition.AcquisitionCost.Definition.PAID_FULLY_LOADED
import org.customerequity.acquisition.AcquisitionExpense.MEDIA
import org.customerequity.acquisition.AcquisitionExpense.SALARIES
import org.customerequity.acquisition.AcquisitionLedger
import org.customerequity.acquisition.CohortPayback
import org.customerequity.acquisition.CohortPayback.Status
import org.customerequity.equity.CustomerEquity
import org.customerequity.history.contract.Contract
import org.customerequity.history.contract.ContractLog
import org.customerequity.history.contract.Ending
import org.customerequity.history.contract.SpellsBuilder
import org.customerequity.lifetime.SubscriptionValueModel
import org.customerequity.retention.CustomerWaterfall
import org.customerequity.retention.cohort.CohortClock.TENURE
import org.customerequity.retention.cohort.CohortRules
import org.customerequity.retention.cohort.RetentionDefinition.N_DAY
import org.customerequity.retention.curve.ShiftedBetaGeometric
import org.customerequity.retention.revenue.Pauses
import org.customerequity.retention.revenue.RevenueBook
import org.customerequity.value.CashFlowTiming.JUST_BEFORE_RENEWAL
import org.customerequity.value.CurrencyAmount
import org.customerequity.value.DiscountRate
import org.customerequity.value.Horizon
import org.customerequity.value.PeriodUnit.MONTH
import org.customerequity.value.PeriodUnit.QUARTER
import org.customerequity.value.ReportingPeriod

/** Who came and who left, how much revenue stayed, and what are the subscribers worth? From 400 contracts, made up. */
object Subscriptions {
    private val LAST_DAY = LocalDate.of(2025, 12, 31)
    private val YEAR = ReportingPeriod.ofYear(2025)

    @JvmStatic
    fun main(args: Array<String>) {
        val log = contracts().stream().collect(ContractLog.per(MONTH).withCurrency("EUR").toLog())
        println(movements(log))
        println(cohorts(log))
        println(equity(log))
        println(cost())
    }

    private fun movements(log: ContractLog): String {
        val quarters = CustomerWaterfall.from(log, YEAR, QUARTER).steps.joinToString("\n") { moved ->
            "%s  %d + %d new + %d back - %d left = %d".format(
                moved.period().from, moved.start(), moved.acquired(), moved.reactivated(), moved.churned(), moved.end(),
            )
        }
        val revenue = RevenueBook.from(log, YEAR, Pauses.asChurn()).netByCustomer()
        val retained = revenue.grossRevenueRetention()
        return "$quarters\n${revenue.start()} a month became ${revenue.end()}; %.3f of it stayed, give or take %.3f"
            .format(Locale.ROOT, retained.value(), retained.standardError())
    }

    /** A cell that is not over for the whole cohort has no number, and Kotlin has a null for it. */
    private fun cohorts(log: ContractLog): String {
        val table = CohortRules.per(MONTH, TENURE).withCohortsPer(QUARTER).tableOf(log, LAST_DAY)
        return table.cohorts().withIndex().joinToString("\n") { (row, cohort) ->
            listOf(1, 6, 12, 18).joinToString("  ", "${cohort.start} ${table.customers(row)}:  ") { age ->
                table.retention(N_DAY, row, age).getOrNull()?.let { "%.2f".format(Locale.ROOT, it.value()) } ?: " -- "
            }
        }
    }

    private fun equity(log: ContractLog): String {
        val renewals = SpellsBuilder.per(MONTH).until(LAST_DAY).spellsOf(log, 0).toRenewals()
        val values = SubscriptionValueModel.of(ShiftedBetaGeometric.fit(renewals))
            .withMargin(0.75)
            .withDiscount(DiscountRate.ofAnnualPercent(10.0))
            .withHorizon(Horizon.ofYears(3.0))
            .withTiming(JUST_BEFORE_RENEWAL)
            .value(log, LAST_DAY, 0)
        val equity = CustomerEquity.ofCurrent(values)
        val interval = equity.confidenceInterval(0.95)
        val best = (0 until values.size()).maxBy(values::value)
        return "%d subscribers are worth %s [%.0f, %.0f], %s the most: %s".format(
            Locale.ROOT, equity.customers(), equity.total().toMoney(HALF_EVEN), interval.lower, interval.upper,
            values.ids()[best], values.row(best).amount.toMoney(HALF_EVEN),
        )
    }

    private fun cost(): String {
        val january = ReportingPeriod.ofMonth(2025, 1)
        val cost = AcquisitionLedger.builder("EUR", MONTH)
            .spend("search", january, MEDIA, CurrencyAmount.of("EUR", 900.0))
            .sharedSpend(january, SALARIES, CurrencyAmount.of("EUR", 300.0))
            .won("search", january, AcquiredCustomers.of(12, 0))
            .won("friends", january, AcquiredCustomers.of(0, 5))
            .build()
            .cost(PAID_FULLY_LOADED)
        val payback = CohortPayback.of(cost, MONTH, 310.0, 270.0, 250.0, 240.0)
        return "${cost.perCustomer()} each: " + when (payback.status(DiscountRate.NONE)) {
            Status.PAID_BACK -> "paid back in month ${payback.firstPayback(DiscountRate.NONE).get().wholePeriods()}"
            Status.NOT_YET -> "not paid back yet"
            Status.NEVER -> "never paid back"
        }
    }

    /** Most who leave do so early, and one in ten pays the large plan. */
    private fun contracts(): List<Contract> {
        val random = SplittableRandom(11)
        return List(400) { n ->
            val start = LocalDate.of(2024, 1, 1).plusDays(random.nextLong(731))
            val price = if (random.nextInt(10) == 0) 49.0 else 9.0
            val churn = if (random.nextBoolean()) 0.02 else 0.15
            val renewals = generateSequence(1) { it + 1 }.first { random.nextDouble() < churn }
            val end = start.plusMonths(renewals.toLong())
            val customer = "S%03d".format(Locale.ROOT, n + 1)
            if (end > LAST_DAY) Contract.active(customer, start, price)
            else Contract.ended(customer, start, end, price, Ending.VOLUNTARY)
        }
    }
}
