package io.wegrant.simulator.credentials;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A code that one person obtained in one mini-program, good for one exchange.
 */
public final class OneTimeCode {

	private final Kind kind;

	private final String appid;

	private final String user;

	private final Instant expiresAt;

	private final AtomicBoolean used = new AtomicBoolean();

	OneTimeCode(Kind kind, String appid, String user, Instant expiresAt) {
		this.kind = kind;
		this.appid = appid;
		this.user = user;
		this.expiresAt = expiresAt;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * Returns the mini-program in which the code was obtained.
	 * @return the appid
	 */
	public String appid() {
		return this.appid;
	}

	/**
	 * Returns the person who obtained the code.
	 * @return the name of the person
	 */
	public String user() {
		return this.user;
	}

	/**
	 * Uses the code up. Of any number of callers exactly one succeeds.
	 * @return whether the caller is the one
	 */
	public boolean use() {
		return this.used.compareAndSet(false, true);
	}

	boolean isAlive(Instant now) {
		return now.isBefore(this.expiresAt);
	}

	/**
	 * What a code can be exchanged for.
	 */
	public enum Kind {

		/**
		 * A code of {@code wx.login}: 32 letters and digits.
		 */
		LOGIN,

		/**
		 * A code of the {@code getPhoneNumber} button: 64 hexadecimal digits.
		 */
		PHONE

	}

}
