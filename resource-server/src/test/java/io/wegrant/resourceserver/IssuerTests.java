package io.wegrant.resourceserver;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IssuerTests {

	private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

	@ParameterizedTest
	@CsvSource({ "https://login.example,''", "https://login.example/,''", "https://login.example/t/1,/t/1",
			"https://login.example/t/1/,/t/1" })
	void locateMetadataWhenIssuerHasPathThenPathComesLast(String issuer, String path) {
		assertThat(new Issuer(issuer).metadataLocation()).hasToString("https://login.example" + WELL_KNOWN + path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "login.example", "ftp://login.example", "https:///x", "https://login.example?x=1",
			"https://login.example#x", "not a url" })
	void createWhenNotUrlOfIssuerThenRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Issuer(value));
	}

	@Test
	void placeKeysWhenIssuerIsHttpsThenHttpIsRefused() {
		Issuer issuer = new Issuer("https://login.example");
		assertThat(issuer.mayPublishAt(URI.create("https://keys.example/jwks"))).isTrue();
		assertThat(issuer.mayPublishAt(URI.create("http://login.example/jwks"))).isFalse();
		assertThat(issuer.mayPublishAt(URI.create("file:///etc/passwd"))).isFalse();
		assertThat(issuer.mayPublishAt(URI.create("/jwks"))).isFalse();
		assertThat(new Issuer("http://localhost:9000").mayPublishAt(URI.create("http://localhost:9000/jwks"))).isTrue();
	}

}
