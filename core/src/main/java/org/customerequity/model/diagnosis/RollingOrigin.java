package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.Span;

/**
 * Forecasts as they would have been made: at each of several days a model is fitted to what was known then, looks ahead, and is
 * judged by what came.
 *
 * <pre>{@code
 *   RollingOrigin rolling = RollingOrigin.of(log, first, Period.ofMonths(1), List.of(Period.ofMonths(3)));
 *   Backtest test = rolling.run(PurchaseModelFamily.PARETO_NBD);
 * }</pre>
 *
 * <p>Nothing leaks: neither later purchases, nor customers acquired later, nor refunds given later are in the histories of a
 * day ({@link PurchaseLog#histories(LocalDate)}). Stretches ahead that overlap share purchases, so that errors of neighbouring
 * origins are correlated: {@link Backtest#compare} draws customers, with all their origins, and no standard error over origins is
 * given. Scores are by horizon, never pooled over horizons.
 *
 * <p>L. J. Tashman, Out-of-Sample Tests of Forecasting Accuracy: An Analysis and Review, International Journal of Forecasting
 * 16(4), 2000, 437-450.
 *
 * @param log all purchases
 * @param origins the days at whose end forecasts are made, at least three, ascending, in the window of the log
 * @param horizons how far ahead, at least one, none twice; every origin and horizon ends by the last day of the log
 */
public record RollingOrigin(PurchaseLog log, List<LocalDate> origins, List<Period> horizons) implements Serializable {
    private static final int FEWEST = 3;

    public RollingOrigin {
        Objects.requireNonNull(log, "log");
        origins = List.copyOf(origins);
        horizons = List.copyOf(horizons);
        if (origins.size() < FEWEST) {
            throw Require.bad(
                    "origins", "must be at least " + FEWEST, "one or two say little about other times", origins.size());
        }
        Require.notEmpty(horizons.size(), "horizons", "must have at least one", "");
        if (horizons.stream().distinct().count() < horizons.size()) {
            throw Require.bad("horizons", "must name each once", "", horizons);
        }
        LocalDate before = LocalDate.MIN;
        LocalDate first = log.firstDay().orElse(log.lastDay());
        for (LocalDate origin : origins) {
            if (!origin.isAfter(before)) {
                throw Require.bad("origins", "must be ascending", "", origins);
            }
            before = origin;
            if (origin.isBefore(first)) {
                throw Require.bad("origins", "must not be before the first day " + first, "nothing is known", origin);
            }
            for (Period horizon : horizons) {
                LocalDate end = origin.plus(horizon);
                if (!end.isAfter(origin)) {
                    throw Require.bad("horizons", "must be at least a day", "", horizon);
                }
                if (end.isAfter(log.lastDay())) {
                    throw Require.bad(
                            "origins",
                            "must leave " + horizon + " until the last day " + log.lastDay(),
                            "what came later is not known",
                            origin);
                }
            }
        }
    }

    /**
     * At {@code first} and every {@code step} after it, as long as the longest horizon ends by the last day of the log.
     *
     * @param first the first day at whose end a forecast is made
     * @param step from one to the next, at least a day
     */
    public static RollingOrigin of(PurchaseLog log, LocalDate first, Period step, List<Period> horizons) {
        Objects.requireNonNull(first, "first");
        if (!first.plus(step).isAfter(first)) {
            throw Require.bad("step", "must be at least a day", "", step);
        }
        List<LocalDate> origins = new ArrayList<>();
        LocalDate origin = first;
        while (allEndBy(origin, horizons, log.lastDay())) {
            origins.add(origin);
            // counted from the first, so that month ends do not creep to the 28th
            origin = first.plus(step.multipliedBy(origins.size()));
        }
        return new RollingOrigin(log, origins, horizons);
    }

    private static boolean allEndBy(LocalDate origin, List<Period> horizons, LocalDate lastDay) {
        return horizons.stream().noneMatch(horizon -> origin.plus(horizon).isAfter(lastDay))
                && !origin.isAfter(lastDay);
    }

    /** One model of this library, fitted anew at each origin. */
    public Backtest run(PurchaseModelFamily family) {
        return run(family.title(), family::fit);
    }

    /**
     * A model or way of fitting of one's own, such as with other options.
     *
     * @param name what it is called in comparisons
     * @param fit from what is known at an origin to the fit; called once for each origin
     */
    public Backtest run(String name, Function<PurchaseHistories, ? extends FitOutcome<? extends PurchaseModel>> fit) {
        Require.nonBlank(name, "name", "what it is called in comparisons");
        Objects.requireNonNull(fit, "fit");
        List<OriginForecast> forecasts = new ArrayList<>();
        for (LocalDate origin : origins) {
            PurchaseHistories known = log.histories(origin);
            FitOutcome<? extends PurchaseModel> outcome = fit.apply(known);
            for (Period horizon : horizons) {
                LocalDate end = origin.plus(horizon);
                double days = end.toEpochDay() - origin.toEpochDay();
                Span ahead = Span.first(days / log.unit().days(), log.unit());
                forecasts.add(
                        new OriginForecast(origin, horizon, known, ahead, log.purchasesBetween(origin, end), outcome));
            }
        }
        return new Backtest(name, forecasts);
    }
}
