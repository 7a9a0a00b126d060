package org.customerequity.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.customerequity.fit.DeltaMethod;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.ProfileLikelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.lifetime.LifetimeValueModel;
import org.customerequity.lifetime.LifetimeValues;
import org.customerequity.lifetime.ValueTotal;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/**
 * How often intervals that promise 95 % hold the truth: data sets are simulated from known models, fitted, and asked. The
 * table of {@code docs/guide/coverage.md} is what this prints.
 *
 * <pre>{@code
 *   mvn -q -pl core,benchmarks -am package -DskipTests
 *   java -cp benchmarks/target/benchmarks.jar org.customerequity.benchmarks.CoverageStudy 400 1000
 * }</pre>
 *
 * <p>Every data set has random numbers of its own, split from one seed: the same arguments print the same table. Data sets whose
 * fit ends without a maximum, or whose interval cannot be made, are counted apart. A model is added by one line in
 * {@link #main}; names of models after the two numbers leave out the others.
 */
public final class CoverageStudy {
    private static final long SEED = 20261123;
    private static final double LEVEL = 0.95;
    private static final PeriodUnit UNIT = PeriodUnit.WEEK;
    private static final int YOUNGEST = 26;
    private static final int OLDEST = 78;
    private static final int AHEAD = 52;
    private static final Span WEEKS_39 = Span.ofWeeks(0, 39);
    private static final Currency CURRENCY = Currency.getInstance("USD");
    private static final GammaGamma SPEND = new GammaGamma(6.25, 3.74, 15.44);

    private final int dataSets;
    private final int customers;
    private final List<String> chosen;

    private CoverageStudy(int dataSets, int customers, List<String> chosen) {
        this.dataSets = dataSets;
        this.customers = customers;
        this.chosen = chosen;
    }

    private boolean leavesOut(String model) {
        return !chosen.isEmpty() && !chosen.contains(model);
    }

    /** Takes the number of data sets and of customers in each, 400 and 1000 if there are none, and names of models. */
    public static void main(String[] args) {
        CoverageStudy study = new CoverageStudy(
                args.length > 0 ? Integer.parseInt(args[0]) : 400,
                args.length > 1 ? Integer.parseInt(args[1]) : 1000,
                Arrays.stream(args).skip(2).toList());
        study.head();
        study.purchases("NBD", new Nbd(0.385, 12.07, UNIT), Nbd::fit, Nbd::likelihood);
        study.purchases("BG/NBD", new BgNbd(0.243, 4.414, 0.793, 2.426, UNIT), BgNbd::fit, BgNbd::likelihood);
        study.purchases("MBG/NBD", new MbgNbd(0.525, 6.183, 0.891, 1.614, UNIT), MbgNbd::fit, MbgNbd::likelihood);
        study.purchases(
                "Pareto/NBD", new ParetoNbd(0.553, 10.58, 0.606, 11.67, UNIT), ParetoNbd::fit, ParetoNbd::likelihood);
        study.spend("Gamma-gamma");
        study.retention(
                "sBG",
                new ShiftedBetaGeometric(0.668, 3.806, PeriodUnit.YEAR),
                ShiftedBetaGeometric::fit,
                ShiftedBetaGeometric::likelihood);
    }

    /** Which intervals held the truth, by name. */
    private final class Tally {
        private final Map<String, int[]> held = new LinkedHashMap<>();
        private int flat;
        private int failed;

        /** Counts whether the interval holds the truth; the reasons for which there may be none are the library's own. */
        void count(String name, double truth, Supplier<Interval> interval) {
            int[] row = held.computeIfAbsent(name, any -> new int[2]);
            try {
                row[0] += interval.get().contains(truth) ? 1 : 0;
                row[1]++;
            } catch (ArithmeticException | IllegalStateException none) {
                // not made: the table says how many were
            }
        }

        void outcome(FitOutcome<?> outcome) {
            failed += outcome.isConverged() ? 0 : 1;
            flat += outcome.report().verdict() == FitVerdict.CONVERGED_FLAT ? 1 : 0;
        }

        void print(String model) {
            System.out.printf(
                    Locale.ROOT,
                    "%n**%s**: %d of %d fits without a maximum, %d flat.%n%n| interval | made | held |%n|---|---|---|%n",
                    model,
                    failed,
                    dataSets,
                    flat);
            held.forEach((name, row) -> {
                double share = (double) row[0] / row[1];
                boolean inside = Math.abs(share - LEVEL) <= 3 * Math.sqrt(LEVEL * (1 - LEVEL) / row[1]);
                System.out.printf(
                        Locale.ROOT, "| %s | %d | %.3f%s |%n", name, row[1], share, inside ? "" : " (outside)");
            });
        }
    }

