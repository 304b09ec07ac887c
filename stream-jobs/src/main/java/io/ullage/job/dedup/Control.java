package io.ullage.job.dedup;

import org.jspecify.annotations.Nullable;

/**
 * How a volume's sample is held against its exact size: to the attributed content that the sample makes believe is added
 * {@code coefficient · deviation}.
 *
 * @param deviation chunks that the volume holds, less those that its sample makes believe
 * @param chunks stored chunks that one reference stands for, from 0 to 1
 * @param compressed the same in bytes after compression; absent where they are not known
 */
record Control(double deviation, double chunks, @Nullable Double compressed) {}
