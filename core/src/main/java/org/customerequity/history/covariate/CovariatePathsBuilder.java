package org.customerequity.history.covariate;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/** Builds {@link CovariatePaths} row by row, in any order. Not for several threads. */
public final class CovariatePathsBuilder {
    private final List<String> names;
    private final LinkedHashMap<String, CovariatePaths.Gathered> own = new LinkedHashMap<>();
    private CovariatePaths.@Nullable Gathered shared;
    private boolean forEver;

    CovariatePathsBuilder(List<String> names) {
        this.names = names;
    }

    /**
     * The covariates of one customer for some days. Whoever has rows of his own has none of {@link #addForAll}.
     *
     * @param from first day
     * @param to the first day after the last, after {@code from}
     * @param covariates one number for each name, finite
     * @throws IllegalArgumentException if the days overlap with others of this customer; the message names both
     */
    public CovariatePathsBuilder add(String id, LocalDate from, LocalDate to, double... covariates) {
        String whose = "customer \"" + Require.nonBlank(id, "id", "of a customer") + '"';
        double[] checked = checked(whose, from, to, covariates);
        own.computeIfAbsent(id, any -> new CovariatePaths.Gathered()).add(whose, from, to, checked);
        return this;
    }

    /**
     * The covariates of everybody, but for those who have rows of their own, for some days.
     *
     * @param from first day
     * @param to the first day after the last, after {@code from}
     * @param covariates one number for each name, finite
     * @throws IllegalArgumentException if the days overlap with others; the message names both
     */
    public CovariatePathsBuilder addForAll(LocalDate from, LocalDate to, double... covariates) {
        double[] checked = checked("everybody", from, to, covariates);
        if (shared == null) {
            shared = new CovariatePaths.Gathered();
        }
        shared.add("everybody", from, to, checked);
        return this;
    }

    private double[] checked(String whose, LocalDate from, LocalDate to, double[] covariates) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw Require.bad(
                    "period of " + whose, "must end after it starts on " + from, "to is the first day after it", to);
        }
        requireDay(from, "first day of " + whose);
        requireDay(to, "day after the last of " + whose);
        double[] copy = Objects.requireNonNull(covariates, "covariates").clone();
        if (copy.length != names.size()) {
            throw Require.bad("covariates", "must be one for each of " + names, "", copy.length);
        }
        for (int j = 0; j < copy.length; j++) {
            Require.finite(
                    copy[j],
                    names.get(j) + " of " + whose + " from " + from + " to " + to,
                    "what is not known needs a value and a flag beside it");
        }
        return copy;
    }

    private static void requireDay(LocalDate day, String name) {
        if (day.getYear() < 0 || day.getYear() > 9999) {
            throw Require.bad(
                    name, "must be in the years 0 to 9999", "CovariatePathsBuilder.lastHoldsForEver for no end", day);
        }
    }

    /** Declares that the last period of each path goes on without end: what models for ever ask for. */
    public CovariatePathsBuilder lastHoldsForEver() {
        forEver = true;
        return this;
    }

    /**
     * The paths.
     *
     * @throws IllegalArgumentException if there are none, or some have a gap; the message names customer and days
     */
    public CovariatePaths build() {
        Require.notEmpty(
                own.size() + (shared == null ? 0 : 1),
                "paths",
                "must have a row",
                "CovariatePathsBuilder.add, addForAll");
        LinkedHashMap<String, CovariatePaths.Rows> rows = new LinkedHashMap<>();
        own.forEach((id, gathered) -> rows.put(id, gathered.build("customer \"" + id + '"', names.size())));
        return new CovariatePaths(
                names, rows, shared == null ? null : shared.build("everybody", names.size()), forEver, null);
    }
}
