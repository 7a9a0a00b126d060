/**
 * The driver model of customer equity: from a brand survey and a choice model to the equity of every competing brand, and to the
 * return on improving what drives it.
 *
 * <p>Start with {@link org.customerequity.equity.driver.BrandEquities#of}; from there to who switches where, to elasticities and to
 * draws. What to do about it begins with {@link org.customerequity.equity.driver.BrandEquities#improve} and its
 * {@link org.customerequity.equity.driver.BrandChange#costing}; a budget is split by
 * {@link org.customerequity.equity.driver.DriverBudgetCalculator}.
 * {@link org.customerequity.equity.driver.SwitchingMatrix} is one customer's.
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing: Using Customer Equity to Focus Marketing Strategy, Journal of Marketing 68(1),
 * 2004.
 */
@NullMarked
package org.customerequity.equity.driver;

import org.jspecify.annotations.NullMarked;
