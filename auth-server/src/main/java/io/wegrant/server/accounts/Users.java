package io.wegrant.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

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
	 * Creates the user behind an identity at its first login. A unionid that a user of
	 * the same Open Platform account already has joins the identity to that user.
	 * <p>
	 * It runs in the caller's transaction. When the same person logs in for the first
	 * time twice at once, one transaction fails with a
	 * {@link org.springframework.dao.DuplicateKeyException} or a lock failure: the person
	 * is known then.
	 * @param identity what WeChat says of the person
	 */
	public void signUp(WechatIdentity identity) {
		Instant now = this.clock.instant();
		Optional<String> unionHash = unionHash(identity);
		long userId = unionHash.flatMap(this::joinOwner).orElseGet(() -> createUser(unionHash, now));
		this.identities
			.save(new WechatIdentityRow(null, userId, this.ids.seal(identity.account()), unionHash.orElse(null), now));
	}

	/**
	 * Tells whether WeChat gave a unionid with a login that it has not given before.
	 * @param identity what WeChat says of the person
	 * @param known the keyed hashes of the unionids that it gave
	 * @return whether it did
	 */
	public boolean isNewlyUnited(WechatIdentity identity, Set<String> known) {
		return unionHash(identity).filter((hash) -> !known.contains(hash)).isPresent();
	}

	/**
	 * Makes the unionid that came with a later login the user's, in the caller's
	 * transaction, unless another user has it: that is a conflict, which administrators
	 * settle. Nothing happens if the account was closed meanwhile.
	 * @param identity what WeChat says of the person
	 * @param identityId the internal number of the identity
	 * @param userId the user's internal number
	 */
	public void unite(WechatIdentity identity, long identityId, long userId) {
		if (!this.users.join(userId)) {
			return;
		}
		String unionHash = unionHash(identity).orElseThrow();
		// Whose account is being closed owns nothing any more.
		Optional<UserRow> owner = this.users.findByUnionHash(unionHash)
			.filter((each) -> Objects.equals(each.id(), userId) || this.users.join(Objects.requireNonNull(each.id())));
		if (owner.isPresent() && !Objects.equals(owner.get().id(), userId)) {
			this.identities.recordConflict(identityId, unionHash, this.clock.instant());
			return;
		}
		if (owner.isEmpty()) {
			this.users.addUnionHash(unionHash, userId);
		}
		this.identities.adopt(identityId, unionHash);
		this.identities.endConflict(identityId);
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
		return this.users.findByOpenid(openid.appid(), openid.hash()).map(UserRow::user);
	}

	/**
	 * Keeps an active user from being locked out or closed until the caller's transaction
	 * ends, or lets only one of the two happen.
	 * @param sub the public id
	 * @return the user, or empty if there is none or the user is not active
	 */
	public Optional<User> claimActive(Sub sub) {
		return this.users.claimActive(sub) ? find(sub) : Optional.empty();
	}

	/**
	 * Keeps a user, active or locked out, from being closed and from making changes until
	 * the caller's transaction ends, or lets only one of the two happen.
	 * @param user the user
	 * @return whether the account is still open
	 */
	public boolean claimOpen(User user) {
		return this.users.join(user.id());
	}

	/**
	 * Locks a user out: sessions end, tokens are revoked, logins fail.
	 * @param sub the user's public id
	 * @return whether there was such a user and something changed
	 */
	public boolean disable(Sub sub) {
		return this.transactions.execute((status) -> {
			Optional<User> user = find(sub);
			boolean changed = user.isPresent() && this.users.disable(user.get().id(), seconds());
			if (changed) {
				this.events.publishEvent(new AccountDisabled(user.get().sub()));
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
		return this.transactions.execute((status) -> {
			// By the id as it is stored: MySQL takes trailing spaces for padding.
			Optional<User> user = find(sub);
			boolean changed = user.isPresent() && this.users.enable(user.get().sub());
			if (changed) {
				this.events.publishEvent(new AccountEnabled(user.get().sub()));
			}
			return changed;
		});
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

	// Whoever closes the account waits for the login, or is done before: of a closed
	// account there is no owner any more.
	private Optional<Long> joinOwner(String unionHash) {
		return this.users.findByUnionHash(unionHash)
			.map((row) -> Objects.requireNonNull(row.id()))
			.filter(this.users::join);
	}

	private long createUser(Optional<String> unionHash, Instant now) {
		long userId = Objects.requireNonNull(this.users.save(UserRow.active(newSub(), now)).id());
		unionHash.ifPresent((hash) -> this.users.addUnionHash(hash, userId));
		return userId;
	}

	private Optional<String> unionHash(WechatIdentity identity) {
		return identity.union().map(this.ids::hash);
	}

	private Sub newSub() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		return new Sub(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

}
