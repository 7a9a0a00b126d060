package org.customerequity.internal.row;

import java.util.Arrays;
import org.customerequity.internal.Require;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of one customer of the BG/NBD and its kin, in u = (ln r, ln alpha, ln a, ln b).
 *
 * <pre>{@code
 *   LL = (k-1) logs - x lnG(k)                                   the same for all parameters; 0 where k is 1
 *        + lnG(r+kx)/G(r) + ln B(a,b+c)/B(a,b) - kx ln alpha
 *        - n ln(1 + T/alpha) + S + [c>0] ln(1 + e^d)
 *   n  = r + kx
 *   c  = x + m chances to leave; m = 0 in the BG, 1 in the MBG
 *   S  = ln sum over j < k of G(n+j)/(G(n) j!) v^j,   v = (T-t_x)/(alpha+T);   0 where k is 1
 *   d  = ln a - ln(b+c-1) + n ln((alpha+T)/(alpha+t_x)) - S,   the log-odds of having left
 * }</pre>
 *
 * <p>k = 1: Fader, Hardie and Lee, Marketing Science 24(2), 2005, eq. 6, and its form with a chance to leave after the first
 * purchase; above, Erlang-k times between purchases. Arranged so that nothing overflows and nothing cancels as r and alpha, or a
 * and b, grow together. The derivatives of S are moments of j, and of the sums of 1/(n+i) over i < j, under its terms.
 *
 * <p>What depends on (r, x) or (a, b, x) alone is remembered. Not for use by several threads at once.
 */
public final class BetaGeometricRow implements RowLikelihood {
    /** Above it the odds of having left are told by their logarithm alone. */
    private static final double MOST = 600;

    private static final int RATES_BITS = 5;
    private static final double[] NOTHING = {};
    private static final double[][] NOWHERE = {};

    private final int k;
    private final int early;
    private final double logGammaK;

    /** Weights of the terms of S, and the first two derivatives of their logarithms in n, the second with its sign turned. */
    private final double[] share;

    private final double[] psi;
    private final double[] psi2;

    private final BetaChances chancesToLeave = new BetaChances();

    // what depends on ln r and x
    private double logR = Double.NaN;
    private int count = -1;
    private double r;
    private double n;
    private double rising;
    private double risingR;
    private double risingRr;

    /** Of the ln alpha asked last: itself, alpha and 1/alpha. */
    private final double[] rates = new double[3 << RATES_BITS];

    private BetaGeometricRow(int k, int early) {
        this.k = Require.positive(k, "k", "hidden events a purchase");
        this.early = early;
        logGammaK = SpecialFunctions.logGamma(k);
        share = new double[k];
        psi = new double[k];
        psi2 = new double[k];
        Arrays.fill(rates, Double.NaN);
    }

    /**
     * Of customers who leave after a repeat purchase, if at all: BG/NBD, BG/CNBD-k.
     *
     * @param k hidden events a purchase; 1 for purchases at random
     */
    public static BetaGeometricRow afterRepeats(int k) {
        return new BetaGeometricRow(k, 0);
    }

    /**
     * Of customers who may leave after the first purchase too: MBG/NBD, MBG/CNBD-k.
     *
     * @param k hidden events a purchase; 1 for purchases at random
     */
    public static BetaGeometricRow afterAny(int k) {
        return new BetaGeometricRow(k, 1);
    }

    @Override
    public int parameters() {
        return 4;
    }

    @Override
    public double value(int x, double tx, double age, double logs, double[] u) {
        return evaluate(x, tx, age, logs, u, NOTHING, NOWHERE, false);
    }

    @Override
    public double evaluate(
            int x, double tx, double age, double logs, double[] u, double[] gradient, double[][] hessian) {
        return evaluate(x, tx, age, logs, u, gradient, hessian, true);
    }

