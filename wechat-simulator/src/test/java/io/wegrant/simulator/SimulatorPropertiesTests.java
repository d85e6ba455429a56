package io.wegrant.simulator;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Settings with which the simulator would answer nobody, or push nowhere, stop the start.
 */
class SimulatorPropertiesTests {

	private static final String PAYMENT = "apps[0].appid=wx1 apps[0].secret=s apps[0].payment.offer-ids=1,4294967295 "
			+ "apps[0].payment.app-key=k apps[0].payment.sandbox-app-key=l";

	@ParameterizedTest
	@ValueSource(strings = { "apps[0].appid=wx1 apps[0].secret=s",
			"apps[0].appid=wx1 apps[0].secret=s apps[1].appid=wx2 apps[1].secret=s",
			"people[0].name=a people[0].country-code=1 people[0].phone-number=1234",
			"people[0].name=a people[0].country-code=999 people[0].phone-number=12345678901234",
			"push-url=http://localhost:9000/wechat/events/", "push-url=https://login.example/", "push-url=",
			"push-retry-unit=1ms", "push-retry-unit=1m", "apps[0].appid=wx1 apps[0].secret=s apps[0].push-format=xml",
			PAYMENT, PAYMENT + " apps[0].payment.products[0].id=tea_1 apps[0].payment.products[0].price=1",
			PAYMENT + " apps[0].payment.starting-coins=5" })
	void bindWhenSettingsWorkThenTaken(String settings) {
		assertThatNoException().isThrownBy(() -> bind(settings));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					apps[0].secret=s                                  | apps[0]   | appid is missing
					apps[0].appid=wx1                                 | apps[0]   | secret is missing
					apps[0].appid= apps[0].secret=s                   | apps[0]   | appid is missing
					apps[0].appid=wx1 apps[0].secret=s apps[0].encoding-aes-key=short | apps[0] | 43 letters
					apps[0].appid=a apps[0].secret=s apps[1].appid=a apps[1].secret=s | apps | distinct appids
					people[0].country-code=86 people[0].phone-number=1234 | people[0] | name is missing
					people[0].name=a people[0].phone-number=1234      | people[0] | countryCode is missing
					people[0].name=a people[0].country-code=86        | people[0] | phoneNumber is missing
					people[0].name=a people[0].country-code=86 people[0].phone-number=123 | people[0] | 4 to 14 digits
					people[0].name=a people[0].country-code=86 people[0].phone-number=123456789012345 | people[0] | 4 to 14 digits
					people[0].name=a people[0].country-code=086 people[0].phone-number=1234 | people[0] | country calling code
					people[0].name=a people[0].country-code=1234 people[0].phone-number=1234 | people[0] | country calling code
					people[0].name=a people[0].country-code=86 people[0].phone-number=1234 people[1].name=a people[1].country-code=86 people[1].phone-number=1235 | people | distinct names
					apps[0].appid=wx1 apps[0].secret=s apps[0].push-format=csv | apps[0] | neither json nor xml
					push-retry-unit=0s | push-retry-unit | more than 0 and at most a minute
					push-retry-unit=61s | push-retry-unit | more than 0 and at most a minute
					push-url=localhost                                | push-url  | must be an http or https URL
					push-url=http://localhost/events                  | push-url  | ends with a slash
					push-url=http://localhost/?a=/                    | push-url  | ends with a slash
					push-url=ftp://localhost/                         | push-url  | must be an http or https URL
					""")
	void bindWhenSettingsCannotWorkThenNamed(String settings, String property, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(settings))
			.satisfies((ex) -> assertThat(ex + " " + rootCause(ex)).contains("wechat-simulator." + property, reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					offer-ids= | offerIds is missing
					offer-ids=1,shop | offerIds has what is not a 32-bit number
					offer-ids=4294967296 | offerIds has what is not a 32-bit number
					app-key= | appKey is missing
					sandbox-app-key= | sandboxAppKey is missing
					app-key=l | appKey and sandboxAppKey are the same
					starting-coins=-1 | startingCoins is negative
					products[0].price=1 | id of a product is missing
					products[0].id=a+b apps[0].payment.products[0].price=1 | id of a product is not 1 to 64 letters
					products[0].id=a apps[0].payment.products[0].price=0 | price of a product is not positive
					products[0].id=a apps[0].payment.products[0].price=1 apps[0].payment.products[1].id=a apps[0].payment.products[1].price=1 | products must have distinct ids
					""")
	void bindWhenPaymentCannotWorkThenNamed(String setting, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(PAYMENT + " apps[0].payment." + setting))
			.satisfies(
					(ex) -> assertThat(ex + " " + rootCause(ex)).contains("wechat-simulator.apps[0].payment", reason));
	}

	private static void bind(String settings) {
		Map<String, String> properties = Arrays.stream(settings.split(" "))
			.map((setting) -> setting.split("=", 2))
			.collect(Collectors.toMap((setting) -> "wechat-simulator." + setting[0], (setting) -> setting[1],
					(earlier, later) -> later));
		new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("wechat-simulator",
				SimulatorProperties.class);
	}

	private static Throwable rootCause(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
