package io.wegrant.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A connection to a port of this machine, kept open as long as the server likes. It does
 * as little as a client can, because it takes its time from the same processors as the
 * server.
 */
final class Connection implements Closeable {

	private static final int TIMEOUT_MILLIS = 600_000;

	private static final int BUFFER_BYTES = 16 * 1024;

	private final int port;

	private @Nullable Socket socket;

	private InputStream input = InputStream.nullInputStream();

	Connection(int port) {
		this.port = port;
	}

	Answer exchange(byte[] request) throws IOException {
		Socket open = open();
		open.getOutputStream().write(request);
		return read();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

	private Socket open() throws IOException {
		Socket open = this.socket;
		if (open == null) {
			open = new Socket(InetAddress.getLoopbackAddress(), this.port);
			open.setTcpNoDelay(true);
			open.setSoTimeout(TIMEOUT_MILLIS);
			this.input = new BufferedInputStream(open.getInputStream(), BUFFER_BYTES);
			this.socket = open;
		}
		return open;
	}

	private Answer read() throws IOException {
		int status = Integer.parseInt(line().substring(9, 12));
		int length = 0;
		boolean chunked = false;
		boolean last = false;
		for (String line = line(); !line.isEmpty(); line = line()) {
			String header = line.toLowerCase(Locale.ROOT);
			if (header.startsWith("content-length:")) {
				length = Integer.parseInt(header.substring(15).strip());
			}
			chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
			last |= header.startsWith("connection:") && header.endsWith("close");
		}
		byte[] body = chunked ? chunks() : bytes(length);
		if (last) {
			close();
		}
		return new Answer(status, new String(body, StandardCharsets.UTF_8));
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = size(); size > 0; size = size()) {
			body.write(bytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int size() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private byte[] bytes(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The connection ended within an answer");
		}
		return bytes;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("The connection ended within an answer");
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	/**
	 * What came back.
	 */
	record Answer(int status, String body) {

		String member(String name) {
			String begin = "\"" + name + "\":\"";
			int from = this.body.indexOf(begin);
			if (from < 0) {
				throw new IllegalStateException("An answer of status " + this.status + " without " + name);
			}
			return this.body.substring(from + begin.length(), this.body.indexOf('"', from + begin.length()));
		}

		/**
		 * Makes sure of the status.
		 * @param expected the status
		 * @return this answer
		 * @throws IllegalStateException if it has another status
		 */
		Answer expect(int expected) {
			if (this.status != expected) {
				throw new IllegalStateException(
						String.format(Locale.ROOT, "Status %d instead of %d", this.status, expected));
			}
			return this;
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "Answer[status=%d]", this.status);
		}

	}

}
