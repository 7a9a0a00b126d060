package org.customerequity.model.covariate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.Estimate;

/**
 * The likelihood of the Pareto/NBD on paths, in time scaled to a mean age of ten.
 *
 * <p>A customer's likelihood is a sum of atoms: being alive, and having left at each node of the integral. With weights w that add
 * up to 1 and h the gradient of an atom's logarithm, the gradient of ln L is E[h] and its Hessian E[dh/du + h h'] - E[h] E[h]'.
 */
final class PathLikelihood implements Likelihood {
    private static final double MEAN_AGE = 10;

    /** Nothing left of an integral counts below. */
    private static final double NEGLIGIBLE = 1e-21;

    /** The search begins at the plain model, but no further out than this in a log-parameter. */
    private static final double FAR = 6;

    private final PurchaseHistories histories;
    private final Likelihood plain;
    private final List<String> names;
    private final double scale;
    private final double purchases;
    private final long repeaters;
    private final PathWalk walk;
    private final int j1;
    private final int j2;
    private final Row row;
    private final PathLayout layout;

    /** The free parameter of each of all. */
    private final int[] free;

    private final double[] slopes;
    private final double[][] curvature;

    /** Precision of the free parameters under a prior; no rows where there is none. */
    private double[][] precision = new double[0][];

