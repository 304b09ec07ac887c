package io.ullage.service.recommend.life;

import java.time.Instant;

/**
 * What an act really brought back.
 *
 * @param bytes by which what the volumes occupy fell; negative where it rose
 * @param from the last reading before the act
 * @param to the first reading after it
 * @param how it was found
 */
record Return(long bytes, Instant from, Instant to, String how) {}
