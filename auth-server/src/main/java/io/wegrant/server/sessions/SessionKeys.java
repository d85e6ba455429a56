package io.wegrant.server.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.sessions.SessionRows.SessionWithKey;

/**
 * The session_keys that logins brought. They are opened for whoever signs or decrypts
 * with them here, and never leave the provider.
 */
public final class SessionKeys {

	private final SessionRows rows;

	private final Sessions sessions;

	private final MasterKeyset keyset;

	SessionKeys(SessionRows rows, Sessions sessions, MasterKeyset keyset) {
		this.rows = rows;
		this.sessions = sessions;
		this.keyset = keyset;
	}

	/**
	 * Finds the keys of a person who is logged in to a mini-program, in one read.
	 * @param sub the person's public id
	 * @param appid the mini-program
	 * @return the keys, or empty if the person has no live session with the mini-program
	 */
	public Optional<PersonKeys> find(Sub sub, Appid appid) {
		// MySQL takes trailing spaces for padding.
		List<SessionWithKey> rows = this.rows.findWithKeys(sub, appid)
			.stream()
			.filter((row) -> row.session().sub().equals(sub))
			.sorted(Comparator.comparing(SessionWithKey::askedAt).reversed())
			.toList();
		// Of users that were made one, who have several identities, the newest session's.
		return rows.stream()
			.map(SessionWithKey::session)
			.filter(this.sessions::isLive)
			.findFirst()
			.map((live) -> new PersonKeys(this.sessions.wechatAccountOf(live),
					rows.stream()
						.filter((row) -> row.session().openid().hash().equals(live.openid().hash()))
						.map(this::open)
						.toList()));
	}

	/**
	 * Remembers what WeChat said of a key, until the next login.
	 * @param key the key
	 * @param taken whether WeChat takes it
	 */
	public void remember(BroughtKey key, boolean taken) {
		this.rows.noteKey(key.sid(), taken);
	}

	private BroughtKey open(SessionWithKey row) {
		String sid = row.session().sid().value();
		return new BroughtKey(row.session().sid(), row.askedAt(),
				Optional.ofNullable(row.sessionKey())
					.map((key) -> this.keyset.decrypt(key, NewSessions.SESSION_KEY.context(List.of(sid)))),
				Optional.ofNullable(row.keyTaken()));
	}

}
