package io.wegrant.simulator;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;

/**
 * The mini-programs and people that the simulator starts with.
 *
 * @param apps the registered mini-programs
 * @param people the people known from the start; others appear on first use
 * @param pushUrl where pushes go unless they are told otherwise, an http or https URL
 * that ends with a slash; the appid is added
 */
@ConfigurationProperties("wechat-simulator")
record SimulatorProperties(@DefaultValue List<MiniProgram> apps, @DefaultValue List<Person> people,
		@DefaultValue("http://localhost:9000/wechat/events/") URI pushUrl) {

	SimulatorProperties {
		requireDistinct(apps.stream().map(MiniProgram::appid).toList(),
				"wechat-simulator.apps must have distinct appids");
		requireDistinct(people.stream().map(Person::name).toList(), "wechat-simulator.people must have distinct names");
		Assert.isTrue(
				("http".equals(pushUrl.getScheme()) || "https".equals(pushUrl.getScheme())) && pushUrl.getHost() != null
						&& pushUrl.toString().endsWith("/") && pushUrl.getRawQuery() == null
						&& pushUrl.getRawFragment() == null,
				"wechat-simulator.push-url must be an http or https URL that ends with a slash");
	}

	private static void requireDistinct(List<String> names, String message) {
		Assert.isTrue(names.stream().distinct().count() == names.size(), message);
	}

}
