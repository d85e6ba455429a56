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
