package org.customerequity.examples;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns of the file hold what, by the names in its header. */
record Columns(String customer, String date, String amount) {
    static final Columns DEFAULT = new Columns("customer", "date", "amount");

    /** {@code customer=client,date=day,amount=spend}; what is left out keeps its default name. */
    static Columns parse(String text) {
        Columns columns = DEFAULT;
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (name.isEmpty()) {
                throw bad("must be customer=NAME,date=NAME,amount=NAME", text);
            }
            String role = part.substring(0, equals).strip();
            if (!seen.add(role)) {
                throw bad("must name each column once", text);
            }
            columns = switch (role) {
                case "customer" -> new Columns(name, columns.date, columns.amount);
                case "date" -> new Columns(columns.customer, name, columns.amount);
                case "amount" -> new Columns(columns.customer, columns.date, name);
                default -> throw bad("must be customer=NAME,date=NAME,amount=NAME", text);
            };
        }
        if (columns.names().stream().distinct().count() < 3) {
            throw bad("must name three different columns", text);
        }
        return columns;
    }

    List<String> names() {
        return List.of(customer, date, amount);
    }

    private static Refusal bad(String rule, String text) {
        return Refusal.ofArguments("--columns " + rule + ", was " + Text.quote(text));
    }
}
