package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.jspecify.annotations.Nullable;

/**
 * A driver model of its own for every segment of a survey, fitted one by one. Immutable.
 *
 * <p>Whether segments differ at all is a likelihood-ratio test against the common model:
 *
 * <pre>{@code
 *   LikelihoodRatioTest.of(DriverModel.fit(survey).report(), SegmentedDriverModel.fit(survey).report())
 *
 *   LL = sum over segments of LL of the segment;   degrees of freedom = (segments - 1) coefficients
 * }</pre>
 *
 * <p>Parameters: those of the first segment, as of {@link DriverModel}, then of the second, and so on. Their covariance is zero between
 * segments, of which each has its own respondents.
 */
public final class SegmentedDriverModel implements ChoiceModel {
    private static final long serialVersionUID = 1;

    private final List<String> segments;
    private final List<DriverModel> models;

    private SegmentedDriverModel(List<String> segments, List<DriverModel> models) {
        this.segments = List.copyOf(segments);
        this.models = List.copyOf(models);
    }

    /**
     * A model of given segments.
     *
     * @param segments names, as in surveys
     * @param models one for each of the segments, all of the same brands and sub-drivers
     */
    public static SegmentedDriverModel of(List<String> segments, List<DriverModel> models) {
        Require.notEmpty(segments.size(), "segments", "must not be empty", "as in the survey");
        if (models.size() != segments.size()) {
            throw Require.bad("models", "must be one a segment, " + segments.size(), "", models.size());
        }
        if (segments.stream().distinct().count() < segments.size()) {
            throw Require.bad("segments", "must differ", "", segments);
        }
        DriverModel first = models.get(0);
        for (DriverModel other : models) {
            if (!other.brands().equals(first.brands()) || !other.subDrivers().equals(first.subDrivers())) {
                throw Require.bad(
                        "models",
                        "must have the same brands and sub-drivers",
                        "",
                        first.brands() + " " + first.subDrivers() + " and " + other.brands() + " "
                                + other.subDrivers());
            }
        }
        return new SegmentedDriverModel(segments, models);
    }

    /** Fits every segment of a survey by {@link ChoiceSpecification#defaults()}. */
    public static FitOutcome<SegmentedDriverModel> fit(BrandSurvey survey) {
        return fit(survey, ChoiceSpecification.defaults());
    }

    /**
     * Fits every segment of a survey in which somebody is. The outcome is not converged if one of the segments is not; the reason names
     * it.
     *
     * @throws IllegalArgumentException as {@link DriverModel#fit(BrandSurvey, ChoiceSpecification)}, of a segment
     */
    public static FitOutcome<SegmentedDriverModel> fit(BrandSurvey survey, ChoiceSpecification specification) {
        Objects.requireNonNull(specification, "specification");
        List<String> names = new ArrayList<>();
        List<DriverModel> models = new ArrayList<>();
        List<FitReport> reports = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        FitVerdict verdict = FitVerdict.CONVERGED;
        for (int s = 0; s < survey.segments().size(); s++) {
            int segment = s;
            int[] rows = IntStream.range(0, survey.size())
                    .filter(i -> survey.segment(i) == segment)
                    .toArray();
            if (rows.length == 0) {
                continue;
            }
            String name = survey.segments().get(s);
            names.add(name);
            if (!anyChoice(survey, rows)) {
                int p = DriverModel.names(
                                survey.brands(),
                                survey.subDrivers(),
                                specification.hasIntercepts(),
                                specification.inertia())
                        .size();
                models.add(DriverModel.of(
                        survey.brands(),
                        survey.subDrivers(),
                        specification.hasIntercepts(),
                        specification.inertia(),
                        new double[p]));
                reasons.add("segment " + name + ": nobody of some weight considers two brands and chooses the next");
                verdict = FitVerdict.NOT_CONVERGED;
                continue;
            }
            FitOutcome<DriverModel> outcome = fit(survey.rows(rows), ofRows(specification, survey, rows), name);
            models.add(outcome.fold(model -> model, not -> not.bestSoFar()));
            reports.add(outcome.report());
            if (outcome instanceof FitOutcome.NotConverged<DriverModel> not) {
                reasons.add("segment " + name + ": " + not.reason());
            }
            verdict = worse(verdict, outcome.report().verdict());
            for (String warning : outcome.report().warnings()) {
                warnings.add("Segment " + name + ": " + warning);
            }
        }
        if (clustersAcross(specification, survey)) {
            warnings.add("Some clusters have respondents of several segments: the covariance between segments, which is"
                    + " taken as 0, is not.");
        }
        SegmentedDriverModel model = of(names, models);
        FitReport report = report(model, reports, verdict, warnings);
        return reasons.isEmpty()
                ? new FitOutcome.Converged<>(model, report)
                : new FitOutcome.NotConverged<>(model, report, String.join("; ", reasons));
    }

    /** Clusters are given for the survey, of which a segment has some rows. */
    private static ChoiceSpecification ofRows(ChoiceSpecification of, BrandSurvey survey, int[] rows) {
        CoefficientErrors errors = of.errors();
        if (errors.kind() != CoefficientErrors.Kind.CLUSTERED) {
            return of;
        }
        if (errors.clusters().length != survey.size()) {
            throw Require.bad("clusters", "must be one a respondent, " + survey.size(), "", errors.clusters().length);
        }
        return of.withErrors(errors.ofRows(rows));
    }

