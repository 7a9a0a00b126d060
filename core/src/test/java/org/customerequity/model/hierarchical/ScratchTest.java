package org.customerequity.model.hierarchical;

import java.util.SplittableRandom;
import org.customerequity.fit.posterior.*;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.testing.Cdnow;
import org.customerequity.value.Span;
import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void cdnow() {
        PurchaseHistories h = Cdnow.calibration();
        CustomerFigure f = CustomerFigure.purchases(Span.ofWeeks(0, 39));
        {
            long t0 = System.nanoTime();
            var o = AbeParetoNbd.of(AbePriors.weak())
                    .withQuestions(PosteriorQuestions.of(f))
                    .withOptions(SamplingOptions.defaults()
                            .withChains(2)
                            .withWarmup(1000)
                            .withThinning(5))
                    .sample(h, new SplittableRandom(1));
            double sec = (System.nanoTime() - t0) / 1e9;
            CustomerPosterior p = o.fold(x -> x, n -> n.drawsSoFar());
            System.out.println("abe" + " " + sec + " s " + o.report() + "\n"
                    + o.report().acceptance() + "\n" + p.population().table());
            System.out.println(p.total(f).expected() + " " + p.total(f).predicted() + " "
                    + p.total(CustomerFigure.Trait.PROBABILITY_ALIVE).mean() / 2357);
            for (int i = 0; i < 3; i++) {
                System.out.println(p.customer(i).probabilityAlive() + " "
                        + p.customer(i).mean(f) + " " + p.customer(i).history());
            }
        }
    }
}
