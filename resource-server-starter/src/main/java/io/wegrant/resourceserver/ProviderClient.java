package io.wegrant.resourceserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Fetches the public keys of the provider, from where its metadata document (RFC 8414)
 * says they are.
 * <p>
 * Nothing is fetched before the first call. Redirects are not followed: the issuer is
 * trusted, not whoever it points to.
 */
final class ProviderClient implements JWKSetSource<SecurityContext> {

	private static final MediaType JWK_SET = MediaType.parseMediaType("application/jwk-set+json");

	private final Issuer issuer;

	private final RestClient http;

	private final int maxSize;

	private final AtomicReference<@Nullable URI> keysLocation = new AtomicReference<>();

	ProviderClient(Issuer issuer, WegrantResourceServerProperties.Keys properties, Executor executor) {
		this.issuer = issuer;
		this.http = RestClient.builder().requestFactory(requestFactory(properties, executor)).build();
		this.maxSize = Math.toIntExact(properties.maxSize().toBytes());
	}

	private static JdkClientHttpRequestFactory requestFactory(WegrantResourceServerProperties.Keys properties,
			Executor executor) {
		HttpClient client = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(properties.connectTimeout())
			.executor(executor)
			.build();
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
		factory.setReadTimeout(properties.readTimeout());
		return factory;
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refreshEvaluator, long currentTime,
			@Nullable SecurityContext context) throws JWKSetUnavailableException {
		try {
			return JWKSet.parse(get(keysLocation()));
		}
		catch (ParseException ex) {
			this.keysLocation.set(null);
			throw new JWKSetParseException("The keys are not a JSON Web Key Set", ex);
		}
		catch (JWKSetUnavailableException ex) {
			this.keysLocation.set(null);
			throw ex;
		}
	}

	private URI keysLocation() throws JWKSetUnavailableException {
		URI known = this.keysLocation.get();
		if (known != null) {
			return known;
		}
		URI discovered = discover();
		this.keysLocation.set(discovered);
		return discovered;
	}

	private URI discover() throws JWKSetUnavailableException {
		try {
			Map<String, Object> metadata = JSONObjectUtils.parse(get(this.issuer.metadataLocation()));
			if (!this.issuer.value().equals(metadata.get("issuer"))) {
				throw new JWKSetUnavailableException("The metadata document names another issuer");
			}
			URI location = URI.create(Objects.toString(metadata.get("jwks_uri"), ""));
			if (!this.issuer.mayPublishKeysAt(location)) {
				throw new JWKSetUnavailableException("The jwks_uri of the metadata document cannot be used");
			}
			return location;
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new JWKSetParseException("The metadata document cannot be read", ex);
		}
	}

	private String get(URI location) throws JWKSetUnavailableException {
		try {
			return this.http.get()
				.uri(location)
				.accept(MediaType.APPLICATION_JSON, JWK_SET)
				.exchangeForRequiredValue((request, response) -> read(location, response));
		}
		catch (RestClientException ex) {
			throw new JWKSetRetrievalException("No answer from " + location, ex);
		}
	}

	private String read(URI location, ClientHttpResponse response) throws IOException {
		if (!response.getStatusCode().isSameCodeAs(HttpStatus.OK)) {
			throw new IOException("Status " + response.getStatusCode().value() + " from " + location);
		}
		byte[] body = response.getBody().readNBytes(this.maxSize + 1);
		if (body.length > this.maxSize) {
			throw new IOException("More than " + this.maxSize + " bytes from " + location);
		}
		return new String(body, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
	}

}
