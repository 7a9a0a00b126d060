package org.customerequity.model.purchase;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.LifeIntegral;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.model.purchase.ParetoNbdKernel.AliveMoments;
import org.customerequity.value.PeriodUnit;

/**
 * A customer who buys at random at a rate lambda ~ gamma(R, A) until the end of a life that does not depend on it: the
 * formulas that the Pareto/NBD and the GGompertz/NBD have in common, for any {@link ResidualLife}. Every integrand is
 * positive.
 */
final class LifetimeKernel {
    private LifetimeKernel() {}

    /** An integrand over the life, with what a life says of its own singularities. */
    private abstract static class OverLife implements LifeIntegral.Integrand {
        final ResidualLife life;
        private final double near;

        OverLife(ResidualLife life, double near) {
            this.life = life;
            this.near = Math.min(near, life.scale());
        }

        @Override
        public double near() {
            return near;
        }

        @Override
        public double reach(double y) {
            return life.reach(y);
        }
    }

    /** {@code (1 + y/a)^-R} times the density of the life: the time of leaving of who bought last at 0. */
    static LifeIntegral.Integrand silence(double bigR, double a, ResidualLife life) {
        return new OverLife(life, a) {
            @Override
            public double log(double y) {
                return life.logDensity(y) - bigR * Elementary.log1p(y / a);
            }

            @Override
            public double logRest(double y) {
                return life.logSurvival(y) - bigR * Elementary.log1p(y / a);
            }
        };
    }

    /** ln of the probability of leaving within w, which may be infinite, and of not buying before. */
    static double logSilentDeath(double bigR, double a, ResidualLife life, double w) {
        return LifeIntegral.log(silence(bigR, a, life), 0, w);
    }

    /** Minus ln of the probability of staying, and not buying, for w. */
    static double silentStay(double bigR, double a, ResidualLife life, double w) {
        return bigR * Math.log1p(w / a) - life.logSurvival(w);
    }

    /** ln of the odds that the customer has left w after a purchase; a and life as of that purchase. */
    static double logOddsOfHavingLeft(double bigR, double a, ResidualLife life, double w) {
        return w == 0 ? Double.NEGATIVE_INFINITY : silentStay(bigR, a, life, w) + logSilentDeath(bigR, a, life, w);
    }

    /** ln of the density of x purchase times, the last at tx; life as of the first purchase. */
    static double logLikelihood(double r, double alpha, ResidualLife life, int x, double tx, double t) {
        double a = alpha + tx;
        double base =
                SpecialFunctions.logRising(r, x) - x * Math.log(a) - r * Math.log1p(tx / alpha) + life.logSurvival(tx);
        double w = t - tx;
        if (w == 0) {
            return base;
        }
        ResidualLife left = life.after(tx);
        double stay = silentStay(r + x, a, left, w);
        double logDead = logSilentDeath(r + x, a, left, w);
        return stay < 0.5
                ? base + Math.log1p(Math.expm1(-stay) + Math.exp(logDead))
                : base + SpecialFunctions.logSumExp(-stay, logDead);
    }

    /** The expected time alive in (t1, t2]. */
    static double timeAlive(ResidualLife life, double t1, double t2) {
        return t1 == t2
                ? 0
                : Math.exp(life.logSurvival(t1)) * discountedTimeAlive(t1 == 0 ? life : life.after(t1), 0, t2 - t1);
    }

    /** The integral of {@code e^(-delta y) P(life > y)} over (0, end), which may be infinite if delta > 0. */
    static double discountedTimeAlive(ResidualLife life, double delta, double end) {
        return Math.exp(LifeIntegral.log(aliveAt(life, delta, end, y -> 1), 0, end));
    }

    private static LifeIntegral.Integrand aliveAt(
            ResidualLife life, double delta, double end, DoubleUnaryOperator weight) {
        return new OverLife(life, Double.POSITIVE_INFINITY) {
            @Override
            public double log(double y) {
                return life.logSurvival(y) - delta * y;
            }

            @Override
            public double weight(double y) {
                return weight.applyAsDouble(y);
            }

            @Override
            public double logRest(double y) {
                return life.logSurvival(y) + logDiscountedRest(delta, y, end);
            }
        };
    }

