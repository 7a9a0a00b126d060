package org.customerequity.retention.curve;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * How much the difference at one tenure counts in a {@link LogRankTest}.
 *
 * <pre>{@code
 *   LOG_RANK             1                                 Mantel (1966): all departures count alike
 *   GEHAN_BRESLOW        n(t)                              Gehan (1965), Breslow (1970): early ones more; depends on the censoring
 *   TARONE_WARE          sqrt(n(t))                        Tarone and Ware (1977): between the two
 *   PETO_PETO            prod u <= t of 1 - d/(n + 1)      Peto and Peto (1972): early ones more, not by the censoring
 *   FLEMING_HARRINGTON   S(t-)^p (1 - S(t-))^q             Fleming and Harrington (1981): p early, q late ones more
 *
 *   n(t)  at risk of all groups,  S  Kaplan-Meier of all groups together, just before t
 * }</pre>
 *
 * @param family which weights
 * @param p finite, {@code >= 0}; 0 but for Fleming and Harrington
 * @param q finite, {@code >= 0}; 0 but for Fleming and Harrington
 */
public record LogRankWeights(Family family, double p, double q) implements Serializable {
    /** The families of weights. */
    public enum Family {
        LOG_RANK,
        GEHAN_BRESLOW,
        TARONE_WARE,
        PETO_PETO,
        FLEMING_HARRINGTON
    }

    /** Each departure counts alike: the best test where one hazard is a multiple of the other. */
    public static final LogRankWeights LOG_RANK = new LogRankWeights(Family.LOG_RANK, 0, 0);

    /** By the number at risk: a generalised Wilcoxon test. */
    public static final LogRankWeights GEHAN_BRESLOW = new LogRankWeights(Family.GEHAN_BRESLOW, 0, 0);

    /** By the square root of the number at risk. */
    public static final LogRankWeights TARONE_WARE = new LogRankWeights(Family.TARONE_WARE, 0, 0);

    /** By the survival of all groups together, estimated with one customer more at risk. */
    public static final LogRankWeights PETO_PETO = new LogRankWeights(Family.PETO_PETO, 0, 0);

    public LogRankWeights {
        Objects.requireNonNull(family, "family");
        p = Require.nonNegative(p, "p", "the weight of early departures");
        q = Require.nonNegative(q, "q", "the weight of late departures");
        if (family != Family.FLEMING_HARRINGTON && (p != 0 || q != 0)) {
            throw Require.bad("p and q", "must be 0 for " + family, "use flemingHarrington(p, q)", p + " and " + q);
        }
    }

    /** {@code S^p (1 - S)^q}; {@code (0, 0)} is the log-rank test, and {@code (1, 0)} what R's survdiff calls rho = 1. */
    public static LogRankWeights flemingHarrington(double p, double q) {
        return new LogRankWeights(Family.FLEMING_HARRINGTON, p, q);
    }

    /**
     * The weight of one tenure.
     *
     * @param atRisk of all groups
     * @param before Kaplan-Meier just before it
     * @param peto the estimate of Peto and Peto, this tenure included
     */
    double weight(double atRisk, double before, double peto) {
        return switch (family) {
            case LOG_RANK -> 1;
            case GEHAN_BRESLOW -> atRisk;
            case TARONE_WARE -> Math.sqrt(atRisk);
            case PETO_PETO -> peto;
            case FLEMING_HARRINGTON -> Math.pow(before, p) * Math.pow(1 - before, q);
        };
    }
}
