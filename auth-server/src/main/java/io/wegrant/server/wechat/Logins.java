package io.wegrant.server.wechat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.SignedIn;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatIdentity;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.sessions.DeviceLabel;
import io.wegrant.server.sessions.OpenedSession;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.PhoneNumber;

/**
 * Records a login: the user, the identity, the phone number and the session in one
 * transaction.
 */
final class Logins {

	private static final Logger logger = LoggerFactory.getLogger(Logins.class);

	private static final int ATTEMPTS = 5;

	private final Users users;

	private final PhoneBinding phones;

	private final Sessions sessions;

	private final TransactionTemplate transactions;

	private final Clock clock;

	Logins(Users users, PhoneBinding phones, Sessions sessions, TransactionTemplate transactions, Clock clock) {
		this.users = users;
		this.phones = phones;
		this.sessions = sessions;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Records a login. First logins of one person that race are tried again, since the
	 * code that led here cannot be.
	 * @param identity what WeChat says of the person
	 * @param clientId the client
	 * @param access what the session's tokens may be used for
	 * @param device the client's label for the device
	 * @param phone the number that the person has proved to hold, if any
	 * @return who logged in, with a session if the user is active
	 */
	Login record(WechatIdentity identity, ClientId clientId, GrantedAccess access, Optional<DeviceLabel> device,
			Optional<PhoneNumber> phone) {
		for (int attempt = 1;; attempt++) {
			try {
				return this.transactions.execute((status) -> tryRecord(identity, clientId, access, device, phone));
			}
			catch (DuplicateKeyException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.debug("A login of {} lost a race and is tried again", identity.account().appid());
			}
		}
	}

	private Login tryRecord(WechatIdentity identity, ClientId clientId, GrantedAccess access,
			Optional<DeviceLabel> device, Optional<PhoneNumber> phone) {
		Instant readAt = this.clock.instant();
		SignedIn signedIn = this.users.signIn(identity);
		if (signedIn.user().status() != UserStatus.ACTIVE) {
			return new Login(signedIn, readAt, Optional.empty());
		}
		// First the number, whose roles the session's tokens are to carry.
		SignedIn holder = phone.flatMap((number) -> this.phones.bind(signedIn.user().id(), number, clientId))
			.map((bound) -> new SignedIn(bound.holder(), signedIn.identityId()))
			.orElse(signedIn);
		return new Login(holder, readAt, Optional.of(this.sessions.open(holder, clientId, access, device)));
	}

	/**
	 * A recorded login.
	 *
	 * @param signedIn who logged in
	 * @param readAt a time before anything was read
	 * @param session the session, unless the user is not active
	 */
	record Login(SignedIn signedIn, Instant readAt, Optional<OpenedSession> session) {

	}

}
