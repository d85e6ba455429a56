package io.wegrant.server.clients;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.clients.ClientsProperties.Registration;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.settings.SettingsCheck;
import io.wegrant.server.storage.AfterCommit;

/**
 * Writes the configured registrations to the database, as soon as all is there that
 * listens and before a request comes. It changes only what differs, and each client by
 * compare-and-set, so that of nodes which start together with the same configuration one
 * makes the change.
 * <p>
 * What takes something away from a client ends its access tokens, in the same
 * transaction.
 */
final class ConfiguredClients implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredClients.class);

	private static final int ATTEMPTS = 5;

	private final ClientRows rows;

	private final MiniProgramRows miniPrograms;

	private final Clients clients;

	private final ClientsProperties properties;

	private final MasterKeyset keyset;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private final ClientSecretHash secretHash = new ClientSecretHash();

	ConfiguredClients(ClientRows rows, MiniProgramRows miniPrograms, Clients clients, ClientsProperties properties,
			MasterKeyset keyset, TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
		this.rows = rows;
		this.miniPrograms = miniPrograms;
		this.clients = clients;
		this.properties = properties;
		this.keyset = keyset;
		this.transactions = transactions;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Registration> registrations = this.properties.registrations();
		checkKinds(registrations);
		registrations.stream()
			.filter(Registration::hasAmbiguousSecret)
			.forEach((registration) -> logger
				.warn("A secret of client {} has + or %, which clients of HTTP Basic send encoded or not: make one by"
						+ " openssl rand -hex 32", id(registration)));
		registrations.forEach((registration) -> exclusively(id(registration), () -> write(registration)));
		if (!registrations.isEmpty()) {
			Set<String> listed = registrations.stream().map(ConfiguredClients::id).collect(Collectors.toSet());
			this.rows.findAll()
				.stream()
				.filter((row) -> row.settings() != null && !listed.contains(row.clientId()))
				.forEach((row) -> exclusively(row.clientId(), () -> remove(row.clientId())));
		}
		this.clients.load();
	}

	// Sessions and tokens of before would become those of somebody else.
	private void checkKinds(List<Registration> registrations) {
		SettingsCheck check = SettingsCheck.of("wegrant.clients");
		for (int i = 0; i < registrations.size(); i++) {
			Registration registration = registrations.get(i);
			check.entry("registrations", i)
				.that("client-id",
						this.rows.findById(id(registration))
							.filter((row) -> (row.appid() == null) != (registration.appid() == null))
							.isEmpty(),
						"was a client of another kind before: a mini-program does not become a service, or the other"
								+ " way round");
		}
		check.end();
	}

	private void exclusively(String clientId, Runnable change) {
		for (int attempt = 1;; attempt++) {
			try {
				this.transactions.executeWithoutResult((status) -> change.run());
				return;
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.info("Another node is writing client {} too", clientId);
			}
		}
	}

	private void write(Registration registration) {
		String clientId = id(registration);
		Optional<ClientRow> stored = this.rows.findById(clientId);
		if (stored.isPresent() && isOfLaterSettings(stored.get())) {
			return;
		}
		if (registration.appid() != null && registration.appSecret() != null) {
			writeMiniProgram(new MiniProgram(registration.appid(),
					Optional.ofNullable(registration.openPlatformAccount()), registration.appSecret(),
					Optional.ofNullable(registration.previousAppSecret()), push(registration),
					Optional.ofNullable(registration.payment()).flatMap(PaymentRegistration::settings)));
		}
		boolean switchedOff = stored.filter(ClientRow::isSwitchedOffByOthers).isPresent();
		ClientRow wanted = new ClientRow(clientId, stored.map(ClientRow::version).orElse(null),
				this.secretHash.encode(registration.clientSecret()),
				this.secretHash.encode(registration.previousClientSecret()), registration.jwkSetUri(),
				String.join(" ", registration.scopes().stream().sorted().toList()),
				String.join(" ", registration.resources().stream().sorted().toList()), registration.appid(),
				registration.wechatClaims(), registration.accessTokenAlgorithm().name(),
				registration.enabled() && !switchedOff,
				(registration.enabled() || switchedOff) ? SettingsWord.LISTED : SettingsWord.DISABLED,
				this.properties.revision(), stored.map(ClientRow::createdAt).orElseGet(this.clock::instant),
				stored.map(ClientRow::tokenEpoch).orElse(0L), StoredServices.of(registration.services()),
				EventReceiver.stored(registration.receivers()));
		if (stored.isPresent()) {
			replace(stored.get(), wanted);
		}
		else {
			this.rows.save(wanted);
			AfterCommit.run(() -> logger.info("Client {} was added from the configuration", clientId));
		}
	}

	private void remove(String clientId) {
		this.rows.findById(clientId)
			.filter((stored) -> !isOfLaterSettings(stored) && !stored.isSwitchedOffByOthers())
			.ifPresent((stored) -> replace(stored, stored.removed(this.properties.revision())));
	}

	private void replace(ClientRow stored, ClientRow wanted) {
		if (stored.equals(wanted)) {
			return;
		}
		this.rows.save(wanted);
		boolean ends = stored.mayDoMoreThan(wanted);
		if (ends) {
			ClientId clientId = new ClientId(wanted.clientId());
			this.rows.endTokens(clientId, this.clock.instant().getEpochSecond());
			this.events.publishEvent(new ClientTokensEnded(clientId, this.rows.tokenEpoch(clientId)));
		}
		AfterCommit.run(() -> logger.info("Client {} was {} from the configuration{}", wanted.clientId(),
				(wanted.settings() == SettingsWord.REMOVED) ? "removed" : "changed",
				ends ? ", and may do less: its access tokens are refused" : ""));
	}

	private boolean isOfLaterSettings(ClientRow stored) {
		boolean later = stored.settingsRevision() > this.properties.revision();
		if (later) {
			AfterCommit.run(() -> logger.warn(
					"Client {} stays as it is: it was written by wegrant.clients.revision {}, and here it is {}",
					stored.clientId(), stored.settingsRevision(), this.properties.revision()));
		}
		return later;
	}

	private static String id(Registration registration) {
		return Objects.requireNonNull(registration.id());
	}

	private void writeMiniProgram(MiniProgram wanted) {
		Optional<MiniProgramRow> stored = this.miniPrograms.findById(wanted.appid());
		if (!stored.map((row) -> row.decrypt(this.keyset)).equals(Optional.of(wanted))) {
			this.miniPrograms
				.save(MiniProgramRow.encrypt(this.keyset, wanted, stored.map(MiniProgramRow::version).orElse(null)));
		}
	}

	private static Optional<PushSettings> push(Registration registration) {
		return Optional.ofNullable(registration.pushToken())
			.map((token) -> new PushSettings(token, Optional.ofNullable(registration.encodingAesKey())));
	}

}
