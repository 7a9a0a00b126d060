package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SubscribersTest {
    @Test
    fun printsHowLongSubscribersStay() {
        val console = System.out
        val printed = ByteArrayOutputStream()
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            Subscribers.main(emptyArray())
        } finally {
            System.setOut(console)
        }
        assertEquals(
            listOf(
                "35.0 % left after 10 years; 6.46 payments to come after 4 renewals",
                "no curve: nobody has left: the likelihood rises towards a curve that stays at 1",
            ),
            printed.toString(Charsets.UTF_8).lines().dropLastWhile { it.isEmpty() },
        )
    }
}
