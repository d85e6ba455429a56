package io.wegrant.resourceserver.spring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AuthorizationHeaderResolverTests {

	private final AuthorizationHeaderResolver resolver = new AuthorizationHeaderResolver();

	@ParameterizedTest
	@ValueSource(strings = { "e30.e30.c2ln", "a", "aZ09-._~+/", "YQ==", "/=" })
	void resolveWhenHeaderHoldsTokenThenToken(String token) {
		assertThat(this.resolver.resolve(request("Bearer " + token))).isEqualTo(token);
		assertThat(this.resolver.resolve(request("bEARER " + token))).isEqualTo(token);
		assertThat(this.resolver.resolve(request("Bearer   " + token))).isEqualTo(token);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YTpi", "DPoP e30.e30.c2ln", "Bear", "" })
	void resolveWhenSchemeIsAnotherThenNone(String header) {
		assertThat(this.resolver.resolve(request(header))).isNull();
	}

	@Test
	void resolveWhenThereIsNoHeaderThenNone() {
		assertThat(this.resolver.resolve(new MockHttpServletRequest())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "Bearer ", "Bearer   ", "Bearer e30 ", "Bearer e30 e30", "Bearer\te30",
			"Bearer =", "Bearer ==", "Bearer a=b", "Bearer a,b", "Bearer \u00e9", "Bearer \"e30\"", "Bearere30" })
	void resolveWhenTokenIsMalformedThenInvalidToken(String header) {
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> this.resolver.resolve(request(header)))
			.satisfies((refused) -> assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_token"));
	}

	private static MockHttpServletRequest request(String header) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader(HttpHeaders.AUTHORIZATION, header);
		return request;
	}

}
