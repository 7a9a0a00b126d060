package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ChannelCovariatesTest:
  @Test
  def printsWhatTheChannelChanges(): Unit =
    val expected = List(
      "?"
    )
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    // Console.withOut covers println of Scala, setOut that of Java
    try Console.withOut(stream)(ChannelCovariates.main(Array.empty))
    finally System.setOut(console)
    assertEquals(expected, printed.toString(UTF_8).linesIterator.toList)
