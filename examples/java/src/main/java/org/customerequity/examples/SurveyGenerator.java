package org.customerequity.examples;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.customerequity.model.choice.SurveySimulator;
import org.customerequity.survey.brand.BrandSurvey;

/** What would passengers answer who choose airlines as a driver model says? */
public final class SurveyGenerator {
    private static final int RESPONDENTS = 600;
    private static final long SEED = 2026;

    private SurveyGenerator() {}

    /** Prints the bundled survey as CSV. */
    public static void main(String[] args) {
        System.out.print(csv());
    }

    static String csv() {
        return csv(SurveySimulator.airlines().simulate(RESPONDENTS, new SplittableRandom(SEED)));
    }

    /** One row for each brand that a respondent considers; {@link DriverOption#usage()} says what the columns mean. */
    static String csv(BrandSurvey survey) {
        StringBuilder csv = new StringBuilder("respondent,segment,frequency,volume,brand,last,next,")
                .append(survey.subDrivers().stream()
                        .map(s -> s.driver().name().toLowerCase(Locale.ROOT) + ":" + s.name())
                        .collect(Collectors.joining(",")))
                .append('\n');
        List<String> brands = survey.brands();
        for (int i = 0; i < survey.size(); i++) {
            for (int b = 0; b < brands.size(); b++) {
                if (survey.considers(i, b)) {
                    csv.append(String.format(
                            Locale.ROOT,
                            "%s,%s,%.2f,%.0f,%s,%d,%d",
                            survey.id(i),
                            survey.segments().get(survey.segment(i)),
                            survey.frequency(i),
                            survey.volume(i),
                            brands.get(b),
                            survey.lastBrand(i) == b ? 1 : 0,
                            Math.round(survey.choiceShare(i, b))));
                    for (int s = 0; s < survey.subDrivers().size(); s++) {
                        csv.append(String.format(Locale.ROOT, ",%.0f", survey.rating(i, b, s)));
                    }
                    csv.append('\n');
                }
            }
        }
        return csv.toString();
    }
}
