package io.wegrant.endtoend.stage;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to the nodes of a provider: a relay that hands each request to the next node
 * that takes it, as a load balancer does, and that can be cut like a cable.
 * <p>
 * It serves one request for each connection, so that no client sticks to a node.
 */
final class Wire implements Closeable {

	private static final int LONGEST_HEAD = 65_536;

	private final ServerSocket listener;

	private final List<Integer> nodes;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "wire");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger turn = new AtomicInteger();

	private final AtomicLong requests = new AtomicLong();

	private volatile boolean cut;

	Wire(int port, List<Integer> nodes) {
		this.nodes = nodes;
		try {
			this.listener = new ServerSocket(port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Counts what has been asked of the nodes.
	 * @return the number of requests
	 */
	long requests() {
		return this.requests.get();
	}

	/**
	 * Lets nothing pass from now on: what is sent is neither delivered nor refused, and
	 * connections stay open.
	 */
	synchronized void cut() {
		this.cut = true;
	}

	/**
	 * Lets new connections pass. Those that have lost something are reset.
	 */
	synchronized void mend() {
		if (this.cut) {
			this.open.forEach(Wire::end);
			this.cut = false;
			notifyAll();
		}
	}

	@Override
	public void close() {
		end(this.listener);
		this.open.forEach(Wire::end);
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				this.threads.execute(() -> relay(client));
			}
			catch (IOException ex) {
				end(this.listener);
			}
		}
	}

	private void relay(Socket client) {
		this.open.add(client);
		try (client) {
			converse(client);
			holdWhileCut();
		}
		catch (IOException | InterruptedException ex) {
			end(client);
		}
		finally {
			this.open.remove(client);
		}
	}

	private void converse(Socket client) throws IOException {
		if (this.cut) {
			return;
		}
		Socket node = connect();
		this.open.add(node);
		try (node) {
			node.setTcpNoDelay(true);
			client.setTcpNoDelay(true);
			byte[] head = head(client.getInputStream());
			if (head.length > 0) {
				this.requests.incrementAndGet();
				pass(head, head.length, node.getOutputStream());
				this.threads.execute(() -> pump(client, node));
				pump(node, client);
			}
		}
		finally {
			this.open.remove(node);
		}
	}

	/** The end of a connection does not get through either. */
	private synchronized void holdWhileCut() throws InterruptedException {
		while (this.cut) {
			wait();
		}
	}

	private Socket connect() throws IOException {
		IOException refused = new IOException("no nodes");
		for (int i = 0; i < this.nodes.size(); i++) {
			int node = this.nodes.get(Math.floorMod(this.turn.getAndIncrement(), this.nodes.size()));
			try {
				return new Socket(InetAddress.getLoopbackAddress(), node);
			}
			catch (IOException ex) {
				refused = ex;
			}
		}
		throw refused;
	}

	/** Reads the head of the request, and asks the node to close after its answer. */
	private static byte[] head(InputStream from) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int last = 0;
		while (last != 0x0d0a0d0a && head.size() < LONGEST_HEAD) {
			int next = from.read();
			if (next < 0) {
				return new byte[0];
			}
			head.write(next);
			last = (last << 8) | next;
		}
		return head.toString(StandardCharsets.ISO_8859_1)
			.replaceAll("(?im)^(Connection|Upgrade|HTTP2-Settings):.*\r\n", "")
			.replaceFirst("\r\n", "\r\nConnection: close\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[16_384];
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			int length = input.read(buffer);
			while (length >= 0) {
				pass(buffer, length, output);
				length = input.read(buffer);
			}
			if (!this.cut) {
				to.shutdownOutput();
			}
		}
		catch (IOException ex) {
			end(to);
		}
	}

	private void pass(byte[] bytes, int length, OutputStream output) throws IOException {
		if (!this.cut) {
			output.write(bytes, 0, length);
		}
	}

	private static void end(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
