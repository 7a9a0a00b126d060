package org.customerequity.fit.pooling;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.internal.Require;

/**
 * Whether segments differ: parameters of their own against parameters common to all.
 *
 * <pre>{@code
 *   statistic = 2 (LL_own - LL_common)       chi-square((segments - 1) (parameters that vary)), if none differs
 *   AIC = -2 LL + 2 k,   BIC = -2 LL + k ln n     smaller is better; n customers of all segments
 * }</pre>
 *
 * @param test of common against own parameters
 * @param commonAic Akaike's criterion with all parameters common, and {@code ownAic} with own ones
 * @param commonBic Schwarz's criterion with all parameters common, and {@code ownBic} with own ones
 * @param unidentified segments whose own data have no maximum, so that their part in LL_own is a limit, the degrees of freedom
 *     are too many and p too large; partial pooling is for them
 */
public record PoolingComparison(
        LikelihoodRatioTest test,
        double commonAic,
        double ownAic,
        double commonBic,
        double ownBic,
        List<String> unidentified)
        implements Serializable {
    public PoolingComparison {
        Objects.requireNonNull(test, "test");
        commonAic = Require.finite(commonAic, "commonAic", "");
        ownAic = Require.finite(ownAic, "ownAic", "");
        commonBic = Require.finite(commonBic, "commonBic", "");
        ownBic = Require.finite(ownBic, "ownBic", "");
        unidentified = List.copyOf(Objects.requireNonNull(unidentified, "unidentified"));
    }
}
