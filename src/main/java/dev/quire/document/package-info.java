/** One open document, whatever its format: pages, facts, images, within hard limits. Knows no Spark. */
@NullMarked
package dev.quire.document;

import org.jspecify.annotations.NullMarked;
