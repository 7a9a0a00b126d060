/** Numerics and argument checks for the other packages. Not exported; no promises. */
@NullMarked
package org.customerequity.internal;

import org.jspecify.annotations.NullMarked;
