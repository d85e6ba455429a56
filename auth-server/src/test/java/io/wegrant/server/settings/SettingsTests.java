package io.wegrant.server.settings;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.settings.SettingsTable.Refused;
import io.wegrant.server.settings.SettingsTable.Taken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every setting at and beyond its bounds, held against what stops the start.
 */
class SettingsTests {

	private static final SettingsTable TABLE = new SettingsTable();

	private static final String KEYSET = MasterKeyset.generate();

	private static final List<Class<?>> TYPES = scan();

	private static final List<Class<?>> RECORDS = TYPES.stream()
		.filter((type) -> type.isAnnotationPresent(ConfigurationProperties.class))
		.toList();

	private static final List<Method> RULES = TYPES.stream()
		.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
		.filter((method) -> method.getReturnType() == SettingsRule.class)
		.toList();

	@ParameterizedTest
	@MethodSource
	void startWhenSettingIsAtItsBoundThenTaken(Taken row) {
		assertThat(report(row.settings())).isEmpty();
	}

	static Stream<Taken> startWhenSettingIsAtItsBoundThenTaken() {
		return TABLE.taken().stream();
	}

	@ParameterizedTest
	@MethodSource
	void startWhenSettingIsNoGoodThenNamedWithReason(Refused row) {
		String report = report(row.settings()).orElse("");

		assertThat(report).contains("\n    " + row.property() + " ").contains(row.problem()).doesNotContain("idden");
	}

	static Stream<Refused> startWhenSettingIsNoGoodThenNamedWithReason() {
		return TABLE.refused().stream();
	}

	@Test
	void startWhenManySettingsAreNoGoodThenAllNamedWithOrigin() {
		assertThat(report(List.of("wegrant.sessions.max-per-user-and-client=0", "wegrant.keys.max-age=soon",
				"wegrant.sessions.idle-lifetime=", "wegrant.revocation.page-size=20001", "-wegrant.wechat.base-url",
				"wegrant.clients.registrations[0].client-secret=hidden secret ", "spring.task.scheduling.pool.size=0"))
			.orElse("")
			.lines())
			.containsExactlyInAnyOrder("These settings cannot work, and nothing was written:", "",
					"    wegrant.sessions.max-per-user-and-client is 0, and must be 1 to 100"
							+ origin("wegrant.sessions.max-per-user-and-client"),
					"    wegrant.keys.max-age must be a duration such as 500ms, 30s, 10m, 2h or 5d"
							+ origin("wegrant.keys.max-age"),
					"    wegrant.sessions.idle-lifetime is empty" + origin("wegrant.sessions.idle-lifetime"),
					"    wegrant.revocation.page-size is 20001, and must be 1 to 20000"
							+ origin("wegrant.revocation.page-size"),
					"    wegrant.wechat.base-url is missing: WeChat's API, https://api.weixin.qq.com",
					"    wegrant.clients.registrations[0].client-id is missing: a client needs a client-id or an appid",
					"    wegrant.clients.registrations[0].client-secret must be 1 to 256 visible ASCII characters, without a"
							+ " space at either end" + origin("wegrant.clients.registrations[0].client-secret"),
					"    spring.task.scheduling.pool.size must be at least 1"
							+ origin("spring.task.scheduling.pool.size"));
	}

	@Test
	void startWhenListIsReplacedThenOriginOfTheOtherIsNotNamed() {
		String roles = "wegrant.staff.members[0].roles";

		String report = report(List.of("wegrant.staff.members[0].phone=+8613800000001"), Map.of(roles, "STAFF"))
			.orElse("");

		assertThat(report).contains(roles + " must be 1 to 16 roles").doesNotContain(origin(roles));
	}

