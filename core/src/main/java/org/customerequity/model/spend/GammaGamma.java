package org.customerequity.model.spend;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.SpendSummary;
import org.customerequity.internal.RandomDraws;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.value.Distribution;

/**
 * The gamma-gamma model of spend per transaction: a customer's amounts are gamma distributed around his own mean, and the
 * means differ between customers.
 *
 * <p>There are two ways to fit it. {@link #fit(PurchaseHistories)} takes the customers' mean amounts, as the literature does.
 * {@link #fitTransactions(PurchaseHistories)} takes every single amount, and so also learns from how much the amounts of one
 * customer scatter: it needs the logarithms of the amounts. Their parameters agree where amounts are gamma distributed, and
 * only then; the fit to the means is the safer one for expectations, that to transactions for the range of one purchase.
 *
 * <pre>{@code
 *   amount   ~ Gamma(p, rate nu)        of one transaction, independent given nu
 *   nu       ~ Gamma(q, rate gamma)     between customers, so that a customer's own mean is p / nu
 *
 *   ln L(n, z) = ln Gamma(pn + q) - ln Gamma(pn) - ln Gamma(q) - ln z
 *                + pn ln(nz / (gamma + nz)) + q ln(gamma / (gamma + nz))
 *   E[own mean | n, z] = p (gamma + n z) / (p n + q - 1)
 *
 *   ln L(z_1 ... z_n) = (p - 1) sum ln z_j - n ln Gamma(p) + ln Gamma(pn + q) - ln Gamma(q)
 *                       + q ln gamma - (pn + q) ln(gamma + n z)
 *
 *   n  transactions counted in a customer's mean amount z
 * }</pre>
 *
 * <p>The expectation is a weighted mean of z and of the population mean {@code p gamma / (q - 1)}: it shrinks what little is
 * known of a customer towards what is known of all. Amounts carry no currency here: {@code gamma} is an amount in that of the
 * histories which were fitted. A change of currency scales {@code gamma} alone.
 *
 * <p>Spend is taken as independent of frequency; see {@link SpendFrequencyCorrelation}. Amounts are positive: a mean of zero
 * has no density, and is left out of a fit with a warning.
 *
 * <p>Range: p, q and gamma 1e-4 to 1e4, counts to 100,000. Source: Colombo and Jiang, A Stochastic RFM Model, Journal of
 * Interactive Marketing 13(3), 1999; Fader, Hardie and Lee, RFM and CLV, Journal of Marketing Research 42(4), 2005; Fader and
 * Hardie, The Gamma-Gamma Model of Monetary Value, note 025, 2013, eq. 1a and 5.
 *
 * @param p shape of a customer's amounts: the larger, the more alike they are
 * @param q shape of the rates between customers: the larger, the more alike customers are
 * @param gamma rate of the rates between customers, an amount of money
 */
public record GammaGamma(double p, double q, double gamma) implements TransactionSpendModel, Serializable {
    static final List<String> NAMES = List.of("p", "q", "gamma");

