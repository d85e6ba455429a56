package io.wegrant.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.WechatIdentityRows.Known;
import io.wegrant.server.secrets.Ciphertext;

/**
 * The users: who is behind a WeChat identity, and who may log in.
 */
@Component
public final class Users {

	private final UserRows users;

	private final WechatIdentityRows identities;

	private final WechatIds ids;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final SecureRandom random;

	private final Clock clock;

	Users(UserRows users, WechatIdentityRows identities, WechatIds ids, TransactionTemplate transactions,
			ApplicationEventPublisher events, SecureRandom random, Clock clock) {
		this.users = users;
		this.identities = identities;
		this.ids = ids;
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
		HashedOpenid openid = this.ids.hash(identity.account());
		// The write comes first: it holds off whoever locks the user out until the login
		// is done, or waits until the user is locked out.
		boolean known = this.identities.recordLogin(openid.appid(), openid.hash(), sessionKey(identity, openid),
				this.clock.instant());
		return known ? signInAgain(identity, openid) : signUp(identity);
	}

	/**
	 * Finds a user.
	 * @param sub the public id
	 * @return the user, or empty if there is none
	 */
	public Optional<User> find(Sub sub) {
		return this.users.findBySub(sub).map(UserRow::user);
	}

	/**
	 * Describes a user.
	 * @param sub the public id
	 * @return the account, or empty if there is none
	 */
	public Optional<UserOverview> describe(Sub sub) {
		return this.users.findBySub(sub).map(UserRow::account);
	}

	/**
	 * Finds the user behind a WeChat identity.
	 * @param account the mini-program, and the person's id in it
	 * @return the user, or empty if there is none
	 */
	public Optional<User> find(WechatAccount account) {
		HashedOpenid openid = this.ids.hash(account);
		return this.identities.findKnown(openid.appid(), openid.hash()).map(Known::user);
	}

	/**
	 * Keeps an active user from being locked out or closed until the caller's transaction
	 * ends.
	 * @param sub the public id
	 * @return the user, or empty if there is none or the user is not active
	 */
	public Optional<User> lockActive(Sub sub) {
		return this.users.lockActive(sub).map(UserRow::user);
	}

	/**
	 * Locks a user out: sessions end, tokens are revoked, logins fail.
	 * @param sub the user's public id
	 * @return whether there was such a user and something changed
	 */
	public boolean disable(Sub sub) {
		return this.transactions.execute((status) -> {
			Optional<User> user = find(sub);
			user.ifPresent((each) -> this.identities.lockAllOf(each.id()));
			boolean changed = user.isPresent() && this.users.disable(user.get().id(), seconds());
			if (changed) {
				tokensEnded(user.get());
			}
			return changed;
		});
	}

	/**
	 * Lets a user in again who was locked out.
	 * @param sub the user's public id
	 * @return whether there was such a user and something changed
	 */
	public boolean enable(Sub sub) {
		return this.users.enable(sub);
	}

	/**
	 * Ends all sessions of a user and revokes the tokens, however many there are. Once
	 * this has returned, nothing of a login or a refresh that was under way works.
	 * @param user the user
	 */
	public void endSessions(User user) {
		this.transactions.executeWithoutResult((status) -> {
			this.users.endSessions(user.id(), seconds());
			tokensEnded(user);
		});
	}

	/**
	 * Raises a user's token epoch to what this node has heard of, if it is lower: the
	 * database has lost a change that services know of.
	 * @param sub the public id
	 * @param lowest the lowest epoch that services take
	 */
	public void raiseTokenEpoch(Sub sub, long lowest) {
		this.users.raiseTokenEpoch(sub, lowest);
	}

	private long seconds() {
		return this.clock.instant().getEpochSecond();
	}

	private void tokensEnded(User user) {
		this.events.publishEvent(new UserTokensEnded(user.sub(), this.users.tokenEpoch(user.id())));
	}

	private SignedIn signInAgain(WechatIdentity identity, HashedOpenid openid) {
		Known known = this.identities.findKnown(openid.appid(), openid.hash()).orElseThrow();
		unionHash(identity).filter((hash) -> !hash.equals(known.unionHash())).ifPresent((hash) -> adopt(hash, known));
		return new SignedIn(known.user(), known.identityId());
	}

	// A unionid that comes with a later login is the user's, unless another user has it.
	private void adopt(String unionHash, Known known) {
		Optional<UserRow> owner = this.users.findByUnionHash(unionHash);
		if (owner.isPresent() && !Objects.equals(owner.get().id(), known.userId())) {
			this.identities.recordConflict(known.identityId(), unionHash, this.clock.instant());
			return;
		}
		if (owner.isEmpty()) {
			this.users.addUnionHash(unionHash, known.userId());
		}
		this.identities.adopt(known.identityId(), unionHash);
		this.identities.endConflict(known.identityId());
	}

	private SignedIn signUp(WechatIdentity identity) {
		Instant now = this.clock.instant();
		Optional<String> unionHash = unionHash(identity);
		User user = unionHash.flatMap(this::lockOwner).orElseGet(() -> createUser(unionHash, now));
		SealedOpenid openid = this.ids.seal(identity.account());
		WechatIdentityRow created = this.identities
			.save(new WechatIdentityRow(null, user.id(), openid, unionHash.orElse(null),
					sessionKey(identity, new HashedOpenid(openid.appid(), openid.hash())), now, now));
		return new SignedIn(user, Objects.requireNonNull(created.id()));
	}

	// Whoever locks the user out or closes the account waits for the login, or is done
	// before: of a closed account there is no owner any more.
	private Optional<User> lockOwner(String unionHash) {
		return this.users.findByUnionHash(unionHash)
			.flatMap((row) -> this.users.lockRow(Objects.requireNonNull(row.id())))
			.map(UserRow::user)
			.filter((user) -> user.status() != UserStatus.CLOSED);
	}

	private User createUser(Optional<String> unionHash, Instant now) {
		UserRow user = this.users.save(UserRow.active(newSub(), now));
		unionHash.ifPresent((hash) -> this.users.addUnionHash(hash, Objects.requireNonNull(user.id())));
		return user.user();
	}

	private Optional<String> unionHash(WechatIdentity identity) {
		return identity.union().map(this.ids::hash);
	}

	private @Nullable Ciphertext sessionKey(WechatIdentity identity, HashedOpenid openid) {
		return identity.sessionKey().map((sessionKey) -> this.ids.sealSessionKey(openid, sessionKey)).orElse(null);
	}

	private Sub newSub() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		return new Sub(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

}
