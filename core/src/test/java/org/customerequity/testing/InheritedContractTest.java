package org.customerequity.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.SpendModelContract;
import org.customerequity.model.spend.TransactionSpendModel;
import org.customerequity.model.spend.TransactionSpendModelContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** As a user inherits a contract: from another package, where package-private laws could be lost unnoticed. */
class InheritedContractTest extends TransactionSpendModelContract {
    private static boolean asked;

    @Override
    protected TransactionSpendModel model() {
        // a law of the contract is on the stack, unless the question comes from here
        asked = asked
                || Arrays.stream(new Throwable().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SpendModelContract.class.getName()));
        return new GammaGamma(2.5, 3.4, 28);
    }

    @Test
    void theLawsAreInherited() {
        long laws = Stream.of(SpendModelContract.class, TransactionSpendModelContract.class)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assertTrue(laws >= 14, () -> laws + " laws");
    }

    @AfterAll
    static void theLawsHaveRun() {
        assertTrue(asked, "no law of the contract asked for the model");
    }
}
