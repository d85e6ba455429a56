package io.wegrant.server.selfservice;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a request as far as it may go, whatever length was announced.
 */
final class LimitedBody {

	private LimitedBody() {
	}

	static byte[] read(InputStream body, int limit) throws IOException {
		byte[] bytes = body.readNBytes(limit + 1);
		if (bytes.length > limit) {
			throw AccountProblem.tooLarge(limit);
		}
		return bytes;
	}

}
