package org.customerequity.history.covariate;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.internal.Require;

/** How one covariate becomes columns of a design. */
public sealed interface CodedCovariate extends Serializable {
    /** Name of the covariate. */
    String name();

    /** Names of its columns: its own, or {@code channel=search} for each category but the reference. */
    List<String> columns();

    /**
     * A number, as {@code (value - centre) / scale}.
     *
     * @param name of the covariate
     * @param centre 0 in the coded column; the mean of the customers it was learnt from; 0 for a flag
     * @param scale 1 in the coded column, {@code > 0}; their standard deviation (divisor n); 1 for a flag
     */
    record Number(String name, double centre, double scale) implements CodedCovariate {
        public Number {
            Require.nonBlank(name, "name", "of a covariate");
            Require.finite(centre, "centre", "of " + name);
            Require.positive(scale, "scale", "of " + name);
        }

        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /**
     * A category, as a column of zeros and ones for each level but the reference.
     *
     * @param name of the covariate
     * @param reference the category against which the others are measured
     * @param levels the others, at least one
     */
    record Category(String name, String reference, List<String> levels) implements CodedCovariate {
        public Category {
            Require.nonBlank(name, "name", "of a covariate");
            Require.nonBlank(reference, "reference", "of " + name);
            levels = List.copyOf(Objects.requireNonNull(levels, "levels"));
            Require.notEmpty(levels.size(), "levels", "must hold a category beside the reference", "of " + name);
            if (levels.contains(reference) || Set.copyOf(levels).size() < levels.size()) {
                throw Require.bad("levels", "must differ from each other and from the reference", "", levels);
            }
        }

        @Override
        public List<String> columns() {
            return levels.stream().map(level -> name + "=" + level).toList();
        }
    }
}
