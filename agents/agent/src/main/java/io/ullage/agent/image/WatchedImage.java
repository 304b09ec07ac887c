package io.ullage.agent.image;

import java.nio.file.Path;

/**
 * An image that the host role reports as a volume.
 *
 * @param path real path
 * @param volumeId as in its readings
 * @param poolId as in its readings
 */
public record WatchedImage(Path path, String volumeId, String poolId) {}
