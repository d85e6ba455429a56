package io.wegrant.server.connections;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request whose body has arrived. It looks as if it had come just now, so that filters
 * that take a request once take this one.
 */
final class ArrivedRequest extends HttpServletRequestWrapper {

	private final ServletInputStream body;

	ArrivedRequest(HttpServletRequest request, byte[] body) {
		super(request);
		this.body = new ArrivedBody(body);
	}

	@Override
	public DispatcherType getDispatcherType() {
		return DispatcherType.REQUEST;
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.body;
	}

	@Override
	public BufferedReader getReader() {
		Charset charset = Charset
			.forName(Objects.requireNonNullElse(getCharacterEncoding(), StandardCharsets.UTF_8.name()));
		return new BufferedReader(new InputStreamReader(this.body, charset));
	}

	private static final class ArrivedBody extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		ArrivedBody(byte[] bytes) {
			this.bytes = new ByteArrayInputStream(bytes);
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] into, int offset, int length) {
			return this.bytes.read(into, offset, length);
		}

		@Override
		public int available() {
			return this.bytes.available();
		}

		@Override
		public boolean isFinished() {
			return available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("the body has arrived");
		}

	}

}
