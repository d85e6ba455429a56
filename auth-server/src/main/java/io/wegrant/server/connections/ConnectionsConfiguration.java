package io.wegrant.server.connections;

import java.util.EnumSet;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class ConnectionsConfiguration {

	@Bean
	BodyMemory bodyMemory(ConnectionProperties properties) {
		return new BodyMemory(DataSize.ofMegabytes(properties.bodyMegabytes()).toBytes());
	}

	@Bean
	FilterRegistrationBean<ArrivedBodyFilter> arrivedBodyFilter(List<BodyLimit> limits, BodyMemory memory,
			Connections connections, ConnectionProperties properties, MeterRegistry meters) {
		FilterRegistrationBean<ArrivedBodyFilter> registration = new FilterRegistrationBean<>(
				new ArrivedBodyFilter(limits, memory, connections, properties.bodyDeadline(), meters));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
		return registration;
	}

	@Bean
	SlowHeaders slowHeaders(Connections connections, ConnectionProperties properties) {
		return new SlowHeaders(connections, properties.headerDeadline());
	}

	@Bean
	MeterBinder bodyMeters(BodyMemory memory) {
		return (meters) -> Gauge.builder("wegrant.connections.body.memory", memory::used)
			.baseUnit("bytes")
			.description("Memory of bodies that are still arriving")
			.register(meters);
	}

}
