package org.customerequity.examples;

import java.util.Locale;
import java.util.Map;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.survey.ScoreDifference;
import org.customerequity.survey.design.PopulationMargin;
import org.customerequity.survey.design.SurveyPrecision;
import org.customerequity.survey.design.SurveyWeights;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;

/** The NPS rose by six points: is that news, how many answers would it take, and who has answered? */
public final class SurveyPrecisionExample {
    private SurveyPrecisionExample() {}

    /** Prints the change with its interval, the sample size it needs, and the score weighted to the customers. */
    public static void main(String[] args) {
        // snippet:start survey-precision
        NetPromoterScore spring = NetPromoterScore.ofCounts(180, 140, 80);
        NetPromoterScore autumn = NetPromoterScore.ofCounts(200, 124, 76);
        ScoreDifference change = autumn.minus(spring);
        Interval interval = change.confidenceInterval(0.95);
        System.out.printf(
                Locale.ROOT,
                "NPS %.1f after %.1f: %+.1f [%.1f, %.1f], p %.2f%n",
                autumn.value(),
                spring.value(),
                change.value(),
                interval.lower(),
                interval.upper(),
                change.pValue());
        SurveyPrecision precision = SurveyPrecision.ofNetPromoterScore(spring);
        System.out.printf(
                Locale.ROOT,
                "400 answers a wave find a change of %.1f; one of 6 takes %d a wave%n",
                precision.detectableChange(400, 400, 0.95, 0.8),
                precision.responsesPerWaveFor(6, 0.95, 0.8));
        // snippet:end

        // premium customers answer gladly, and are happier: 60 % of the answers from 20 % of the customers
        int[] ratings = new int[100];
        String[] plans = new String[ratings.length];
        for (int i = 0; i < ratings.length; i++) {
            plans[i] = i % 5 < 3 ? "premium" : "basic";
            ratings[i] = plans[i].equals("premium") ? 6 + i % 7 % 5 : 4 + i % 7;
        }
        SurveyWeights weights = SurveyWeights.postStratified(
                PopulationMargin.of("plan", Map.of("basic", 8_000, "premium", 2_000), plans));
        Estimate weighted = weights.netPromoterScore(ratings).estimate();
        System.out.printf(
                Locale.ROOT,
                "as answered %.0f, as the customers are %.0f, give or take %.0f: 100 answers count as %.0f%n",
                NetPromoterScore.ofResponses(ratings).value(),
                weighted.value(),
                weighted.standardError(),
                weights.effectiveSize());
    }
}
