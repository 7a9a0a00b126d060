package org.customerequity.model.choice;

import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;

/** What models of choice check of a survey. */
final class SurveyFit {
    private SurveyFit() {}

    /** Refuses a survey of other brands or sub-drivers than the model's. */
    static void requireSame(ChoiceModel model, BrandSurvey survey) {
        if (!survey.brands().equals(model.brands())) {
            throw Require.bad("brands of survey", "must be those of the model, " + model.brands(), "", survey.brands());
        }
        if (!survey.subDrivers().equals(model.subDrivers())) {
            throw Require.bad(
                    "sub-drivers of survey",
                    "must be those of the model, " + model.subDrivers(),
                    "",
                    survey.subDrivers());
        }
    }
}
