package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
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

	static final String REVOCATIONS_PATH = "/oauth2/revocations";

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

	AuthorizationServerMetadataEndpoint(AuthorizationProperties properties, Clients clients) {
		this.issuer = properties.issuer().toString();
		this.clients = clients;
	}

	@GetMapping(PATH)
	ResponseEntity<byte[]> metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("issuer", this.issuer);
		metadata.put("jwks_uri", this.issuer + "/oauth2/jwks");
		metadata.put("grant_types_supported", List.of(Clients.WECHAT_CODE.getValue(),
				AuthorizationGrantType.REFRESH_TOKEN.getValue(), AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()));
		// Required by RFC 8414 section 2; no grant here has a response type.
		metadata.put("response_types_supported", List.of());
		putEndpoint(metadata, "token_endpoint", "/oauth2/token", ALL_METHODS);
		putEndpoint(metadata, "revocation_endpoint", "/oauth2/revoke", ALL_METHODS);
		putEndpoint(metadata, "introspection_endpoint", "/oauth2/introspect", CONFIDENTIAL_METHODS);
		metadata.put("userinfo_endpoint", this.issuer + "/userinfo");
		// An extension of this provider: where services learn what was revoked.
		metadata.put("revocations_endpoint", this.issuer + REVOCATIONS_PATH);
		metadata.put("scopes_supported", this.clients.scopes());
		byte[] body = JSON.writeValueAsBytes(metadata);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
			.eTag(DigestUtils.md5DigestAsHex(body))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	private void putEndpoint(Map<String, Object> metadata, String name, String path, List<String> methods) {
		metadata.put(name, this.issuer + path);
		metadata.put(name + "_auth_methods_supported", methods);
		metadata.put(name + "_auth_signing_alg_values_supported", List.of(SignatureAlgorithm.ES256.getName()));
	}

}
