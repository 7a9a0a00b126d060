package org.customerequity.internal;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Maximises a smooth function of a few unconstrained variables, as log-parameters are, by Newton steps in a trust
 * region: near the maximum quadratically fast, far from it always uphill, whatever the sign of the curvature.
 *
 * <p>A step solves the quadratic model exactly within a ball (More and Sorensen, SIAM J. Sci. Stat. Comput. 4, 1983),
 * from the eigenvalues of the Hessian. The value never falls by more than its own rounding error. No random starts.
 * Immutable.
 */
public final class NewtonMaximizer {
    private static final int MAX_ITERATIONS = 200;
    private static final double GRADIENT_TOLERANCE = 1e-9;

    private final double bound;
    private final double maxStep;
    private final int maxIterations;

    private NewtonMaximizer(double bound, double maxStep, int maxIterations) {
        this.bound = bound;
        this.maxStep = maxStep;
        this.maxIterations = maxIterations;
    }

    /** Variables kept within +-{@code bound} (a log-parameter of 20 is 5e8), steps within 2 in any of them. */
    public static NewtonMaximizer within(double bound) {
        return new NewtonMaximizer(Require.positive(bound, "bound", "largest |u| allowed"), 2, MAX_ITERATIONS);
    }

    /** This search giving up after another number of steps. */
    public NewtonMaximizer withMaxIterations(int newMaxIterations) {
        return new NewtonMaximizer(bound, maxStep, Require.positive(newMaxIterations, "newMaxIterations", ""));
    }

    /** What is maximised. NaN and minus infinity mean "not here": such a step is taken back. */
    public interface Objective {
        double value(double[] u);

        /** The value, with its gradient and (both triangles of) its Hessian written into the arrays. */
        double evaluate(double[] u, double[] gradient, double[][] hessian);
    }

    /** Why a search ended. */
    public enum Status {
        /** The gradient is zero and the curvature not upwards, to rounding error. */
        CONVERGED,
        /** Out of iterations. */
        MAX_ITERATIONS,
        /** No step uphill was found although the gradient is not zero, or the stationary point is a saddle. */
        NO_PROGRESS,
        /** A maximum within the box, with a variable that wants to leave it. */
        AT_BOUND
    }

    /** Where a search ended. Arrays are copied out. */
    public static final class Result {
        private final double[] point;
        private final double value;
        private final double[] gradient;
        private final double[][] hessian;
        private final int iterations;
        private final int evaluations;
        private final Status status;
        private final String message;

        private Result(State s, int iterations, int evaluations, Status status, String message) {
            this.point = s.u.clone();
            this.value = s.value;
            this.gradient = s.gradient.clone();
            this.hessian = copy(s.hessian);
            this.iterations = iterations;
            this.evaluations = evaluations;
            this.status = status;
            this.message = message;
        }

        public double[] point() {
            return point.clone();
        }

        public double value() {
            return value;
        }

        public double[] gradient() {
            return gradient.clone();
        }

        public double[][] hessian() {
            return copy(hessian);
        }

        /** Newton steps tried. */
        public int iterations() {
            return iterations;
        }

        /** Calls of the objective, with and without derivatives. */
        public int evaluations() {
            return evaluations;
        }

        public Status status() {
            return status;
        }

        public boolean converged() {
            return status == Status.CONVERGED;
        }

        /** One sentence for a log or a fit report. */
        public String message() {
            return message;
        }

        @Override
        public String toString() {
            return status + " at " + Arrays.toString(point) + ": " + value + ", " + message;
        }
    }

    private static final class State {
        double[] u;
        double value;
        double[] gradient;
        double[][] hessian;

        State(int n) {
            u = new double[n];
            gradient = new double[n];
            hessian = new double[n][n];
        }
    }

