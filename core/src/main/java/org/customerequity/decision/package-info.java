/**
 * What to do with what is known, and what it is worth to know more.
 *
 * <p>Begin with {@link org.customerequity.decision.TargetingValue}, what a score is worth that says whom to treat, and
 * {@link org.customerequity.decision.ValueOfInformation}, what it is worth to know before deciding.
 */
@NullMarked
package org.customerequity.decision;

import org.jspecify.annotations.NullMarked;