    /** ln of the integral of e^(-delta u) over (y, end). */
    private static double logDiscountedRest(double delta, double y, double end) {
        return delta == 0 ? Math.log(end - y) : -delta * y + Math.log(discounted(delta, end - y));
    }

    /** (1 - e^(-delta w))/delta, w at delta = 0. */
    private static double discounted(double delta, double w) {
        double z = delta * w;
        return z == 0 ? w : -Math.expm1(-z) / delta;
    }

    /** Moments of the discounted time alive in (t1, t2], discounted from t1. */
    static AliveMoments aliveMoments(ResidualLife life, double delta, double t1, double t2) {
        double length = t2 - t1;
        double all = discounted(delta, length);
        double start = Math.exp(life.logSurvival(t1));
        ResidualLife then = t1 == 0 ? life : life.after(t1);
        double mean = start * discountedTimeAlive(then, delta, length);
        // 2 * integral of a(y) e^(-delta y) P(life > y), a(y) the discounted length of (0, y]
        double meanSquare = 2
                * all
                * start
                * Math.exp(LifeIntegral.log(aliveAt(then, delta, length, y -> discounted(delta, y) / all), 0, length));
        if (mean < 0.5 * all) {
            return new AliveMoments(mean, meanSquare, Math.max(0, meanSquare - mean * mean));
        }
        double lost = Math.exp(logLost(life, delta, t1, length, y -> 1));
        double lostSquare = 2
                * all
                * Math.exp(logLost(life, 2 * delta, t1, length, y -> discounted(delta, Math.max(0, length - y)) / all));
        return new AliveMoments(mean, meanSquare, Math.max(0, lostSquare - lost * lost));
    }

    /** ln of the integral of {@code e^(-rate y) weight(y) P(life <= t1 + y)}: what leaving early costs. */
    private static double logLost(
            ResidualLife whole, double rate, double t1, double length, DoubleUnaryOperator weight) {
        LifeIntegral.Integrand lost = new OverLife(t1 == 0 ? whole : whole.after(t1), Double.POSITIVE_INFINITY) {
            @Override
            public double log(double y) {
                return -rate * y;
            }

            @Override
            public double weight(double y) {
                return weight.applyAsDouble(y) * -Math.expm1(whole.logSurvival(t1 + y));
            }

            @Override
            public double logRest(double y) {
                return logDiscountedRest(rate, y, length);
            }
        };
        return LifeIntegral.log(lost, 0, length);
    }

    /**
     * ln of the probability of exactly n purchases in (t1, t2], not empty, of a customer alive at 0.
     *
     * <pre>{@code
     *   NB(n; t2-t1) S(t2) + integral over 0 < y < t2-t1 of f(t1+y) NB(n; y) dy + [n = 0] (1 - S(t1))
     * }</pre>
     */
    static double logProbability(int n, double bigR, double a, ResidualLife life, double t1, double t2) {
        double u = t2 - t1;
        double start = life.logSurvival(t1);
        ResidualLife then = t1 == 0 ? life : life.after(t1);
        double log = start
                + SpecialFunctions.logSumExp(
                        ParetoNbdKernel.logNegativeBinomial(n, bigR, a, u) + then.logSurvival(u),
                        logLeavesMeanwhile(n, bigR, a, then, u));
        if (n == 0 && t1 > 0) {
            log = SpecialFunctions.logSumExp(log, Math.log(-Math.expm1(start)));
        }
        return Math.min(0, log);
    }

