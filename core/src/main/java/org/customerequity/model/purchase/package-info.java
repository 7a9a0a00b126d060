/**
 * When customers buy and whether they have left, where nobody tells the business that they left.
 *
 * <p>Start with {@link org.customerequity.model.purchase.BgNbd#fit(org.customerequity.history.PurchaseHistories)}.
 * {@link org.customerequity.model.purchase.PurchaseModelFamily} names all models, says in words what each believes of customers,
 * and fits the one of a given name.
 *
 * <ul>
 *   <li>Purchases at random moments: {@link org.customerequity.model.purchase.BgNbd},
 *       {@link org.customerequity.model.purchase.MbgNbd}, {@link org.customerequity.model.purchase.ParetoNbd},
 *       {@link org.customerequity.model.purchase.GGompertzNbd}, and {@link org.customerequity.model.purchase.Nbd}, in which nobody
 *       leaves.
 *   <li>Regular purchases: {@link org.customerequity.model.purchase.BgCnbd} and
 *       {@link org.customerequity.model.purchase.MbgCnbd}. Their fits need the times between purchases, which
 *       {@link org.customerequity.history.PurchaseLog#histories()} has.
 *   <li>One opportunity a period: {@link org.customerequity.model.purchase.BgBb}, to histories by
 *       {@link org.customerequity.history.Opportunities}.
 * </ul>
 *
 * <p>{@link org.customerequity.model.purchase.PurchaseModel} is what every model answers, of one customer and of columns, and is
 * open to models of your own; {@link org.customerequity.model.purchase.RatesModel} adds what a customer's own rates may be. All
 * models of this package are one. Which of them describes the customers there are is asked in
 * {@code org.customerequity.model.diagnosis}.
 */
@NullMarked
package org.customerequity.model.purchase;

import org.jspecify.annotations.NullMarked;
