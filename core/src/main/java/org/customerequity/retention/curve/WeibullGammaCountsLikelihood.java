package org.customerequity.retention.curve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SpecialFunctions;

/**
 * The log-likelihood of the Weibull-gamma curve where a lapse is known to lie between two renewals only, in u = (ln r,
 * ln(scale / s), ln c), or with c = 1 of the exponential-gamma curve in the first two; s is the time by which the mean tenure seen
 * is 10.
 *
 * <pre>{@code
 *   ln L = sum over t of left(t) ln(1 - e^q) + stayed(t) q
 *   q    = ln(S(t) / S(t-1)) = -r D
 *   D    = y(t) - y(t-1),   y = ln(1 + e^z),  z = c ln(t / scale),  p = e^z / (1 + e^z)
 *
 *   dD/du1   = -c (p - p')                  dD/du2   = z p - z' p'                       a dash: at t-1
 *   d2D/du1^2 = c^2 (v - v')                d2D/du2^2 = z p - z' p' + z^2 v - z'^2 v'    v = p (1-p)
 *   d2D/du1du2 = -c (p - p' + z v - z' v')
 * }</pre>
 */
final class WeibullGammaCountsLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private final RenewalTable table;
    private final boolean shaped;
    private final double unitOfTime;
    private double[] best;
    private double highest = Double.NEGATIVE_INFINITY;

    /** With c estimated, or held at 1. */
    WeibullGammaCountsLikelihood(RenewalTable table, boolean shaped) {
        this.table = table;
        this.shaped = shaped;
        unitOfTime = table.allDue() > 0 ? table.allDue() / table.customers() / 10 : 1;
        best = new double[size()];
    }

    private int size() {
        return shaped ? 3 : 2;
    }

    double at(double r, double scale, double c) {
        return value(new double[] {Math.log(r), Math.log(scale / unitOfTime), Math.log(c)});
    }

    @Override
    public List<String> names() {
        return shaped ? WeibullGamma.NAMES : ExponentialGamma.NAMES;
    }

    @Override
    public double[] units() {
        return shaped ? new double[] {1, unitOfTime, 1} : new double[] {1, unitOfTime};
    }

    @Override
    public long observations() {
        return table.customers();
    }

    @Override
    public Optional<String> obstacle() {
        Optional<String> none = table.obstacle();
        return none.isPresent() || table.distinctRenewals() >= size()
                ? none
                : Optional.of("only " + table.distinctRenewals()
                        + (table.distinctRenewals() == 1 ? " renewal has" : " renewals have")
                        + " been observed, fewer than the " + size() + " parameters");
    }

    @Override
    public List<String> warnings() {
        return table.warnings(size());
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return WeibullGammaLikelihood.limitReached(shaped, j, upwards);
    }

    /** With one rate for all, the renewals are those of the geometric curve. */
    @Override
    public List<Limit> limits() {
        return List.of(
                shaped
                        ? WeibullGammaLikelihood.commonCurve(this, best)
                        : new Limit(WeibullGammaLikelihood.COMMON_RATE, table::geometricMaximum));
    }

    /** The common rate of leaving, with the spread and the duration dependence that suit best. */
    @Override
    public double[] start() {
        double lost = Math.max(0.5, Math.min(table.allLeft(), table.allDue() - 0.5)) / Math.max(1, table.allDue());
        double rate = -Math.log1p(-lost) * unitOfTime;
        double[] chosen = new double[size()];
        double top = Double.NEGATIVE_INFINITY;
        for (double r : new double[] {0.5, 2, 8}) {
            for (double c : shaped ? new double[] {0.7, 1, 1.6} : new double[] {1}) {
                double[] u = Arrays.copyOf(new double[] {Math.log(r), Math.log(r / rate), Math.log(c)}, size());
                double value = value(u);
                if (value > top) {
                    top = value;
                    chosen = u;
                }
            }
        }
        return chosen;
    }

    @Override
    public double value(double[] u) {
        double r = Math.exp(u[0]);
        double c = u.length > 2 ? Math.exp(u[2]) : 1;
        double total = 0;
        for (int t = 1; t <= table.longest(); t++) {
            if (table.due(t) > 0) {
                total += at(t, -r * new Step(t, logTime(t - 1) - u[1], logTime(t) - u[1], c).growth());
            }
        }
        if (u.length == best.length && total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    private double logTime(int t) {
        return Math.log(t / unitOfTime);
    }

    private double at(int t, double q) {
        double left = table.left(t);
        double stayed = table.stayed(t);
        return (stayed == 0 ? 0 : stayed * q) + (left == 0 ? 0 : left * SpecialFunctions.log1mexp(-q));
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        double r = Math.exp(u[0]);
        double c = u.length > 2 ? Math.exp(u[2]) : 1;
        int k = u.length;
        Arrays.fill(gradient, 0);
        for (double[] row : hessian) {
            Arrays.fill(row, 0);
        }
        double[] first = new double[3];
        double[][] second = new double[3][3];
        for (int t = 1; t <= table.longest(); t++) {
            if (table.due(t) > 0) {
                Step step = new Step(t, logTime(t - 1) - u[1], logTime(t) - u[1], c);
                step.derivatives(r, first, second);
                double odds = 1 / Math.expm1(r * step.growth());
                double slope = table.stayed(t) - table.left(t) * odds;
                for (int i = 0; i < k; i++) {
                    gradient[i] += slope * first[i];
                    for (int j = 0; j < k; j++) {
                        double curve = -table.left(t) * (odds * first[i]) * ((1 + odds) * first[j]);
                        hessian[i][j] += curve + slope * second[i][j];
                    }
                }
            }
        }
        return value(u);
    }

    /** From renewal t-1 to t, with what p and z do there. */
    private static final class Step {
        private final double c;
        private final double z0;
        private final double z1;
        private final double p0;
        private final double p1;
        /** z at t less z at t-1; infinite from 0. */
        private final double length;

        private final double rise;

        Step(int t, double logBefore, double logAfter, double c) {
            this.c = c;
            z0 = c * logBefore;
            z1 = c * logAfter;
            p0 = 1 / (1 + Math.exp(-z0));
            p1 = 1 / (1 + Math.exp(-z1));
            length = t == 1 ? Double.POSITIVE_INFINITY : -c * Math.log1p(-1.0 / t);
            // without cancellation where the steps are short
            rise = length < 1 ? p0 * (1 - p0) * Math.expm1(length) / (1 + p0 * Math.expm1(length)) : p1 - p0;
        }

        /** {@code D = ln(1 + p' (e^(z-z') - 1))}. */
        double growth() {
            return length < 1 ? Math.log1p(p0 * Math.expm1(length)) : softplus(z1) - softplus(z0);
        }

        private static double softplus(double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }

        /** Of q = -r D. */
        void derivatives(double r, double[] first, double[][] second) {
            // from renewal 0: z is minus infinity, and z p is 0
            boolean begin = length == Double.POSITIVE_INFINITY;
            double v0 = p0 * (1 - p0);
            double v1 = p1 * (1 - p1);
            double zp = z1 * p1 - (begin ? 0 : z0 * p0);
            double zv = z1 * v1 - (begin ? 0 : z0 * v0);
            double zzv = z1 * z1 * v1 - (begin ? 0 : z0 * z0 * v0);
            first[0] = -r * growth();
            first[1] = r * c * rise;
            first[2] = -r * zp;
            second[0][0] = first[0];
            second[0][1] = first[1];
            second[0][2] = first[2];
            second[1][0] = first[1];
            second[1][1] = -r * c * c * (v1 - v0);
            second[1][2] = r * c * (rise + zv);
            second[2][0] = first[2];
            second[2][1] = second[1][2];
            second[2][2] = -r * (zp + zzv);
        }
    }
}
