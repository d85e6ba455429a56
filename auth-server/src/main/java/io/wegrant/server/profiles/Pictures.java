package io.wegrant.server.profiles;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.AccountClosed;

/**
 * The pictures of users, one each. A picture has a name of 128 random bits, by which
 * anybody may fetch it, and never changes: another picture has another name.
 */
@Component
public final class Pictures {

	private static final int NAME_BYTES = 16;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{22}");

	private final JdbcClient jdbc;

	private final SecureRandom random;

	private final Clock clock;

	Pictures(JdbcClient jdbc, SecureRandom random, Clock clock) {
		this.jdbc = jdbc;
		this.random = random;
		this.clock = clock;
	}

	/**
	 * Finds a picture.
	 * @param name its name
	 * @return the picture, or empty if there is none of that name or no more
	 */
	public Optional<Picture> find(String name) {
		if (!NAME.matcher(name).matches()) {
			return Optional.empty();
		}
		return this.jdbc.sql("SELECT content_type, content FROM avatar WHERE name = :name")
			.param("name", name)
			.query((row, number) -> new Picture(row.getString("content_type"), row.getBytes("content")))
			.optional();
	}

	/**
	 * Replaces a user's picture, in the caller's transaction, which has locked the user.
	 * @param userId the user's internal number
	 * @param picture the picture
	 * @return its name
	 */
	public String replace(long userId, Picture picture) {
		String name = newName();
		remove(userId);
		this.jdbc.sql("""
				INSERT INTO avatar (user_id, name, content_type, content, updated_at)
				VALUES (:userId, :name, :contentType, :content, :now)""")
			.param("userId", userId)
			.param("name", name)
			.param("contentType", picture.contentType())
			.param("content", picture.content())
			.param("now", this.clock.millis())
			.update();
		return name;
	}

	/**
	 * Takes a user's picture away.
	 * @param userId the user's internal number
	 * @return whether there was one
	 */
	public boolean remove(long userId) {
		return this.jdbc.sql("DELETE FROM avatar WHERE user_id = :userId").param("userId", userId).update() > 0;
	}

	@EventListener
	void on(AccountClosed event) {
		remove(event.userId());
	}

	private String newName() {
		byte[] bytes = new byte[NAME_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
