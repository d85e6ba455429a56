package io.wegrant.simulator.push;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Any text to be pushed under a right signature, well formed or not.
 *
 * @param appid the mini-program
 * @param body the text; when encrypted, it is what the envelope holds
 * @param contentType the content type of the push, whose envelope is XML if it names that
 * and else JSON; that of the mini-program's format if absent
 * @param encrypted whether the text is encrypted; it is if the mini-program has a key
 * @param url where it goes, if not where all go
 */
public record Message(String appid, String body, @Nullable String contentType, @Nullable Boolean encrypted,
		@Nullable URI url) {

	/**
	 * Checks the values.
	 */
	public Message {
		Assert.hasText(appid, "appid is missing");
		Assert.notNull(body, "body is missing");
		Assert.isTrue(contentType == null || contentType.matches("[!-~]+/[ -~]+"), "contentType is none");
	}

	/**
	 * Makes a message that goes the way the mini-program has chosen.
	 * @param appid the mini-program
	 * @param body the text
	 * @return the message
	 */
	public static Message of(String appid, String body) {
		return new Message(appid, body, null, null, null);
	}

}
