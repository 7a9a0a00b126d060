package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From choices to classes and a verdict. */
final class LatentClassFitter {
    private static final Logger LOG = LoggerFactory.getLogger(LatentClassFitter.class);

    /** A class with a smaller share has lost its customers. */
    private static final double EMPTY = 1e-8;

    /** A larger coefficient of a 0-1 column, or standardised coefficient of a rating, may have run off. */
    private static final double RUNAWAY = 10;

    /** Who is less likely in a class does not keep its choices from being separated. */
    private static final double NOT_IN_CLASS = 1e-6;

    /** Classes are equal whose standardised coefficients differ by less. */
    private static final double EQUAL = 1e-3;

    /** Starts of which only the height matters are climbed to the top from so many. */
    private static final int FINALISTS = 2;

    /** Half the 95 % point of chi-square with one degree of freedom, as for other models. */
    private static final double FLAT = 1.92;

    private static final double NEARLY_SINGULAR = 1e-8;
    private static final double SINGULAR = 1e-13;

    private static final String QUASI = "persons differ in weight, or split their choice into shares";

    private final List<String> brands;
    private final List<SubDriver> subDrivers;
    private final ChoiceSpecification specification;
    private final List<String> names;
    private final int ratings;
    private final ChoiceRows rows;
    private final boolean likelihood;
    private final boolean oneChoiceEach;
    private final List<String> warnings;
    private final LogitFitter fitter;

    /** Between collinear columns coefficients are large, of these coordinates they are not. */
    private final Whitening unit;

    private final LogitFitter searched;

    private LatentClassFitter(
            List<String> brands,
            List<SubDriver> subDrivers,
            ChoiceSpecification specification,
            List<String> names,
            int ratings,
            ChoiceRows rows,
            boolean likelihood,
            List<String> warnings) {
        this.brands = brands;
        this.subDrivers = subDrivers;
        this.specification = specification;
        this.names = names;
        this.ratings = ratings;
        this.rows = rows;
        this.likelihood = likelihood;
        this.oneChoiceEach = new LogitMixture(rows, 1).persons() == rows.occasions();
        this.warnings = warnings;
        this.fitter = new LogitFitter(rows);
        this.unit = fitter.unit();
        this.searched = fitter.whitened(unit);
    }

    private LatentClassSearch search(int classes) {
        return new LatentClassSearch(searched, fitter.standardised(), classes, specification.options());
    }

    /** From what is searched to coefficients of the columns as they are. */
    private double[] coefficients(double[] variables, int from) {
        double[] y = new double[names.size()];
        Arrays.setAll(y, i -> variables[from + i] / searched.scale(i));
        double[] b = unit.old(y);
        Arrays.setAll(b, i -> b[i] / fitter.scale(i));
        return b;
    }

    /** From coefficients of the columns as they are to what is searched. */
    private double[] variables(double[] b) {
        double[] u = b.clone();
        Arrays.setAll(u, i -> u[i] * fitter.scale(i));
        double[] y = unit.coordinates(u);
        Arrays.setAll(y, i -> y[i] * searched.scale(i));
        return y;
    }

    static LatentClassFitter of(BrandPanel panel, ChoiceSpecification specification) {
        Objects.requireNonNull(panel, "panel");
        check(specification);
        PanelDesign design = PanelDesign.of(panel, specification.hasIntercepts(), specification.inertia());
        return new LatentClassFitter(
                panel.brands(),
                panel.subDrivers(),
                specification,
                design.names,
                design.ratings,
                design.rows,
                design.likelihood,
                design.warnings());
    }

    static LatentClassFitter of(BrandSurvey survey, ChoiceSpecification specification) {
        Objects.requireNonNull(survey, "survey");
        check(specification);
        SurveyDesign design = SurveyDesign.of(survey, specification.hasIntercepts(), specification.inertia());
        return new LatentClassFitter(
                survey.brands(),
                survey.subDrivers(),
                specification,
                design.names,
                design.ratings,
                design.rows,
                design.likelihood,
                design.warnings());
    }

    private static void check(ChoiceSpecification specification) {
        Objects.requireNonNull(specification, "specification");
        if (!(specification.treatment() instanceof Collinearity.Direct)) {
            throw Require.bad(
                    "treatment", "must be direct", "of a panel, and of latent classes", specification.treatment());
        }
        switch (specification.errors().kind()) {
            case AUTOMATIC, MODEL_BASED, ROBUST -> {}
            case CLUSTERED, BY_SEGMENT ->
                throw Require.bad(
                        "errors", "must not be clustered", "robust ones are by person already", specification.errors());
        }
    }