    private void head() {
        double half = 3 * Math.sqrt(LEVEL * (1 - LEVEL) / dataSets);
        System.out.printf(
                Locale.ROOT,
                "%d data sets of %d customers a model; a share of 0.95 is expected, and %.3f to %.3f by chance.%n",
                dataSets,
                customers,
                LEVEL - half,
                LEVEL + half);
    }

    /** A base with its future: what is known at the end of observation, and what the year after brings. */
    private record Base(PurchaseHistories histories, double[] spentAhead) {}

    private <M extends PurchaseModel> void purchases(
            String name,
            M truth,
            Function<PurchaseHistories, FitOutcome<M>> fit,
            Function<PurchaseHistories, Likelihood> likelihood) {
        if (leavesOut(name)) {
            return;
        }
        Tally tally = new Tally();
        SplittableRandom seeds = new SplittableRandom(SEED);
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(UNIT);
        double expected = truth.expectedPurchases(newcomer, WEEKS_39);
        for (int d = 0; d < dataSets; d++) {
            Base base = simulate(truth, seeds.split());
            FitOutcome<M> fitted = fit.apply(base.histories);
            tally.outcome(fitted);
            if (!fitted.isConverged()) {
                continue;
            }
            for (int j = 0; j < truth.parameters().length; j++) {
                String parameter = truth.parameterNames().get(j);
                double value = truth.parameters()[j];
                tally.count(
                        parameter + ", Wald",
                        value,
                        () -> fitted.report().parameter(parameter).confidenceInterval(LEVEL));
            }
            ProfileLikelihood<M> profile = ProfileLikelihood.of(likelihood.apply(base.histories), fitted);
            for (int j = 0; j < truth.parameters().length; j++) {
                String parameter = truth.parameterNames().get(j);
                tally.count(
                        parameter + ", profile likelihood",
                        truth.parameters()[j],
                        () -> profile.parameter(parameter, LEVEL));
            }
            tally.count(
                    "expected purchases of a new customer in 39 weeks, delta method",
                    expected,
                    () -> DeltaMethod.of(fitted, m -> m.expectedPurchases(newcomer, WEEKS_39), Estimate.Scale.LOG)
                            .confidenceInterval(LEVEL));
            totals(tally, base, fitted, truth);
        }
        tally.print(name);
    }

    /** The base, and its customers with two repeat purchases or more: their expected value, and what they turn out to spend. */
    private static void totals(
            Tally tally, Base base, FitOutcome<? extends PurchaseModel> buying, PurchaseModel truth) {
        FitOutcome<GammaGamma> spending = GammaGamma.fit(base.histories);
        int n = base.histories.size();
        int[] group = IntStream.range(0, n)
                .map(i -> base.histories.frequency(i) >= 2 ? 1 : 0)
                .toArray();
        double[] outcome = new double[2];
        for (int i = 0; i < n; i++) {
            outcome[group[i]] += base.spentAhead[i];
        }
        List<ValueTotal> right =
                ahead(LifetimeValueModel.of(truth, SPEND), base).totals(group, 2);
        double rightTotal = right.get(0).total().value() + right.get(1).total().value();
        List<Supplier<ValueTotal>> totals = new ArrayList<>();
        List<String> names = List.of("value of the base in the next year", "of those who bought twice again or more");
        if (spending.isConverged()) {
            LifetimeValues values = ahead(LifetimeValueModel.of(buying, spending), base);
            totals.add(values::total);
            totals.add(() -> values.totals(group, 2).get(1));
        }
        for (int k = 0; k < totals.size(); k++) {
            Supplier<ValueTotal> total = totals.get(k);
            tally.count(
                    names.get(k) + ", expected: confidence interval",
                    k == 0 ? rightTotal : right.get(1).total().value(),
                    () -> total.get().confidenceInterval(LEVEL));
            tally.count(
                    names.get(k) + ", outcome: prediction interval",
                    k == 0 ? outcome[0] + outcome[1] : outcome[1],
                    () -> total.get().predictionInterval(LEVEL));
        }
    }

    /** Revenue of the year ahead, not discounted. */
    private static LifetimeValues ahead(LifetimeValueModel model, Base base) {
        return model.withDiscount(DiscountRate.ofAnnual(0))
                .withHorizon(Horizon.ofYears(AHEAD * UNIT.years()))
                .withCurrency(CURRENCY)
                .value(base.histories);
    }

