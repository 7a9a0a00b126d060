package org.customerequity.examples;

import java.io.IOException;
import java.io.InputStream;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.MissingRatings;

/**
 * The survey that comes with the examples: 600 passengers of six invented airlines. It is synthetic, of no real business;
 * {@link SurveyGenerator} made it.
 */
public final class SampleSurvey implements Source {
    /** The brand whose improvements the report values. */
    public static final String FOCAL = "Meridian";

    /** What an improvement costs in the report, in USD: now, in a year, in two. */
    static final String SPEND = "4000000,3000000,2000000";

    static final String RESOURCE = "synthetic-survey.csv";

    SampleSurvey() {}

    /** What all respondents said. */
    public static BrandSurvey read() {
        return new SurveyFile(new SampleSurvey(), false, Progress.silent())
                .read(RatingScale.FIVE_POINT, MissingRatings.REJECT)
                .survey();
    }

    @Override
    public String name() {
        return RESOURCE;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = SampleSurvey.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("not in the jar");
        }
        return in;
    }

    @Override
    public long size() {
        return 0;
    }
}
