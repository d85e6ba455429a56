package io.wegrant.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.accounts.WechatIdentityRows.Known;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * Finds or creates the user behind a WeChat identity.
 */
@Component
public final class Accounts {

	private final UserRows users;

	private final WechatIdentityRows identities;

	private final MasterKeyset keyset;

	private final SecureRandom random;

	private final Clock clock;

	Accounts(UserRows users, WechatIdentityRows identities, MasterKeyset keyset, SecureRandom random, Clock clock) {
		this.users = users;
		this.identities = identities;
		this.keyset = keyset;
		this.random = random;
		this.clock = clock;
	}

	/**
	 * Finds the user behind an identity, or creates one at the first login. A unionid
	 * that a user of the same Open Platform account already has joins the identity to
	 * that user. The session_key replaces the one of the last login.
	 * <p>
	 * It runs in the caller's transaction. When the same person logs in for the first
	 * time twice at once, one transaction fails with a
	 * {@link org.springframework.dao.DuplicateKeyException} or a lock failure, and
	 * succeeds when the caller runs it again.
	 * @param identity what WeChat says of the person
	 * @return the user, who may be disabled
	 */
	public SignedIn signIn(WechatIdentity identity) {
		Optional<Known> known = this.identities.findKnown(identity.appid(), identity.openid());
		return known.map((found) -> signInAgain(found, identity)).orElseGet(() -> signUp(identity));
	}

	private SignedIn signInAgain(Known known, WechatIdentity identity) {
		String unionid = known.unionid();
		if (unionid == null) {
			unionid = adopt(identity.union().orElse(null), known.userId());
		}
		this.identities.recordLogin(known.identityId(), encryptSessionKey(identity), unionid, this.clock.instant());
		return new SignedIn(known.user(), known.identityId());
	}

	// A unionid that comes with a later login is the user's, unless another user has it.
	private @Nullable String adopt(@Nullable UnionIdentity union, long userId) {
		if (union == null) {
			return null;
		}
		Optional<UserRow> owner = this.users.findByUnionid(union.openPlatformAccount(), union.unionid());
		if (owner.isEmpty()) {
			this.users.addUnionid(union.openPlatformAccount(), union.unionid(), userId);
		}
		boolean owned = owner.isEmpty() || Objects.equals(owner.get().id(), userId);
		return owned ? union.unionid() : null;
	}

	private SignedIn signUp(WechatIdentity identity) {
		Instant now = this.clock.instant();
		UserRow user = identity.union()
			.flatMap((union) -> this.users.findByUnionid(union.openPlatformAccount(), union.unionid()))
			.orElseGet(() -> createUser(identity.union(), now));
		long userId = Objects.requireNonNull(user.id());
		String unionid = identity.union().map(UnionIdentity::unionid).orElse(null);
		WechatIdentityRow created = this.identities.save(new WechatIdentityRow(null, userId, identity.appid(),
				identity.openid(), unionid, encryptSessionKey(identity), now, now));
		return new SignedIn(new User(userId, user.sub(), user.status()), Objects.requireNonNull(created.id()));
	}

	private UserRow createUser(Optional<UnionIdentity> union, Instant now) {
		UserRow user = this.users.save(new UserRow(null, newSub(), UserStatus.ACTIVE, now));
		long userId = Objects.requireNonNull(user.id());
		union.ifPresent((each) -> this.users.addUnionid(each.openPlatformAccount(), each.unionid(), userId));
		return user;
	}

	private @Nullable Ciphertext encryptSessionKey(WechatIdentity identity) {
		return identity.sessionKey()
			.map((sessionKey) -> this.keyset.encrypt(sessionKey,
					"wechat_identity.session_key of " + identity.appid() + " " + identity.openid()))
			.orElse(null);
	}

	private String newSub() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
