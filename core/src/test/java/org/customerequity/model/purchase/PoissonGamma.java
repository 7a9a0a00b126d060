package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * A model as a user would bring it: only the essentials. Customers never leave; they buy at gamma(r, alpha) rates (Ehrenberg
 * 1959), so that everything the defaults must find has a closed form.
 */
public record PoissonGamma(double r, double alpha, PeriodUnit unit) implements PurchaseModel, Serializable {
    public PoissonGamma {
        Require.positive(r, "r", "");
        Require.positive(alpha, "alpha", "");
    }

    @Override
    public List<String> parameterNames() {
        return List.of("r", "alpha");
    }

    @Override
    public double[] parameters() {
        return new double[] {r, alpha};
    }

    @Override
    public PoissonGamma withParameters(double... parameters) {
        Require.parameters(parameters, parameterNames());
        return new PoissonGamma(parameters[0], parameters[1], unit);
    }

    @Override
    public double logLikelihood(PurchaseHistory h) {
        ModelChecks.requireUnit(unit, h);
        return SpecialFunctions.logRising(r, h.frequency())
                + r * Math.log(alpha / (alpha + h.age()))
                - h.frequency() * Math.log(alpha + h.age());
    }

    @Override
    public double probabilityAlive(PurchaseHistory h, double later) {
        ModelChecks.requireUnit(unit, h);
        ModelChecks.later(later);
        return 1;
    }

    @Override
    public double expectedPurchases(PurchaseHistory h, Span ahead) {
        ModelChecks.requireUnit(unit, h);
        return shape(h) / rate(h) * ModelChecks.span(ahead, unit).length();
    }

    @Override
    public double probabilityOfPurchases(PurchaseHistory h, int n, Span ahead) {
        ModelChecks.requireUnit(unit, h);
        ModelChecks.purchases(n);
        double length = ModelChecks.span(ahead, unit).length();
        if (length == 0) {
            return n == 0 ? 1 : 0;
        }
        double rest = n == 0 ? 0 : n * Math.log(length / (rate(h) + length));
        return Math.exp(SpecialFunctions.logRising(shape(h), n)
                - SpecialFunctions.logRising(1, n)
                - shape(h) * Math.log1p(length / rate(h))
                + rest);
    }

    @Override
    public double[] simulatePurchases(PurchaseHistory h, double length, RandomGenerator random) {
        ModelChecks.requireUnit(unit, h);
        ModelChecks.length(length);
        double lambda = RandomDraws.gamma(shape(h), rate(h), random);
        double[] times = new double[8];
        int n = 0;
        for (double t = random.nextExponential() / lambda;
                t <= length && t > 0;
                t += random.nextExponential() / lambda) {
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = t;
        }
        return Arrays.copyOf(times, n);
    }

    double shape(PurchaseHistory h) {
        return r + h.frequency();
    }

    double rate(PurchaseHistory h) {
        return alpha + h.age();
    }
}
