package org.customerequity.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reference values under {@code oracles/}: lines of {@code #}, a header, numbers. */
final class Oracle {
    private Oracle() {}

    static List<double[]> read(String name) {
        InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<double[]> rows = new ArrayList<>();
            boolean header = true;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                if (!header) {
                    rows.add(Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray());
                }
                header = false;
            }
            assertTrue(rows.size() > 50, name + " has only " + rows.size() + " rows");
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** |actual - expected| within {@code tolerance} of |expected| + floor. */
    static void near(double expected, double actual, double tolerance, double floor, String what) {
        double error = actual == expected ? 0 : Math.abs(actual - expected) / (Math.abs(expected) + floor);
        assertTrue(error <= tolerance, () -> what + ": expected " + expected + ", was " + actual + ", error " + error);
    }

    static void near(double expected, double actual, double tolerance, String what) {
        near(expected, actual, tolerance, 0, what);
    }
}
