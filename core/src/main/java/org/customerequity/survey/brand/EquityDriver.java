package org.customerequity.survey.brand;

/**
 * The three drivers of customer equity: why customers choose a brand (Rust, Zeithaml and Lemon, Driving Customer Equity, 2000).
 */
public enum EquityDriver {
    /** What the offer is objectively worth to a customer: quality, price, convenience. */
    VALUE,
    /** What customers think and feel of the brand beyond that: awareness, image, ethics. */
    BRAND,
    /** What keeps customers beyond both: programmes, recognition, community, knowledge, trust. */
    RELATIONSHIP
}
