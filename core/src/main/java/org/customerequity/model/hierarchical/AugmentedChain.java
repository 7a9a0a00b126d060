package org.customerequity.model.hierarchical;

import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;

/**
 * The Gibbs sampler of the Pareto/NBD: lifetimes of all customers are drawn too, given which every other step is a gamma draw.
 *
 * <pre>{@code
 *   alive, tau  given lambda, mu                     {@link ExponentialLife}
 *   lambda ~ gamma(r + x, alpha + min(tau, T))
 *   mu     ~ gamma(s + 1, beta + tau)                tau is the whole lifetime, also where it ends after T
 *   (r, alpha) given all lambda, (s, beta) given all mu     {@link GammaBlock}
 * }</pre>
 */
final class AugmentedChain {
    private final int[] frequency;
    private final double[] recency;
    private final double[] age;
    private final double[] lambda;
    private final double[] mu;
    private final GammaBlock purchases;
    private final GammaBlock dropout;
    private final RandomGenerator random;

    AugmentedChain(PurchaseHistories histories, ParetoNbdPriors priors, RandomGenerator random) {
        this.random = random;
        frequency = histories.frequencies();
        recency = histories.recencies();
        age = histories.ages();
        int n = frequency.length;
        double ages = 0;
        for (double t : age) {
            ages += t / n;
        }
        double typical = ages > 0 ? ages : 1;
        purchases = new GammaBlock(priors.r(), priors.alpha(), spread(1), spread(typical / 2));
        dropout = new GammaBlock(priors.s(), priors.beta(), spread(1), spread(typical / 2));
        lambda = new double[n];
        mu = new double[n];
        for (int i = 0; i < n; i++) {
            lambda[i] = (frequency[i] + 0.5) / (age[i] + typical / 39);
            mu[i] = 1 / typical;
        }
    }

    private double spread(double centre) {
        return centre * Math.exp(0.5 * random.nextGaussian());
    }

    double[] lambda() {
        return lambda;
    }

    double[] mu() {
        return mu;
    }

    double[] parameters() {
        return new double[] {purchases.shape(), purchases.rate(), dropout.shape(), dropout.rate()};
    }

    void sweep() {
        double r = purchases.shape();
        double alpha = purchases.rate();
        double s = dropout.shape();
        double beta = dropout.rate();
        double sumLambda = 0;
        double sumLogLambda = 0;
        double sumMu = 0;
        double sumLogMu = 0;
        for (int i = 0; i < lambda.length; i++) {
            double both = lambda[i] + mu[i];
            double wait = age[i] - recency[i];
            double grown = Math.expm1(both * wait);
            double exposed;
            double life;
            if (random.nextDouble() * (1 + mu[i] / both * grown) < 1) {
                exposed = age[i];
                life = age[i] + random.nextExponential() / mu[i];
            } else {
                // e^-q - 1 = -g / (1 + g) for g = e^q - 1, and -1 where that has no end
                double fallen = grown < Double.POSITIVE_INFINITY ? -grown / (1 + grown) : -1;
                life = recency[i] + Math.min(-Math.log1p(random.nextDouble() * fallen) / both, wait);
                exposed = life;
            }
            double newLambda = GammaDraws.standard(r + frequency[i], random) / (alpha + exposed);
            double newMu = GammaDraws.standard(s + 1, random) / (beta + life);
            newLambda = ExponentialLife.bounded(newLambda);
            newMu = ExponentialLife.bounded(newMu);
            lambda[i] = newLambda;
            mu[i] = newMu;
            sumLambda += newLambda;
            sumLogLambda += Math.log(newLambda);
            sumMu += newMu;
            sumLogMu += Math.log(newMu);
        }
        purchases.draw(lambda.length, sumLambda, sumLogLambda, random);
        dropout.draw(mu.length, sumMu, sumLogMu, random);
    }
}
