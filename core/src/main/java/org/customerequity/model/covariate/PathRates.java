package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.value.Distribution;

/** Rates of a customer who may have left at any of the nodes of an integral, or be alive. */
record PathRates(double probabilityAlive, Distribution purchaseRate, Distribution leaving, double covariance)
        implements CustomerRates, Serializable {
    private static final long serialVersionUID = 1;

    static PathRates of(PathKernel kernel, double recency) {
        List<double[]> atoms = new ArrayList<>();
        kernel.eachAtom(recency, (weight, a, d) -> atoms.add(new double[] {weight, a, d}));
        double total = kernel.deadWeight() + kernel.aliveWeight();
        double[] weights = new double[atoms.size() + 1];
        List<Distribution> lambdas = new ArrayList<>();
        List<Distribution> mus = new ArrayList<>();
        weights[0] = Math.min(1, kernel.aliveWeight() / total);
        lambdas.add(Distribution.gamma(kernel.shape(), kernel.clockOfBuying()));
        mus.add(Distribution.gamma(kernel.s, kernel.clockOfLeaving()));
        for (int i = 1; i < weights.length; i++) {
            double[] atom = atoms.get(i - 1);
            weights[i] = atom[0] / total;
            lambdas.add(Distribution.gamma(kernel.shape(), atom[1]));
            mus.add(Distribution.gamma(kernel.s + 1, atom[2]));
        }
        Distribution lambda = Distribution.mixture(lambdas, weights);
        Distribution mu = Distribution.mixture(mus, weights);
        double covariance = 0;
        for (int i = 0; i < weights.length; i++) {
            covariance += weights[i]
                    * (lambdas.get(i).mean() - lambda.mean())
                    * (mus.get(i).mean() - mu.mean());
        }
        return new PathRates(weights[0], lambda, mu, covariance);
    }

    @Override
    public Optional<Distribution> dropout() {
        return Optional.of(leaving);
    }
}
