package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.clients.Clients;

/**
 * The metadata document (RFC 8414), which lists what works and nothing else. The
 * framework's own always names an authorization endpoint, and there is none.
 */
@RestController
class AuthorizationServerMetadataEndpoint {

	static final String PATH = "/.well-known/oauth-authorization-server";

	private static final List<String> CONFIDENTIAL_METHODS = List.of(
			ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
			ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue(),
			ClientAuthenticationMethod.PRIVATE_KEY_JWT.getValue());

	private static final List<String> ALL_METHODS = Stream
		.concat(Stream.of(ClientAuthenticationMethod.NONE.getValue()), CONFIDENTIAL_METHODS.stream())
		.toList();

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration MAX_AGE = Duration.ofMinutes(5);

	private final String issuer;

	private final Clients clients;

	private final List<String> grantTypes;

	private final List<PublishedEndpoint> endpoints;

	AuthorizationServerMetadataEndpoint(AuthorizationProperties properties, Clients clients, List<Grant> grants,
			List<PublishedEndpoint> endpoints) {
		this.issuer = properties.issuer().toString();
		this.clients = clients;
		this.grantTypes = grants.stream().map((grant) -> grant.type().getValue()).sorted().toList();
		this.endpoints = endpoints;
	}

	@GetMapping(PATH)
	ResponseEntity<byte[]> metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("issuer", this.issuer);
		metadata.put("grant_types_supported", this.grantTypes);
		// Required by RFC 8414 section 2; no grant here has a response type.
		metadata.put("response_types_supported", List.of());
		metadata.put("scopes_supported", this.clients.scopes());
		this.endpoints.forEach((endpoint) -> add(metadata, endpoint));
		byte[] body = JSON.writeValueAsBytes(metadata);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
			.eTag(DigestUtils.md5DigestAsHex(body))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	private void add(Map<String, Object> metadata, PublishedEndpoint endpoint) {
		metadata.put(endpoint.name(), this.issuer + endpoint.path());
		switch (endpoint.callers()) {
			case CLIENTS -> addMethods(metadata, endpoint.name(), ALL_METHODS);
			case CONFIDENTIAL_CLIENTS -> addMethods(metadata, endpoint.name(), CONFIDENTIAL_METHODS);
			case EVERYBODY, USERS -> {
			}
		}
	}

	private static void addMethods(Map<String, Object> metadata, String name, List<String> methods) {
		metadata.put(name + "_auth_methods_supported", methods);
		metadata.put(name + "_auth_signing_alg_values_supported", List.of(SignatureAlgorithm.ES256.getName()));
	}

}
