/**
 * What the map of a large qcow2 costs: a generator of such images, and the commands that {@code bench/qcow2-map/run.py} sets beside
 * qemu-img's. They need nothing but the image readers on the class path.
 */
package io.ullage.bench.qcow2;
