package io.wegrant.resourceserver;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the public keys of the provider, from where its metadata document (RFC 8414)
 * says they are.
 * <p>
 * Nothing is fetched before the first call.
 */
final class ProviderClient implements AutoCloseable {

	private static final String DOCUMENTS = "application/json, application/jwk-set+json";

	private final Issuer issuer;

	private final ProviderHttpClient http;

	private final Duration timeout;

	private final AtomicReference<@Nullable Metadata> metadata = new AtomicReference<>();

	ProviderClient(Issuer issuer, KeySettings settings) {
		this.issuer = issuer;
		this.http = new ProviderHttpClient("wegrant-keys-http", settings.connectTimeout(), settings.maxSize());
		this.timeout = settings.readTimeout();
	}

	/**
	 * Answers the keys that the provider publishes now.
	 * @return one key at least
	 * @throws IOException if they cannot be had
	 */
	JWKSet keys() throws IOException {
		try {
			JWKSet keys = JWKSet.parse(get(metadata().keys()));
			if (keys.isEmpty()) {
				throw new IOException("The provider publishes no key");
			}
			return keys;
		}
		catch (IOException ex) {
			forgetMetadata();
			throw ex;
		}
		// Of some texts, such as null, the library makes other exceptions.
		catch (ParseException | RuntimeException ex) {
			forgetMetadata();
			throw new IOException("The keys are not a JSON Web Key Set", ex);
		}
	}

	/**
	 * Answers where the provider serves what, fetching the document only when it is not
	 * known.
	 * @return the addresses
	 * @throws IOException if it cannot be had
	 */
	Metadata metadata() throws IOException {
		Metadata known = this.metadata.get();
		if (known != null) {
			return known;
		}
		Metadata discovered = discover();
		this.metadata.set(discovered);
		return discovered;
	}

	/**
	 * Makes the next call fetch the metadata document again.
	 */
	void forgetMetadata() {
		this.metadata.set(null);
	}

	private Metadata discover() throws IOException {
		try {
			Map<String, Object> document = JSONObjectUtils.parse(get(this.issuer.metadataLocation()));
			if (!this.issuer.value().equals(document.get("issuer"))) {
				throw new IOException("The metadata document names another issuer");
			}
			Object revocations = document.get("revocations_endpoint");
			return new Metadata(location(document.get("jwks_uri")),
					(revocations != null) ? Optional.of(location(revocations)) : Optional.empty());
		}
		catch (ParseException | RuntimeException ex) {
			throw new IOException("The metadata document cannot be read", ex);
		}
	}

	private URI location(@Nullable Object value) throws IOException {
		URI location = URI.create(Objects.toString(value, ""));
		if (!this.issuer.mayPublishAt(location)) {
			throw new IOException("The metadata document names an address that cannot be used");
		}
		return location;
	}

	private String get(URI location) throws IOException {
		ProviderHttpClient.Answer answer = this.http.get(location, DOCUMENTS, this.timeout);
		if (!answer.isOk()) {
			throw new IOException("Status " + answer.status() + " from " + location);
		}
		return answer.body();
	}

	@Override
	public void close() {
		this.http.close();
	}

	/**
	 * Where the provider serves what.
	 *
	 * @param keys the {@code jwks_uri}
	 * @param revocations the {@code revocations_endpoint}, a member of WeGrant's own
	 */
	record Metadata(URI keys, Optional<URI> revocations) {
	}

}
