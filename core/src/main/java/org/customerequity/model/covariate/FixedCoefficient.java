package org.customerequity.model.covariate;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * A coefficient that is known and not estimated.
 *
 * @param process what it bears on
 * @param column of the coding: the name of a number, or {@code channel=ads}
 * @param perUnit finite, a unit of the covariate as it is; not of the standardised column
 */
public record FixedCoefficient(CovariateProcess process, String column, double perUnit) implements Serializable {
    public FixedCoefficient {
        Objects.requireNonNull(process, "process");
        Require.nonBlank(column, "column", "of the coding");
        perUnit = Require.finite(perUnit, "perUnit", "coefficient of " + column);
    }

    /** {@code purchases: price}. */
    String name() {
        return process.prefix() + ": " + column;
    }
}
