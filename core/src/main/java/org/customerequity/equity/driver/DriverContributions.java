package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.internal.Shapley;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * How much of a difference in customer equity is due to what: between two brands, or of one brand between two dates. The parts do not
 * depend on an order, and add up to the difference (Shapley values).
 *
 * <pre>{@code
 *   v(S)    equity of the brand with the items in S as in the target, the others as they are
 *   part_k  = sum over S without k of |S|! (n-|S|-1)! / n!  [v(S + k) - v(S)]
 *   the sum of parts is v(all) - v(none); what the items cannot explain is a line of its own
 * }</pre>
 *
 * <p>Up to 12 items all sets are valued, 4,096 of them; beyond that, random orders with a standard error. Shapley, A value for n-person
 * games, Contributions to the Theory of Games II, 1953. Immutable.
 */
public final class DriverContributions implements Serializable {
    private static final long serialVersionUID = 1;

    /** The line of what a brand earns on a unit of volume. */
    public static final String MARGIN = "margin";

    /** The line of the discount rate. */
    public static final String DISCOUNT = "discount rate";

    /** The line of all ratings of the other brands. */
    public static final String RIVALS = "rivals";

    /** The line of the coefficients of the choice model. */
    public static final String COEFFICIENTS = "coefficients";

    /** The line of how many customers the market has. */
    public static final String CUSTOMERS = "customers";

    /** The line of what no other explains, between brands: who bought which brand last, intercepts, brands that are not rated. */
    public static final String STARTING_POSITION = "starting position";

    /** The line of what no other explains, between dates: who was asked, what they bought last, how often and how much they buy. */
    public static final String RESPONDENTS = "respondents";

    /** How finely ratings are told apart. */
    public enum Detail {
        /** One line a sub-driver. */
        SUB_DRIVERS,
        /** One line for each of value, brand and relationship equity. */
        EQUITY_DRIVERS
    }

    private final String from;
    private final String to;
    private final CurrencyAmount before;
    private final CurrencyAmount after;
    private final List<Line> lines;

    /**
     * One cause.
     *
     * @param name of a sub-driver or equity driver, or one of the constants of this class
     * @param amount of the difference that is due to it
     * @param standardError of sampling orders, in the currency of the amount; 0 where all sets were valued
     */
    public record Line(String name, CurrencyAmount amount, double standardError) implements Serializable {
        public Line {
            Require.nonBlank(name, "name", "a cause");
            Objects.requireNonNull(amount, "amount");
            Require.nonNegative(standardError, "standardError", "");
        }

        /** The amount with the error of sampling orders. */
        public Estimate estimate() {
            return Estimate.of(amount.value(), standardError);
        }
    }

    private DriverContributions(String from, String to, CurrencyAmount before, CurrencyAmount after, List<Line> lines) {
        this.from = from;
        this.to = to;
        this.before = before;
        this.after = after;
        this.lines = List.copyOf(lines);
    }

    /**
     * Why one brand is worth more, or less, than another: ratings, margin and discount rate of the one are replaced by those of the
     * other, respondent by respondent. A respondent who does not rate both keeps the ratings there are. The last line,
     * {@link #STARTING_POSITION}, is what the other brand would still be ahead with all that equal.
     *
     * @param from whose equity is the base
     * @param to whose equity is the target: parts above 0 favour it
     * @throws IllegalArgumentException if more than 12 items differ; ask for {@link Detail#EQUITY_DRIVERS}, or sample orders
     */
    public static DriverContributions betweenBrands(BrandEquities today, String from, String to, Detail detail) {
        return brands(today, from, to, detail).exact(STARTING_POSITION);
    }

    /**
     * The same by random orders, for more than 12 items.
     *
     * @param pairs of an order and its reverse, at least 2
     */
    public static DriverContributions betweenBrands(
            BrandEquities today, String from, String to, Detail detail, int pairs, RandomGenerator random) {
        return brands(today, from, to, detail)
                .sampled(STARTING_POSITION, pairs, Objects.requireNonNull(random, "random"));
    }

