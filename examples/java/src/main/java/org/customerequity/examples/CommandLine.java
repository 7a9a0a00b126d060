package org.customerequity.examples;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What was written behind a command: options of one program, each at most once. */
final class CommandLine<O extends Enum<O> & Flag> {
    private final Map<O, String> given;

    private CommandLine(Map<O, String> given) {
        this.given = given;
    }

    /**
     * Options written as {@code --name value}, each at most once; {@code -h} is {@code --help}. Blanks and line ends around
     * them, which a command on several lines leaves, do not count.
     *
     * @throws Refusal with one line that names option, rule and value
     */
    static <O extends Enum<O> & Flag> CommandLine<O> parse(Class<O> options, String... given) {
        return parse(options, Arrays.stream(given).map(String::strip).toList());
    }

    private static <O extends Enum<O> & Flag> CommandLine<O> parse(Class<O> options, List<String> args) {
        Map<O, String> given = new EnumMap<>(options);
        for (int i = 0; i < args.size(); i++) {
            O option = ofFlag(options, args.get(i)).orElseThrow(unknown(options, args.get(i)));
            String value = "";
            if (option.takesValue()) {
                i++;
                if (i == args.size() || args.get(i).startsWith("--")) {
                    throw Refusal.ofArguments(option.flag() + " must be followed by its value");
                }
                value = args.get(i);
                if (value.isBlank()) {
                    throw Refusal.ofArguments(option.flag() + " must be followed by its value, was empty");
                }
            }
            if (given.put(option, value) != null) {
                throw Refusal.ofArguments(option.flag() + " must be given once, was given twice");
            }
        }
        return new CommandLine<>(given);
    }

    /** This, with {@code option} where it was left out. */
    CommandLine<O> orElse(O option, String value) {
        Map<O, String> more = new EnumMap<>(option.getDeclaringClass());
        more.putAll(given);
        more.putIfAbsent(option, value);
        return new CommandLine<>(more);
    }

    boolean isGiven(O option) {
        return given.containsKey(option);
    }

    Optional<String> text(O option) {
        return Optional.ofNullable(given.get(option));
    }

    /** The value, or the preset of an option that has one. */
    String preset(O option) {
        return text(option).or(option::preset).orElseThrow();
    }

    Optional<Path> path(O option) {
        try {
            return text(option).map(Path::of);
        } catch (InvalidPathException e) {
            throw bad(option, "must be a path", "");
        }
    }

    double number(O option) {
        if (!Text.isDecimal(preset(option))) {
            throw bad(option, "must be a decimal number", "digits, and a dot before decimals");
        }
        return Double.parseDouble(preset(option));
    }

    /** A number from {@code lowest} to {@code highest}. */
    double within(O option, double lowest, double highest) {
        double x = number(option);
        if (!(x >= lowest && x <= highest)) {
            throw bad(option, "must be from " + plain(lowest) + " to " + plain(highest), "");
        }
        return x;
    }

    private static String plain(double x) {
        return BigDecimal.valueOf(x).stripTrailingZeros().toPlainString();
    }

    /** A day, if one is given. */
    Optional<LocalDate> date(O option) {
        Optional<LocalDate> date;
        try {
            date = text(option).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw bad(option, "must be a date as yyyy-MM-dd", "");
        }
        if (date.isPresent() && !CsvFile.isPlausible(date.get())) {
            throw bad(option, CsvFile.PLAUSIBLE, "");
        }
        return date;
    }

    Currency currency(O option) {
        try {
            return Currency.getInstance(preset(option));
        } catch (IllegalArgumentException e) {
            throw bad(option, "must be an ISO 4217 code such as USD or EUR", "");
        }
    }

    /** The one of {@code values} that is spelled as asked, in whatever case. */
    <E> E choice(O option, E[] values, Function<? super E, String> spelling) {
        String wanted = preset(option).replace('_', '-');
        return Arrays.stream(values)
                .filter(value -> spelling.apply(value).equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> bad(
                        option,
                        "must be one of " + Arrays.stream(values).map(spelling).collect(Collectors.joining(", ")),
                        ""));
    }

    Refusal bad(O option, String rule, String hint) {
        return Refusal.ofArguments(option.flag() + " " + rule + ", was " + Text.quote(preset(option))
                + (hint.isEmpty() ? "" : " (" + hint + ")"));
    }

    /** {@code NET_DAY} as it is written: {@code net-day}. */
    static String spelling(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <O extends Enum<O> & Flag> Optional<O> ofFlag(Class<O> options, String flag) {
        String wanted = flag.equals("-h") ? "--help" : flag;
        return Arrays.stream(options.getEnumConstants())
                .filter(option -> option.flag().equals(wanted))
                .findFirst();
    }

    private static <O extends Enum<O> & Flag> Supplier<Refusal> unknown(Class<O> options, String argument) {
        return () -> {
            int equals = argument.indexOf('=');
            boolean joined =
                    equals > 0 && ofFlag(options, argument.substring(0, equals)).isPresent();
            String hint = joined
                    ? "write " + argument.substring(0, equals) + " " + argument.substring(equals + 1)
                    : "--help lists them";
            return Refusal.ofArguments(Text.quote(argument) + " is not an option (" + hint + ")");
        };
    }
}
