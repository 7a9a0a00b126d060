package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario does to the equity of one brand.
 *
 * <pre>{@code
 *   change  dCE = CE under the scenario - CE today
 *   se      sqrt(g' V g),  g = d CE / d theta under the scenario - d CE / d theta today
 * }</pre>
 *
 * <p>Both equities carry the same parameters, so their difference is known better than either. The standard error is that of the
 * model's parameters; which respondents were asked is a further source, which a bootstrap of respondents shows. Immutable.
 */
public final class BrandChange implements Serializable {
    private static final long serialVersionUID = 1;

    private final EquityChange all;
    private final int brand;

    BrandChange(EquityChange all, int brand) {
        this.all = all;
        this.brand = brand;
    }

    /** The brand. */
    public String brand() {
        return all.brands().get(brand);
    }

    /** The change of every brand under the same scenario. */
    public EquityChange all() {
        return all;
    }

    /** Equity today. */
    public CurrencyAmount before() {
        return amount(all.before(brand));
    }

    /** Equity under the scenario. */
    public CurrencyAmount after() {
        return amount(all.after(brand));
    }

    /** Equity under the scenario less equity today. */
    public CurrencyAmount change() {
        return amount(all.change(brand));
    }

    /** The change over the equity today, {@code 0.012} for 1.2 %; undefined where that is not above 0. */
    public Ratio relativeChange() {
        double before = all.before(brand);
        return Ratio.of(
                all.change(brand), "change of equity", Math.max(0, before), before < 0 ? "positive equity" : "equity");
    }

    /** The brand's share in the equity of all brands today; undefined where that is not above 0. */
    public Ratio shareBefore() {
        return all.today().share(brand());
    }

    /** The brand's share in the equity of all brands under the scenario; undefined where that is not above 0. */
    public Ratio shareAfter() {
        return Delta.shareOf(all.after(brand), brand(), all.afterOfAll());
    }

    /** How likely those who bought the brand last buy it next, today; empty where nobody bought it last. */
    public OptionalDouble retentionBefore() {
        return optional(all.retention(brand, true));
    }

    /** How likely those who bought the brand last buy it next, under the scenario; empty where nobody bought it last. */
    public OptionalDouble retentionAfter() {
        return optional(all.retention(brand, false));
    }

    private static OptionalDouble optional(double x) {
        return Double.isNaN(x) ? OptionalDouble.empty() : OptionalDouble.of(x);
    }

    /**
     * The change, in the market's currency, with its standard error.
     *
     * @throws IllegalStateException if the model has no standard errors, because it was given and not fitted
     */
    public Estimate estimate() {
        return Estimate.of(
                all.change(brand), Delta.error(all.gradient(brand), all.today().covarianceOrThrow()));
    }

    /**
     * Where the change lies, by the delta method.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws IllegalStateException if the model has no standard errors
     */
    public Interval confidenceInterval(double level) {
        return estimate().confidenceInterval(level);
    }

    /**
     * The change under draws of the parameters, the same draw for the equity today and under the scenario.
     *
     * @param draws at least 100; 1,000 give an interval, 10,000 a good one
     * @throws IllegalStateException if the model has no standard errors
     */
    public SimulatedValue simulate(int draws, RandomGenerator random) {
        return SimulatedValue.of(simulated(new WhatIf(all.today()).parameterDraws(draws, random)));
    }

    double[] simulated(double[][] parameters) {
        WhatIf whatIf = new WhatIf(all.today());
        List<WhatIf.Case> cases = whatIf.cases(all.scenarios());
        double[] out = new double[parameters.length];
        for (int s = 0; s < out.length; s++) {
            out[s] = whatIf.changes(all.today().model().withParameters(parameters[s]), cases)[brand];
        }
        return out;
    }

    double[] gradient() {
        return all.gradient(brand);
    }

    /**
     * What the change returns on the spend that brings it about.
     *
     * @throws CurrencyMismatchException if the spend is in another currency than the market
     */
    public MarketingReturn costing(SpendStream spend, DiscountRate rate) {
        CurrencyMismatchException.check(
                all.today().market().currency(),
                Objects.requireNonNull(spend, "spend").currency());
        return new MarketingReturn(this, spend, Objects.requireNonNull(rate, "rate"));
    }

    private CurrencyAmount amount(double value) {
        return new CurrencyAmount(all.today().market().currency(), value);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandChange other && brand == other.brand && all.equals(other.all);
    }

    @Override
    public int hashCode() {
        return Objects.hash(all, brand);
    }

    /** {@code one: USD 2902397.65 (1.29 %) from one value by 0.2}. */
    @Override
    public String toString() {
        Ratio relative = relativeChange();
        String percent =
                relative.isDefined() ? String.format(java.util.Locale.ROOT, " (%.2f %%)", 100 * relative.value()) : "";
        return brand() + ": " + change().toMoney(java.math.RoundingMode.HALF_EVEN) + percent + " from "
                + all.scenario();
    }
}
