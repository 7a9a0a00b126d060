package org.customerequity.retention.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.DistinctRows;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;
import org.customerequity.internal.Restriction;
import org.customerequity.value.PeriodUnit;

/**
 * The log-likelihood of the Weibull-gamma curve in u = (ln r, ln(scale / s), ln c), or with c = 1 of the exponential-gamma curve in
 * the first two, where s is the time by which the mean tenure seen is 10.
 *
 * <pre>{@code
 *   ln L = sum of [lapsed] (ln r + ln c + z - ln t + ln(1-p)) - r y(t) + r y(e)
 *
 *   z    c ln(t / scale)
 *   y    ln(1 + e^z), with derivative p = e^z / (1 + e^z) in z;  y(e) for the tenure e when first observed
 * }</pre>
 */
final class WeibullGammaLikelihood implements Likelihood, NewtonMaximizer.Objective {
    private static final int FEW_PER_PARAMETER = 5;
    /** Rows that tell a good start from a bad one. */
    private static final int ENOUGH = 2000;

    static final String COMMON_RATE = "all customers leave at one common rate: the exponential curve";
    private static final String COMMON_CURVE = "all customers have one common curve, the Weibull";

    private final boolean shaped;
    private final PeriodUnit unit;
    private final double unitOfTime;
    private final long customers;
    private final double lapses;
    private final double constant;
    private final double observedTime;
    /** Logarithms of the tenures; minus infinity for an entry at 0. */
    private final double[] logEntry;

    private final double[] logLast;
    private final double[] lapsed;
    private final double[] weight;
    private double[] best;
    private double highest = Double.NEGATIVE_INFINITY;

    private WeibullGammaLikelihood(DistinctRows rows, boolean shaped, PeriodUnit unit) {
        this.shaped = shaped;
        this.unit = unit;
        int n = rows.size();
        double weights = 0;
        double time = 0;
        double events = 0;
        for (int i = 0; i < n; i++) {
            weights += rows.weight(i);
            time += rows.weight(i) * rows.age(i);
            events += rows.weight(i) * rows.frequency(i);
        }
        customers = Math.round(weights);
        lapses = events;
        unitOfTime = time > 0 ? time / weights / 10 : 1;
        constant = -events * Math.log(unitOfTime);
        logEntry = new double[n];
        logLast = new double[n];
        lapsed = new double[n];
        weight = new double[n];
        double seen = 0;
        for (int i = 0; i < n; i++) {
            logEntry[i] = Math.log(rows.recency(i) / unitOfTime);
            logLast[i] = Math.log(rows.age(i) / unitOfTime);
            lapsed[i] = rows.frequency(i);
            weight[i] = rows.weight(i);
            seen += weight[i] * (rows.age(i) - rows.recency(i)) / unitOfTime;
        }
        observedTime = seen;
        best = new double[shaped ? 3 : 2];
    }

    /** With c estimated, or held at 1. */
    static WeibullGammaLikelihood of(Spells spells, boolean shaped) {
        if (Objects.requireNonNull(spells, "spells").isDiscrete()) {
            throw Require.bad(
                    "spells",
                    "must be in continuous time",
                    "use Spells.ofTimes, or fit a discrete curve such as ShiftedBetaGeometric",
                    "counted in renewals");
        }
        int n = spells.size();
        int[] event = new int[n];
        double[] entry = new double[n];
        double[] last = new double[n];
        for (int i = 0; i < n; i++) {
            event[i] = spells.lapsed(i) ? 1 : 0;
            entry[i] = spells.entry(i);
            last[i] = spells.last(i);
        }
        return new WeibullGammaLikelihood(DistinctRows.of(event, entry, last), shaped, spells.unit());
    }

