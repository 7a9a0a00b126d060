package org.customerequity.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.ChoiceSpecification;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.LatentClassModel;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.SubDriver;
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

/** Cost of fitting two classes to a panel of eight purchases a person, from twelve starts, beside the common model. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class LatentClassBenchmark {
    @Param({"200", "2000"})
    int persons;

    BrandPanel panel;
    LatentClassModel model;

    @Setup
    public void simulatePurchases() {
        List<String> brands = List.of("A", "B", "C", "D");
        List<SubDriver> drivers =
                List.of(SubDriver.value("quality"), SubDriver.value("price"), SubDriver.brand("image"));
        SplittableRandom random = new SplittableRandom(23);
        BrandPanel.Builder builder = BrandPanel.of(drivers, brands);
        for (int i = 0; i < persons; i++) {
            BrandPurchases person = BrandPurchases.of("p" + i);
            for (int t = 0; t < 8; t++) {
                BrandOffer offer = BrandOffer.of("A", 3, 3, 3);
                for (String brand : brands) {
                    offer = offer.withBrand(brand, 1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5));
                }
                person = person.withPurchase(offer, "A");
            }
            builder.add(person);
        }
        model = LatentClassModel.of(
                new double[] {0.6, 0.4},
                List.of(
                        DriverModel.of(brands, drivers, 0.3, 1.1, 0.2, 0.3),
                        DriverModel.of(brands, drivers, 1.0, 0.1, 1.0, 0.2)));
        panel = model.simulate(builder.build(), random);
    }

    @Benchmark
    public FitOutcome<LatentClassModel> twoClasses() {
        return LatentClassModel.fit(panel, 2, ChoiceSpecification.defaults(), new SplittableRandom(1));
    }

    @Benchmark
    public FitOutcome<DriverModel> commonModel() {
        return DriverModel.fit(panel, ChoiceSpecification.defaults());
    }

    @Benchmark
    public double[][] membership() {
        return model.membership(panel);
    }
}
