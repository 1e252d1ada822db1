package dev.quire.observe;

import dev.quire.plan.Cluster;
import dev.quire.plan.Forecast;
import java.time.Instant;
import java.util.Map;

/**
 * What a run would do, and take.
 *
 * @param documents that it would open and read
 * @param reasons pages by why they are read from their text layer, or by the model
 * @param unreadable documents that cannot be opened, by error class
 * @param longestPath the document with the costliest fragment; empty where there is none
 * @param learnedPages measured pages that the forecast rests on, older ones by what is left of them
 */
public record PlanReport(
        String planId,
        Instant created,
        long documents,
        RunReport.Listing listing,
        Map<String, Long> reasons,
        Map<String, Long> unreadable,
        Forecast forecast,
        String longestPath,
        Cluster cluster,
        double learnedPages) {}
