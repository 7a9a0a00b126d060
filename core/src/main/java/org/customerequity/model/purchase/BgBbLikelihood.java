package org.customerequity.model.purchase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of the BG/BB over many customers, with gradient and Hessian in u = (ln alpha, ln beta, ln gamma,
 * ln delta).
 *
 * <pre>{@code
 *   L = sum over i = 0, ..., n-t of w_i,   the ways it can have come about: BgBbPast
 *   d ln L   = sum w_i/L d ln w_i
 *   d2 ln L  = sum w_i/L [d2 ln w_i + (d ln w_i)^2] - (d ln L)^2
 * }</pre>
 *
 * <p>The derivatives of ln w_i are sums of 1/(alpha+j), 1/(beta+j), ... and of their squares, which are tabulated once an
 * evaluation; the weights follow each other by a ratio. A term costs no division, logarithm or exponential.
 */
final class BgBbLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final String COMMON_CHANCE = "all customers buy with one common chance, alpha / (alpha + beta)";
    private static final String COMMON_DROPOUT =
            "all customers have one common chance to leave, gamma / (gamma + delta)";
    private static final String NO_DROPOUT = "nobody ever leaves: the beta-binomial";
    private static final double NEGLIGIBLE = 1e-18;

    /** A log-parameter that stands for infinity; minus it, for zero. */
    private static final double FAR = Math.log(1e8);

    private final int[] x;
    private final int[] t;
    private final int[] n;
    private final double[] weight;
    private final long customers;
    private final long repeaters;
    private final Sums bought;
    private final Sums passed;
    private final Sums tried;
    private final Sums stayed;
    private final Sums all;
    /** What a term is multiplied by from one opportunity to the next, but for the chance not to buy. */
    private final double[] step;

    /** How far a log-parameter is followed on the way to a start. */
    private static final double EDGE = Math.log(1e4);

    /** How many terms are enough to choose a start by. */
    private static final int SAMPLE = 5000;

    /** The best point seen, without which nobody could say which simpler models are near. */
    private double[] best = new double[4];

    private double highest = Double.NEGATIVE_INFINITY;

    BgBbLikelihood(OpportunityRows rows) {
        int size = rows.size();
        // in an order of their own, so that the sums do not depend on that of the customers
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted((i, j) -> rows.n(i) != rows.n(j)
                        ? Integer.compare(rows.n(i), rows.n(j))
                        : rows.x(i) != rows.x(j)
                                ? Integer.compare(rows.x(i), rows.x(j))
                                : Integer.compare(rows.t(i), rows.t(j)))
                .mapToInt(Integer::intValue)
                .toArray();
        x = new int[size];
        t = new int[size];
        n = new int[size];
        weight = new double[size];
        long sum = 0;
        long again = 0;
        int mostX = 0;
        int mostN = 0;
        for (int i = 0; i < size; i++) {
            int row = order[i];
            x[i] = rows.x(row);
            t[i] = rows.t(row);
            n[i] = rows.n(row);
            weight[i] = rows.weight(row);
            sum += rows.weight(row);
            again += x[i] > 0 ? rows.weight(row) : 0;
            mostX = Math.max(mostX, x[i]);
            mostN = Math.max(mostN, n[i]);
        }
        customers = sum;
        repeaters = again;
        bought = new Sums(mostX);
        passed = new Sums(mostN);
        tried = new Sums(mostN);
        stayed = new Sums(mostN);
        all = new Sums(mostN + 1);
        step = new double[mostN + 1];
    }

    /** A part of the rows, each for those that follow it too, to choose a start by. */
    private BgBbLikelihood(BgBbLikelihood of, int stride) {
        int size = (of.x.length + stride - 1) / stride;
        x = new int[size];
        t = new int[size];
        n = new int[size];
        weight = new double[size];
        for (int i = 0; i < of.x.length; i++) {
            int to = i / stride;
            if (i % stride == 0) {
                x[to] = of.x[i];
                t[to] = of.t[i];
                n[to] = of.n[i];
            }
            weight[to] += of.weight[i];
        }
        customers = of.customers;
        repeaters = of.repeaters;
        bought = of.bought;
        passed = of.passed;
        tried = of.tried;
        stayed = of.stayed;
        all = of.all;
        step = of.step;
    }

    /** Of one sum of parameters c: ln(c (c+1) ... (c+k-1)) and the sums of 1/(c+j) and 1/(c+j)^2 over {@code j < k}. */
    private static final class Sums {
        final double[] log;
        final double[] inverse;
        final double[] square;

        Sums(int most) {
            log = new double[most + 1];
            inverse = new double[most + 1];
            square = new double[most + 1];
        }

        void fill(double c, boolean derivatives) {
            for (int k = 1; k < log.length; k++) {
                log[k] = SpecialFunctions.logRising(c, k);
            }
            for (int k = 1; derivatives && k < log.length; k++) {
                double one = 1 / (c + (k - 1));
                inverse[k] = inverse[k - 1] + one;
                square[k] = square[k - 1] + one * one;
            }
        }
    }

    @Override
    public List<String> names() {
        return BgBb.NAMES;
    }

    @Override
    public long observations() {
        return customers;
    }

    @Override
    public Optional<String> obstacle() {
        return ModelChecks.obstacle(customers, repeaters);
    }

    @Override
    public List<String> warnings() {
        return ModelChecks.warnings(customers, repeaters, BgBb.NAMES.size());
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return switch (j) {
            case 0 -> upwards ? COMMON_CHANCE + ", or customers never miss an opportunity" : "almost nobody buys again";
            case 1 -> upwards ? COMMON_CHANCE : "customers never miss an opportunity until they leave";
            case 2 -> upwards ? COMMON_DROPOUT : NO_DROPOUT;
            default -> upwards ? COMMON_DROPOUT + ", or " + NO_DROPOUT : "almost everybody leaves at once";
        };
    }

    /** The simpler models that are near the best point: the standard error of the logarithm that has to run off is large. */
    @Override
    public List<Likelihood.Limit> limits() {
        double[] u = best.clone();
        double[][] hessian = new double[4][4];
        evaluate(u, new double[4], hessian);
        double[][] covariance = Curvature.roughCovariance(hessian);
        double buying = 1 / (1 + Math.exp(u[1] - u[0]));
        double leaving = 1 / (1 + Math.exp(u[3] - u[2]));
        List<Likelihood.Limit> near = new ArrayList<>();
        if (Curvature.isNear(covariance, buying, 1 - buying, 0, 0)) {
            near.add(new Likelihood.Limit(
                    COMMON_CHANCE, () -> restricted(new double[] {FAR + u[0] - u[1], FAR, u[2], u[3]}, 1)));
        }
        if (Curvature.isNear(covariance, 0, 0, leaving, 1 - leaving)) {
            near.add(new Likelihood.Limit(
                    COMMON_DROPOUT, () -> restricted(new double[] {u[0], u[1], FAR + u[2] - u[3], FAR}, 3)));
        }
        if (Curvature.isNear(covariance, 0, 0, 1, 0) || Curvature.isNear(covariance, 0, 0, 1 - leaving, leaving - 1)) {
            near.add(new Likelihood.Limit(NO_DROPOUT, () -> restricted(new double[] {u[0], u[1], -FAR, 0}, 2, 3)));
        }
        return near;
    }

    private double restricted(double[] from, int... held) {
        return RestrictedMaximum.of(this, 2 * FAR, from, held);
    }

    /**
     * Where the search begins. The likelihood often has two maxima, one in which the chances to buy differ much and one in
     * which those to leave do; so the search is tried, on a sample where there are many rows, from one start for each of
     * several kinds of dropout, and begins where the highest was reached.
     */
    @Override
    public double[] start() {
        double used = 1;
        double had = 2;
        double terms = 0;
        for (int i = 0; i < x.length; i++) {
            used += weight[i] * x[i];
            had += weight[i] * t[i];
            terms += 1 + n[i] - t[i];
        }
        int stride = (int) Math.ceil(terms / SAMPLE);
        BgBbLikelihood sample = stride <= 1 ? this : new BgBbLikelihood(this, stride);
        double[] chosen = new double[4];
        double top = Double.NEGATIVE_INFINITY;
        for (double[] dropout : new double[][] {{0.2, 0.2}, {1, 0.3}, {0.05, 1}, {0.5, 2}, {1, 10}, {1, 100}}) {
            double[] from = sample.bestChance(used / had, dropout);
            NewtonMaximizer.Result end =
                    NewtonMaximizer.within(EDGE).withMaxIterations(100).maximize(sample, from);
            double value = sample == this ? end.value() : value(end.point());
            if (value > top) {
                top = value;
                chosen = sample == this ? from : end.point();
            }
        }
        return chosen;
    }

    /**
     * The mean chance to buy is the share of the opportunities used up to the last purchase, or somewhat less; the spread of
     * the chances is that of a few that suits the data best.
     */
    private double[] bestChance(double share, double[] dropout) {
        double[] chosen = new double[4];
        double top = Double.NEGATIVE_INFINITY;
        for (double chance : new double[] {share, 0.5 * share}) {
            for (double spread : new double[] {0.5, 2, 10}) {
                double[] u = {
                    Math.log(spread * chance),
                    Math.log(spread * (1 - chance)),
                    Math.log(dropout[0]),
                    Math.log(dropout[1])
                };
                double value = value(u);
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
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double gamma = Math.exp(u[2]);
        double delta = Math.exp(u[3]);
        bought.fill(alpha, derivatives);
        passed.fill(beta, derivatives);
        tried.fill(alpha + beta, derivatives);
        stayed.fill(delta, derivatives);
        all.fill(gamma + delta, derivatives);
        for (int k = 0; k < step.length; k++) {
            step[k] = (delta + k) / ((alpha + beta + k) * (gamma + delta + k));
        }
        Row row = new Row(alpha, beta, gamma, delta);
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            total += weight[i] * (derivatives ? row.withDerivatives(i) : row.value(i));
        }
        if (derivatives) {
            row.write(gradient, hessian);
        }
        if (total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    /** One customer's part, and the sums of the parts. */
    private final class Row {
        private final double beta;
        private final double gamma;
        private final double[] theta;
        /** Derivatives in the parameters themselves. */
        private final double[] g = new double[4];

        private final double[][] h = new double[4][4];

        Row(double alpha, double beta, double gamma, double delta) {
            this.beta = beta;
            this.gamma = gamma;
            theta = new double[] {alpha, beta, gamma, delta};
        }

        /** ln of the first of the terms, without its chance to leave. */
        private double logFirst(int i) {
            return bought.log[x[i]] + passed.log[t[i] - x[i]] - tried.log[t[i]] + stayed.log[t[i]] - all.log[t[i]];
        }

        double value(int i) {
            int from = t[i];
            int pause = n[i] - from;
            int missed = from - x[i];
            double stay = 1;
            double left = 0;
            for (int j = 0; j < pause; j++) {
                int k = from + j;
                left += stay * (gamma / (theta[2] + theta[3] + k));
                stay *= (beta + (missed + j)) * step[k];
                if (stay <= NEGLIGIBLE * left) {
                    break;
                }
            }
            return logFirst(i) + Math.log(left + stay);
        }

        double withDerivatives(int i) {
            int from = t[i];
            int pause = n[i] - from;
            int missed = from - x[i];
            double tried1 = tried.inverse[from];
            double passed1 = passed.inverse[missed];
            double stayed1 = stayed.inverse[from];
            double all1 = all.inverse[from];
            double sum = 0;
            double left = 0;
            // means over the terms of deviations from the first one's derivatives, and of second derivatives
            double dA = 0;
            double dB = 0;
            double dG = 0;
            double dD = 0;
            double aa = 0;
            double ab = 0;
            double ag = 0;
            double ad = 0;
            double bb = 0;
            double bg = 0;
            double bd = 0;
            double gg = 0;
            double gd = 0;
            double dd = 0;
            double tried2 = 0;
            double passed2 = 0;
            double stayed2 = 0;
            double all2 = 0;
            double stay = 1;
            for (int j = 0; j <= pause; j++) {
                int k = from + j;
                boolean last = j == pause;
                double hazard = all.inverse[k + 1] - all.inverse[k];
                double w = last ? stay : stay * (gamma * hazard);
                int after = last ? k : k + 1;
                double a = tried1 - tried.inverse[k];
                double b = passed.inverse[missed + j] - passed1 + a;
                double c = all1 - all.inverse[after];
                double d = stayed.inverse[k] - stayed1 + c;
                if (!last) {
                    left += w;
                    c += 1 / gamma;
                }
                sum += w;
                double wa = w * a;
                double wb = w * b;
                double wc = w * c;
                double wd = w * d;
                dA += wa;
                dB += wb;
                dG += wc;
                dD += wd;
                aa += wa * a;
                ab += wa * b;
                ag += wa * c;
                ad += wa * d;
                bb += wb * b;
                bg += wb * c;
                bd += wb * d;
                gg += wc * c;
                gd += wc * d;
                dd += wd * d;
                tried2 += w * tried.square[k];
                passed2 += w * passed.square[missed + j];
                stayed2 += w * stayed.square[k];
                all2 += w * all.square[after];
                if (!last) {
                    stay *= (beta + (missed + j)) * step[k];
                    if (stay <= NEGLIGIBLE * sum) {
                        break;
                    }
                }
            }
            double scale = 1 / sum;
            dA *= scale;
            dB *= scale;
            dG *= scale;
            dD *= scale;
            tried2 *= scale;
            passed2 *= scale;
            stayed2 *= scale;
            all2 *= scale;
            double weighed = weight[i];
            g[0] += weighed * (bought.inverse[x[i]] - tried1 + dA);
            g[1] += weighed * (passed1 - tried1 + dB);
            g[2] += weighed * (dG - all1);
            g[3] += weighed * (stayed1 - all1 + dD);
            h[0][0] += weighed * (aa * scale - dA * dA + tried2 - bought.square[x[i]]);
            h[0][1] += weighed * (ab * scale - dA * dB + tried2);
            h[0][2] += weighed * (ag * scale - dA * dG);
            h[0][3] += weighed * (ad * scale - dA * dD);
            h[1][1] += weighed * (bb * scale - dB * dB + tried2 - passed2);
            h[1][2] += weighed * (bg * scale - dB * dG);
            h[1][3] += weighed * (bd * scale - dB * dD);
            h[2][2] += weighed * (gg * scale - dG * dG + all2 - left * scale / (gamma * gamma));
            h[2][3] += weighed * (gd * scale - dG * dD + all2);
            h[3][3] += weighed * (dd * scale - dD * dD + all2 - stayed2);
            return logFirst(i) + Math.log(sum);
        }

        /** From the parameters to their logarithms. */
        void write(double[] gradient, double[][] hessian) {
            for (int i = 0; i < 4; i++) {
                gradient[i] = theta[i] * g[i];
                for (int j = i; j < 4; j++) {
                    double second = theta[i] * theta[j] * h[i][j] + (i == j ? gradient[i] : 0);
                    hessian[i][j] = second;
                    hessian[j][i] = second;
                }
            }
        }
    }
}
