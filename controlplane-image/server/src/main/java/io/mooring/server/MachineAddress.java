package io.mooring.server;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;

/// The address this machine is likely known by: the first IPv4 one that is not loopback, else
/// loopback.
final class MachineAddress {

    private MachineAddress() {}

    static String find() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(address ->
                            !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress())
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            throw new ServerException("asking for this machine's addresses: " + e.getMessage(), e);
        }
    }
}
