package io.wegrant.resourceserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Asks the provider for revocations, where its metadata document says that they are.
 */
final class RevocationClient implements AutoCloseable {

	private static final String JWT = "application/jwt";

	private static final int GONE = 410;

	private static final int NOT_FOUND = 404;

	private final ProviderClient provider;

	private final RevocationPages pages;

	private final ProviderHttpClient http;

	private final Duration timeout;

	private final Duration longestWait;

	RevocationClient(ProviderClient provider, RevocationPages pages, RevocationSettings settings) {
		this.provider = provider;
		this.pages = pages;
		this.http = new ProviderHttpClient("wegrant-revocations-http", settings.connectTimeout(), settings.maxSize());
		this.timeout = settings.readTimeout();
		this.longestWait = settings.longestWait();
	}

	/**
	 * Asks for what has happened after a point, or for the whole window.
	 * @param after the cursor of the last answer, {@code null} for the whole window
	 * @param hold whether to wait until something has happened
	 * @return what the provider says
	 * @throws FeedException if there is no answer, or none that is believed
	 */
	FeedAnswer ask(@Nullable String after, boolean hold) throws FeedException {
		try {
			Optional<URI> feed = this.provider.metadata().revocations();
			Duration timeout = hold ? this.timeout.plus(this.longestWait) : this.timeout;
			return feed.isPresent() ? ask(question(feed.get(), after, hold), after, timeout) : absent();
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

	private FeedAnswer ask(URI question, @Nullable String after, Duration timeout) throws IOException, FeedException {
		ProviderHttpClient.Answer answer = this.http.get(question, JWT, timeout);
		if (answer.status() == GONE && after != null) {
			return new FeedAnswer.Lapsed();
		}
		if (answer.isOk() && isJwt(answer.headers())) {
			return this.pages.read(answer.body(), after);
		}
		if (answer.isOk() || answer.status() == NOT_FOUND) {
			// Something else is served there; the feed may have moved.
			this.provider.forgetMetadata();
		}
		throw new FeedException(FeedResult.STATUS, "Status " + answer.status() + " or no " + JWT + " from " + question,
				null, retryAfter(answer.headers()));
	}

	private URI question(URI feed, @Nullable String after, boolean hold) {
		StringBuilder question = new StringBuilder(feed.toString());
		char separator = (feed.getRawQuery() != null) ? '&' : '?';
		if (after != null) {
			question.append(separator).append("after=").append(after);
			separator = '&';
		}
		if (hold) {
			question.append(separator).append("wait=").append(this.longestWait.toSeconds());
		}
		return URI.create(question.toString());
	}

	private static boolean isJwt(HttpHeaders headers) {
		return headers.firstValue("Content-Type")
			.filter((type) -> type.regionMatches(true, 0, JWT, 0, JWT.length()))
			.isPresent();
	}

	private static Duration retryAfter(HttpHeaders headers) {
		return headers.firstValue("Retry-After")
			.filter((value) -> value.matches("\\d{1,9}"))
			.map((value) -> Duration.ofSeconds(Long.parseLong(value)))
			.orElse(Duration.ZERO);
	}

	@Override
	public void close() {
		this.http.close();
	}

}
