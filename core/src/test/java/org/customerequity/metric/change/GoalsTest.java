package org.customerequity.metric.change;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets, peers, priorities, effects of one figure on another, indicators that lead. */
@Seeded
class GoalsTest {
    private static final KpiGraph GRAPH = KpiGraph.empty()
            .withEffect("CSAT", "retention", Estimate.of(0.30, 0.08))
            .withEffect("CSAT", "referral", Estimate.of(0.15, 0.05))
            .withEffect("retention", "referral", 0.1)
            .withEffect("retention", "CE", 1.8)
            .withEffect("referral", "CE", 0.4);

    /** Sheet 22, section 6; its figures have 12 digits. */
    @Test
    void numbersOfTheSheet() {
        assertEquals(0.4375, TargetProgress.of(34, 50, 41).progress());
        BenchmarkDifference difference = BenchmarkDifference.of(Estimate.of(0.62, 0.021), Estimate.of(0.58, 0.012));
        close(1.65379646119, difference.z(), 1e-11);
        // from a table of the normal distribution
        assertEquals(0.0982, difference.pValue(), 5e-5);
        double[] peers = new double[20];
        Arrays.fill(peers, 0, 7, 0.5);
        peers[7] = 0.62;
        Arrays.fill(peers, 8, 20, 0.7);
        assertEquals(new PeerPlace(7, 1, 20), PeerPlace.of(0.62, peers));
        assertEquals(0.375, PeerPlace.of(0.62, peers).share());
        List<PriorityScore> ranked = PriorityScore.ranked(List.of(
                PriorityScore.of("A", 300_000, 0.6, 8),
                PriorityScore.of("B", 120_000, 0.9, 2),
                PriorityScore.of("C", 500_000, 0.3, 10)));
        assertEquals(
                List.of("B", "A", "C"),
                ranked.stream().map(PriorityScore::project).toList());
        assertArrayEquals(
                new double[] {54_000, 22_500, 15_000},
                ranked.stream().mapToDouble(PriorityScore::score).toArray(),
                1e-10);
        close(0.612, GRAPH.totalEffect("CSAT", "CE"), 1e-14);
        close(0.0303098481725, GRAPH.change("CSAT", 0.05, "CE"), 1e-11);
        close(0.148552482308, GRAPH.totalEffectEstimate("CSAT", "CE").standardError(), 1e-11);
        for (Object value : new Object[] {difference, GRAPH, ranked.get(0), TargetProgress.of(34, 50, 41)}) {
            travels(value);
        }
    }

    @Test
    void progressOfWhatRisesAndWhatFalls() {
        Estimate progress = TargetProgress.of(34, 50, Estimate.of(41, 2)).progressEstimate();
        assertEquals(0.125, progress.standardError());
        Estimate falling = TargetProgress.of(50, 34, Estimate.of(43, 2)).progressEstimate();
        assertEquals(0.4375, falling.value());
        assertEquals(0.125, falling.standardError());
        assertTrue(TargetProgress.of(34, 50, 30).progress() < 0);
        assertTrue(TargetProgress.of(34, 50, 60).progress() > 1);
        TargetProgress half = TargetProgress.of(0, 10, 5);
        assertTrue(half.isOnPace(0.5));
        assertFalse(half.isOnPace(0.51));
        // 182 of 365 days by the end of 1 July, 183 of them by the end of 2 July
        ReportingPeriod year = ReportingPeriod.ofYear(2026);
        assertTrue(half.isOnPace(year, LocalDate.of(2026, 7, 1)));
        assertFalse(half.isOnPace(year, LocalDate.of(2026, 7, 2)));
        assertFalse(TargetProgress.of(5, 5, 5).isDefined());
        fails(
                UndefinedRatioException.class,
                "progress is undefined, because target and baseline are both 5.0",
                () -> TargetProgress.of(5, 5, 6).progress());
        fails(
                IllegalStateException.class,
                "now must have a standard error for an estimate, had none (give an Estimate)",
                () -> half.progressEstimate());
        rejects(
                "lastDay must be in 2026-01-01 to 2026-12-31, was 2027-01-01 (the last day that now knows of)",
                () -> half.isOnPace(year, LocalDate.of(2027, 1, 1)));
    }

