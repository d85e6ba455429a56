package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.clients.Clients;

/**
 * The metadata document (RFC 8414), which lists what works and nothing else. The
 * framework's own always names an authorization endpoint, and there is none.
 */
@RestController
class AuthorizationServerMetadataEndpoint {

	static final String PATH = "/.well-known/oauth-authorization-server";

	private static final Duration MAX_AGE = Duration.ofMinutes(5);

	private final String issuer;

	private final Clients clients;

	AuthorizationServerMetadataEndpoint(AuthorizationProperties properties, Clients clients) {
		this.issuer = properties.issuer().toString();
		this.clients = clients;
	}

	@GetMapping(PATH)
	ResponseEntity<Map<String, Object>> metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("issuer", this.issuer);
		metadata.put("token_endpoint", this.issuer + "/oauth2/token");
		metadata.put("jwks_uri", this.issuer + "/oauth2/jwks");
		metadata.put("grant_types_supported", List.of(Clients.WECHAT_CODE.getValue(),
				AuthorizationGrantType.REFRESH_TOKEN.getValue(), AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()));
		// Required by RFC 8414 section 2; no grant here has a response type.
		metadata.put("response_types_supported", List.of());
		metadata.put("token_endpoint_auth_methods_supported",
				List.of(ClientAuthenticationMethod.NONE.getValue(),
						ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
						ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue(),
						ClientAuthenticationMethod.PRIVATE_KEY_JWT.getValue()));
		metadata.put("token_endpoint_auth_signing_alg_values_supported", List.of(SignatureAlgorithm.ES256.getName()));
		metadata.put("scopes_supported", this.clients.scopes());
		return ResponseEntity.ok().cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic()).body(metadata);
	}

}
