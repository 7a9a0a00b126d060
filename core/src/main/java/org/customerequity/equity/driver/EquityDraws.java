package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.customerequity.fit.BootstrapDraws;
import org.customerequity.internal.Require;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Equities of all brands that might have been: for draws of the parameters from what a fit knows of them, or for surveys of other
 * respondents of the same market. Every draw values all brands at once, so that brands can be compared. Immutable.
 *
 * <p>Draws of parameters show what the delta method leaves out, that equities are not linear in them; respondents drawn again show
 * the sampling of the survey in full: in the parameters, and in whom the values are averaged over.
 */
public final class EquityDraws implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> brands;
    private final BootstrapDraws<List<Double>> draws;

    EquityDraws(List<String> brands, BootstrapDraws<List<Double>> draws) {
        this.brands = brands;
        this.draws = draws;
    }

    /** The brands. */
    public List<String> brands() {
        return brands;
    }

    /** The draws, each with the equity of every brand in the order of {@link #brands()}: for statistics of one's own. */
    public BootstrapDraws<List<Double>> draws() {
        return draws;
    }

    /** The equity of a brand in every draw. */
    public double[] equities(String brand) {
        ToDoubleFunction<List<Double>> equity = equity(brand);
        return draws.draws().stream().mapToDouble(equity).toArray();
    }

    /** The standard deviation of a brand's equity over the draws. */
    public double equityStandardError(String brand) {
        return draws.standardError(equity(brand));
    }

    /**
     * The middle {@code level} of a brand's equities, between quantiles of type 7.
     *
     * @throws org.customerequity.fit.FitException if more than 2 % of the refits failed
     */
    public Interval equityInterval(String brand, double level) {
        return draws.percentileInterval(equity(brand), level);
    }

    /** The standard deviation of a brand's share in the equity of all brands, over the draws. */
    public double shareStandardError(String brand) {
        return draws.standardError(share(brand));
    }

    /**
     * The middle {@code level} of a brand's shares in the equity of all brands, between quantiles of type 7.
     *
     * @throws ArithmeticException if in some draw all brands together are worth 0 or less
     */
    public Interval shareInterval(String brand, double level) {
        return draws.percentileInterval(share(brand), level);
    }

    /** In which share of the draws a brand is worth more than another; draws in which both are worth the same count half. */
    public double probabilityAbove(String brand, String other) {
        ToDoubleFunction<List<Double>> first = equity(brand);
        ToDoubleFunction<List<Double>> second = equity(other);
        return draws.draws().stream()
                .mapToDouble(d -> (1 + Math.signum(first.applyAsDouble(d) - second.applyAsDouble(d))) / 2)
                .average()
                .orElseThrow();
    }

    private ToDoubleFunction<List<Double>> equity(String brand) {
        int at = Require.indexOf(brand, brands, "brand", "");
        return draw -> draw.get(at);
    }

    private ToDoubleFunction<List<Double>> share(String brand) {
        ToDoubleFunction<List<Double>> equity = equity(brand);
        return draw -> {
            double all = draw.stream().mapToDouble(Double::doubleValue).sum();
            // where that is not above 0 there are no shares: the statistics refuse the draw
            return all > 0 ? equity.applyAsDouble(draw) / all : Double.NaN;
        };
    }

    /** Equal brands and draws. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityDraws other && brands.equals(other.brands) && draws.equals(other.draws);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brands, draws);
    }

    /** A summary, not the draws. */
    @Override
    public String toString() {
        return "EquityDraws[" + draws.draws().size() + " of " + brands + ", "
                + draws.failures().size() + " failed]";
    }
}
