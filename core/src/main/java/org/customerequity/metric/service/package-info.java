/**
 * How customers are served: how long it takes, what is solved where, what is left open, and what a bot saves.
 *
 * <p>Start with {@link org.customerequity.metric.service.ServiceMetrics} for shares of contacts and cases, {@link
 * org.customerequity.metric.service.Backlog} for stocks and flows, {@link org.customerequity.metric.service.DueCases} for what was
 * due. Durations begin with a {@link org.customerequity.metric.service.DurationDefinition}: which start, which stop, by which clock
 * (calendar time or {@link org.customerequity.metric.service.BusinessHours}) and in which unit. {@link
 * org.customerequity.metric.service.DurationSample} holds them exactly and takes open cases into account; {@link
 * org.customerequity.metric.service.DurationSketch} holds any number of them in bounded memory, merges in any order, and states the
 * error of its percentiles.
 */
@NullMarked
package org.customerequity.metric.service;

import org.jspecify.annotations.NullMarked;
