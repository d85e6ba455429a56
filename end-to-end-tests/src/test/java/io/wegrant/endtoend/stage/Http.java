package io.wegrant.endtoend.stage;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Plain HTTP, as any client speaks it.
 */
final class Http {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(LIMIT)
		.build();

	private Http() {
	}

	static HttpRequest.Builder to(URI base, String path) {
		return HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
	}

	static HttpRequest.Builder form(URI base, String path, Map<String, String> parameters) {
		String body = parameters.entrySet()
			.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&"));
		return to(base, path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body));
	}

	static Answer send(HttpRequest.Builder request) {
		return sendAsync(request).join();
	}

	static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
		return CLIENT.sendAsync(request.build(), BodyHandlers.ofString())
			.thenApply((response) -> new Answer(response.statusCode(), response.headers(), response.body()));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
