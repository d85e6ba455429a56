package io.wegrant.simulator.wechat;

import java.nio.charset.StandardCharsets;

/**
 * The body of a call, as the bytes that arrived.
 */
final class RawBody {

	private final byte[] bytes;

	RawBody(byte[] bytes) {
		this.bytes = bytes;
	}

	byte[] bytes() {
		return this.bytes;
	}

	String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

}
