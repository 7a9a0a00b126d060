package org.customerequity.value;

/** The value of a {@link Ratio} was asked for although its denominator is zero: nothing per nothing has no value. */
public class UndefinedRatioException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    /** The message names the ratio and its denominator. */
    public UndefinedRatioException(String message) {
        super(message);
    }
}
