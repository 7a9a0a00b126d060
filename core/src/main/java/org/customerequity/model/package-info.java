/** Models of buying, leaving and spending. */
package org.customerequity.model;
