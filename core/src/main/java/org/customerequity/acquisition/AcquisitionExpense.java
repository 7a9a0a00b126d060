package org.customerequity.acquisition;

/** What money spent on winning customers is spent on. */
public enum AcquisitionExpense {
    /** Advertising space, clicks, impressions, affiliate and referral fees. */
    MEDIA,
    /** People in marketing and sales. */
    SALARIES,
    /** Software, data and agencies. */
    TOOLS,
    /** Discounts, gifts and set-up work that get a new customer started. */
    ONBOARDING,
    /** Rent, management and whatever else is shared out to acquisition. */
    OVERHEAD
}