    public GammaGamma {
        Require.positive(p, "p", "shape of a customer's amounts");
        Require.positive(q, "q", "shape of the rates between customers");
        Require.positive(gamma, "gamma", "an amount of money");
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<GammaGamma> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum of the likelihood of the customers' mean amounts.
     *
     * <p>Customers without a counted transaction carry no likelihood. Those with counted transactions of mean 0 are left out,
     * and a warning counts them. A warning tells of a notable {@link SpendFrequencyCorrelation}, and of a population mean that
     * does not exist.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts at all
     */
    public static FitOutcome<GammaGamma> fit(PurchaseHistories histories, FitOptions options) {
        SpendColumns.requireSpend(histories);
        return fit(histories, GammaGammaLikelihood.ofMeans(histories), options);
    }

    /** {@link #fitTransactions(PurchaseHistories, FitOptions)} with {@link FitOptions#defaults()}. */
    public static FitOutcome<GammaGamma> fitTransactions(PurchaseHistories histories) {
        return fitTransactions(histories, FitOptions.defaults());
    }

    /**
     * The maximum of the likelihood of every single amount, from which the log-likelihoods of other models of single amounts
     * differ by no constant. Where every customer has one transaction it is the fit to the means.
     *
     * <p>Warnings are those of {@link #fit(PurchaseHistories, FitOptions)}.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts or not the logarithms of
     *     single amounts
     */
    public static FitOutcome<GammaGamma> fitTransactions(PurchaseHistories histories, FitOptions options) {
        SpendColumns.requireLogSpend(histories);
        return fit(histories, GammaGammaLikelihood.ofTransactions(histories), options);
    }

    private static FitOutcome<GammaGamma> fit(
            PurchaseHistories histories, GammaGammaLikelihood likelihood, FitOptions options) {
        FitOutcome<GammaGamma> outcome = SpendColumns.inCurrency(
                histories, MaximumLikelihood.fit(likelihood, options, u -> new GammaGamma(u[0], u[1], u[2])));
        return outcome.fold(
                model -> SpendColumns.withReport(outcome, withMeanChecked(model, outcome.report())), no -> outcome);
    }

    /**
     * What {@link #fit(PurchaseHistories)} maximises, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts at all
     */
    public static Likelihood likelihood(PurchaseHistories histories) {
        SpendColumns.requireSpend(histories);
        return GammaGammaLikelihood.ofMeans(histories);
    }

    /**
     * What {@link #fitTransactions(PurchaseHistories)} maximises.
     *
     * @throws IllegalArgumentException if there are no customers, or the histories have no amounts or not the logarithms of
     *     single amounts
     */
    public static Likelihood likelihoodOfTransactions(PurchaseHistories histories) {
        SpendColumns.requireLogSpend(histories);
        return GammaGammaLikelihood.ofTransactions(histories);
    }

    private static FitReport withMeanChecked(GammaGamma model, FitReport report) {
        return model.q() > 1
                ? report
                : report.withWarning("The mean spend of the population does not exist, because q is "
                        + GammaGammaLikelihood.number(model.q())
                        + " and not above 1: a customer without transactions has no expected spend.");
    }

    @Override
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public double[] parameters() {
        return new double[] {p, q, gamma};
    }

    @Override
    public GammaGamma withParameters(double... parameters) {
        Require.parameters(parameters, NAMES);
        return new GammaGamma(parameters[0], parameters[1], parameters[2]);
    }

    /**
     * ln of the density of this mean, given the number of transactions in it; 0 where that is 0.
     *
     * @throws IllegalArgumentException if transactions were counted and their mean is 0
     */
    public double logLikelihood(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        if (spend.count() == 0) {
            return 0;
        }
        if (!(spend.mean() > 0)) {
            throw Require.bad(
                    "mean", "must be > 0 where transactions were counted", "gamma amounts are positive", spend.mean());
        }
        return logDensity(spend.count(), spend.mean());
    }

    private double logDensity(double n, double z) {
        double shape = p * n;
        double sum = n * z;
        return -SpecialFunctions.logBeta(shape, q)
                - Math.log(z)
                - shape * Math.log1p(gamma / sum)
                - q * Math.log1p(sum / gamma);
    }

    /**
     * {@link #logLikelihood(SpendSummary)} for every row: 0 where no transaction was counted, NaN where their mean is 0.
     */
    public double[] logLikelihood(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            int n = histories.spendCount(i);
            double z = histories.meanSpend(i);
            out[i] = n == 0 ? 0 : z > 0 ? logDensity(n, z) : Double.NaN;
        }
        return out;
    }

    @Override
    public double logLikelihoodOfTransactions(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        SpendColumns.requireLogs(spend);
        return spend.count() == 0 ? 0 : logDensity(spend.count(), spend.mean(), spend.meanOfLogs());
    }