	@Test
	void readWhenSettingExistsThenTableHasRows() throws IOException {
		Set<String> existing = new TreeSet<>();
		try (InputStream metadata = Files
			.newInputStream(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json"))) {
			new JsonMapper().readTree(metadata)
				.required("properties")
				.valueStream()
				.map((property) -> ConfigurationPropertyName.of(property.required("name").asString()).toString())
				.forEach(existing::add);
		}
		existing.addAll(entries("wegrant.clients.registrations", "ClientsProperties$Registration"));
		existing.addAll(entries("wegrant.staff.members", "StaffProperties$Member"));

		assertThat(TABLE.properties()).filteredOn((name) -> name.startsWith("wegrant."))
			.containsExactlyInAnyOrderElementsOf(existing);
	}

	@Test
	void readWhenSettingHasBoundsThenDocumented() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "settings.md"));

		assertThat(TABLE.bounds()).hasSizeGreaterThan(20)
			.allSatisfy((property, bounds) -> assertThat(page).containsPattern(
					"\\| `" + Pattern.quote(property) + "` \\|[^|]*\\| " + Pattern.quote(bounds) + " \\|"));
	}

	private static List<String> entries(String list, String type) {
		Class<?> entry = RECORDS.stream()
			.flatMap((each) -> Arrays.stream(each.getDeclaredClasses()))
			.filter((each) -> each.getName().endsWith("." + type))
			.findFirst()
			.orElseThrow();
		return entries(list, entry).toList();
	}

	private static Stream<String> entries(String prefix, Class<?> entry) {
		return Arrays.stream(entry.getRecordComponents()).flatMap((component) -> {
			String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			Class<?> element = ResolvableType.forType(component.getGenericType()).getGeneric().resolve(Object.class);
			if (component.getType().isRecord()) {
				return entries(name, component.getType());
			}
			return element.isRecord() ? Stream.concat(Stream.of(name), entries(name, element)) : Stream.of(name);
		});
	}

	private static Optional<String> report(List<String> settings) {
		return report(settings, Map.of());
	}

	// The records and the rules as they stand in the provider, and nothing else of it.
	private static Optional<String> report(List<String> settings, Map<String, Object> defaults) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", plain(settings)));
		environment.getPropertySources().addLast(new MapPropertySource("defaults", defaults));
		ConfigurationPropertySources.attach(environment);
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("environment", environment);
		RECORDS.forEach((type) -> beans.registerBeanDefinition(type.getName(), settings(type, environment)));
		RULES.forEach((method) -> beans.registerBeanDefinition(method.getName(), rule(method)));
		try {
			new SettingsGate(environment).postProcessBeanFactory(beans);
			return Optional.empty();
		}
		catch (InvalidSettingsException ex) {
			FailureAnalysis analysis = new InvalidSettingsFailureAnalyzer(environment).analyze(ex);
			return Optional.of(analysis.getDescription());
		}
	}

	private static <T> BeanDefinition settings(Class<T> type, Environment environment) {
		String prefix = type.getAnnotation(ConfigurationProperties.class).value();
		return new RootBeanDefinition(type, () -> Binder.get(environment).bindOrCreate(prefix, type));
	}

	private static BeanDefinition rule(Method method) {
		RootBeanDefinition definition = new RootBeanDefinition(method.getDeclaringClass());
		definition.setUniqueFactoryMethodName(method.getName());
		definition.setAutowireMode(AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR);
		return definition;
	}

	private static Map<String, Object> plain(List<String> changes) {
		Map<String, Object> settings = new LinkedHashMap<>();
		settings.put("wegrant.issuer", "https://login.example");
		settings.put("wegrant.keyset.value", KEYSET);
		settings.put("wegrant.wechat.base-url", "https://api.weixin.qq.com");
		settings.put("spring.datasource.url",
				"jdbc:h2:./wegrant;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
		for (String change : changes) {
			if (change.startsWith("-")) {
				settings.remove(change.substring(1));
			}
			else {
				settings.put(change.split("=", 2)[0], change.split("=", 2)[1]);
			}
		}
		return settings;
	}

	private static String origin(String property) {
		return " (\"" + property + "\" from property source \"test\")";
	}

	private static List<Class<?>> scan() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		scanner.addIncludeFilter(new AnnotationTypeFilter(Configuration.class));
		List<Class<?>> types = new ArrayList<>();
		for (BeanDefinition found : scanner.findCandidateComponents("io.wegrant.server")) {
			types.add(ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null));
		}
		return types;
	}

}
