/**
 * Who stays, who leaves, and at what rate.
 *
 * <p>Start with {@link org.customerequity.retention.RetentionRate}: counted over a period or stated, converted to other
 * periods by compounding, and to its complement, {@link org.customerequity.retention.ChurnRate}. A rate carries its period;
 * a monthly one never meets an annual one unnoticed. {@link org.customerequity.retention.CustomerMovements} counts who came, came
 * back and left in a period, from counts, columns, contracts or purchases, and has every rate that is read off them; {@link
 * org.customerequity.retention.CustomerWaterfall} puts periods one after the other. The same in money is in {@code
 * org.customerequity.retention.revenue}, by cohort in {@code org.customerequity.retention.cohort}. How retention changes with tenure is in
 * {@code org.customerequity.retention.curve}; how it depends on what is known of each customer, in
 * {@code org.customerequity.retention.covariate}; how it depends on what customers said in a survey, by
 * {@link org.customerequity.retention.RetentionLogit} from {@link org.customerequity.retention.RetentionByScore}.
 */
@NullMarked
package org.customerequity.retention;

import org.jspecify.annotations.NullMarked;
