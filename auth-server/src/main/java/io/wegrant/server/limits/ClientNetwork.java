package io.wegrant.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Whom a limit of addresses counts as one: an IPv4 address, or the first 64 bits of an
 * IPv6 address, since one subscriber has all that begin with them.
 */
public final class ClientNetwork {

	private static final int PREFIX_BYTES = 8;

	private ClientNetwork() {
	}

	/**
	 * Names the network of an address.
	 * @param address the address as the server gives it
	 * @return the name, which is the address itself unless it is an IPv6 address
	 */
	public static String of(String address) {
		if (address.indexOf(':') < 0) {
			return address;
		}
		try {
			// With a colon it is an address or an error, never looked up as a name.
			InetAddress parsed = InetAddress.getByName(address);
			return (parsed instanceof Inet6Address)
					? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX_BYTES) + "/64" : parsed.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}
