/**
 * Customer-base models in which every customer has rates of his own, drawn from a population that is itself uncertain, and
 * sampled with it.
 */
@NullMarked
package org.customerequity.model.hierarchical;

import org.jspecify.annotations.NullMarked;
