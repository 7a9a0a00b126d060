package org.customerequity.fit;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * How a fit searches. The defaults suit every data set we know; there are no random starts.
 *
 * @param maxIterations steps after which the search gives up, {@code > 0}
 */
public record FitOptions(int maxIterations) implements Serializable {
    private static final FitOptions DEFAULTS = new FitOptions(200);

    public FitOptions {
        Require.positive(maxIterations, "maxIterations", "steps after which the search gives up");
    }

    /** 200 iterations. */
    public static FitOptions defaults() {
        return DEFAULTS;
    }

    /** These options with another limit. */
    public FitOptions withMaxIterations(int newMaxIterations) {
        return new FitOptions(newMaxIterations);
    }
}
