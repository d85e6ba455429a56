package io.wegrant.benchmarks.figures;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

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
	void drawWhenOneOfTwoIsLongThenTheOtherIsSeenBesideIt() throws Exception {
		Results results = TestMeasurements.results(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100),
				TestMeasurements.of("<other>", Scenario.REFRESH, 80_000, 81_000, 79_000));
		String plot = new Plot(results).draw();
		NodeList bars = bars(plot);
		assertThat(width(bars, 0)).isEqualTo(1);
		assertThat(width(bars, 1)).isGreaterThan(400);
		assertThat(plot).contains("80,000 µs").doesNotContain("cut off");
	}

	@Test
	void drawWhenOneBarWouldHideTwoOthersThenItIsCutOff() throws Exception {
		List<Measurement> few = new ArrayList<>(TestMeasurements.of(Goal.WEGRANT, Scenario.REFRESH, 100, 200, 100));
		few.addAll(TestMeasurements.of(Goal.FLOOR, Scenario.REFRESH, 50, 50, 50));
		Results results = TestMeasurements.results(few,
				TestMeasurements.of("<other>", Scenario.REFRESH, 80_000, 81_000, 79_000));
		String plot = new Plot(results).draw();
		NodeList bars = bars(plot);
		assertThat(width(bars, 0) / width(bars, 1)).isEqualTo(2);
		assertThat(width(bars, 2) / width(bars, 0)).isEqualTo(2);
		assertThat(plot).contains("80,000 µs, cut off");
	}

	private static NodeList bars(String plot) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(plot)))
			.getElementsByTagName("rect");
	}

	private static double width(NodeList bars, int index) {
		return Double.parseDouble(bars.item(index).getAttributes().getNamedItem("width").getNodeValue());
	}

}
