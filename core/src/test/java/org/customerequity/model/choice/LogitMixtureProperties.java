package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.fit.FitOptions;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.testing.Seeded;

/** Laws of a mixture of logits on random choices. */
@Seeded
class LogitMixtureProperties {
    private static final int COLUMNS = 3;

    /** Persons with one to five occasions of two to four alternatives, some with weight 2. */
    private static ChoiceRows random(SplittableRandom random, int persons) {
        List<Integer> start = new ArrayList<>(List.of(0));
        List<Integer> person = new ArrayList<>();
        List<Double> weight = new ArrayList<>();
        List<Double> z = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        for (int i = 0; i < persons; i++) {
            double w = 1 + random.nextInt(2);
            int occasions = 1 + random.nextInt(5);
            for (int t = 0; t < occasions; t++) {
                int alternatives = 2 + random.nextInt(3);
                int chosen = random.nextInt(alternatives);
                for (int k = 0; k < alternatives; k++) {
                    share.add(k == chosen ? 1.0 : 0.0);
                    z.add((double) random.nextInt(2));
                    z.add(1.0 + random.nextInt(5));
                    z.add(random.nextDouble());
                }
                start.add(share.size());
                // some numbers of persons are left out, as those of persons without weight are
                person.add(2 * i + 1);
                weight.add(w);
            }
        }
        return new ChoiceRows(
                COLUMNS,
                start.stream().mapToInt(x -> x).toArray(),
                z.stream().mapToDouble(x -> x).toArray(),
                share.stream().mapToDouble(x -> x).toArray(),
                weight.stream().mapToDouble(x -> x).toArray(),
                person.stream().mapToInt(x -> x).toArray());
    }

    private static double[] point(SplittableRandom random, LogitMixture mixture) {
        double[] theta = new double[mixture.variables()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = 2 * random.nextDouble() - 1;
        }
        return theta;
    }

    /** By products of probabilities, without logarithms. */
    @Property(tries = 200)
    void likelihoodByBruteForce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        ChoiceRows rows = random(random, 6);
        LogitMixture mixture = new LogitMixture(rows, classes);
        double[] theta = point(random, mixture);
        double[] pi = mixture.shares(theta);
        double[][] q = mixture.posterior(theta);
        double sum = 0;
        int o = 0;
        for (int g = 0; g < 6; g++) {
            int first = o;
            double[] joint = pi.clone();
            for (; o < rows.occasions() && rows.person[o] == rows.person[first]; o++) {
                for (int c = 0; c < classes; c++) {
                    double all = 0;
                    double chosen = 0;
                    for (int r = rows.start[o]; r < rows.start[o + 1]; r++) {
                        double u = 0;
                        for (int i = 0; i < COLUMNS; i++) {
                            u += rows.z[r * COLUMNS + i] * theta[mixture.from(c) + i];
                        }
                        all += Math.exp(u);
                        chosen += rows.share[r] * Math.exp(u);
                    }
                    joint[c] *= chosen / all;
                }
            }
            double person = 0;
            for (double x : joint) {
                person += x;
            }
            for (int c = 0; c < classes; c++) {
                assertEquals(joint[c] / person, q[g][c], 1e-13);
            }
            sum += rows.weight[first] * Math.log(person);
        }
        assertEquals(sum, mixture.value(theta), 1e-12 * Math.abs(sum));
    }

    @Property(tries = 60)
    void derivativesAreThoseOfDifferences(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        LogitMixture mixture = new LogitMixture(random(random, 12), classes);
        double[] theta = point(random, mixture);
        int k = theta.length;
        double[] gradient = new double[k];
        double[][] hessian = new double[k][k];
        double value = mixture.evaluate(theta, gradient, hessian);
        assertEquals(mixture.value(theta), value, 0.0);
        double h = 1e-3;
        for (int j = 0; j < k; j++) {
            double[] f = new double[4];
            double[] moves = {-2 * h, -h, h, 2 * h};
            for (int m = 0; m < 4; m++) {
                double[] moved = theta.clone();
                moved[j] += moves[m];
                f[m] = mixture.value(moved);
            }
            assertEquals((8 * (f[2] - f[1]) - (f[3] - f[0])) / (12 * h), gradient[j], 1e-7);
        }
        double[][] differences = NewtonMaximizer.hessianByDifferences(
                u -> {
                    double[] g = new double[k];
                    mixture.evaluate(u, g, new double[k][k]);
                    return g;
                },
                theta,
                1e-3);
        for (int j = 0; j < k; j++) {
            assertArrayEquals(differences[j], hessian[j], 1e-6);
        }
    }

    @Property(tries = 60)
    void emNeverFalls(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        LatentClassSearch search =
                new LatentClassSearch(new LogitFitter(random(random, 25)), classes, FitOptions.defaults());
        double[] start = search.start(seed, random.nextInt(5));
        double[] last = {search.mixture().value(start)};
        int[] told = new int[1];
        search.climb(start, 40, value -> {
            assertTrue(value >= last[0] - 1e-10, () -> value + " after " + last[0]);
            last[0] = value;
            told[0]++;
        });
        assertTrue(told[0] > 0);
    }

    /** Another class never makes the description worse; one class is the common model. */
    @Property(tries = 8)
    void moreClassesDescribeNoWorse(@ForAll long seed) {
        LogitFitter fitter = new LogitFitter(random(new SplittableRandom(seed), 30));
        double before = Double.NEGATIVE_INFINITY;
        for (int classes = 1; classes <= 3; classes++) {
            double value = new LatentClassSearch(fitter, classes, FitOptions.defaults())
                    .search(seed, 10)
                    .maximum()
                    .value();
            assertTrue(value >= before - 1e-6, classes + " classes: " + value + " after " + before);
            before = value;
        }
    }
}