    /**
     * Climbs from {@code start}.
     *
     * @throws IllegalArgumentException if start is outside the box, or the objective or its derivatives are not finite
     *     there
     */
    public Result maximize(Objective objective, double[] start) {
        int n = Require.positive(start.length, "start length", "");
        State now = new State(n);
        State trial = new State(n);
        for (int j = 0; j < n; j++) {
            if (!(Math.abs(start[j]) <= bound)) {
                throw Require.bad("start[" + j + "]", "must be within +-" + bound, "", start[j]);
            }
            now.u[j] = start[j];
        }
        if (!evaluate(objective, now)) {
            throw Require.bad(
                    "objective",
                    "must be finite with finite derivatives at the start",
                    Arrays.toString(start),
                    now.value);
        }
        int evaluations = 1;
        double radius = maxStep;
        boolean derivativesFirst = true;
        int polished = 0;
        for (int iteration = 1; iteration <= maxIterations; iteration++) {
            boolean[] held = heldAtBound(now);
            int free = count(held, false);
            double slope = largestFree(now.gradient, held);
            if (free == 0) {
                return done(now, iteration - 1, evaluations, held, "every variable is at the bound");
            }
            SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(negatedFree(now.hessian, held, free));
            double[] step = new double[n];
            double gain = step(now, held, eigen, radius, step);
            // a value that is small by cancellation is as noisy as its parts, which the curvature reveals
            double size = Math.max(1, Math.max(Math.abs(now.value), largest(eigen.values())));
            double noise = 0x1p-50 * size;
            double tolerance = GRADIENT_TOLERANCE * Math.sqrt(size);
            boolean flatEnough = slope <= tolerance && gain <= noise;
            // a stationary point whose curvature is upwards is a saddle: the step then has a gain, and goes on
            if (slope == 0 && gain == 0 || flatEnough && (largest(step) <= 1e-11 || polished >= 3)) {
                return done(now, iteration - 1, evaluations, held, "largest gradient " + slope);
            }
            move(now, step, trial);
            if (Arrays.equals(trial.u, now.u)) {
                return stuck(now, iteration, evaluations, held, slope, tolerance, gain, noise);
            }
            boolean usable;
            if (derivativesFirst) {
                usable = evaluate(objective, trial);
                evaluations++;
            } else {
                trial.value = objective.value(trial.u);
                evaluations++;
                usable = trial.value > now.value;
                if (usable) {
                    usable = evaluate(objective, trial);
                    evaluations++;
                }
            }
            double rise = trial.value - now.value;
            double length = largest(step);
            if (gain <= 4 * noise && usable && rise >= -4 * noise) {
                // the values no longer tell better from worse, the gradients do
                polished++;
                if (largestFree(trial.gradient, held) < slope) {
                    State swap = now;
                    now = trial;
                    trial = swap;
                    continue;
                }
                return stuck(now, iteration, evaluations, held, slope, tolerance, gain, noise);
            }
            if (usable && rise > 0 && rise >= 1e-4 * gain) {
                if (rise >= 0.7 * gain) {
                    radius = Math.min(maxStep, Math.max(radius, 2.5 * length));
                } else if (rise < 0.25 * gain) {
                    radius = Math.min(radius, 0.5 * length);
                }
                State swap = now;
                now = trial;
                trial = swap;
                derivativesFirst = true;
            } else {
                radius = 0.25 * Math.min(radius, length);
                derivativesFirst = false;
                if (radius < 1e-14) {
                    return stuck(now, iteration, evaluations, held, slope, tolerance, gain, noise);
                }
            }
        }
        return new Result(
                now,
                maxIterations,
                evaluations,
                Status.MAX_ITERATIONS,
                "not converged after " + maxIterations + " iterations");
    }

    private Result stuck(
            State s,
            int iterations,
            int evaluations,
            boolean[] held,
            double slope,
            double tolerance,
            double gain,
            double noise) {
        if (gain <= 4 * noise && slope <= 1e3 * tolerance) {
            return done(s, iterations, evaluations, held, "largest gradient " + slope + ", at rounding error");
        }
        return new Result(
                s,
                iterations,
                evaluations,
                Status.NO_PROGRESS,
                "no step uphill although the largest gradient is " + slope + " and promises " + gain);
    }

    private Result done(State s, int iterations, int evaluations, boolean[] held, String message) {
        int stuck = count(held, true);
        if (stuck == 0) {
            double[] curvature = SymmetricMatrix.eigenvalues(s.hessian);
            double highest = curvature[curvature.length - 1];
            if (highest > 1e-10 * Math.max(Math.abs(curvature[0]), 1e-300)) {
                return new Result(s, iterations, evaluations, Status.NO_PROGRESS, "saddle point, curvature " + highest);
            }
            return new Result(s, iterations, evaluations, Status.CONVERGED, message);
        }
        StringBuilder names = new StringBuilder();
        for (int j = 0; j < held.length; j++) {
            if (held[j]) {
                names.append(names.length() == 0 ? "" : ", ")
                        .append("u[")
                        .append(j)
                        .append("] = ")
                        .append(s.u[j]);
            }
        }
        return new Result(s, iterations, evaluations, Status.AT_BOUND, names + " wants to leave the box; " + message);
    }

    private boolean[] heldAtBound(State s) {
        boolean[] held = new boolean[s.u.length];
        for (int j = 0; j < held.length; j++) {
            held[j] = s.u[j] >= bound && s.gradient[j] > 0 || s.u[j] <= -bound && s.gradient[j] < 0;
        }
        return held;
    }

    private void move(State from, double[] step, State to) {
        for (int j = 0; j < step.length; j++) {
            to.u[j] = Math.min(bound, Math.max(-bound, from.u[j] + step[j]));
            step[j] = to.u[j] - from.u[j];
        }
    }

