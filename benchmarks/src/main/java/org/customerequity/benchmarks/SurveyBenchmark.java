package org.customerequity.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.retention.RetentionByScore;
import org.customerequity.retention.RetentionLogit;
import org.customerequity.retention.ScoreForm;
import org.customerequity.survey.CronbachAlpha;
import org.customerequity.survey.ItemAnswers;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.Estimate;
import org.customerequity.value.PeriodUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reliability of ten questions asked of 100,000, and retention by score from a million customers and from counts. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class SurveyBenchmark {
    RatingScale scale = RatingScale.ZERO_TO_TEN;
    ItemAnswers answers;
    int[] scores = new int[1_000_000];
    boolean[] retained = new boolean[1_000_000];
    RetentionByScore counts;
    RetentionLogit line;

    @Setup
    public void simulateAnswers() {
        SplittableRandom random = new SplittableRandom(20261123L);
        double[][] columns = new double[10][100_000];
        for (int i = 0; i < 100_000; i++) {
            double cause = random.nextGaussian();
            for (double[] column : columns) {
                column[i] = Math.rint(Math.max(1, Math.min(7, 4 + cause + random.nextGaussian())));
            }
        }
        answers = ItemAnswers.ofColumns(
                IntStream.range(0, 10).mapToObj(j -> "item " + j).toList(), columns);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.max(random.nextInt(11), random.nextInt(11));
            retained[i] = random.nextDouble() < 1 / (1 + Math.exp(0.8 - 0.25 * scores[i]));
        }
        counts = RetentionByScore.ofCustomers(scale, scores, retained, PeriodUnit.YEAR);
        line = RetentionLogit.fit(counts).orThrow();
    }

    @Benchmark
    public CronbachAlpha reliabilityOfTenItems() {
        return CronbachAlpha.of(answers);
    }

    @Benchmark
    public RetentionByScore countMillionCustomers() {
        return RetentionByScore.ofCustomers(scale, scores, retained, PeriodUnit.YEAR);
    }

    @Benchmark
    public FitOutcome<RetentionLogit> fitLine() {
        return RetentionLogit.fit(counts);
    }

    @Benchmark
    public FitOutcome<RetentionLogit> fitClasses() {
        return RetentionLogit.fit(counts, ScoreForm.netPromoter());
    }

    @Benchmark
    public Estimate changeOfValue() {
        return line.changeOfValue(1, r -> 100 * r / (1.1 - r));
    }

    @Benchmark
    public double[] scoreMillionCustomers() {
        return line.retentions(scores);
    }
}
