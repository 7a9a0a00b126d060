package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class AmountsTest {
    @Test
    fun printsThePresentValue() {
        assertEquals(listOf("EUR 104.01", "EUR"), printedBy { main() })
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