    PathLikelihood(PurchaseHistories histories, PathLayout layout) {
        this.histories = histories;
        this.layout = layout;
        CovariateCoding purchaseCoding = layout.purchases();
        CovariateCoding dropoutCoding = layout.dropout();
        plain = ParetoNbd.likelihood(histories);
        names = layout.names();
        free = layout.free();
        slopes = new double[free.length];
        curvature = new double[free.length][free.length];
        walk = new PathWalk(purchaseCoding, dropoutCoding);
        j1 = purchaseCoding.columns().size();
        j2 = dropoutCoding.columns().size();
        row = new Row(j1, j2);
        double ages = 0;
        double bought = 0;
        long again = 0;
        for (int i = 0; i < histories.size(); i++) {
            ages += histories.age(i);
            bought += histories.frequency(i);
            again += histories.frequency(i) > 0 ? 1 : 0;
        }
        purchases = bought;
        repeaters = again;
        scale = ages > 0 ? MEAN_AGE * histories.size() / ages : 1;
        if (purchases > 0 && names.size() > PathLayout.BASELINES && names.size() > purchases) {
            throw Require.bad(
                    "covariates",
                    "must leave at most as many parameters as repeat purchases, " + (long) purchases,
                    "more than the data can carry: take fewer covariates",
                    names.size() + " parameters");
        }
        PathCoding.requireIndependent(histories, purchaseCoding);
        PathCoding.requireIndependent(histories, dropoutCoding);
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Estimate.Scale parameterScale() {
        return Estimate.Scale.LINEAR;
    }

    @Override
    public double[] units() {
        double[] units = new double[names.size()];
        Arrays.fill(units, 1);
        units[1] = 1 / scale;
        units[3] = 1 / scale;
        return units;
    }

    /** A density of x times, each counted in another unit. */
    @Override
    public double offset() {
        return purchases * Math.log(scale);
    }

    @Override
    public long observations() {
        return histories.size();
    }

    @Override
    public Optional<String> obstacle() {
        return plain.obstacle();
    }

    @Override
    public List<String> warnings() {
        return repeaters >= 5L * names.size()
                ? List.of()
                : List.of("Only " + repeaters + " of " + histories.size() + " customers bought again: " + names.size()
                        + " parameters deserve " + 5 * names.size() + " or more.");
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return j < 4 ? plain.limitReached(j, upwards) : "the covariate alone decides, and the data cannot say how much";
    }

    @Override
    public double[] start() {
        return plainMaximum(FitOptions.defaults());
    }

    private double[] plainMaximum(FitOptions options) {
        double[] u = new double[names.size()];
        if (plain.obstacle().isPresent()) {
            return u;
        }
        ParetoNbd m = ParetoNbd.fit(histories, options).fold(model -> model, not -> not.bestSoFar());
        double[] from = {m.r(), m.alpha() * scale, m.s(), m.beta() * scale};
        for (int j = 0; j < 4; j++) {
            u[j] = Math.max(-FAR, Math.min(FAR, Math.log(from[j])));
        }
        return u;
    }

    private boolean read(int i, double[] g1, double[] g2, boolean keep) {
        CovariatePath path = histories.path(i);
        if (path.isNone()) {
            if (j1 + j2 > 0) {
                throw TimeVaryingParetoNbd.noPath();
            }
            walk.stand();
            return true;
        }
        return walk.read(path, histories.age(i), scale, g1, g2, keep);
    }

    /** From here on the log-likelihood is less {@code u' precision u / 2}. */
    void penalise(PriorStrength prior, FitOptions options) {
        int p = names.size();
        double[][] out = new double[p][p];
        if (prior.observations() > 0) {
            double[] u = plainMaximum(options);
            double[][] hessian = new double[p][p];
            evaluate(u, new double[p], hessian);
            double[][] told = CovariateFitter.informationOfCoefficients(hessian, PathLayout.BASELINES);
            double share = prior.observations() / histories.size();
            for (int i = PathLayout.BASELINES; i < p; i++) {
                for (int j = PathLayout.BASELINES; j < p; j++) {
                    out[i][j] = share * told[i - PathLayout.BASELINES][j - PathLayout.BASELINES];
                }
            }
        } else {
            for (int j = PathLayout.BASELINES; j < free.length; j++) {
                CovariateProcess process =
                        j < PathLayout.BASELINES + j1 ? CovariateProcess.PURCHASES : CovariateProcess.DROPOUT;
                out[free[j]][free[j]] += 2.0 * histories.size() * prior.of(process);
            }
        }
        precision = out;
    }

    /** What the penalty takes away at {@code u}. */
    double penalty(double[] u) {
        double sum = 0;
        for (int i = 0; i < precision.length; i++) {
            for (int j = 0; j < precision.length; j++) {
                sum += u[i] * precision[i][j] * u[j];
            }
        }
        return sum / 2;
    }

    @Override
    public double value(double[] u) {
        double[] all = layout.expand(u);
        double[] g1 = Arrays.copyOfRange(all, 4, 4 + j1);
        double[] g2 = Arrays.copyOfRange(all, 4 + j1, all.length);
        PathKernel kernel = new PathKernel(walk, Math.exp(u[0]), Math.exp(u[1]), Math.exp(u[2]), Math.exp(u[3]));
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            if (!read(i, g1, g2, false)) {
                return Double.NEGATIVE_INFINITY;
            }
            kernel.know(histories.frequency(i), histories.recency(i) * scale, histories.age(i) * scale);
            sum += kernel.logLikelihood();
        }
        return sum - penalty(u);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double[] all = layout.expand(u);
        double[] g1 = Arrays.copyOfRange(all, 4, 4 + j1);
        double[] g2 = Arrays.copyOfRange(all, 4 + j1, all.length);
        Arrays.fill(slopes, 0);
        for (double[] line : curvature) {
            Arrays.fill(line, 0);
        }
        row.at(Math.exp(u[0]), Math.exp(u[1]), Math.exp(u[2]), Math.exp(u[3]));
        double sum = 0;
        for (int i = 0; i < histories.size(); i++) {
            if (!read(i, g1, g2, true)) {
                return Double.NEGATIVE_INFINITY;
            }
            sum += row.evaluate(
                    walk,
                    histories.path(i),
                    histories.frequency(i),
                    histories.recency(i) * scale,
                    histories.age(i) * scale,
                    slopes,
                    curvature);
        }
        contract(gradient, hessian);
        for (int i = 0; i < precision.length; i++) {
            for (int j = 0; j < precision.length; j++) {
                gradient[i] -= precision[i][j] * u[j];
                hessian[i][j] -= precision[i][j];
            }
        }
        return sum - penalty(u);
    }

    /** From all parameters, of whose curvature there is the upper triangle, to the free ones. */
    private void contract(double[] gradient, double[][] hessian) {
        Arrays.fill(gradient, 0);
        for (double[] line : hessian) {
            Arrays.fill(line, 0);
        }
        for (int i = 0; i < free.length; i++) {
            gradient[free[i]] += slopes[i];
            for (int j = 0; j < free.length; j++) {
                hessian[free[i]][free[j]] += curvature[Math.min(i, j)][Math.max(i, j)];
            }
        }
    }

    /**
     * One customer's share of value, gradient and the upper triangle of the Hessian.
     *
     * <p>Beside ln r and ln s there are the parameters of the two clocks: ln alpha and g1, in which alpha + A(u) has the derivatives
     * (alpha, A1(u), ...) here called p, and ln beta and g2 with those of beta + D(u), called q. Both are linear in time within a
     * period, as are the second derivatives.
     */
    private static final class Row {
        private final int j1;
        private final int j2;
        private final int size;

