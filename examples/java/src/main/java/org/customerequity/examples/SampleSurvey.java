package org.customerequity.examples;

import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.MissingRatings;

/**
 * The survey that comes with the examples: 600 passengers of six invented airlines. It is synthetic, of no real business;
 * {@link SurveyGenerator} made it.
 */
public final class SampleSurvey {
    /** The brand whose improvements the report values. */
    public static final String FOCAL = "Meridian";

    /** What an improvement costs in the report, in USD: now, in a year, in two. */
    static final String SPEND = "4000000,3000000,2000000";

    static final Source SOURCE = Source.bundled("synthetic-survey.csv");

    private SampleSurvey() {}

    /** What all respondents said. */
    public static BrandSurvey read() {
        return new SurveyFile(SOURCE, false, Progress.silent())
                .read(RatingScale.FIVE_POINT, MissingRatings.REJECT)
                .survey();
    }
}
