package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.SubDriver;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * The single improvements of a brand side by side, best first: what each returns on the spend that brings it about. The best driver
 * is the one that returns most, not the one with the largest coefficient. Immutable.
 *
 * <p>Whether one is better than the next for sure is for {@link MarketingReturn#probabilityBetterThan} to say.
 */
public final class ImprovementRanking implements Serializable {
    private static final long serialVersionUID = 1;

    /** What comes first. */
    public enum By {
        /** The highest return on spend: under a budget. */
        RETURN,
        /** The highest net value: of options that exclude each other. */
        NET_VALUE
    }

    private final String brand;
    private final By by;
    private final List<Line> lines;

    /**
     * One improvement.
     *
     * @param subDriver that is improved
     * @param shift of its ratings
     * @param result its return
     * @param perPoint what a whole point on this sub-driver would add to the equity, going by the slope at the present ratings
     */
    public record Line(SubDriver subDriver, RatingShift shift, MarketingReturn result, CurrencyAmount perPoint)
            implements Serializable {
        public Line {
            Objects.requireNonNull(subDriver, "subDriver");
            Objects.requireNonNull(shift, "shift");
            Objects.requireNonNull(result, "result");
            Objects.requireNonNull(perPoint, "perPoint");
        }
    }

    private ImprovementRanking(String brand, By by, List<Line> lines) {
        this.brand = brand;
        this.by = by;
        this.lines = List.copyOf(lines);
    }

    /**
     * The same shift on every sub-driver, for the same spend.
     *
     * @throws IllegalArgumentException if returns are ranked and nothing is spent
     */
    public static ImprovementRanking ofShift(
            BrandEquities today, String brand, RatingShift shift, SpendStream spend, DiscountRate rate, By by) {
        Objects.requireNonNull(shift, "shift");
        EquityChange.Base base = new EquityChange.Base(Objects.requireNonNull(today, "today"));
        DriverElasticities slopes = today.elasticities();
        List<Line> lines = new ArrayList<>();
        for (SubDriver subDriver : today.survey().subDrivers()) {
            lines.add(line(base, slopes, brand, subDriver, shift, spend, rate));
        }
        return ranked(brand, by, lines);
    }

    /**
     * The same spend on every sub-driver that has a curve, which says how far its ratings move.
     *
     * @param curves by name of the sub-driver, of present values of spend
     * @throws IllegalArgumentException if returns are ranked and nothing is spent, or a curve is of no sub-driver of the survey
     */
    public static ImprovementRanking ofSpend(
            BrandEquities today,
            String brand,
            Map<String, ImprovementCurve> curves,
            SpendStream spend,
            DiscountRate rate,
            By by) {
        Objects.requireNonNull(today, "today");
        Objects.requireNonNull(spend, "spend");
        Require.notEmpty(
                Objects.requireNonNull(curves, "curves").size(),
                "curves",
                "must not be empty",
                "one a sub-driver that can be improved");
        double present =
                spend.presentValue(Objects.requireNonNull(rate, "rate")).value();
        EquityChange.Base base = new EquityChange.Base(today);
        DriverElasticities slopes = today.elasticities();
        List<Line> lines = new ArrayList<>();
        // names are checked, and lines that tie keep the order of the survey
        curves.keySet().forEach(name -> today.survey().subDriverIndex(name));
        for (SubDriver subDriver : today.survey().subDrivers()) {
            ImprovementCurve curve = curves.get(subDriver.name());
            if (curve != null) {
                lines.add(line(base, slopes, brand, subDriver, RatingShift.by(curve.points(present)), spend, rate));
            }
        }
        return ranked(brand, by, lines);
    }

    private static Line line(
            EquityChange.Base base,
            DriverElasticities slopes,
            String brand,
            SubDriver subDriver,
            RatingShift shift,
            SpendStream spend,
            DiscountRate rate) {
        Scenario one = Scenario.of(brand, subDriver.name(), shift);
        MarketingReturn result = EquityChange.of(base, List.of(new WhatIf.Weighted(1, one)))
                .of(brand)
                .costing(spend, rate);
        return new Line(subDriver, shift, result, slopes.perPoint(brand, brand, subDriver.name()));
    }

    private static ImprovementRanking ranked(String brand, By by, List<Line> lines) {
        Objects.requireNonNull(by, "by");
        if (by == By.RETURN && !lines.get(0).result().roi().isDefined()) {
            throw Require.bad("spend", "must be > 0 to rank by return", "rank by NET_VALUE", 0.0);
        }
        Comparator<Line> order = Comparator.comparingDouble(line -> by == By.RETURN
                ? -line.result().roi().value()
                : -line.result().netValue().value());
        lines.sort(order);
        return new ImprovementRanking(brand, by, lines);
    }

    /** The brand. */
    public String brand() {
        return brand;
    }

    /** What the order is by. */
    public By by() {
        return by;
    }

    /** One line a sub-driver, best first. */
    public List<Line> lines() {
        return lines;
    }

    /** The best improvement. */
    public Line best() {
        return lines.get(0);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ImprovementRanking other
                && brand.equals(other.brand)
                && by == other.by
                && lines.equals(other.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brand, by, lines);
    }

    /** A table: change of equity, spend, net value and return of each improvement. */
    @Override
    public String toString() {
        int wide = Math.max(10, brand.length());
        for (Line line : lines) {
            wide = Math.max(wide, line.subDriver().name().length());
        }
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + wide + "s %14s %14s %14s %10s   %s",
                brand,
                "change",
                "spend",
                "net value",
                "return %",
                lines.get(0).perPoint().currency()));
        for (Line line : lines) {
            Ratio roi = line.result().roi();
            s.append(String.format(
                    Locale.ROOT,
                    "%n%-" + wide + "s %14.0f %14.0f %14.0f %10s",
                    line.subDriver().name(),
                    line.result().change().change().value(),
                    line.result().presentSpend().value(),
                    line.result().netValue().value(),
                    roi.isDefined() ? String.format(Locale.ROOT, "%.1f", 100 * roi.value()) : "-"));
        }
        return s.toString();
    }
}