        private double r;
        private double alpha;
        private double s;
        private double beta;

        /** Derivatives of the clocks where the panel starts, ln alpha or ln beta first. */
        private final double[] p;

        private final double[] q;

        /** Second derivatives in the coefficients there. */
        private final double[] pp;

        private final double[] qq;

        /** z of the period, 0 for ln alpha and ln beta. */
        private final double[] zp;

        private final double[] zq;

        /** Of one atom, by parameter: without what is constant in a period. */
        private final double[] h;

        /** Weighted sums over dead atoms: of h in a panel and in all; of h h'; second derivatives. */
        private final double[] panel;

        private final double[] first;

        /** Of {@link #first}, what the clock of leaving adds without the speed at the moment of leaving. */
        private final double[] leavingQ;

        private final double[] cross;
        private final double[] second;

        /** Parameter of each entry of p and q. */
        private final int[] ofP;

        private final int[] ofQ;

        Row(int j1, int j2) {
            this.j1 = j1;
            this.j2 = j2;
            size = 4 + j1 + j2;
            p = new double[1 + j1];
            zp = new double[1 + j1];
            pp = new double[j1 * j1];
            q = new double[1 + j2];
            zq = new double[1 + j2];
            qq = new double[j2 * j2];
            h = new double[size];
            panel = new double[size];
            first = new double[size];
            leavingQ = new double[1 + j2];
            cross = new double[size * size];
            second = new double[size * size];
            ofP = new int[1 + j1];
            ofP[0] = 1;
            for (int j = 1; j <= j1; j++) {
                ofP[j] = 3 + j;
            }
            ofQ = new int[1 + j2];
            ofQ[0] = 3;
            for (int j = 1; j <= j2; j++) {
                ofQ[j] = 3 + j1 + j;
            }
        }

        void at(double newR, double newAlpha, double newS, double newBeta) {
            r = newR;
            alpha = newAlpha;
            s = newS;
            beta = newBeta;
        }

        double evaluate(
                PathWalk walk,
                CovariatePath path,
                int x,
                double tx,
                double age,
                double[] gradient,
                double[][] hessian) {
            double bigR = r + x;
            Arrays.fill(p, 0);
            Arrays.fill(q, 0);
            Arrays.fill(pp, 0);
            Arrays.fill(qq, 0);
            Arrays.fill(first, 0);
            Arrays.fill(leavingQ, 0);
            Arrays.fill(cross, 0);
            Arrays.fill(second, 0);
            p[0] = alpha;
            q[0] = beta;
            int last = walk.periodOf(tx);
            for (int k = 0; k <= last; k++) {
                period(walk, k);
                move(walk, k, Math.min(walk.start[k + 1], tx) - walk.start[k]);
            }
            double a0 = walk.clockOfBuying(last, tx);
            double d0 = walk.clockOfLeaving(last, tx);
            double a = alpha + a0;
            double d = beta + d0;
            double logA = 0;
            double logD = 0;
            double dead = 0;
            double u = tx;
            boolean counts = true;
            for (int k = last; u < age; k++) {
                double end = Math.min(walk.start[k + 1], age);
                period(walk, k);
                while (u < end) {
                    double speedA = walk.a[k] / a;
                    double speedD = walk.d[k] / d;
                    double fall = bigR * speedA + (s + 1) * speedD;
                    double growth = Math.max(speedA, speedD);
                    double width = counts ? Math.min(end - u, PathKernel.panel(fall, growth)) : end - u;
                    double stepA = walk.a[k] * width;
                    double stepD = walk.d[k] * width;
                    if (counts) {
                        double weight = Math.exp(-bigR * logA - s * logD) * (s * speedD * width);
                        double[] nodes = PathKernel.nodes(fall * width, growth * width);
                        dead += atoms(nodes, weight, bigR, a, d, logA, logD, stepA, stepD);
                    }
                    logA += Elementary.log1p(stepA / a);
                    logD += Elementary.log1p(stepD / d);
                    counts &= Math.exp(-bigR * logA - s * logD) > NEGLIGIBLE * dead;
                    a += stepA;
                    d += stepD;
                    move(walk, k, width);
                    u = width == end - u ? end : u + width;
                }
            }
            return together(walk, path, x, a0, d0, a, d, logA, logD, dead, gradient, hessian);
        }

