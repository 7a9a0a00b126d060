package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.jspecify.annotations.Nullable;

/**
 * Which covariates bear on buying and on leaving, how, and how strongly they must prove themselves. Immutable.
 *
 * <pre>{@code
 *   FitOutcome<CovariatePurchaseModel> fit = CovariateSpecification.of(PurchaseModelFamily.PARETO_NBD)
 *           .withPurchaseCovariates("channel", "season")
 *           .withDropoutCovariates("channel")
 *           .fit(histories.withCovariates(table));
 * }</pre>
 *
 * <p>Covariates multiply the rates of a customer; the shapes r and s are common to all.
 *
 * <pre>{@code
 *   alpha_i = alpha exp(-g1'z1_i)                                buying, all families but the BG/BB
 *   logit p_i = logit p + g1'z1_i,  alpha + beta common          buying at an opportunity, BG/BB
 * }</pre>
 *
 * <p>So exp(g1) multiplies the mean rate r/alpha of buying (in the BG/BB: the odds). What bears on leaving, {@link DropoutForm}
 * says; it is {@link DropoutForm#RATE} for lifetimes and {@link DropoutForm#MEAN} for chances to leave unless
 * {@link #withDropoutForm} says otherwise.
 *
 * <p>Numbers but flags are standardised and categories coded against the most frequent as {@link CovariateCoding} has it, unless
 * {@link #withoutStandardising} or {@link #withReference} says otherwise; the coding is learnt in the fit and kept with the model.
 *
 * <p>Covariates of the gamma-mixed rates: S. Gupta, Stochastic Models of Interpurchase Time with Time-Dependent Covariates, Journal of
 * Marketing Research 28(1), 1991, 1-15; P. S. Fader and B. G. S. Hardie, Incorporating Time-Invariant Covariates into the Pareto/NBD
 * and BG/NBD Models, note 2007.
 */
public final class CovariateSpecification implements Serializable {
    private static final long serialVersionUID = 1;

    /** Between these the largest of a number that is left as it is must be. */
    private static final double SMALL = 0.3;

    private static final double LARGE = 1000;

    private final PurchaseModelFamily family;
    private final int k;
    private final DropoutForm form;
    private final List<String> purchases;
    private final List<String> dropout;
    private final List<String> equal;
    private final List<FixedCoefficient> fixed;
    private final TreeMap<String, String> references;
    private final TreeSet<String> unstandardised;
    private final PriorStrength prior;
    private final @Nullable CovariateCoding given;

    private CovariateSpecification(
            PurchaseModelFamily family,
            int k,
            DropoutForm form,
            List<String> purchases,
            List<String> dropout,
            List<String> equal,
            List<FixedCoefficient> fixed,
            TreeMap<String, String> references,
            TreeSet<String> unstandardised,
            PriorStrength prior,
            @Nullable CovariateCoding given) {
        this.family = family;
        this.k = k;
        this.form = form;
        this.purchases = purchases;
        this.dropout = dropout;
        this.equal = equal;
        this.fixed = fixed;
        this.references = references;
        this.unstandardised = unstandardised;
        this.prior = prior;
        this.given = given;
    }

    /**
     * Of a family of models, without covariates yet.
     *
     * @throws IllegalArgumentException if nobody leaves in the family
     */
    public static CovariateSpecification of(PurchaseModelFamily family) {
        BaseFamily base = BaseFamily.of(Objects.requireNonNull(family, "family"));
        return new CovariateSpecification(
                family,
                base.isRegular() ? 0 : 1,
                base.hasLifetimes() ? DropoutForm.RATE : DropoutForm.MEAN,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                new TreeSet<>(),
                PriorStrength.none(),
                null);
    }

    /** This with these covariates of buying, in place of any before. */
    public CovariateSpecification withPurchaseCovariates(String... names) {
        return new CovariateSpecification(
                family, k, form, checked(names), dropout, equal, fixed, references, unstandardised, prior, given);
    }

