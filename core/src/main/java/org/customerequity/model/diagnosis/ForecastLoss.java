package org.customerequity.model.diagnosis;

/** How a forecast for one customer is scored against what came; the lower the better. */
public enum ForecastLoss {
    /** {@code |m - y|}: lowest for the median, which for most customers is 0. */
    ABSOLUTE_ERROR,
    /** {@code (m - y)^2}: lowest for the mean, and ruled by the heaviest buyers. */
    SQUARED_ERROR,
    /** {@code 2 [y ln(y / m) - (y - m)]}: lowest for the mean, with an error counted in proportion to what is expected. */
    POISSON_DEVIANCE,
    /** The continuous ranked probability score of {@link PredictiveScores}: lowest for the true distribution. */
    CRPS
}