    /** Refuses choices of which log-likelihoods cannot be compared. */
    void requireLikelihood() {
        if (!likelihood) {
            throw new IllegalArgumentException("persons must count the same and choose one brand each, to compare"
                    + " log-likelihoods (weights and shares make none; compare by a holdout score)");
        }
    }

    FitOutcome<LatentClassModel> fit(int classes, long seed, int starts) {
        FitOutcome<LatentClassModel> outcome = outcome(classes, seed, starts);
        LOG.debug("{}", outcome.report());
        return outcome;
    }

    private FitOutcome<LatentClassModel> outcome(int classes, long seed, int starts) {
        Require.positive(classes, "classes", "1 is the common model");
        boolean sandwich = sandwich();
        int count = classes * names.size() + classes - 1;
        LogitMixture raw = new LogitMixture(rows, classes);
        // one class is told by choices; what sets classes apart, and a robust error, by persons
        boolean byPerson = classes > 1 || sandwich;
        int pieces = byPerson ? raw.persons() : rows.occasions();
        // scores sum to 0: as many as coefficients have no sandwich of full rank
        if (count > pieces || (classes == 1 || sandwich) && count == pieces) {
            return notTried(
                    raw,
                    count + " parameters are more than can be told from " + pieces
                            + (byPerson ? " persons" : " choices") + (classes > 1 ? ": fewer classes" : ""));
        }
        Optional<String> obstacle = Identification.obstacle(fitter, names, ratings, names.size());
        if (obstacle.isPresent()) {
            return notTried(raw, obstacle.get());
        }
        if (classes == 1) {
            return ofOneClass(raw, sandwich);
        }
        LatentClassSearch search = search(classes);
        LatentClassSearch.End end = search.search(seed, starts);
        double[] theta = inOrder(raw, end.maximum().point());
        LatentClassModel model = model(raw, theta);
        double[] gradient = new double[count];
        double[][] hessian = new double[count][count];
        double value = raw.evaluate(theta, gradient, hessian);
        double norm = 0;
        for (double g : gradient) {
            norm = Math.max(norm, Math.abs(g));
        }
        Optional<String> limit = limit(raw, theta, end.maximum().converged());
        double[][] scaled = rescaled(raw, hessian);
        double[] curvature = SymmetricMatrix.eigenvalues(Curvature.information(scaled));
        boolean singular = !(curvature[0] > SINGULAR * curvature[curvature.length - 1]);
        Optional<String> equal = equal(raw, theta);
        if (limit.isPresent() || equal.isPresent() || singular || !end.maximum().converged()) {
            String reason = limit.or(() -> equal)
                    .orElseGet(() -> singular
                            ? "the likelihood is level along some combination of the parameters, which these choices do"
                                    + " not identify: fewer classes"
                            : end.maximum().message());
            FitVerdict verdict = limit.isPresent() ? FitVerdict.BOUNDARY : FitVerdict.NOT_CONVERGED;
            return new FitOutcome.NotConverged<>(
                    model,
                    report(raw, verdict, theta, new double[0][], value, norm, end.iterations(), warnings),
                    reason);
        }
        List<String> more = new ArrayList<>(warnings);
        warn(more, raw, theta, end);
        boolean flat = curvature[0] < NEARLY_SINGULAR * curvature[curvature.length - 1];
        if (flat) {
            more.add("The curvature is nearly singular: some combination of the parameters is not identified.");
        }
        if (likelihood) {
            double loss = value - highestOfOneClassLess(raw, theta);
            if (loss < FLAT) {
                flat = true;
                more.add("The data do not tell " + classes
                        + " classes from one class less: its log-likelihood is lower by only "
                        + number(Math.max(0, loss)) + ".");
            }
        }
        double[][] covariance = rescaled(raw, Curvature.covariance(scaled));
        if (sandwich) {
            covariance = sandwich(covariance, raw.scoreProducts(theta));
        }
        return new FitOutcome.Converged<>(
                model,
                report(
                        raw,
                        flat ? FitVerdict.CONVERGED_FLAT : FitVerdict.CONVERGED,
                        theta,
                        covariance,
                        value,
                        norm,
                        end.iterations(),
                        more));
    }

