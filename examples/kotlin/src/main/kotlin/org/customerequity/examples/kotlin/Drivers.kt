package org.customerequity.examples.kotlin

import java.util.Locale
import org.customerequity.equity.driver.BrandEquities
import org.customerequity.equity.driver.FirstPurchase.AFTER_INTERVAL
import org.customerequity.equity.driver.Market
import org.customerequity.equity.driver.RatingShift
import org.customerequity.equity.driver.SpendStream
import org.customerequity.fit.FitOutcome
import org.customerequity.model.choice.DriverModel
import org.customerequity.survey.brand.BrandAnswer
import org.customerequity.survey.brand.BrandSurvey
import org.customerequity.survey.brand.SubDriver
import org.customerequity.value.Contribution
import org.customerequity.value.DiscountRate
import org.customerequity.value.Horizon

/** What are a town's customers worth to each of its cafes, and does a warmer welcome pay? From twenty answers, made up. */
object Drivers {
    private val CAFES = listOf("Alba", "Brio", "Caro")
    private val QUESTIONS = listOf(SubDriver.value("coffee"), SubDriver.relationship("welcome"))
    private val DISCOUNT = DiscountRate.ofAnnualPercent(10.0)

    @JvmStatic
    fun main(args: Array<String>) {
        val answers = ANSWERS.trim().lines().mapIndexed(::answer)
        println(describe(survey(answers)))
        println(describe(survey(answers.take(3))))
    }

    private fun survey(answers: List<BrandAnswer>): BrandSurvey = BrandSurvey.of(QUESTIONS, CAFES).addAll(answers).build()

    private fun answer(row: Int, line: String): BrandAnswer {
        val (last, next) = line.trim().split(" ")
        val points = line.filter(Char::isDigit).map { it.digitToInt().toDouble() }
        val first = BrandAnswer.of("guest ${row + 1}", last).withNext(next).withFrequency(50.0).withVolume(6.0)
        return CAFES.zip(points.chunked(QUESTIONS.size)).fold(first) { answer, (cafe, given) ->
            answer.withRatings(cafe, QUESTIONS, *given.toDoubleArray())
        }
    }

    /** Sealed, so that the compiler asks for both cases and no other. */
    private fun describe(survey: BrandSurvey): String = when (val fit = DriverModel.fit(survey)) {
        is FitOutcome.Converged -> BrandEquities.of(fit, survey, market()).run { "${worth(this)}\n${improvement(this)}" }
        is FitOutcome.NotConverged -> "${survey.size()} answers: ${fit.reason}"
    }

    /** Of each euro spent at a cafe 60 cents remain. */
    private fun market(): Market = CAFES.fold(Market.of(8_000.0, Horizon.ofYears(2.0), AFTER_INTERVAL)) { market, cafe ->
        market.withBrand(cafe, Contribution.of("EUR", 0.60), DISCOUNT)
    }

    private fun worth(today: BrandEquities): String = CAFES.joinToString("\n") { cafe ->
        val interval = today.equityEstimate(cafe).confidenceInterval(0.90)
        val switching = today.switching()
        val stay = switching.repurchaseRate(cafe).value()
        val gain = switching.netGain(cafe)
        "%s  EUR %4.2f m [%.2f, %.2f], share %.2f; %.0f %% stay, %+.0f customers".format(
            Locale.ROOT, cafe, today.equity(cafe).value / 1e6, interval.lower / 1e6, interval.upper / 1e6,
            today.share(cafe).value(), 100 * stay, gain,
        )
    }

    private fun improvement(today: BrandEquities): String {
        val change = today.improve("Caro", "welcome", RatingShift.by(0.5).amongBuyersOf("Caro"))
        val returns = change.costing(SpendStream.of("EUR", 20_000.0, 10_000.0), DISCOUNT)
        return "welcome of Caro +0.5: EUR %.0f for %.0f, return %.0f %%, pays with probability %.2f".format(
            Locale.ROOT, change.change().value, returns.presentSpend().value, 100 * returns.roi().value(), returns.probabilityItPays(),
        )
    }

    /** Bought last and next, then coffee and welcome of Alba, Brio and Caro, 1 to 5. */
    private const val ANSWERS = """
        Alba Caro  5 3  5 4  5 4
        Brio Caro  3 1  3 2  4 3
        Alba Alba  3 5  3 1  4 4
        Brio Brio  3 4  4 4  3 2
        Caro Caro  2 4  4 3  3 3
        Alba Brio  2 5  5 3  1 5
        Brio Brio  2 3  2 3  2 1
        Brio Caro  5 3  3 2  3 3
        Brio Alba  3 4  3 4  3 4
        Alba Alba  4 2  5 2  2 3
        Brio Brio  4 3  3 3  1 3
        Caro Alba  4 4  3 3  4 3
        Alba Brio  3 2  2 4  3 3
        Brio Brio  4 5  5 3  3 3
        Caro Alba  2 4  3 1  2 4
        Brio Alba  5 3  2 3  3 2
        Alba Alba  3 3  4 1  3 1
        Brio Alba  4 2  2 3  1 2
        Brio Brio  5 5  4 5  2 4
        Alba Alba  1 2  1 1  2 1
    """
}
