package io.wegrant.resourceserver.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.wegrant.resourceserver.AccountEventVerifier;

/**
 * Serves the path where the provider sends account events, and passes nothing on.
 */
final class AccountEventFilter implements Filter {

	private final AccountEventReceiver receiver;

	AccountEventFilter(AccountEventReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
		write((HttpServletResponse) response, answer((HttpServletRequest) request));
	}

	private AccountEventAnswer answer(HttpServletRequest request) throws IOException {
		var refusal = AccountEventReceiver.refusal(request.getMethod(), request.getContentType(),
				request.getContentLengthLong());
		return refusal.isPresent() ? refusal.get() : take(request);
	}

	private AccountEventAnswer take(HttpServletRequest request) throws IOException {
		byte[] body = request.getInputStream().readNBytes(AccountEventVerifier.MAX_LENGTH + 1);
		if (body.length > AccountEventVerifier.MAX_LENGTH) {
			return AccountEventAnswer.TOO_LONG;
		}
		return this.receiver.answer(this.receiver.verifier().verify(new String(body, StandardCharsets.ISO_8859_1)));
	}

	// Not by sendError, which would go to the error page and past the chains again.
	private static void write(HttpServletResponse response, AccountEventAnswer answer) throws IOException {
		byte[] body = answer.bytes();
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
