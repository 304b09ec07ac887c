package io.ullage.image;

import java.io.IOException;

/** A structure of an image or file system breaks a rule of its format, or uses a feature that is not known here. */
public final class ImageException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param structure by its name in the specification, such as {@code qcow2 header.cluster_bits}
     * @param rule in words, such as {@code must be from 9 to 21}
     */
    public ImageException(String structure, String rule, Object value) {
        super(structure + ": " + rule + ", was " + value);
    }
}
