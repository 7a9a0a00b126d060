package org.customerequity.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** A file of reference values: lines of {@code #} that say where they come from, a line of names, rows of numbers. */
public final class OracleTable {
    private final String name;
    private final List<String> columns;
    private final List<double[]> rows = new ArrayList<>();

    private OracleTable(String name, BufferedReader reader) throws IOException {
        this.name = name;
        String line = reader.readLine();
        while (line.startsWith("#")) {
            line = reader.readLine();
        }
        columns = Arrays.asList(line.split(","));
        for (line = reader.readLine(); line != null; line = reader.readLine()) {
            rows.add(Arrays.stream(line.split(","))
                    .mapToDouble(OracleTable::number)
                    .toArray());
        }
        assertFalse(rows.isEmpty(), name + " is empty");
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Of the folder {@code oracles} of the test resources. */
    public static OracleTable resource(String file) {
        InputStream in = Objects.requireNonNull(OracleTable.class.getResourceAsStream("/oracles/" + file), file);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new OracleTable(file, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the folder that is never committed; the test is skipped, and says so, where it is absent. */
    public static OracleTable shared(String file) {
        Path path = Path.of(System.getProperty("customerequity.shared", "shared"), file);
        Assumptions.assumeTrue(Files.exists(path), () -> "skipped: no reference data at customerequity.shared/" + file);
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            return new OracleTable(file, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int size() {
        return rows.size();
    }

    public double get(int row, String column) {
        int j = columns.indexOf(column);
        if (j < 0) {
            throw new IllegalArgumentException(name + " has no column " + column + " but " + columns);
        }
        return rows.get(row)[j];
    }

    public String where(int row) {
        return name + " row " + (row + 1);
    }
}
