package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.fit.FitOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a driver model is set up and fitted. Immutable; each {@code with} returns a changed copy.
 *
 * <pre>{@code
 *   ChoiceSpecification.defaults()                            // as Rust, Lemon and Zeithaml: common inertia, no intercepts
 *       .withTreatment(PrincipalComponents.withEigenvaluesAbove(0.5))
 *       .withErrors(CoefficientErrors.bySegment())
 * }</pre>
 */
public final class ChoiceSpecification implements Serializable {
    private static final long serialVersionUID = 1;
    private static final ChoiceSpecification DEFAULTS = new ChoiceSpecification(
            false, Inertia.COMMON, Collinearity.direct(), CoefficientErrors.automatic(), FitOptions.defaults());

    private final boolean intercepts;
    private final Inertia inertia;
    private final Collinearity treatment;
    private final CoefficientErrors errors;
    private final FitOptions options;

    private ChoiceSpecification(
            boolean intercepts, Inertia inertia, Collinearity treatment, CoefficientErrors errors, FitOptions options) {
        this.intercepts = intercepts;
        this.inertia = inertia;
        this.treatment = treatment;
        this.errors = errors;
        this.options = options;
    }

    /** One inertia for all brands, no intercepts, every coefficient by maximum likelihood, errors by the kind of data. */
    public static ChoiceSpecification defaults() {
        return DEFAULTS;
    }

    /**
     * With an intercept for every brand after the first. They absorb all that ratings do not say of a brand; sub-drivers are then
     * told by differences between respondents only.
     */
    public ChoiceSpecification withIntercepts() {
        return new ChoiceSpecification(true, inertia, treatment, errors, options);
    }

    /** With another inertia. */
    public ChoiceSpecification withInertia(Inertia newInertia) {
        return new ChoiceSpecification(
                intercepts, Objects.requireNonNull(newInertia, "newInertia"), treatment, errors, options);
    }

    /** With another treatment of collinear ratings. */
    public ChoiceSpecification withTreatment(Collinearity newTreatment) {
        return new ChoiceSpecification(
                intercepts, inertia, Objects.requireNonNull(newTreatment, "newTreatment"), errors, options);
    }

    /** With other standard errors. */
    public ChoiceSpecification withErrors(CoefficientErrors newErrors) {
        return new ChoiceSpecification(
                intercepts, inertia, treatment, Objects.requireNonNull(newErrors, "newErrors"), options);
    }

    /** With another limit of the search. */
    public ChoiceSpecification withOptions(FitOptions newOptions) {
        return new ChoiceSpecification(
                intercepts, inertia, treatment, errors, Objects.requireNonNull(newOptions, "newOptions"));
    }

    /** Whether brands after the first have intercepts. */
    public boolean hasIntercepts() {
        return intercepts;
    }

    /** How inertia enters. */
    public Inertia inertia() {
        return inertia;
    }

    /** The treatment of collinear ratings. */
    public Collinearity treatment() {
        return treatment;
    }

    /** The standard errors. */
    public CoefficientErrors errors() {
        return errors;
    }

    /** How the fit searches. */
    public FitOptions options() {
        return options;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChoiceSpecification other
                && intercepts == other.intercepts
                && inertia == other.inertia
                && treatment.equals(other.treatment)
                && errors.equals(other.errors)
                && options.equals(other.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(intercepts, inertia, treatment, errors, options);
    }

    /** {@code no intercepts, inertia COMMON, Direct[], errors AUTOMATIC}. */
    @Override
    public String toString() {
        return (intercepts ? "intercepts" : "no intercepts") + ", inertia " + inertia + ", " + treatment + ", errors "
                + errors;
    }
}
