package dev.quire.document;

/**
 * What a cheap pass over a page found.
 *
 * @param scanPixelsPerPoint of the image that makes up the whole page, 0 where there is none or text is visible
 * @param visibleCharacters of the facts' characters
 * @param flaw what keeps a part of its content from being read, empty where nothing does
 */
record PageSurvey(PageFacts facts, float scanPixelsPerPoint, int visibleCharacters, String flaw) {}