    private Base simulate(PurchaseModel truth, RandomGenerator random) {
        int[] x = new int[customers];
        double[] recency = new double[customers];
        double[] age = new double[customers];
        double[] mean = new double[customers];
        double[] spentAhead = new double[customers];
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(UNIT);
        for (int i = 0; i < customers; i++) {
            age[i] = YOUNGEST + (OLDEST - YOUNGEST) * random.nextDouble();
            double end = age[i];
            double[] times = truth.simulatePurchases(newcomer, end + AHEAD, random);
            double[] amounts = SPEND.simulateSpend(SpendSummary.none(), times.length, random);
            x[i] = (int) Arrays.stream(times).filter(time -> time <= end).count();
            recency[i] = x[i] == 0 ? 0 : times[x[i] - 1];
            mean[i] = Arrays.stream(amounts, 0, x[i]).average().orElse(0);
            spentAhead[i] = Arrays.stream(amounts, x[i], amounts.length).sum();
        }
        return new Base(PurchaseHistories.ofColumns(x, recency, age, UNIT).withSpend(x, mean, CURRENCY), spentAhead);
    }

    /** The gamma-gamma alone, on the buyers of the BG/NBD. */
    private void spend(String name) {
        if (leavesOut(name)) {
            return;
        }
        Tally tally = new Tally();
        SplittableRandom seeds = new SplittableRandom(SEED);
        BgNbd buying = new BgNbd(0.243, 4.414, 0.793, 2.426, UNIT);
        for (int d = 0; d < dataSets; d++) {
            PurchaseHistories histories = simulate(buying, seeds.split()).histories;
            FitOutcome<GammaGamma> fitted = GammaGamma.fit(histories);
            tally.outcome(fitted);
            if (!fitted.isConverged()) {
                continue;
            }
            ProfileLikelihood<GammaGamma> profile = ProfileLikelihood.of(GammaGamma.likelihood(histories), fitted);
            for (int j = 0; j < SPEND.parameters().length; j++) {
                String parameter = SPEND.parameterNames().get(j);
                double value = SPEND.parameters()[j];
                tally.count(
                        parameter + ", Wald",
                        value,
                        () -> fitted.report().parameter(parameter).confidenceInterval(LEVEL));
                tally.count(parameter + ", profile likelihood", value, () -> profile.parameter(parameter, LEVEL));
            }
            tally.count(
                    "mean spend of the population, delta method",
                    SPEND.expectedSpend(SpendSummary.none()),
                    () -> DeltaMethod.of(fitted, m -> m.expectedSpend(SpendSummary.none()), Estimate.Scale.LOG)
                            .confidenceInterval(LEVEL));
        }
        tally.print(name);
    }

    /** Survivors of one cohort over seven renewals, as of the subscribers "High End" of Fader and Hardie 2007. */
    private <M extends ParametricCurve> void retention(
            String name,
            M truth,
            Function<CohortCounts, FitOutcome<M>> fit,
            Function<CohortCounts, Likelihood> likelihood) {
        if (leavesOut(name)) {
            return;
        }
        Tally tally = new Tally();
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int d = 0; d < dataSets; d++) {
            RandomGenerator random = seeds.split();
            long[] left = new long[8];
            for (int i = 0; i < customers; i++) {
                double tenure = truth.simulateTenure(0, random);
                for (int t = 0; t < left.length && t < tenure; t++) {
                    left[t]++;
                }
            }
            CohortCounts cohort = CohortCounts.of(truth.unit(), left);
            FitOutcome<M> fitted = fit.apply(cohort);
            tally.outcome(fitted);
            if (!fitted.isConverged()) {
                continue;
            }
            ProfileLikelihood<M> profile = ProfileLikelihood.of(likelihood.apply(cohort), fitted);
            for (int j = 0; j < truth.parameters().length; j++) {
                String parameter = truth.parameterNames().get(j);
                double value = truth.parameters()[j];
                tally.count(
                        parameter + ", Wald",
                        value,
                        () -> fitted.report().parameter(parameter).confidenceInterval(LEVEL));
                tally.count(parameter + ", profile likelihood", value, () -> profile.parameter(parameter, LEVEL));
            }
            double survival = truth.survival(12);
            tally.count(
                    "survival to renewal 12, delta method",
                    survival,
                    () -> DeltaMethod.of(fitted, m -> m.survival(12), Estimate.Scale.LOGIT)
                            .confidenceInterval(LEVEL));
            tally.count(
                    "survival to renewal 12, profile likelihood",
                    survival,
                    () -> profile.quantity(m -> m.survival(12), Estimate.Scale.LOGIT, LEVEL));
        }
        tally.print(name);
    }
}
