package io.wegrant.server.connections;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

import io.wegrant.server.limits.ClientNetwork;

/**
 * A body that is read as it comes. Of one that is longer than anybody reads, what is too
 * much is thrown away, so that its sender gets the endpoint's answer.
 */
final class ArrivingBody implements ReadListener, AsyncListener {

	/** The body of a request, once it has arrived. */
	static final String ATTRIBUTE = ArrivingBody.class.getName();

	private static final Logger logger = LoggerFactory.getLogger(ArrivingBody.class);

	private static final int CHUNK = 8 * 1024;

	/** How much more than an endpoint takes is read. */
	static final int THROWN_AWAY = 4 * 1024 * 1024;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final ServletInputStream input;

	/** One byte more than the endpoint takes, so that it notices. */
	private final int kept;

	private final BodyMemory memory;

	private final String address;

	private final Refusals refusals;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private long length;

	private int taken;

	private boolean refused;

	ArrivingBody(HttpServletRequest request, HttpServletResponse response, int limit, BodyMemory memory,
			Refusals refusals) throws IOException {
		this.request = request;
		this.response = response;
		this.input = request.getInputStream();
		this.kept = limit + 1;
		this.memory = memory;
		this.address = ClientNetwork.of(request.getRemoteAddr());
		this.refusals = refusals;
	}

	/**
	 * Reads what has come with the headers.
	 * @return whether that is all
	 * @throws IOException if the sender is gone
	 */
	boolean readWhatIsThere() throws IOException {
		long announced = this.request.getContentLengthLong();
		while (this.length < announced && this.input.available() > 0) {
			byte[] chunk = newChunk();
			int read = this.input.read(chunk);
			if (read < 0) {
				return false;
			}
			this.length += read;
			this.bytes.write(chunk, 0, Math.min(read, this.kept - this.bytes.size()));
		}
		return this.length == announced;
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

	/**
	 * Reads the rest as it comes, and then has the request go on.
	 * @param deadline how long it may take
	 * @throws IOException if the sender is gone
	 */
	void readOn(Duration deadline) throws IOException {
		if (!this.memory.take(this.address, this.bytes.size())) {
			this.refusals.refuse(this.request, this.response, HttpStatus.SERVICE_UNAVAILABLE);
			return;
		}
		this.taken = this.bytes.size();
		AsyncContext context = this.request.startAsync();
		context.setTimeout(deadline.toMillis());
		context.addListener(this);
		this.input.setReadListener(this);
	}

	@Override
	public void onDataAvailable() throws IOException {
		byte[] chunk = newChunk();
		while (!this.refused && this.input.isReady()) {
			int read = this.input.read(chunk);
			if (read < 0) {
				return;
			}
			keep(chunk, read);
		}
	}

	private byte[] newChunk() {
		long announced = this.request.getContentLengthLong();
		return new byte[(announced > this.length) ? (int) Math.min(CHUNK, announced - this.length) : CHUNK];
	}

	private void keep(byte[] chunk, int read) throws IOException {
		this.length += read;
		if (this.length > (long) this.kept + THROWN_AWAY) {
			refuse(HttpStatus.CONTENT_TOO_LARGE);
			return;
		}
		int more = Math.min(read, this.kept - this.bytes.size());
		if (!this.memory.take(this.address, more)) {
			refuse(HttpStatus.SERVICE_UNAVAILABLE);
			return;
		}
		this.taken += more;
		this.bytes.write(chunk, 0, more);
	}

	@Override
	public void onAllDataRead() throws IOException {
		if (this.refused) {
			return;
		}
		this.request.setAttribute(ATTRIBUTE, toByteArray());
		try {
			this.request.getAsyncContext().dispatch();
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			// A path that leads nowhere.
			refuse(HttpStatus.BAD_REQUEST);
		}
	}

	private void refuse(HttpStatus status) throws IOException {
		this.refused = true;
		this.refusals.refuse(this.request, this.response, status);
		this.request.getAsyncContext().complete();
	}

	@Override
	public void onError(Throwable fault) {
		logger.debug("The sender of a body is gone", fault);
	}

	@Override
	public void onTimeout(AsyncEvent event) throws IOException {
		refuse(HttpStatus.REQUEST_TIMEOUT);
	}

	@Override
	public void onError(AsyncEvent event) {
		logger.debug("A request whose body came slowly failed", event.getThrowable());
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.memory.giveBack(this.address, this.taken);
	}

	/** Answers a request whose body will not be read to its end. */
	@FunctionalInterface
	interface Refusals {

		void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status) throws IOException;

	}

}
