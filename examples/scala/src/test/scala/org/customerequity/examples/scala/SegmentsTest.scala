package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SegmentsTest:
  @Test
  def printsWhoMovedHowGroupsDifferAndWhatChangedRevenue(): Unit =
    val expected = List(
      "champions: 32 of 101 still are, 115 are new",
      "big baskets: 114 customers, 197.14 each",
      "regulars: 111 customers, 120.04 each",
      "others: 755 customers, 59.29 each",
      "407 lapsed; revenue: customers +63200, orders per customer +21488, order value -2171"
    )
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    // Console.withOut covers println of Scala, setOut that of Java
    try Console.withOut(stream)(Segments.main(Array.empty))
    finally System.setOut(console)
    assertEquals(expected, printed.toString(UTF_8).linesIterator.toList)
