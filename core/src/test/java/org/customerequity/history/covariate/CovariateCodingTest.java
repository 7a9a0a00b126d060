package org.customerequity.history.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.CustomerIds;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Seeded
class CovariateCodingTest {
    private static final CovariateTable TABLE = CovariateTable.ofRows(4)
            .withNumbers("age", 20, 40, 40, 60)
            .withCategories("channel", List.of("search", "ads", "search", "organic"));

    private static void refuses(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void numbersAreStandardisedAndCategoriesMeasuredAgainstTheMostFrequent() {
        CovariateCoding coding = CovariateCoding.of(TABLE);
        assertEquals(List.of("age", "channel=ads", "channel=organic"), coding.columns());
        // mean 40, standard deviation with divisor n: sqrt(800 / 4)
        double scale = Math.sqrt(200);
        assertEquals(
                List.of(
                        new CodedCovariate.Number("age", 40, scale),
                        new CodedCovariate.Category("channel", "search", List.of("ads", "organic"))),
                coding.covariates());
        double[][] design = coding.encode(TABLE);
        assertArrayEquals(new double[] {-20 / scale, 0, 0, 20 / scale}, design[0], 1e-15);
        assertArrayEquals(new double[] {0, 1, 0, 0}, design[1]);
        assertArrayEquals(new double[] {0, 0, 0, 1}, design[2]);
    }

    @Test
    void aReferenceIsStated() {
        CovariateCoding coding = CovariateCoding.of(TABLE, "channel").withReference("channel", "organic");
        assertEquals(List.of("channel=ads", "channel=search"), coding.columns());
        assertArrayEquals(new double[] {0, 1}, coding.encode(Covariates.none().with("channel", "search")));
        refuses(
                "reference must be one of [ads, organic, search], was \"tv\" (categories that occur)",
                () -> coding.withReference("channel", "tv"));
        refuses(
                "name must be of a category, was \"age\" (a number has no reference)",
                () -> CovariateCoding.of(TABLE).withReference("age", "40"));
    }

    @Test
    void aCustomerWhoComesLaterIsMeasuredAsTheOthersWere() {
        CovariateCoding coding = CovariateCoding.of(TABLE);
        Covariates later = Covariates.none().with("channel", "ads").with("age", 54.142135623730951);
        assertArrayEquals(new double[] {1, 1, 0}, coding.encode(later), 1e-14);
        refuses(
                "channel must be a category that was seen in the fit, search or one of [ads, organic], was \"tv\""
                        + " (a model knows nothing of others)",
                () -> coding.encode(Covariates.none().with("channel", "tv").with("age", 1)));
        refuses(
                "covariates must have \"channel\", was [age] (Covariates.with)",
                () -> coding.encode(Covariates.none().with("age", 1)));
    }

    @Test
    void aFlagStaysAsItIs() {
        CovariateTable flags =
                CovariateTable.ofRows(3).withNumbers("big", 0, 1, 1).withNumbers("x", 0, 1, 2);
        CovariateCoding coding = CovariateCoding.of(flags);
        assertEquals(new CodedCovariate.Number("big", 0, 1), coding.covariates().get(0));
        assertArrayEquals(new double[] {0, 1, 1}, coding.encode(flags)[0]);
        assertNotEquals(1, coding.encode(flags)[1][1]);
        assertArrayEquals(
                new double[] {0, 1, 2}, coding.withoutStandardising("x").encode(flags)[1]);
        refuses(
                "covariate \"big\" must differ between customers, was always 1.0 (what is the same for all cannot be told"
                        + " from the baseline)",
                () -> CovariateCoding.of(CovariateTable.ofRows(2).withNumbers("big", 1, 1)));
    }

    /** Categories on paths: columns of zeros and ones against a stated reference, by identifier. */
    @Test
    void codedColumnsAreATableForPaths() {
        CustomerIds ids = CustomerIds.of(List.of("bob", "ann", "eve"));
        CovariateTable table = CovariateTable.of(ids)
                .withCategories("channel", List.of("ads", "organic", "search"))
                .withNumbers("age", 50, 30, 40);
        CovariateCoding coding =
                CovariateCoding.of(table).withReference("channel", "organic").withoutStandardising("age");
        CovariateTable coded = coding.asTable(table);
        assertEquals(List.of("channel=ads", "channel=search", "age"), coded.names());
        assertEquals(ids, coded.ids());
        assertArrayEquals(new double[] {1, 0, 0}, coded.numbers("channel=ads"));
        assertArrayEquals(new double[] {0, 0, 1}, coded.numbers("channel=search"));
        assertArrayEquals(new double[] {50, 30, 40}, coded.numbers("age"));
        LocalDate monday = LocalDate.of(2021, 3, 1);
        CovariatePath eve = CovariatePaths.builder("promotion")
                .addForAll(monday, monday.plusDays(7), 1)
                .build()
                .withConstants(coded)
                .path("eve", monday, PeriodUnit.WEEK);
        assertArrayEquals(
                new double[] {1, 0, 1, 40},
                new double[] {eve.value(0, 0), eve.value(0, 1), eve.value(0, 2), eve.value(0, 3)});
        // somebody who comes later is coded as they were; rows without identifiers stay so
        CovariateTable later =
                CovariateTable.ofRows(1).withNumbers("age", 20).withCategories("channel", List.of("search"));
        assertFalse(coding.asTable(later).hasIds());
        assertArrayEquals(new double[] {1}, coding.asTable(later).numbers("channel=search"));
        assertEquals(0, CovariateCoding.none().asTable(table).names().size());
        refuses(
                "channel must be a category that was seen in the fit, organic or one of [ads, search], was \"tv\""
                        + " (a model knows nothing of others)",
                () -> coding.asTable(
                        CovariateTable.ofRows(1).withNumbers("age", 20).withCategories("channel", List.of("tv"))));
    }

    @Test
    void constantsAndSumsOfOthersAreNamed() {
        refuses(
                "covariate \"x\" must differ between customers, was always 3.0 (what is the same for all cannot be told"
                        + " from the baseline)",
                () -> CovariateCoding.of(CovariateTable.ofRows(2).withNumbers("x", 3, 3)));
        refuses(
                "covariate \"c\" must differ between customers, was always \"ads\" (what is the same for all cannot be"
                        + " told from the baseline)",
                () -> CovariateCoding.of(CovariateTable.ofRows(2).withCategories("c", List.of("ads", "ads"))));
        CovariateTable sums = CovariateTable.ofRows(5)
                .withNumbers("a", 1, 0, 2, 5, 1)
                .withNumbers("other", 3, 1, 4, 1, 5)
                .withNumbers("b", 0, 1, 1, 0, 7)
                .withNumbers("total", 1, 1, 3, 5, 8);
        CovariateCoding coding = CovariateCoding.of(sums);
        refuses(
                "covariate \"total\" must say something that the others do not, was made up of [a, b]"
                        + " (leave one of them out)",
                () -> coding.requireIndependent(coding.encode(sums)));
        assertDoesNotThrow(() -> CovariateCoding.of(sums, "a", "b", "other")
                .requireIndependent(CovariateCoding.of(sums, "a", "b", "other").encode(sums)));
    }

    @Test
    void manyColumnsAreNotAllNamed() {
        CovariateTable table = CovariateTable.ofRows(9);
        Random random = new Random(5);
        for (int j = 0; j < 9; j++) {
            table = table.withNumbers("z" + j, random.doubles(9).toArray());
        }
        CovariateTable nine = table;
        refuses(
                "covariate \"z8\" must say something that the others do not, was made up of [z0, z1, z2, z3, z4, z5] and 2"
                        + " more (leave one of them out)",
                () -> CovariateCoding.of(nine)
                        .requireIndependent(CovariateCoding.of(nine).encode(nine)));
    }

    @Test
    void allLevelsOfTwoCategoriesThatSayTheSameAreCollinear() {
        CovariateTable twice = CovariateTable.ofRows(3)
                .withCategories("country", List.of("DE", "FR", "DE"))
                .withCategories("currency", List.of("EUR", "CHF", "EUR"));
        CovariateCoding coding = CovariateCoding.of(twice);
        refuses(
                "covariate \"currency=CHF\" must say something that the others do not, was made up of [country=FR]"
                        + " (leave one of them out)",
                () -> coding.requireIndependent(coding.encode(twice)));
    }

    /** A column that is a sum of others is found whatever the units, one that is not passes. */
    @Property(tries = 300)
    void onlySumsOfOthersAreRefused(
            @ForAll long seed,
            @ForAll @IntRange(min = 8, max = 60) int rows,
            @ForAll @DoubleRange(min = -12, max = 12) double unit) {
        Random random = new Random(seed);
        double size = Math.pow(10, unit);
        double[] a = random.doubles(rows, -1, 1).toArray();
        double[] b = random.doubles(rows, -1, 1).map(x -> x * size).toArray();
        double[] mixed = new double[rows];
        Arrays.setAll(mixed, i -> 3 + 2 * a[i] - b[i] / size);
        CovariateTable free = CovariateTable.ofRows(rows).withNumbers("a", a).withNumbers("b", b);
        CovariateCoding two = CovariateCoding.of(free);
        two.requireIndependent(two.encode(free));
        CovariateTable bound = free.withNumbers("mixed", mixed);
        CovariateCoding three = CovariateCoding.of(bound);
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> three.requireIndependent(three.encode(bound)));
        assertEquals(true, thrown.getMessage().contains("made up of [a, b]"), thrown.getMessage());
    }

