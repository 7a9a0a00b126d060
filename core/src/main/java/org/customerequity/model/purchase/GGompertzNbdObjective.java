package org.customerequity.model.purchase;

import java.util.Arrays;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of rows in u = ln(r, alpha, b, s, beta), with gradient and Hessian from one pass.
 *
 * <p>A row is a mixture: alive at T, or dead since some u in (t_x, T), as in {@link ParetoNbdObjective}. With q = P(dead)
 * and g the derivatives of the logarithm of a component, the gradient is their mean E[g] over the mixture and the Hessian
 * {@code E[g'] + Cov(g)}; under the integral g is taken less that of being alive, so that large counts do not cancel.
 */
final class GGompertzNbdObjective implements NewtonMaximizer.Objective {
    private static final int NODES = 16;
    private static final int FEW_NODES = 8;

    /**
     * One panel of 8 nodes, right to 1e-14, does for a row in which nothing changes by more: the parts of the logarithm of the
     * integrand in sum, b y, and y in units of its distance to a singularity (to e^1.8 - 1).
     */
    private static final double EASY_RISE = 3;

    private static final double EASY_GROWTH = 1.5;
    private static final double EASY_LENGTH = Math.expm1(1.8);
    /** Up to this s the power of a life is so mild that a panel may be as long, in units of 1/b, as its poles are far. */
    private static final double MILD = 2;

    private static final double MILD_REACH = 3;
    private static final int N = 5;

    /** Places of the moments over the time of death: its mass, those of g, of their products, and those in g'. */
    private static final int G = 1;

    private static final int GG = G + N;
    private static final int PA_PA = GG + N * (N + 1) / 2;
    private static final int PA = PA_PA + 1;
    private static final int PE = PA_PA + 2;
    private static final int BB = PA_PA + 3;
    private static final int PE_PB = PA_PA + 4;
    private static final int PB = PA_PA + 5;
    private static final int PB_PB = PA_PA + 6;
    private static final int MOMENTS = PA_PA + 7;

    private final ParetoNbdRows rows;
    private final double[] nodes;
    private final double[] weights;

    GGompertzNbdObjective(ParetoNbdRows rows) {
        this(rows, NODES);
    }

    private GGompertzNbdObjective(ParetoNbdRows rows, int nodes) {
        this.rows = rows;
        this.nodes = GaussLegendre.nodes(nodes);
        weights = GaussLegendre.weights(nodes);
    }

    /** With half the nodes, which leave about 1e-6 of a row's density: for copies of the rows that are coarser than that. */
    static GGompertzNbdObjective rough(ParetoNbdRows rows) {
        return new GGompertzNbdObjective(rows, FEW_NODES);
    }

    @Override
    public double value(double[] u) {
        return evaluate(u, new double[N], new double[N][N]);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        Pass pass = new Pass(
                nodes, weights, Math.exp(u[0]), Math.exp(u[1]), Math.exp(u[2]), Math.exp(u[3]), Math.exp(u[4]));
        int last = -1;
        for (int i = 0; i < rows.size; i++) {
            if (rows.x[i] != last) {
                last = rows.x[i];
                pass.frequency(last);
            }
            pass.row(rows.tx[i], rows.age[i], rows.weight[i]);
        }
        System.arraycopy(pass.gradient, 0, gradient, 0, N);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                hessian[i][j] = pass.hessian[Math.min(i, j)][Math.max(i, j)];
            }
        }
        return pass.value;
    }

    /** One row at a time, and the sums over rows. */
    private static final class Pass implements LifeIntegral.Integrand {
        private final double[] nodes;
        private final double[] weights;
        private final double[] easyNodes = GaussLegendre.nodes(FEW_NODES);
        private final double[] easyWeights = GaussLegendre.weights(FEW_NODES);
        private final double r;
        private final double alpha;
        private final double b;
        private final double s;
        private final double beta;
        private final LifeIntegral.Panels panels = new LifeIntegral.Panels();

        private int x;
        private double bigR;
        private double rising;
        private double rising1;
        private double rising2;

        // of the row: alpha + t_x, the beta of who is as old as t_x, and ln of the density at t_x
        private double a;
        private double w;
        private double logStart;
        private double plain;
        private double near;

        // at T: alpha/(alpha+T), b T e^(bT)/G(T), beta/G(T)
        private double pa;
        private double pe;
        private double pb;

        private final double[] moment = new double[MOMENTS];
        private final double[] g = new double[N];
        private final double[] e = new double[N];
        private double value;
        private final double[] gradient = new double[N];
        private final double[][] hessian = new double[N][N];

        Pass(double[] nodes, double[] weights, double r, double alpha, double b, double s, double beta) {
            this.nodes = nodes;
            this.weights = weights;
            this.r = r;
            this.alpha = alpha;
            this.b = b;
            this.s = s;
            this.beta = beta;
        }

        void frequency(int count) {
            x = count;
            bigR = r + count;
            rising = SpecialFunctions.logRising(r, count);
            rising1 = r * SpecialFunctions.digammaDifference(r, count);
            rising2 = r * r * SpecialFunctions.trigammaDifference(r, count);
        }

        /** ln of the density of leaving at y after t_x, and of silence until then. */
        @Override
        public double log(double y) {
            double by = b * y;
            return logStart + by - (s + 1) * GompertzLife.logGrowth(w, by) - bigR * Elementary.log1p(y / a);
        }

        @Override
        public double logRest(double y) {
            return -s * GompertzLife.logGrowth(w, b * y) - bigR * Elementary.log1p(y / a);
        }

        @Override
        public double near() {
            return near;
        }

        @Override
        public double reach(double y) {
            // well before ln(w/(s+1)) the density of leaving is a plain exponential
            double before = 0.6 * (plain - b * y);
            return Math.max(Math.max(GompertzLife.reach(w, b * y), before), s <= MILD ? MILD_REACH : 0) / b;
        }

        void row(double tx, double age, double weight) {
            double fromA = -Math.log1p(age / alpha);
            double bt = b * age;
            double fromG = -GompertzLife.logGrowth(beta, bt);
            double wt = GompertzLife.weightAfter(beta, bt);
            pa = alpha / (alpha + age);
            pe = bt / wt;
            pb = beta * Math.exp(-bt) / wt;
            g[0] = rising1 + r * fromA;
            g[1] = r - bigR * pa;
            g[2] = -s * pe;
            g[3] = s * fromG;
            g[4] = s * (1 - pb);
            double q = 0;
            double base = rising + r * fromA - x * Math.log(alpha + age) + s * fromG;
            if (age > tx) {
                double logOdds = integrate(tx, age);
                double small = Math.exp(-Math.abs(logOdds));
                q = logOdds > 0 ? 1 / (1 + small) : small / (1 + small);
                base += Math.max(0, logOdds) + Math.log1p(small);
            }
            value += weight * base;
            add(weight, q, bt, r * fromA, s * fromG);
        }

        private void add(double weight, double q, double bt, double rFromA, double sFromG) {
            double p = 1 - q;
            double c = q == 0 ? 0 : 1 / moment[0];
            int at = GG;
            for (int i = 0; i < N; i++) {
                double ei = q == 0 ? 0 : moment[G + i] * c;
                gradient[i] += weight * (g[i] + q * ei);
                for (int j = i; j < N; j++, at++) {
                    if (q > 0) {
                        hessian[i][j] += weight * q * (moment[at] * c - q * ei * moment[G + j] * c);
                    }
                }
            }
            // means of the second derivatives of a component
            double dead = q * c;
            double dR = q == 0 ? 0 : q * moment[G] * c;
            double dS = q == 0 ? 0 : q * (moment[G + 3] * c - 1);
            hessian[0][0] += weight * (rising2 + rising1 + rFromA + dR);
            hessian[0][1] += weight * r * (p * (1 - pa) + (q - dead * moment[PA]));
            hessian[1][1] -= weight * bigR * (p * pa * (1 - pa) + dead * (moment[PA] - moment[PA_PA]));
            hessian[2][2] += weight * (dead * moment[BB] - p * s * pe * (1 + bt - pe));
            hessian[2][3] -= weight * s * (p * pe + dead * moment[PE]);
            hessian[2][4] += weight * (p * s * pe * pb + dead * (s + 1) * moment[PE_PB]);
            hessian[3][3] += weight * (sFromG + dS);
            hessian[3][4] += weight * s * (p * (1 - pb) + (q - dead * moment[PB]));
            hessian[4][4] -= weight * (p * s * pb * (1 - pb) + dead * (s + 1) * (moment[PB] - moment[PB_PB]));
        }

        /** Fills the moments; returns the logarithm of the odds of death. */
        private double integrate(double tx, double age) {
            double end = age - tx;
            double btx = b * tx;
            double decay = Math.exp(-btx);
            a = alpha + tx;
            w = GompertzLife.weightAfter(beta, btx);
            logStart = Math.log(b * s / w);
            plain = Math.log(w / (s + 1));
            near = Math.min(a, GompertzLife.scale(w) / b);
            double lnA = Math.log1p(end / a);
            double lnG = GompertzLife.logGrowth(w, b * end);
            Arrays.fill(moment, 0);
            double rise = b * end + (s + 1) * lnG + bigR * lnA;
            double top;
            if (rise <= EASY_RISE && b * end <= EASY_GROWTH && end <= near * EASY_LENGTH) {
                top = logStart + Math.max(0, b * end - (s + 1) * lnG - bigR * lnA);
                panel(easyNodes, easyWeights, 0, 0.5 * Math.log1p(end / near), top, btx, decay, lnA, lnG);
            } else {
                // what lies before adds less than e^NEGLIGIBLE to the odds
                double scale = logStart + bigR * lnA + s * lnG + Math.log(end);
                double from = Math.max(0, (LifeIntegral.NEGLIGIBLE - scale) / b);
                if (from >= end) {
                    return Double.NEGATIVE_INFINITY;
                }
                top = march(from, end, btx, decay, lnA, lnG);
            }
            return bigR * lnA + s * lnG + top + Math.log(moment[0]);
        }

        /** By panels; returns the logarithm that is taken out of the moments. */
        private double march(double from, double end, double btx, double decay, double lnA, double lnG) {
            double top = Double.NEGATIVE_INFINITY;
            panels.start(this, from, end);
            while (panels.advance()) {
                if (panels.top() > top) {
                    double scale = Math.exp(top - panels.top());
                    for (int i = 0; i < MOMENTS; i++) {
                        moment[i] *= scale;
                    }
                    top = panels.top();
                }
                panel(nodes, weights, panels.low(), panels.half(), top, btx, decay, lnA, lnG);
                if (logRest(panels.to) <= top + Math.log(moment[0]) + LifeIntegral.NEGLIGIBLE) {
                    break;
                }
            }
            return top;
        }

        /** Adds the nodes of a panel that begins at {@code low}. */
        private void panel(
                double[] at,
                double[] share,
                double low,
                double half,
                double top,
                double btx,
                double decay,
                double lnA,
                double lnG) {
            double first = near + low;
            double longerAtLow = near == a ? Elementary.log1p(low / a) : 0;
            for (int i = 0; i < at.length; i++) {
                double v = half * (1 + at[i]);
                double far = first * Math.exp(v);
                double y = low + (far - first);
                double longer = near == a ? longerAtLow + v : Elementary.log1p(y / a);
                node(y, half * share[i] * far, longer, top, btx, decay, lnA, lnG);
            }
        }

        private void node(
                double y, double share, double longer, double top, double btx, double decay, double lnA, double lnG) {
            double by = b * y;
            double bu = btx + by;
            double grown;
            double pey;
            double pby;
            if (by < GompertzLife.LARGE) {
                double rise = Elementary.expm1(by);
                double inverse = 1 / (w + rise);
                grown = Elementary.log1p(rise / w);
                pey = bu * (1 + rise) * inverse;
                pby = beta * decay * inverse;
            } else {
                grown = by - Math.log(w);
                pey = bu;
                pby = 0;
            }
            double weight = share * Math.exp(logStart + by - (s + 1) * grown - bigR * longer - top);
            double pay = alpha / (a + y);
            e[0] = r * (lnA - longer);
            e[1] = -bigR * (pay - pa);
            e[2] = 1 + bu - (s + 1) * pey + s * pe;
            e[3] = 1 + s * (lnG - grown);
            e[4] = s * pb - (s + 1) * pby;
            moment[0] += weight;
            int at = GG;
            for (int i = 0; i < N; i++) {
                double part = weight * e[i];
                moment[G + i] += part;
                for (int j = i; j < N; j++) {
                    moment[at++] += part * e[j];
                }
            }
            moment[PA_PA] += weight * pay * pay;
            moment[PA] += weight * pay;
            moment[PE] += weight * pey;
            moment[BB] += weight * (bu - (s + 1) * pey * (1 + bu - pey));
            moment[PE_PB] += weight * pey * pby;
            moment[PB] += weight * pby;
            moment[PB_PB] += weight * pby * pby;
        }
    }
}
