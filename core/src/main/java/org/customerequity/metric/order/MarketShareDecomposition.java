package org.customerequity.metric.order;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.value.Ratio;
import org.customerequity.value.UndefinedRatioException;

/**
 * Why a market share is what it is: how many buy us, how much of what they buy is ours, and whether they are heavy buyers. Exact:
 *
 * <pre>{@code
 *   share = penetration x share of requirements x usage index
 *
 *   penetration             own buyers / category buyers
 *   share of requirements   own purchases / category purchases of own buyers
 *   usage index             category purchases per own buyer / category purchases per category buyer
 * }</pre>
 *
 * <p>Purchases are in units or in money, all in the same. A usage index below 1 says that our buyers buy less of the category than
 * others do. Merges over disjoint buyers.
 *
 * <p>The decomposition is that of P. Farris, N. Bendle, P. Pfeifer and D. Reibstein, Marketing Metrics, chapter on share.
 *
 * @param ownBuyers who bought us at least once
 * @param categoryBuyers who bought the category at least once, own buyers included
 * @param ownPurchases of us
 * @param categoryPurchasesOfOwnBuyers what own buyers bought in the category, of us included
 * @param categoryPurchases of all in the category
 */
public record MarketShareDecomposition(
        long ownBuyers,
        long categoryBuyers,
        double ownPurchases,
        double categoryPurchasesOfOwnBuyers,
        double categoryPurchases)
        implements Serializable {
    public MarketShareDecomposition {
        Require.nonNegative(ownBuyers, "ownBuyers", "");
        if (ownBuyers > categoryBuyers) {
            throw Require.bad(
                    "ownBuyers", "must be <= categoryBuyers " + categoryBuyers, "they buy the category", ownBuyers);
        }
        ownPurchases = Require.nonNegative(ownPurchases, "ownPurchases", "");
        Require.finite(categoryPurchases, "categoryPurchases", "");
        if (!(ownPurchases <= categoryPurchasesOfOwnBuyers)) {
            throw Require.bad(
                    "ownPurchases",
                    "must be <= categoryPurchasesOfOwnBuyers " + categoryPurchasesOfOwnBuyers,
                    "they are in the category",
                    ownPurchases);
        }
        if (!(categoryPurchasesOfOwnBuyers <= categoryPurchases)) {
            throw Require.bad(
                    "categoryPurchasesOfOwnBuyers",
                    "must be <= categoryPurchases " + categoryPurchases,
                    "own buyers are among the buyers of the category",
                    categoryPurchasesOfOwnBuyers);
        }
        requireBuyers(ownBuyers, "ownBuyers", categoryPurchasesOfOwnBuyers, "categoryPurchasesOfOwnBuyers");
        requireBuyers(categoryBuyers, "categoryBuyers", categoryPurchases, "categoryPurchases");
    }

    private static void requireBuyers(long buyers, String name, double purchases, String purchasesName) {
        if (buyers == 0 && purchases > 0) {
            throw Require.bad(name, "must be > 0", "somebody made " + purchasesName + " " + purchases, buyers);
        }
    }

    /** Own buyers over category buyers. */
    public Ratio penetration() {
        return Ratio.of(ownBuyers, "own buyers", categoryBuyers, "category buyers");
    }

    /** Own purchases over category purchases of own buyers. */
    public Ratio shareOfRequirements() {
        return Ratio.of(
                ownPurchases, "own purchases", categoryPurchasesOfOwnBuyers, "category purchases of own buyers");
    }

    /**
     * Category purchases per own buyer over those per category buyer.
     *
     * @throws UndefinedRatioException if nobody buys us, or nobody buys the category
     */
    public double usageIndex() {
        double own = Ratio.of(categoryPurchasesOfOwnBuyers, "category purchases of own buyers", ownBuyers, "own buyers")
                .value();
        double all = Ratio.of(categoryBuyers, "category buyers", categoryPurchases, "category purchases")
                .value();
        return own * all;
    }

    /** Own purchases over category purchases: the product of the three. */
    public Ratio marketShare() {
        return Ratio.of(ownPurchases, "own purchases", categoryPurchases, "category purchases");
    }

    /** The buyers of both; nobody may be in both. */
    public MarketShareDecomposition plus(MarketShareDecomposition other) {
        Objects.requireNonNull(other, "other");
        return new MarketShareDecomposition(
                Math.addExact(ownBuyers, other.ownBuyers),
                Math.addExact(categoryBuyers, other.categoryBuyers),
                ownPurchases + other.ownPurchases,
                categoryPurchasesOfOwnBuyers + other.categoryPurchasesOfOwnBuyers,
                categoryPurchases + other.categoryPurchases);
    }
}
