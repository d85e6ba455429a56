package io.wegrant.simulator.wechat;

import java.io.IOException;
import java.util.Arrays;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The response of a call, down to the connection below it.
 */
final class WireResponse {

	private final HttpServletResponse response;

	private final ConnectionValve.Connection connection;

	WireResponse(HttpServletRequest request, HttpServletResponse response) {
		this.response = response;
		this.connection = ConnectionValve.connection(request);
	}

	void send(Outcome outcome) throws IOException {
		start(outcome);
		this.response.getOutputStream().write(outcome.body());
	}

	/**
	 * Sends half of the body and breaks the connection.
	 * @param outcome what to send
	 * @throws IOException when the caller is gone
	 */
	void sendHalf(Outcome outcome) throws IOException {
		start(outcome);
		byte[] body = outcome.body();
		this.response.getOutputStream().write(Arrays.copyOf(body, body.length / 2));
		this.response.flushBuffer();
		this.connection.abort();
	}

	/**
	 * Breaks the connection before anything is sent.
	 */
	void abort() {
		this.connection.abort();
	}

	private void start(Outcome outcome) {
		this.response.setStatus(outcome.status());
		this.response.setContentLength(outcome.body().length);
		String contentType = outcome.contentType();
		if (contentType != null) {
			this.connection.contentType(contentType);
		}
		String disposition = outcome.disposition();
		if (disposition != null) {
			// Spelt as WeChat does.
			this.response.setHeader("Content-disposition", disposition);
		}
	}

}
