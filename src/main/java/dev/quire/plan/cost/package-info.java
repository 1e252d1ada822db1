/** What a page will cost: a prior, and what earlier runs measured. Plain Java. */
@NullMarked
package dev.quire.plan.cost;

import org.jspecify.annotations.NullMarked;
