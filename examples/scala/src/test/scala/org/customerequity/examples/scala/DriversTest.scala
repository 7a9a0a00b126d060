package org.customerequity.examples.scala

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class DriversTest:
  @Test
  def printsWhatDrivesEquityAndWhetherAnImprovementPays(): Unit =
    val expected = List(
      "Alba  EUR 1.32 m [1.13, 1.50], share 0.50; 56 % stay, +854 customers",
      "Brio  EUR 0.76 m [0.67, 0.85], share 0.29; 45 % stay, -1283 customers",
      "Caro  EUR 0.54 m [0.43, 0.65], share 0.21; 52 % stay, +429 customers",
      "welcome of Caro +0.5: EUR 61185 for 29091, return 110 %, pays with probability 0.93",
      "3 answers: there are 3 respondents with a choice for 3 coefficients" +
        " (ask more, leave sub-drivers out, keep fewer factors, or use a Ridge)"
    )
    val console = System.out
    val printed = ByteArrayOutputStream()
    val stream = PrintStream(printed, true, UTF_8)
    System.setOut(stream)
    // Console.withOut covers println of Scala, setOut that of Java
    try Console.withOut(stream)(Drivers.main(Array.empty))
    finally System.setOut(console)
    assertEquals(expected, printed.toString(UTF_8).linesIterator.toList)
