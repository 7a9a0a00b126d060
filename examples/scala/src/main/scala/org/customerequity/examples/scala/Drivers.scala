package org.customerequity.examples.scala

import java.util.{List as JavaList, Locale}
import org.customerequity.equity.driver.{BrandEquities, Market, RatingShift, SpendStream}
import org.customerequity.equity.driver.FirstPurchase.AFTER_INTERVAL
import org.customerequity.model.choice.DriverModel
import org.customerequity.survey.brand.{BrandAnswer, BrandSurvey, SubDriver}
import org.customerequity.value.{Contribution, DiscountRate, Horizon}
import scala.jdk.CollectionConverters.*

/** What are a town's customers worth to each of its cafes, and does a warmer welcome pay? From twenty answers, made up. */
object Drivers:
  private val cafes = List("Alba", "Brio", "Caro")
  private val questions = JavaList.of(SubDriver.value("coffee"), SubDriver.relationship("welcome"))
  private val discount = DiscountRate.ofAnnualPercent(10)

  def main(args: Array[String]): Unit =
    val all = answers.linesIterator.map(_.trim).filter(_.nonEmpty).zipWithIndex.map(answer).toList
    println(describe(survey(all)))
    println(describe(survey(all.take(3))))

  private def survey(all: List[BrandAnswer]): BrandSurvey =
    BrandSurvey.of(questions, cafes.asJava).addAll(all.asJava).build

  private def answer(line: String, row: Int): BrandAnswer =
    val Array(last, next, points*) = line.split(" +"): @unchecked
    val first = BrandAnswer.of(s"guest ${row + 1}", last).withNext(next).withFrequency(50).withVolume(6)
    cafes.zip(points.map(_.toDouble).grouped(questions.size)).foldLeft(first) { case (answer, (cafe, ratings)) =>
      answer.withRatings(cafe, questions, ratings*)
    }

  // fold is total; Scala does not check a match on a sealed type of Java
  private def describe(survey: BrandSurvey): String =
    val fit = DriverModel.fit(survey)
    fit.fold(
      _ =>
        val today = BrandEquities.of(fit, survey, market)
        s"${worth(today)}\n${improvement(today)}"
      ,
      failed => s"${survey.size} answers: ${failed.reason}"
    )

  /** Of each euro spent at a cafe 60 cents remain. */
  private def market: Market =
    cafes.foldLeft(Market.of(8_000, Horizon.ofYears(2), AFTER_INTERVAL)): (market, cafe) =>
      market.withBrand(cafe, Contribution.of("EUR", 0.60), discount)

  private def worth(today: BrandEquities): String =
    val switching = today.switching
    cafes
      .map: cafe =>
        val interval = today.equityEstimate(cafe).confidenceInterval(0.90)
        "%s  EUR %4.2f m [%.2f, %.2f], share %.2f; %.0f %% stay, %+.0f customers".formatLocal(
          Locale.ROOT, cafe, today.equity(cafe).value / 1e6, interval.lower / 1e6, interval.upper / 1e6,
          today.share(cafe).value, 100 * switching.repurchaseRate(cafe).value, switching.netGain(cafe)
        )
      .mkString("\n")

  private def improvement(today: BrandEquities): String =
    val change = today.improve("Caro", "welcome", RatingShift.by(0.5).amongBuyersOf("Caro"))
    val returns = change.costing(SpendStream.of("EUR", 20_000, 10_000), discount)
    "welcome of Caro +0.5: EUR %.0f for %.0f, return %.0f %%, pays with probability %.2f".formatLocal(
      Locale.ROOT, change.change.value, returns.presentSpend.value, 100 * returns.roi.value, returns.probabilityItPays
    )

  /** Bought last and next, then coffee and welcome of Alba, Brio and Caro, 1 to 5. */
  private val answers = """
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
