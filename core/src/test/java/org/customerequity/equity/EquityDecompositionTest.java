package org.customerequity.equity;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.equity.EquityFactor.CUSTOMERS;
import static org.customerequity.equity.EquityFactor.DISCOUNT;
import static org.customerequity.equity.EquityFactor.MARGIN;
import static org.customerequity.equity.EquityFactor.MIX;
import static org.customerequity.equity.EquityFactor.RETENTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.retention.RetentionRate;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Seeded
class EquityDecompositionTest {
    private static final AggregateEquity OPENING = yearly(10_000, 60, 0.80, 0.10);
    private static final AggregateEquity CLOSING = yearly(11_200, 58, 0.82, 0.11);

    /** Of customers, margin, retention and annual discount. */
    private static final double[] ERRORS = {100, 1.5, 0.02, 0.008};

    private static AggregateEquity yearly(double customers, double margin, double retention, double discount) {
        return equity(customers, margin, retention, discount, PeriodUnit.YEAR, CashFlowTiming.AFTER_FIRST);
    }

    /** Discount per period of the unit. */
    private static AggregateEquity equity(
            double customers,
            double margin,
            double retention,
            double discount,
            PeriodUnit unit,
            CashFlowTiming timing) {
        return AggregateEquity.of(
                customers,
                PeriodicContribution.of("USD", margin, unit),
                RetentionRate.of(retention, unit),
                DiscountRate.ofPerPeriod(discount, unit),
                timing);
    }

    private static double part(EquityDecomposition of, EquityFactor factor) {
        return of.effect(factor).amount().value();
    }