    /** The log-likelihood in the caller's unit of time. */
    double at(PeriodUnit curve, double r, double scale, double c) {
        if (curve != unit) {
            throw Require.bad("unit", "must be the curve's, " + curve, "of the spells", unit);
        }
        return value(new double[] {Math.log(r), Math.log(scale / unitOfTime), Math.log(c)}) + constant;
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
    public double offset() {
        return constant;
    }

    @Override
    public long observations() {
        return customers;
    }

    @Override
    public Optional<String> obstacle() {
        if (observedTime == 0) {
            return Optional.of("nobody was observed for any time: nothing is known of who stays");
        }
        return lapses > 0
                ? Optional.empty()
                : Optional.of("nobody has left: the likelihood rises towards a curve that stays at 1");
    }

    @Override
    public List<String> warnings() {
        List<String> out = new ArrayList<>();
        int parameters = names().size();
        if (lapses < FEW_PER_PARAMETER * parameters) {
            out.add("Only " + (long) lapses + " customers have left, fewer than " + FEW_PER_PARAMETER
                    + " for each of the " + parameters + " parameters: the estimates are rough.");
        }
        return out;
    }

    @Override
    public String limitReached(int j, boolean upwards) {
        return limitReached(shaped, j, upwards);
    }

    static String limitReached(boolean shaped, int j, boolean upwards) {
        return switch (j) {
            case 0 ->
                upwards
                        ? (shaped ? COMMON_CURVE : COMMON_RATE)
                        : "almost all who leave do so early, and the rest never";
            case 1 ->
                upwards
                        ? (shaped ? COMMON_CURVE : COMMON_RATE)
                        : "survival falls like a power of tenure from the start";
            default -> upwards ? "all leave at one tenure" : "customers leave at once or never";
        };
    }

    @Override
    public List<Limit> limits() {
        return List.of(
                shaped
                        ? commonCurve(this, best)
                        : new Limit(COMMON_RATE, () -> lapses * (Math.log(lapses / observedTime) - 1)));
    }

    /** The Weibull curve, sought from the best point known. */
    static Limit commonCurve(NewtonMaximizer.Objective objective, double[] best) {
        double far = Restriction.FAR;
        // r (t/scale)^c keeps its size
        double[] from = {far, best[1] + (far - best[0]) * Math.exp(-best[2]), best[2]};
        return new Limit(
                COMMON_CURVE,
                () -> Restriction.maximum(objective, 2 * far, from, 0).value());
    }

    /** The common rate of leaving, with the spread and the duration dependence that suit a sample of the rows best. */
    @Override
    public double[] start() {
        double rate = Math.max(lapses, 0.5) / Math.max(observedTime, 1e-9);
        double[] chosen = new double[shaped ? 3 : 2];
        double top = Double.NEGATIVE_INFINITY;
        for (double r : new double[] {0.5, 2, 8}) {
            for (double c : shaped ? new double[] {0.7, 1, 1.6} : new double[] {1}) {
                double[] u = new double[chosen.length];
                u[0] = Math.log(r);
                u[1] = Math.log(r / rate);
                if (shaped) {
                    u[2] = Math.log(c);
                }
                double value = evaluate(u, new double[0], new double[0][], false, Math.max(1, weight.length / ENOUGH));
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
        return evaluate(u, new double[0], new double[0][], false, 1);
    }

    @Override
    public double evaluate(double[] u, double[] gradient, double[][] hessian) {
        return evaluate(u, gradient, hessian, true, 1);
    }

    /** Of every row, or of an even sample of them. */
    private double evaluate(double[] u, double[] gradient, double[][] hessian, boolean derivatives, int stride) {
        double r = Math.exp(u[0]);
        double c = u.length > 2 ? Math.exp(u[2]) : 1;
        Sums sums = new Sums(r, u[1], c);
        double total = 0;
        double lost = 0;
        for (int i = 0; i < weight.length; i += stride) {
            // with the rounding errors of the sum so far: else 100,000 rows are too noisy to tell the last steps uphill
            double add = sums.add(weight[i], lapsed[i], logLast[i], logEntry[i], derivatives) - lost;
            double next = total + add;
            lost = (next - total) - add;
            total = next;
        }
        if (derivatives) {
            sums.write(gradient, hessian);
        }
        if (stride == 1 && u.length == best.length && total > highest) {
            highest = total;
            best = u.clone();
        }
        return total;
    }

    /** Sums over rows: what is multiplied by the derivatives of z = c (ln t - u1), which are -c in u1 and z in ln c. */
    private static final class Sums {
        private final double r;
        private final double logR;
        private final double logScale;
        private final double c;
        private final double logC;
        private double events;
        private double grown;
        /** Of the slope in z, alone and times z, and of the curvature in z, alone, times z and times z^2. */
        private double slope;

        private double slopeZ;
        private double curve;
        private double curveZ;
        private double curveZz;
        /** Of p [less p at entry], alone and times z: the slope of y. */
        private double rise;

        private double riseZ;

        Sums(double r, double logScale, double c) {
            this.r = r;
            this.logR = Math.log(r);
            this.logScale = logScale;
            this.c = c;
            this.logC = Math.log(c);
        }

        double add(double w, double event, double logLast, double logEntry, boolean derivatives) {
            double value = 0;
            if (logLast > Double.NEGATIVE_INFINITY) {
                value = at(w, event, r, logLast, derivatives);
            }
            if (logEntry > Double.NEGATIVE_INFINITY) {
                value += at(w, 0, -r, logEntry, derivatives);
            }
            return value;
        }

        /** {@code w [event (ln r + ln c + z - ln t - y) - shape y]}. */
        private double at(double w, double event, double shape, double logTime, boolean derivatives) {
            double z = c * (logTime - logScale);
            double e = Math.exp(-Math.abs(z));
            double y = Math.max(z, 0) + Math.log1p(e);
            if (derivatives) {
                double small = e / (1 + e);
                double p = z >= 0 ? 1 - small : small;
                double dz = w * (event - (event + shape) * p);
                double dzz = -w * (event + shape) * small * (1 - small);
                events += w * event;
                grown += w * (shape / r) * y;
                slope += dz;
                slopeZ += dz * z;
                curve += dzz;
                curveZ += dzz * z;
                curveZz += dzz * z * z;
                rise += w * (shape / r) * p;
                riseZ += w * (shape / r) * p * z;
            }
            return w * ((event == 0 ? 0 : logR + logC + z - logTime - y) - shape * y);
        }

        void write(double[] g, double[][] h) {
            g[0] = events - r * grown;
            g[1] = -c * slope;
            h[0][0] = -r * grown;
            h[0][1] = r * c * rise;
            h[1][1] = c * c * curve;
            if (g.length > 2) {
                g[2] = events + slopeZ;
                h[0][2] = -r * riseZ;
                h[1][2] = -c * (slope + curveZ);
                h[2][2] = slopeZ + curveZz;
                h[2][0] = h[0][2];
                h[2][1] = h[1][2];
            }
            h[1][0] = h[0][1];
        }
    }
}
