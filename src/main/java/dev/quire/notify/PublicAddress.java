package dev.quire.notify;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Where a host's name leads to: never into the cluster's own network. */
final class PublicAddress {

    private PublicAddress() {}

    /**
     * The first address of a host; it is connected to as it is, so that a second look-up cannot lead elsewhere.
     *
     * @param loopback whether this machine itself will do
     * @throws IOException where there is none, or where any address of the host is not public
     */
    static InetAddress of(String host, boolean loopback) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress address : all) {
            if (!isPublic(address) && !(loopback && address.isLoopbackAddress())) {
                throw new IOException("the host has an address that is not public");
            }
        }
        return all[0];
    }

    static boolean isPublic(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        return !special && !(address instanceof Inet4Address ? isReserved4(address) : isReserved6(address));
    }

    /** Shared (100.64/10), benchmarks (198.18/15), this network (0/8), protocols (192.0.0/24), reserved (240/4). */
    private static boolean isReserved4(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0
                || first >= 240
                || (first == 100 && second >= 64 && second < 128)
                || (first == 198 && (second == 18 || second == 19))
                || (first == 192 && second == 0 && bytes[2] == 0);
    }

    /** Only 2000::/3 is public, less 6to4 (2002::/16) and Teredo (2001:0::/32), which hold addresses of the old kind. */
    private static boolean isReserved6(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean global = (bytes[0] & 0xe0) == 0x20;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        return !global || sixToFour || teredo;
    }
}
