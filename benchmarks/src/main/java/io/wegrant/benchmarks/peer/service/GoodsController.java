package io.wegrant.benchmarks.peer.service;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a call is for: one row of a database, as JSON.
 */
@RestController
@RequestMapping("/goods")
class GoodsController {

	private final JdbcClient jdbc;

	GoodsController(JdbcClient jdbc) {
		this.jdbc = jdbc;
		jdbc.sql("CREATE TABLE good (id BIGINT PRIMARY KEY, name VARCHAR(80) NOT NULL, price_fen BIGINT NOT NULL)")
			.update();
		jdbc.sql("INSERT INTO good (id, name, price_fen) VALUES (1, 'Green tea', 3800)").update();
	}

	@GetMapping("/1")
	Good first() {
		return this.jdbc.sql("SELECT id, name, price_fen FROM good WHERE id = ?")
			.param(1)
			.query((row, number) -> new Good(row.getLong(1), row.getString(2), row.getLong(3)))
			.single();
	}

	record Good(long id, String name, long priceFen) {

	}

}
