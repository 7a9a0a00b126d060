package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.value.Distribution;

/**
 * The posterior of {@link BgBb}: one of several, according to whether and when the customer left.
 *
 * <pre>{@code
 *   alive at n                          p ~ Beta(alpha+x, beta+n-x)       theta ~ Beta(gamma, delta+n)
 *   left after t+i,  0 <= i < n-t       p ~ Beta(alpha+x, beta+t-x+i)     theta ~ Beta(gamma+1, delta+t+i)
 * }</pre>
 *
 * @param probabilityAlive the weight of the first line
 * @param purchaseRate p: the chance to buy at an opportunity
 * @param theta the chance to leave before an opportunity
 * @param covariance of the two
 */
record BgBbRates(double probabilityAlive, Distribution purchaseRate, Distribution theta, double covariance)
        implements CustomerRates, Serializable {
    private static final long serialVersionUID = 1;

    static BgBbRates of(BgBb model, int x, int t, int n) {
        double alive = BgBbPast.of(model, x, t, n).alive();
        double a = model.alpha() + x;
        double b = model.beta() + (t - x);
        double[] weights = BgBbPast.weights(model, x, t, n);
        int steps = weights.length - 1;
        // where the sum over leaving ended early the last weight is 0, and the customer has left for certain
        double stayed = weights[steps];
        Distribution p = BetaLadder.of(a, b, weights);
        Distribution ifAlive = Distribution.beta(model.gamma(), model.delta() + n);
        if (steps == 0) {
            return new BgBbRates(alive, p, ifAlive, 0);
        }
        double left = 0;
        for (int i = 0; i < steps; i++) {
            left += weights[i];
        }
        double[] among = Arrays.copyOf(weights, steps);
        for (int i = 0; i < steps; i++) {
            among[i] /= left;
        }
        Distribution ifLeft = BetaLadder.of(model.gamma() + 1, model.delta() + t, among);
        Distribution theta =
                stayed == 0 ? ifLeft : Distribution.mixture(List.of(ifAlive, ifLeft), stayed, Math.min(1, left));
        double meanP = p.mean();
        double meanTheta = theta.mean();
        double covariance = stayed * (a / (a + b + (n - t)) - meanP) * (ifAlive.mean() - meanTheta);
        for (int i = 0; i < steps; i++) {
            double leaving = (model.gamma() + 1) / (model.gamma() + 1 + model.delta() + t + i);
            covariance += weights[i] * (a / (a + b + i) - meanP) * (leaving - meanTheta);
        }
        return new BgBbRates(alive, p, theta, covariance);
    }

    @Override
    public Optional<Distribution> dropout() {
        return Optional.of(theta);
    }
}
