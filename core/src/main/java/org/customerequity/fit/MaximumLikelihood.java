package org.customerequity.fit;

import com.google.common.base.Joiner;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a likelihood to a verdict: climbs to the maximum, looks at the curvature there and at the simpler models nearby.
 *
 * <p>Verdicts: the gradient in the log-parameters is at most 1e-6 sqrt(max(1, |LL|)); no log-parameter lies beyond
 * ln(1e4), in the likelihood's own units; the information matrix is positive definite; and no limiting simpler model comes
 * within 1.92, half the 95 % point of chi-square with one degree of freedom.
 */
public final class MaximumLikelihood {
    private static final Logger LOG = LoggerFactory.getLogger(MaximumLikelihood.class);

    /** Log-parameters are searched within this box; beyond {@link #BOUNDARY} they count as zero or infinite. */
    private static final double BOX = Math.log(1e6);

    private static final double BOUNDARY = Math.log(1e4);
    private static final double FLAT = 1.92;
    private static final double NEARLY_SINGULAR = 1e-8;

    /** Below this share of the largest, an eigenvalue of the information is rounding error. */
    private static final double SINGULAR = 1e-13;

    private MaximumLikelihood() {}

    /**
     * The model at the maximum, or why there is none.
     *
     * @param likelihood of the data, in the logarithms of the parameters
     * @param options how long to search
     * @param toModel from parameters, in the order of their names and the caller's units, to the model
     */
    public static <M> FitOutcome<M> fit(Likelihood likelihood, FitOptions options, Function<double[], M> toModel) {
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(toModel, "toModel");
        Optional<String> obstacle = likelihood.obstacle();
        if (obstacle.isPresent()) {
            double[] start = likelihood.start();
            double[] gradient = new double[start.length];
            double value = likelihood.evaluate(start, gradient, new double[start.length][start.length]);
            FitReport report =
                    report(likelihood, FitVerdict.BOUNDARY, start, null, value, largest(gradient), 0, List.of());
            return new FitOutcome.NotConverged<>(toModel.apply(likelihood.parametersAt(start)), report, obstacle.get());
        }
        NewtonMaximizer.Result end = NewtonMaximizer.within(BOX)
                .withMaxIterations(options.maxIterations())
                .maximize(objective(likelihood), likelihood.start());
        FitOutcome<M> outcome = judge(likelihood, end, toModel);
        LOG.debug("{}", outcome.report());
        return outcome;
    }

    private static <M> FitOutcome<M> judge(
            Likelihood likelihood, NewtonMaximizer.Result end, Function<double[], M> toModel) {
        double[] u = end.point();
        M model = toModel.apply(likelihood.parametersAt(u));
        double gradientNorm = largest(end.gradient());
        boolean flatGround = isFlatGround(end.value(), gradientNorm);
        double[][] information = Curvature.information(end.hessian());
        double[] eigenvalues = SymmetricMatrix.eigenvalues(information);

        List<String> runaways = runaways(likelihood, u);
        if (!runaways.isEmpty()) {
            FitReport report = report(
                    likelihood, FitVerdict.BOUNDARY, u, null, end.value(), gradientNorm, end.iterations(), List.of());
            return new FitOutcome.NotConverged<>(model, report, String.join("; ", runaways));
        }
        if (!flatGround || !(eigenvalues[0] > SINGULAR * eigenvalues[eigenvalues.length - 1])) {
            String reason = flatGround ? noMaximum(eigenvalues) : end.message();
            FitReport report = report(
                    likelihood,
                    FitVerdict.NOT_CONVERGED,
                    u,
                    null,
                    end.value(),
                    gradientNorm,
                    end.iterations(),
                    List.of());
            return new FitOutcome.NotConverged<>(model, report, reason);
        }

        List<String> flat = new ArrayList<>();
        if (eigenvalues[0] < NEARLY_SINGULAR * eigenvalues[eigenvalues.length - 1]) {
            flat.add("The curvature is nearly singular: some combination of the parameters is not identified.");
        }
        for (Likelihood.Limit limit : likelihood.limits()) {
            double loss = end.value() - limit.logLikelihood().getAsDouble();
            if (loss < FLAT) {
                flat.add("The data do not tell this model from a simpler one, in which " + limit.sentence()
                        + ": its log-likelihood is lower by only " + number(Math.max(0, loss)) + ".");
            }
        }
        FitVerdict verdict = flat.isEmpty() ? FitVerdict.CONVERGED : FitVerdict.CONVERGED_FLAT;
        double[][] covariance = Curvature.covariance(end.hessian());
        return new FitOutcome.Converged<>(
                model, report(likelihood, verdict, u, covariance, end.value(), gradientNorm, end.iterations(), flat));
    }

    /** Of the eigenvalues of the information, ascending, where the smallest is not positive clear of rounding error. */
    private static String noMaximum(double[] eigenvalues) {
        boolean ridge = Math.abs(eigenvalues[0]) <= SINGULAR * eigenvalues[eigenvalues.length - 1];
        return (ridge
                        ? "the likelihood is level along some combination of the parameters, which these data do not identify"
                        : "the curvature at the best point is not that of a maximum")
                + " (smallest eigenvalue of the information " + number(eigenvalues[0]) + ")";
    }

    /** One sentence for each simpler model that is reached, after the parameters that run off towards it. */
    private static List<String> runaways(Likelihood likelihood, double[] u) {
        SetMultimap<String, String> causes = LinkedHashMultimap.create();
        boolean positive = likelihood.parameterScale() == Estimate.Scale.LOG;
        for (int j = 0; j < u.length; j++) {
            if (Math.abs(u[j]) > BOUNDARY) {
                causes.put(
                        likelihood.limitReached(j, u[j] > 0),
                        likelihood.names().get(j)
                                + (u[j] > 0
                                        ? " grows without bound"
                                        : positive ? " goes to zero" : " falls without bound"));
            }
        }
        return causes.asMap().entrySet().stream()
                .map(e -> Joiner.on(" and ").join(e.getValue()) + ": " + e.getKey())
                .toList();
    }

    private static FitReport report(
            Likelihood likelihood,
            FitVerdict verdict,
            double[] u,
            double @Nullable [][] covariance,
            double value,
            double gradientNorm,
            int iterations,
            List<String> more) {
        List<String> warnings = new ArrayList<>(likelihood.warnings());
        warnings.addAll(more);
        return new FitReport(
                verdict,
                likelihood.names(),
                likelihood.parametersAt(u),
                likelihood.parameterScale(),
                covariance,
                value + likelihood.offset(),
                gradientNorm,
                iterations,
                likelihood.observations(),
                warnings,
                null,
                null);
    }

    /** Whether a gradient is zero, for a log-likelihood of this size. */
    static boolean isFlatGround(double value, double gradientNorm) {
        return gradientNorm <= 1e-6 * Math.sqrt(Math.max(1, Math.abs(value)));
    }

    static double largest(double[] gradient) {
        return Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    }

    /** The likelihood as what is maximised. */
    static NewtonMaximizer.Objective objective(Likelihood likelihood) {
        return new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] u) {
                return likelihood.value(u);
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                return likelihood.evaluate(u, gradient, hessian);
            }
        };
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.3g", x);
    }
}
