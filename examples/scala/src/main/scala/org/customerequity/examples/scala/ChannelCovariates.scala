package org.customerequity.examples.scala

import java.util.Locale
import org.customerequity.examples.SampleShop
import org.customerequity.fit.CoefficientTable
import org.customerequity.history.{PurchaseHistory, TransactionSummarizer}
import org.customerequity.history.covariate.Covariates
import org.customerequity.model.covariate.CovariateSpecification
import org.customerequity.model.purchase.PurchaseModelFamily
import org.customerequity.value.{PeriodUnit, Span}
import scala.jdk.CollectionConverters.*

/** Does the channel change how often customers buy and how soon they leave, and what does a newcomer of each bring? */
object ChannelCovariates:
  def main(args: Array[String]): Unit =
    val shop = SampleShop
      .list()
      .stream()
      .collect(TransactionSummarizer.per(PeriodUnit.WEEK).until(SampleShop.UNTIL).toHistories())
      .withCovariates(SampleShop.covariates())
    val fit = CovariateSpecification
      .of(PurchaseModelFamily.PARETO_NBD)
      .withPurchaseCovariates("channel", "age")
      .withDropoutCovariates("channel")
      .fit(shop)
    for row <- CoefficientTable.of(fit.report).startingWith("dropout: ").rows.asScala do
      val range = row.ratio.confidenceInterval(0.95)
      println("%-25s times %.2f [%.2f, %.2f]".formatLocal(Locale.ROOT, row.name, row.ratio.value, range.lower, range.upper))

    val model = fit.orThrow
    for channel <- Seq("organic", "ads", "referral") do
      val newcomer = PurchaseHistory
        .newCustomer(PeriodUnit.WEEK)
        .withCovariates(Covariates.none.`with`("channel", channel).`with`("age", 42))
      val year = model.expectedPurchases(newcomer, Span.ofWeeks(0, 52))
      println("%-8s %.2f purchases in the first year".formatLocal(Locale.ROOT, channel, year))