    /** Whether respondents of different segments are in one cluster. */
    private static boolean clustersAcross(ChoiceSpecification specification, BrandSurvey survey) {
        int[] clusters = specification.errors().clusters();
        Map<Integer, Integer> segment = new HashMap<>();
        for (int i = 0; i < clusters.length; i++) {
            Integer other = segment.putIfAbsent(clusters[i], survey.segment(i));
            if (other != null && other != survey.segment(i)) {
                return true;
            }
        }
        return false;
    }

    private static FitOutcome<DriverModel> fit(BrandSurvey rows, ChoiceSpecification specification, String segment) {
        try {
            return DriverModel.fit(rows, specification);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("segment " + segment + ": " + e.getMessage(), e);
        }
    }

    private static boolean anyChoice(BrandSurvey survey, int[] rows) {
        for (int i : rows) {
            int considered = 0;
            for (int b = 0; b < survey.brands().size(); b++) {
                considered += survey.considers(i, b) ? 1 : 0;
            }
            if (survey.hasChoice(i) && survey.weight(i) > 0 && considered > 1) {
                return true;
            }
        }
        return false;
    }

    private static FitVerdict worse(FitVerdict a, FitVerdict b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static FitReport report(
            SegmentedDriverModel model, List<FitReport> reports, FitVerdict verdict, List<String> warnings) {
        double logLikelihood = 0;
        double norm = 0;
        int iterations = 0;
        long observations = 0;
        boolean errors = verdict == FitVerdict.CONVERGED || verdict == FitVerdict.CONVERGED_FLAT;
        boolean likelihood = true;
        for (FitReport r : reports) {
            logLikelihood += r.logLikelihood();
            norm = Math.max(norm, r.gradientNorm());
            iterations += r.iterations();
            observations += r.observations();
            errors &= r.hasStandardErrors();
            likelihood &= r.isLikelihood();
        }
        double[] estimates = model.parameters();
        double[][] covariance = new double[errors ? estimates.length : 0][estimates.length];
        int from = 0;
        for (FitReport r : reports) {
            double[][] block = errors ? r.covariance() : new double[0][];
            for (int i = 0; i < block.length; i++) {
                System.arraycopy(block[i], 0, covariance[from + i], from, block.length);
            }
            from += r.estimates().length;
        }
        FitReport report = FitReport.ofCoefficients(
                verdict,
                model.parameterNames(),
                estimates,
                covariance,
                logLikelihood,
                norm,
                iterations,
                observations,
                warnings);
        return likelihood
                ? report
                : report.asQuasiLikelihood(
                        "the likelihood of a segment is none: weights, shares or a treatment of ratings");
    }

    /** Names of the segments. */
    public List<String> segments() {
        return segments;
    }

    /** The model of a segment. */
    public DriverModel driverModel(String segment) {
        return models.get(Require.indexOf(segment, segments, "segment", ""));
    }

    @Override
    public List<String> brands() {
        return models.get(0).brands();
    }

    @Override
    public List<SubDriver> subDrivers() {
        return models.get(0).subDrivers();
    }

    /** How many segments: each is a class to which its respondents belong for certain. */
    @Override
    public int classes() {
        return models.size();
    }

    @Override
    public ChoiceCoefficients coefficients(int ofClass) {
        if (ofClass < 0 || ofClass >= models.size()) {
            throw Require.bad("ofClass", "must be from 0 to " + (models.size() - 1), "of " + segments, ofClass);
        }
        return models.get(ofClass).coefficients();
    }

    /**
     * 1 for the segment of a respondent, 0 for others.
     *
     * @throws IllegalArgumentException if a respondent is of a segment that has no model, or the survey has other brands or sub-drivers
     */
    @Override
    public double[][] membership(BrandSurvey survey) {
        SurveyFit.requireSame(this, survey);
        double[][] all = new double[survey.size()][models.size()];
        for (int i = 0; i < all.length; i++) {
            String segment = survey.segments().get(survey.segment(i));
            int at = segments.indexOf(segment);
            if (at < 0) {
                throw Require.bad(
                        "segment of " + survey.id(i), "must be one of " + segments, "see fit", '"' + segment + '"');
            }
            all[i][at] = 1;
        }
        return all;
    }

    @Override
    public List<String> parameterNames() {
        List<String> names = new ArrayList<>();
        for (int s = 0; s < models.size(); s++) {
            for (String name : models.get(s).parameterNames()) {
                names.add(segments.get(s) + ": " + name);
            }
        }
        return List.copyOf(names);
    }

    @Override
    public double[] parameters() {
        return models.stream()
                .flatMapToDouble(model -> Arrays.stream(model.parameters()))
                .toArray();
    }

    @Override
    public SegmentedDriverModel withParameters(double... newParameters) {
        Require.parameters(newParameters, parameterNames());
        List<DriverModel> changed = new ArrayList<>();
        int from = 0;
        for (DriverModel model : models) {
            int to = from + model.parameterNames().size();
            changed.add(model.withParameters(Arrays.copyOfRange(newParameters, from, to)));
            from = to;
        }
        return new SegmentedDriverModel(segments, changed);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SegmentedDriverModel other
                && segments.equals(other.segments)
                && models.equals(other.models);
    }

    @Override
    public int hashCode() {
        return Objects.hash(segments, models);
    }

    /** {@code business: inertia 0.9, quality 0.4; leisure: ...}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            s.append(i == 0 ? "" : "; ").append(segments.get(i)).append(": ").append(models.get(i));
        }
        return s.toString();
    }
}
