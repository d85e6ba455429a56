package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports, from below the range that systems use for outgoing connections: an
 * application that is started again must find its port as free as it left it.
 */
final class Ports {

	private static final int LOWEST = 20_000;

	private static final int HIGHEST = 30_000;

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	static int free() {
		int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
		while (!GIVEN.add(port) || !isFree(port)) {
			port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
		}
		return port;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
