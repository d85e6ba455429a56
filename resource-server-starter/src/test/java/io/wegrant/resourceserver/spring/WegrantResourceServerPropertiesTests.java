package io.wegrant.resourceserver.spring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Every setting at and beyond its bounds.
 */
class WegrantResourceServerPropertiesTests {

	private static final String PREFIX = "wegrant.resource-server.";

	private static final String CACHE = "keys.cache-time=";

	private static final Set<String> PROPERTIES = new TreeSet<>();

	private static final List<String> TAKEN = new ArrayList<>();

	private static final List<Arguments> REFUSED = new ArrayList<>();

	static {
		time("clock-skew", "0s", "120s", "-1ms", "120001ms");
		range("max-token-size", "1KB", "1MB", "1023B", "1048577B", "1024 to 1048576 characters");
		time("keys.cache-time", "1001ms keys.refresh-ahead=1s", "1d", "0s", "86400001ms");
		time("keys.refresh-ahead", "1ms", "86399s " + CACHE + "1d", "0s", "86400001ms");
		refuse("keys.refresh-ahead", "must be shorter than keys.cache-time", "5m");
		time("keys.refetch-interval", "1ms", "1h", "0s", "3600001ms");
		time("keys.outage-time", "1ms", "30d", "0s", "2592000001ms");
		time("keys.retry-after", "1ms", "1h", "0s", "3600001ms");
		range("keys.max-size", "16KB", "64MB", "16383B", "67108865B", "16384 to 67108864 bytes");
		time("revocation.wait", "0s", "30s", "-1s", "31s");
		refuse("revocation.wait", "must be 0 to 30 whole seconds", "1500ms");
		time("revocation.stale-after", "1ms revocation.wait=0s", "1d", "0s", "86400001ms");
		refuse("revocation.stale-after", "must be longer than revocation.wait", "25s");
		range("revocation.max-size", "4MB", "64MB", "4194303B", "67108865B", "4194304 to 67108864 bytes");
		for (String timeout : List.of("connect-timeout", "read-timeout")) {
			time("keys." + timeout, "1ms", "1m", "0s", "60001ms");
			time("revocation." + timeout, "1ms", "1m", "0s", "60001ms");
		}
		range("token-cache.max-size", "0", "10000000", "-1", "10000001", "0 to 10000000 tokens");
		take("account-events.path", "/wegrant/account-events", "/a", "/.well-known/a_b~c.d-1", "/a/..b", "/a/...");
		refuse("account-events.path", "must be a path like /wegrant/account-events", "", "/", "a", "a/b", "/a/", "//a",
				"/a//b", "/a/..", "/../a", "/./a", "/a/.", "/a/*", "/**", "/{a}", "/a?b", "/a#b", "/a;b", "/a%62",
				"/a b", "/\u00e9", "/a\n", "https://shop.example.com/a", "/a,/b");
		take("algorithms", "ES256", "RS256,PS512");
		refuse("algorithms", "must name at least one algorithm", "");
		refuse("algorithms", PREFIX + "algorithms", "HS256", "none");
		take("revocation.enabled", "true", "false");
		refuse("revocation.enabled", PREFIX + "revocation.enabled", "", "maybe");
		take("revocation.when-stale", "accept", "reject", "");
		refuse("revocation.when-stale", PREFIX + "revocation.when-stale", "ignore");
	}

	@ParameterizedTest
	@MethodSource
	void bindWhenSettingIsAtItsBoundThenTaken(String settings) {
		assertThatNoException().isThrownBy(() -> bind(settings));
	}

	static Stream<String> bindWhenSettingIsAtItsBoundThenTaken() {
		return TAKEN.stream();
	}

	@ParameterizedTest
	@MethodSource
	void bindWhenSettingIsNoGoodThenNamedWithReason(String settings, String property, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(settings))
			.satisfies((ex) -> assertThat(messages(ex)).contains(PREFIX + property, reason));
	}

	static Stream<Arguments> bindWhenSettingIsNoGoodThenNamedWithReason() {
		return REFUSED.stream();
	}

	@Test
	void readWhenSettingExistsThenTested() throws IOException {
		try (InputStream metadata = Files.newInputStream(Path.of("..", "resource-server-spring", "target", "classes",
				"META-INF", "spring-configuration-metadata.json"))) {
			assertThat(new JsonMapper().readTree(metadata)
				.required("properties")
				.valueStream()
				.map((property) -> property.required("name").asString().substring(PREFIX.length())))
				.containsExactlyInAnyOrderElementsOf(PROPERTIES);
		}
	}

	private static void time(String property, String least, String most, String below, String above) {
		range(property, least, most, below, above, " must be ");
		refuse(property, PREFIX + property, "soon", "1 day");
	}

	private static void range(String property, String least, String most, String below, String above, String reason) {
		take(property, least, most);
		refuse(property, reason, below, above);
		refuse(property, PREFIX + property, "x");
	}

	private static void take(String property, String... values) {
		PROPERTIES.add(property);
		Arrays.stream(values).forEach((value) -> TAKEN.add(property + "=" + value));
	}

	private static void refuse(String property, String reason, String... values) {
		Arrays.stream(values).forEach((value) -> REFUSED.add(Arguments.of(property + "=" + value, property, reason)));
	}

	private static void bind(String settings) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (String setting : settings.split(" (?=[a-z.-]+=)")) {
			properties.put(PREFIX + setting.split("=", 2)[0], setting.split("=", 2)[1]);
		}
		new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("wegrant.resource-server",
				WegrantResourceServerProperties.class);
	}

	private static String messages(Throwable error) {
		return Stream.iterate(error, (each) -> each != null, Throwable::getCause)
			.map(Throwable::toString)
			.toList()
			.toString();
	}

}
