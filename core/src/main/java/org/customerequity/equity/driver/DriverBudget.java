package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.CurrencyAmount;
import org.jspecify.annotations.Nullable;

/**
 * The best split of a budget over the sub-drivers of a brand: see {@link DriverBudgetCalculator}. Immutable.
 */
public final class DriverBudget implements Serializable {
    private static final long serialVersionUID = 1;

    private final String brand;
    private final List<Line> lines;
    private final CurrencyAmount equityBefore;
    private final CurrencyAmount equity;
    private final CurrencyAmount equityOfEqualSplit;
    private final double residual;
    private final boolean capped;

    /**
     * One sub-driver's part.
     *
     * @param subDriver that is improved
     * @param spend on it, present value
     * @param points by which its ratings rise, before the end of the scale stops them
     * @param marginalEquity what one more unit of money on it would add to the brand's equity
     */
    public record Line(SubDriver subDriver, CurrencyAmount spend, double points, double marginalEquity)
            implements Serializable {
        public Line {
            Objects.requireNonNull(subDriver, "subDriver");
            Require.nonNegative(Objects.requireNonNull(spend, "spend").value(), "spend", "present value");
            Require.nonNegative(points, "points", "of the scale");
            Require.finite(marginalEquity, "marginalEquity", "");
        }
    }

    DriverBudget(
            BrandEquities today,
            int brand,
            int[] driver,
            double[] spend,
            double[] points,
            double equity,
            double equityOfEqualSplit,
            double[] marginal,
            double residual,
            boolean capped) {
        this.brand = today.survey().brands().get(brand);
        List<Line> all = new ArrayList<>();
        for (int k = 0; k < driver.length; k++) {
            all.add(new Line(
                    today.survey().subDrivers().get(driver[k]),
                    new CurrencyAmount(today.market().currency(), spend[k]),
                    points[k],
                    marginal[k]));
        }
        this.lines = List.copyOf(all);
        this.equityBefore = today.equity(this.brand);
        this.equity = new CurrencyAmount(today.market().currency(), equity);
        this.equityOfEqualSplit = new CurrencyAmount(today.market().currency(), equityOfEqualSplit);
        this.residual = residual;
        this.capped = capped;
    }

    /** The brand. */
    public String brand() {
        return brand;
    }

    /** One line a sub-driver with a curve, in the order in which the curves were given. */
    public List<Line> lines() {
        return lines;
    }

    /** The line of a sub-driver. */
    public Line of(String subDriver) {
        return lines.get(Require.indexOf(
                subDriver,
                lines.stream().map(line -> line.subDriver().name()).toList(),
                "subDriver",
                "those with a curve"));
    }

    /** All that is spent, present value: the budget, unless spend on no sub-driver raises the equity. */
    public CurrencyAmount spend() {
        CurrencyAmount sum = lines.get(0).spend();
        for (Line line : lines.subList(1, lines.size())) {
            sum = sum.plus(line.spend());
        }
        return sum;
    }

    /** The brand's equity at this split. */
    public CurrencyAmount equity() {
        return equity;
    }

    /** What this split adds to the brand's equity. */
    public CurrencyAmount equityGain() {
        return equity.minus(equityBefore);
    }

    /** What this split adds to the brand's equity, less the spend. */
    public CurrencyAmount netValue() {
        return equityGain().minus(spend());
    }

    /** Equity at this split less equity at the same spend divided equally. */
    public CurrencyAmount gainOverEqualSplit() {
        return equity.minus(equityOfEqualSplit);
    }

    /**
     * What one more unit of money would add to the equity, on the sub-driver where it adds most: the multiplier of the budget. Below
     * 1 the last money spent did not earn itself back.
     */
    public double marginalEquity() {
        double highest = lines.get(0).marginalEquity();
        for (Line line : lines) {
            highest = Math.max(highest, line.marginalEquity());
        }
        return highest;
    }

    /** The sub-drivers that get nothing. */
    public List<SubDriver> unfunded() {
        return lines.stream()
                .filter(line -> line.spend().value() == 0)
                .map(Line::subDriver)
                .toList();
    }

    /**
     * How far the conditions of a best split are missed: the largest excess of one marginal over that of a sub-driver that is funded,
     * relative to the former; where spend is unlimited, of marginals over 1. Where the end of the scale makes a kink, marginals may
     * lie apart by what the kink takes. Numerically zero at a summit.
     */
    public double residual() {
        return residual;
    }

    /** The improvements that this split brings, to be valued with its uncertainty by {@link BrandEquities#under}. */
    public Scenario scenario() {
        Scenario all = Scenario.none();
        for (Line line : lines) {
            if (line.points() > 0) {
                RatingShift shift = RatingShift.by(line.points());
                all = all.and(brand, line.subDriver().name(), capped ? shift : shift.uncapped());
            }
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DriverBudget other
                && brand.equals(other.brand)
                && lines.equals(other.lines)
                && equityBefore.equals(other.equityBefore)
                && equity.equals(other.equity)
                && equityOfEqualSplit.equals(other.equityOfEqualSplit)
                && Double.compare(residual, other.residual) == 0
                && capped == other.capped;
    }

    @Override
    public int hashCode() {
        return Objects.hash(brand, lines, equity, capped);
    }

    /** A table: spend, rating points and marginal equity of each sub-driver. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: spend %.0f, equity gain %.0f, %.0f more than an equal split",
                brand,
                spend().value(),
                equityGain().value(),
                gainOverEqualSplit().value()));
        int wide = 10;
        for (Line line : lines) {
            wide = Math.max(wide, line.subDriver().name().length());
        }
        s.append(String.format(
                Locale.ROOT, "%n%-" + wide + "s %14s %8s %10s", "sub-driver", "spend", "points", "marginal"));
        for (Line line : lines) {
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %14.0f %8.3f %10.3f",
                    line.subDriver().name(),
                    line.spend().value(),
                    line.points(),
                    line.marginalEquity()));
        }
        return s.toString();
    }
}
