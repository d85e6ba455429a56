package io.wegrant.simulator;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.control.Payment;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("browser")
@ExtendWith(SimulatorExtension.class)
class SimulatorPageStoryTests {

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private ChromeDriver browser;

	private WebDriverWait wait;

	SimulatorPageStoryTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@BeforeEach
	void openPage(@TempDir Path userData) {
		ChromeOptions options = new ChromeOptions();
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
				"--disable-sync", "--disable-component-update", "--no-first-run", "--user-data-dir=" + userData);
		ChromeDriverService driver = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver()).build();
		this.browser = new ChromeDriver(driver, options);
		this.browser.manage().window().setSize(new Dimension(1280, 1000));
		this.wait = new WebDriverWait(this.browser, Duration.ofSeconds(10));
		this.browser.get(this.simulator.baseUrl().toString());
		this.wait.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("#appid option")));
	}

	@AfterEach
	void quit() {
		this.browser.quit();
	}

	@Test
	void loginWhenPersonIsChosenThenShowsCodeThatWorks() throws IOException {
		new Select(this.browser.findElement(By.id("appid"))).selectByValue(SimulatorClient.SISTER_APPID);
		type("carol");
		this.browser.findElement(By.id("login")).click();
		String code = shown("login-code");
		assertThat(shown("curl")).contains("http://localhost:9000/oauth2/token", "grant_type=wechat_code",
				"client_id=" + SimulatorClient.SISTER_APPID, "code=" + code);
		assertThat(this.browser.findElement(By.cssSelector("#login-result .left")).getText()).matches("5:00|4:5\\d");
		Reply reply = this.client.codeToSession(SimulatorClient.SISTER_APPID, SimulatorClient.SISTER_SECRET, code);
		assertThat(reply.text("openid")).isEqualTo(this.simulator.openid(SimulatorClient.SISTER_APPID, "carol"));
		this.wait
			.until(ExpectedConditions.textToBe(By.cssSelector("#calls td:nth-child(2)"), "GET /sns/jscode2session"));
		screenshot("login");
	}

	@Test
	void sharePhoneNumberWhenLoggedInThenJoinsCodeToRequest() throws IOException {
		this.browser.findElement(By.id("login")).click();
		shown("login-code");
		this.browser.findElement(By.id("share-phone")).click();
		String code = shown("phone-code");
		assertThat(shown("curl")).contains("phone_code=" + code);
		this.client.codeToSession("made up");
		this.client.get("/cgi-bin/nothing");
		this.wait.until(ExpectedConditions.numberOfElementsToBe(By.cssSelector("#calls tr"), 2));
		screenshot("phone");
	}

	@Test
	void loginWhenAppIsUnknownThenExplains() {
		this.browser.executeScript("document.getElementById('appid').options[0].value = 'wx0';"
				+ "document.getElementById('appid').selectedIndex = 0");
		this.browser.findElement(By.id("login")).click();
		this.wait.until(ExpectedConditions.textToBe(By.id("problem"), "No mini-program has the appid 'wx0'"));
	}

	@Test
	void payWhenSignaturesAreRightThenSucceeds() throws IOException {
		fillIn(payment());
		this.browser.findElement(By.id("press-pay")).click();
		this.wait.until(ExpectedConditions.textToBe(By.id("pay-result"), "0 requestVirtualPayment:ok"));
		assertThat(this.simulator.payments()).singleElement().returns("browser-0001", Payment::orderNumber);
		screenshot("pay");
	}

	@Test
	void payWhenPersonCancelsThenSaysSo() {
		fillIn(payment());
		this.browser.findElement(By.id("cancel-pay")).click();
		this.wait.until(ExpectedConditions.textToBe(By.id("pay-result"), "-2 requestVirtualPayment:fail cancel"));
		assertThat(this.simulator.payments()).isEmpty();
	}

	@Test
	void payWhenPaySigIsWrongThenSaysSo() {
		fillIn(payment().put("paySig", "0"));
		this.browser.findElement(By.id("press-pay")).click();
		this.wait.until(
				ExpectedConditions.textToBe(By.id("pay-result"), "-15006 requestVirtualPayment:fail PAY_SIG_INVALID"));
	}

	@Test
	void payWhenAppIsUnknownThenExplains() {
		fillIn(payment());
		this.browser.executeScript("document.getElementById('appid').options[0].value = 'wx0';"
				+ "document.getElementById('appid').selectedIndex = 0");
		this.browser.findElement(By.id("press-pay")).click();
		this.wait.until(ExpectedConditions.textToBe(By.id("pay-problem"), "No mini-program has the appid 'wx0'"));
	}

	private ObjectNode payment() {
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
		return SimulatorClient.payment("alice", """
				{"offerId": "1450000001", "buyQuantity": 1, "env": 0, "currencyType": "CNY", \
				"productId": "tea-membership", "goodsPrice": 1990, "outTradeNo": "browser-0001", "attach": "茶"}""",
				this.simulator.sessionKey(SimulatorClient.APPID, "alice"));
	}

	private void fillIn(ObjectNode payment) {
		new Select(this.browser.findElement(By.id("appid"))).selectByValue(SimulatorClient.APPID);
		new Select(this.browser.findElement(By.id("mode"))).selectByValue(payment.path("mode").stringValue());
		this.browser.findElement(By.id("sign-data")).sendKeys(payment.path("signData").stringValue());
		this.browser.findElement(By.id("pay-sig")).sendKeys(payment.path("paySig").stringValue());
		this.browser.findElement(By.id("signature")).sendKeys(payment.path("signature").stringValue());
	}

	private void type(String user) {
		WebElement field = this.browser.findElement(By.id("user"));
		field.clear();
		field.sendKeys(user);
	}

	private String shown(String id) {
		return this.wait.until(ExpectedConditions.visibilityOfElementLocated(By.id(id))).getText();
	}

	private void screenshot(String name) throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "screenshots"));
		Files.write(directory.resolve(name + ".png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	private static File chromedriver() {
		File installed = new File("/usr/bin/chromedriver");
		if (installed.canExecute()) {
			return installed;
		}
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> new File(directory, "chromedriver"))
			.filter(File::canExecute)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No chromedriver on the PATH"));
	}

}
