package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.jspecify.annotations.Nullable;

/**
 * The driver model of brand choice with one set of coefficients for all respondents: a multinomial logit with inertia. See
 * {@link ChoiceCoefficients} for the formula.
 *
 * <p>Parameters, in this order: intercepts of the second to the last brand, if any (the first is the reference, with 0); inertia,
 * one or one a brand, if any; one coefficient a sub-driver. Immutable.
 */
public final class DriverModel implements ChoiceModel {
    private static final long serialVersionUID = 1;

    private final List<String> brands;
    private final List<SubDriver> subDrivers;
    private final boolean intercepts;
    private final Inertia inertia;
    private final double[] parameters;
    private final ChoiceCoefficients coefficients;

    private DriverModel(
            List<String> brands, List<SubDriver> subDrivers, boolean intercepts, Inertia inertia, double[] parameters) {
        this.brands = List.copyOf(brands);
        this.subDrivers = List.copyOf(subDrivers);
        this.intercepts = intercepts;
        this.inertia = Objects.requireNonNull(inertia, "inertia");
        this.parameters = parameters;
        int k = brands.size();
        double[] a = new double[k];
        double[] b0 = new double[k];
        int at = 0;
        for (int b = 1; intercepts && b < k; b++) {
            a[b] = parameters[at++];
        }
        if (inertia == Inertia.COMMON) {
            Arrays.fill(b0, parameters[at++]);
        }
        for (int b = 0; inertia == Inertia.BY_BRAND && b < k; b++) {
            b0[b] = parameters[at++];
        }
        this.coefficients = ChoiceCoefficients.of(a, b0, Arrays.copyOfRange(parameters, at, parameters.length));
    }

    /**
     * A model of given coefficients, such as published ones, without intercepts and with one inertia for all brands.
     *
     * @param inertia added to the utility of the brand bought last
     * @param drivers one a sub-driver, per point of the scale
     */
    public static DriverModel of(List<String> brands, List<SubDriver> subDrivers, double inertia, double... drivers) {
        double[] parameters = new double[1 + drivers.length];
        parameters[0] = inertia;
        System.arraycopy(drivers, 0, parameters, 1, drivers.length);
        return of(brands, subDrivers, false, Inertia.COMMON, parameters);
    }

    /**
     * A model of given parameters, in the order of {@link #parameterNames()}.
     *
     * @param intercepts whether the brands after the first have intercepts
     */
    public static DriverModel of(
            List<String> brands, List<SubDriver> subDrivers, boolean intercepts, Inertia inertia, double[] parameters) {
        List<String> names = names(brands, subDrivers, intercepts, inertia);
        Require.parameters(parameters, names);
        for (int i = 0; i < parameters.length; i++) {
            Require.finite(parameters[i], names.get(i), "a coefficient");
        }
        return new DriverModel(brands, subDrivers, intercepts, inertia, parameters.clone());
    }

    /**
     * Fitted by maximum likelihood, with one inertia for all brands and no intercepts.
     *
     * <pre>{@code
     *   maximise  sum over respondents of  w_i sum over k of s_ik ln P_ik,   s_ik  share of brand k in the next choice
     * }</pre>
     *
     * <p>Standard errors are those of the curvature where every respondent counts the same and chooses one brand. Where weights
     * differ or choices are shares they are robust, and the report refuses what needs a likelihood.
     *
     * @throws IllegalArgumentException if no respondent of some weight considers two brands and chooses the next
     */
    public static FitOutcome<DriverModel> fit(BrandSurvey survey) {
        return fit(survey, ChoiceSpecification.defaults());
    }

    /** {@link #fit(BrandSurvey)} with another treatment of collinear ratings. */
    public static FitOutcome<DriverModel> fit(BrandSurvey survey, Collinearity treatment) {
        return fit(survey, ChoiceSpecification.defaults().withTreatment(treatment));
    }

    /**
     * Fitted as specified. It does not converge, and says which column is why, where choices are separated, a coefficient is not
     * identified, or respondents or clusters are no more than coefficients. The gradient in the report is that in columns of unit
     * size, scores of factors where there are such.
     *
     * @throws IllegalArgumentException as {@link #fit(BrandSurvey)}; if errors do not suit the survey; if a number of factors
     *     is asked for that its ratings do not have
     */
    public static FitOutcome<DriverModel> fit(BrandSurvey survey, ChoiceSpecification specification) {
        return DriverModelFit.fit(
                Objects.requireNonNull(survey, "survey"), Objects.requireNonNull(specification, "specification"));
    }

