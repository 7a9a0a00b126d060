package org.customerequity.history;

import java.time.LocalDate;
import org.customerequity.internal.Require;

/** A transaction that the rules in force do not allow; the message names customer, date, rule, value and a way out. */
public class DataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String customer;
    private final LocalDate date;

    /**
     * A problem with what {@code customer} did on {@code date}.
     *
     * @param problem name, rule, value and hint: {@code amount must be >= 0, was -5.0 (…)}
     */
    public DataException(String customer, LocalDate date, String problem) {
        super("customer \"" + customer + "\" on " + date + ": " + problem);
        this.customer = customer;
        this.date = date;
    }

    static DataException of(String customer, LocalDate date, String name, String rule, String hint, Object value) {
        return new DataException(
                customer,
                date,
                String.valueOf(Require.bad(name, rule, hint, value).getMessage()));
    }

    /** Whose transaction. */
    public String customer() {
        return customer;
    }

    /** Of which day. */
    public LocalDate date() {
        return date;
    }
}
