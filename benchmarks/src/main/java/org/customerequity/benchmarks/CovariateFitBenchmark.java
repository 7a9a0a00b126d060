package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.covariate.CovariateTable;
import org.customerequity.model.covariate.CovariatePurchaseModel;
import org.customerequity.model.covariate.CovariateSpecification;
import org.customerequity.model.purchase.PurchaseModelFamily;
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

/**
 * A fit with two covariates on buying and on leaving beside the plain fit of the same 100,000 distinct customers, which it may
 * cost twice; and scoring them. Covariates are two categories, so that designs are few, or two numbers, so that every customer
 * has a design of his own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class CovariateFitBenchmark {
    private static final int CUSTOMERS = 100_000;

    /** What the covariates are. */
    public enum Kind {
        /** Two flags: four designs. */
        CATEGORIES,
        /** Two numbers: a design a customer. */
        NUMBERS
    }

    @Param({"BG_NBD", "PARETO_NBD"})
    PurchaseModelFamily family;

    @Param
    Kind kind;

    PurchaseHistories histories;
    CovariateSpecification specification;
    CovariatePurchaseModel model;
    Span ahead = Span.first(52, PeriodUnit.WEEK);

    @Setup
    public void simulateCustomers() {
        SplittableRandom random = new SplittableRandom(20050901L);
        double[] ages = new double[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            ages[i] = 27 + 12 * random.nextDouble();
        }
        CovariateTable table = covariate("z1", covariate("z2", CovariateTable.ofRows(CUSTOMERS), random), random);
        PurchaseHistories like = PurchaseHistories.ofColumns(
                        new int[CUSTOMERS], new double[CUSTOMERS], ages, PeriodUnit.WEEK)
                .withCovariates(table);
        specification = CovariateSpecification.of(family)
                .withPurchaseCovariates("z1", "z2")
                .withDropoutCovariates("z1", "z2");
        double[] truth = family == PurchaseModelFamily.BG_NBD
                ? new double[] {-1.4, 1.5, 1.2, -1.1, 0.3, -0.2, 0.2, 0.1}
                : new double[] {-0.6, 2.4, -0.5, 2.4, 0.3, -0.2, 0.2, 0.1};
        model = CovariatePurchaseModel.of(specification, specification.coding(table), PeriodUnit.WEEK, truth);
        histories = model.simulateHistories(like, random);
    }

    private CovariateTable covariate(String name, CovariateTable table, SplittableRandom random) {
        double[] numbers = new double[CUSTOMERS];
        List<String> categories = new ArrayList<>(CUSTOMERS);
        for (int i = 0; i < CUSTOMERS; i++) {
            numbers[i] = random.nextGaussian();
            categories.add(numbers[i] > 0.5 ? "yes" : "no");
        }
        return kind == Kind.NUMBERS ? table.withNumbers(name, numbers) : table.withCategories(name, categories);
    }

    @Benchmark
    public FitOutcome<?> plainFit() {
        return family.fit(histories);
    }

    @Benchmark
    public FitOutcome<?> fitWithCovariates() {
        return specification.fit(histories);
    }

    @Benchmark
    public double[] expectedPurchases() {
        return model.expectedPurchases(histories, ahead);
    }
}