    /**
     * Fitted to repeated purchases, of persons who are all alike; see {@link LatentClassModel} where they are not. Observations of the
     * report are persons, not purchases.
     *
     * <p>It does not converge where {@link #fit(BrandSurvey, ChoiceSpecification)} would not; robust errors need more persons than
     * coefficients.
     *
     * @param specification without principal components, ridge or clusters; robust errors are by person
     * @throws IllegalArgumentException if no person of some weight made a purchase with two brands on offer
     */
    public static FitOutcome<DriverModel> fit(BrandPanel panel, ChoiceSpecification specification) {
        return LatentClassFitter.of(panel, specification).fitCommon();
    }

    static List<String> names(List<String> brands, List<SubDriver> subDrivers, boolean intercepts, Inertia inertia) {
        List<String> names = new ArrayList<>();
        for (int b = 1; intercepts && b < brands.size(); b++) {
            names.add("intercept of " + brands.get(b));
        }
        switch (inertia) {
            case NONE -> {}
            case COMMON -> names.add("inertia");
            case BY_BRAND -> brands.forEach(brand -> names.add("inertia of " + brand));
        }
        subDrivers.forEach(subDriver -> names.add(subDriver.name()));
        return List.copyOf(names);
    }

    @Override
    public List<String> brands() {
        return brands;
    }

    @Override
    public List<SubDriver> subDrivers() {
        return subDrivers;
    }

    /** Whether the brands after the first have intercepts. */
    public boolean hasIntercepts() {
        return intercepts;
    }

    /** How inertia enters. */
    public Inertia inertia() {
        return inertia;
    }

    /** The coefficients of the utility. */
    public ChoiceCoefficients coefficients() {
        return coefficients;
    }

    @Override
    public int classes() {
        return 1;
    }

    @Override
    public ChoiceCoefficients coefficients(int ofClass) {
        if (ofClass != 0) {
            throw Require.bad("ofClass", "must be 0", "all respondents are alike", ofClass);
        }
        return coefficients;
    }

    @Override
    public double[][] membership(BrandSurvey survey) {
        SurveyFit.requireSame(this, survey);
        double[][] all = new double[survey.size()][1];
        for (double[] row : all) {
            row[0] = 1;
        }
        return all;
    }

    /**
     * The log-likelihood of every respondent of a survey: {@code w_i sum over k of s_ik ln P_ik}, and 0 for those who carry none.
     * What {@link org.customerequity.fit.RobustErrors} takes. Where all weights are equal they count as 1.
     *
     * @throws IllegalArgumentException if the survey has other brands or sub-drivers, or nobody in it carries likelihood
     */
    public double[] logLikelihood(BrandSurvey survey) {
        SurveyFit.requireSame(this, Objects.requireNonNull(survey, "survey"));
        ChoiceRows rows = SurveyDesign.of(survey, intercepts, inertia).rows;
        double[] out = new double[survey.size()];
        double[] p = new double[LogitKernel.widest(rows)];
        for (int o = 0; o < rows.occasions(); o++) {
            out[rows.person[o]] = rows.weight[o] * LogitKernel.logShare(rows, o, parameters, p);
        }
        return out;
    }

    @Override
    public List<String> parameterNames() {
        return names(brands, subDrivers, intercepts, inertia);
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public DriverModel withParameters(double... newParameters) {
        return of(brands, subDrivers, intercepts, inertia, newParameters);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DriverModel other
                && brands.equals(other.brands)
                && subDrivers.equals(other.subDrivers)
                && intercepts == other.intercepts
                && inertia == other.inertia
                && Arrays.equals(parameters, other.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, subDrivers, intercepts, inertia, Arrays.hashCode(parameters));
    }

    /** {@code inertia 0.849, quality 0.441, ...}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        List<String> names = parameterNames();
        for (int i = 0; i < parameters.length; i++) {
            s.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ').append(parameters[i]);
        }
        return s.toString();
    }
}
