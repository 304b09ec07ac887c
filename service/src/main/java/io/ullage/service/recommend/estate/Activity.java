package io.ullage.service.recommend.estate;

import java.time.LocalDate;

/**
 * How long a volume has been read, and for how long nothing about it changed.
 *
 * @param days with readings
 * @param unchangedDays whole days back from the newest without a write that takes or frees space
 */
public record Activity(LocalDate firstDay, LocalDate lastDay, long days, long unchangedDays) {}
