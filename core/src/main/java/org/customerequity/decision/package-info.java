/**
 * What to do with what is known, and what it is worth to know more.
 *
 * <p>Start with {@link org.customerequity.decision.ValueOfInformation}, what it is worth at most to find out before deciding, or
 * with {@link org.customerequity.decision.TargetingValue}, what a score is worth that says whom to treat.
 */
@NullMarked
package org.customerequity.decision;

import org.jspecify.annotations.NullMarked;
