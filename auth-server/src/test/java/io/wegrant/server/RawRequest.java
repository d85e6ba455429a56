package io.wegrant.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A request as bytes, which need not be HTTP.
 */
public final class RawRequest {

	private static final int TIME_LIMIT = 10_000;

	private RawRequest() {
	}

	/**
	 * Sends a request and reads to the end of the connection.
	 * @param port the port of this machine
	 * @param request the request, of characters below 256
	 * @return the answer
	 * @throws IOException if there is none
	 */
	public static String send(int port, String request) throws IOException {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(TIME_LIMIT);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
