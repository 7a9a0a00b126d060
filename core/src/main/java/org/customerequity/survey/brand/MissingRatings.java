package org.customerequity.survey.brand;

/** What becomes of a considered brand that a respondent rated on some sub-drivers only. A gap is never read as 0. */
public enum MissingRatings {
    /** An error that names respondent, brand and sub-driver. */
    REJECT,
    /** The respondent is left out, and reported. */
    DROP_RESPONDENT,
    /** The gap takes the mean of the brand's ratings on that sub-driver, weighted as the respondents are, and is reported. */
    BRAND_MEAN
}
