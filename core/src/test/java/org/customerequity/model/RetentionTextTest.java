package org.customerequity.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.customerequity.Checks;
import org.customerequity.fit.FitException;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.Parametric;
import org.customerequity.retention.RetentionByScore;
import org.customerequity.retention.RetentionLogit;
import org.customerequity.retention.ScoreForm;
import org.customerequity.survey.RatingScale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

/** Retention by score survives as text to the bit, with its counts and so with its errors. */
@Seeded
class RetentionTextTest {
    private static final RetentionByScore COUNTS = RetentionByScore.ofCounts(
            RatingScale.FIVE_POINT,
            new long[] {20, 30, 40, 60, 50},
            new long[] {8, 16, 27, 45, 44},
            PeriodUnit.QUARTER);
    private static final ScoreForm CLASSES = ScoreForm.topBox(RatingScale.FIVE_POINT, 2);

    private static void comesBack(FitOutcome<RetentionLogit> fit) {
        String text = ModelText.write(fit);
        FitOutcome<RetentionLogit> read = ModelText.readFit(text, RetentionLogit.class);
        assertEquals(fit, read);
        assertEquals(text, ModelText.write(read));
        if (fit.isConverged()) {
            RetentionLogit model = ModelText.read(text, RetentionLogit.class);
            assertEquals(fit.orThrow(), model);
            assertEquals(fit.orThrow().retention(3), model.retention(3));
            assertEquals(fit.orThrow().changeOfRetention(1), model.changeOfRetention(1));
        }
    }

    @Test
    void theText() {
        assertEquals(
                "{\"customer-equity\": 1, \"model\": \"retention by score\", \"unit\": \"QUARTER\","
                        + " \"scale\": {\"lowest\": 1, \"highest\": 5, \"polarity\": \"HIGHER_IS_BETTER\"},"
                        + " \"asked\": [20, 30, 40, 60, 50], \"retained\": [8, 16, 27, 45, 44],"
                        + " \"form\": {\"kind\": \"linear\"}, \"ridge\": 0.0, \"centredParameters\": [0.7, 1.25]}",
                ModelText.write(RetentionLogit.ofCentred(COUNTS, ScoreForm.linear(), 0, 0.7, 1.25)));
        assertTrue(ModelText.write(RetentionLogit.ofCentred(COUNTS, CLASSES, 2, 0.7, 1.25))
                .contains("\"form\": {\"kind\": \"classes\", \"base\": \"others\", \"classes\":"
                        + " [{\"name\": \"topBox\", \"from\": 4, \"to\": 5},"
                        + " {\"name\": \"others\", \"from\": 1, \"to\": 3}]}, \"ridge\": 2.0"));
    }

    @Test
    void fitsComeBackWithTheirErrors() {
        comesBack(RetentionLogit.fit(COUNTS));
        comesBack(RetentionLogit.fit(COUNTS, CLASSES));
        comesBack(RetentionLogit.fit(COUNTS, ScoreForm.everyScore(RatingScale.FIVE_POINT)));
        FitOutcome<RetentionLogit> ridge = RetentionLogit.fitRidge(COUNTS, CLASSES, 0.3);
        assertFalse(ridge.report().isLikelihood());
        comesBack(ridge);
        RetentionByScore nobodyLeft = new RetentionByScore(COUNTS.asked(), COUNTS.asked(), PeriodUnit.YEAR);
        FitOutcome<RetentionLogit> none = RetentionLogit.fit(nobodyLeft);
        assertFalse(none.isConverged());
        comesBack(none);
        assertThrows(FitException.class, () -> ModelText.read(ModelText.write(none), RetentionLogit.class));
    }

    /** The centred coefficients say what the raw ones say: log-odds at the whole score nearest the mean. */
    @Test
    void centredParametersAreLogOddsAtTheMean() {
        RetentionLogit fit = RetentionLogit.fit(COUNTS).orThrow();
        // mean (20 + 60 + 120 + 240 + 250) / 200 = 3.45, so from 3, of which the farther end is 2 away
        double[] raw = fit.parameters();
        double[] centred = fit.centredParameters();
        assertEquals(raw[0] + 3 * raw[1], centred[0], 1e-14);
        assertEquals(2 * raw[1], centred[1], 1e-14);
        RetentionLogit classes = RetentionLogit.fit(COUNTS, CLASSES).orThrow();
        assertArrayEquals(classes.parameters(), classes.centredParameters(), 0);
        Checks.rejects(
                "ridge must be finite and >= 0, was -1.0 (0 for none)",
                () -> RetentionLogit.ofCentred(COUNTS, CLASSES, -1, 0, 0));
        Checks.rejects(
                "score must be finite, was NaN (a coefficient)",
                () -> RetentionLogit.ofCentred(COUNTS, ScoreForm.linear(), 0, 0, Double.NaN));
    }

