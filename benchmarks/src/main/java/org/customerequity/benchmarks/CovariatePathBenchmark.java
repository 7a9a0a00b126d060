package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.history.covariate.CovariatePath;
import org.customerequity.model.covariate.TimeVaryingParetoNbd;
import org.customerequity.model.covariate.TimeVaryingSpecification;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;
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

/** The Pareto/NBD with covariates by week: the likelihood, with derivatives too, a fit, and scores. Run with {@code -prof gc}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class CovariatePathBenchmark {
    private static final int WEEKS = 104;
    private static final String[] NAMES = {"promotion", "season", "price"};

    @Param("600")
    int customers;

    // not final: a constant model could be folded into the loop
    double[] u = {0.1, 0.5, 0, 1.5, 0.4, 0.3, -0.2, -0.3, 0.1, 0.2};
    PurchaseHistories histories;
    CovariateCoding coding;
    TimeVaryingParetoNbd model;
    Likelihood likelihood;
    double[] gradient;
    double[][] hessian;

    /** Customers who joined in the first half year, 104 weeks and 26 more of season and price, with promotions of their own. */
    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20210419L);
        double[] age = new double[customers];
        List<CovariatePath> paths = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            age[i] = WEEKS - 26 * random.nextDouble();
            CovariatePath path = CovariatePath.of(PeriodUnit.WEEK, NAMES);
            double first = random.nextDouble();
            for (int k = 0; k < WEEKS + 26; k++) {
                path = path.until(
                        first + k, random.nextInt(4) == 0 ? 1 : 0, Math.sin(k / 8.3), 9 + random.nextGaussian());
            }
            paths.add(path);
        }
        coding = CovariateCoding.ofCovariates(List.of(
                new CodedCovariate.Number(NAMES[0], 0, 1),
                new CodedCovariate.Number(NAMES[1], 0, 1),
                new CodedCovariate.Number(NAMES[2], 9, 1)));
        model = TimeVaryingParetoNbd.of(
                new ParetoNbd(1.1, 10, 1, 40, PeriodUnit.WEEK),
                coding,
                new double[] {0.4, 0.3, -0.2},
                coding,
                new double[] {-0.3, 0.1, 0.2});
        PurchaseHistories like = PurchaseHistories.ofColumns(
                        new int[customers], new double[customers], age, PeriodUnit.WEEK)
                .withPaths(paths);
        histories = model.simulateHistories(like, random);
        likelihood = TimeVaryingSpecification.of(coding, coding).likelihood(histories);
        gradient = new double[u.length];
        hessian = new double[u.length][u.length];
    }

    /** The log-likelihood of everybody. */
    @Benchmark
    public double value() {
        return likelihood.value(u);
    }

    /** With gradient and Hessian. */
    @Benchmark
    public double derivatives() {
        return likelihood.evaluate(u, gradient, hessian);
    }

    /** From the data to the model. */
    @Benchmark
    public FitOutcome<TimeVaryingParetoNbd> fit() {
        return TimeVaryingSpecification.of(coding, coding).fit(histories);
    }

    /** P(alive) of everybody. */
    @Benchmark
    public double[] probabilityAlive() {
        return model.probabilityAlive(histories);
    }

    /** Expected purchases of everybody in the half year to come. */
    @Benchmark
    public double[] expectedPurchases() {
        return model.expectedPurchases(histories, Span.ofWeeks(0, 25));
    }
}
