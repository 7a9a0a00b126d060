package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class CustomersTest:
  @Test
  def printsWhatOneCustomerIsWorthAndHowTheFitsEnded(): Unit =
    val expected = List(
      "alive 0.7266",
      "worth USD 38.25, net USD 31.25",
      "buys again 0.73, within 13 weeks 0.32",
      "even odds by week 29.5",
      "own rate 0.011 to 0.128 a week",
      "1000 customers: fitted, per week",
      "stored and read: true",
      "none came back: BOUNDARY, no model"
    )
    assertEquals(expected, printedBy(Customers.main(Array.empty)))

  // Console.withOut covers println of Scala, setOut that of Java
  private def printedBy(run: => Unit): List[String] =
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    try Console.withOut(stream)(run)
    finally System.setOut(console)
    printed.toString(UTF_8).linesIterator.toList
