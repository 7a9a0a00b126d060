package org.customerequity.model.hierarchical;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.GammaDraws;
import org.customerequity.internal.SliceSampler;
import org.customerequity.internal.SpecialFunctions;

/**
 * The sampler of the Pareto/GGG. A sweep draws for each customer, with the symbols of {@link GggKernel}:
 *
 * <pre>{@code
 *   lambda | k, mu        ln lambda:  (k x + r) ln lambda - (alpha + k t_x) lambda + ln silence(w)
 *   k | lambda, mu        ln k:       t ln k - gamma k + ln waits + ln silence(w),     k in [0.1, 1000]
 *   alive, tau            the odds and the death lag; tau is the whole lifetime, also where it ends after T
 *   mu ~ gamma(s + 1, beta + tau)
 * }</pre>
 *
 * <p>and then (t, gamma), (r, alpha) and (s, beta) given those of all customers ({@link GammaBlock}), and with those of all customers
 * ({@link GammaStretch}). The first two steps are slices of
 * the density with life integrated out, and the third draws life anew given both: one joint draw of the three given mu, which goes
 * further than each given the others.
 */
final class GggChain {
    static final double LEAST_REGULAR = 0.1;
    static final double MOST_REGULAR = 1000;

    /** Rates are bounded to [1e-43, 1e43] a period: beyond, no data lead, and their ratios have no place in a double. */
    private static final double LOG_LIMIT = 100;

    private static final double LEAST_RATE = Math.exp(-LOG_LIMIT);
    private static final double MOST_RATE = Math.exp(LOG_LIMIT);

    /** How often a life is proposed before it is found by inversion. */
    private static final int PROPOSALS = 4;

    private final int[] frequency;
    private final double[] recency;
    private final double[] age;
    private final double[] logs;
    private final double[] logK;
    private final double[] logLambda;
    private final double[] logMu;
    private final SliceSampler[] rateSlices;
    private final SliceSampler[] regularitySlices;
    private final OfRate ofRate = new OfRate();
    private final OfRegularity ofRegularity = new OfRegularity();
    private final GammaBlock regularity;
    private final GammaBlock purchases;
    private final GammaBlock dropout;
    private final GammaStretch[] stretches;
    private final RandomGenerator random;

    GggChain(PurchaseHistories histories, ParetoGgg model, RandomGenerator random) {
        this.random = random;
        frequency = histories.frequencies();
        recency = histories.recencies();
        age = histories.ages();
        int n = frequency.length;
        logs = new double[n];
        double ages = 0;
        int most = 0;
        for (int i = 0; i < n; i++) {
            logs[i] = histories.sumOfLogIntervals(i);
            ages += age[i] / n;
            most = Math.max(most, frequency[i]);
        }
        double typical = ages > 0 ? ages : 1;
        ParetoNbdPriors rates = model.rates();
        double start = spread(2);
        regularity = new GammaBlock(model.t(), model.gamma(), start, start);
        purchases = new GammaBlock(rates.r(), rates.alpha(), spread(1), spread(typical / 2));
        dropout = new GammaBlock(rates.s(), rates.beta(), spread(1), spread(typical / 2));
        logK = new double[n];
        logLambda = new double[n];
        logMu = new double[n];
        Arrays.fill(logK, Math.log(Math.max(2 * LEAST_REGULAR, spread(1))));
        Arrays.fill(logMu, -Math.log(typical));
        for (int i = 0; i < n; i++) {
            logLambda[i] = Math.log((frequency[i] + 0.5) / (age[i] + typical / 39));
        }
        stretches = new GammaStretch[] {
            new GammaStretch(regularity, logK, this::logLikelihoodOfRegularity),
            new GammaStretch(purchases, logLambda, this::logLikelihoodOfRate),
            new GammaStretch(dropout, logMu, this::logLikelihoodOfDropout)
        };
        rateSlices = new SliceSampler[most + 1];
        regularitySlices = new SliceSampler[most + 1];
        for (int x : frequency) {
            if (rateSlices[x] == null) {
                // some two standard deviations, of k about 1
                rateSlices[x] = SliceSampler.of(2.5 / Math.sqrt(x + 0.5));
                regularitySlices[x] = SliceSampler.of(2.5 / Math.sqrt(0.5 * x + 1.5));
            }
        }
    }

    private double spread(double centre) {
        return centre * Math.exp(0.5 * random.nextGaussian());
    }

    /** Copies of the customers' numbers. */
    double[] k() {
        return exp(logK);
    }

    double[] lambda() {
        return exp(logLambda);
    }

    double[] mu() {
        return exp(logMu);
    }

    private static double[] exp(double[] logs) {
        double[] out = new double[logs.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp(logs[i]);
        }
        return out;
    }

    /** t, gamma, r, alpha, s, beta. */
    double[] parameters() {
        return new double[] {
            regularity.shape(), regularity.rate(), purchases.shape(), purchases.rate(), dropout.shape(), dropout.rate()
        };
    }

