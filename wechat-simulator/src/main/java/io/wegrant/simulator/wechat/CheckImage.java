package io.wegrant.simulator.wechat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.springframework.stereotype.Component;

/**
 * Judges a picture, and finds nothing in any.
 */
@Component
final class CheckImage implements Endpoint {

	private static final int LARGEST = 1 << 20;

	private static final int WIDEST = 750;

	private static final int HIGHEST = 1334;

	private final AppCredentials credentials;

	CheckImage(AppCredentials credentials) {
		this.credentials = credentials;
	}

	@Override
	public String path() {
		return "/wxa/img_sec_check";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		this.credentials.byAccessToken(request);
		UploadedFile file = UploadedFile.read(request);
		if (file.size() > LARGEST) {
			throw WechatError.INVALID_MEDIA_SIZE.refusal();
		}
		try {
			requireSmallPicture(file.content().bytes());
		}
		catch (IOException ex) {
			throw WechatError.INVALID_MEDIA_TYPE.refusal();
		}
		return WechatAnswer.of(WechatAnswer.newOkBody());
	}

	private static void requireSmallPicture(byte[] bytes) throws IOException {
		try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) {
				throw WechatError.INVALID_MEDIA_TYPE.refusal();
			}
			ImageReader reader = readers.next();
			if (!reader.getFormatName().toLowerCase(Locale.ROOT).matches("png|jpeg|gif")) {
				throw WechatError.INVALID_MEDIA_TYPE.refusal();
			}
			reader.setInput(stream);
			if (reader.getWidth(0) > WIDEST || reader.getHeight(0) > HIGHEST) {
				throw WechatError.INVALID_MEDIA_SIZE.refusal();
			}
		}
	}

}
