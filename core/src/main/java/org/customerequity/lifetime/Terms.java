package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Currency;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.MarginRatio;
import org.jspecify.annotations.Nullable;

/** The conventions under which purchases ahead become money today; what is {@code null} has not been given yet. */
record Terms(
        @Nullable MarginRatio margin,
        @Nullable DiscountRate discount,
        @Nullable Horizon horizon,
        @Nullable Currency currency,
        PurchaseTiming timing)
        implements Serializable {
    static final Terms NONE = new Terms(null, null, null, null, PurchaseTiming.AT_PURCHASE);

    Terms withMargin(MarginRatio margin) {
        return new Terms(margin, discount, horizon, currency, timing);
    }

    Terms withDiscount(DiscountRate discount) {
        return new Terms(margin, discount, horizon, currency, timing);
    }

    Terms withHorizon(Horizon horizon) {
        return new Terms(margin, discount, horizon, currency, timing);
    }

    Terms withCurrency(Currency currency) {
        return new Terms(margin, discount, horizon, currency, timing);
    }

    Terms withTiming(PurchaseTiming timing) {
        return new Terms(margin, discount, horizon, currency, timing);
    }
}
