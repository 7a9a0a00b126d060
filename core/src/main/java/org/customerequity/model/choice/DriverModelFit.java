package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a survey to a driver model: the design, what is searched in it, the verdict, the covariance, the report. */
final class DriverModelFit {
    private static final Logger LOG = LoggerFactory.getLogger(DriverModelFit.class);

    /** A variance inflation beyond which coefficients cannot be told apart well. */
    private static final double INFLATED = 10;

    /** So few clusters leave clustered errors too small. */
    private static final int FEW_CLUSTERS = 30;

    private static final double NEARLY_SINGULAR = 1e-8;

    private static final String LEVEL =
            "the likelihood is level along some combination of the coefficients, which these"
                    + " choices and weights do not identify (leave sub-drivers out, or use PrincipalComponents or Ridge)";

    private final BrandSurvey survey;
    private final ChoiceSpecification specification;
    private final SurveyDesign design;
    private final List<String> warnings = new ArrayList<>();

    /** What is searched: the design itself, or scores of factors in place of ratings. */
    private ChoiceRows rows;

    private List<String> names;

    /** From what is searched to the coefficients: a row a coefficient; no rows where they are the same. */
    private double[][] back = {};

    private double[] penalty;
    private String quasi = "";

    private DriverModelFit(BrandSurvey survey, ChoiceSpecification specification) {
        this.survey = survey;
        this.specification = specification;
        design = SurveyDesign.of(survey, specification.hasIntercepts(), specification.inertia());
        warnings.addAll(design.warnings());
        rows = design.rows;
        names = design.names;
        penalty = new double[names.size()];
        if (!design.likelihood) {
            quasi = "respondents differ in weight, or split their choice into shares";
        }
    }

    static FitOutcome<DriverModel> fit(BrandSurvey survey, ChoiceSpecification specification) {
        FitOutcome<DriverModel> outcome = new DriverModelFit(survey, specification).outcome();
        LOG.debug("{}", outcome.report());
        return outcome;
    }

    private FitOutcome<DriverModel> outcome() {
        boolean robust = isRobust();
        int[] clusters = clusters();
        Optional<String> obstacle = treat();
        LogitFitter fitter = new LogitFitter(rows);
        int free = names.size();
        if (obstacle.isEmpty()) {
            obstacle = Identification.obstacle(fitter, names, design.ratings, unpenalised());
        }
        if (obstacle.isEmpty() && rows.occasions() <= unpenalised()) {
            obstacle = Optional.of("there are " + rows.occasions() + " respondents with a choice for " + unpenalised()
                    + " coefficients (ask more, leave sub-drivers out, keep fewer factors, or use a Ridge)");
        }
        int groups = Arrays.stream(clusters).max().orElse(-1) + 1;
        boolean clustered = robust && groups < rows.occasions();
        if (obstacle.isEmpty() && clustered && groups <= free) {
            obstacle = Optional.of("clusters are " + groups + ", and must be more than the " + free
                    + " coefficients (some tens, better; or CoefficientErrors.robust)");
        }
        double[] ones = design.ones();
        double[] zeros = new double[free];
        if (obstacle.isPresent()) {
            double[] none = new double[design.names.size()];
            double equalShares = LogitKernel.value(rows, ones, zeros);
            return stopped(none, FitVerdict.NOT_CONVERGED, equalShares, 0, 0, obstacle.get());
        }
        LogitFit end =
                fitter.maximize(ones, zeros, penalty, specification.options().maxIterations());
        double[] estimates = carriedBack(end.coefficients);
        Optional<double[]> separated = Separation.find(fitter, end, ones, penalty);
        if (separated.isPresent()) {
            String reason = Separation.sentence(
                    separated.get(), names, design.ratings, design.rows, specification.inertia(), true);
            return stopped(estimates, FitVerdict.BOUNDARY, end.logLikelihood, end.gradientNorm, end.iterations, reason);
        }
        if (!end.converged() || !isCurved(end)) {
            return stopped(
                    estimates,
                    FitVerdict.NOT_CONVERGED,
                    end.logLikelihood,
                    end.gradientNorm,
                    end.iterations,
                    end.converged() ? LEVEL : end.message);
        }
        boolean flat = warnIfNearlySingular(fitter, end);
        if (clustered) {
            quasi = quasi.isEmpty() ? "respondents within a cluster resemble each other" : quasi;
            if (groups < FEW_CLUSTERS) {
                warnings.add("Clusters are few, " + groups + ": clustered errors are then too small"
                        + " (resample clusters instead, or take t with " + (groups - 1) + " degrees of freedom).");
            }
        }
        double[][] covariance = carriedBack(covariance(end, robust, clusters, groups));
        for (int c = 0; c < covariance.length; c++) {
            if (!(covariance[c][c] > 0 && covariance[c][c] < Double.POSITIVE_INFINITY)) {
                String reason = back.length == 0
                        ? LEVEL
                        : design.names.get(c)
                                + " has no part in the factors kept, which give it the coefficient 0 without"
                                + " an error (keep more factors)";
                return stopped(
                        estimates,
                        FitVerdict.NOT_CONVERGED,
                        end.logLikelihood,
                        end.gradientNorm,
                        end.iterations,
                        reason);
            }
        }
        warnOfTreatment(end);
        FitReport report = FitReport.ofCoefficients(
                flat ? FitVerdict.CONVERGED_FLAT : FitVerdict.CONVERGED,
                design.names,
                estimates,
                covariance,
                end.logLikelihood,
                end.gradientNorm,
                end.iterations,
                rows.occasions(),
                warnings);
        return new FitOutcome.Converged<>(model(estimates), quasi.isEmpty() ? report : report.asQuasiLikelihood(quasi));
    }

