package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which covariates of paths bear on buying and on leaving, which of them alike, and how strongly they must prove themselves: what
 * {@link CovariateSpecification} is for covariates that do not change. Immutable.
 *
 * <pre>{@code
 *   CovariateCoding coding = TimeVaryingParetoNbd.codingOf(histories, "promotion", "season");
 *   FitOutcome<TimeVaryingParetoNbd> fit = TimeVaryingSpecification.of(coding, coding)
 *       .withEqualCoefficient("season")
 *       .withPrior(PriorStrength.worthObservations(50))
 *       .fit(histories);
 * }</pre>
 */
public final class TimeVaryingSpecification implements Serializable {
    private static final long serialVersionUID = 1;

    private final PathLayout layout;
    private final PriorStrength prior;

    private TimeVaryingSpecification(PathLayout layout, PriorStrength prior) {
        this.layout = layout;
        this.prior = prior;
    }

    /**
     * Of these covariates, without constraints and without a prior.
     *
     * @param purchaseCoding of purchases, numbers all, and how they are measured; {@link CovariateCoding#none} for none
     * @param dropoutCoding of dropout; may be the same
     */
    public static TimeVaryingSpecification of(CovariateCoding purchaseCoding, CovariateCoding dropoutCoding) {
        return new TimeVaryingSpecification(
                new PathLayout(purchaseCoding, dropoutCoding, List.of()), PriorStrength.none());
    }

    /** This with one coefficient for buying and leaving of each of these covariates, which bear on both and are measured alike. */
    public TimeVaryingSpecification withEqualCoefficient(String... names) {
        return new TimeVaryingSpecification(
                new PathLayout(layout.purchases(), layout.dropout(), List.of(Objects.requireNonNull(names, "names"))),
                prior);
    }

    /** This with coefficients drawn towards 0; see {@link PriorStrength}. */
    public TimeVaryingSpecification withPrior(PriorStrength newPrior) {
        return new TimeVaryingSpecification(layout, Objects.requireNonNull(newPrior, "newPrior"));
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the defaults. */
    public FitOutcome<TimeVaryingParetoNbd> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The maximum-likelihood model of a customer base, in the unit of the histories; with a prior, the maximum of the penalised
     * likelihood, whose report is no likelihood's and says so.
     *
     * <p>Newton's method on the logarithms of the baseline and the coefficients, with analytic derivatives, from the maximum of the
     * plain Pareto/NBD. Cost is linear in the periods of the paths.
     *
     * @throws IllegalArgumentException if there are no customers, somebody has no path with these covariates, or a covariate is the
     *     same throughout or made up of others; the message names it
     */
    public FitOutcome<TimeVaryingParetoNbd> fit(PurchaseHistories histories, FitOptions options) {
        Objects.requireNonNull(options, "options");
        PathLikelihood likelihood = ofData(histories);
        PeriodUnit unit = histories.unit();
        if (!prior.isNone()) {
            likelihood.penalise(prior, options);
        }
        FitOutcome<TimeVaryingParetoNbd> outcome = MaximumLikelihood.fit(
                likelihood, options, parameters -> TimeVaryingParetoNbd.of(layout, unit, parameters));
        if (prior.isNone()) {
            return outcome;
        }
        double penalty =
                likelihood.penalty(likelihood.searchPoint(outcome.report().estimates()));
        return CovariateFitter.unpenalised(outcome, penalty, prior);
    }

    /**
     * What {@link #fit} maximises without a prior, for {@link org.customerequity.fit.ProfileLikelihood} and checks of a fit.
     *
     * @throws IllegalArgumentException as {@link #fit(PurchaseHistories, FitOptions)}
     */
    public Likelihood likelihood(PurchaseHistories histories) {
        return ofData(histories);
    }

    private PathLikelihood ofData(PurchaseHistories histories) {
        Require.notEmpty(
                Objects.requireNonNull(histories, "histories").size(),
                "histories",
                "must have at least one customer",
                "there is nothing to fit to");
        return new PathLikelihood(histories, layout);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof TimeVaryingSpecification other && layout.equals(other.layout) && prior.equals(other.prior);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layout, prior);
    }

    /** {@code TimeVaryingSpecification[purchases [promotion], dropout [promotion], equal [], PriorStrength[none]]}. */
    @Override
    public String toString() {
        return "TimeVaryingSpecification[purchases " + layout.purchases().names() + ", dropout "
                + layout.dropout().names() + ", equal " + layout.equal() + ", " + prior + "]";
    }
}