    private static Game brands(BrandEquities today, String from, String to, Detail detail) {
        Objects.requireNonNull(today, "today");
        BrandSurvey survey = today.survey();
        int a = survey.brandIndex(from);
        int b = survey.brandIndex(to);
        if (a == b) {
            throw Require.bad("to", "must be another brand than from", "", '"' + to + '"');
        }
        BrandSurvey.RatingFunction target =
                (i, brand, s, x) -> brand == a && survey.considers(i, b) ? survey.rating(i, b, s) : x;
        return new Game(today, today, from, to, detail, target);
    }

    /**
     * Why a brand is worth more, or less, than before, from two surveys of the same respondents: each one's ratings of the brand by
     * sub-driver, all ratings of {@link #RIVALS}, margin, discount rate, {@link #COEFFICIENTS} and {@link #CUSTOMERS} of the market
     * change to those of the later date. Ratings of a brand that a respondent does not rate at both dates stay. The last line,
     * {@link #RESPONDENTS}, is the rest.
     *
     * @throws IllegalArgumentException if the surveys differ in respondents, brands, sub-drivers or scale, or the markets in currency,
     *     horizon or first purchase; or if more than 12 items changed
     */
    public static DriverContributions betweenDates(
            BrandEquities before, BrandEquities after, String brand, Detail detail) {
        return dates(before, after, brand, detail).exact(RESPONDENTS);
    }

    /**
     * The same by random orders, for more than 12 items.
     *
     * @param pairs of an order and its reverse, at least 2
     */
    public static DriverContributions betweenDates(
            BrandEquities before, BrandEquities after, String brand, Detail detail, int pairs, RandomGenerator random) {
        return dates(before, after, brand, detail)
                .sampled(RESPONDENTS, pairs, Objects.requireNonNull(random, "random"));
    }

    private static Game dates(BrandEquities before, BrandEquities after, String brand, Detail detail) {
        requireComparable(before, after);
        BrandSurvey first = before.survey();
        BrandSurvey second = after.survey();
        Map<String, Integer> rows = new HashMap<>();
        for (int i = 0; i < second.size(); i++) {
            rows.put(second.id(i), i);
        }
        int[] row = new int[first.size()];
        for (int i = 0; i < row.length; i++) {
            Integer at = rows.get(first.id(i));
            if (at == null || first.size() != second.size()) {
                throw Require.bad(
                        "respondents of after",
                        "must be those of before, by id",
                        "see betweenWaves for surveys of different people",
                        second.size() + " respondents" + (at == null ? ", without " + first.id(i) : ""));
            }
            row[i] = at;
        }
        BrandSurvey.RatingFunction target =
                (i, b, s, x) -> second.considers(row[i], b) ? second.rating(row[i], b, s) : x;
        return new Game(before, after, brand, brand, detail, target);
    }

    /**
     * The same from two surveys of different people, who cannot be compared one by one: the ratings of each brand on each sub-driver
     * move, for all respondents of the earlier survey alike, by the difference of the weighted means of those who rate the brand. What
     * differs in the spread of ratings is part of {@link #RESPONDENTS}. Moved ratings may pass the ends of the scale, so that means are
     * kept.
     *
     * @throws IllegalArgumentException if the surveys differ in brands, sub-drivers or scale, or the markets in currency, horizon or
     *     first purchase; if nobody rates a brand at one of the dates; or if more than 12 items changed
     */
    public static DriverContributions betweenWaves(
            BrandEquities before, BrandEquities after, String brand, Detail detail) {
        return waves(before, after, brand, detail).exact(RESPONDENTS);
    }

    /**
     * The same by random orders, for more than 12 items.
     *
     * @param pairs of an order and its reverse, at least 2
     */
    public static DriverContributions betweenWaves(
            BrandEquities before, BrandEquities after, String brand, Detail detail, int pairs, RandomGenerator random) {
        return waves(before, after, brand, detail)
                .sampled(RESPONDENTS, pairs, Objects.requireNonNull(random, "random"));
    }

    private static Game waves(BrandEquities before, BrandEquities after, String brand, Detail detail) {
        requireComparable(before, after);
        int brands = before.survey().brands().size();
        int drivers = before.survey().subDrivers().size();
        double[][] move = new double[brands][drivers];
        for (int b = 0; b < brands; b++) {
            for (int s = 0; s < drivers; s++) {
                move[b][s] = mean(after.survey(), b, s) - mean(before.survey(), b, s);
            }
        }
        return new Game(before, after, brand, brand, detail, (i, b, s, x) -> x + move[b][s]);
    }

