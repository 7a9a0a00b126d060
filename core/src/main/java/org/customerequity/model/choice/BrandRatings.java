package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;

/**
 * How a brand is rated on every sub-driver, beside its rivals. Means are weighted by respondent.
 *
 * @param brand whose ratings are shown
 * @param rows one a sub-driver, in the order of the survey
 */
public record BrandRatings(String brand, List<Row> rows) implements Serializable {
    public BrandRatings {
        Require.nonBlank(brand, "brand", "whose ratings are shown");
        rows = List.copyOf(rows);
    }

    /**
     * The ratings of one sub-driver.
     *
     * @param subDriver what is rated
     * @param mean of the brand's ratings, over those who consider it
     * @param meanOfBestOfRivals of the highest rating a respondent gives to any rival, over those who consider the brand and a
     *     rival; it is a different rival for different respondents
     * @param gap mean over the same respondents of the brand's rating less that highest one; negative where rivals lead
     * @param bestRival the one rival with the highest mean rating over those who consider it
     * @param meanOfBestRival that mean
     */
    public record Row(
            SubDriver subDriver,
            double mean,
            double meanOfBestOfRivals,
            double gap,
            String bestRival,
            double meanOfBestRival)
            implements Serializable {
        public Row {
            Objects.requireNonNull(subDriver, "subDriver");
            mean = Require.finite(mean, "mean", "");
            meanOfBestOfRivals = Require.finite(meanOfBestOfRivals, "meanOfBestOfRivals", "");
            gap = Require.finite(gap, "gap", "");
            Require.nonBlank(bestRival, "bestRival", "a brand");
            meanOfBestRival = Require.finite(meanOfBestRival, "meanOfBestRival", "");
        }
    }

    /**
     * The ratings of a brand in a survey.
     *
     * @throws IllegalArgumentException if no respondent of some weight considers the brand and a rival
     */
    public static BrandRatings of(BrandSurvey survey, String brand) {
        int own = Objects.requireNonNull(survey, "survey").brandIndex(brand);
        List<Row> rows = new ArrayList<>();
        for (int s = 0; s < survey.subDrivers().size(); s++) {
            rows.add(row(survey, own, s));
        }
        return new BrandRatings(brand, rows);
    }

    private static Row row(BrandSurvey survey, int own, int subDriver) {
        int k = survey.brands().size();
        double[] sum = new double[k];
        double[] weights = new double[k];
        double best = 0;
        double gap = 0;
        double compared = 0;
        for (int i = 0; i < survey.size(); i++) {
            double w = survey.weight(i);
            double highest = Double.NEGATIVE_INFINITY;
            for (int b = 0; w > 0 && b < k; b++) {
                if (survey.considers(i, b)) {
                    double x = survey.rating(i, b, subDriver);
                    sum[b] += w * x;
                    weights[b] += w;
                    highest = b == own ? highest : Math.max(highest, x);
                }
            }
            if (survey.considers(i, own) && highest > Double.NEGATIVE_INFINITY) {
                best += w * highest;
                gap += w * (survey.rating(i, own, subDriver) - highest);
                compared += w;
            }
        }
        if (!(compared > 0)) {
            throw Require.bad(
                    "brand",
                    "must be considered, beside a rival, by a respondent of some weight",
                    "",
                    '"' + survey.brands().get(own) + '"');
        }
        int rival = -1;
        for (int b = 0; b < k; b++) {
            if (b != own && weights[b] > 0 && (rival < 0 || sum[b] / weights[b] > sum[rival] / weights[rival])) {
                rival = b;
            }
        }
        return new Row(
                survey.subDrivers().get(subDriver),
                sum[own] / weights[own],
                best / compared,
                gap / compared,
                survey.brands().get(rival),
                sum[rival] / weights[rival]);
    }
}
