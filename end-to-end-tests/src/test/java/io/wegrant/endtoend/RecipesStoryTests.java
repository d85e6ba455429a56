package io.wegrant.endtoend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.nimbusds.jwt.JWTClaimsSet;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.RecipeStage;
import io.wegrant.endtoend.stage.RecipeStage.Recipe;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services on other stacks, made of the code that {@code docs/resource-servers.md} shows
 * for them.
 */
@Tag("recipes")
class RecipesStoryTests {

	/** As {@code /etc/nginx/nginx.conf}, with all that is written in one folder. */
	private static final String NGINX = """
			load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
			daemon off;
			user root;
			pid nginx.pid;
			error_log error.log;
			events {
			}
			http {
			    access_log off;
			    client_body_temp_path body;
			    proxy_temp_path proxy;
			    fastcgi_temp_path fastcgi;
			    uwsgi_temp_path uwsgi;
			    scgi_temp_path scgi;
			    include conf.d/*.conf;
			}
			""";

	/** As {@code /etc/apache2/apache2.conf}, likewise. */
	private static final String APACHE = """
			ServerRoot /usr/lib/apache2
			ServerName localhost
			LoadModule mpm_event_module modules/mod_mpm_event.so
			LoadModule authn_core_module modules/mod_authn_core.so
			LoadModule authz_core_module modules/mod_authz_core.so
			LoadModule proxy_module modules/mod_proxy.so
			LoadModule proxy_http_module modules/mod_proxy_http.so
			LoadModule oauth2_module modules/mod_oauth2.so
			User www-data
			Group www-data
			PidFile ${FOLDER}/apache.pid
			DefaultRuntimeDir ${FOLDER}
			ErrorLog ${FOLDER}/error.log
			Listen ${PORT}
			Include ${FOLDER}/shop.conf
			""";

	private static final String POM = """
			<project xmlns="http://maven.apache.org/POM/4.0.0">
				<modelVersion>4.0.0</modelVersion>
				<parent>
					<groupId>org.springframework.boot</groupId>
					<artifactId>spring-boot-starter-parent</artifactId>
					<version>${VERSION}</version>
				</parent>
				<groupId>com.example</groupId>
				<artifactId>shop</artifactId>
				<version>1</version>
				<properties>
					<start-class>com.example.shop.Shop</start-class>
				</properties>
				<dependencies>
			${DEPENDENCIES}
				</dependencies>
				<build>
					<finalName>shop</finalName>
					<plugins>
						<plugin>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-maven-plugin</artifactId>
						</plugin>
					</plugins>
				</build>
			</project>
			""";

	private static final String SHOP = """
			package com.example.shop;

			import java.util.Map;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.security.core.annotation.AuthenticationPrincipal;
			import org.springframework.security.oauth2.jwt.Jwt;
			import org.springframework.web.bind.annotation.GetMapping;
			import org.springframework.web.bind.annotation.RestController;

			@RestController
			@SpringBootApplication
			public class Shop {

				public static void main(String[] arguments) {
					SpringApplication.run(Shop.class, arguments);
				}

				@GetMapping("/")
				Map<String, String> caller(@AuthenticationPrincipal Jwt token) {
					return Map.of("sub", token.getSubject());
				}

			}
			""";

	/**
	 * Without what the document adds to Spring: it answers 404 if it lets a request pass.
	 */
	private static final String PLAIN = """
			package com.example.plain;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;

			@SpringBootApplication
			public class Plain {

				public static void main(String[] arguments) {
					SpringApplication.run(Plain.class, arguments);
				}

			}
			""";

	private static final String DJANGO = """
			SECRET_KEY = 'unused'
			ALLOWED_HOSTS = ['*']
			ROOT_URLCONF = 'shop.urls'
			INSTALLED_APPS = ['rest_framework']
			""";