        private void period(PathWalk walk, int k) {
            for (int j = 0; j < j1; j++) {
                zp[j + 1] = walk.z1[k * j1 + j];
            }
            for (int j = 0; j < j2; j++) {
                zq[j + 1] = walk.z2[k * j2 + j];
            }
        }

        /** Takes the derivatives of the clocks on by a stretch of the period. */
        private void move(PathWalk walk, int k, double width) {
            grow(p, pp, zp, j1, walk.a[k] * width);
            grow(q, qq, zq, j2, walk.d[k] * width);
        }

        private static void grow(double[] one, double[] two, double[] z, int n, double step) {
            for (int i = 1; i <= n; i++) {
                double zi = z[i] * step;
                one[i] += zi;
                for (int j = i; j <= n; j++) {
                    two[(i - 1) * n + j - 1] += zi * z[j];
                }
            }
        }

        /** Adds the nodes of a panel, and says what they weigh. */
        private double atoms(
                double[] nodes,
                double weight,
                double bigR,
                double a,
                double d,
                double logA,
                double logD,
                double stepA,
                double stepD) {
            double[] weights = PathKernel.weights(nodes);
            Arrays.fill(panel, 0);
            double sum = 0;
            double sumA = 0;
            double sumAv = 0;
            double sumD = 0;
            double sumDv = 0;
            for (int i = 0; i < nodes.length; i++) {
                double v = nodes[i];
                double moreA = Elementary.log1p(stepA * v / a);
                double moreD = Elementary.log1p(stepD * v / d);
                double w = weight * weights[i] * Math.exp(-bigR * moreA - (s + 1) * moreD);
                double perA = 1 / (a + stepA * v);
                double perD = 1 / (d + stepD * v);
                sum += w;
                sumA += w * perA;
                sumAv += w * perA * stepA * v;
                sumD += w * perD;
                sumDv += w * perD * stepD * v;
                atom(perA, perD, logA + moreA, logD + moreD, bigR, s + 1, stepA * v, stepD * v);
                h[2] += 1;
                for (int m = 0; m < size; m++) {
                    double wh = w * h[m];
                    panel[m] += wh;
                    int line = m * size;
                    for (int n = m; n < size; n++) {
                        cross[line + n] += wh * h[n];
                    }
                }
            }
            clocks(ofP, p, pp, zp, j1, -bigR * sumA, -bigR * sumAv);
            clocks(ofQ, q, qq, zq, j2, -(s + 1) * sumD, -(s + 1) * sumDv);
            // (h + z)(h + z)' - h h', where z is the derivative of ln d in the coefficients of dropout
            for (int i = 1; i <= j2; i++) {
                int at = ofQ[i];
                for (int m = 0; m < size; m++) {
                    add(at, m, zq[i] * panel[m]);
                }
                for (int j = i; j <= j2; j++) {
                    second[at * size + ofQ[j]] += sum * zq[i] * zq[j];
                }
            }
            for (int m = 0; m < size; m++) {
                first[m] += panel[m];
            }
            for (int i = 0; i <= j2; i++) {
                leavingQ[i] += panel[ofQ[i]];
                first[ofQ[i]] += sum * zq[i];
            }
            return sum;
        }

        /** To both places of a symmetric matrix of which the upper triangle is kept. */
        private void add(int i, int j, double value) {
            second[Math.min(i, j) * size + Math.max(i, j)] += i == j ? 2 * value : value;
        }

        /** The derivatives of {@code -R ln(alpha+A) - power ln(beta+D)}, but for constants, in h. */
        private void atom(
                double perA,
                double perD,
                double logA,
                double logD,
                double bigR,
                double power,
                double goneA,
                double goneD) {
            h[0] = -r * logA;
            h[2] = -s * logD;
            double ra = -bigR * perA;
            for (int j = 0; j <= j1; j++) {
                h[ofP[j]] = ra * (p[j] + zp[j] * goneA);
            }
            double rd = -power * perD;
            for (int j = 0; j <= j2; j++) {
                h[ofQ[j]] = rd * (q[j] + zq[j] * goneD);
            }
        }

        /** Second derivatives of a clock, times weights. */
        private void clocks(int[] of, double[] one, double[] two, double[] z, int n, double now, double gone) {
            second[of[0] * size + of[0]] += one[0] * now;
            for (int i = 1; i <= n; i++) {
                for (int j = i; j <= n; j++) {
                    second[of[i] * size + of[j]] += two[(i - 1) * n + j - 1] * now + z[i] * z[j] * gone;
                }
            }
        }

