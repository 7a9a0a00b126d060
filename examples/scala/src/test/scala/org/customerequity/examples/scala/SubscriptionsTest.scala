package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SubscriptionsTest:
  @Test
  def printsMovementsCohortsAndWhatSubscribersAreWorth(): Unit =
    val expected = List(
      "142 + 140 new + 0 back - 56 left = 226",
      "0.573 of the revenue stayed, give or take 0.057",
      "2024-Q1 44: 0.89 0.57 0.45",
      "2024-Q2 62: 0.90 0.55 0.47",
      "2024-Q3 41: 0.93 0.37 --",
      "226 subscribers are worth EUR 42740.62 [38025, 47457]",
      "EUR 89.17 of EUR 100.00 so far"
    )
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    // Console.withOut covers println of Scala, setOut that of Java
    try Console.withOut(stream)(Subscriptions.main(Array.empty))
    finally System.setOut(console)
    assertEquals(expected, printed.toString(UTF_8).linesIterator.toList)