    /** ln of the integral over the time at which the customer leaves, from the peak of NB(n; y) to both sides. */
    private static double logLeavesMeanwhile(int n, double bigR, double a, ResidualLife life, double u) {
        if (n == 0) {
            return logSilentDeath(bigR, a, life, u);
        }
        double most = Math.min(u, n * (a / bigR));
        // a low power of y is left to the weight, so that panels need not shrink towards 0
        int mild = Math.min(n, 4);
        double start = peak(new Meanwhile(n, bigR, a, life, most, 0, true), most);
        LifeIntegral.Integrand before = new Meanwhile(n, bigR, a, life, start, mild, false);
        double integral = LifeIntegral.log(before, start, 0);
        if (u > start) {
            LifeIntegral.Integrand after = new Meanwhile(n, bigR, a, life, start, 0, true);
            integral = SpecialFunctions.logSumExp(integral, LifeIntegral.log(after, start, u));
        }
        return ParetoNbdKernel.logNegativeBinomial(n, bigR, a, start) + integral;
    }

    /** Where y f(y), or at least one of its peaks, is high: by golden sections in ln y, down from most. */
    private static double peak(LifeIntegral.Integrand f, double most) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = -40;
        double high = 0;
        double left = high - golden * (high - low);
        double right = low + golden * (high - low);
        double atLeft = left + f.log(most * Math.exp(left));
        double atRight = right + f.log(most * Math.exp(right));
        for (int i = 0; i < 24; i++) {
            if (atLeft > atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - golden * (high - low);
                atLeft = left + f.log(most * Math.exp(left));
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + golden * (high - low);
                atRight = right + f.log(most * Math.exp(right));
            }
        }
        return atRight > f.log(most) ? most * Math.exp(right) : most;
    }

    /** {@code NB(n; y)/NB(n; start)} times the density of the life. */
    private static final class Meanwhile extends OverLife {
        private final int n;
        private final double bigR;
        private final double a;
        private final double start;
        private final int mild;
        private final boolean upwards;

        Meanwhile(int n, double bigR, double a, ResidualLife life, double start, int mild, boolean upwards) {
            super(life, a);
            this.n = n;
            this.bigR = bigR;
            this.a = a;
            this.start = start;
            this.mild = mild;
            this.upwards = upwards;
        }

        /** ln of NB(n; y)/NB(n; start) with the power n - less of y. */
        private double logRatio(double y, int less) {
            double move = y - start;
            int power = n - less;
            double rising = power == 0 ? 0 : power * Math.log1p(move / start);
            return rising - (bigR + n) * Math.log1p(move / (a + start));
        }

        @Override
        public double log(double y) {
            return logRatio(y, mild) + life.logDensity(y);
        }

        @Override
        public double weight(double y) {
            double share = y / start;
            double weight = 1;
            for (int i = 0; i < mild; i++) {
                weight *= share;
            }
            return weight;
        }

        @Override
        public double logRest(double y) {
            return logRatio(y, 0) + (upwards ? life.logSurvival(y) : Math.log(-Math.expm1(life.logSurvival(y))));
        }
    }

    /** The probability of a purchase within u, which may be infinite, of a customer alive at 0. */
    static double probabilityWithin(double bigR, double a, ResidualLife life, double u) {
        if (u == 0) {
            return 0;
        }
        LifeIntegral.Integrand next = new OverLife(life, a) {
            @Override
            public double log(double y) {
                return life.logSurvival(y) - (bigR + 1) * Elementary.log1p(y / a);
            }

            @Override
            public double logRest(double y) {
                return life.logSurvival(y) - bigR * Elementary.log1p(y / a) + Math.log(a / bigR);
            }
        };
        return Math.min(1, Math.exp(Math.log(bigR / a) + LifeIntegral.log(next, 0, u)));
    }

    /** Purchases at rate lambda in (0, end], ascending. */
    static double[] purchases(double lambda, double end, double length, PeriodUnit unit, RandomGenerator random) {
        if (lambda * end > 1e8) {
            throw Require.bad(
                    "length",
                    "must lead to at most 1e8 purchases",
                    "this customer buys " + lambda + " times per " + unit.noun(),
                    length);
        }
        double[] times = new double[16];
        int n = 0;
        if (lambda > 0) {
            for (double t = random.nextExponential() / lambda; t <= end; t += random.nextExponential() / lambda) {
                if (n == times.length) {
                    times = Arrays.copyOf(times, 2 * n);
                }
                times[n++] = t;
            }
        }
        return Arrays.copyOf(times, n);
    }
}
