package io.wegrant.server.clients;

import java.util.List;
import java.util.Set;

/**
 * What a service may have the provider do for it at WeChat, and what WeChat says that it
 * wants to hear.
 *
 * @param apps the appids of the mini-programs that it may do it for
 * @param jobs what it may do
 * @param api the paths of WeChat's server API that it may call; one that ends with
 * {@code *} stands for the harmless ones that begin so
 * @param pushRoutes which of WeChat's pushes go on to it
 */
public record WechatServices(Set<String> apps, Set<WechatJob> jobs, Set<String> api, List<PushRoute> pushRoutes) {

	/** For a client that has nothing to do with WeChat. */
	public static final WechatServices NONE = new WechatServices(Set.of(), Set.of(), Set.of(), List.of());

	/**
	 * Tells whether anything of another registration is missing here.
	 * @param other the other one
	 * @return whether it may do something that this one may not
	 */
	boolean lacksAnyOf(WechatServices other) {
		return !this.apps.containsAll(other.apps) || !this.jobs.containsAll(other.jobs)
				|| !this.api.containsAll(other.api);
	}

}
