package io.wegrant.server.notices;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

import io.wegrant.server.accounts.AccountClosed;
import io.wegrant.server.accounts.AccountDisabled;
import io.wegrant.server.accounts.AccountEnabled;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.UserMerged;
import io.wegrant.server.clients.AccountEventType;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.staff.PhoneChanged;
import io.wegrant.server.staff.RolesChanged;
import io.wegrant.server.storage.AfterCommit;

/**
 * Writes down what happens to accounts, in the transaction in which it happens, for each
 * service that is registered for it. Where there is none it costs nothing.
 */
final class Outbox {

	private final AccountEventRows rows;

	private final Clients clients;

	/** Is told after a commit which service has something to hear. */
	private final Consumer<ClientId> news;

	private final Clock clock;

	Outbox(AccountEventRows rows, Clients clients, Consumer<ClientId> news, Clock clock) {
		this.rows = rows;
		this.clients = clients;
		this.news = news;
		this.clock = clock;
	}

	@EventListener
	void on(AccountClosed event) {
		add(event.sub(), AccountEventType.ACCOUNT_PURGED, null, null);
	}

	@EventListener
	void on(AccountDisabled event) {
		add(event.sub(), AccountEventType.ACCOUNT_DISABLED, null, null);
	}

	@EventListener
	void on(AccountEnabled event) {
		add(event.sub(), AccountEventType.ACCOUNT_ENABLED, null, null);
	}

	@EventListener
	void on(RolesChanged event) {
		add(event.sub(), AccountEventType.TOKEN_CLAIMS_CHANGE, event.roles(), null);
	}

	@EventListener
	void on(PhoneChanged event) {
		add(event.sub(), AccountEventType.PHONE_CHANGED, null, null);
	}

	@EventListener
	void on(UserMerged event) {
		add(event.from(), AccountEventType.USER_MERGED, null, event.into());
	}

	private void add(Sub sub, AccountEventType type, @Nullable Roles roles, @Nullable Sub into) {
		List<ClientId> receivers = this.clients.all()
			.stream()
			.filter((client) -> receives(client, type))
			.map(Client::clientId)
			.toList();
		if (receivers.isEmpty()) {
			return;
		}
		int revision = nextRevision(sub);
		Integer intoRevision = (into != null) ? nextRevision(into) : null;
		Instant now = this.clock.instant();
		for (ClientId receiver : receivers) {
			this.rows.save(new AccountEventRow(null, UUID.randomUUID().toString(), receiver, sub, revision, type, roles,
					into, intoRevision, now, AccountEventRow.AT_ONCE, 0, null, null));
			AfterCommit.run(() -> this.news.accept(receiver));
		}
	}

	private int nextRevision(Sub sub) {
		long userId = this.rows.userId(sub);
		this.rows.nextRevision(userId);
		return this.rows.revision(userId);
	}

	private static boolean receives(Client client, AccountEventType type) {
		return client.eventReceivers().stream().anyMatch((receiver) -> receiver.events().contains(type));
	}

}
