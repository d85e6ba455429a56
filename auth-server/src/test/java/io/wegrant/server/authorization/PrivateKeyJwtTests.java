package io.wegrant.server.authorization;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that proves itself with a key (RFC 7523 section 2.2).
 */
class PrivateKeyJwtTests {

	@Test
	void requestWhenAssertionIsSignedByTheClientsKeyThenToken() throws IOException, JOSEException {
		ECKey key = key();
		HttpServer keys = publish(key);
		try (TestProvider provider = TestProvider.start(Database.H2.create(),
				"wegrant.clients.registrations[0].client-id=back-end",
				"wegrant.clients.registrations[0].jwk-set-uri=http://127.0.0.1:" + keys.getAddress().getPort() + "/")) {
			Answer granted = provider.token(request(assertion(key, "back-end", ISSUER)));

			assertThat(granted.status()).as(granted.body()).isEqualTo(200);
			assertThat(granted.claims().required("sub").asString()).isEqualTo("back-end");
			assertThat(provider.token(request(assertion(key(), "back-end", ISSUER)))).isRefused(401, "invalid_client");
			assertThat(provider.token(request(assertion(key, "other", ISSUER)))).isRefused(401, "invalid_client");
			assertThat(provider.token(request(assertion(key, "back-end", "https://elsewhere.example")))).isRefused(401,
					"invalid_client");
			assertThat(provider.token(Form.grant("client_credentials").with("client_id", "back-end"))).isRefused(401,
					"invalid_client");
		}
		finally {
			keys.stop(0);
		}
	}

	private static Form request(String assertion) {
		return Form.grant("client_credentials")
			.with("client_id", "back-end")
			.with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
			.with("client_assertion", assertion);
	}

	private static String assertion(ECKey key, String clientId, String audience) throws JOSEException {
		SignedJWT assertion = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("client-key").build(),
				new JWTClaimsSet.Builder().issuer(clientId)
					.subject(clientId)
					.audience(audience)
					.jwtID(UUID.randomUUID().toString())
					.expirationTime(Date.from(Instant.now().plusSeconds(60)))
					.build());
		assertion.sign(new ECDSASigner(key));
		return assertion.serialize();
	}

	private static ECKey key() throws JOSEException {
		return new ECKeyGenerator(Curve.P_256).keyID("client-key").algorithm(JWSAlgorithm.ES256).generate();
	}

	private static HttpServer publish(ECKey key) throws IOException {
		byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

}
