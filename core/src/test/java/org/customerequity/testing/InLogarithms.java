package org.customerequity.testing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Parametric;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * A model of positive parameters in the guise of one with coefficients: the logarithms of the same parameters. Whatever carries
 * the uncertainty of parameters must say the same of both.
 */
public final class InLogarithms {
    private InLogarithms() {}

    /** A purchase model by its logarithms. */
    public record Buying(PurchaseModel inner) implements PurchaseModel, Serializable {
        @Override
        public PeriodUnit unit() {
            return inner.unit();
        }

        @Override
        public List<String> parameterNames() {
            return names(inner);
        }

        @Override
        public double[] parameters() {
            return logarithms(inner);
        }

        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public Buying withParameters(double... parameters) {
            return new Buying(inner.withParameters(exponentials(parameters)));
        }

        @Override
        public double logLikelihood(PurchaseHistory history) {
            return inner.logLikelihood(history);
        }

        @Override
        public double probabilityAlive(PurchaseHistory history, double later) {
            return inner.probabilityAlive(history, later);
        }

        @Override
        public double expectedPurchases(PurchaseHistory history, Span ahead) {
            return inner.expectedPurchases(history, ahead);
        }

        @Override
        public double probabilityOfPurchases(PurchaseHistory history, int n, Span ahead) {
            return inner.probabilityOfPurchases(history, n, ahead);
        }

        @Override
        public double[] simulatePurchases(PurchaseHistory history, double length, RandomGenerator random) {
            return inner.simulatePurchases(history, length, random);
        }

        @Override
        public double[] discountedPurchases(PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
            return inner.discountedPurchases(histories, discount, horizon);
        }

        @Override
        public double[] varianceOfPurchases(PurchaseHistories histories, Span ahead) {
            return inner.varianceOfPurchases(histories, ahead);
        }

        @Override
        public double[] varianceOfDiscountedPurchases(
                PurchaseHistories histories, DiscountRate discount, Horizon horizon) {
            return inner.varianceOfDiscountedPurchases(histories, discount, horizon);
        }
    }

    /** A retention curve by its logarithms. */
    public record Staying(ParametricCurve inner) implements ParametricCurve, Serializable {
        @Override
        public PeriodUnit unit() {
            return inner.unit();
        }

        @Override
        public boolean isDiscrete() {
            return inner.isDiscrete();
        }

        @Override
        public double logSurvival(double tenure) {
            return inner.logSurvival(tenure);
        }

        @Override
        public double hazard(double tenure) {
            return inner.hazard(tenure);
        }

        @Override
        public double simulateTenure(double tenure, RandomGenerator random) {
            return inner.simulateTenure(tenure, random);
        }

        @Override
        public List<String> parameterNames() {
            return names(inner);
        }

        @Override
        public double[] parameters() {
            return logarithms(inner);
        }

        @Override
        public Estimate.Scale parameterScale() {
            return Estimate.Scale.LINEAR;
        }

        @Override
        public Staying withParameters(double... parameters) {
            return new Staying(inner.withParameters(exponentials(parameters)));
        }
    }

    /** The same fit of a purchase model. */
    public static FitOutcome<Buying> buying(FitOutcome<? extends PurchaseModel> fit) {
        Buying model = new Buying(fit.orThrow());
        return new FitOutcome.Converged<>(model, report(model, fit.report()));
    }

    /** The same fit of a retention curve. */
    public static FitOutcome<Staying> staying(FitOutcome<? extends ParametricCurve> fit) {
        Staying curve = new Staying(fit.orThrow());
        return new FitOutcome.Converged<>(curve, report(curve, fit.report()));
    }

    private static FitReport report(Parametric model, FitReport of) {
        return FitReport.ofCoefficients(
                of.verdict(),
                model.parameterNames(),
                model.parameters(),
                of.logCovariance(),
                of.logLikelihood(),
                of.gradientNorm(),
                of.iterations(),
                of.observations(),
                of.warnings());
    }

    private static List<String> names(Parametric of) {
        return of.parameterNames().stream().map(name -> "ln " + name).toList();
    }

    private static double[] logarithms(Parametric of) {
        return Arrays.stream(of.parameters()).map(Math::log).toArray();
    }

    private static double[] exponentials(double[] logs) {
        return Arrays.stream(logs).map(Math::exp).toArray();
    }
}
