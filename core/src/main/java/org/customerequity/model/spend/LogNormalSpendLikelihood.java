package org.customerequity.model.spend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.DistinctRows;

/**
 * The likelihood of {@link LogNormalSpend}, or the restricted one, with gradient and Hessian in ln median, ln tau2 and ln s2.
 * Customers with equally many transactions differ only in their mean logarithm, whose mean and scatter are sufficient: one pass
 * over the customers, and then a step of the search costs one logarithm for each distinct count.
 *
 * <p>The median is counted in the geometric mean of all amounts and the variances in the variance of all logarithms, so that
 * neither currency nor a power of the amounts makes a difference.
 */
final class LogNormalSpendLikelihood implements Likelihood {
    /** Fewer say nothing of three parameters. */
    private static final int FEWEST = 4;

    /** Five customers for each parameter. */
    private static final int FEW = 15;

    private final PurchaseHistories histories;
    private final boolean restricted;
    private final long observations;
    private final double transactions;

    /** Mean logarithm of all amounts, and the variance of all logarithms, at which the rest is counted. */
    private final double centre;

    private final double variance;
    private final boolean allAlike;

    /** Sum of squared distances from the customers' own means. */
    private final double scatter;

    /** Per distinct count: customers, mean of their mean logarithms from the centre, and scatter of those. */
    private final int[] count;

    private final double[] customers;
    private final double[] mean;
    private final double[] meanScatter;

    private LogNormalSpendLikelihood(PurchaseHistories histories, boolean restricted, int[] rows) {
        this.histories = histories;
        this.restricted = restricted;
        observations = rows.length;
        int[] counts = new int[rows.length];
        double n = 0;
        double logs = 0;
        for (int k = 0; k < rows.length; k++) {
            counts[k] = histories.spendCount(rows[k]);
            n += counts[k];
            logs += counts[k] * ((histories.meanOfLogSpend(rows[k]) - logs) / n);
        }
        transactions = n;
        centre = logs;
        DistinctRows distinct = DistinctRows.of(counts, new double[rows.length], new double[rows.length]);
        int groups = distinct.size();
        count = new int[groups];
        Arrays.setAll(count, distinct::frequency);
        customers = new double[groups];
        mean = new double[groups];
        meanScatter = new double[groups];
        double squares = 0;
        double total = 0;
        for (int k = 0; k < rows.length; k++) {
            int g = Arrays.binarySearch(count, counts[k]);
            double y = histories.meanOfLogSpend(rows[k]) - centre;
            double within = counts[k] == 1 ? 0 : histories.scatterOfLogSpend(rows[k]);
            squares += within;
            total += within + counts[k] * y * y;
            double distance = y - mean[g];
            customers[g]++;
            mean[g] += distance / customers[g];
            meanScatter[g] += distance * (y - mean[g]);
        }
        allAlike = !(total > GammaGammaLikelihood.NO_SCATTER * n);
        variance = allAlike ? 1 : total / n;
        scatter = squares / variance;
        for (int g = 0; g < groups; g++) {
            meanScatter[g] /= variance;
        }
    }

    static LogNormalSpendLikelihood of(PurchaseHistories histories, boolean restricted) {
        int[] rows = new int[histories.size()];
        int kept = 0;
        for (int i = 0; i < rows.length; i++) {
            if (histories.spendCount(i) > 0) {
                rows[kept++] = i;
            }
        }
        return new LogNormalSpendLikelihood(histories, restricted, Arrays.copyOf(rows, kept));
    }

    @Override
    public List<String> names() {
        return LogNormalSpend.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {Math.exp(centre), variance, variance};
    }

    /** The variance of one logarithm less in the restricted likelihood; and the step from logarithms to money. */
    @Override
    public double offset() {
        return -(transactions - (restricted ? 1 : 0)) / 2 * Math.log(2 * Math.PI * variance) - transactions * centre;
    }

    @Override
    public long observations() {
        return observations;
    }

    @Override
    public double value(double[] u) {
        double between = Math.exp(u[1]);
        double within = Math.exp(u[2]);
        double value = -((transactions - observations) * u[2] + scatter / within) / 2;
        double weights = 0;
        for (int g = 0; g < count.length; g++) {
            double n = count[g];
            double d = within + n * between;
            value -= (customers[g] * Math.log(d) + n * squares(g, u[0]) / d) / 2;
            weights += n * customers[g] / d;
        }
        return restricted && observations > 0 ? value - Math.log(weights) / 2 : value;
    }

