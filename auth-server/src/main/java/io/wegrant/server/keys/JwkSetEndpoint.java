package io.wegrant.server.keys;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The published keys (RFC 7517 section 5), cacheable and without a look at the database.
 */
@RestController
class JwkSetEndpoint {

	static final String PATH = "/oauth2/jwks";

	private final SigningKeys keys;

	private final Duration maxAge;

	JwkSetEndpoint(SigningKeys keys, KeysProperties properties) {
		this.keys = keys;
		this.maxAge = properties.maxAge();
	}

	@GetMapping(path = PATH, produces = { "application/jwk-set+json", MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<byte[]> jwkSet() {
		byte[] body = this.keys.published().toString().getBytes(StandardCharsets.UTF_8);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.maxAge(this.maxAge).cachePublic())
			.eTag(DigestUtils.md5DigestAsHex(body))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

}
