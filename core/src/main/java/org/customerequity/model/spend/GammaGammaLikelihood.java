package org.customerequity.model.spend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.SpecialFunctions;

/**
 * The likelihood of {@link GammaGamma} over the distinct (count, mean) rows, with gradient and Hessian in ln p, ln q and
 * ln gamma. What depends on the count alone is computed once for all rows of a count; a row costs one logarithm.
 *
 * <p>The likelihood of single amounts is that of their means, and for every customer a term in p alone:
 *
 * <pre>{@code
 *   p sum(ln z_j - ln z) + ln Gamma(pn) - pn ln n - n ln Gamma(p) - sum ln z_j + ln z
 * }</pre>
 *
 * <p>Amounts are divided by a tenth of their geometric mean, so that a currency of large or small numbers makes no difference.
 */
final class GammaGammaLikelihood implements Likelihood {
    /** Fewer say nothing of three parameters. */
    private static final int FEWEST = 4;

    /** Five customers for each parameter. */
    private static final int FEW = 15;

    /** Mean square of logarithms around the customer's own mean up to which amounts are the same but for rounding. */
    static final double NO_SCATTER = 1e-24;

    private final PurchaseHistories histories;
    private final long observations;
    private final int withoutAmount;
    private final int firstWithoutAmount;
    private final double scale;

    /** Sum of nz, in the scale, its logarithm, and the weight, per distinct row, ordered by count. */
    private final double[] sum;

    private final double[] logSum;
    private final double[] weight;

    /** Distinct counts, where their rows end, and their weights. */
    private final int[] count;

    private final int[] end;
    private final double[] countWeight;

    /** Sum of weight times ln z over all rows. */
    private final double logMeans;

    private final boolean allAlike;

    /** Whether of single amounts, and what they say beyond their means. */
    private final boolean ofTransactions;

    private final Scatter scatter;

    /** How single amounts lie around their means: sums of ln z_j - ln z, of ln z_j in the scale, and of scatter in logarithms. */
    private record Scatter(double transactions, double excess, double logs, double squares) {
        private static final Scatter UNKNOWN = new Scatter(0, 0, 0, 0);
    }

    private GammaGammaLikelihood(
            PurchaseHistories histories,
            int[] n,
            double[] z,
            int withoutAmount,
            int firstWithoutAmount,
            boolean transactions) {
        this.histories = histories;
        this.observations = n.length;
        this.withoutAmount = withoutAmount;
        this.firstWithoutAmount = firstWithoutAmount;
        // the geometric mean: one huge amount does not make all others look like nothing
        double logMean = 0;
        for (int i = 0; i < z.length; i++) {
            logMean += (Math.log(z[i]) - logMean) / (i + 1);
        }
        scale = z.length == 0 ? 1 : Math.exp(logMean) / 10;
        DistinctRows rows = DistinctRows.of(n, z, new double[n.length]);
        int size = rows.size();
        sum = new double[size];
        logSum = new double[size];
        weight = new double[size];
        int[] counts = new int[size];
        int[] ends = new int[size];
        double[] weights = new double[size];
        int groups = 0;
        double logs = 0;
        boolean alike = true;
        for (int i = 0; i < size; i++) {
            double amount = rows.recency(i) / scale;
            sum[i] = rows.frequency(i) * amount;
            logSum[i] = Math.log(sum[i]);
            weight[i] = rows.weight(i);
            logs += weight[i] * Math.log(amount);
            alike &= SpendColumns.same(rows.recency(i), rows.recency(0));
            if (groups == 0 || counts[groups - 1] != rows.frequency(i)) {
                counts[groups++] = rows.frequency(i);
            }
            ends[groups - 1] = i + 1;
            weights[groups - 1] += weight[i];
        }
        count = Arrays.copyOf(counts, groups);
        end = Arrays.copyOf(ends, groups);
        countWeight = Arrays.copyOf(weights, groups);
        logMeans = logs;
        allAlike = alike;
        ofTransactions = transactions;
        scatter = transactions ? scatter(histories, Math.log(scale)) : Scatter.UNKNOWN;
    }

