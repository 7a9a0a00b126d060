package org.customerequity.model.hierarchical;

import java.util.ArrayList;
import java.util.List;
import org.customerequity.fit.Likelihood;

/**
 * A likelihood of positive parameters times gamma priors of them: what the integrated engine draws from. The density is that of the
 * logarithms, so that each prior comes with its Jacobian, {@code shape u - rate e^u}; without it the posterior of s and beta of the
 * Pareto/NBD is a third too low.
 */
final class PriorLikelihood implements Likelihood {
    private final Likelihood likelihood;
    private final List<GammaPrior> priors;
    private final double[] units;

    PriorLikelihood(Likelihood likelihood, List<GammaPrior> priors) {
        this.likelihood = likelihood;
        this.priors = priors;
        this.units = likelihood.units();
    }

    @Override
    public List<String> names() {
        return likelihood.names();
    }

    @Override
    public double[] start() {
        return likelihood.start();
    }

    @Override
    public double[] units() {
        return units.clone();
    }

    @Override
    public long observations() {
        return likelihood.observations();
    }

    /** The priors are distributions: there is a posterior whatever the data. */
    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(likelihood.warnings());
        likelihood
                .obstacle()
                .ifPresent(obstacle ->
                        all.add("The data alone do not identify the model, so that the posterior is largely the prior: "
                                + obstacle + "."));
        return all;
    }

    @Override
    public double value(double[] u) {
        double sum = likelihood.value(u);
        for (int j = 0; j < u.length; j++) {
            GammaPrior prior = priors.get(j);
            sum += prior.shape() * u[j] - prior.rate() * units[j] * Math.exp(u[j]);
        }
        return sum;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double sum = likelihood.evaluate(u, gradient, hessian);
        for (int j = 0; j < u.length; j++) {
            GammaPrior prior = priors.get(j);
            double theta = prior.rate() * units[j] * Math.exp(u[j]);
            sum += prior.shape() * u[j] - theta;
            gradient[j] += prior.shape() - theta;
            hessian[j][j] -= theta;
        }
        return sum;
    }
}
