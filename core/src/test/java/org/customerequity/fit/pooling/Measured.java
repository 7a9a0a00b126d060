package org.customerequity.fit.pooling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.customerequity.fit.Likelihood;
import org.customerequity.value.Estimate;

/** One number, measured with a normal error that is known: what partial pooling does of it is known in closed form. */
record Measured(double y, double sigma, double unit) implements Likelihood {
    static Map<String, Likelihood> all(double[] y, double[] sigma) {
        Map<String, Likelihood> map = new LinkedHashMap<>();
        for (int s = 0; s < y.length; s++) {
            // a unit of its own each, which must not matter
            map.put("s" + s, new Measured(y[s], sigma[s], 1 + s));
        }
        return map;
    }

    static PoolingEstimator<List<Double>> estimator(double[] y, double[] sigma) {
        return PoolingEstimator.of(all(y, sigma), theta -> List.of(theta[0]));
    }

    /** The centre given tau, and its variance. */
    static double[] centre(double[] y, double[] sigma, double tau) {
        double sum = 0;
        double weights = 0;
        for (int s = 0; s < y.length; s++) {
            double w = 1 / (sigma[s] * sigma[s] + tau * tau);
            sum += w * y[s];
            weights += w;
        }
        return new double[] {sum / weights, 1 / weights};
    }

    /** Twice the derivative in tau^2 of the restricted log-likelihood of normal measurements. */
    static double slope(double[] y, double[] sigma, double tau) {
        double m = centre(y, sigma, tau)[0];
        double sum = 0;
        double weights = 0;
        double squares = 0;
        for (int s = 0; s < y.length; s++) {
            double w = 1 / (sigma[s] * sigma[s] + tau * tau);
            sum += w * w * (y[s] - m) * (y[s] - m) - w;
            weights += w;
            squares += w * w;
        }
        return sum + squares / weights;
    }

    /** The restricted maximum-likelihood tau, by bisection from above; 0 where the slope there is not positive. */
    static double tau(double[] y, double[] sigma) {
        double low = 0;
        double high =
                10 * (Arrays.stream(y).max().orElse(0) - Arrays.stream(y).min().orElse(0));
        for (int i = 0; i < 200; i++) {
            double mid = (low + high) / 2;
            if (slope(y, sigma, mid) > 0) {
                low = mid;
            } else {
                high = mid;
            }
        }
        return low;
    }

    @Override
    public List<String> names() {
        return List.of("effect");
    }

    @Override
    public double[] start() {
        return new double[] {-Math.log(unit)};
    }

    @Override
    public double value(double[] u) {
        double z = (u[0] + Math.log(unit) - y) / sigma;
        return -z * z / 2;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        gradient[0] = -(u[0] + Math.log(unit) - y) / (sigma * sigma);
        hessian[0][0] = -1 / (sigma * sigma);
        return value(u);
    }

    @Override
    public double[] units() {
        return new double[] {unit};
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public long observations() {
        return 1;
    }
}
