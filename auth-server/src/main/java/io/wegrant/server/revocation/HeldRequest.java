package io.wegrant.server.revocation;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;

import io.wegrant.server.connections.Connections;
import io.wegrant.server.limits.ClientNetwork;

/**
 * A request that is answered later: past the filters, which it has walked once, and
 * without a thread that waits for its sender to take the answer.
 */
final class HeldRequest implements WriteListener, AsyncListener {

	private static final Logger logger = LoggerFactory.getLogger(HeldRequest.class);

	/** How long the sender may take to read the answer. */
	private static final Duration TO_BE_READ = Duration.ofSeconds(20);

	private static final byte[] NOTHING = {};

	private final String address;

	private final String connection;

	private final AsyncContext context;

	private final ServletOutputStream body;

	private final Runnable ended;

	private final AtomicReference<ResponseEntity<byte[]>> answer = new AtomicReference<>();

	private boolean written;

	private HeldRequest(HttpServletRequest request, Duration longest, Runnable ended) throws IOException {
		this.address = ClientNetwork.of(request.getRemoteAddr());
		this.connection = Connections.idOf(request.getServletConnection());
		this.ended = ended;
		this.context = request.startAsync();
		this.context.setTimeout(longest.plus(TO_BE_READ).toMillis());
		this.context.addListener(this);
		this.body = this.context.getResponse().getOutputStream();
	}

	/**
	 * Holds a request.
	 * @param request the request
	 * @param longest when it is answered at the latest
	 * @param ended what to do once the sender has the answer, or is gone
	 * @return the request that is held
	 * @throws IOException if there is nobody to answer to
	 */
	static HeldRequest hold(HttpServletRequest request, Duration longest, Runnable ended) throws IOException {
		return new HeldRequest(request, longest, ended);
	}

	String address() {
		return this.address;
	}

	String connection() {
		return this.connection;
	}

	boolean isAnswered() {
		return this.answer.get() != null;
	}

	/**
	 * Answers, unless it was answered before.
	 * @param given the answer
	 */
	void answer(ResponseEntity<byte[]> given) {
		if (!this.answer.compareAndSet(null, given)) {
			return;
		}
		try {
			// The server calls back once the filters are done with the request.
			this.body.setWriteListener(this);
		}
		catch (IllegalStateException ex) {
			logger.debug("The sender of a held request is gone", ex);
		}
	}

	@Override
	public void onWritePossible() throws IOException {
		ResponseEntity<byte[]> given = Objects.requireNonNull(this.answer.get());
		byte[] bytes = Objects.requireNonNullElse(given.getBody(), NOTHING);
		if (!this.written) {
			HttpServletResponse response = (HttpServletResponse) this.context.getResponse();
			response.setStatus(given.getStatusCode().value());
			given.getHeaders().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
			response.setContentLength(bytes.length);
		}
		while (this.body.isReady()) {
			if (this.written) {
				this.context.complete();
				return;
			}
			this.written = true;
			this.body.write(bytes);
		}
	}

	@Override
	public void onError(Throwable fault) {
		logger.debug("The sender of a held request does not take the answer", fault);
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.ended.run();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		event.getAsyncContext().complete();
	}

	@Override
	public void onError(AsyncEvent event) {
		logger.debug("A held request failed", event.getThrowable());
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// It is held once.
	}

}
