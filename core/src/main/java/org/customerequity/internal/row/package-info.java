/** Likelihoods of single rows: begin with {@link org.customerequity.internal.row.RowLikelihood}. */
@NullMarked
package org.customerequity.internal.row;

import org.jspecify.annotations.NullMarked;
