package io.wegrant.simulator.wechat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a picture in place of a mini-program's code. It cannot be scanned, but differs
 * from that of another scene.
 */
@Component
final class GetUnlimitedCode implements Endpoint {

	private static final int USUAL_WIDTH = 430;

	private static final int SQUARES = 8;

	private final AppCredentials credentials;

	GetUnlimitedCode(AppCredentials credentials) {
		this.credentials = credentials;
	}

	@Override
	public String path() {
		return "/wxa/getwxacodeunlimit";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = this.credentials.byAccessToken(request);
		ObjectNode json = request.json();
		String scene = scene(json);
		if (json.path("page").asString("").startsWith("/")) {
			throw WechatError.INVALID_PAGE.refusal();
		}
		if (json.has("env_version") && !json.path("env_version").asString("").matches("release|trial|develop")) {
			throw WechatError.INVALID_ARGS.refusal();
		}
		int width = width(json.path("width"));
		boolean transparent = json.path("is_hyaline").asBoolean(false);
		byte[] picture = picture(appid + scene, width, transparent);
		return new WechatAnswer.File(transparent ? "image/png" : "image/jpeg", new RawBody(picture), null);
	}

	private static String scene(ObjectNode json) {
		String scene = json.path("scene").asString("");
		if (scene.isEmpty() || scene.length() > 32) {
			throw WechatError.INVALID_SCENE_LENGTH.refusal();
		}
		if (!scene.matches("[0-9A-Za-z!#$&'()*+,/:;=?@._~-]+")) {
			throw WechatError.INVALID_SCENE.refusal();
		}
		return scene;
	}

	private static int width(JsonNode width) {
		if (width.isMissingNode()) {
			return USUAL_WIDTH;
		}
		if (!width.isIntegralNumber() || width.asInt(0) < 280 || width.asInt(0) > 1280) {
			throw WechatError.INVALID_ARGS.refusal();
		}
		return width.intValue();
	}

	private static byte[] picture(String content, int width, boolean transparent) {
		BufferedImage image = new BufferedImage(width, width,
				transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		if (!transparent) {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, width, width);
		}
		graphics.setColor(Color.BLACK);
		int side = width / SQUARES;
		long pattern = content.hashCode() * 0x9E3779B97F4A7C15L;
		for (int square = 0; square < SQUARES * SQUARES; square++) {
			if ((pattern >>> square & 1) == 1) {
				graphics.fillRect(square % SQUARES * side, square / SQUARES * side, side, side);
			}
		}
		graphics.dispose();
		return bytes(image, transparent ? "png" : "jpg");
	}

	private static byte[] bytes(BufferedImage image, String format) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, format, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
