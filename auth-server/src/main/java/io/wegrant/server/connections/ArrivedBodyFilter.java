package io.wegrant.server.connections;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Lets a request pass once its body has arrived, before any other filter sees it. Until
 * then it costs a connection and some memory, and no thread.
 */
final class ArrivedBodyFilter implements Filter {

	private static final long BYTES_PER_SECOND = 100 * 1000;

	private final List<BodyLimit> limits;

	private final BodyMemory memory;

	private final Connections connections;

	private final Duration deadline;

	private final MeterRegistry meters;

	ArrivedBodyFilter(List<BodyLimit> limits, BodyMemory memory, Connections connections, Duration deadline,
			MeterRegistry meters) {
		this.limits = limits;
		this.memory = memory;
		this.connections = connections;
		this.deadline = deadline;
		this.meters = meters;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		if (request.getAttribute(ArrivingBody.ATTRIBUTE) instanceof byte[] body) {
			request.removeAttribute(ArrivingBody.ATTRIBUTE);
			chain.doFilter(new ArrivedRequest(request, body), response);
		}
		else if (request.getDispatcherType() == DispatcherType.REQUEST && hasBody(request)) {
			read(request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private static boolean hasBody(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		int limit = limit(request);
		if (request.getContentLengthLong() > (long) limit + ArrivingBody.THROWN_AWAY) {
			refuse(request, response, HttpStatus.CONTENT_TOO_LARGE);
			return;
		}
		ArrivingBody body = new ArrivingBody(request, response, limit, this.memory, this::refuse);
		if (body.readWhatIsThere()) {
			chain.doFilter(new ArrivedRequest(request, body.toByteArray()), response);
		}
		else {
			body.readOn(this.deadline.plusSeconds(Math.max(0, request.getContentLengthLong()) / BYTES_PER_SECOND));
		}
	}

	// Most requests are for other endpoints, and cost nothing more here.
	private int limit(HttpServletRequest request) {
		for (BodyLimit limit : this.limits) {
			if (limit.isOf(request.getRequestURI())) {
				return limit.bytes();
			}
		}
		return BodyLimit.DEFAULT;
	}

	// Tomcat would wait for the rest of the body before it reads the next request.
	private void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status)
			throws IOException {
		Counter.builder("wegrant.connections.refused")
			.description("Requests that were not read to their end")
			.tag("status", Integer.toString(status.value()))
			.register(this.meters)
			.increment();
		response.setHeader(HttpHeaders.CONNECTION, "close");
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
		}
		StatusProblem.write(response, status);
		response.flushBuffer();
		this.connections.close(Connections.idOf(request.getServletConnection()));
	}

}
