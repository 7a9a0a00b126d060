package org.customerequity.benchmarks;

import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.value.PeriodUnit;

/**
 * The purchase models that are measured, with the parameters published for CDNOW (Fader, Hardie and Lee 2005), or the maximum
 * found there.
 */
public enum Candidate {
    NBD(new Nbd(0.385, 12.072, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return Nbd.fit(histories);
        }
    },
    BG_NBD(new BgNbd(0.243, 4.414, 0.793, 2.426, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return BgNbd.fit(histories);
        }
    },
    MBG_NBD(new MbgNbd(0.525, 6.183, 0.891, 1.614, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return MbgNbd.fit(histories);
        }
    },
    PARETO_NBD(new ParetoNbd(0.553, 10.578, 0.606, 11.669, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return ParetoNbd.fit(histories);
        }
    },
    /** Regular timing, with the maximum for k = 2; the fit is that of k = 2. */
    BG_CNBD_2(new BgCnbd(2, 0.227, 1.463, 0.944, 2.074, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return BgCnbd.fit(histories, 2);
        }
    },
    /** With customers who leave suddenly; those of CDNOW do not, and have the Pareto/NBD for a limit. */
    G_GOMPERTZ_NBD(new GGompertzNbd(0.553, 10.578, 0.1, 0.6, 8, PeriodUnit.WEEK)) {
        @Override
        FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories) {
            return GGompertzNbd.fit(histories);
        }
    };

    private final PurchaseModel published;

    Candidate(PurchaseModel published) {
        this.published = published;
    }

    PurchaseModel published() {
        return published;
    }

    abstract FitOutcome<? extends PurchaseModel> fit(PurchaseHistories histories);
}
