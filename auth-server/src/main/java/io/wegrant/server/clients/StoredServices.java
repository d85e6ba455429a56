package io.wegrant.server.clients;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * What a client may have done at WeChat, as stored.
 *
 * @param wechatApps appids, space-separated
 * @param wechatJobs names of jobs, space-separated
 * @param wechatApi paths, space-separated
 * @param pushRoutes a line for each route: its URL, its resource and its events,
 * space-separated
 */
record StoredServices(String wechatApps, String wechatJobs, String wechatApi, String pushRoutes) {

	private static final String LINE = "\n";

	static StoredServices of(WechatServices services) {
		return new StoredServices(joined(services.apps().stream()), joined(services.jobs().stream().map(Enum::name)),
				joined(services.api().stream()),
				services.pushRoutes().stream().map(StoredServices::line).collect(Collectors.joining(LINE)));
	}

	WechatServices services() {
		return new WechatServices(ClientRow.spaceSeparated(this.wechatApps), jobs(),
				ClientRow.spaceSeparated(this.wechatApi), this.pushRoutes.lines().map(StoredServices::route).toList());
	}

	private Set<WechatJob> jobs() {
		return ClientRow.spaceSeparated(this.wechatJobs)
			.stream()
			.map(WechatJob::valueOf)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(WechatJob.class)));
	}

	private static String joined(Stream<String> values) {
		return values.sorted().collect(Collectors.joining(" "));
	}

	private static String line(PushRoute route) {
		return route.url() + " " + route.resource() + " " + String.join(" ", route.events());
	}

	private static PushRoute route(String line) {
		List<String> values = List.of(StringUtils.tokenizeToStringArray(line, " "));
		return new PushRoute(values.subList(2, values.size()), URI.create(values.get(0)), values.get(1));
	}

}
