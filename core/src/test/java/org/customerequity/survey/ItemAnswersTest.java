package org.customerequity.survey;

import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemAnswersTest {
    private static final double NAN = Double.NaN;
    private static final List<String> NAMES = List.of("price", "quality", "service");

    private static final ItemAnswers ANSWERS = ItemAnswers.ofColumns(
                    NAMES, new double[] {1, NAN, 3, NAN}, new double[] {2, 4, NAN, NAN}, new double[] {5, 4, NAN, NAN})
            .onScale(RatingScale.FIVE_POINT);

    @Test
    void columnsAndRespondentsAreTheSameAnswers() {
        ItemAnswers rows = ItemAnswers.ofRespondents(
                NAMES, new double[] {1, 2, 5}, new double[] {NAN, 4, 4}, new double[] {3, NAN, NAN}, new double[] {
                    NAN, NAN, NAN
                });
        assertEquals(ANSWERS, rows.onScale(RatingScale.FIVE_POINT));
        assertNotEquals(ANSWERS, rows);
        assertEquals(Optional.empty(), rows.scale());
        assertEquals(Optional.of(RatingScale.FIVE_POINT), ANSWERS.scale());
        assertEquals("answers of 4 respondents to [price, quality, service]", rows.toString());
        assertEquals(
                ItemAnswers.ofColumns(List.of("a"), new double[] {1, 5}).onScale(RatingScale.FIVE_POINT),
                ItemAnswers.ofRatings(RatingScale.FIVE_POINT, List.of("a"), new int[] {1, 5}));
    }

    @Test
    void incompleteRespondentsAreCountedAndLeftOut() {
        assertEquals(3, ANSWERS.incomplete());
        assertEquals(0, ANSWERS.leftOut());
        ItemAnswers complete = ANSWERS.withoutIncomplete();
        assertEquals(1, complete.respondents());
        assertEquals(3, complete.leftOut());
        assertEquals(0, complete.incomplete());
        assertEquals(complete, complete.withoutIncomplete());
        assertArrayEquals(new double[] {5}, complete.answers("service"));
    }

    /** At least half answered: 2 of 3 are enough, 1 of 3 is not. */
    @Test
    void meansOfWhatWasAnswered() {
        assertArrayEquals(new double[] {8.0 / 3, 4, NAN, NAN}, ANSWERS.respondentMeans(0.5), 1e-15);
        assertArrayEquals(new double[] {8.0 / 3, 4, 3, NAN}, ANSWERS.respondentMeans(0.1), 1e-15);
        assertArrayEquals(new double[] {8.0 / 3, NAN, NAN, NAN}, ANSWERS.respondentMeans(1), 1e-15);
    }

    /** 0.28 * 25 is 7.000000000000001 in doubles; 7 of 25 answers are 0.28 of them all the same. */
    @Test
    void aShareOfItemsIsCountedWithoutRounding() {
        for (int items = 2; items <= 60; items++) {
            double[] row = new double[items];
            List<String> names = new ArrayList<>();
            for (int j = 0; j < items; j++) {
                names.add("item " + j);
            }
            for (int answered = 1; answered < items; answered++) {
                Arrays.fill(row, NAN);
                Arrays.fill(row, 0, answered, 4);
                ItemAnswers answers = ItemAnswers.ofRespondents(names, row);
                assertEquals(4, answers.respondentMeans((double) answered / items)[0]);
                assertEquals(NAN, answers.respondentMeans((answered + 0.001) / items)[0]);
            }
        }
    }

    @Test
    void reversedAnswersStayUnanswered() {
        assertArrayEquals(
                new double[] {5, NAN, 3, NAN}, ANSWERS.reversed("price").answers("price"));
        assertArrayEquals(
                new double[] {7},
                ItemAnswers.ofRatings(RatingScale.ZERO_TO_TEN, List.of("a"), new int[] {3})
                        .reversed("a")
                        .answers("a"));
        assertEquals(List.of("price", "service"), ANSWERS.withoutItem("quality").itemNames());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        double[] one = {1};
        rejects(
                "itemNames[1] must not be blank, was \" \" (an item is known by its name)",
                () -> ItemAnswers.ofColumns(List.of("a", " "), one, one));
        rejectsNull("itemNames[0]", () -> ItemAnswers.ofColumns(Arrays.asList((String) null), one));
        rejects(
                "items must be different, was [price, price] (turned twice, an item is as it was)",
                () -> ANSWERS.reversed("price", "price"));
        rejects("itemNames must name at least one item, was empty", () -> ItemAnswers.ofColumns(List.of()));
        rejects("itemNames must be as many as columns, 1, was 2", () -> ItemAnswers.ofColumns(List.of("a", "b"), one));
        rejects(
                "itemNames must be different, was [a, a] (an item is known by its name)",
                () -> ItemAnswers.ofColumns(List.of("a", "a"), one, one));
        rejects(
                "columns[1] must have one answer a respondent, 1, was 2 (NaN for none)",
                () -> ItemAnswers.ofColumns(List.of("a", "b"), one, new double[2]));
        rejects(
                "rows[1] must have one answer an item, 1, was 2 (NaN for none)",
                () -> ItemAnswers.ofRespondents(List.of("a"), one, new double[2]));
        rejects(
                "answer 0 to a must be finite and within +-1e100, was Infinity (NaN where there is no answer)",
                () -> ItemAnswers.ofColumns(List.of("a"), new double[] {Double.POSITIVE_INFINITY}));
        rejects(
                "answer 1 to a must be from 1 to 5, was 0.0 (NaN where there is no answer)",
                () -> ItemAnswers.ofRatings(RatingScale.FIVE_POINT, List.of("a"), new int[] {1, 0}));
        rejects(
                "answer 0 to a must be from 1 to 5, was 6.0 (NaN where there is no answer)",
                () -> ItemAnswers.ofColumns(List.of("a"), new double[] {6}).onScale(RatingScale.FIVE_POINT));
        rejects("item must be one of [price, quality, service], was \"prize\"", () -> ANSWERS.answers("prize"));
        rejects(
                "item must not be the only one, was \"a\"",
                () -> ItemAnswers.ofColumns(List.of("a"), one).withoutItem("a"));
        rejects("leastAnswered must be in (0, 1], was 0.0 (0.5 means at least half)", () -> ANSWERS.respondentMeans(0));
        fails(
                IllegalStateException.class,
                "answers must be on a scale to be reversed (see ItemAnswers.onScale)",
                () -> ItemAnswers.ofColumns(List.of("a"), one).reversed("a"));
        rejectsNull("itemNames", () -> ItemAnswers.ofColumns(null, one));
        rejectsNull("itemNames", () -> ItemAnswers.ofRespondents(null, one));
        rejectsNull("columns", () -> ItemAnswers.ofColumns(NAMES, (double[][]) null));
        rejectsNull("columns[0]", () -> ItemAnswers.ofColumns(List.of("a"), new double[][] {null}));
        rejectsNull("rows", () -> ItemAnswers.ofRespondents(NAMES, (double[][]) null));
        rejectsNull("rows[0]", () -> ItemAnswers.ofRespondents(NAMES, new double[][] {null}));
        rejectsNull("scale", () -> ItemAnswers.ofRatings(null, NAMES));
        rejectsNull("newScale", () -> ANSWERS.onScale(null));
        rejectsNull("item", () -> ANSWERS.answers(null));
        rejectsNull("items", () -> ANSWERS.reversed((String[]) null));
    }

    @Test
    void travelsChecked() {
        travels(ANSWERS);
        travels(ANSWERS.withoutIncomplete());
        double[] mine = {1, 2};
        ItemAnswers copied = ItemAnswers.ofColumns(List.of("a"), mine);
        mine[0] = 17;
        assertArrayEquals(new double[] {1, 2}, copied.answers("a"));
        rejects(
                "answer 0 to service must be from 1 to 5, was 17.0 (NaN where there is no answer)",
                () -> tampered(ANSWERS, 5.0, 17.0));
    }
}
