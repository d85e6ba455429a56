package io.wegrant.server.wechat.services;

import java.util.Locale;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.clients.WechatJob;

/**
 * A mini-program for which a service may have something done.
 *
 * @param client the service
 * @param miniProgram the mini-program
 */
record ServedApp(Client client, MiniProgram miniProgram) {

	Appid appid() {
		return new Appid(this.miniProgram.appid());
	}

	/**
	 * Refuses a service that may have nothing done.
	 * @return this
	 * @throws ServicesProblem if the registration names no job
	 */
	ServedApp requireAny() {
		if (this.client.wechat().jobs().isEmpty()) {
			throw ServicesProblem.jobNotGranted("any");
		}
		return this;
	}

	/**
	 * Refuses a job that the registration does not name.
	 * @param job the job
	 * @return this
	 * @throws ServicesProblem if the service may not have it done
	 */
	ServedApp require(WechatJob job) {
		if (!this.client.wechat().jobs().contains(job)) {
			throw ServicesProblem.jobNotGranted(job.name().toLowerCase(Locale.ROOT));
		}
		return this;
	}

}
