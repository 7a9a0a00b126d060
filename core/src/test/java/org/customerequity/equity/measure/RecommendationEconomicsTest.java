package org.customerequity.equity.measure;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.equity.measure.RecommendationEconomics.Group;
import org.customerequity.equity.measure.RecommendationEconomics.Move;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class RecommendationEconomicsTest {
    private static final RecommendationEconomics VALUES = new RecommendationEconomics(
            Contribution.of("USD", 520), Contribution.of("USD", 300), Contribution.of("USD", 170));

    /** Sheet 22, section 6: 5 % of customers from 170 to 300. */
    @Test
    void gainOfTheSheet() {
        close(
                6.5,
                VALUES.associatedGain(new Move(Group.DETRACTOR, Group.PASSIVE, 0.05))
                        .value(),
                1e-14);
        assertEquals(0, VALUES.associatedGain().value());
    }

    /** The gain is the value of the answers after less that of the answers before. */
    @Property
    void gainIsTheDifferenceOfMeans(
            @ForAll @IntRange(min = 50, max = 900) int promoters,
            @ForAll @IntRange(min = 50, max = 900) int passives,
            @ForAll @IntRange(min = 50, max = 900) int detractors,
            @ForAll @IntRange(max = 50) int up,
            @ForAll @IntRange(max = 50) int down) {
        double n = promoters + passives + detractors;
        NetPromoterScore before = NetPromoterScore.ofCounts(promoters, passives, detractors);
        NetPromoterScore after = NetPromoterScore.ofCounts(promoters - down, passives + up, detractors - up + down);
        double difference = VALUES.valuePerCustomer(after).amount().value()
                - VALUES.valuePerCustomer(before).amount().value();
        double gain = VALUES.associatedGain(
                        new Move(Group.DETRACTOR, Group.PASSIVE, up / n),
                        new Move(Group.PROMOTER, Group.DETRACTOR, down / n))
                .value();
        assertEquals(difference, gain, 1e-11);
    }

    /** With values of 100, 0 and -100 it is the score itself and its error; with others, the error of the answers one by one. */
    @Property
    void errorOfTheMeanValue(
            @ForAll @IntRange(max = 900) int promoters,
            @ForAll @IntRange(max = 900) int passives,
            @ForAll @IntRange(min = 1, max = 900) int detractors) {
        NetPromoterScore answers = NetPromoterScore.ofCounts(promoters, passives, detractors);
        RecommendationEconomics points = new RecommendationEconomics(
                Contribution.of("USD", 100), Contribution.of("USD", 0), Contribution.of("USD", -100));
        Estimate score = points.valuePerCustomerEstimate(answers);
        assertEquals(answers.value(), score.value(), 1e-12);
        assertEquals(answers.standardError(), score.standardError(), 1e-12);
        double n = answers.responses();
        double mean = (520.0 * promoters + 300.0 * passives + 170.0 * detractors) / n;
        double squares = promoters * Math.pow(520 - mean, 2)
                + passives * Math.pow(300 - mean, 2)
                + detractors * Math.pow(170 - mean, 2);
        Estimate value = VALUES.valuePerCustomerEstimate(answers);
        close(mean, value.value(), 1e-13);
        assertEquals(Math.sqrt(squares / n / n), value.standardError(), 1e-10);
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "share must be in [0, 1], was 5.0 (0.05 means 5 % of all customers)",
                () -> new Move(Group.DETRACTOR, Group.PASSIVE, 5));
        rejects(
                "moves must be of at most all customers, was 1.2 (shares are of all customers)",
                () -> VALUES.associatedGain(
                        new Move(Group.DETRACTOR, Group.PASSIVE, 0.6), new Move(Group.PASSIVE, Group.PROMOTER, 0.6)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> new RecommendationEconomics(
                        Contribution.of("USD", 1), Contribution.of("USD", 1), Contribution.of("EUR", 1)));
        fails(
                UndefinedRatioException.class,
                "net promoter score is undefined, because responses is 0",
                () -> VALUES.valuePerCustomer(NetPromoterScore.ofCounts(0, 0, 0)));
        travels(VALUES);
        travels(new Move(Group.DETRACTOR, Group.PASSIVE, 0.05));
    }
}
