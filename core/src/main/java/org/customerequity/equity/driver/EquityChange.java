package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.value.CurrencyAmount;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario does to the equity of every brand, against today. Immutable.
 *
 * <p>What is expected where the scenario reaches a share of respondents only, or is one of several that may happen.
 */
public final class EquityChange implements Serializable {
    private static final long serialVersionUID = 1;

    private final WhatIf market;
    private final List<WhatIf.Weighted> scenarios;
    private final double[] after;
    private final double[] retentionBefore;
    private final double[] retentionAfter;
    /** Brands times parameters: after less before; no rows where the model has no standard errors. */
    private final double[][] gradients;

    private EquityChange(
            WhatIf market,
            List<WhatIf.Weighted> scenarios,
            double[] after,
            double[] retentionBefore,
            double[] retentionAfter,
            double[][] gradients) {
        this.market = market;
        this.scenarios = scenarios;
        this.after = after;
        this.retentionBefore = retentionBefore;
        this.retentionAfter = retentionAfter;
        this.gradients = gradients;
    }

    static EquityChange of(WhatIf market, List<WhatIf.Weighted> scenarios) {
        List<WhatIf.Case> cases = market.cases(scenarios);
        double[][] gradients = new double[0][];
        if (market.hasErrors()) {
            gradients = market.gradients(cases);
            double[][] before = market.gradients(market.today());
            for (int b = 0; b < gradients.length; b++) {
                for (int p = 0; p < gradients[b].length; p++) {
                    gradients[b][p] -= before[b][p];
                }
            }
        }
        return new EquityChange(
                market,
                List.copyOf(scenarios),
                market.equities(market.model(), cases),
                market.retention(market.model(), market.today()),
                market.retention(market.model(), cases),
                gradients);
    }

    /** The brands of the market. */
    public List<String> brands() {
        return market.survey().brands();
    }

    /**
     * The change for one brand.
     *
     * @throws IllegalArgumentException if there is no such brand; the message lists those there are
     */
    public BrandChange of(String brand) {
        return new BrandChange(this, market.survey().brandIndex(brand));
    }

    /** The equity that all brands together gain: above 0 where the market itself is worth more. */
    public CurrencyAmount total() {
        double sum = 0;
        for (int b = 0; b < after.length; b++) {
            sum += change(b);
        }
        return new CurrencyAmount(market.market().currency(), sum);
    }

    WhatIf market() {
        return market;
    }

    List<WhatIf.Weighted> scenarios() {
        return scenarios;
    }

    double before(int brand) {
        return market.equity()[brand];
    }

    double after(int brand) {
        return after[brand];
    }

    double change(int brand) {
        return after[brand] - market.equity()[brand];
    }

    double share(int brand, boolean now) {
        double[] of = now ? market.equity() : after;
        double sum = 0;
        for (double e : of) {
            sum += e;
        }
        return of[brand] / sum;
    }

    double retention(int brand, boolean now) {
        return now ? retentionBefore[brand] : retentionAfter[brand];
    }

    double[] gradient(int brand) {
        market.covariance();
        return gradients[brand];
    }

    /** What changes, in words. */
    public String scenario() {
        if (scenarios.size() == 1) {
            return scenarios.get(0).scenario().toString();
        }
        StringBuilder s = new StringBuilder();
        for (WhatIf.Weighted w : scenarios) {
            s.append(s.isEmpty() ? "" : " | ")
                    .append(w.probability())
                    .append(": ")
                    .append(w.scenario());
        }
        return s.toString();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityChange other && market.equals(other.market) && scenarios.equals(other.scenarios);
    }

    @Override
    public int hashCode() {
        return Objects.hash(market, scenarios, Arrays.hashCode(after));
    }

    /** A table: equity of each brand before and after, the change, and the change in per cent. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(scenario());
        int wide = 5;
        for (String brand : brands()) {
            wide = Math.max(wide, brand.length());
        }
        s.append(String.format(
                Locale.ROOT,
                "%n%-" + wide + "s %16s %16s %16s %8s   %s",
                "brand",
                "equity before",
                "after",
                "change",
                "%",
                market.market().currency()));
        for (int b = 0; b < after.length; b++) {
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %16.0f %16.0f %16.0f %8s",
                    brands().get(b),
                    before(b),
                    after(b),
                    change(b),
                    before(b) == 0 ? "-" : String.format(Locale.ROOT, "%.2f", 100 * change(b) / before(b))));
        }
        return s.toString();
    }
}
