package org.customerequity.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two properties of one shape draw the same examples, because the class gives both its seed. */
@Seeded
class SeededTest {
    private static final List<List<Integer>> DRAWN = List.of(new ArrayList<>(), new ArrayList<>());

    @Property(tries = 50)
    void one(@ForAll int number) {
        DRAWN.get(0).add(number);
    }

    @Property(tries = 50)
    void other(@ForAll int number) {
        DRAWN.get(1).add(number);
    }

    @AfterContainer
    static void theSame() {
        assertEquals(50, DRAWN.get(0).size());
        if (System.getProperty("customerequity.seed", "").equals("random")) {
            return; // then they may differ
        }
        assertEquals(DRAWN.get(0), DRAWN.get(1));
    }
}
