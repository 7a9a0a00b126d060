package org.customerequity.model.spend;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.Odds;
import org.customerequity.internal.Require;
import org.customerequity.value.Distribution;

/**
 * What a customer brings in the first period: nothing, or a log-normal amount. The value of a lead, a trial, an install, before
 * there is any history to learn from.
 *
 * <pre>{@code
 *   P(value = 0) = 1 - w            ln value ~ N(mu, s2) otherwise
 *
 *   ln L = n0 ln(1 - w) + n1 ln w - sum ln z - n1/2 ln(2 pi s2) - sum (ln z - mu)^2 / (2 s2)
 *   E[value] = w exp(mu + s2/2)
 *   Var[value] = w exp(2 mu + 2 s2) - E[value]^2
 *
 *   w   payingShare        mu  ln of the median of who pays        s2  logVariance
 *   n1  values z above 0, n0 values of 0
 * }</pre>
 *
 * <p>As a parameter the paying share is carried by its odds, {@code payingOdds = w / (1-w)}: the logarithm of w ends at 0, so that
 * an interval symmetric in it may pass 100 %, while that of the odds has no end. The share with its interval is
 * {@code DeltaMethod.of(fit, ZeroInflatedLogNormal::payingShare, Estimate.Scale.LOGIT)}, the value of a customer
 * {@code DeltaMethod.of(fit, ZeroInflatedLogNormal::mean, Estimate.Scale.LOG)}.
 *
 * <p>As a distribution it has an atom at 0: the density there is infinite where w is below 1, and quantiles up to {@code 1 - w}
 * are 0. Range: median 1e-6 to 1e12, logVariance 1e-8 to 100. Source: Wang, Liu and Miao, A Deep Probabilistic Model for Customer
 * Lifetime Value Prediction, 2019, without covariates; Aitchison, On the Distribution of a Positive Random Variable Having a
 * Discrete Probability Mass at the Origin, Journal of the American Statistical Association 50, 1955.
 *
 * @param payingShare w, the probability of a value above 0, in (0, 1]
 * @param median of the values above 0, exp(mu)
 * @param logVariance s2, variance of the logarithms of the values above 0
 */