    /** Squared distances of the mean logarithms of group g from mu, in the variance. */
    private double squares(int g, double mu) {
        double distance = mean[g] - mu;
        return meanScatter[g] + customers[g] * distance * (distance / variance);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double between = Math.exp(u[1]);
        double within = Math.exp(u[2]);
        double value = -((transactions - observations) * u[2] + scatter / within) / 2;
        double b = 0;
        double w = -(transactions - observations - scatter / within) / 2;
        double bb = 0;
        double bw = 0;
        double ww = -scatter / within / 2;
        double m = 0;
        double mm = 0;
        double mb = 0;
        double mw = 0;
        // of the sum of the weights n / d: its derivatives in ln tau2 and ln s2
        double weights = 0;
        double weightsB = 0;
        double weightsW = 0;
        double weightsBB = 0;
        double weightsBW = 0;
        double weightsWW = 0;
        for (int g = 0; g < count.length; g++) {
            double n = count[g];
            double k = customers[g];
            double d = within + n * between;
            double q = n * squares(g, u[0]) / d;
            // shares of the two variances in d, which are also d's derivatives over d
            double ofB = n * between / d;
            double ofW = within / d;
            value -= (k * Math.log(d) + q) / 2;
            double first = (q - k) / 2;
            double second = (k - 2 * q) / 2;
            b += first * ofB;
            w += first * ofW;
            bb += second * ofB * ofB + first * ofB;
            bw += second * ofB * ofW;
            ww += second * ofW * ofW + first * ofW;
            double weight = n * k / d;
            double pull = weight * ((mean[g] - u[0]) / variance);
            m += pull;
            mm -= weight / variance;
            mb -= pull * ofB;
            mw -= pull * ofW;
            weights += weight;
            weightsB -= weight * ofB;
            weightsW -= weight * ofW;
            weightsBB += weight * ofB * (2 * ofB - 1);
            weightsBW += weight * 2 * ofB * ofW;
            weightsWW += weight * ofW * (2 * ofW - 1);
        }
        if (restricted && observations > 0) {
            value -= Math.log(weights) / 2;
            double logB = weightsB / weights;
            double logW = weightsW / weights;
            b -= logB / 2;
            w -= logW / 2;
            bb -= (weightsBB / weights - logB * logB) / 2;
            bw -= (weightsBW / weights - logB * logW) / 2;
            ww -= (weightsWW / weights - logW * logW) / 2;
        }
        gradient[0] = m;
        gradient[1] = b;
        gradient[2] = w;
        hessian[0][0] = mm;
        hessian[1][1] = bb;
        hessian[2][2] = ww;
        hessian[0][1] = hessian[1][0] = mb;
        hessian[0][2] = hessian[2][0] = mw;
        hessian[1][2] = hessian[2][1] = bw;
        return value;
    }

    /**
     * Moments: s2 from the scatter within customers, and tau2 from the variance of their means, {@code tau2 + s2 mean(1/n)}. Mu
     * where its derivative is then zero.
     */
    @Override
    public double[] start() {
        if (observations < 2 || transactions == observations) {
            return new double[] {0, Math.log(0.5), Math.log(0.5)};
        }
        double within = Math.min(Math.max(scatter / (transactions - observations), 1e-3), 1e3);
        double grandMean = 0;
        double inverse = 0;
        for (int g = 0; g < count.length; g++) {
            grandMean += customers[g] * mean[g] / observations;
            inverse += customers[g] / count[g] / observations;
        }
        double spread = 0;
        for (int g = 0; g < count.length; g++) {
            spread += squares(g, grandMean) / (observations - 1);
        }
        double between = Math.min(Math.max(spread - within * inverse, 0.05 * within), 1e3);
        double weights = 0;
        double mu = 0;
        for (int g = 0; g < count.length; g++) {
            double weight = count[g] * customers[g] / (within + count[g] * between);
            weights += weight;
            mu += weight * mean[g];
        }
        return new double[] {Math.min(Math.max(mu / weights, -9), 9), Math.log(between), Math.log(within)};
    }

    @Override
    public Optional<String> obstacle() {
        if (observations < FEWEST) {
            return Optional.of(
                    (observations == 0 ? "there is no customer" : "there are only " + observations + " customers")
                            + " with a counted transaction, and three parameters need at least " + FEWEST + " (better "
                            + FEW + ")");
        }
        if (allAlike) {
            return Optional.of("every transaction is of the same amount, " + Math.exp(centre)
                    + ": use ConstantSpend, a fixed amount for everybody");
        }
        if (transactions == observations) {
            return Optional.of(
                    "every customer has a single counted transaction, so that the variance between customers and"
                            + " that within them cannot be told from each other");
        }
        if (scatter * variance <= GammaGammaLikelihood.NO_SCATTER * transactions) {
            return Optional.of(
                    "every customer spends the same amount each time, so that withinVariance is zero: fit the mean"
                            + " amounts (GammaGamma.fit)");
        }
        return Optional.empty();
    }

    @Override
    public List<String> warnings() {
        List<String> out = new ArrayList<>();
        if (observations >= FEWEST && observations < FEW) {
            out.add("Only " + observations + " customers carry likelihood; three parameters deserve " + FEW
                    + " or more.");
        }
        SpendFrequencyCorrelation.warning(histories).ifPresent(out::add);
        return out;
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return switch (j) {
            case 0 -> upwards ? "amounts are larger than any median" : "amounts are smaller than any median";
            case 1 ->
                upwards
                        ? "customers differ without limit"
                        : "all customers spend at one common level, and there is nothing to learn of one customer";
            default ->
                upwards
                        ? "a customer's amounts differ without limit"
                        : "all transactions of a customer are the same amount";
        };
    }

    /** tau2 to zero: every logarithm is N(mu, s2), whose likelihood is closed. */
    @Override
    public List<Likelihood.Limit> limits() {
        return List.of(new Likelihood.Limit("all customers spend at one common level", () -> {
            // the variance of all logarithms is 1 in its own units; mu is the centre. The restricted one divides by N -
            // 1
            double degrees = transactions - (restricted ? 1 : 0);
            double within = transactions / degrees;
            double value = -(degrees * Math.log(within) + degrees) / 2;
            return restricted ? value - Math.log(transactions) / 2 : value;
        }));
    }
}
