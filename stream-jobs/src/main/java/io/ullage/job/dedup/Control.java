package io.ullage.job.dedup;

import org.jspecify.annotations.Nullable;

/**
 * How a volume's sample is held against its exact size. A figure that counts the volume's own content is what the sample says plus
 * {@code coefficient · deviation}.
 *
 * @param deviation chunks that the volume holds, less the number that its sample makes believe
 * @param chunks stored chunks that one more reference of this volume stands for, from 0 to 1
 * @param compressed the same in bytes after compression; absent where they are not known
 */
public record Control(
        double deviation, double chunks, @Nullable Double compressed) {}