    @Override
    public double[] logLikelihoodOfTransactions(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        SpendColumns.requireLogs(histories);
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            int n = histories.spendCount(i);
            out[i] = n == 0 ? 0 : logDensity(n, histories.meanSpend(i), histories.meanOfLogSpend(i));
        }
        return out;
    }

    /** That of the mean, times the density of the single amounts given their mean, which p alone rules. */
    private double logDensity(double n, double z, double meanOfLogs) {
        double logMean = Math.log(z);
        return logDensity(n, z) + n * (p * (meanOfLogs - logMean) - meanOfLogs) + logMean + logParts(p, n);
    }

    /**
     * {@code ln Gamma(pn) - pn ln n - n ln Gamma(p)}: minus the logarithm of the integral over the shares of n amounts in their
     * sum, but for their mean. By Stirling's series where p is large, because the three terms then cancel.
     */
    static double logParts(double p, double n) {
        if (n == 1) {
            return 0;
        }
        return p >= 10
                ? (n - 1) / 2 * Math.log(p / (2 * Math.PI))
                        - Math.log(n) / 2
                        + SpecialFunctions.stirlingRemainder(p * n)
                        - n * SpecialFunctions.stirlingRemainder(p)
                : SpecialFunctions.logGamma(p * n) - p * n * Math.log(n) - n * SpecialFunctions.logGamma(p);
    }

    /**
     * The mean amount of a customer drawn from the population, {@code p gamma / (q - 1)}.
     *
     * @throws ArithmeticException if it does not exist: q must be above 1
     */
    public double populationMean() {
        return expectedSpend(SpendSummary.none());
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code p (gamma + n z) / (p n + q - 1)}, which exists where {@code p n + q > 1}.
     */
    @Override
    public double expectedSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        double mean = mean(spend.count(), spend.mean());
        if (Double.isNaN(mean)) {
            throw new ArithmeticException("p * count + q must be > 1 for an expected spend, was " + shape(spend.count())
                    + " (p " + p + ", q " + q + ", count " + spend.count() + ")");
        }
        return mean;
    }

    @Override
    public double[] expectedSpend(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = mean(histories.spendCount(i), histories.meanSpend(i));
        }
        return out;
    }

    private double mean(int n, double z) {
        double shape = shape(n);
        return shape > 1 ? p * (rate(n, z) / (shape - 1)) : Double.NaN;
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code (p G)^2 / ((Q - 1)^2 (Q - 2))} with Q = p n + q and G = gamma + n z; infinite where Q is 2 or less.
     */
    @Override
    public double varianceOfMeanSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        return variance(spend.count(), spend.mean());
    }

    @Override
    public double[] varianceOfMeanSpend(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = variance(histories.spendCount(i), histories.meanSpend(i));
        }
        return out;
    }

    private double variance(int n, double z) {
        double shape = shape(n);
        if (!(shape > 2)) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = p * (rate(n, z) / (shape - 1));
        return mean * mean / (shape - 2);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code p (p + 1) G^2 / ((Q - 1)(Q - 2))} with Q = p n + q and G = gamma + n z; infinite where Q is 2 or less.
     */
    @Override
    public double expectedSquareOfTransaction(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        return square(spend.count(), spend.mean());
    }

    @Override
    public double[] expectedSquareOfTransaction(PurchaseHistories histories) {
        Objects.requireNonNull(histories, "histories");
        double[] out = new double[histories.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = square(histories.spendCount(i), histories.meanSpend(i));
        }
        return out;
    }

    private double square(int n, double z) {
        double shape = shape(n);
        if (!(shape > 2)) {
            return Double.POSITIVE_INFINITY;
        }
        double rate = rate(n, z);
        return p * (rate / (shape - 1)) * ((p + 1) * (rate / (shape - 2)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A beta prime distribution: the amount over G is W / (1 - W) with W from Beta(p, Q), Q = p n + q and G = gamma + n z.
     */
    @Override
    public Distribution nextSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        return sumOfNextSpends(spend, 1);
    }

    /**
     * The sum of the customer's next {@code transactions} amounts, given what is known: a beta prime distribution, as
     * {@link #nextSpend} with {@code transactions * p} for p, because amounts share the customer's rate.
     *
     * @param transactions {@code >= 1}
     */
    public Distribution sumOfNextSpends(SpendSummary spend, int transactions) {
        Objects.requireNonNull(spend, "spend");
        Require.positive(transactions, "transactions", "amounts in the sum");
        return Distribution.betaPrime(transactions * p, shape(spend.count()), rate(spend.count(), spend.mean()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>An inverse gamma distribution: {@code p / nu} with nu from Gamma(p n + q, rate gamma + n z).
     */
    @Override
    public Distribution meanSpend(SpendSummary spend) {
        Objects.requireNonNull(spend, "spend");
        return Distribution.inverseGamma(shape(spend.count()), p * rate(spend.count(), spend.mean()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact: nu from Gamma(p n + q, rate gamma + n z), then each amount from Gamma(p, rate nu). An amount beyond the range
     * of {@code double}, which parameters far below 1 can draw, is the largest double.
     */
    @Override
    public double[] simulateSpend(SpendSummary spend, int n, RandomGenerator random) {
        Objects.requireNonNull(spend, "spend");
        Objects.requireNonNull(random, "random");
        Require.nonNegative(n, "n", "amounts to draw");
        double logRate =
                RandomDraws.logGamma(shape(spend.count()), random) - Math.log(rate(spend.count(), spend.mean()));
        double[] amounts = new double[n];
        for (int i = 0; i < n; i++) {
            amounts[i] = Math.min(Math.exp(RandomDraws.logGamma(p, random) - logRate), Double.MAX_VALUE);
        }
        return amounts;
    }

    /** Shape of nu given n transactions. */
    private double shape(int n) {
        return p * n + q;
    }

    /** Rate of nu given n transactions of mean z. */
    private double rate(int n, double z) {
        return gamma + n * z;
    }
}
