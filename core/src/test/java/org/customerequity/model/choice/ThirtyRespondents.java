package org.customerequity.model.choice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.customerequity.survey.brand.BrandAnswer;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;

/** The logit data of formula sheet 04: three brands, thirty respondents, three drivers. */
final class ThirtyRespondents {
    static final List<String> BRANDS = List.of("one", "two", "three");
    static final List<SubDriver> DRIVERS =
            List.of(SubDriver.value("value"), SubDriver.brand("brand"), SubDriver.relationship("relationship"));

    /** Last, chosen, ratings of brand one, of brand two, of brand three. */
    static final String[] LINES = {
        "32343434231", "33121342223", "12334534323", "32233433224", "22142313324", "11543213232",
        "11112232111", "11323113324", "21423213111", "13322224333", "22112223332", "33213544333",
        "32342444442", "32242342133", "11221232354", "12211334233", "32413554344", "33223313213",
        "33432354333", "11444354312", "31325423313", "23221223334", "22332555222", "22222544112",
        "23332234444", "33423232342", "32233455222", "13322434433", "33432123422", "12232444444"
    };

    private ThirtyRespondents() {}

    static BrandAnswer answer(int i) {
        String line = LINES[i];
        BrandAnswer answer = BrandAnswer.of("r" + (i + 1), brand(line, 0)).withNext(brand(line, 1));
        for (int b = 0; b < 3; b++) {
            for (int s = 0; s < 3; s++) {
                answer = answer.withRating(BRANDS.get(b), DRIVERS.get(s).name(), line.charAt(2 + 3 * b + s) - '0');
            }
        }
        return answer;
    }

    private static String brand(String line, int at) {
        return BRANDS.get(line.charAt(at) - '1');
    }

    static BrandSurvey survey() {
        BrandSurvey.Builder builder = BrandSurvey.of(DRIVERS, BRANDS);
        for (int i = 0; i < LINES.length; i++) {
            builder.add(answer(i));
        }
        return builder.build();
    }

    /** Seven tenths to the brand chosen, three to the last; weights 1, 1.5, 2 in turn. */
    static BrandSurvey sharesAndWeights() {
        BrandSurvey.Builder builder = BrandSurvey.of(DRIVERS, BRANDS);
        for (int i = 0; i < LINES.length; i++) {
            Map<String, Double> shares = new LinkedHashMap<>();
            shares.merge(brand(LINES[i], 1), 0.7, Double::sum);
            shares.merge(brand(LINES[i], 0), 0.3, Double::sum);
            builder.add(answer(i).withNextShares(shares).withWeight(1 + i % 3 * 0.5));
        }
        return builder.build();
    }
}