    /** This with these covariates of leaving, in place of any before. */
    public CovariateSpecification withDropoutCovariates(String... names) {
        return new CovariateSpecification(
                family, k, form, purchases, checked(names), equal, fixed, references, unstandardised, prior, given);
    }

    private static List<String> checked(String... names) {
        Objects.requireNonNull(names, "names");
        for (String name : names) {
            Require.nonBlank(name, "names", "of covariates");
        }
        List<String> list = List.of(names);
        if (Arrays.stream(names).distinct().count() < names.length) {
            throw Require.bad("names", "must differ", "each covariate once", list);
        }
        return list;
    }

    /**
     * This with another way in which covariates bear on leaving.
     *
     * @throws IllegalArgumentException if the family has no such form: RATE is of lifetimes, the others of chances to leave
     */
    public CovariateSpecification withDropoutForm(DropoutForm newForm) {
        Objects.requireNonNull(newForm, "newForm");
        if ((newForm == DropoutForm.RATE) != base().hasLifetimes()) {
            throw Require.bad(
                    "newForm",
                    "must be one that the " + family.title() + " has",
                    base().hasLifetimes() ? "RATE" : "MEAN, TWO_INDEX or ONE_INDEX",
                    newForm);
        }
        return new CovariateSpecification(
                family, k, newForm, purchases, dropout, equal, fixed, references, unstandardised, prior, given);
    }

    /**
     * This with the same coefficients for buying and leaving: one free number for each column of each of these covariates, which
     * bear on both.
     */
    public CovariateSpecification withEqualCoefficient(String... names) {
        return new CovariateSpecification(
                family, k, form, purchases, dropout, checked(names), fixed, references, unstandardised, prior, given);
    }

    /**
     * This with a coefficient that is known and not estimated, as the 1 of an offset.
     *
     * @param column of the coding: the name of a number, or {@code channel=ads}
     * @param perUnit finite, a unit of the covariate as it is; not of the standardised column
     */
    public CovariateSpecification withFixedCoefficient(CovariateProcess process, String column, double perUnit) {
        FixedCoefficient one = new FixedCoefficient(process, column, perUnit);
        List<FixedCoefficient> more = new ArrayList<>(fixed);
        more.removeIf(f -> f.name().equals(one.name()));
        more.add(one);
        return new CovariateSpecification(
                family,
                k,
                form,
                purchases,
                dropout,
                equal,
                List.copyOf(more),
                references,
                unstandardised,
                prior,
                given);
    }

    /** This with a category measured against another than the most frequent. */
    public CovariateSpecification withReference(String name, String category) {
        Require.nonBlank(name, "name", "of a covariate");
        Require.nonBlank(category, "category", "the reference of " + name);
        TreeMap<String, String> more = new TreeMap<>(references);
        more.put(name, category);
        return new CovariateSpecification(
                family, k, form, purchases, dropout, equal, fixed, more, unstandardised, prior, given);
    }

    /** This with numbers taken as they are, as flags of zeros and ones always are; of order one, which a fit checks. */
    public CovariateSpecification withoutStandardising(String... names) {
        TreeSet<String> more = new TreeSet<>(unstandardised);
        more.addAll(checked(names));
        return new CovariateSpecification(
                family, k, form, purchases, dropout, equal, fixed, references, more, prior, given);
    }

    /**
     * This with columns measured as this coding has it, and not as the customers of the fit suggest: so that coefficients of segments,
     * cohorts, resamples or refits mean the same and may be compared and pooled. It takes the place of {@link #withReference} and
     * {@link #withoutStandardising}.
     *
     * <pre>{@code
     *   CovariateSpecification alike = spec.withCoding(spec.coding(all.covariates()));
     *   PoolingEstimator.of(Map.of("north", alike.likelihood(north), "south", alike.likelihood(south)), toModel);
     * }</pre>
     *
     * <p>A column that is the same for all customers of a fit, or made up of others, is then no bad input but data that cannot tell: a
     * segment without a category, a resample that missed it. The fit ends unconverged and says so.
     *
     * @param coding of the covariates named here, and perhaps of others
     */
    public CovariateSpecification withCoding(CovariateCoding coding) {
        Objects.requireNonNull(coding, "coding");
        return new CovariateSpecification(
                family, k, form, purchases, dropout, equal, fixed, references, unstandardised, prior, coding);
    }