    private double evaluate(
            int x, double tx, double age, double logs, double[] u, double[] g, double[][] h, boolean derivatives) {
        if (!(u[0] == logR && x == count)) {
            remember(x, u[0]);
        }
        double logAlpha = u[1];
        int rate = rateOf(logAlpha);
        double alpha = rates[rate + 1];
        double events = (double) k * x;
        int chances = x + early;
        double inverse = 1 / (alpha + age);
        double fresh = alpha * inverse;
        double aged = age * inverse;
        double both = fresh * aged;
        double logAge = log1p(age * rates[rate + 2], fresh);
        double total = rising - events * logAlpha - n * logAge;
        double byR = risingR - r * logAge;
        double byA = r * aged - events * fresh;
        double byRr = risingRr - r * logAge;
        double byRa = r * aged;
        double byAa = -n * both;
        if (k == 1 && chances == 0) {
            if (derivatives) {
                clearDropout(g, h);
                writeRates(g, h, byR, byA, byRr, byRa, byAa);
            }
            return total;
        }
        double pause = age - tx;
        double inverseX = 1 / (alpha + tx);
        double gap = log1p(pause * inverseX, (alpha + tx) * inverse);
        double fewer = 0;
        if (k > 1) {
            fewer = ErlangStates.of(k, n, pause * inverse, share);
            total += fewer + (k - 1) * logs - x * logGammaK;
        }
        double left = 0;
        double either = 0;
        double[] known = chancesToLeave.answers;
        int found = 0;
        if (chances > 0) {
            found = chancesToLeave.find(u[2], u[3], chances);
            double odds = known[found + BetaChances.ODDS];
            double stayed = known[found + BetaChances.STAYED];
            double power = n * gap - fewer;
            if (power < MOST && stayed > 0) {
                double gone = odds * Math.exp(power);
                double alive = 1 / (1 + gone);
                left = gone * alive;
                either = left * alive;
                total += Math.log(stayed * (1 + gone));
            } else {
                double d = Math.log(odds) + power;
                double e = Math.exp(-Math.abs(d));
                double larger = 1 / (1 + e);
                left = d >= 0 ? larger : e * larger;
                either = larger * (e * larger);
                double log = stayed > 0 ? Math.log(stayed) : known[found + BetaChances.LOG_STAYED];
                total += log + Math.max(d, 0) + log1p(e, larger);
            }
        }
        if (!derivatives) {
            return total;
        }

        // n ln((alpha+T)/(alpha+t_x)), and S, which those who have left lack
        double slope = -fresh * (pause * inverseX);
        double gapR = r * gap;
        double gapA = n * slope;
        double gapRa = r * slope;
        double gapAa = n * (both - alpha * inverseX * (tx * inverseX));
        double dR = gapR;
        double dA = gapA;
        if (k > 1) {
            double mean = 0;
            double square = 0;
            double sum = 0;
            double sum2 = 0;
            double cross = 0;
            for (int j = 1; j < k; j++) {
                double weight = share[j];
                mean += weight * j;
                square += weight * j * j;
                sum += weight * psi[j];
                sum2 += weight * (psi[j] * psi[j] - psi2[j]);
                cross += weight * psi[j] * j;
            }
            double stays = 1 - left;
            double sR = r * sum;
            double sA = -fresh * mean;
            dR -= sR;
            dA -= sA;
            byR += stays * sR;
            byA += stays * sA;
            byRr += stays * (sR + r * r * (sum2 - sum * sum));
            byRa -= stays * (r * fresh * (cross - sum * mean));
            byAa += stays * (fresh * fresh * (square - mean * mean) - both * mean);
        }
        if (chances == 0) {
            clearDropout(g, h);
        } else {
            writeDropout(g, h, left, either, dR, dA, known, found);
        }
        writeRates(
                g,
                h,
                byR + left * gapR,
                byA + left * gapA,
                byRr + left * gapR + either * dR * dR,
                byRa + left * gapRa + either * dR * dA,
                byAa + left * gapAa + either * dA * dA);
        return total;
    }

    private static void writeRates(
            double[] g, double[][] h, double byR, double byA, double byRr, double byRa, double byAa) {
        g[0] = byR;
        g[1] = byA;
        double[] first = h[0];
        double[] second = h[1];
        first[0] = byRr;
        first[1] = byRa;
        second[0] = byRa;
        second[1] = byAa;
    }

    /** Both triangles of what a and b have a part in. */
    private static void writeDropout(
            double[] g, double[][] h, double left, double either, double dR, double dA, double[] known, int found) {
        double odds = known[found + BetaChances.ODDS_B];
        double ra = either * dR;
        double aa = either * dA;
        double ab = known[found + BetaChances.STAYED_AB] + either * odds;
        double[] first = h[0];
        double[] second = h[1];
        double[] third = h[2];
        double[] fourth = h[3];
        g[2] = known[found + BetaChances.STAYED_A] + left;
        g[3] = known[found + BetaChances.STAYED_B] + odds * left;
        first[2] = ra;
        first[3] = ra * odds;
        second[2] = aa;
        second[3] = aa * odds;
        third[0] = ra;
        third[1] = aa;
        third[2] = known[found + BetaChances.STAYED_AA] + either;
        third[3] = ab;
        fourth[0] = ra * odds;
        fourth[1] = aa * odds;
        fourth[2] = ab;
        fourth[3] = known[found + BetaChances.STAYED_BB] + either * odds * odds + left * odds * (1 + odds);
    }

    /** Who had no chance to leave says nothing of a and b. */
    private static void clearDropout(double[] g, double[][] h) {
        g[2] = 0;
        g[3] = 0;
        h[0][2] = 0;
        h[0][3] = 0;
        h[1][2] = 0;
        h[1][3] = 0;
        Arrays.fill(h[2], 0);
        Arrays.fill(h[3], 0);
    }

    /** ln(1 + z), z >= 0, by the rounding error of 1 + z, given 1/(1 + z) within some units in the last place. */
    private static double log1p(double z, double inverse) {
        double y = 1 + z;
        return Math.log(y) + (z - (y - 1)) * inverse;
    }

    /** Where alpha is remembered. */
    private int rateOf(double logAlpha) {
        long hash = Double.doubleToRawLongBits(logAlpha) * 0x9E3779B97F4A7C15L;
        int at = 3 * (int) (hash >>> (64 - RATES_BITS));
        if (rates[at] != logAlpha) {
            double alpha = Math.exp(logAlpha);
            rates[at] = logAlpha;
            rates[at + 1] = alpha;
            rates[at + 2] = 1 / alpha;
        }
        return at;
    }

    private void remember(int x, double newLogR) {
        logR = newLogR;
        count = x;
        r = Math.exp(newLogR);
        double events = (double) k * x;
        n = r + events;
        rising = SpecialFunctions.logRising(r, events);
        risingR = r * SpecialFunctions.digammaDifference(r, events);
        risingRr = risingR + r * r * SpecialFunctions.trigammaDifference(r, events);
        for (int j = 1; j < k; j++) {
            double inverse = 1 / (n + (j - 1));
            psi[j] = psi[j - 1] + inverse;
            psi2[j] = psi2[j - 1] + inverse * inverse;
        }
    }
}
