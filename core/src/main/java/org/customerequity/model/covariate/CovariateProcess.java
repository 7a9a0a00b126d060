package org.customerequity.model.covariate;

import java.util.Locale;

/** What a coefficient bears on. */
public enum CovariateProcess {
    /** Buying: a positive coefficient means more often. */
    PURCHASES,
    /** Leaving, in the forms with one coefficient a column: positive means sooner or, in the one-index form, more alike. */
    DROPOUT,
    /** The first shape of the chance to leave (a; gamma in the BG/BB) in the two-index form: positive means more dropout. */
    LEAVING,
    /** The second shape of that chance (b; delta in the BG/BB) in the two-index form: positive means less dropout. */
    STAYING;

    /** How the name of a coefficient begins: {@code purchases}. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
