package org.customerequity.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.survey.WeightedMean;
import org.customerequity.survey.design.PopulationMargin;
import org.customerequity.survey.design.Raking;
import org.customerequity.survey.design.SurveyWeights;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Raking by three cuts, trimming, and a weighted net promoter score. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SurveyWeightsBenchmark {
    @Param({"1000", "100000"})
    int respondents;

    private List<PopulationMargin> cuts;
    private SurveyWeights weights;
    private int[] ratings;

    @Setup
    public void answer() {
        SplittableRandom random = new SplittableRandom(20261123);
        cuts = List.of(
                cut("region", Map.of("0", 30, "1", 30, "2", 20, "3", 20), random),
                cut("age", Map.of("0", 15, "1", 45, "2", 40), random),
                cut("plan", Map.of("0", 80, "1", 20), random));
        ratings = random.ints(respondents, 0, 11).toArray();
        weights = raked().orThrow();
    }

    private PopulationMargin cut(String name, Map<String, Integer> population, SplittableRandom random) {
        String[] groups = new String[respondents];
        for (int i = 0; i < respondents; i++) {
            groups[i] = String.valueOf(random.nextInt(population.size()));
        }
        return PopulationMargin.of(name, population, groups);
    }

    @Benchmark
    public Raking raked() {
        return SurveyWeights.raked(cuts, 1e-10, 1000);
    }

    @Benchmark
    public SurveyWeights trimmed() {
        return weights.trimmed(2);
    }

    @Benchmark
    public WeightedMean netPromoterScore() {
        return weights.netPromoterScore(ratings);
    }
}
