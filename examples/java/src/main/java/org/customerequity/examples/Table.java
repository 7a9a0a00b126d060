package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as what stands in them: the first column to the left, the others to the right. */
final class Table {
    private static final String BETWEEN = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row, as long as the first. */
    Table add(List<String> row) {
        if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
            throw new IllegalArgumentException("row must have " + rows.get(0).size() + " columns, had " + row.size());
        }
        rows.add(List.copyOf(row));
        return this;
    }

    Table add(String... row) {
        return add(List.of(row));
    }

    /** One line a row. */
    List<String> lines() {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], Text.width(row.get(c)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String blanks = " ".repeat(widths[c] - Text.width(row.get(c)));
            line.append(c == 0 ? "" : BETWEEN).append(c == 0 ? row.get(c) + blanks : blanks + row.get(c));
        }
        return line.toString().stripTrailing();
    }
}
