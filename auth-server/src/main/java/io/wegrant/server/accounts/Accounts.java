package io.wegrant.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.accounts.WechatIdentityRows.Known;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * The users: who is behind a WeChat identity, and who may log in.
 */
@Component
public final class Accounts {

	private final UserRows users;

	private final WechatIdentityRows identities;

	private final MasterKeyset keyset;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final SecureRandom random;

	private final Clock clock;

	Accounts(UserRows users, WechatIdentityRows identities, MasterKeyset keyset, TransactionTemplate transactions,
			ApplicationEventPublisher events, SecureRandom random, Clock clock) {
		this.users = users;
		this.identities = identities;
		this.keyset = keyset;
		this.transactions = transactions;
		this.events = events;
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
		// The write comes first: it holds off whoever locks the user out until the login
		// is done, or waits until the user is locked out.
		boolean known = this.identities.recordLogin(identity.appid(), identity.openid(), encryptSessionKey(identity),
				this.clock.instant());
		return known ? signInAgain(identity) : signUp(identity);
	}

	/**
	 * Finds a user.
	 * @param sub the public id
	 * @return the user, or empty if there is none
	 */
	public Optional<User> find(String sub) {
		return this.users.findBySub(sub).map(UserRow::user);
	}

	/**
	 * Describes a user.
	 * @param sub the public id
	 * @return the account, or empty if there is none
	 */
	public Optional<Account> describe(String sub) {
		return this.users.findBySub(sub).map((row) -> new Account(row.sub(), row.status(), row.createdAt()));
	}

	/**
	 * Finds the user behind a WeChat identity.
	 * @param appid the mini-program
	 * @param openid the person's id in it
	 * @return the user, or empty if there is none
	 */
	public Optional<User> find(String appid, String openid) {
		return this.identities.findKnown(appid, openid).map(Known::user);
	}

	/**
	 * Locks a user out: sessions end, tokens are revoked, logins fail.
	 * @param sub the user's public id
	 * @return whether there was such a user and something changed
	 */
	public boolean disable(String sub) {
		return this.transactions.execute((status) -> {
			Optional<User> user = find(sub);
			user.ifPresent((each) -> this.identities.lockAllOf(each.id()));
			boolean changed = this.users.changeStatus(sub, UserStatus.ACTIVE, UserStatus.DISABLED);
			if (changed) {
				this.events.publishEvent(new UserDisabled(user.orElseThrow().id(), sub, this.clock.instant()));
			}
			return changed;
		});
	}

	/**
	 * Lets a user in again who was locked out.
	 * @param sub the user's public id
	 * @return whether there was such a user and something changed
	 */
	public boolean enable(String sub) {
		return this.users.changeStatus(sub, UserStatus.DISABLED, UserStatus.ACTIVE);
	}

	private SignedIn signInAgain(WechatIdentity identity) {
		Known known = this.identities.findKnown(identity.appid(), identity.openid()).orElseThrow();
		if (known.unionid() == null) {
			identity.union().ifPresent((union) -> adopt(union, known));
		}
		return new SignedIn(known.user(), known.identityId());
	}

	// A unionid that comes with a later login is the user's, unless another user has it.
	private void adopt(UnionIdentity union, Known known) {
		Optional<UserRow> owner = this.users.findByUnionid(union.openPlatformAccount(), union.unionid());
		if (owner.isEmpty()) {
			this.users.addUnionid(union.openPlatformAccount(), union.unionid(), known.userId());
		}
		if (owner.isEmpty() || Objects.equals(owner.get().id(), known.userId())) {
			this.identities.adoptUnionid(known.identityId(), union.unionid());
		}
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
		// Read after the insert, which holds off whoever locks the user out.
		UserStatus status = this.users.statusOf(userId);
		return new SignedIn(new User(userId, user.sub(), status), Objects.requireNonNull(created.id()));
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
					WechatIdentityRow.SESSION_KEY.context(List.of(identity.appid(), identity.openid()))))
			.orElse(null);
	}

	private String newSub() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