    /** Fills the step that maximises the quadratic model within the radius, and returns the gain it promises. */
    private static double step(State s, boolean[] held, SymmetricMatrix.Eigen eigen, double radius, double[] step) {
        int n = eigen.size();
        double[] slope = new double[n];
        for (int i = 0; i < n; i++) {
            int k = 0;
            for (int j = 0; j < held.length; j++) {
                if (!held[j]) {
                    slope[i] += eigen.component(i, k++) * s.gradient[j];
                }
            }
        }
        double largest = Math.max(Math.abs(eigen.value(0)), Math.abs(eigen.value(n - 1)));
        double floor = 1e-13 * largest;
        double lowest = eigen.value(0);
        double damping = 0;
        if (lowest <= floor || length(slope, eigen, 0) > radius) {
            // length falls as damping grows beyond -lowest: bracket, then bisect on a logarithmic scale
            double base = Math.max(0, floor - lowest);
            double add = Math.max(floor, 1e-300);
            while (length(slope, eigen, base + add) > radius) {
                add *= 4;
            }
            double low = add / 4;
            double high = add;
            for (int i = 0; i < 30 && length(slope, eigen, base + low) > radius; i++) {
                double mid = Math.sqrt(low * high);
                if (length(slope, eigen, base + mid) > radius) {
                    low = mid;
                } else {
                    high = mid;
                }
            }
            damping = base + high;
        }
        double[] along = new double[n];
        double size2 = 0;
        for (int i = 0; i < n; i++) {
            along[i] = slope[i] == 0 ? 0 : slope[i] / (eigen.value(i) + damping);
            size2 += along[i] * along[i];
        }
        if (lowest < -floor && size2 < 0.25 * radius * radius) {
            // hard case: no gradient along the upward curvature; walk along it
            along[0] += Math.copySign(Math.sqrt(radius * radius - size2) / 2, along[0]);
        }
        double gain = 0;
        for (int i = 0; i < n; i++) {
            gain += along[i] * (slope[i] - 0.5 * eigen.value(i) * along[i]);
            int k = 0;
            for (int j = 0; j < held.length; j++) {
                if (!held[j]) {
                    step[j] += along[i] * eigen.component(i, k++);
                }
            }
        }
        return gain;
    }

    private static double length(double[] slope, SymmetricMatrix.Eigen eigen, double damping) {
        double sum = 0;
        for (int i = 0; i < slope.length; i++) {
            double along = slope[i] == 0 ? 0 : slope[i] / (eigen.value(i) + damping);
            sum += along * along;
        }
        return Math.sqrt(sum);
    }

    private static boolean evaluate(Objective objective, State s) {
        s.value = objective.evaluate(s.u, s.gradient, s.hessian);
        double sum = s.value;
        for (int i = 0; i < s.u.length; i++) {
            sum += s.gradient[i];
            for (int j = 0; j < s.u.length; j++) {
                sum += s.hessian[i][j];
            }
        }
        return Double.isFinite(sum);
    }

    private static double[][] negatedFree(double[][] hessian, boolean[] held, int free) {
        double[][] a = new double[free][free];
        int row = 0;
        for (int i = 0; i < held.length; i++) {
            if (!held[i]) {
                int column = 0;
                for (int j = 0; j < held.length; j++) {
                    if (!held[j]) {
                        a[row][column++] = -hessian[i][j];
                    }
                }
                row++;
            }
        }
        return a;
    }

    private static int count(boolean[] held, boolean what) {
        int n = 0;
        for (boolean h : held) {
            n += h == what ? 1 : 0;
        }
        return n;
    }

    private static double largestFree(double[] gradient, boolean[] held) {
        double max = 0;
        for (int j = 0; j < gradient.length; j++) {
            max = held[j] ? max : Math.max(max, Math.abs(gradient[j]));
        }
        return max;
    }

    private static double largest(double[] x) {
        double max = 0;
        for (double v : x) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    private static double[][] copy(double[][] a) {
        double[][] c = new double[a.length][];
        Arrays.setAll(c, i -> a[i].clone());
        return c;
    }

    /** Fourth-order central differences of the gradient, with step 1e-4 max(1, |u|); about 1e-11 of the gradient's scale. */
    public static double[][] hessianByDifferences(UnaryOperator<double[]> gradient, double[] u) {
        return hessianByDifferences(gradient, u, 1e-4);
    }

    /** The same with another relative step: the error is the greater of step^4 and 1e-16 / step. */
    public static double[][] hessianByDifferences(UnaryOperator<double[]> gradient, double[] u, double relativeStep) {
        Require.positive(relativeStep, "relativeStep", "1e-4 suits most");
        int n = u.length;
        double[][] h = new double[n][n];
        double[] at = u.clone();
        int[] moves = {-2, -1, 1, 2};
        double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
        for (int j = 0; j < n; j++) {
            double step = relativeStep * Math.max(1, Math.abs(u[j]));
            step = (u[j] + step) - u[j];
            for (int k = 0; k < 4; k++) {
                at[j] = u[j] + moves[k] * step;
                double[] g = gradient.apply(at.clone());
                for (int i = 0; i < n; i++) {
                    h[i][j] += weights[k] * g[i] / step;
                }
            }
            at[j] = u[j];
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                h[i][j] = (h[i][j] + h[j][i]) / 2;
                h[j][i] = h[i][j];
            }
        }
        return h;
    }
}
