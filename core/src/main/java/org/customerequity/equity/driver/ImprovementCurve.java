package org.customerequity.equity.driver;

import java.io.Serializable;
import org.customerequity.internal.Require;

/**
 * How far spend moves the ratings of a sub-driver: steeply at first, never beyond a ceiling.
 *
 * <pre>{@code
 *   points(x) = c (1 - exp(-k x))
 * }</pre>
 *
 * <p>Little, Models and Managers: The Concept of a Decision Calculus, Management Science 16(8), 1970, for calibrating such a curve
 * from judgement: see {@link #through}.
 *
 * @param ceiling c, rating points that no spend exceeds; finite and {@code > 0}
 * @param rate k, per unit of money; finite and {@code > 0}
 */
public record ImprovementCurve(double ceiling, double rate) implements Serializable {
    public ImprovementCurve {
        Require.positive(ceiling, "ceiling", "rating points that no spend exceeds");
        Require.positive(rate, "rate", "per unit of money; 1e-6 where a million makes most of it");
    }

    /** {@code ImprovementCurve.of(0.6, 1.2e-6)}. */
    public static ImprovementCurve of(double ceiling, double rate) {
        return new ImprovementCurve(ceiling, rate);
    }

    /**
     * The curve through one judgement: "this spend moves ratings by so many points, and none moves them by more than the ceiling".
     *
     * <pre>{@code
     *   k = -ln(1 - points / ceiling) / spend
     * }</pre>
     *
     * @param ceiling above {@code points}
     */
    public static ImprovementCurve through(double spend, double points, double ceiling) {
        Require.positive(spend, "spend", "for which the points are known");
        Require.positive(points, "points", "that the spend moves ratings by");
        if (!(ceiling > points)) {
            throw Require.bad("ceiling", "must be > points " + points, "what no spend exceeds", ceiling);
        }
        return new ImprovementCurve(ceiling, -Math.log1p(-points / ceiling) / spend);
    }

    /**
     * Rating points that a spend brings.
     *
     * @param spend present value, {@code >= 0}
     */
    public double points(double spend) {
        return -ceiling * Math.expm1(-rate * Require.nonNegative(spend, "spend", "present value"));
    }

    /** Rating points of one more unit of money. */
    public double slope(double spend) {
        return ceiling * rate * Math.exp(-rate * Require.nonNegative(spend, "spend", "present value"));
    }

    /**
     * The spend that brings so many rating points.
     *
     * @param points in [0, ceiling)
     */
    public double spendFor(double points) {
        if (!(points >= 0 && points < ceiling)) {
            throw Require.bad("points", "must be >= 0 and < ceiling " + ceiling, "no spend reaches it", points);
        }
        return -Math.log1p(-points / ceiling) / rate;
    }
}
