package io.wegrant.server.clients;

import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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

	private static final Pattern PUSH_TOKEN = Pattern.compile("[A-Za-z0-9]{3,32}");

	private static final Pattern ENCODING_AES_KEY = Pattern.compile("[A-Za-z0-9]{43}");

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
			check(property, registration);
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
		String clientId = Objects.requireNonNull(clientId(registration));
		Optional<ClientRow> stored = this.clients.findById(clientId);
		ClientRow wanted = new ClientRow(clientId, stored.map(ClientRow::version).orElse(null),
				this.secretHash.encode(registration.clientSecret()),
				this.secretHash.encode(registration.previousClientSecret()),
				(registration.jwkSetUri() != null) ? registration.jwkSetUri().toString() : null,
				String.join(" ", registration.scopes().stream().sorted().toList()),
				String.join(" ", registration.resources().stream().map(URI::toString).sorted().toList()),
				registration.appid(), registration.wechatClaims(), registration.accessTokenAlgorithm().getName(),
				stored.map(ClientRow::enabled).orElse(true),
				stored.map(ClientRow::createdAt).orElseGet(this.clock::instant));
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

	private static void check(String property, Registration registration) {
		if (isMissing(clientId(registration))) {
			throw missing(property + ".client-id", "A client needs a client-id or an appid");
		}
		if (registration.appid() != null && isMissing(registration.appSecret())) {
			throw missing(property + ".app-secret", "The codes of a mini-program are exchanged with its app secret");
		}
		if (registration.appid() == null && isMissing(registration.clientSecret())
				&& registration.jwkSetUri() == null) {
			throw missing(property + ".client-secret",
					"A client without a mini-program authenticates with a secret or with keys at a jwk-set-uri");
		}
		if (!Clients.ALGORITHMS.contains(registration.accessTokenAlgorithm())) {
			throw new InvalidConfigurationPropertyValueException(property + ".access-token-algorithm",
					registration.accessTokenAlgorithm(), "Access tokens are signed with ES256 or RS256");
		}
		checkPush(property, registration);
		checkResources(property + ".resources", registration.resources());
	}

	private static void checkPush(String property, Registration registration) {
		String token = registration.pushToken();
		String key = registration.encodingAesKey();
		// Spring Boot's report would quote the values, which are secrets.
		if (token != null && !PUSH_TOKEN.matcher(token).matches()) {
			throw new IllegalArgumentException(
					property + ".push-token: WeChat's push tokens are 3 to 32 letters and digits");
		}
		if (key != null && !ENCODING_AES_KEY.matcher(key).matches()) {
			throw new IllegalArgumentException(
					property + ".encoding-aes-key: WeChat's EncodingAESKey is 43 letters and digits");
		}
		if (key != null && token == null) {
			throw missing(property + ".push-token", "Pushes are signed with a token, encrypted or not");
		}
		if (token != null && registration.appid() == null) {
			throw missing(property + ".appid", "WeChat's pushes concern a mini-program");
		}
	}

	private static void checkResources(String property, Collection<URI> resources) {
		for (URI resource : resources) {
			if (!resource.isAbsolute() || resource.getRawFragment() != null) {
				throw new InvalidConfigurationPropertyValueException(property, resource,
						"A resource is an absolute URI without a fragment (RFC 8707 section 2)");
			}
		}
	}

	private static Optional<PushSettings> push(Registration registration) {
		return Optional.ofNullable(registration.pushToken())
			.map((token) -> new PushSettings(token, Optional.ofNullable(registration.encodingAesKey())));
	}

	private static InvalidConfigurationPropertyValueException missing(String property, String reason) {
		return new InvalidConfigurationPropertyValueException(property, null, reason);
	}

	private static boolean isMissing(@Nullable String value) {
		return value == null || value.isBlank();
	}

	private static @Nullable String clientId(Registration registration) {
		return (registration.clientId() != null) ? registration.clientId() : registration.appid();
	}

}
