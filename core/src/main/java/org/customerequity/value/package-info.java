/**
 * Amounts, rates, periods and estimates: the words every other package speaks.
 *
 * <p>Start with {@link org.customerequity.value.CurrencyAmount} (an estimate, {@code double}) and
 * {@link org.customerequity.value.Money} (a ledger amount, exact), then {@link org.customerequity.value.DiscountRate} and
 * {@link org.customerequity.value.PeriodUnit}. Counted shares are {@link org.customerequity.value.Proportion}s, sums over sums are
 * {@link org.customerequity.value.RatioOfSums}. Fractions are fractions: {@code 0.10} is ten per cent everywhere, and a
 * method that takes per cent says so in its name.
 *
 * <p>All types are immutable, thread-safe, {@link java.io.Serializable} and compared by value. No method in this library
 * accepts or returns {@code null}; passing one throws {@link java.lang.NullPointerException} naming the argument.
 *
 * <p>Depends on no other package of the library except its unexported internals.
 */
@NullMarked
package org.customerequity.value;

import org.jspecify.annotations.NullMarked;
