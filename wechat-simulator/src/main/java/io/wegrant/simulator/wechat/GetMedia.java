package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.MediaFile;
import io.wegrant.simulator.credentials.TemporaryMedia;

/**
 * Gives a file back. Of a video it tells only the address, which leads nowhere.
 */
@Component
final class GetMedia implements Endpoint {

	private final AppCredentials credentials;

	private final TemporaryMedia media;

	GetMedia(AppCredentials credentials, TemporaryMedia media) {
		this.credentials = credentials;
		this.media = media;
	}

	@Override
	public String path() {
		return "/cgi-bin/media/get";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = this.credentials.byAccessToken(request);
		String id = request.parameter("media_id", WechatError.INVALID_MEDIA_ID);
		MediaFile file = this.media.find(appid, id).orElseThrow(WechatError.INVALID_MEDIA_ID::refusal);
		if (file.type().equals("video")) {
			return WechatAnswer.of(WechatAnswer.newBody().put("video_url", "http://video.invalid/" + id));
		}
		return new WechatAnswer.File(file.contentType(), new RawBody(file.bytes()), file.name());
	}

}
