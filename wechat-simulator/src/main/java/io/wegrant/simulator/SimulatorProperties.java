package io.wegrant.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.push.Pushes;

/**
 * The mini-programs and people that the simulator starts with.
 *
 * @param apps the registered mini-programs
 * @param people the people known from the start; others appear on first use
 * @param pushUrl where pushes go unless they are told otherwise, an http or https URL
 * that ends with a slash; the appid is added
 * @param pushRetryUnit half of the pause before the first retry of a push of virtual
 * payment; each further pause is twice as long
 */
@ConfigurationProperties("wechat-simulator")
record SimulatorProperties(@DefaultValue List<MiniProgram> apps, @DefaultValue List<Person> people,
		@DefaultValue("http://localhost:9000/wechat/events/") URI pushUrl, @DefaultValue("1s") Duration pushRetryUnit) {

	SimulatorProperties {
		requireDistinct(apps.stream().map(MiniProgram::appid).toList(),
				"wechat-simulator.apps must have distinct appids");
		requireDistinct(people.stream().map(Person::name).toList(), "wechat-simulator.people must have distinct names");
		Assert.isTrue(Pushes.isBaseUrl(pushUrl),
				"wechat-simulator.push-url must be an http or https URL that ends with a slash");
		Assert.isTrue(pushRetryUnit.compareTo(Duration.ZERO) > 0 && pushRetryUnit.compareTo(Duration.ofMinutes(1)) <= 0,
				"wechat-simulator.push-retry-unit must be more than 0 and at most a minute");
	}

	private static void requireDistinct(List<String> names, String message) {
		Assert.isTrue(names.stream().distinct().count() == names.size(), message);
	}

}
