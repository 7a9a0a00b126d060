package org.customerequity.equity.measure;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.LogisticRegression;
import org.customerequity.internal.NormalQuantile;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The value of brands in a logit model of choice: what the brand's intercept, its utility net of price, is worth in money and
 * in share. Immutable.
 *
 * <pre>{@code
 *   utility             U_k = a_k + b p_k
 *   share               s_k = exp(U_k) / sum_j exp(U_j)
 *   price equivalent    w = (a_k - a_ref) / (-b)
 *   equalisation price  p = p_ref + w            at that price both have the same share
 *   incremental share   s_k - s_k with a_ref in place of a_k, all else as it is
 *   surplus a choice    (ln sum_j exp(U_j) - ln sum_(j != k) exp(U_j)) / (-b)
 *
 *   a_k  intercept of brand k        p_k  its price        b  price coefficient, < 0
 * }</pre>
 *
 * <p>Intercepts are identified only relative to each other: no method changes when a constant is added to all of them. A value
 * is therefore always against a reference brand, such as a private label.
 *
 * <p>Standard errors are by the delta method, from the covariance of intercepts and price coefficient
 * ({@link #withCovariance}); prices are taken as known.
 *
 * <p>W. A. Kamakura and G. J. Russell, Measuring Brand Value with Scanner Data, International Journal of Research in Marketing
 * 10(1), 1993. Equalisation prices go back to J. Swait, T. Erdem, J. Louviere and C. Dubelaar, The Equalization Price, in the
 * same issue; the surplus to K. A. Small and H. S. Rosen, Applied Welfare Economics with Discrete Choice Models, Econometrica
 * 49(1), 1981.
 */
public final class ChoiceBasedBrandValue implements Serializable {
    private static final long serialVersionUID = 1;

    /** Beyond this, differences of utilities are not finite. */
    private static final double LARGEST_UTILITY = 1e300;

    private final double priceCoefficient;
    private final List<Offer> offers;
    /** Of the intercepts and the price coefficient, which is last. */
    private final double @Nullable [][] covariance;

    /**
     * One brand of the choice set.
     *
     * @param brand its name
     * @param intercept its utility net of price; 0 for the base brand of most fits
     * @param price of one unit, {@code >= 0}
     */
    public record Offer(String brand, double intercept, CurrencyAmount price) implements Serializable {
        public Offer {
            Require.nonBlank(brand, "brand", "the name of the brand");
            intercept = Require.finite(intercept, "intercept", "utility net of price");
            Require.nonNegative(Objects.requireNonNull(price, "price").value(), "price", "of one unit of " + brand);
        }

        /** {@code Offer.of("Ours", 1.2, CurrencyAmount.of("EUR", 5))}. */
        public static Offer of(String brand, double intercept, CurrencyAmount price) {
            return new Offer(brand, intercept, price);
        }
    }

    private ChoiceBasedBrandValue(double priceCoefficient, List<Offer> offers, double @Nullable [][] covariance) {
        this.priceCoefficient = priceCoefficient;
        this.offers = offers;
        this.covariance = covariance;
    }

    /**
     * From a fitted logit model.
     *
     * @param priceCoefficient change of utility by one unit of currency of price, {@code < 0}
     * @param offers at least two, of different brands, priced in one currency
     */
    public static ChoiceBasedBrandValue of(double priceCoefficient, List<Offer> offers) {
        if (!(priceCoefficient < 0 && priceCoefficient > Double.NEGATIVE_INFINITY)) {
            throw Require.bad(
                    "priceCoefficient",
                    "must be finite and < 0",
                    "a price that attracts buyers stands for quality or promotion: fit the model with these, or without"
                            + " money values",
                    priceCoefficient);
        }
        Objects.requireNonNull(offers, "offers");
        Set<String> brands = new HashSet<>();
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = Objects.requireNonNull(offers.get(i), "offers[" + i + "]");
            CurrencyMismatchException.check(
                    offers.get(0).price().currency(), offer.price().currency());
            if (!brands.add(offer.brand())) {
                throw Require.bad("offers[" + i + "]", "must be another brand", "each is offered once", offer.brand());
            }
            double size = Math.abs(offer.intercept())
                    - priceCoefficient * offer.price().value();
            if (!(size <= LARGEST_UTILITY)) {
                throw Require.bad(
                        "offers[" + i + "]",
                        "must have a utility within +-" + LARGEST_UTILITY,
                        "intercept and price times the price coefficient",
                        offer);
            }
        }
        if (offers.size() < 2) {
            throw Require.bad("offers", "must be at least 2", "a choice is between brands", offers.size());
        }
        return new ChoiceBasedBrandValue(priceCoefficient, List.copyOf(offers), null);
    }

    /** {@code ChoiceBasedBrandValue.of(-0.45, Offer.of("Ours", 1.2, euro(5)), Offer.of("Label", 0, euro(4)))}. */
    public static ChoiceBasedBrandValue of(double priceCoefficient, Offer... offers) {
        return of(priceCoefficient, Arrays.asList(Objects.requireNonNull(offers, "offers")));
    }

    /**
     * These values with standard errors.
     *
     * @param newCovariance of the intercepts, in the order of the offers, and the price coefficient, last: symmetric, not negative
     *     definite in any direction; the base brand of the fit, whose intercept is fixed, has zeros
     */
    public ChoiceBasedBrandValue withCovariance(double[][] newCovariance) {
        int n = offers.size() + 1;
        if (Objects.requireNonNull(newCovariance, "newCovariance").length != n) {
            throw Require.bad(
                    "newCovariance",
                    "must have " + n + " rows",
                    "one an intercept, and the price coefficient last",
                    newCovariance.length);
        }
        double[][] copy = new double[n][];
        for (int i = 0; i < n; i++) {
            String name = "newCovariance[" + i + "]";
            copy[i] = Objects.requireNonNull(newCovariance[i], name).clone();
            if (copy[i].length != n) {
                throw Require.bad(name, "must have " + n + " values", "", copy[i].length);
            }
            for (int j = 0; j < n; j++) {
                copy[i][j] = Require.finite(copy[i][j], name + "[" + j + "]", "");
            }
            Require.nonNegative(copy[i][i], name + "[" + i + "]", "a variance");
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double size = Math.sqrt(copy[i][i]) * Math.sqrt(copy[j][j]);
                if (!(Math.abs(copy[i][j] - copy[j][i]) <= 1e-9 * size)) {
                    throw Require.bad(
                            "newCovariance[" + i + "][" + j + "]",
                            "must be that of the other triangle, " + copy[j][i],
                            "a covariance is symmetric",
                            copy[i][j]);
                }
            }
        }
        double[] eigenvalues = SymmetricMatrix.eigenvalues(copy);
        if (eigenvalues[0] < -1e-9 * Math.abs(eigenvalues[n - 1])) {
            throw Require.bad(
                    "newCovariance",
                    "must not give any sum a negative variance",
                    "its smallest eigenvalue must be >= 0",
                    eigenvalues[0]);
        }
        return new ChoiceBasedBrandValue(priceCoefficient, offers, copy);
    }

    /** Change of utility by one unit of currency of price, {@code < 0}. */
    public double priceCoefficient() {
        return priceCoefficient;
    }

    /** The brands of the choice set, in the order given. */
    public List<Offer> offers() {
        return offers;
    }

    /** The currency of all prices and values. */
    public Currency currency() {
        return offers.get(0).price().currency();
    }

    /** Whether {@link #withCovariance} has been told how uncertain the fit is. */
    public boolean hasCovariance() {
        return covariance != null;
    }

    /** What a difference in utility is worth: {@code utility / (-b)}. */
    public CurrencyAmount moneyFor(double utility) {
        return new CurrencyAmount(
                currency(), Require.finite(utility, "utility", "a difference of two") / -priceCoefficient);
    }

    /**
     * How much more than for the reference brand people pay for this one and are as glad: the price equivalent of its intercept,
     * or willingness-to-pay premium. Negative for a brand that is liked less.
     */
    public CurrencyAmount priceEquivalent(String brand, String reference) {
        return moneyFor(lift(index(brand, "brand"), index(reference, "reference")));
    }

    /**
     * {@link #priceEquivalent} with its standard error, in {@link #currency()}.
     *
     * @throws IllegalStateException without a covariance
     */
    public Estimate priceEquivalentEstimate(String brand, String reference) {
        int k = index(brand, "brand");
        int ref = index(reference, "reference");
        double value = moneyFor(lift(k, ref)).value();
        double[] slope = new double[offers.size() + 1];
        slope[k] += 1 / -priceCoefficient;
        slope[ref] -= 1 / -priceCoefficient;
        slope[offers.size()] = value / -priceCoefficient;
        return Estimate.of(value, error(slope));
    }

    /**
     * The interval of {@link #priceEquivalent} that holds its level also where the price coefficient is uncertain: the values w
     * for which {@code a_k - a_ref + w b} does not differ from 0. Where the price coefficient is certain it is that of
     * {@link #priceEquivalentEstimate}.
     *
     * <p>E. C. Fieller, Some Problems in Interval Estimation, Journal of the Royal Statistical Society B 16(2), 1954.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException without a covariance; or where the price coefficient does not differ from 0 at this level,
     *     so that no bounded interval exists
     */
    public Interval priceEquivalentInterval(String brand, String reference, double level) {
        int k = index(brand, "brand");
        int ref = index(reference, "reference");
        double z = NormalQuantile.ofLevel(level);
        int n = offers.size();
        double[][] c = requireCovariance();
        // numerator N = a_k - a_ref, denominator B = -b
        double top = lift(k, ref);
        double bottom = -priceCoefficient;
        double topVariance = Math.max(0, c[k][k] - 2 * c[k][ref] + c[ref][ref]);
        double both = c[ref][n] - c[k][n];
        double quadratic = bottom * bottom - z * z * c[n][n];
        if (!(quadratic > 0)) {
            throw new IllegalStateException("priceCoefficient must differ from 0 at the level " + level
                    + " for a bounded interval, was " + priceCoefficient + " with standard error "
                    + Math.sqrt(c[n][n]) + " (more data, or a lower level)");
        }
        double half = top * bottom - z * z * both;
        // half^2 - quadratic (N^2 - z^2 Var N), without the terms that cancel
        double discriminant = z
                * z
                * (bottom * bottom * topVariance
                        - 2 * top * bottom * both
                        + top * top * c[n][n]
                        - z * z * (topVariance * c[n][n] - both * both));
        double root = Math.sqrt(Math.max(0, discriminant));
        return new Interval((half - root) / quadratic, (half + root) / quadratic, level);
    }

    /**
     * The price at which the brand would have the reference brand's share, the latter's price as it is. Negative where people
     * would have to be paid to take it as often.
     */
    public CurrencyAmount equalisationPrice(String brand, String reference) {
        return offers.get(index(reference, "reference")).price().plus(priceEquivalent(brand, reference));
    }

    /** By how much the brand's price would have to fall for {@link #equalisationPrice}; negative where it could rise. */
    public CurrencyAmount priceCutToEqualise(String brand, String reference) {
        return offers.get(index(brand, "brand")).price().minus(equalisationPrice(brand, reference));
    }

    /** The brand's share of choices, in [0, 1]. */
    public double share(String brand) {
        return LogisticRegression.probability(lead(index(brand, "brand")));
    }

    /**
     * {@link #share} with its standard error; its interval is symmetric in the log-odds, or in the share where that rounds to 0
     * or 1.
     *
     * @throws IllegalStateException without a covariance
     */
    public Estimate shareEstimate(String brand) {
        int k = index(brand, "brand");
        double lead = lead(k);
        double share = LogisticRegression.probability(lead);
        double error = error(times(leadSlope(k), share * LogisticRegression.probability(-lead)));
        return new Estimate(share, error, share > 0 && share < 1 ? Estimate.Scale.LOGIT : Estimate.Scale.LINEAR);
    }

    /**
     * The share that the brand would lose if its intercept fell to the reference brand's, all prices and competitors as they
     * are: the share that is due to its name. Negative for a brand that is liked less than the reference, 0 for the reference.
     */
    public double incrementalShare(String brand, String reference) {
        int k = index(brand, "brand");
        double drop = lift(k, index(reference, "reference"));
        double now = lead(k);
        double then = now - drop;
        // of two logistic shares s(x) - s(y) = s(x) s(-y) (1 - e^(y - x)), in which nothing cancels or overflows
        return drop >= 0
                ? -LogisticRegression.probability(now) * LogisticRegression.probability(-then) * Math.expm1(-drop)
                : LogisticRegression.probability(then) * LogisticRegression.probability(-now) * Math.expm1(drop);
    }

    /**
     * {@link #incrementalShare} with its standard error.
     *
     * @throws IllegalStateException without a covariance
     */
    public Estimate incrementalShareEstimate(String brand, String reference) {
        int k = index(brand, "brand");
        int ref = index(reference, "reference");
        double lead = lead(k);
        double without = lead - lift(k, ref);
        double[] slope = leadSlope(k);
        double now = LogisticRegression.probability(lead) * LogisticRegression.probability(-lead);
        double then = LogisticRegression.probability(without) * LogisticRegression.probability(-without);
        double[] change = times(slope, now - then);
        change[k] += then;
        change[ref] -= then;
        return Estimate.of(incrementalShare(brand, reference), error(change));
    }

    /**
     * What the presence of the brand is worth to buyers, per choice: the expected surplus that they would lose if it went and
     * they chose among the rest.
     */
    public CurrencyAmount surplusPerChoice(String brand) {
        return moneyFor(softplus(lead(index(brand, "brand"))));
    }

    /**
     * {@link #surplusPerChoice} with its standard error, in {@link #currency()}.
     *
     * @throws IllegalStateException without a covariance
     */
    public Estimate surplusPerChoiceEstimate(String brand) {
        int k = index(brand, "brand");
        double lead = lead(k);
        double value = moneyFor(softplus(lead)).value();
        double[] slope = times(leadSlope(k), LogisticRegression.probability(lead) / -priceCoefficient);
        slope[offers.size()] += value / -priceCoefficient;
        // a brand that nobody would miss, to the last double
        return value > 0 ? Estimate.ofPositive(value, error(slope)) : Estimate.of(value, error(slope));
    }

    /**
     * What of the intercepts objective attributes of the products explain: the tangible part of brand value, and the rest.
     *
     * @param attributes names of the columns
     * @param values a row a brand, in the order of the offers
     * @see BrandAttributeRegression
     */
    public BrandAttributeRegression regressOn(List<String> attributes, double[][] values) {
        return BrandAttributeRegression.of(
                offers.stream().map(Offer::brand).toList(),
                offers.stream().mapToDouble(Offer::intercept).toArray(),
                attributes,
                values);
    }

    private int index(String brand, String name) {
        Objects.requireNonNull(brand, name);
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i).brand().equals(brand)) {
                return i;
            }
        }
        throw Require.bad(
                name,
                "must be one of the brands",
                String.join(", ", offers.stream().map(Offer::brand).toList()),
                brand);
    }

    private double lift(int k, int ref) {
        return offers.get(k).intercept() - offers.get(ref).intercept();
    }

    /** Utility of j less that of k, from differences, so that large intercepts cost no digits. */
    private double relative(int j, int k) {
        return lift(j, k)
                + priceCoefficient
                        * (offers.get(j).price().value() - offers.get(k).price().value());
    }

    /** Utility of k less the logarithm of the summed exponentials of the others: the log-odds of choosing it. */
    private double lead(int k) {
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < offers.size(); j++) {
            best = j == k ? best : Math.max(best, relative(j, k));
        }
        double sum = 0;
        for (int j = 0; j < offers.size(); j++) {
            sum += j == k ? 0 : Math.exp(relative(j, k) - best);
        }
        return -(best + Math.log(sum));
    }

    /** Derivatives of {@link #lead} in the intercepts and the price coefficient. */
    private double[] leadSlope(int k) {
        int n = offers.size();
        double[] slope = new double[n + 1];
        double lead = lead(k);
        for (int j = 0; j < n; j++) {
            if (j != k) {
                double among = Math.exp(relative(j, k) + lead);
                slope[j] = -among;
                slope[n] += among
                        * (offers.get(k).price().value() - offers.get(j).price().value());
            }
        }
        slope[k] = 1;
        return slope;
    }

    private double[][] requireCovariance() {
        if (covariance == null) {
            throw new IllegalStateException("covariance must be given for a standard error (use withCovariance)");
        }
        return covariance;
    }

    private double error(double[] slope) {
        double[][] c = requireCovariance();
        double sum = 0;
        for (int i = 0; i < slope.length; i++) {
            for (int j = 0; j < slope.length; j++) {
                sum += slope[i] * c[i][j] * slope[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    private static double[] times(double[] slope, double factor) {
        for (int i = 0; i < slope.length; i++) {
            slope[i] *= factor;
        }
        return slope;
    }

    private static double softplus(double x) {
        return -LogisticRegression.logProbability(-x);
    }

    /** What was read is checked as what is made. */
    private Object readResolve() {
        ChoiceBasedBrandValue checked = of(priceCoefficient, offers);
        return covariance == null ? checked : checked.withCovariance(covariance);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ChoiceBasedBrandValue other
                && priceCoefficient == other.priceCoefficient
                && offers.equals(other.offers)
                && Arrays.deepEquals(covariance, other.covariance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(priceCoefficient, offers, Arrays.deepHashCode(covariance));
    }

    /** {@code choice-based value of 3 brands, price coefficient -0.45 per EUR}. */
    @Override
    public String toString() {
        return "choice-based value of " + offers.size() + " brands, price coefficient " + priceCoefficient + " per "
                + currency() + (covariance == null ? "" : ", with covariance");
    }
}