    /** A concave likelihood: no classes, no starts, and what has no maximum can be told for certain. */
    private FitOutcome<LatentClassModel> ofOneClass(LogitMixture raw, boolean sandwich) {
        int p = names.size();
        double[] ones = new double[rows.persons()];
        Arrays.fill(ones, 1);
        LogitFit end = fitter.maximize(
                ones, new double[p], new double[p], specification.options().maxIterations());
        double[] b = end.coefficients;
        LatentClassModel model = model(raw, b);
        Optional<double[]> separated = Separation.find(fitter, end, ones, new double[p]);
        double[] curvature = SymmetricMatrix.eigenvalues(Curvature.information(rescaled(raw, end.hessian)));
        boolean singular = !(curvature[0] > SINGULAR * curvature[p - 1]);
        if (separated.isPresent() || singular || !end.converged()) {
            String reason = separated
                    .map(d -> Separation.sentence(d, names, ratings, rows, specification.inertia(), false))
                    .orElse(
                            singular && end.converged()
                                    ? "the likelihood is level along some combination of the coefficients, which these"
                                            + " choices and weights do not identify (leave sub-drivers out)"
                                    : end.message);
            FitVerdict verdict = separated.isPresent() ? FitVerdict.BOUNDARY : FitVerdict.NOT_CONVERGED;
            return new FitOutcome.NotConverged<>(
                    model,
                    report(
                            raw,
                            verdict,
                            b,
                            new double[0][],
                            end.logLikelihood,
                            end.gradientNorm,
                            end.iterations,
                            warnings),
                    reason);
        }
        List<String> more = new ArrayList<>(warnings);
        boolean flat = curvature[0] < NEARLY_SINGULAR * curvature[p - 1];
        if (flat) {
            more.add("The curvature is nearly singular: some combination of the coefficients is hardly identified.");
        }
        double[][] covariance = rescaled(raw, Curvature.covariance(rescaled(raw, end.hessian)));
        if (sandwich) {
            covariance = sandwich(covariance, raw.scoreProducts(b));
        }
        return new FitOutcome.Converged<>(
                model,
                report(
                        raw,
                        flat ? FitVerdict.CONVERGED_FLAT : FitVerdict.CONVERGED,
                        b,
                        covariance,
                        end.logLikelihood,
                        end.gradientNorm,
                        end.iterations,
                        more));
    }

    /** The common model, of one class. */
    FitOutcome<DriverModel> fitCommon() {
        FitOutcome<LatentClassModel> outcome = fit(1, 0, 1);
        FitReport of = outcome.report();
        FitReport report = FitReport.ofCoefficients(
                of.verdict(),
                names,
                of.estimates(),
                of.hasStandardErrors() ? of.covariance() : new double[0][],
                of.logLikelihood(),
                of.gradientNorm(),
                of.iterations(),
                of.observations(),
                of.warnings());
        FitReport named = likelihood ? report : report.asQuasiLikelihood(QUASI);
        return outcome.fold(
                model -> new FitOutcome.Converged<>(model.driverModel(0), named),
                not -> new FitOutcome.NotConverged<>(not.bestSoFar().driverModel(0), named, not.reason()));
    }

    /** How surely persons fall into classes; see {@link LatentClasses.Candidate}. */
    double entropyR2(LatentClassModel model) {
        if (model.classes() == 1) {
            return 1;
        }
        double sum = 0;
        double[][] posterior = new LogitMixture(rows, model.classes()).posterior(model.parameters());
        for (double[] q : posterior) {
            for (double x : q) {
                sum += x > 0 ? x * Math.log(x) : 0;
            }
        }
        // equal classes end up some rounding below 0
        return Math.max(0, 1 + sum / (posterior.length * Math.log(model.classes())));
    }

    /** The highest log-likelihood found with so many classes, whatever the verdict would be. */
    double highest(int classes, long seed, int starts) {
        return search(classes).search(seed, starts, FINALISTS).maximum().value();
    }

    private boolean sandwich() {
        return switch (specification.errors().kind()) {
            case AUTOMATIC -> !likelihood;
            case ROBUST -> true;
            default -> {
                if (!likelihood) {
                    throw Require.bad(
                            "errors",
                            "must be robust, or automatic",
                            "weights and shares make no likelihood",
                            specification.errors());
                }
                yield false;
            }
        };
    }

