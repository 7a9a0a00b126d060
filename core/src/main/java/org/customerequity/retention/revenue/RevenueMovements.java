package org.customerequity.retention.revenue;

import java.io.Serializable;
import java.util.Currency;
import java.util.Objects;
import org.customerequity.history.contract.Ending;
import org.customerequity.internal.Currencies;
import org.customerequity.internal.Require;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Proportion;
import org.customerequity.value.Ratio;
import org.customerequity.value.RatioOfSums;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * How recurring revenue moved in a period, in lines that add up, and every ratio that is read off them. Immutable.
 *
 * <pre>{@code
 *   start + acquired + reactivated + expansion + price rises - contraction - churn = end
 *
 *   start        recurring revenue at the end of the day before the period: of the customers at the start
 *   acquired     of customers at the end who had never paid before
 *   reactivated  of customers at the end who paid nothing at the start, but had before
 *   expansion    more from customers of the start; price rises are in it, unless they are a line of their own
 *   contraction  less from customers of the start who still pay
 *   churn        of customers of the start who pay nothing at the end
 * }</pre>
 *
 * <p>Ratios follow the customers of the start, and are ratios of sums over customers. Made by a {@link RevenueBook} they have a
 * standard error over customers; as a few large customers weigh most, {@link RevenueBook#bootstrap} is the better interval.
 *
 * <p>Parts with different customers of one period merge ({@link #plus}); periods that follow each other chain
 * ({@link RevenueWaterfall}).
 */
public final class RevenueMovements implements Serializable {
    private static final long serialVersionUID = 1;

    static final String KEPT = "revenue kept";
    static final String AT_START = "revenue at start";

    private final ReportingPeriod period;
    private final Currency currency;
    private final Lines lines;
    private final RatioOfSums gross;
    private final RatioOfSums net;

    /** Of those who came back, with nothing at the start. */
    private final RatioOfSums back;

    /** Null where customers were not counted. */
    private final @Nullable Proportion logos;

    /** The lines of the statement; {@code churn} is that of unknown reason. */
    record Lines(
            double start,
            double acquired,
            double reactivated,
            double expansion,
            double priceRises,
            double contraction,
            double churnByChoice,
            double churnNotByChoice,
            double churn,
            double end)
            implements Serializable {
        Lines {
            finite(start, "start");
            finite(acquired, "acquired");
            finite(reactivated, "reactivated");
            finite(expansion, "expansion");
            finite(priceRises, "priceRises");
            finite(contraction, "contraction");
            finite(churnByChoice + churnNotByChoice + churn, "churn");
            finite(end, "end");
        }

        private static void finite(double line, String name) {
            Require.finite(line, name, "amounts add up to more than a double holds");
        }

        Lines plus(Lines o) {
            return new Lines(
                    start + o.start,
                    acquired + o.acquired,
                    reactivated + o.reactivated,
                    expansion + o.expansion,
                    priceRises + o.priceRises,
                    contraction + o.contraction,
                    churnByChoice + o.churnByChoice,
                    churnNotByChoice + o.churnNotByChoice,
                    churn + o.churn,
                    end + o.end);
        }

        Lines times(double rate) {
            return new Lines(
                    start * rate,
                    acquired * rate,
                    reactivated * rate,
                    expansion * rate,
                    priceRises * rate,
                    contraction * rate,
                    churnByChoice * rate,
                    churnNotByChoice * rate,
                    churn * rate,
                    end * rate);
        }

        double churned() {
            return churnByChoice + churnNotByChoice + churn;
        }
    }

    RevenueMovements(
            ReportingPeriod period,
            Currency currency,
            Lines lines,
            RatioOfSums gross,
            RatioOfSums net,
            RatioOfSums back,
            @Nullable Proportion logos) {
        this.period = Objects.requireNonNull(period, "period");
        this.currency = Objects.requireNonNull(currency, "currency");
        this.lines = lines;
        this.gross = gross;
        this.net = net;
        this.back = back;
        this.logos = logos;
    }

    /**
     * From totals, in the order of the identity: {@code of(march, USD, 50000, 6000, 500, 2500, 1200, 3000, 54800)}. Without standard
     * errors and numbers of customers; nothing is known yet of reasons ({@link #withChurnReasons}).
     *
     * @throws IllegalArgumentException if an amount is negative, more is lost than there was, or they do not add up, each rounded to the
     *     decimals of the currency
     */
    public static RevenueMovements of(
            ReportingPeriod period,
            Currency currency,
            double start,
            double acquired,
            double reactivated,
            double expansion,
            double contraction,
            double churn,
            double end) {
        Objects.requireNonNull(currency, "currency");
        Require.nonNegative(start, "start", "recurring revenue when the period began");
        Require.nonNegative(acquired, "acquired", "of new customers");
        Require.nonNegative(reactivated, "reactivated", "of customers who are back");
        Require.nonNegative(expansion, "expansion", "more from customers of the start");
        Require.nonNegative(contraction, "contraction", "less from customers of the start, as a positive amount");
        Require.nonNegative(churn, "churn", "of customers who left, as a positive amount");
        Require.nonNegative(end, "end", "recurring revenue when the period ended");
        double sum = start + acquired + reactivated + expansion - contraction - churn;
        double rounding = 3.5 * smallest(currency) + 1e-12 * (start + acquired + reactivated + expansion);
        // where the sum overflows, so does what rounding may be off
        if (!(Math.abs(sum - end) <= rounding && rounding < Double.POSITIVE_INFINITY)) {
            throw Require.bad(
                    "end",
                    "must be start + acquired + reactivated + expansion - contraction - churn = " + sum,
                    "one movement is missing or counted twice",
                    end);
        }
        if (!(contraction + churn <= start + rounding)) {
            throw Require.bad(
                    "contraction + churn",
                    "must be <= start " + start,
                    "leave out what came and left within the period",
                    contraction + churn);
        }
        Lines lines = new Lines(start, acquired, reactivated, expansion, 0, contraction, 0, 0, churn, end);
        return new RevenueMovements(
                period,
                currency,
                lines,
                RatioOfSums.ofTotals(Math.max(0, start - contraction - churn), KEPT, start, AT_START),
                RatioOfSums.ofTotals(Math.max(0, start + expansion - contraction - churn), KEPT, start, AT_START),
                RatioOfSums.ofTotals(reactivated, KEPT, 0, AT_START),
                null);
    }

    /**
     * With the revenue of those who left, by reason; of the others the reason stays unknown.
     *
     * @param leftByChoice of who gave notice
     * @param leftNotByChoice of whose card failed, who died or moved out of reach
     * @throws IllegalArgumentException if more left for a reason than left
     */
    public RevenueMovements withChurnReasons(double leftByChoice, double leftNotByChoice) {
        Require.nonNegative(leftByChoice, "leftByChoice", "of who gave notice");
        Require.nonNegative(leftNotByChoice, "leftNotByChoice", "of whose card failed");
        double churned = lines.churned();
        double known = leftByChoice + leftNotByChoice;
        if (!(known <= churned * (1 + 1e-12))) {
            throw Require.bad(
                    "leftByChoice + leftNotByChoice", "must be <= churn " + churned, "as positive amounts", known);
        }
        double unknown = Math.max(0, churned - known);
        return new RevenueMovements(
                period,
                currency,
                new Lines(
                        lines.start,
                        lines.acquired,
                        lines.reactivated,
                        lines.expansion,
                        lines.priceRises,
                        lines.contraction,
                        leftByChoice,
                        leftNotByChoice,
                        unknown,
                        lines.end),
                gross,
                net,
                back,
                logos);
    }

    /** Nobody: what a stream or a partition starts from, with {@link #plusCustomer}. */
    public static RevenueMovements none(ReportingPeriod period, Currency currency) {
        double[] nothing = {};
        return RevenueBook.of(period, currency, nothing, nothing, new boolean[0])
                .netByCustomer();
    }

    /** Half of it is what an amount in the ledger can be off. */
    static double smallest(Currency currency) {
        return Math.pow(10, -Currencies.decimals(currency));
    }

    /** With one more customer; the arguments are those of {@link RevenueBook#of}. */
    public RevenueMovements plusCustomer(double atStart, double atEnd, boolean before) {
        return plus(
                RevenueBook.of(period, currency, new double[] {atStart}, new double[] {atEnd}, new boolean[] {before})
                        .netByCustomer());
    }

    /**
     * Both together: other customers, in one period and currency. Customers billed in several currencies are merged after
     * {@link #convertedTo} each.
     *
     * @throws IllegalArgumentException if the periods differ; see {@link RevenueWaterfall} for periods that follow each other
     * @throws CurrencyMismatchException if the currencies differ
     */
    public RevenueMovements plus(RevenueMovements other) {
        Objects.requireNonNull(other, "other");
        if (!other.period.equals(period)) {
            throw Require.bad(
                    "other",
                    "must be of the period " + period,
                    "movements of periods do not add: see RevenueWaterfall",
                    other.period);
        }
        CurrencyMismatchException.check(currency, other.currency);
        return new RevenueMovements(
                period,
                currency,
                lines.plus(other.lines),
                gross.plus(other.gross),
                net.plus(other.net),
                back.plus(other.back),
                logos == null || other.logos == null ? null : logos.plus(other.logos));
    }

    /**
     * All lines at one rate of exchange. With the rate at the start of the period, this is growth in constant currency: no line moves
     * because a rate did.
     *
     * @param rate units of {@code target} for one of {@link #currency()}, {@code > 0}
     */
    public RevenueMovements convertedTo(Currency target, double rate) {
        Objects.requireNonNull(target, "target");
        Require.positive(rate, "rate", "units of " + target + " for one " + currency);
        return new RevenueMovements(
                period, target, lines.times(rate), times(gross, rate), times(net, rate), times(back, rate), logos);
    }

    private static RatioOfSums times(RatioOfSums sums, double rate) {
        Ratio ratio = sums.ratio();
        double square = rate * rate;
        return new RatioOfSums(
                Ratio.of(ratio.numerator() * rate, KEPT, ratio.denominator() * rate, AT_START),
                sums.units(),
                sums.numeratorSquares() * square,
                sums.crossProducts() * square,
                sums.denominatorSquares() * square);
    }

    /** The days it is about. */
    public ReportingPeriod period() {
        return period;
    }

    /** Of all amounts. */
    public Currency currency() {
        return currency;
    }

    private CurrencyAmount amount(double value) {
        return new CurrencyAmount(currency, value);
    }

    /** Recurring revenue when the period began. */
    public CurrencyAmount start() {
        return amount(lines.start);
    }

    /** From new customers. */
    public CurrencyAmount acquired() {
        return amount(lines.acquired);
    }

    /** From customers who are back. */
    public CurrencyAmount reactivated() {
        return amount(lines.reactivated);
    }

    /** More from customers of the start; with price rises, unless {@link #priceRises()} are a line of their own. */
    public CurrencyAmount expansion() {
        return amount(lines.expansion);
    }

    /** What customers of the start pay more for the same; 0 unless {@link RevenueBook#withPriceRises} told them apart. */
    public CurrencyAmount priceRises() {
        return amount(lines.priceRises);
    }

    /** Less from customers of the start who still pay; a positive amount. */
    public CurrencyAmount contraction() {
        return amount(lines.contraction);
    }

    /** Of customers who left, whatever the reason; a positive amount. */
    public CurrencyAmount churn() {
        return amount(lines.churned());
    }

    /** Of customers who left for this reason; a positive amount. */
    public CurrencyAmount churn(Ending why) {
        return amount(churned(why));
    }

    private double churned(Ending why) {
        return switch (Objects.requireNonNull(why, "why")) {
            case VOLUNTARY -> lines.churnByChoice;
            case INVOLUNTARY -> lines.churnNotByChoice;
            case UNKNOWN -> lines.churn;
        };
    }

    /** Recurring revenue when the period ended. */
    public CurrencyAmount end() {
        return amount(lines.end);
    }

    /** Twelve times {@link #end()}: the recurring revenue of a year in which nothing moves. See {@link RecurringRevenue}. */
    public CurrencyAmount annualRunRate() {
        return amount(12 * lines.end);
    }

    /**
     * Gross revenue retention: what customers of the start still pay of what they paid, no customer counted for more than before.
     *
     * <pre>{@code
     *   GRR = (start - contraction - churn) / start = sum min(s_i, e_i) / sum s_i          in [0, 1]
     * }</pre>
     *
     * <p>Where price rises are a line of their own, contraction is measured at old prices.
     *
     * <p>The normal interval of this ratio knows nothing of its range: {@code confidenceInterval(0.95).clippedTo(0, 1)}, or the
     * {@link RevenueBook#bootstrap}, which stays inside it.
     */
    public RatioOfSums grossRevenueRetention() {
        return gross;
    }

    /**
     * Net revenue retention: what customers of the start pay at the end, of what they paid. Who is back is not in it, who is new neither.
     *
     * <pre>{@code
     *   NRR = (start + expansion + price rises - contraction - churn) / start = sum of e_i over s_i > 0 / sum s_i
     * }</pre>
     *
     * <p>Who paused at the start is a customer of it, with s = 0: what they pay again is expansion, and so in the numerator.
     */
    public RatioOfSums netRevenueRetention() {
        return net;
    }

    /** {@link #netRevenueRetention} with who is back in the numerator, though they are not in the denominator: some report that. */
    public RatioOfSums netRevenueRetentionWithReactivation() {
        return net.plus(back);
    }

    /** {@link #netRevenueRetention} without price rises, where they are a line of their own. */
    public Ratio netRevenueRetentionAtConstantPrices() {
        return Ratio.of(net.ratio().numerator() - lines.priceRises, KEPT, lines.start, AT_START);
    }

    /**
     * Gross retention after the growth of some customers is set against the shrinking of others. It overstates
     * {@link #grossRevenueRetention}; some report it under that name.
     *
     * <pre>{@code
     *   (start - churn - max(0, contraction - expansion - price rises)) / start
     * }</pre>
     */
    public Ratio grossRevenueRetentionNetted() {
        // what is left by gross retention, and as much of the contraction as growth makes up for
        double kept = gross.ratio().numerator() + Math.min(lines.contraction, lines.expansion + lines.priceRises);
        return Ratio.of(Math.min(kept, lines.start), KEPT, lines.start, AT_START);
    }

    /**
     * Net retention capped at 1 in total, not customer by customer: the growth of some makes up for the loss of others. It overstates
     * {@link #grossRevenueRetention} most of all; some report it under that name.
     */
    public Ratio grossRevenueRetentionCapped() {
        return Ratio.of(Math.min(net.ratio().numerator(), lines.start), KEPT, lines.start, AT_START);
    }

    /**
     * The share of paying customers of the start who pay at the end; who pauses counts as one who pays.
     *
     * @throws IllegalStateException if these are totals
     */
    public Proportion logoRetention() {
        if (logos == null) {
            throw new IllegalStateException(
                    "customers must be counted for logo retention, only totals are known (use" + " RevenueBook)");
        }
        return logos;
    }

    /** The share of the revenue at the start that left with its customers; contraction is not in it. */
    public Ratio churnShare() {
        return Ratio.of(lines.churned(), "revenue lost", lines.start, AT_START);
    }

    /**
     * The revenue that left with its customers over the mean of the revenue at start and end: what some reports call revenue churn. It is
     * a share of nothing, can exceed 1 and does not compound.
     */
    public Ratio churnPerAverageRevenue() {
        return Ratio.of(lines.churned(), "revenue lost", 0.5 * lines.start + 0.5 * lines.end, "average revenue");
    }

    /**
     * The revenue that left with its customers over the revenue at the start and that of new customers: another figure that some reports
     * call revenue churn. As only revenue of the start is counted as leaving, it falls when more is sold, though nobody stays longer.
     */
    public Ratio churnPerStartAndAcquired() {
        return Ratio.of(lines.churned(), "revenue lost", lines.start + lines.acquired, "revenue at start and acquired");
    }

    /** The share of the revenue at the start that left with customers who left for this reason. */
    public Ratio churnShare(Ending why) {
        return Ratio.of(churned(why), "revenue lost", lines.start, AT_START);
    }

    /** Net revenue churn, {@code 1 - NRR}: negative where the customers of the start pay more than before. */
    public Ratio netChurn() {
        return Ratio.of(
                lines.contraction + lines.churned() - lines.expansion - lines.priceRises,
                "revenue lost",
                lines.start,
                AT_START);
    }

    /**
     * What was gained over what was lost, without who is back: {@code (acquired + expansion + price rises) / (contraction + churn)}.
     * Undefined where nothing was lost.
     */
    public Ratio quickRatioWithoutReactivation() {
        return quickRatio(lines.acquired + lines.expansion + lines.priceRises);
    }

    /** {@link #quickRatioWithoutReactivation} with who is back among the gains. */
    public Ratio quickRatioWithReactivation() {
        return quickRatio(lines.acquired + lines.reactivated + lines.expansion + lines.priceRises);
    }

    private Ratio quickRatio(double gained) {
        return Ratio.of(gained, "revenue gained", lines.contraction + lines.churned(), "revenue lost");
    }

    /** Equal period, currency, lines and moments. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof RevenueMovements other
                && period.equals(other.period)
                && currency.equals(other.currency)
                && lines.equals(other.lines)
                && gross.equals(other.gross)
                && net.equals(other.net)
                && back.equals(other.back)
                && Objects.equals(logos, other.logos);
    }

    @Override
    public int hashCode() {
        return Objects.hash(period, currency, lines, gross, net, back, logos);
    }

    /** The identity: {@code 2026-03-01 to 2026-03-31: USD 1400.0 + 70.0 acquired + 40.0 reactivated + 110.0 expansion ...}. */
    @Override
    public String toString() {
        return period + ": " + start() + " + " + lines.acquired + " acquired + " + lines.reactivated
                + " reactivated + " + lines.expansion + " expansion"
                + (lines.priceRises == 0 ? "" : " + " + lines.priceRises + " price rises") + " - " + lines.contraction
                + " contraction - " + lines.churned() + " churn = " + end();
    }
}
