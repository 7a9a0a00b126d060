/**
 * How value is spread over customers, and which customers belong together.
 *
 * <p>Start with {@link org.customerequity.segment.Concentration} (how much sits with how few) and
 * {@link org.customerequity.segment.ValueTiers} (who is in the top 5, 20 and 50 %).
 */
@NullMarked
package org.customerequity.segment;

import org.jspecify.annotations.NullMarked;
