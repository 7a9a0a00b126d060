package org.customerequity.internal.row;

import java.util.Arrays;
import org.customerequity.internal.Elementary;
import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.GompertzGrowth;
import org.customerequity.internal.LifeIntegral;
import org.customerequity.internal.SpecialFunctions;

/**
 * One row of the GGompertz/NBD in u = ln(r, alpha, b, s, beta).
 *
 * <p>A row is a mixture: alive at T, or dead since some u in (t_x, T), as in {@link ParetoNbdRow}. With q = P(dead)
 * and g the derivatives of the logarithm of a component, the gradient is their mean E[g] over the mixture and the Hessian
 * {@code E[g'] + Cov(g)}; under the integral g is taken less that of being alive, so that large counts do not cancel.
 */
public final class GGompertzNbdRow implements RowLikelihood {
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

    private final double[] nodes;
    private final double[] weights;
    private final double[] easyNodes = GaussLegendre.nodes(FEW_NODES);
    private final double[] easyWeights = GaussLegendre.weights(FEW_NODES);
    private final double[] known = {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    private double r;
    private double alpha;
    private double b;
    private double s;
    private double beta;
    private final LifeIntegral.Panels panels = new LifeIntegral.Panels();
    private final LifeIntegral.Integrand leaving = new Leaving();

    private int x = -1;
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
    private final double[] e = new double[N];
    private final double[] scratch = new double[N];
    private final double[][] scratches = new double[N][N];

    private GGompertzNbdRow(int nodes) {
        this.nodes = GaussLegendre.nodes(nodes);
        weights = GaussLegendre.weights(nodes);
    }

    public GGompertzNbdRow() {
        this(NODES);
    }

    /** With half the nodes, which leave about 1e-6 of a row's density: for copies of the rows that are coarser than that. */
    public static GGompertzNbdRow rough() {
        return new GGompertzNbdRow(FEW_NODES);
    }

    @Override
    public int parameters() {
        return N;
    }

    @Override
    public double value(int count, double tx, double age, double logs, double[] u) {
        return evaluate(count, tx, age, logs, u, scratch, scratches);
    }

    @Override
    public double evaluate(
            int count, double tx, double age, double logs, double[] u, double[] gradient, double[][] hessian) {
        remember(count, u);
        double fromA = -Math.log1p(age / alpha);
        double bt = b * age;
        double fromG = -GompertzGrowth.logGrowth(beta, bt);
        double wt = GompertzGrowth.weightAfter(beta, bt);
        pa = alpha / (alpha + age);
        pe = bt / wt;
        pb = beta * Math.exp(-bt) / wt;
        gradient[0] = rising1 + r * fromA;
        gradient[1] = r - bigR * pa;
        gradient[2] = -s * pe;
        gradient[3] = s * fromG;
        gradient[4] = s * (1 - pb);
        double q = 0;
        double value = rising + r * fromA - x * Math.log(alpha + age) + s * fromG;
        if (age > tx) {
            double logOdds = integrate(tx, age);
            double small = Math.exp(-Math.abs(logOdds));
            q = logOdds > 0 ? 1 / (1 + small) : small / (1 + small);
            value += Math.max(0, logOdds) + Math.log1p(small);
        }
        mix(q, bt, r * fromA, s * fromG, gradient, hessian);
        return value;
    }

    /** What depends on the parameters, or on the frequency and r, alone. */
    private void remember(int count, double[] u) {
        boolean another = u[0] != known[0];
        if (another) {
            r = Math.exp(u[0]);
        }
        if (another || count != x) {
            x = count;
            bigR = r + count;
            rising = SpecialFunctions.logRising(r, count);
            rising1 = r * SpecialFunctions.digammaDifference(r, count);
            rising2 = r * r * SpecialFunctions.trigammaDifference(r, count);
        }
        alpha = u[1] == known[1] ? alpha : Math.exp(u[1]);
        b = u[2] == known[2] ? b : Math.exp(u[2]);
        s = u[3] == known[3] ? s : Math.exp(u[3]);
        beta = u[4] == known[4] ? beta : Math.exp(u[4]);
        System.arraycopy(u, 0, known, 0, N);
    }

    /** From the derivatives of being alive to those of the mixture. */
    private void mix(double q, double bt, double rFromA, double sFromG, double[] gradient, double[][] hessian) {
        double p = 1 - q;
        double c = q == 0 ? 0 : 1 / moment[0];
        int at = GG;
        for (int i = 0; i < N; i++) {
            double ei = q == 0 ? 0 : moment[G + i] * c;
            gradient[i] += q * ei;
            for (int j = i; j < N; j++, at++) {
                hessian[i][j] = q == 0 ? 0 : q * (moment[at] * c - q * ei * moment[G + j] * c);
            }
        }
        // means of the second derivatives of a component
        double dead = q * c;
        double dR = q == 0 ? 0 : q * moment[G] * c;
        double dS = q == 0 ? 0 : q * (moment[G + 3] * c - 1);
        hessian[0][0] += rising2 + rising1 + rFromA + dR;
        hessian[0][1] += r * (p * (1 - pa) + (q - dead * moment[PA]));
        hessian[1][1] -= bigR * (p * pa * (1 - pa) + dead * (moment[PA] - moment[PA_PA]));
        hessian[2][2] += dead * moment[BB] - p * s * pe * (1 + bt - pe);
        hessian[2][3] -= s * (p * pe + dead * moment[PE]);
        hessian[2][4] += p * s * pe * pb + dead * (s + 1) * moment[PE_PB];
        hessian[3][3] += sFromG + dS;
        hessian[3][4] += s * (p * (1 - pb) + (q - dead * moment[PB]));
        hessian[4][4] -= (p * s * pb * (1 - pb) + dead * (s + 1) * (moment[PB] - moment[PB_PB]));
        for (int i = 1; i < N; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i][j] = hessian[j][i];
            }
        }
    }

    /** Fills the moments; returns the logarithm of the odds of death. */
    private double integrate(double tx, double age) {
        double end = age - tx;
        double btx = b * tx;
        double decay = Math.exp(-btx);
        a = alpha + tx;
        w = GompertzGrowth.weightAfter(beta, btx);
        logStart = Math.log(b * s / w);
        plain = Math.log(w / (s + 1));
        near = Math.min(a, GompertzGrowth.scale(w) / b);
        double lnA = Math.log1p(end / a);
        double lnG = GompertzGrowth.logGrowth(w, b * end);
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
        panels.start(leaving, from, end);
        while (panels.advance()) {
            if (panels.top() > top) {
                double scale = Math.exp(top - panels.top());
                for (int i = 0; i < MOMENTS; i++) {
                    moment[i] *= scale;
                }
                top = panels.top();
            }
            panel(nodes, weights, panels.low(), panels.half(), top, btx, decay, lnA, lnG);
            if (leaving.logRest(panels.to()) <= top + Math.log(moment[0]) + LifeIntegral.NEGLIGIBLE) {
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
        if (by < GompertzGrowth.LARGE) {
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

    /** What is integrated over the time from the last purchase to the moment of leaving. */
    private final class Leaving implements LifeIntegral.Integrand {
        /** ln of the density of leaving at y after t_x, and of silence until then. */
        @Override
        public double log(double y) {
            double by = b * y;
            return logStart + by - (s + 1) * GompertzGrowth.logGrowth(w, by) - bigR * Elementary.log1p(y / a);
        }

        @Override
        public double logRest(double y) {
            return -s * GompertzGrowth.logGrowth(w, b * y) - bigR * Elementary.log1p(y / a);
        }

        @Override
        public double near() {
            return near;
        }

        @Override
        public double reach(double y) {
            // well before ln(w/(s+1)) the density of leaving is a plain exponential
            double before = 0.6 * (plain - b * y);
            return Math.max(Math.max(GompertzGrowth.reach(w, b * y), before), s <= MILD ? MILD_REACH : 0) / b;
        }
    }
}
