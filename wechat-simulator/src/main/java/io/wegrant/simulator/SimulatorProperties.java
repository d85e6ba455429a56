package io.wegrant.simulator;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;

/**
 * The mini-programs and people that the simulator starts with.
 *
 * @param apps the registered mini-programs
 * @param people the people known from the start; others appear on first use
 * @param pushUrl where pushes go unless they are told otherwise; the appid is added
 */
@ConfigurationProperties("wechat-simulator")
record SimulatorProperties(@DefaultValue List<MiniProgram> apps, @DefaultValue List<Person> people,
		@DefaultValue("http://localhost:9000/wechat/events/") URI pushUrl) {

}
