package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SubscribersTest:
  @Test
  def printsHowLongSubscribersStay(): Unit =
    val expected = List(
      "35.0 % left after 10 years; 6.46 payments to come after 4 renewals",
      "no curve: nobody has left: the likelihood rises towards a curve that stays at 1"
    )
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    // Console.withOut covers println of Scala, setOut that of Java
    try Console.withOut(stream)(Subscribers.main(Array.empty))
    finally System.setOut(console)
    assertEquals(expected, printed.toString(UTF_8).linesIterator.toList)
