/**
 * DeepSeek-OCR 2: pages are cut into views, encoded, and written as text by a language model that works on many pages
 * at once. {@link dev.quire.infer.deepseek.DeepSeekEngines} is the way in.
 */
@NullMarked
package dev.quire.infer.deepseek;

import org.jspecify.annotations.NullMarked;
