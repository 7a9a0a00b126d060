package org.customerequity.fit;

/** A fitted model was asked for although the fit did not reach a maximum; the message says what stopped it. */
public class FitException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** The message says what stopped the search. */
    public FitException(String message) {
        super(message);
    }
}
