package org.customerequity.model.spend;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.Require;
import org.customerequity.value.Distribution;

/**
 * Log-normal spend with an effect of the customer: the logarithms of a customer's amounts are normal around his own level, and
 * the levels are normal between customers.
 *
 * <pre>{@code
 *   ln z_ij = mu + u_i + e_ij       u_i ~ N(0, tau2) of customer i,  e_ij ~ N(0, s2) of his transaction j
 *
 *   ln L(z_1 ... z_n) = -n/2 ln(2 pi) - (n-1)/2 ln s2 - 1/2 ln(s2 + n tau2) - SS / (2 s2)
 *                       - n (ybar - mu)^2 / (2 (s2 + n tau2)) - n ybar
 *   m = mu + n tau2 / (n tau2 + s2) (ybar - mu)      v = tau2 s2 / (n tau2 + s2)
 *   E[z | data] = exp(m + v/2 + s2/2)
 *
 *   n     transactions counted        ybar  mean of the logarithms of their amounts
 *   mu    ln of the median            SS    sum of squared distances of those logarithms from ybar
 *   tau2  betweenVariance             s2    withinVariance
 * }</pre>
 *
 * <p>What is known of a customer, his mean logarithm, is shrunk by {@code n tau2 / (n tau2 + s2)} from the level of all. Every
 * mean exists, unlike in {@link GammaGamma}. The logarithms of single amounts are needed: a summary of a customer with amounts
 * and without their logarithms is refused. Amounts carry no currency here; a change of currency scales the median alone. Spend
 * is taken as independent of frequency; see {@link SpendFrequencyCorrelation}.
 *
 * <p>Range: median 1e-6 to 1e12, variances 1e-8 to 100, counts to 100,000. Source: Searle, Casella and McCulloch, Variance
 * Components, 1992, chapter 3 (the unbalanced one-way layout, ML and REML) and 7 (prediction); of customers' spend in
 * logarithms, Borle, Singh and Jain, Customer Lifetime Value Measurement, Management Science 54(1), 2008.
 *
 * @param median of the amounts of a customer at the middle of all customers, exp(mu)
 * @param betweenVariance tau2, variance of the customers' levels in logarithms: the smaller, the more alike customers are
 * @param withinVariance s2, variance of a customer's amounts in logarithms: the smaller, the more alike they are
 */
