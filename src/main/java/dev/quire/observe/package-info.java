/** What a run did: progress while it runs, figures when it is done. */
@NullMarked
package dev.quire.observe;

import org.jspecify.annotations.NullMarked;
