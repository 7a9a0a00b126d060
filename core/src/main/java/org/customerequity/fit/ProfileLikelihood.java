package org.customerequity.fit;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;

/**
 * Confidence intervals from the likelihood itself, not from a parabola in its place: all values that the data contradict less
 * than a stated level.
 *
 * <pre>{@code
 *   { c : 2 (LL_max - max over u with f(u) = c of LL(u)) <= chi-square(1) quantile of the level }       3.84 at 95 %
 * }</pre>
 *
 * <p>The same whatever the parameters are called or measured in, and asymmetric where the data are. Better than
 * {@link DeltaMethod} where log-parameters have standard errors above 0.5 or the fit is {@link FitVerdict#CONVERGED_FLAT}, at the
 * cost of some dozens of constrained fits a limit. Where the likelihood never falls far enough, the limit is <em>open</em>: the
 * interval ends at 0, 1 or infinity, the end of the scale.
 *
 * <p>Each point of the profile is a maximum over all log-parameters but one, for which {@code f(u) = c} is solved; Newton's
 * method on what is left. The search begins at the fit, goes outwards in doubled steps, each from the last maximum, and closes in
 * on the limit to about 1e-9 of the interval's width.
 *
 * <p>D. J. Venzon and S. H. Moolgavkar, A Method for Computing Profile-Likelihood-Based Confidence Intervals, Applied
 * Statistics 37(1), 1988, 87-94, for the interval; the search is our own. Not for use by several threads at once.
 *
 * @param <M> the model
 */
public final class ProfileLikelihood<M extends Parametric> {
    /** A log-parameter, in the likelihood's own units, beyond which a limit is open. */
    private static final double OPEN = 15;

    /** The same for a quantity, in Wald widths on a scale without bounds, and at least {@value #OPEN_QUANTITY} there. */
    private static final double OPEN_WIDTHS = 50;

    private static final double OPEN_QUANTITY = 30;

    private static final double BOX = 20;

    /** First step outwards, in Wald widths. */
    private static final double FIRST_STEP = 1.5;

    /** How near the square root of twice the fall must be to its target; its own rounding error is about 1e-11. */
    private static final double TOLERANCE = 1e-9;

    /** What a long sum may have lost, relative: a limit is moved by as little as 1e-12 of the log-likelihood. */
    private static final double ROUNDING = 1e-12;

    /** How far a value may differ from that of the fit, relative. */
    private static final double SAME = 1e-8;

    private final Likelihood likelihood;
    private final M model;
    private final double[][] covariance;
    private final double[] top;
    private final double highest;

    private ProfileLikelihood(Likelihood likelihood, M model, double[][] covariance) {
        this.likelihood = likelihood;
        this.model = model;
        this.covariance = trusted(covariance);
        this.top = likelihood.searchPoint(model.parameters());
        this.highest = likelihood.value(top);
    }

