package org.customerequity.retention.covariate;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;

/**
 * Covariates of calendar periods, the same for all contracts: a season, a price list, a campaign. Mapped to the tenure of a contract
 * by the day it began. Immutable.
 *
 * <pre>{@code
 *   CovariateCalendar prices = CovariateCalendar.of(List.of(
 *           new CovariateCalendar.Entry(ReportingPeriod.ofYear(2025), Covariates.none().with("price", 10)),
 *           new CovariateCalendar.Entry(ReportingPeriod.ofYear(2026), Covariates.none().with("price", 12))));
 *   TenurePath path = prices.pathOfRenewals(LocalDate.of(2025, 3, 15), PeriodUnit.MONTH, Covariates.none());
 * }</pre>
 *
 * @param entries in the order of time, each beginning on the day the one before ends
 */
public record CovariateCalendar(List<Entry> entries) implements Serializable {
    public CovariateCalendar {
        entries = Objects.requireNonNull(entries, "entries").stream()
                .sorted(Comparator.comparing(entry -> entry.period().from()))
                .toList();
        Require.notEmpty(entries.size(), "entries", "must have a period", "with its covariates");
        for (int k = 1; k < entries.size(); k++) {
            LocalDate end = entries.get(k - 1).period().to();
            LocalDate from = entries.get(k).period().from();
            if (!from.equals(end)) {
                throw Require.bad(
                        "from of entries[" + k + "]",
                        "must be " + end + ", where the one before ends",
                        from.isAfter(end) ? "there is a gap" : "they overlap",
                        from);
            }
            Covariates first = entries.get(0).covariates();
            if (!first.isAlike(entries.get(k).covariates())) {
                throw Require.bad(
                        "covariates of entries[" + k + "]",
                        "must be those of the first, of the same kinds, " + first,
                        "what is not known needs a value and a flag beside it",
                        entries.get(k).covariates());
            }
        }
    }

    /**
     * One period of the calendar.
     *
     * @param period its days
     * @param covariates that hold on them
     */
    public record Entry(ReportingPeriod period, Covariates covariates) implements Serializable {
        public Entry {
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(covariates, "covariates");
        }
    }

    /** A calendar of these periods, in whatever order. */
    public static CovariateCalendar of(List<Entry> entries) {
        return new CovariateCalendar(entries);
    }

    /** The first day. */
    public LocalDate from() {
        return entries.get(0).period().from();
    }

    /** The first day that is not known any more. */
    public LocalDate to() {
        return entries.get(entries.size() - 1).period().to();
    }

    /**
     * The path of a contract that counts renewals: each renewal has the covariates of its own day, as a customer who decides then
     * sees them. Renewals fall due on the same day of every calendar month, quarter or year, as
     * {@link org.customerequity.history.contract.SpellsBuilder#toRenewals} has them. The path ends with the last renewal that the
     * calendar knows.
     *
     * @param start of the contract; earlier than the calendar only by less than a period
     * @param unit the time between renewals
     * @param own covariates of the customer that do not change, added to each piece; other names than the calendar's
     * @throws IllegalArgumentException if the calendar does not know the day of the first renewal
     */
    public TenurePath pathOfRenewals(LocalDate start, PeriodUnit unit, Covariates own) {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(own, "own");
        requireKnown("the first renewal", renewal(start, 1, unit), start);
        List<TenurePath.Piece> pieces = new ArrayList<>();
        int renewals = 0;
        for (Entry entry : entries) {
            int from = renewals;
            while (renewal(start, renewals + 1, unit).isBefore(entry.period().to())) {
                renewals++;
            }
            if (renewals > from) {
                pieces.add(new TenurePath.Piece(from, renewals, and(own, entry.covariates())));
            }
        }
        return new TenurePath(pieces);
    }

    /**
     * The path of a contract in continuous time: days over the length of the unit, as
     * {@link org.customerequity.history.contract.SpellsBuilder#toTimes} has them.
     *
     * @param start of the contract, on a day that the calendar knows
     * @param unit what tenure is counted in
     * @param own covariates of the customer that do not change, added to each piece; other names than the calendar's
     * @throws IllegalArgumentException if the calendar does not know the day of the start
     */
    public TenurePath pathOfTimes(LocalDate start, PeriodUnit unit, Covariates own) {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(own, "own");
        requireKnown("the start", start, start);
        List<TenurePath.Piece> pieces = new ArrayList<>();
        double from = 0;
        for (Entry entry : entries) {
            if (entry.period().to().isAfter(start)) {
                double until = (entry.period().to().toEpochDay() - start.toEpochDay()) / unit.days();
                pieces.add(new TenurePath.Piece(from, until, and(own, entry.covariates())));
                from = until;
            }
        }
        return new TenurePath(pieces);
    }

    private void requireKnown(String what, LocalDate day, LocalDate start) {
        if (day.isBefore(from()) || !day.isBefore(to())) {
            throw Require.bad(
                    "start",
                    "must have " + what + " within the calendar, " + from() + " to " + to(),
                    "the covariates of a contract are needed from its beginning on",
                    start);
        }
    }

    private static Covariates and(Covariates own, Covariates calendar) {
        Covariates both = own;
        for (String name : calendar.names()) {
            both = calendar.isNumber(name)
                    ? both.with(name, calendar.number(name))
                    : both.with(name, calendar.category(name));
        }
        return both;
    }

    private static LocalDate renewal(LocalDate start, int count, PeriodUnit unit) {
        return switch (unit) {
            case DAY -> start.plusDays(count);
            case WEEK -> start.plusWeeks(count);
            case MONTH -> start.plusMonths(count);
            case QUARTER -> start.plusMonths(3L * count);
            case YEAR -> start.plusYears(count);
        };
    }

    /** How many periods, and the days they cover. */
    @Override
    public String toString() {
        return "CovariateCalendar[" + entries.size() + (entries.size() == 1 ? " period, " : " periods, ") + from()
                + " to " + to() + "]";
    }
}
