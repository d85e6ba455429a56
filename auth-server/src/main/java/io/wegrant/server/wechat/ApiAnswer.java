package io.wegrant.server.wechat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What WeChat answers to a call of its server API, as it comes.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, if WeChat says
 * @param disposition the name of a file, if the body is one
 * @param length the length of the body in bytes, if WeChat says
 * @param body the body
 */
public record ApiAnswer(int status, Optional<String> contentType, Optional<String> disposition, OptionalLong length,
		InputStream body) {

	/**
	 * Takes an answer as long as it comes.
	 *
	 * @param <T> what is made of it
	 */
	@FunctionalInterface
	public interface Reader<T> {

		/**
		 * Reads an answer.
		 * @param answer the answer
		 * @return what is made of it
		 * @throws IOException if WeChat's answer breaks off
		 */
		T read(ApiAnswer answer) throws IOException;

	}

}