    /** On any scale, below zero too, and with any coefficients. */
    @Property(tries = 1000)
    void toTheBit(
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int lowest,
            @ForAll @Size(min = 2, max = 12) List<@IntRange(max = 100_000) Integer> asked,
            @ForAll @DoubleRange(min = -50, max = 50) double intercept,
            @ForAll @DoubleRange(min = -50, max = 50) double slope,
            @ForAll @DoubleRange(max = 1e6) double ridge,
            @ForAll boolean lower,
            @ForAll PeriodUnit unit) {
        long[] counts = asked.stream().mapToLong(n -> n + 1).toArray();
        long[] retained = Arrays.stream(counts).map(n -> n / 2).toArray();
        RatingScale scale = RatingScale.of(lowest, lowest + counts.length - 1);
        RetentionByScore data =
                RetentionByScore.ofCounts(lower ? scale.lowerIsBetter() : scale, counts, retained, unit);
        RetentionLogit line = RetentionLogit.ofCentred(data, ScoreForm.linear(), ridge, intercept, slope);
        assertEquals(line, ModelText.read(ModelText.write(line), RetentionLogit.class));
        ScoreForm form = new ScoreForm.Classes(
                List.of(
                        new ScoreForm.ScoreClass("first \"\u0001\" \u00e4", lowest, lowest),
                        new ScoreForm.ScoreClass("rest\\\n", lowest + 1, scale.highest())),
                "rest\\\n");
        RetentionLogit classes = RetentionLogit.ofCentred(data, form, ridge, intercept, slope);
        assertEquals(classes, ModelText.read(ModelText.write(classes), Parametric.class));
    }

    // --- what is refused

    private static void refuses(RetentionLogit model, String found, String replacement, String at, String rule) {
        String good = ModelText.write(model);
        assertTrue(good.contains(found), good);
        String text = good.replace(found, replacement);
        Checks.rejects(
                at.isEmpty() ? "text: " + rule : "text at line 1, column " + (text.indexOf(at) + 1) + ": " + rule,
                () -> ModelText.read(text, RetentionLogit.class));
    }

    @Test
    void damagedTextsAreRefused() {
        RetentionLogit line = RetentionLogit.ofCentred(COUNTS, ScoreForm.linear(), 0, 0.7, 1.25);
        RetentionLogit classes = RetentionLogit.ofCentred(COUNTS, CLASSES, 0, 0.7, 1.25);
        refuses(line, "[8, 16, 27, 45, 44]", "[8, 16]", "[8, 16]", "retained must be 5 counts, was 2");
        refuses(
                line,
                "[8, ",
                "[8.5, ",
                "8.5",
                "a count of retained must be a whole number from 0 to 9223372036854775807, was 8.5");
        refuses(
                line,
                "[8, ",
                "[21, ",
                "",
                "retained with score 1 must be <= asked 20, was 21 (of those who gave the score)");
        refuses(
                line,
                "\"lowest\": 1",
                "\"lowest\": 1.5",
                "1.5",
                "lowest must be a whole number from -2147483648 to 2147483647, was 1.5");
        refuses(
                line,
                "\"lowest\": 1",
                "\"lowest\": 9",
                "",
                "highest must be > lowest 9 by at most 1000, was 5 (a scale such as 1 to 5)");
        refuses(
                line,
                "HIGHER_IS_BETTER",
                "UP",
                "\"UP\"",
                "polarity must be one of [HIGHER_IS_BETTER, LOWER_IS_BETTER], was \"UP\"");
        refuses(line, "linear", "square", "\"square\"", "kind must be linear or classes, was \"square\"");
        refuses(
                line,
                "\"linear\"",
                "\"linear\", \"base\": \"others\"",
                "\"others\"",
                "a linear form must have no field but kind, was \"base\"");
        refuses(
                classes,
                "\"base\": \"others\", ",
                "",
                "{\"kind\"",
                "a form by classes must have the field base, was without it");
        refuses(
                classes,
                "\"base\": \"others\"",
                "\"base\": \"top\"",
                "",
                "base must be one of [topBox, others], was \"top\"");
        refuses(
                classes,
                "\"from\": 4, ",
                "",
                "{\"name\": \"topBox\"",
                "a class of scores must have the field from, was without it");
        refuses(line, "[0.7, 1.25]", "[0.7]", "", "parameters must be 2 values, was 1 (intercept, score)");
        refuses(line, "\"ridge\": 0.0", "\"ridge\": -0.5", "", "ridge must be finite and >= 0, was -0.5 (0 for none)");
    }
}
