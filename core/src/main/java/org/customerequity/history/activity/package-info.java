/**
 * What customers did, day by day: who was active, on how many days, how many of them in any period.
 *
 * <p>Start with {@link org.customerequity.history.activity.ActivityLog}, built from events by instant and zone or made from a log of
 * purchases.
 */
@NullMarked
package org.customerequity.history.activity;

import org.jspecify.annotations.NullMarked;
