package io.wegrant.resourceserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks the provider for revocations, where its metadata document says that they are.
 */
final class RevocationClient implements Closeable {

	private static final MediaType JWT = MediaType.parseMediaType("application/jwt");

	private final ProviderClient provider;

	private final RevocationPages pages;

	private final ProviderHttpClient http;

	private final long wait;

	RevocationClient(ProviderClient provider, RevocationPages pages,
			WegrantResourceServerProperties.Revocation properties) {
		this.provider = provider;
		this.pages = pages;
		this.http = new ProviderHttpClient("wegrant-revocations-http", properties.connectTimeout(),
				properties.longestWait().plus(properties.readTimeout()), properties.maxSize());
		this.wait = properties.longestWait().toSeconds();
	}

	/**
	 * Asks for what has happened after a point, or for the whole window.
	 * @param after the cursor of the last answer, {@code null} for the whole window
	 * @param hold whether to wait until something has happened
	 * @return what the provider says
	 * @throws FeedException if there is no answer, or none that is believed
	 */
	FeedAnswer ask(@Nullable Long after, boolean hold) throws FeedException {
		try {
			Optional<URI> feed = this.provider.metadata().revocations();
			return feed.isPresent() ? ask(question(feed.get(), after, hold), after) : absent();
		}
		catch (ProviderHttpClient.TooLongException ex) {
			throw new FeedException(FeedResult.TOO_LONG, ex.getMessage());
		}
		catch (IOException ex) {
			this.provider.forgetMetadata();
			throw new FeedException(FeedResult.UNREACHABLE, ex.getMessage(), ex, Duration.ZERO);
		}
	}

	private FeedAnswer absent() {
		this.provider.forgetMetadata();
		return new FeedAnswer.Absent();
	}

	private FeedAnswer ask(URI question, @Nullable Long after) throws IOException, FeedException {
		ProviderHttpClient.Answer answer = this.http.get(question, JWT);
		if (answer.status().isSameCodeAs(HttpStatus.GONE) && after != null) {
			return new FeedAnswer.Lapsed();
		}
		if (answer.isOk() && isJwt(answer.headers())) {
			return this.pages.read(answer.body(), after);
		}
		if (answer.isOk() || answer.status().isSameCodeAs(HttpStatus.NOT_FOUND)) {
			// Something else is served there; the feed may have moved.
			this.provider.forgetMetadata();
		}
		throw new FeedException(FeedResult.STATUS,
				"Status " + answer.status().value() + " or no " + JWT + " from " + question, null,
				retryAfter(answer.headers()));
	}

	private URI question(URI feed, @Nullable Long after, boolean hold) {
		UriComponentsBuilder question = UriComponentsBuilder.fromUri(feed);
		if (after != null) {
			question.queryParam("after", after);
		}
		if (hold) {
			question.queryParam("wait", this.wait);
		}
		return question.build(true).toUri();
	}

	private static boolean isJwt(HttpHeaders headers) {
		String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		return type != null && type.regionMatches(true, 0, JWT.toString(), 0, JWT.toString().length());
	}

	private static Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		boolean seconds = value != null && value.matches("\\d{1,9}");
		return seconds ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
	}

	@Override
	public void close() {
		this.http.close();
	}

}
