package org.customerequity.model.covariate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.PurchaseModel;

/** Fits a specification. */
final class CovariateFitter {
    private static final String PENALISED = "coefficients are drawn towards 0 by a prior";

    private CovariateFitter() {}

    static FitOutcome<CovariatePurchaseModel> fit(
            CovariateSpecification spec, PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        Problem problem = new Problem(spec, histories, options);
        FitOutcome<CovariatePurchaseModel> outcome = MaximumLikelihood.fit(problem.likelihood, options, problem::model);
        return problem.likelihood.isPenalised()
                ? unpenalised(
                        outcome,
                        problem.likelihood.penalty(
                                problem.likelihood.searchPoint(outcome.report().estimates())),
                        problem.spec.prior())
                : outcome;
    }

    static Likelihood likelihood(CovariateSpecification spec, PurchaseHistories histories) {
        return new Problem(spec.withPrior(PriorStrength.none()), histories, FitOptions.defaults()).likelihood;
    }

    static double objectivePerCustomer(
            CovariateSpecification spec, CovariatePurchaseModel model, PurchaseHistories histories) {
        Objects.requireNonNull(model, "model");
        Problem problem = new Problem(
                model.specification().isRegular()
                        ? spec.withK(model.specification().k())
                        : spec,
                histories,
                FitOptions.defaults());
        if (!model.specification().equals(problem.spec.structure())
                || !model.coding().equals(problem.coding)) {
            throw Require.bad(
                    "model", "must be of this specification and fitted to these histories", "", model.specification());
        }
        double[] u = problem.likelihood.searchPoint(model.parameters());
        return (problem.likelihood.value(u) + problem.likelihood.offset()) / histories.size();
    }

    /** The outcome with a report of LL instead of J, of which no criterion is made. */
    static <M> FitOutcome<M> unpenalised(FitOutcome<M> outcome, double penalty, PriorStrength prior) {
        FitReport old = outcome.report();
        List<String> warnings = new ArrayList<>(old.warnings());
        warnings.add(String.format(
                Locale.ROOT,
                "Coefficients are drawn towards 0 (%s): the objective a customer is %.9g; standard errors are of the shrunk"
                        + " coefficients and not for tests.",
                prior,
                old.logLikelihood() / old.observations()));
        FitReport report = FitReport.ofCoefficients(
                        old.verdict(),
                        old.parameterNames(),
                        old.estimates(),
                        old.hasStandardErrors() ? old.covariance() : new double[0][],
                        old.logLikelihood() + penalty,
                        old.gradientNorm(),
                        old.iterations(),
                        old.observations(),
                        warnings)
                .asQuasiLikelihood(PENALISED);
        return outcome.fold(
                model -> new FitOutcome.Converged<>(model, report),
                no -> new FitOutcome.NotConverged<>(no.bestSoFar(), report, no.reason()));
    }

    /** What a Hessian at no effects says of the coefficients, the baselines before them being estimated too. */
    static double[][] informationOfCoefficients(double[][] hessian, int b) {
        int p = hessian.length;
        double[][] ofBaselines = new double[b][];
        for (int i = 0; i < b; i++) {
            ofBaselines[i] = Arrays.copyOf(hessian[i], b);
        }
        double[][] inverse = Curvature.roughCovariance(ofBaselines);
        double[][] told = new double[p - b][p - b];
        for (int i = b; i < p; i++) {
            for (int j = b; j < p; j++) {
                double sum = -hessian[i][j];
                for (int m = 0; m < b; m++) {
                    for (int n = 0; n < b; n++) {
                        sum -= hessian[i][m] * inverse[m][n] * hessian[n][j];
                    }
                }
                told[i - b][j - b] = sum;
            }
        }
        return notNegative(told);
    }