    /** The weighted mean rating of those who rate the brand. */
    static double mean(BrandSurvey survey, int brand, int subDriver) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            if (survey.considers(i, brand)) {
                sum += survey.weight(i) * survey.rating(i, brand, subDriver);
                weight += survey.weight(i);
            }
        }
        if (!(weight > 0)) {
            throw Require.bad(
                    "brand",
                    "must be rated by somebody with a weight above 0",
                    "",
                    '"' + survey.brands().get(brand) + '"');
        }
        return sum / weight;
    }

    private static void requireComparable(BrandEquities before, BrandEquities after) {
        BrandSurvey first = Objects.requireNonNull(before, "before").survey();
        BrandSurvey second = Objects.requireNonNull(after, "after").survey();
        requireSame("brands", first.brands(), second.brands());
        requireSame("sub-drivers", first.subDrivers(), second.subDrivers());
        requireSame("scale", first.scale(), second.scale());
        requireSame("currency", before.market().currency(), after.market().currency());
        requireSame("horizon", before.market().horizon(), after.market().horizon());
        requireSame(
                "first purchase",
                before.market().firstPurchase(),
                after.market().firstPurchase());
    }

    private static void requireSame(String what, Object first, Object second) {
        if (!first.equals(second)) {
            throw Require.bad(what + " of after", "must be that of before, " + first, "", second);
        }
    }

    /** Equity with some items moved to their target. */
    private static final class Game {
        private final BrandEquities base;
        private final BrandEquities goal;
        private final String from;
        private final String to;
        private final int brand;
        private final BrandSurvey.RatingFunction target;
        private final List<String> names = new ArrayList<>();
        /** Of each sub-driver of the brand, the item its ratings belong to. */
        private final int[] itemOf;
        /** Items that change something, in the order of the names; the others have no part. */
        private final List<Integer> moving = new ArrayList<>();

        private final int rivals;
        private final int margin;
        private final int discount;
        private final int coefficients;
        private final int customers;

        Game(
                BrandEquities base,
                BrandEquities goal,
                String from,
                String to,
                Detail detail,
                BrandSurvey.RatingFunction target) {
            this.base = base;
            this.goal = goal;
            this.from = from;
            this.to = to;
            this.brand = base.survey().brandIndex(from);
            this.target = target;
            Objects.requireNonNull(detail, "detail");
            this.itemOf = new int[base.survey().subDrivers().size()];
            for (int s = 0; s < itemOf.length; s++) {
                EquityDriver driver = base.survey().subDrivers().get(s).driver();
                String name = detail == Detail.SUB_DRIVERS
                        ? base.survey().subDrivers().get(s).name()
                        : driver.name().toLowerCase(Locale.ROOT);
                if (!names.contains(name)) {
                    names.add(name);
                }
                itemOf[s] = names.indexOf(name);
            }
            this.rivals = goal == base ? -1 : add(RIVALS);
            this.margin = add(MARGIN);
            this.discount = add(DISCOUNT);
            this.coefficients = goal == base ? -1 : add(COEFFICIENTS);
            this.customers = goal == base ? -1 : add(CUSTOMERS);
            boolean[] on = new boolean[names.size()];
            Market same = market(on);
            for (int item = 0; item < on.length; item++) {
                on[item] = true;
                boolean moves = !survey(on).equals(base.survey())
                        || !market(on).equals(same)
                        || !model(on).equals(base.model());
                on[item] = false;
                if (moves) {
                    moving.add(item);
                }
            }
        }

        private int add(String name) {
            names.add(name);
            return names.size() - 1;
        }

        private boolean[] on(long set) {
            boolean[] on = new boolean[names.size()];
            for (int k = 0; k < moving.size(); k++) {
                on[moving.get(k)] = (set >> k & 1) == 1;
            }
            return on;
        }

        private static boolean is(boolean[] on, int item) {
            return item >= 0 && on[item];
        }

        private BrandSurvey survey(boolean[] on) {
            boolean others = is(on, rivals);
            return base.survey().mapRatings((i, b, s, x) -> {
                boolean move = b == brand ? on[itemOf[s]] : others;
                return move ? target.apply(i, b, s, x) : x;
            });
        }

        private Market market(boolean[] on) {
            Market here = base.market();
            Market there = goal.market();
            Market built = Market.of(
                    is(on, customers) ? there.customers() : here.customers(), here.horizon(), here.firstPurchase());
            for (String b : base.survey().brands()) {
                boolean own = b.equals(from);
                Market earning = own && is(on, margin) ? there : here;
                String earner = own && is(on, margin) ? to : b;
                built = built.withBrand(
                        b,
                        earning.contribution(earner, base.survey().segments().get(0)),
                        own && is(on, discount) ? there.discount(to) : here.discount(b));
                for (String segment : base.survey().segments()) {
                    built = built.withSegment(b, segment, earning.contribution(earner, segment));
                }
            }
            return built;
        }

        private ChoiceModel model(boolean[] on) {
            return is(on, coefficients) ? goal.model() : base.model();
        }

        private double value(long set) {
            boolean[] on = on(set);
            BrandSurvey survey = survey(on);
            Sums sums = new Sums(model(on), survey, base.survey());
            return Delta.sum(sums.values(EquityKernel.of(survey, market(on))))[brand];
        }

        DriverContributions exact(String rest) {
            int n = moving.size();
            if (n > Shapley.MOST_EXACT) {
                throw Require.bad(
                        "items that differ",
                        "must be at most " + Shapley.MOST_EXACT,
                        "ask for EQUITY_DRIVERS, or give pairs of orders and a generator",
                        n);
            }
            double[] parts = n == 0 ? new double[0] : Shapley.exact(n, this::value);
            return result(parts, new double[n], rest);
        }

        DriverContributions sampled(String rest, int pairs, RandomGenerator random) {
            int n = moving.size();
            if (n == 0) {
                return result(new double[0], new double[0], rest);
            }
            Shapley.Sampled s = Shapley.sampled(n, set -> new double[] {value(set)}, pairs, random);
            return result(s.phi()[0], s.standardErrors()[0], rest);
        }

        private DriverContributions result(double[] parts, double[] errors, String rest) {
            CurrencyAmount before = base.equity(from);
            CurrencyAmount after = goal.equity(to);
            List<Line> lines = new ArrayList<>();
            double explained = 0;
            for (int item = 0; item < names.size(); item++) {
                int k = moving.indexOf(item);
                double part = k < 0 ? 0 : parts[k];
                explained += part;
                lines.add(
                        new Line(names.get(item), new CurrencyAmount(before.currency(), part), k < 0 ? 0 : errors[k]));
            }
            double all = after.value() - before.value();
            double left = all - explained;
            // a rest that is only rounding is none
            left = Math.abs(left) <= 1e-13 * (Math.abs(before.value()) + Math.abs(after.value())) ? 0 : left;
            lines.add(new Line(rest, new CurrencyAmount(before.currency(), left), 0));
            return new DriverContributions(from, to, before, after, lines);
        }
    }

    /** One line a cause: ratings first, what no other line explains last. */
    public List<Line> lines() {
        return lines;
    }

    /** The line of that name. */
    public Line of(String name) {
        return lines.get(Require.indexOf(name, lines.stream().map(Line::name).toList(), "name", ""));
    }

    /** The equity from which the difference is counted. */
    public CurrencyAmount before() {
        return before;
    }

    /** The equity to which the difference leads. */
    public CurrencyAmount after() {
        return after;
    }

    /** The difference: the sum of all lines. */
    public CurrencyAmount total() {
        return after.minus(before);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DriverContributions other
                && from.equals(other.from)
                && to.equals(other.to)
                && before.equals(other.before)
                && after.equals(other.after)
                && lines.equals(other.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to, before, after, lines);
    }

    /** A table: what is due to each cause, from the one equity to the other. */
    @Override
    public String toString() {
        int wide = Math.max(from.length(), to.length());
        for (Line line : lines) {
            wide = Math.max(wide, line.name().length());
        }
        String row = "%n%-" + wide + "s %16.0f";
        StringBuilder s = new StringBuilder(
                String.format(Locale.ROOT, "%-" + wide + "s %16.0f   %s", from, before.value(), before.currency()));
        for (Line line : lines) {
            s.append(String.format(Locale.ROOT, row, line.name(), line.amount().value()));
            if (line.standardError() > 0) {
                s.append(String.format(Locale.ROOT, " +- %.0f", line.standardError()));
            }
        }
        return s.append(String.format(Locale.ROOT, row, to, after.value())).toString();
    }
}