    private static Scatter scatter(PurchaseHistories histories, double logScale) {
        double n = 0;
        double excess = 0;
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < histories.size(); i++) {
            int count = histories.spendCount(i);
            if (count > 0) {
                double meanOfLogs = histories.meanOfLogSpend(i);
                n += count;
                logs += count * (meanOfLogs - logScale);
                if (count > 1) {
                    excess += count * Math.min(0, meanOfLogs - Math.log(histories.meanSpend(i)));
                    squares += histories.scatterOfLogSpend(i);
                }
            }
        }
        return new Scatter(n, excess, logs, squares);
    }

    /** Of the mean amounts. */
    static GammaGammaLikelihood ofMeans(PurchaseHistories histories) {
        return of(histories, false);
    }

    /** Of the single amounts, whose logarithms the histories know. */
    static GammaGammaLikelihood ofTransactions(PurchaseHistories histories) {
        return of(histories, true);
    }

    private static GammaGammaLikelihood of(PurchaseHistories histories, boolean transactions) {
        int rows = histories.size();
        int[] n = new int[rows];
        double[] z = new double[rows];
        int kept = 0;
        int withoutAmount = 0;
        int firstWithoutAmount = -1;
        for (int i = 0; i < rows; i++) {
            if (histories.spendCount(i) > 0) {
                if (histories.meanSpend(i) > 0) {
                    n[kept] = histories.spendCount(i);
                    z[kept++] = histories.meanSpend(i);
                } else {
                    firstWithoutAmount = withoutAmount++ == 0 ? i : firstWithoutAmount;
                }
            }
        }
        return new GammaGammaLikelihood(
                histories,
                Arrays.copyOf(n, kept),
                Arrays.copyOf(z, kept),
                withoutAmount,
                firstWithoutAmount,
                transactions);
    }

    @Override
    public List<String> names() {
        return GammaGamma.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, 1, scale};
    }

    @Override
    public double offset() {
        return -(ofTransactions ? scatter.transactions : observations) * Math.log(scale);
    }

    @Override
    public long observations() {
        return observations;
    }

    @Override
    public double value(double[] u) {
        double p = Math.exp(u[0]);
        double q = Math.exp(u[1]);
        double gamma = Math.exp(u[2]);
        double value = -logMeans;
        int i = 0;
        for (int g = 0; g < count.length; g++) {
            double shape = p * count[g];
            double own = 0;
            double population = 0;
            for (; i < end[g]; i++) {
                double s = sum[i];
                // ln(1 + gamma/s) and ln(1 + s/gamma), the smaller argument first
                if (s < gamma) {
                    double small = Math.log1p(s / gamma);
                    population += weight[i] * small;
                    own += weight[i] * (small - logSum[i] + u[2]);
                } else {
                    double small = Math.log1p(gamma / s);
                    own += weight[i] * small;
                    population += weight[i] * (small + logSum[i] - u[2]);
                }
            }
            value -= countWeight[g] * SpecialFunctions.logBeta(shape, q) + shape * own + q * population;
        }
        return value + ofScatter(p);
    }

    /** What single amounts add to the likelihood of their means. */
    private double ofScatter(double p) {
        if (!ofTransactions) {
            return 0;
        }
        double value = p * scatter.excess - scatter.logs + logMeans;
        for (int g = 0; g < count.length; g++) {
            value += countWeight[g] * GammaGamma.logParts(p, count[g]);
        }
        return value;
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double p = Math.exp(u[0]);
        double q = Math.exp(u[1]);
        double gamma = Math.exp(u[2]);
        double value = -logMeans;
        double lp = 0;
        double lq = 0;
        double lg = 0;
        double lpp = 0;
        double lpq = 0;
        double lqq = 0;
        double lpg = 0;
        double lqg = 0;
        double lgg = 0;
        int i = 0;
        for (int g = 0; g < count.length; g++) {
            double n = count[g];
            double w = countWeight[g];
            double shape = p * n;
            double own = 0;
            double population = 0;
            double share = 0;
            double product = 0;
            for (; i < end[g]; i++) {
                double s = sum[i];
                if (s < gamma) {
                    double small = Math.log1p(s / gamma);
                    population += weight[i] * small;
                    own += weight[i] * (small - logSum[i] + u[2]);
                } else {
                    double small = Math.log1p(gamma / s);
                    own += weight[i] * small;
                    population += weight[i] * (small + logSum[i] - u[2]);
                }
                // share of gamma in gamma + s
                double ofGamma = gamma / (gamma + s);
                share += weight[i] * ofGamma;
                product += weight[i] * ofGamma * (s / (gamma + s));
            }
            value -= w * SpecialFunctions.logBeta(shape, q) + shape * own + q * population;
            lp += n * (w * SpecialFunctions.digammaDifference(shape, q) - own);
            lq += w * SpecialFunctions.digammaDifference(q, shape) - population;
            lg += q * (w - share) - shape * share;
            lpp += n * n * w * SpecialFunctions.trigammaDifference(shape, q);
            lpq += n * w * SpecialFunctions.trigamma(shape + q);
            lqq += w * SpecialFunctions.trigammaDifference(q, shape);
            lpg -= n * share;
            lqg += w - share;
            lgg -= (shape + q) * product;
        }
        if (ofTransactions) {
            value += ofScatter(p);
            lp += scatter.excess;
            for (int g = 0; g < count.length; g++) {
                double n = count[g];
                if (n > 1) {
                    lp += countWeight[g] * n * (SpecialFunctions.digammaDifference(p, p * (n - 1)) - Math.log(n));
                    lpp += countWeight[g]
                            * n
                            * ((n - 1) * SpecialFunctions.trigamma(p * n)
                                    + SpecialFunctions.trigammaDifference(p, p * (n - 1)));
                }
            }
        }
        gradient[0] = p * lp;
        gradient[1] = q * lq;
        gradient[2] = lg;
        hessian[0][0] = p * p * lpp + p * lp;
        hessian[1][1] = q * q * lqq + q * lq;
        hessian[2][2] = lgg;
        hessian[0][1] = hessian[1][0] = p * q * lpq;
        hessian[0][2] = hessian[2][0] = p * lpg;
        hessian[1][2] = hessian[2][1] = q * lqg;
        return value;
    }

    /**
     * Moments of logarithms: {@code ln z = ln Gamma-variate(pn) - ln n - ln nu}, so that its variance at a count n is
     * {@code trigamma(pn) + trigamma(q)}, about {@code 1/(pn) + trigamma(q)}: a straight line in 1/n. Scale-free and
     * hardly moved by a few enormous amounts. The variance of the logarithms of one customer's amounts is trigamma(p) itself.
     */
    @Override
    public double[] start() {
        if (observations < 2 || allAlike) {
            return new double[] {Math.log(4), Math.log(4), Math.log(10)};
        }
        double mean = logMeans / observations;
        double v = 0;
        double x = 0;
        double xx = 0;
        double xv = 0;
        int i = 0;
        for (int g = 0; g < count.length; g++) {
            double t = 1.0 / count[g];
            for (; i < end[g]; i++) {
                double d = logSum[i] + Math.log(t) - mean;
                v += weight[i] * d * d / observations;
                xv += weight[i] * t * d * d / observations;
            }
            x += countWeight[g] * t / observations;
            xx += countWeight[g] * t * t / observations;
        }
        double spread = xx - x * x;
        double within = spread > 1e-12 ? (xv - x * v) / spread : v / (2 * x);
        if (hasScatter()) {
            within = scatter.squares / (scatter.transactions - observations);
        }
        within = Math.min(Math.max(within, 0.1 * v / x), 0.9 * v / x);
        double between = v - within * x;
        double p = Math.min(Math.max(1 / within + 0.5, 0.05), 2000);
        double q = Math.min(Math.max(between > 3 ? 1 / Math.sqrt(between) : 1 / between + 0.5, 0.05), 2000);
        double logGamma = mean + SpecialFunctions.digamma(q);
        for (int g = 0; g < count.length; g++) {
            logGamma -= countWeight[g] / observations * (SpecialFunctions.digamma(p * count[g]) - Math.log(count[g]));
        }
        return new double[] {Math.log(p), Math.log(q), Math.min(Math.max(logGamma, -11), 11)};
    }

    @Override
    public Optional<String> obstacle() {
        if (observations < FEWEST) {
            return Optional.of(
                    (observations == 0 ? "there is no customer" : "there are only " + observations + " customers")
                            + " with a positive mean spend, and three parameters need at least " + FEWEST
                            + " (better " + FEW + ")");
        }
        if (allAlike) {
            double amount = sum[0] / count[0] * scale;
            return Optional.of(
                    "every customer has the same mean spend, " + amount + ", so that nothing tells customers or"
                            + " transactions apart: use ConstantSpend, a fixed amount for everybody");
        }
        if (hasScatter() && scatter.squares <= NO_SCATTER * scatter.transactions) {
            return Optional.of(
                    "every customer spends the same amount each time, so that p has no upper bound: fit the mean"
                            + " amounts (GammaGamma.fit)");
        }
        return Optional.empty();
    }

    /** Whether some customer's single amounts say more than their mean. */
    private boolean hasScatter() {
        return scatter.transactions > observations;
    }

    @Override
    public List<String> warnings() {
        List<String> out = new ArrayList<>();
        if (withoutAmount > 0) {
            out.add(withoutAmount
                    + (withoutAmount == 1 ? " customer with" : " customers with")
                    + " counted transactions of mean 0 carried no likelihood, because gamma amounts are positive"
                    + (withoutAmount == 1 ? ": " : "; the first is ")
                    + SpendColumns.customer(histories, firstWithoutAmount) + ".");
        }
        if (observations >= FEWEST && observations < FEW) {
            out.add("Only " + observations + " customers carry likelihood; three parameters deserve " + FEW
                    + " or more.");
        }
        if (observations >= FEWEST && count[count.length - 1] == 1) {
            out.add("Every customer has a single counted transaction, so that what sets customers apart and what sets"
                    + " their transactions apart can hardly be told from each other.");
        }
        SpendFrequencyCorrelation.warning(histories).ifPresent(out::add);
        return out;
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return switch (j) {
            case 0 ->
                upwards
                        ? "all transactions of a customer are the same amount"
                        : "single amounts say nothing of a customer's mean";
            case 1 ->
                upwards
                        ? "all customers spend at one common level, and there is nothing to learn of one customer"
                        : "customers differ without limit, and no mean exists";
            default -> upwards ? "amounts are larger than any mean" : "amounts are smaller than any mean";
        };
    }

    @Override
    public List<Likelihood.Limit> limits() {
        Likelihood.Limit commonLevel =
                new Likelihood.Limit("all customers spend at one common level", this::commonLevel);
        // amounts that scatter have no density in a model in which a customer's are all the same
        return hasScatter()
                ? List.of(commonLevel)
                : List.of(
                        commonLevel,
                        new Likelihood.Limit("all transactions of a customer are the same amount", this::sameAmounts));
    }

    /**
     * q to infinity: z is Gamma(pn, rate nu n), and nu = p / M with M the mean of all transactions. The derivative in p,
     * {@code sum w n [ln(pn) - digamma(pn) + 1 + ln(z / M) - z / M]}, falls from infinity. Of single amounts, each Gamma(p,
     * rate nu), it is {@code N [ln p - digamma(p)] + sum ln(z_j / M)}.
     */
    private double commonLevel() {
        double transactions = 0;
        double money = 0;
        for (int g = 0, i = 0; g < count.length; g++) {
            transactions += countWeight[g] * count[g];
            for (; i < end[g]; i++) {
                money += weight[i] * sum[i];
            }
        }
        double logMean = Math.log(money / transactions);
        double logs = 0;
        for (int g = 0, i = 0; g < count.length; g++) {
            for (; i < end[g]; i++) {
                logs += weight[i] * count[g] * (logSum[i] - Math.log(count[g]) - logMean);
            }
        }
        // the term in p alone, which single amounts add, counts here as in the model itself
        double fixed = logs + scatter.excess;
        double u = root(v -> {
            double p = Math.exp(v);
            double slope = fixed;
            for (int g = 0; g < count.length; g++) {
                double shape = ofTransactions ? p : p * count[g];
                slope += countWeight[g] * count[g] * (Math.log(shape) - SpecialFunctions.digamma(shape));
            }
            return slope;
        });
        double p = Math.exp(u);
        double value = p * (logs - transactions) - logMeans + ofScatter(p);
        for (int g = 0; g < count.length; g++) {
            double shape = p * count[g];
            value += countWeight[g] * (shape * Math.log(shape) - SpecialFunctions.logGamma(shape));
        }
        return value;
    }

    /** p to infinity: z is c / Gamma(q), with c = q / mean(1/z) and ln q - digamma(q) = ln mean(1/z) + mean(ln z). */
    private double sameAmounts() {
        double inverses = 0;
        for (int g = 0, i = 0; g < count.length; g++) {
            for (; i < end[g]; i++) {
                inverses += weight[i] * (count[g] / sum[i]) / observations;
            }
        }
        double excess = Math.log(inverses) + logMeans / observations;
        double q = Math.exp(root(v -> v - SpecialFunctions.digamma(Math.exp(v)) - excess));
        double logC = Math.log(q) - Math.log(inverses);
        return observations * (q * logC - SpecialFunctions.logGamma(q) - q) - (q + 1) * logMeans;
    }

    /** Where a falling function of a log-parameter crosses zero; the end of [-14, 14] it crosses beyond. */
    private static double root(DoubleUnaryOperator falling) {
        double low = -14;
        double high = 14;
        while (high - low > 1e-12) {
            double mid = (low + high) / 2;
            if (falling.applyAsDouble(mid) > 0) {
                low = mid;
            } else {
                high = mid;
            }
            if (mid == low && mid == high) {
                break;
            }
        }
        return (low + high) / 2;
    }

    static String number(double x) {
        return String.format(Locale.ROOT, "%.3f", x);
    }
}
