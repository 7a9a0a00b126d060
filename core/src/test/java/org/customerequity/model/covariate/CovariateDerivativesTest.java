package org.customerequity.model.covariate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** The likelihood of every family and form: its value is the sum over the customers' own models, its derivatives its own. */
class CovariateDerivativesTest {
    private static final int POINTS = 6 * Integer.getInteger("customerequity.sweep", 1);
    private static final double STEP = 1e-3;

    private static List<CovariateSpecification> specifications() {
        List<CovariateSpecification> all = new ArrayList<>();
        for (PurchaseModelFamily family : Shops.FAMILIES) {
            CovariateSpecification spec = Shops.specification(family);
            all.add(spec);
            all.add(spec.withEqualCoefficient("channel").withFixedCoefficient(CovariateProcess.DROPOUT, "age", 0.01));
            if (!spec.base().hasLifetimes()) {
                all.add(spec.withDropoutForm(DropoutForm.TWO_INDEX));
                all.add(spec.withDropoutForm(DropoutForm.ONE_INDEX).withPurchaseCovariates("age"));
            }
        }
        return all;
    }

    @Test
    void valueGradientAndHessianAgree() {
        SplittableRandom random = new SplittableRandom(191);
        for (CovariateSpecification spec : specifications()) {
            PurchaseHistories histories = Shops.histories(spec.family(), 60, 5);
            Likelihood likelihood = spec.likelihood(histories);
            double[] base = likelihood.start();
            int p = base.length;
            for (int i = 0; i < POINTS; i++) {
                double[] u = base.clone();
                for (int j = 0; j < p; j++) {
                    u[j] += 0.6 * (random.nextDouble() - 0.5);
                }
                double[] g = new double[p];
                double[][] h = new double[p][p];
                double value = likelihood.evaluate(u, g, h);
                double[] own = CovariatePurchaseModel.of(
                                spec, spec.coding(histories.covariates()), PeriodUnit.WEEK, likelihood.parametersAt(u))
                        .logLikelihood(histories);
                assertEquals(
                        Arrays.stream(own).sum(), value + likelihood.offset(), 1e-11 * Math.abs(value), spec::toString);
                assertEquals(value, likelihood.value(u), 1e-12 * Math.abs(value));
                double size = 1e-8 * (1 + Arrays.stream(g).map(Math::abs).sum() + Math.abs(value));
                for (int j = 0; j < p; j++) {
                    double[] byGradient = slopes(u, j, p, v -> {
                        double[] there = new double[p];
                        likelihood.evaluate(v, there, new double[p][p]);
                        return there;
                    });
                    double[] byValue = slopes(u, j, 1, v -> new double[] {likelihood.value(v)});
                    assertEquals(byValue[0], g[j], size, spec::toString);
                    for (int k = 0; k < p; k++) {
                        assertEquals(byGradient[k], h[j][k], 10 * size, spec::toString);
                    }
                }
            }
        }
    }

    /** By differences of fourth order. */
    private static double[] slopes(double[] u, int j, int size, UnaryOperator<double[]> f) {
        double[] out = new double[size];
        double[] steps = {-2, -1, 1, 2};
        double[] shares = {1, -8, 8, -1};
        for (int i = 0; i < 4; i++) {
            double[] v = u.clone();
            v[j] += steps[i] * STEP;
            double[] there = f.apply(v);
            for (int k = 0; k < size; k++) {
                out[k] += shares[i] * there[k] / (12 * STEP);
            }
        }
        return out;
    }
}
