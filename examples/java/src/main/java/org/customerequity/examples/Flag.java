package org.customerequity.examples;

import java.util.Locale;
import java.util.Optional;

/** An option of a command line: how it is written, what follows it, and what holds where it is left out. */
interface Flag {
    int LEFT_WIDTH = 26;

    /** The name of the constant. */
    String name();

    /** What stands for the value in the usage; empty where there is none. */
    String value();

    /** What holds where the option is left out; empty where then nothing is asked for. */
    Optional<String> preset();

    /** One line on what it does. */
    String help();

    /** {@code --calibrate-until}. */
    default String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default boolean takesValue() {
        return !value().isEmpty();
    }

    /** The options of a program, one a line. */
    static String usage(String first, Flag... options) {
        StringBuilder s = new StringBuilder(first).append('\n');
        for (Flag option : options) {
            String left = "  " + option.flag() + " " + option.value();
            s.append(left);
            if (left.length() > LEFT_WIDTH) {
                s.append('\n');
                left = "";
            }
            s.append(" ".repeat(LEFT_WIDTH - left.length() + 2)).append(option.help());
            option.preset().ifPresent(preset -> s.append(" [").append(preset).append(']'));
            s.append('\n');
        }
        return s.append("exit status: 0 success, 1 bad data, 2 bad arguments\n").toString();
    }
}
