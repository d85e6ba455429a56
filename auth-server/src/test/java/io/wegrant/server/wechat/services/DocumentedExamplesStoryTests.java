package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Database;
import io.wegrant.server.Programs;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.payment.PaymentRequest;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/wechat-for-services.md} shows in curl, Java and Python, as it stands
 * there.
 */
class DocumentedExamplesStoryTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "wechat-for-services.md");

	private static final JsonMapper JSON = JsonMapper.shared();

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final String person = "person-" + UUID.randomUUID();

	private final String signData = "{\"offerId\":\"1450000001\",\"buyQuantity\":1,\"env\":0,\"currencyType\":\"CNY\","
			+ "\"productId\":\"tea-membership\",\"goodsPrice\":1990,\"outTradeNo\":\""
			+ this.person.replace("-", "").substring(6) + "\",\"attach\":\"\u8336 /\"}";

	private final String sub = this.provider.login(APPID, this.person).claims().required("sub").asString();

	private final String token = ServicesApi.of(this.provider, APPID).token();

	private final String address = this.provider.request("").build().uri().toString();

	@Test
	@DisplayName("W01: what curl has signed is what WeChat's client takes")
	void curlWhenRunAsDocumentedThenPaymentIsSigned() throws Exception {
		Programs.assumeThereIs("curl", "--version");
		String commands = code("sh", "token=") + code("sh", "curl -s http://localhost:9000/wechat/apps");
		Matcher signed = Pattern.compile("\"sign_data\":(\".*\")}'").matcher(commands);
		assertThat(signed.find()).isTrue();

		String output = Programs.run(Map.of("sub", this.sub), "", "bash", "-c",
				commands.replace("curl -s http://localhost:9000", "curl -s " + this.address));

		assertSigned(JSON.readValue(signed.group(1), String.class), JSON.readTree(output));
	}

	@Test
	@DisplayName("W01: the example in Java signs a payment")
	void javaWhenCompiledAsDocumentedThenPaymentIsSigned(@TempDir Path folder) throws Exception {
		Path source = folder.resolve("Shop.java");
		String imports = Stream.of(Map.class, JsonProperty.class, MediaType.class, RestClient.class)
			.map((type) -> "import " + type.getName() + ";\n")
			.collect(Collectors.joining());
		Files.writeString(source, imports + "class Shop {\n" + code("java", "record Signatures") + "}\n");
		assertThat(ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-classpath", System.getProperty("java.class.path"), "-proc:none", "-d",
					folder.toString(), source.toString()))
			.isZero();
		try (URLClassLoader classes = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				getClass().getClassLoader())) {
			Constructor<?> shop = classes.loadClass("Shop").getDeclaredConstructor();
			shop.setAccessible(true);

			Object signatures = call(shop.newInstance(), "sign", RestClient.create(this.address), this.token, APPID,
					this.sub, this.signData);

			assertSigned(this.signData,
					JSON.createObjectNode()
						.put("signature", call(signatures, "signature").toString())
						.put("pay_signature", call(signatures, "paySignature").toString()));
		}
	}

	@Test
	@DisplayName("W01: the example in Python signs a payment, and says when the user has to log in again")
	void pythonWhenRunAsDocumentedThenPaymentIsSigned() throws Exception {
		Programs.assumeThereIs(Programs.python(), "-c", "import requests");
		String begin = "import json, sys, requests\nclass LogInAgain(Exception): pass\n";
		String end = """
				try:
				    print(json.dumps(sign(*sys.argv[1:])))
				except LogInAgain:
				    print('log in again')
				""";
		String[] command = { Programs.python(), "-c", begin + code("python", "def sign") + end, this.address,
				this.token, APPID, this.sub, this.signData };

		assertSigned(this.signData, JSON.readTree(Programs.run(Map.of(), "", command)));
		this.provider.bean(JdbcTemplate.class)
			.update("UPDATE login_session SET session_key = NULL WHERE user_id = (SELECT id FROM users WHERE sub = ?)",
					this.sub);
		assertThat(Programs.run(Map.of(), "", command).strip()).isEqualTo("log in again");
	}

	private void assertSigned(String signData, JsonNode signatures) {
		assertThat(WECHAT
			.pay(new PaymentRequest(APPID, this.person, signData, "short_series_goods",
					signatures.required("pay_signature").asString(), signatures.required("signature").asString()))
			.errCode()).isZero();
	}

	private static Object call(Object target, String name, Object... arguments) throws ReflectiveOperationException {
		Method method = Stream.of(target.getClass().getDeclaredMethods())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseThrow();
		method.setAccessible(true);
		return method.invoke(target, arguments);
	}

	private static String code(String language, String beginning) throws IOException {
		Matcher block = Pattern
			.compile("^```" + language + "\n(" + Pattern.quote(beginning) + ".*?)^```$",
					Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(Files.readString(DOCUMENT));
		assertThat(block.find()).as(beginning).isTrue();
		return block.group(1);
	}

}