    /** Sets up what the treatment searches, or says why it cannot. */
    private Optional<String> treat() {
        double[] deviation = RatingComponents.deviations(design.rows);
        for (int s = 0; s < survey.subDrivers().size(); s++) {
            if (deviation[design.ratings + s] == 0) {
                return Optional.of(survey.subDrivers().get(s).name()
                        + " is not identified: all its ratings are the same (leave it out)");
            }
        }
        Collinearity treatment = specification.treatment();
        if (treatment instanceof PrincipalComponents components) {
            reduce(components);
        } else if (treatment instanceof Ridge ridge) {
            penalty = ridge.penalty(design);
            if (ridge.lambda() > 0) {
                quasi = "a ridge pulls the coefficients towards 0";
            }
        }
        return Optional.empty();
    }

    /** Scores of the first factors in place of the ratings. */
    private void reduce(PrincipalComponents treatment) {
        List<SubDriver> subDrivers = survey.subDrivers();
        RatingComponents components = RatingComponents.of(design, subDrivers);
        int k = treatment.factorsOf(components);
        int d = subDrivers.size();
        int before = design.ratings;
        int p = before + d;
        int q = before + k;
        back = new double[p][q];
        for (int c = 0; c < before; c++) {
            back[c][c] = 1;
        }
        names = new ArrayList<>(design.names.subList(0, before));
        for (int f = 0; f < k; f++) {
            names.add("factor " + (f + 1));
            for (int s = 0; s < d; s++) {
                back[before + s][before + f] = components.loading(s, f) / components.standardDeviation(s);
            }
        }
        double[] from = design.rows.z;
        double[] z = new double[from.length / p * q];
        for (int r = 0; r < from.length / p; r++) {
            System.arraycopy(from, r * p, z, r * q, before);
            for (int s = 0; s < d; s++) {
                double off = from[r * p + before + s] - components.mean(s);
                for (int f = 0; f < k; f++) {
                    z[r * q + before + f] += off * back[before + s][before + f];
                }
            }
        }
        LogitFitter ratings = new LogitFitter(design.rows);
        for (int s = 0; s < d; s++) {
            if (ratings.isConstant(before + s)) {
                warnings.add("For no respondent does " + subDrivers.get(s).name()
                        + " differ between the brands considered: its coefficient is that of its likeness to others.");
            }
        }
        rows = new ChoiceRows(q, rows.start, z, rows.share, rows.weight, rows.person);
        penalty = new double[q];
        if (k < d) {
            quasi = quasi.isEmpty()
                    ? "its " + p + " coefficients are made of " + q + " by principal components"
                    : quasi;
            warnings.add(String.format(
                    Locale.ROOT,
                    "Of %d factors of the ratings, %d were kept, with %.1f %% of the variance.",
                    d,
                    k,
                    100 * components.varianceShare(k)));
        }
    }

    /** Columns, from the first, that no ridge holds. */
    private int unpenalised() {
        int n = 0;
        while (n < penalty.length && penalty[n] == 0) {
            n++;
        }
        return n;
    }

    private boolean isRobust() {
        return switch (specification.errors().kind()) {
            case AUTOMATIC -> !design.likelihood;
            case MODEL_BASED -> {
                if (!design.likelihood) {
                    throw Require.bad(
                            "errors",
                            "must not be model-based where weights differ or choices are shares",
                            "see CoefficientErrors.robust",
                            specification.errors());
                }
                yield false;
            }
            case ROBUST, CLUSTERED, BY_SEGMENT -> true;
        };
    }

    /** The cluster of each occasion, numbered from 0 in order of appearance; each its own where none are asked for. */
    private int[] clusters() {
        CoefficientErrors errors = specification.errors();
        int[] given = errors.clusters();
        if (errors.kind() == CoefficientErrors.Kind.CLUSTERED && given.length != survey.size()) {
            throw Require.bad("clusters", "must be one a respondent, " + survey.size(), "", given.length);
        }
        Map<Integer, Integer> number = new HashMap<>();
        int[] out = new int[design.rows.occasions()];
        for (int o = 0; o < out.length; o++) {
            int i = design.rows.person[o];
            int label = switch (errors.kind()) {
                case CLUSTERED -> given[i];
                case BY_SEGMENT -> survey.segment(i);
                default -> i;
            };
            out[o] = number.computeIfAbsent(label, x -> number.size());
        }
        return out;
    }

