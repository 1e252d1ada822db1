/** What a run may be told: typed records made from {@code spark.quire.*}, checked all at once. */
@NullMarked
package dev.quire.config;

import org.jspecify.annotations.NullMarked;