    /** This with coefficients drawn towards 0; see {@link PriorStrength}. */
    public CovariateSpecification withPrior(PriorStrength newPrior) {
        Objects.requireNonNull(newPrior, "newPrior");
        return new CovariateSpecification(
                family, k, form, purchases, dropout, equal, fixed, references, unstandardised, newPrior, given);
    }

    /**
     * This with the regularity of a CNBD given; else a fit takes the k that is best without covariates.
     *
     * @param newK {@code > 0}; 1 is all that the other families know
     */
    public CovariateSpecification withK(int newK) {
        Require.positive(newK, "newK", "hidden events a purchase");
        if (newK != 1 && !base().isRegular()) {
            throw Require.bad("newK", "must be 1 in the " + family.title(), "only the CNBD knows others", newK);
        }
        return new CovariateSpecification(
                family, newK, form, purchases, dropout, equal, fixed, references, unstandardised, prior, given);
    }

    /** The family of the customers' own models. */
    public PurchaseModelFamily family() {
        return family;
    }

    /** How covariates bear on leaving. */
    public DropoutForm dropoutForm() {
        return form;
    }

    /** Covariates of buying. */
    public List<String> purchaseCovariates() {
        return purchases;
    }

    /** Covariates of leaving. */
    public List<String> dropoutCovariates() {
        return dropout;
    }

    /** Covariates with the same coefficients for both. */
    public List<String> equalCoefficients() {
        return equal;
    }

    /** What draws coefficients towards 0. */
    public PriorStrength prior() {
        return prior;
    }

    /** Whether the regularity of a CNBD is given; always in the other families, which have none. */
    public boolean hasK() {
        return k > 0;
    }

    /**
     * The regularity k of a CNBD; 1 in the other families.
     *
     * @throws IllegalStateException if it is left to a fit
     */
    public int k() {
        if (k == 0) {
            throw new IllegalStateException("k must be given (CovariateSpecification.withK) or chosen by a fit");
        }
        return k;
    }

    /** The coefficients that are given. */
    public List<FixedCoefficient> fixedCoefficients() {
        return fixed;
    }

    boolean hasCoding() {
        return given != null;
    }

    boolean isRegular() {
        return base().isRegular();
    }

    BaseFamily base() {
        return BaseFamily.of(family);
    }

    /** What a model keeps: all but how the coding was learnt and the fit was penalised. */
    CovariateSpecification structure() {
        return new CovariateSpecification(
                family,
                k,
                form,
                purchases,
                dropout,
                equal,
                fixed,
                new TreeMap<>(),
                new TreeSet<>(),
                PriorStrength.none(),
                null);
    }

    /** The names of all covariates, those of buying first. */
    List<String> names() {
        return Stream.concat(purchases.stream(), dropout.stream()).distinct().toList();
    }

    /**
     * The coding that a fit to these customers learns, or of the one given what it needs.
     *
     * @throws IllegalArgumentException as {@link CovariateCoding#of(CovariateTable, List)}; or if a reference or a number to be left
     *     as it is, is not among the covariates; or a number left as it is, is never larger than 0.3, or somewhere
     *     larger than 1000
     */
    public CovariateCoding coding(CovariateTable customers) {
        if (given != null) {
            Objects.requireNonNull(customers, "customers");
            return partOfGiven(given);
        }
        CovariateCoding coding = CovariateCoding.of(Objects.requireNonNull(customers, "customers"), names());
        for (Map.Entry<String, String> reference : references.entrySet()) {
            coding = coding.withReference(reference.getKey(), reference.getValue());
        }
        for (String name : unstandardised) {
            coding = coding.withoutStandardising(name);
            requireNearOne(name, customers.numbers(name));
        }
        return coding;
    }

