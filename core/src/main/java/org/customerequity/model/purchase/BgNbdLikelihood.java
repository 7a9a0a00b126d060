package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of the BG/NBD or the MBG/NBD over many customers, with gradient and Hessian in u = (ln r,
 * ln(alpha / scale), ln a, ln b), where {@code scale} is the time by which the mean age is 10.
 *
 * <pre>{@code
 *   LL_i = lnG(r+x)/G(r) + ln B(a,b+c)/B(a,b) - (r+x) ln(1 + T/alpha) - x ln alpha + [c>0] ln(1 + e^d)
 *   d    = ln a - ln(b+c-1) + (r+x) ln((alpha+T)/(alpha+t_x)),   the log-odds of having left
 *   c    = x + m chances to leave; m = 0 in the BG/NBD, 1 in the MBG/NBD
 * }</pre>
 *
 * <p>Fader, Hardie and Lee, Marketing Science 24(2), 2005, eq. 6, arranged so that nothing overflows and nothing
 * cancels as r and alpha grow together. What depends on x alone is computed once for each x; a row costs three
 * logarithms and one exponential.
 */
final class BgNbdLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final String COMMON_RATE = "all customers buy at one common rate, r / alpha";
    private static final String COMMON_DROPOUT = "all customers have one common chance to leave, a / (a + b)";
    private static final String NO_DROPOUT = "nobody ever leaves: the NBD";

    /** Below it in both ln a and ln b the dropout chance is 0 or 1. */
    private static final double ALL_OR_NOTHING = Math.log(1e-3);

    /** A log-parameter that stands for infinity; minus it, for zero. */
    private static final double FAR = Math.log(1e8);

    /**
     * Dropout that the data may suit as well where the first maximum is flat or at a limit: a share leaves at the first chance
     * and the rest never, nobody leaves, or all have one small chance. Each has a maximum of its own.
     */
    private static final double[][] OTHER_DROPOUT = {{0.05, 0.1}, {0.05, 50}, {5, 1000}};

    /** Dropout a and b to start from; empty to choose them by the data. */
    private double[] startingDropout = {};

    /** The best point seen, without which nobody could say which simpler models are near. */
    private double[] best = new double[4];

    private double highest = Double.NEGATIVE_INFINITY;

    /** m. */
    private final int early;

    private final double scale;
    private final double constant;
    private final double customers;
    /** Count x of each group, its first row, and one past the last. */
    private final int[] count;

    private final int[] start;
    private final double[] recency;
    private final double[] age;
    private final double[] weight;

    /**
     * Of these customers.
     *
     * @param early chances to leave before the first repeat purchase: 0 or 1
     */
    BgNbdLikelihood(DistinctRows rows, int early) {
        this.early = early;
        int n = rows.size();
        double sum = 0;
        double weights = 0;
        double purchases = 0;
        int groups = 0;
        for (int i = 0; i < n; i++) {
            sum += rows.weight(i) * rows.age(i);
            weights += rows.weight(i);
            purchases += rows.weight(i) * rows.frequency(i);
            groups += i == 0 || rows.frequency(i) != rows.frequency(i - 1) ? 1 : 0;
        }
        customers = weights;
        scale = sum > 0 ? sum / weights / 10 : 1;
        // a density of x times per unit of time
        constant = -purchases * Math.log(scale);
        count = new int[groups];
        start = new int[groups + 1];
        recency = new double[n];
        age = new double[n];
        weight = new double[n];
        int g = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || rows.frequency(i) != rows.frequency(i - 1)) {
                count[g] = rows.frequency(i);
                start[g++] = i;
            }
            recency[i] = rows.recency(i) / scale;
            age[i] = rows.age(i) / scale;
            weight[i] = rows.weight(i);
        }
        start[groups] = n;
    }

    /** A part of the rows, evenly spread over each count, to choose a start by. */
    private BgNbdLikelihood(BgNbdLikelihood all, int stride) {
        early = all.early;
        scale = all.scale;
        customers = all.customers;
        constant = all.constant;
        count = all.count;
        int groups = count.length;
        start = new int[groups + 1];
        int kept = 0;
        for (int g = 0; g < groups; g++) {
            start[g] = kept;
            kept += (all.start[g + 1] - all.start[g] + stride - 1) / stride;
        }
        start[groups] = kept;
        recency = new double[kept];
        age = new double[kept];
        weight = new double[kept];
        for (int g = 0; g < groups; g++) {
            int to = start[g];
            for (int i = all.start[g]; i < all.start[g + 1]; i += stride, to++) {
                recency[to] = all.recency[i];
                age[to] = all.age[i];
                int together = Math.min(stride, all.start[g + 1] - i);
                for (int j = i; j < i + together; j++) {
                    weight[to] += all.weight[j];
                }
            }
        }
    }

    /** The highest maximum: of the start, and where that one is not plain, of the {@link #OTHER_DROPOUT}. */
    <M> FitOutcome<M> fit(FitOptions options, Function<double[], M> toModel) {
        FitOutcome<M> top = MaximumLikelihood.fit(this, options, toModel);
        FitVerdict verdict = top.report().verdict();
        boolean plain = verdict == FitVerdict.CONVERGED || verdict == FitVerdict.NOT_CONVERGED;
        for (int i = 0; i < OTHER_DROPOUT.length && !plain && obstacle().isEmpty(); i++) {
            startingDropout = OTHER_DROPOUT[i];
            FitOutcome<M> other = MaximumLikelihood.fit(this, options, toModel);
            if (other.report().logLikelihood() > top.report().logLikelihood() + 1e-7) {
                top = other;
            }
        }
        startingDropout = new double[0];
        return top;
    }

    /** Customers with a repeat purchase. */
    private long repeaters() {
        double sum = 0;
        for (int i = start[count.length > 0 && count[0] == 0 ? 1 : 0]; i < weight.length; i++) {
            sum += weight[i];
        }
        return Math.round(sum);
    }

    @Override
    public List<String> names() {
        return BgNbd.NAMES;
    }

    @Override
    public double[] units() {
        return new double[] {1, scale, 1, 1};
    }

    @Override
    public double offset() {
        return constant;
    }

    @Override
    public long observations() {
        return Math.round(customers);
    }

    @Override
    public Optional<String> obstacle() {
        return ModelChecks.obstacle(observations(), repeaters());
    }

    @Override
    public List<String> warnings() {
        return ModelChecks.warnings(observations(), repeaters(), BgNbd.NAMES.size());
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        if (j >= 2 && !upwards && Math.max(best[2], best[3]) < ALL_OR_NOTHING) {
            return "a share of the customers leaves at the first chance, the rest never";
        }
        return switch (j) {
            case 0 -> upwards ? COMMON_RATE : "almost all who buy again are the same few customers";
            case 1 -> upwards ? COMMON_RATE : "purchases follow at once or never";
            case 2 -> upwards ? COMMON_DROPOUT : NO_DROPOUT;
            default ->
                upwards
                        ? COMMON_DROPOUT + ", or " + NO_DROPOUT
                        : "almost everybody leaves after the first " + (early == 0 ? "repeat " : "") + "purchase";
        };
    }

    /**
     * The simpler models that are near the best point: the standard error of the logarithm that has to run off is large.
     */
    @Override
    public List<Likelihood.Limit> limits() {
        double[] u = best.clone();
        double[][] hessian = new double[4][4];
        evaluate(u, new double[4], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        double share = 1 / (1 + Math.exp(u[3] - u[2]));
        List<Likelihood.Limit> near = new ArrayList<>();
        if (Curvature.isNear(covariance, 1, 0, 0, 0)) {
            near.add(new Likelihood.Limit(
                    COMMON_RATE, () -> restricted(new double[] {FAR, FAR + u[1] - u[0], u[2], u[3]}, 0)));
        }
        if (Curvature.isNear(covariance, 0, 0, share, 1 - share)) {
            near.add(new Likelihood.Limit(
                    COMMON_DROPOUT, () -> restricted(new double[] {u[0], u[1], FAR + u[2] - u[3], FAR}, 3)));
        }
        if (Curvature.isNear(covariance, 0, 0, 1, 0) || Curvature.isNear(covariance, 0, 0, 1 - share, share - 1)) {
            near.add(new Likelihood.Limit(NO_DROPOUT, () -> restricted(new double[] {u[0], u[1], -FAR, 0}, 2, 3)));
        }
        return near;
    }

    /** The maximum with some log-parameters held where they are at the start. */
    private double restricted(double[] from, int... held) {
        return RestrictedMaximum.of(this, 2 * FAR, from, held);
    }

    /**
     * Where the search begins: r and alpha from the mean and variance of the counts as if nobody left, or with the
     * rate doubled for those who did, with the dropout that suits a sample of the rows best.
     */
    @Override
    public double[] start() {
        double n = 0;
        double mean = 0;
        double square = 0;
        double time = 0;
        for (int g = 0; g < count.length; g++) {
            double w = 0;
            for (int i = start[g]; i < start[g + 1]; i++) {
                w += weight[i];
                time += weight[i] * age[i];
            }
            n += w;
            mean += w * count[g];
            square += w * count[g] * count[g];
        }
        mean /= n;
        time /= n;
        double excess = square / n - mean * mean - mean;
        double r = excess > 0 ? Math.min(20, Math.max(0.05, mean * mean / excess)) : 20;
        BgNbdLikelihood sample = weight.length <= 2000 ? this : new BgNbdLikelihood(this, weight.length / 1000);
        double[] chosen = new double[4];
        double top = Double.NEGATIVE_INFINITY;
        double[][] dropouts = startingDropout.length == 0
                ? new double[][] {{0.03, 1}, {0.5, 2}, {1.5, 12}, {2, 3}}
                : new double[][] {startingDropout};
        for (double faster : new double[] {1, 2.5}) {
            for (double[] dropout : dropouts) {
                double rate = Math.min(1e4, Math.max(1e-4, faster * mean / Math.max(time, 1e-3)));
                double[] u = {Math.log(r), Math.log(r / rate), Math.log(dropout[0]), Math.log(dropout[1])};
                double value = sample.value(u);
                if (value > top) {
                    chosen = u;
                    top = value;
                }
            }
        }
        return chosen;
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[0], new double[0][], false);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        return evaluate(u, gradient, hessian, true);
    }

    private double evaluate(double[] u, double[] gradient, double[][] hessian, boolean derivatives) {
        double r = Math.exp(u[0]);
        double alpha = Math.exp(u[1]);
        double a = Math.exp(u[2]);
        double b = Math.exp(u[3]);
        if (derivatives) {
            Arrays.fill(gradient, 0);
            for (double[] row : hessian) {
                Arrays.fill(row, 0);
            }
        }
        Sums sums = new Sums();
        double total = 0;
        for (int g = 0; g < count.length; g++) {
            int x = count[g];
            int chances = x + early;
            if (chances == 0) {
                sums.surelyAlive(this, start[0], start[1], alpha, derivatives);
                total -= r * sums.logAge;
                if (derivatives) {
                    sums.addAge(gradient, hessian, r, 0);
                }
                continue;
            }
            double n = r + x;
            double odds = u[2] - Math.log(b + (chances - 1));
            sums.perhapsGone(this, start[g], start[g + 1], n, alpha, odds, derivatives);
            double w = sums.weight;
            total += w * (SpecialFunctions.logRising(r, x) + SpecialFunctions.logBetaRatio(b, a, chances) - x * u[1])
                    - n * sums.logAge
                    + sums.softplus;
            if (derivatives) {
                sums.addAge(gradient, hessian, r, x);
                addCount(gradient, hessian, w, r, a, b, x, chances);
                sums.addOdds(gradient, hessian, r, n, b, chances);
            }
        }
        if (derivatives) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < i; j++) {
                    hessian[i][j] = hessian[j][i];
                }
            }
        }
        if (total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    /** What depends on x alone. */
    private static void addCount(double[] g, double[][] h, double w, double r, double a, double b, int x, int chances) {
        double fr = w * r * SpecialFunctions.digammaDifference(r, x);
        g[0] += fr;
        h[0][0] += fr + w * r * r * SpecialFunctions.trigammaDifference(r, x);
        double both = SpecialFunctions.digammaDifference(a + b, chances);
        double both2 = SpecialFunctions.trigammaDifference(a + b, chances);
        double fa = -w * a * both;
        double fb = w * b * (SpecialFunctions.digammaDifference(b, chances) - both);
        g[2] += fa;
        g[3] += fb;
        h[2][2] += fa - w * a * a * both2;
        h[2][3] -= w * a * b * both2;
        h[3][3] += fb + w * b * b * (SpecialFunctions.trigammaDifference(b, chances) - both2);
    }

    /** Sums over the rows of one count; derivatives are with respect to ln alpha, or ready to be multiplied. */
    private static final class Sums {
        double weight;
        double logAge;
        double softplus;
        /** Of alpha/(alpha+T), T/(alpha+T) and their product. */
        private double rest;

        private double aged;
        private double agedRest;
        /** Of p, the probability of having left, alone and times the derivatives of d. */
        private double p;

        private double pGap;
        private double pSlope;
        private double pCurve;
        /** Of p (1-p) times products of the derivatives of d. */
        private double v;

        private double vGap;
        private double vSlope;
        private double vGapGap;
        private double vGapSlope;
        private double vSlopeSlope;

        void surelyAlive(BgNbdLikelihood rows, int from, int to, double alpha, boolean derivatives) {
            double sumWeight = 0;
            double sumLog = 0;
            double sumRest = 0;
            double sumAged = 0;
            double sumBoth = 0;
            for (int i = from; i < to; i++) {
                double w = rows.weight[i];
                double t = rows.age[i];
                sumWeight += w;
                sumLog += w * log1p(t / alpha);
                if (derivatives) {
                    double k = 1 / (alpha + t);
                    double share = alpha * k;
                    double other = t * k;
                    sumRest += w * share;
                    sumAged += w * other;
                    sumBoth += w * share * other;
                }
            }
            weight = sumWeight;
            logAge = sumLog;
            rest = sumRest;
            aged = sumAged;
            agedRest = sumBoth;
        }

        void perhapsGone(
                BgNbdLikelihood rows, int from, int to, double n, double alpha, double odds, boolean derivatives) {
            weight = 0;
            logAge = 0;
            softplus = 0;
            rest = 0;
            aged = 0;
            agedRest = 0;
            p = 0;
            pGap = 0;
            pSlope = 0;
            pCurve = 0;
            v = 0;
            vGap = 0;
            vSlope = 0;
            vGapGap = 0;
            vGapSlope = 0;
            vSlopeSlope = 0;
            for (int i = from; i < to; i++) {
                double w = rows.weight[i];
                double t = rows.age[i];
                double tx = rows.recency[i];
                double kx = 1 / (alpha + tx);
                double gap = log1p((t - tx) * kx);
                double d = odds + n * gap;
                double e = Math.exp(-Math.abs(d));
                weight += w;
                logAge += w * log1p(t / alpha);
                softplus += w * (Math.max(d, 0) + log1p(e));
                if (derivatives) {
                    double k = 1 / (alpha + t);
                    double share = alpha * k;
                    double other = t * k;
                    rest += w * share;
                    aged += w * other;
                    agedRest += w * share * other;
                    double small = e / (1 + e);
                    double left = d >= 0 ? 1 - small : small;
                    double slope = -alpha * (t - tx) * k * kx;
                    double curve = share * other - alpha * kx * (tx * kx);
                    double wp = w * left;
                    double wv = w * small * (1 - small);
                    p += wp;
                    pGap += wp * gap;
                    pSlope += wp * slope;
                    pCurve += wp * curve;
                    v += wv;
                    vGap += wv * gap;
                    vSlope += wv * slope;
                    vGapGap += wv * gap * gap;
                    vGapSlope += wv * gap * slope;
                    vSlopeSlope += wv * slope * slope;
                }
            }
        }

        /** Of {@code -(r+x) ln(1 + T/alpha) - x ln alpha}. */
        void addAge(double[] g, double[][] h, double r, int x) {
            g[0] -= r * logAge;
            g[1] += r * aged - x * rest;
            h[0][0] -= r * logAge;
            h[0][1] += r * aged;
            h[1][1] -= (r + x) * agedRest;
        }

        /** Of {@code ln(1 + e^d)}: the first derivatives of d are r gap, n slope, 1 and beta. */
        void addOdds(double[] g, double[][] h, double r, double n, double b, int chances) {
            double beta = -b / (b + (chances - 1));
            g[0] += r * pGap;
            g[1] += n * pSlope;
            g[2] += p;
            g[3] += beta * p;
            h[0][0] += r * pGap + r * r * vGapGap;
            h[0][1] += r * pSlope + r * n * vGapSlope;
            h[0][2] += r * vGap;
            h[0][3] += r * beta * vGap;
            h[1][1] += n * pCurve + n * n * vSlopeSlope;
            h[1][2] += n * vSlope;
            h[1][3] += n * beta * vSlope;
            h[2][2] += v;
            h[2][3] += beta * v;
            h[3][3] += beta * beta * v + p * beta * (1 + beta);
        }
    }

    /** ln(1 + z), z >= 0, from the logarithm that the processor is quick at and the rounding error of 1 + z. */
    static double log1p(double z) {
        double y = 1 + z;
        return Math.log(y) + (z - (y - 1)) / y;
    }
}
