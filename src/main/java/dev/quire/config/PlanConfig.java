package dev.quire.config;

/** How pages are cut and packed. */
public record PlanConfig(int fragmentPages, int tasksPerSlot, int wavePages) {}
