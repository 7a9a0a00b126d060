package org.customerequity.model.purchase;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.LifeIntegral;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.Distribution;

/**
 * The rates of a customer who buys at random during a {@link ResidualLife}: a mixture over being alive and over the times y
 * after the last purchase at which he may have left.
 *
 * <pre>{@code
 *   alive at w   weight (1 + w/a)^-R P(life > w)      lambda ~ gamma(R, a + w)   e ~ gamma(s, c(w))
 *   left at y    weight (1 + y/a)^-R f(y) dy          lambda ~ gamma(R, a + y)   e ~ gamma(s + 1, c(y))
 * }</pre>
 */
record LifetimeRates(double probabilityAlive, Distribution purchaseRate, Distribution leaving, double covariance)
        implements CustomerRates, Serializable {
    private static final long serialVersionUID = 1;
    private static final double[] NODES = GaussLegendre.nodes(16);
    private static final double[] WEIGHTS = GaussLegendre.weights(16);

    @Override
    public Optional<Distribution> dropout() {
        return Optional.of(leaving);
    }

    /** The rates w after the last purchase; a and life as of that purchase. */
    static LifetimeRates of(double bigR, double a, ResidualLife life, double w) {
        if (w == 0) {
            Distribution eta = Distribution.gamma(life.shape(), rate(life.logRate()));
            return new LifetimeRates(1, Distribution.gamma(bigR, a), eta, 0);
        }
        return new Nodes(bigR, a, life, w).rates();
    }

    /** The rate parameter with this logarithm; the largest double where it is beyond. */
    private static double rate(double log) {
        return Math.min(Math.exp(log), Double.MAX_VALUE);
    }

    /** The mixture in as many parts as an integral has nodes; moments are sums over them, in two passes. */
    private static final class Nodes {
        private final Past past;
        private double[] y = new double[64];
        private double[] weight = new double[64];
        private int n;

        Nodes(double bigR, double a, ResidualLife life, double w) {
            LifeIntegral.Integrand f = LifetimeKernel.silence(bigR, a, life);
            double stay = -LifetimeKernel.silentStay(bigR, a, life, w);
            double logDead = LifeIntegral.log(f, 0, w);
            double total = SpecialFunctions.logSumExp(stay, logDead);
            past = new Past(bigR, a, life, w, total);
            LifeIntegral.Panels panels = new LifeIntegral.Panels(f, 0, w);
            double near = f.near();
            while (panels.advance()) {
                double half = panels.half();
                for (int i = 0; i < NODES.length; i++) {
                    double at = panels.y(half, NODES[i]);
                    add(at, half * WEIGHTS[i] * (near + at) * Math.exp(f.log(at) - total));
                }
                if (f.logRest(panels.to()) <= logDead + LifeIntegral.NEGLIGIBLE) {
                    break;
                }
            }
        }

        private void add(double at, double share) {
            if (n == y.length) {
                y = Arrays.copyOf(y, 2 * n);
                weight = Arrays.copyOf(weight, 2 * n);
            }
            y[n] = at;
            weight[n++] = share;
        }

        LifetimeRates rates() {
            double s = past.life.shape();
            double alive = past.alive();
            double bigR = past.bigR;
            double lambdaAlive = bigR / (past.a + past.w);
            double etaAlive = s * Math.exp(-past.logRate(past.w));
            double lambda = alive * lambdaAlive;
            double eta = alive * etaAlive;
            double[] lambdas = new double[n];
            double[] etas = new double[n];
            // by how much lambda is higher if left than if alive: the means of the two may agree in all but a few
            // digits
            double[] faster = new double[n];
            double off = 0;
            for (int i = 0; i < n; i++) {
                lambdas[i] = bigR / (past.a + y[i]);
                etas[i] = (s + 1) * Math.exp(-past.logRate(y[i]));
                faster[i] = lambdas[i] * ((past.w - y[i]) / (past.a + past.w));
                lambda += weight[i] * lambdas[i];
                eta += weight[i] * etas[i];
                off -= weight[i] * faster[i];
            }
            double etaOff = etaAlive - eta;
            double lambdaVariance = alive * (lambdaAlive * lambdaAlive / bigR + off * off);
            double etaVariance = alive * (etaAlive * etaAlive / s + etaOff * etaOff);
            double covariance = alive * off * etaOff;
            for (int i = 0; i < n; i++) {
                double offIfLeft = off + faster[i];
                etaOff = etas[i] - eta;
                lambdaVariance += weight[i] * (lambdas[i] * lambdas[i] / bigR + offIfLeft * offIfLeft);
                etaVariance += weight[i] * (etas[i] * etas[i] / (s + 1) + etaOff * etaOff);
                covariance += weight[i] * offIfLeft * etaOff;
            }
            return new LifetimeRates(
                    alive,
                    new PurchaseRate(past, lambda, lambdaVariance),
                    new LeavingRate(past, eta, etaVariance),
                    covariance);
        }
    }

    /**
     * What is known: nothing bought for w since the last purchase.
     *
     * @param logTotal ln of the weight of all parts
     */
    private record Past(double bigR, double a, ResidualLife life, double w, double logTotal) implements Serializable {
        private static final long serialVersionUID = 1;

        double alive() {
            return Math.min(1, Math.exp(-LifetimeKernel.silentStay(bigR, a, life, w) - logTotal));
        }

        /** ln c(y). */
        double logRate(double y) {
            return life.logRate() + life.logGrowth(y);
        }

        /**
         * The mean over the times of leaving, alive apart, of a function of them that is at most 1.
         *
         * @param most ln of the largest value of the function from y on
         * @param reach longest panel in view of the function
         */
        double meanDead(DoubleUnaryOperator function, DoubleUnaryOperator most, DoubleUnaryOperator reach) {
            LifeIntegral.Integrand f = LifetimeKernel.silence(bigR, a, life);
            LifeIntegral.Integrand product = new LifeIntegral.Integrand() {
                @Override
                public double log(double y) {
                    return f.log(y) + Math.log(function.applyAsDouble(y));
                }

                @Override
                public double logRest(double y) {
                    return f.logRest(y) + most.applyAsDouble(y);
                }

                @Override
                public double near() {
                    return f.near();
                }

                @Override
                public double reach(double y) {
                    return Math.min(f.reach(y), reach.applyAsDouble(y));
                }
            };
            return Math.exp(LifeIntegral.log(product, 0, w) - logTotal);
        }
    }

    /**
     * By how much, in logarithms, an argument may change in one panel: P(shape, .) bends at its shape, over about
     * 1/sqrt(shape), and is a power or constant farther off.
     *
     * @param log ln of the argument
     */
    private static double change(double shape, double log) {
        return Math.max(1 / Math.sqrt(shape), 0.6 * Math.abs(log - Math.log(shape)));
    }

    /** ln of the gamma density at x > 0, or at 0 for a shape of 1. */
    private static double logGammaDensity(double x, double shape, double logRate) {
        double power = shape == 1 ? 0 : (shape - 1) * Math.log(x);
        return shape * logRate + power - x * Math.exp(logRate) - SpecialFunctions.logGamma(shape);
    }

    /** The x at which below reaches p, by secant steps in ln x within a bracket, from the smaller tail. */
    private static double quantile(
            double p, double low, double high, DoubleUnaryOperator below, DoubleUnaryOperator above) {
        double from = Math.log(Math.max(low, Double.MIN_VALUE));
        double to = Math.log(Math.max(high, Double.MIN_VALUE));
        if (!(to > from)) {
            return high;
        }
        DoubleUnaryOperator miss = p > 0.5
                ? t -> Math.log1p(-p) - Math.log(above.applyAsDouble(Math.exp(t)))
                : t -> Math.log(below.applyAsDouble(Math.exp(t))) - Math.log(p);
        double missFrom = miss.applyAsDouble(from);
        double missTo = miss.applyAsDouble(to);
        for (int i = 0; i < 300 && to - from > 2e-15 * Math.max(1, Math.abs(to)); i++) {
            double secant = from - missFrom * ((to - from) / (missTo - missFrom));
            double middle = from + (to - from) / 2;
            double next = i % 3 == 2 || !(secant > from && secant < to) ? middle : secant;
            double value = miss.applyAsDouble(next);
            if (value == 0) {
                return Math.exp(next);
            }
            if (value < 0) {
                from = next;
                missFrom = value;
            } else {
                to = next;
                missTo = value;
            }
        }
        return Math.exp(from + (to - from) / 2);
    }

    /** What a reader of a log asks of a distribution: not the integral it is. */
    private static String moments(String what, Distribution of) {
        return what + "[mean " + of.mean() + ", standard deviation " + of.standardDeviation() + "]";
    }

    /** lambda. */
    private record PurchaseRate(Past past, double mean, double variance) implements Distribution {
        private static final long serialVersionUID = 1;

        private double rate() {
            return past.a + past.w;
        }

        private DoubleUnaryOperator reach(double x) {
            return y -> (past.a + y) * Math.expm1(change(past.bigR, Math.log(x * (past.a + y))));
        }

        @Override
        public double density(double x) {
            double shape = past.bigR;
            if (Require.number(x, "x") == Double.POSITIVE_INFINITY) {
                return 0;
            }
            if (x <= 0 && (x < 0 || shape != 1)) {
                return x < 0 || shape > 1 ? 0 : Double.POSITIVE_INFINITY;
            }
            // (1 + y/a)^-R times the density of gamma(R, a + y) is that of gamma(R, a) times e^(-x y)
            LifeIntegral.Integrand f = LifetimeKernel.silence(0, past.a, past.life);
            LifeIntegral.Integrand thinned = new LifeIntegral.Integrand() {
                @Override
                public double log(double y) {
                    return f.log(y) - x * y;
                }

                @Override
                public double logRest(double y) {
                    return f.logRest(y) - x * y;
                }

                @Override
                public double near() {
                    return f.near();
                }

                @Override
                public double reach(double y) {
                    return f.reach(y);
                }
            };
            double dead =
                    logGammaDensity(x, shape, Math.log(past.a)) + LifeIntegral.log(thinned, 0, past.w) - past.logTotal;
            return Math.exp(dead) + past.alive() * Math.exp(logGammaDensity(x, shape, Math.log(rate())));
        }

        @Override
        public double probabilityBelow(double x) {
            if (Require.number(x, "x") <= 0) {
                return 0;
            }
            double most = Math.log(RegularizedGamma.P.value(past.bigR, x * rate()));
            double dead =
                    past.meanDead(y -> RegularizedGamma.P.value(past.bigR, x * (past.a + y)), y -> most, reach(x));
            return Math.min(1, dead + past.alive() * Math.exp(most));
        }

        private double probabilityAbove(double x) {
            double dead = past.meanDead(
                    y -> RegularizedGamma.Q.value(past.bigR, x * (past.a + y)),
                    y -> Math.log(RegularizedGamma.Q.value(past.bigR, x * (past.a + y))),
                    reach(x));
            return Math.min(1, dead + past.alive() * RegularizedGamma.Q.value(past.bigR, x * rate()));
        }

        @Override
        public double quantile(double p) {
            Require.openFraction(p, "p", "0.5 for the median");
            double low = Distribution.gamma(past.bigR, rate()).quantile(p);
            double high = Distribution.gamma(past.bigR, past.a).quantile(p);
            return LifetimeRates.quantile(p, low, high, this::probabilityBelow, this::probabilityAbove);
        }

        @Override
        public String toString() {
            return moments("purchase rate", this);
        }
    }

    /** mu of the Pareto/NBD, eta of the GGompertz/NBD. */
    private record LeavingRate(Past past, double mean, double variance) implements Distribution {
        private static final long serialVersionUID = 1;

        private double shape() {
            return past.life.shape();
        }

        private DoubleUnaryOperator reach(double x, double shape) {
            double log = Math.log(x);
            return y -> past.life.timeOfGrowth(y, change(shape, log + past.logRate(y)));
        }

        /** c(y), within the doubles. */
        private double c(double y) {
            return rate(past.logRate(y));
        }

        @Override
        public double density(double x) {
            double s = shape();
            if (Require.number(x, "x") == Double.POSITIVE_INFINITY) {
                return 0;
            }
            if (x <= 0 && (x < 0 || s != 1)) {
                return x < 0 || s > 1 ? 0 : Double.POSITIVE_INFINITY;
            }
            double alive = past.alive() * Math.exp(logGammaDensity(x, s, past.logRate(past.w)));
            if (x == 0) {
                return alive;
            }
            // f(y) times the density of gamma(s+1, c(y)) is s z'(y) e^z e^(-x c(0) (e^z - 1)) times that of gamma(s+1,
            // c(0))
            ResidualLife life = past.life;
            double scale = Math.log(x) + life.logRate();
            LifeIntegral.Integrand f = LifetimeKernel.silence(past.bigR, past.a, life);
            DoubleUnaryOperator reach = reach(x, 1);
            LifeIntegral.Integrand thinned = new LifeIntegral.Integrand() {
                private double growth(double y) {
                    double z = life.logGrowth(y);
                    return Math.exp(scale + (z < 1 ? Math.log(Math.expm1(z)) : z + Math.log1p(-Math.exp(-z))));
                }

                private double silence(double y) {
                    return -past.bigR * Math.log1p(y / past.a) - growth(y);
                }

                @Override
                public double log(double y) {
                    return life.logSpeed(y) + life.logGrowth(y) + silence(y);
                }

                @Override
                public double logRest(double y) {
                    return silence(y) - scale;
                }

                @Override
                public double near() {
                    return f.near();
                }

                @Override
                public double reach(double y) {
                    return Math.min(f.reach(y), reach.applyAsDouble(y));
                }
            };
            double dead = Math.log(s)
                    + logGammaDensity(x, s + 1, life.logRate())
                    + LifeIntegral.log(thinned, 0, past.w)
                    - past.logTotal;
            return alive + Math.exp(dead);
        }

        @Override
        public double probabilityBelow(double x) {
            if (Require.number(x, "x") <= 0) {
                return 0;
            }
            double most = Math.log(RegularizedGamma.P.value(shape() + 1, x * c(past.w)));
            double dead = past.meanDead(
                    y -> RegularizedGamma.P.value(shape() + 1, x * c(y)), y -> most, reach(x, shape() + 1));
            return Math.min(1, dead + past.alive() * RegularizedGamma.P.value(shape(), x * c(past.w)));
        }

        private double probabilityAbove(double x) {
            double dead = past.meanDead(
                    y -> RegularizedGamma.Q.value(shape() + 1, x * c(y)),
                    y -> Math.log(RegularizedGamma.Q.value(shape() + 1, x * c(y))),
                    reach(x, shape() + 1));
            return Math.min(1, dead + past.alive() * RegularizedGamma.Q.value(shape(), x * c(past.w)));
        }

        @Override
        public double quantile(double p) {
            Require.openFraction(p, "p", "0.5 for the median");
            double low = Distribution.gamma(shape(), c(past.w)).quantile(p);
            double high = Distribution.gamma(shape() + 1, c(0)).quantile(p);
            return LifetimeRates.quantile(p, low, high, this::probabilityBelow, this::probabilityAbove);
        }

        @Override
        public String toString() {
            return moments("rate of leaving", this);
        }
    }
}
