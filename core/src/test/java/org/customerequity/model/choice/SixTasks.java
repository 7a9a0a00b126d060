package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.List;
import org.customerequity.survey.brand.BrandOffer;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandPurchases;
import org.customerequity.survey.brand.SubDriver;

/** The panel of formula sheet 23, section 5: thirty persons, six choice tasks shown to everybody. */
final class SixTasks {
    static final List<String> BRANDS = List.of("one", "two", "three");
    static final List<SubDriver> DRIVERS = List.of(SubDriver.value("quality"), SubDriver.value("price appeal"));
    static final List<BrandOffer> TASKS = List.of(
            task(3, 2, 2, 4, 5, 1),
            task(4, 4, 5, 2, 1, 5),
            task(2, 5, 4, 3, 3, 3),
            task(5, 2, 3, 5, 4, 1),
            task(1, 3, 4, 4, 3, 5),
            task(4, 5, 2, 2, 5, 3));
    static final List<String> CHOICES =
            List.of(("211221 221231 231233 231221 322133 323121 122121 233231 323121 213221 "
                            + "112223 322123 322223 332321 322133 313223 222133 231221 231221 321121 "
                            + "322133 211131 322121 233211 323223 313123 211221 231221 322223 231221")
                    .split(" "));

    private SixTasks() {}

    private static BrandOffer task(double... x) {
        return BrandOffer.of("one", x[0], x[1]).withBrand("two", x[2], x[3]).withBrand("three", x[4], x[5]);
    }

    static BrandPanel panel() {
        return panel(CHOICES);
    }

    static BrandPanel panel(List<String> choices) {
        BrandPanel.Builder panel = BrandPanel.of(DRIVERS, BRANDS);
        for (int i = 0; i < choices.size(); i++) {
            panel.add(person("p" + (i + 1), choices.get(i)));
        }
        return panel.build();
    }

    static BrandPurchases person(String id, String digits) {
        List<String> bought = new ArrayList<>();
        digits.chars().forEach(digit -> bought.add(BRANDS.get(digit - '1')));
        return BrandPurchases.of(id).withPurchases(TASKS, bought);
    }
}
