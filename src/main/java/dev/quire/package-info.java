/** Quire reads every page of a bucket of PDFs into Delta tables and proves that none was lost. */
@NullMarked
package dev.quire;

import org.jspecify.annotations.NullMarked;
