package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the examples print. */
@ResourceLock(Resources.SYSTEM_OUT)
class ExamplesTest {
    @Test
    void lifetimeValue() {
        assertPrints("""
                for ever      EUR 208.64
                three years   EUR 185.33
                """, LifetimeValueExample::main);
    }

    @Test
    void retentionAndCac() {
        assertPrints("""
                retention   90.0 % a month [85.1, 93.4], 28.2 % a year
                CAC         USD 10.00
                LTV         USD 30.00
                LTV:CAC     3.00
                payback     3.9 months
                """, RetentionAndCacExample::main);
    }

    @Test
    void oneCustomer() {
        assertPrints("""
                alive with probability   0.844
                purchases in 13 weeks    1.68, none with probability 0.282
                next purchase            USD 39.72
                worth in 3 years         USD 121.19, give or take 117.71
                """, OneCustomerExample::main);
    }

    @Test
    void segments() {
        assertPrints("""
                platinum   1 of 20 customers, from 420 up: 32.4 % of the value
                gold       3 of 20 customers, from  88 up: 41.5 % of the value
                iron       6 of 20 customers, from  21 up: 20.7 % of the value
                lead      10 of 20 customers, from   0 up:  5.4 % of the value
                a customer of value 100 is gold
                the top 20 % hold 73.9 %; 6 of 20 hold 80 %; Gini 0.698
                """, SegmentsExample::main);
    }

    @Test
    void modelComparison() {
        assertPrints("""
                ?
                """, ModelComparisonExample::main);
    }

    @Test
    void backtest() {
        assertPrints("""
                ?
                """, BacktestExample::main);
    }

    private static void assertPrints(String expected, Consumer<String[]> main) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            main.accept(new String[0]);
        } finally {
            System.setOut(out);
        }
        assertEquals(expected, printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