    @Test
    void changeOfTheSheet() {
        // formula sheet 05, customer-equity bridge between two dates
        EquityDecomposition change = EquityDecomposition.between(OPENING, CLOSING);
        close(1_600_000, change.opening().value(), 1e-13);
        close(1_836_800, change.closing().value(), 1e-13);
        assertEquals(194640.939668, part(change, CUSTOMERS), 0.5e-6);
        assertEquals(-58324.1361654, part(change, MARGIN), 0.5e-7);
        assertEquals(159003.349401, part(change, RETENTION), 0.5e-6);
        assertEquals(-58520.1529036, part(change, DISCOUNT), 0.5e-7);
        // one at a time from 10000 x 60 x .8 / .3; the sheet's sequence begins with the first of them
        close(192_000, change.effect(CUSTOMERS).alone().value(), 1e-12);
        close(10_000 * -2 * 0.8 / 0.3, change.effect(MARGIN).alone().value(), 1e-12);
        close(
                600_000 * (0.82 / 0.28 - 0.8 / 0.3),
                change.effect(RETENTION).alone().value(),
                1e-12);
        close(
                600_000 * (0.8 / 0.31 - 0.8 / 0.3),
                change.effect(DISCOUNT).alone().value(),
                1e-12);
        assertEquals(List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT), factors(change));
        assertEquals(Map.of(), change.segments());
        assertTrue(change.toString()
                .startsWith(change.opening() + " -> " + change.closing() + ": customers +194640.93966"));
        assertTrue(change.toString().contains(", margin -58324.136165"));
        assertEquals(OPENING.value().amount() + " of 10000.0 customers", OPENING.toString());
        travels(change);
        travels(OPENING.withStandardError(MARGIN, 2));
    }

    private static List<EquityFactor> factors(EquityDecomposition change) {
        return change.effects().stream().map(EquityEffect::factor).toList();
    }

    @Test
    void standardErrorOfTheSheet() {
        // formula sheet 13: m = 100 (se 4), r = .8 (se .02), d = .1, m r / (1 + d - r)
        AggregateEquity one =
                yearly(1, 100, 0.8, 0.1).withStandardError(MARGIN, 4).withStandardError(RETENTION, 0.02);
        close(26.6703701132, one.estimate().standardError(), 1e-12);
        close(one.value().amount().value(), one.estimate().value(), 1e-15);
        // and with every factor, by hand: V = N m r / (1 + d - r)
        AggregateEquity all = one.withStandardError(CUSTOMERS, 0.1).withStandardError(DISCOUNT, 0.01);
        double v = 100 * 0.8 / 0.3;
        close(
                Math.sqrt(26.6703701132 * 26.6703701132 + Math.pow(0.1 * v, 2) + Math.pow(0.01 * v / 0.3, 2)),
                all.estimate().standardError(),
                1e-12);
    }

    /** Equity, period by period. */
    private static double bruteForce(double[] x, CashFlowTiming timing, int periods) {
        double value = 0;
        for (int t = 0; t <= periods; t++) {
            double v = 1 + x[3];
            value += switch (timing) {
                case IMMEDIATE_COUNTED -> Math.pow(x[2], t) / Math.pow(v, t);
                case AFTER_FIRST -> t == 0 ? 0 : Math.pow(x[2], t) / Math.pow(v, t);
                case END_OF_PERIOD -> t == 0 ? 0 : Math.pow(x[2], t - 1) / Math.pow(v, t);
                case JUST_BEFORE_RENEWAL -> t == 0 ? 0 : Math.pow(x[2], t) / Math.pow(v, t - 1);
            };
        }
        return x[0] * x[1] * value;
    }

    private static double[] draw(RandomGenerator random) {
        return new double[] {
            random.nextDouble(1, 1e6), random.nextDouble(-50, 200), random.nextDouble(), random.nextDouble(0, 0.5)
        };
    }

    @Property(tries = 300)
    void isTheMeanOfAllOrdersPeriodByPeriod(
            @ForAll CashFlowTiming timing, @ForAll @IntRange(min = 1, max = 30) int periods, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] from = draw(random);
        double[] to = draw(random);
        PeriodUnit unit = PeriodUnit.values()[random.nextInt(5)];
        Horizon horizon = Horizon.of(periods, unit);
        EquityDecomposition change = EquityDecomposition.between(
                equity(from[0], from[1], from[2], from[3], unit, timing).withHorizon(horizon),
                equity(to[0], to[1], to[2], to[3], unit, timing).withHorizon(horizon));
        double[] sum = new double[4];
        int orders = 0;
        for (int code = 0; code < 256; code++) {
            int[] order = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6};
            if ((1 << order[0] | 1 << order[1] | 1 << order[2] | 1 << order[3]) == 15) {
                double[] x = from.clone();
                for (int k : order) {
                    double before = bruteForce(x, timing, periods);
                    x[k] = to[k];
                    sum[k] += bruteForce(x, timing, periods) - before;
                }
                orders++;
            }
        }
        assertEquals(24, orders);
        double scale = Math.abs(from[0] + to[0]) * 250 * 31;
        for (int k = 0; k < 4; k++) {
            assertEquals(sum[k] / 24, change.effects().get(k).amount().value(), 1e-12 * scale, () -> "of " + change);
        }
        double left = change.change().value();
        for (EquityEffect effect : change.effects()) {
            left -= effect.amount().value();
        }
        assertEquals(0, left, 1e-14 * scale);
    }

    @Property(tries = 200)
    void laws(@ForAll CashFlowTiming timing, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] from = draw(random);
        double[] to = draw(random);
        from[2] *= 0.999;
        to[2] *= 0.999;
        AggregateEquity opening = equity(from[0], from[1], from[2], from[3], PeriodUnit.YEAR, timing);
        AggregateEquity closing = equity(to[0], to[1], to[2], to[3], PeriodUnit.YEAR, timing);
        EquityDecomposition there = EquityDecomposition.between(opening, closing);
        EquityDecomposition back = EquityDecomposition.between(closing, opening);
        // counted in weeks, at as much discount a week, nothing is different
        EquityDecomposition weekly = EquityDecomposition.between(
                equity(from[0], from[1], from[2], from[3], PeriodUnit.WEEK, timing),
                equity(to[0], to[1], to[2], to[3], PeriodUnit.WEEK, timing));
        double scale = Math.abs(opening.value().amount().value())
                + Math.abs(closing.value().amount().value())
                + there.effects().stream()
                        .mapToDouble(e -> Math.abs(e.amount().value()))
                        .sum();
        for (EquityFactor factor : factors(there)) {
            assertEquals(part(there, factor), -part(back, factor), 1e-13 * scale);
            assertEquals(part(there, factor), part(weekly, factor), 1e-9 * scale);
        }
        // nothing changed, nothing to explain; one thing changed, it explains all
        for (EquityEffect none : EquityDecomposition.between(opening, opening).effects()) {
            assertEquals(0, none.amount().value(), 0);
        }
        EquityDecomposition more = EquityDecomposition.between(opening, opening.withCustomers(2 * from[0]));
        assertEquals(more.change().value(), part(more, CUSTOMERS), 1e-14 * scale);
        assertEquals(0, part(more, RETENTION), 0);
        assertEquals(0, part(more, MARGIN), 0);
        assertEquals(0, part(more, DISCOUNT), 0);
    }

    /** The error of any figure by differences in each uncertain number. */
    private static double errorByDifferences(
            List<Map<String, double[]>> dates, CashFlowTiming timing, ToDoubleFunction<EquityDecomposition> figure) {
        double variance = 0;
        for (Map<String, double[]> date : dates) {
            for (double[] x : date.values()) {
                for (int k = 0; k < 4; k++) {
                    double at = x[k];
                    double h = 1e-6 * at;
                    x[k] = at + h;
                    double up = figure.applyAsDouble(decompose(dates, timing, null));
                    x[k] = at - h;
                    double down = figure.applyAsDouble(decompose(dates, timing, null));
                    x[k] = at;
                    variance += Math.pow((up - down) / (2 * h) * ERRORS[k], 2);
                }
            }
        }
        return Math.sqrt(variance);
    }

    private static EquityDecomposition decompose(
            List<Map<String, double[]>> dates, CashFlowTiming timing, double[] errors) {
        List<Map<String, AggregateEquity>> equities = new ArrayList<>();
        for (Map<String, double[]> date : dates) {
            Map<String, AggregateEquity> at = new HashMap<>();
            date.forEach((name, x) -> {
                // an annual rate, though periods are months: errors are those of the annual rate
                AggregateEquity equity = AggregateEquity.of(
                        x[0],
                        PeriodicContribution.of("USD", x[1], PeriodUnit.MONTH),
                        RetentionRate.of(x[2], PeriodUnit.MONTH),
                        new DiscountRate(x[3]),
                        timing);
                for (int k = 0; errors != null && k < 4; k++) {
                    equity = equity.withStandardError(
                            List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT).get(k), errors[k]);
                }
                at.put(name, equity);
            });
            equities.add(at);
        }
        Map<String, AggregateEquity> first = equities.get(0);
        Map<String, AggregateEquity> second = equities.get(1);
        return first.size() == 1
                ? EquityDecomposition.between(first.get("a"), second.get("a"))
                : EquityDecomposition.bySegment(first, second);
    }

    @ParameterizedTest
    @EnumSource(CashFlowTiming.class)
    void standardErrorsAreThoseOfDifferences(CashFlowTiming timing) {
        List<Map<String, double[]>> one = List.of(
                new HashMap<>(Map.of("a", new double[] {9000, 60, 0.90, 0.10})),
                new HashMap<>(Map.of("a", new double[] {9900, 55, 0.92, 0.14})));
        List<Map<String, double[]>> three = List.of(
                new HashMap<>(Map.of(
                        "a", new double[] {9000, 60, 0.90, 0.10},
                        "b", new double[] {2000, 20, 0.70, 0.10},
                        "c", new double[] {500, -15, 0.50, 0.12})),
                new HashMap<>(Map.of(
                        "a", new double[] {9900, 55, 0.92, 0.14},
                        "b", new double[] {4000, 21, 0.75, 0.14},
                        "c", new double[] {300, 30, 0.55, 0.14})));
        for (List<Map<String, double[]>> dates : List.of(one, three)) {
            EquityDecomposition change = decompose(dates, timing, ERRORS);
            for (EquityEffect effect : change.effects()) {
                double expected = errorByDifferences(dates, timing, d -> part(d, effect.factor()));
                close(expected, effect.estimate().standardError(), 1e-6);
                assertEquals(effect.amount().value(), effect.estimate().value());
                Interval interval = effect.confidenceInterval(0.95);
                close(2 * 1.959963984540054 * expected, interval.width(), 1e-6);
                assertTrue(interval.contains(effect.amount().value()));
            }
            double expected = errorByDifferences(dates, timing, d -> d.change().value());
            close(expected, change.changeEstimate().standardError(), 1e-6);
            close(
                    2 * 1.959963984540054 * expected,
                    change.confidenceInterval(0.95).width(),
                    1e-6);
            travels(change);
        }
    }

    private static Map<String, double[]> segments(RandomGenerator random, String... names) {
        Map<String, double[]> out = new HashMap<>();
        for (String name : names) {
            double[] x = draw(random);
            x[2] *= 0.99;
            x[3] += 0.001;
            out.put(name, x);
        }
        return out;
    }

    private static double equity(List<Map<String, double[]>> dates, int[] date) {
        double[] total = new double[2];
        for (int i = 0; i < 2; i++) {
            total[i] = dates.get(i).values().stream().mapToDouble(x -> x[0]).sum();
        }
        double value = 0;
        for (String name : dates.get(0).keySet()) {
            double share = dates.get(date[4]).get(name)[0] / total[date[4]];
            double margin = dates.get(date[1]).get(name)[1];
            double r = dates.get(date[2]).get(name)[2];
            double d = new DiscountRate(dates.get(date[3]).get(name)[3]).perPeriod(PeriodUnit.MONTH);
            value += total[date[0]] * share * margin / (1 + d - r);
        }
        return value;
    }

    /** Number and mix are neighbours in an order; of those there are 48. */
    @Property(tries = 100)
    void numberAndMixAreTheMeanOfTheOrdersInWhichTheyMeet(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, double[]>> dates = List.of(segments(random, "a", "b", "c"), segments(random, "a", "b", "c"));
        double[] sum = new double[5];
        int orders = 0;
        for (int code = 0; code < 3125; code++) {
            int[] order = {code % 5, code / 5 % 5, code / 25 % 5, code / 125 % 5, code / 625};
            int met = 0;
            int at = 0;
            int mixAt = 0;
            for (int i = 0; i < 5; i++) {
                met |= 1 << order[i];
                at = order[i] == 0 ? i : at;
                mixAt = order[i] == 4 ? i : mixAt;
            }
            if (met == 31 && Math.abs(at - mixAt) == 1) {
                int[] date = new int[5];
                for (int k : order) {
                    double before = equity(dates, date);
                    date[k] = 1;
                    sum[k] += equity(dates, date) - before;
                }
                orders++;
            }
        }
        assertEquals(48, orders);
        EquityDecomposition change = decompose(dates, CashFlowTiming.END_OF_PERIOD, null);
        List<EquityFactor> factors = List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT, MIX);
        double scale = change.effects().stream()
                        .mapToDouble(e -> Math.abs(e.amount().value()))
                        .sum()
                + Math.abs(change.opening().value());
        for (int k = 0; k < 5; k++) {
            assertEquals(sum[k] / 48, part(change, factors.get(k)), 1e-12 * scale);
        }
        assertEquals(List.of(CUSTOMERS, MIX, MARGIN, RETENTION, DISCOUNT), factors(change));
        assertEquals(
                change.change().value(),
                change.effects().stream().mapToDouble(e -> e.amount().value()).sum(),
                1e-13 * scale);
        // segment by segment
        assertEquals(List.of("a", "b", "c"), List.copyOf(change.segments().keySet()));
        for (EquityFactor factor : List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT)) {
            double ofSegments = change.segments().values().stream()
                    .mapToDouble(s -> part(s, factor))
                    .sum();
            double ofAll = part(change, factor) + (factor == CUSTOMERS ? part(change, MIX) : 0);
            assertEquals(ofSegments, ofAll, 1e-12 * scale);
        }
    }

    @Test
    void mixIsWhatMovesBetweenSegments() {
        AggregateEquity good = yearly(100, 60, 0.9, 0.1);
        AggregateEquity poor = yearly(300, 10, 0.5, 0.1);
        // as many customers, more of the good ones
        EquityDecomposition moved = EquityDecomposition.bySegment(
                Map.of("good", good, "poor", poor),
                Map.of("good", good.withCustomers(150), "poor", poor.withCustomers(250)));
        double each = 60 * 0.9 / 0.2 - 10 * 0.5 / 0.6;
        close(50 * each, part(moved, MIX), 1e-12);
        close(50 * each, moved.effect(MIX).alone().value(), 1e-12);
        assertEquals(0, part(moved, CUSTOMERS), 1e-9);
        // twice as many of each
        EquityDecomposition grown = EquityDecomposition.bySegment(
                Map.of("good", good, "poor", poor),
                Map.of("good", good.withCustomers(200), "poor", poor.withCustomers(600)));
        close(grown.opening().value(), part(grown, CUSTOMERS), 1e-12);
        assertEquals(0, part(grown, MIX), 1e-9);
        // one segment has no mix
        EquityDecomposition single = EquityDecomposition.bySegment(Map.of("all", OPENING), Map.of("all", CLOSING));
        assertEquals(0, part(single, MIX), 0);
        for (EquityFactor factor : List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT)) {
            close(part(EquityDecomposition.between(OPENING, CLOSING), factor), part(single, factor), 1e-12);
        }
    }

    /** Not almost: 100 customers are not 100.00000000000001 of a mix. */
    @Property
    void oneSegmentHasNoMix(
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double first,
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double second,
            @ForAll @DoubleRange(min = -100, max = 100) double margin) {
        AggregateEquity opening = yearly(first, 37, 0.81, 0.1).withStandardError(CUSTOMERS, 3);
        AggregateEquity closing = yearly(second, margin, 0.77, 0.12).withStandardError(RETENTION, 0.01);
        EquityDecomposition single = EquityDecomposition.bySegment(Map.of("all", opening), Map.of("all", closing));
        EquityDecomposition whole = EquityDecomposition.between(opening, closing);
        EquityEffect mix = single.effect(MIX);
        assertEquals(0, mix.amount().value(), 0);
        assertEquals(0, mix.alone().value(), 0);
        assertEquals(0, mix.standardError(), 0);
        for (EquityFactor factor : List.of(CUSTOMERS, MARGIN, RETENTION, DISCOUNT)) {
            assertEquals(whole.effect(factor), single.effect(factor));
        }
        assertEquals(whole.changeEstimate(), single.changeEstimate());
    }

    @Test
    void aSegmentOfOneDateOnlyIsNumberAndMix() {
        AggregateEquity base = yearly(100, 60, 0.9, 0.1);
        AggregateEquity launched =
                yearly(50, 80, 0.8, 0.1).withStandardError(MARGIN, 5).withStandardError(CUSTOMERS, 4);
        EquityDecomposition change =
                EquityDecomposition.bySegment(Map.of("base", base), Map.of("base", base, "launched", launched));
        double each = 80 * 0.8 / 0.3;
        close(50 * each, change.change().value(), 1e-12);
        close(50 * each, part(change, CUSTOMERS) + part(change, MIX), 1e-12);
        assertEquals(0, part(change, MARGIN), 0);
        // the one margin of the segment is uncertain once, not at each date
        assertEquals(0, change.effect(MARGIN).standardError(), 1e-12);
        close(launched.estimate().standardError(), change.changeEstimate().standardError(), 1e-12);
        close(
                launched.estimate().standardError(),
                change.segments().get("launched").effect(CUSTOMERS).standardError(),
                1e-12);
        EquityDecomposition closed =
                EquityDecomposition.bySegment(Map.of("base", base, "launched", launched), Map.of("base", base));
        close(part(change, MIX), -part(closed, MIX), 1e-12);
        close(change.effect(MIX).standardError(), closed.effect(MIX).standardError(), 1e-12);
    }

    @Test
    void cohortsOfTheSheet() {
        // formula sheet 06: twelve monthly cohorts at month 12, 5.5 at the end of each month survived, 1200 months
        double[] acquired = {100, 120, 140, 160, 180, 200, 210, 220, 230, 235, 240, 245};
        double[] printed = {
            8485.37646,
            10429.6275,
            12473.1068,
            14624.9674,
            16895.6562,
            19297.1669,
            20850.4791,
            22504.4989,
            24271.2776,
            25619.9913,
            27074.9288,
            28651.6356
        };
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(1.2, 14, PeriodUnit.MONTH);
        double total = 0;
        for (int m = 0; m < 12; m++) {
            int age = 11 - m;
            double value = AggregateEquity.of(
                            acquired[m] * curve.survival(age),
                            PeriodicContribution.of("USD", 5.5, PeriodUnit.MONTH),
                            curve,
                            DiscountRate.ofAnnual(0.10),
                            CashFlowTiming.AFTER_FIRST)
                    .withTenure(age)
                    .withHorizon(Horizon.of(1200, PeriodUnit.MONTH))
                    .value()
                    .amount()
                    .value();
            close(printed[m], value, 6e-9);
            total += value;
        }
        assertEquals(231178.712395, total, 0.5e-6);
    }

    @Test
    void aCohortAgesAlongItsCurve() {
        ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR);
        AggregateEquity young = AggregateEquity.of(
                1000,
                PeriodicContribution.of("USD", 100, PeriodUnit.YEAR),
                curve,
                DiscountRate.ofAnnual(0.1),
                CashFlowTiming.JUST_BEFORE_RENEWAL);
        close(
                1000 * 100 * curve.discountedResidualLifetime(0, young.discount()),
                young.value().amount().value(),
                1e-14);
        AggregateEquity old = young.withCustomers(1000 * curve.survival(3)).withTenure(3);
        EquityDecomposition aged = EquityDecomposition.between(young, old);
        assertTrue(part(aged, CUSTOMERS) < 0 && part(aged, RETENTION) > 0, aged::toString);
        assertEquals(0, part(aged, MARGIN), 0);
        // a curve whose tenure has no variance: without discount there is no elasticity, and none is asked for
        AggregateEquity undiscounted = AggregateEquity.of(
                10,
                young.margin(),
                new ShiftedBetaGeometric(1.5, 0.5, PeriodUnit.YEAR),
                DiscountRate.NONE,
                CashFlowTiming.AFTER_FIRST);
        assertEquals(0, undiscounted.estimate().standardError(), 0);
        // the discount's error works with any curve: against differences
        AggregateEquity uncertain = young.withStandardError(DISCOUNT, 0.01);
        double h = 1e-5;
        double slope = (at(young, 0.1 + h) - at(young, 0.1 - h)) / (2 * h);
        close(-0.01 * slope, uncertain.estimate().standardError(), 1e-7);
    }

    private static double at(AggregateEquity equity, double discount) {
        return AggregateEquity.of(
                        equity.customers(),
                        equity.margin(),
                        equity.retention(),
                        DiscountRate.ofAnnual(discount),
                        equity.timing())
                .value()
                .amount()
                .value();
    }

    @Test
    void nobodyRetainedIsWorthNothingAndCertain() {
        AggregateEquity nobody = yearly(100, 60, 0, 0.1).withStandardError(DISCOUNT, 0.01);
        assertEquals(0, nobody.value().amount().value(), 0);
        assertEquals(0, nobody.estimate().standardError(), 0);
        EquityDecomposition change = EquityDecomposition.between(nobody, yearly(100, 60, 0.5, 0.1));
        close(change.closing().value(), part(change, RETENTION), 1e-14);
        // a margin at the end of the period comes all the same: V = N m / (1 + d)
        AggregateEquity once = equity(100, 60, 0, 0.1, PeriodUnit.YEAR, CashFlowTiming.END_OF_PERIOD)
                .withStandardError(DISCOUNT, 0.01);
        close(0.01 * 6000 / 1.21, once.estimate().standardError(), 1e-12);
    }

    /** V = N m r / (1 + d - r): its derivatives in closed form, however small the retention or the amounts. */
    @Property
    void smallRetentionsAndAmountsKeepTheirErrors(
            @ForAll @IntRange(max = 100) int smallness, @ForAll @IntRange(max = 90) int poverty) {
        double r = 0.3 * Math.pow(10, -smallness);
        double m = Math.pow(10, -poverty);
        AggregateEquity equity = yearly(10, m, r, 0.1)
                .withStandardError(RETENTION, 0.2 * r)
                .withStandardError(DISCOUNT, 0.02)
                .withStandardError(MARGIN, 0.1 * m);
        double value = 10 * m * r / (1.1 - r);
        double inRetention = 1.1 / (1.1 - r) * 0.2;
        double inDiscount = 0.02 / (1.1 - r);
        double relative = Math.sqrt(inRetention * inRetention + inDiscount * inDiscount + 0.01);
        close(value * relative, equity.estimate().standardError(), 1e-13);
        EquityDecomposition change = EquityDecomposition.between(equity.withCustomers(0), equity);
        close(value * relative, change.changeEstimate().standardError(), 1e-13);
    }

    @Test
    void badInputIsNamed() {
        rejects(
                "timing must be AFTER_FIRST at both dates, was END_OF_PERIOD (compare like with like)",
                () -> EquityDecomposition.between(
                        OPENING, equity(1, 1, 0.5, 0.1, PeriodUnit.YEAR, CashFlowTiming.END_OF_PERIOD)));
        rejects(
                "horizon must be for ever at both dates, was 3.0 years (compare like with like)",
                () -> EquityDecomposition.between(OPENING, CLOSING.withHorizon(Horizon.ofYears(3))));
        AggregateEquity monthly = equity(1, 1, 0.5, 0.1, PeriodUnit.MONTH, CashFlowTiming.AFTER_FIRST);
        rejects(
                "unit of segment a must be YEAR at both dates, was MONTH (compare like with like)",
                () -> EquityDecomposition.bySegment(Map.of("a", OPENING), Map.of("a", monthly)));
        rejects(
                "opening retention with closing discount has no finite value: discount must be > 0 where the mean tenure is"
                        + " infinite, was 0.0 (or set a finite horizon)",
                () -> EquityDecomposition.between(yearly(1, 1, 1, 0.1), yearly(1, 1, 0.5, 0)));
        rejects(
                "segment s: closing retention with opening discount has no finite value: discount must be > 0 where the mean"
                        + " tenure is infinite, was 0.0 (or set a finite horizon)",
                () -> EquityDecomposition.bySegment(
                        Map.of("s", yearly(1, 1, 0.5, 0)), Map.of("s", yearly(1, 1, 1, 0.1))));
        rejects("segments must be at least one, was empty", () -> EquityDecomposition.bySegment(Map.of(), Map.of()));
        rejects(
                "customers of all segments must be finite and > 0, was 0.0 (at both dates; without them there is no mix)",
                () -> EquityDecomposition.bySegment(Map.of("a", OPENING.withCustomers(0)), Map.of("a", CLOSING)));
        AggregateEquity euros = AggregateEquity.of(
                1,
                PeriodicContribution.of("EUR", 1, PeriodUnit.YEAR),
                RetentionRate.of(0.5, PeriodUnit.YEAR),
                DiscountRate.ofAnnual(0.1),
                CashFlowTiming.AFTER_FIRST);
        assertThrows(CurrencyMismatchException.class, () -> EquityDecomposition.between(OPENING, euros));
        assertThrows(
                CurrencyMismatchException.class,
                () -> EquityDecomposition.bySegment(
                        Map.of("a", OPENING, "b", euros), Map.of("a", OPENING, "b", euros)));
        rejects(
                "retention must be per month, as the margin is, was per year (convert it with RetentionRate.per)",
                () -> AggregateEquity.of(
                        1,
                        PeriodicContribution.of("EUR", 1, PeriodUnit.MONTH),
                        RetentionRate.of(0.5, PeriodUnit.YEAR),
                        DiscountRate.ofAnnual(0.1),
                        CashFlowTiming.AFTER_FIRST));
        rejects("customers must be finite and >= 0, was NaN", () -> OPENING.withCustomers(Double.NaN));
        rejects(
                "tenure must be finite and >= 0, was -1.0 (periods the customers have been customers)",
                () -> OPENING.withTenure(-1));
        rejects(
                "standard error of MARGIN must be finite and > 0, was 0.0 (leave out what is certain)",
                () -> OPENING.withStandardError(MARGIN, 0));
        rejects(
                "factor must be one of an equity, was MIX (the mix follows from the customers)",
                () -> OPENING.withStandardError(MIX, 1));
        rejects(
                "retention must be constant and in (0, 1) to have a standard error, was "
                        + new ConstantRetention(1, PeriodUnit.YEAR),
                () -> yearly(1, 1, 1, 0.1).withStandardError(RETENTION, 0.1));
        rejects(
                "factor must be one of the decomposition, was MIX (a mix needs bySegment)",
                () -> EquityDecomposition.between(OPENING, CLOSING).effect(MIX));
        String needed =
                "factors must have standard errors for an estimate, had none (AggregateEquity.withStandardError)";
        fails(
                IllegalStateException.class,
                needed,
                () -> EquityDecomposition.between(OPENING, CLOSING).confidenceInterval(0.95));
        fails(IllegalStateException.class, needed, EquityDecomposition.between(OPENING, CLOSING)::changeEstimate);
        fails(
                IllegalStateException.class,
                needed,
                EquityDecomposition.between(OPENING, CLOSING).effect(MARGIN)::estimate);
        fails(
                IllegalStateException.class,
                needed,
                () -> EquityDecomposition.between(OPENING, CLOSING)
                        .effect(MARGIN)
                        .confidenceInterval(0.95));
        rejectsNull("opening", () -> EquityDecomposition.between(null, CLOSING));
        rejectsNull("closing", () -> EquityDecomposition.between(OPENING, null));
        rejectsNull("opening", () -> EquityDecomposition.bySegment(null, Map.of()));
        rejectsNull("closing", () -> EquityDecomposition.bySegment(Map.of(), null));
        Map<String, AggregateEquity> hole = new HashMap<>();
        hole.put("north", null);
        rejectsNull(
                "opening of segment north",
                () -> EquityDecomposition.bySegment(hole, Map.of("north", CLOSING, "south", OPENING)));
        rejectsNull(
                "closing of segment north",
                () -> EquityDecomposition.bySegment(Map.of("north", OPENING, "south", OPENING), hole));
        rejectsNull("factor", () -> OPENING.withStandardError(null, 1));
        rejectsNull(
                "factor", () -> EquityDecomposition.between(OPENING, CLOSING).effect(null));
    }
}