public record LogNormalSpend(double median, double betweenVariance, double withinVariance)
        implements TransactionSpendModel, Serializable {
    static final List<String> NAMES = List.of("median", "betweenVariance", "withinVariance");

    public LogNormalSpend {
        Require.positive(median, "median", "an amount of money");
        Require.positive(betweenVariance, "betweenVariance", "of the customers' levels in logarithms");
        Require.positive(withinVariance, "withinVariance", "of a customer's amounts in logarithms");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<LogNormalSpend> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum of the likelihood of every single amount, on the scale of money: comparable with
     * {@link GammaGamma#fitTransactions(PurchaseHistories, FitOptions)}.
     *
     * <p>Customers without a counted transaction carry no likelihood. Where customers differ no more than chance makes them,
     * {@code betweenVariance} goes to zero and the verdict is {@link org.customerequity.fit.FitVerdict#BOUNDARY}. A warning
     * tells of a notable {@link SpendFrequencyCorrelation}.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts or not the logarithms of
     *     single amounts
     */
    public static FitOutcome<LogNormalSpend> fit(PurchaseHistories histories, FitOptions options) {
        return fit(histories, options, false);
    }

    /** {@link #fitRestricted(PurchaseHistories, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<LogNormalSpend> fitRestricted(PurchaseHistories histories) {
        return fitRestricted(histories, FitOptions.defaults());
    }

    /**
     * The maximum of the restricted likelihood (REML), whose variances allow for mu being estimated: less biased where there
     * are few customers, the same in all but digits where there are many.
     *
     * <pre>{@code
     *   ln L at the best mu + 1/2 ln(2 pi) - 1/2 ln(sum of n / (s2 + n tau2))
     * }</pre>
     *
     * <p>The report's log-likelihood is this one, and comparable with that of another restricted fit only. Source: Patterson
     * and Thompson, Recovery of Inter-Block Information when Block Sizes are Unequal, Biometrika 58(3), 1971.
     *
     * @throws IllegalArgumentException as {@link #fit(PurchaseHistories, FitOptions)}
     */
    public static FitOutcome<LogNormalSpend> fitRestricted(PurchaseHistories histories, FitOptions options) {
        return fit(histories, options, true);
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts or not the logarithms of
     *     single amounts
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        SpendColumns.requireLogSpend(histories);
        return LogNormalSpendLikelihood.of(histories, false);
    }

    /**
     * What {@link #fitRestricted(PurchaseHistories)} maximises.
     *
     * @throws IllegalArgumentException as {@link #likelihood(PurchaseHistories)}
     */
    public static Likelihood restrictedLikelihood(PurchaseHistories histories) {
        SpendColumns.requireLogSpend(histories);
        return LogNormalSpendLikelihood.of(histories, true);
    }

    private static FitOutcome<LogNormalSpend> fit(PurchaseHistories histories, FitOptions options, boolean restricted) {
        SpendColumns.requireLogSpend(histories);
        return SpendColumns.inCurrency(
                histories,
                MaximumLikelihood.fit(
                        LogNormalSpendLikelihood.of(histories, restricted),
                        options,
                        theta -> new LogNormalSpend(theta[0], theta[1], theta[2])));
    }

    /** The mean of the logarithm of an amount, ln of the median. */
    public double mu() {
        return Math.log(median);
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {median, betweenVariance, withinVariance};
    }

    @Override
    public LogNormalSpend withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new LogNormalSpend(parameters[0], parameters[1], parameters[2]);
    }

    @Override
    public double logLikelihoodOfTransactions(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return logDensity(mu(), spend.count(), spend.meanOfLogs(), spend.scatterOfLogs());
    }

    @Override
    public double[] logLikelihoodOfTransactions(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        SpendColumns.requireLogs(histories);
        double mu = mu();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            int n = histories.spendCount(i);
            out[i] = n == 0 ? 0 : logDensity(mu, n, histories.meanOfLogSpend(i), histories.scatterOfLogSpend(i));
        }
        return out;
    }

    private double logDensity(double mu, double n, double meanOfLogs, double scatter) {
        if (n == 0) {
            return 0;
        }
        double variance = withinVariance + n * betweenVariance;
        double distance = meanOfLogs - mu;
        return -(n * Math.log(2 * Math.PI)
                                + (n - 1) * Math.log(withinVariance)
                                + Math.log(variance)
                                + scatter / withinVariance
                                + n * distance * distance / variance)
                        / 2
                - n * meanOfLogs;
    }

    /**
     * The mean amount of a customer drawn from the population, {@code exp(mu + tau2/2 + s2/2)}.
     *
     * @throws ArithmeticException if it is beyond the range of double, which variances of hundreds make it
     */
    public double populationMean() {
        return expectedSpend(SpendSummary.none());
    }

    /**
     * The median of the customer's amounts, {@code exp(m)}: that of his own level, and of his next amount.
     *
     * @throws IllegalArgumentException if there are amounts and their logarithms are not known
     */
    public double medianSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return Math.exp(level(mu(), spend.count(), spend.meanOfLogs()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code exp(m + v/2 + s2/2)}, which always exists; {@link ArithmeticException} is for one beyond the range of double.
     *
     * @throws IllegalArgumentException if there are amounts and their logarithms are not known
     */
    @Override
    public double expectedSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        double exponent = logMean(mu(), spend.count(), spend.meanOfLogs());
        double mean = Math.exp(exponent);
        if (mean == Double.POSITIVE_INFINITY) {
            throw new ArithmeticException(
                    "expected spend must be in the range of double, was exp(" + exponent + ") (" + this + ")");
        }
        return mean;
    }

    @Override
    public double[] expectedSpend(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        SpendColumns.requireLogs(histories);
        double mu = mu();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            double mean = Math.exp(logMean(mu, histories.spendCount(i), meanOfLogs(histories, i)));
            out[i] = mean == Double.POSITIVE_INFINITY ? Double.NaN : mean;
        }
        return out;
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code exp(2m + v + s2) (exp(v) - 1)}; infinite where that is beyond the range of double.
     */
    @Override
    public double varianceOfMeanSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return variance(mu(), spend.count(), spend.meanOfLogs());
    }

    @Override
    public double[] varianceOfMeanSpend(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        SpendColumns.requireLogs(histories);
        double mu = mu();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = variance(mu, histories.spendCount(i), meanOfLogs(histories, i));
        }
        return out;
    }

    private double variance(double mu, int n, double meanOfLogs) {
        double mean = Math.exp(logMean(mu, n, meanOfLogs));
        return mean == Double.POSITIVE_INFINITY ? mean : mean * (mean * Math.expm1(uncertainty(n)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code exp(2m + 2v + 2 s2)}; infinite where that is beyond the range of double.
     */
    @Override
    public double expectedSquareOfTransaction(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return square(mu(), spend.count(), spend.meanOfLogs());
    }

    @Override
    public double[] expectedSquareOfTransaction(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        SpendColumns.requireLogs(histories);
        double mu = mu();
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = square(mu, histories.spendCount(i), meanOfLogs(histories, i));
        }
        return out;
    }

    private double square(double mu, int n, double meanOfLogs) {
        return Math.exp(2 * (level(mu, n, meanOfLogs) + uncertainty(n) + withinVariance));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A log-normal distribution: the logarithm is normal with mean m and variance {@code v + s2}.
     */
    @Override
    public Distribution nextSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return Distribution.logNormal(
                level(mu(), spend.count(), spend.meanOfLogs()), Math.sqrt(uncertainty(spend.count()) + withinVariance));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A log-normal distribution: the logarithm is normal with mean {@code m + s2/2} and variance v.
     */
    @Override
    public Distribution meanSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return Distribution.logNormal(
                level(mu(), spend.count(), spend.meanOfLogs()) + withinVariance / 2,
                Math.sqrt(uncertainty(spend.count())));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: the customer's level from N(m, v), then the logarithm of each amount from N(level, s2). An amount beyond the
     * range of {@code double} is the largest double.
     */
    @Override
    public double[] simulateSpend(SpendSummary spend, int n, RandomGenerator random) {
        Objects.requireNonNull(spend, "spend");
        Objects.requireNonNull(random, "random");
        Require.nonNegative(n, "n", "amounts to draw");
        SpendColumns.requireLogs(spend);
        double own = level(mu(), spend.count(), spend.meanOfLogs())
                + Math.sqrt(uncertainty(spend.count())) * random.nextGaussian();
        double deviation = Math.sqrt(withinVariance);
        double[] amounts = new double[n];
        for (int i = 0; i < n; i++) {
            amounts[i] = Math.min(Math.exp(own + deviation * random.nextGaussian()), Double.MAX_VALUE);
        }
        return amounts;
    }

    private static double meanOfLogs(PurchaseHistories histories, int i) {
        return histories.hasLogSpend() ? histories.meanOfLogSpend(i) : 0;
    }

    private double logMean(double mu, int n, double meanOfLogs) {
        return level(mu, n, meanOfLogs) + (uncertainty(n) + withinVariance) / 2;
    }

    /** m, the expected level of the customer in logarithms. */
    private double level(double mu, int n, double meanOfLogs) {
        double known = n * betweenVariance;
        return mu + known / (known + withinVariance) * (meanOfLogs - mu);
    }

    /** v, the variance of that level: tau2 where nothing is known. */
    private double uncertainty(int n) {
        return betweenVariance * (withinVariance / (n * betweenVariance + withinVariance));
    }
}
