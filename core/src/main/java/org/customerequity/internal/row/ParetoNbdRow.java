package org.customerequity.internal.row;

import org.customerequity.internal.GaussLegendre;
import org.customerequity.internal.SpecialFunctions;

/**
 * One row of the Pareto/NBD in u = ln(r, alpha, s, beta).
 *
 * <p>A row is a mixture: alive at T, or dead since some u in (t_x, T). With q = P(dead) and g the derivatives of the
 * logarithm of a component, the gradient is their mean E[g] over the mixture and the Hessian {@code E[g'] + Cov(g)}. The
 * integrals over u all share the nodes at which their common factor is evaluated. Relative error of a row's density: 1e-12.
 */
public final class ParetoNbdRow implements RowLikelihood {
    private static final int N = 4;
    private static final double[] NODES_8 = GaussLegendre.nodes(8);
    private static final double[] WEIGHTS_8 = GaussLegendre.weights(8);
    private static final double[] NODES_16 = GaussLegendre.nodes(16);
    private static final double[] WEIGHTS_16 = GaussLegendre.weights(16);

    /** A panel of 8 or 16 nodes takes this fall of the logarithm of the integrand, and this width. */
    private static final double FALL_8 = 4;

    private static final double WIDTH_8 = 1.7;
    private static final double FALL_16 = 13;
    private static final double WIDTH_16 = 3;
    /** exp(-40) is 4e-18: beyond, nothing counts. */
    private static final double NEGLIGIBLE = -40;

    private final double[] at = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    private double r;
    private double alpha;
    private double s;
    private double beta;
    private double lnAlpha;
    private double lnBeta;
    private double lnS;

    private double bigR;
    private int x = -1;
    private double rising;
    private double rising1;
    private double rising2;

    // per row: the integral and its moments in la = ln(A/(alpha+u)), lb = ln(D/(beta+u)), 1/(alpha+u), 1/(beta+u)
    private double lnA;
    private double lnD;
    private double m0;
    private double la;
    private double lb;
    private double ia;
    private double ib;
    private double laLa;
    private double laLb;
    private double laIa;
    private double laIb;
    private double lbLb;
    private double lbIa;
    private double lbIb;
    private double iaIa;
    private double iaIb;
    private double ibIb;

    private final double[] scratch = new double[N];
    private final double[][] scratches = new double[N][N];

    @Override
    public int parameters() {
        return N;
    }

    @Override
    public double value(int count, double tx, double age, double logs, double[] u) {
        return evaluate(count, tx, age, logs, u, scratch, scratches);
    }

    @Override
    public double evaluate(int count, double tx, double age, double logs, double[] u, double[] g, double[][] h) {
        remember(count, u);
        double a = alpha + age;
        double d = beta + age;
        lnA = Math.log(a);
        lnD = Math.log(d);
        double fromA = lnAlpha - lnA;
        double fromD = lnBeta - lnD;
        double value = rising + r * fromA - x * lnA + s * fromD;
        double shareA = alpha / a;
        double shareB = beta / d;
        // alive: derivatives in the logarithms of the parameters
        g[0] = rising1 + r * fromA;
        g[1] = r - bigR * alpha / a;
        g[2] = s * fromD;
        g[3] = s - s * beta / d;
        double q = 0;
        if (age > tx) {
            double logOdds = integrate(tx, age - tx);
            double e = Math.exp(-Math.abs(logOdds));
            q = logOdds > 0 ? 1 / (1 + e) : e / (1 + e);
            value += Math.max(0, logOdds) + Math.log1p(e);
        }
        if (q == 0) {
            h[0][0] = rising2 + g[0];
            h[0][1] = r * (1 - shareA);
            h[0][2] = 0;
            h[0][3] = 0;
            h[1][1] = g[1] - r + bigR * shareA * shareA;
            h[1][2] = 0;
            h[1][3] = 0;
            h[2][2] = g[2];
            h[2][3] = s * (1 - shareB);
            h[3][3] = g[3] - s + s * shareB * shareB;
        } else {
            dead(q, shareA, shareB, g, h);
        }
        for (int i = 1; i < N; i++) {
            for (int j = 0; j < i; j++) {
                h[i][j] = h[j][i];
            }
        }
        return value;
    }

