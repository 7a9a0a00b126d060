package org.customerequity.examples.kotlin

import java.time.LocalDate
import java.util.Locale
import org.customerequity.examples.SampleShop
import org.customerequity.fit.CoefficientTable
import org.customerequity.fit.LikelihoodRatioTest
import org.customerequity.history.TransactionSummarizer
import org.customerequity.history.covariate.CovariateCoding
import org.customerequity.history.covariate.CovariatePaths
import org.customerequity.history.covariate.Covariates
import org.customerequity.lifetime.LifetimeValueModel
import org.customerequity.model.covariate.AverageEffect
import org.customerequity.model.covariate.CovariateSpecification
import org.customerequity.model.covariate.TimeVaryingParetoNbd
import org.customerequity.model.diagnosis.PurchaseForecast
import org.customerequity.model.purchase.ParetoNbd
import org.customerequity.model.purchase.PurchaseModelFamily.PARETO_NBD
import org.customerequity.model.spend.GammaGamma
import org.customerequity.value.DiscountRate
import org.customerequity.value.Horizon
import org.customerequity.value.PeriodUnit.WEEK
import org.customerequity.value.Span

/** What does the channel make of customers, and what does the season make of a year? */
object CovariatesOfTheShop {
    @JvmStatic
    fun main(args: Array<String>) {
        val log = SampleShop.list().stream()
            .collect(TransactionSummarizer.per(WEEK).until(SampleShop.UNTIL).withCurrency("USD").toLog())
        val known = SampleShop.covariates()
        val shop = log.histories().withCovariates(known)

        val channels = CovariateSpecification.of(PARETO_NBD)
            .withPurchaseCovariates("channel", "age")
            .withDropoutCovariates("channel")
            .fit(shop)
        CoefficientTable.of(channels.report()).rows.filter { "=" in it.name }.forEach {
            val ratio = it.ratio()
            val range = ratio.confidenceInterval(0.95)
            println("%-27s times %.2f [%.2f, %.2f]".format(Locale.ROOT, it.name, ratio.value, range.lower, range.upper))
        }
        val test = LikelihoodRatioTest.of(ParetoNbd.fit(shop).report(), channels.report())
        println("on %d degrees of freedom, p %.0e".format(Locale.ROOT, test.degreesOfFreedom, test.pValue))

        val ads = AverageEffect.ofCategory(channels, "channel", "ads", AverageEffect.newcomers(shop)) { model, who ->
            model.expectedPurchases(who, Span.ofWeeks(0.0, 52.0))
        }
        println("ads: %+.2f purchases in the first year, give or take %.2f".format(Locale.ROOT, ads.value, ads.standardError))
        val worth = LifetimeValueModel.of(channels, GammaGamma.fit(shop))
            .withMargin(0.30)
            .withDiscount(DiscountRate.ofAnnualPercent(10.0))
            .withHorizon(Horizon.ofYears(3.0))
        for (channel in known.levels("channel")) {
            val newcomer = Covariates.none().with("channel", channel).with("age", 42.0)
            println("%-8s worth USD %.1f".format(Locale.ROOT, channel, worth.valueOfNewCustomer(newcomer).amount.value))
        }

        val calendar = CovariatePaths.builder("season")
        for (year in 2024..2026) { // the last of them is a plan
            calendar.addForAll(LocalDate.of(year, 1, 1), LocalDate.of(year, 11, 1), 0.0)
            calendar.addForAll(LocalDate.of(year, 11, 1), LocalDate.of(year + 1, 1, 1), 1.0)
        }
        val through = log.histories().withPaths(calendar.build(), log)
        val season = TimeVaryingParetoNbd.fit(
            through,
            TimeVaryingParetoNbd.codingOf(through, "season"),
            CovariateCoding.none(), // of leaving
        )
        for ((name, weeks) in listOf("to October" to Span.ofWeeks(0.0, 43.5), "then" to Span.ofWeeks(43.5, 52.0))) {
            val total = PurchaseForecast.of(season, through, weeks).total()
            val outcome = total.predictionInterval(0.95)
            println("2026, %-10s %4.0f purchases [%.0f, %.0f]".format(Locale.ROOT, name, total.expected, outcome.lower, outcome.upper))
        }
    }
}
