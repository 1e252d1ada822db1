/** Pages to text: the one Spark function that reads pages, and the engines that it feeds. */
@NullMarked
package dev.quire.infer;

import org.jspecify.annotations.NullMarked;
