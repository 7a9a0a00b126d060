package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Contribution;
import org.jspecify.annotations.Nullable;

/**
 * Changes that happen together: to ratings of any brands, to what they earn on a unit of volume, to their inertia. Immutable;
 * changes apply in the order in which they were added.
 *
 * <pre>{@code
 *   Scenario.of("American", "cabin quality", RatingShift.by(0.2))
 *       .and("United", "price", RatingShift.by(0.3))
 *       .andMarginBy("United", Contribution.of("USD", -4))
 * }</pre>
 */
public final class Scenario implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Scenario NONE = new Scenario(List.of(), List.of(), List.of());

    private final List<RatingChange> ratings;
    private final List<MarginChange> margins;
    private final List<InertiaChange> inertia;

    record RatingChange(String brand, String subDriver, RatingShift shift) implements Serializable {}

    record MarginChange(String brand, Contribution by) implements Serializable {}

    record InertiaChange(String brand, double by) implements Serializable {}

    private Scenario(List<RatingChange> ratings, List<MarginChange> margins, List<InertiaChange> inertia) {
        this.ratings = ratings;
        this.margins = margins;
        this.inertia = inertia;
    }

    /** Everything stays as it is: rivals that do not answer. */
    public static Scenario none() {
        return NONE;
    }

    /** One change of ratings. */
    public static Scenario of(String brand, String subDriver, RatingShift shift) {
        return NONE.and(brand, subDriver, shift);
    }

    /** And a change of ratings, of this or another brand. */
    public Scenario and(String brand, String subDriver, RatingShift shift) {
        return new Scenario(
                plus(
                        ratings,
                        new RatingChange(
                                Require.nonBlank(brand, "brand", "a brand of the survey"),
                                Require.nonBlank(subDriver, "subDriver", "a sub-driver of the survey"),
                                Objects.requireNonNull(shift, "shift"))),
                margins,
                inertia);
    }

    /**
     * And another contribution of a brand on a unit of volume, in every segment: less where a price is cut.
     *
     * @param change added to the contribution; may be negative
     */
    public Scenario andMarginBy(String brand, Contribution change) {
        return new Scenario(
                ratings,
                plus(
                        margins,
                        new MarginChange(
                                Require.nonBlank(brand, "brand", "a brand of the survey"),
                                Objects.requireNonNull(change, "change"))),
                inertia);
    }

    /**
     * And another inertia of a brand: what its last buyers' utility of buying it again rises by, as a cost of switching does.
     *
     * @param change added to the inertia, finite
     */
    public Scenario andInertiaBy(String brand, double change) {
        return new Scenario(
                ratings,
                margins,
                plus(
                        inertia,
                        new InertiaChange(
                                Require.nonBlank(brand, "brand", "a brand of the survey"),
                                Require.finite(change, "change", "in units of utility"))));
    }

    /** And all that another scenario changes, after this. */
    public Scenario and(Scenario other) {
        Objects.requireNonNull(other, "other");
        return new Scenario(join(ratings, other.ratings), join(margins, other.margins), join(inertia, other.inertia));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        return join(list, List.of(one));
    }

    private static <T> List<T> join(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    List<RatingChange> ratings() {
        return ratings;
    }

    List<MarginChange> margins() {
        return margins;
    }

    List<InertiaChange> inertia() {
        return inertia;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Scenario other
                && ratings.equals(other.ratings)
                && margins.equals(other.margins)
                && inertia.equals(other.inertia);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ratings, margins, inertia);
    }

    /** {@code one value by 0.2; two margin by USD -4.0}, or {@code no change}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        ratings.forEach(c -> parts.add(c.brand + " " + c.subDriver + " " + c.shift));
        margins.forEach(c -> parts.add(c.brand + " margin by " + c.by.amount()));
        inertia.forEach(c -> parts.add(c.brand + " inertia by " + c.by));
        return parts.isEmpty() ? "no change" : String.join("; ", parts);
    }
}