    private CovariateCoding partOfGiven(CovariateCoding coding) {
        return CovariateCoding.ofCovariates(names().stream()
                .map(name -> coding.covariates()
                        .get(Require.indexOf(name, coding.names(), "covariate", "the coding that was given")))
                .toList());
    }

    /** A search in coefficients finds those of order one. */
    private static void requireNearOne(String name, double[] values) {
        double most = 0;
        for (double value : values) {
            most = Math.max(most, Math.abs(value));
        }
        if (most < SMALL || most > LARGE) {
            throw Require.bad(
                    "covariate \"" + name + '"',
                    "must be at most of a size between " + SMALL + " and " + LARGE + " to be left as it is",
                    "let it be standardised: CovariatePurchaseModel.coefficientsPerUnit says what a unit does",
                    most);
        }
    }

    /** {@link #fit(PurchaseHistories, FitOptions)} with the defaults. */
    public FitOutcome<CovariatePurchaseModel> fit(PurchaseHistories histories) {
        return fit(histories, FitOptions.defaults());
    }

    /**
     * The model at the maximum of the likelihood, or of what is left of it under the {@link #prior}.
     *
     * <p>Newton's method with analytic derivatives from the model without covariates and coefficients of 0; for a large base by way
     * of a part of it. Rows that share history and covariates count once. Parameters are logarithms ("ln alpha") and coefficients of
     * the coded columns ("purchases: channel=ads"); the report is on the scale LINEAR.
     *
     * <p>Under a prior the report's log-likelihood is LL, not J ({@link #objectivePerCustomer}); criteria and likelihood-ratio tests
     * are refused, and standard errors are those of the penalised curvature: they are of the shrunk coefficients and not for tests.
     *
     * @throws IllegalArgumentException if there are no customers; a covariate is missing, the same for all, or made up of others,
     *     where no coding was given; or there are more parameters than customers who bought again
     * @throws IllegalStateException if the histories have no covariates
     */
    public FitOutcome<CovariatePurchaseModel> fit(PurchaseHistories histories, FitOptions options) {
        return CovariateFitter.fit(this, histories, options);
    }

    /**
     * What a fit maximises, a customer: J = LL/N less the penalty, as {@link PriorStrength} has it.
     *
     * @param model of this specification, or of one that differs in the prior alone
     * @param histories those it was fitted to
     */
    public double objectivePerCustomer(CovariatePurchaseModel model, PurchaseHistories histories) {
        return CovariateFitter.objectivePerCustomer(this, model, histories);
    }

    /**
     * Likelihood of these histories, for {@link org.customerequity.fit.ProfileLikelihood}; without a penalty.
     *
     * @throws IllegalArgumentException as {@link #fit(PurchaseHistories)}
     */
    public Likelihood likelihood(PurchaseHistories histories) {
        return CovariateFitter.likelihood(this, histories);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CovariateSpecification other
                && family == other.family
                && k == other.k
                && form == other.form
                && purchases.equals(other.purchases)
                && dropout.equals(other.dropout)
                && equal.equals(other.equal)
                && fixed.equals(other.fixed)
                && references.equals(other.references)
                && unstandardised.equals(other.unstandardised)
                && prior.equals(other.prior)
                && Objects.equals(given, other.given);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                family, k, form, purchases, dropout, equal, fixed, references, unstandardised, prior, given);
    }

    /** {@code CovariateSpecification[Pareto/NBD, purchases [channel, season], dropout [channel] RATE]}. */
    @Override
    public String toString() {
        return "CovariateSpecification[" + family.title() + ", purchases " + purchases + ", dropout " + dropout + " "
                + form + (equal.isEmpty() ? "" : ", equal " + equal)
                + (fixed.isEmpty()
                        ? ""
                        : ", fixed "
                                + fixed.stream().map(FixedCoefficient::name).toList())
                + (prior.isNone() ? "" : ", " + prior) + (given == null ? "" : ", " + given) + "]";
    }
}
