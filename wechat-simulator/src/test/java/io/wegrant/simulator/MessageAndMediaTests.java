package io.wegrant.simulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.wegrant.simulator.traffic.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls with an access token alone: messages, codes, content checks and media.
 */
@ExtendWith(SimulatorExtension.class)
class MessageAndMediaTests {

	private static final String SEND = "/cgi-bin/message/subscribe/send";

	private static final String CODE = "/wxa/getwxacodeunlimit";

	private static final String TEXT = "/wxa/msg_sec_check";

	private static final String IMAGE = "/wxa/img_sec_check";

	private static final String UPLOAD = "/cgi-bin/media/upload";

	private static final String MEDIA = "/cgi-bin/media/get";

	private static final String PART = "Content-Disposition: form-data; name=\"media\"; filename=\"tea.png\"\r\nContent-Type: image/png";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private final String openid;

	MessageAndMediaTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
		this.openid = simulator.openid(SimulatorClient.APPID, "alice");
	}

	@BeforeEach
	void login() {
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
	}

	@ParameterizedTest
	@ValueSource(strings = { SEND, CODE, TEXT, IMAGE, UPLOAD, MEDIA })
	void callWhenTokenIsWrongThenRefuses(String path) {
		this.client.post(path, "{}").assertRefused(41001, "access_token missing");
		this.client.post(path + "?access_token=x", "{}")
			.assertRefused(40001, "invalid credential, access_token is invalid or not latest");
		String token = this.client.stableToken();
		this.simulator.advanceClock(Duration.ofHours(2));
		this.client.post(path + "?access_token=" + token, "{}").assertRefused(42001, "access_token expired");
	}

	@ParameterizedTest
	@ValueSource(strings = { SEND, CODE, TEXT, IMAGE, UPLOAD })
	void callWhenMethodOrLengthIsWrongThenRefuses(String path) {
		this.client.get(withToken(path) + "&type=image").assertRefused(43002, "require POST method");
		assertThat(this.client.postChunked(withToken(path), "{}").status()).isEqualTo(412);
	}

	@Test
	void sendWhenSubscribedThenWorksOnce() {
		assertThat(this.client
			.post("/simulator/subscriptions",
					"{\"appid\":\"wx1234567890abcdef\",\"user\":\"alice\",\"template_id\":\"t1\"}")
			.status()).isEqualTo(204);
		assertThat(post(SEND, message()).body()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
		post(SEND, message()).assertRefused(43101, "user refuse to accept the msg");
	}

	@Test
	void sendWhenSubscribedToAnotherTemplateThenRefuses() {
		this.simulator.subscribe(SimulatorClient.APPID, "alice", "t2");
		this.simulator.subscribe(SimulatorClient.APPID, "bob", "t1");
		this.simulator.subscribe(SimulatorClient.SISTER_APPID, "alice", "t1");
		post(SEND, message()).assertRefused(43101, "user refuse to accept the msg");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"touser":" | "touser":"x | 40003 | invalid openid
			"template_id":"t1" | "template_id":"" | 40037 | invalid template_id
			{"value":"tea"} | {"value":""} | 47003 | argument invalid! data.thing1.value
			{"value":"tea"} | "tea" | 47003 | argument invalid! data.thing1.value
			"data": | "x": | 47003 | argument invalid! data
			"formal" | "released" | 47003 | argument invalid! miniprogram_state
			"zh_CN" | "de" | 47003 | argument invalid! lang
			""")
	void sendWhenArgumentIsWrongThenRefusesAndKeepsSubscription(String right, String wrong, int errcode,
			String errmsg) {
		this.simulator.subscribe(SimulatorClient.APPID, "alice", "t1");
		post(SEND, message().replace(right, wrong)).assertRefused(errcode, errmsg);
		assertThat(post(SEND, message()).json().path("errcode").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"user":"alice","template_id":"t"} | appid is missing
			{"appid":"wx1234567890abcdef","template_id":"t"} | user is missing
			{"appid":"wx1234567890abcdef","user":"alice"} | template_id is missing
			""")
	void subscribeWhenMemberIsMissingThenAnswersProblem(String json, String detail) {
		this.client.post("/simulator/subscriptions", json).assertProblem(400, detail);
	}

	@Test
	void codeWhenSceneIsGivenThenAnswersJpeg() throws IOException {
		Reply reply = post(CODE, "{\"scene\":\"a=1\",\"page\":\"pages/index\",\"width\":280}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).isEqualTo("image/jpeg");
		assertThat(reply.bytes()).startsWith(0xFF, 0xD8);
		assertThat(ImageIO.read(new ByteArrayInputStream(reply.bytes())).getWidth()).isEqualTo(280);
		assertThat(this.simulator.calls()).last().returns(0, Call::errcode);
	}

	@Test
	void codeWhenTransparentThenAnswersPng() throws IOException {
		Reply reply = post(CODE, "{\"scene\":\"a=1\",\"is_hyaline\":true}");
		assertThat(reply.contentType()).isEqualTo("image/png");
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(reply.bytes()));
		assertThat(image.getWidth()).isEqualTo(430);
		assertThat(image.getColorModel().hasAlpha()).isTrue();
	}

	@Test
	void codeWhenSceneDiffersThenPictureDiffers() {
		byte[] first = post(CODE, "{\"scene\":\"1\"}").bytes();
		assertThat(post(CODE, "{\"scene\":\"2\"}").bytes()).isNotEqualTo(first);
		assertThat(post(CODE, "{\"scene\":\"1\"}").bytes()).isEqualTo(first);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{} | 40169 | invalid length for scene
			{"scene":""} | 40169 | invalid length for scene
			{"scene":"123456789012345678901234567890123"} | 40169 | invalid length for scene
			{"scene":"a b"} | 40129 | invalid scene
			{"scene":"茶"} | 40129 | invalid scene
			{"scene":"a%20"} | 40129 | invalid scene
			{"scene":"a","page":"/pages/index"} | 41030 | invalid page
			{"scene":"a","width":279} | 40097 | invalid args
			{"scene":"a","width":1281} | 40097 | invalid args
			{"scene":"a","width":"300"} | 40097 | invalid args
			{"scene":"a","env_version":"formal"} | 40097 | invalid args
			[] | 47001 | data format error
			""")
	void codeWhenArgumentIsWrongThenAnswersJson(String body, int errcode, String errmsg) {
		Reply reply = post(CODE, body);
		assertThat(reply.contentType()).isEqualTo("application/json; encoding=utf-8");
		reply.assertRefused(errcode, errmsg);
	}

	@ParameterizedTest
	@CsvSource({ "green tea, pass, 100", "a review of tea, review, 20006", "risky tea for review, risky, 20006" })
	void checkTextWhenWordIsInItThenSuggestsIt(String content, String suggest, int label) {
		JsonNode json = post(TEXT, text(content)).json();
		assertThat(json.propertyNames()).containsExactly("errcode", "errmsg", "result", "detail", "trace_id");
		assertThat(json.path("result").toString())
			.isEqualTo("{\"suggest\":\"" + suggest + "\",\"label\":" + label + "}");
		assertThat(json.path("detail").path(0).path("suggest").stringValue()).isEqualTo(suggest);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"version":2 | "version":1 | 40097 | invalid args
			"content":"tea" | "content":"" | 40097 | invalid args
			"scene":1 | "scene":5 | 40129 | invalid scene
			"scene":1 | "scene":"1" | 40129 | invalid scene
			"openid":" | "openid":"x | 40003 | invalid openid
			"openid":" | "x":" | 40003 | invalid openid
			""")
	void checkTextWhenArgumentIsWrongThenRefuses(String right, String wrong, int errcode, String errmsg) {
		post(TEXT, text("tea").replace(right, wrong)).assertRefused(errcode, errmsg);
	}

	@Test
	void checkTextWhenVersionIsWrittenAsTextThenTaken() {
		assertThat(post(TEXT, text("tea").replace("\"version\":2", "\"version\":\"2\"")).json().path("errcode").asInt())
			.isZero();
	}

	@Test
	void checkTextWhenLengthIsAtItsLimitThenOneMoreIsRefused() {
		assertThat(post(TEXT, text("茶".repeat(2500))).json().path("errcode").asInt()).isZero();
		post(TEXT, text("茶".repeat(2501))).assertRefused(40097, "invalid args");
	}

	@Test
	void checkTextWhenUserIsOfAnotherAppThenRefuses() {
		post(TEXT, text("tea").replace(this.openid, this.simulator.openid(SimulatorClient.LONE_APPID, "alice")))
			.assertRefused(43104, "appid not match openid");
	}

	@Test
	void checkTextWhenUserIsNoLongerThereThenRefuses() {
		this.simulator.expireSessionKey(SimulatorClient.APPID, "alice");
		post(TEXT, text("tea")).assertRefused(61010, "code is expired");
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif" })
	void checkImageWhenItFitsThenAnswersOk(String format) throws IOException {
		assertThat(upload(IMAGE, PART, image(750, 1334, format)).body()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
	}

	@ParameterizedTest
	@CsvSource({ "751, 10", "10, 1335" })
	void checkImageWhenItHasTooManyPixelsThenRefuses(int width, int height) throws IOException {
		upload(IMAGE, PART, image(width, height, "png")).assertRefused(40006, "invalid media size");
	}

	@Test
	void checkImageWhenItHasTooManyBytesThenRefuses() {
		upload(IMAGE, PART, new byte[(1 << 20) + 1]).assertRefused(40006, "invalid media size");
	}

	@Test
	void checkImageWhenItIsNoneThenRefuses() throws IOException {
		upload(IMAGE, PART, new byte[100]).assertRefused(40004, "invalid media type");
		upload(IMAGE, PART, image(10, 10, "bmp")).assertRefused(40004, "invalid media type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Disposition: form-data; name=\"media\"",
			"Content-Disposition: form-data; name=\"media\"; filename=\"\"",
			"Content-Disposition: form-data; name=\"file\"; filename=\"tea.png\"", "X: y" })
	void uploadWhenThereIsNoFileNamedMediaThenRefuses(String head) throws IOException {
		upload(IMAGE, head, image(10, 10, "png")).assertRefused(41005, "media data missing");
		upload(UPLOAD + "?type=image", head, image(10, 10, "png")).assertRefused(41005, "media data missing");
	}

	@Test
	void uploadWhenBodyIsNoMultipartThenRefuses() {
		post(UPLOAD + "?type=image", "{}").assertRefused(41005, "media data missing");
		post(UPLOAD + "?type=image", "").assertRefused(41005, "media data missing");
	}

	@ParameterizedTest
	@CsvSource({ "image, 10485760", "voice, 2097152", "thumb, 65536" })
	void uploadWhenFileIsAsLargeAsAllowedThenComesBack(String type, int largest) {
		byte[] file = new byte[largest];
		new Random(1).nextBytes(file);
		Reply reply = upload(UPLOAD + "?type=" + type, PART, file);
		assertThat(reply.json().propertyNames()).containsExactly("type", "media_id", "created_at");
		assertThat(reply.text("type")).isEqualTo(type);
		Reply media = media(reply.text("media_id"));
		assertThat(media.contentType()).isEqualTo("image/png");
		assertThat(media.disposition()).isEqualTo("attachment; filename=\"tea.png\"");
		assertThat(media.bytes()).isEqualTo(file);
	}

	@ParameterizedTest
	@CsvSource({ "image, 10485761", "voice, 2097153", "video, 10485761", "thumb, 65537" })
	void uploadWhenFileIsTooLargeThenRefuses(String type, int size) {
		upload(UPLOAD + "?type=" + type, PART, new byte[size]).assertRefused(40006, "invalid media size");
	}

	@Test
	void uploadWhenBodyIsFarTooLargeThenAnswers413() {
		assertThat(upload(UPLOAD + "?type=image", PART, new byte[11 << 20]).status()).isEqualTo(413);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?type=", "?type=file" })
	void uploadWhenTypeIsWrongThenRefuses(String query) throws IOException {
		upload(UPLOAD + query, PART, image(10, 10, "png")).assertRefused(40004, "invalid media type");
	}

	@Test
	void uploadWhenDoneThenBodyIsNotOnRecord() throws IOException {
		upload(UPLOAD + "?type=image", PART, image(10, 10, "png"));
		assertThat(this.simulator.calls()).last().returns("", Call::body).returns(UPLOAD, Call::path);
	}

	@Test
	void getWhenMediaIsVideoThenAnswersAddress() {
		String id = upload(UPLOAD + "?type=video", PART, new byte[9]).text("media_id");
		assertThat(media(id).text("video_url")).isEqualTo("http://video.invalid/" + id);
	}

	@Test
	void getWhenThreeDaysArePastThenRefuses() {
		String id = upload(UPLOAD + "?type=image", PART, new byte[9]).text("media_id");
		this.simulator.advanceClock(Duration.ofDays(3).minusMinutes(1));
		assertThat(media(id).bytes()).hasSize(9);
		this.simulator.advanceClock(Duration.ofMinutes(1));
		media(id).assertRefused(40007, "invalid media_id");
	}

	@Test
	void getWhenMediaIsUnknownOrOfAnotherAppThenRefuses() {
		media("x").assertRefused(40007, "invalid media_id");
		media("").assertRefused(40007, "invalid media_id");
		String id = upload(UPLOAD + "?type=image", PART, new byte[9]).text("media_id");
		this.client.get(MEDIA, "access_token",
				this.client.stableToken(SimulatorClient.SISTER_APPID, SimulatorClient.SISTER_SECRET), "media_id", id)
			.assertRefused(40007, "invalid media_id");
	}

	private Reply post(String path, String json) {
		return this.client.post(withToken(path), json);
	}

	private Reply upload(String path, String head, byte[] file) {
		return this.client.postFile(withToken(path), head, file);
	}

	private Reply media(String id) {
		return this.client.get(MEDIA, "access_token", this.client.stableToken(), "media_id", id);
	}

	private String withToken(String path) {
		return path + (path.contains("?") ? "&" : "?") + "access_token=" + this.client.stableToken();
	}

	private String message() {
		return "{\"touser\":\"" + this.openid + "\",\"template_id\":\"t1\",\"page\":\"index\","
				+ "\"data\":{\"thing1\":{\"value\":\"tea\"}},\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\"}";
	}

	private String text(String content) {
		return "{\"content\":\"" + content + "\",\"version\":2,\"scene\":1,\"openid\":\"" + this.openid + "\"}";
	}

	private static byte[] image(int width, int height, String format) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes)).isTrue();
		return bytes.toByteArray();
	}

}