    /** Whether the curvature has an inverse, so that there are standard errors. */
    private boolean isCurved(LogitFit end) {
        double[][] pulled = Curvature.information(end.hessian);
        for (int c = 0; c < penalty.length; c++) {
            pulled[c][c] += penalty[c];
        }
        return SymmetricMatrix.isPositiveDefinite(pulled);
    }

    /** The covariance of what was searched. */
    private double[][] covariance(LogitFit end, boolean robust, int[] clusters, int groups) {
        double[][] pulled = Curvature.information(end.hessian);
        boolean ridge = false;
        for (int c = 0; c < penalty.length; c++) {
            pulled[c][c] += penalty[c];
            ridge |= penalty[c] > 0;
        }
        double[][] inverse = SymmetricMatrix.inverse(pulled);
        if (!robust && !ridge) {
            return inverse;
        }
        double[][] middle = robust
                ? LogitKernel.scoreProducts(rows, end.coefficients, clusters, groups)
                : Curvature.information(end.hessian);
        double[][] out = between(inverse, middle);
        if (specification.errors().hasSmallSampleFactor()) {
            double factor = groups / (groups - 1.0);
            for (double[] row : out) {
                Arrays.setAll(row, j -> factor * row[j]);
            }
        }
        return out;
    }

    /** {@code A M A'}, exactly symmetric for symmetric M. */
    private static double[][] between(double[][] a, double[][] middle) {
        int p = a.length;
        int q = middle.length;
        double[][] half = new double[p][q];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < q; j++) {
                for (int k = 0; k < q; k++) {
                    half[i][j] += a[i][k] * middle[k][j];
                }
            }
        }
        double[][] out = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < q; k++) {
                    sum += half[i][k] * a[j][k];
                }
                out[i][j] = sum;
                out[j][i] = sum;
            }
        }
        return out;
    }

    private double[] carriedBack(double[] searched) {
        if (back.length == 0) {
            return searched;
        }
        double[] out = new double[back.length];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < searched.length; j++) {
                out[i] += back[i][j] * searched[j];
            }
        }
        return out;
    }

    private double[][] carriedBack(double[][] covariance) {
        return back.length == 0 ? covariance : between(back, covariance);
    }

    private boolean warnIfNearlySingular(LogitFitter fitter, LogitFit end) {
        int p = end.coefficients.length;
        double[][] information = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                double ridge = i == j ? penalty[i] : 0;
                information[i][j] = (ridge - end.hessian[i][j]) / (fitter.scale(i) * fitter.scale(j));
            }
        }
        double[] eigenvalues = SymmetricMatrix.eigenvalues(information);
        boolean flat = !(eigenvalues[0] > NEARLY_SINGULAR * eigenvalues[p - 1]);
        if (flat) {
            warnings.add(
                    "The curvature is nearly singular: some combination of the coefficients is hardly identified.");
        }
        return flat;
    }

    private void warnOfTreatment(LogitFit end) {
        if (specification.treatment() instanceof Ridge ridge && ridge.lambda() > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "A ridge with lambda %s pulls the coefficients towards 0: they are biased, standard errors are of"
                            + " their variance alone, and of %d coefficients %.2f are free.",
                    ridge.lambda(),
                    names.size(),
                    Ridge.effectiveParameters(end.hessian, penalty)));
        }
        if (back.length == 0 && survey.subDrivers().size() > 1) {
            RatingComponents components = RatingComponents.of(design, survey.subDrivers());
            int worst = 0;
            for (int s = 1; s < components.size(); s++) {
                worst = components.varianceInflation(s) > components.varianceInflation(worst) ? s : worst;
            }
            if (components.varianceInflation(worst) > INFLATED) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "Ratings are collinear: the variance inflation of %s is %.1f (see PrincipalComponents, Ridge).",
                        components.subDrivers().get(worst).name(),
                        components.varianceInflation(worst)));
            }
        }
    }

    private FitOutcome<DriverModel> stopped(
            double[] estimates,
            FitVerdict verdict,
            double logLikelihood,
            double gradientNorm,
            int iterations,
            String reason) {
        FitReport report = FitReport.ofCoefficients(
                verdict,
                design.names,
                estimates,
                new double[0][],
                logLikelihood,
                gradientNorm,
                iterations,
                rows.occasions(),
                warnings);
        return new FitOutcome.NotConverged<>(
                model(estimates), quasi.isEmpty() ? report : report.asQuasiLikelihood(quasi), reason);
    }

    private DriverModel model(double[] estimates) {
        return DriverModel.of(
                survey.brands(),
                survey.subDrivers(),
                specification.hasIntercepts(),
                specification.inertia(),
                estimates);
    }
}
