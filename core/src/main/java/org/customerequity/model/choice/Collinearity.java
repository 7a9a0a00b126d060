package org.customerequity.model.choice;

import java.io.Serializable;

/**
 * What a fit does about sub-drivers that are rated alike: a brand that is liked is rated well on everything, so that their
 * coefficients are hard to tell apart. See {@link RatingComponents} for how alike they are.
 */
public sealed interface Collinearity extends Serializable permits Collinearity.Direct, PrincipalComponents, Ridge {
    /** Nothing: every coefficient by maximum likelihood. */
    record Direct() implements Collinearity {}

    /** Nothing: every coefficient by maximum likelihood. */
    static Collinearity direct() {
        return new Direct();
    }
}
