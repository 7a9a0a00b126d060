package org.customerequity.metric.change;

import java.io.Serializable;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;

/**
 * A figure before and after, and how sure the difference is. Paired where the same customers were measured twice, which takes what
 * differs between customers out of the error; unpaired where they were others.
 *
 * <p>Of two independent proportions see {@link org.customerequity.value.ProportionDifference}.
 */
public sealed interface MeasuredChange extends Serializable permits MeanChange, PairedProportionChange, RatioChange {
    /** After less before. */
    double change();

    /**
     * Where the change of the population lies.
     *
     * @param level in (0, 1); {@code 0.95} for 95 %
     * @throws UndefinedRatioException if nothing varies, so that there is no measure of error
     */
    Interval confidenceInterval(double level);

    /**
     * How often chance alone would give a change of this size or more, in either direction.
     *
     * @throws UndefinedRatioException if nothing varies, so that there is no measure of error
     */
    double pValue();

    /** What the change is evidence of: {@link Evidence#ASSOCIATION} unless a design was given. */
    Evidence evidence();

    /** The same change, measured by this design. */
    MeasuredChange withEvidence(Evidence newEvidence);
}
