package org.customerequity.benchmarks;

import java.util.Currency;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.customerequity.lifetime.formula.CurveLifetimeValue;
import org.customerequity.lifetime.formula.MarginProfile;
import org.customerequity.lifetime.formula.MarkovLifetimeValue;
import org.customerequity.metric.investment.CashFlows;
import org.customerequity.metric.investment.InternalRate;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.DiscountRate;
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

/**
 * Classic formulas: residual values of a million contracts, chains of 10 and 100 states with the best stopping rule, and internal
 * rates of 360 months with one and with several changes of sign.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class LifetimeFormulaBenchmark {
    private static final Currency EUR = Currency.getInstance("EUR");

    // not final: constants could be folded
    ShiftedBetaGeometric curve = new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR);
    CurveLifetimeValue value = CurveLifetimeValue.of(
            MarginProfile.ofAmounts(EUR, PeriodUnit.YEAR, 40, 60, 75, 80),
            DiscountRate.ofAnnual(0.1),
            CashFlowTiming.JUST_BEFORE_RENEWAL);
    int[] renewals;
    MarkovLifetimeValue ten;
    MarkovLifetimeValue hundred;
    CashFlows conventional;
    CashFlows reversing;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(20261123);
        renewals = random.ints(1_000_000, 0, 15).toArray();
        ten = chain(random, 10);
        hundred = chain(random, 100);
        double[] flows = new double[361];
        flows[0] = -100_000;
        for (int t = 1; t < flows.length; t++) {
            flows[t] = 500 + 400 * random.nextDouble();
        }
        conventional = CashFlows.firstNow(EUR, PeriodUnit.MONTH, flows);
        flows[120] = -60_000;
        flows[240] = -60_000;
        reversing = CashFlows.firstNow(EUR, PeriodUnit.MONTH, flows);
    }

    private static MarkovLifetimeValue chain(SplittableRandom random, int states) {
        double[][] p = new double[states][states];
        double[] rewards = new double[states];
        for (int i = 0; i < states; i++) {
            double sum = 0;
            for (int j = 0; j < states; j++) {
                sum += p[i][j] = random.nextDouble();
            }
            for (int j = 0; j < states; j++) {
                p[i][j] /= sum;
            }
            rewards[i] = 100 * random.nextDouble() - 60;
        }
        return MarkovLifetimeValue.of(p, rewards, EUR, DiscountRate.ofAnnual(0.1), PeriodUnit.YEAR);
    }

    @Benchmark
    public double[] residualValuesOfAMillion() {
        return value.residualValues(curve, renewals);
    }

    @Benchmark
    public MarkovLifetimeValue.StoppingRule stoppingRuleOfTenStates() {
        return ten.bestStopping();
    }

    @Benchmark
    public MarkovLifetimeValue.StoppingRule stoppingRuleOfHundredStates() {
        return hundred.bestStopping();
    }

    @Benchmark
    public InternalRate rateOfConventionalFlows() {
        return conventional.internalRate();
    }

    @Benchmark
    public InternalRate ratesOfReversingFlows() {
        return reversing.internalRate();
    }
}
