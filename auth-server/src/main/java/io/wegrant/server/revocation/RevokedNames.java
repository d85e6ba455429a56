package io.wegrant.server.revocation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.revocation.RevocationEntry.Digest;

/**
 * What the entries of the feed name, to be looked up by tokens. Of several entries that
 * name the same the one counts that refuses most. One thread writes, any number read.
 */
final class RevokedNames {

	private final Map<Name, RevocationEntry> entries = new ConcurrentHashMap<>();

	void add(RevocationEntry entry) {
		this.entries.merge(Name.of(entry), entry, RevokedNames::wider);
	}

	void remove(RevocationEntry entry) {
		this.entries.remove(Name.of(entry), entry);
	}

	/**
	 * Tells whether an entry speaks of an access token.
	 * @param token the token
	 * @return whether it was revoked
	 */
	boolean speakOf(Jwt token) {
		return Stream.of(RevocationType.values()).anyMatch((type) -> speakOf(type, token));
	}

	/**
	 * Tells whether an entry names something.
	 * @param type what it is
	 * @param name its name
	 * @return whether one does
	 */
	boolean contain(RevocationType type, String name) {
		return find(type, name) != null;
	}

	/**
	 * Returns the first epoch of a user's or a client's tokens that is good.
	 * @param type which of both
	 * @param name the name
	 * @return the epoch, 0 if no entry names it
	 */
	long lowestEpoch(RevocationType type, String name) {
		RevocationEntry entry = find(type, name);
		return (entry != null) ? lowestEpoch(entry) : 0;
	}

	private boolean speakOf(RevocationType type, Jwt token) {
		String name = (type == RevocationType.KID) ? (String) token.getHeaders().get(type.claim())
				: token.getClaimAsString(type.claim());
		RevocationEntry entry = (name != null) ? find(type, name) : null;
		if (entry == null) {
			return false;
		}
		return switch (type) {
			case SID, JTI, KID -> true;
			case SUB -> TokenEpochs.of(token).user().orElse(0) < lowestEpoch(entry);
			case CLIENT_ID -> TokenEpochs.of(token).client() < lowestEpoch(entry);
		};
	}

	private @Nullable RevocationEntry find(RevocationType type, String name) {
		return this.entries.get(new Name(type.claim(), Digest.of(name)));
	}

	private static RevocationEntry wider(RevocationEntry one, RevocationEntry other) {
		int order = Long.compare(lowestEpoch(one), lowestEpoch(other));
		return (order > 0 || (order == 0 && one.expiresAt() > other.expiresAt())) ? one : other;
	}

	private static long lowestEpoch(RevocationEntry entry) {
		return (entry.lowestEpoch() != null) ? entry.lowestEpoch() : 0;
	}

	private record Name(String type, Digest digest) {

		static Name of(RevocationEntry entry) {
			return new Name(entry.type(), entry.digest());
		}

	}

}
