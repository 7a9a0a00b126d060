/**
 * Whether a fitted model describes the customers there are.
 *
 * <p>Start with {@link org.customerequity.model.diagnosis.PurchaseRegularity}, which says whether purchases come at random.
 */
@NullMarked
package org.customerequity.model.diagnosis;

import org.jspecify.annotations.NullMarked;
