package io.wegrant.server.wechat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.accounts.WechatIdentity;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.sessions.KnownPerson;
import io.wegrant.server.sessions.NewSessions;
import io.wegrant.server.sessions.OpenedSession;
import io.wegrant.server.sessions.SessionRequest;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.storage.DatabaseFault;

/**
 * Records a login: the session alone where nothing else is new, else the user, the
 * identity, the phone number and the session in one transaction.
 */
final class Logins {

	private static final Logger logger = LoggerFactory.getLogger(Logins.class);

	/** For how long a login is tried, since the code that led here cannot be again. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

	private static final int TURNS = 256;

	/**
	 * Where logins of one person queue that have lost a race. It saves this node work,
	 * and connections that would wait for each other; that nobody has too many sessions
	 * or is two users is for the database, which nodes share.
	 */
	private final List<Lock> turns = Stream.generate(() -> (Lock) new ReentrantLock(true)).limit(TURNS).toList();

	private final Users users;

	private final PhoneBinding phones;

	private final NewSessions sessions;

	private final TransactionTemplate transactions;

	Logins(Users users, PhoneBinding phones, NewSessions sessions, TransactionTemplate transactions) {
		this.users = users;
		this.phones = phones;
		this.sessions = sessions;
		this.transactions = transactions;
	}

	/**
	 * Records a login. One that loses a race against another of the same person is tried
	 * again.
	 * @param identity what WeChat says of the person
	 * @param clientId the client
	 * @param request what the login brings for the session
	 * @param phone the number that the person has proved to hold, if any
	 * @return who logged in, with a session if the user is active
	 * @throws TokenRequestRefused with {@code temporarily_unavailable} if others were
	 * faster again and again
	 */
	Login record(WechatIdentity identity, ClientId clientId, SessionRequest request, Optional<PhoneNumber> phone) {
		long begin = System.nanoTime();
		Supplier<Optional<Login>> attempt = () -> tryRecord(identity, clientId, request, phone);
		return attempt.get().or(() -> recordInTurn(identity.account(), attempt, begin)).orElseThrow(() -> {
			logger.warn("A login of {} lost one race after the other", identity.account().appid());
			return TokenRequestRefused.temporarilyUnavailable(RETRY_AFTER);
		});
	}

	private Optional<Login> recordInTurn(WechatAccount account, Supplier<Optional<Login>> attempt, long begin) {
		Lock turn = this.turns.get(Math.floorMod(account.hashCode(), TURNS));
		try {
			if (!turn.tryLock(left(begin), TimeUnit.NANOSECONDS)) {
				return Optional.empty();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
		try {
			Optional<Login> login = attempt.get();
			while (login.isEmpty() && left(begin) > 0) {
				// Others are logging in at another node, or have just begun here.
				LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toNanos()));
				login = attempt.get();
			}
			return login;
		}
		finally {
			turn.unlock();
		}
	}

	private static long left(long begin) {
		return PATIENCE.toNanos() - (System.nanoTime() - begin);
	}

	private Optional<Login> tryRecord(WechatIdentity identity, ClientId clientId, SessionRequest request,
			Optional<PhoneNumber> phone) {
		// What cannot even be read has met no other login. A member that is cut off from
		// its cluster says of each statement that it has waited for a lock in vain.
		Optional<KnownPerson> known = this.sessions.find(identity.account(), clientId);
		try {
			boolean anythingNew = phone.isPresent()
					|| known.filter((person) -> !this.users.isNewlyUnited(identity, person.unionHashes())).isEmpty();
			return anythingNew ? this.transactions.execute((status) -> {
				Optional<Login> login = recordNews(identity, clientId, request, phone, known);
				if (login.isEmpty()) {
					status.setRollbackOnly();
				}
				return login;
			}) : known.flatMap((person) -> open(person, request));
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault fault = DatabaseFault.of(ex);
			// Only another login of the person can have taken the place, or have become
			// the user.
			if (!fault.isUndone() && !(ex instanceof DuplicateKeyException)) {
				throw ex;
			}
			logger.debug("A login of {} met another: {}", identity.account().appid(), fault.summary());
			return Optional.empty();
		}
	}

	private Optional<Login> recordNews(WechatIdentity identity, ClientId clientId, SessionRequest request,
			Optional<PhoneNumber> phone, Optional<KnownPerson> known) {
		known.ifPresentOrElse((person) -> unite(identity, person), () -> this.users.signUp(identity));
		Optional<KnownPerson> person = this.sessions.find(identity.account(), clientId);
		// First the number, whose roles the session's tokens are to carry.
		boolean bound = person.filter(KnownPerson::mayLogIn)
			.flatMap((each) -> phone.flatMap((number) -> this.phones.bind(each.user().id(), number, clientId)))
			.isPresent();
		return (bound ? this.sessions.find(identity.account(), clientId) : person)
			.flatMap((each) -> open(each, request));
	}

	private void unite(WechatIdentity identity, KnownPerson person) {
		if (this.users.isNewlyUnited(identity, person.unionHashes())) {
			this.users.unite(identity, person.identityId(), person.user().id());
		}
	}

	private Optional<Login> open(KnownPerson person, SessionRequest request) {
		return person.mayLogIn()
				? this.sessions.open(person, request).map((session) -> new Login(person, Optional.of(session)))
				: Optional.of(new Login(person, Optional.empty()));
	}

	/**
	 * A recorded login.
	 *
	 * @param person who logged in
	 * @param session the session, unless the user is not active
	 */
	record Login(KnownPerson person, Optional<OpenedSession> session) {

	}

}
