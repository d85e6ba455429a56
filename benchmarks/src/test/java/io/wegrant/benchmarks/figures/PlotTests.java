package io.wegrant.benchmarks.figures;

import java.io.StringReader;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import io.wegrant.benchmarks.load.Scenario;

import static org.assertj.core.api.Assertions.assertThat;

class PlotTests {

	@Test
	void drawWhenPeersWereMeasuredThenBarsAreAsLongAsTheirMedians() throws Exception {
		Results results = TestMeasurements.results(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100),
				TestMeasurements.of("<other>", Scenario.REFRESH, 500, 600, 1000));
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(new Plot(results).draw())));
		NodeList bars = document.getElementsByTagName("rect");
		assertThat(bars.getLength()).isEqualTo(2);
		assertThat(width(bars, 1) / width(bars, 0)).isEqualTo(6);
		assertThat(document.getDocumentElement().getTextContent()).contains("<other>", "100 µs", "600 µs");
	}

	@Test
	void drawWhenOneBarWouldHideTheOthersThenItIsCutOff() throws Exception {
		Results results = TestMeasurements.results(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100),
				TestMeasurements.of("<other>", Scenario.REFRESH, 80_000, 81_000, 79_000));
		String plot = new Plot(results).draw();
		NodeList bars = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(plot)))
			.getElementsByTagName("rect");
		assertThat(width(bars, 1) / width(bars, 0)).isEqualTo(2);
		assertThat(plot).contains("80,000 µs, cut off");
	}

	private static double width(NodeList bars, int index) {
		return Double.parseDouble(bars.item(index).getAttributes().getNamedItem("width").getNodeValue());
	}

}
