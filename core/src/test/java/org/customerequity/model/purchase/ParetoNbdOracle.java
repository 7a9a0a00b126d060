package org.customerequity.model.purchase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.customerequity.testing.OracleTable;

/** Reference tables row by row, and comparison with them. */
final class ParetoNbdOracle {
    private ParetoNbdOracle() {}

    /** One row of a table; its text names the file and the row. */
    record Row(OracleTable table, int index) {
        double get(String column) {
            return table.get(index, column);
        }

        @Override
        public String toString() {
            return table.where(index);
        }
    }

    /** The rows of a table in the test resources. */
    static List<Row> rows(String file) {
        return rows(OracleTable.resource(file));
    }

    /** The rows of a table in the shared folder; the test is skipped where there is none. */
    static List<Row> shared(String file) {
        return rows(OracleTable.shared(file));
    }

    private static List<Row> rows(OracleTable table) {
        return IntStream.range(0, table.size()).mapToObj(i -> new Row(table, i)).toList();
    }

    /** Equal within {@code relative}; what is below the normal doubles need only be as small. */
    static void assertClose(double expected, double actual, double relative, String what) {
        if (expected == actual) {
            return;
        }
        assertEquals(expected, actual, Math.abs(expected) * relative + Double.MIN_NORMAL, what);
    }
}
