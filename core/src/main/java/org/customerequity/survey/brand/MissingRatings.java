package org.customerequity.survey.brand;

/**
 * What becomes of a brand that a respondent considers, because it was bought last or rated on some sub-driver, and has not rated on
 * every sub-driver. A gap is never read as 0.
 */
public enum MissingRatings {
    /** An error that names respondent, brand and sub-driver. */
    REJECT,
    /** The respondent is left out, and reported by {@link BrandSurvey#quality()}. */
    DROP_RESPONDENT,
    /**
     * The gap takes the mean of the ratings of that brand on that sub-driver, weighted as the respondents who gave them are, and is
     * reported by {@link BrandSurvey#quality()}. An error where nobody with a weight gave one.
     */
    BRAND_MEAN
}