    /** Of the same shape, with no standard error above 1: where a likelihood is flat, its parabola is no guide to distances. */
    private static double[][] trusted(double[][] covariance) {
        double largest = 1;
        for (int j = 0; j < covariance.length; j++) {
            largest = Math.max(largest, covariance[j][j]);
        }
        for (double[] row : covariance) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= largest;
            }
        }
        return covariance;
    }

    /**
     * The profile of a fit: {@code ProfileLikelihood.of(BgNbd.likelihood(histories), BgNbd.fit(histories))}.
     *
     * @throws FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors, or what was maximised is no likelihood, as under a prior
     * @throws IllegalArgumentException if the likelihood is not that of the fit
     */
    public static <M extends Parametric> ProfileLikelihood<M> of(Likelihood likelihood, FitOutcome<M> outcome) {
        M model = outcome.orThrow();
        FitReport report = outcome.report();
        report.quasiReason().ifPresent(reason -> {
            throw new IllegalStateException(
                    "there is no profile: what was maximised is no likelihood, because " + reason);
        });
        if (report.scale() != likelihood.parameterScale()) {
            throw Require.bad(
                    "likelihood",
                    "must have parameters on the scale of the fit, " + report.scale(),
                    "",
                    likelihood.parameterScale());
        }
        if (!likelihood.names().equals(report.parameterNames())) {
            throw Require.bad(
                    "likelihood",
                    "must have the parameters of the fit, " + report.parameterNames(),
                    "",
                    likelihood.names());
        }
        ProfileLikelihood<M> profile = new ProfileLikelihood<>(likelihood, model, report.workingCovariance());
        double here = profile.highest + likelihood.offset();
        double fitted = report.logLikelihood();
        if (!(Math.abs(here - fitted) <= SAME * Math.max(1, Math.abs(fitted)))) {
            throw Require.bad("likelihood", "must be that of the fit, " + fitted, "the data that were fitted", here);
        }
        return profile;
    }

    /**
     * The interval of a parameter; 0 and infinity where the data set no limit, minus infinity for a coefficient.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalArgumentException if there is no parameter of that name
     * @throws FitException if a constrained fit does not converge, or ends higher than the fit
     */
    public Interval parameter(String name, double level) {
        int j = likelihood.names().indexOf(Objects.requireNonNull(name, "name"));
        if (j < 0) {
            throw Require.bad("name", "must be one of " + likelihood.names(), "", '"' + name + '"');
        }
        double z = NormalQuantile.ofLevel(level);
        Measure measure = new LogParameter(j);
        double width = Math.sqrt(covariance[j][j]);
        double lower = limit(measure, top[j], width, z, -1, OPEN + top[j]);
        double upper = limit(measure, top[j], width, z, 1, OPEN - top[j]);
        double[] ends = top.clone();
        ends[j] = lower;
        double from = likelihood.parametersAt(ends)[j];
        ends[j] = upper;
        return new Interval(from, likelihood.parametersAt(ends)[j], level);
    }

    /**
     * The interval of a quantity that the model gives: {@code profile.quantity(m -> m.expectedPurchases(history, ahead),
     * Estimate.Scale.LOG, 0.95)}.
     *
     * <p>The scale says where a limit is open, and on which scale the search walks; the interval does not depend on it. The
     * quantity is asked some thousand times. Where the model gives it no value (an ArithmeticException), the search turns back.
     *
     * @param scale LOG for a positive quantity, LOGIT for a probability, LINEAR for any other
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalArgumentException if the quantity at the estimates is not within the scale
     * @throws ArithmeticException if the quantity does not depend on the parameters
     * @throws FitException if a constrained fit does not converge, or ends higher than the fit
     */
    public Interval quantity(ToDoubleFunction<? super M> quantity, Estimate.Scale scale, double level) {
        Objects.requireNonNull(quantity, "quantity");
        double z = NormalQuantile.ofLevel(level);
        double here = LogParameters.onScale(
                LogParameters.require(quantity.applyAsDouble(model), Objects.requireNonNull(scale, "scale")), scale);
        double[] gradient = LogParameters.gradient(model, covariance, quantity, scale);
        double width = Math.sqrt(LogParameters.quadraticForm(gradient, covariance));
        if (!(width > 0)) {
            throw new ArithmeticException(
                    "quantity must depend on the parameters, was " + here + " near the estimates");
        }
        Measure measure = new Quantity(quantity, scale);
        double reach = OPEN_WIDTHS * width;
        if (scale != Estimate.Scale.LINEAR) {
            reach = Math.max(reach, OPEN_QUANTITY);
        }
        double lower = limit(measure, here, width, z, -1, reach);
        double upper = limit(measure, here, width, z, 1, reach);
        return new Interval(LogParameters.offScale(lower, scale), LogParameters.offScale(upper, scale), level);
    }

    /**
     * Where the profile has fallen by z^2 / 2, on one side; infinite if it never does.
     *
     * @param centre the measure at the fit
     * @param width its standard error
     * @param sign of the direction
     * @param reach the distance at which the limit counts as open
     */
    private double limit(Measure measure, double centre, double width, double z, int sign, double reach) {
        Walk walk = new Walk(measure, centre, width);
        double near = 0;
        double nearExcess = -z;
        double far = 0;
        double farExcess = -z;
        while (farExcess < 0) {
            if (far >= reach) {
                return sign * Double.POSITIVE_INFINITY;
            }
            near = far;
            nearExcess = farExcess;
            far = Math.min(reach, far == 0 ? FIRST_STEP * z * width : 2 * far);
            farExcess = walk.to(centre + sign * far) - z;
        }
        // the root of the fall is nearly a straight line: regula falsi, halving the weight of an end that stays
        // (Illinois)
        int stays = 0;
        while (far - near > 1e-13 * (Math.abs(centre) + far)) {
            double middle = near + (far - near) * nearExcess / (nearExcess - farExcess);
            if (!(middle > near && middle < far)) {
                middle = near + (far - near) / 2;
            }
            double excess = walk.to(centre + sign * middle) - z;
            if (Math.abs(excess) <= TOLERANCE) {
                return centre + sign * middle;
            }
            if (excess < 0) {
                near = middle;
                nearExcess = excess;
                farExcess = stays < 0 ? farExcess / 2 : farExcess;
                stays = -1;
            } else {
                far = middle;
                farExcess = excess;
                nearExcess = stays > 0 ? nearExcess / 2 : nearExcess;
                stays = 1;
            }
        }
        return centre + sign * near;
    }

    /** Goes along the profile: each maximum begins at the last. */
    private final class Walk {
        private final Measure measure;
        private double[] at = top;
        private double[] direction;
        private double measured;

        Walk(Measure measure, double centre, double width) {
            this.measure = measure;
            this.measured = centre;
            double[] gradient = gradient(top);
            direction = new double[top.length];
            for (int i = 0; i < top.length; i++) {
                for (int j = 0; j < top.length; j++) {
                    direction[i] += covariance[i][j] * gradient[j] / (width * width);
                }
            }
        }

        private double[] gradient(double[] u) {
            double[] gradient = new double[u.length];
            measure.evaluate(u, gradient, new double[u.length][u.length]);
            return gradient;
        }

        /**
         * The root of twice the fall at the profile's point for this target; infinite where no parameters near the last point give
         * it. Remembers the point.
         */
        double to(double target) {
            Constrained objective = new Constrained(measure, target, solvedFor(gradient(at)), at);
            double[] ahead = at.clone();
            for (int j = 0; j < ahead.length; j++) {
                ahead[j] += direction[j] * (target - measured);
                ahead[j] = Math.max(-BOX, Math.min(BOX, ahead[j]));
            }
            double[] start = objective.free(ahead);
            double[] other = objective.free(at);
            // NaN where there is no such point
            if (!(objective.value(start) >= objective.value(other))) {
                double[] swap = start;
                start = Double.isNaN(objective.value(other)) ? start : other;
                other = swap;
            }
            double value = objective.value(start);
            if (Double.isNaN(value)) {
                return Double.POSITIVE_INFINITY;
            }
            double[] end = objective.full(start);
            if (start.length > 0) {
                NewtonMaximizer search = NewtonMaximizer.within(BOX);
                NewtonMaximizer.Result result = search.maximize(objective, start);
                if (!isUsable(result) && Double.isFinite(objective.value(other))) {
                    result = search.maximize(objective, other);
                }
                if (!isUsable(result)) {
                    throw new FitException(
                            "profile stopped at " + Arrays.toString(result.point()) + ": " + result.message());
                }
                end = objective.full(result.point());
                value = result.value();
            }
            if (target != measured) {
                double[] secant = new double[end.length];
                for (int j = 0; j < end.length; j++) {
                    secant[j] = (end[j] - at[j]) / (target - measured);
                }
                direction = secant;
            }
            at = end;
            measured = target;
            double fall = highest - value;
            if (fall < -1e-6 * Math.max(1, 1e-3 * Math.abs(highest))) {
                throw new FitException("profile ended " + -fall + " higher than the fit, at " + Arrays.toString(at)
                        + ": the fit was not at the maximum");
            }
            return Math.sqrt(2 * Math.max(0, fall));
        }

        /** The log-parameter that moves the measure most, for what is uncertain in it. */
        private int solvedFor(double[] gradient) {
            int best = 0;
            double most = -1;
            for (int j = 0; j < gradient.length; j++) {
                double moves = Math.abs(gradient[j]) * Math.sqrt(covariance[j][j]);
                if (moves > most) {
                    most = moves;
                    best = j;
                }
            }
            return best;
        }

        /**
         * On flat ground, as a fit must be, or where no more is to be had than rounding: there it may hide which way is up, and it
         * does not matter.
         */
        private static boolean isUsable(NewtonMaximizer.Result end) {
            if (end.converged() || end.status() == NewtonMaximizer.Status.AT_BOUND) {
                return true;
            }
            double[] gradient = end.gradient();
            if (MaximumLikelihood.isFlatGround(end.value(), MaximumLikelihood.largest(gradient))) {
                return true;
            }
            double[][] information = Curvature.information(end.hessian());
            return SymmetricMatrix.isPositiveDefinite(information)
                    && LogParameters.quadraticForm(gradient, SymmetricMatrix.inverse(information))
                            <= ROUNDING * Math.max(1, Math.abs(end.value()));
        }
    }

    /** A function of the log-parameters, in the likelihood's own units, with derivatives. NaN means "not here". */
    private interface Measure {
        double value(double[] u);

        double evaluate(double[] u, double[] gradient, double[][] hessian);
    }

    private record LogParameter(int j) implements Measure {
        @Override
        public double value(double[] u) {
            return u[j];
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            Arrays.fill(gradient, 0);
            for (double[] row : hessian) {
                Arrays.fill(row, 0);
            }
            gradient[j] = 1;
            return u[j];
        }
    }

    /** With derivatives by differences: a search needs them right to some digits only, the value alone decides a limit. */
    private final class Quantity implements Measure {
        private static final double STEP = 5e-3;

        private final ToDoubleFunction<? super M> quantity;
        private final Estimate.Scale scale;

        Quantity(ToDoubleFunction<? super M> quantity, Estimate.Scale scale) {
            this.quantity = quantity;
            this.scale = scale;
        }

        @Override
        public double value(double[] u) {
            double[] theta = likelihood.parametersAt(u);
            try {
                double g = LogParameters.onScale(quantity.applyAsDouble(LogParameters.with(model, theta)), scale);
                return Double.isFinite(g) ? g : Double.NaN;
            } catch (ArithmeticException doesNotExist) {
                return Double.NaN;
            }
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            double here = value(u);
            double[] v = u.clone();
            for (int j = 0; j < v.length; j++) {
                double up = at(v, j, 1, 0, 0);
                double down = at(v, j, -1, 0, 0);
                double farUp = at(v, j, 2, 0, 0);
                double farDown = at(v, j, -2, 0, 0);
                gradient[j] = (8 * (up - down) - (farUp - farDown)) / (12 * STEP);
                hessian[j][j] = second(here, up + down, farUp + farDown);
                for (int k = 0; k < j; k++) {
                    // along both diagonals, so that what cancels along a ridge does so to fourth order
                    double together = second(
                            here, at(v, j, 1, k, 1) + at(v, j, -1, k, -1), at(v, j, 2, k, 2) + at(v, j, -2, k, -2));
                    double apart = second(
                            here, at(v, j, 1, k, -1) + at(v, j, -1, k, 1), at(v, j, 2, k, -2) + at(v, j, -2, k, 2));
                    hessian[j][k] = (together - apart) / 4;
                    hessian[k][j] = hessian[j][k];
                }
            }
            return here;
        }

        private static double second(double here, double near, double far) {
            return (16 * near - far - 30 * here) / (12 * STEP * STEP);
        }

        /** The value some steps away in variables j and k; v comes back as it was. */
        private double at(double[] v, int j, int steps, int k, int otherSteps) {
            double own = v[j];
            double other = v[k];
            v[k] += otherSteps * STEP;
            v[j] += steps * STEP;
            double value = value(v);
            v[k] = other;
            v[j] = own;
            return value;
        }
    }

    /**
     * The log-likelihood over all log-parameters but one, which is solved for so that the measure is the target.
     *
     * <pre>{@code
     *   dL/dv_i = L_i + lambda g_i,                        lambda = -L_k / g_k
     *   Hessian = Z' (L'' + lambda g'') Z,                 Z = identity, and -g_v / g_k in row k
     * }</pre>
     *
     * <p>NaN where no value of the one gives the target.
     */
    private final class Constrained implements NewtonMaximizer.Objective {
        private static final int MOST_STEPS = 100;

        private final Measure measure;
        private final double target;
        private final int solved;
        private double guess;

        Constrained(Measure measure, double target, int solved, double[] near) {
            this.measure = measure;
            this.target = target;
            this.solved = solved;
            this.guess = near[solved];
        }

        double[] free(double[] u) {
            double[] v = new double[u.length - 1];
            for (int j = 0; j < v.length; j++) {
                v[j] = u[j < solved ? j : j + 1];
            }
            return v;
        }

        /** All log-parameters; the solved one is NaN where there is no solution. */
        double[] full(double[] v) {
            double[] u = new double[v.length + 1];
            for (int j = 0; j < v.length; j++) {
                u[j < solved ? j : j + 1] = v[j];
            }
            u[solved] = guess;
            double root = solve(u);
            u[solved] = root;
            if (!Double.isNaN(root)) {
                guess = root;
            }
            return u;
        }

        /** The root nearest to the guess: steps outwards until the sign changes, then the Illinois method. */
        private double solve(double[] u) {
            double low = u[solved];
            double atLow = away(u, low);
            if (atLow == 0 || Double.isNaN(atLow)) {
                return atLow == 0 ? low : Double.NaN;
            }
            double step = 0.01;
            double rising = away(u, low + 1e-4) - atLow;
            int sign = rising > 0 == atLow < 0 ? 1 : -1;
            double high = low;
            double atHigh = atLow;
            while (atHigh > 0 == atLow > 0) {
                low = high;
                atLow = atHigh;
                if (Math.abs(high) >= BOX && sign * high > 0) {
                    return Double.NaN;
                }
                high = Math.max(-BOX, Math.min(BOX, high + sign * step));
                atHigh = away(u, high);
                if (Double.isNaN(atHigh)) {
                    return Double.NaN;
                }
                step *= 3;
            }
            int stays = 0;
            for (int i = 0; i < MOST_STEPS && Math.abs(high - low) > 1e-15 * (1 + Math.abs(low)); i++) {
                double middle = low + (high - low) * atLow / (atLow - atHigh);
                double atMiddle = away(u, middle);
                if (Math.abs(atMiddle) <= 1e-14 * Math.max(1e-2, Math.abs(target)) || Double.isNaN(atMiddle)) {
                    return atMiddle <= 0 || atMiddle > 0 ? middle : Double.NaN;
                }
                if (atMiddle > 0 == atLow > 0) {
                    low = middle;
                    atLow = atMiddle;
                    atHigh = stays < 0 ? atHigh / 2 : atHigh;
                    stays = -1;
                } else {
                    high = middle;
                    atHigh = atMiddle;
                    atLow = stays > 0 ? atLow / 2 : atLow;
                    stays = 1;
                }
            }
            return low;
        }

        private double away(double[] u, double x) {
            u[solved] = x;
            return measure.value(u) - target;
        }

        @Override
        public double value(double[] v) {
            double[] u = full(v);
            return Double.isNaN(u[solved]) ? Double.NaN : likelihood.value(u);
        }

        @Override
        public double evaluate(double[] v, double[] gradient, double[][] hessian) {
            double[] u = full(v);
            if (Double.isNaN(u[solved])) {
                return Double.NaN;
            }
            int n = u.length;
            double[] slope = new double[n];
            double[][] curvature = new double[n][n];
            measure.evaluate(u, slope, curvature);
            double[] uphill = new double[n];
            double[][] whole = new double[n][n];
            double value = likelihood.evaluate(u, uphill, whole);
            double lambda = -uphill[solved] / slope[solved];
            double[][] lagrangian = new double[n][n];
            double[] follows = new double[n];
            for (int i = 0; i < n; i++) {
                follows[i] = -slope[i] / slope[solved];
                for (int j = 0; j < n; j++) {
                    lagrangian[i][j] = whole[i][j] + lambda * curvature[i][j];
                }
            }
            for (int i = 0; i < v.length; i++) {
                int row = i < solved ? i : i + 1;
                gradient[i] = uphill[row] + lambda * slope[row];
                for (int j = 0; j < v.length; j++) {
                    int column = j < solved ? j : j + 1;
                    hessian[i][j] = lagrangian[row][column]
                            + follows[row] * lagrangian[solved][column]
                            + follows[column] * lagrangian[row][solved]
                            + follows[row] * follows[column] * lagrangian[solved][solved];
                }
            }
            return value;
        }
    }
}
