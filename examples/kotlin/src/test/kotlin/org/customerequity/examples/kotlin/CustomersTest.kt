package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class CustomersTest {
    @Test
    fun printsWhatOneCustomerIsWorthAndHowTheFitsEnded() {
        assertEquals(
            listOf(
                "alive 0.7266",
                "worth USD 38.25, net USD 31.25",
                "buys again 0.73, within 13 weeks 0.32",
                "even odds by week 29.5",
                "own rate 0.011 to 0.128 a week",
                "1000 customers: fitted, per week",
                "stored and read: true",
                "none came back: BOUNDARY, no model",
            ),
            printedBy { main() },
        )
    }

    private fun printedBy(run: () -> Unit): List<String> {
        val console = System.out
        val printed = ByteArrayOutputStream()
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            run()
        } finally {
            System.setOut(console)
        }
        return printed.toString(Charsets.UTF_8).lines().dropLastWhile { it.isEmpty() }
    }
}