        private void scaleBlock(int[] of, double factor) {
            for (int i = 0; i < of.length; i++) {
                for (int j = i; j < of.length; j++) {
                    cross[of[i] * size + of[j]] *= factor;
                }
            }
        }

        private boolean isP(int parameter) {
            return parameter == ofP[0] || (parameter > 3 && parameter < 4 + j1);
        }

        private boolean isQ(int parameter) {
            return parameter == ofQ[0] || parameter >= 4 + j1;
        }

        /** Puts dead and alive together. */
        private double together(
                PathWalk walk,
                CovariatePath path,
                int x,
                double a0,
                double d0,
                double a,
                double d,
                double logA,
                double logD,
                double dead,
                double[] gradient,
                double[][] hessian) {
            double bigR = r + x;
            // what squares of first derivatives are short of in the clocks: the square of 1/(alpha+A) is there once
            // more
            scaleBlock(ofP, 1 + 1 / bigR);
            scaleBlock(ofQ, 1 + 1 / (s + 1));
            // second derivatives of ln s with the clock of leaving
            double[] mixedQ = new double[1 + j2];
            for (int j = 0; j <= j2; j++) {
                mixedQ[j] = leavingQ[j] * (s / (s + 1));
            }

            Arrays.fill(zp, 0);
            Arrays.fill(zq, 0);
            atom(1 / a, 1 / d, logA, logD, bigR, s, 0, 0);
            double rise = bigR * logA + s * logD;
            double alive = Math.exp(-rise);
            double total = dead + alive;
            clocks(ofP, p, pp, zp, j1, -bigR * alive / a, 0);
            clocks(ofQ, q, qq, zq, j2, -s * alive / d, 0);
            for (int j = 0; j <= j2; j++) {
                mixedQ[j] += alive * h[ofQ[j]];
            }
            for (int m = 0; m < size; m++) {
                first[m] += alive * h[m];
                for (int n = m; n < size; n++) {
                    boolean inP = isP(m) && isP(n);
                    boolean inQ = isQ(m) && isQ(n);
                    double more = inP ? 1 + 1 / bigR : inQ ? 1 + 1 / s : 1;
                    cross[m * size + n] += alive * h[m] * h[n] * more;
                }
            }

            double growthA = Math.log1p(a0 / alpha);
            double growthD = Math.log1p(d0 / beta);
            double digammas = SpecialFunctions.digammaDifference(r, x);
            double trigammas = SpecialFunctions.trigammaDifference(r, x);
            double base = SpecialFunctions.logRising(r, x)
                    - x * Math.log(alpha + a0)
                    - r * growthA
                    - s * growthD
                    + walk.logSpeeds;
            for (int m = 0; m < size; m++) {
                double gm = first[m] / total;
                for (int n = m; n < size; n++) {
                    hessian[m][n] += (cross[m * size + n] + second[m * size + n]) / total - gm * (first[n] / total);
                }
                gradient[m] += gm;
            }
            for (int j = 0; j <= j1; j++) {
                hessian[0][ofP[j]] += r / bigR * first[ofP[j]] / total;
            }
            for (int j = 0; j <= j2; j++) {
                hessian[2][ofQ[j]] += mixedQ[j] / total;
            }
            // ln r, ln s: first derivatives are second ones too, but for the 1 that d ln s/d ln s is
            double meanR = first[0] / total - r * growthA;
            double meanS = first[2] / total - s * growthD;
            gradient[0] += -r * growthA + r * digammas;
            hessian[0][0] += meanR + r * digammas + r * r * trigammas;
            gradient[2] += -s * growthD;
            hessian[2][2] += meanS - dead / total;
            gradient[1] += r;
            gradient[3] += s;
            hessian[0][1] += r;
            hessian[2][3] += s;
            purchases(walk, path, gradient);
            return rise < 0.5
                    ? base + Math.log1p(Math.expm1(-rise) + dead)
                    : base + (dead == 0 ? -rise : SpecialFunctions.logSumExp(-rise, Math.log(dead)));
        }

        private void purchases(PathWalk walk, CovariatePath path, double[] gradient) {
            for (int k = 0; j1 > 0 && k < walk.periods; k++) {
                int bought = path.purchases(k);
                for (int j = 0; bought > 0 && j < j1; j++) {
                    gradient[4 + j] += bought * walk.z1[k * j1 + j];
                }
            }
        }
    }
}
