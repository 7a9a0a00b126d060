package org.customerequity.fit.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.FitException;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;

@Seeded
class ParameterDrawsTest {
    /** Two chains of five draws of a and b: a counts, b goes down by ten. */
    private static ParameterDraws small() {
        double[][][] draws = new double[2][5][];
        for (int c = 0; c < 2; c++) {
            for (int d = 0; d < 5; d++) {
                double a = 5 * c + d;
                draws[c][d] = new double[] {a, 10 - 10 * a};
            }
        }
        return ParameterDraws.of(List.of("a", "b"), draws);
    }

    /** Independent normal draws: what good chains look like. */
    private static ParameterDraws good(int chains, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][][] out = new double[chains][draws][];
        for (double[][] chain : out) {
            for (int d = 0; d < draws; d++) {
                chain[d] = new double[] {random.nextGaussian(), 3 + 2 * random.nextGaussian()};
            }
        }
        return ParameterDraws.of(List.of("a", "b"), out);
    }

    @Example
    void drawsAreFoundByNameChainAndNumber() {
        ParameterDraws draws = small();
        assertEquals(List.of("a", "b"), draws.names());
        assertEquals(2, draws.chainCount());
        assertEquals(5, draws.drawsPerChain());
        assertEquals(10, draws.size());
        assertArrayEquals(new double[] {7, -60}, draws.draw(7));
        assertArrayEquals(new double[] {10, 0, -10, -20, -30, -40, -50, -60, -70, -80}, draws.values("b"));
        assertArrayEquals(new double[] {5, 6, 7, 8, 9}, draws.chains("a")[1]);
        assertEquals(4.5, draws.summary("a").mean());
        assertEquals(4.5, draws.summary("a").median());
        assertEquals(ChainDiagnostics.of(draws.chains("b")), draws.diagnostics("b"));
        assertEquals("ParameterDraws[a, b: 2 chains of 5]", draws.toString());
        assertThrows(IndexOutOfBoundsException.class, () -> draws.draw(10));
    }

    @Example
    void nothingHandedOutIsShared() {
        double[][][] from = {{{1}, {2}, {3}, {4}}};
        ParameterDraws draws = ParameterDraws.of(List.of("a"), from);
        from[0][0][0] = 99;
        draws.values("a")[1] = 99;
        draws.chains("a")[0][2] = 99;
        draws.draw(3)[0] = 99;
        assertArrayEquals(new double[] {1, 2, 3, 4}, draws.values("a"));
    }

    @Property(tries = 100)
    void thinningKeepsTheLastOfEachChainAndEveryKthBefore(
            @ForAll @IntRange(min = 1, max = 7) int every, @ForAll @IntRange(min = 28, max = 60) int length) {
        double[][][] from = new double[3][length][1];
        for (int c = 0; c < 3; c++) {
            for (int d = 0; d < length; d++) {
                from[c][d][0] = 1000 * c + d;
            }
        }
        ParameterDraws thin = ParameterDraws.of(List.of("a"), from).thinned(every);
        assertEquals(length / every, thin.drawsPerChain());
        for (int c = 0; c < 3; c++) {
            double[] chain = thin.chains("a")[c];
            assertEquals(1000 * c + length - 1, chain[chain.length - 1]);
            for (int d = 1; d < chain.length; d++) {
                assertEquals(every, chain[d] - chain[d - 1]);
            }
        }
    }

    @Example
    void equalityAndSerialFormAreThoseOfTheNumbers() throws IOException, ClassNotFoundException {
        assertEquals(small(), small());
        assertEquals(small().hashCode(), small().hashCode());
        assertNotEquals(small(), good(2, 5, 1));
        assertEquals(small(), small().thinned(1));
        assertEquals(good(2, 9, 1).summary("a"), good(2, 9, 1).summary("a"));
        assertNotEquals(good(2, 9, 1).summary("a"), good(2, 9, 2).summary("a"));
        SamplingOutcome<ParameterDraws> outcome =
                SamplingOutcome.of(small(), SamplingReport.of(SamplingOptions.defaults(), small()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of(small(), small().summary("a"), outcome));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(List.of(small(), small().summary("a"), outcome), in.readObject());
        }
    }

    @Example
    void summariesAreThoseOfTheSample() {
        DrawSummary summary = good(4, 2500, 3).summary("b");
        assertEquals(10_000, summary.size());
        assertEquals(3, summary.mean(), 4 * summary.monteCarloError());
        assertEquals(2 / Math.sqrt(10_000), summary.monteCarloError(), 0.004);
        assertEquals(2, summary.standardDeviation(), 0.06);
        assertEquals(3, summary.median(), 0.1);
        Interval at95 = summary.interval(0.95);
        assertEquals(summary.quantile(0.025), at95.lower(), 1e-12);
        assertEquals(summary.quantile(0.975), at95.upper(), 1e-12);
        assertEquals(3 - 3.92, at95.lower(), 0.2);
        assertEquals(0.5, summary.probabilityAbove(summary.median()));
        assertEquals(0.1586552539, summary.probabilityAbove(5), 0.015);
        assertEquals(1, summary.probabilityAbove(Double.NEGATIVE_INFINITY));
        assertEquals(0, summary.probabilityAbove(summary.quantile(1)));
        assertTrue(
                summary.toString().matches("[23]\\.\\d+ \\(sd [12]\\.\\d+; 95 % in \\[-\\S+, \\S+\\]\\)"),
                summary::toString);
        DrawSummary constant = DrawSummary.of(new double[][] {{2, 2, 2, 2}});
        assertEquals(0, constant.monteCarloError());
        assertEquals(2, constant.quantile(0.3));
    }

    /** Interval and probability are inverse to one another, whatever was drawn. */
    @Property(tries = 100)
    void quantilesAndProbabilitiesAgree(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p, @ForAll @IntRange(max = 1000) int seed) {
        DrawSummary summary = good(2, 50, seed).summary("a");
        double above = summary.probabilityAbove(summary.quantile(p));
        assertEquals(1 - p, above, 1.0 / summary.size());
    }

    @Example
    void theTableSaysItInALineAParameter() {
        double[][][] from = {{{1, 7}, {2, 7}, {3, 7}, {4, 7}}, {{1.5, 7}, {2.5, 7}, {3.5, 7}, {4.5, 7}}};
        String[] lines = ParameterDraws.of(List.of("alpha", "k"), from).table().split(System.lineSeparator());
        assertEquals(3, lines.length);
        assertEquals(
                "parameter        mean          sd       2.5 %      median      97.5 %   R-hat  bulk ESS  tail ESS",
                lines[0]);
        assertTrue(
                lines[1].matches("alpha +2\\.7500 +1\\.225 +1\\.0875 +2\\.7500 +4\\.4125 +\\d\\.\\d+ +\\d+ +\\d+"),
                lines[1]);
        assertTrue(lines[2].endsWith("7.0000 constant"), lines[2]);
    }

    @Example
    void badDrawsAreRefused() {
        refused("names must be at least one, was empty", List.of(), new double[1][4][0]);
        refused("names must differ from each other, was [a, a]", List.of("a", "a"), new double[1][4][2]);
        refused("name must not be blank, was \" \"", List.of(" "), new double[1][4][1]);
        refused("draws must be at least one chain, was empty", List.of("a"), new double[0][][]);
        refused("draws must be >= 4 a chain, was 3 (two in each half)", List.of("a"), new double[1][3][1]);
        refused("draws[1] must be as long as the first chain, 4, was 5", List.of("a"), new double[][][] {
            new double[4][1], new double[5][1]
        });
        refused("draws[0][0] must be 2 values, was 1 (a, b)", List.of("a", "b"), new double[1][4][1]);
        double[][][] nan = new double[1][4][1];
        nan[0][2][0] = Double.NaN;
        refused("a of draws[0][2] must be finite, was NaN", List.of("a"), nan);
        assertEquals(
                "name must be one of [a, b], was \"c\"",
                assertThrows(IllegalArgumentException.class, () -> small().values("c"))
                        .getMessage());
        assertEquals(
                "every must leave 4 of the 5 draws of a chain, was 2",
                assertThrows(IllegalArgumentException.class, () -> small().thinned(2))
                        .getMessage());
        assertEquals(
                "p must be in [0, 1], was 1.5 (0.95 for the 95 % quantile)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> small().summary("a").quantile(1.5))
                        .getMessage());
    }

    private static void refused(String message, List<String> names, double[][][] draws) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> ParameterDraws.of(names, draws))
                        .getMessage());
    }

    // --- the verdict

    @Example
    void goodChainsAreMixed() {
        ParameterDraws draws = good(4, 1000, 5);
        SamplingOutcome<ParameterDraws> outcome =
                SamplingOutcome.of(draws, SamplingReport.of(SamplingOptions.defaults(), draws));
        assertTrue(outcome.isMixed());
        assertEquals(draws, outcome.orThrow());
        assertEquals(List.of(), outcome.report().reasons());
        assertEquals("yes", outcome.<String>fold(posterior -> "yes", not -> "no"));
        assertTrue(
                outcome.report()
                        .toString()
                        .startsWith("SamplingReport[4 chains of 1000 draws, mixed: worst R-hat 1.00"),
                outcome.report()::toString);
    }

    /** A walk of tiny steps gets nowhere: each chain is where it began. */
    @Example
    void tinyStepsDoNotMix() {
        SplittableRandom random = new SplittableRandom(9);
        double[][][] from = new double[4][1000][1];
        for (double[][] chain : from) {
            double x = random.nextGaussian();
            for (double[] draw : chain) {
                x += 0.001 * random.nextGaussian();
                draw[0] = x;
            }
        }
        ParameterDraws draws = ParameterDraws.of(List.of("slow"), from);
        SamplingOutcome<ParameterDraws> outcome =
                SamplingOutcome.of(draws, SamplingReport.of(SamplingOptions.defaults(), draws));
        assertFalse(outcome.isMixed());
        assertEquals("no", outcome.<String>fold(posterior -> "yes", not -> "no"));
        assertTrue(outcome.report().diagnostics("slow").rhat() > 1.5);
        String message = assertThrows(FitException.class, outcome::orThrow).getMessage();
        assertTrue(message.startsWith("chains did not mix: slow has R-hat "), message);
        assertTrue(message.contains("must be < 1.01; bulk effective sample size "), message);
        assertTrue(message.contains("a longer warm-up, a narrower prior, a simpler model"), message);
    }

    @Example
    void theWorstParametersAreNamedFirst() {
        double[][][] from = new double[2][8][5];
        SplittableRandom random = new SplittableRandom(1);
        for (int c = 0; c < 2; c++) {
            for (double[] draw : from[c]) {
                for (int j = 1; j < 5; j++) {
                    draw[j] = random.nextGaussian() + c * j;
                }
            }
        }
        ParameterDraws draws = ParameterDraws.of(List.of("still", "b", "c", "d", "e"), from);
        SamplingReport report = SamplingReport.of(SamplingOptions.defaults(), draws);
        List<String> reasons = report.reasons();
        assertEquals(5, reasons.size());
        assertEquals("still is constant: every draw is 0.0", reasons.get(0));
        List<Double> rhats = new ArrayList<>();
        for (String reason : reasons.subList(1, 5)) {
            rhats.add(report.diagnostics(reason.substring(0, 1)).rhat());
        }
        double[] falling = rhats.stream().mapToDouble(r -> -r).toArray();
        double[] sorted = falling.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, falling, 0.2);
        assertTrue(report.reason().endsWith(". And 2 more"), report::reason);
        assertTrue(report.toString().contains("least effective sample size 0"), report::toString);
    }

    @Example
    void outcomeAndReportSayTheSame() {
        ParameterDraws draws = good(4, 1000, 5);
        SamplingReport mixed = SamplingReport.of(SamplingOptions.defaults(), draws);
        SamplingReport not = SamplingReport.of(SamplingOptions.defaults(), small());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new SamplingOutcome.Mixed<>(draws, not))
                .getMessage()
                .startsWith("report must be of chains that mixed, was SamplingReport["));
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> new SamplingOutcome.NotMixed<>(draws, mixed, "why"))
                        .getMessage()
                        .startsWith("report must be of chains that did not mix, was SamplingReport["));
        assertEquals(
                "acceptance must be in [0, 1], was 1.2 (0.35 for 35 %)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SamplingReport.of(SamplingOptions.defaults(), draws, List.of(1.2), 0, List.of()))
                        .getMessage());
        assertEquals(
                "undefinedProposals must be >= 0, was -1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SamplingReport.of(SamplingOptions.defaults(), draws, List.of(), -1, List.of()))
                        .getMessage());
        assertEquals(
                "diagnostics must be one a name, 1, was 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new SamplingReport(
                                        SamplingOptions.defaults(), List.of("a"), List.of(), List.of(), 0, List.of()))
                        .getMessage());
    }
}
