package org.customerequity.equity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shapley;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The change of an {@link AggregateEquity} between two dates, put down to number of customers, margin, retention and discount.
 * Immutable.
 *
 * <pre>{@code
 *   v(S)   equity with the factors in S as at the second date, the others as at the first
 *   part of k = sum over S without k of |S|! (3-|S|)! / 4! [v(S + k) - v(S)]        the mean over all 24 orders
 *   parts add up to v(all) - v(none) = closing - opening
 * }</pre>
 *
 * <p>Moving one factor after the other gives each a part that depends on the order; this is the mean over all orders (Shapley, A
 * value for n-person games, 1953), and adds up, to rounding in the last place of the largest part.
 *
 * <p>With segments ({@link #bySegment}) equity is {@code N sum over segments g of w_g m_g L_g}, and the part of the customers is
 * split again, into their number N and their mix w, by the mean over the two orders of these (Owen, Values of games with a priori
 * unions, 1977). So the parts of margin, retention and discount are the sums of those of the segments, and number and mix together
 * are the sum of the parts of the customers.
 *
 * <p>Both dates have one timing, horizon and period: a change of those is a change of convention, not of the business.
 *
 * <p>Standard errors by the delta method from those of the factors, taken as independent of each other and between the dates. A
 * discount rate that was chosen has none.
 */
public final class EquityDecomposition implements Serializable {
    private static final long serialVersionUID = 1;

    private static final EquityFactor[] FOUR = {
        EquityFactor.CUSTOMERS, EquityFactor.MARGIN, EquityFactor.RETENTION, EquityFactor.DISCOUNT
    };

    private final CurrencyAmount opening;
    private final CurrencyAmount closing;
    private final double changeError;
    private final List<EquityEffect> effects;
    private final Map<String, EquityDecomposition> segments;

    private EquityDecomposition(
            CurrencyAmount opening,
            CurrencyAmount closing,
            double changeError,
            List<EquityEffect> effects,
            Map<String, EquityDecomposition> segments) {
        this.opening = opening;
        this.closing = closing;
        this.changeError = changeError;
        this.effects = List.copyOf(effects);
        this.segments = segments;
    }

    /**
     * From {@code opening}, at the first date, to {@code closing}.
     *
     * @throws IllegalArgumentException if period, timing or horizon differ, or the retention of one date with the discount of the
     *     other has no finite value
     * @throws CurrencyMismatchException if the currencies differ
     */
    public static EquityDecomposition between(AggregateEquity opening, AggregateEquity closing) {
        Objects.requireNonNull(opening, "opening");
        Objects.requireNonNull(closing, "closing");
        return of(new Pair("", opening, closing, false));
    }

    private static EquityDecomposition of(Pair pair) {
        Game game = new Game(List.of(pair));
        double[][] parts = Shapley.exactColumns(4, set -> game.at(set, set & 1));
        List<EquityEffect> effects = new ArrayList<>(4);
        for (int k = 0; k < 4; k++) {
            effects.add(game.effect(FOUR[k], column(parts, k), game.at(1 << k, k == 0 ? 1 : 0)));
        }
        return game.decomposition(effects, Map.of());
    }

    /**
     * The same by segment, cohort or region, with the effect of their mix, 0 where there is one segment. A segment that is given at one date only has no
     * customers at the other, and the same margin, retention and discount.
     *
     * @throws IllegalArgumentException if there are no segments, no customers at one of the dates, period, timing or horizon of a
     *     segment differ, or a segment has no finite value
     * @throws CurrencyMismatchException if the currencies differ
     */
    public static EquityDecomposition bySegment(
            Map<String, AggregateEquity> opening, Map<String, AggregateEquity> closing) {
        TreeSet<String> names =
                new TreeSet<>(Objects.requireNonNull(opening, "opening").keySet());
        names.addAll(Objects.requireNonNull(closing, "closing").keySet());
        Require.notEmpty(names.size(), "segments", "must be at least one", "");
        // a segment that is not there is left out of its map: null is no way to say so
        opening.forEach((name, equity) -> Objects.requireNonNull(equity, "opening of segment " + name));
        closing.forEach((name, equity) -> Objects.requireNonNull(equity, "closing of segment " + name));
        List<Pair> pairs = new ArrayList<>(names.size());
        Map<String, EquityDecomposition> segments = new LinkedHashMap<>();
        for (String name : names) {
            Pair pair = Pair.of(name, opening.get(name), closing.get(name));
            pairs.add(pair);
            segments.put(name, of(pair));
        }
        Game game = new Game(pairs);
        game.requireCustomers();
        double[][] parts = Shapley.exactColumns(4, set -> game.at(set, set & 1));
        // the number moves before the mix, and after it
        double[][] before = Shapley.exactColumns(4, set -> game.at(set, 0));
        double[][] after = Shapley.exactColumns(4, set -> game.at(set, 1));
        double[] number = new double[parts.length];
        double[] mix = new double[parts.length];
        for (int c = 0; c < parts.length; c++) {
            number[c] = 0.5 * (before[c][0] + after[c][0]);
            mix[c] = parts[c][0] - number[c];
        }
        List<EquityEffect> effects = new ArrayList<>(5);
        effects.add(game.effect(EquityFactor.CUSTOMERS, number, game.at(1, 0)));
        effects.add(game.effect(EquityFactor.MIX, mix, game.at(0, 1)));
        for (int k = 1; k < 4; k++) {
            effects.add(game.effect(FOUR[k], column(parts, k), game.at(1 << k, 0)));
        }
        return game.decomposition(effects, Collections.unmodifiableMap(segments));
    }

    private static double[] column(double[][] parts, int player) {
        double[] out = new double[parts.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = parts[c][player];
        }
        return out;
    }

    /** Equity at the first date. */
    public CurrencyAmount opening() {
        return opening;
    }

    /** Equity at the second date. */
    public CurrencyAmount closing() {
        return closing;
    }

    /** Closing less opening. */
    public CurrencyAmount change() {
        return closing.minus(opening);
    }

    /**
     * The change with its standard error, in the currency of the equity.
     *
     * @throws IllegalStateException if no factor was given a standard error
     */
    public Estimate changeEstimate() {
        return EquityEffect.estimate(change(), changeError);
    }

    /**
     * Where the change lies, given the errors of the factors: normal, delta method.
     *
     * @throws IllegalStateException if no factor was given a standard error
     */
    public Interval confidenceInterval(double level) {
        return changeEstimate().confidenceInterval(level);
    }

    /** The part of every factor, in the order of {@link EquityFactor}; the mix only {@link #bySegment}. */
    public List<EquityEffect> effects() {
        return effects;
    }

    /**
     * The part of one factor.
     *
     * @throws IllegalArgumentException if it is the mix, and there are no segments
     */
    public EquityEffect effect(EquityFactor factor) {
        Objects.requireNonNull(factor, "factor");
        for (EquityEffect effect : effects) {
            if (effect.factor() == factor) {
                return effect;
            }
        }
        throw Require.bad("factor", "must be one of the decomposition", "a mix needs bySegment", factor);
    }

    /** The change of every segment, by name in alphabetical order; empty where there are none. */
    public Map<String, EquityDecomposition> segments() {
        return segments;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityDecomposition other
                && opening.equals(other.opening)
                && closing.equals(other.closing)
                && changeError == other.changeError
                && effects.equals(other.effects)
                && segments.equals(other.segments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(opening, closing, changeError, effects, segments);
    }

    /** {@code USD 100.0 -> USD 120.0: customers +30.0, margin -10.0, ...}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder().append(opening).append(" -> ").append(closing);
        String before = ": ";
        for (EquityEffect effect : effects) {
            double amount = effect.amount().value();
            out.append(before)
                    .append(effect.factor().name().toLowerCase(Locale.ROOT))
                    .append(amount < 0 ? " " : " +")
                    .append(amount);
            before = ", ";
        }
        return out.toString();
    }

    /** One segment at both dates; borrowed where one of the two is the other without customers. */
    private record Pair(String name, AggregateEquity opening, AggregateEquity closing, boolean borrowed) {
        static Pair of(String name, @Nullable AggregateEquity first, @Nullable AggregateEquity second) {
            if (first != null && second != null) {
                return new Pair(name, first, second, false);
            }
            if (first != null) {
                return new Pair(name, first, first.withCustomers(0), true);
            }
            AggregateEquity only = Objects.requireNonNull(second, "closing");
            return new Pair(name, only.withCustomers(0), only, true);
        }
    }

    /** A number that is uncertain: of one segment at one date, or at both at once where it is borrowed. */
    private record Input(int segment, EquityFactor factor, int date, boolean both, double error) {
        boolean isIn(int state) {
            return both || date == state;
        }
    }

    /** Equity with some factors as at one date and the others as at the other, and its derivatives in what is uncertain. */
    private static final class Game {
        private final Currency currency;
        private final int size;
        private final List<Input> inputs = new ArrayList<>();
        private final double[] total = new double[2];

        /** {@code [date][segment]}. */
        private final double[][] customers;

        private final double[][] margin;

        /** {@code [date of retention][date of discount][segment]}: expected payments and their slopes. */
        private final double[][][] life;

        private final double[][][] inRetention;
        private final double[][][] inDiscount;

        Game(List<Pair> pairs) {
            this.size = pairs.size();
            this.currency = pairs.get(0).opening().margin().amount().currency();
            this.customers = new double[2][size];
            this.margin = new double[2][size];
            this.life = new double[2][2][size];
            this.inRetention = new double[2][2][size];
            this.inDiscount = new double[2][2][size];
            for (int g = 0; g < size; g++) {
                Pair pair = pairs.get(g);
                requireLike(pair);
                AggregateEquity[] dates = {pair.opening(), pair.closing()};
                boolean uncertainDiscount =
                        dates[0].error(EquityFactor.DISCOUNT) > 0 || dates[1].error(EquityFactor.DISCOUNT) > 0;
                for (int r = 0; r < 2; r++) {
                    AggregateEquity at = dates[r];
                    CurrencyMismatchException.check(
                            currency, at.margin().amount().currency());
                    customers[r][g] = at.customers();
                    total[r] += at.customers();
                    margin[r][g] = at.margin().amount().value();
                    for (int d = 0; d < 2; d++) {
                        AggregateEquity mixed = mixed(at, dates[d]);
                        life[r][d][g] = life(mixed, pair.name(), r, d);
                        inRetention[r][d][g] = mixed.slopeInRetention(life[r][d][g]);
                        inDiscount[r][d][g] = uncertainDiscount ? mixed.slopeInDiscount(life[r][d][g]) : 0;
                    }
                }
                addInputs(pair, dates, g);
            }
        }

        private static AggregateEquity mixed(AggregateEquity retention, AggregateEquity discount) {
            return new AggregateEquity(
                    retention.customers(),
                    retention.margin(),
                    retention.retention(),
                    retention.tenure(),
                    discount.discount(),
                    retention.timing(),
                    retention.horizon(),
                    retention.standardErrors());
        }

        private static double life(AggregateEquity mixed, String segment, int r, int d) {
            if (r == d) {
                return mixed.lifetime();
            }
            try {
                return mixed.lifetime();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        (segment.isEmpty() ? "" : "segment " + segment + ": ")
                                + (r == 1 ? "closing retention with opening" : "opening retention with closing")
                                + " discount has no finite value: " + e.getMessage(),
                        e);
            }
        }

        private void addInputs(Pair pair, AggregateEquity[] dates, int g) {
            for (EquityFactor factor : FOUR) {
                for (int date = 0; date < 2; date++) {
                    double error = dates[date].error(factor);
                    boolean both = pair.borrowed() && factor != EquityFactor.CUSTOMERS;
                    if (error > 0 && !(both && date == 1)) {
                        inputs.add(new Input(g, factor, date, both, error));
                    }
                }
            }
        }

        private static void requireLike(Pair pair) {
            AggregateEquity first = pair.opening();
            AggregateEquity second = pair.closing();
            String of = pair.name().isEmpty() ? "" : " of segment " + pair.name();
            same("unit" + of, first.margin().unit(), second.margin().unit());
            same("timing" + of, first.timing(), second.timing());
            same("horizon" + of, first.horizon(), second.horizon());
        }

        private static void same(String name, Object first, Object second) {
            if (!first.equals(second)) {
                throw Require.bad(name, "must be " + first + " at both dates", "compare like with like", second);
            }
        }

        void requireCustomers() {
            for (double n : total) {
                Require.positive(n, "customers of all segments", "at both dates; without them there is no mix");
            }
        }

        /**
         * Value, then its derivative in every input.
         *
         * @param set bits of {@link #FOUR}
         * @param mix its date
         */
        double[] at(int set, int mix) {
            int n = set & 1;
            // one segment has one mix, whatever the date: not one that differs by rounding
            int x = size == 1 ? n : mix;
            int m = set >> 1 & 1;
            int r = set >> 2 & 1;
            int d = set >> 3 & 1;
            double scale = n == x ? 1 : total[n] / total[x];
            double[] out = new double[1 + inputs.size()];
            for (int g = 0; g < size; g++) {
                out[0] += scale * customers[x][g] * margin[m][g] * life[r][d][g];
            }
            for (int i = 0; i < inputs.size(); i++) {
                Input input = inputs.get(i);
                int g = input.segment();
                double each = margin[m][g] * life[r][d][g];
                double count = scale * customers[x][g];
                out[1 + i] = switch (input.factor()) {
                    case CUSTOMERS -> inCustomers(input, n, x, scale, each, out[0]);
                    case MARGIN -> input.isIn(m) ? count * life[r][d][g] : 0;
                    case RETENTION -> input.isIn(r) ? count * margin[m][g] * inRetention[r][d][g] : 0;
                    case DISCOUNT -> input.isIn(d) ? count * margin[m][g] * inDiscount[r][d][g] : 0;
                    case MIX -> throw new IllegalStateException("a mix has no error of its own");
                };
            }
            return out;
        }

        private double inCustomers(Input input, int n, int x, double scale, double each, double value) {
            if (n == x) {
                return input.isIn(n) ? each : 0;
            }
            // value = total[n] A, A = sum of customers[x] each / total[x]
            return input.isIn(n) ? value / total[n] : scale * each - value / total[x];
        }

        EquityEffect effect(EquityFactor factor, double[] part, double[] alone) {
            return new EquityEffect(
                    factor,
                    new CurrencyAmount(currency, part[0]),
                    new CurrencyAmount(currency, alone[0] - at(0, 0)[0]),
                    error(part));
        }

        private double error(double[] derivatives) {
            double error = 0;
            for (int i = 0; i < inputs.size(); i++) {
                error = Math.hypot(error, derivatives[1 + i] * inputs.get(i).error());
            }
            return error;
        }

        EquityDecomposition decomposition(List<EquityEffect> effects, Map<String, EquityDecomposition> segments) {
            double[] none = at(0, 0);
            double[] all = at(15, 1);
            double[] change = new double[all.length];
            for (int c = 0; c < change.length; c++) {
                change[c] = all[c] - none[c];
            }
            return new EquityDecomposition(
                    new CurrencyAmount(currency, none[0]),
                    new CurrencyAmount(currency, all[0]),
                    error(change),
                    effects,
                    segments);
        }
    }
}
