package io.wegrant.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that tests start. A server takes its port seconds after it was
 * chosen, and may be started again there, so it belongs to this process until the process
 * ends: no other process of the tests is given it, and it lies below what systems use for
 * outgoing connections.
 */
public final class Ports {

	private static final int LOWEST = 10_000;

	/** Some systems use ports from 16,000 on for outgoing connections. */
	private static final int HIGHEST = 16_000;

	private static final FileChannel GIVEN = open();

	private Ports() {
	}

	/**
	 * Returns a port where nothing listens.
	 * @return the port, which is not given a second time
	 */
	public static int free() {
		int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
		while (!isReserved(port) || !isFree(port)) {
			port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
		}
		return port;
	}

	private static boolean isReserved(int port) {
		try {
			return GIVEN.tryLock(port, 1, false) != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static FileChannel open() {
		Path file = Path.of(System.getProperty("java.io.tmpdir"), "wegrant-ports-" + System.getProperty("user.name"));
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
