package io.ullage.service.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that begin with the same bits.
 *
 * @param bits how many
 */
record AddressRange(InetAddress first, int bits) {

    /**
     * Such as {@code 10.0.0.0/8} or {@code ::1}.
     *
     * @throws IllegalArgumentException if it is not an address, with or without a length
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // What is not written in digits would be looked up, and then be whatever the name server says.
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("must be an IP address, with or without /bits");
        }
        try {
            InetAddress first = InetAddress.getByName(address);
            int all = first.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("must have from 0 to " + all + " bits");
            }
            return new AddressRange(first, bits);
        } catch (UnknownHostException | NumberFormatException notOne) {
            throw new IllegalArgumentException("must be an IP address, with or without /bits", notOne);
        }
    }

    boolean contains(String address) {
        try {
            return contains(InetAddress.getByName(address));
        } catch (UnknownHostException notOne) {
            return false;
        }
    }

    private boolean contains(InetAddress other) {
        byte[] ours = first.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
