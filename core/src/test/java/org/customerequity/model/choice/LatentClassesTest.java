package org.customerequity.model.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.customerequity.survey.brand.BrandPanel;
import org.junit.jupiter.api.Test;

class LatentClassesTest {
    private static final ChoiceSpecification DEFAULTS = ChoiceSpecification.defaults();

    @Test
    void theSheetHasTwoClasses() {
        LatentClasses found = LatentClasses.choose(SixTasks.panel(), 3, DEFAULTS, new SplittableRandom(1));
        assertEquals(3, found.candidates().size());
        LatentClasses.Candidate one = found.candidates().get(0);
        assertEquals(346.937064599, one.aic(), 1e-8);
        assertEquals(351.140656744, one.bic(), 1e-8);
        assertEquals(354.140656744, one.caic(), 1e-8);
        assertEquals(1, one.entropyR2());
        LatentClasses.Candidate two = found.chosen();
        assertEquals(2, two.classes());
        assertEquals(280.496519168, two.aic(), 1e-8);
        assertEquals(290.304900839, two.bic(), 1e-8);
        assertEquals(297.304900839, two.caic(), 1e-8);
        assertEquals(0.969805, two.entropyR2(), 5e-7);
        assertEquals(two.outcome(), found.best());
        assertEquals(60.8358, one.bic() - two.bic(), 1e-4);
        assertEquals(
                "classes  log-likelihood        AIC        BIC       CAIC  entropy R2\n"
                        + "      1       -170.4685    346.937    351.141    354.141      1.0000\n"
                        + "      2       -133.2483    280.497    290.305    297.305      0.9698\n",
                found.toString().lines().limit(3).reduce("", (a, b) -> a + b + "\n"));
    }

    @Test
    void weightsGiveNothingToCompare() {
        BrandPanel panel = BrandPanel.of(SixTasks.DRIVERS, SixTasks.BRANDS)
                .add(SixTasks.person("a", "211221").withWeight(2))
                .add(SixTasks.person("b", "322123"))
                .build();
        assertEquals(
                "persons must count the same and choose one brand each, to compare log-likelihoods"
                        + " (weights and shares make none; compare by a holdout score)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LatentClasses.choose(panel, 2, DEFAULTS, new SplittableRandom(1)))
                        .getMessage());
    }

    @Test
    void oneClassIsRejectedForTwoByTheBootstrap() {
        BrandPanel panel = SixTasks.panel();
        ClassCountTest test = ClassCountTest.of(panel, 1, DEFAULTS, 19, new SplittableRandom(1));
        assertEquals(2 * (-133.248259584 + 170.4685323), test.statistic(), 1e-6);
        assertEquals(1.0 / 20, test.pValue());
        assertEquals(test, ClassCountTest.of(panel, 1, DEFAULTS, 19, new SplittableRandom(1)));
    }

    @Test
    void oneClassIsKeptWhereThereIsOne() {
        LatentClassModel one = LatentClassModel.fit(SixTasks.panel(), 1, DEFAULTS, new SplittableRandom(1))
                .orThrow();
        BrandPanel simulated = one.simulate(SixTasks.panel(), new SplittableRandom(2));
        ClassCountTest test = ClassCountTest.of(simulated, 1, DEFAULTS, 19, new SplittableRandom(3));
        assertTrue(test.pValue() > 0.05, test::toString);
        assertEquals(
                "simulations must be >= 19, was 18 (the smallest p-value is 1 / (1 + simulations))",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ClassCountTest.of(simulated, 1, DEFAULTS, 18, new SplittableRandom(3)))
                        .getMessage());
    }
}