	private static final String VIEWS = """
			from django.urls import path
			from rest_framework.response import Response
			from rest_framework.views import APIView


			class View(APIView):
			    def get(self, request):
			        return Response({'sub': request.user.pk})


			urlpatterns = [path('', View.as_view())]
			""";

	private static final String WSGI = """
			import os, sys
			from wsgiref.simple_server import make_server
			os.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'
			from django.core.wsgi import get_wsgi_application
			make_server('localhost', int(sys.argv[1]), get_wsgi_application()).serve_forever()
			""";

	private static final Map<Stack, Path> SPRING_JARS = new EnumMap<>(Stack.class);

	private static final RecipeStage stage = new RecipeStage();

	@AfterAll
	static void close() {
		stage.close();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S03, X11: a token of the provider for the service is accepted")
	void callWhenTokenIsGoodThenServes(Stack stack) {
		String token = stage.token();

		Answer answer = stage.call(stack.service(), token);

		assertThat(answer).isOk();
		if (!stack.isProxy()) {
			assertThat(answer.json().path("sub").asString()).isNotEmpty().isEqualTo(RecipeStage.subject(token));
		}
		assertThat(stage.callAcceptingGzip(stack.service(), stage.token())).isOk();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S03, X11, K03: without a token, or with one in the query, a token is asked for")
	void callWhenThereIsNoTokenThenAsksForOne(Stack stack) {
		for (Answer answer : List.of(stage.callWithout(stack.service()),
				stage.callByQuery(stack.service(), stage.token()))) {
			if (stack == Stack.APACHE) {
				assertThat(answer.status()).isEqualTo(401);
				assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
					.startsWith("Bearer error=\"invalid_request\"");
			}
			else {
				assertThat(answer).asksForToken();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S03, X11, K02: tokens of all other kinds are refused")
	void callWhenTokenIsOfAnotherKindThenRefuses(Stack stack) {
		SoftAssertions all = new SoftAssertions();
		others().forEach(
				(kind, token) -> all.assertThatCode(() -> assertThat(stage.call(stack.service(), token)).refusesToken())
					.as(kind)
					.doesNotThrowAnyException());
		all.assertAll();
	}

	private static Map<String, String> others() {
		Map<String, String> tokens = new LinkedHashMap<>();
		String good = stage.token();
		tokens.put("made up", "made-up");
		tokens.put("made up of three parts", "e30.e30.e30");
		tokens.put("for another service", stage.tokenForOtherService());
		tokens.put("the feed of revocations", stage.feed());
		tokens.put("with another signature", good.substring(0, good.lastIndexOf('.') + 1) + "0".repeat(86));
		tokens.put("with none", good.substring(0, good.lastIndexOf('.') + 1));
		tokens.put("alg none", unsigned(good));
		tokens.put("expired", changed((claims) -> claims.expirationTime(past())));
		tokens.put("without exp", changed((claims) -> claims.expirationTime(null)));
		tokens.put("without aud", changed((claims) -> claims.audience((String) null)));
		tokens.put("another aud", changed((claims) -> claims.audience("https://shop.example.com.example.org")));
		tokens.put("another iss", changed((claims) -> claims.issuer("https://login.example.org")));
		tokens.put("typ JWT", stage.tokenOfTests("JWT", (claims) -> {
		}));
		tokens.put("no typ", stage.tokenOfTests("", (claims) -> {
		}));
		tokens.put("typ logout+jwt", stage.tokenOfTests("logout+jwt", (claims) -> {
		}));
		return tokens;
	}

	private static String changed(Consumer<JWTClaimsSet.Builder> change) {
		return stage.tokenOfTests("at+jwt", change);
	}

	private static Date past() {
		return Date.from(Instant.now().minus(Duration.ofMinutes(10)));
	}

	private static String unsigned(String token) {
		String header = "{\"alg\":\"none\",\"typ\":\"at+jwt\"}";
		return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
				+ token.split("\\.")[1] + ".";
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NGINX", "APACHE", "PHP" })
	@DisplayName("S03: what the others are refused for is what is wrong with them")
	void callWhenTokenOfTestsIsRightThenServes(Stack stack) {
		assertThat(stage.call(stack.service(), changed((claims) -> {
		}))).isOk();
	}

	@ParameterizedTest
	@EnumSource(names = { "NGINX", "APACHE", "PHP" })
	@DisplayName("S03, X11: who asks the provider refuses a revoked token within the time that the document says")
	void callWhenTokenIsRevokedThenRefuses(Stack stack) {
		String token = stage.token();
		assertThat(stage.call(stack.service(), token)).isOk();

		stage.revoke(token);

		Awaitility.await()
			.atMost(Duration.ofSeconds(8))
			.untilAsserted(() -> assertThat(stage.call(stack.service(), token)).refusesToken());
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "APACHE")
	@DisplayName("X11: while the provider is away who has its keys goes on, and who asks it does not blame the token")
	void callWhenProviderIsAwayThenGoesOnOrIsUnavailable(Stack stack) {
		assertThat(stage.call(stack.service(), stage.token())).isOk();

		Answer answer = stage.callWhileProviderIsAway(stack.service(), stage.token());

		assertThat(answer.status()).isEqualTo(switch (stack) {
			case NGINX -> 500;
			case PHP -> 503;
			default -> 200;
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "SPRING_BOOT_4", "SPRING_BOOT_3" })
	@DisplayName("X11: with its properties alone Spring refuses access tokens, and accepts what says that it is none")
	void callWhenSpringIsNotToldThenRefusesAccessTokens(Stack stack) {
		URI plain = plainSpringBoot(stack);

		assertThat(stage.call(plain, stage.token())).refusesToken();
		assertThat(stage.call(plain, stage.tokenOfTests("JWT", (claims) -> {
		})).status()).isEqualTo(404);
	}

	@Test
	@DisplayName("S03, X11: openid-client finds the endpoints, gets a token and asks about it")
	void discoverWhenOpenidClientIsToldThenFindsProvider() {
		Recipe recipe = stage.recipe("Discovery").shell("npm install");
		recipe.file("client.mjs", recipe.code("js", "// client.mjs"));

		assertThat(recipe.run("node", "client.mjs")).contains("active: true", "client_id: 'shop'");
	}

	private static URI springBoot(Stack stack, Recipe recipe, String version, String starter) {
		String dependencies = recipe.code("xml", """
				<dependency>
					<groupId>org.springframework.boot</groupId>
					<artifactId>spring-boot-starter-""" + starter + """
				</artifactId>
				""");
		recipe.file("pom.xml", POM.replace("${VERSION}", version).replace("${DEPENDENCIES}", dependencies))
			.file("src/main/java/com/example/shop/TokenConfiguration.java",
					recipe.code("java", "// TokenConfiguration.java"))
			.file("src/main/java/com/example/shop/Shop.java", SHOP)
			.file("src/main/java/com/example/plain/Plain.java", PLAIN)
			.file("src/main/resources/application.properties", recipe.code("properties", "# application.properties"))
			.run(Path.of("..", "mvnw").toAbsolutePath().normalize().toString(), "-q", "-B", "package");
		SPRING_JARS.put(stack, recipe.folder().resolve("target/shop.jar"));
		return recipe.serveJava("-jar", "target/shop.jar");
	}

	private static URI plainSpringBoot(Stack stack) {
		stack.service();
		Recipe recipe = stage.recipe(stack.heading);
		return recipe.serveJava("-cp", SPRING_JARS.get(stack).toString(), "-Dloader.main=com.example.plain.Plain",
				"org.springframework.boot.loader.launch.PropertiesLauncher", "--server.port=" + recipe.port(),
				"--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + stage.issuer(),
				"--spring.security.oauth2.resourceserver.jwt.audiences=https://shop.example.com");
	}

	private static URI node(Recipe recipe) {
		return recipe.shell("npm install")
			.file("server.mjs", recipe.code("js", "// server.mjs"))
			.serve("node", "server.mjs");
	}

	private static URI oauth4webapi(Recipe recipe) {
		return recipe.shell("npm install")
			.file("service.mjs", recipe.code("js", "// service.mjs"))
			.serve("node", "service.mjs");
	}

	private static URI python(Recipe recipe) {
		return recipe.file("shop/__init__.py", "")
			.file("shop/authentication.py", recipe.code("python", "# shop/authentication.py"))
			.file("shop/settings.py", DJANGO + recipe.code("python", "# shop/settings.py"))
			.file("shop/urls.py", VIEWS)
			.file("serve.py", WSGI)
			.serve("/usr/bin/python3", "serve.py", Integer.toString(recipe.port()));
	}

	private static URI go(Recipe recipe) {
		recipe.file("main.go", recipe.code("go", "// main.go"))
			.run("env", "GO111MODULE=off", "GOPATH=/usr/share/gocode", "go", "build", "-o", "shop", "main.go");
		return recipe.serve("./shop");
	}

	private static URI php(Recipe recipe) {
		return recipe.file("check.php", recipe.code("php", "<?php\n// check.php"))
			.file("index.php", recipe.code("php", "<?php\n// index.php"))
			.serve("php", "-d", "curl.cainfo=" + recipe.certificate(), "-S", "localhost:" + recipe.port(), "index.php");
	}

	private static URI nginx(Recipe recipe) {
		recipe.replace("/var/cache/nginx", recipe.folder().resolve("cache/nginx").toString())
			.file("nginx.conf", NGINX)
			.file("conf.d/shop.conf", recipe.code("nginx", "# conf.d/shop.conf"))
			.file("conf.d/oauth2.js", recipe.code("js", "// conf.d/oauth2.js"))
			.run("sh", "-euc", recipe.code("sh", "apt-get").lines().skip(1).collect(Collectors.joining("\n")));
		return recipe.serve("/usr/sbin/nginx", "-p", recipe.folder().toString(), "-c", "nginx.conf");
	}

	private static URI apache(Recipe recipe) {
		recipe.withoutTls();
		return recipe.file("shop.conf", recipe.code("apache", "# sites-available/shop.conf"))
			.file("apache.conf", APACHE)
			.serve("env", "FOLDER=" + recipe.folder(), "PORT=" + recipe.port(), "/usr/sbin/apache2", "-f",
					recipe.folder().resolve("apache.conf").toString(), "-D", "FOREGROUND");
	}

	private static URI start(Stack stack) {
		Recipe recipe = stage.recipe(stack.heading);
		return switch (stack) {
			case SPRING_BOOT_4 -> springBoot(stack, recipe, "4.1.1", "webmvc");
			case SPRING_BOOT_3 -> springBoot(stack, recipe, "3.5.7", "web");
			case NODE -> node(recipe);
			case OAUTH4WEBAPI -> oauth4webapi(recipe);
			case PYTHON -> python(recipe);
			case GO -> go(recipe);
			case PHP -> php(recipe);
			case NGINX -> nginx(recipe);
			case APACHE -> apache(recipe);
		};
	}

	/**
	 * What a service is written in, or stands behind.
	 */
	enum Stack {

		SPRING_BOOT_4("Spring Boot without the starter"), SPRING_BOOT_3("Spring Boot without the starter"),

		NODE("Node"), OAUTH4WEBAPI("Discovery"), PYTHON("Python"), GO("Go"), PHP("PHP"), NGINX("nginx"),

		APACHE("Apache");

		private final String heading;

		Stack(String heading) {
			this.heading = heading;
		}

		URI service() {
			return stage.service(name(), () -> start(this));
		}

		boolean isProxy() {
			return this == NGINX || this == APACHE;
		}

	}

}
