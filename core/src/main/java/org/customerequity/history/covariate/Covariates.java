package org.customerequity.history.covariate;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one customer beside the purchases: numbers and categories by name. Immutable, and compared by what it says, in
 * whatever order it was said.
 *
 * <pre>{@code
 *   Covariates.none().with("channel", "search").with("age", 34)
 * }</pre>
 */
public final class Covariates implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Covariates NONE = new Covariates(new LinkedHashMap<>());

    /** Double or String by name. */
    private final LinkedHashMap<String, Serializable> values;

    private Covariates(LinkedHashMap<String, Serializable> values) {
        this.values = values;
    }

    /** Nothing is known. */
    public static Covariates none() {
        return NONE;
    }

    /**
     * These and a number.
     *
     * @param name not blank, and not among these
     * @param value finite
     */
    public Covariates with(String name, double value) {
        return and(name, Require.finite(value, checked(name), "a covariate"));
    }

    /**
     * These and a category.
     *
     * @param name not blank, and not among these
     * @param category not blank
     */
    public Covariates with(String name, String category) {
        return and(name, Require.nonBlank(category, checked(name), "a category"));
    }

    private String checked(String name) {
        Require.nonBlank(name, "name", "of a covariate");
        if (values.containsKey(name)) {
            throw Require.bad("name", "must be new", "each covariate once", '"' + name + '"');
        }
        return name;
    }

    private Covariates and(String name, Serializable value) {
        LinkedHashMap<String, Serializable> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Covariates(more);
    }

    /** The names, in the order in which they were given. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether something of that name is known. */
    public boolean has(String name) {
        return values.containsKey(Objects.requireNonNull(name, "name"));
    }

    /**
     * The number of that name.
     *
     * @throws IllegalArgumentException if there is none, or it is a category
     */
    public double number(String name) {
        if (value(name) instanceof Double number) {
            return number;
        }
        throw Require.bad(name, "must be a number", "", '"' + category(name) + '"');
    }

    /**
     * The category of that name.
     *
     * @throws IllegalArgumentException if there is none, or it is a number
     */
    public String category(String name) {
        if (value(name) instanceof String category) {
            return category;
        }
        throw Require.bad(name, "must be a category", "", number(name));
    }

    /**
     * Whether it is a number, and not a category.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public boolean isNumber(String name) {
        return value(name) instanceof Double;
    }

    /** Whether other covariates have the same names, in whatever order, each of the same kind. */
    public boolean isAlike(Covariates other) {
        return values.keySet()
                        .equals(Objects.requireNonNull(other, "other").values.keySet())
                && values.keySet().stream().allMatch(name -> isNumber(name) == other.isNumber(name));
    }

    private Serializable value(String name) {
        Serializable value = values.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw Require.bad(
                    "covariates", "must have \"" + name + '"', "Covariates.with", isEmpty() ? "none" : names());
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Covariates other && values.equals(other.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** {@code Covariates{channel=search, age=34.0}}. */
    @Override
    public String toString() {
        return "Covariates" + values;
    }
}
