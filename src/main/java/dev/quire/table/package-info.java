/** The Delta tables: the only package that names a column. */
@NullMarked
package dev.quire.table;

import org.jspecify.annotations.NullMarked;
