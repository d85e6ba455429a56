package io.wegrant.server.clients;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

import io.wegrant.server.clients.ClientsProperties.Registration;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * Writes the configured registrations to the database. It changes only what differs, so
 * that nodes which start together with the same configuration agree.
 */
final class ConfiguredClients {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredClients.class);

	private final ClientRows clients;

	private final MiniProgramRows miniPrograms;

	private final MasterKeyset keyset;

	private final Clock clock;

	private final ClientSecretHash secretHash = new ClientSecretHash();

	ConfiguredClients(ClientRows clients, MiniProgramRows miniPrograms, MasterKeyset keyset, Clock clock) {
		this.clients = clients;
		this.miniPrograms = miniPrograms;
		this.keyset = keyset;
		this.clock = clock;
	}

	void write(List<Registration> registrations) {
		for (int index = 0; index < registrations.size(); index++) {
			String property = "wegrant.clients.registrations[" + index + "]";
			Registration registration = registrations.get(index);
			try {
				write(registration);
			}
			catch (DuplicateKeyException | OptimisticLockingFailureException ex) {
				logger.info("Another node is writing {} too", property);
				write(registration);
			}
		}
	}

	private void write(Registration registration) {
		if (registration.appid() != null && registration.appSecret() != null) {
			writeMiniProgram(new MiniProgram(registration.appid(),
					Optional.ofNullable(registration.openPlatformAccount()), registration.appSecret(),
					Optional.ofNullable(registration.previousAppSecret()), push(registration)));
		}
		String clientId = Objects.requireNonNull(registration.id());
		Optional<ClientRow> stored = this.clients.findById(clientId);
		ClientRow wanted = new ClientRow(clientId, stored.map(ClientRow::version).orElse(null),
				this.secretHash.encode(registration.clientSecret()),
				this.secretHash.encode(registration.previousClientSecret()), registration.jwkSetUri(),
				String.join(" ", registration.scopes().stream().sorted().toList()),
				String.join(" ", registration.resources().stream().sorted().toList()), registration.appid(),
				registration.wechatClaims(), registration.accessTokenAlgorithm().name(),
				stored.map(ClientRow::enabled).orElse(true),
				stored.map(ClientRow::createdAt).orElseGet(this.clock::instant),
				stored.map(ClientRow::tokenEpoch).orElse(0L));
		if (!stored.equals(Optional.of(wanted))) {
			this.clients.save(wanted);
			logger.info("Client {} was {} from the configuration", clientId, stored.isPresent() ? "changed" : "added");
		}
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