    private FitOutcome<LatentClassModel> notTried(LogitMixture raw, String reason) {
        double[] level = new double[raw.variables()];
        double[] gradient = new double[level.length];
        double value = raw.evaluate(level, gradient, new double[level.length][level.length]);
        double norm = 0;
        for (double g : gradient) {
            norm = Math.max(norm, Math.abs(g));
        }
        FitReport report = report(raw, FitVerdict.NOT_CONVERGED, level, new double[0][], value, norm, 0, warnings);
        return new FitOutcome.NotConverged<>(model(raw, level), report, reason);
    }

    private FitReport report(
            LogitMixture raw,
            FitVerdict verdict,
            double[] theta,
            double[][] covariance,
            double value,
            double norm,
            int iterations,
            List<String> sentences) {
        FitReport report = FitReport.ofCoefficients(
                verdict,
                LatentClassModel.names(raw.classes(), names),
                theta,
                covariance,
                value,
                norm,
                iterations,
                raw.persons(),
                sentences);
        return likelihood ? report : report.asQuasiLikelihood(QUASI);
    }

    private LatentClassModel model(LogitMixture raw, double[] theta) {
        List<DriverModel> classes = new ArrayList<>();
        for (int c = 0; c < raw.classes(); c++) {
            classes.add(DriverModel.of(
                    brands,
                    subDrivers,
                    specification.hasIntercepts(),
                    specification.inertia(),
                    Arrays.copyOfRange(theta, raw.from(c), raw.from(c) + names.size())));
        }
        double[] equal = new double[raw.classes()];
        Arrays.fill(equal, 1.0 / raw.classes());
        return LatentClassModel.of(equal, classes).withParameters(theta);
    }

    /** In coefficients of the columns as they are, classes by share, the largest first, then by the first coefficient. */
    private double[] inOrder(LogitMixture raw, double[] standard) {
        int classes = raw.classes();
        double[] t = new double[classes];
        System.arraycopy(standard, 0, t, 1, classes - 1);
        Integer[] order = new Integer[classes];
        Arrays.setAll(order, c -> c);
        Arrays.sort(order, (c, d) -> {
            int byShare = Double.compare(t[d], t[c]);
            return byShare != 0
                    ? byShare
                    : Double.compare(coefficients(standard, raw.from(c))[0], coefficients(standard, raw.from(d))[0]);
        });
        double[] theta = new double[raw.variables()];
        for (int c = 0; c < classes; c++) {
            if (c > 0) {
                theta[c - 1] = t[order[c]] - t[order[0]];
            }
            System.arraycopy(coefficients(standard, raw.from(order[c])), 0, theta, raw.from(c), names.size());
        }
        return theta;
    }

    /** Why there is no maximum inside the range of the parameters. */
    private Optional<String> limit(LogitMixture raw, double[] theta, boolean converged) {
        double[] pi = raw.shares(theta);
        for (int c = 0; c < pi.length; c++) {
            if (pi[c] < EMPTY) {
                return Optional.of("class " + (c + 1) + " of " + pi.length + " empties, its share is " + number(pi[c])
                        + ": fewer classes describe the choices as well");
            }
        }
        List<String> run = new ArrayList<>();
        double[][] q = raw.posterior(theta);
        for (int c = 0; c < pi.length; c++) {
            addSeparated(run, raw, theta, q, c);
        }
        if (run.isEmpty() && !converged) {
            for (String large : runaways(raw, theta)) {
                run.add(large + " runs off");
            }
        }
        return run.isEmpty()
                ? Optional.empty()
                : Optional.of("the choices of a class are separated: " + String.join(" and ", run) + ": fewer classes");
    }

    /** What runs off in the logit of those who may belong to a class. */
    private void addSeparated(List<String> run, LogitMixture raw, double[] theta, double[][] q, int ofClass) {
        int p = names.size();
        double[] weight = new double[rows.persons()];
        for (int g = 0; g < q.length; g++) {
            weight[rows.person[raw.firstOccasion(g)]] = q[g][ofClass] < NOT_IN_CLASS ? 0 : q[g][ofClass];
        }
        double[] b = Arrays.copyOfRange(theta, raw.from(ofClass), raw.from(ofClass) + p);
        LogitFit end = fitter.maximize(
                weight, b, new double[p], specification.options().maxIterations());
        Separation.find(fitter, end, weight, new double[p])
                .ifPresent(direction ->
                        run.addAll(Separation.runningOff(direction, i -> names.get(i) + " of class " + (ofClass + 1))));
    }

