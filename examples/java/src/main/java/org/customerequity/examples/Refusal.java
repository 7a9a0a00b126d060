package org.customerequity.examples;

/** Why the quick start stops: one line for the user, and the exit status that goes with it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final int BAD_DATA = 1;
    static final int BAD_ARGUMENTS = 2;

    private final int status;

    private Refusal(int status, String line) {
        super(line);
        this.status = status;
    }

    /** The command line cannot be understood. */
    static Refusal ofArguments(String line) {
        return new Refusal(BAD_ARGUMENTS, line);
    }

    /** The command line is clear; what it names cannot be used. */
    static Refusal ofData(String line) {
        return new Refusal(BAD_DATA, line);
    }

    int status() {
        return status;
    }
}
