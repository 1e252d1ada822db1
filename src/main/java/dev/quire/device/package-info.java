/** How devices are and how well they are used: asked on executors, added up on the driver. */
@NullMarked
package dev.quire.device;

import org.jspecify.annotations.NullMarked;
