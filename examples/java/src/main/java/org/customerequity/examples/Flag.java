package org.customerequity.examples;

import java.util.Locale;
import java.util.Optional;

/** An option of a command line: how it is written, what follows it, and what holds where it is left out. */
interface Flag {
    int LEFT_WIDTH = 26;

    /** The name of the constant. */
    String name();

    /** What the usage says of it. */
    Described described();

    /**
     * What the usage says of an option.
     *
     * @param value what stands for the value; empty where there is none
     * @param preset what holds where the option is left out; empty where then nothing is asked for
     * @param help one line on what it does
     */
    record Described(String value, String preset, String help) {}

    /** What holds where the option is left out; empty where then nothing is asked for. */
    default Optional<String> preset() {
        return described().preset().isEmpty()
                ? Optional.empty()
                : Optional.of(described().preset());
    }

    /** {@code --calibrate-until}. */
    default String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default boolean takesValue() {
        return !described().value().isEmpty();
    }

    /** The options of a program, one a line. */
    static String usage(String first, Flag... options) {
        StringBuilder s = new StringBuilder(first).append('\n');
        for (Flag option : options) {
            String left = "  " + option.flag() + " " + option.described().value();
            s.append(left);
            if (left.length() > LEFT_WIDTH) {
                s.append('\n');
                left = "";
            }
            s.append(" ".repeat(LEFT_WIDTH - left.length() + 2))
                    .append(option.described().help());
            option.preset().ifPresent(preset -> s.append(" [").append(preset).append(']'));
            s.append('\n');
        }
        return s.append("exit status: 0 success, 1 bad data, 2 bad arguments\n").toString();
    }
}
