/** What the engines that run on libtorch share. */
@NullMarked
package dev.quire.infer.torch;

import org.jspecify.annotations.NullMarked;