    private List<String> runaways(LogitMixture raw, double[] theta) {
        List<String> run = new ArrayList<>();
        for (int c = 0; c < raw.classes(); c++) {
            for (int i = 0; i < names.size(); i++) {
                double b = theta[raw.from(c) + i];
                if (Math.abs(b) * (i < ratings ? 1 : fitter.scale(i)) > RUNAWAY) {
                    run.add(names.get(i) + " of class " + (c + 1));
                }
            }
        }
        return run;
    }

    /** The highest of the log-likelihoods reached when two of the classes are made one. */
    private double highestOfOneClassLess(LogitMixture raw, double[] theta) {
        LatentClassSearch fewer = search(raw.classes() - 1);
        double[] pi = raw.shares(theta);
        int p = names.size();
        double highest = Double.NEGATIVE_INFINITY;
        for (int into = 0; into < raw.classes(); into++) {
            for (int gone = into + 1; gone < raw.classes(); gone++) {
                double[] merged = new double[fewer.mixture().variables()];
                double[] share = new double[raw.classes() - 1];
                for (int c = 0, at = 0; c < raw.classes(); c++) {
                    if (c == gone) {
                        continue;
                    }
                    share[at] = c == into ? pi[into] + pi[gone] : pi[c];
                    double other = c == into ? pi[gone] / share[at] : 0;
                    double[] b = new double[p];
                    for (int i = 0; i < p; i++) {
                        b[i] = (1 - other) * theta[raw.from(c) + i] + other * theta[raw.from(gone) + i];
                    }
                    System.arraycopy(variables(b), 0, merged, fewer.mixture().from(at), p);
                    if (at > 0) {
                        merged[at - 1] = Math.log(share[at] / share[0]);
                    }
                    at++;
                }
                highest = Math.max(highest, fewer.top(merged));
            }
        }
        return highest;
    }

    private Optional<String> equal(LogitMixture raw, double[] theta) {
        for (int c = 1; c < raw.classes(); c++) {
            for (int d = 0; d < c; d++) {
                double most = 0;
                for (int i = 0; i < names.size(); i++) {
                    double gap = theta[raw.from(c) + i] - theta[raw.from(d) + i];
                    most = Math.max(most, Math.abs(gap) * fitter.scale(i));
                }
                if (most < EQUAL) {
                    return Optional.of("classes " + (d + 1) + " and " + (c + 1)
                            + " are equal: fewer classes describe the choices as well");
                }
            }
        }
        return Optional.empty();
    }

    private void warn(List<String> sentences, LogitMixture raw, double[] theta, LatentClassSearch.End end) {
        double[] pi = raw.shares(theta);
        for (int c = 0; c < pi.length; c++) {
            double persons = pi[c] * raw.persons();
            if (persons < 2 * names.size()) {
                sentences.add("Class " + (c + 1) + " has about " + number(persons) + " persons for " + names.size()
                        + " coefficients: too few to rely on.");
            }
        }
        for (String large : runaways(raw, theta)) {
            sentences.add("A coefficient is large, " + large
                    + ": a class whose choices are nearly certain, or ratings that are collinear.");
        }
        if (2 * end.reached() < end.starts()) {
            sentences.add("Only " + end.reached() + " of " + end.starts()
                    + " starts reached the highest log-likelihood: more starts may find a higher one.");
        }
        if (oneChoiceEach) {
            sentences.add("With one choice of each respondent, classes are told apart by the shape of the choice"
                    + " probabilities alone: prefer a panel of repeated choices.");
        }
    }

    /**
     * Carries a Hessian from the columns as they are to standardised ones, where the size of an eigenvalue means something, and a
     * covariance back: a coefficient is the standardised one over the scale of its column, so that both are divided by the scales.
     */
    private double[][] rescaled(LogitMixture raw, double[][] a) {
        double[][] out = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                out[i][j] = a[i][j] / unit(raw, i) / unit(raw, j);
            }
        }
        return out;
    }

    private double unit(LogitMixture raw, int variable) {
        return variable < raw.from(0) ? 1 : fitter.scale((variable - raw.from(0)) % names.size());
    }

    private static double[][] sandwich(double[][] bread, double[][] meat) {
        return product(product(bread, meat), bread);
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] out = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a.length; k++) {
                for (int j = 0; j < a.length; j++) {
                    out[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return out;
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.3g", x);
    }
}
