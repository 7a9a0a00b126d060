package org.customerequity.examples;

import java.util.Locale;

/** A report as text under headings: indented, wrapped, the same in every locale. */
final class Page {
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    Page(String title) {
        text.append(title).append('\n');
    }

    void section(String heading) {
        text.append('\n').append(heading).append('\n');
    }

    void line(String format, Object... args) {
        text.append("  ")
                .append(String.format(Locale.ROOT, format, args).stripTrailing())
                .append('\n');
    }

    void table(Table table) {
        table.lines().forEach(row -> line("%s", row));
    }

    /** A sentence on as many lines as it needs. */
    void wrapped(String sentence) {
        StringBuilder row = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (row.length() > 0 && row.length() + 1 + word.length() > WIDTH - 2) {
                line("%s", row);
                row.setLength(0);
                row.append(' ');
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        line("%s", row);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
