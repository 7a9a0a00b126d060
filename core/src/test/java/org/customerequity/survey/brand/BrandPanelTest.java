package org.customerequity.survey.brand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.customerequity.survey.RatingScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BrandPanelTest {
    private static final List<String> BRANDS = List.of("A", "B", "C");
    private static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.value("price"));
    private static final BrandOffer ALL =
            BrandOffer.of("A", 1, 2).withBrand("B", 3, 4).withBrand("C", 5, 1);
    private static final BrandOffer TWO = BrandOffer.of("C", 2, 2).withBrand("A", 4, 3);

    private static BrandPanel.Builder builder() {
        return BrandPanel.of(DRIVERS, BRANDS);
    }

    private static BrandPanel panel() {
        return builder()
                .add(BrandPurchases.of("x")
                        .withPurchases(List.of(ALL, TWO, ALL), List.of("B", "C", "C"))
                        .withFrequency(6)
                        .withVolume(2.5)
                        .withWeight(0.5)
                        .withSegment("business"))
                .add(BrandPurchases.of("y").withBefore("B").withPurchases(TWO, "A", "A"))
                .build();
    }

    @Test
    void columns() {
        BrandPanel panel = panel();
        assertEquals("2 persons, 5 purchases, 3 brands, 2 sub-drivers on 1 to 5", panel.toString());
        assertEquals(2, panel.size());
        assertEquals(5, panel.purchases());
        assertEquals(3, panel.purchases(0));
        assertEquals(List.of("business", BrandSurvey.EVERYBODY), panel.segments());
        assertEquals(1, panel.segment(1));
        assertEquals(0.5, panel.weight(0));
        assertEquals(2.5, panel.volume(0));
        assertEquals(6, panel.frequency(0));
        assertEquals("y", panel.id(1));
        assertEquals(2, panel.bought(0, 1));
        assertEquals(OptionalInt.empty(), panel.boughtBefore(0, 0));
        assertEquals(OptionalInt.of(1), panel.boughtBefore(0, 1));
        assertEquals(OptionalInt.of(1), panel.boughtBefore(1, 0));
        assertEquals(OptionalInt.of(0), panel.boughtBefore(1, 1));
        assertTrue(panel.isOffered(0, 0, 1));
        assertFalse(panel.isOffered(0, 1, 1));
        assertEquals(4, panel.rating(0, 0, 1, 1));
        assertEquals(3, panel.rating(0, 1, 0, 1));
        assertTrue(Double.isNaN(panel.rating(1, 0, 1, 0)));
        assertThrows(IndexOutOfBoundsException.class, () -> panel.bought(1, 2));
    }

    @Test
    void asASurveyAfterTheLastPurchase() {
        BrandSurvey survey = panel().toSurvey();
        BrandSurvey expected = BrandSurvey.of(DRIVERS, BRANDS)
                .add(BrandAnswer.of("x", "C")
                        .withFrequency(6)
                        .withVolume(2.5)
                        .withWeight(0.5)
                        .withSegment("business")
                        .withRating("A", "quality", 1)
                        .withRating("A", "price", 2)
                        .withRating("B", "quality", 3)
                        .withRating("B", "price", 4)
                        .withRating("C", "quality", 5)
                        .withRating("C", "price", 1))
                .add(BrandAnswer.of("y", "A")
                        .withRating("A", "quality", 4)
                        .withRating("A", "price", 3)
                        .withRating("C", "quality", 2)
                        .withRating("C", "price", 2))
                .build();
        assertEquals(expected, survey);
        assertFalse(survey.hasChoice(0));
    }

    @Test
    void frequencyFromTheTimeObserved() {
        BrandPurchases person = BrandPurchases.of("x").withPurchases(ALL, "A", "B", "A", "C");
        assertEquals(1, person.frequency());
        assertEquals(2, person.withObservedYears(2).frequency());
        LocalDate from = LocalDate.of(2023, 1, 1);
        // 1461 days are four years
        assertEquals(1, person.withObserved(from, LocalDate.of(2026, 12, 31)).frequency(), 1e-15);
        // the time counts purchases that are added later
        assertEquals(
                2.5,
                BrandPurchases.of("x")
                        .withObservedYears(2)
                        .withPurchases(ALL, "A", "B", "A", "C", "C")
                        .frequency());
        message(
                "to must not be before 2023-01-01, was 2022-01-01 (last day of observation)",
                () -> person.withObserved(from, LocalDate.of(2022, 1, 1)));
    }

    @Test
    void equalOffersAreKeptOnce() throws IOException {
        BrandOffer again = BrandOffer.of("C", 5, 1).withBrand("B", 3, 4).withBrand("A", 1, 2);
        assertEquals(ALL, again);
        BrandPanel.Builder shared = builder();
        BrandPanel.Builder copied = builder();
        for (int i = 0; i < 100; i++) {
            List<String> bought = Collections.nCopies(10, BRANDS.get(i % 3));
            shared.add(BrandPurchases.of("p" + i).withPurchases(Collections.nCopies(10, ALL), bought));
            copied.add(BrandPurchases.of("p" + i).withPurchases(Collections.nCopies(10, again), bought));
        }
        assertEquals(shared.build(), copied.build());
        // two columns of int a purchase, and some columns a person
        assertTrue(serialized(shared.build()).length < 100 * 10 * 8 + 100 * 80 + 2500);
    }

    private static byte[] serialized(BrandPanel panel) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(panel);
        }
        return bytes.toByteArray();
    }

    @Test
    void storedAndReadBack() throws IOException, ClassNotFoundException {
        BrandPanel panel = panel();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialized(panel)))) {
            Object back = in.readObject();
            assertEquals(panel, back);
            assertEquals(panel.hashCode(), back.hashCode());
        }
    }

    @Test
    void rowsAreThosePersons() {
        BrandPanel panel = panel();
        assertEquals(panel, panel.rows(0, 1));
        BrandPanel mixed = panel.rows(1, 0, 1);
        assertEquals(7, mixed.purchases());
        assertEquals("x", mixed.id(1));
        assertEquals(2, mixed.bought(1, 2));
        assertEquals(OptionalInt.of(1), mixed.boughtBefore(2, 0));
        assertEquals(5, mixed.rating(1, 2, 2, 0));
        assertNotEquals(panel, panel.rows(1, 0));
        message("persons[0] must be from 0 to 1, was 2", () -> panel.rows(2));
        message("id must be of one respondent only, was \"y\"", mixed::toSurvey);
    }

    @Test
    void otherPurchases() {
        BrandPanel panel = panel();
        // everybody repeats where the brand is on offer, else takes A
        BrandPanel other = panel.mapPurchases((i, t, before) ->
                before.isPresent() && panel.isOffered(i, t, before.getAsInt()) ? before.getAsInt() : 0);
        assertEquals(0, other.bought(0, 0));
        assertEquals(0, other.bought(0, 2));
        assertEquals(OptionalInt.of(1), other.boughtBefore(1, 0));
        assertEquals(0, other.bought(1, 0));
        assertEquals(panel, panel.mapPurchases((i, t, before) -> panel.bought(i, t)));
        message("purchase 2 of x must be among the brands on offer, was 1", () -> panel.mapPurchases((i, t, b) -> 1));
    }

    @Test
    void badPanels() {
        BrandPurchases x = BrandPurchases.of("x");
        message(
                "persons must not be empty, was empty (one BrandPurchases a person)",
                () -> builder().build());
        message(
                "purchases of x must not be empty, was empty (leave the person out)",
                () -> builder().add(x).build());
        message(
                "id must be of one person only, was \"x\"",
                () -> builder()
                        .add(x.withPurchase(ALL, "A"))
                        .add(x.withPurchase(ALL, "A"))
                        .build());
        message(
                "purchase 1 of x must be among the brands on offer, [C, A], was \"B\" (those with ratings)",
                () -> builder().add(x.withPurchase(TWO, "B")).build());
        message(
                "purchase 1 of x must be one of [A, B, C], was \"D\"",
                () -> builder().add(x.withPurchase(TWO, "D")).build());
        message(
                "brand before the first of x must be one of [A, B, C], was \"D\"",
                () -> builder().add(x.withBefore("D").withPurchase(TWO, "A")).build());
        message(
                "ratings of A must be one a sub-driver, 2, was 1 (leave out a brand not on offer)",
                () -> builder().add(x.withPurchase(BrandOffer.of("A", 1), "A")).build());
        message(
                "rating of A on price must be from 1 to 5, was 6.0 (see withScale)",
                () -> builder()
                        .add(x.withPurchase(BrandOffer.of("A", 1, 6), "A"))
                        .build());
        assertEquals(
                RatingScale.SEVEN_POINT,
                builder()
                        .withScale(RatingScale.SEVEN_POINT)
                        .add(x.withPurchase(BrandOffer.of("A", 1, 6), "A"))
                        .build()
                        .scale());
        message(
                "sum of weights must be finite and > 0, was 0.0 (not all of them 0)",
                () -> builder().add(x.withPurchase(ALL, "A").withWeight(0)).build());
        message(
                "brands must be one for each of the offers, 2, was 1 (of x)",
                () -> x.withPurchases(List.of(ALL, TWO), List.of("A")));
        message(
                "rating 2 of A must be finite, was NaN (leave out a brand not on offer)",
                () -> BrandOffer.of("A", 1, Double.NaN));
        message(
                "brands must be at least 2, was 1 (a choice is between brands)",
                () -> BrandPanel.of(DRIVERS, List.of("A")));
        message("brands must differ, was \"A\"", () -> BrandPanel.of(DRIVERS, List.of("A", "A")));
        message(
                "purchasesPerYear must be finite and > 0, was 0.0 (of all brands; leave out who does not buy)",
                () -> x.withFrequency(0));
    }

    private static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
