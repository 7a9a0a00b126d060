package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class SampleShopTest {
    @Test
    void theBundledFilesAreWhatTheGeneratorMakes() throws IOException {
        try (InputStream transactions = SampleShop.TRANSACTIONS.open();
                InputStream customers = SampleShop.CUSTOMERS.open()) {
            assertEquals(ShopGenerator.transactions(), new String(transactions.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(ShopGenerator.customers(), new String(customers.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyCustomerHasChannelAndAge() {
        PurchaseHistories histories = SampleShop.list().stream()
                .collect(TransactionSummarizer.per(PeriodUnit.WEEK)
                        .until(SampleShop.UNTIL)
                        .toHistories())
                .withCovariates(SampleShop.covariates());
        assertEquals(1_200, histories.size());
        assertEquals(
                List.of("ads", "organic", "referral"), histories.covariates().levels("channel"));
    }

    @Test
    void theSeasonIsNovemberAndDecember() {
        assertFalse(SampleShop.isSeason(LocalDate.of(2024, 10, 31)));
        assertTrue(SampleShop.isSeason(LocalDate.of(2024, 11, 1)));
        assertTrue(SampleShop.isSeason(LocalDate.of(2024, 12, 31)));
        assertFalse(SampleShop.isSeason(LocalDate.of(2025, 1, 1)));
    }
}
