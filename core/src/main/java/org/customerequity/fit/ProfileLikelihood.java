package org.customerequity.fit;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;
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
 * <p>Each point of the profile is the maximum of {@code LL(u) - (rho / 2) (f(u) - t)^2}: whatever the target t, that is the
 * constrained maximum for the f it ends at. The search begins at the fit, goes outwards in doubled steps, each from the last
 * maximum, and closes in on the limit to about 1e-9 of the interval's width.
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

    /** Of the penalty, in units of the information about the quantity: far above any upward curvature of a profile. */
    private static final double STIFFNESS = 25;

    /** First step outwards, in Wald widths. */
    private static final double FIRST_STEP = 1.5;

    /** How near the square root of twice the fall must be to its target; its own rounding error is about 1e-11. */
    private static final double TOLERANCE = 1e-9;

    private static final int MAX_STEPS = 60;

    /** How far a value may differ from that of the fit, relative. */
    private static final double SAME = 1e-8;

    private final Likelihood likelihood;
    private final M model;
    private final double[][] covariance;
    private final double[] units;
    private final double[] top;
    private final double highest;

    private ProfileLikelihood(Likelihood likelihood, M model, double[][] covariance) {
        this.likelihood = likelihood;
        this.model = model;
        this.covariance = covariance;
        this.units = likelihood.units();
        double[] theta = model.parameters();
        this.top = new double[theta.length];
        for (int j = 0; j < top.length; j++) {
            top[j] = Math.log(theta[j] / units[j]);
        }
        this.highest = likelihood.value(top);
    }

    /**
     * The profile of a fit: {@code ProfileLikelihood.of(BgNbd.likelihood(histories), BgNbd.fit(histories))}.
     *
     * @throws FitException if the fit did not converge
     * @throws IllegalStateException if the fit has no standard errors
     * @throws IllegalArgumentException if the likelihood is not that of the fit
     */
    public static <M extends Parametric> ProfileLikelihood<M> of(Likelihood likelihood, FitOutcome<M> outcome) {
        M model = outcome.orThrow();
        FitReport report = outcome.report();
        if (!likelihood.names().equals(report.parameterNames())) {
            throw Require.bad(
                    "likelihood",
                    "must have the parameters of the fit, " + report.parameterNames(),
                    "",
                    likelihood.names());
        }
        ProfileLikelihood<M> profile = new ProfileLikelihood<>(likelihood, model, report.logCovariance());
        double here = profile.highest + likelihood.offset();
        double fitted = report.logLikelihood();
        if (!(Math.abs(here - fitted) <= SAME * Math.max(1, Math.abs(fitted)))) {
            throw Require.bad("likelihood", "must be that of the fit, " + fitted, "the data that were fitted", here);
        }
        return profile;
    }

    /**
     * The interval of a parameter; 0 and infinity where the data set no limit.
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
        double z = normalQuantile(level);
        Measure measure = new LogParameter(j);
        double width = Math.sqrt(covariance[j][j]);
        double lower = limit(measure, top[j], width, z, -1, OPEN + top[j]);
        double upper = limit(measure, top[j], width, z, 1, OPEN - top[j]);
        return new Interval(units[j] * Math.exp(lower), units[j] * Math.exp(upper), level);
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
        double z = normalQuantile(level);
        double here = LogParameters.onScale(
                LogParameters.require(quantity.applyAsDouble(model), Objects.requireNonNull(scale, "scale")), scale);
        double[] gradient = LogParameters.gradient(model, quantity, scale);
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
        double step = FIRST_STEP * z * width;
        while (farExcess < 0) {
            if (far >= reach) {
                return sign * Double.POSITIVE_INFINITY;
            }
            near = far;
            nearExcess = farExcess;
            far = Math.min(reach, far == 0 ? step : 2 * far);
            farExcess = walk.to(centre + sign * far) - z;
        }
        // the root of the fall is nearly a straight line: regula falsi, halving the weight of an end that stays
        // (Illinois)
        int stays = 0;
        for (int i = 0; i < MAX_STEPS && far - near > 1e-13 * (1 + far); i++) {
            double middle = near + (far - near) * nearExcess / (nearExcess - farExcess);
            if (!(middle > near && middle < far)) {
                middle = near + (far - near) / 2;
            }
            double excess = walk.to(centre + sign * middle) - z;
            if (Math.abs(excess) <= TOLERANCE) {
                break;
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
        return walk.measured;
    }

    /** Goes along the profile: each maximum begins at the last. */
    private final class Walk {
        private final Measure measure;
        private final double stiffness;
        private double[] at = top;
        private double[] direction;
        private double measured;

        Walk(Measure measure, double centre, double width) {
            this.measure = measure;
            this.measured = centre;
            this.stiffness = STIFFNESS / (width * width);
            double[] gradient = new double[top.length];
            measure.evaluate(top, gradient, new double[top.length][top.length]);
            direction = new double[top.length];
            for (int i = 0; i < top.length; i++) {
                for (int j = 0; j < top.length; j++) {
                    direction[i] += covariance[i][j] * gradient[j] / (width * width);
                }
            }
        }

        /** The root of twice the fall at the profile's point for this target; remembers the point. */
        double to(double target) {
            Penalised objective = new Penalised(measure, target, stiffness);
            double[] ahead = at.clone();
            for (int j = 0; j < ahead.length; j++) {
                ahead[j] += direction[j] * (target - measured);
                ahead[j] = Math.max(-BOX, Math.min(BOX, ahead[j]));
            }
            double[] start = objective.value(ahead) >= objective.value(at) ? ahead : at;
            NewtonMaximizer search = NewtonMaximizer.within(BOX);
            NewtonMaximizer.Result end = search.maximize(objective, start);
            if (!isUsable(end)) {
                end = search.maximize(objective, start == at ? top : at);
            }
            if (!isUsable(end)) {
                throw new FitException("profile stopped at " + Arrays.toString(end.point()) + ": " + end.message());
            }
            double[] before = at;
            double from = measured;
            at = end.point();
            measured = measure.value(at);
            double moved = measured - from;
            if (moved != 0) {
                double[] secant = new double[at.length];
                for (int j = 0; j < at.length; j++) {
                    secant[j] = (at[j] - before[j]) / moved;
                }
                direction = secant;
            }
            double fall = highest - likelihood.value(at);
            if (fall < -1e-6 * Math.max(1, 1e-3 * Math.abs(highest))) {
                throw new FitException("profile ended " + -fall + " higher than the fit, at " + Arrays.toString(at)
                        + ": the fit was not at the maximum");
            }
            return Math.sqrt(2 * Math.max(0, fall));
        }

        private static boolean isUsable(NewtonMaximizer.Result end) {
            return end.converged() || end.status() == NewtonMaximizer.Status.AT_BOUND;
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
            double[] theta = new double[u.length];
            for (int j = 0; j < theta.length; j++) {
                theta[j] = units[j] * Math.exp(u[j]);
            }
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
                hessian[j][j] = (16 * (up + down) - (farUp + farDown) - 30 * here) / (12 * STEP * STEP);
                for (int k = 0; k < j; k++) {
                    double cross = at(v, j, 1, k, 1) - at(v, j, 1, k, -1) - at(v, j, -1, k, 1) + at(v, j, -1, k, -1);
                    hessian[j][k] = cross / (4 * STEP * STEP);
                    hessian[k][j] = hessian[j][k];
                }
            }
            return here;
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

    /** LL(u) - (rho / 2) (g(u) - target)^2. */
    private final class Penalised implements NewtonMaximizer.Objective {
        private final Measure measure;
        private final double target;
        private final double stiffness;

        Penalised(Measure measure, double target, double stiffness) {
            this.measure = measure;
            this.target = target;
            this.stiffness = stiffness;
        }

        @Override
        public double value(double[] u) {
            double away = measure.value(u) - target;
            return likelihood.value(u) - 0.5 * stiffness * away * away;
        }

        @Override
        public double evaluate(double[] u, double[] gradient, double[][] hessian) {
            int n = u.length;
            double[] slope = new double[n];
            double[][] curvature = new double[n][n];
            double away = measure.evaluate(u, slope, curvature) - target;
            double value = likelihood.evaluate(u, gradient, hessian);
            for (int i = 0; i < n; i++) {
                gradient[i] -= stiffness * away * slope[i];
                for (int j = 0; j < n; j++) {
                    hessian[i][j] -= stiffness * (slope[i] * slope[j] + away * curvature[i][j]);
                }
            }
            return value - 0.5 * stiffness * away * away;
        }
    }

    private static double normalQuantile(double level) {
        Require.openFraction(level, "level", "0.95 means 95 %");
        return NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
    }
}
