package io.wegrant.server.wechat.services;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.sessions.BroughtKey;
import io.wegrant.server.sessions.PersonKeys;
import io.wegrant.server.sessions.SessionKeys;
import io.wegrant.server.storage.DatabaseFault;
import io.wegrant.server.wechat.WechatApi;

/**
 * Which of a user's session_keys WeChat takes: that of the newest login, by when WeChat
 * was asked. Where logins so close to each other brought different keys that the clocks
 * of nodes may have them in the wrong order, WeChat is asked once, and what it says is
 * remembered.
 */
final class UserKeys {

	/** So far apart nobody doubts which login was the later one. */
	private static final Duration DOUBTFUL = Duration.ofSeconds(60);

	private static final Logger logger = LoggerFactory.getLogger(UserKeys.class);

	private final SessionKeys keys;

	private final WechatApi wechat;

	UserKeys(SessionKeys keys, WechatApi wechat) {
		this.keys = keys;
		this.wechat = wechat;
	}

	/**
	 * Finds the key of a user.
	 * @param app the mini-program
	 * @param sub the user
	 * @return the key
	 * @throws ServicesProblem if the user is not logged in, or WeChat takes no key that
	 * is held
	 */
	UserKey find(ServedApp app, Sub sub) {
		return findHeld(app, sub).orElseThrow(ServicesProblem::sessionKeyStale);
	}

	/**
	 * Asks WeChat whether it takes a user's key.
	 * @param app the mini-program
	 * @param sub the user
	 * @return whether it does; not if none is held
	 * @throws ServicesProblem if the user is not logged in
	 */
	boolean isTaken(ServedApp app, Sub sub) {
		return findHeld(app, sub).filter((key) -> isTaken(app, key)).isPresent();
	}

	/**
	 * Asks WeChat whether it takes a key, and remembers it.
	 * @param app the mini-program
	 * @param key the key
	 * @return whether it does
	 */
	boolean isTaken(ServedApp app, UserKey key) {
		boolean taken = this.wechat.takes(app.miniProgram(), key.openid(), key.value());
		if (key.brought().taken().isEmpty() || key.brought().taken().get() != taken) {
			remember(key.brought(), taken);
		}
		return taken;
	}

	private Optional<UserKey> findHeld(ServedApp app, Sub sub) {
		PersonKeys person = this.keys.find(sub, app.appid()).orElseThrow(ServicesProblem::noLiveSession);
		List<BroughtKey> candidates = candidates(person.keys());
		if (candidates.size() == 1) {
			return candidates.stream()
				.filter((key) -> key.taken().orElse(true))
				.flatMap((key) -> UserKey.of(person.account(), key).stream())
				.findFirst();
		}
		Optional<UserKey> asked = candidates.stream()
			.filter((key) -> key.taken().isEmpty())
			.flatMap((key) -> UserKey.of(person.account(), key).stream())
			.filter((key) -> isTaken(app, key))
			.findFirst();
		asked.ifPresent((taken) -> candidates.stream()
			.filter((key) -> key.taken().orElse(false))
			.forEach((key) -> remember(key, false)));
		return asked.or(() -> candidates.stream()
			.filter((key) -> key.taken().orElse(false))
			.findFirst()
			.flatMap((key) -> UserKey.of(person.account(), key)));
	}

	// What WeChat has said is no less true if it cannot be written down.
	private void remember(BroughtKey key, boolean taken) {
		try {
			this.keys.remember(key, taken);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("What WeChat says of a session_key is not remembered: {}", DatabaseFault.of(ex).summary());
		}
	}

	// One for each key that may be the newest.
	private static List<BroughtKey> candidates(List<BroughtKey> newestFirst) {
		Instant doubtful = newestFirst.get(0).askedAt().minus(DOUBTFUL);
		List<BroughtKey> candidates = new ArrayList<>();
		for (BroughtKey key : newestFirst) {
			Optional<BroughtKey> same = candidates.stream()
				.filter((each) -> each.value().equals(key.value()))
				.findFirst();
			// That WeChat did not take it was true until the next login brought it.
			if (same.isPresent() && same.get().taken().isEmpty() && key.taken().orElse(false)) {
				candidates.set(candidates.indexOf(same.get()), key);
			}
			else if (same.isEmpty() && (candidates.isEmpty() || key.askedAt().isAfter(doubtful))) {
				candidates.add(key);
			}
		}
		return candidates;
	}

	/**
	 * A key that is held.
	 *
	 * @param account the mini-program, and the user's openid in it
	 * @param brought the key as a login brought it
	 * @param value the key in WeChat's form
	 */
	record UserKey(WechatAccount account, BroughtKey brought, String value) {

		static Optional<UserKey> of(WechatAccount account, BroughtKey brought) {
			return brought.value().map((value) -> new UserKey(account, brought, value));
		}

		Openid openid() {
			return this.account.openid();
		}

		@Override
		public String toString() {
			return "UserKey[redacted]";
		}

	}

}
