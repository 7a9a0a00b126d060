package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class AmountsTest:
  @Test
  def printsThePresentValue(): Unit =
    assertEquals(List("EUR 104.01", "EUR"), printedBy(Amounts.main(Array.empty)))

  // Console.withOut covers println of Scala, setOut that of Java
  private def printedBy(run: => Unit): List[String] =
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    try Console.withOut(stream)(run)
    finally System.setOut(console)
    printed.toString(UTF_8).linesIterator.toList
