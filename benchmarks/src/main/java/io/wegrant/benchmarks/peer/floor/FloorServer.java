package io.wegrant.benchmarks.peer.floor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * The floor as a program.
 */
public final class FloorServer {

	private FloorServer() {
	}

	/**
	 * Starts it.
	 * @param arguments the port, the JDBC URL, its user, its password and WeChat's base
	 * URL
	 * @throws IOException if there is no room for temporary files
	 * @throws LifecycleException if Tomcat does not start
	 */
	public static void main(String[] arguments) throws IOException, LifecycleException {
		// The fastest signature to be had, or the floor would not be one.
		if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
			AmazonCorrettoCryptoProvider.install();
		}
		HikariDataSource database = new HikariDataSource();
		database.setJdbcUrl(arguments[1]);
		database.setUsername(arguments[2]);
		database.setPassword(arguments[3]);
		Path folder = Files.createTempDirectory("floor-");
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(folder.toString());
		Connector connector = new Connector();
		connector.setPort(Integer.parseInt(arguments[0]));
		connector.setProperty("address", "127.0.0.1");
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", folder.toString());
		Tomcat
			.addServlet(context, "login",
					new LoginServlet(new WechatCall(arguments[4]), new SessionRows(database), new TokenSignature()))
			.setLoadOnStartup(1);
		context.addServletMapping("/*", "login");
		tomcat.start();
		tomcat.getServer().await();
	}

}
