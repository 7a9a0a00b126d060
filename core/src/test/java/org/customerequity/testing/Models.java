package org.customerequity.testing;

import java.util.List;
import org.customerequity.fit.Parametric;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.model.choice.LatentClassModel;
import org.customerequity.model.choice.SegmentedDriverModel;
import org.customerequity.model.covariate.CovariateProcess;
import org.customerequity.model.covariate.CovariatePurchaseModel;
import org.customerequity.model.covariate.CovariateSpecification;
import org.customerequity.model.covariate.TimeVaryingParetoNbd;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.CorrelatedParetoNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.ZeroInflatedLogNormal;
import org.customerequity.retention.RetentionByScore;
import org.customerequity.retention.RetentionLogit;
import org.customerequity.retention.covariate.CovariateEffect;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.PeriodUnit;

/** The fitted models of the library. A new one belongs here: a test says so. */
public final class Models {
    private static final PeriodUnit WEEK = PeriodUnit.WEEK;

    /** One of each kind, in different units. */
    public static final List<Parametric> ONE_OF_EACH = List.of(
            new Nbd(0.385, 12.072, WEEK),
            new BgNbd(0.243, 4.414, 0.793, 2.426, WEEK),
            new MbgNbd(0.525, 6.183, 0.891, 1.614, WEEK),
            new BgCnbd(2, 0.3, 9.5, 0.8, 2.4, PeriodUnit.DAY),
            new MbgCnbd(3, 0.3, 9.5, 0.8, 2.4, PeriodUnit.MONTH),
            new ParetoNbd(0.553, 10.578, 0.606, 11.669, WEEK),
            new CorrelatedParetoNbd(0.553, 10.578, 0.606, 11.669, 7, WEEK),
            new BgBb(1.204, 0.75, 0.657, 2.783, PeriodUnit.YEAR),
            new GGompertzNbd(0.55, 10.6, 0.01, 0.6, 0.1, WEEK),
            new GammaGamma(6.25, 3.74, 15.44),
            new LogNormalSpend(26.9, 0.22, 0.316),
            new ConstantSpend(49.9),
            new ZeroInflatedLogNormal(0.05, 26.9, 0.8),
            new ConstantRetention(0.9, PeriodUnit.MONTH),
            new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR),
            new BetaDiscreteWeibull(0.259, 1.722, 1.584, PeriodUnit.YEAR),
            new ExponentialGamma(0.9, 7.5, PeriodUnit.QUARTER),
            new WeibullGamma(0.9, 7.5, 1.3, PeriodUnit.DAY),
            choice(Inertia.BY_BRAND, -0.2, 0.9, 0.7, 0.44, -0.1),
            SegmentedDriverModel.of(
                    List.of("business", "leisure"),
                    List.of(choice(Inertia.COMMON, -0.2, 0.9, 0.44, -0.1), choice(Inertia.NONE, 0.3, 0.5, -0.4))),
            LatentClassModel.of(
                    new double[] {0.6, 0.4},
                    List.of(
                            choice(Inertia.COMMON, -0.2, 0.9, 0.44, -0.1),
                            choice(Inertia.COMMON, 0.1, 0.2, 1.3, -0.7))),
            RetentionLogit.fit(RetentionByScore.ofCounts(
                            RatingScale.FIVE_POINT,
                            new long[] {20, 30, 40, 60, 50},
                            new long[] {8, 16, 27, 45, 44},
                            PeriodUnit.QUARTER))
                    .orThrow(),
            CovariatePurchaseModel.of(
                    CovariateSpecification.of(PurchaseModelFamily.MBG_CNBD)
                            .withK(2)
                            .withPurchaseCovariates("channel", "age")
                            .withDropoutCovariates("age", "price")
                            .withEqualCoefficient("age")
                            .withFixedCoefficient(CovariateProcess.DROPOUT, "price", 0.25),
                    CovariateCoding.ofCovariates(List.of(
                            new CodedCovariate.Category("channel", "organic", List.of("ads", "search")),
                            new CodedCovariate.Number("age", 41.5, 12.25),
                            new CodedCovariate.Number("price", 0, 1))),
                    WEEK,
                    -0.6,
                    1.9,
                    1.2,
                    -0.9,
                    0.35,
                    -0.1,
                    0.2),
            CovariateRetention.of(
                    new BetaDiscreteWeibull(0.8, 1.9, 1.3, PeriodUnit.MONTH),
                    CovariateCoding.ofCovariates(List.of(
                            new CodedCovariate.Category("channel", "organic", List.of("ads", "search")),
                            new CodedCovariate.Number("age", 41.5, 12.25))),
                    CovariateEffect.MEAN_CHURN,
                    0.5,
                    -0.2,
                    0.1),
            TimeVaryingParetoNbd.ofParameters(
                    CovariateCoding.ofCovariates(List.of(
                            new CodedCovariate.Number("price \"net\"", 9.9, 1.5),
                            new CodedCovariate.Number("promotion", 0, 1))),
                    CovariateCoding.ofCovariates(List.of(
                            new CodedCovariate.Number("promotion", 0, 1), new CodedCovariate.Number("season", 0, 1))),
                    List.of("promotion"),
                    WEEK,
                    0.26,
                    1.61,
                    -0.22,
                    2.48,
                    -0.3,
                    0.6,
                    -0.4));

    private static DriverModel choice(Inertia inertia, double... parameters) {
        return DriverModel.of(
                List.of("Alpha", "Beta"),
                List.of(SubDriver.value("quality"), SubDriver.relationship("trust")),
                true,
                inertia,
                parameters);
    }

    private Models() {}
}
