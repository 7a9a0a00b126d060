package org.customerequity.history;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/** Customer identifiers, apart from the numbers: opaque text, unique, in the order of the rows they belong to. */
public final class CustomerIds implements Serializable {
    private static final long serialVersionUID = 1;

    private final String[] ids;
    private final HashMap<String, Integer> rows;

    private CustomerIds(String[] ids) {
        this.ids = ids;
        this.rows = new HashMap<>(ids.length * 2);
        for (int i = 0; i < ids.length; i++) {
            Objects.requireNonNull(ids[i], "ids");
            Integer before = rows.putIfAbsent(ids[i], i);
            if (before != null) {
                throw Require.bad(
                        "ids", "must be unique", "rows " + before + " and " + i + " are the same customer", ids[i]);
            }
        }
    }

    /** One identifier a row. */
    public static CustomerIds of(List<String> ids) {
        return new CustomerIds(ids.toArray(new String[0]));
    }

    /** How many there are. */
    public int size() {
        return ids.length;
    }

    /** The identifier of row {@code i}, from 0. */
    public String get(int i) {
        return ids[i];
    }

    /** Whether {@code id} is one of them. */
    public boolean contains(String id) {
        return rows.containsKey(Objects.requireNonNull(id, "id"));
    }

    /**
     * The row of {@code id}.
     *
     * @throws IllegalArgumentException if there is no such customer; see {@link #contains}
     */
    public int indexOf(String id) {
        Integer row = rows.get(Objects.requireNonNull(id, "id"));
        if (row == null) {
            throw Require.bad(
                    "id", "must be a customer of these histories", "see CustomerIds.contains", '"' + id + '"');
        }
        return row;
    }

    /** All of them, in order, not modifiable. */
    public List<String> asList() {
        return Collections.unmodifiableList(Arrays.asList(ids));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerIds other && Arrays.equals(ids, other.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "CustomerIds[" + size() + "]";
    }
}
