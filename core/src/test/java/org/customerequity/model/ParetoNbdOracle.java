package org.customerequity.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.value.PeriodUnit;

/** Reads the reference tables of the Pareto/NBD tests and compares with them. */
final class ParetoNbdOracle {
    private ParetoNbdOracle() {}

    /** The rows of a table in the test resources, by column name. */
    static List<Map<String, String>> rows(String resource) {
        try (InputStream in = ParetoNbdOracle.class.getResourceAsStream("/oracles/" + resource)) {
            assertNotNull(in, resource);
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a table in the shared folder; the test is skipped where there is none. */
    static List<Map<String, String>> shared(String file) {
        Path path = Path.of(System.getProperty("customerequity.shared", ""), file);
        assumeTrue(Files.isRegularFile(path), () -> "skipped: no shared data at " + file);
        try {
            return parse(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<String, String>> parse(String text) {
        List<Map<String, String>> rows = new ArrayList<>();
        String[] names = null;
        for (String line : text.split("\r?\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (names == null) {
                names = cells;
                continue;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    static double number(Map<String, String> row, String column) {
        String cell = row.get(column);
        return switch (cell) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(cell);
        };
    }

    /** Equal within {@code relative}; what is below the normal doubles need only be as small. */
    static void assertClose(double expected, double actual, double relative, String what) {
        if (expected == actual) {
            return;
        }
        assertEquals(expected, actual, Math.abs(expected) * relative + Double.MIN_NORMAL, what);
    }

    /** The customers of CDNOW, with x in column {@code x} and times in weeks. */
    static PurchaseHistories cdnow(String file) {
        List<Map<String, String>> rows = shared("data/" + file);
        int[] x = new int[rows.size()];
        double[] tx = new double[x.length];
        double[] t = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            Map<String, String> row = rows.get(i);
            x[i] = Integer.parseInt(row.get("x"));
            boolean days = row.containsKey("t_x_days");
            tx[i] = days ? number(row, "t_x_days") / 7 : number(row, "t_x");
            t[i] = days ? number(row, "T_days") / 7 : number(row, "T");
        }
        return PurchaseHistories.ofColumns(x, tx, t, PeriodUnit.WEEK);
    }
}
