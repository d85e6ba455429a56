package io.wegrant.simulator.wechat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Gives requests what the servlet API keeps from them: a way to break the connection, and
 * a content type that goes out as it is written.
 */
@Component
final class ConnectionValve extends ValveBase implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private static final String ATTRIBUTE = Connection.class.getName();

	ConnectionValve() {
		super(true);
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addContextValves(this);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.setAttribute(ATTRIBUTE, new Connection(request, response));
		getNext().invoke(request, response);
	}

	static Connection connection(ServletRequest request) {
		Connection connection = (Connection) request.getAttribute(ATTRIBUTE);
		Assert.state(connection != null, "No connection");
		return connection;
	}

	/**
	 * The connection of one request.
	 */
	static final class Connection {

		private final Request request;

		private final Response response;

		private Connection(Request request, Response response) {
			this.request = request;
			this.response = response;
		}

		void abort() {
			this.request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
		}

		void contentType(String contentType) {
			this.response.getCoyoteResponse().setContentTypeNoCharset(contentType);
		}

	}

}
