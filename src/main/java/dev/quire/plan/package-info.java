/** Which pages go together: page facts become fragments, costs and balanced partitions. */
@NullMarked
package dev.quire.plan;

import org.jspecify.annotations.NullMarked;
