package org.customerequity.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.segment.CustomerFeatures;
import org.customerequity.segment.cluster.Clusters;
import org.customerequity.segment.cluster.FeatureScaling;
import org.customerequity.segment.cluster.KMeans;
import org.customerequity.segment.rfm.RfmMeasures;
import org.customerequity.segment.rfm.RfmScores;
import org.customerequity.segment.rfm.RfmScoring;
import org.customerequity.segment.rfm.RfmTies;
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

/**
 * Cost of RFM scores beside that of sorting three columns, and of one start of k-means (8 clusters, 5 features) beside one pass of all
 * distances to 8 centres: a start takes many such passes without bounds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SegmentBenchmark {
    /** Customers whose recency and frequency have many ties, and whose money has few. */
    @State(Scope.Benchmark)
    public static class Base {
        @Param("1000000")
        int customers;

        double[] days;
        double[] purchases;
        double[] money;
        RfmMeasures measures;

        @Setup
        public void simulateCustomers() {
            SplittableRandom random = new SplittableRandom(20050901L);
            days = new double[customers];
            purchases = new double[customers];
            money = new double[customers];
            for (int i = 0; i < customers; i++) {
                days[i] = random.nextInt(730);
                purchases[i] = 1 + (int) (-4 * Math.log(1 - random.nextDouble()));
                money[i] = purchases[i] * Math.exp(3 + random.nextGaussian());
            }
            measures = RfmMeasures.ofColumns(days, purchases, money);
        }
    }

    /** Customers in eight overlapping clouds. */
    @State(Scope.Benchmark)
    public static class Clouds {
        @Param("100000")
        int customers;

        CustomerFeatures features;
        double[] rows;
        double[] centres;

        @Setup
        public void simulateCustomers() {
            SplittableRandom random = new SplittableRandom(20050901L);
            double[][] columns = new double[5][customers];
            rows = new double[5 * customers];
            centres = new double[40];
            Arrays.setAll(centres, i -> 3 * random.nextGaussian());
            for (int i = 0; i < customers; i++) {
                int cloud = random.nextInt(8);
                for (int c = 0; c < 5; c++) {
                    columns[c][i] = centres[5 * cloud + c] + random.nextGaussian();
                    rows[5 * i + c] = columns[c][i];
                }
            }
            features = CustomerFeatures.of("a", columns[0])
                    .plus("b", columns[1])
                    .plus("c", columns[2])
                    .plus("d", columns[3])
                    .plus("e", columns[4]);
        }
    }

    @Benchmark
    public RfmScores independentScores(Base base) {
        return RfmScoring.independent(RfmTies.EQUAL_SCORES).score(base.measures);
    }

    @Benchmark
    public RfmScores independentScoresByRow(Base base) {
        return RfmScoring.independent(RfmTies.BY_ROW).score(base.measures);
    }

    @Benchmark
    public RfmScores nestedScores(Base base) {
        return RfmScoring.nested(RfmTies.EQUAL_SCORES).score(base.measures);
    }

    @Benchmark
    public double sortThreeColumns(Base base) {
        double sum = 0;
        for (double[] column : new double[][] {base.days, base.purchases, base.money}) {
            double[] copy = column.clone();
            Arrays.sort(copy);
            sum += copy[0];
        }
        return sum;
    }

    @Benchmark
    public Clusters kMeans(Clouds clouds) {
        return KMeans.of(8, FeatureScaling.Z_SCORE).withRestarts(1).fit(clouds.features, new SplittableRandom(1));
    }

    @Benchmark
    public long onePassOfDistances(Clouds clouds) {
        long sum = 0;
        double[] x = clouds.rows;
        double[] centres = clouds.centres;
        for (int i = 0; i < x.length; i += 5) {
            double least = Double.POSITIVE_INFINITY;
            int best = 0;
            for (int j = 0; j < 40; j += 5) {
                double distance = 0;
                for (int c = 0; c < 5; c++) {
                    double difference = x[i + c] - centres[j + c];
                    distance += difference * difference;
                }
                if (distance < least) {
                    least = distance;
                    best = j;
                }
            }
            sum += best;
        }
        return sum;
    }
}