    /** What depends on the parameters, or on the frequency and r, alone. */
    private void remember(int count, double[] u) {
        boolean another = u[0] != at[0];
        if (another) {
            at[0] = u[0];
            r = Math.exp(u[0]);
        }
        if (another || count != x) {
            x = count;
            bigR = r + count;
            rising = SpecialFunctions.logRising(r, count);
            rising1 = r * SpecialFunctions.digammaDifference(r, count);
            rising2 = r * r * SpecialFunctions.trigammaDifference(r, count);
        }
        if (u[1] != at[1]) {
            at[1] = u[1];
            alpha = Math.exp(u[1]);
            lnAlpha = Math.log(alpha);
        }
        if (u[2] != at[2]) {
            at[2] = u[2];
            s = Math.exp(u[2]);
            lnS = Math.log(s);
        }
        if (u[3] != at[3]) {
            at[3] = u[3];
            beta = Math.exp(u[3]);
            lnBeta = Math.log(beta);
        }
    }

    private void dead(double q, double shareA, double shareB, double[] g, double[][] h) {
        // means over the time of death
        double c = 1 / m0;
        double mla = la * c;
        double mlb = lb * c;
        double mia = alpha * ia * c;
        double mib = beta * ib * c;
        // component less the alive one: r la, -R (alpha/(alpha+u) - alpha/A), 1 + s lb, s beta/D - (s+1)
        // beta/(beta+u)
        double sb = s * shareB;
        double s1 = s + 1;
        double e0 = r * mla;
        double e1 = -bigR * (mia - shareA);
        double e2 = 1 + s * mlb;
        double e3 = sb - s1 * mib;
        double mLaIa = alpha * laIa * c;
        double mLaIb = beta * laIb * c;
        double mLbIa = alpha * lbIa * c;
        double mLbIb = beta * lbIb * c;
        double mIaIa = alpha * alpha * iaIa * c;
        double mIaIb = alpha * beta * iaIb * c;
        double mIbIb = beta * beta * ibIb * c;
        double e00 = r * r * laLa * c;
        double e01 = -r * bigR * (mLaIa - shareA * mla);
        double e02 = r * (mla + s * laLb * c);
        double e03 = r * (sb * mla - s1 * mLaIb);
        double e11 = bigR * bigR * (mIaIa - 2 * shareA * mia + shareA * shareA);
        double e12 = -bigR * (mia - shareA + s * (mLbIa - shareA * mlb));
        double e13 = -bigR * (sb * (mia - shareA) - s1 * (mIaIb - shareA * mib));
        double e22 = 1 + 2 * s * mlb + s * s * lbLb * c;
        double e23 = sb * (1 + s * mlb) - s1 * (mib + s * mLbIb);
        double e33 = sb * sb - 2 * sb * s1 * mib + s1 * s1 * mIbIb;

        g[0] += q * e0;
        g[1] += q * e1;
        g[2] += q * e2;
        g[3] += q * e3;
        double p = 1 - q;
        h[0][0] = rising2 + g[0] + q * (e00 - q * e0 * e0);
        h[0][1] = r - r * (p * shareA + q * mia) + q * (e01 - q * e0 * e1);
        h[0][2] = q * (e02 - q * e0 * e2);
        h[0][3] = q * (e03 - q * e0 * e3);
        h[1][1] = g[1] - r + bigR * (p * shareA * shareA + q * mIaIa) + q * (e11 - q * e1 * e1);
        h[1][2] = q * (e12 - q * e1 * e2);
        h[1][3] = q * (e13 - q * e1 * e3);
        h[2][2] = g[2] - q + q * (e22 - q * e2 * e2);
        h[2][3] = s - s * (p * shareB + q * mib) + q * (e23 - q * e2 * e3);
        h[3][3] = g[3] - s + p * s * shareB * shareB + q * s1 * mIbIb + q * (e33 - q * e3 * e3);
    }

