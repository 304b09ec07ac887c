package io.ullage.service.simulate;

/** By which key a guest's disk is found to be a volume of the host. */
public enum MatchKey {
    SERIAL,
    WWN,
    BUS_ADDRESS,
    /** By a size that no other disk of the machine has. */
    SIZE,
    /** No key at all, and the machine has two disks of the same size, or the host does not say whose the volume is. */
    NONE
}
