package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.Client.Credentials;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

/**
 * The clients as the framework wants to know them. Which grants a client may use is what
 * the grants say.
 */
final class RegisteredClients implements RegisteredClientRepository {

	private static final String ACCESS_TOKEN_ALGORITHM = "access-token-algorithm";

	private final Clients clients;

	private final List<Grant> grants;

	private final Duration accessTokenLifetime;

	private final Map<ClientId, Registered> known = new ConcurrentHashMap<>();

	RegisteredClients(Clients clients, List<Grant> grants) {
		this.clients = clients;
		this.grants = grants;
		this.accessTokenLifetime = clients.accessTokenLifetime();
	}

	/**
	 * Returns what a client's access tokens are signed with.
	 * @param client the client
	 * @return the algorithm
	 */
	static SignatureAlgorithm accessTokenAlgorithm(RegisteredClient client) {
		return Objects.requireNonNull(client.getTokenSettings().getSetting(ACCESS_TOKEN_ALGORITHM));
	}

	/**
	 * Describes a client to which the provider makes out a token of its own accord.
	 * @param client the client
	 * @param lifetime how long the token is valid
	 * @return the client
	 */
	static RegisteredClient receiver(Client client, Duration lifetime) {
		return RegisteredClient.withId(client.clientId().value())
			.clientId(client.clientId().value())
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.tokenSettings(tokenSettings(client, lifetime))
			.build();
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return findByClientId(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return this.clients.find(new ClientId(clientId)).map(this::registered).orElse(null);
	}

	/**
	 * Refuses: registrations are changed by administrators, never by the framework.
	 */
	@Override
	public void save(RegisteredClient registeredClient) {
		throw new IllegalStateException("Registrations are not changed in a token request");
	}

	private RegisteredClient registered(Client client) {
		Registered found = this.known.get(client.clientId());
		if (found == null || !found.client().equals(client)) {
			found = new Registered(client, register(client));
			this.known.put(client.clientId(), found);
		}
		return found.registeredClient();
	}

	private RegisteredClient register(Client client) {
		RegisteredClient.Builder builder = RegisteredClient.withId(client.clientId().value())
			.clientId(client.clientId().value())
			.scopes((scopes) -> scopes.addAll(client.scopes()))
			.tokenSettings(tokenSettings(client, this.accessTokenLifetime));
		this.grants.stream()
			.filter((grant) -> grant.clients().test(client))
			.forEach((grant) -> builder.authorizationGrantType(grant.type()));
		authenticateBy(builder, client.credentials());
		return builder.build();
	}

	private static TokenSettings tokenSettings(Client client, Duration accessTokenLifetime) {
		return TokenSettings.builder()
			.accessTokenTimeToLive(accessTokenLifetime)
			.setting(ACCESS_TOKEN_ALGORITHM, client.accessTokenAlgorithm())
			.build();
	}

	private static void authenticateBy(RegisteredClient.Builder builder, Credentials credentials) {
		credentials.secretHash()
			.ifPresent((hash) -> builder.clientSecret(hash)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST));
		credentials.jwkSetUri()
			.ifPresent((uri) -> builder.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
				.clientSettings(ClientSettings.builder()
					.jwkSetUrl(uri)
					.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
					.build()));
		if (credentials.isPublic()) {
			builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
		}
	}

	private record Registered(Client client, RegisteredClient registeredClient) {

	}

}
