package io.wegrant.simulator;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Person;

/**
 * The mini-programs and people that the simulator starts with.
 *
 * @param apps the registered mini-programs
 * @param people the people known from the start; others appear on first use
 */
@ConfigurationProperties("wechat-simulator")
record SimulatorProperties(List<MiniProgram> apps, List<Person> people) {

}