    /** @param warmup whether steps may still be tuned */
    void sweep(boolean warmup) {
        int n = logK.length;
        double s = dropout.shape();
        double beta = dropout.rate();
        double sumK = 0;
        double sumLogK = 0;
        double sumLambda = 0;
        double sumLogLambda = 0;
        double sumMu = 0;
        double sumLogMu = 0;
        for (int i = 0; i < n; i++) {
            int x = frequency[i];
            double mu = Math.exp(logMu[i]);
            ofRate.at(i, Math.exp(logK[i]), mu);
            logLambda[i] = rateSlices[x].next(ofRate, logLambda[i], random);
            double lambda = Math.exp(logLambda[i]);
            ofRegularity.at(i, lambda, mu);
            logK[i] = regularitySlices[x].next(ofRegularity, logK[i], random);
            double k = Math.exp(logK[i]);
            double life = lifetime(i, k, lambda, mu);
            mu = bounded(GammaDraws.standard(s + 1, random) / (beta + life));
            logMu[i] = Math.log(mu);
            sumK += k;
            sumLogK += logK[i];
            sumLambda += lambda;
            sumLogLambda += logLambda[i];
            sumMu += mu;
            sumLogMu += logMu[i];
        }
        regularity.draw(n, sumK, sumLogK, random);
        purchases.draw(n, sumLambda, sumLogLambda, random);
        dropout.draw(n, sumMu, sumLogMu, random);
        for (GammaStretch stretch : stretches) {
            stretch.move(warmup, random);
        }
    }

    private double lifetime(int i, double k, double lambda, double mu) {
        double w = age[i] - recency[i];
        double logOdds = GggKernel.logOddsGone(k, lambda, mu, w);
        double u = random.nextDouble();
        // he is alive with probability 1 / (1 + odds)
        if (!(Math.log(u / (1 - u)) > -logOdds)) {
            return age[i] + random.nextExponential() / mu;
        }
        // density e^(-mu v) Q(k, k lambda v) on (0, w): an exponential cut off, taken with probability Q
        double cut = Math.expm1(-mu * w);
        for (int j = 0; j < PROPOSALS; j++) {
            double v = Math.min(w, -Math.log1p(random.nextDouble() * cut) / mu);
            if (random.nextDouble() < GggKernel.outlasts(k, lambda, v)) {
                return recency[i] + v;
            }
        }
        return recency[i] + GggKernel.deathLag(k, lambda, mu, w, random.nextDouble());
    }

    private double logLikelihoodOfRegularity(int i, double k) {
        if (!(k >= LEAST_REGULAR && k <= MOST_REGULAR)) {
            return Double.NEGATIVE_INFINITY;
        }
        ofRegularity.at(i, Math.exp(logLambda[i]), Math.exp(logMu[i]));
        return ofRegularity.logLikelihood(k);
    }

    static double bounded(double rate) {
        return Math.min(Math.max(rate, LEAST_RATE), MOST_RATE);
    }

    private double logLikelihoodOfRate(int i, double lambda) {
        if (!(lambda >= LEAST_RATE && lambda <= MOST_RATE)) {
            return Double.NEGATIVE_INFINITY;
        }
        ofRate.at(i, Math.exp(logK[i]), Math.exp(logMu[i]));
        return ofRate.logLikelihood(Math.log(lambda), lambda);
    }

    private double logLikelihoodOfDropout(int i, double mu) {
        // a bounded rate may have moved by a last digit, to a logarithm and back
        if (!(mu > 0.5 * LEAST_RATE && mu < 2 * MOST_RATE)) {
            return Double.NEGATIVE_INFINITY;
        }
        double k = Math.exp(logK[i]);
        double silence =
                GggKernel.logSilence(k, SpecialFunctions.logGamma(k), Math.exp(logLambda[i]), mu, age[i] - recency[i]);
        return silence - mu * recency[i];
    }

    /** Of ln lambda; set to a customer before use. */
    private final class OfRate implements DoubleUnaryOperator {
        private double k;
        private double logGammaK;
        private double events;
        private double exposure;
        private double leaving;
        private double wait;

        void at(int i, double newK, double mu) {
            k = newK;
            logGammaK = SpecialFunctions.logGamma(k);
            events = k * frequency[i];
            exposure = k * recency[i];
            leaving = mu;
            wait = age[i] - recency[i];
        }

        @Override
        public double applyAsDouble(double u) {
            double lambda = Math.exp(u);
            if (!(lambda >= LEAST_RATE && lambda <= MOST_RATE)) {
                return Double.NEGATIVE_INFINITY;
            }
            return purchases.shape() * u - purchases.rate() * lambda + logLikelihood(u, lambda);
        }

        private double logLikelihood(double u, double lambda) {
            return events * u - exposure * lambda + GggKernel.logSilence(k, logGammaK, lambda, leaving, wait);
        }
    }

    /** Of ln k; set to a customer before use. */
    private final class OfRegularity implements DoubleUnaryOperator {
        private int x;
        private double tx;
        private double sumOfLogs;
        private double rate;
        private double leaving;
        private double wait;

        void at(int i, double lambda, double mu) {
            x = frequency[i];
            tx = recency[i];
            sumOfLogs = logs[i];
            rate = lambda;
            leaving = mu;
            wait = age[i] - recency[i];
        }

        @Override
        public double applyAsDouble(double u) {
            double k = Math.exp(u);
            if (!(k >= LEAST_REGULAR && k <= MOST_REGULAR)) {
                return Double.NEGATIVE_INFINITY;
            }
            return regularity.shape() * u - regularity.rate() * k + logLikelihood(k);
        }

        private double logLikelihood(double k) {
            double logGammaK = SpecialFunctions.logGamma(k);
            return GggKernel.logWaits(x, tx, sumOfLogs, k, logGammaK, rate)
                    + GggKernel.logSilence(k, logGammaK, rate, leaving, wait);
        }
    }
}
