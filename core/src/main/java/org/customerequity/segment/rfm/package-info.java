/**
 * Recency, frequency and money: scores, the cells and named segments they make, and the response of a test by cell.
 *
 * <p>Start with {@link org.customerequity.segment.rfm.RfmMeasures} (what is scored) and
 * {@link org.customerequity.segment.rfm.RfmScoring} (how; {@link org.customerequity.segment.rfm.RfmBreaks} for fixed limits). The
 * scores name segments, by {@link org.customerequity.segment.rfm.RfmSegments}, and cells, whose answers to a test mailing are an
 * {@link org.customerequity.segment.rfm.RfmResponse}.
 */
@NullMarked
package org.customerequity.segment.rfm;

import org.jspecify.annotations.NullMarked;