    /** Fills the moments; returns the logarithm of the odds of death. */
    private double integrate(double tx, double w) {
        double a0 = alpha + tx;
        double d0 = beta + tx;
        double lnA0 = Math.log(a0);
        double lnD0 = Math.log(d0);
        boolean nearIsA = a0 <= d0;
        double near = nearIsA ? a0 : d0;
        double far = nearIsA ? d0 : a0;
        double u = 1 + w / near;
        double end = Math.log(u) + (w / near - (u - 1)) / u;
        double rise = bigR * (lnA - lnA0) + s * (lnD - lnD0);
        double fall = rise + (lnD - lnD0) - end;
        clear();
        if (fall < FALL_8 && end <= WIDTH_8) {
            panel(nearIsA, near, far, lnA0, lnD0, 0, end, NODES_8, WEIGHTS_8);
        } else if (fall < FALL_16 && end <= WIDTH_16) {
            panel(nearIsA, near, far, lnA0, lnD0, 0, end, NODES_16, WEIGHTS_16);
        } else {
            march(nearIsA, near, far, lnA0, lnD0, end);
        }
        return rise + lnS + Math.log(m0 * near / d0);
    }

    private void march(boolean nearIsA, double near, double far, double lnA0, double lnD0, double end) {
        double slope = 1 - (nearIsA ? bigR : s + 1);
        double power = nearIsA ? s + 1 : bigR;
        double at = 0;
        double phi = 0;
        while (at < end && phi > NEGLIGIBLE) {
            double width = Math.min(2, end - at);
            double next = phi;
            for (int tries = 0; tries < 60; tries++) {
                double v = at + width;
                // not a difference of logarithms: times a power of 1e16 its last digit would be a fall that no width is
                // free of
                next = slope * v - power * Math.log1p(near / far * Math.expm1(v));
                double fall = phi - next;
                if (fall <= FALL_16) {
                    break;
                }
                width *= Math.max(0.9 * FALL_16 / fall, 1e-3);
            }
            panel(nearIsA, near, far, lnA0, lnD0, at, width, NODES_16, WEIGHTS_16);
            at = at + width >= end ? end : at + width;
            phi = next;
        }
    }

    private void clear() {
        m0 = 0;
        la = 0;
        lb = 0;
        ia = 0;
        ib = 0;
        laLa = 0;
        laLb = 0;
        laIa = 0;
        laIb = 0;
        lbLb = 0;
        lbIa = 0;
        lbIb = 0;
        iaIa = 0;
        iaIb = 0;
        ibIb = 0;
    }

    /** One panel in v = ln((near + y)/near), y = u - t_x. */
    private void panel(
            boolean nearIsA,
            double near,
            double far,
            double lnA0,
            double lnD0,
            double from,
            double width,
            double[] nodes,
            double[] weights) {
        double half = width / 2;
        double mid = from + half;
        double gap = far - near;
        double s1 = s + 1;
        double t0 = 0;
        double ta = 0;
        double tb = 0;
        double tia = 0;
        double tib = 0;
        double taa = 0;
        double tab = 0;
        double taia = 0;
        double taib = 0;
        double tbb = 0;
        double tbia = 0;
        double tbib = 0;
        double tiaia = 0;
        double tiaib = 0;
        double tibib = 0;
        for (int i = 0; i < nodes.length; i++) {
            double v = mid + half * nodes[i];
            double nearer = near * Math.exp(v);
            double farther = gap + nearer;
            double au = nearIsA ? nearer : farther;
            double bu = nearIsA ? farther : nearer;
            double lnFar = Math.log(farther);
            double lnAu = nearIsA ? lnA0 + v : lnFar;
            double lnBu = nearIsA ? lnFar : lnD0 + v;
            double weight = half * weights[i] * Math.exp(v - bigR * (lnAu - lnA0) - s1 * (lnBu - lnD0));
            double xa = lnA - lnAu;
            double xb = lnD - lnBu;
            double both = 1 / (au * bu);
            double ya = bu * both;
            double yb = au * both;
            double wa = weight * xa;
            double wb = weight * xb;
            double wia = weight * ya;
            double wib = weight * yb;
            t0 += weight;
            ta += wa;
            tb += wb;
            tia += wia;
            tib += wib;
            taa += wa * xa;
            tab += wa * xb;
            taia += wa * ya;
            taib += wa * yb;
            tbb += wb * xb;
            tbia += wb * ya;
            tbib += wb * yb;
            tiaia += wia * ya;
            tiaib += wia * yb;
            tibib += wib * yb;
        }
        m0 += t0;
        la += ta;
        lb += tb;
        ia += tia;
        ib += tib;
        laLa += taa;
        laLb += tab;
        laIa += taia;
        laIb += taib;
        lbLb += tbb;
        lbIa += tbia;
        lbIb += tbib;
        iaIa += tiaia;
        iaIb += tiaib;
        ibIb += tibib;
    }
}