    /** A curvature that is upwards in some direction says nothing there. */
    private static double[][] notNegative(double[][] a) {
        int n = a.length;
        double[][] out = new double[n][n];
        if (n == 0) {
            return out;
        }
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(a);
        for (int e = 0; e < n; e++) {
            double value = Math.max(0, eigen.value(e));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    out[i][j] += value * eigen.component(e, i) * eigen.component(e, j);
                }
            }
        }
        return out;
    }

    /** Everything a fit needs to know. */
    private static final class Problem {
        final CovariateSpecification spec;
        final CovariateCoding coding;
        final PurchaseHistories histories;
        final DesignLayout layout;
        final CovariateLikelihood likelihood;

        Problem(CovariateSpecification asked, PurchaseHistories histories, FitOptions options) {
            Require.notEmpty(
                    Objects.requireNonNull(histories, "histories").size(),
                    "histories",
                    "must have at least one customer",
                    "there is nothing to fit to");
            asked.family().obstacle(histories).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            this.histories = histories;
            CovariateTable table =
                    asked.names().isEmpty() ? CovariateTable.ofRows(histories.size()) : histories.covariates();
            coding = asked.coding(table);
            double[][] columns = coding.encode(table);
            Designs designs = Designs.of(columns, histories.size());
            String obstacle = "";
            try {
                requireIndependent(asked.purchaseCovariates(), designs);
                requireIndependent(asked.dropoutCovariates(), designs);
            } catch (IllegalArgumentException e) {
                if (!asked.hasCoding()) {
                    throw e;
                }
                obstacle = String.valueOf(e.getMessage());
            }
            spec = asked.hasK() ? asked : asked.withK(bestK(asked, histories, options));
            layout = new DesignLayout(spec, coding);
            likelihood = new CovariateLikelihood(layout, spec.k(), histories, designs, obstacle);
            requireEnough();
            if (!spec.prior().isNone()) {
                likelihood.penalise(precision(options));
            }
        }

        CovariatePurchaseModel model(double[] parameters) {
            return CovariatePurchaseModel.of(spec.structure(), coding, histories.unit(), parameters);
        }

        private void requireIndependent(List<String> names, Designs designs) {
            List<CodedCovariate> some = coding.covariates().stream()
                    .filter(c -> names.contains(c.name()))
                    .toList();
            double[][] all = designs.distinct();
            List<String> columns = coding.columns();
            CovariateCoding part = CovariateCoding.ofCovariates(some);
            double[][] design = part.columns().stream()
                    .map(name -> all[columns.indexOf(name)])
                    .toArray(double[][]::new);
            part.requireIndependent(design);
        }

        private void requireEnough() {
            int parameters = layout.parameters();
            long repeaters = likelihood.repeaters();
            if (repeaters > 0 && parameters > layout.baselines && parameters > repeaters) {
                throw Require.bad(
                        "covariates",
                        "must leave at most as many parameters as customers who bought again, " + repeaters,
                        "more than the data can carry: take fewer covariates or merge categories",
                        parameters + " parameters");
            }
        }

        /** The prior's precision of all parameters, 0 for baselines. */
        private double[][] precision(FitOptions options) {
            int p = layout.parameters();
            double[][] out = new double[p][p];
            if (spec.prior().observations() > 0) {
                double[][] told = informationOfCoefficients(options);
                double share = spec.prior().observations() / histories.size();
                for (int i = layout.baselines; i < p; i++) {
                    for (int j = layout.baselines; j < p; j++) {
                        out[i][j] = share * told[i - layout.baselines][j - layout.baselines];
                    }
                }
                return out;
            }
            for (DesignLayout.Coefficient c : layout.coefficients) {
                if (c.free() >= 0) {
                    out[c.free()][c.free()] +=
                            2.0 * histories.size() * spec.prior().of(c.process());
                }
            }
            return out;
        }

        /** What the data say of the coefficients at the maximum without them, the baselines being estimated too. */
        private double[][] informationOfCoefficients(FitOptions options) {
            double[] at = MaximumLikelihood.fit(likelihood.plain(), options, parameters -> parameters.clone())
                    .fold(best -> best, no -> no.bestSoFar());
            int p = layout.parameters();
            int b = layout.baselines;
            double[][] hessian = new double[p][p];
            likelihood.evaluate(likelihood.withoutEffects(at), new double[p], hessian);
            return CovariateFitter.informationOfCoefficients(hessian, b);
        }
    }

    /** The regularity that is best without covariates. */
    private static int bestK(CovariateSpecification spec, PurchaseHistories histories, FitOptions options) {
        PurchaseModel best = spec.family().fit(histories, options).fold(model -> model, no -> no.bestSoFar());
        return best instanceof BgCnbd bg ? bg.k() : best instanceof MbgCnbd mbg ? mbg.k() : 1;
    }
}
