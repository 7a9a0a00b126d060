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

    private final BrandEquities today;
    private final double[] before;
    private final List<WhatIf.Weighted> scenarios;
    private final double[] after;
    private final double[] retentionBefore;
    private final double[] retentionAfter;
    /** Brands times parameters: after less before; no rows where the model has no standard errors. */
    private final double[][] gradients;

    private EquityChange(
            BrandEquities today,
            List<WhatIf.Weighted> scenarios,
            double[] after,
            double[] retentionBefore,
            double[] retentionAfter,
            double[][] gradients) {
        this.today = today;
        this.before = today.equities();
        this.scenarios = scenarios;
        this.after = after;
        this.retentionBefore = retentionBefore;
        this.retentionAfter = retentionAfter;
        this.gradients = gradients;
    }

    /** What changes of one market are counted from, computed once for several of them. */
    static final class Base {
        final BrandEquities today;
        final WhatIf whatIf;
        final double[] retention;
        final double[][] gradient;

        Base(BrandEquities today) {
            this.today = today;
            this.whatIf = new WhatIf(today);
            this.retention = whatIf.retention(whatIf.today());
            this.gradient = today.hasIntervals() ? today.gradient() : new double[0][];
        }
    }

    static EquityChange of(BrandEquities today, List<WhatIf.Weighted> scenarios) {
        return of(new Base(today), scenarios);
    }

    static EquityChange of(Base base, List<WhatIf.Weighted> scenarios) {
        List<WhatIf.Case> cases = base.whatIf.cases(scenarios);
        double[][] gradients = new double[0][];
        if (base.today.hasIntervals()) {
            gradients = base.whatIf.gradients(cases);
            for (int b = 0; b < gradients.length; b++) {
                for (int p = 0; p < gradients[b].length; p++) {
                    gradients[b][p] -= base.gradient[b][p];
                }
            }
        }
        return new EquityChange(
                base.today,
                List.copyOf(scenarios),
                base.whatIf.equities(base.today.model(), cases),
                base.retention,
                base.whatIf.retention(cases),
                gradients);
    }

    /** The brands of the market. */
    public List<String> brands() {
        return today.survey().brands();
    }

    /**
     * The change for one brand.
     *
     * @throws IllegalArgumentException if there is no such brand; the message lists those there are
     */
    public BrandChange of(String brand) {
        return new BrandChange(this, today.survey().brandIndex(brand));
    }

    /** The equity that all brands together gain: above 0 where the market itself is worth more. */
    public CurrencyAmount total() {
        double sum = 0;
        for (int b = 0; b < after.length; b++) {
            sum += change(b);
        }
        return new CurrencyAmount(today.market().currency(), sum);
    }

    /** The equities against which the change is counted. */
    public BrandEquities today() {
        return today;
    }

    List<WhatIf.Weighted> scenarios() {
        return scenarios;
    }

    double before(int brand) {
        return before[brand];
    }

    double after(int brand) {
        return after[brand];
    }

    double change(int brand) {
        return after[brand] - before[brand];
    }

    double afterOfAll() {
        return Arrays.stream(after).sum();
    }

    double retention(int brand, boolean now) {
        return now ? retentionBefore[brand] : retentionAfter[brand];
    }

    double[] gradient(int brand) {
        today.covarianceOrThrow();
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
        return o instanceof EquityChange other && today.equals(other.today) && scenarios.equals(other.scenarios);
    }

    @Override
    public int hashCode() {
        return Objects.hash(today, scenarios, Arrays.hashCode(after));
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
                today.market().currency()));
        for (int b = 0; b < after.length; b++) {
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %16.0f %16.0f %16.0f %8s",
                    brands().get(b),
                    before(b),
                    after(b),
                    change(b),
                    before(b) <= 0 ? "-" : String.format(Locale.ROOT, "%.2f", 100 * change(b) / before(b))));
        }
        return s.toString();
    }
}