    /** Total effects by powers of the matrix, I + A + A^2 + ..., on random graphs; changes by walking the graph. */
    @Property
    void totalEffectsArePowers(@ForAll @IntRange(min = 2, max = 7) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[][] a = new double[n][n];
        double[][] se = new double[n][n];
        KpiGraph graph = KpiGraph.empty();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (j == i + 1 || random.nextBoolean()) {
                    a[i][j] = random.nextGaussian();
                    se[i][j] = 0.1 + random.nextDouble();
                }
            }
        }
        // added from behind, so that the order of the figures has to be found
        for (int i = n - 2; i >= 0; i--) {
            for (int j = n - 1; j > i; j--) {
                if (se[i][j] > 0) {
                    graph = graph.withEffect("k" + i, "k" + j, Estimate.of(a[i][j], se[i][j]));
                }
            }
        }
        double[][] total = powers(a);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertEquals(total[i][j], graph.totalEffect("k" + i, "k" + j), 1e-10 * (1 + Math.abs(total[i][j])));
            }
        }
        // standard error by differences
        double variance = 0;
        double h = 1e-6;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double held = a[i][j];
                a[i][j] = held + h;
                double up = powers(a)[0][n - 1];
                a[i][j] = held - h;
                double down = powers(a)[0][n - 1];
                a[i][j] = held;
                double effect = (up - down) / (2 * h) * se[i][j];
                variance += effect * effect;
            }
        }
        Estimate effect = graph.totalEffectEstimate("k0", "k" + (n - 1));
        assertEquals(1, effect.standardError() / Math.sqrt(variance), 1e-5);
        Estimate change = graph.changeEstimate("k0", 0.02, "k" + (n - 1));
        assertEquals(
                Math.exp(effect.value() * Math.log(1.02)) - 1, change.value(), 1e-12 * (1 + Math.abs(change.value())));
        assertEquals(
                1, change.standardError() / ((1 + change.value()) * Math.log(1.02) * effect.standardError()), 1e-12);
    }

    private static double[][] powers(double[][] a) {
        int n = a.length;
        double[][] sum = new double[n][n];
        double[][] power = new double[n][n];
        for (int i = 0; i < n; i++) {
            sum[i][i] = power[i][i] = 1;
        }
        for (int k = 1; k < n; k++) {
            double[][] next = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int m = 0; m < n; m++) {
                        next[i][j] += power[i][m] * a[m][j];
                    }
                    sum[i][j] += next[i][j];
                }
            }
            power = next;
        }
        return sum;
    }

    @Test
    void graphsThatAreWrong() {
        rejects(
                "effect must not close a cycle, was CE -> CSAT -> retention -> referral -> CE"
                        + " (what goes round has no end: leave one effect out)",
                () -> GRAPH.withEffect("CE", "CSAT", 0.1));
        rejects(
                "effect must not close a cycle, was CE -> CE (what goes round has no end: leave one effect out)",
                () -> GRAPH.withEffect("CE", "CE", 0.1));
        rejects(
                "effect must be new, was CSAT -> retention (it is there already)",
                () -> GRAPH.withEffect("CSAT", "retention", 0.1));
        rejects(
                "to must be one of [CSAT, retention, referral, CE], was \"churn\" (a figure of the graph)",
                () -> GRAPH.totalEffect("CSAT", "churn"));
        rejects(
                "relativeChange must be finite and > -1, was -1.0 (0.05 for 5 % more)",
                () -> GRAPH.change("CSAT", -1, "CE"));
        fails(
                IllegalStateException.class,
                "effects from retention to CE must have standard errors for an estimate, had none (give them as Estimate)",
                () -> GRAPH.totalEffectEstimate("retention", "CE"));
        assertEquals(0, GRAPH.totalEffect("CE", "CSAT"));
        assertEquals(1, GRAPH.totalEffect("CE", "CE"));
        assertEquals("nothing moves anything", KpiGraph.empty().toString());
        assertEquals("a -> b 0.5", KpiGraph.empty().withEffect("a", "b", 0.5).toString());
        assertEquals(5, GRAPH.effects().size());
    }

    /** Draws: each project is the best as often as counting says, and ties are shared. */
    @Test
    void prioritiesFromDraws() {
        PriorityDraws draws =
                PriorityDraws.of(List.of("A", "B", "C"), new double[][] {{1, 5, 2, 0}, {3, 5, 1, 0}, {0, 0, 0, 12}});
        assertEquals(
                List.of(
                        new PriorityDraws.Ranked("C", 3, 0.25),
                        new PriorityDraws.Ranked("B", 2.25, 0.375),
                        new PriorityDraws.Ranked("A", 2, 0.375)),
                draws.projects());
        travels(draws);
        rejects(
                "netGain[1] must have as many draws as the first, 2, was 1",
                () -> PriorityDraws.of(List.of("A", "B"), new double[][] {{1, 2}, {1}}));
        rejects(
                "projects must have distinct names, was \"A\"",
                () -> PriorityDraws.of(List.of("A", "A"), new double[][] {{1}, {2}}));
        rejects(
                "netGain must have one row a project, 1, was 2",
                () -> PriorityDraws.of(List.of("A"), new double[2][2]));
        rejects(
                "netGain[0][1] must be finite, was NaN",
                () -> PriorityDraws.of(List.of("A"), new double[][] {{0, Double.NaN}}));
        rejects("certainty must be in [0, 1], was 60.0 (0.60 for 60 %)", () -> PriorityScore.of("A", 1, 60, 1));
        rejects("effort must be finite and > 0, was 0.0 (in one unit for all)", () -> PriorityScore.of("A", 1, 0.6, 0));
    }

    /** Two normal gains: P(best) is Phi of the standardised difference. */
    @Test
    void probabilityOfTheBestOfTwo() {
        int n = 40_000;
        Random random = new Random(20261123);
        double[][] gain = new double[2][n];
        for (int d = 0; d < n; d++) {
            gain[0][d] = 1 + random.nextGaussian();
            gain[1][d] = random.nextGaussian();
        }
        double p = PriorityDraws.of(List.of("A", "B"), gain).projects().get(0).probabilityBest();
        // Phi(1 / sqrt 2) = 0.7602499; 4 standard errors
        assertEquals(0.7602499, p, 4 * Math.sqrt(0.76 * 0.24 / n));
    }

    /** The outcome is the indicator three months before, under a season of its own in both. */
    @Test
    void aLeadIsFoundUnderTheSeason() {
        Random random = new Random(5);
        int n = 72;
        double[] signal = random.doubles(n + 3, -1, 1).toArray();
        double[] indicator = new double[n];
        double[] outcome = new double[n];
        for (int t = 0; t < n; t++) {
            double season = 50 * Math.sin(2 * Math.PI * t / 12);
            indicator[t] = 100 + season + signal[t + 3];
            outcome[t] = 900 + 7 * season + 20 * signal[t];
        }
        LeadingIndicator lead = LeadingIndicator.of(indicator, outcome, 12, 6);
        assertEquals(7, lead.lags().size());
        assertTrue(lead.lags().get(3).correlation() > 0.95, lead::toString);
        assertTrue(lead.lags().get(3).confidenceInterval(0.95).lower() > 0.9);
        assertTrue(Math.abs(lead.lags().get(0).correlation()) < 0.4);
        assertEquals(69, lead.lags().get(3).pairs());
        assertEquals(58, lead.lags().get(3).freePairs());
        // with the season left in, everything goes with everything a year apart
        LeadingIndicator raw = LeadingIndicator.of(indicator, outcome, 1, 6);
        assertTrue(raw.lags().get(0).correlation() > 0.9);
        travels(lead);
    }

    /** Pearson's formula by raw sums; scale, shift and a season that is added do not matter. */
    @Property
    void correlationByRawSums(
            @ForAll @IntRange(min = 1, max = 4) int season,
            @ForAll @IntRange(max = 3) int longest,
            @ForAll long seed,
            @ForAll @Scale(2) @DoubleRange(min = 0.1, max = 9) double scale) {
        Random random = new Random(seed);
        int n = 24;
        double[] x = random.doubles(n).toArray();
        double[] y = random.doubles(n).toArray();
        LeadingIndicator lead = LeadingIndicator.of(x, y, season, longest);
        double[] a = flat(x, season);
        double[] b = flat(y, season);
        double[] bumpy = new double[n];
        for (int t = 0; t < n; t++) {
            bumpy[t] = scale * x[t] + 3 * (t % season);
        }
        for (int h = 0; h <= longest; h++) {
            int m = n - h;
            double sx = 0;
            double sy = 0;
            double sxx = 0;
            double syy = 0;
            double sxy = 0;
            for (int t = 0; t < m; t++) {
                sx += a[t];
                sy += b[t + h];
                sxx += a[t] * a[t];
                syy += b[t + h] * b[t + h];
                sxy += a[t] * b[t + h];
            }
            double r = (m * sxy - sx * sy) / Math.sqrt((m * sxx - sx * sx) * (m * syy - sy * sy));
            assertEquals(r, lead.lags().get(h).correlation(), 1e-10);
            assertEquals(
                    r,
                    LeadingIndicator.of(bumpy, y, season, longest).lags().get(h).correlation(),
                    1e-9);
            assertTrue(lead.lags().get(h).confidenceInterval(0.9).contains(r));
        }
    }

    private static double[] flat(double[] x, int season) {
        double[] out = x.clone();
        for (int s = 0; s < season; s++) {
            double sum = 0;
            int count = 0;
            for (int t = s; t < x.length; t += season) {
                sum += x[t];
                count++;
            }
            for (int t = s; t < x.length; t += season) {
                out[t] -= sum / count;
            }
        }
        return out;
    }

    /** The window of a lag may be constant where the series is not; its rounding is no variation. */
    @Property
    void aConstantWindowHasNoCorrelation(
            @ForAll @IntRange(min = 3, max = 60) int n,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double level,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] indicator = new double[n + 2];
        Arrays.fill(indicator, level);
        indicator[n + 1] = 2 * level;
        double[] outcome = random.doubles(n + 2).toArray();
        fails(
                UndefinedRatioException.class,
                "correlation at lag 1 is undefined, because the indicator does not vary besides its season",
                () -> LeadingIndicator.of(indicator, outcome, 1, 2));
    }

    /** Nor does it matter in what unit a series is given. */
    @Property
    void correlationHasNoUnit(@ForAll @IntRange(min = -1000, max = 1000) int exponent, @ForAll long seed) {
        Random random = new Random(seed);
        double[] indicator = random.doubles(9, -1, 1).toArray();
        double[] outcome = random.doubles(9, 1, 2).toArray();
        double[] scaled =
                Arrays.stream(indicator).map(v -> Math.scalb(v, exponent)).toArray();
        assertEquals(LeadingIndicator.of(indicator, outcome, 2, 3), LeadingIndicator.of(scaled, outcome, 2, 3));
    }

    @Test
    void noGoalIsInfiniteOrNegativeZero() {
        assertEquals(0.5, TargetProgress.of(-1e308, 1e308, 0).progress());
        assertEquals(1, TargetProgress.of(-1e308, 1e308, 1e308).progress());
        close(
                0.05,
                TargetProgress.of(-1e308, 1e308, Estimate.of(0, 1e307))
                        .progressEstimate()
                        .standardError(),
                1e-15);
        rejects(
                "progress must be finite, was Infinity (target and baseline 0.0 are too near each other)",
                () -> TargetProgress.of(0, 1e-320, 5).progress());
        PriorityScore loss = PriorityScore.of("loss", -5, 0, 1);
        assertEquals(0.0, loss.score());
        assertEquals(
                loss,
                PriorityScore.ranked(List.of(loss, PriorityScore.of("gain", 5, 0, 1)))
                        .get(0));
        rejects(
                "score must be finite, was Infinity (effort 1.0E-10 is too small)",
                () -> PriorityScore.of("all", 1e308, 1, 1e-10).score());
        KpiGraph steep = KpiGraph.empty().withEffect("a", "b", 1e200);
        rejects(
                "total effect of a on c must be finite, was Infinity (the elasticities multiply beyond all numbers)",
                () -> steep.withEffect("b", "c", 1e200));
        rejects("change of b must be finite, was Infinity (total effect 1.0E200)", () -> steep.change("a", 0.1, "b"));
    }

    /** Every figure of a layer moves every one of the next: 3^18 ways, of which none may be walked twice. */
    @Test
    @Timeout(60)
    void manyWaysAreNoWork() {
        KpiGraph graph = KpiGraph.empty();
        for (int layer = 18; layer > 0; layer--) {
            for (int from = 0; from < 3; from++) {
                for (int to = 0; to < 3; to++) {
                    graph = graph.withEffect(layer + "." + from, layer + 1 + "." + to, 0.5);
                }
            }
        }
        close(0.5 * Math.pow(1.5, 17), graph.totalEffect("1.0", "19.2"), 1e-12);
    }

    @Test
    void indicatorsThatAreWrong() {
        double[] five = {1, 2, 4, 3, 7};
        rejects(
                "longestLag must leave at least 3 pairs of 5 periods, was 3",
                () -> LeadingIndicator.of(five, five, 1, 3));
        rejects(
                "longestLag must leave at least 14 pairs of 5 periods, was 0",
                () -> LeadingIndicator.of(five, five, 12, 0));
        rejects(
                "outcome must have as many periods as indicator, 5, was 1",
                () -> LeadingIndicator.of(five, new double[1], 1, 0));
        fails(
                UndefinedRatioException.class,
                "correlation at lag 0 is undefined, because the outcome does not vary besides its season",
                () -> LeadingIndicator.of(five, new double[] {0.1, 0.1, 0.1, 0.1, 0.1}, 1, 0));
        fails(
                UndefinedRatioException.class,
                "interval of a correlation is undefined, because there are 3 free pairs and it takes 4",
                () -> LeadingIndicator.of(five, five, 1, 2).lags().get(2).confidenceInterval(0.95));
        assertEquals(1, LeadingIndicator.of(five, five, 1, 0).lags().get(0).correlation(), 1e-15);
        assertTrue(new LeadingIndicator.Lag(0, 9, 1, 9).confidenceInterval(0.95).contains(1));
        rejects(
                "figure and reference must not both have the standard error 0,"
                        + " was Estimate[value=1.0, standardError=0.0, scale=LINEAR]"
                        + " and Estimate[value=2.0, standardError=0.0, scale=LINEAR]"
                        + " (without an error nothing can be said of chance)",
                () -> BenchmarkDifference.of(Estimate.of(1, 0), Estimate.of(2, 0)));
        rejects("size must be > 0, was 0 (peers to compare with)", () -> PeerPlace.of(1, new double[0]));
        rejectsNull("now", () -> TargetProgress.of(1, 2, null));
        rejectsNull("figure", () -> BenchmarkDifference.of(null, Estimate.of(1, 1)));
        rejectsNull("elasticity", () -> GRAPH.withEffect("a", "b", null));
        rejectsNull("projects", () -> PriorityScore.ranked(null));
        rejectsNull("peers", () -> PeerPlace.of(1, null));
    }
}