    /** What a coding makes of a table is what it makes of each row; and the unit of a number makes no difference. */
    @Property(tries = 300)
    void columnsEqualRowsAndUnitsDoNotMatter(
            @ForAll long seed, @ForAll @DoubleRange(min = -200, max = 200) double exponent) {
        Random random = new Random(seed);
        int rows = 20;
        double unit = Math.pow(10, exponent);
        double[] plain = random.doubles(rows, -5, 20).toArray();
        double[] scaled = Arrays.stream(plain).map(x -> x * unit).toArray();
        List<String> letters =
                random.ints(rows, 0, 4).mapToObj(i -> i == 0 ? "a" : "b" + i).toList();
        CovariateTable table =
                CovariateTable.ofRows(rows).withNumbers("x", scaled).withCategories("c", letters);
        if (table.levels("c").size() < 2) {
            return;
        }
        CovariateCoding coding = CovariateCoding.of(table);
        double[][] design = coding.encode(table);
        double[] mean = new double[1];
        double[] square = new double[1];
        CovariateTable before = CovariateTable.ofRows(rows).withNumbers("x", plain);
        double[] same = CovariateCoding.of(before).encode(before)[0];
        for (int i = 0; i < rows; i++) {
            double[] row = coding.encode(table.row(i));
            for (int j = 0; j < row.length; j++) {
                assertEquals(design[j][i], row[j]);
            }
            mean[0] += design[0][i] / rows;
            square[0] += design[0][i] * design[0][i] / rows;
            assertEquals(same[i], design[0][i], 1e-12);
        }
        assertEquals(0, mean[0], 1e-13);
        assertEquals(1, square[0], 1e-12);
    }
}
