package org.customerequity.internal.row;

import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of one customer of the BG/BB, in u = (ln alpha, ln beta, ln gamma, ln delta): x purchases, the last at
 * opportunity t, in n opportunities; {@code tx} is t and {@code age} is n.
 *
 * <pre>{@code
 *   L      = C sum over i = 0, ..., n-t of w_i
 *   C      = B(alpha+x, beta+t-x)/B(alpha,beta) B(gamma, delta+t)/B(gamma,delta)
 *   w_i    = stay_i gamma/(gamma+delta+t+i),  w_(n-t) = stay_(n-t)
 *   stay_i = product over j < i of (beta+t-x+j)/(alpha+beta+t+j) (delta+t+j)/(gamma+delta+t+j)
 *   d ln L  = d ln C + sum w_i/L d ln w_i
 *   d2 ln L = d2 ln C + sum w_i/L [d2 ln w_i + (d ln w_i)^2] - (sum w_i/L d ln w_i)^2
 * }</pre>
 *
 * <p>Fader, Hardie and Shang, Marketing Science 29(6), 2010, eq. 5, its sum taken for as long as its terms count. Not for use by
 * several threads at once.
 */
public final class BgBbRow implements RowLikelihood {
    private static final double NEGLIGIBLE = 1e-18;

    private final Rising bought = new Rising();
    private final Rising passed = new Rising();
    private final Rising tried = new Rising();
    private final Rising stayed = new Rising();
    private final Rising all = new Rising();
    private final double[] theta = new double[4];

    /** Sums of 1/(c+j) and of 1/(c+j)^2 over {@code j < k}. */
    private static final class Rising {
        /** Up to so many terms the sums are taken as they stand. */
        private static final int FEW = 24;

        double inverse;
        double square;

        void sum(double c, int k) {
            if (k > FEW) {
                inverse = SpecialFunctions.digammaDifference(c, k);
                square = -SpecialFunctions.trigammaDifference(c, k);
                return;
            }
            double sum = 0;
            double sum2 = 0;
            for (int j = 0; j < k; j++) {
                double one = 1 / (c + j);
                sum += one;
                sum2 += one * one;
            }
            inverse = sum;
            square = sum2;
        }
    }

    @Override
    public int parameters() {
        return 4;
    }

    @Override
    public double value(int x, double tx, double age, double logs, double[] u) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double gamma = Math.exp(u[2]);
        double delta = Math.exp(u[3]);
        int t = (int) tx;
        int pause = (int) age - t;
        double failed = beta + (t - x);
        double attempts = alpha + beta + t;
        double kept = delta + t;
        double either = gamma + delta + t;
        double stay = 1;
        double left = 0;
        for (int j = 0; j < pause; j++) {
            double one = 1 / (either + j);
            left += stay * (gamma * one);
            stay *= (failed + j) * (kept + j) / (attempts + j) * one;
            if (stay <= NEGLIGIBLE * left) {
                break;
            }
        }
        return logFirst(alpha, beta, gamma, delta, x, t) + Math.log(left + stay);
    }

    /** ln C. */
    private static double logFirst(double alpha, double beta, double gamma, double delta, int x, int t) {
        return SpecialFunctions.logBetaRatio(alpha, beta, x)
                + SpecialFunctions.logBetaRatio(beta, alpha + x, t - x)
                + SpecialFunctions.logBetaRatio(delta, gamma, t);
    }

    @Override
    public double evaluate(
            int x, double tx, double age, double logs, double[] u, double[] gradient, double[][] hessian) {
        double alpha = Math.exp(u[0]);
        double beta = Math.exp(u[1]);
        double gamma = Math.exp(u[2]);
        double delta = Math.exp(u[3]);
        int t = (int) tx;
        int pause = (int) age - t;
        int missed = t - x;
        bought.sum(alpha, x);
        passed.sum(beta, missed);
        tried.sum(alpha + beta, t);
        stayed.sum(delta, t);
        all.sum(gamma + delta, t);
        double failed = beta + missed;
        double attempts = alpha + beta + t;
        double kept = delta + t;
        double either = gamma + delta + t;

        // derivatives of ln w_i by each parameter, and sums of squares in their second derivatives, from those of the
        // first
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double triedMore = 0;
        double passedMore = 0;
        double stayedMore = 0;
        double allMore = 0;
        // their sums over the terms
        double sum = 0;
        double left = 0;
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
        for (int j = 0; ; j++) {
            boolean last = j == pause;
            double w = stay;
            double one = 0;
            double g = c;
            double e = d;
            double all2Here = allMore;
            if (!last) {
                one = 1 / (either + j);
                w *= gamma * one;
                left += w;
                g += 1 / gamma - one;
                e -= one;
                all2Here += one * one;
            }
            sum += w;
            double wa = w * a;
            double wb = w * b;
            double wg = w * g;
            double we = w * e;
            dA += wa;
            dB += wb;
            dG += wg;
            dD += we;
            aa += wa * a;
            ab += wa * b;
            ag += wa * g;
            ad += wa * e;
            bb += wb * b;
            bg += wb * g;
            bd += wb * e;
            gg += wg * g;
            gd += wg * e;
            dd += we * e;
            tried2 += w * triedMore;
            passed2 += w * passedMore;
            stayed2 += w * stayedMore;
            all2 += w * all2Here;
            if (last) {
                break;
            }
            double byTried = 1 / (attempts + j);
            double byPassed = 1 / (failed + j);
            double byStayed = 1 / (kept + j);
            stay *= (failed + j) * (kept + j) * byTried * one;
            if (stay <= NEGLIGIBLE * sum) {
                break;
            }
            a -= byTried;
            b += byPassed - byTried;
            c -= one;
            d += byStayed - one;
            triedMore += byTried * byTried;
            passedMore += byPassed * byPassed;
            stayedMore += byStayed * byStayed;
            allMore += one * one;
        }
        double scale = 1 / sum;
        dA *= scale;
        dB *= scale;
        dG *= scale;
        dD *= scale;
        double secondTried = tried.square + tried2 * scale;
        double secondAll = all.square + all2 * scale;
        theta[0] = alpha;
        theta[1] = beta;
        theta[2] = gamma;
        theta[3] = delta;
        gradient[0] = bought.inverse - tried.inverse + dA;
        gradient[1] = passed.inverse - tried.inverse + dB;
        gradient[2] = dG - all.inverse;
        gradient[3] = stayed.inverse - all.inverse + dD;
        hessian[0][0] = aa * scale - dA * dA + secondTried - bought.square;
        hessian[0][1] = ab * scale - dA * dB + secondTried;
        hessian[0][2] = ag * scale - dA * dG;
        hessian[0][3] = ad * scale - dA * dD;
        hessian[1][1] = bb * scale - dB * dB + secondTried - passed.square - passed2 * scale;
        hessian[1][2] = bg * scale - dB * dG;
        hessian[1][3] = bd * scale - dB * dD;
        hessian[2][2] = gg * scale - dG * dG + secondAll - left * scale / (gamma * gamma);
        hessian[2][3] = gd * scale - dG * dD + secondAll;
        hessian[3][3] = dd * scale - dD * dD + secondAll - stayed.square - stayed2 * scale;
        // from the parameters to their logarithms
        for (int i = 0; i < 4; i++) {
            gradient[i] *= theta[i];
            for (int j = i; j < 4; j++) {
                double second = theta[i] * theta[j] * hessian[i][j] + (i == j ? gradient[i] : 0);
                hessian[i][j] = second;
                hessian[j][i] = second;
            }
        }
        return logFirst(alpha, beta, gamma, delta, x, t) + Math.log(sum);
    }
}
