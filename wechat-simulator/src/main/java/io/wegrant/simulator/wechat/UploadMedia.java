package io.wegrant.simulator.wechat;

import java.time.Clock;
import java.util.Map;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.MediaFile;
import io.wegrant.simulator.credentials.TemporaryMedia;

/**
 * Takes a file that messages can then name.
 */
@Component
final class UploadMedia implements Endpoint {

	private static final Map<String, Integer> LARGEST = Map.of("image", 10 << 20, "voice", 2 << 20, "video", 10 << 20,
			"thumb", 64 << 10);

	private final AppCredentials credentials;

	private final TemporaryMedia media;

	private final Clock clock;

	UploadMedia(AppCredentials credentials, TemporaryMedia media, Clock clock) {
		this.credentials = credentials;
		this.media = media;
		this.clock = clock;
	}

	@Override
	public String path() {
		return "/cgi-bin/media/upload";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = this.credentials.byAccessToken(request);
		String type = request.parameter("type", WechatError.INVALID_MEDIA_TYPE);
		Integer largest = LARGEST.get(type);
		if (largest == null) {
			throw WechatError.INVALID_MEDIA_TYPE.refusal();
		}
		UploadedFile file = UploadedFile.read(request);
		if (file.size() > largest) {
			throw WechatError.INVALID_MEDIA_SIZE.refusal();
		}
		String id = this.media.keep(appid,
				new MediaFile(type, file.name(), file.contentType(), file.content().bytes()));
		return WechatAnswer.of(WechatAnswer.newBody()
			.put("type", type)
			.put("media_id", id)
			.put("created_at", this.clock.instant().getEpochSecond()));
	}

}
