/**
 * Linux swap areas: held by the guest as a whole.
 *
 * <p>Facts: <a href="https://man7.org/linux/man-pages/man8/mkswap.8.html">mkswap(8)</a>; ten bytes of signature end the first page, the
 * header lies at byte 1024. Which pages hold something is known to the running kernel alone, so all of an area is LIVE.
 */
package io.ullage.image.swap;