public record ZeroInflatedLogNormal(double payingShare, double median, double logVariance)
        implements Distribution, Parametric, Serializable {
    private static final List<String> NAMES = List.of("payingOdds", "median", "logVariance");

    public ZeroInflatedLogNormal {
        if (!(payingShare > 0 && payingShare <= 1)) {
            throw Require.bad("payingShare", "must be in (0, 1]", "0.05 means that 5 % pay", payingShare);
        }
        Require.positive(median, "median", "of the values above 0");
        Require.positive(logVariance, "logVariance", "of the logarithms of the values above 0");
    }

    /**
     * The maximum of the likelihood, which is closed: w is the share of values above 0, mu and s2 the mean and the variance
     * (divided by n1) of their logarithms. The report has standard errors of the three parameters:
     *
     * <pre>{@code
     *   se(ln(w / (1-w))) = 1 / sqrt(n w (1-w))      se(mu) = sqrt(s2 / n1)      se(s2) = s2 sqrt(2 / n1)
     *
     *   n = n0 + n1,  so that se(w) = sqrt(w (1-w) / n)
     * }</pre>
     *
     * <p>Where no value is 0 the verdict is {@link org.customerequity.fit.FitVerdict#BOUNDARY}, and the best model so far has half
     * a customer more who pays, and half a one who does not.
     *
     * @param values one a customer, finite and {@code >= 0}, zeros included
     * @throws IllegalArgumentException if a value is out of range, or fewer than 2 are above 0, or those are all the same
     */
    public static FitOutcome<ZeroInflatedLogNormal> fit(double... values) {
        return MaximumLikelihood.fit(
                Values.of(Objects.requireNonNull(values, "values")),
                FitOptions.defaults(),
                theta -> new ZeroInflatedLogNormal(Odds.toShare(theta[0]), theta[1], theta[2]));
    }

    /**
     * What {@link #fit} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @param values as there
     */
    public static Likelihood likelihood(double... values) {
        return Values.of(Objects.requireNonNull(values, "values"));
    }

    /** Values as their sufficient statistics; parameters are counted in their estimates, which are 1 then. */
    private record Values(long zeros, long paying, double meanOfLogs, double variance) implements Likelihood {
        static Values of(double[] values) {
            long paying = 0;
            double first = 0;
            double mean = 0;
            double scatter = 0;
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                    throw Require.bad(
                            "values[" + i + "]",
                            "must be finite and >= 0",
                            "net refunds first, and decide what a negative total means",
                            value);
                }
                if (value > 0) {
                    first = paying++ == 0 ? value : first;
                    double distance = Math.log(value) - mean;
                    mean += distance / paying;
                    scatter += distance * (Math.log(value) - mean);
                }
            }
            if (paying < 2) {
                throw Require.bad("values", "must have 2 above 0 or more", "the variance of one is not known", paying);
            }
            if (!(scatter > GammaGammaLikelihood.NO_SCATTER * paying)) {
                throw new IllegalArgumentException(
                        "values above 0 must differ, were all " + first + " (a share who pay that amount says all)");
            }
            return new Values(values.length - paying, paying, mean, scatter / paying);
        }

        @Override
        public List<String> names() {
            return NAMES;
        }

        @Override
        public double[] units() {
            return new double[] {odds(), Math.exp(meanOfLogs), variance};
        }

        @Override
        public double[] start() {
            return new double[3];
        }

        @Override
        public long observations() {
            return zeros + paying;
        }

        @Override
        public double value(double[] u) {
            double odds = odds() * Math.exp(u[0]);
            return -zeros * Math.log1p(odds)
                    - paying * Math.log1p(1 / odds)
                    - paying * meanOfLogs
                    - paying
                            * (Math.log(2 * Math.PI * variance)
                                    + u[2]
                                    + (1 + u[1] * (u[1] / variance)) * Math.exp(-u[2]))
                            / 2;
        }

        /** The estimate of w / (1-w), with half a customer more on either side where no value is 0. */
        private double odds() {
            return zeros > 0 ? paying / (double) zeros : 2 * paying + 1;
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double odds = odds() * Math.exp(u[0]);
            double none = 1 / (1 + odds);
            double some = 1 / (1 + 1 / odds);
            double precision = Math.exp(-u[2]);
            double square = 1 + u[1] * (u[1] / variance);
            gradient[0] = paying * none - zeros * some;
            gradient[1] = -paying * (u[1] / variance) * precision;
            gradient[2] = paying * (square * precision - 1) / 2;
            hessian[0][0] = -(paying + zeros) * some * none;
            hessian[1][1] = -paying * precision / variance;
            hessian[2][2] = -paying * square * precision / 2;
            hessian[1][2] = hessian[2][1] = paying * (u[1] / variance) * precision;
            hessian[0][1] = hessian[1][0] = hessian[0][2] = hessian[2][0] = 0;
            return value(u);
        }

        @Override
        public Optional<String> obstacle() {
            return zeros > 0
                    ? Optional.empty()
                    : Optional.of("no value is 0, so that payingShare is 1: use a log-normal");
        }

        @Override
        public List<String> warnings() {
            long rarer = Math.min(zeros, paying);
            return rarer >= 10
                    ? List.of()
                    : List.of("Only " + rarer + " values are " + (paying == rarer ? "above 0" : "0")
                            + "; the share that pays deserves 10 or more of either kind.");
        }
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    /**
     * {@code w / (1-w)}, median and logVariance.
     *
     * @throws IllegalStateException if the paying share is 1, as that of no fit is
     */
    @Override
    public double[] parameters() {
        return new double[] {Odds.of(payingShare, "payingShare"), median, logVariance};
    }

    @Override
    public ZeroInflatedLogNormal withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        double odds = Require.positive(parameters[0], NAMES.get(0), "those who pay over those who do not, w / (1-w)");
        return new ZeroInflatedLogNormal(Odds.toShare(odds), parameters[1], parameters[2]);
    }

    /** The mean of the logarithm of a value above 0, ln of the median. */
    public double mu() {
        return Math.log(median);
    }

    /** The distribution of the values above 0. */
    public Distribution ofPaying() {
        return Distribution.logNormal(mu(), Math.sqrt(logVariance));
    }

    /** {@code w exp(mu + s2/2)}; infinite where that is beyond the range of double. */
    @Override
    public double mean() {
        return payingShare * (median * Math.exp(logVariance / 2));
    }

    /** {@code w exp(2 mu + s2) (exp(s2) - w)}; infinite where that is beyond the range of double. */
    @Override
    public double variance() {
        double paying = median * Math.exp(logVariance / 2);
        // exp(s2) - w as a sum of two that are not negative
        return payingShare * paying * (paying * (Math.expm1(logVariance) + (1 - payingShare)));
    }

    @Override
    public double density(double x) {
        return x == 0 && payingShare < 1
                ? Double.POSITIVE_INFINITY
                : payingShare * ofPaying().density(x);
    }

    @Override
    public double probabilityBelow(double x) {
        return Require.number(x, "x") < 0
                ? 0
                : Math.min(1, 1 - payingShare + payingShare * ofPaying().probabilityBelow(x));
    }

    /** 0 up to {@code p = 1 - w}, then that of who pays. */
    @Override
    public double quantile(double p) {
        Require.openFraction(p, "p", "0.5 for the median");
        double ofPaying = (p - (1 - payingShare)) / payingShare;
        return ofPaying > 0 ? ofPaying().quantile(ofPaying) : 0;
    }
}
